"""How the books of this laptop fare, in few words: open month, last check, copies, print queue.

Read on the database's thread; what is not known, or not this user's business, is left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from kopdes_desktop.backup import status
from kopdes_desktop.checks import last
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.ledger import periods
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.office import Office
from kopdes_desktop.printing import queue
from kopdes_desktop.ui.door import Session

CHECKS, BACKUPS, SLIPS = "read.checks", "read.backups", "read.slips"


class Part(NamedTuple):
    """A few words for the lower edge, the whole of it for who points at them, and a tone."""

    words: str
    whole: str
    tone: str = ""


def health(session: Session) -> tuple[Part, ...]:
    """The most urgent first."""
    office = session.office
    found = (_waiting_paper(office), _copies(office), _checked(office), _month(office))
    parts = [each for each in found if each is not None]
    return tuple(sorted(parts, key=lambda part: not part.tone))


def _month(office: Office) -> Part | None:
    start = periods.books_from(office.reading)
    if start is None:
        return None
    name = wording.month(periods.first_open(office.reading, start))
    return Part(
        _("Buku {month}").format(month=name), _("Bulan terbuka: {month}").format(month=name)
    )


def _checked(office: Office) -> Part | None:
    if office.may(CHECKS) is Level.NO:
        return None
    known = last.last_check(office.reading)
    if known is None:
        return None
    when = _day(known.at, office)
    if known.ok:
        return Part(
            _("Periksa {day} hijau").format(day=when),
            _("Semua pemeriksaan buku hijau pada {day}.").format(day=when),
        )
    return Part(
        _("Periksa {day} MERAH").format(day=when),
        ngettext(
            "{n} pemeriksaan buku merah pada {day}.",
            "{n} pemeriksaan buku merah pada {day}.",
            len(known.red),
        ).format(n=len(known.red), day=when),
        "danger",
    )


def _copies(office: Office) -> Part | None:
    if office.may(BACKUPS) is Level.NO:
        return None
    folder = last.folder_of(office.reading)
    known = status.load(folder, office.own.coop)
    if known == status.Status():
        return None
    now = in_zone(office.clock.now(), office.zone)
    loud = status.warning(known, now)
    return Part(status.line(known, now), loud, "warning" if loud else "")


def _waiting_paper(office: Office) -> Part | None:
    if office.may(SLIPS) is Level.NO:
        return None
    count = queue.count(office.reading)
    if not count:
        return None
    words = ngettext("{n} bukti belum dicetak", "{n} bukti belum dicetak", count).format(n=count)
    return Part(words, words, "warning")


def _day(moment: datetime, office: Office) -> str:
    """A day and an hour as short as they can be told."""
    local = in_zone(moment, office.zone)
    return f"{local:%d/%m %H.%M}"
