"""Fields of money and days. Whole rupiah and typed-short days; never a spin box, never a date edit.

QSpinBox is int32, QDoubleSpinBox turns 12.5 into 125 in Indonesian, QDateEdit mis-parses a day that
is typed key by key (STACK, Traps of Qt).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import day, number, parse_day, short_day, spelled
from kopdes_desktop.ui.kit.fields import LineField
from kopdes_desktop.ui.kit.grouping import amount_of, complaint_of, regrouped

#: Further than this from today, a day is questioned.
FAR_DAYS: Final = 366
_NO_DAY: Final = N_("Ini bukan tanggal. Tulis misalnya 5, 5/3, 5/3/2026, t (hari ini), b (besok).")
_NO_DAY_SO_FAR: Final = N_(
    "Ini bukan tanggal. Tulis misalnya 5, 5/3, 5/3/2026, t (hari ini), k (kemarin)."
)


class MoneyEdit(QLineEdit):
    """Digits grouped while they are typed; what is no amount stays, red, until it is mended."""

    def __init__(self) -> None:
        """Right-aligned, as figures are."""
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("0")
        self.counting = False
        self._before = ""
        self.textEdited.connect(self._regroup)
        self.textChanged.connect(self._remember)

    @property
    def complaint(self) -> str:
        """What is wrong with the text as it stands; a `counting` line holds no money."""
        return "" if self.counting else complaint_of(self.text())

    def amount(self) -> Rupiah:
        """The amount as it stands; BadField."""
        return amount_of(self.text())

    def _remember(self, _text: str) -> None:
        self._before = self.text()

    def _regroup(self, text: str) -> None:
        if self.counting:
            return
        typed = regrouped(self._before, text, self.cursorPosition())
        if typed.text != text:
            self.setText(typed.text)
            self.setModified(True)
        self.setCursorPosition(typed.cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete steps over a grouping dot, which only looks like a character."""
        at = self.cursorPosition()
        on_dot = self.text()[at : at + 1] == "."
        if event.key() == Qt.Key.Key_Delete and on_dot and not self.hasSelectedText():
            self.setCursorPosition(at + 1)
        super().keyPressEvent(event)


class MoneyField(LineField):
    """Whole rupiah, grouped as typed, said in words below. Its value is never a float."""

    def __init__(
        self, name: str, label: str, *, hint: str = "", needed: bool = True, zero: bool = True
    ) -> None:
        """Echo in words; refuse what is no whole amount, and nothing at all unless `zero`."""
        self._zero = zero
        self._money = MoneyEdit()
        super().__init__(name, label, self._money, hint=hint)
        self.needed = needed
        self._money.editingFinished.connect(self._on_left)

    def _on_left(self) -> None:
        """What could still have become an amount, and did not, is told when it is left."""
        if self.text and not self._money.counting:
            try:
                self._money.amount()
            except Refusal as refusal:
                self.complain(refusal.message)

    def _on_edited(self, text: str) -> None:
        super()._on_edited(text)
        words = self._money.complaint
        if words:
            self.complain(words)

    def refresh_note(self) -> None:
        """The amount in words, so that a zero too many is heard."""
        try:
            words = spelled(self._money.amount()) if self.text else self.hint
        except Refusal:
            words = self.hint
        self._tell(words, "")

    def set_amount(self, amount: Rupiah) -> None:
        """Put this amount into the line."""
        self.set_text(number(amount))

    def value(self) -> Rupiah | None:
        """The amount; None when empty and not needed; BadField for anything else."""
        if not self.text:
            if self.needed:
                raise BadField(N_("Jumlah belum diisi."), field=self.name)
            return None
        try:
            amount = self._money.amount()
        except Refusal as refusal:
            raise BadField(refusal.template, field=self.name, **refusal.values) from None
        if not amount and not self._zero:
            raise BadField(N_("Jumlahnya harus lebih dari nol."), field=self.name)
        return amount


class DayField(LineField):
    """A day typed as 5, 5/3, t or besok; echoed with the month's name, questioned when far away."""

    def __init__(
        self,
        name: str,
        label: str,
        today: Callable[[], date],
        *,
        hint: str = "",
        happened: bool = False,
    ) -> None:
        """Take the day from a function, so that midnight is nobody's problem.

        What has `happened` is never of a day that is still to come.
        """
        self._today, self._happened = today, happened
        ways = (
            _("contoh 5/3/2026; t = hari ini, k = kemarin")
            if happened
            else _("contoh 5/3/2026; t = hari ini, b = besok")
        )
        super().__init__(name, label, QLineEdit(), hint=hint or ways)
        self.edit.editingFinished.connect(self._write_whole)

    def set_day(self, value: date) -> None:
        """Put this day into the line."""
        self.set_text(short_day(value))

    def _write_whole(self) -> None:
        try:
            whole = short_day(self.value())
        except Refusal as refusal:
            if self.text:
                self.complain(refusal.message)
            return
        if self.text != whole:
            typed = self.edit.isModified()
            self.set_text(whole)
            self.edit.setModified(typed)

    def refresh_note(self) -> None:
        """The day in words; a far one as a question."""
        try:
            meant = self.value()
        except Refusal:
            self._tell(self.hint, "")
            return
        far = abs((meant - self._today()).days) > FAR_DAYS
        self._tell(
            _("{day} — jauh dari hari ini, benar?").format(day=day(meant)) if far else day(meant),
            "warning" if far else "",
        )

    def value(self) -> date:
        """The day; BadField when it is none."""
        if not self.text:
            raise BadField(N_("Tanggal belum diisi."), field=self.name)
        try:
            meant = parse_day(self.text, self._today())
        except Refusal:
            words = _NO_DAY_SO_FAR if self._happened else _NO_DAY
            raise BadField(words, field=self.name) from None
        if self._happened and meant > self._today():
            words = N_("Tanggal ini belum tiba. Catat kejadiannya bila sudah terjadi.")
            raise BadField(words, field=self.name)
        return meant
