"""What the reading of an old register of members or of savings has found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.sorting import Marks
from kopdes_desktop.office.studies import Study

How = Literal["opening", "deposit"]
#: Product codes that a register's money columns stand for.
PRODUCTS = ("principal", "mandatory", "voluntary")
#: By what a line about a person or a payment is known.
MARKS = Marks(
    others=(
        *("sex", "birth_place", "birth_day", "born", "address", "dusun", "rt_rw", "rt", "rw"),
        *("job", "phone", "email", "joined", "kk", "mother", "day", "kind", "move", "period"),
    ),
    money=("amount", *PRODUCTS),
)


class MemberLine(Struct, frozen=True):
    """A member who can go in: the fields of `membership.adopt`, and his money by product."""

    row: int
    fields: Mapping[str, Any]
    money: tuple[tuple[str, Rupiah], ...]


class SavingsLine(Struct, frozen=True):
    """Money that can go in: whose (member key), how much, of which day."""

    row: int
    member: int
    amount: Rupiah
    day: date


class MemberStudy(Study, frozen=True):
    """A register of members, with their money where its columns hold any."""

    lines: tuple[MemberLine, ...]

    @property
    def ready(self) -> int:
        """How many members can go in."""
        return len(self.lines)


class SavingsStudy(Study, frozen=True):
    """Savings of members who are in the books: opening balances, or deposits by their days.

    `cash` is the box that received deposits.
    """

    product: str
    how: How
    cash: str | None
    lines: tuple[SavingsLine, ...]

    @property
    def ready(self) -> int:
        """How many amounts can go in."""
        return len(self.lines)
