"""Catatan atas laporan keuangan: figures of the ledger, words of people, in one numbering."""

from kopdes_desktop.paper.document import Document
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports import rendering
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
