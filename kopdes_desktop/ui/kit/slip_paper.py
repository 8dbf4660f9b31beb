"""A slip as it will come out of the printer: its letters in text mode, its dots in raster mode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper import escpos, raster, thermal
from kopdes_desktop.paper.document import Slip
from kopdes_desktop.ui.kit.panels import at_text_size

if TYPE_CHECKING:
    from PIL.Image import Image

_MARGIN: Final = 14
_LETTERS_PX: Final = 14
_WHITE, _BLACK = QColor("#FFFFFF"), QColor("#111111")


class LinesPaper(QWidget):
    """White paper with lines of equally wide letters, in every theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lines: list[str] = []

    def show_lines(self, lines: Sequence[str]) -> None:
        """These lines instead."""
        self.lines = list(lines)
        self.setAccessibleDescription("\n".join(self.lines))
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """The longest line, and all of them, with a margin."""
        wide, high = _cell()
        width = wide * max(map(len, self.lines), default=0)
        return QSize(width + 2 * _MARGIN, high * len(self.lines) + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """No line is cut off at the side."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The paper, then its letters."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _WHITE)
        _write(painter, self.lines, _MARGIN, _MARGIN)


class SlipPaper(QWidget):
    """White paper with one slip on it, in every theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Pratinjau struk"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.lines: list[str] = []
        self._columns = 32
        self._dots: QImage | None = None
        self._above: QImage | None = None
        self._below: QImage | None = None

    def show_slip(self, slip: Slip, columns: int, *, as_picture: bool) -> None:
        """Lay the slip out anew."""
        self._columns, self._dots, self._above, self._below = columns, None, None, None
        self.lines = thermal.lines(slip, columns)
        dots = escpos.DOTS[columns]
        if as_picture:
            self._dots = _image(raster.picture(slip, columns))
        else:
            if slip.letterhead.logo:
                self._above = _image(escpos.logo(slip.letterhead.logo, dots))
            if slip.qr:
                self._below = _image(escpos.qr_code(slip.qr, dots))
        self.setAccessibleDescription("\n".join(self.lines))
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """The paper with its margins."""
        width, height = self._paper()
        return QSize(width + 2 * _MARGIN, height + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        """All of it: nothing of a slip is cut off at the side."""
        return self.sizeHint()

    def _paper(self) -> tuple[int, int]:
        wide, high = _cell()
        width = wide * self._columns
        if self._dots is not None:
            return width, self._dots.height() * width // self._dots.width()
        height = high * len(self.lines)
        for picture in (self._above, self._below):
            height += self._high(picture, width) if picture is not None else 0
        return width, height

    def _high(self, picture: QImage, width: int) -> int:
        return picture.height() * width // escpos.DOTS[self._columns]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White paper in the middle, then what stands on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width, height = self._paper()
        left = max(0, (self.width() - width) // 2)
        painter.fillRect(
            QRect(left - _MARGIN, 0, width + 2 * _MARGIN, height + 2 * _MARGIN), _WHITE
        )
        if self._dots is not None:
            painter.drawImage(QRect(left, _MARGIN, width, height), self._dots)
            return
        y = self._draw(painter, self._above, left, _MARGIN, width)
        y = _write(painter, self.lines, left, y)
        self._draw(painter, self._below, left, y, width)

    def _draw(
        self, painter: QPainter, picture: QImage | None, left: int, y: int, width: int
    ) -> int:
        """A picture in the middle; returns the height below it."""
        if picture is None:
            return y
        high = self._high(picture, width)
        wide = picture.width() * width // escpos.DOTS[self._columns]
        painter.drawImage(QRect(left + (width - wide) // 2, y, wide, high), picture)
        return y + high


def _letters() -> QFont:
    font = QFont("monospace")
    font.setStyleHint(QFont.StyleHint.TypeWriter)
    font.setFixedPitch(True)
    font.setPixelSize(at_text_size(_LETTERS_PX))
    return font


def _cell() -> tuple[int, int]:
    """The room of one letter."""
    metrics = QFontMetrics(_letters())
    return metrics.horizontalAdvance("0"), metrics.height() + 1


def _write(painter: QPainter, lines: Sequence[str], left: int, y: int) -> int:
    """Each letter in its own cell, whatever typeface there is; returns the height below."""
    painter.setFont(_letters())
    painter.setPen(_BLACK)
    wide, high = _cell()
    for line in lines:
        for at, letter in enumerate(line):
            if letter != " ":
                cell = QRect(left + at * wide, y, wide, high)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter)
        y += high
    return y


def _image(dots: Image) -> QImage:
    grey = dots.convert("L")
    held = grey.tobytes()
    return QImage(held, grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8).copy()
