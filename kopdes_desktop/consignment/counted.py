"""What a count found of others' goods: less is made good (I04), more is the owner's and taken in.

Terms: opname (count), kurang (short), lebih (more than the books knew of).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, field
from sqlalchemy import bindparam, select

from kopdes_desktop.consignment import consignors
from kopdes_desktop.consignment.tables import COUNT_NOTE
from kopdes_desktop.db.statements import Statement, add_to
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.inventory import count_closing, counts
from kopdes_desktop.inventory.counts import Count
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.work import Work

#: A count that nobody has dealt with for so many others is history.
_LATEST = 6
_NOTED = add_to(COUNT_NOTE, "quantity")
_BOOKED = Statement(
    select(COUNT_NOTE.c.item, COUNT_NOTE.c.quantity).where(
        COUNT_NOTE.c.count == bindparam("of_count")
    )
)


class Differing(Struct):
    """What a count found less or more of one owner's goods and nobody has booked: one note."""

    count: Count
    owner: int
    name: str
    short: bool
    lines: list[tuple[Item, int]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The operation that books it."""
        return "consignment.compensate" if self.short else "consignment.take_in"

    @property
    def order(self) -> dict[str, Any]:
        """And what it is told."""
        told: dict[str, Any] = {
            "owner": self.owner,
            "place": self.count.place,
            "count": self.count.key,
            "lines": [{"item": x.key, "quantity": rules.decimal(by)} for x, by in self.lines],
        }
        if self.short:
            told["reason"] = _(N_("Kurang pada opname {number}")).format(number=self.count.number)
        return told

    @property
    def words(self) -> str:
        """In a line: whose, how much of what."""
        listed = ", ".join(f"{rules.shown(by)} {x.unit} {x.name}" for x, by in self.lines)
        told = (
            N_("Kurang {goods} milik {owner}") if self.short else N_("Lebih {goods} milik {owner}")
        )
        return _(told).format(owner=self.name, goods=listed)


def differing(read: Reading) -> list[Differing]:
    """What the last counts found of others' goods and nobody has booked, the newest count first."""
    return [
        each
        for of in counts.latest(read, _LATEST)
        if of.closed is not None
        for each in _of_count(read, of)
    ]


def _of_count(read: Reading, of: Count) -> Iterator[Differing]:
    fact = count_closing.closed(read, of)
    booked = dict(read.rows(_BOOKED, of_count=of.key))
    notes: dict[tuple[int, bool], Differing] = {}
    for line in fact.lines if fact is not None else ():
        by = rules.thousandths(line.found) - rules.thousandths(line.frozen)
        left = by + booked.get(line.item, 0)
        item = goods.item(read, line.item) if by else None
        if item is None or item.kind != "consigned" or item.owner is None or not left * by > 0:
            continue
        note = notes.setdefault(
            (item.owner, by < 0),
            Differing(of, item.owner, consignors.called(read, item.owner), by < 0),
        )
        note.lines.append((item, abs(left)))
    yield from notes.values()


def count_of(work: Work, name: int | str | None, place: str) -> int | None:
    """The ended count of a place that a note books, if it does. Raises BadField."""
    if name is None:
        return None
    of = counts.count(work, name)
    if of.place != place or of.closed is None:
        reason = _(N_("opname {number} bukan opname tempat ini yang sudah ditutup"))
        raise BadField(name="count", reason=reason.format(number=of.number), field="count")
    return of.key


def note(books: Books, of_count: int | None, lines: Iterable[tuple[int, int]]) -> None:
    """So much of a count's difference is booked: made good, or (with a minus) taken in."""
    if of_count is not None:
        books.insert_all(_NOTED, [(of_count, item, quantity) for item, quantity in lines])


def judge(books: Books, of_count: int | None, place: str) -> Iterator[str]:
    """A stranger's note names a count of its own place."""
    if of_count is not None:
        try:
            known = counts.count(books, of_count).place == place
        except BadField:
            known = False
        if not known:
            yield "R2: count"
