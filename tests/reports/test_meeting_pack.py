"""Buku RAT: what is in it, what is told to be missing, when it prints clean, and for whom."""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kopdes_desktop.app.books import Session
from kopdes_desktop.checks import last, proofs
from kopdes_desktop.governance import rules
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.document import Chapter, Document
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports import meeting_book, meeting_pack, note_tables, notes, rendering
from kopdes_desktop.reports.meeting_book import Book
from kopdes_desktop.reports.report import find, make
from kopdes_desktop.statements.lines import lines
from tests import builders
from tests.builders import a_member, record

FEBRUARY = date(2027, 2, 8)
MORNING = datetime(2027, 2, 8, 1, 0, tzinfo=UTC)
LATE: dict[str, Any] = {"day": "2026-06-30", "late": "dicatat dari buku kas", "ref": "NOTA-1"}
MEETING = {
    "year": "2026",
    "day": "2027-03-20",
    "time": "09.00",
    "place": "Balai desa",
    "number": "001/RAT/2027",
    "invited": "2027-03-01",
}
NEEDED = [part.code for part in rules.PARTS.values() if part.needed]
SIGNERS = {"signer.chair": "Jati", "signer.treasurer": "Ulin", "signer.supervisor": "Meranti"}


@pytest.fixture(scope="module")
def closed(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cooperative of three members that earned something in 2026 and closed the year."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("rat") / "buku")
    with builders.open_books(folder) as session:
        for n in (1, 2, 3):
            builders.pay(session.office, a_member(session.office, n), "principal", amount=100_000)
    with builders.open_books(folder, day=FEBRUARY, at=MORNING) as session:
        office = session.office
        record(office, ("1-1101", 500_000, "KTR"), ("4-9109", -500_000, "KTR"), **LATE)
        record(office, ("6-1201", 120_000, "KTR"), ("1-1101", -120_000, "KTR"), **LATE)
        office.perform("accounting.close_year", {"year": "2026"})
    return folder


@pytest.fixture
def books(closed: Path, tmp_path: Path) -> Iterator[Session]:
    folder = builders.copy(closed, tmp_path / "buku")
    with builders.open_books(folder, day=FEBRUARY, at=MORNING) as session:
        yield session


def prove(session: Session) -> None:
    office = session.office
    last.remember(office, proofs.run(office.reading))


def complete(session: Session) -> None:
    """Everything written and planned, and the books proven."""
    office = session.office
    office.perform("governance.set_meeting", MEETING)
    office.perform("settings.change", {"fields": SIGNERS})
    for code in NEEDED:
        office.perform(
            "governance.write_text", {"year": "2026", "part": code, "text": f"Isi {code}."}
        )
    prove(session)


def ask(session: Session, **given: str) -> Document:
    office = session.office
    report = find("meeting_pack")
    params = report.params({"year": "2026", **given}, office.today())
    return office.read(report.right, make, "meeting_pack", params)


def book(session: Session) -> Book:
    office = session.office
    params = find("meeting_pack").params({"year": "2026"}, office.today())
    year = notes.asked_year(office.reading, params)
    return meeting_book.book(office.reading, year, office.today())


def told(session: Session, piece: str) -> list[tuple[str, bool]]:
    return [(gap.words, gap.wrong) for gap in book(session).gaps if gap.piece == piece]


def titles(document: Document) -> list[str]:
    return [chapter.title for chapter in document.chapters]


def tables(document: Document) -> dict[str, Document]:
    return {
        part.code: part
        for chapter in document.chapters
        for part in chapter.body
        if isinstance(part, Document)
    }


def printed(document: Document) -> list[str]:
    made = pdf.document(rendering.on_paper(document))
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def test_a_complete_and_proven_book_prints_clean_in_the_order_of_a_real_report(
    books: Session,
) -> None:
    complete(books)

    made = ask(books)

    assert not made.draft
    pages = printed(made)
    assert not any("DRAF" in page for page in pages)
    chapters = [chapter.title for chapter in made.chapters if chapter.level == 1]
    order = [
        *("Undangan rapat anggota", "Susunan acara", "Daftar hadir", "Kata pengantar"),
        *("Laporan pertanggungjawaban pengurus", "Laporan posisi keuangan"),
        *("Perhitungan hasil usaha", "Laporan arus kas", "Catatan atas laporan keuangan"),
        *("Rencana kerja", "Laporan pengawas"),
    ]
    assert [title for title in chapters if title in order] == order
    for title in chapters:
        assert title in pages[1]


def test_each_statement_stands_under_the_kop_and_is_signed(books: Session) -> None:
    complete(books)

    pages = printed(ask(books))

    for title in ("Laporan posisi keuangan", "Perhitungan hasil usaha", "Laporan arus kas"):
        [page] = [page for page in pages[2:] if f"{title} " in page and "Jati" in page]
        assert "Ketua" in page
        assert "Bendahara" in page
        assert "Ulin" in page
        assert "Sekretaris" not in page


def test_a_secretary_who_is_written_down_signs_with_the_board(books: Session) -> None:
    books.office.perform("settings.change", {"fields": {"signer.secretary": "Randu"}})

    sheet = next(x for x in ask(books).chapters if x.title == "Laporan posisi keuangan")

    assert [each.role for each in sheet.signers] == ["Ketua", "Sekretaris", "Bendahara"]
    assert sheet.signers[1].name == "Randu"


def test_what_is_blank_is_told_with_where_it_is_filled_and_keeps_no_page_from_printing(
    books: Session,
) -> None:
    complete(books)
    books.office.perform("governance.write_text", {"year": "2026", "part": "work_plan"})
    books.office.perform("settings.change", {"fields": {"signer.chair": ""}})
    prove(books)

    made = ask(books)

    gaps = {gap.words: gap for gap in book(books).gaps}
    assert not made.draft
    assert "Rencana kerja" not in titles(made)
    assert gaps["“Rencana kerja” belum ditulis."].piece == "work_plan"
    assert gaps["Pengaturan “Nama ketua (penanda tangan)” belum diisi."].place == "settings.change"


def test_books_that_were_not_proven_since_their_last_fact_are_a_draft(books: Session) -> None:
    complete(books)
    books.office.perform("settings.change", {"fields": {"signer.chair": "Cendana"}})

    made = ask(books)

    assert made.draft
    assert all("DRAF" in page for page in printed(made))


@pytest.mark.parametrize(
    ("fields", "piece", "words"),
    [
        ({"invited": "2027-03-10"}, "invitation", "hanya 10 hari sebelum rapat"),
        ({"day": "2027-07-01"}, "invitation", "melewati batas undang-undang 30 Juni 2027"),
        (
            {"day": "2027-02-06", "invited": "2027-01-20", "present": 1},
            "attendance",
            "Hadir 1 dari 3 anggota, kuorum 2",
        ),
        (
            {"day": "2027-02-06", "invited": "2027-01-20", "present": 9},
            "attendance",
            "Hadir 9 orang, padahal anggota terdaftar 3",
        ),
    ],
)
def test_a_meeting_against_the_law_is_red_and_the_book_a_draft(
    books: Session, fields: dict[str, Any], piece: str, words: str
) -> None:
    complete(books)
    books.office.perform("governance.set_meeting", {**MEETING, **fields})
    prove(books)

    assert [wrong for told_words, wrong in told(books, piece) if words in told_words] == [True]
    assert ask(books).draft


def test_a_year_that_is_not_over_or_not_locked_is_a_draft(books: Session) -> None:
    office = books.office
    report = find("meeting_pack")

    made = report.build(office.reading, report.params({"year": "2027"}, office.today()))

    assert made.draft
    text = "\n".join(str(row.get("gap", "")) for row in made.rows)
    assert "Tahun buku 2027 belum berakhir" in text
    assert "12 bulan tahun buku itu belum ditutup, mulai Januari 2027." in text


def test_a_book_year_that_is_not_the_calendar_s_has_days_of_its_own(practice: Path) -> None:
    with builders.open_books(practice) as session:
        office = session.office
        office.perform("settings.change", {"fields": {"book_year_starts": 7}})
        early = {**MEETING, "year": "2025", "day": "2026-06-30", "invited": "2026-06-01"}
        with pytest.raises(BadField, match="30 Juni 2026"):
            office.perform("governance.set_meeting", early)
        office.perform("governance.set_meeting", {**early, "day": "2027-01-04"})
        params = find("meeting_pack").params({"year": "2025"}, office.today())
        made = office.read("report.meeting_pack", make, "meeting_pack", params)

    gaps = [str(row.get("gap")) for row in made.rows]
    assert made.title == "Laporan pertanggungjawaban tahun buku 2025/2026"
    late = "Rapat 4 Januari 2027 melewati batas undang-undang 31 Desember 2026 (Pasal 26)."
    assert late in gaps


def test_every_chapter_says_the_same_figures(books: Session) -> None:
    complete(books)

    made = tables(ask(books))

    sheet = {row["line"]: row.get("amount") for row in made["balance_sheet"].rows}
    capital = {row["what"]: row["now"] for row in made["capital"].rows}
    assert capital["Jumlah permodalan, sama dengan jumlah aset"] == sheet["assets"]
    assert capital["Jumlah ekuitas"] == sheet["equity"]
    assert (
        sum(int(str(now)) for what, now in capital.items() if not str(what).startswith("Jumlah"))
        == (sheet["assets"])
    )
    assert capital["SHU tahun berjalan"] == sheet["surplus"] == 380_000
    assert made["units"].totals["result"] == 380_000
    assert made["notes_equity"].totals["now"] == sheet["equity"]
    assert made["notes_cash"].totals["now"] == sheet["cash"]
    results = [made[note].totals["now"] for note in note_tables.INCOME if note in made]
    assert results == [500_000, -120_000]


def test_figures_that_part_are_named_with_both_sums(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(books)
    lacking = {**note_tables.SHEET, "notes_cash": ()}
    monkeypatch.setattr(note_tables, "SHEET", lacking)

    found = [words for words, wrong in told(books, "statements") if wrong]

    assert any(words.startswith("Aset menurut catatan (CALK)") for words in found)


def test_every_line_of_both_statements_belongs_to_one_note() -> None:
    for known, explaining in (
        (lines("balance_sheet"), note_tables.SHEET),
        (lines("income"), note_tables.INCOME),
    ):
        leaves = [code for code, line in known.items() if line.leaf]
        explained = [line for each in explaining.values() for line in each]
        assert sorted(explained) == sorted(leaves)


def test_chapters_without_anything_in_them_are_left_out(books: Session) -> None:
    complete(books)

    made = ask(books)
    found = book(books)

    left_out = {piece.title for piece in found.pieces if not piece.chapters}
    assert "Pembagian SHU per anggota" in left_out
    assert left_out.isdisjoint(titles(made))
    empty = [chapter.title for chapter in made.chapters if not chapter.body]
    assert empty == ["Laporan pertanggungjawaban pengurus", "Catatan atas laporan keuangan"]


def test_a_member_s_copy_has_twelve_pages_however_long_the_texts_are(books: Session) -> None:
    complete(books)
    long = "\n".join(["Kata " * 200] * 19)
    for code in rules.PARTS:
        order = {"year": "2026", "part": code, "text": long}
        books.office.perform("governance.write_text", order)

    copy = ask(books, part="members")

    assert len(printed(copy)) <= meeting_pack.MOST_PAGES
    assert "Selengkapnya dalam buku RAT" in plain(rendering.on_paper(copy))
    assert "attendance" not in tables(copy)
    assert {"balance_sheet", "income_statement", "cash_flow"} <= set(tables(copy))


def test_the_list_of_gaps_alone_has_no_chapters(books: Session) -> None:
    made = ask(books, part="gaps")

    assert made.chapters == ()
    assert any("Rapat belum ditetapkan" in str(row.get("gap")) for row in made.rows)
    with pytest.raises(BadField):
        ask(books, part="separuh")


def test_the_surplus_is_proposed_by_heading_and_then_told_as_it_was_decided(
    books: Session,
) -> None:
    complete(books)
    assert "division" not in tables(ask(books))
    rule = {
        "from_year": "2026",
        "decision_no": "3/RAT/2027",
        "shares": [{"code": "reserve", "percent": "60"}, {"code": "social", "percent": "40"}],
    }
    books.office.perform("surplus.set_shares", rule)
    proposed = tables(ask(books))["division"]
    order = {"year": "2026", "decision_no": "4/RAT/2027"}
    books.office.perform("surplus.allocate", order, approval=builders.approval())
    decided = tables(ask(books))["division"]

    assert [row["amount"] for row in proposed.rows] == [228_000, 152_000]
    assert proposed.totals == decided.totals == {"percent": "100", "amount": 380_000}
    assert "3/RAT/2027; berlaku sesudah" in proposed.notes[0]
    assert decided.notes == ("Menurut keputusan rapat anggota 4/RAT/2027.",)


def test_the_invitation_names_day_place_and_agenda(books: Session) -> None:
    complete(books)

    [page] = [page for page in printed(ask(books))[2:] if "Undangan rapat anggota" in page]

    assert "Sabtu, 20 Maret 2027" in page
    assert "09.00" in page
    assert "Balai desa" in page
    assert "001/RAT/2027" in page
    assert re.search(r"8\. Pembagian sisa hasil usaha", page)


def test_who_came_is_counted_against_the_quorum_in_the_minutes(books: Session) -> None:
    complete(books)
    held = {**MEETING, "day": "2027-02-06", "invited": "2027-01-20", "present": 2, "chair": "0002"}
    books.office.perform("governance.set_meeting", held)
    minutes = {"year": "2026", "part": "minutes", "text": "Rapat dibuka pukul 09.10."}
    books.office.perform("governance.write_text", minutes)

    chapter: Chapter = next(
        chapter for chapter in ask(books).chapters if chapter.title == "Notulen rapat"
    )

    assert [(each.role, each.name) for each in chapter.signers] == [
        ("Pimpinan rapat", "Anggota Nomor 2"),
        ("Sekretaris rapat", ""),
    ]

    counted, words = chapter.body
    assert isinstance(counted, str)
    assert counted.endswith("kuorum lebih dari setengah, yaitu 2 orang. Hadir 2 orang: rapat sah.")
    assert words == "Rapat dibuka pukul 09.10."


def test_minutes_are_a_form_with_the_agenda_until_they_are_written(books: Session) -> None:
    complete(books)
    planned = book(books)
    [made] = [piece for piece in planned.pieces if piece.code == "minutes"]
    assert made.state == "form"
    assert not any(gap.piece == "minutes" for gap in planned.gaps)
    form = tables(ask(books))["minutes"]
    assert [row["point"] for row in form.rows][:2] == [
        "Pembukaan",
        "Menyanyikan Indonesia Raya dan Mars Koperasi",
    ]

    held = {**MEETING, "day": "2027-02-06", "invited": "2027-01-20", "present": 2}
    books.office.perform("governance.set_meeting", held)

    assert ("Notulen rapat belum ditulis.", False) in told(books, "minutes")


def test_supervisors_get_a_form_until_their_words_are_there(books: Session) -> None:
    complete(books)
    written = tables(ask(books))
    books.office.perform("governance.write_text", {"year": "2026", "part": "supervisors"})

    form = tables(ask(books))

    assert "examination" not in written
    assert len(form["examination"].rows) == 9


def test_the_attendance_list_holds_every_member_of_that_day(books: Session) -> None:
    complete(books)

    rows = tables(ask(books))["attendance"].rows

    assert [row["number"] for row in rows] == ["0001", "0002", "0003"]


def test_programs_get_the_chapters_too(books: Session) -> None:
    complete(books)

    sent = json.loads(b"".join(rendering.json(ask(books), {})))

    assert [row["code"] for row in sent["rows"] if row.get("part")] == [
        piece.code for piece in book(books).pieces
    ]
    assert "Catatan atas laporan keuangan" in [each["title"] for each in sent["chapters"]]
