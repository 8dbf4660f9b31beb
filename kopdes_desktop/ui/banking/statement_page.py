"""Rekening koran: a file of the bank is read; what the books do not hold is recorded row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from kopdes_desktop.banking.bank_files import BankFile, of_another_bank, read_bank_file
from kopdes_desktop.banking.statements import order_of
from kopdes_desktop.banking.suggesting import Suggestion
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.paper.grid import read_book
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.page import Page, offer
from kopdes_desktop.ui.banking.reading import BOOK, READ, Boxes, Told
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

_FIELD = 240
_FORMATS = N_("Rekening koran (*.csv *.xlsx *.xls *.txt *.tsv)")
_SHOWN = 4
_EXAMPLE = "Tanggal,Keterangan,Debit,Kredit,Saldo\n31/01/2026,Bunga,,8000,1008000\n"


def _way(told: Told) -> str:
    return told.likeliest.title if told.likeliest is not None else _("pilih dengan Enter")


def _filled(amount: int) -> str:
    return number(amount) if amount else ""


COLUMNS = (
    Column(N_("Tanggal"), lambda told: told.row.day, text=short_day, width=10),
    Column(N_("Kata bank"), lambda told: told.row.text, width=0),
    Column(
        N_("Masuk"), lambda told: max(int(told.row.amount), 0), text=_filled, width=11, right=True
    ),
    Column(
        N_("Keluar"), lambda told: max(-int(told.row.amount), 0), text=_filled, width=11, right=True
    ),
    Column(N_("Usulan"), _way, width=34, tone=lambda t: "" if t.likeliest else "warning"),
)


class TakeDialog(Dialog):
    """What a file holds, before its rows are taken in; Enter takes them, nothing is posted."""

    taken = Signal()
    unsaid = NOTHING_DONE

    def __init__(
        self, parent: QWidget | None, title: str, words: str, *, doubtful: bool = False
    ) -> None:
        """What is `doubtful` is not taken by the first Enter."""
        super().__init__(parent, title, words, icon="alert-triangle" if doubtful else "info")
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        take = button(_("Ambil mutasinya"), "primary", "download")
        take.clicked.connect(self._take)
        self.add_buttons(back, take)
        (back if doubtful else take).setFocus()

    def _take(self) -> None:
        self.accept()
        self.taken.emit()


class StatementPage(Page):
    """Ctrl+O reads a file; Enter records a row, Ctrl+Enter all that are certain."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Rekening koran"))
        self._turn = 0
        self._busy = False
        self.box = ChoiceField("box", _("&Rekening"), ())
        self.box.setFixedWidth(at_text_size(_FIELD))
        self.browse = button(_("Baca berkas bank (Ctrl+O)"), "", "upload")
        self.browse.clicked.connect(self.ask_file)
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.table = Table(COLUMNS, _("Mutasi bank yang belum ada di buku"))
        self.table.opened.connect(self.act)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.box)
        row.addWidget(self.browse)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        self.keys = (
            Key("Return", _("catat")),
            Key("Ctrl+Return", _("catat semua yang pasti"), self.book_sure),
            Key("Ctrl+O", _("baca berkas bank"), self.ask_file),
            Key("Esc", _("ke buku")),
        )
        self.rights = {"Return": BOOK, "Ctrl+Return": BOOK, "Ctrl+O": READ}
        self.box.edited.connect(self.reload)

    def show_boxes(self, boxes: Boxes) -> None:
        super().show_boxes(boxes)
        offer(self.box, [(box.code, box.name) for box in boxes.banks])
        self.browse.setVisible(self.allows(READ))

    def start(self) -> None:
        """At the rows; at the button where there are none."""
        empty = not self.table.rows.rows and not self.browse.isHidden()
        (self.browse if empty else self.table).setFocus()

    def reload(self) -> None:
        box = self.box.box.currentData()
        if box is None:
            self.said.setText(_("Belum ada rekening bank. Tambahkan di Koperasi & pengaturan."))
            return
        self._turn += 1
        turn = self._turn
        self.desk.ask(
            lambda session: (turn, reading.told(session.office, box, date.max)), self._show
        )

    def _show(self, answer: tuple[int, list[Told]]) -> None:
        turn, rows = answer
        if turn != self._turn:
            return
        at = self.table.currentIndex().row()
        self.table.set_rows(rows)
        self.table.go_to(min(max(at, 0), len(rows) - 1))
        self.said.setText(self._summary(rows))

    def _summary(self, rows: Sequence[Told]) -> str:
        if not rows:
            return _(
                "Tidak ada mutasi bank yang belum dicatat. Ctrl+O membaca berkas rekening koran"
                " BRI, BNI, Mandiri, BSI, BCA, BPD, atau daftar sendiri (CSV, Excel). Membaca"
                " berkas tidak mencatat apa pun, dan berkas yang sama tidak terhitung dua kali."
                " Rekening koran di kertas atau PDF dicentang di Cocokkan (Alt+2)."
            )
        came = sum(max(int(told.row.amount), 0) for told in rows)
        went = sum(max(-int(told.row.amount), 0) for told in rows)
        return ngettext(
            "{n} mutasi bank belum ada di buku: masuk {came}, keluar {went}.",
            "{n} mutasi bank belum ada di buku: masuk {came}, keluar {went}.",
            len(rows),
        ).format(n=len(rows), came=rupiah(came), went=rupiah(went))

    # -- files

    def ask_file(self) -> None:
        """Which file; the system's own dialog."""
        if not self.may(READ) or self.box.box.currentData() is None:
            return
        path, _kind = QFileDialog.getOpenFileName(
            self.desk.window, _("Berkas rekening koran"), "", _(_FORMATS)
        )
        if path:
            self.read_file(Path(path))

    def read_file(self, path: Path) -> None:
        """What the file says; nothing is kept yet."""
        today = self.desk.standing.today
        self.desk.ask(lambda _session: reading.file(path, today), self._was_read)

    def _was_read(self, found: BankFile) -> None:
        """Said before it is taken in, with all that is odd about it."""
        title = _("Rekening koran {bank}").format(bank=found.bank)
        words, box = self._about(found), self.box.box.currentText()
        other = of_another_bank(found.bank, box)
        if other:
            warning = _("PERIKSA: ini berkas {bank}, sedangkan rekeningnya {box}.")
            words = "\n\n".join((warning.format(bank=found.bank, box=box), words))
        odd = bool(other or found.breaks or self._ahead(found))
        asking = TakeDialog(self.desk.window, title, words, doubtful=odd)
        asking.taken.connect(lambda: self._take(found))
        asking.open()

    def _about(self, found: BankFile) -> str:
        box = self.box.box.currentText()
        words = [
            ngettext(
                "{name}: {n} mutasi dari {first} sampai {last}, untuk {box}.",
                "{name}: {n} mutasi dari {first} sampai {last}, untuk {box}.",
                len(found.rows),
            ).format(
                name=found.name,
                n=len(found.rows),
                first=short_day(found.rows[0].day),
                last=short_day(found.rows[-1].day),
                box=box,
            )
        ]
        if found.opening is not None and found.closing is not None:
            words.append(
                _("Saldo awal {opening}, saldo akhir {closing}.").format(
                    opening=rupiah(found.opening), closing=rupiah(found.closing)
                )
            )
        if found.left_out:
            shown = "; ".join(
                _("baris {row}: {reason}").format(row=each.row, reason=each.reason)
                for each in found.left_out[:_SHOWN]
            )
            more = len(found.left_out) - _SHOWN
            tail = _(" dan {n} lagi").format(n=more) if more > 0 else ""
            words.append(_("Tidak diambil: {rows}{tail}.").format(rows=shown, tail=tail))
        if found.breaks:
            rows = ", ".join(str(each) for each in found.breaks[:_SHOWN])
            words.append(
                _("Saldo di berkas tidak menyambung pada baris {rows}: periksa berkasnya.").format(
                    rows=rows
                )
            )
        ahead = self._ahead(found)
        if ahead:
            words.append(
                _("Ada tanggal yang belum tiba: {days}. Periksa berkasnya.").format(
                    days=", ".join(short_day(day) for day in ahead[:_SHOWN])
                )
            )
        if found.rounded:
            words.append(_("{n} jumlah bersen dibulatkan ke rupiah.").format(n=found.rounded))
        return "\n\n".join(words)

    def _ahead(self, found: BankFile) -> list[date]:
        """Days that are still to come."""
        today = self.desk.standing.today
        return sorted({row.day for row in found.rows if row.day > today})

    def _take(self, found: BankFile) -> None:
        box = str(self.box.box.currentData())
        self.desk.perform(READ, order_of(box, found), self._taken, sender=self)

    def _taken(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        self.desk.say(
            _("{added} mutasi baru diambil, {known} sudah dikenal.").format(
                added=fact["added"], known=fact["rows"] - fact["added"]
            ),
            "good",
        )
        self.reload()
        self.table.setFocus()

    # -- recording

    def act(self, told: Told) -> None:
        """How this row is recorded: the proposal first, the other ways below it."""
        if not self.may(BOOK):
            return
        if not told.ways:
            self.desk.say(_("Tidak ada cara sederhana untuk mutasi ini; pakai Catat."), "warning")
            return
        way = ChoiceField(
            "way",
            _("Dicatat sebagai"),
            [(str(at), each.title) for at, each in enumerate(told.ways)],
            needed=told.likeliest is None,
        )
        asking = FormDialog(
            self.desk.window,
            _("Catat mutasi bank"),
            _("{day} · {text} · {amount}").format(
                day=short_day(told.row.day), text=told.row.text, amount=rupiah(told.row.amount)
            ),
            (way,),
            deed=_("Catat"),
        )

        def given(typed: dict[str, Any]) -> None:
            order = self._order(told, told.ways[int(typed["way"])])
            asking.perform(self.desk, BOOK, order, self._booked, question=_("Catat mutasi bank"))

        asking.given.connect(given)
        asking.open()

    def _order(self, told: Told, way: Suggestion) -> dict[str, Any]:
        return {
            "box": str(self.box.box.currentData()),
            "row": told.mark,
            "op": way.operation,
            "order": dict(way.order),
        }

    def _booked(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan.").format(number=answer.fact["d"]["voucher"])
        self.desk.say(told, "good")
        self.reload()

    def book_sure(self) -> None:
        """Fees, interest and its tax: all of them, in one go."""
        if self._busy or not self.may(BOOK):
            return
        rows: list[Told] = self.table.rows.rows
        sure = [told for told in rows if told.likeliest is not None and told.likeliest.sure]
        if not sure:
            self.desk.say(_("Tidak ada yang pasti; Enter mencatat satu per satu."), "warning")
            return
        orders = [(BOOK, self._order(told, told.likeliest)) for told in sure if told.likeliest]
        self.desk.perform_all(orders, self._all_booked, sender=self)

    def _all_booked(self, answers: list[Any]) -> None:
        told = ngettext("{n} mutasi tercatat.", "{n} mutasi tercatat.", len(answers))
        self.desk.say(told.format(n=len(answers)), "good")
        self.reload()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy  # nothing is disabled: the cursor may be there

    def is_busy(self) -> bool:
        """Whether something is being written."""
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """In the status line: there is no field to blame."""
        del field
        self.desk.say(words, "danger")
        return True

    def states(self) -> Sequence[Callable[[], None]]:
        """A row about to be recorded; what a small file holds where there is none."""
        return (self._act_first,)

    def _act_first(self) -> None:
        if self.table.rows.rows:
            self.act(self.table.rows.rows[0])
        else:
            book = read_book(_EXAMPLE.encode(), "contoh-mutasi.csv")
            self._was_read(read_bank_file(book, self.desk.standing.today))
