"""Buku RAT: the pieces of the annual meeting's book in order, each with its state and its chapters.

The order is that of a real report (DOMAIN §6). A piece that has nothing to say is left out of the
book and named in its list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from kopdes_desktop.governance import queries, rules
from kopdes_desktop.governance.queries import Meeting, Written
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import board, letterhead, officers
from kopdes_desktop.paper.document import Chapter, Document, Letterhead
from kopdes_desktop.reports import meeting_gaps, meeting_papers, notes
from kopdes_desktop.reports.meeting_gaps import Gap
from kopdes_desktop.reports.note_tables import YearFigures
from kopdes_desktop.reports.report import Params, UnknownReport, find, unchecked, unproven
from kopdes_desktop.surplus import dealt
from kopdes_desktop.surplus import queries as surplus

State = Literal[
    "automatic", "written", "proposed", "form", "blank", "wrong", "unchecked", "left_out"
]
STATE_WORDS: Final[Mapping[State, str]] = {
    "automatic": N_("dari buku"),
    "written": N_("terisi"),
    "proposed": N_("usulan"),
    "form": N_("formulir"),
    "blank": N_("kosong"),
    "wrong": N_("bertentangan"),
    "unchecked": N_("belum diperiksa"),
    "left_out": N_("tidak dicetak"),
}
#: Reports that are chapters.
_STATEMENTS = {
    "balance_sheet": N_("Posisi keuangan"),
    "income_statement": N_("Perhitungan hasil usaha"),
    "equity_changes": N_("Perubahan ekuitas"),
    "cash_flow": N_("Arus kas"),
}
#: Where what is wrong with the books themselves is told.
FIRST_STATEMENT: Final = "balance_sheet"
#: Of the statements: nothing is known to be wrong, but nobody looked.
UNCHECKED: Final = "unchecked"
_OTHERS = {
    "ratios": N_("Analisis rasio"),
    "shu": N_("Pembagian SHU per anggota"),
    "budget": N_("Rencana anggaran (RAPB)"),
}


#: Beside the division by heading it needs a name of its own.
_BY_MEMBER = "shu"


class Piece(Struct, frozen=True):
    """A part of the book: `text` is the part that people write there, if they do.

    `members` are the chapters of the copy that every member gets.
    """

    code: str
    title: str
    state: State
    chapters: tuple[Chapter, ...] = ()
    text: str = ""
    members: tuple[Chapter, ...] = ()


class Book(Struct, frozen=True):
    """The whole of it, and what is wrong or missing."""

    year: BookYear
    until: date
    meeting: Meeting | None
    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]

    @property
    def draft(self) -> bool:
        """Whether something contradicts, so that no page is printed clean."""
        return any(gap.wrong for gap in self.gaps)


class _Maker(Struct):
    """Collects the pieces; `today` is the day of the papers."""

    read: Reading
    of: YearFigures
    today: date
    issuer: Letterhead
    meeting: Meeting | None
    written: Mapping[str, Written]
    gaps: list[Gap] = field(default_factory=list)

    # -- texts

    def text(self, code: str) -> tuple[str, ...]:
        """The paragraphs of a part."""
        return notes.paragraphs(self.written.get(code))

    def state_of(self, code: str) -> State:
        """How a text stands; a blank that is needed is told."""
        told = self.written.get(code)
        if told is not None:
            return "written" if told.year is not None else "proposed"
        part = rules.PARTS[code]
        if part.needed:
            words = _("“{title}” belum ditulis.").format(title=_(part.title))
            self.gaps.append(Gap(code, words))
            return "blank"
        return "left_out"

    def written_piece(self, code: str, *, signed: bool = False, short: bool = False) -> Piece:
        """A piece that is one text."""
        title, body = _(rules.PARTS[code].title), self.text(code)
        chapter = Chapter(
            title,
            body,
            signed=meeting_papers.place_and_day(self.read, self.today) if signed else "",
            signers=board(self.read) if signed else (),
        )
        chapters = (chapter,) if body else ()
        state = self.state_of(code)
        return Piece(code, title, state, chapters, code, chapters if short else ())

    # -- the meeting

    def invitation(self) -> Piece:
        """The letter, once the meeting is planned."""
        title = _("Undangan rapat anggota")
        if self.meeting is None:
            told = self.written.get("invitation")
            if told is None or told.year is None:
                return Piece("invitation", title, "blank", text="invitation")
            words = _(
                "“{title}” sudah ditulis, tetapi tidak ikut dicetak sebelum hari dan tempat rapat"
                " ditetapkan (F6)."
            )
            self.gaps.append(Gap("invitation", words.format(title=title)))
            return Piece("invitation", title, "written", text="invitation")
        letter = meeting_papers.invitation(
            self.read, self.of, self.meeting, self.text("agenda"), self.text("invitation")
        )
        return Piece("invitation", title, "automatic", (letter,), "invitation")

    def minutes(self) -> Piece:
        """Notulen, with the quorum counted; a form to write on as long as there are none."""
        made = self.written_piece("minutes")
        if not made.chapters:
            return self._minutes_form(made)
        [chapter] = made.chapters
        counted = () if self.meeting is None else (self.quorum(),)
        signed = replace(
            chapter,
            body=(*counted, *chapter.body),
            signers=meeting_papers.of_the_meeting(self.read, self.meeting),
        )
        return replace(made, chapters=(signed,))

    def _minutes_form(self, made: Piece) -> Piece:
        if self.meeting is None:
            return made
        if self.meeting.day < self.today:
            self.gaps.append(Gap("minutes", _("Notulen rapat belum ditulis.")))
        form = meeting_papers.minutes_form(self.meeting, self.text("agenda"), self.issuer)
        chapter = Chapter(
            made.title,
            (self.quorum(), form),
            signers=meeting_papers.of_the_meeting(self.read, self.meeting),
        )
        return replace(made, state="form", chapters=(chapter,))

    def quorum(self) -> str:
        """Who is registered, who came."""
        if self.meeting is None:
            return ""
        day = min(self.meeting.day, self.today)
        return meeting_papers.quorum_words(len(queries.registered(self.read, day)), self.meeting)

    def attendance(self) -> Piece:
        """The list to sign, and what the quorum is."""
        title = _("Daftar hadir")
        table = meeting_papers.attendance(self.read, self.meeting, self.today, self.issuer)
        if not table.rows:
            return Piece("attendance", title, "left_out")
        told = (self.quorum(),) if self.meeting is not None else ()
        chapter = Chapter(title, (*told, table), signers=officers(self.read, "chair"))
        return Piece("attendance", title, "automatic", (chapter,))

    # -- the board

    def management(self) -> Iterator[Piece]:
        """Laporan pengurus: texts and figures in turn, as sections of one chapter."""
        head = Chapter(_("Laporan pertanggungjawaban pengurus"))
        legal = Chapter(
            _("Identitas dan legalitas"), (meeting_papers.legal(self.read, self.issuer),), level=2
        )
        begin = (head, legal)
        yield Piece("legal", legal.title, "automatic", begin, members=(head,))
        yield self._section("organisation", ())
        table = meeting_papers.membership(self.read, self.of, self.issuer)
        yield self._figures("membership", _("Keanggotaan"), table)
        yield self._figures(
            "capital", _("Permodalan"), meeting_papers.capital(self.of, self.issuer)
        )
        units = meeting_papers.by_unit(self.read, self.of, self.issuer)
        yield self._section("management", (units,) if units.rows else ())

    def _section(self, code: str, tables: tuple[Document, ...]) -> Piece:
        title = _(rules.PARTS[code].title)
        body: tuple[str | Document, ...] = (*self.text(code), *tables)
        chapter = (Chapter(title, body, level=2),) if body else ()
        return Piece(code, title, self.state_of(code), chapter, code, chapter)

    def _figures(self, code: str, title: str, table: Document) -> Piece:
        chapter = (Chapter(title, (table,), level=2),) if table.rows else ()
        return Piece(code, title, "automatic" if chapter else "left_out", chapter, members=chapter)

    # -- what other reports say

    def report(self, code: str, title: str, *, short: bool, signed: bool) -> Piece:
        """Another report as a chapter; left out where it has nothing to say."""
        made = self._built(code)
        if made is None or not made.rows:
            return Piece(code, title, "left_out")
        named = title if code == _BY_MEMBER else made.title
        chapter = Chapter(
            named,
            (replace(made, title=named, signers=()),),
            letter=signed,
            period=made.period if signed else "",
            signed=meeting_papers.place_and_day(self.read, self.today) if signed else "",
            signers=board(self.read) if signed else (),
        )
        return Piece(code, title, "automatic", (chapter,), members=(chapter,) if short else ())

    def budget(self) -> Piece:
        """RAPB, where there is a plan for either year."""
        made = self.report("budget", _(_OTHERS["budget"]), short=True, signed=True)
        rows = [row for chapter in made.chapters for row in _rows_of(chapter)]
        if not any(row.get("coming") for row in rows):
            words = _("Anggaran tahun {year} belum diisi.").format(year=self.of.year.after().label)
            self.gaps.append(Gap("budget", words, place="report.budget"))
            if not any(row.get("planned") for row in rows):
                return Piece("budget", made.title, "blank")
        return made

    def _built(self, code: str) -> Document | None:
        try:
            found = find(code)
        except UnknownReport:
            return None
        year = self.of.year
        asked = Params(day=self.today, until=self.of.until, first=year.first, year=year.name)
        return found.build(self.read, asked)

    def notes(self) -> Piece:
        """CALK, its notes as sections."""
        title = _("Catatan atas laporan keuangan")
        made = list(notes.notes(self.read, self.of, self.issuer))
        chapters = (
            Chapter(title),
            *(Chapter(note.title, note.body, level=2) for note in made),
        )
        return Piece("notes", title, "automatic", chapters)

    def division(self) -> Piece:
        """SHU by heading."""
        title = _("Pembagian sisa hasil usaha")
        table = meeting_papers.division(self.read, self.of, self.issuer, self.today)
        if table is None:
            words = _(
                "Pembagian SHU belum ada: persentase menurut anggaran rumah tangga belum diisi."
            )
            if self.of.incomes[0].surplus > 0:
                self.gaps.append(Gap("division", words, place="report.shu"))
                return Piece("division", title, "blank")
            return Piece("division", title, "left_out")
        begins = dealt.lacking(self.read, self.of.year)
        if begins is not None and surplus.allocated(self.read, self.of.year.name) is None:
            words = _("Transaksi anggota sebelum {month} belum ditulis dari buku lama.")
            told = words.format(month=wording.month(begins))
            self.gaps.append(Gap("division", told, place="report.shu"))
        chapter = (Chapter(title, (table,), fresh=False),)
        return Piece("division", title, "automatic", chapter, members=chapter)

    def supervisors(self) -> Piece:
        """Their report, or the form for it."""
        body = self.text("supervisors")
        chapter = meeting_papers.supervision(self.read, self.of, body, self.issuer, self.today)
        title, state = _("Laporan pengawas"), self.state_of("supervisors")
        return Piece(
            "supervisors", title, state, (chapter,), "supervisors", (chapter,) if body else ()
        )


def book(read: Reading, year: BookYear, today: date) -> Book:
    """Every piece of the book about a year, and every gap in it."""
    of = YearFigures(read, year, min(year.last, today))
    meeting = queries.meeting(read, year.name)
    made = _Maker(read, of, today, letterhead(read), meeting, queries.texts(read, year.name))
    made.gaps += meeting_gaps.meeting(read, of, meeting, today)
    made.gaps += meeting_gaps.identity(read)
    made.gaps += meeting_gaps.books(read, of)
    if why := unproven(read):
        piece = UNCHECKED if unchecked(read) else "statements"
        made.gaps.append(Gap(piece, why, wrong=True, place="report.checks"))
    pieces = tuple(_pieces(made))
    return Book(year, of.until, meeting, _judged(pieces, made.gaps), tuple(made.gaps))


def _pieces(made: _Maker) -> Iterator[Piece]:
    yield made.invitation()
    yield made.written_piece("agenda", short=True)
    yield made.minutes()
    yield made.attendance()
    yield made.written_piece("foreword", signed=True)
    yield from made.management()
    for code, title in _STATEMENTS.items():
        yield made.report(code, _(title), short=True, signed=True)
    yield made.notes()
    yield made.report("ratios", _(_OTHERS["ratios"]), short=True, signed=False)
    yield made.division()
    yield made.report(_BY_MEMBER, _(_OTHERS["shu"]), short=False, signed=False)
    yield made.written_piece("work_plan", short=True)
    yield made.budget()
    yield made.supervisors()


def _judged(pieces: tuple[Piece, ...], gaps: list[Gap]) -> tuple[Piece, ...]:
    """What contradicts itself is red in the list."""
    red = {gap.piece for gap in gaps if gap.wrong}
    if "statements" in red:
        red |= set(_STATEMENTS)
    waiting = set(_STATEMENTS) if any(gap.piece == UNCHECKED for gap in gaps) else set()

    def judged(piece: Piece) -> Piece:
        if piece.state == "left_out" or piece.code not in red | waiting:
            return piece
        return replace(piece, state="wrong" if piece.code in red else "unchecked")

    return tuple(map(judged, pieces))


def _rows_of(chapter: Chapter) -> Iterator[Mapping[str, object]]:
    for part in chapter.body:
        if isinstance(part, Document):
            yield from part.rows
