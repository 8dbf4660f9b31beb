"""Impor buku lama: a file is read without changing anything, judged row by row, then taken in.

What came in together goes out together: every earlier import can be taken back with a reason, as
long as nobody has built upon it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.progress import Silent
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.office.columns import IGNORED, OtherBook
from kopdes_desktop.office.imports import ImportBatch
from kopdes_desktop.paper import grid
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.imports import reading
from kopdes_desktop.ui.imports.cash_panel import CashPanel
from kopdes_desktop.ui.imports.cash_step import CashStep
from kopdes_desktop.ui.imports.file_panel import FilePanel
from kopdes_desktop.ui.imports.long_work import LongWork
from kopdes_desktop.ui.imports.reading import (
    BOOKS,
    ITEMS,
    MEMBERS,
    NO_STOCK,
    SUMS,
    Burnt,
    Found,
    Standing,
    Taken,
    Wanted,
    lacking,
)
from kopdes_desktop.ui.imports.study_panel import VIEWS, StudyPanel
from kopdes_desktop.ui.kit.dialogs import Confirm, Notice
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tasks import send_long

#: A small register for pictures of the second step: one row is wrong, one is to be completed.
_EXAMPLE: Final = """DAFTAR ANGGOTA KEADAAN PER 31 DESEMBER 2025
No. Anggota;Nama;NIK;Tgl Lahir;L/P;Dusun;Tgl Masuk;Simpanan Pokok;Simpanan Wajib
0001;Melati Jati;3310014101800001;01/01/1980;P;Krajan;05/01/2025;100.000;120.000
0002;Cendana Asoka;3310010202810002;02/02/1981;L;Krajan;05/01/2025;100.000;120.000
0003;Kenanga Ulin;331001;03/03/1982;P;Ngadirejo;05/02/2025;100.000;110.000
0004;Dahlia Waru;;04/04/1983;P;Ngadirejo;05/03/2025;100.000;100.000
;JUMLAH;;;;;;400.000;450.000
"""
#: A small cash book for pictures: a wrong balance, a day that is missing, a line to be answered.
_CASH_BOOK: Final = """BUKU KAS OPERASIONAL
Periode 31 Januari 2026
No;Tanggal;Uraian Transaksi;Bukti;Debet (Rp);Kredit (Rp);Saldo (Rp)
1;01/01/2026;Saldo Bulan Lalu;;0;0;0
2;02/01/2026;Terima pinjaman pihak ke-3;;500.000;;500.000
3;05/01/2026;Fotocopy undangan rapat;N-1;;15.000;485.000
4;;Konsumsi rapat pengurus;N-2;;90.000;395.000
6;09/01/2026;Beli galon;;;20.000;385.000
7;12/01/2026;Terima laba mitra;;75.000;;460.000
;;Transaksi Bulan ini;;575.000;115.000;460.000
"""


class ImportsScreen(Screen):
    """First the file and the earlier imports, then what the dry run found."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Impor buku lama"), desk.news, ("import.", "accounting.add_box"))
        self._desk = desk
        self._busy = False
        self._mapping = False
        self.steps = QStackedWidget(self)
        self.body.addWidget(self.steps, 1)
        self.file = FilePanel(desk.standing.today, self.steps)
        self.steps.addWidget(self.file)
        self.file.read.connect(self._read)
        self.file.chosen.connect(self._ask_undo)
        #: What Enter does at the first step, and at the second.
        self._enters = (
            Key("Return", _("di daftar impor: batalkan"), None),
            Key("Return", _("lihat barisnya, ubah isi kolom"), None),
        )
        #: Of a cash book, which is accepted line by line.
        self._of_books = (
            Key("Space", _("terima"), None),
            Key("Return", _("pilih kejadian"), None),
            Key("Delete", _("lewati"), None),
            Key("Ctrl+A", _("semua yang pasti"), None),
        )
        self.set_keys(
            Key("Ctrl+O", _("cari berkas"), self._browse),
            Key("F3", _("impor terdahulu"), self._to_batches),
            Key("Ctrl+S", _("masukkan"), self._ask_take),
            Key("Ctrl+E", _("simpan baris salah"), self._keep),
            Key("F5", _("periksa lagi"), self._again),
            Key("Esc", _("kembali"), self._back),
            *self._enters,
        )
        self.advice = _(
            "Ketik letak berkas atau cari dengan Ctrl+O, pilih isinya, lalu Ctrl+Enter untuk"
            " memeriksa. Memeriksa tidak mengubah apa pun. Setelah hasilnya terlihat, Ctrl+S"
            " memasukkan baris yang baik; yang salah ditulis ke berkas tersendiri untuk"
            " diperbaiki dan dibaca lagi. Enter pada satu kolom di “Kolom yang ditemukan”"
            " mengubah isinya; F3 lalu Enter pada satu impor membatalkannya seluruhnya. Buku kas"
            " diterima baris demi baris: Spasi menerima, Enter memilih apa yang terjadi."
        )
        self._print_hints()

    # -- the two steps

    @cached_property
    def study(self) -> StudyPanel:
        """The second step: made when the first file is read."""
        made = StudyPanel()
        made.mapped.connect(self._map)
        made.taken.connect(self._ask_take)
        made.kept.connect(self._keep)
        bind((Key("Ctrl+Return", "", self._ask_take),), made)
        self.steps.addWidget(made)
        return made

    @cached_property
    def cash(self) -> CashStep:
        """The second step of a cash book: made when the first one is read."""
        made = CashStep(self._desk, self, self._turn_to, self._booked)
        bind((Key("Ctrl+Return", "", self._ask_take),), made.panel)
        self.steps.addWidget(made.panel)
        return made

    def studying(self) -> bool:
        """Whether the dry run of a register is shown."""
        return self.steps.currentWidget() is not self.file and not self.booking()

    def booking(self) -> bool:
        """Whether a cash book is shown."""
        return isinstance(self.steps.currentWidget(), CashPanel)

    def start(self) -> None:
        if self.booking():
            self.cash.panel.start()
        elif self.studying():
            self.study.start()
        else:
            self.file.start()

    def reload(self) -> None:
        self._desk.ask(reading.standing, self._stand)

    def _stand(self, found: Standing) -> None:
        self.file.show_standing(found, self._desk.standing.today)

    def keys_now(self) -> tuple[Key, ...]:
        """Of the step that is shown."""
        second = self.studying() or self.booking()
        here = {"Ctrl+S", "Ctrl+E", "F5", "Esc"} if second else {"Ctrl+O", "F3"}
        keys = tuple(key for key in self.keys if key.sequence in here)
        if self.booking():
            said = {"Ctrl+E": _("simpan lembar jawaban")}
            named = (key._replace(words=said.get(key.sequence, key.words)) for key in keys)
            return (*self._of_books, *named)
        return (*keys, self._enters[self.studying()])

    def _print_hints(self) -> None:
        left_out = {"Ctrl+E", "F5", "Esc"} if self.booking() else set()  # they stand on buttons
        self.print_foot(tuple(key for key in self.keys_now() if key.sequence not in left_out))

    def states(self) -> Sequence[Callable[[], None]]:
        """A small register as the dry run shows it: its faults, its columns."""
        return (self._show_example, self._show_columns, self._show_cash_book, self._show_lines)

    def _show_example(self) -> None:
        book = grid.read_book(_EXAMPLE.encode(), "contoh-buku-anggota.csv")
        wanted = Wanted(Path(book.name), MEMBERS)
        self._desk.ask(
            lambda session: reading.study(session, wanted, Silent(), book), self._studied
        )

    def _show_columns(self) -> None:
        self.study.views.go_to(list(VIEWS).index("columns"))

    def _show_cash_book(self) -> None:
        book = grid.read_book(_CASH_BOOK.encode(), "contoh-buku-kas.csv")
        box = self.file.box.box.itemData(0)
        self.cash.show_example(Wanted(Path(book.name), BOOKS, cash=box), book)

    def _show_lines(self) -> None:
        self.cash.panel.views.go_to(2)
        self.cash.panel.accept_sure()

    def _turn_to(self, step: FilePanel | StudyPanel | CashPanel) -> None:
        self.steps.setCurrentWidget(step)
        self._print_hints()
        self.start()

    def _back(self) -> None:
        """From the rows to their kinds, from there to the file, from there away."""
        step = self.steps.currentWidget()
        if not isinstance(step, StudyPanel | CashPanel):
            self.left.emit()
        elif step.views.hasFocus():
            self._turn_to(self.file)
        else:
            step.start()

    def _browse(self) -> None:
        if self.steps.currentWidget() is self.file:
            self.file.browse()

    def _to_batches(self) -> None:
        if self.steps.currentWidget() is self.file:
            self.file.batches.setFocus()

    # -- sender of long work

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.file.form.set_busy(busy)
        if self.studying():
            self.study.set_busy(busy)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """At the field of the file, else above the buttons of the step."""
        self._mapping = False
        if self.booking():
            self.cash.panel.complain(words)
        elif self.studying():
            self.study.complain(words)
        else:
            at = {"product": "what", "map": "file"}.get(field or "", field)
            self.file.form.complain(at, words)
        return True

    # -- reading

    def _read(self, wanted: Wanted) -> None:
        if wanted.what == BOOKS:
            self.cash.read(wanted)
            return
        send_long(
            self._desk.errands,
            lambda progress: reading.study(self._desk.session, wanted, progress),
            self._studied,
            window=self._desk.window,
            title=_("Memeriksa berkas"),
            words=_("Setiap baris {name} dibaca dan diperiksa. Tidak ada yang diubah.").format(
                name=wanted.path.name
            ),
            sender=self,
            otherwise=lambda error: self._is_other(error, wanted),
        )

    def _is_other(self, error: Exception, wanted: Wanted) -> bool:
        """A list of another kind that is read here too: its kind is chosen, Enter goes on."""
        if not isinstance(error, OtherBook):
            return False
        kind = reading.KIND_OF_COMMAND.get(str(error.values["command"]))
        if kind is None or kind == wanted.what or self.studying():
            return False
        self.file.what.choose(kind)
        told = _("{name} adalah {kind}. Isinya sudah diganti; Ctrl+Enter memeriksanya.")
        self.file.form.tell(
            told.format(name=wanted.path.name, kind=error.values["kind"]), "warning"
        )
        (self.file.place if kind == ITEMS else self.file.path).call_back()
        return True

    def _studied(self, found: Found) -> None:
        self.study.show_found(found)
        self._turn_to(self.study)
        if self._mapping:
            self.study.start_at_column()
            self._mapping = False
        made = found.study
        self._desk.say(
            _("{name}: {ready} dari {rows} baris siap.").format(
                name=made.name, ready=number(made.ready), rows=number(made.rows)
            )
        )

    def _again(self) -> None:
        """The file was mended meanwhile."""
        if self.booking():
            self.cash.again()
        elif self.studying() and self.study.found is not None:
            self._mapping = False
            self._read(self.study.found.wanted)

    def _map(self, field: str, header: str) -> None:
        """This column holds that, or nothing is read for that field: read again."""
        if self.study.found is not None:
            wanted = self.study.found.wanted
            kept = wanted.mapping.items()
            self._mapping = True
            named = {name: title for name, title in kept if title != header or title == IGNORED}
            self._read(replace(wanted, mapping={**named, field: header}))

    # -- taking in

    def _ask_take(self) -> None:
        if self.booking():
            self.cash.ask_take()
            return
        found = self.study.found if self.studying() else None
        if found is None or not self.study.take_button.isEnabled():
            return
        asking = Confirm(
            self._desk.window,
            _("Masukkan buku lama?"),
            " ".join(_question(found)),
            deed=_("Masukkan {n} baris").format(n=number(found.study.ready)),
        )
        asking.confirmed.connect(self._take)
        asking.open()

    def _take(self) -> None:
        found = self.study.found
        if found is None:
            return
        LongWork(
            self._desk,
            lambda progress, confirmed: reading.take_in(
                self._desk.session, found, progress, confirm_day=confirmed
            ),
            self._taken,
            title=_("Memasukkan buku lama"),
            words=_("{name} sedang dimasukkan. Bila dihentikan, tidak ada yang masuk.").format(
                name=found.study.name
            ),
            sender=self,
        ).go()

    def _taken(self, taken: Taken) -> None:
        done = taken.done
        told = _("{n} baris masuk.").format(n=number(done.imported))
        if taken.rejects is not None:
            self._desk.print_paper(taken.rejects)
            left = _("{n} baris salah ditulis ke {folder}, berkas {name}.xlsx.").format(
                n=number(len(done.errors)),
                folder=self._desk.printer.folder,
                name=taken.rejects.name,
            )
            told = f"{told} {left}"
        self._booked(told)

    def _booked(self, told: str) -> None:
        """Back at the file, with what went in."""
        self.file.path.clear()
        self._turn_to(self.file)
        self.file.form.tell(told, "good")
        self._desk.say(told, "good")
        self.reload()

    def _keep(self) -> None:
        """The faulty rows as a sheet, without taking anything in."""
        if self.booking():
            self.cash.keep()
            return
        found = self.study.found if self.studying() else None
        if found is not None and found.study.errors:
            self._desk.ask(lambda session: reading.rejects(session, found), self._desk.print_paper)

    # -- taking back

    def _ask_undo(self, batch: ImportBatch) -> None:
        if batch.undone_by is not None:
            self._desk.say(_("Impor ini sudah dibatalkan."))
            return
        self._desk.ask(lambda session: reading.burnt(session, batch), self._ask_reason)

    def _ask_reason(self, found: Burnt) -> None:
        asking = AskReason(
            self._desk.window,
            _("Batalkan seluruh impor ini?"),
            _cost(found),
            deed=_("Batalkan impor"),
        )
        asking.given.connect(_Undoing(self, found.batch))
        asking.open()

    def undo(self, batch: ImportBatch, reason: str) -> None:
        """Take a whole import back."""
        LongWork(
            self._desk,
            lambda progress, confirmed: reading.undo(
                self._desk.session, batch.key, reason, progress, confirm_day=confirmed
            ),
            self._undone,
            title=_("Membatalkan impor"),
            words=_("Semua yang masuk bersama sedang dikeluarkan lagi."),
            sender=_UndoSender(self),
        ).go()

    def _undone(self, batch: ImportBatch) -> None:
        told = _("Impor {day} dibatalkan, {rows} baris.").format(
            day=short_day(batch.bd), rows=number(batch.rows)
        )
        self.file.form.tell(told)
        self._desk.say(told, "good")
        self.reload()
        QTimer.singleShot(0, self, self._to_batches)

    def refuse_undo(self, words: str) -> None:
        """Who built upon it, in full: the list is longer than a line."""
        Notice(self._desk.window, _("Impor ini tidak dapat dibatalkan"), words).open()


class _Undoing:
    """A reason's way to the import that it was asked for."""

    def __init__(self, screen: ImportsScreen, batch: ImportBatch) -> None:
        self._screen, self._batch = screen, batch

    def __call__(self, reason: str) -> None:
        self._screen.undo(self._batch, reason)


class _UndoSender:
    """The same screen, but a refusal is shown as a notice with its list."""

    def __init__(self, screen: ImportsScreen) -> None:
        self._screen = screen

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._screen.set_busy(busy)

    def is_busy(self) -> bool:
        return self._screen.is_busy()

    def complain(self, field: str | None, words: str) -> bool:
        del field
        self._screen.refuse_undo(words)
        return True


def _cost(found: Burnt) -> str:
    """What taking an import back costs: what can never come again first."""
    told = []
    if found.numbers:
        told.append(
            _(
                "{n} nomor anggota hangus ({first} s.d. {last}): nomor itu tidak pernah dapat"
                " dipakai lagi, juga tidak oleh orang yang sama."
            ).format(n=number(found.numbers), first=found.first, last=found.last)
        )
    told.append(
        _("Impor {day}, {rows} baris, keluar seluruhnya; {n} jurnalnya dibalik hari ini.").format(
            day=short_day(found.batch.bd),
            rows=number(found.batch.rows),
            n=number(found.entries),
        )
    )
    if found.numbers:
        told.append(_("NIK mereka bebas lagi."))
    told.append(_("Ditolak bila sudah ada transaksi di atasnya."))
    return "\n".join(told)


def _question(found: Found) -> list[str]:
    """What, how much, and what stays out."""
    made = found.study
    told = [
        _("{n} baris dari {name} masuk ke buku koperasi dalam satu langkah.").format(
            n=number(made.ready), name=made.name
        )
    ]
    told += [
        _("{product} {amount}.").format(product=_(SUMS.get(code, code)), amount=rupiah(amount))
        for code, amount in made.totals.items()
        if amount
    ]
    if found.wanted.place not in {None, NO_STOCK}:
        told.append(_("Stoknya masuk ke tempat {place}.").format(place=found.wanted.place))
    told += lacking(found)
    if made.as_of is not None:
        told.append(_("Keadaan per {day}.").format(day=short_day(made.as_of)))
    if made.errors:
        told.append(
            _("{n} baris salah tidak ikut; ditulis ke berkas tersendiri dengan sebabnya.").format(
                n=number(len(made.errors))
            )
        )
    told.append(_("Seluruhnya dapat dibatalkan lagi selama belum ada transaksi di atasnya."))
    return told
