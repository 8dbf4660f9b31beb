"""What stands on a window, as it is read and heard; what of it is cut, and what has no name."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)


def standing(window: QWidget) -> Iterator[QWidget]:
    """What stands on the window now; what is hidden hides all that is on it."""
    for one in window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not one.isHidden():
            yield one
            yield from standing(one)


def texts(window: QWidget) -> Iterator[str]:
    """Whatever can be read or heard on a window and what stands open on it now."""
    return texts_of((window, *standing(window)))


def texts_of(stood: Iterable[QWidget]) -> Iterator[str]:
    """The same of widgets that were found before."""
    for one in stood:
        yield from (one.accessibleName(), as_seen(one.toolTip()), one.windowTitle())
        if isinstance(one, (QLabel, QAbstractButton)):
            yield one.text()
        elif isinstance(one, QLineEdit):
            yield one.placeholderText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        elif isinstance(one, QTableView):
            yield from in_table(one)
        elif isinstance(one, QHeaderView):
            yield from heads(one)


def as_seen(tip: str) -> str:
    """The words that `plain_tip` made a tip of; any other markup stays in sight."""
    if not (tip.startswith("<span>") and tip.endswith("</span>")):
        return tip
    return html.unescape(tip.removeprefix("<span>").removesuffix("</span>").replace("<br>", "\n"))


def in_table(table: QTableView) -> Iterator[str]:
    model = table.model()
    for row in range(min(model.rowCount(), 40)):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data() or "")


def heads(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is not None and header.orientation() == Qt.Orientation.Horizontal:
        for at in range(model.columnCount()):
            yield str(model.headerData(at, Qt.Orientation.Horizontal) or "")


def clipped(window: QWidget) -> list[str]:
    """Words of buttons and labels that have less room than they need."""
    return clipped_of(standing(window))


def clipped_of(stood: Iterable[QWidget]) -> list[str]:
    """Those among what stands somewhere, where that has been looked up already."""
    found = []
    for one in stood:
        if not isinstance(one, (QLabel, QAbstractButton)) or not one.text():
            continue
        if isinstance(one, QLabel):
            cut = is_cut(one)
        else:
            metrics, lines = one.fontMetrics(), one.text().replace("&", "").splitlines()
            cut = max(metrics.horizontalAdvance(line) for line in lines) > one.width()
        if cut:
            found.append(one.text())
    return found


def is_cut(label: QLabel) -> bool:
    """Too narrow for a line of it, which no tooltip tells whole; or too low for its lines."""
    if label.wordWrap():
        half = label.fontMetrics().height() // 2
        return label.heightForWidth(label.width()) > label.height() + half
    metrics = label.fontMetrics()
    lines = label.text().replace("&", "").splitlines()
    need = max(metrics.horizontalAdvance(line) for line in lines)
    return need > label.contentsRect().width() + 1 and not label.toolTip()


def nameless(window: QWidget) -> list[str]:
    """What takes the focus without a name that a screen reader could say."""
    return nameless_of(standing(window))


def nameless_of(stood: Iterable[QWidget]) -> list[str]:
    """Those among what stands somewhere, where that has been looked up already."""
    return [
        type(one).__name__
        for one in stood
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]
