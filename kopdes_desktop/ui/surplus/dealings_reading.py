"""What members dealt in beside the till: read from the books, and from a pasted list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from kopdes_desktop.surplus import dealt
from kopdes_desktop.ui.kit.grouping import amount_of

_CELLS = re.compile(r"\t|;| {2,}")
_KNOWN = frozenset({"active", "left"})


class Dealings(Struct, frozen=True):
    """Everybody whose dealings of a year may count.

    `here` is what the till of this program knows, `written` what was typed of other books, by
    member and kind; `begins` is the month before which nothing is known, while that is so.
    """

    members: Sequence[MemberRow]
    here: Mapping[int, int]
    written: Mapping[tuple[int, str], int]
    begins: Month | None


def dealings(office: Office, year: BookYear) -> Dealings:
    """The members of a year by number, and their figures; on the database's thread."""
    read = office.reading
    who = (
        row
        for row in members.listing(read)
        if row.status in _KNOWN
        and (row.joined is None or row.joined <= year.last)
        and (row.left is None or row.left >= year.first)
    )
    return Dealings(
        sorted(who, key=lambda row: (row.number or "", row.key)),
        dealt.here(read, year),
        dealt.written(read, year.name),
        dealt.lacking(read, year),
    )


def pasted(text: str, whom: Sequence[MemberRow]) -> tuple[dict[int, int], list[str]]:
    """Members and amounts of lines copied from a sheet, and the lines that say neither.

    A line begins with a member's number or his name and ends with an amount.
    """
    by_number = {_bare(row.number): row.key for row in whom if row.number}
    by_name: dict[str, list[int]] = {}
    for row in whom:
        by_name.setdefault(folded(row.name or ""), []).append(row.key)
    found: dict[int, int] = {}
    strange = []
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [cell.strip() for cell in _CELLS.split(line) if cell.strip()]
        key = _member(cells, by_number, by_name)
        amount = _amount(cells[-1])
        if key is None or amount is None or len(cells) == 1:
            strange.append(line)
        else:
            found[key] = found.get(key, 0) + amount
    return found, strange


def _member(
    cells: Sequence[str], by_number: Mapping[str, int], by_name: Mapping[str, list[int]]
) -> int | None:
    for cell in cells[:-1]:
        if _bare(cell) in by_number:
            return by_number[_bare(cell)]
        named = by_name.get(folded(cell), [])
        if len(named) == 1:
            return named[0]
    return None


def _bare(number: str | None) -> str:
    """A member's number as sheets have it, which lose the noughts before it."""
    return (number or "").strip().upper().lstrip("0")


def _amount(cell: str) -> int | None:
    try:
        return int(amount_of(re.sub(r"(?i)^rp\.?\s*|,(00|-)$", "", cell)))
    except Refusal:
        return None
