"""Entries by hand, and reversals, on accounts of which another room keeps a book of its own.

The room says here what may stand there and when a second person is needed, so that nobody goes
round its operations with a general journal entry (domain/RULES, Control).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.operation import Fact
from kopdes_desktop.office.work import Work


@dataclass(frozen=True, slots=True)
class Undone:
    """The document that a reversal takes back: its number, its operation's code, its fact."""

    number: str
    code: str
    fact: Fact


#: Refuses what may not stand there; says whether the rest needs a second person.
Guard = Callable[[Work, Entry, Undone | None], bool]
GUARDS: list[Guard] = []


def needs_second(work: Work, entry: Entry, undone: Undone | None = None) -> bool:
    """Whether an entry needs a second person; `undone` is what a reversal takes back.

    Raises what the rooms refuse: BadField, of a reversal NotReversible.
    """
    wanted = [guard(work, entry, undone) for guard in GUARDS]  # each may refuse
    return any(wanted)
