"""Audit: judge every foreign fact again at its place in the books. It reports; it changes nothing.

Being in the log was the verdict (FACTS §6). What an audit finds is for the supervisors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office import order, replay
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import require_canonical, unsigned
from kopdes_desktop.office.judging import Arrival, verdict
from kopdes_desktop.office.log import raw_of
from kopdes_desktop.office.operation import find
from kopdes_desktop.security import devices, keys, queries

if TYPE_CHECKING:
    from kopdes_desktop.office.actor import Calendar


def audit(read: Reading, own: int, calendar: Calendar) -> list[str]:
    """What strangers' facts break of R1 to R6, and officers' signatures that are wrong."""
    with replay.scratch(read) as made:
        return list(_walk(read, made.books, own, calendar))


def _walk(read: Reading, books: Books, own: int, calendar: Calendar) -> Iterator[str]:
    treasurer, _others = order.chains(read)
    for stamp, envelope in order.in_books_order(read, own, calendar, books):
        raw = raw_of(read, stamp.key)
        try:
            require_canonical(raw)
        except BadField as refusal:
            yield f"{stamp.key}: {refusal.message}"
        if stamp.device != treasurer:
            arrival = Arrival(stamp.key, stamp.hash, raw, envelope)
            for broken in verdict(books, arrival, stamp.posted_on):
                yield f"{stamp.key}: {broken}"
        for signature in envelope.sigs or ():
            officer = queries.user(books, signature.user)
            public = officer.officer_key if officer else None
            if public is None or not keys.officer_verify(
                public, unsigned(envelope), devices.raw(signature.sig)
            ):
                yield f"{stamp.key}: sigs {signature.user}"
        operation = find(envelope.kind)
        books.stamp = stamp
        operation.apply(books, operation.fact_from(envelope.d, envelope.kv))
