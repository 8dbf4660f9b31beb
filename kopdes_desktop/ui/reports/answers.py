"""What a report may be asked with, read once from the books; on the database's thread.

Units, groups and accounts are few, so their names are all in hand. Members are many: a name that
was typed becomes a number when the report is built, and is refused when several have it.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from kopdes_desktop.inventory import places
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.ledger import chart, years
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import STATUS_WORDS
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report
from kopdes_desktop.reports.report import Report
from kopdes_desktop.ui.door import Session

PERSONS = "read.members"
_NAMED = 5


class Answers(Struct, frozen=True):
    """The reports of this user, and (value, words) of whatever can be chosen from a list."""

    reports: tuple[Report, ...]
    units: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    accounts: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...] = ()
    years: tuple[tuple[str, str], ...] = ()
    boxes: tuple[tuple[str, str], ...] = ()


def gather(session: Session) -> Answers:
    """What the person who is signed in may ask for."""
    office = session.office
    allowed = sorted(
        (one for one in report.catalogue() if office.may(one.right) is not Level.NO),
        key=lambda one: _(one.title).casefold(),
    )
    if not allowed:
        return Answers((), (), (), (), ())
    return office.read(allowed[0].right, _gathered, tuple(allowed), office.today())


def _gathered(read: Reading, allowed: tuple[Report, ...], today: date) -> Answers:
    return Answers(
        allowed,
        _units(read),
        tuple((group.code, f"{group.code} {group.name}") for group in members.groups(read)),
        tuple((status, _(words)) for status, words in STATUS_WORDS.items()),
        tuple(
            (code, _(card.name))
            for code, card in chart.accounts(read).items()
            if card.type != chart.HEADER
        ),
        tuple((place.code, f"{place.code} {place.name}") for place in places.places(read)),
        tuple((year.name, year.label) for year in years.kept(read, today)),
        tuple((box.code, f"{box.code} {box.name}") for box in chart.boxes(read)),
    )


def units_of(session: Session, code: str) -> tuple[tuple[str, str], ...]:
    """The units that this report can be narrowed to."""
    return session.office.read(report.find(code).right, _units)


def _units(read: Reading) -> tuple[tuple[str, str], ...]:
    return tuple((unit.code, f"{unit.code} {unit.name}") for unit in chart.units(read))


def build(
    session: Session, code: str, given: dict[str, str], progress: Progress | None = None
) -> Document:
    """One report with all its rows in hand; a member may be named by letters of his name.

    Raises Cancelled when `progress` is told to stop.
    """
    office = session.office
    found = report.find(code)
    asked = dict(given)
    if "member" in asked and office.may(PERSONS) is not Level.NO:
        asked["member"] = office.read(PERSONS, _number_of, asked["member"])
    params = found.params(asked, office.today())
    made: Document = office.read(found.right, report.make, code, params, progress)
    return made


def _number_of(read: Reading, text: str) -> str:
    """The member's number; whoever has none yet is left to the report. BadField for several."""
    exact = members.member(read, text)
    if exact is not None:
        return text
    found = members.search(read, text, limit=_NAMED)
    if not found:
        return text
    if len(found) > 1:
        named = ", ".join(f"{row.number or '–'} {row.name or '–'}" for row in found)
        raise BadField(
            N_("Beberapa anggota cocok: {names}. Ketik nomornya."), names=named, field="member"
        )
    return found[0].number or text


def name_of_member(session: Session, text: str) -> str:
    """Whom a number or some letters mean, in words; empty when nobody is clear yet."""
    office = session.office
    if not text or office.may(PERSONS) is Level.NO:
        return ""
    try:
        found = office.read(PERSONS, members.search, text, limit=_NAMED)
    except Refusal:
        return ""
    if not found:
        return _("Belum ada anggota yang cocok.")
    first = f"{found[0].number or '–'} {found[0].name or '–'}"
    if len(found) == 1:
        return first
    return _("{first} dan yang lain; ketik lebih banyak.").format(first=first)
