"""What members dealt in that no till of this program saw: typed line by line, or pasted at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.wording import month, number, rupiah
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyEdit
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.surplus import dealings_reading
from kopdes_desktop.ui.surplus.dealings_reading import Dealings
from kopdes_desktop.ui.surplus.page import Page
from kopdes_desktop.ui.surplus.reading import DEALT, Surplus

_KINDS = (
    ("till", N_("Belanja barang")),
    ("services", N_("Jasa")),
    ("loans", N_("Jasa pinjaman")),
)
_TOLD, _AMOUNT_WIDTH, _TALL = 3, 180, 420
#: What is typed in pictures.
_SHOWN = 250_000


class Line(Struct, frozen=True):
    """A member, what the till knows of him, what was written of other books, what is typed now."""

    member: MemberRow
    here: int
    written: int
    typed: int | None


def _figure(amount: object) -> str:
    return number(amount) if isinstance(amount, int) and amount else ""


def _typed(amount: object) -> str:
    return number(amount) if isinstance(amount, int) else ""


COLUMNS = (
    Column(N_("No."), lambda line: line.member.number or "", width=8),
    Column(N_("Nama"), lambda line: line.member.name or "", width=0),
    Column(N_("Lewat kasir"), lambda line: line.here, text=_figure, width=13, right=True),
    Column(N_("Sudah dicatat"), lambda line: line.written, text=_figure, width=13, right=True),
    Column(
        N_("Diketik"),
        lambda line: line.typed,
        text=_typed,
        width=13,
        right=True,
        tone=lambda line: "good" if line.typed is not None else "",
    ),
)


class DealingsPage(Page):
    """Letters find a member, Enter leads to his amount; Ctrl+Enter writes all that was typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Transaksi di luar kasir"))
        self._read: Dealings | None = None
        self._urgent = False
        self.typed: dict[tuple[str, int], int] = {}
        self.kind = ChoiceField("what", _("Jenis"), [(code, _(words)) for code, words in _KINDS])
        self.kind.edited.connect(self._narrow)
        self.reason = TextField("reason", _("Asal angka"), needed=True)
        self.reason.edit.setPlaceholderText(_("misalnya buku belanja Januari sampai Juni"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Ketik nama atau nomor anggota, lalu Enter"))
        self.line.setAccessibleName(_("Cari anggota"))
        self.line.textEdited.connect(lambda _text: self._narrow())
        self.amount = MoneyEdit()
        self.amount.setPlaceholderText(_("Jumlah, lalu Enter"))
        self.amount.setAccessibleName(_("Jumlah transaksi anggota yang ditandai"))
        self.amount.setFixedWidth(at_text_size(_AMOUNT_WIDTH))
        self.table = Table(COLUMNS, _("Transaksi anggota di luar kasir"))
        self.table.opened.connect(lambda _line: self._to_amount())
        self._finding = EnterLeads([self.line], self._to_amount)
        self._taking = EnterLeads([self.amount], self._take)
        self._arrange()
        self._all = (
            Key("Return", _("ke jumlah, catat baris")),
            Key("F6", _("tempel dari Excel"), self.paste),
            Key("Ctrl+Return", _("simpan semua"), self.save),
        )
        bind((*self._all, Key("Ctrl+Enter", _("simpan semua"), self.save)), self)
        for edit in (self.line, self.amount):
            edit.installEventFilter(self)

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(16)
        above.addWidget(self.kind, 2)
        above.addWidget(self.reason, 5)
        at = QHBoxLayout()
        at.addWidget(self.line, 1)
        at.addWidget(self.amount)
        below = QHBoxLayout()
        self.paste_deed = button(_("Tempel dari Excel (F6)"), icon="clipboard-list")
        self.paste_deed.clicked.connect(self.paste)
        self.deed = button(_("Simpan semua (Ctrl+Enter)"), "primary", "save")
        self.deed.clicked.connect(self.save)
        below.addWidget(self.paste_deed)
        below.addStretch(1)
        below.addWidget(self.deed)
        self.body.addLayout(above)
        self.body.addLayout(at)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(below)

    # -- what is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list needs the room; what is lacking is said all the same."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.said.setVisible(self._urgent or self.height() > at_text_size(_TALL))

    def show_year(self, found: Surplus) -> None:
        """What was typed for another year is not of this one."""
        if self.found is not None and self.found.year != found.year:
            self.typed.clear()
        super().show_year(found)
        writes = not self.fixed and DEALT in found.may
        self.keys = self._all if writes else ()
        for made in (self.deed, self.paste_deed, self.amount, self.reason):
            made.setVisible(writes)
        if self.isVisible():
            self._ask()

    @property
    def fixed(self) -> bool:
        """Whether the year is decided, so that nothing is written any more."""
        return self.found is not None and self.found.outcome.state in {"divided", "covered"}

    def showEvent(self, event: QShowEvent) -> None:
        """Read when it is looked at, not before."""
        super().showEvent(event)
        self._ask()

    def _ask(self) -> None:
        found = self.found
        if found is not None:
            self.desk.ask(
                lambda session: dealings_reading.dealings(session.office, found.year), self._show
            )

    def _show(self, read: Dealings) -> None:
        self._read = read
        self._tell()
        self._narrow()

    def _tell(self) -> None:
        """Why one writes here, and what is lacking."""
        begins = self._read.begins if self._read is not None else None
        self._urgent = self.fixed or begins is not None
        if self.fixed:
            words = _("SHU tahun ini sudah diputuskan; dasarnya tidak diubah lagi.")
        elif begins is not None:
            words = _(
                "Pembukuan ini mulai {month}. Tanpa transaksi sebelumnya dari buku lama, jasa usaha"
                " dibagi menurut sebagian tahun saja."
            ).format(month=month(begins))
        else:
            words = _(
                "Belanja di kasir dihitung sendiri. Tulis di sini yang tidak lewat kasir; jasa"
                " pinjaman juga, karena program ini belum mengurus pinjaman."
            )
        self.said.setText(words)
        set_tone(self.said, "warning" if begins is not None and not self.fixed else "")
        self._make_room()

    @property
    def what(self) -> str:
        """The kind that is typed."""
        return self.kind.value()

    def _narrow(self) -> None:
        read = self._read
        if read is None:
            return
        wanted = self.line.text().strip().casefold()
        marked = self._marked()
        rows = [
            Line(
                who,
                read.here.get(who.key, 0) if self.what == "till" else 0,
                read.written.get((who.key, self.what), 0),
                self.typed.get((self.what, who.key)),
            )
            for who in read.members
            if wanted in f"{who.number or ''} {who.name or ''}".casefold()
        ]
        self.table.set_rows(rows)
        keys: list[int] = [line.member.key for line in rows]
        self.table.go_to(
            keys.index(marked) if marked is not None and marked in keys and not wanted else 0
        )

    def _marked(self) -> int | None:
        line = self.table.current()
        return line.member.key if isinstance(line, Line) else None

    # -- typing

    def _to_amount(self) -> None:
        line = self.table.current()
        if isinstance(line, Line) and not self.fixed and self.may(DEALT):
            known = line.typed if line.typed is not None else line.written
            self.amount.setText(number(known) if known else "")
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            self.amount.selectAll()

    def _take(self) -> None:
        """The amount of the marked member waits; the next name may be typed."""
        marked = self._marked()
        if marked is None:
            return
        if self.amount.text():
            try:
                self.typed[self.what, marked] = int(self.amount.amount())
            except Refusal as refusal:
                self.desk.say(refusal.message, "danger")
                return
        self.amount.clear()
        self.line.clear()
        self._narrow()
        self._count()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        mine = [amount for (what, _who), amount in self.typed.items() if what == self.what]
        words = ngettext(
            "{n} angka diketik, jumlahnya {amount}; belum disimpan.",
            "{n} angka diketik, jumlahnya {amount}; belum disimpan.",
            len(mine),
        )
        self.desk.say(words.format(n=len(mine), amount=rupiah(sum(mine))))

    def paste(self) -> None:
        """Lines of a sheet: a number or a name, and an amount."""
        read = self._read
        if read is None or self.fixed or not self.may(DEALT):
            return
        found, strange = dealings_reading.pasted(QGuiApplication.clipboard().text(), read.members)
        self.typed.update({(self.what, who): amount for who, amount in found.items()})
        self._narrow()
        if found:
            self._count()
        if strange or not found:
            lines = "; ".join(strange[:_TOLD]) or _("tidak ada yang disalin")
            words = _("{n} baris tidak dikenal: {lines}. Tiap baris: nomor atau nama, lalu jumlah.")
            self.desk.say(words.format(n=len(strange), lines=lines), "warning")

    def eventFilter(self, _watched: object, event: Any) -> bool:  # noqa: ANN401  as Qt has it
        """Several lines are a list, one is a word for the line they are pasted into."""
        pasting = event.type() == event.Type.KeyPress and event.matches(
            QKeySequence.StandardKey.Paste
        )
        if pasting and "\n" in QGuiApplication.clipboard().text().strip():
            self.paste()
            return True
        return False

    def save(self) -> None:
        """All that was typed of this kind, by one fact."""
        found, what = self.found, self.what
        lines = [
            {"member": who, "amount": amount}
            for (kind, who), amount in self.typed.items()
            if kind == what
        ]
        if found is None or self.fixed or not self.may(DEALT):
            return
        if not lines:
            self.desk.say(_("Belum ada angka yang diketik."), "warning")
            self.line.setFocus()
            return
        try:
            reason = self.reason.value()
        except Refusal as refusal:
            self.complain("reason", refusal.message)
            return
        order = {
            "year": found.year.name,
            "what": what,
            "lines": lines,
            "reason": reason,
        }

        def kept(_answer: object) -> None:
            self.typed = {key: x for key, x in self.typed.items() if key[0] != what}
            self.desk.say(_("Tersimpan; jasa usaha ikut dihitung darinya."), "good")
            self._ask()

        self.desk.perform(DEALT, order, kept, sender=self, question=self.title)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """One list at a time."""
        self.deed.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether a list is being written."""
        return not self.deed.isEnabled()

    def complain(self, field: str | None, words: str) -> bool:
        """What is refused stands at the reason, or below in the line of the window."""
        if field != "reason":
            return False
        self.reason.complain(words)
        self.reason.editor.setFocus()
        return True

    def start(self) -> None:
        """At the search line."""
        self.line.setFocus()
        self.line.selectAll()

    def states(self) -> Sequence[Callable[[], None]]:
        """An amount that waits to be kept."""
        return () if self.fixed else (self._show_typed,)

    def _show_typed(self) -> None:
        if self._marked() is not None:
            self.amount.setText(number(_SHOWN))
            self._take()
