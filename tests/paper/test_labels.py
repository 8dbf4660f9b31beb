"""Labels for the shelf: what is printed is what a scanner reads."""

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kopdes_desktop.kernel.ean import check_digit, is_ean
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.barcode import modules
from kopdes_desktop.paper.document import Column, Document, Label, Letterhead
from kopdes_desktop.paper.label_sheet import A_SHEET, roll
from tests.paper.escpos import read

EAN = "8991234567891"
PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=20)


def label(code: str = EAN, **said: object) -> Label:
    known = {"name": "Mi goreng ayam spesial 85 g", "price": "Rp3.500", "unit": "pcs"}
    return Label(**{**known, "code": code, **said})  # type: ignore[arg-type]


def paper(*labels: Label, practice: bool = False) -> Document:
    issuer = Letterhead("Koperasi Latihan", practice=practice)
    columns = (Column("code", "Kode"),)
    return Document("item_labels", "Etiket", issuer, "", columns, [], {}, labels=labels)


def sheets(document: Document) -> list[Image.Image]:
    opened = pypdfium2.PdfDocument(pdf.document(document))
    pictures = [page.render(scale=4).to_pil().convert("RGB") for page in opened]
    opened.close()
    return pictures


def words(document: Document) -> str:
    opened = pypdfium2.PdfDocument(pdf.document(document))
    text = "\n".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return text


def drawn(code: str) -> Image.Image:
    """The modules as a picture, with white around."""
    bars = modules(code)
    made = Image.new("L", (3 * (len(bars) + 24), 120), 255)
    for at, bar in enumerate(bars):
        if bar:
            made.paste(0, (3 * (at + 12), 20, 3 * (at + 13), 100))
    return made


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 999_999_999_999))
def test_every_ean_is_read_back(number: int) -> None:
    code = f"{number:012d}" + check_digit(f"{number:012d}")

    [found] = zxingcpp.read_barcodes(
        drawn(code), formats=zxingcpp.barcode_formats_from_str("EAN13")
    )

    assert found.text == code


@settings(deadline=None, max_examples=40)
@given(PRINTABLE.filter(lambda text: text == text.strip()))
def test_every_other_code_is_read_back(code: str) -> None:
    if len(code) == 13 and is_ean(code):
        return

    [found] = zxingcpp.read_barcodes(
        drawn(code), formats=zxingcpp.barcode_formats_from_str("Code128")
    )

    assert found.text == code


def test_what_no_scanner_knows_has_no_bars() -> None:
    assert modules("") == modules("nasi gurih é") == []


def test_a_sheet_holds_twenty_four_labels_and_each_is_read_back() -> None:
    codes = [EAN, "KR00001", "0089"]
    made = paper(*(label(codes[n % 3]) for n in range(A_SHEET + 1)))

    pictures = sheets(made)

    read_back = [sorted(one.text for one in zxingcpp.read_barcodes(page)) for page in pictures]
    assert [len(page) for page in read_back] == [24, 1]
    assert read_back[0] == sorted(codes * 8)


def test_name_price_unit_and_members_price_stand_on_a_label() -> None:
    text = words(paper(label(notes=("anggota Rp3.400",)), practice=True))

    for part in ("Mi goreng ayam", "Rp3.500", "pcs", EAN, "anggota Rp3.400", "LATIHAN"):
        assert part in text


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_a_roll_is_read_back_at_every_width(columns: int) -> None:
    printed = read(roll([label(), label("KR00001", name="Gula ñ" * 30)], columns))

    assert [on_white(*each) for each in printed.pictures] == [EAN, "KR00001"]
    assert max(line.columns for line in printed.lines) <= columns
    assert any("Rp3.500 / pcs" in line.text for line in printed.lines)


def on_white(width: int, height: int, dots: bytes) -> str:
    """What a scanner reads from a picture on paper, which is white around it."""
    bars = Image.frombytes("1", (width * 8, height), bytes(255 - byte for byte in dots))
    sheet = Image.new("L", (width * 8 + 80, height + 40), 255)
    sheet.paste(bars.convert("L"), (40, 20))
    return zxingcpp.read_barcodes(sheet)[0].text
