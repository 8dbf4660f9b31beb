"""Whether something is typed that would be gone with the window."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

#: A widget that says so by its attribute of this name is filled in, and written in one go; what is
#: typed elsewhere only seeks, narrows or asks.
FILLED_IN = "is_filled_in"


def is_typed_in(around: QWidget) -> bool:
    """Whether a hand has put words into a line, or a larger text, that is filled in there."""
    lines = (
        each for each in around.findChildren(QLineEdit) if each.isModified() and each.text().strip()
    )
    texts = (
        each
        for each in around.findChildren(QPlainTextEdit)
        if each.document().isModified() and not each.document().isEmpty()
    )
    return any(_counts(each) for each in (*lines, *texts))


def _counts(line: QWidget) -> bool:
    above: QWidget | None = line
    while above is not None:
        if getattr(above, FILLED_IN, False):
            return True
        above = None if above.isWindow() else above.parentWidget()
    return False
