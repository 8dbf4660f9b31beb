"""What is kept of a typeface changes no byte of any paper."""

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from kopdes_desktop.paper import pen, typeface
from kopdes_desktop.paper.pen import PORTRAIT, Cut, Pen, Style

#: One set of characters; the same again; one of another order; many; more than a set holds.
TEXTS = (
    ["Simpanan pokok"],
    ["Rp 50.000"],
    ["Ketua “Melati” – §"],
    ["– Bendahara “Jati”"],
    ["".join(map(chr, range(0xA1, 0x180)))],
)


def paper(texts: list[str]) -> bytes:
    drawn = Pen(PORTRAIT, title="Uji", author="Koperasi")
    for n, text in enumerate(texts):
        for cut in Cut:
            drawn.left(Style(cut, 10), 40, 700 - 20 * n, text)
    drawn.next_page()
    return drawn.pdf()


@pytest.fixture
def fresh() -> None:
    pen._face.cache_clear()


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("most", [typeface._MOST, 1])
def test_every_paper_is_as_reportlab_writes_it(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(typeface, "_MOST", most)
    made = [paper(texts) for texts in TEXTS * 2]
    pen._face.cache_clear()
    monkeypatch.setattr(pen, "Typeface", TTFont)
    try:
        plain = [paper(texts) for texts in TEXTS * 2]
    finally:
        pen._face.cache_clear()

    assert made == plain
    assert len(set(made)) == len(TEXTS)
