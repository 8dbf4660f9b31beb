"""What a count found of each item, where a shop sold between two looks at its shelves.

Nobody knows from which shelf a sale came. What leaves before the first look at an item is added
back wholly; what leaves between the first and the last look may have lain on a shelf that was
counted already, or on one that was not. So a count knows a span: not less than if all of it came
from counted shelves, not more than if none did (goods that come in the other way round). A count
books only what lies beyond the span, so that sales between two looks never become a shortage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods.rules import thousandths
from kopdes_desktop.inventory import counts
from kopdes_desktop.inventory.counting import CountAdded, CountBegun, CountedLine
from kopdes_desktop.inventory.counts import Count
from kopdes_desktop.inventory.tables import MOVE
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import of_kind_after

#: A backdated document may bear a day before the count began.
_BACK = timedelta(days=62)
#: All who count, where each has shelves of his own.
_ALL = 0
_TWO = 2
_MOVES = Statement(
    select(MOVE.c.item, MOVE.c.fact, MOVE.c.quantity)
    .where(
        MOVE.c.place == bindparam("of_place"),
        MOVE.c.day >= bindparam("since"),
        MOVE.c.fact > bindparam("after"),
        MOVE.c.why != "count",
    )
    .order_by(MOVE.c.fact, MOVE.c.line)
)


class Span(Struct, frozen=True):
    """At least and at most so much of an item was there when the figures were frozen."""

    low: int
    high: int


class Found(Struct, frozen=True):
    """An item of a count: what the books said, what each counter found, and what that may mean.

    There is a span for every counter; a single one where counters share the shelves.
    """

    item: int
    frozen: Held
    counted: Mapping[int, int]
    spans: tuple[Span, ...]
    wanted: int = 1

    @property
    def span(self) -> Span | None:
        """What all counters' figures allow; None while they differ or one of two has not looked."""
        if len(self.spans) < self.wanted:
            return None
        low, high = max(x.low for x in self.spans), min(x.high for x in self.spans)
        return Span(low, high) if low <= high else None

    @property
    def agreed(self) -> int | None:
        """What was there: of the span, what is nearest to the books."""
        span = self.span
        return None if span is None else min(max(self.frozen.quantity, span.low), span.high)

    @property
    def unsure(self) -> int:
        """By how much more it may differ, because goods moved between two looks at it."""
        span = self.span
        return 0 if span is None else span.high - span.low


def begun(read: Reading, of: Count) -> CountBegun | None:
    """How a count was begun."""
    made = read.original(of.key)
    return made[1] if made is not None and isinstance(made[1], CountBegun) else None


def found(read: Reading, of: Count) -> dict[int, Found]:
    """Every item of a count, by key."""
    start = begun(read, of)
    shared = start is not None and start.shared
    wanted = _TWO if start is not None and start.second else 1
    moved = _moves(read, of)
    looks = _looks(read, of, shared=shared) if moved else {}
    made: dict[int, Found] = {}
    for key, row in counts.standing(read, of).items():
        spans: tuple[Span, ...]
        if key in moved and key in looks:
            spans = tuple(each.span() for each in looks[key].values())
        elif shared and row.counted:
            whole = sum(row.counted.values())
            spans = (Span(whole, whole),)
        else:
            spans = tuple(Span(each, each) for each in row.counted.values())
        made[key] = Found(key, row.frozen, row.counted, spans, wanted)
    return made


# --- looks, and what moved before each ------------------------------------------------------------


class Looks:
    """What one counter (or all together) found of an item, and when he looked."""

    def __init__(self, moves: list[tuple[int, int]], frozen_at: int) -> None:
        self._moves = [(fact, by) for fact, by in moves if fact > frozen_at]
        self._frozen_at = frozen_at
        self._sum = 0
        self._at: list[int] = []

    def take(self, line: CountedLine, go: int, *, as_frozen: bool) -> None:
        """A line of a go. A correction (less than nothing) is no look of its own."""
        quantity = thousandths(line.quantity)
        self._sum += quantity
        if quantity >= 0 or not self._at:
            shut = as_frozen or (not self._at and line.moved == "0" and self._net(go) != 0)
            self._at.append(self._frozen_at if shut else go)

    def _net(self, until: int) -> int:
        return sum(by for fact, by in self._moves if fact < until)

    def span(self) -> Span:
        """What was there at the freeze, at least and at most."""
        first, last = min(self._at), max(self._at)
        out = [-sum(by for fact, by in self._moves if fact < at and by < 0) for at in (first, last)]
        came = [sum(by for fact, by in self._moves if fact < at and by > 0) for at in (first, last)]
        return Span(self._sum + out[0] - came[1], self._sum + out[1] - came[0])


def _moves(read: Reading, of: Count) -> dict[int, list[tuple[int, int]]]:
    """Item by item, what came and left since the count began: the document and how much."""
    made: dict[int, list[tuple[int, int]]] = {}
    since = (of.began - _BACK).isoformat()
    for item, fact, quantity in read.rows(_MOVES, of_place=of.place, since=since, after=of.key):
        made.setdefault(item, []).append((fact, quantity))
    return made


def _looks(read: Reading, of: Count, *, shared: bool) -> dict[int, dict[int, Looks]]:
    """By item and counter (all counters as one where they share the shelves)."""
    moves = _moves(read, of)
    frozen_at: dict[int, int] = {}
    made: dict[int, dict[int, Looks]] = {}
    for go, fact in _goes(read, of):
        frozen_at |= {x.item: go for x in fact.froze}
        for line in fact.lines:
            by_counter = made.setdefault(line.item, {})
            who = _ALL if shared else fact.counter
            if who not in by_counter:
                at = frozen_at.get(line.item, of.key)
                by_counter[who] = Looks(moves.get(line.item, []), at)
            by_counter[who].take(line, go, as_frozen=fact.as_frozen)
    return made


def _goes(read: Reading, of: Count) -> Iterator[tuple[int, CountAdded]]:
    """Every go of a count, in turn."""
    for row in of_kind_after(read, "inventory.add_count", of.key):
        if isinstance(row.fact, CountAdded) and row.fact.count == of.key:
            yield row.stamp.key, row.fact
