"""Uang dan barang di perjalanan: what lies on transit accounts, item by item, with its age."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, transit
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.settings import setting
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import holders
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "transit"


@report(CODE, title=N_("Uang dan barang di perjalanan"), asks=())
def build(read: Reading, params: Params) -> Document:
    """As the books are now, oldest first within each account; late is what the proofs call red."""
    made = sorted(rows(read), key=lambda row: (str(row["account"]), str(row["since"])))
    late = sum(row["state"] != "" for row in made)
    verdict = _("{n} sudah lebih lama dari batasnya.") if late else _("Semua masih dalam batasnya.")
    return Document(
        CODE,
        _("Uang dan barang di perjalanan"),
        letterhead(read),
        on_day(params.day),
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=2),
            Column("unit", _("Unit"), called=chart.unit_names(read)),
            Column("item", _("Rincian"), width=2),
            Column("since", _("Sejak"), "day"),
            Column("days", _("Hari"), "number"),
            Column("limit", _("Batas"), "number"),
            Column("state", _("Keadaan")),
            Column("amount", _("Jumlah"), "money"),
        ),
        made,
        {"amount": sum(int(str(row["amount"])) for row in made)},
        about=(verdict.format(n=late),) if made else (),
        notes=(_("Saldo debit ditulis biasa, saldo kredit dalam kurung."),),
    )


def rows(read: Reading) -> Iterator[Row]:
    """A row an item; `key` opens its account card, `box` names the box it lies in."""
    names, boxes = chart.names(read), {box.code: box.name for box in chart.boxes(read)}
    for each in transit.items(read):
        limit = setting(read, transit.ACCOUNTS[each.account])
        yield {
            "account": each.account,
            "name": _(names[each.account]),
            "unit": each.unit,
            "item": boxes.get(each.box or "") or holders.words(read, each.key),
            "since": each.since,
            "days": each.days,
            "limit": limit,
            "state": _("terlambat") if each.days > limit else "",
            "amount": int(each.amount),
        }
