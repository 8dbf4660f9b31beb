"""The lower edge: what just happened at the left; who, where and on which day at the right."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.door import Standing
from kopdes_desktop.ui.kit.fields import Words, kind_label, set_tone

if TYPE_CHECKING:
    from kopdes_desktop.ui.shell.health import Part

STAYS_MS = 12_000
#: The share of the line that stays free for what is said.
_FREE = 0.3
#: Words that came together with a change of focus are not gone before they were seen.
READ_S = 1.5


class News(Words):
    """One line of words; what does not fit ends in dots, never in the middle of a number."""

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self.text()) <= self.contentsRect().width():
            super().paintEvent(event)
            return
        width = self.contentsRect().width()
        cut = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        if cut.endswith("…"):
            cut = f"{cut[:-1].rpartition(' ')[0]} …"
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        QPainter(self).drawText(self.contentsRect(), side, cut)


class StatusLine(QWidget):
    """Short words; success is silent after a while, a refusal stays until the next deed."""

    def __init__(self) -> None:
        super().__init__()
        self._news, self._whole, self._short = "", "", ""
        self._said_at = 0.0
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = News()
        self.words.setProperty("kind", "status")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setAccessibleName(_("Kabar"))
        self.standing = kind_label("", "status")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        self._health: list[QLabel] = []
        self._row = row
        row.addWidget(self.standing)
        self._clears = QTimer(self)
        self._clears.setSingleShot(True)
        self._clears.timeout.connect(self._forget)

    def say(self, words: str, tone: str = "") -> None:
        """Show these words instead of what was said before."""
        self._news = words if tone == "good" else ""
        self._show(words, tone)

    def add(self, words: str, tone: str = "") -> None:
        """Where the paper of a deed lies, after the news of the deed itself; once, and not late."""
        news, self._news = self._news, ""
        self._show(f"{news} {words}" if news else words, tone or ("good" if news else ""))

    def go_on(self) -> None:
        """Another deed begins: what was said of the last one has been read by now."""
        if time.monotonic() - self._said_at > READ_S:
            self.say("")

    def _show(self, words: str, tone: str) -> None:
        self._said_at = time.monotonic()
        self.words.setText(words)
        self.words.setToolTip(words)
        set_tone(self.words, tone)
        self._fit()
        self._clears.stop()
        if tone in {"", "good"}:
            self._clears.start(STAYS_MS)

    def _forget(self) -> None:
        self._news = ""
        self.words.clear()
        self.words.setToolTip("")
        self._fit()

    def fare(self, parts: Sequence[Part]) -> None:
        """How the books fare, the most urgent first; as much of it as there is room for."""
        for old in self._health:
            old.hide()
            old.deleteLater()
        self._health = []
        for part in parts:
            made = kind_label(part.words, "status", part.tone)
            made.setToolTip(part.whole)
            made.setAccessibleName(part.whole or part.words)
            self._row.insertWidget(self._row.count() - 1, made)
            self._health.append(made)
        self._fit()

    def _fit(self) -> None:
        """Leave room for what is said; what does not fit is not cut but left out."""
        self._shorten()
        said = max(self.width() * _FREE, self.words.sizeHint().width() + self._row.spacing())
        room = self.width() - said - self.standing.sizeHint().width()
        for label in self._health:
            room -= label.sizeHint().width() + self._row.spacing()
            label.setVisible(room > 0)

    def _shorten(self) -> None:
        """Of who and where only the user stays while what is said needs the room."""
        around = self._row.contentsMargins()
        free = self.width() - around.left() - around.right() - self._row.spacing()
        self.standing.setText(self._whole)
        if self.words.sizeHint().width() > free - self.standing.sizeHint().width():
            self.standing.setText(self._short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def stand(self, standing: Standing) -> None:
        """User, device, open day; and why nothing may be written, if so."""
        who = standing.name or standing.user
        parts = [
            f"{who} ({standing.role})",
            _("Perangkat {series}").format(series=standing.device),
            _("Hari kerja {day}").format(day=wording.day(standing.today)),
        ]
        if standing.practice:
            parts.append(_("LATIHAN"))
        if standing.read_only:
            parts.append(_("Hanya baca"))
        self._whole = "  ·  ".join(parts)
        self._short = "  ·  ".join([who, *parts[3:]])
        self._fit()
