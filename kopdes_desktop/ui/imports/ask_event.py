"""What one line of an old cash book was: chosen from a list by its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.accounting.cash_proposing import Answer, Proposal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.ui.imports.cash_reading import CashFound, Event
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button


class AskEvent(Dialog):
    """The likeliest events first; then only what the chosen one asks."""

    chosen = Signal(object)

    def __init__(
        self, parent: QWidget, found: CashFound, made: Proposal, today: Callable[[], date]
    ) -> None:
        side = _("Masuk") if made.amount > NOTHING else _("Keluar")
        super().__init__(
            parent,
            _("Apa yang terjadi?"),
            _("{text}\n{side} {amount}, lembar {sheet} baris {row}.").format(
                text=made.text,
                side=side,
                amount=rupiah(abs(int(made.amount))),
                sheet=made.played.sheet,
                row=made.played.line.row,
            ),
            icon="help-circle",
        )
        self._made, self._home = made, found.study.box.unit
        self._events = _ordered(found, made)
        self.event_field = ChoiceField(
            "event", _("&Kejadian"), [(each.code, each.title) for each in self._events]
        )
        self.purpose = ChoiceField("purpose", _("&Untuk apa"), (), needed=True)
        self.unit = ChoiceField("unit", _("Di u&nit"), (), needed=True)
        self.other = ChoiceField("other", _("Kas di sisi &lainnya"), found.others, needed=True)
        self.party = TextField(
            "party", _("&Orangnya"), hint=_("nomor anggota, nama masuk, kode luar")
        )
        self.document = TextField("document", _("&Bukti asal"), hint=_("misalnya BKM-KR-2026-1"))
        self.day = DayField("day", _("&Tanggal"), today, hint=short_day(made.day))
        self.day.set_day(made.day)
        fields = (self.event_field, self.purpose, self.unit, self.other, self.party, self.document)
        self.form = Form((*fields, self.day), button(_("Terima"), "primary", "check"))
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._choose)
        self.box.addWidget(self.form)
        if made.what in {each.code for each in self._events}:
            self.event_field.choose(made.what)
        self.event_field.edited.connect(self._fit)
        self._fit()
        self.event_field.editor.setFocus()

    def event_now(self) -> Event:
        """The one that is shown."""
        return self._events[max(self.event_field.box.currentIndex(), 0)]

    def _fit(self) -> None:
        """Only what this event asks, with what the line itself says already."""
        now = self.event_now()
        _offer(self.purpose, now.purposes, self._made.purpose)
        _offer(self.unit, now.units, self._made.unit or self._home)
        self.purpose.setVisible(bool(now.purposes))
        self.unit.setVisible(len(now.units) > 1)
        self.other.setVisible(now.asks_other)
        if self._made.other:
            self.other.choose(self._made.other)
        self.party.setVisible(now.asks_party)
        self.document.setVisible(now.asks_document)

    def _choose(self) -> None:
        now = self.event_now()
        needed = (
            (self.purpose, bool(now.purposes)),
            (self.unit, len(now.units) > 1),
            (self.other, now.asks_other),
            (self.day, True),
        )
        if any(field.wrong() for field, shown in needed if shown):
            return
        self.accept()
        self.chosen.emit(
            Answer(
                now.code,
                purpose=self.purpose.value() if now.purposes else None,
                unit=self.unit.value() if len(now.units) > 1 else None,
                other=self.other.value() if now.asks_other else None,
                party=(self.party.text or None) if now.asks_party else None,
                document=(self.document.text or None) if now.asks_document else None,
                day=self.day.value(),
            )
        )


def _ordered(found: CashFound, made: Proposal) -> list[Event]:
    """The likeliest first, then the others in the house's order."""
    events = found.came if made.amount > NOTHING else found.went
    rank = {code: at for at, code in enumerate(made.choices)}
    return sorted(events, key=lambda each: rank.get(each.code, len(rank)))


def _offer(field: ChoiceField, choices: tuple[tuple[str, str], ...], now: str | None) -> None:
    box = field.box
    box.clear()
    for code, words in choices:
        box.addItem(words, code)
    box.setCurrentIndex(box.findData(now) if now else -1)
