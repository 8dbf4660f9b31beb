"""Audit: judge every foreign fact again at its place in the books. It reports; it changes nothing.

Being in the log was the verdict (FACTS §6). What an audit finds is for the supervisors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kopdes_desktop.checks.rebuild import Rebuilt, rebuild
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office import order, replay
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import require_canonical, unsigned
from kopdes_desktop.office.judging import Arrival, verdict
from kopdes_desktop.office.log import raw_of
from kopdes_desktop.security import devices, keys, queries

if TYPE_CHECKING:
    from kopdes_desktop.kernel.ids import DeviceNumber
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.actor import Calendar
    from kopdes_desktop.office.facts import Envelope, Stamp


def audit(read: Reading, own: int, calendar: Calendar) -> list[str]:
    """What strangers' facts break of R1 to R6, and officers' signatures that are wrong."""
    found: list[str] = []
    with replay.scratch(read) as made:
        replay.replay(read, made.books.database, own, calendar, before=judging(read, found.append))
    return found


def audited_rebuild(
    read: Reading, own: int, calendar: Calendar, *, progress: Progress | None = None
) -> tuple[Rebuilt, list[str]]:
    """The rebuild, and the audit on its way through the log."""
    found: list[str] = []
    judge = judging(read, found.append)
    return rebuild(read, own, calendar, progress=progress, before=judge), found


def judging(read: Reading, tell: Callable[[str], None]) -> replay.Before:
    """Judge facts as a replay comes to them, before it applies them; `tell` hears what is wrong."""
    treasurer, _others = order.chains(read)

    def judge(books: Books, stamp: Stamp, envelope: Envelope) -> None:
        raw = raw_of(read, stamp.key)
        for broken in _broken(
            books, Arrival(stamp.key, stamp.hash, raw, envelope), stamp, treasurer
        ):
            tell(f"{stamp.key}: {broken}")

    return judge


def _broken(
    books: Books, fact: Arrival, stamp: Stamp, treasurer: DeviceNumber | None
) -> Iterator[str]:
    try:
        require_canonical(fact.raw)
    except BadField as refusal:
        yield refusal.message
    if stamp.device != treasurer:
        yield from verdict(books, fact, stamp.posted_on)
    for signature in fact.envelope.sigs or ():
        officer = queries.user(books, signature.user)
        public = officer.officer_key if officer else None
        if public is None or not keys.officer_verify(
            public, unsigned(fact.envelope), devices.raw(signature.sig)
        ):
            yield f"sigs {signature.user}"
