"""Catat, "Apa yang terjadi?": what happened in plain words, how much, from or to where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.accounting.templates import LEAD
from kopdes_desktop.accounting.vouchers import Written
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ui.accounting.cash_dialog import CashDialog
from kopdes_desktop.ui.accounting.event_form import EventForm
from kopdes_desktop.ui.accounting.everyday_sheet import JOT, Event, Sheet, read_sheet
from kopdes_desktop.ui.accounting.party_field import ADD, OutsiderDialog, look_up
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.reports.papers_dialog import PapersDialog, read_papers

MOVE, RECORD, JOURNAL, ATTACH = (
    "accounting.move_cash",
    "accounting.record",
    "report.journal",
    "accounting.attach",
)
_WALK = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


def _title(event: Event) -> str:
    return event.title


EVENTS = (
    Column(N_("Apa yang terjadi"), _title, width=0),
    Column(
        N_("Uang"),
        lambda row: row.way,
        width=10,
        tone=lambda row: {"in": "good", "lead": "muted"}.get(row.template.way, ""),
    ),
)
LATEST = (
    Column(N_("Bukti"), lambda row: row.entry.number, width=19),
    Column(N_("Uraian"), lambda row: row.entry.text, width=0),
    Column(N_("Jumlah"), lambda row: row.amount, text=wording.number, width=11, right=True),
    Column(
        N_("Notanya"),
        lambda row: row.proved,
        text=lambda proved: _("ada") if proved else _("belum"),
        width=7,
        tone=lambda row: "" if row.proved else "warning",
    ),
)


def _draft_of(event: Event) -> tuple[str, str]:
    return event.template.code, event.unit


class EverydayScreen(Screen):
    """Type what happened, Enter; how much, Enter; where, Enter; read the sentence, Enter."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Apa yang terjadi?"),
            desk.news,
            ("accounting.", "savings.", "sales.", "till.", "purchasing.", "banking.", "day."),
        )
        self._desk = desk
        self._sheet: Sheet | None = None
        self._usual = ""
        self._walked = False
        self._drafts: dict[tuple[str, str], dict[str, str]] = {}
        self.form: EventForm | None = None
        self.unit = ChoiceField("unit", _("Terjadi di"), ())
        self.unit.note.hide()
        self.unit.edited.connect(self._settle)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("ketik: listrik, fotokopi, bensin, bagi hasil …"))
        self.line.setAccessibleName(_("Apa yang terjadi?"))
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.events = Table(EVENTS, _("Kejadian yang dapat dicatat"))
        self.events.spare(60, 1)
        self.events.opened.connect(self._pick)
        self.events.selectionModel().currentRowChanged.connect(self._explain)
        self.none = kind_label("", "small")
        self.none.setWordWrap(True)
        self.latest = Table(LATEST, _("Catatan terakhir"))
        self.latest.spare(62, 0)
        self.latest.opened.connect(self._open_entry)
        self.empty = kind_label(
            _("Ketik atau pilih kejadiannya di kiri, lalu Enter. Tidak perlu tahu akun."), "small"
        )
        self.empty.setWordWrap(True)
        self.move_deed = button(_("Pindah kas (F6)"), icon="arrow-right-left")
        self.move_deed.clicked.connect(self._ask_move)
        self.journal_deed = button(_("Jurnal umum (F9)"), icon="book-open")
        self.journal_deed.clicked.connect(self._to_journal)
        self.head.addWidget(self.move_deed)
        self.head.addWidget(self.journal_deed)
        self._arrange()
        self.set_keys(
            Key("F2", _("cari kejadian"), self._to_line),
            Key("F3", _("nota, tanggal"), self._unfold),
            Key("F6", _("pindah kas"), self._ask_move),
            Key("F7", _("foto nota"), self._ask_papers),
            Key("F8", _("unit"), self._next_unit),
            Key("F9", _("jurnal"), self._to_journal),
            Key("Ctrl+N", _("orang luar"), self._ask_outsider),
        )
        self.advice = _(
            "Ketik apa yang terjadi dengan kata sehari-hari, lalu Enter. Isi jumlahnya dan kasnya;"
            " baca kalimatnya, lalu Enter dua kali. Uang yang hanya berpindah tempat dicatat lewat"
            " Pindah kas. Yang salah dibalik dari jurnalnya, tidak dihapus."
        )

    def _arrange(self) -> None:
        left, inside = card()
        inside.addWidget(self.unit)
        inside.addWidget(self.line)
        inside.addWidget(self.events, 1)
        inside.addWidget(self.none)
        right, self._inside = card()
        self._chosen = kind_label("", "heading")
        self._chosen.setWordWrap(True)
        self._holder = QWidget()
        self._held = QVBoxLayout(self._holder)
        self._held.setContentsMargins(0, 0, 6, 0)
        self._held.addWidget(self.empty)
        self._held.addStretch(1)
        self._inside.addWidget(self._chosen)
        self._inside.addWidget(scrolled(self._holder), 1)
        self._last, below = card(_("Catatan terakhir (Enter: buka, balik & perbaiki)"))
        self.latest.setMinimumHeight(self.latest.horizontalHeader().height() * 3)
        below.addWidget(self.latest)
        beside = QVBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(right, 2)
        beside.addWidget(self._last, 5)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(left, 10)
        columns.addLayout(beside, 11)
        self.body.addLayout(columns, 1)

    # -- reading

    def start(self) -> None:
        """The line that one types into."""
        self._to_line()

    def start_anew(self) -> None:
        """Whatever was half said is forgotten."""
        self._forget()

    def has_unsaved(self) -> bool:
        """An event in hand, or one that was left for another."""
        return bool(self._drafts) or (self.form is not None and bool(self.form.written()))

    def reload(self) -> None:
        self._desk.ask(read_sheet, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """One typed for, one chosen."""
        return (self._paint_typed, self._paint_chosen)

    def _paint_typed(self) -> None:
        self.line.setText("bagi hasil")

    def _paint_chosen(self) -> None:
        self.line.setText("listrik")
        self._pick(self.events.current())
        if self.form is not None:
            self.form.asked[0].set_text("1.250.000")  # type: ignore[attr-defined]
            self.form.asked[0].edited.emit()

    def _show(self, sheet: Sheet) -> None:
        self._sheet = sheet
        chosen = self.unit.value() if self.unit.picked else sheet.units[0].code
        self._usual = self._usual or chosen
        self.unit.box.blockSignals(True)
        self.unit.box.clear()
        for each in sheet.units:
            self.unit.box.addItem(each.name, each.code)
        self.unit.choose(chosen)
        self.unit.box.blockSignals(False)
        self.unit.setVisible(len(sheet.units) > 1)
        self.latest.set_rows(sheet.latest)
        self.move_deed.setVisible(MOVE in sheet.may)
        self.journal_deed.setVisible(RECORD in sheet.may)
        if self.form is None:
            self._filter()

    def _settle(self) -> None:
        """The unit that one works for now; an event of another one does not change it."""
        self._usual = self.unit.value()
        self._filter()

    def _filter(self) -> None:
        if self._sheet is None:
            return
        found = self._sheet.shown(self._usual, self.line.text())
        self._walked = False
        self.events.set_rows(found)
        words = ""
        if not found:
            words = _(
                "Tidak ada yang cocok. Coba kata lain, pilih “Biaya lain” atau “Penerimaan lain”,"
                " atau tulis di Jurnal umum (F9)."
            )
            self.none.setText(words)

    def _explain(self) -> None:
        """What the event under the cursor is, and is not."""
        event: Event | None = self.events.current()
        if event is not None:
            self.none.setText(event.template.about)

    # -- choosing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line the arrows walk the list, Enter picks, Esc empties."""
        if watched is not self.line or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _WALK:
            self.events.keyPressEvent(event)
            self._walked = True
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._pick_meant()
            return True
        if key == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            return True
        return False

    def _pick_meant(self) -> None:
        """What was typed for or walked to; one Enter too many chooses nothing."""
        if self.line.text().strip() or self._walked:
            self._pick(self.events.current())
        else:
            words = _("Ketik dulu apa yang terjadi, atau pilih dengan panah, lalu Enter.")
            self.none.setText(words)

    def _pick(self, event: Event | None) -> None:
        """Ask what this event needs, or go where it is done."""
        sheet = self._sheet
        if event is None or sheet is None:
            return
        if event.template.way == LEAD:
            self._lead(event.template.lead or "")
            return
        self._drop_form()
        self._show_unit(event.unit)
        self._chosen.setText(f"{event.template.title} ({event.place})")
        self.empty.hide()
        self._last.hide()
        self.form = EventForm(sheet, event, self._today)
        self.form.ordered.connect(self._send)
        self.form.led.connect(self._lead_away)
        if self.form.party is not None:
            look_up(self._desk, self.form.party)
        self._held.insertWidget(0, self.form)
        self.form.show()  # at once: Enter goes only to fields that are seen
        self.form.write(self._drafts.pop(_draft_of(event), {}))
        self.form.start()

    def _show_unit(self, unit: str) -> None:
        """Where the event in hand happens; the list goes on showing the usual unit's."""
        self.unit.box.blockSignals(True)
        self.unit.choose(unit)
        self.unit.box.blockSignals(False)

    def _today(self) -> Any:  # noqa: ANN401  a date, as the desk has it
        return self._desk.standing.today

    def _drop_form(self, *, done: bool = False) -> None:
        """Put the event in hand away; what was typed comes again with it, unless it is `done`."""
        if self.form is not None:
            written = {} if done else self.form.written()
            if written:
                self._drafts[_draft_of(self.form.what)] = written
                title = self.form.what.template.title
                words = _("“{title}” belum dicatat; isiannya muncul lagi bila dipilih lagi.")
                self._desk.say(words.format(title=title))
            self._held.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._last.show()
            self._show_unit(self._usual)

    def _forget(self, *, done: bool = False) -> None:
        self._drop_form(done=done)
        self._chosen.setText("")
        self.empty.show()
        self.line.clear()
        self._filter()
        self._to_line()

    def _lead(self, place: str) -> None:
        """Where it is done: a place, or one of its pages."""
        code, _mark, page = place.partition("#")
        if code == MOVE:
            self._ask_move()
        else:
            self._desk.lead(code, listing=page)

    def _lead_away(self, code: str) -> None:
        """Where the answer leads, with the amount in hand; here the event is done with."""
        amount = self.form.amount if self.form is not None else 0
        self._forget(done=True)
        self._desk.lead(code, amount=amount)

    def _to_line(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _unfold(self) -> None:
        if self.form is not None:
            self.form.show_more(on=not self.form.unfolded)
            if not self.form.unfolded:
                self.form.start()

    def _ask_outsider(self) -> None:
        """Note somebody from outside, where an event asks whose money it is."""
        field = self.form.party if self.form is not None else None
        if field is None:
            words = _("Orang luar dicatat saat kejadiannya menanyakan siapa orangnya.")
            self._desk.say(words)
        elif self._sheet is not None and ADD in self._sheet.may:
            OutsiderDialog(self._desk, field).open()

    def _next_unit(self) -> None:
        count = self.unit.box.count()
        if count and not self.unit.isHidden():
            self.unit.box.setCurrentIndex((self.unit.box.currentIndex() + 1) % count)
            self._drop_form()
            self._chosen.setText("")
            self.empty.show()
            self._to_line()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the chosen event up."""
        if event.key() == Qt.Key.Key_Escape and self.form is not None:
            self._forget()
            return
        super().keyPressEvent(event)

    # -- recording

    def _send(self, order: dict[str, Any]) -> None:
        if self.form is not None:
            self._desk.perform(
                JOT, order, self._recorded, sender=self.form.form, question=self.form.said.text()
            )

    def _recorded(self, answer: Any) -> None:  # noqa: ANN401  the office's answer
        said = self.form.said.text() if self.form is not None else ""
        self._forget(done=True)
        self._desk.say(f"{answer.number}: {said}", "good")

    def _ask_move(self) -> None:
        if self._sheet is not None and MOVE in self._sheet.may:
            to_bank = "setor" in folded(self.line.text())
            CashDialog(self._desk, self._sheet.boxes, self._moved, to_bank=to_bank).open()

    def _moved(self, answer: Any) -> None:  # noqa: ANN401  as above
        self._desk.say(_("Kas dipindahkan, bukti {number}.").format(number=answer.number), "good")

    def _to_journal(self) -> None:
        if self._sheet is not None and RECORD in self._sheet.may:
            self._desk.lead(RECORD)

    # -- papers

    def _open_entry(self, row: Written) -> None:
        self._desk.lead(JOURNAL, entry=row.entry.key)

    def _ask_papers(self) -> None:
        """Of the entry under the cursor below, which is the last one until somebody moves it."""
        row = self.latest.current()
        if row is not None and self._sheet is not None and ATTACH in self._sheet.may:
            self._desk.read(JOURNAL, read_papers, row.entry.key, then=self._show_papers)

    def _show_papers(self, papers: Any) -> None:  # noqa: ANN401  what `read_papers` gave
        PapersDialog(self._desk, papers).open()
