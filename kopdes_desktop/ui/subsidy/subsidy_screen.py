"""Barang bersubsidi: limits by programme, lists by name, and what the official app still lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.subsidy import rules
from kopdes_desktop.subsidy.queries import Program
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm, Dialog
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import papers
from kopdes_desktop.ui.subsidy import page
from kopdes_desktop.ui.subsidy.page import ADD, ALLOCATE, ENTERED, ERASE, SET, Page, Shelf, Waiting

_YES, _NO = "yes", "no"
_SHEET = "takeout_sheet"

PROGRAMS = (
    Column(N_("Program"), lambda shelf: shelf.program.name, width=0),
    Column(N_("Menunggu"), lambda shelf: len(shelf.waiting) or "–", width=10, right=True),
)
WAITING = (
    Column(N_("Tanggal"), lambda row: row.taken.day, text=short_day, width=10),
    Column(N_("NIK"), lambda row: row.taken.buyer.nik or "–", width=19),
    Column(N_("Nama"), lambda row: row.taken.buyer.name or _(N_("(nama dihapus)")), width=0),
    Column(N_("Barang"), lambda row: row.item, width=12),
    Column(N_("Banyak"), lambda row: row.taken.quantity, text=shown, width=6, right=True),
    Column(N_("Harga"), lambda row: int(row.taken.amount), text=rupiah, width=10, right=True),
)
NAMED = (
    Column(N_("NIK"), lambda row: row.buyer.nik or "–", width=19),
    Column(N_("Nama"), lambda row: row.buyer.name or _(N_("(nama dihapus)")), width=0),
    Column(N_("Alokasi"), lambda row: row.given, text=shown, width=8, right=True),
    Column(N_("Diambil"), lambda row: row.allowance.taken, text=shown, width=8, right=True),
    Column(N_("Sisa"), lambda row: row.allowance.left or 0, text=shown, width=8, right=True),
)
#: With less room than for so many letters the names come first.
_ROOMY = 85


class SubsidyScreen(Screen):
    """Left the programmes and the marked one's limit; right what waits, or its list by name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Barang bersubsidi"), desk.news, ("subsidy.", "sales.", "goods."))
        self._desk = desk
        self._page: Page | None = None
        self.programs = Table(PROGRAMS, _("Program barang bersubsidi"))
        self.programs.selectionModel().currentRowChanged.connect(self._on_row)
        self.programs.opened.connect(self._go_to_list)
        self.pairs = Pairs()
        self.above = kind_label("", "heading")
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.waiting = Table(WAITING, _("Penjualan yang belum dicatat di aplikasi resmi"))
        self.waiting.spare(_ROOMY, 0, 5)
        self.waiting.opened.connect(self._enter_one)
        self.named = Table(NAMED, _("Daftar nama dan alokasinya"))
        self.named.spare(_ROOMY, 0)
        self.named.opened.connect(lambda _named: self.ask_share())
        self._lists = QStackedWidget()
        self._make_buttons()
        self._arrange()
        self.advice = _(
            "Di kasir, NIK pembeli dipindai atau diketik sekali; program menolak yang melebihi"
            " jatahnya. Di sini tampak yang masih harus dicatat ulang di aplikasi resmi (MAP,"
            " i-Pubers, Klik SPHP): sesudah dicatat di sana, tandai dengan Enter atau F8."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Ctrl+N", _("program baru"), self.ask_program),
            Key("F3", _("ubah program"), self.change_program),
            Key("F5", _("daftar nama"), self.turn),
            Key("F6", _("pembeli baru"), self.ask_buyer),
            Key("F7", _("alokasi"), self.ask_share),
            Key("F8", _("semua sudah dicatat"), self.enter_all),
            Key("F9", _("hapus data pembeli yang memintanya"), self.ask_erase),
            Key("Ctrl+P", _("lembar pengambilan"), self.print_sheet),
        )
        #: The others stand on their buttons.
        self.print_foot(
            (
                self.keys[0],
                Key("Tab", _("ke daftar")),
                Key("Enter", _("tandai, ubah")),
                self.keys[-1],
            )
        )

    def print_sheet(self) -> None:
        """Who may fetch how much of the marked programme now, with room to sign."""
        shelf: Shelf | None = self.programs.current()
        if shelf is not None:
            given = {"item": shelf.program.code}
            self._desk.ask(
                lambda session: papers.report(session.office, _SHEET, given, shelf.program.code),
                self._desk.print_paper,
            )

    def _make_buttons(self) -> None:
        self.add = button(_("Program baru (Ctrl+N)"), "primary", "plus")
        self.add.clicked.connect(self.ask_program)
        self.change = button(_("Ubah (F3)"), icon="pencil")
        self.change.clicked.connect(self.change_program)
        self.other = button(_("Daftar nama (F5)"), icon="list")
        self.other.clicked.connect(self.turn)
        self.buyer = button(_("Pembeli baru (F6)"), icon="user-plus")
        self.buyer.clicked.connect(self.ask_buyer)
        self.erase = button(_("Hapus data (F9)"), icon="trash-2")
        self.erase.clicked.connect(self.ask_erase)
        self.share = button(_("Alokasi (F7)"), icon="pencil")
        self.share.clicked.connect(self.ask_share)
        self.enter = button(_("Semua sudah dicatat (F8)"), icon="check")
        self.enter.clicked.connect(self.enter_all)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.programs, 1)
        left.addWidget(self.pairs)
        deeds = QHBoxLayout()
        for made in (self.add, self.change):
            deeds.addWidget(made)
        deeds.addStretch(1)
        left.addLayout(deeds)
        right = QVBoxLayout()
        right.setSpacing(8)
        heading = QHBoxLayout()
        heading.addWidget(self.above, 1)
        for made in (self.erase, self.buyer):
            heading.addWidget(made)
        right.addLayout(heading)
        right.addWidget(self.note)
        self._lists.addWidget(self.waiting)
        self._lists.addWidget(self.named)
        right.addWidget(self._lists, 1)
        below = QHBoxLayout()
        for made in (self.other, self.enter, self.share):
            below.addWidget(made)
        below.addStretch(1)
        right.addLayout(below)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 4)
        both.addLayout(right, 7)
        self.body.addLayout(both, 1)

    def start(self) -> None:
        """At the programmes."""
        self.programs.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        today = self._desk.standing.today
        self._desk.ask(lambda session: page.page(session, today), self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """The list by name, and a programme being made."""
        return (self.turn, self.ask_program)

    # -- what is shown

    def _show(self, found: Page) -> None:
        self._page = found
        self.programs.renew(found.shelves, lambda shelf: shelf.program.code)
        self.add.setVisible(SET in found.may)
        self.buyer.setVisible(ADD in found.may)
        self.erase.setVisible(ERASE in found.may)
        self._show_row()

    def _marked(self) -> Shelf | None:
        marked = self.programs.current()
        return marked if isinstance(marked, Shelf) else None

    def _on_row(self, *_indexes: object) -> None:
        self._show_row()

    def _go_to_list(self, _shelf: object) -> None:
        self._shown_list().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_row(self) -> None:
        shelf, found = self._marked(), self._page
        if found is None:
            return
        self.change.setVisible(shelf is not None and SET in found.may)
        for made in (self.other, self.enter, self.share):
            made.setVisible(shelf is not None)
        if shelf is None:
            self.pairs.show_pairs(())
            self.above.setText(_("Belum ada program"))
            self.note.setText(
                _("Buat program untuk LPG 3 kg, pupuk, beras SPHP atau MinyaKita dengan Ctrl+N.")
            )
            self.waiting.set_rows(())
            self.named.set_rows(())
            return
        self.pairs.show_pairs(
            (
                (_("Kode"), shelf.program.code),
                (_("Jatah"), shelf.rule),
                (_("Barang"), ", ".join(shelf.items) or "–"),
            ),
            amber=() if shelf.items else (_("Barang"),),
        )
        self._fill(shelf, found)

    def _fill(self, shelf: Shelf, found: Page) -> None:
        self.waiting.set_rows(shelf.waiting)
        self.named.set_rows(shelf.named)
        by_name = self._lists.currentWidget() is self.named
        self.other.setText(_("Yang menunggu (F5)") if by_name else _("Daftar nama (F5)"))
        self.enter.setVisible(not by_name and bool(shelf.waiting) and ENTERED in found.may)
        self.share.setVisible(by_name and ALLOCATE in found.may)
        count = len(shelf.waiting)
        if by_name:
            when = rules.in_words(shelf.program.period, shelf.within)
            self.above.setText(_("Alokasi {period}").format(period=when))
            told = _("Enter mengubah alokasi yang ditandai, F7 menambah nama.")
        elif count:
            words = ngettext("{n} penjualan belum dicatat", "{n} penjualan belum dicatat", count)
            self.above.setText(words.format(n=count))
            told = _("Catat di aplikasi resmi, lalu Enter menandai yang sudah.")
        else:
            self.above.setText(_("Tidak ada yang menunggu"))
            told = _("Semua penjualan program ini sudah dicatat di aplikasi resmi.")
        self.note.setText(told)
        set_tone(self.above, "" if by_name or not count else "warning")

    def turn(self) -> None:
        """From what waits to the list by name, and back."""
        waits = self._lists.currentWidget() is self.waiting
        self._lists.setCurrentWidget(self.named if waits else self.waiting)
        self._show_row()

    def _open(self, asking: Dialog) -> None:
        """The cursor comes back to the list that it left."""
        back = self.programs if self.programs.hasFocus() else self._shown_list()

        def come_back(_result: int) -> None:
            self._desk.window.activateWindow()
            back.setFocus(Qt.FocusReason.OtherFocusReason)

        asking.finished.connect(come_back)
        asking.open()

    def _shown_list(self) -> Table:
        return self.waiting if self._lists.currentWidget() is self.waiting else self.named

    # -- what was entered elsewhere

    def _enter_one(self, row: Waiting) -> None:
        self._enter([row])

    def enter_all(self) -> None:
        """Everything that is shown stands in the official application now."""
        shelf = self._marked()
        if shelf is None or not shelf.waiting or not self._may(ENTERED):
            return
        rows = list(shelf.waiting)
        asking = Confirm(
            self._desk.window,
            _("Semua sudah dicatat?"),
            _("{n} penjualan {program} ditandai sudah ada di aplikasi resmi.").format(
                n=len(rows), program=shelf.program.name
            ),
            deed=_("Tandai semua"),
        )
        asking.confirmed.connect(lambda: self._enter(rows))
        self._open(asking)

    def _enter(self, rows: Sequence[Waiting]) -> None:
        shelf = self._marked()
        if shelf is None or not self._may(ENTERED):
            return
        sales = list(dict.fromkeys(row.taken.sale for row in rows))
        order = {"program": shelf.program.code, "sales": sales}
        self._desk.perform(ENTERED, order, self._entered)

    def _entered(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        count = len(answer.fact["d"]["rows"])
        told = ngettext("{n} baris ditandai.", "{n} baris ditandai.", count)
        self._desk.say(told.format(n=count), "good")

    def _may(self, code: str) -> bool:
        return self._page is not None and code in self._page.may

    # -- programmes

    def ask_program(self) -> None:
        """A programme that there is not yet."""
        if self._may(SET):
            self._ask(None)

    def change_program(self) -> None:
        """Other limits for the marked one."""
        shelf = self._marked()
        if shelf is not None and self._may(SET):
            self._ask(shelf)

    def _ask(self, shelf: Shelf | None) -> None:
        fields = _program_fields(shelf.program if shelf is not None else None)
        asking = FormDialog(
            self._desk.window,
            _("Program baru")
            if shelf is None
            else _("Ubah {name}").format(name=shelf.program.name),
            _("Jatah kosong berarti tanpa batas: penjualan tetap dicatat per NIK."),
            fields,
            deed=_("Simpan program"),
            columns=2,
        )
        if shelf is not None:
            fields[0].editor.setDisabled(True)
            fields[1].editor.setFocus()

        def given(typed: dict[str, Any]) -> None:
            order = {
                "code": typed["code"],
                "name": typed["name"],
                "unit": typed["unit"],
                "period": typed["period"],
                "per": typed["per"],
                "allocated": typed["allocated"] == _YES,
                "items": typed["items"].replace(",", " ").split(),
            }
            if typed["limit"]:
                order["limit"] = typed["limit"].replace(",", ".")
            asking.perform(self._desk, SET, order, self._set)

        asking.given.connect(given)
        self._open(asking)

    def _set(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("{name} tersimpan.").format(name=answer.fact["d"]["name"]), "good")

    # -- people

    def ask_erase(self) -> None:
        """A buyer who is no member wants his data gone: by his identity card, with a reason."""
        if not self._may(ERASE):
            return
        asking = FormDialog(
            self._desk.window,
            _("Hapus data pembeli"),
            _(
                "Nama, NIK dan nomor KK orang ini tidak dapat dibaca lagi di mana pun. Belian dan"
                " jumlahnya tetap. Tidak dapat dibatalkan."
            ),
            (
                TextField("nik", _("&NIK"), needed=True),
                TextField(
                    "reason", _("&Alasan"), needed=True, hint=_("misalnya: diminta orangnya")
                ),
            ),
            deed=_("Hapus data"),
            icon="alert-triangle",
        )

        def given(typed: dict[str, Any]) -> None:
            order = {"nik": typed["nik"], "reason": typed["reason"]}
            question = _("Data pembeli dihapus: {reason}").format(reason=typed["reason"])
            asking.perform(self._desk, ERASE, order, self._erased, question=question)

        asking.given.connect(given)
        self._open(asking)

    def _erased(self, _answer: object) -> None:
        self._desk.say(_("Data pembeli sudah dihapus."), "good")

    def ask_buyer(self) -> None:
        """Somebody who is no member, by his identity card."""
        if not self._may(ADD):
            return
        asking = FormDialog(
            self._desk.window,
            _("Pembeli baru"),
            _("Untuk yang bukan anggota. NIK anggota sudah dikenal dari buku anggota."),
            (
                TextField("nik", _("NIK"), needed=True, longest=20, hint=_("16 angka di KTP")),
                TextField("name", _("Nama"), needed=True),
                TextField(
                    "kk",
                    _("Nomor KK"),
                    longest=20,
                    hint=_("untuk jatah per keluarga; boleh kosong"),
                ),
            ),
            deed=_("Catat pembeli"),
            icon="user-plus",
        )
        asking.given.connect(
            lambda typed: asking.perform(
                self._desk,
                ADD,
                {name: value for name, value in typed.items() if value},
                lambda _answer: self._desk.say(
                    _("{name} dapat membeli.").format(name=typed["name"]), "good"
                ),
            )
        )
        self._open(asking)

    def ask_share(self) -> None:
        """What somebody may take in the present period; the marked one's, or another's."""
        shelf = self._marked()
        if shelf is None or not self._may(ALLOCATE):
            return
        marked = self.named.current() if self.named.hasFocus() else None
        who = TextField(
            "buyer", _("NIK atau nomor anggota"), needed=True, hint=_("pindai atau ketik")
        )
        much = TextField(
            "quantity", _("Alokasi ({unit})").format(unit=shelf.program.unit), needed=True
        )
        if marked is not None:
            who.set_text(marked.buyer.nik or "")
            much.set_text(shown(marked.given))
        when = rules.in_words(shelf.program.period, shelf.within)
        asking = FormDialog(
            self._desk.window,
            _("Alokasi {period}").format(period=when),
            _("Seperti tertulis di daftar resmi (e-RDKK). Angka yang baru menggantikan yang lama."),
            (who, much),
            deed=_("Simpan alokasi"),
        )

        def given(typed: dict[str, Any]) -> None:
            share = {"buyer": typed["buyer"], "quantity": typed["quantity"].replace(",", ".")}
            order = {
                "program": shelf.program.code,
                "period": shelf.within.name,
                "shares": [share],
            }
            asking.perform(self._desk, ALLOCATE, order, self._allocated)

        asking.given.connect(given)
        self._open(asking)

    def _allocated(self, _answer: object) -> None:
        self._desk.say(_("Alokasi tersimpan."), "good")
        self._lists.setCurrentWidget(self.named)


def _program_fields(program: Program | None) -> tuple[TextField | ChoiceField, ...]:
    code = TextField("code", _("Kode"), needed=True, longest=20, hint=_("contoh LPG3 atau UREA"))
    name = TextField("name", _("Nama program"), needed=True, longest=60)
    unit = TextField("unit", _("Satuan"), needed=True, longest=20, hint=_("tabung, kg, liter …"))
    limit = TextField("limit", _("Jatah"), longest=12, hint=_("kosong: tanpa batas"))
    period = ChoiceField("period", _("Masa"), [(k, _(w)) for k, w in rules.PERIOD_WORDS.items()])
    per = ChoiceField("per", _("Jatah untuk"), [(k, _(w)) for k, w in rules.PER_WORDS.items()])
    allocated = ChoiceField(
        "allocated",
        _("Daftar nama"),
        [(_NO, _("siapa saja, asal ber-NIK")), (_YES, _("hanya yang ada di daftar (e-RDKK)"))],
    )
    items = TextField("items", _("Kode barang"), hint=_("dipisah koma; boleh menyusul"))
    period.choose("month")
    if program is not None:
        code.set_text(program.code)
        name.set_text(program.name)
        unit.set_text(program.unit)
        limit.set_text("" if program.most is None else shown(program.most))
        period.choose(program.period)
        per.choose(program.per)
        allocated.choose(_YES if program.allocated else _NO)
    return (code, name, unit, limit, period, per, allocated, items)
