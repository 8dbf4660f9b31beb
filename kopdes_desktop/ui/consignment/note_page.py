"""A note of one owner's goods: what he brought, what he takes back, what got lost with us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.goods.queries import Item
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.ui.consignment.reading import GIVE_BACK, MAKE_GOOD, TAKE_IN, Owner, Stall
from kopdes_desktop.ui.inventory.goods_panel import (
    HELD,
    NAME,
    QUANTITY,
    UNIT,
    GoodsPanel,
    GoodsRow,
)
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.sales.code_line import Question


def _extra(row: GoodsRow) -> str:
    return number(row.extra) if row.extra is not None else "?"


SHARE = Column(N_("Bagian per satuan"), _extra, width=15, right=True)


class Kind(Struct, frozen=True):
    """What a note does: its operation, its title, the question, what is asked before writing."""

    op: str
    title: str
    words: str
    sure: str


KINDS = {
    TAKE_IN: Kind(
        TAKE_IN,
        N_("Terima titipan"),
        N_("Barang yang dititipkan"),
        N_("Terima {n} barang dari {owner}?"),
    ),
    GIVE_BACK: Kind(
        GIVE_BACK,
        N_("Kembalikan titipan"),
        N_("Barang yang diambil kembali"),
        N_("Kembalikan {n} barang kepada {owner}?"),
    ),
    MAKE_GOOD: Kind(
        MAKE_GOOD,
        N_("Ganti yang hilang atau rusak"),
        N_("Barang yang hilang atau rusak"),
        N_("Ganti {n} barang milik {owner}?"),
    ),
}


class NotePage(QWidget):
    """`written` carries operation, order and question; `asked_item` the code of a new item."""

    written = Signal(str, object)
    asked_item = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = KINDS[TAKE_IN]
        self._owner: Owner | None = None
        self._stall: Stall | None = None
        self._missed = ""
        self.about = kind_label("", "heading")
        self.panel = GoodsPanel(
            _("Barang"), _("Isi surat"), (NAME, QUANTITY, UNIT, SHARE), refuses=self._refuses
        )
        self.panel.added.connect(self._on_added)
        self.panel.missed.connect(self._on_missed)
        self.panel.finished.connect(self._ask_sure)
        self.panel.left.connect(self.left)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.about)
        inside.addWidget(self.panel, 1)
        self.keys = (
            Key("F2", _("semua sisa"), self._fill_all),
            Key("F6", _("ubah bagian"), self._ask_share),
            Key("Ctrl+N", _("barang baru"), self._ask_item),
            Key("+ −", _("ubah jumlah")),
            Key("Ctrl+Return", _("catat"), self.write),
            Key("Esc", _("kembali")),
        )

    @property
    def owner(self) -> Owner | None:
        """Whose goods these are."""
        return self._owner

    def keys_now(self) -> tuple[Key, ...]:
        """Those that this note understands."""
        unused = {"F2"} if self.kind.op == TAKE_IN else {"F6", "Ctrl+N"}
        return tuple(key for key in self.keys if key.sequence not in unused)

    def show_stall(self, stall: Stall) -> None:
        """Goods as they stand now; what is listed stays."""
        self._stall = stall
        if self._owner is not None:
            same = [each for each in stall.owners if each.key == self._owner.key]
            self._owner = same[0] if same else self._owner
        self.panel.open(stall.here)

    def open_note(self, op: str, owner: Owner) -> None:
        """An empty note."""
        self.kind, self._owner, self._missed = KINDS[op], owner, ""
        columns = (NAME, QUANTITY, UNIT, SHARE if op == TAKE_IN else HELD)
        self.panel.table.set_columns(columns)
        self.panel.fill([])
        self.panel.call(_(self.kind.words))
        place = self._stall.place if self._stall is not None else None
        named = f"{owner.name}  ·  {place.name}" if place is not None else owner.name
        self.about.setText(named)

    def start(self) -> None:
        """Ask for goods."""
        self.panel.start()

    def states(self) -> tuple[Callable[[], None], ...]:
        """What he has here, listed."""
        return (self._fill_all,)

    # -- what may stand on it

    def _refuses(self, item: Item) -> str:
        if self._owner is not None and (item.kind, item.owner) == ("consigned", self._owner.key):
            return ""
        return _("{name} bukan barang titipan penitip ini.").format(name=item.name)

    def _fill_all(self) -> None:
        """Everything of his that lies in this place."""
        if self._owner is None or self.panel.here is None:
            return
        held = self.panel.here.held
        self.panel.fill(
            [
                GoodsRow(each.item, lying, lying, each.share)
                for each in self._owner.items
                if (lying := held.get(each.item.key, 0)) > 0
            ]
        )

    def _on_added(self, row: GoodsRow) -> None:
        """The share as before; of a new item it is asked."""
        if self.kind.op != TAKE_IN or row.extra is not None:
            return
        shares = {x.item.key: x.share for x in (self._owner.items if self._owner else ())}
        known = shares.get(row.item.key)
        if known is not None:
            self.panel.replace(replace(row, extra=known))
        else:
            self._ask_share()

    def _ask_share(self) -> None:
        row: GoodsRow | None = self.panel.table.current()
        if row is None or self.kind.op != TAKE_IN:
            return
        price = self._price(row.item)
        note = (
            _("Harga jual {price}. Sisanya komisi koperasi.").format(price=rupiah(price))
            if price is not None
            else _("Barang ini belum punya harga jual.")
        )

        def answered(_text: str) -> None:
            self.panel.replace(replace(row, extra=int(self.panel.line.amount())))
            self.panel.start()

        self.panel.ask(
            Question(
                _("{name}: bagian penitip untuk satu {unit}?").format(
                    name=row.item.name, unit=row.item.unit
                ),
                answered,
                note,
                money=True,
                text=number(row.extra) if row.extra is not None else "",
            )
        )

    def _price(self, item: Item) -> int | None:
        here = self.panel.here
        shelved = here.shelf.get(item.key) if here is not None else None
        if here is None or shelved is None:
            return None
        price = here.shelf.price(shelved, member=False)
        return None if price is None else int(price)

    def _on_missed(self, code: str) -> None:
        """A code that nothing bears: perhaps a new item of his."""
        self._missed = code
        if self.kind.op == TAKE_IN:
            self.panel.say(
                _("{code} belum dikenal. Ctrl+N mencatatnya sebagai barang baru.").format(
                    code=code
                ),
                "warning",
            )

    def _ask_item(self) -> None:
        if self.kind.op == TAKE_IN:
            self.asked_item.emit(self._missed)

    def put(self, item: Item, share: int) -> None:
        """A new item comes onto the note, one of it."""
        self._missed = ""
        self.panel.fill([*self.panel.rows, GoodsRow(item, 1_000, 0, share)])
        self.panel.table.go_to(len(self.panel.rows) - 1)
        self.panel.start()
        self.panel.say(_("Ketik jumlahnya, misalnya 12*, lalu Enter."))

    # -- writing

    def _ask_sure(self) -> None:
        owner = self._owner
        if owner is None or not self.panel.rows:
            self.panel.say(_("Belum ada barang di daftar."), "warning")
            return
        words = _(self.kind.sure).format(n=len(self.panel.rows), owner=owner.name)
        self.panel.ask_sure(words, self.write)

    def write(self) -> None:
        """The note as it is listed."""
        owner, stall = self._owner, self._stall
        if owner is None or stall is None or stall.place is None or self.panel.is_busy():
            return
        if not self.panel.rows:
            self._ask_sure()
            return
        lines = self.panel.orders()
        if self.kind.op == TAKE_IN:
            for line, row in zip(lines, self.panel.rows, strict=True):
                if row.extra is not None:
                    line["share"] = row.extra
        order: dict[str, Any] = {
            "owner": owner.key,
            "place": stall.place.code,
            "lines": lines,
        }
        self.written.emit(self.kind.op, order)
