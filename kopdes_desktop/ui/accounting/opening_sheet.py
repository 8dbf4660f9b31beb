"""The sheet of opening balances: its lines, what stands in the books, and the orders it becomes.

A line is an account in a unit, of one box or line of business where the books ask for it. Amounts
count on the account's own side, as a treasurer writes them: debts and reserves are plus too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from msgspec import Struct

from kopdes_desktop.accounting import opening
from kopdes_desktop.accounting.opening import Opening
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import day as day_in_words
from kopdes_desktop.ledger import balances, chart, periods
from kopdes_desktop.ledger.balances import JournalRow
from kopdes_desktop.ledger.chart import Account, Box, Unit
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.door import Session

OPEN, AGREE, REVERSE = (
    "accounting.open_balances",
    "accounting.agree_opening",
    "accounting.reverse",
)
BALANCING: Final = "3-1501"
#: Groups that are filled here; members' money comes with the import of old registers.
FILLED: Final = tuple(group for group in opening.GROUPS if group != opening.MEMBERS)
ASSETS: Final = frozenset(
    {opening.CASH, opening.BANKS, opening.STOCK, opening.RECEIVABLES, opening.OTHER}
)
#: Written by the program, by closing, or by distribution: never taken over.
_LEFT_OUT: Final = frozenset({BALANCING, "1-1901", "1-1105", "1-1407", "3-1402", "2-1205"})
#: Shops sell these; other lines of business have accounts of their own.
_SHOP_LINES: Final = ("sembako", "LPG", "pupuk", "apotek")
_SOLD: Final = frozenset({"4-1101", "4-1102", "5-1101", "5-1102"})
_GUESSED: Final = "sembako"


class Place(NamedTuple):
    """Where an amount lies: account, unit, box, line of business."""

    account: str
    unit: str
    box: str | None = None
    lini: str | None = None


class SheetLine(Struct, frozen=True):
    """One line to fill: its group, place and words, its side (+1 debit), what is recorded on it."""

    group: str
    place: Place
    title: str
    detail: str
    sign: int
    recorded: int


class Paper(Struct, frozen=True):
    """An opening entry that stands, written here: it can be taken back."""

    key: int
    number: str
    day: date
    text: str
    amount: int


class Sheet(Struct, frozen=True):
    """Everything the screen shows. `office` is the unit that balances, `day` the proposed day."""

    opening: Opening
    lines: tuple[SheetLine, ...]
    papers: tuple[Paper, ...]
    imported: int
    office: str
    day: date

    def of(self, group: str) -> tuple[SheetLine, ...]:
        """The lines of one group."""
        return tuple(line for line in self.lines if line.group == group)


def read_sheet(session: Session) -> Sheet:
    """The sheet as the books have it; on the database's thread."""
    return session.office.read(OPEN, _sheet, session.office.today())


def _sheet(read: Reading, today: date) -> Sheet:
    found, units = opening.opening(read), chart.units(read)
    office = next((unit.code for unit in units if unit.kind == "office"), units[0].code)
    start = periods.books_from(read)
    before = start.first() - timedelta(days=1) if start else today
    recorded, papers, imported = _recorded(read)
    lines = tuple(_lines(read, units, office, recorded))
    return Sheet(found, lines, papers, imported, office, found.day or before)


# --- what stands in the books -------------------------------------------------------------------


def _recorded(read: Reading) -> tuple[dict[Place, int], tuple[Paper, ...], int]:
    """Opening amounts by place (debit +); the entries that stand; how many came by import."""
    sums: dict[Place, int] = {}
    standing: dict[int, Paper] = {}
    imported: set[int] = set()
    for key, rows in groupby(balances.openings(read), attrgetter("entry.key")):
        lines = list(rows)
        entry = lines[0].entry
        _take(sums, lines)
        if entry.reverses is not None:
            standing.pop(entry.reverses, None)
            imported.discard(entry.reverses)
        elif any(row.line.key is not None for row in lines):
            imported.add(key)
        else:
            standing[key] = _paper(lines)
    return sums, tuple(standing.values()), len(imported)


def _take(sums: dict[Place, int], rows: Iterable[JournalRow]) -> None:
    for row in rows:
        line = row.line
        place = Place(line.account, line.unit, line.box, line.lini)
        sums[place] = sums.get(place, 0) + int(line.amount)


def _paper(rows: list[JournalRow]) -> Paper:
    entry = rows[0].entry
    amount = sum(abs(int(row.line.amount)) for row in rows if row.line.account not in _LEFT_OUT)
    return Paper(entry.key, entry.number or str(entry.key), entry.bd, _(entry.text), amount)


# --- the lines ----------------------------------------------------------------------------------


def _lines(
    read: Reading, units: list[Unit], office: str, recorded: Mapping[Place, int]
) -> Iterator[SheetLine]:
    """Every place that a treasurer may fill, and every other one that holds something already."""
    boxes = [box for box in chart.boxes(read) if not box.in_transit]
    cards = {
        code: card
        for code, card in chart.accounts(read).items()
        if card.type != chart.HEADER and code not in _LEFT_OUT
    }
    named = {unit.code: unit.name for unit in units}
    boxed = {box.code: box.name for box in boxes}
    for card in cards.values():
        group = opening.group_of(card)
        if group == opening.MEMBERS:
            continue
        offered = dict.fromkeys(_places(card, units, office, boxes))
        offered |= dict.fromkeys(place for place in recorded if place.account == card.code)
        for place in offered:
            title = boxed.get(place.box or "", _(card.name))
            less = _("dikurangkan") if _lessens(group, card) else ""
            parts = (
                card.code,
                _(card.name) if _(card.name) != title else "",
                place.lini or "",
                less,
            )
            unit = named.get(place.unit, place.unit) if place.unit != office else ""
            yield SheetLine(
                group,
                place,
                title,
                " · ".join(filter(None, (*parts, unit))),
                card.sign,
                recorded.get(place, 0) * card.sign,
            )


def _lessens(group: str, card: Account) -> bool:
    """Whether the account stands on the other side of its group: depreciation, a deficit."""
    return group != opening.YEAR and (card.sign == 1) != (group in ASSETS)


def total(group: str, amounts: Iterable[tuple[SheetLine, int]]) -> int:
    """What the lines of a group come to, on the group's own side."""
    side = 1 if group in ASSETS else -1
    return sum(amount * line.sign * side for line, amount in amounts)


def _places(card: Account, units: list[Unit], office: str, boxes: list[Box]) -> Iterator[Place]:
    """An account's usual places: its boxes, the outlets, the savings unit, or the office."""
    if card.cash:
        for box in boxes:
            if box.account == card.code:
                yield Place(card.code, box.unit, box.code)
        return
    kind = chart.OWNERS.get(card.owner_unit or "")
    held = [unit.code for unit in units if unit.kind == kind] if kind else [office]
    for unit in held:
        for lini in _lini_of(card):
            yield Place(card.code, unit, None, lini)


def _lini_of(card: Account) -> tuple[str | None, ...]:
    if not card.needs_lini:
        return (None,)
    if card.lini is not None:
        return (card.lini,)
    return _SHOP_LINES if card.code in _SOLD else (_GUESSED,)


# --- the orders ---------------------------------------------------------------------------------


def orders(sheet: Sheet, typed: Mapping[Place, int], day: date) -> list[tuple[str, dict[str, Any]]]:
    """One opening entry a group, of what is typed beyond what is recorded; none when all agrees.

    An amount that is changed brings its difference, dated the same day: so the books of that day
    are right, and the first figure still stands beside it.
    """
    made: list[tuple[str, dict[str, Any]]] = []
    for group in FILLED:
        changed = [
            (line, typed[line.place] - line.recorded)
            for line in sheet.of(group)
            if line.place in typed and typed[line.place] != line.recorded
        ]
        if changed:
            made.append((OPEN, _order(sheet, group, changed, day)))
    return made


def _order(
    sheet: Sheet, group: str, changed: list[tuple[SheetLine, int]], day: date
) -> dict[str, Any]:
    lines: list[dict[str, Any]] = []
    for line, more in changed:
        place = line.place
        made = {"account": place.account, "amount": more * line.sign, "unit": place.unit}
        made |= {"box": place.box} if place.box else {}
        made |= {"lini": place.lini} if place.lini else {}
        lines.append(made)
    rest = sum(int(line["amount"]) for line in lines)
    if rest:
        lines.append({"account": BALANCING, "amount": -rest, "unit": sheet.office})
    mended = any(line.recorded for line, _more in changed)
    text = (
        N_("Perubahan saldo awal {group} per {day}")
        if mended
        else N_("Saldo awal {group} per {day}")
    )
    words = _(text).format(group=_(opening.GROUPS[group]).lower(), day=day_in_words(day))
    return {"day": day.isoformat(), "lines": lines, "text": words}


def difference(sheet: Sheet, typed: Mapping[Place, int]) -> int:
    """What 3-1501 would hold (credit +) once everything typed is saved."""
    more = sum(
        (typed[line.place] - line.recorded) * line.sign
        for line in sheet.lines
        if line.place in typed
    )
    return int(sheet.opening.difference) + more
