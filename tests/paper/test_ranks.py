"""Rows that stand out among others: headings, sums, and lines moved in by their level."""

import re
import zipfile
from io import BytesIO

from pypdf import PdfReader

from kopdes_desktop.paper import pdf, spreadsheet
from kopdes_desktop.paper.document import Column, Document, Letterhead
from kopdes_desktop.paper.text import plain

MADE = Document(
    "neraca",
    "Neraca",
    Letterhead("Koperasi"),
    "Per hari ini",
    (Column("label", "Uraian", width=4, indented=True), Column("amount", "Jumlah", "money")),
    [
        {"label": "ASET", "level": 0, "rank": "heading"},
        {"label": "Kas", "level": 1, "amount": 700},
        {"label": "JUMLAH ASET", "level": 0, "rank": "total", "amount": 700},
    ],
    {},
)


def test_text_moves_lines_in_by_their_level() -> None:
    lines = plain(MADE).splitlines()

    assert "   Kas          700" in lines
    assert any(line.startswith("ASET") for line in lines)


def test_headings_and_sums_are_bold_in_a_pdf_and_lines_are_not() -> None:
    bold: dict[str, bool] = {}

    def note(
        text: str, _cm: object, _tm: object, font: dict[str, str] | None, _size: float
    ) -> None:
        if text.strip() and font is not None:
            bold[text.strip()] = "Bold" in font["/BaseFont"]

    PdfReader(BytesIO(pdf.document(MADE))).pages[0].extract_text(visitor_text=note)

    assert bold["JUMLAH ASET"]
    assert bold["ASET"]
    assert not bold["Kas"]


def test_a_sheet_indents_lines_and_marks_sums_without_a_blank_in_the_words() -> None:
    book = zipfile.ZipFile(BytesIO(spreadsheet.xlsx(MADE)))
    styles = book.read("xl/styles.xml").decode()
    strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())

    assert 'indent="1"' in styles
    assert "Kas" in strings
