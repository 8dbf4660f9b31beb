"""PDF pages as pictures, and on the printers of the computer: never on the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kopdes_desktop.kernel.errors import PrinterSilent
from kopdes_desktop.paper.picture import PDFIUM

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

#: Points an inch, and dots an inch on paper.
_POINTS: Final = 72
DOTS: Final = 300


class Page(Struct, frozen=True):
    """One page as it will look, and how many there are."""

    image: QImage
    number: int
    pages: int


def names() -> list[str]:
    """The printers that this computer knows."""
    return list(QPrinterInfo.availablePrinterNames())


def page(content: bytes, number: int, width: int) -> Page:
    """A page of a PDF, so many pixels wide; the last one where there are fewer."""
    with PDFIUM:
        opened = _opened(content)
        try:
            pages = len(opened)
            at = min(number, pages - 1)
            sheet = opened[at]
            return Page(_image(sheet, width / sheet.get_width()), at, pages)
        finally:
            opened.close()


def _opened(content: bytes) -> PdfDocument:
    import pypdfium2  # noqa: PLC0415  five MiB, and printers are listed without it

    return pypdfium2.PdfDocument(content)


def _image(sheet: PdfPage, scale: float) -> QImage:
    drawn = sheet.render(scale=scale, grayscale=True)
    held = bytes(drawn.buffer)
    shape = (drawn.width, drawn.height, drawn.stride)
    return QImage(held, *shape, QImage.Format.Format_Grayscale8).copy()


def send(name: str, content: bytes) -> None:
    """Print a PDF on a printer of the computer, page by page. PrinterSilent where it is gone."""
    if name not in names():
        raise PrinterSilent
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    paint(printer, content)


def paint(printer: QPrinter, content: bytes) -> None:
    """Each page of a PDF on a page of its own size. PrinterSilent where printing cannot begin."""
    printer.setResolution(DOTS)
    printer.setFullPage(True)
    with PDFIUM:
        opened = _opened(content)
        try:
            _turn(printer, QSizeF(*opened[0].get_size()))
            painter = QPainter(printer)
            if not painter.isActive():
                raise PrinterSilent
            for number, sheet in enumerate(opened):
                _paint_one(printer, painter, sheet, first=number == 0)
            painter.end()
        finally:
            opened.close()


def _paint_one(printer: QPrinter, painter: QPainter, sheet: PdfPage, *, first: bool) -> None:
    size = QSizeF(*sheet.get_size())
    if not first:
        _turn(printer, size)
        printer.newPage()
    scale = DOTS / _POINTS
    room = QRectF(0, 0, size.width() * scale, size.height() * scale)
    painter.drawImage(room, _image(sheet, scale))


def _turn(printer: QPrinter, size: QSizeF) -> None:
    """Paper of this size (points), upright or sideways."""
    sideways = size.width() > size.height()
    upright = size.transposed() if sideways else size
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    orientation = QPageLayout.Orientation
    printer.setPageOrientation(orientation.Landscape if sideways else orientation.Portrait)
