"""Member cards: who gets one, what stands on it, and what a scanner reads from its QR."""

import io
import string
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader

from kopdes_desktop.kernel.errors import NotActive
from kopdes_desktop.members.cards import PREFIX, code_of, may_become_scan, number_of
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.document import Card, Document
from kopdes_desktop.reports.rendering import on_paper
from tests.paper.conftest import difference
from tests.reports.cooperative import Coop

RED = (200, 30, 30)


def printed(cards: Document) -> list[Image.Image]:
    """The sheets as a scanner's eye sees them."""
    opened = pypdfium2.PdfDocument(pdf.document(on_paper(cards)))
    pictures = [page.render(scale=2).to_pil().convert("RGB") for page in opened]
    opened.close()
    return pictures


def scanned(sheet: Image.Image) -> list[str]:
    return sorted(found.text for found in zxingcpp.read_barcodes(sheet))


def photo(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), RED).save(file, "JPEG")
    return file.getvalue()


def reds(sheet: Image.Image) -> list[tuple[int, int]]:
    """Where the sheet is red."""
    found = sheet.getchannel("R").point(lambda n: 255 if n > 150 else 0)
    blue = sheet.getchannel("B").point(lambda n: 255 if n < 100 else 0)
    both = Image.composite(found, Image.new("L", sheet.size), blue)
    box = both.getbbox()
    return [box[:2], box[2:]] if box else []


def test_every_active_member_gets_a_card_whose_qr_is_his_number_and_nothing_else(
    coop: Coop,
) -> None:
    asked = coop.ask("member_cards")

    (sheet,) = printed(asked)
    numbers = sorted(str(row["number"]) for row in asked.rows)

    assert numbers
    assert [number_of(text) for text in scanned(sheet)] == numbers
    assert all(len(text) == len(PREFIX) + 4 for text in scanned(sheet))


def test_a_card_names_the_cooperative_the_member_his_number_and_his_group(coop: Coop) -> None:
    asked = coop.ask("member_cards", member="0001")

    reader = PdfReader(io.BytesIO(pdf.document(on_paper(asked))), strict=True)
    words = " ".join(reader.pages[0].extract_text().split())

    row = asked.rows[0]
    for said in (asked.letterhead.name, "KARTU ANGGOTA", "LATIHAN", row["name"], row["number"]):
        assert str(said) in words
    assert [card.group for card in asked.cards] == [row["group"]]
    assert str(coop.members["Melati"].nik) not in words


def test_eleven_cards_take_two_sheets(coop: Coop) -> None:
    one = coop.ask("member_cards", member="0001")
    eleven = replace(one, cards=one.cards * 11)

    sheets = printed(eleven)

    assert [len(scanned(sheet)) for sheet in sheets] == [10, 1]


def test_cards_are_asked_for_by_group_or_by_day_of_joining(coop: Coop) -> None:
    everybody = {row["number"] for row in coop.ask("member_cards").rows}
    group = coop.rows("groups")[0]["group"]

    inside = {row["number"] for row in coop.ask("member_cards", group=str(group)).rows}
    later = coop.ask("member_cards", **{"from": "2026-02-01"})

    assert inside == {row["number"] for row in coop.rows("groups", group=str(group))}
    assert inside < everybody
    assert {row["number"] for row in later.rows} < everybody
    assert len(later.cards) == len(later.rows)


def test_who_is_no_member_any_more_gets_no_card(coop: Coop) -> None:
    gone = next(row for row in coop.rows("member_register") if row["status"] == "left")

    with pytest.raises(NotActive):
        coop.ask("member_cards", member=str(gone["number"]))


@pytest.mark.parametrize("size", [(300, 400), (400, 300), (60, 400)])
def test_a_photo_of_any_shape_fills_its_frame_and_no_more(
    coop: Coop, size: tuple[int, int]
) -> None:
    asked = coop.ask("member_cards", member="0001")
    bare = printed(asked)[0]
    card = replace(asked.cards[0], photo=photo(*size))

    (sheet,) = printed(replace(asked, cards=(card,)))

    (left, top), (right, bottom) = reds(sheet)
    assert abs((right - left) - 2 * 22 * 72 / 25.4) <= 4
    assert abs((bottom - top) - 2 * 28 * 72 / 25.4) <= 4
    assert scanned(sheet) == [code_of("0001")]
    assert difference(sheet.convert("L"), bare.convert("L")) > 0.5


def test_a_photo_that_cannot_be_read_leaves_the_frame_to_glue_one_in(coop: Coop) -> None:
    asked = coop.ask("member_cards", member="0001")
    broken = replace(asked, cards=(replace(asked.cards[0], photo=b"no picture"),))

    assert difference(printed(broken)[0].convert("L"), printed(asked)[0].convert("L")) == 0.0


def test_the_longest_names_and_numbers_stay_on_their_card(coop: Coop) -> None:
    asked = coop.ask("member_cards", member="0001")
    long = Card("Nama Yang Panjang " * 6, "A/1998.0001-" + "9" * 18, "Kelompok " * 12, "MKD1")
    issuer = replace(asked.letterhead, name="Koperasi Desa Merah Putih " * 5, practice=False)

    (sheet,) = printed(replace(asked, letterhead=issuer, cards=(long,)))

    assert scanned(sheet) == ["MKD1"]
    beyond = sheet.crop((sheet.width // 2 + 8, 0, sheet.width - 120, sheet.height // 4))
    column = beyond.convert("L").crop((0, 90, beyond.width, beyond.height - 60))
    assert min(column.tobytes()) > 200


NUMBERS = st.text(string.ascii_letters + string.digits + "./_-", min_size=1, max_size=29).map(
    lambda text: "1" + text
)


@settings(deadline=None)
@given(NUMBERS)
def test_whatever_the_number_a_scan_gives_it_back_and_is_known_sign_by_sign(number: str) -> None:
    scan = code_of(number)

    assert number_of(scan) == number
    assert number_of(scan.lower()) == number.lower()
    assert all(may_become_scan(scan[:end]) for end in range(len(scan) + 1))


@pytest.mark.parametrize(
    "typed", ["", "0007", "MKD", "mkd", "Melati", "MKDewi", "MKD 0007 x", "XMKD0007", "MKD00<7"]
)
def test_what_is_typed_by_hand_is_no_scan(typed: str) -> None:
    assert number_of(typed) is None
