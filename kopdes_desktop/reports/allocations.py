"""Jatah mitra: what each partner lets us have in a month by DO, what came of it, what is left."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import month
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.purchasing import queries
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report

CODE = "allocations"
_WHOLE = 100


@report(CODE, title=N_("Jatah mitra"), asks=("day",))
def build(read: Reading, params: Params) -> Document:
    """The allocations of the month in which the day lies."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Jatah mitra"),
        letterhead(read),
        month(Month.of(params.day)),
        (
            Column("supplier", _("Mitra"), width=2),
            Column("what", _("Barang atau program"), width=2),
            Column("do_no", _("Nomor DO")),
            Column("quota", _("Jatah"), "quantity"),
            Column("taken", _("Diambil"), "quantity"),
            Column("left", _("Sisa"), "quantity"),
            Column("unit", _("Satuan")),
            Column("percent", _("Diambil (%)"), "number"),
            Column("state", _("Keadaan")),
        ),
        made,
        {},
        notes=(_("Sisa di bawah nol: yang datang melebihi jatah."),),
        charts=(_chart(made),),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """By partner, then by the order in which they were noted."""
    known = {each.key: each.label for each in queries.suppliers(read)}
    for each in queries.allocations(read, month=Month.of(params.day)):
        item = goods.item(read, each.item) if each.item is not None else None
        yield {
            "supplier": known.get(each.supplier, ""),
            "what": item.name if item is not None else each.program,
            "do_no": each.do_no,
            "state": _("dibatalkan") if each.cancelled else "",
            "quota": quantities.decimal(each.quantity),
            "taken": quantities.decimal(each.taken),
            "left": quantities.decimal(each.left),
            "unit": item.unit if item is not None else "",
            "percent": each.taken * _WHOLE // each.quantity,
        }


def _chart(made: list[Row]) -> Chart:
    """How much of each is taken, in percent."""
    title = _("Jatah yang sudah diambil (%)")
    labels = tuple(f"{row['what']} {row['do_no']}" for row in made)
    values = tuple(int(str(row["percent"])) for row in made)
    told = _("{n} DO bulan ini.").format(n=len(made))
    return Chart("allocations", title, told, "bars", labels, (Series(title, values),), money=False)
