"""A budget that is being worked on: what was typed beside what is set already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kopdes_desktop.budgets import rules
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.ui.budgets.reading import Line, Page, Where

_YEAR = 12
_WHOLE = 100
#: Proposals are rounded up to whole ones of these.
_STEP = 1_000


class Draft:
    """Amounts by account and unit; nothing of it is written before it is saved."""

    def __init__(self) -> None:
        self.typed: dict[Where, Rupiah] = {}

    def amount(self, line: Line) -> Rupiah:
        """What is planned as it stands now."""
        return self.typed.get(line.where, line.planned)

    def put(self, line: Line, amount: Rupiah) -> None:
        """Plan this instead; what is set already is no change."""
        if amount == line.planned:
            self.typed.pop(line.where, None)
        else:
            self.typed[line.where] = amount

    def propose(self, page: Page, more: int) -> int:
        """Fill what is empty from the year before, made whole, `more` percent on top; how many."""
        count = 0
        for line in page.lines:
            if line.before > NOTHING and not self.amount(line):
                self.put(line, proposed(line.before, page.gone, more))
                count += 1
        return count

    def total(self, lines: Iterable[Line], sections: Iterable[str]) -> int:
        """What some sections come to."""
        wanted = set(sections)
        return sum(int(self.amount(line)) for line in lines if line.section in wanted)

    def order(self, page: Page, decision: str, note: str) -> dict[str, Any]:
        """The whole budget as it stands."""
        lines = [
            {"account": line.where[0], "unit": line.where[1], "amount": int(self.amount(line))}
            for line in page.lines
            if self.amount(line)
        ]
        return {
            "year": page.year.name,
            "lines": lines,
            "decision_no": decision,
            "note": note,
        }


def proposed(before: Rupiah, gone: int, more: int) -> Rupiah:
    """A whole year's amount out of so many months, so many percent more, rounded up."""
    whole = half_up(int(before) * _YEAR * (_WHOLE + more), max(gone, 1) * _WHOLE)
    return Rupiah(-(-whole // _STEP) * _STEP)


def surplus(draft: Draft, lines: Iterable[Line]) -> int:
    """Income less all costs as planned."""
    held = list(lines)
    costs = set(rules.ORDER) - rules.INCOME - {rules.INVESTMENT}
    return draft.total(held, rules.INCOME) - draft.total(held, costs)
