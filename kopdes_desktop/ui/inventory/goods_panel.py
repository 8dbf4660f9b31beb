"""A list of goods that is scanned or typed together: one line, what it finds, what is on the list.

A scan adds one, `3*code` three, letters search; arrows walk, + and − change the marked one, Del
takes it off. Enter on the empty line says that the list is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.goods import typed
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.goods.rules import decimal, shown
from kopdes_desktop.goods.shelf import Hit, Shelved
from kopdes_desktop.inventory.lots import Lot
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.sales.code_line import CodeLine, Question
from kopdes_desktop.ui.sales.goods_here import GoodsHere

_FOUND, _LETTERS = 12, 2
_FOUND_HIGH = 210


class GoodsRow(Struct, frozen=True):
    """An item on the list, thousandths of its base unit, and what lies here of it.

    `extra` is what else is asked of it: an owner's share, in rupiah. `lot` is which of a tracked
    item's lots is meant, with its expiry; without one the first to expire goes first.
    """

    item: Item
    quantity: int
    held: int
    extra: int | None = None
    lot: Lot | None = None

    @property
    def name(self) -> str:
        """What the item is called, and which lot is meant."""
        if self.lot is None:
            return self.item.name
        return f"{self.item.name}  ·  {lot_words(self.lot)}"


def lot_words(lot: Lot) -> str:
    """A lot by its name and the day on which it ends."""
    ends = short_day(date.fromisoformat(lot.expires)) if lot.expires else ""
    return " ".join(filter(None, (lot.lot, ends)))


def _short(row: GoodsRow) -> str:
    return "danger" if row.quantity > row.held else ""


NAME = Column(N_("Barang"), lambda row: row.name, width=0)
QUANTITY = Column(N_("Jumlah"), lambda row: row.quantity, text=shown, width=8, right=True)
UNIT = Column(N_("Satuan"), lambda row: row.item.unit, width=9)
HELD = Column(N_("Ada"), lambda row: row.held, text=shown, width=8, right=True, tone=_short)
_THERE = Column(N_("Ada"), lambda found: found.held, text=shown, width=8, right=True)
FOUND = (
    Column(N_("Barang"), lambda found: found.shelved.item.name, width=0),
    Column(N_("Kode"), lambda found: found.shelved.item.code, width=12),
    _THERE,
    Column(N_("Satuan"), lambda found: found.shelved.item.unit, width=9),
)


def _ordered(row: GoodsRow) -> dict[str, Any]:
    """A row as orders name it."""
    order: dict[str, Any] = {"item": row.item.key, "quantity": decimal(row.quantity)}
    if row.lot is not None:
        order |= {"lot": row.lot.lot}
        if row.lot.expires:
            order["expires"] = row.lot.expires
    return order


class _Found(Struct, frozen=True):
    """A match of what is typed, with the pack that a code stands on."""

    shelved: Shelved
    held: int
    pack: str = ""


class GoodsPanel(QWidget):
    """Watch `changed` for the list, `finished` for the empty Enter, `left` for Esc.

    `refuses` says why an item does not belong here; empty where it does.
    """

    changed = Signal()
    finished = Signal()
    left = Signal()
    #: An item has come onto the list.
    added = Signal(object)
    #: Nothing bears this code or name.
    missed = Signal(str)
    #: A member's card was scanned: it is nothing of this list.
    carded = Signal(str)

    def __init__(
        self,
        words: str,
        name: str,
        columns: Sequence[Column] = (NAME, QUANTITY, UNIT, HELD),
        *,
        refuses: Callable[[Item], str] = lambda _item: "",
        blind: bool = False,
    ) -> None:
        """A `blind` list tells nobody what the books say of goods."""
        super().__init__()
        self.here: GoodsHere | None = None
        self._busy = False
        self._refuses = refuses
        self.line = CodeLine(lambda: self.here)
        self._goods = Question(
            words,
            self._take,
            _("Pindai, atau ketik kode atau nama; 3*kode untuk tiga. Enter kosong: selesai."),
            typed=self._search,
            of_goods=True,
        )
        self.line.card.ask(words)
        self.line.say(self._goods.note)
        self.found = Table(
            [one for one in FOUND if one is not _THERE or not blind], _("Yang cocok")
        )
        self.found.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.found.setMaximumHeight(_FOUND_HIGH)
        self.found.opened.connect(self._choose)
        self.found.hide()
        self.table = Table(columns, name)
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.line.card)
        inside.addWidget(self.found)
        inside.addWidget(self.table, 1)
        self._listen()

    def _listen(self) -> None:
        self.line.coded.connect(self.scan)
        self.line.carded.connect(self.carded)
        self.line.walked.connect(self._walk)
        self.line.stepped.connect(self._step)
        self.line.dropped.connect(self._drop)
        self.line.left.connect(self._leave)

    # -- what is on the list

    @property
    def rows(self) -> list[GoodsRow]:
        """The list, in the order in which it was scanned."""
        return list(self.table.rows.rows)

    def orders(self) -> list[dict[str, Any]]:
        """Its lines as orders name them."""
        return [_ordered(row) for row in self.rows]

    def open(self, here: GoodsHere | None) -> None:
        """These goods can be named from now on; what is listed is shown with what lies there."""
        self.here = here
        held = here.held if here is not None else {}
        self._set([replace(row, held=held.get(row.item.key, 0)) for row in self.rows])

    def fill(self, rows: Sequence[GoodsRow]) -> None:
        """Begin with this list."""
        self._set(list(rows))

    def call(self, words: str) -> None:
        """What the goods are wanted for; what is being typed stays."""
        asked = self.line.question is self._goods
        self._goods = replace(self._goods, words=words)
        self.line.card.ask(words)
        if asked:
            self.line.question = self._goods

    def start(self) -> None:
        """Ask for goods."""
        self.found.hide()
        self.line.ask(self._goods)

    def go_on(self) -> None:
        """What was listed is written: ask for goods again, with what was typed meanwhile."""
        self.start()
        self.line.ahead.release(self.line.line, without_enter=True)

    def ask(self, question: Question) -> None:
        """Ask something else on the same line; `start` comes back to the goods."""
        self.found.hide()
        self.line.ask(question)

    def ask_sure(self, words: str, act: Callable[[], None]) -> None:
        """Before something is written: one more Enter does it, Esc or a scan goes on listing."""

        def answered(text: str) -> None:
            if text:
                self.start()
            else:
                act()

        self.ask(Question(words, answered, _("Enter mencatat. Esc kembali ke daftar.")))

    def say(self, words: str, tone: str = "") -> None:
        """Below the line."""
        self.line.say(words, tone)

    def complain_at(self, at: int, words: str) -> None:
        """What was refused, with its row marked."""
        self.table.go_to(at)
        self.line.say(words, "danger")

    def replace(self, row: GoodsRow) -> None:
        """Another quantity, or another answer, for an item of the list."""
        rows = self.rows
        for at, each in enumerate(rows):
            if each.item.key == row.item.key:
                rows[at] = row
                self._set(rows, at)

    def _set(self, rows: list[GoodsRow], at: int = 0) -> None:
        self.table.set_rows(rows)
        self.table.go_to(at)
        self.changed.emit()

    # -- what is typed

    def scan(self, code: str) -> None:
        """A code that a scanner read, wherever the cursor was. What is wrong is said here."""
        if self.line.question is not self._goods:
            self.start()
        try:
            self._code(code, None)
        except Refusal as refusal:
            self.say(refusal.message, "danger")

    def _take(self, text: str) -> None:
        if not text:
            self.finished.emit()
            return
        said = typed.parse(text)
        if not said.code:
            self._set_quantity(said.quantity or 0)
        elif not self._code(said.code, said.quantity):
            self.line.line.selectAll()

    def _set_quantity(self, quantity: int) -> None:
        row = self.table.current()
        if row is None:
            raise BadField(N_("Belum ada barang di daftar; ketik kodenya di belakang tanda *."))
        self.replace(replace(row, quantity=quantity))
        self._ready()

    def _code(self, code: str, quantity: int | None) -> bool:
        """Whether something came onto the list. Raises BadField."""
        if self.here is None:
            return False
        hits = self.here.shelf.scan(code)
        if len(hits) == 1:
            self._add_hit(hits[0], quantity)
            return True
        chosen: _Found | None = self.found.current() if not self.found.isHidden() else None
        if hits:
            self._offer([self._match(hit.shelved, hit.pack) for hit in hits])
            self.say(_("Kode ini tertulis pada beberapa barang. Pilih dengan panah, lalu Enter."))
        elif chosen is not None:
            self._add(chosen.shelved, chosen.pack, quantity)
            return True
        else:
            self.say(
                _("Tidak ada barang dengan kode atau nama {code}.").format(code=code), "danger"
            )
            self.missed.emit(code)
        return False

    def _add_hit(self, hit: Hit, quantity: int | None) -> None:
        weighed = quantity if quantity is not None or hit.quantity is None else hit.quantity
        if hit.quantity is not None and quantity is None:
            self._put(hit.shelved.item, hit.quantity)
        else:
            self._add(hit.shelved, hit.pack, weighed)

    def _add(self, shelved: Shelved, pack: str, quantity: int | None) -> None:
        size = shelved.packs.get(pack, THOUSAND) if pack else THOUSAND
        count = THOUSAND if quantity is None else quantity
        self._put(shelved.item, count * size // THOUSAND)

    def _put(self, item: Item, quantity: int) -> None:
        """Onto the list, or more of it. Raises BadField for what does not belong here."""
        why = self._refuses(item)
        if why:
            raise BadField("{why}", why=why)  # a name in it may have braces of its own
        rows = self.rows
        at = next((n for n, row in enumerate(rows) if row.item.key == item.key), len(rows))
        if at == len(rows):
            held = self.here.held.get(item.key, 0) if self.here is not None else 0
            rows.append(GoodsRow(item, quantity, held))
        else:
            rows[at] = replace(rows[at], quantity=rows[at].quantity + quantity)
        self._set(rows, at)
        self._ready()
        self.added.emit(rows[at])

    def _ready(self) -> None:
        self.found.hide()
        self.line.clear()
        self.line.say(self._goods.note)

    def _search(self, text: str) -> None:
        """Letters show what they may mean; digits wait for their Enter."""
        code = text.partition("*")[2] if "*" in text else text
        letters = code.strip()
        if self.here is None or len(letters) < _LETTERS or letters.isdigit():
            self.found.hide()
            return
        fitting = (
            each
            for each in self.here.shelf.find(letters, len(self.here.shelf))
            if not self._refuses(each.item)
        )
        self._offer([self._match(each) for each in islice(fitting, _FOUND)])

    def _match(self, shelved: Shelved, pack: str = "") -> _Found:
        held = self.here.held.get(shelved.item.key, 0) if self.here is not None else 0
        return _Found(shelved, held, pack)

    def _offer(self, found: Sequence[_Found]) -> None:
        self.found.set_rows(found)
        self.found.setVisible(bool(found))

    def _choose(self, found: _Found) -> None:
        try:
            self._add(found.shelved, found.pack, None)
        except Refusal as refusal:
            self.say(refusal.message, "danger")
        self.line.line.setFocus()

    # -- keys of the line

    def _walk(self, event: QKeyEvent) -> None:
        (self.table if self.found.isHidden() else self.found).keyPressEvent(event)

    def _step(self, by: int) -> None:
        row = self.table.current()
        if row is not None and row.quantity + by * THOUSAND > 0:
            self.replace(replace(row, quantity=row.quantity + by * THOUSAND))

    def _drop(self) -> None:
        row = self.table.current()
        if row is not None:
            self._set([each for each in self.rows if each is not row])

    def _leave(self) -> None:
        """Esc first empties the line, then leaves."""
        if self.line.question is not self._goods:
            self.start()
        elif self.line.line.text():
            self._ready()
        else:
            self.left.emit()

    # -- what an order needs of its sender

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Keys typed while the list is written wait for what comes next."""
        self._busy = busy
        if busy:
            self.line.ahead.hold()
        else:
            QTimer.singleShot(0, self._let_go)

    def _let_go(self) -> None:
        """A second person was asked for and did not come: the line is the clerk's again."""
        if not self._busy:
            self.line.ahead.release(None)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """Below the line, at the row that it is about; nothing listed is lost."""
        self.line.ahead.release(None)
        self.start()
        self.complain_at(row_of(field), words)
        return True


def row_of(field: str | None) -> int:
    """The place of a line in a field's name ("lines[3].quantity"); −1 where it names none."""
    name, _bracket, rest = (field or "").partition("[")
    digits = rest.partition("]")[0]
    return int(digits) if name == "lines" and digits.isdigit() else -1
