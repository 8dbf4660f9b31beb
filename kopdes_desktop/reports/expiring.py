"""Barang kedaluwarsa: lots that have ended, or will within thirty days of the day asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import cards, stock
from kopdes_desktop.inventory.valuation import Cost
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "expiring"
#: How far ahead the list looks (FEATURES 36).
AHEAD = timedelta(days=30)
_WEEKS = (
    (-1, N_("sudah lewat")),
    (7, N_("sampai 7 hari")),
    (14, N_("8-14 hari")),
    (30, N_("15-30 hari")),
)


@report(CODE, title=N_("Barang kedaluwarsa"), asks=("day", "place"))
def build(read: Reading, params: Params) -> Document:
    """A row a lot, the first to end first; what is left of it now."""
    made = list(rows(read, params))
    return Document(
        CODE,
        _("Barang kedaluwarsa dan yang segera"),
        letterhead(read),
        on_day(params.day),
        (
            Column("expires", _("Kedaluwarsa"), "day"),
            Column("days", _("Sisa hari"), "number"),
            *([Column("place", _("Tempat"))] if params.place is None else []),
            *wares.columns(),
            Column("lot", _("Batch")),
            Column("quantity", _("Sisa"), "quantity"),
            Column("unit", _("Satuan")),
            Column("value", _("Nilai"), "money"),
        ),
        made,
        {"value": sum(int(str(row["value"])) for row in made)},
        notes=(_("Sisa hari di bawah nol: sudah lewat. Keluarkan dari rak, catat barang keluar."),)
        if made
        else (_("Tidak ada batch yang habis dalam 30 hari."),),
        about=wares.about(read, params),
        charts=(_by_week(made),) if made else (),
    )


def _by_week(made: list[Row]) -> Chart:
    """What is worth how much, by how soon it ends."""
    values = [0] * len(_WEEKS)
    for row in made:
        days = int(str(row["days"]))
        at = next(n for n, (most, _name) in enumerate(_WEEKS) if days <= most)
        values[at] += int(str(row["value"]))
    return Chart(
        CODE,
        _("Nilai menurut sisa hari"),
        _("Seluruhnya {amount}.").format(amount=wording.rupiah(sum(values))),
        "bars",
        tuple(_(name) for _most, name in _WEEKS),
        (Series(_("Nilai"), tuple(values)),),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """By day; worth their share of what the item is worth in that place."""
    only = wares.place_of(read, params)
    items = wares.by_key(read)
    for lot in cards.expiring(read, params.day + AHEAD):
        item = items.get(lot.item)
        if (only is not None and lot.place != only.code) or item is None or not item.tracked:
            continue
        held = stock.held(read, lot.place, lot.item)
        worth = Cost(held.quantity, held.value).of(lot.quantity) if held.quantity > 0 else 0
        yield {
            "expires": lot.expires,
            "days": (lot.expires - params.day).days,
            **({"place": lot.place} if params.place is None else {}),
            **wares.named(items, read, lot.item),
            "lot": lot.lot,
            "quantity": quantities.decimal(lot.quantity),
            "value": worth,
        }
