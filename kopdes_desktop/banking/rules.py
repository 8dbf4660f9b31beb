"""Rows of bank statements and lines of the books: what is the same, what ties. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah

#: Days by which a bank may write what the books wrote, before and after.
EARLY, LATE = 3, 10
#: Occasions of a cash count that two people see (RULES, Control).
WITNESSED = frozenset({"month_end", "handover"})
#: An odd difference cannot come from one amount on the wrong side.
_TWICE = 2

Place = tuple[int, int]


class StatementRow(Struct, frozen=True):
    """What a bank says of one day: plus came in, minus went out; the balance after it, if told."""

    day: date
    amount: Rupiah
    text: str
    ref: str = ""
    balance: Rupiah | None = None


class BookLine(Struct, frozen=True):
    """A line of the books: its entry and number, day, amount, and what it is called by."""

    place: Place
    day: date
    amount: Rupiah
    names: tuple[str, ...] = ()


def marked(rows: Iterable[StatementRow]) -> dict[str, StatementRow]:
    """Each row under the mark by which it is known again, whatever file it comes in.

    Day and amount, and the how-manieth of that amount on that day: a second file of the same days
    gives the same marks, though the bank may word it otherwise. No name stands in a mark.
    """
    seen: Counter[tuple[date, int]] = Counter()
    made: dict[str, StatementRow] = {}
    for row in rows:
        same = (row.day, int(row.amount))
        seen[same] += 1
        made[f"{row.day.isoformat()}:{int(row.amount)}:{seen[same]}"] = row
    return made


def matched(lines: Iterable[BookLine], rows: Mapping[str, StatementRow]) -> dict[str, Place]:
    """Which line of the books each row of the statement is, by mark; one line for one row.

    The same amount within a few days; a number of ours in the bank's words counts most, then the
    nearer day, then the order of the books.
    """
    by_amount: dict[int, list[tuple[int, BookLine]]] = {}
    for at, line in enumerate(lines):
        by_amount.setdefault(int(line.amount), []).append((at, line))
    pairs = sorted(
        (_strangeness(line, row), at, mark, line.place)
        for mark, row in rows.items()
        for at, line in by_amount.get(int(row.amount), ())
        if -EARLY <= (row.day - line.day).days <= LATE
    )
    made: dict[str, Place] = {}
    taken: set[Place] = set()
    for _strange, _at, mark, place in pairs:
        if mark not in made and place not in taken:
            made[mark] = place
            taken.add(place)
    return made


def _strangeness(line: BookLine, row: StatementRow) -> tuple[bool, int]:
    told = f"{row.text} {row.ref}".casefold()
    named = any(name and name.casefold() in told for name in line.names)
    return not named, abs((row.day - line.day).days)


def suspects(difference: Rupiah, amounts: Mapping[Place, Rupiah]) -> list[Place]:
    """Lines that a difference may come from: of that amount, or half of it on the wrong side."""
    sought = {abs(int(difference))}
    if int(difference) % _TWICE == 0:
        sought.add(abs(int(difference)) // _TWICE)
    return [place for place, amount in amounts.items() if abs(int(amount)) in sought - {0}]
