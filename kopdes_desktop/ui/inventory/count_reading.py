"""How a stock count stands; on the database's thread."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.inventory import counts, looks
from kopdes_desktop.inventory.counts import Count
from kopdes_desktop.kernel.money import half_up
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.inventory.reading import RIGHT
from kopdes_desktop.ui.savings.basket import Choice

BEGIN, ADD, CLOSE = "inventory.begin_count", "inventory.add_count", "inventory.close_count"


class CountRow(Struct, frozen=True):
    """An item of a count: what the books said, what each counter found, what they agree on.

    `unsure`: by how much more it may differ, because goods moved between two looks at it.
    """

    item: Item
    frozen: int
    value: int
    counted: Mapping[int, int]
    agreed: int | None
    unsure: int

    @property
    def open(self) -> bool:
        """Whether somebody still has to count it, or the counters differ."""
        return self.agreed is None

    @property
    def disputed(self) -> bool:
        """Whether it was counted, but not alike or not by all."""
        return bool(self.counted) and self.agreed is None

    def by(self, found: int) -> int:
        """How much more (or, with a minus, less) was found than the books say."""
        return found - self.frozen

    def worth(self, found: int) -> int:
        """About what the difference is worth, at the average."""
        return half_up(self.value * self.by(found), self.frozen) if self.frozen else 0


class CountNow(Struct, frozen=True):
    """The open count of a place, if there is one; the last that ended; who may count."""

    count: Count | None
    second: bool
    shared: bool
    rows: tuple[CountRow, ...]
    last: Count | None
    people: tuple[Choice, ...]
    me: int
    may: frozenset[str]

    @property
    def waiting(self) -> list[CountRow]:
        """What nobody has counted."""
        return [row for row in self.rows if not row.counted]

    @property
    def disputed(self) -> list[CountRow]:
        """What the counters do not agree on, or only one of two has counted."""
        return [row for row in self.rows if row.disputed]

    def name(self, user: int) -> str:
        """What a counter is called."""
        return next((each.words for each in self.people if each.code == user), "?")

    def counters(self) -> list[int]:
        """Who has counted something, by key."""
        return sorted({user for row in self.rows for user in row.counted})


def count_now(office: Office, place: str) -> CountNow:
    """The count of this place."""
    may = frozenset(code for code in (BEGIN, ADD, CLOSE) if office.may(code) is not Level.NO)
    return office.read(RIGHT, _count_now, place, office.signed_in.user, may)


def _count_now(read: Reading, place: str, me: int, may: frozenset[str]) -> CountNow:
    opened = next((each for each in counts.open_counts(read) if each.place == place), None)
    ended = (each for each in counts.latest(read) if each.place == place and each.closed)
    begun = looks.begun(read, opened) if opened is not None else None
    return CountNow(
        opened,
        begun is not None and begun.second,
        begun is not None and begun.shared,
        tuple(_rows(read, opened)) if opened is not None else (),
        next(ended, None),
        tuple(
            Choice(user.key, user.name or user.login or "?")
            for user in users.users(read)
            if user.active
        ),
        me,
        may,
    )


def _rows(read: Reading, of: Count) -> list[CountRow]:
    """Every item by name."""
    rows = [
        CountRow(item, row.frozen.quantity, row.frozen.value, row.counted, row.agreed, row.unsure)
        for row in looks.found(read, of).values()
        if (item := goods.item(read, row.item)) is not None
    ]
    return sorted(rows, key=lambda row: (folded(row.item.name), row.item.key))
