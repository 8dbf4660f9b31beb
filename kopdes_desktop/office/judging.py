"""A stranger's fact is judged before it is applied: R1 to R6 of FACTS §6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import BundleRefused, Refusal
from kopdes_desktop.kernel.ids import FactKey
from kopdes_desktop.office import days, device, numbering, order
from kopdes_desktop.office.books import Books, parts_of
from kopdes_desktop.office.facts import Envelope, Stamp
from kopdes_desktop.office.numbering import DocumentNumber
from kopdes_desktop.office.operation import (
    AnyOperation,
    Fact,
    find,
    known,
)
from kopdes_desktop.office.tables import FACT

_KNOWN = Statement(select(FACT.c.n).where(FACT.c.key == bindparam("of_key")))

#: What reading, judging or applying a payload that no honest device wrote can raise.
SENSELESS = (Refusal, msgspec.DecodeError, LookupError, ValueError, TypeError)
JOIN = "device.join"


class Arrival(Struct, frozen=True):
    """An envelope that came in, read but not yet believed."""

    key: FactKey
    hash: bytes
    raw: bytes
    envelope: Envelope


def refusal(envelope: Envelope, rule: str, reason: str) -> BundleRefused:
    """What a broken rule says: which, of whose fact, and why."""
    return BundleRefused(rule=rule, device=envelope.dev[:8], seq=envelope.seq, reason=reason)


def fact_of(each: Arrival) -> Fact:
    """The payload of a kind that is known. Raises BundleRefused."""
    try:
        return find(each.envelope.kind).fact_from(each.envelope.d, each.envelope.kv)  # type: ignore[no-any-return]
    except SENSELESS as error:
        raise refusal(each.envelope, "R2", str(error)) from error


def waits_for(books: Books, each: Arrival) -> str | None:
    """Why a fact cannot be judged yet: an unknown kind, or a key nobody has seen (R5)."""
    envelope = each.envelope
    if not known(envelope.kind, envelope.kv):
        return "unknown_kind"
    fact = fact_of(each)
    if not all(known(part.kind, part.kv) for part in parts_of(fact)):
        return "unknown_kind"
    users = {envelope.by.user, *([envelope.appr.user] if envelope.appr else [])}
    for key in {*_named(each, fact), *users}:
        if books.row(_KNOWN, of_key=key) is None:
            return f"unknown_key {key}"
    return None


def _named(each: Arrival, fact: Fact) -> Iterable[int]:
    """The keys that a fact names. Raises BundleRefused where its parts make no sense."""
    try:
        return tuple(find(each.envelope.kind).refers_to(fact))
    except SENSELESS as error:
        raise refusal(each.envelope, "R2", str(error)) from error


def judge_one(books: Books, each: Arrival, posted_on: date) -> None:
    """R1 to R4 and R6 of FACTS §6 on one fact, before it is applied. Raises BundleRefused."""
    broken = next(iter(verdict(books, each, posted_on)), None)
    if broken is not None:
        rule, _colon, reason = broken.partition(": ")
        raise refusal(each.envelope, rule, reason)


def verdict(books: Books, each: Arrival, posted_on: date) -> list[str]:
    """Every rule that a stranger's fact breaks, as "R1: …" lines."""
    envelope = each.envelope
    operation = find(envelope.kind)
    books.stamp = stamp = order.stamp_of(each.key, each.hash, envelope, posted_on)
    try:
        fact = operation.fact_from(envelope.d, envelope.kv)
        return [
            *_without_authority(books, stamp, fact),
            *_misnamed(envelope, fact),
            *operation.judge(books, fact, stamp),
            *_misnumbered(books, stamp, operation, fact),
            *_misdated(books, stamp, operation),
        ]
    except SENSELESS as error:
        return [f"R2: {error}"]


def _without_authority(books: Books, stamp: Stamp, fact: Fact) -> Iterator[str]:
    """R1: the kind and every part's stand in the sending device's grant."""
    first = stamp.kind == JOIN and stamp.seq == 1
    for kind in [stamp.kind, *(part.kind for part in parts_of(fact))]:
        if not first and not device.granted(books, stamp.device, kind):
            yield f"R1: {kind}"


def _misnamed(envelope: Envelope, fact: Fact) -> Iterator[str]:
    """R2: a moment with its offset; a device that joins under the name it writes by."""
    if datetime.fromisoformat(envelope.at).tzinfo is None:
        yield "R2: at"
    if envelope.kind == JOIN and getattr(fact, "id", None) != envelope.dev:
        yield "R2: dev"


def _misnumbered(books: Books, stamp: Stamp, operation: AnyOperation, fact: Fact) -> Iterator[str]:
    """R4: the next number of its kind, in the device's own series and the document's year."""
    sender = device.device(books, stamp.device)
    if operation.document is None or sender is None:
        return
    place = (operation.document, sender.series, stamp.bd.year)
    wanted = DocumentNumber(*place, numbering.last(books.database, *place) + 1)
    if getattr(fact, "number", None) != str(wanted):
        yield f"R4: number, not {wanted}"


def _misdated(books: Books, stamp: Stamp, operation: AnyOperation) -> Iterator[str]:
    """R4: the device's open day, later than any it closed; an earlier one only with a reason."""
    if not operation.daily:
        return
    latest = days.latest(books, stamp.device)
    if latest is None or stamp.bd > latest.day:
        yield "R4: date after the open day"
    elif stamp.late is None and (stamp.bd < latest.day or not latest.open):
        yield "R4: date of a day that has ended"
