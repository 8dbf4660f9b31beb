"""Jurnal umum: an entry by hand, typed line by line; the difference is always in sight."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.accounting.journal_lines import JournalLines
from kopdes_desktop.ui.accounting.journal_sheet import (
    RECORD,
    REVERSE,
    Choice,
    JournalSheet,
    OldEntry,
    read_journal_sheet,
    read_old,
)
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import EnterLeads, Field, TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table

JOURNAL = "report.journal"
_KINDS = (
    ("ordinary", N_("biasa")),
    ("adjustment", N_("penyesuaian")),
    ("prior-period", N_("koreksi tahun lalu")),
)
FOUND = (
    Column(N_("Nomor"), lambda row: row.code, width=12),
    Column(N_("Akun atau kas"), lambda row: row.name, width=0),
    Column(N_("Unit"), lambda row: ", ".join(row.places), width=26),
)
_FIELD = re.compile(r"lines\[(\d+)\]\.(\w+)")


class AskNumber(Dialog):
    """Which entry is to be taken back and written anew."""

    given = Signal(str)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            _("Balik & perbaiki"),
            _("Jurnal lama dibalik, isinya dimuat di sini untuk dibetulkan, dalam satu langkah."),
            icon="undo-2",
        )
        hint = _("misalnya JRN-KR-2026-000012")
        self.number = TextField("entry", _("&Nomor bukti"), hint=hint, needed=True)
        self.form = Form((self.number,), button(_("Muat"), "primary", "check"))
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.number.editor.setFocus()

    def _send(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.given.emit(said["entry"])


def _unusual(choice: Choice) -> str:
    """That an income or a cost becomes less, in words."""
    usual = _("debit") if choice.side > 0 else _("kredit")
    return _("Benar? {name} biasanya di {side}.").format(name=choice.name, side=usual)


class JournalEntryScreen(Screen):
    """Words, then lines: account, amount; the last amount proposes itself; Ctrl+Enter posts."""

    is_filled_in = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Jurnal umum"), desk.news, ("accounting.", "day."))
        self._desk = desk
        self._busy, self._meant_so = False, False
        self._old: OldEntry | None = None
        self.text = TextField("text", _("&Uraian"), needed=True)
        self.ref = TextField("ref", _("&Nota"), longest=60)
        self.day = DayField("day", _("&Tanggal"), self._today, happened=True)
        self.late = TextField("late", _("&Mengapa terlambat"))
        kinds = [(code, _(words)) for code, words in _KINDS]
        self.kind = ChoiceField("kind", _("&Jenis"), kinds)
        self.lines = JournalLines()
        self.lines.found = self._meant
        self.lines.looked.connect(self._look)
        self.lines.walked.connect(self._walk)
        self.lines.changed.connect(self._reckon)
        self.lines.finished.connect(self._to_deed)
        self.lines.unknown.connect(self._tell_unknown)
        self.found = Table(FOUND, _("Akun yang cocok"))
        self.found.opened.connect(self._take_found)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click takes nothing from the line
        self.found.hide()
        self.notice = kind_label("", "notice", "danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.difference = kind_label("", "heading")
        self.deed = button(_("Catat (Ctrl+Enter)"), "primary", "check")
        self.deed.clicked.connect(self.post)
        self._sheet: JournalSheet | None = None
        self._arrange()
        self._order_tabs()
        self.late.hide()
        self.day.edited.connect(self._ask_why)
        self._leads = EnterLeads([self.text.editor], self.lines.start)
        self.set_keys(
            Key("Ctrl+Return", _("catat jurnal"), self.post),
            Key("F2", _("uraian"), self.start),
            Key("F8", _("buang baris ini"), self.lines.drop),
            Key("F10", _("balik & perbaiki"), self._ask_old),
            Key("D", _("ke debit"), None),
            Key("K", _("ke kredit"), None),
        )
        self.advice = _(
            "Ketik nomor akun atau satu kata namanya, lalu Enter atau Tab; isi jumlah, lalu Enter."
            " Jumlah yang kurang diusulkan di sisi akun itu biasanya berada. D dan K memindahkan"
            " angka ke sisi lain, 1200+300 dihitung. Kejadian sehari-hari lebih mudah dicatat di"
            " Catat (Ctrl+H)."
        )

    def _arrange(self) -> None:
        frame, inside = card()
        heads: tuple[tuple[Field, int], ...] = (
            (self.text, 8),
            (self.ref, 3),
            (self.day, 3),
            (self.late, 4),
            (self.kind, 3),
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, stretch in heads:
            row.addWidget(field, stretch)
        inside.addLayout(row)
        inside.addWidget(self.lines, 1)
        inside.addWidget(self.notice)
        foot = QHBoxLayout()
        foot.addWidget(self.difference, 1)
        foot.addWidget(self.deed)
        inside.addLayout(foot)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(frame, 5)
        column.addWidget(self.found, 2)
        self.body.addLayout(column, 1)

    def _order_tabs(self) -> None:
        """The deed comes after the last line, wherever it stands."""
        QWidget.setTabOrder(self.kind.editor, self.lines.lines[0].account)
        QWidget.setTabOrder(self.lines.last, self.deed)

    def _ask_why(self) -> None:
        """An earlier day has a reason."""
        try:
            earlier = self.day.value() != self._today()
        except Refusal:
            return
        self.late.setVisible(earlier)

    # -- reading

    def _today(self) -> date:
        return self._desk.standing.today

    def start(self) -> None:
        """What happened, in words."""
        self.text.editor.setFocus()
        self.text.edit.selectAll()

    def start_anew(self) -> None:
        """An empty sheet."""
        self._forget()
        self.start()

    def reload(self) -> None:
        self._desk.ask(read_journal_sheet, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """Two lines written, the third proposed."""
        return (self._paint_half, self._ask_old)

    def _paint_half(self) -> None:
        self.text.set_text("Listrik dan pulsa bulan ini")
        for at, (code, amount) in enumerate((("6-1201", "250.000"), ("6-1202", "35.000"))):
            line = self.lines.lines[at]
            choice = next(each for each in self.lines.sheet.choices if each.code == code)  # type: ignore[union-attr]
            line.take(choice, "KTR")
            line.debit.setText(amount)
        self.lines.lines[2].account.setFocus()
        self.lines.lines[2].account.setText("kas")
        self._look("kas")

    def show_entry(self, name: int | str) -> None:
        """An entry that another screen wants taken back and written anew."""
        self._desk.ask(_Reading(name), self._fill)

    def _show(self, sheet: JournalSheet) -> None:
        self._sheet = sheet
        self.lines.sheet = sheet
        if not self.day.text:
            self.day.set_day(self._today())
        self._reckon()

    # -- accounts

    def _look(self, text: object) -> None:
        """What fits what is being typed for an account; nothing elsewhere."""
        fits = self._sheet.find(str(text)) if self._sheet is not None and text is not None else []
        self.found.set_rows(fits)
        self.found.setVisible(bool(fits))

    def _walk(self, event: QKeyEvent) -> None:
        self.found.keyPressEvent(event)

    def _meant(self) -> Choice | None:
        row: Choice | None = self.found.current()
        return row

    def _tell_unknown(self, text: str) -> None:
        words = _(
            "Tidak ada akun atau kas yang cocok dengan “{text}”. Ketik nomornya atau sepotong kata"
            " lain dari namanya; F1 di Bagan akun menjelaskan isinya."
        )
        self._tell(words.format(text=text))

    def _take_found(self, _row: Choice) -> None:
        """A double click on an account is Enter in its line."""
        self.lines.take_meant()

    # -- sums

    def _reckon(self) -> None:
        self._meant_so = False
        debit, credit = self.lines.sums()
        if debit == credit:
            words = _("Seimbang: {amount}").format(amount=rupiah(debit)) if debit else ""
            tone = "good"
            unusual = self.lines.unusual() if debit else None
            if unusual is not None and unusual.choice is not None:
                words = f"{words}. {_unusual(unusual.choice)}"
                tone = "warning"
        else:
            side = _("kredit") if debit > credit else _("debit")
            words = _("Selisih {amount}: masih kurang di {side}").format(
                amount=rupiah(abs(debit - credit)), side=side
            )
            tone = "warning"
        self.difference.setText(words)
        set_tone(self.difference, tone)

    def _to_deed(self) -> None:
        self.deed.setFocus()

    # -- posting

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.deed.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether an entry is being written."""
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """At the cell or field that a refusal names, and above the button in words."""
        self._tell(words)
        place = _FIELD.fullmatch(field or "")
        if place is not None:
            self.lines.blame(int(place[1]), place[2])
            return True
        for each in (self.text, self.ref, self.day, self.late, self.kind):
            if each.name == field:
                each.complain(words)
                each.call_back()
        return True

    def _tell(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def post(self) -> None:
        """Everything as it stands, if it balances."""
        self._tell("")
        order = self._order()
        if order is None or self._questioned():
            return
        old = self._old
        if old is None:
            self._desk.perform(RECORD, order, self._posted, sender=self)
            return
        reason = _("diperbaiki: {text}").format(text=order["text"])
        orders = [(REVERSE, {"entry": old.key, "reason": reason}), (RECORD, order)]
        self._desk.perform_all(orders, self._corrected, sender=self)

    def _questioned(self) -> bool:
        """Whether an unusual side is asked about first; the same deed once more is the answer."""
        unusual = self.lines.unusual()
        if unusual is None or unusual.choice is None or self._meant_so:
            return False
        self._meant_so = True
        again = _("Kalau memang begitu, Ctrl+Enter sekali lagi.")
        self._tell(f"{_unusual(unusual.choice)} {again}")
        return True

    def _order(self) -> dict[str, Any] | None:
        said: dict[str, Any] = {}
        for field in (self.text, self.ref, self.day, self.late, self.kind):
            if field.wrong() or (field is self.text and not self.text.text):
                words = field.complaint or _("Uraian belum diisi: tulis apa yang terjadi.")
                field.complain(words)
                field.call_back()
                return None
            said[field.name] = field.value()
        if not self.lines.said:
            self._tell(_("Belum ada barisnya: ketik akun pertama, lalu jumlahnya."))
            self.lines.start()
            return None
        lines = self.lines.orders()
        if lines is None:
            self._tell(_("Lengkapi baris yang ditandai: akun, rincian, dan jumlahnya."))
            return None
        if not self.lines.balanced:
            self._tell(_("Debit dan kredit belum sama. Isi baris yang kurang, lalu Ctrl+Enter."))
            return None
        order: dict[str, Any] = {"text": said["text"], "lines": lines}
        order |= {"ref": said["ref"]} if said["ref"] else {}
        order |= {"kind": said["kind"]} if said["kind"] != "ordinary" else {}
        if said["day"] != self._today():
            order |= {"day": said["day"].isoformat(), "late": said["late"]}
        return order

    def _posted(self, answer: Any) -> None:  # noqa: ANN401  the office's answer
        self._forget()
        self.start()
        self._desk.say(_("Jurnal dicatat, bukti {number}.").format(number=answer.number), "good")

    def _corrected(self, answers: Any) -> None:  # noqa: ANN401  the office's answers
        back, made = answers
        self._forget()
        self.start()
        words = _("Jurnal lama dibalik dengan {back}, yang benar dicatat sebagai {made}.")
        self._desk.say(words.format(back=back.number, made=made.number), "good")

    def _forget(self) -> None:
        self._old = None
        self._tell("")
        self.heading.setText(_("Jurnal umum"))
        for field in (self.text, self.ref, self.late, self.kind):
            field.clear()
        self.day.set_day(self._today())
        self.late.hide()
        self.lines.clear()
        self._look(None)

    # -- taking back and writing anew

    def _ask_old(self) -> None:
        asking = AskNumber(self._desk.window)
        asking.given.connect(self.show_entry)
        asking.open()

    def _fill(self, old: OldEntry | None) -> None:
        if old is None:
            words = _(
                "Jurnal itu tidak ada, sudah dibalik, atau bukan jurnal yang dapat diperbaiki."
                " Periksa nomornya."
            )
            self._desk.say(words, "warning")
            return
        self._forget()
        self._old = old
        self.heading.setText(_("Memperbaiki {number}").format(number=old.number))
        self.text.set_text(old.text)
        self.lines.fill(old.lines)
        self.lines.start()


class _Reading:
    """An entry on its way from the books' thread."""

    def __init__(self, name: int | str) -> None:
        self._name = name

    def __call__(self, session: Any) -> OldEntry | None:  # noqa: ANN401  the window's session
        return read_old(session, self._name)
