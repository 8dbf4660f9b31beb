"""Istilah: a line to type into, and the meaning of every word that fits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import Words, kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.glossary import matching
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled

_WIDE, _HIGH, _AROUND = 640, 380, 250
_STEPS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class GlossaryDialog(Dialog):
    """Typing narrows, arrows scroll, Enter or Esc closes."""

    def __init__(self, parent: QWidget, text: str = "") -> None:
        super().__init__(
            parent, _("Istilah"), _("Arti kata-kata yang dipakai di program ini."), icon="info"
        )
        self.line = QLineEdit(text)
        self.line.setPlaceholderText(_("Ketik sebagian katanya"))
        self.line.setAccessibleName(_("Cari istilah"))
        icons.dress(self.line, "search", "muted")
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.shown: list[str] = []
        self.inside = QWidget()
        self._lines = QVBoxLayout(self.inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(2)
        self.area = scrolled(self.inside)
        self.area.verticalScrollBar().setSingleStep(at_text_size(48))
        room = parent.height() - at_text_size(_AROUND)
        self.area.setFixedHeight(max(at_text_size(120), min(at_text_size(_HIGH), room)))
        self.setMinimumWidth(min(at_text_size(_WIDE), parent.width() - 40))
        self.box.addWidget(self.line)
        self.box.addWidget(self.area)
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        self._fill(text)
        self.line.setFocus()

    def _fill(self, text: str) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        found = matching(text)
        self.shown = [word for word, _meaning in found]
        for word, meaning in found:
            self._lines.addWidget(kind_label(word, "cell"))
            told = Words(meaning)
            told.setWordWrap(True)
            told.setContentsMargins(0, 0, 0, 8)
            self._lines.addWidget(told)
        if not found:
            words = _("Tidak ada istilah dengan “{text}”.").format(text=text.strip())
            self._lines.addWidget(kind_label(words, "muted"))
        self._lines.addStretch(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows scroll while the line keeps the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.area.verticalScrollBar().triggerAction(step)
                return True
        return super().eventFilter(watched, event)
