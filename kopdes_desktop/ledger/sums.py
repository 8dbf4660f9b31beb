"""What an account has and what moved on it, as statements are made of it. Pure: loads no SQL."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

#: Every closing entry meets this account, whose few lines are all that is read to find them (N01).
RESULT = "3-1402"


class Span(NamedTuple):
    """From one day to another, both included, of one unit or of all."""

    first: date
    last: date
    unit: str | None = None

    def bound(self) -> dict[str, str | None]:
        """As the statements here ask for it."""
        return {
            "first": self.first.isoformat(),
            "until": self.last.isoformat(),
            "of_unit": self.unit,
        }


class Card(NamedTuple):
    """What a statement has to know of an account; `side` is D or K."""

    code: str
    type: str
    statement_line: str | None
    side: str

    @property
    def sign(self) -> int:
        """+1 where a debit raises the balance, −1 where a credit does."""
        return 1 if self.side == "D" else -1


class Held(NamedTuple):
    """What an account has on a day, and what it had when that day's book year began (debit +)."""

    card: Card
    amount: int
    before: int


class Turned(NamedTuple):
    """What went onto both sides of an account in a span."""

    card: Card
    debit: int
    credit: int

    @property
    def amount(self) -> int:
        """By how much it moved (debit +)."""
        return self.debit - self.credit
