"""Snapshots of papers: text exactly, pictures within a tolerance.

KOPDES_SNAPSHOTS=write takes what is made now for right; look at it before it is committed.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

FOLDER = Path(__file__).resolve().parent.parent / "snapshots" / "paper"
WRITE = os.environ.get("KOPDES_SNAPSHOTS") == "write"


@pytest.fixture
def same_text() -> Callable[[str, str], None]:
    def compare(name: str, text: str) -> None:
        file = FOLDER / name
        if WRITE:
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    return compare


def page_picture(pdf: bytes, page: int = 0, scale: float = 1.0) -> Image.Image:
    """A page as grey dots; at scale 1 a point is a dot."""
    opened = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = opened[page].render(scale=scale).to_pil().convert("L")
    opened.close()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of dots in per cent; another size is all different."""
    if one.size != other.size:
        return 100.0
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0]) / 2.55


@pytest.fixture
def same_picture() -> Callable[[str, bytes], None]:
    def compare(name: str, pdf: bytes) -> None:
        file = FOLDER / name
        picture = page_picture(pdf)
        if WRITE:
            picture.save(file, optimize=True)
        assert difference(picture, Image.open(file)) < 0.05

    return compare
