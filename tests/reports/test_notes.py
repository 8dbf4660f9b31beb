"""Catatan atas laporan keuangan: figures of the ledger, words of people, in one numbering."""

from pathlib import Path

from kopdes_desktop.paper.document import Document
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports import rendering
from kopdes_desktop.reports.report import find, make
from tests import builders
from tests.reports.cooperative import Coop


def test_notes_are_numbered_through_and_each_table_sums_what_its_line_says(coop: Coop) -> None:
    made = coop.ask("notes")

    numbers = [int(chapter.title.partition(".")[0]) for chapter in made.chapters]
    assert numbers == list(range(1, len(numbers) + 1))
    for chapter in made.chapters:
        for part in chapter.body:
            if isinstance(part, Document) and part.totals:
                assert part.totals["now"] == sum(row["now"] for row in part.rows)  # type: ignore[misc]


def test_arrears_of_dues_are_told_and_in_no_figure(coop: Coop) -> None:
    text = " ".join(plain(rendering.on_paper(coop.ask("notes"))).split())

    assert "Tunggakan simpanan wajib" in text
    assert "tidak dicatat sebagai piutang" in text


def test_the_policies_are_proposed_and_the_identity_comes_from_the_settings(coop: Coop) -> None:
    text = " ".join(plain(rendering.on_paper(coop.ask("notes"))).split())

    assert "Standar Akuntansi Keuangan Entitas Privat" in text
    assert "badan hukum AHU-" in text
    assert "Anggota pada" in text


def test_what_was_borrowed_and_what_is_not_ours_is_named(practice: Path) -> None:
    loan = {
        "lender": "Bank Contoh",
        "account": "2-2101",
        "principal": 12_000_000,
        "rate": "6",
        "months": 24,
        "method": "equal_principal",
        "first_due": "2026-03-02",
        "box": "1-1111",
        "decision_no": "03/RA/2026",
        "purpose": "modal kerja",
    }
    with builders.open_books(practice) as session:
        office = session.office
        office.perform("borrowings.take", loan)
        lent = {"name": "Gedung gerai", "owner": "program", "doc_no": "BAST/12/2025"}
        office.perform("assets.lend_in", lent)
        params = find("notes").params({"year": "2026"}, office.today())
        made = office.read("report.notes", make, "notes", params)

    parts = {
        part.code: part
        for chapter in made.chapters
        for part in chapter.body
        if isinstance(part, Document)
    }
    [row] = parts["borrowed"].rows
    assert (row["lender"], row["current"], row["later"]) == ("Bank Contoh", 6_000_000, 6_000_000)
    assert parts["notes_borrowings"].totals["now"] == 12_000_000
    text = " ".join(plain(rendering.on_paper(made)).split())
    assert "tidak dicatat sebagai aset: Gedung gerai." in text
