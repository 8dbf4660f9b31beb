"""The lines of a journal entry by keyboard: account, amount; the last amount proposes itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ui.accounting.journal_sheet import (
    HOLDER,
    LINI,
    MEMBER,
    Choice,
    JournalSheet,
    OldLine,
    line_order,
)
from kopdes_desktop.ui.kit.choices import ChoiceBox
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.panels import at_text_size, keep_in_view, scrolled
from kopdes_desktop.ui.kit.sums import SumEdit

_ENTER: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WALK: Final = {Qt.Key.Key_Up, Qt.Key.Key_Down}
_AMOUNT, _DETAIL, _UNIT = 132, 122, 132
#: So many empty lines stand there at first.
_FIRST = 3


def _hint(choice: Choice) -> str:
    """What the cell beside an account waits for."""
    if choice.asks == HOLDER and choice.needs:
        return _("siapa: nama masuk, nomor")
    words = {
        MEMBER: _("nomor anggota"),
        HOLDER: _("siapa; boleh kosong"),
        LINI: _("lini usaha"),
    }
    return words.get(choice.asks, "")


class JournalLine(QObject):
    """One line: an account or box, its unit, whose it is, and its amount on one of two sides."""

    def __init__(self, lines: JournalLines) -> None:
        super().__init__(lines)
        self.choice: Choice | None = None
        self.began_credit = False
        self.account, self.detail = QLineEdit(), QLineEdit()
        self.unit = ChoiceBox()
        self.debit, self.credit = SumEdit(), SumEdit()
        self.account.setPlaceholderText(_("nomor atau kata"))
        self.detail.setEnabled(False)
        self.unit.setEnabled(False)
        self.detail.setFixedWidth(at_text_size(_DETAIL))
        self.unit.setFixedWidth(at_text_size(_UNIT))
        for edit in (self.debit, self.credit):
            edit.setFixedWidth(at_text_size(_AMOUNT))

    def name(self, n: int) -> None:
        """What screen readers call its cells."""
        for widget, words in (
            (self.account, _("Akun baris {n}")),
            (self.unit, _("Unit baris {n}")),
            (self.detail, _("Rincian baris {n}")),
            (self.debit, _("Debit baris {n}")),
            (self.credit, _("Kredit baris {n}")),
        ):
            widget.setAccessibleName(words.format(n=n + 1))

    @property
    def cells(self) -> tuple[QWidget, ...]:
        """From left to right."""
        return self.account, self.unit, self.detail, self.debit, self.credit

    def take(self, choice: Choice, unit: str) -> None:
        """This account; the unit as near as can be to the one that was used before."""
        self.choice = choice
        self.account.setText(choice.label)
        self.account.setCursorPosition(0)
        self.account.setToolTip(choice.label)
        set_tone(self.account, "")
        self.unit.clear()
        for code, name in zip(choice.units, choice.places, strict=True):
            self.unit.addItem(name, code)
        self.unit.setCurrentIndex(max(self.unit.findData(unit), 0))
        self.unit.setEnabled(len(choice.units) > 1)
        self.unit.setToolTip(self.unit.currentText())
        self.detail.setEnabled(bool(choice.asks))
        self.detail.setPlaceholderText(_hint(choice))
        if not choice.asks:
            self.detail.clear()

    def amount(self) -> int:
        """Debit above zero, credit below. BadField."""
        return int(self.debit.amount()) - int(self.credit.amount())

    @property
    def bare(self) -> bool:
        """Whether no amount stands in it."""
        return not self.debit.text().strip() and not self.credit.text().strip()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(edit.text().strip() for edit in (self.account, self.debit, self.credit))


class JournalLines(QWidget):
    """Enter goes on: from an account to its amount, from an amount to the next line.

    `looked` tells what is typed for an account (None elsewhere); `walked` moves in what was found;
    `found` gives the one under the cursor there; `unknown` tells words that no account fits.
    `finished` comes at an empty line of a balanced entry.
    """

    changed = Signal()
    looked = Signal(object)
    walked = Signal(object)
    finished = Signal()
    unknown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sheet: JournalSheet | None = None
        self.found: Callable[[], Choice | None] = lambda: None
        self.lines: list[JournalLine] = []
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        heads = (_("Akun atau kas"), _("Unit"), _("Rincian"), _("Debit"), _("Kredit"))
        for at, words in enumerate(heads):
            head = kind_label(words, "label")
            if at > 2:  # noqa: PLR2004  the two sides
                head.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(head, 0, at)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        outer = QWidget()
        column = QVBoxLayout(outer)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        column.addStretch(1)
        box.addWidget(scrolled(outer))
        self.clear()

    # -- lines

    def clear(self) -> None:
        """Empty lines."""
        for line in self.lines:
            for cell in line.cells:
                self._grid.removeWidget(cell)
                cell.deleteLater()
            line.deleteLater()
        self.lines = []
        for _n in range(_FIRST):
            self._add()
        self.changed.emit()

    def _add(self) -> JournalLine:
        line = JournalLine(self)
        at = len(self.lines) + 1
        for column, cell in enumerate(line.cells):
            self._grid.addWidget(cell, at, column)
            cell.installEventFilter(self)
        line.name(len(self.lines))
        self.lines.append(line)
        line.account.textEdited.connect(self._on_account)
        for edit in (line.debit, line.credit):
            edit.textChanged.connect(self._on_amount)
        before = self.lines[-2].credit if len(self.lines) > 1 else None
        for cell in line.cells:
            if before is not None:
                QWidget.setTabOrder(before, cell)
            before = cell  # type: ignore[assignment]
        return line

    def fill(self, old: tuple[OldLine, ...]) -> None:
        """The lines of an entry that is written anew."""
        self.clear()
        while len(self.lines) < len(old):
            self._add()
        for line, given in zip(self.lines, old, strict=False):
            line.take(given.choice, given.unit)
            line.detail.setText(given.detail)
            edit = line.debit if given.amount > 0 else line.credit
            edit.setText(number(abs(given.amount)))
        self.changed.emit()

    def drop(self) -> None:
        """The line with the cursor goes; those below move up."""
        at = self._at()
        if at is None:
            return
        rest = [self._kept(n) for n in range(len(self.lines)) if n != at]
        self.clear()
        while len(self.lines) < len(rest):
            self._add()
        for line, (choice, unit, texts) in zip(self.lines, rest, strict=False):
            if choice is not None:
                line.take(choice, unit)
            for edit, text in zip((line.detail, line.debit, line.credit), texts, strict=True):
                edit.setText(text)
        self.lines[min(at, len(self.lines) - 1)].account.setFocus()
        self.changed.emit()

    def _kept(self, n: int) -> tuple[Choice | None, str, tuple[str, str, str]]:
        line = self.lines[n]
        texts = (line.detail.text(), line.debit.text(), line.credit.text())
        return line.choice, str(line.unit.currentData() or ""), texts

    def start(self) -> None:
        """The first account."""
        self.lines[0].account.setFocus()

    def _at(self) -> int | None:
        """Which line has the cursor."""
        return next(
            (n for n, each in enumerate(self.lines) if any(c.hasFocus() for c in each.cells)), None
        )

    @property
    def said(self) -> bool:
        """Whether anything stands in any line."""
        return any(not line.empty for line in self.lines)

    @property
    def last(self) -> QWidget:
        """The last cell, after which the deed comes."""
        return self.lines[-1].credit

    def take_meant(self) -> None:
        """What is marked among the accounts found goes into the line that looks for one."""
        at = next((n for n, x in enumerate(self.lines) if x.account.text() and not x.choice), None)
        if at is not None:
            self._go_on(at, self.lines[at].account)

    def _keep_in_view(self) -> None:
        """The line with the cursor, once the list below it has come or gone."""
        at = self._at()
        if at is not None:
            keep_in_view(self.lines[at].account)

    # -- sums

    def sums(self, but: JournalLine | None = None) -> tuple[int, int]:
        """What stands on each side so far; what is no amount counts nothing."""
        sides = [0, 0]
        for line in self.lines:
            for at, edit in enumerate((line.debit, line.credit)):
                try:
                    sides[at] += int(edit.amount()) if line is not but else 0
                except Refusal:
                    continue
        return sides[0], sides[1]

    @property
    def balanced(self) -> bool:
        """Whether something stands on both sides, and the same."""
        debit, credit = self.sums()
        return debit == credit != 0

    def _propose(self, line: JournalLine) -> QLineEdit:
        """Where the amount goes; what is lacking stands there already, to be typed over.

        Only where the account grows on that side, or is a box: a cost is never put to the credit
        unless somebody goes there.
        """
        if line.debit.text() or line.credit.text():
            return line.credit if line.credit.text() else line.debit
        debit, credit = self.sums(line)
        side = line.choice.side if line.choice is not None else 0
        lacking = (credit > debit) - (debit > credit)
        if lacking and side in {0, lacking}:
            return self._fill_up(line, to_debit=lacking > 0)
        flows = line.choice is not None and line.choice.flow
        return line.credit if side < 0 and (lacking or flows) else line.debit

    def _fill_up(self, line: JournalLine, *, to_debit: bool) -> QLineEdit:
        """What this side lacks, if it does, on an empty line."""
        edit = line.debit if to_debit else line.credit
        debit, credit = self.sums(line)
        lacks = credit - debit if to_debit else debit - credit
        if lacks > 0 and line.bare:
            edit.setText(number(lacks))
        return edit

    def unusual(self) -> JournalLine | None:
        """The first income or cost that stands where it shrinks; a correction may want it so."""
        for line in self.lines:
            choice = line.choice
            if choice is not None and choice.flow and not line.bare:
                try:
                    amount = line.amount()
                except Refusal:
                    continue
                if amount * choice.side < 0:
                    return line
        return None

    # -- orders

    def orders(self) -> list[dict[str, Any]] | None:
        """Every line that says something; None once one has complained and has the cursor."""
        made: list[dict[str, Any]] = []
        for line in self.lines:
            if line.empty:
                continue
            if line.choice is None:
                self._blame(line.account)
                return None
            try:
                amount = line.amount()
            except Refusal:
                self._blame(line.debit if line.debit.complaint else line.credit)
                return None
            if not amount:
                self._blame(line.debit)
                return None
            detail = line.detail.text().strip() if line.detail.isEnabled() else ""
            if line.choice.needs and not detail:
                self._blame(line.detail)
                return None
            made.append(line_order(line.choice, str(line.unit.currentData()), detail, amount))
        return made

    def blame(self, n: int, what: str) -> None:
        """Mark the cell of the n-th line that says something, to which a refusal points."""
        said = [line for line in self.lines if not line.empty]
        if n < len(said):
            line = said[n]
            cells = {"unit": line.unit, "key": line.detail, "lini": line.detail}
            cell = cells.get(what, line.account)
            self._blame(cell if cell.isEnabled() else line.account)

    def _blame(self, cell: QWidget) -> None:
        set_tone(cell, "danger")
        cell.setFocus()
        keep_in_view(cell)

    # -- keys

    def _on_account(self, text: str) -> None:
        at = self._at()
        if at is not None:
            self.lines[at].choice = None
            set_tone(self.lines[at].account, "")
        self.looked.emit(text)
        self.changed.emit()

    def _on_amount(self, _text: str) -> None:
        for line in self.lines:
            for edit in (line.debit, line.credit):
                set_tone(edit, "danger" if edit.complaint else "")
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, arrows walk what was found, D and K change the side."""
        at = next((n for n, x in enumerate(self.lines) if watched in x.cells), None)
        if at is None:
            return super().eventFilter(watched, event)
        line = self.lines[at]
        if event.type() == QEvent.Type.FocusIn:
            looking = watched is line.account and line.choice is None
            self.looked.emit(line.account.text() if looking else None)
            QTimer.singleShot(0, self._keep_in_view)
        elif event.type() == QEvent.Type.FocusOut and watched is line.account:
            self.looked.emit(None)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(at, watched, event)
        return False

    def _key(self, at: int, watched: QObject, event: QKeyEvent) -> bool:
        line, key = self.lines[at], Qt.Key(event.key())
        if key in _WALK and watched is line.account:
            self.walked.emit(event)
            return True
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        if key in {Qt.Key.Key_D, Qt.Key.Key_K} and plain and watched in {line.debit, line.credit}:
            self._change_side(line, to_debit=key == Qt.Key.Key_D)
            return True
        if key in _ENTER and plain and not event.isAutoRepeat():
            self._go_on(at, watched)
            return True
        if key == Qt.Key.Key_Tab and plain and self._tab_is_enter(line, watched):
            self._go_on(at, watched)
            return True
        return False

    def _tab_is_enter(self, line: JournalLine, watched: QObject) -> bool:
        """From a typed account to its amount, from an amount to the next line."""
        if watched is line.account:
            return bool(line.account.text().strip())
        return watched in {line.debit, line.credit} and not line.bare

    def _change_side(self, line: JournalLine, *, to_debit: bool) -> None:
        old, new = (line.credit, line.debit) if to_debit else (line.debit, line.credit)
        if old.text():
            new.setText(old.text())
            old.clear()
        else:
            self._fill_up(line, to_debit=to_debit)
        new.setFocus()
        new.selectAll()

    def _go_on(self, at: int, watched: QObject) -> None:
        """From an account to what it asks, to its amount, to the next line."""
        line = self.lines[at]
        if watched is line.account and not self._settled(at):
            return
        if watched is line.account and line.detail.isEnabled():
            line.detail.setFocus()
        elif watched in {line.account, line.unit, line.detail}:
            edit = self._propose(line)
            line.began_credit = edit is line.credit
            edit.setFocus()
            edit.selectAll()
        elif line.bare and watched is (line.credit if line.began_credit else line.debit):
            self._change_side(line, to_debit=line.began_credit)
        elif not isinstance(watched, SumEdit) or watched.complaint:
            return
        else:
            watched.reckon()
            self._next(at)

    def _settled(self, at: int) -> bool:
        """Whether the line has its account now; an empty one of a balanced entry ends it."""
        line = self.lines[at]
        if line.choice is not None:
            return True
        if not line.account.text().strip():
            if self.balanced:
                self.finished.emit()
            return False
        choice = self.found()
        if choice is None:
            set_tone(line.account, "danger")
            self.unknown.emit(line.account.text().strip())
            return False
        units = [str(each.unit.currentData()) for each in self.lines[:at] if each.choice]
        line.take(choice, units[-1] if units else "")
        self.looked.emit(None)
        self.changed.emit()
        return True

    def _next(self, at: int) -> None:
        """The next line, a new one where there is none; the end where all is balanced."""
        later = self.lines[at + 1 :]
        if self.balanced and all(line.empty for line in later):
            self.finished.emit()
            return
        following = later[0] if later else self._add()
        following.account.setFocus()
        following.account.selectAll()
        keep_in_view(following.account)
