"""Kartu stok: every move of an item in this place; each row opens its document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from PySide6.QtCore import Qt

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.goods.rules import shown
from kopdes_desktop.inventory import cards
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory import papers as notes
from kopdes_desktop.ui.inventory.page import Page
from kopdes_desktop.ui.inventory.reading import RIGHT, StockNow
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import papers
from kopdes_desktop.ui.printing import receipts

JOURNAL = "report.journal"
_SINCE = date(1900, 1, 1)


class CardRow(Struct, frozen=True):
    """A move with what was left after it; `posted` where its document has an entry."""

    move: cards.CardMove
    why: str
    left: int
    worth: int
    posted: bool


class StockCard(Struct, frozen=True):
    """An item's card, newest move first; whether whoever sits here may read the journal."""

    item: Item
    rows: tuple[CardRow, ...]
    journal: bool


def _came(row: CardRow) -> str:
    return shown(row.move.quantity) if row.move.quantity > 0 else ""


def _went(row: CardRow) -> str:
    return shown(-row.move.quantity) if row.move.quantity < 0 else ""


def _minus(row: CardRow) -> str:
    return "danger" if row.left < 0 else ""


COLUMNS = (
    Column(N_("Tanggal"), lambda row: row.move.day, text=short_day, width=10),
    Column(N_("Bukti"), lambda row: row.move.number, width=18),
    Column(N_("Keterangan"), lambda row: row.why, width=0),
    Column(N_("Batch"), lambda row: row.move.lot or "", width=10),
    Column(N_("Masuk"), _came, width=7, right=True),
    Column(N_("Keluar"), _went, width=7, right=True),
    Column(N_("Sisa"), lambda row: row.left, text=shown, width=7, right=True, tone=_minus),
    Column(N_("Nilai sisa"), lambda row: row.worth, text=number, width=11, right=True),
)
_LOT = 3


def stock_card(office: Office, key: int, place: str, until: date) -> StockCard:
    """Every move of an item in a place; on the database's thread."""
    read = office.reading
    office.require(RIGHT)
    item = goods.require_item(read, key)
    held, moves = cards.card(read, key, _SINCE, until, place)
    rows = []
    for move in moves:
        held = held.moved(move.quantity, move.value)
        posted = balances.posted(read, move.fact) is not None
        words = cards.why_words(move.why)
        rows.append(CardRow(move, words, held.quantity, held.value, posted))
    return StockCard(item, tuple(reversed(rows)), office.may(JOURNAL) is not Level.NO)


class CardPage(Page):
    """Enter opens the document of the marked move; Ctrl+P prints the card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Kartu stok"))
        self._item: Item | None = None
        self._card: StockCard | None = None
        self.sums = kind_label("", "muted")
        self.sums.setWordWrap(True)
        self.table = Table(COLUMNS, _("Kartu stok"))
        self.table.opened.connect(self._open_document)
        self.body.addWidget(self.sums)
        self.body.addWidget(self.table, 1)
        self.keys = (
            Key("Return", _("buka buktinya")),
            Key("Ctrl+P", _("cetak kartu"), self._print),
            Key("Esc", _("kembali"), self.left.emit),
        )

    @property
    def about(self) -> str:
        """The item, and where."""
        name = self._item.name if self._item is not None else ""
        return f"{name}  ·  {super().about}"

    def show_item(self, item: Item) -> None:
        """The card of this item."""
        self._item = item
        self.table.set_rows([])

    def show_stock(self, now: StockNow) -> None:
        super().show_stock(now)
        if self.isVisible():
            self.open()

    def open(self) -> None:
        item, place = self._item, self.place
        if item is not None and place is not None:
            today = self.desk.standing.today
            self.desk.ask(
                lambda session: stock_card(session.office, item.key, place.code, today), self._show
            )

    def _show(self, found: StockCard) -> None:
        self._card = found
        self.table.set_rows(found.rows)
        self.table.setColumnHidden(_LOT, not found.item.tracked)
        newest = found.rows[0] if found.rows else None
        if newest is None:
            self.sums.setText(_("Barang ini belum pernah bergerak di tempat ini."))
            return
        told = _("Sisa {left} {unit}, nilai {worth}.").format(
            left=shown(newest.left), unit=found.item.unit, worth=rupiah(newest.worth)
        )
        if newest.left > 0 and found.item.kind == "goods":
            cost = newest.worth * 1000 // newest.left
            told += " " + _("Harga pokok rata-rata kira-kira {cost} per {unit}.").format(
                cost=rupiah(cost), unit=found.item.unit
            )
        self.sums.setText(told)

    def start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_document(self, row: CardRow) -> None:
        """In the journal where it posted something; else, or for a clerk, its paper."""
        if row.posted and self._card is not None and self._card.journal:
            self.desk.lead(JOURNAL, entry=row.move.fact)
            return
        fact, name = row.move.fact, row.move.number
        if row.move.why.startswith("consignment."):
            self.desk.ask(
                lambda session: notes.consignment_note(session.office, fact, name),
                self.desk.show_paper,
            )
        elif row.posted:
            self.desk.ask(
                lambda session: receipts.receipt_paper(session.office, fact, copy=True),
                self._show_receipt,
            )
        else:
            self.desk.say(
                _("{number} tidak memindahkan uang, jadi tidak ada di jurnal.").format(number=name)
            )

    def _show_receipt(self, made: receipts.ReceiptPaper) -> None:
        self.desk.show_paper(made.paper)

    def _print(self) -> None:
        item, place = self._item, self.place
        if item is not None and place is not None:
            given = {"item": item.code, "place": place.code}
            self.desk.ask(
                lambda session: papers.report(session.office, "stock_card", given, item.code),
                self.desk.show_paper,
            )

    def states(self) -> Sequence[Callable[[], None]]:
        return ()
