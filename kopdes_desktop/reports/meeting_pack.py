"""Buku RAT: the whole book of the annual meeting in one report; its rows list what is in it."""

from __future__ import annotations

from msgspec.structs import replace

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Chapter, Column, Document
from kopdes_desktop.reports import meeting_book, meeting_papers, notes
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.meeting_book import FIRST_STATEMENT, STATE_WORDS, Book, State
from kopdes_desktop.reports.report import Params, report

CODE = "meeting_pack"
#: What `part` may ask for: the copy that each member gets, and the list of gaps alone.
MEMBERS, GAPS = "members", "gaps"
#: A member's copy has so many pages at the most; a text in it so many letters.
MOST_PAGES, _MOST_LETTERS, _MOST_NOTES = 12, 1_600, 2


@report(CODE, title=N_("Buku RAT"), asks=("year", "day", "part"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """Without a year the last that has ended; `part` is members, gaps, or one piece's code.

    Raises BadField.
    """
    found = meeting_book.book(read, notes.asked_year(read, params), params.day)
    known = [MEMBERS, GAPS, *(piece.code for piece in found.pieces)]
    if params.part is not None and params.part not in known:
        reason = _("pilih salah satu: {among}").format(among=", ".join(known))
        raise BadField(name="part", reason=reason, field="part")
    return paper(read, found, params.part)


def paper(read: Reading, found: Book, part: str | None = None) -> Document:
    """The book, the members' copy, the list of gaps or one piece, as a document."""
    short = part == MEMBERS
    about = [_("Disampaikan dalam rapat anggota tahunan")]
    if found.meeting is not None:
        about.append(meeting_papers.long_day(found.meeting.day))
        about.append(found.meeting.place)
    made = Document(
        CODE,
        _("Laporan pertanggungjawaban tahun buku {year}").format(year=found.year.label),
        letterhead(read),
        _("Ringkasan untuk anggota") if short else _("Rapat anggota tahunan"),
        (
            Column("part", _("Bagian"), width=3),
            Column("state", _("Keadaan")),
            Column("gap", _("Yang kurang atau bertentangan"), width=5),
        ),
        list(_rows(found)),
        {},
        draft=found.draft,
        about=tuple(about),
        cover=not short,
        most_pages=MOST_PAGES if short else 0,
    )
    if part == GAPS:
        return replace(made, cover=False, about=(), draft=False)
    if part is not None and not short:
        [piece] = [each for each in found.pieces if each.code == part]
        return replace(made, cover=False, about=(), chapters=piece.chapters)
    pieces = (piece.members if short else piece.chapters for piece in found.pieces)
    chapters = [chapter for chapters in pieces for chapter in chapters]
    if not short:
        return replace(made, chapters=tuple(chapters))
    copy = _("Salinan untuk anggota; aslinya ditandatangani pengurus dan pengawas.")
    return replace(made, chapters=tuple(map(_shortened, chapters)), notes=(copy,))


def gaps(read: Reading, params: Params) -> list[str]:
    """What is missing or contradicts, in sentences, the worst first."""
    found = meeting_book.book(read, notes.asked_year(read, params), params.day)
    marks = {True: _("bertentangan: {words}"), False: _("kosong: {words}")}
    ordered = sorted(found.gaps, key=lambda gap: not gap.wrong)
    return [marks[gap.wrong].format(words=gap.words) for gap in ordered]


def _rows(found: Book) -> list[Row]:
    """A row a piece; what is missing there, or contradicts, on rows of its own below it."""
    rows: list[Row] = []
    codes = [piece.code for piece in found.pieces]
    first = codes.index(FIRST_STATEMENT)
    for at, piece in enumerate(found.pieces):
        rows.append({"code": piece.code, "part": piece.title, "state": _word(piece.state)})
        theirs = [
            gap
            for gap in found.gaps
            if gap.piece == piece.code or (gap.piece not in codes and at == first)
        ]
        rows += [{"code": piece.code, "gap": gap.words, "wrong": gap.wrong} for gap in theirs]
    return rows


def _word(state: State) -> str:
    return _(STATE_WORDS[state])


def _shortened(chapter: Chapter) -> Chapter:
    """A member's copy tells the beginning of a long text, and where the rest is.

    Statements are not torn apart.
    """
    body: list[str | Document] = [chapter.period] if chapter.letter else []
    left = _MOST_LETTERS
    for part in chapter.body:
        if isinstance(part, str):
            if left <= 0:
                continue
            left -= len(part)
            kept = part if left >= 0 else f"{part[:left].rstrip()} …"
            body.append(kept)
        else:
            body.append(replace(part, notes=part.notes[:_MOST_NOTES]))
    if left <= 0:
        body.append(_("(Selengkapnya dalam buku RAT di kantor koperasi.)"))
    bare = replace(chapter, body=tuple(body), letter=False, signed="", signers=())
    return replace(bare, fresh=chapter.letter, whole=chapter.letter)
