"""Writing the meeting's texts, and planning the meeting."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Table, select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.governance import rules
from kopdes_desktop.governance.tables import MEETING, TEXT
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import impersonal, short_line
from kopdes_desktop.ledger import year_ends, years
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users

#: Roles of the board: nobody of it leads the meeting that judges it.
BOARD = frozenset({"chair", "treasurer"})


def _latest(table: Table) -> Statement:
    """A row that takes the place of the one under the same key."""
    made = insert(table).values(dict.fromkeys(table.c.keys()))
    key = list(table.primary_key.columns)
    others = {column.name: made.excluded[column.name] for column in table.c if column not in key}
    return Statement(made.on_conflict_do_update(index_elements=key, set_=others))


_WRITE, _SET = _latest(TEXT), _latest(MEETING)


class TextOrder(Order, frozen=True, omit_defaults=True):
    """The words of a part of a book year's papers; no words take them back."""

    year: str
    part: str
    text: str = ""


class TextWritten(Fact, frozen=True, omit_defaults=True):
    """What a part says from now on."""

    year: str
    part: str
    text: str = ""


@operation("governance.write_text", version=1)
class WriteText(Operation[TextOrder, TextWritten]):
    """Write a part of the notes or of the meeting's book."""

    sentence = N_("Menulis bagian buku RAT")
    daily = False

    def decide(self, work: Work, order: TextOrder) -> TextWritten:
        """A known part, a book year, no NIK: a text is not sealed as a member's record is."""
        year = years.year_named(work, order.year)
        if order.part not in rules.PARTS:
            reason = _(N_("tidak ada bagian bernama {part}")).format(part=order.part)
            raise BadField(name="part", reason=reason, field="part")
        text = rules.cleaned(order.text)
        if len(text) > rules.LONGEST:
            reason = _(N_("lebih dari {most} huruf; ringkaskan, lampirkan sisanya"))
            told = reason.format(most=wording.number(rules.LONGEST))
            raise BadField(name="text", reason=told, field="text")
        return TextWritten(year.name, order.part, impersonal(text, field="text"))

    def apply(self, books: Books, fact: TextWritten) -> None:
        """These words count."""
        books.change(_WRITE, year=fact.year, part=fact.part, words=fact.text, fact=books.stamp.key)


class MeetingOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """When and where the members meet about a book year, and once it is over who came.

    `invited` is the invitation's day (today), `chair` the member who leads, `second` a meeting
    after one without quorum.
    """

    year: str
    day: date
    time: str
    place: str
    number: str = ""
    invited: date | None = None
    second: bool = False
    chair: int | str | None = None
    present: int | None = None


class MeetingSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The meeting as it is planned, or was held."""

    year: str
    day: date
    time: str
    place: str
    invited: date
    number: str = ""
    second: bool = False
    chair: int | None = None
    present: int | None = None


@operation("governance.set_meeting", version=1)
class SetMeeting(Operation[MeetingOrder, MeetingSet]):
    """Plan the annual meeting, and note who came."""

    sentence = N_("Menetapkan rapat anggota tahunan")
    daily = False

    def decide(self, work: Work, order: MeetingOrder) -> MeetingSet:
        """After the year, after its invitation; led by a member who is not of the board.

        A notice that is too short or a missing quorum is told by the book, not refused: the meeting
        is recorded as it was.
        """
        year = years.year_named(work, order.year)
        if order.day <= year.last:
            reason = _(N_("rapat atas tahun buku {year} diadakan sesudah {last}"))
            told = reason.format(year=year.label, last=wording.day(year.last))
            raise BadField(name="day", reason=told, field="day")
        invited = order.invited or work.today
        if invited >= order.day:
            words = N_("Tanggal undangan harus sebelum tanggal rapat, {day}.")
            raise BadField(words, day=wording.day(order.day), field="invited")
        time = rules.time_of_day(order.time)
        if time is None:
            reason = _(N_("tulis jam sebagai 09.00"))
            raise BadField(name="time", reason=reason, field="time")
        place = short_line(order.place, field="place", missing=_(N_("tempat harus diisi")))
        return MeetingSet(
            year=year.name,
            day=order.day,
            time=time,
            place=place,
            invited=invited,
            number=short_line(order.number, field="number"),
            second=order.second,
            chair=_leader(work, order.chair),
            present=_came(work, order),
        )

    def apply(self, books: Books, fact: MeetingSet) -> None:
        """It counts instead of what was planned before."""
        books.change(
            _SET,
            year=fact.year,
            day=fact.day.isoformat(),
            time=fact.time,
            place=fact.place,
            number=fact.number,
            invited=fact.invited.isoformat(),
            second=int(fact.second),
            chair=fact.chair,
            present=fact.present,
            fact=books.stamp.key,
        )

    def refers_to(self, fact: MeetingSet) -> tuple[int, ...]:
        """The member who leads."""
        return () if fact.chair is None else (fact.chair,)


def _leader(work: Work, name: int | str | None) -> int | None:
    """The member who leads the meeting. Raises UnknownMember, BadField for one of the board."""
    if name is None or name == "":
        return None
    found = members.require_active(work, name, field="chair")
    board = {user.person for user in users.users(work) if user.active and user.role in BOARD}
    if found.key in board:
        reason = _(N_("rapat dipimpin anggota yang bukan pengurus (anggaran dasar)"))
        raise BadField(name="chair", reason=reason, field="chair")
    return found.key


def _came(work: Work, order: MeetingOrder) -> int | None:
    """How many came; nobody can have come to a meeting that is still to be held. BadField."""
    if order.present is None:
        return None
    if order.present < 0 or order.day > work.today:
        reason = _(N_("jumlah yang hadir diisi sesudah rapat"))
        raise BadField(name="present", reason=reason, field="present")
    return order.present


year_ends.NAMED.append((N_("naskah buku RAT"), Statement(select(TEXT.c.year).limit(1))))
year_ends.NAMED.append((N_("rapat anggota tahunan"), Statement(select(MEETING.c.year).limit(1))))
