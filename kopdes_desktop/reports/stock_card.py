"""Kartu stok: every move of an item, with what is left after it and what that is worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import cards
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import half_up
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.general_ledger import SINCE_EVER
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "stock_card"
#: So many days stay apart in a line.
_DAYS = 60


@report(CODE, title=N_("Kartu stok"), asks=("item", "place", "from", "to"), needs=("item",))
def build(read: Reading, params: Params) -> Document:
    """A row a document; opening and closing stand at its ends."""
    item = goods.require_item(read, params.item or "", field="item")
    made = list(rows(read, params, item.key))
    moved = [row for row in made if "entry" in row]
    return Document(
        CODE,
        _("Kartu stok {item}").format(item=f"{item.code} {item.name}"),
        letterhead(read),
        span(read, params),
        (
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Bukti")),
            Column("why", _("Keterangan"), width=2),
            *([Column("place", _("Tempat"))] if params.place is None else []),
            Column("lot", _("Batch")),
            Column("came", _("Masuk"), "quantity"),
            Column("went", _("Keluar"), "quantity"),
            Column("left", _("Sisa"), "quantity"),
            Column("value", _("Nilai mutasi"), "money"),
            Column("worth", _("Nilai sisa"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        {
            "came": quantities.decimal(sum(_thousandths(row.get("came")) for row in moved)),
            "went": quantities.decimal(sum(_thousandths(row.get("went")) for row in moved)),
            "value": sum(int(str(row["value"])) for row in moved),
        },
        notes=(_("Dalam satuan {unit}.").format(unit=item.unit),),
        about=wares.about(read, params),
        charts=tuple(_left_by_day(made, item.unit)),
    )


def _left_by_day(made: list[Row], unit: str) -> Iterator[Chart]:
    """What was left at the end of each day on which something moved, where that were several."""
    left = {
        row["date"]: half_up(_thousandths(row["left"]), THOUSAND) for row in made if "entry" in row
    }
    days = list(left)[-_DAYS:]
    if len(days) < 2:  # noqa: PLR2004
        return
    yield Chart(
        CODE,
        _("Sisa per hari ({unit})").format(unit=unit),
        _("Terakhir {count} {unit}.").format(count=left[days[-1]], unit=unit),
        "line",
        tuple(wording.short_day(day)[:5] for day in days if isinstance(day, date)),
        (Series(_("Sisa"), tuple(left[day] for day in days)),),
        money=False,
    )


def _thousandths(text: object) -> int:
    return quantities.thousandths(str(text)) if text else 0


def rows(read: Reading, params: Params, item: int) -> Iterator[Row]:
    """What there was before, a row a document with what is left after it, what is left at last."""
    place = wares.place_of(read, params)
    first = params.first or SINCE_EVER
    held, moves = cards.card(read, item, first, params.until, place.code if place else None)
    yield _end(params.first, _("Stok awal"), held)
    for move in moves:
        held = held.moved(move.quantity, move.value)
        amount = quantities.decimal(abs(move.quantity))
        yield {
            "date": move.day,
            "number": move.number,
            "why": cards.why_words(move.why),
            **({"place": move.place} if params.place is None else {}),
            "lot": move.lot,
            "came": amount if move.quantity > 0 else None,
            "went": amount if move.quantity < 0 else None,
            "left": quantities.decimal(held.quantity),
            "value": move.value,
            "worth": held.value,
            "entry": move.fact,
        }
    yield _end(params.until, _("Stok akhir"), held)


def _end(day: date | None, words: str, held: Held) -> Row:
    return {
        "date": day,
        "why": words,
        "left": quantities.decimal(held.quantity),
        "worth": held.value,
    }
