"""A slip as it lies on the counter: white paper with its rows, in every theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.document import Slip, SlipRow
from kopdes_desktop.ui.kit.fields import kind_label


class SlipView(QScrollArea):
    """Shows one slip, or what to expect before there is one."""

    def __init__(self, name: str, before: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        told = kind_label(before, "muted")
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(told)

    def show_slip(self, slip: Slip) -> None:
        """Lay the slip out anew."""
        paper = QFrame()
        paper.setProperty("kind", "paper")
        grid = QGridLayout(paper)
        grid.setContentsMargins(18, 16, 18, 16)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        for at, row in enumerate(_whole(slip)):
            _lay(grid, at, row)
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 6, 0)
        box.addWidget(paper)
        box.addStretch(1)
        self.setWidget(held)
        held.setAutoFillBackground(False)


def _whole(slip: Slip) -> list[SlipRow]:
    """Letterhead, title, rows and foot as rows of one kind of list."""
    head = [SlipRow(slip.letterhead.name, kind="bold")]
    head += [SlipRow(line, kind="small") for line in slip.letterhead.lines]
    marks = [_("LATIHAN")] if slip.letterhead.practice else []
    marks += [_("SALINAN")] if slip.copy else []
    head += [SlipRow(f"*** {mark} ***", kind="center") for mark in marks]
    rule = SlipRow("", kind="rule")
    foot = [SlipRow(line, kind="center") for line in slip.footer]
    return [*head, rule, SlipRow(slip.title, kind="center"), *slip.rows, rule, *foot]


def _lay(grid: QGridLayout, at: int, row: SlipRow) -> None:
    if row.kind == "rule":
        line = QFrame()
        line.setProperty("kind", "perforation")
        grid.addWidget(line, at, 0, 1, 2)
        return
    left = kind_label(row.left, "slip")
    left.setWordWrap(True)
    left.setProperty("paper", row.kind)
    if row.kind == "center":
        left.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    if not row.right:
        grid.addWidget(left, at, 0, 1, 2)
        return
    right = kind_label(row.right, "slip")
    right.setProperty("paper", row.kind)
    right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
    grid.addWidget(left, at, 0)
    grid.addWidget(right, at, 1)
