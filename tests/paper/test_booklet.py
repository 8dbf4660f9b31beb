"""Bound papers: contents that know their pages, chapters that stay together, nothing cut off."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.paper import dot_matrix, pdf, spreadsheet
from kopdes_desktop.paper.document import Chapter, Column, Document
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports import rendering
from tests.paper.conftest import page_picture
from tests.paper.examples import BOOK, PRACTICE, SIGNERS, TRIAL_BALANCE, ledger

MARKUP = '<b>Siti</b> <img src="/etc/passwd"/> &amp; {name} %s \\ ( )) BT ET'


def pages(document: Document) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf.document(document)), strict=True)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def outline(document: Document) -> Iterator[tuple[str, int]]:
    """Every chapter that the file's own outline leads to, and its page, from 1."""
    reader = PdfReader(io.BytesIO(pdf.document(document)))
    held: list[Any] = list(reader.outline)
    while held:
        each = held.pop(0)
        if isinstance(each, list):
            held = [*each, *held]
        else:
            number = reader.get_destination_page_number(each)
            assert number is not None
            yield str(each["/Title"]), number + 1


def long_book(rows: int, **how: object) -> Document:
    tables = tuple(
        Chapter(f"Bab {n}", ("Kata " * 300, replace(ledger(rows), signers=()))) for n in range(1, 6)
    )
    return replace(BOOK, chapters=tables, **how)


def test_the_contents_name_the_page_on_which_each_chapter_begins() -> None:
    document = long_book(120)

    texts = pages(document)

    for n in range(1, 6):
        found = next(at for at, text in enumerate(texts, 1) if at > 2 and f"Bab {n} Kata" in text)
        assert (f"Bab {n}", found) in list(outline(document))
        assert texts[1].replace(".", " ").replace(f"Bab {n}", "#").split("#")[1].split()[0] == str(
            found
        )


def test_sections_without_a_chapter_before_them_are_in_the_outline_too() -> None:
    sections = tuple(Chapter(f"{n}. Pos", ("Kata.",), level=2, fresh=False) for n in (1, 2))

    found = list(outline(replace(BOOK, cover=False, chapters=sections)))

    assert found == [("1. Pos", 1), ("2. Pos", 1)]


def test_the_cover_carries_name_title_and_period_and_every_other_page_its_number() -> None:
    first, *others = pages(BOOK)

    assert "BUKU LAPORAN RAPAT ANGGOTA TAHUNAN" in first
    assert "KOPERASI DESA SUMBER MAKMUR" in first
    assert "Halaman" not in first
    for number, text in enumerate(others, 2):
        assert f"Halaman {number} dari {len(others) + 1}" in text


def test_a_table_that_goes_on_has_its_heads_on_every_page() -> None:
    texts = pages(replace(BOOK, cover=False, chapters=(Chapter("Buku besar", (ledger(150),)),)))

    assert len(texts) > 3
    with_rows = [text for text in texts if "KM-KR-2026" in text]
    assert all("Tanggal" in text and "Kredit" in text for text in with_rows)
    assert "KM-KR-2026-000001" in with_rows[0]
    assert "KM-KR-2026-000150" in with_rows[-1]


def test_signers_never_stand_on_a_page_without_what_they_sign() -> None:
    for lines in range(36, 52):
        body = tuple(f"Kalimat {n}." for n in range(lines))
        last = pages(replace(BOOK, chapters=(Chapter("Bab", body, signers=SIGNERS),)))[-1]

        assert "Budi Santoso" in last
        assert f"Kalimat {lines - 1}." in last


def test_a_whole_chapter_is_never_cut_in_two() -> None:
    slips = tuple(
        Chapter(f"Slip {n:02d}", ("Awal.", *["Baris."] * 12, "Akhir."), fresh=False, whole=True)
        for n in range(9)
    )

    texts = pages(replace(BOOK, cover=False, chapters=slips))

    assert len(texts) > 2
    for text in texts:
        assert text.count("Awal.") == text.count("Akhir.")


@pytest.mark.parametrize("rows", [20, 34, 40])
def test_a_statement_lies_on_one_page_with_those_who_sign_it(rows: int) -> None:
    accounts: list[dict[str, object]] = [{"name": f"Akun {n}"} for n in range(rows)]
    table = replace(TRIAL_BALANCE, rows=accounts, totals={}, signers=())
    letter = Chapter("Neraca", (table,), letter=True, signed="Desa, hari ini", signers=SIGNERS)

    [page] = pages(replace(BOOK, cover=False, title="", chapters=(letter,)))[1:]

    assert f"Akun {rows - 1}" in page
    assert SIGNERS[0].role in page


def test_a_heading_in_a_table_stands_with_what_it_heads() -> None:
    for above in range(42, 54):
        rows: list[dict[str, object]] = [{"name": f"Akun {n}"} for n in range(above)]
        rows += [{"name": "Belanja modal", "rank": "heading"}]
        rows += [{"name": f"Aset {n}"} for n in range(20)]
        table = replace(TRIAL_BALANCE, rows=rows, totals={})
        texts = pages(replace(BOOK, cover=False, chapters=(Chapter("Anggaran", (table,)),)))

        [page] = [text for text in texts if "Belanja modal" in text]
        assert "Aset 0" in page


def test_a_wide_table_turns_its_own_pages_only() -> None:
    wide = replace(
        TRIAL_BALANCE,
        columns=tuple(Column(f"c{n}", f"Kolom {n}", "money") for n in range(14)),
        rows=[{f"c{n}": Rupiah(123_456_789) for n in range(14)}],
        totals={},
    )
    chapters = (Chapter("Satu", ("Kata.",)), Chapter("Dua", (wide,)), Chapter("Tiga", ("Kata.",)))
    reader = PdfReader(io.BytesIO(pdf.document(replace(BOOK, cover=False, chapters=chapters))))

    turned = [page.mediabox.width > page.mediabox.height for page in reader.pages]

    assert turned == [False, False, True, False]


def test_a_paper_that_may_have_few_pages_is_set_closer() -> None:
    loose = len(pages(long_book(60, cover=False)))

    close = len(pages(long_book(60, cover=False, most_pages=loose - 2)))

    assert close <= loose - 2


@pytest.mark.parametrize("words", [MARKUP, "a\x00b\u202ec", "é □ 中", "x" * 400])
def test_no_text_is_read_as_markup_and_none_runs_off_the_paper(words: str) -> None:
    chapter = Chapter(words, (words, f"1. {words}"), letter=True, period=words, signed=words)
    document = replace(BOOK, title=words, period=words, about=(words,), chapters=(chapter,))

    texts = pages(document)

    assert len(texts) >= 3
    picture = page_picture(pdf.document(document), page=2)
    margin = picture.crop((560, 0, picture.width, picture.height))
    assert margin.getextrema() == (255, 255)
    if words == MARKUP:
        assert '<b>Siti</b> <img src="/etc/passwd"/>' in texts[2]


def test_practice_and_draft_stand_across_every_page() -> None:
    texts = pages(replace(BOOK, letterhead=PRACTICE, draft=True))

    assert all("LATIHAN" in text and "DRAF" in text for text in texts)


def test_a_ribbon_prints_the_chapters_without_columns_that_are_for_programs() -> None:
    columns = (Column("key", "Kunci program", paper=False), *TRIAL_BALANCE.columns)
    table = replace(TRIAL_BALANCE, columns=columns)

    lines = dot_matrix.report(replace(BOOK, chapters=(Chapter("Neraca", (table,)),)), 96)

    assert "Neraca" in lines
    assert not any("Kunci program" in line for line in lines)
    assert max(map(len, lines)) <= 96


def test_the_same_book_as_text_json_and_sheets() -> None:
    text = plain(BOOK)
    sent = json.loads(b"".join(rendering.json(BOOK, {})))
    book = CalamineWorkbook.from_filelike(io.BytesIO(spreadsheet.xlsx(BOOK)))

    assert "Kata pengantar\n==============" in text
    assert "Keanggotaan\n-----------" in text
    assert [chapter["title"] for chapter in sent["chapters"]] == [
        chapter.title for chapter in BOOK.chapters
    ]
    assert sent["chapters"][2]["body"][1]["totals"] == {"debit": 145_600_000, "credit": 145_600_000}
    assert book.sheet_names == ["Laporan", "2. Neraca Saldo", "3. Neraca Saldo"]
