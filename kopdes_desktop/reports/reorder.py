"""Usulan pesanan: what runs short in each place, how long it lasts, and how much to order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import places
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import half_up
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.settings import LEAD_DAYS, setting
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.purchasing import queries, reorder
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "reorder"


@report(CODE, title=N_("Usulan pesanan barang"), asks=("place",))
def build(read: Reading, params: Params) -> Document:
    """By place; what lasts shortest comes first. It can be written on and sent as an order."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Usulan pesanan barang"),
        letterhead(read),
        on_day(params.day),
        (
            *([Column("place", _("Tempat"))] if params.place is None else []),
            *wares.columns(),
            Column("held", _("Stok"), "quantity"),
            Column("coming", _("Dipesan"), "quantity"),
            Column("minimum", _("Minimum"), "quantity"),
            Column("sold", _("Terjual 30 hari"), "quantity"),
            Column("days", _("Cukup (hari)"), "number"),
            Column("buy", _("Pesan"), "quantity"),
            Column("unit", _("Satuan")),
            Column("supplier", _("Terakhir dari"), width=2),
            Column("amount", _("Perkiraan harga"), "money"),
        ),
        made,
        {"amount": sum(int(str(row["amount"] or 0)) for row in made)},
        notes=(
            _(
                "Diusulkan bila stok dan pesanan tidak lebih dari minimum, atau habis sebelum "
                "barang datang ({n} hari); cukup untuk {m} hari berikutnya. Harganya yang terakhir."
            ).format(n=setting(read, LEAD_DAYS), m=reorder.COVER_DAYS),
        ),
        about=wares.about(read, params),
        charts=tuple(_suppliers(made)),
        ruled=True,
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """Place by place."""
    only = wares.place_of(read, params)
    known = {each.key: each.label for each in queries.suppliers(read)}
    for place in places.places(read):
        if only is not None and place.code != only.code:
            continue
        for each in reorder.short(read, place.code, params.day):
            last = each.last
            yield {
                **({"place": place.code} if only is None else {}),
                "code": each.item.code,
                "item": each.item.name,
                "held": quantities.decimal(each.held),
                "coming": quantities.decimal(each.coming) if each.coming else None,
                "minimum": quantities.decimal(each.item.minimum) if each.item.minimum else None,
                "sold": quantities.decimal(each.sold),
                "days": each.days,
                "buy": quantities.decimal(each.buy),
                "unit": each.item.unit,
                "supplier": known.get((last and last.supplier) or 0),
                "amount": half_up(int(last.cost) * each.buy, last.quantity) if last else None,
            }


def _suppliers(made: Sequence[Row]) -> Iterator[Chart]:
    """What an order would cost, by whom it was bought from last."""
    sums: dict[str, int] = {}
    for row in made:
        name = str(row["supplier"] or _("pemasok belum diketahui"))
        if row["amount"]:
            sums[name] = sums.get(name, 0) + int(str(row["amount"]))
    if sums:
        told = _("{n} barang, perkiraan seluruhnya {amount}.").format(
            n=len(made), amount=wording.rupiah(sum(sums.values()))
        )
        yield wares.bars(CODE, _("Perkiraan harga per pemasok"), told, sums, {x: x for x in sums})
