"""Cocokkan: tick what stands on the printed statement; the difference is told all the while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kopdes_desktop.banking import rules
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.page import Page, offer
from kopdes_desktop.ui.banking.reading import RECONCILE, RIGHT, Boxes, Compared, Line
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size, card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

_FIELD, _WIDE = 220, 420


def _came(line: Line) -> int:
    return max(int(line.amount), 0)


def _went(line: Line) -> int:
    return max(-int(line.amount), 0)


def _filled(amount: int) -> str:
    return number(amount) if amount else ""


def _at_bank(line: Line) -> str:
    if line.cancelled:
        return _("saling menghapus")
    return short_day(line.bank_day) if line.bank_day is not None else ""


COLUMNS = (
    Column("✓", lambda line: line.ticked, text=lambda on: "✓" if on else "·", width=2),
    Column(N_("Tanggal"), lambda line: line.day, text=short_day, width=10),
    Column(N_("Uraian"), lambda line: line.text, width=0),
    Column(N_("Bukti"), lambda line: line.number, width=19),
    Column(N_("Masuk"), _came, text=_filled, width=11, right=True),
    Column(N_("Keluar"), _went, text=_filled, width=11, right=True),
    Column(N_("Di bank"), _at_bank, width=15),
)


class ComparePage(Page):
    """Space ticks; the sum, the statement's balance and what lies between them stand below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Cocokkan dengan rekening koran"))
        self._busy = False
        self._turn = 0
        self.compared: Compared | None = None
        self.box = ChoiceField("box", _("&Rekening"), ())
        self.until = DayField("day", _("Sampai &tanggal"), lambda: self.desk.standing.today)
        self._propose_day()
        self.balance = MoneyField("balance", _("Saldo menurut &bank"))
        self.table = Table(COLUMNS, _("Baris buku bank yang belum dicocokkan"))
        self.table.spare(124, 6)
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.verdict = kind_label("", "heading")
        self.verdict.setWordWrap(True)
        self.save = button(_("Simpan (Ctrl+S)"), "primary", "save")
        self.save.clicked.connect(self.send)
        self.body.addLayout(self._asked())
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._foot())
        self.keys = (
            Key("Space", _("centang")),
            Key("Ctrl+A", _("centang semua"), self.tick_all),
            Key("F2", _("isian"), self._to_fields),
            Key("Ctrl+S", _("simpan"), self.send),
            Key("Ctrl+P", _("cetak"), self._print),
            Key("Esc", _("ke buku")),
        )
        self.rights = dict.fromkeys(("Space", "Ctrl+A", "Ctrl+S"), RECONCILE)
        bind((Key("Space", "", self.toggle),), self.table)
        self.box.edited.connect(self._turn_box)
        self.balance.edited.connect(self._tell)
        fields = [self.box.editor, self.until.editor, self.balance.editor]
        self._leads = EnterLeads(fields, self._to_table)
        self.until.edit.editingFinished.connect(self.reload)
        self.until.edited.connect(self._choose_day)
        self.table.opened.connect(lambda _line: self.toggle())

    def _asked(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        for field in (self.box, self.until, self.balance):
            wide = field is self.balance
            field.setMaximumWidth(at_text_size(_WIDE if wide else _FIELD))
            row.addWidget(field, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        return row

    def _foot(self) -> Any:  # noqa: ANN401  a QFrame
        frame, inside = card()
        inside.setContentsMargins(16, 10, 16, 10)
        row = QHBoxLayout()
        words = QVBoxLayout()
        self.sums = kind_label("", "muted")
        self.sums.setWordWrap(True)
        words.addWidget(self.verdict)
        words.addWidget(self.sums)
        row.addLayout(words, 1)
        row.addWidget(self.save)
        inside.addLayout(row)
        return frame

    def show_boxes(self, boxes: Boxes) -> None:
        super().show_boxes(boxes)
        offer(self.box, [(box.code, box.name) for box in boxes.banks])
        self.save.setVisible(self.allows(RECONCILE))

    def start(self) -> None:
        """At the balance that the statement shows; there is nothing to tick without it."""
        self.balance.editor.setFocus()

    def reload(self) -> None:
        """Of the account and the day that the fields name."""
        box = self.box.box.currentData()
        try:
            until = self.until.value()
        except Refusal as refusal:
            self.until.complain(refusal.message)
            return
        if box is None:
            self.said.setText(_("Belum ada rekening bank. Tambahkan di Koperasi & pengaturan."))
            return
        self._turn += 1
        turn = self._turn
        self.desk.read(
            RIGHT,
            lambda read: (turn, reading.compared(read, box, until)),
            then=self._show,
        )

    def _show(self, answer: tuple[int, Compared]) -> None:
        turn, found = answer
        if turn != self._turn:
            return
        if self._propose_later(found):
            return
        before = self.compared
        same = before is not None and (before.box, before.until) == (found.box, found.until)
        kept = {line.place: line.ticked for line in self.table.rows.rows} if same else {}
        at = self.table.currentIndex().row()
        self.compared = found
        rows = [line.turned(ticked=kept.get(line.place, line.ticked)) for line in found.lines]
        self.table.set_rows(rows)
        self.table.go_to(min(max(at, 0), len(rows) - 1) if same else 0)
        if found.told is not None and (not same or not self.balance.text):
            self.balance.set_amount(found.told)
        self._tell()

    def _propose_day(self) -> None:
        """The end of the last month: that is what a statement is usually of."""
        today = self.desk.standing.today
        self.until.set_day(min(Month.of(today).plus(-1).last(), today))
        #: Whether nobody has named another day since.
        self._proposed = True

    def _turn_box(self) -> None:
        self._propose_day()
        self.reload()

    def _choose_day(self) -> None:
        self._proposed = False

    def _propose_later(self, found: Compared) -> bool:
        """Today, where last month's statement is done already: nothing is replaced unasked."""
        today = self.desk.standing.today
        if not (self._proposed and found.replaces and found.until < today):
            return False
        self.until.set_day(today)
        self._proposed = False
        self.reload()
        return True

    # -- ticking

    def toggle(self) -> None:
        """Tick the line under the cursor, or not, and go on to the next."""
        at = self.table.currentIndex().row()
        line = self.table.current()
        if line is None:
            return
        self.table.rows.replace_row(at, line.turned(ticked=not line.ticked))
        self.table.go_to(at + 1)
        self._tell()

    def tick_all(self) -> None:
        """All, or none where all are ticked."""
        rows: list[Line] = self.table.rows.rows
        ticked = not all(line.ticked for line in rows)
        for at, line in enumerate(rows):
            self.table.rows.replace_row(at, line.turned(ticked=ticked))
        self._tell()

    def ticked(self) -> Rupiah:
        """What is ticked now and was before."""
        rows: list[Line] = self.table.rows.rows
        before = int(self.compared.before) if self.compared is not None else 0
        return Rupiah(before + sum(int(line.amount) for line in rows if line.ticked))

    def _typed(self) -> Rupiah | None:
        try:
            return self.balance.value()
        except Refusal:
            return None

    def _tell(self) -> None:
        found = self.compared
        if found is None:
            return
        self.said.setText(self._above(found))
        ticked, balance = self.ticked(), self._typed()
        shown = _("Dicentang {ticked}").format(ticked=rupiah(ticked))
        if balance is None:
            self.verdict.setText(_("{ticked} · isi saldo menurut bank").format(ticked=shown))
            set_tone(self.verdict, "")
        elif balance == ticked:
            told = _("{ticked} = saldo bank. Cocok.").format(ticked=shown)
            self.verdict.setText(told)
            set_tone(self.verdict, "good")
        else:
            self.verdict.setText(
                _("{ticked} · bank {balance} · SELISIH {difference}").format(
                    ticked=shown,
                    balance=rupiah(balance),
                    difference=rupiah(balance - ticked),
                )
            )
            set_tone(self.verdict, "danger")
        self.sums.setText(self._below(found, ticked, balance))

    def _above(self, found: Compared) -> str:
        last = (
            _("Terakhir dicocokkan per {day} ({number}).").format(
                day=short_day(found.last.day), number=found.last.number
            )
            if found.last is not None
            else _("Rekening ini belum pernah dicocokkan.")
        )
        words = [last]
        if found.replaces:
            again = _(
                "Untuk tanggal ini atau sesudahnya sudah ada {names}; menyimpan menggantinya."
            )
            words = [again.format(names=", ".join(found.replaces))]
        if found.unknown:
            words.append(
                ngettext(
                    "{n} mutasi bank belum ada di buku: Alt+3.",
                    "{n} mutasi bank belum ada di buku: Alt+3.",
                    found.unknown,
                ).format(n=found.unknown)
            )
        if not found.lines:
            words.append(_("Semua baris sampai tanggal ini sudah dicocokkan."))
        return " ".join(words)

    def _below(self, found: Compared, ticked: Rupiah, balance: Rupiah | None) -> str:
        rows: list[Line] = self.table.rows.rows
        open_ = [line for line in rows if not line.ticked]
        words = [
            _("Saldo buku {ledger}, belum dicentang {n} baris ({left}).").format(
                ledger=rupiah(found.ledger),
                n=len(open_),
                left=rupiah(found.ledger - ticked),
            )
        ]
        if balance is not None and balance != ticked:
            amounts = {line.place: line.amount for line in rows}
            places = set(rules.suspects(balance - ticked, amounts))
            names = [line.number or line.text for line in rows if line.place in places][:3]
            if names:
                words.append(_("Periksa {names}.").format(names=", ".join(names)))
        return " ".join(words)

    # -- saving

    def send(self) -> None:
        """Reconciled, if it ties; the books say what is wrong otherwise."""
        found = self.compared
        if found is None or self._busy or not self.may(RECONCILE):
            return
        try:
            balance = self.balance.value()
        except Refusal as refusal:
            self.balance.complain(refusal.message)
            self.balance.call_back()
            return
        rows: list[Line] = self.table.rows.rows
        order = {
            "box": found.box.code,
            "day": found.until.isoformat(),
            "balance": int(balance or 0),
            "ticked": [list(line.place) for line in rows if line.ticked],
            "rows": list(found.marks),
        }
        self.desk.perform(RECONCILE, order, self._saved, sender=self)

    def _saved(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.done(answer)
        told = _("{number}: cocok per {day}. Ctrl+P mencetaknya.")
        day = short_day(self.compared.until) if self.compared is not None else ""
        self.desk.say(told.format(number=answer.number, day=day), "good")
        self.reload()

    def _print(self) -> None:
        """The last reconciliation of this account."""
        box = self.box.box.currentData()
        if box is not None:
            self.show_paper("bank_reconciliation", {"box": str(box)})

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.save.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether it is being written."""
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """At the field, or below the table."""
        at = {"balance": self.balance, "day": self.until, "box": self.box}.get(field or "")
        if at is not None and field != "balance":
            at.complain(words)
            at.call_back()
        else:
            self.verdict.setText(words)
            set_tone(self.verdict, "danger")
        return True

    def _to_table(self) -> None:
        self.table.setFocus()

    def _to_fields(self) -> None:
        self.until.call_back()

    def states(self) -> Sequence[Callable[[], None]]:
        """With everything ticked but the last line."""
        return (self._tick_most,)

    def _tick_most(self) -> None:
        if self.compared is not None:
            self.tick_all()
            self.balance.set_amount(self.ticked())
            self.table.go_to(len(self.table.rows.rows) - 1)
            self.toggle()
