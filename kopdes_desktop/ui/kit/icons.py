"""Lucide's line drawings in the colours of the theme.

A widget keeps the name of its icon, so that `redress` can paint it anew after a change of theme.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from kopdes_desktop.places import RESOURCES
from kopdes_desktop.ui.kit import theme

_NAME: Final = "icon_name"
_TONE: Final = "icon_tone"
#: Drawn at three times its size, so that it stays sharp at 150 % scale and more.
_DENSITY: Final = 3.0


def picture(name: str, colour: QColor, size: int = 20) -> QPixmap:
    """One icon in one colour. A missing file is a packaging bug and raises FileNotFoundError."""
    key = f"icon {name} {colour.name()} {size}"
    drawn = QPixmap()
    if not QPixmapCache.find(key, drawn):
        drawn = _drawn(name, colour, size)
        QPixmapCache.insert(key, drawn)
    return drawn


def _drawn(name: str, colour: QColor, size: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415  the first paint goes without it

    drawing = (RESOURCES / "icons" / f"{name}.svg").read_bytes()
    drawing = drawing.replace(b"currentColor", colour.name().encode())
    drawn = QPixmap(round(size * _DENSITY), round(size * _DENSITY))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(_DENSITY)
    return drawn


def _colour(tone: str) -> QColor:
    tokens = theme.THEMES[theme.worn(_application())[0]]
    return QColor(getattr(tokens, tone))


def _application() -> QApplication:
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        msg = "icons are painted after the application is made"
        raise TypeError(msg)
    return running


def dress(widget: QWidget, name: str, tone: str = "text") -> None:
    """Give a button, label or line edit this icon in the colour of a token."""
    widget.setProperty(_NAME, name)
    widget.setProperty(_TONE, tone)
    size = theme.scaled(20, theme.worn(_application())[1])
    drawn = picture(name, _colour(tone), size)
    if isinstance(widget, QAbstractButton):
        widget.setIcon(QIcon(drawn))
        widget.setIconSize(drawn.deviceIndependentSize().toSize())
    elif isinstance(widget, QLabel):
        widget.setPixmap(drawn)
    elif isinstance(widget, QLineEdit):
        for old in widget.actions():
            widget.removeAction(old)
        widget.addAction(QIcon(drawn), QLineEdit.ActionPosition.LeadingPosition)


def undress(button: QAbstractButton) -> None:
    """Take the icon away, until `dress` gives one again."""
    button.setProperty(_NAME, "")
    button.setIcon(QIcon())


def redress(root: QWidget) -> None:
    """Paint every icon below this widget anew, in the theme now worn."""
    dressed = [(one, one.property(_NAME)) for one in (root, *root.findChildren(QWidget))]
    for widget, name in dressed:
        if name:
            dress(widget, str(name), str(widget.property(_TONE)))
