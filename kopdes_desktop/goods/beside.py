"""The tables that stand beside a product list: packs, prices, categories, units of measure.

Old programs keep them apart and join them by a running number; here they are read with their list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from kopdes_desktop.goods.headers import Beside, beside_of
from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.cells import Cell
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office.columns import bare
from kopdes_desktop.paper.grid import Book, Row


class NotBeside(Refusal):
    """A table that belongs to no product list."""

    template = N_(
        "Berkas {name} bukan tabel kemasan, harga, kategori atau satuan, jadi tidak dapat dibaca "
        "bersama daftar barang. Bacalah sendiri, atau hapus dari perintah."
    )


class PackRow(Struct, frozen=True):
    """A pack of an item as a table beside the list has it; nothing is judged yet."""

    key: str
    name: str
    factor: Cell


class PriceRow(Struct, frozen=True):
    """A price of an item: of which pack (by that table's own number), of which kind."""

    pack: str
    kind: str
    amount: Cell


class Tables(Struct):
    """All of them by the item's number in the old program; `links` are the titles they join by."""

    links: set[str] = field(default_factory=set)
    packs: dict[str, list[PackRow]] = field(default_factory=dict)
    prices: dict[str, list[PriceRow]] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether any table was given."""
        return any((self.packs, self.prices, self.categories, self.units))


def read_tables(books: Iterable[Book]) -> Tables:
    """Every table of these files. Raises NotBeside, BadFile."""
    made = Tables()
    for book in books:
        known = False
        for sheet in book.sheets:
            for at, row in enumerate(sheet.rows[:5]):
                titles = [cells.text(cell) for cell in row.cells]
                beside = beside_of(titles)
                if beside is not None:
                    _take(made, beside, titles, sheet.rows[at + 1 :])
                    known = True
                    break
        if not known:
            raise NotBeside(name=book.name)
    return made


def _take(made: Tables, beside: Beside, titles: list[str], rows: Iterable[Row]) -> None:
    if "link" in beside.places:
        made.links.add(bare(titles[beside.places["link"]]))
    for row in rows:
        held = _Held(row, beside.places)
        if beside.what == "packs" and held.text("link"):
            found = PackRow(held.text("key"), held.text("pack"), held.cell("factor"))
            made.packs.setdefault(held.text("link"), []).append(found)
        elif beside.what == "prices" and held.text("link"):
            price = PriceRow(held.text("pack"), held.text("kind"), held.cell("price"))
            made.prices.setdefault(held.text("link"), []).append(price)
        elif beside.what in {"categories", "units"} and held.text("key"):
            of = made.categories if beside.what == "categories" else made.units
            of[held.text("key")] = held.text("name")


class _Held(Struct, frozen=True):
    row: Row
    places: Mapping[str, int]

    def cell(self, name: str) -> Cell:
        at = self.places.get(name)
        return self.row.cells[at] if at is not None and at < len(self.row.cells) else None

    def text(self, name: str) -> str:
        cell = self.cell(name)
        return "" if cells.is_empty(cell) else cells.text(cell)
