"""The one order of the books: the treasurer's chain, each acceptance followed by what it takes in.

An outlet's own facts that she has not accepted yet come last, provisionally (FACTS §5). The order
in which facts arrived in the log says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.ids import SHIFT, DeviceNumber, FactKey, device_of, seq_of
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Calendar
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.facts import Envelope, Stamp, stored
from kopdes_desktop.office.tables import FACT

ACCEPT = "sync.accept"
FIRST = "device.enrol"

_OF_DEVICE = Statement(
    select(FACT.c.key, FACT.c.hash, FACT.c.body)
    .where(FACT.c.key > bindparam("after"), FACT.c.key <= bindparam("until"))
    .order_by(FACT.c.key)
)
_NEXT_CHAIN = Statement(
    select(FACT.c.n, FACT.c.key, FACT.c.kind)
    .where(FACT.c.key > bindparam("after"))
    .order_by(FACT.c.key)
)


class Booked(msgspec.Struct, frozen=True):
    """A fact that posts on another day than its own."""

    seq: int
    on: date


class Accepted(msgspec.Struct, frozen=True):
    """What the order needs of a `sync.accept`: which device, up to where, posted when."""

    dev: str
    to: int
    number: int
    after: int = 0
    booked: tuple[Booked, ...] = ()


_ACCEPTED = msgspec.json.Decoder(Accepted)

Ordered = tuple[Stamp, Envelope]


def stamp_of(
    key: FactKey, digest: bytes, envelope: Envelope, posted_on: date | None = None
) -> Stamp:
    """The stamp of a stored fact."""
    return Stamp(
        key=key,
        device=device_of(key),
        kind=envelope.kind,
        at=envelope.at,
        bd=envelope.bd,
        posted_on=posted_on or envelope.bd,
        user=envelope.by.user,
        role=envelope.by.role,
        hash=digest,
        late=envelope.late,
        approver=envelope.appr.user if envelope.appr is not None else None,
    )


def chains(read: Reading) -> tuple[DeviceNumber | None, list[DeviceNumber]]:
    """The treasurer's device in this log (who enrolled herself), and the other devices."""
    firsts: list[tuple[int, FactKey, str]] = []
    after = 0
    while (first := read.row(_NEXT_CHAIN, after=after)) is not None:
        firsts.append((first[0], first[1], first[2]))
        after = device_of(first[1]) + 1 << SHIFT
    treasurer: DeviceNumber | None = None
    others: list[DeviceNumber] = []
    for _n, key, kind in sorted(firsts):
        if kind == FIRST and treasurer is None:
            treasurer = device_of(key)
        else:
            others.append(device_of(key))
    return treasurer, others


def of_device(
    read: Reading, number: int, after: int = 0, until: int = (1 << SHIFT) - 1
) -> Iterator[tuple[FactKey, bytes, Envelope]]:
    """A device's facts by sequence."""
    low, high = number << SHIFT | after, number << SHIFT | until
    for key, digest, body in read.each(_OF_DEVICE, after=low, until=high):
        yield FactKey(key), digest, stored(key, body)


def accepted(read: Reading, after: int = 0) -> Iterator[Ordered]:
    """The treasurer's chain beyond `after`, with what she takes in there, in the books' order."""
    treasurer, _others = chains(read)
    if treasurer is None:
        return
    for key, digest, envelope in of_device(read, treasurer, after):
        yield stamp_of(key, digest, envelope), envelope
        if envelope.kind == ACCEPT:
            taken = _ACCEPTED.decode(envelope.d)
            days = {each.seq: each.on for each in taken.booked}
            for k, h, e in of_device(read, taken.number, taken.after, taken.to):
                yield stamp_of(k, h, e, days.get(seq_of(k))), e


def provisional(read: Reading, own: int, calendar: Calendar, books: Reading) -> Iterator[Ordered]:
    """This outlet's own facts that `books` have not accepted, posted where their months allow."""
    treasurer, _others = chains(read)
    if own == treasurer:
        return
    for key, digest, envelope in of_device(read, own, device.accepted_to(books, own)):
        day = date.fromisoformat(calendar.posting_day(books, envelope.bd.isoformat()))
        yield stamp_of(key, digest, envelope, day), envelope


def in_books_order(
    read: Reading, own: int, calendar: Calendar, books: Reading
) -> Iterator[Ordered]:
    """Every fact of the books, in the one order. `books` is where they are being applied."""
    yield from accepted(read)
    yield from provisional(read, own, calendar, books)
