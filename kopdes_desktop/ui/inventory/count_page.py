"""Opname: figures are frozen, shelves are counted blind, differences settled, and it is closed.

What is scanned lies on this list until it is written: by Enter on the empty line, by itself after
every twenty goods, and when the page is left. The books' figures are shown on F7 only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.goods import typed
from kopdes_desktop.goods.rules import decimal, shown
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, short_day
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory import papers
from kopdes_desktop.ui.inventory.count_reading import (
    ADD,
    BEGIN,
    CLOSE,
    CountNow,
    CountRow,
    count_now,
)
from kopdes_desktop.ui.inventory.goods_panel import NAME, QUANTITY, UNIT, GoodsPanel
from kopdes_desktop.ui.inventory.page import GoodsPage
from kopdes_desktop.ui.inventory.reading import StockNow
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Notice
from kopdes_desktop.ui.kit.fields import EnterLeads, Field, TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.pick_dialog import PickDialog

#: So many goods are never lost to a pulled plug.
_OFTEN = 20
KEEP, ZERO = "keep", "zero"
WAITING = (
    Column(N_("Belum dihitung"), lambda row: row.item.name, width=0),
    Column(N_("Kode"), lambda row: row.item.code, width=12),
)


class CountPage(GoodsPage):
    """Left the goods as they are counted, right what is left to count, or the differences."""

    def __init__(self, desk: Desk) -> None:
        columns = (NAME, QUANTITY, UNIT)
        panel = GoodsPanel(_("Hitung"), _("Hitungan yang belum disimpan"), columns, blind=True)
        super().__init__(desk, _("Opname"), panel)
        self._count: CountNow | None = None
        self._counter: Choice | None = None
        self._sent: list[int] = []
        self._leaving = False
        self.settled: dict[int, int] = {}
        self._stack = QStackedWidget(self)
        before, counting, differences = self._beginning(), self._counting(), self._differences()
        for step in (before, counting, differences):
            self._stack.addWidget(step)
        self.body.addWidget(self._stack, 1)
        self.keys = (
            Key("Ctrl+Return", _("simpan hitungan"), self.save),
            Key("F6", _("penghitung"), self.ask_counter),
            Key("F7", _("selisih"), self.show_differences),
            Key("F9", _("tutup opname"), self.ask_close),
            Key("Ctrl+P", _("cetak lembar"), self._print),
            Key("Esc", _("kembali")),
        )
        self._stack.currentChanged.connect(lambda _at: self.stepped.emit())
        bind((Key("Esc", _("kembali"), self._leave),), before)
        bind((Key("Esc", _("kembali"), self._to_counting),), differences)

    def keys_now(self) -> tuple[Key, ...]:
        """Before a count only the record of the last can be printed."""
        unused: tuple[set[str], ...] = (
            {"Ctrl+Return", "F6", "F7", "F9"},
            set(),
            {"Ctrl+Return", "F7"},
        )
        return tuple(
            key for key in self.keys if key.sequence not in unused[self._stack.currentIndex()]
        )

    def _to_counting(self) -> None:
        """From the differences back to the shelf."""
        if self.answer.isVisible():
            self.answer.hide()
            self.differs.setFocus()
            return
        self._stack.setCurrentIndex(1)
        self.start()

    # -- laid out once

    def _beginning(self) -> QWidget:
        """Before a count: who counts, and the button."""
        self.two = ChoiceField(
            "second",
            _("Penghitung"),
            (
                ("", _("satu orang")),
                ("two", _("dua orang, masing-masing menghitung semua")),
                ("shared", _("beberapa orang, berbagi rak (dijumlahkan)")),
            ),
        )
        self.which = ChoiceField("category", _("Yang dihitung"), (("", _("semua barang")),))
        self.begin_button = button(_("Bekukan angka dan mulai opname"), "primary", "clipboard-list")
        self.begin_button.clicked.connect(self.begin_count)
        asked_in_turn = [self.which.editor, self.two.editor, self.begin_button]
        self._leads = EnterLeads(asked_in_turn, self.begin_count)
        self.last = kind_label("", "muted")
        self.last.setWordWrap(True)
        frame, inside = card(_("Belum ada opname yang berjalan di tempat ini"))
        words = kind_label(
            _(
                "Angka stok saat ini dibekukan sebagai pembanding, lalu rak dihitung tanpa melihat"
                " catatan. Toko boleh tetap berjualan; yang terjual sesudah ini diperhitungkan."
            ),
            "",
        )
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.begin_button)
        row.addStretch(1)
        inside.addWidget(words)
        asked = QHBoxLayout()
        asked.setSpacing(16)
        asked.addWidget(self.which, 1)
        asked.addWidget(self.two, 1)
        inside.addLayout(asked)
        inside.addLayout(row)
        inside.addWidget(self.last)
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)
        box.addStretch(1)
        return held

    def _counting(self) -> QWidget:
        self.panel.finished.connect(self.save)
        self.panel.left.connect(self._leave)
        self.panel.changed.connect(self._on_changed)
        self.progress = kind_label("", "muted")
        self.progress.setWordWrap(True)
        self.waiting = Table(WAITING, _("Belum dihitung"))
        self.waiting.opened.connect(self._count_none)
        frame, inside = card(_("Yang tersisa"))
        inside.addWidget(self.progress)
        inside.addWidget(self.waiting, 1)
        held = QWidget()
        both = QHBoxLayout(held)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addWidget(self.panel, 3)
        both.addWidget(frame, 2)
        return held

    def _differences(self) -> QWidget:
        self.differs = Table((), _("Selisih"))
        self.differs.opened.connect(self.ask_settled)
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.answer = TextField("settled", _("Jumlah sebenarnya"))
        self.answer.hide()
        self.answer.edit.returnPressed.connect(self._take_settled)
        held = QWidget()
        box = QVBoxLayout(held)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.said)
        box.addWidget(self.answer)
        box.addWidget(self.differs, 1)
        return held

    # -- what is shown

    def open(self) -> None:
        self._leaving = False
        place = self.place
        if place is not None:
            self.desk.ask(lambda session: count_now(session.office, place.code), self._show)

    def show_stock(self, now: StockNow) -> None:
        before = self.place
        super().show_stock(now)
        if before is not None and now.place != before:
            self.panel.fill([])
            self.settled = {}
        self._offer_categories(now)
        if self.isVisible():
            self.open()

    def _offer_categories(self, now: StockNow) -> None:
        chosen = self.which.value()
        self.which.box.clear()
        self.which.box.addItem(_("semua barang"), "")
        for each in now.here.categories if now.here is not None else ():
            self.which.box.addItem(each.name, each.code)
        if self.which.box.findData(chosen) >= 0:
            self.which.choose(chosen)

    def _show(self, found: CountNow) -> None:
        self._count = found
        if self._counter is None:
            self._counter = Choice(found.me, found.name(found.me))
        if found.count is None:
            self._stack.setCurrentIndex(0)
            self.begin_button.setEnabled(BEGIN in found.may)
            self.last.setText(
                _(
                    "Opname terakhir {number}, dimulai {day}. Ctrl+P mencetak berita acaranya."
                ).format(number=found.last.number, day=short_day(found.last.began))
                if found.last is not None
                else ""
            )
            self.start()
            return
        if self._stack.currentIndex() == 0:
            self._stack.setCurrentIndex(1)
            self.panel.go_on()
        self._show_progress(found)
        self._show_differences(found)

    def _show_progress(self, found: CountNow) -> None:
        me = self._counter.code if self._counter is not None else found.me
        mine = [
            row
            for row in found.rows
            if (not row.counted if found.shared else me not in row.counted)
        ]
        self.panel.call(
            _("{number} · penghitung {name}").format(
                number=found.count.number if found.count is not None else "",
                name=self._counter.words if self._counter is not None else "",
            )
        )
        words = (
            _("{n} dari {all} barang sudah dihitung.")
            if found.shared
            else _("{n} dari {all} barang sudah dihitung penghitung ini.")
        )
        told = words.format(n=len(found.rows) - len(mine), all=len(found.rows))
        if found.second:
            told += " " + _("Dua orang menghitung semuanya; F6 mengganti penghitung.")
        if found.shared:
            told += " " + _(
                "Tiap orang menghitung raknya sendiri dan hasilnya dijumlahkan; F6 mengganti"
                " penghitung."
            )
        self.progress.setText(told)
        self.waiting.set_rows(mine)

    # -- beginning

    def start(self) -> None:
        """Where the count stands."""
        at = self._stack.currentIndex()
        if at == 0:
            self.which.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif at == 1:
            self.panel.start()
        else:
            self.differs.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_count(self) -> None:
        """Freeze what the books say."""
        place = self.place
        if place is None or self.is_busy() or self._stack.currentIndex() != 0:
            return
        order: dict[str, Any] = {
            "place": place.code,
            "second": self.two.value() == "two",
            "shared": self.two.value() == "shared",
        }
        if self.which.value():
            order["category"] = self.which.value()
        self.settled = {}
        self.desk.perform(BEGIN, order, self._begun, sender=self)

    def _begun(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} dimulai. Ctrl+P mencetak lembar hitung.")
        self.desk.say(told.format(number=answer.number), "good")
        self.open()

    # -- counting

    def take_code(self, code: str) -> None:
        """A scan counts, whatever stands open of the count."""
        if self._count is None or self._count.count is None:
            self.desk.say(_("Mulai opname dahulu, baru pindai barangnya."), "warning")
            return
        if self._stack.currentIndex() != 1:
            self._stack.setCurrentIndex(1)
            self.panel.start()
        self.panel.scan(code)

    def _count_none(self, row: CountRow) -> None:
        """Enter on what is left: none of it is there."""
        counted = {each.item.key for each in self.panel.rows}
        if row.item.key not in counted:
            self._add([{"item": row.item.key, "quantity": "0"}], [])

    def _on_changed(self) -> None:
        if len(self.panel.rows) >= _OFTEN and not self.is_busy():
            self.save()

    def save(self) -> None:
        """Write down what was counted since the last time; before a count, begin it."""
        if self._stack.currentIndex() == 0:
            self.begin_count()
            return
        rows = self.panel.rows
        if self._stack.currentIndex() != 1 or self.is_busy():
            return
        if rows:
            self._add(self.panel.orders(), [row.item.key for row in rows])
        else:
            self.panel.say(_("Semua hitungan sudah disimpan. F7 melihat selisihnya."))

    def _add(self, lines: list[dict[str, Any]], sent: list[int]) -> None:
        found = self._count
        if found is None or found.count is None or self._counter is None:
            return
        self._sent = sent
        order = {"count": found.count.key, "counter": self._counter.code, "lines": lines}
        self.desk.perform(ADD, order, self._added, sender=self)

    def _added(self, _answer: object) -> None:
        """What was written is off the list; what was scanned meanwhile stays."""
        self.panel.fill([row for row in self.panel.rows if row.item.key not in self._sent])
        self.panel.line.ahead.release(self.panel.line.line, without_enter=True)
        self.panel.say(_("Hitungan disimpan."))
        if self._leaving:
            self._leaving = False
            self.left.emit()
        else:
            self.open()

    def _leave(self) -> None:
        """Nothing that was counted is left behind."""
        self._leaving = True
        if self._stack.currentIndex() == 1 and self.panel.rows and not self.is_busy():
            self.save()
        else:
            self._leaving = False
            self.left.emit()

    def ask_counter(self) -> None:
        """Who counts from now on."""
        found = self._count
        if found is None or found.count is None:
            return
        if self.panel.rows:
            self.save()
        asking = PickDialog(
            self.desk.window,
            _("Siapa yang menghitung"),
            _("Hasil setiap penghitung dicatat sendiri-sendiri."),
            list(found.people),
            usual=_("Saya sendiri"),
        )
        asking.chosen.connect(self._take_counter)
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        """The keys are the page's again."""
        self.desk.window.activateWindow()
        self.start()

    def _take_counter(self, choice: Choice | None) -> None:
        found = self._count
        if found is not None:
            self._counter = choice or Choice(found.me, found.name(found.me))
            self._show_progress(found)
            self._stack.setCurrentIndex(1)
            self.start()

    # -- differences

    def show_differences(self) -> None:
        """What the books said beside what was found; for those who may close."""
        found = self._count
        if found is None or found.count is None:
            return
        if CLOSE not in found.may:
            self.desk.say(_("Selisih dilihat oleh yang menutup opname."), "warning")
            return
        if self.panel.rows:
            self.save()
        self._stack.setCurrentIndex(2)
        self._show_differences(found)
        self.start()

    def _show_differences(self, found: CountNow) -> None:
        marked = self.differs.current()
        self.differs.set_columns(self._columns(found))
        rows = [row for row in found.rows if self._found(row) != row.frozen or self._unsure(row)]
        rows.sort(key=self._rank)
        self.differs.set_rows(rows)
        if marked is not None:
            self.differs.go_where(lambda row: row.item.key == marked.item.key)
        self.said.setText(self._words(found, rows))
        set_tone(self.said, "warning" if any(self._found(row) is None for row in rows) else "")

    def _words(self, found: CountNow, rows: Sequence[CountRow]) -> str:
        """How many were counted, how many of them are not what the books say, and what is left."""
        known = [(row, what) for row in rows if (what := self._found(row)) is not None]
        waiting = [row for row in found.waiting if row.item.key not in self.settled]
        told = [
            _("{counted} dihitung, {n} berbeda senilai kira-kira {worth}, {waiting} belum.").format(
                counted=len(found.rows) - len(waiting),
                n=sum(what != row.frozen for row, what in known),
                worth=number(sum(row.worth(what) for row, what in known)),
                waiting=len(waiting),
            )
        ]
        if disputed := len(self._disputed(found)):
            told.append(_("{n} belum sama antara penghitung.").format(n=disputed))
        if unsure := sum(map(self._unsure, found.rows)):
            told.append(
                _(
                    "{n} barang bergerak di antara dua kali hitung (±): yang dibukukan hanya"
                    " selisih yang pasti."
                ).format(n=unsure)
            )
        told.append(_("Enter pada barang menetapkan jumlah sebenarnya. F9 menutup opname."))
        return " ".join(told)

    def _disputed(self, found: CountNow) -> list[CountRow]:
        """What still has to be settled together."""
        return [row for row in found.disputed if row.item.key not in self.settled]

    def _rank(self, row: CountRow) -> tuple[int, int]:
        """Disputed goods first, then differences by what they are worth, then the uncounted."""
        known = self._found(row)
        if known is None:
            return (0 if row.disputed else 2, 0)
        return 1, -abs(row.worth(known))

    def _found(self, row: CountRow) -> int | None:
        """What was decided, or what all found."""
        return self.settled.get(row.item.key, row.agreed)

    def _unsure(self, row: CountRow) -> bool:
        """Whether goods moved between two looks at it, and nobody has settled it since."""
        return bool(row.unsure) and row.item.key not in self.settled

    def _columns(self, found: CountNow) -> Sequence[Column]:
        def of_counter(user: int) -> Column:
            def text(row: CountRow) -> str:
                return shown(row.counted[user]) if user in row.counted else "–"

            return Column(found.name(user).split()[0], text, width=9, right=True)

        def by(row: CountRow) -> str:
            known = self._found(row)
            if known is None:
                return "?"
            return shown(row.by(known)) + (" ±" if self._unsure(row) else "")

        def worth(row: CountRow) -> str:
            known = self._found(row)
            return "" if known is None else number(row.worth(known))

        def tone(row: CountRow) -> str:
            return "warning" if self._found(row) is None else ""

        return (
            Column(N_("Barang"), lambda row: row.item.name, width=0),
            Column(N_("Satuan"), lambda row: row.item.unit, width=9),
            Column(N_("Catatan"), lambda row: row.frozen, text=shown, width=8, right=True),
            *(of_counter(user) for user in found.counters()),
            Column(N_("Selisih"), by, width=8, right=True, tone=tone),
            Column(N_("Nilai"), worth, width=10, right=True),
        )

    def ask_settled(self, row: CountRow) -> None:
        """What it really is, where two counters differ or one counted wrong."""
        self.answer.label.setText(
            _("{name}: jumlah sebenarnya dalam {unit}, setelah dihitung bersama").format(
                name=row.item.name, unit=row.item.unit
            )
        )
        known = self._found(row)
        self.answer.set_text(shown(known) if known is not None else "")
        self.answer.show()
        self.answer.call_back()

    def _take_settled(self) -> None:
        row: CountRow | None = self.differs.current()
        if row is None or self._count is None:
            return
        try:
            said = self.answer.text
            self.settled[row.item.key] = 0 if said == "0" else typed.quantity(said)
        except BadField as refusal:
            self.answer.complain(refusal.message)
            return
        self.answer.hide()
        self._show_differences(self._count)
        if self._disputed(self._count):
            self.differs.go_to(0)
        self.differs.setFocus()

    # -- the end

    def ask_close(self) -> None:
        """Book the differences; what nobody counted needs a word."""
        found = self._count
        if found is None or found.count is None:
            return
        if CLOSE not in found.may:
            self.desk.say(_("Opname ditutup oleh bendahara atau ketua."), "warning")
            return
        if self.panel.rows:
            self.save()
        waiting = [row for row in found.waiting if row.frozen and row.item.key not in self.settled]
        disputed = self._disputed(found)
        if disputed:
            self.show_differences()
            self.differs.go_to(0)
            told = _("{n} barang belum sama antara penghitung. Enter menetapkan jumlahnya.")
            self.desk.say(told.format(n=len(disputed)), "warning")
            return
        fields: list[Field] = []
        if waiting:
            fields.append(
                ChoiceField(
                    "uncounted",
                    _("{n} barang belum dihitung").format(n=len(waiting)),
                    ((KEEP, _("stok tetap menurut catatan")), (ZERO, _("dianggap tidak ada"))),
                )
            )
        fields.append(TextField("note", _("Keterangan"), hint=_("boleh kosong"), longest=120))
        rows = [row for row in found.rows if self._found(row) not in {None, row.frozen}]
        asking = FormDialog(
            self.desk.window,
            _("Tutup opname {number}").format(number=found.count.number),
            _(
                "{n} barang berbeda dari catatan. Selisihnya dibukukan, berita acara dicetak."
            ).format(n=len(rows)),
            fields,
            deed=_("Tutup opname"),
        )
        asking.given.connect(partial(self._close, asking))
        asking.finished.connect(self._come_back)
        asking.open()

    def _close(self, asking: FormDialog, given: dict[str, Any]) -> None:
        found = self._count
        if found is None or found.count is None:
            return
        order: dict[str, Any] = {
            "count": found.count.key,
            "settled": [
                {"item": item, "quantity": decimal(quantity)}
                for item, quantity in self.settled.items()
            ],
            **{name: value for name, value in given.items() if value},
        }
        key = found.count.key
        asking.perform(
            self.desk,
            CLOSE,
            order,
            partial(self._closed, key, self._others_lost()),
            question=_("Opname {number} ditutup dan selisihnya dibukukan. Setujui?").format(
                number=found.count.number
            ),
        )

    def _closed(self, key: int, lost: int, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.desk.say(_("{number}: opname ditutup.").format(number=answer.number), "good")
        if lost:
            words = _(
                "{n} barang titipan berbeda dari catatan. Di Stok tekan F9 (Titip jual), lalu"
                " F9 lagi untuk mencatat ganti rugi atau kelebihannya."
            ).format(n=lost)
            Notice(self.desk.window, _("Barang titipan berbeda"), words).open()
        self.settled = {}
        self.panel.line.ahead.release(None)
        self.left.emit()
        self.desk.ask(
            lambda session: papers.count_record(session.office, key, answer.number),
            self.desk.print_paper,
        )

    def _others_lost(self) -> int:
        """Of how many consigned items more or less was found: a count books nothing of these."""
        rows = self._count.rows if self._count is not None else ()
        return sum(
            row.item.kind == "consigned" and row.frozen != self._found(row)
            for row in rows
            if self._found(row) is not None
        )

    # -- paper, and what an order needs of its sender

    def _print(self) -> None:
        """The blind sheet of the open count; else the record of the last."""
        found = self._count
        if found is None:
            return
        if found.count is not None:
            of = found.count
            self.desk.ask(
                lambda session: papers.blind_sheet(session.office, of.key, of.number),
                self.desk.print_paper,
            )
        elif found.last is not None:
            ended = found.last
            self.desk.ask(
                lambda session: papers.count_record(session.office, ended.key, ended.number),
                self.desk.print_paper,
            )

    def complain(self, field: str | None, words: str) -> bool:
        """Below the line while goods are counted, else in the window's line."""
        self._leaving = False
        return super().complain(field, words) if self._stack.currentIndex() == 1 else False

    def states(self) -> Sequence[Callable[[], None]]:
        """A count begun, goods counted, and the differences."""
        return (self.begin_count, self._count_some, self.save, self.show_differences)

    def _count_some(self) -> None:
        if self._count is not None:
            for row in self._count.rows[:3]:
                self.panel.scan(row.item.code)
