"""An entry that does not balance cannot be built (domain/RULES: every unit sums to zero).

Debit is positive, credit negative, in whole rupiah. Units settle only through the office (KTR),
over account 1-1901, whose lines the program adds by itself and marks `auto` (R3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import Unbalanced
from kopdes_desktop.kernel.money import NOTHING, Rupiah

OFFICE_UNIT = "KTR"
INTER_UNIT = "1-1901"

EntryKind = Literal["ordinary", "adjustment", "closing", "opening", "reversal", "prior-period"]
#: What a line does to its account, for equity changes and notes (RULES, Entries).
MOVEMENTS = (
    "saldo awal",
    "setoran",
    "pengembalian",
    "alokasi SHU",
    "beli",
    "jual",
    "susut",
    "bentuk",
    "pulih",
    "hapus",
    "pindah",
)


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One side of an entry: account code, signed amount, unit; sub-ledger key, box and tags."""

    account: str
    amount: Rupiah
    unit: str
    key: int | None = None
    box: str | None = None
    lini: str | None = None
    movement: str | None = None
    other: str | None = msgspec.field(name="with", default=None)
    auto: bool = False


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A balanced journal entry. `text` never holds a person's name."""

    kind: EntryKind
    text: str
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        """Raise Unbalanced unless two lines or more, none zero, sum to zero in each unit."""
        sums = unit_sums(self.lines)
        if len(self.lines) < 2 or any(sums.values()) or not all(x.amount for x in self.lines):  # noqa: PLR2004
            raise unbalanced(self.lines)


def unbalanced(lines: Iterable[Line]) -> Unbalanced:
    """The refusal with both totals in words."""
    amounts = [int(line.amount) for line in lines]
    return Unbalanced(
        debit=wording.rupiah(sum(a for a in amounts if a > 0)),
        credit=wording.rupiah(-sum(a for a in amounts if a < 0)),
    )


def unit_sums(lines: Iterable[Line]) -> dict[str, int]:
    """The sum of each unit's lines."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.unit] = sums.get(line.unit, 0) + int(line.amount)
    return sums


def inter_unit(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The 1-1901 lines that these need: unit against office, unit by unit in order of mention (R3).

    Raises Unbalanced when the whole does not sum to zero.
    """
    sums = unit_sums(lines)
    if sum(sums.values()) != 0:
        raise unbalanced(lines)
    added: list[Line] = []
    for unit, difference in sums.items():
        if unit != OFFICE_UNIT and difference:
            amount = Rupiah(difference)
            added.append(Line(INTER_UNIT, -amount, unit, other=OFFICE_UNIT, auto=True))
            added.append(Line(INTER_UNIT, amount, OFFICE_UNIT, other=unit, auto=True))
    return tuple(added)


def entry(text: str, *lines: Line, kind: EntryKind = "ordinary") -> Entry:
    """Build an entry from the lines that mean something; inter-unit lines are added."""
    return Entry(kind, text, (*lines, *inter_unit(lines)))


def debit(account: str, amount: Rupiah, unit: str, **tags: str | int | None) -> Line:
    """A debit line."""
    return _line(account, amount, unit, tags)


def credit(account: str, amount: Rupiah, unit: str, **tags: str | int | None) -> Line:
    """A credit line."""
    return _line(account, -amount, unit, tags)


def _line(account: str, amount: Rupiah, unit: str, tags: dict[str, str | int | None]) -> Line:
    return Line(account, amount, unit, **tags)  # type: ignore[arg-type]


def reversed_entry(original: Entry, text: str) -> Entry:
    """The exact negation, line by line."""
    lines = tuple(
        msgspec.structs.replace(line, amount=NOTHING - line.amount) for line in original.lines
    )
    return Entry("reversal", text, lines)
