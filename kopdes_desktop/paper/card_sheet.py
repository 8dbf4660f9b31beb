"""Kartu anggota: ten a sheet of A4, each as large as a bank card, to be cut apart along dashes.

The photo has a frame to glue one into where the books hold none.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.document import Card, Document, Letterhead
from kopdes_desktop.paper.pen import MUTED, PORTRAIT, Cut, Pen, Style
from kopdes_desktop.paper.printable import printable

_MM: Final = 72 / 25.4
#: ISO/IEC 7810 ID-1, the size of a bank card.
_WIDTH, _HEIGHT = 85.6 * _MM, 53.98 * _MM
_COLUMNS, _ROWS = 2, 5
A_SHEET: Final = _COLUMNS * _ROWS
_LEFT = (PORTRAIT[0] - _COLUMNS * _WIDTH) / 2
_LOW = (PORTRAIT[1] - _ROWS * _HEIGHT) / 2
_EDGE, _GAP = 11.0, 10.0
_PHOTO = (22 * _MM, 28 * _MM)
_QR = 20 * _MM

_COOP, _WHAT = Style(Cut.BOLD, 9.5), Style(Cut.REGULAR, 7, MUTED)
_LABEL, _GROUP = Style(Cut.REGULAR, 6.6, MUTED), Style(Cut.REGULAR, 8)
_NAME, _NUMBER = Style(Cut.BOLD, 11.5), Style(Cut.BOLD, 14)
_GENTLE_SLOPE = (0.9563, 0.2924)


def draw(document: Document) -> bytes:
    """The sheets as a PDF."""
    pen = Pen(PORTRAIT, title=document.title, author=document.letterhead.name)
    cards = iter(document.cards)
    while sheet := list(islice(cards, A_SHEET)):
        for place, card in enumerate(sheet):
            row, column = divmod(place, _COLUMNS)
            x, y = _LEFT + column * _WIDTH, _LOW + (_ROWS - 1 - row) * _HEIGHT
            _card(pen, document.letterhead, card, x, y)
        _cuts(pen, -(-len(sheet) // _COLUMNS))
        pen.next_page()
    return pen.pdf()


def _cuts(pen: Pen, rows: int) -> None:
    """Where the scissors go: around every row that holds a card."""
    for row in range(rows + 1):
        pen.dashes(0, _LOW + (_ROWS - row) * _HEIGHT, pen.width)
    for column in range(_COLUMNS + 1):
        x, top = _LEFT + column * _WIDTH, _LOW + _ROWS * _HEIGHT
        pen.upright(x, top - rows * _HEIGHT, top, width=0.4, grey=0.6)


def _card(pen: Pen, issuer: Letterhead, card: Card, x: float, y: float) -> None:
    """The front, from its lower left corner."""
    words = marks(issuer)
    if words:
        middle = (x + _WIDTH / 2, y + _HEIGHT / 2)
        pen.watermark(" · ".join(words), *middle, _WIDTH * 0.8, _GENTLE_SLOPE)
    left, right = x + _EDGE, x + _WIDTH - _EDGE
    _head(pen, issuer, left, right, y + _HEIGHT - _EDGE)
    _photo(pen, card, left, y + _EDGE)
    beside, qr = left + _PHOTO[0] + _GAP, right - _QR
    low = y + _EDGE + _PHOTO[1] + 3.5
    for line in _NAME.wrap(printable(card.name), right - beside, 2):
        low -= 12.5
        pen.left(_NAME, beside, low, line)
    _code(pen, card.code, qr, y + _EDGE - 2)
    room = qr - beside - 4
    number = _NUMBER if _NUMBER.width(printable(card.number)) <= room else _GROUP
    pen.left(_LABEL, beside, y + _EDGE + 44, _("Nomor anggota"))
    pen.left(number, beside, y + _EDGE + 30, number.fitted(card.number, room))
    for at, line in enumerate(_GROUP.wrap(printable(card.group), room, 2)):
        pen.left(_GROUP, beside, y + _EDGE + 15 - 10 * at, line)


def _head(pen: Pen, issuer: Letterhead, left: float, right: float, top: float) -> None:
    """Whose card it is, over a line."""
    for line in _COOP.wrap(printable(issuer.name), right - left, 2):
        top -= 9.5
        pen.left(_COOP, left, top, line)
        top -= 1
    top -= 8
    pen.left(_WHAT, left, top, _("KARTU ANGGOTA"))
    top -= 4
    pen.line(left, top, right, width=1.2)


def _photo(pen: Pen, card: Card, left: float, low: float) -> None:
    width, height = _PHOTO
    if card.photo is None or not pen.picture(card.photo, left, low, width, height):
        pen.center(_LABEL, left + width / 2, low + height / 2, _("tempel foto"))
    pen.box(left, low, width, height, border=0.6)


def _code(pen: Pen, text: str, left: float, low: float) -> None:
    """The QR, with the quiet border that scanners need."""
    import segno  # noqa: PLC0415  with the first card

    made = segno.make_qr(text, error="q")
    pen.squares(left, low, [list(row) for row in made.matrix_iter(border=2)], _QR)
