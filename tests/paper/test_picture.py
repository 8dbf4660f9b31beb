"""A paper as a picture for a phone: small enough to be sent, fine enough to be read."""

from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from kopdes_desktop.kernel.errors import PictureTooLarge
from kopdes_desktop.paper import pdf, picture
from tests.paper.conftest import difference, page_picture
from tests.paper.examples import TRIAL_BALANCE, ledger


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png), formats=["PNG"])


def written(shown: Image.Image) -> int:
    """How many rows of dots hold any ink."""
    dots, width = shown.tobytes(), shown.width
    return sum(min(dots[at : at + width]) < 200 for at in range(0, len(dots), width))


def begins(shown: Image.Image) -> int:
    """The first row of dots that holds any ink."""
    inside = shown.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert inside is not None
    return inside[1]


def test_a_page_stays_below_the_limit_and_keeps_two_dots_a_point() -> None:
    made = picture.png(pdf.document(TRIAL_BALANCE))

    assert len(made) <= picture.SMALL
    assert opened(made).width == 1191


def test_it_shows_what_the_paper_shows() -> None:
    paper = pdf.document(TRIAL_BALANCE)

    shown = opened(picture.png(paper)).convert("L")

    page = page_picture(paper, scale=2.0)
    first, there = begins(shown), begins(page)
    heading = shown.crop((0, first, shown.width, first + 200))
    assert difference(heading, page.crop((0, there, page.width, there + 200))) < 1.0


def test_where_a_page_is_empty_the_white_is_left_out_and_nothing_else() -> None:
    short = replace(TRIAL_BALANCE, rows=TRIAL_BALANCE.rows[:1], signers=(), notes=())
    paper = pdf.document(short)

    shown = opened(picture.png(paper)).convert("L")

    page = page_picture(paper, scale=2.0)
    assert shown.height < page.height / 2
    assert abs(written(shown) - written(page)) <= 4  # a pale row of dots may become white


def test_more_pages_stand_below_one_another_and_still_fit() -> None:
    made = picture.png(pdf.document(ledger(90)))

    assert len(made) <= picture.SMALL
    assert opened(made).height > 1.6 * opened(made).width


def test_what_no_picture_of_that_size_can_show_is_refused_in_words() -> None:
    with pytest.raises(PictureTooLarge) as refused:
        picture.png(pdf.document(TRIAL_BALANCE), most=2_000)

    assert "1 halaman tidak muat dalam gambar 2 kB" in refused.value.message
    assert "Ctrl+P" in refused.value.message
