"""What a receipt says beside its lines: who pays, into which box, from whose honorarium."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.savings import cards
from kopdes_desktop.ui.savings.basket import Basket, Choice
from kopdes_desktop.ui.savings.entry_panel import EntryPanel
from kopdes_desktop.ui.savings.letter_dialog import LetterDialog
from kopdes_desktop.ui.savings.payer_dialog import PayerDialog
from kopdes_desktop.ui.savings.pick_dialog import PickDialog


class Beside(QObject):
    """Asks in a small window over the teller; `settled` carries the basket with the answer.

    `signed` carries the letter on a transfer, empty where there is none.
    """

    settled = Signal(object)
    signed = Signal(str)

    def __init__(self, desk: Desk, entry: EntryPanel) -> None:
        super().__init__(entry)
        self._desk, self._entry = desk, entry
        self._basket: Basket | None = None

    def ask(self, letter: str, basket: Basket) -> None:
        """D the payer, K the box, H the honorarium; keys typed meanwhile reach the window."""
        ways: dict[str, tuple[Callable[[Office], Any], Callable[[Any], None]]] = {
            "D": (cards.payers, self._show_payers),
            "K": (cards.boxes, self._show_boxes),
            "H": (cards.payroll, self._show_payroll),
        }
        reads, shows = ways[letter]
        self._basket = basket
        self._entry.ahead.hold()
        self._desk.ask(lambda session: reads(session.office), shows, otherwise=self._not_read)

    def _not_read(self, _error: Exception) -> bool:
        self._entry.ahead.release(None)
        return False

    def _show_payers(self, found: tuple[list[Choice], list[Choice]]) -> None:
        noted, members = found
        asking = PickDialog(
            self._desk.window,
            _("Dibayar oleh"),
            _("Nama atau kode pembayar, atau nama atau nomor anggota yang membayar."),
            noted,
            usual=_("Anggota sendiri"),
            searched=members,
            more=_("pembayar baru"),
        )
        asking.asked_for_more.connect(self._new_payer)
        self._open(asking, self._take_payer)

    def _show_boxes(self, rows: list[Choice]) -> None:
        asking = PickDialog(
            self._desk.window,
            _("Kas atau bank"),
            _("Ke mana uang ini masuk, atau dari mana keluar."),
            rows,
            usual=_("Kas yang saya pegang"),
        )
        self._open(asking, self._take_box)

    def _show_payroll(self, rows: list[Choice]) -> None:
        if not rows:
            self._entry.ahead.release(None)
            words = _("Belum ada honor yang terutang, jadi tidak ada yang dapat dipotong.")
            self._entry.complain(words)
            return
        asking = PickDialog(
            self._desk.window,
            _("Potong honor"),
            _("Honor siapa yang membayar kuitansi ini. Perlu persetujuan tertulis darinya."),
            rows,
            usual=_("Tidak dipotong dari honor"),
        )
        self._open(asking, self._take_wages)

    def _open(self, asking: PickDialog, take: Callable[[Choice | None], None]) -> None:
        asking.chosen.connect(take)
        asking.finished.connect(self._come_back)
        asking.open()
        self._entry.ahead.release(asking.line)

    def _new_payer(self, name: str) -> None:
        asking = PayerDialog(self._desk, name)
        asking.made.connect(self._take_payer)
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        """The keys are the teller's again, whatever was answered."""
        self._desk.window.activateWindow()
        self._entry.start()

    def _take_payer(self, choice: Choice | None) -> None:
        if self._basket is not None:
            self.settled.emit(replace(self._basket, payer=choice))

    def _take_box(self, choice: Choice | None) -> None:
        if self._basket is not None:
            self.settled.emit(replace(self._basket, box=choice, wages=None, letter=None))

    def _take_wages(self, choice: Choice | None) -> None:
        """Nobody's wages are cut without his letter."""
        if choice is None:
            self._cut(None, None)
            return
        asking = LetterDialog(
            self._desk.window,
            _("Surat persetujuan"),
            _("Honor hanya dipotong dengan persetujuan tertulis dari pemiliknya: {name}.").format(
                name=choice.words
            ),
            deed=_("Potong honor"),
            needed=True,
        )
        asking.given.connect(partial(self._cut, choice))
        asking.finished.connect(self._come_back)
        asking.open()

    def _cut(self, choice: Choice | None, letter: str | None) -> None:
        if self._basket is not None:
            self.settled.emit(replace(self._basket, wages=choice, box=None, letter=letter))

    def ask_letter(self) -> None:
        """The member's letter on a transfer; one Enter says that there is none."""
        asking = LetterDialog(
            self._desk.window,
            _("Surat kuasa"),
            _("Surat anggota yang meminta simpanannya dipindahkan."),
            deed=_("Simpan dan cetak"),
            needed=False,
        )
        asking.finished.connect(self._come_back)
        asking.given.connect(self.signed)
        asking.open()
