"""Entries that close a book year and open the next (recipes N01 to N03r). Pure functions.

Both are of the kind `closing`, which income statements leave out and nobody reverses by hand;
`opening` stands for balances taken over from old books alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, entry
from kopdes_desktop.ledger.year_ends import CURRENT, UNDIVIDED, Result

#: What N03 and the move to the office do to the accounts of the surplus.
_CARRIED = "pindah"


def closing(text: str, results: Iterable[Result]) -> Entry | None:
    """N01 and N02: income, then costs, of each unit against its own 3-1402; None without any."""
    by_unit: dict[str, list[Result]] = {}
    for each in results:
        by_unit.setdefault(each.unit, []).append(each)
    lines: list[Line] = []
    for unit in _office_first(by_unit):
        for income in (True, False):
            part = [each for each in by_unit[unit] if each.is_income == income]
            lines += [Line(x.account, -x.amount, unit, lini=x.lini) for x in part]
            lines += _unless_nothing(CURRENT, total(x.amount for x in part), unit)
    return entry(text, *lines, kind="closing") if lines else None


def carried(
    text: str, current: Mapping[str, Rupiah], undivided: Mapping[str, Rupiah]
) -> Entry | None:
    """N03 or N03r: each unit's 3-1402 becomes its 3-1401, which then moves to the office (RULES).

    Balances by unit, debit +; `undivided` is what stands on 3-1401 already.
    """
    lines: list[Line] = []
    for unit in _office_first({*current, *undivided}):
        year = current.get(unit, NOTHING)
        lines += _unless_nothing(CURRENT, -year, unit, _CARRIED)
        lines += _unless_nothing(UNDIVIDED, year, unit, _CARRIED)
        if unit != OFFICE_UNIT:
            whole = year + undivided.get(unit, NOTHING)
            lines += _unless_nothing(UNDIVIDED, -whole, unit, _CARRIED)
            lines += _unless_nothing(UNDIVIDED, whole, OFFICE_UNIT, _CARRIED)
    return entry(text, *lines, kind="closing") if lines else None


def undone(original: Entry, text: str) -> Entry:
    """The exact opposite, of the kind `closing` as well: statements leave both out."""
    lines = tuple(msgspec.structs.replace(line, amount=-line.amount) for line in original.lines)
    return Entry("closing", text, lines)


def _office_first(units: Iterable[str]) -> list[str]:
    return sorted(units, key=lambda unit: (unit != OFFICE_UNIT, unit))


def _unless_nothing(
    account: str, amount: Rupiah, unit: str, movement: str | None = None
) -> list[Line]:
    return [Line(account, amount, unit, movement=movement)] if amount else []
