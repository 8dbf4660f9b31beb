"""Penagihan: sheets are printed for a group, walked with, entered again, and counted once.

Thirty rows are thirty Enters, the counted cash, and Ctrl+Enter.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import month, number, rupiah
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.card_scan import CardScan
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.line_screen import LineScreen
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.printing import receipts, reprinting
from kopdes_desktop.ui.savings import cards, sheets
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.batch import Batch
from kopdes_desktop.ui.savings.batch_panel import BatchPanel
from kopdes_desktop.ui.savings.count_panel import CountPanel
from kopdes_desktop.ui.savings.pick_dialog import PickDialog
from kopdes_desktop.ui.savings.receipt_panel import LastReceipt
from kopdes_desktop.ui.savings.sheet_dialogs import EstimatesDialog, IssueDialog

RIGHT, VOID = "savings.collect", "savings.void_sheet"
#: Columns that a list of fewer letters than this does without.
_SPARE, _WIDE = (3, 4), 84


def _short_month(value: Month) -> str:
    """Nov 2026."""
    name, _space, year = month(value).partition(" ")
    return f"{name[:3]} {year}"


COLUMNS = (
    Column(N_("Nomor"), lambda row: row.number, width=18),
    Column(N_("Kelompok"), lambda row: row.group, width=0),
    Column(N_("Sampai"), lambda row: row.month, text=_short_month, width=8),
    Column(N_("Baris"), lambda row: len(row.rows), width=5, right=True),
    Column(N_("Tagihan"), lambda row: row.due, text=number, width=10, right=True),
    Column(N_("Keadaan"), lambda row: row.state, width=9),
)
_AT_LIST = {"Ctrl+N", "Ctrl+P", "Del", "F7", "F8"}
_AT_ENTRY = {"Ctrl+Return", "Ctrl+P", "Esc"}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ROW_FIELD = re.compile(r"rows\[(\d+)\]")


class CollectionScreen(LineScreen):
    """Left: the sheets, then the rows of one. Right: the last receipt, then the count."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Penagihan"), desk.news, ("savings.", "members.", "membership."))
        self._desk = desk
        self._kept: dict[str, Batch] = {}
        self._writing: Batch | None = None
        self._now: sheets.Round | None = None
        self._key = secrets.token_hex(8)
        self._new = ""
        self._wants_decision = self._wants_sheet = self._told_none = False
        self._receipt = ""
        self.table = Table(COLUMNS, _("Lembar tagihan"))
        self.table.opened.connect(self._open)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.figures = kind_label("", "muted")
        self.figures.setWordWrap(True)
        self.table.selectionModel().currentRowChanged.connect(self._tell_figures)
        self.estimates = kind_label("", "notice", "warning")
        self.estimates.setWordWrap(True)
        self.entry = BatchPanel()
        self.count = CountPanel()
        self.last = LastReceipt()
        self._left, self._right = QStackedWidget(self), QStackedWidget(self)
        self.about = kind_label("", "muted")
        self.head.insertWidget(1, self.about, 0, Qt.AlignmentFlag.AlignBottom)
        self._arrange()
        self._listen()
        self.set_keys(
            Key("Ctrl+N", _("lembar baru"), self._issue),
            Key("Ctrl+P", _("cetak lembar"), self._print_sheet),
            Key("Ctrl+Return", _("simpan isian"), self._write),
            Key("Del", _("batalkan lembar"), self._ask_void),
            Key("F7", _("perkiraan tunggakan"), self._decide_estimates),
            Key("F8", _("cetak ulang (SALINAN)"), self._print_copy),
            Key("Esc", _("kembali"), None),
        )
        self._print_step()
        bind((Key("Ctrl+Enter", _("simpan isian"), self._write),), self)  # of the number pad
        self.advice = _(
            "Ctrl+N menerbitkan dan mencetak lembar untuk petugas tagih. Setelah ia kembali, Enter"
            " pada lembarnya: Enter untuk tiap baris yang sesuai, angka bila berbeda, Spasi bila"
            " tidak membayar. Hitung uangnya, lalu Ctrl+Enter menyimpan semuanya sekaligus."
            " Del mengakhiri lembar yang tidak membawa uang, dengan alasannya."
            " Kartu anggota yang dipindai menandai barisnya."
        )

    def _arrange(self) -> None:
        listed = QWidget(self._left)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addWidget(self.figures)
        column.addWidget(self.estimates)
        self._left.addWidget(listed)
        self._left.addWidget(self.entry)
        self._right.addWidget(self.last)
        self._right.addWidget(self.count)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._left, 5)
        columns.addWidget(self._right, 3)
        self.body.addLayout(columns, 1)
        self.estimates.hide()

    def _listen(self) -> None:
        self.write_by(self.entry.ahead, self.count.confirm)
        CardScan(self.table).scanned.connect(self._open_sheet_of)
        self.entry.changed.connect(self._show_count)
        self.entry.filled.connect(self._ask_count)
        self.entry.left.connect(self._back)
        self.entry.asked_box.connect(self._ask_box)
        self.count.counted.edited.connect(self._take_count)
        self.count.counted.editor.installEventFilter(self)
        self.count.confirm.clicked.connect(self._write)

    def _print_step(self) -> None:
        """Along the lower edge, the keys of the list or those of the sheet that is open."""
        shown = _AT_ENTRY if self._at_entry else _AT_LIST
        self.print_foot(tuple(key for key in self.keys if key.sequence in shown))

    @property
    def _at_entry(self) -> bool:
        return self._left.currentWidget() is self.entry

    def start(self) -> None:
        """The row that is being filled in, or the list."""
        if self._at_entry:
            self.entry.start()
        else:
            self.table.setFocus()

    def keys_now(self) -> tuple[Key, ...]:
        """With a sheet open, what its line understands as well."""
        return (self.entry.keys() if self._at_entry else ()) + self.keys

    def show_list(self, code: str) -> None:
        """What another screen speaks of: the board's word on old registers, once it is read."""
        if code == sheets.ESTIMATES:
            self._back()
            self._wants_decision = True
            self.reload()

    def has_unsaved(self) -> bool:
        """Sheets that were begun, or an amount that is half typed."""
        return bool(self._kept) or (self._at_entry and bool(self.entry.line.text()))

    def reload(self) -> None:
        self._desk.ask(lambda session: sheets.under_way(session.office), self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """A sheet made out; the first open one entered from, a few rows filled in."""
        steps: list[Callable[[], None]] = []
        if self._now is not None and any(one.collected_by is None for one in self._now.sheets):
            steps += [self._open_first, self._fill_some]
        return tuple(steps)

    def _open_first(self) -> None:
        """The one with most rows still owed: one that was paid meanwhile shows little."""
        if self._now is not None:
            open_ = [one for one in self._now.sheets if one.collected_by is None]
            self._open(max(open_, key=lambda one: sum(row.due > 0 for row in one.rows)))

    def _fill_some(self) -> None:
        for _row in range(3):
            self.entry.take()

    def _show(self, now: sheets.Round) -> None:
        self._now = now
        self.table.renew(now.sheets, lambda one: one.number)
        if self.table.go_where(lambda one: one.number == self._new):
            self._new = ""
        self._tell_figures()
        self._say_what()
        self._renew(now)
        if self._wants_decision:
            self._wants_decision = False
            self._decide_estimates()
        if self._told_none and now.groups:
            self._told_none = False
            self._desk.say("")
        if self._wants_sheet:
            self._wants_sheet = False
            if self.isVisible():
                self._ask_issue(now)

    def _renew(self, now: sheets.Round) -> None:
        """The sheet that is open, when it was brought in or changed by somebody else."""
        batch = self.entry.batch
        if not self._at_entry or batch is None or self._busy:
            return
        fresh = next((one for one in now.sheets if one.number == batch.number), None)
        if fresh is None or fresh.collected_by is not None:
            self._kept.pop(batch.number, None)
            self._back()
            told = (
                _("Lembar {number} sudah dibatalkan.")
                if fresh is not None and fresh.void
                else _("Lembar {number} sudah diterima.")
            )
            self._desk.say(told.format(number=batch.number))
        elif (now_so := batch.on(fresh)) != batch:
            self.entry.renew(now_so)
            self._show_count()

    def _say_what(self) -> None:
        now = self._now
        if now is None:
            return
        told, tone = _("Enter pada lembar yang kembali untuk mengisinya."), ""
        if self._kept:
            told = _("Isian belum disimpan: {names}.").format(names=", ".join(self._kept))
            tone = "warning"
        elif not now.groups:
            told = _("Belum ada kelompok. Buat kelompok di layar Anggota, lalu kembali ke sini.")
        elif not now.sheets:
            told = _("Belum ada lembar. Ctrl+N menerbitkan lembar untuk satu kelompok.")
        self.note.setText(told)
        set_tone(self.note, tone)
        people, months, amount = now.estimated
        self.estimates.setText(
            _(
                "Perkiraan tunggakan dari buku lama: {people} anggota, {months} bulan, {amount}."
                " F7 mencatat keputusan pengurus."
            ).format(people=number(people), months=number(months), amount=rupiah(amount))
        )
        self.estimates.setVisible(people > 0)

    # -- a sheet goes out

    def _issue(self) -> None:
        if self._at_entry:
            return
        if self._now is None or not self._now.groups:  # one may have been made a moment ago
            self._wants_sheet = True
            self.reload()
            return
        self._ask_issue(self._now)

    def _ask_issue(self, now: sheets.Round) -> None:
        if not now.groups:
            self._told_none = True
            self._desk.say(self.note.text(), "warning")
            return
        asking = IssueDialog(self._desk, now)
        asking.issued.connect(self._issued)
        asking.undecided.connect(self._decide_estimates)
        asking.finished.connect(self._come_back)
        asking.open()

    def _issued(self, sheet: str) -> None:
        self._desk.say(_("Lembar {number} terbit.").format(number=sheet), "good")
        self._print_number(sheet)
        self._new = sheet
        self.reload()

    def _print_sheet(self) -> None:
        batch = self.entry.batch if self._at_entry else self.table.current()
        if batch is not None:
            self._print_number(batch.number)

    def _print_number(self, sheet: str) -> None:
        self._desk.ask(
            lambda session: sheets.sheet_paper(session.office, sheet), self._desk.print_paper
        )

    def _decide_estimates(self) -> None:
        if self._now is None or self._at_entry:
            return
        if not self._now.estimated[0]:
            self._desk.say(_("Tidak ada perkiraan tunggakan yang menunggu keputusan."))
            return
        asking = EstimatesDialog(self._desk, self._now)
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        """The keys are the screen's again."""
        self._desk.window.activateWindow()
        self.start()

    # -- a sheet ends without money

    def _ask_void(self) -> None:
        batch = self.table.current()
        if self._at_entry or batch is None:
            return
        if batch.collected_by is not None:
            told = _("Lembar {number} sudah {state}; hanya lembar terbuka yang dibatalkan.")
            self._desk.say(told.format(number=batch.number, state=batch.state), "warning")
            return
        words = _("{group}, {n} baris. Tidak ada uang yang dicatat, dan lembar tidak dipakai lagi.")
        asking = AskReason(
            self._desk.window,
            _("Batalkan lembar {number}?").format(number=batch.number),
            words.format(group=batch.group, n=len(batch.rows)),
            deed=_("Batalkan lembar"),
        )
        asking.given.connect(partial(self._void, batch.number))
        asking.finished.connect(self._come_back)
        asking.open()

    def _void(self, sheet: str, reason: str) -> None:
        self._kept.pop(sheet, None)
        self._desk.perform(
            VOID,
            {"sheet": sheet, "reason": reason},
            lambda _answer: self._voided(sheet),
            sender=self,
        )

    def _voided(self, sheet: str) -> None:
        self._desk.say(_("Lembar {number} dibatalkan.").format(number=sheet), "good")
        self.reload()

    # -- a sheet comes back

    def _open(self, batch: Batch) -> None:
        if batch.void:
            told = _("Lembar {number} dibatalkan, jadi tidak membawa uang.")
            self._desk.say(told.format(number=batch.number))
            return
        if batch.collected_by is not None:
            self._show_receipt(batch.collected_by)
            return
        kept = self._kept.get(batch.number)
        self.entry.open(kept.on(batch) if kept else batch)
        self.heading.setText(batch.number)
        self.about.setText(f"{batch.group}  ·  {month(batch.month)}")
        counted = self.entry.batch.counted if self.entry.batch else None
        self.count.counted.set_text("" if counted is None else number(counted))
        self._left.setCurrentWidget(self.entry)
        self._right.setCurrentWidget(self.count)
        self._print_step()
        self._show_count()
        self.entry.start()

    def _open_sheet_of(self, number: str) -> None:
        """A card scanned before the list: his row on an open sheet, else his page."""
        for one in self._now.sheets if self._now is not None else ():
            is_open = one.collected_by is None and not one.void
            if is_open and any(row.number == number for row in one.rows):
                self._open(one)
                self.entry.go_to_member(number)
                return
        self._desk.lead_to_card(number)

    def _show_count(self) -> None:
        batch = self.entry.batch
        if batch is not None:
            if batch.begun:
                self._kept[batch.number] = batch
            else:
                self._kept.pop(batch.number, None)
            self.count.show_batch(batch)

    def _take_count(self) -> None:
        """The difference follows each digit."""
        if self.entry.batch is not None:
            self.entry.batch = replace(self.entry.batch, counted=self.count.amount())
            self._show_count()

    def _ask_count(self) -> None:
        self.count.start()

    def _ask_box(self) -> None:
        self.entry.ahead.hold()
        self._desk.ask(
            lambda session: cards.boxes(session.office), self._show_boxes, otherwise=self._not_read
        )

    def _not_read(self, _error: Exception) -> bool:
        self.entry.ahead.release(None)
        return False

    def _show_boxes(self, rows: list[Choice]) -> None:
        asking = PickDialog(
            self._desk.window,
            _("Kas atau bank"),
            _("Ke mana uang lembar ini masuk."),
            rows,
            usual=_("Kas yang saya pegang"),
        )
        asking.chosen.connect(self._take_box)
        asking.finished.connect(self._come_back)
        asking.open()
        self.entry.ahead.release(asking.line)

    def _take_box(self, choice: Choice | None) -> None:
        if self.entry.batch is not None:
            self.entry.batch = replace(self.entry.batch, box=choice)
            self._show_count()

    def _back(self) -> None:
        """Back to the list; what is filled in stays."""
        self.heading.setText(self.title)
        self.about.clear()
        self._left.setCurrentIndex(0)
        self._right.setCurrentWidget(self.last)
        self._print_step()
        self._say_what()
        self.table.setFocus()

    def _write(self) -> None:
        batch = self.entry.batch
        if not self._at_entry or batch is None or self._busy:
            return
        if batch.open_rows:
            told = _("Masih {n} baris belum diisi. Spasi bila tidak membayar.")
            self.entry.complain(told.format(n=len(batch.open_rows)), batch.open_rows[0])
            return
        if batch.counted is None:
            self.count.counted.complain(_("Hitung uangnya, lalu ketik jumlahnya."))
            self._ask_count()
            return
        self._writing = batch
        self._desk.perform(
            RIGHT,
            batch.order(),
            self._written,
            sender=self,
            key=self._key,
            question=_("Setoran kolektif {number} sebesar {amount}. Setujui?").format(
                number=batch.number, amount=rupiah(batch.amount)
            ),
        )

    def _written(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        batch, self._writing = self._writing, None
        self._key = secrets.token_hex(8)
        if batch is not None:
            self._kept.pop(batch.number, None)
            self._desk.say(
                _("{number} tersimpan: {group}, {amount}.").format(
                    number=answer.number, group=batch.group, amount=rupiah(batch.amount)
                ),
                "good",
            )
        self._back()
        self._print(answer.id, copy=False)
        self.reload()

    # -- what an order needs of its sender

    def complain(self, field: str | None, words: str) -> bool:
        """At the count, or at the row that it is about; nothing filled in is lost."""
        self.entry.ahead.release(None)
        if not self._at_entry:
            return False
        found = _ROW_FIELD.match(field or "")
        if field == "counted":
            self.count.counted.complain(words)
            self._ask_count()
        else:
            lines = self._writing.ordered() if self._writing else []
            at = int(found[1]) if found else -1
            self.entry.complain(words, lines[at][0] if 0 <= at < len(lines) else None)
        return True

    # -- paper

    def _show_receipt(self, fact: int) -> None:
        self._desk.ask(
            lambda session: receipts.receipt_paper(session.office, fact, copy=True), self._shown
        )

    def _shown(self, made: receipts.ReceiptPaper) -> None:
        self._receipt = made.number
        self.last.slip.show_slip(made.slip)

    def _print_copy(self) -> None:
        """Any receipt once more; the one that is shown, or the last one, is marked already."""
        asking = reprinting.ask_which(self._desk, self._paper, self._receipt)
        asking.finished.connect(self._come_back)

    def _print(self, fact: int, *, copy: bool) -> None:
        self._desk.ask(
            lambda session: receipts.receipt_paper(session.office, fact, copy=copy), self._paper
        )

    def _paper(self, made: receipts.ReceiptPaper) -> None:
        self._shown(made)
        self._desk.print_paper(made.paper)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Number, group and state before figures, where the screen is narrow."""
        super().resizeEvent(event)
        room = self.fontMetrics().horizontalAdvance("0") * _WIDE
        for column in _SPARE:
            self.table.setColumnHidden(column, self._left.width() < room)
        self._tell_figures()

    def _tell_figures(self) -> None:
        """What the columns that found no room would say of the marked sheet."""
        batch = self.table.current()
        self.figures.setVisible(batch is not None and self.table.isColumnHidden(_SPARE[0]))
        if batch is not None:
            self.figures.setText(
                _("{number}: {n} baris, tagihan {due}").format(
                    number=batch.number, n=len(batch.rows), due=rupiah(batch.due)
                )
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the count: Enter writes, Esc and the arrow up go back to the rows."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER and event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self._write()
        elif event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Up}:
            self.entry.start()
        else:
            return super().eventFilter(watched, event)
        return True
