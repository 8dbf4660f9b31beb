"""The lines of one group of opening balances, each with its amount; and the words of the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import bracketed, rupiah, spelled
from kopdes_desktop.ui.accounting.opening_sheet import Place, SheetLine
from kopdes_desktop.ui.kit.amounts import MoneyEdit
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label, set_tone
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled

FIELD_WIDTH = 170
_MANY = 9


class AmountLine:
    """What is owned or owed, its place in small letters, its amount, and what is recorded."""

    def __init__(self, line: SheetLine, amount: int, *, locked: bool) -> None:
        self.line = line
        self.title = kind_label(line.title, "")
        self.title.setWordWrap(True)
        self.detail = kind_label(line.detail, "small")
        self.detail.setWordWrap(True)
        self.edit = MoneyEdit()
        self.edit.setFixedWidth(at_text_size(FIELD_WIDTH))
        self.edit.setAccessibleName(f"{line.title}, {line.detail}")
        self.edit.setReadOnly(locked or amount < 0)
        if amount:
            self.edit.setText(bracketed(amount))

    def amount(self) -> int:
        """What stands in the line; BadField. A figure below zero came otherwise and stays."""
        if self.line.recorded < 0:
            return self.line.recorded
        return int(self.edit.amount()) if self.edit.text().strip() else 0

    def search_text(self) -> str:
        """Where F2 looks."""
        return f"{self.line.title} {self.line.detail}".casefold()


class OpeningLines(QWidget):
    """One group at a time. Typed amounts are kept when another group is looked at."""

    changed = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[Place, int] = {}
        self.lines: list[AmountLine] = []
        self._leads: EnterLeads | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Cari baris (F2)"))
        self.search.setAccessibleName(_("Cari baris"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._filter)
        self.said = kind_label("", "small")
        self.said.setAccessibleName(_("Jumlah dengan huruf"))
        self._held = scrolled(QWidget())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.search)
        box.addWidget(self._held, 1)
        box.addWidget(self.said)
        self._leads_search = EnterLeads([self.search], self.start)

    def show_lines(self, lines: tuple[SheetLine, ...], *, locked: bool) -> None:
        """Lay these lines out; what was typed stands in them again, the cursor where it was."""
        held = self.window().focusWidget()  # also while another window is the active one
        here = next((one.line.place for one in self.lines if one.edit is held), None)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        self.lines = []
        for at, line in enumerate(lines):
            made = AmountLine(line, self.typed.get(line.place, line.recorded), locked=locked)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(made.title)
            words.addWidget(made.detail)
            grid.addLayout(words, at, 0)
            grid.addWidget(made.edit, at, 1, Qt.AlignmentFlag.AlignTop)
            made.edit.textChanged.connect(_Typed(self, made))
            self.lines.append(made)
        grid.setRowStretch(len(lines), 1)
        self._held.setWidget(inside)
        editors = [one.edit for one in self.lines]
        self._leads = EnterLeads(editors, self.finished.emit) if editors else None
        self.search.setVisible(len(lines) > _MANY)
        self.search.clear()
        self.said.clear()
        for one in self.lines:
            if one.line.place == here:
                one.edit.show()
                one.edit.setFocus()

    def start(self) -> None:
        """The first line that is shown."""
        for one in self.lines:
            if one.edit.isVisible():
                one.edit.setFocus()
                one.edit.selectAll()
                self._held.ensureWidgetVisible(one.edit)
                return

    def to_search(self) -> None:
        """Where words narrow the lines."""
        self.search.setFocus()
        self.search.selectAll()

    def complaint(self) -> bool:
        """Whether a line holds no amount; the first such one gets the focus."""
        for one in self.lines:
            if one.edit.complaint and not one.edit.isReadOnly():
                one.edit.setFocus()
                return True
        return False

    def forget(self) -> None:
        """What was typed is in the books."""
        self.typed.clear()

    def take(self, made: AmountLine) -> None:
        """A key was typed in this line."""
        words = made.edit.complaint
        set_tone(made.edit, "danger" if words else "")
        set_tone(self.said, "danger" if words else "")
        if words:
            self.said.setText(words)
            return
        try:
            amount = made.amount()
        except Refusal:
            return
        recorded = made.line.recorded
        self.typed[made.line.place] = amount
        if amount == recorded:
            del self.typed[made.line.place]
        told = spelled(amount) if amount else ""
        if recorded and amount != recorded:
            told = _("{words} — tercatat {amount}").format(
                words=told or _("nol"), amount=rupiah(recorded)
            )
        self.said.setText(told)
        self.said.setToolTip(told)
        self.changed.emit()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for one in self.lines:
            fits = all(word in one.search_text() for word in words)
            for part in (one.title, one.detail, one.edit):
                part.setVisible(fits)


class _Typed:
    """A key's way from one line to its sheet."""

    def __init__(self, lines: OpeningLines, made: AmountLine) -> None:
        self._lines, self._made = lines, made

    def __call__(self, _text: str) -> None:
        self._lines.take(self._made)
