"""An old product list, row by row: what each would become, its faults and its doubts.

Nothing is written and nothing is guessed: a price that is zero, or lies below what the goods cost,
goes in as it is and is said; a stock without a cost does not go in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from msgspec import Struct, field

from kopdes_desktop.goods import queries, rules
from kopdes_desktop.goods.beside import Tables, read_tables
from kopdes_desktop.goods.headers import MARKS, MORE_UNITS, find_header
from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.kernel.names import folded, one_line
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.columns import Header, bare
from kopdes_desktop.office.sorting import DATA, Footers, Sorter, shown, sorted_lines, stated_day
from kopdes_desktop.office.studies import Problem, RowFault, Study
from kopdes_desktop.paper.grid import Book, Row

STOCK = "stock"
#: From how many on a wholesale price counts when the list does not say: a dozen.
WHOLESALE_FROM = "12"
_SEN = 100
#: A pack of more than this many is a barcode that slipped into the column.
_LARGEST_PACK = 2_000 * THOUSAND
_BARCODE_DIGITS = 8
_YES = {"1", "y", "ya", "yes", "true", "t", "benar"}
_TWIN = re.compile(r"[\s(]*\bgrosir\b[\s)]*", re.IGNORECASE)
_RETAIL = re.compile(r".*\becer[ae]n\b.*")
_LINI_OF = {
    **dict.fromkeys(("lpg", "gas", "elpiji", "gas lpg"), "LPG"),
    **dict.fromkeys(("pupuk", "saprotan", "pestisida"), "pupuk"),
    **dict.fromkeys(("obat", "obat obatan", "apotek", "farmasi"), "apotek"),
}

_ERROR_WORDS = {
    "no_name": N_("Nama barangnya kosong. Tulis namanya."),
    "too_long": N_("{title} terlalu panjang, paling banyak {most} huruf."),
    "bad_code": N_("{title} {code} tidak dapat dipakai: {reason}."),
    "code_duplicate": N_("Kode {code} sudah dipakai di baris {row}. Beri kode lain."),
    "code_taken": N_("Kode {code} sudah dipakai barang {item} di buku ini."),
    "bad_price": N_("{title}: {reason}."),
    "negative_price": N_("{title} {amount} kurang dari nol. Periksa angkanya."),
    "bad_stock": N_("{title}: {reason}."),
    "negative_stock": N_("{title} {quantity} kurang dari nol. Hitung dahulu barangnya di rak."),
    "no_cost": N_(
        "Ada stok {quantity} {unit}, tetapi harga belinya kosong atau nol. Isi harga belinya."
    ),
    "consigned": N_(
        "Barang titipan harus ada pemiliknya. Masukkan lewat Titip jual, lalu hapus baris ini."
    ),
    "bad_lini": N_("Lini usaha {lini} tidak dikenal; pilih salah satu: {all}."),
}
_WARNING_WORDS = {
    "no_unit": N_("Satuannya kosong; dipakai pcs."),
    "no_price": N_("Harga jualnya kosong atau nol; kasir akan menanyakannya."),
    "below_cost": N_("{title} {amount} di bawah harga beli {cost}. Periksa keduanya."),
    "wholesale_above": N_("{title} {amount} di atas harga jual {price}. Periksa keduanya."),
    "barcode_cut": N_(
        "Barcode {code} dipotong lembar kerja, jadi tidak dibawa. Pindai barangnya di layar Barang."
    ),
    "barcode_twice": N_("Barcode {code} juga ada di baris {row}; kasir akan bertanya yang mana."),
    "barcode_known": N_("Barcode {code} juga ada pada {item} di buku ini."),
    "name_twice": N_("Namanya sama dengan baris {row}. Pastikan bukan barang yang sama."),
    "name_known": N_("Di buku ini sudah ada barang bernama sama, kode {code}."),
    "twin": N_(
        "Barang grosir dari {name} di baris {row}. Lebih baik menjadi kemasan barang itu, supaya "
        "stoknya satu."
    ),
    "count_differs": N_("{title} {quantity} tidak dipakai, karena stoknya {stock}. Cocokkan."),
    "pack_unclear": N_("Isi kemasan {text} tidak dipakai: {reason}."),
    "pack_price": N_("Harga kemasan {pack} {text} tidak dapat dibaca, jadi tidak dipakai."),
    "price_kind": N_("Harga {kind} tidak dipakai: hanya eceran, grosir, dan anggota yang dikenal."),
    "price_twice": N_("Ada beberapa harga {what}; dipakai yang terakhir, {amount}."),
    "discount_left": N_("Diskon {amount} tidak dibawa; atur potongan di kasir."),
    "minimum_unreadable": N_("Stok minimum {text} tidak dapat dibaca, jadi tidak dibawa."),
    "margin_unreadable": N_("Margin {text} tidak dapat dibaca, jadi tidak dibawa."),
}


class Fault(RowFault):
    """An error of an item's row."""

    sentences, codes = _ERROR_WORDS, {}


class ItemLine(Struct, frozen=True):
    """An item that can go in: its `goods.add_item` order, its stock and what that is worth."""

    row: int
    order: Mapping[str, Any]
    quantity: int
    value: Rupiah


class ItemStudy(Study, frozen=True):
    """A product list; `categories` are those that it needs and the books do not have."""

    lines: tuple[ItemLine, ...]
    categories: tuple[tuple[str, str], ...]
    place: str | None

    @property
    def ready(self) -> int:
        """How many items can go in."""
        return len(self.lines)


class Known(Struct, frozen=True):
    """What the books have already: codes, barcodes and names of items, categories."""

    codes: Mapping[str, str]
    barcodes: Mapping[str, str]
    names: Mapping[str, str]
    categories: Mapping[str, str]

    @classmethod
    def of(cls, read: Reading) -> Self:
        """From four statements."""
        items = queries.items(read, closed=True)
        by_key = {each.key: each for each in items}
        held = queries.all_barcodes(read)
        categories = queries.categories(read)
        return cls(
            {each.code: each.name for each in items},
            {x.code: by_key[k].name for k, codes in held.items() for x in codes if k in by_key},
            {folded(each.name): each.code for each in items},
            {folded(each.name): each.code for each in categories}
            | {folded(each.code): each.code for each in categories},
        )


def study_rows(
    read: Reading,
    book: Book,
    *,
    today: date,
    beside: Sequence[Book] = (),
    as_of: date | None = None,
    mapping: Mapping[str, str] | None = None,
    place: str | None = None,
    with_stock: bool = True,
    wholesale_from: str = WHOLESALE_FROM,
) -> ItemStudy:
    """What a product list holds, by row. Raises BadFile, NoHeader, OtherBook, NotBeside, BadField.

    `beside` are tables of packs, prices, categories or units that belong to it.
    """
    header = find_header(book, mapping)
    tables = read_tables(beside)
    sorter = Sorter(header, MARKS)
    lines = list(sorted_lines(header, sorter))
    data = [row for kind, row in lines if kind == DATA]
    stated = stated_day((shown(row) for kind, row in lines if kind == "title"), today)
    least = rules.decimal(rules.above_zero(wholesale_from, field="wholesale_from"))
    reader = _Reader(header, Known.of(read), tables, least=least, with_stock=with_stock)
    reader.learn(data)
    footers = Footers({}, {})
    for kind, row in lines:
        if kind == DATA:
            reader.take(row)
        else:
            footers.add(kind, row)
    return ItemStudy(
        name=book.name,
        digest=book.digest,
        sheet=header.sheet.name,
        others=tuple(each.name for each in book.sheets if each is not header.sheet),
        header_row=header.row,
        columns=header.columns,
        rows=len(data),
        errors=tuple(reader.errors),
        warnings=tuple(reader.warnings),
        footers=footers.found,
        totals={STOCK: worth(reader.lines)},
        as_of=as_of or stated,
        source=tuple(data),
        lines=tuple(reader.lines),
        categories=tuple(reader.categories.values()),
        place=place,
    )


def worth(lines: Sequence[ItemLine]) -> Rupiah:
    """What the stock of these lines is worth."""
    return Rupiah(sum(int(line.value) for line in lines))


class _Draft(Struct):
    """An item while its row is read."""

    row: int
    name: str = ""
    unit: str = ""
    cost: int = 0
    price: Rupiah | None = None
    barcodes: list[dict[str, str]] = field(default_factory=list)
    packs: dict[str, int] = field(default_factory=dict)
    prices: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


class _Reader:
    """Reads the rows one after the other; what was said before counts for what comes after."""

    def __init__(
        self, header: Header, known: Known, tables: Tables, *, least: str, with_stock: bool
    ) -> None:
        self._places = dict(header.places)
        self._titles = {x.field: x.header for x in header.columns if x.field is not None}
        self._known, self._tables = known, tables
        self._least, self._with_stock = least, with_stock
        self._link = _link_of(header, tables)
        self._in_decimals: set[str] = set()
        self._codes: dict[str, int] = {}
        self._barcodes: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._twins: dict[str, tuple[int, str]] = {}
        self._row = Row(0, ())
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.lines: list[ItemLine] = []
        self.categories: dict[str, tuple[str, str]] = {}
        self._count_sheet(header)

    def _count_sheet(self, header: Header) -> None:
        """In a sheet of a count the only price is what the goods cost."""
        titles = {bare(each.header) for each in header.columns}
        counted = titles & {"stok gap", "selisih", "stok akhir"}
        if counted and "cost" not in self._places and bare(self._title("price")) == "harga":
            self._places["cost"] = self._places.pop("price")
            self._titles["cost"] = self._titles.pop("price")

    def learn(self, data: Sequence[Row]) -> None:
        """Which columns write decimals with a dot or comma, and which names have a retail twin."""
        for name in ("stock", "counted", "minimum", "factor"):
            at = self._places.get(name)
            if at is None:
                continue
            texts = (row.cells[at] for row in data if isinstance(row.cells[at], str))
            if any(re.fullmatch(r"-?\d+[.,]\d{1,2}", str(text).strip()) for text in texts):
                self._in_decimals.add(name)
        at = self._places.get("name")
        for row in data if at is not None else ():
            name = cells.text(row.cells[at or 0])
            if not _TWIN.search(name):
                self._twins.setdefault(folded(name), (row.number, name))

    def take(self, row: Row) -> None:
        """One row: an item that can go in with its doubts, or one error."""
        self._row = row
        draft = _Draft(row.number)
        try:
            self.lines.append(self._line(draft))
        except RowFault as fault:
            self.errors.append(fault.problem(row.number))
        else:
            self.warnings += draft.doubts

    # --- one row --------------------------------------------------------------------------------

    def _line(self, draft: _Draft) -> ItemLine:
        draft.name = self._name()
        draft.unit = self._unit(draft)
        code = self._code()
        self._barcode(draft)
        draft.cost = self._cost()
        draft.price = self._price("price")
        kind = self._kind()
        category = self._category()
        lini = self._lini()
        self._packs(draft)
        self._more_prices(draft)
        quantity = self._stock(draft, kind)
        self._note_names(draft)
        self._judge_prices(draft)
        order: dict[str, Any] = {
            "code": code,
            "name": draft.name,
            "unit": draft.unit,
            "kind": kind,
            "lini": lini,
            "category": category,
            "price": int(draft.price) if draft.price else None,
            "barcodes": draft.barcodes,
            "packs": [
                {"name": name, "factor": rules.decimal(factor)}
                for name, factor in draft.packs.items()
            ],
            "prices": draft.prices,
            "minimum": self._minimum(draft),
            "margin": self._margin(draft),
        }
        self._accept(draft, code)
        value = Rupiah(half_up(quantity * draft.cost, THOUSAND * _SEN))
        kept = {name: value for name, value in order.items() if value not in (None, [], "")}
        return ItemLine(draft.row, kept, quantity, value)

    def _accept(self, draft: _Draft, code: str | None) -> None:
        """What later rows may not repeat."""
        if code is not None:
            self._codes.setdefault(code, draft.row)
        for each in draft.barcodes:
            self._barcodes.setdefault(each["code"], draft.row)
        self._names.setdefault(folded(draft.name), draft.row)

    def _cell(self, name: str) -> Cell:
        at = self._places.get(name)
        return self._row.cells[at] if at is not None and at < len(self._row.cells) else None

    def _text(self, name: str) -> str:
        cell = self._cell(name)
        return "" if cells.is_empty(cell) else one_line(cells.text(cell))

    def _title(self, name: str) -> str:
        return self._titles.get(name, name)

    def _is_set(self, name: str) -> bool:
        return self._text(name).casefold() in _YES

    def _name(self) -> str:
        name = self._text("name")
        if not name:
            raise Fault("name", "no_name")
        try:
            return rules.plain_name(name)
        except BadField:
            raise Fault("name", "too_long", title=self._title("name"), most=200) from None

    def _unit(self, draft: _Draft) -> str:
        unit = self._text("unit")
        unit = self._tables.units.get(unit, unit)
        if not unit:
            if "unit" in self._places:
                self._doubt(draft, "unit", "no_unit")
            return "pcs"
        try:
            return rules.plain_word(unit, field="unit")
        except BadField:
            raise Fault("unit", "too_long", title=self._title("unit"), most=40) from None

    def _code(self) -> str | None:
        """The item's own code; digits that can be a barcode are one when no column holds those."""
        code = self._text("code")
        if not code or (self._is_barcode(code) and "barcode" not in self._places):
            return None
        if cells.has_exponent(code):
            reason = _(N_("angkanya dipotong lembar kerja; tulis sebagai teks"))
            raise Fault("code", "bad_code", title=self._title("code"), code=code, reason=reason)
        code = self._sound(code, "code")
        if code in self._codes:
            raise Fault("code", "code_duplicate", code=code, row=self._codes[code])
        if code in self._known.codes:
            raise Fault("code", "code_taken", code=code, item=self._known.codes[code])
        return code

    def _sound(self, code: str, name: str) -> str:
        try:
            return rules.plain_code(code)
        except BadField as error:
            reason = str(error.values["reason"])
            raise Fault(
                name, "bad_code", title=self._title(name), code=code, reason=reason
            ) from None

    @staticmethod
    def _is_barcode(code: str) -> bool:
        return code.isascii() and code.isdigit() and len(code) >= _BARCODE_DIGITS

    def _barcode(self, draft: _Draft) -> None:
        text = self._text("barcode")
        if not text and "barcode" not in self._places and self._is_barcode(self._text("code")):
            text = self._text("code")
        if cells.has_exponent(text):
            self._doubt(draft, "barcode", "barcode_cut", code=text)
        elif text:
            self._add_barcode(draft, self._sound(text, "barcode"))

    def _add_barcode(self, draft: _Draft, code: str, pack: str = "") -> None:
        if any(each["code"] == code for each in draft.barcodes):
            return
        draft.barcodes.append({"code": code, **({"pack": pack} if pack else {})})
        if code in self._barcodes:
            row = self._barcodes[code]
            self._doubt(draft, "barcode", "barcode_twice", code=code, row=row)
        elif code in self._known.barcodes:
            item = self._known.barcodes[code]
            self._doubt(draft, "barcode", "barcode_known", code=code, item=item)

    def _kind(self) -> str:
        if self._is_set("consigned"):
            raise Fault("consigned", "consigned")
        said = folded(self._text("kind"))
        service = said in {"jasa", "s", "service", "layanan"} or self._is_set("no_stock")
        return "service" if service else "goods"

    def _category(self) -> str | None:
        text = self._text("category")
        if not text:
            return None
        name = self._tables.categories.get(text, text)
        known = self._known.categories.get(folded(name)) or self._known.categories.get(folded(text))
        if known is not None:
            return known
        if folded(name) not in self.categories:
            written = name if len(name) > 1 else _(N_("Kategori {name}")).format(name=name)
            self.categories[folded(name)] = (text[:40], written[:200])
        return self.categories[folded(name)][0]

    def _lini(self) -> str | None:
        """The line of business that the list names, or that its category is the name of."""
        said = self._text("lini")
        if said:
            found = {each.casefold(): each for each in chart.LINI}.get(said.casefold())
            if found is None:
                raise Fault("lini", "bad_lini", lini=said, all=", ".join(sorted(chart.LINI)))
            return found
        text = self._text("category")
        return _LINI_OF.get(folded(self._tables.categories.get(text, text)))

    # --- money ----------------------------------------------------------------------------------

    def _cost(self) -> int:
        """What a unit cost, in hundredths of a rupiah; zero where nothing stands. Raises Fault."""
        cell = self._cell("cost")
        try:
            found = cells.money(cell)
            sen = int(found) * _SEN if found is not None else 0
        except Unreadable as error:
            sen = _in_sen(cell)
            if not sen:
                title = self._title("cost")
                raise Fault("cost", "bad_price", title=title, reason=error.words) from None
        if sen < 0:
            amount = wording.rupiah(sen // _SEN)
            raise Fault("cost", "negative_price", title=self._title("cost"), amount=amount)
        return sen

    def _price(self, name: str) -> Rupiah | None:
        """A price; None where nothing or zero stands. Raises Fault."""
        try:
            found = cells.money(self._cell(name))
        except Unreadable as error:
            title = self._title(name)
            raise Fault(name, "bad_price", title=title, reason=error.words) from None
        if found is not None and found < NOTHING:
            amount = wording.rupiah(found)
            raise Fault(name, "negative_price", title=self._title(name), amount=amount)
        return found or None

    def _more_prices(self, draft: _Draft) -> None:
        """Wholesale, members' and packs' prices, of the row and of the tables beside it."""
        wholesale, member = self._price("wholesale"), self._price("member")
        if wholesale is not None:
            draft.prices.append({"amount": int(wholesale), "least": self._least})
        if member is not None:
            draft.prices.append({"amount": int(member), "tier": "member"})
        for n in MORE_UNITS:
            pack = self._text(f"pack{n}")
            price = self._price(f"price{n}") if pack in draft.packs else None
            if price is not None:
                draft.prices.append({"amount": int(price), "pack": pack})
            sku = self._text(f"sku{n}")
            if sku and pack in draft.packs:
                self._add_barcode(draft, self._sound(sku, f"sku{n}"), pack)
        self._table_prices(draft)

    def _table_prices(self, draft: _Draft) -> None:
        numbers = {each.key: each.name for each in self._table_packs() if each.key}
        seen: dict[tuple[str, str], int] = {}
        for each in self._tables.prices.get(self._linked(), ()):
            kind = folded(each.kind)
            tier = {"anggota": "member", "member": "member", "grosir": "grosir"}.get(kind, "")
            if kind and not tier and not _RETAIL.fullmatch(kind) and kind != "eceren":
                self._doubt(draft, "price", "price_kind", kind=each.kind)
                continue
            pack = numbers.get(each.pack, "") if each.pack not in {"", "0"} else ""
            try:
                amount = cells.money(each.amount)
            except Unreadable:
                amount = None
            if amount is None or amount <= NOTHING or (pack and pack not in draft.packs):
                text = cells.text(each.amount)
                self._doubt(draft, "price", "pack_price", pack=pack or draft.unit, text=text)
                continue
            if (pack, tier) in seen and seen[pack, tier] != int(amount):
                shown_amount, what = wording.rupiah(amount), pack or draft.unit
                self._doubt(draft, "price", "price_twice", what=what, amount=shown_amount)
            seen[pack, tier] = int(amount)
        for (pack, tier), whole in seen.items():
            self._put_price(draft, pack, tier, whole)

    def _put_price(self, draft: _Draft, pack: str, tier: str, amount: int) -> None:
        if not pack and not tier:
            draft.price = Rupiah(amount)
            return
        made: dict[str, Any] = {"amount": amount}
        made |= {"pack": pack} if pack else {}
        made |= {"tier": "member"} if tier == "member" else {}
        made |= {"least": self._least} if tier == "grosir" else {}
        draft.prices.append(made)

    def _judge_prices(self, draft: _Draft) -> None:
        """Doubts: no price, a price below cost, a wholesale price above the retail one."""
        cost = Rupiah(half_up(draft.cost, _SEN))
        words = {"cost": wording.rupiah(cost)}
        if draft.price is None:
            self._doubt(draft, "price", "no_price")
        elif draft.price < cost:
            amount = wording.rupiah(draft.price)
            self._doubt(
                draft, "price", "below_cost", title=self._title("price"), amount=amount, **words
            )
        for name in ("wholesale", "member"):
            other = self._price(name)
            if other is None:
                continue
            said = {"title": self._title(name), "amount": wording.rupiah(other)}
            if other < cost:
                self._doubt(draft, name, "below_cost", **said, **words)
            elif draft.price is not None and other > draft.price:
                price = wording.rupiah(draft.price)
                self._doubt(draft, name, "wholesale_above", **said, price=price)
        try:
            discount = cells.money(self._cell("discount"))
        except Unreadable:
            discount = None
        if discount:
            self._doubt(draft, "discount", "discount_left", amount=wording.rupiah(discount))

    # --- quantities -----------------------------------------------------------------------------

    def _quantity(self, name: str) -> int | None:
        """Thousandths; None for an empty cell. Raises Unreadable."""
        return cells.quantity(self._cell(name), in_decimals=name in self._in_decimals)

    def _stock(self, draft: _Draft, kind: str) -> int:
        """How much lies there; only goods lie anywhere. Raises Fault."""
        found = self._certain("stock")
        counted = self._certain("counted")
        if counted is not None and "stock" in self._places and counted != (found or 0):
            self._doubt(
                draft,
                "counted",
                "count_differs",
                title=self._title("counted"),
                quantity=rules.shown(counted),
                stock=rules.shown(found or 0),
            )
        if not found or kind != "goods" or not self._with_stock:
            return 0
        if found < 0:
            words = {"title": self._title("stock"), "quantity": rules.shown(found)}
            raise Fault("stock", "negative_stock", **words)
        if not draft.cost:
            words = {"quantity": rules.shown(found), "unit": draft.unit}
            raise Fault("cost", "no_cost", **words)
        return found

    def _certain(self, name: str) -> int | None:
        try:
            return self._quantity(name)
        except Unreadable as error:
            title = self._title(name)
            raise Fault(name, "bad_stock", title=title, reason=error.words) from None

    def _minimum(self, draft: _Draft) -> str | None:
        try:
            found = self._quantity("minimum")
        except Unreadable:
            found = -1
        if found is not None and found < 0:
            text = self._text("minimum")
            self._doubt(draft, "minimum", "minimum_unreadable", text=text)
            return None
        return rules.decimal(found) if found else None

    def _margin(self, draft: _Draft) -> str | None:
        text = self._text("margin")
        try:
            return rules.plain_percent(text) or None
        except BadField:
            self._doubt(draft, "margin", "margin_unreadable", text=text)
            return None

    # --- packs ----------------------------------------------------------------------------------

    def _packs(self, draft: _Draft) -> None:
        """The pack it is bought in, up to four more units, and those of the table beside."""
        bought, text = self._text("pack"), self._text("factor")
        if "pack" in self._places and bought:
            same = bought.casefold() == draft.unit.casefold()
            if not same or text not in {"", "0", "1"}:
                name = _(N_("isi {text}")).format(text=text) if same else bought
                self._add_pack(draft, name, self._cell("factor"), said=not same)
        for n in MORE_UNITS:
            if (name := self._text(f"pack{n}")) and name.casefold() != draft.unit.casefold():
                self._add_pack(draft, name, self._cell(f"factor{n}"))
        for each in self._table_packs():
            if each.name and each.name.casefold() != draft.unit.casefold():
                self._add_pack(draft, each.name, each.factor)

    def _table_packs(self) -> Sequence[Any]:
        return self._tables.packs.get(self._linked(), ())

    def _linked(self) -> str:
        """The item's number in the old program, by which the tables beside name it."""
        if self._link is None or self._link >= len(self._row.cells):
            return ""
        return cells.text(self._row.cells[self._link])

    def _add_pack(self, draft: _Draft, name: str, cell: Cell, *, said: bool = False) -> None:
        """One pack, if it is certain how much it holds; a list that says 0 or 1 says nothing."""
        text = cells.text(cell)
        try:
            factor = cells.quantity(cell, in_decimals="factor" in self._in_decimals) or 0
        except Unreadable:
            factor = -1
        reason = ""
        if factor < 0 or factor > _LARGEST_PACK:
            reason = _(N_("angkanya tidak mungkin"))
        elif name in draft.packs and draft.packs[name] != factor:
            reason = _(N_("kemasan {name} sudah ada dengan isi lain")).format(name=name)
        if reason:
            self._doubt(draft, "factor", "pack_unclear", text=text, reason=reason)
        elif factor > (THOUSAND if said else 0):
            draft.packs[name[:40]] = factor

    # --- doubts ---------------------------------------------------------------------------------

    def _note_names(self, draft: _Draft) -> None:
        """Doubts: the same name twice, and wholesale twins of an item."""
        same = folded(draft.name)
        if same in self._names:
            self._doubt(draft, "name", "name_twice", row=self._names[same])
        elif same in self._known.names:
            self._doubt(draft, "name", "name_known", code=self._known.names[same])
        if _TWIN.search(draft.name):
            base = self._twins.get(folded(_TWIN.sub(" ", draft.name)))
            if base is not None:
                self._doubt(draft, "name", "twin", row=base[0], name=base[1])

    def _doubt(self, draft: _Draft, field_of: str, why: str, /, **values: object) -> None:
        message = _(_WARNING_WORDS[why]).format(**values)
        draft.doubts.append(Problem(draft.row, field_of, why, message))


def _link_of(header: Header, tables: Tables) -> int | None:
    """The column by which the tables beside name an item: one of their title, else its like."""
    titles = {bare(each.header): each.place for each in header.columns}
    for title in sorted(tables.links):
        if title in titles:
            return titles[title]
        by_code = title.startswith(("kode", "kd"))
        found = header.places.get("code") if by_code else titles.get("id")
        if found is not None:
            return found
    return None


def _in_sen(cell: Cell) -> int:
    """An amount with sen as hundredths, exactly; zero for what is none."""
    try:
        value = Decimal(cells.text(cell).replace(",", "."))
    except InvalidOperation:
        return 0
    hundredths = value.scaleb(2)
    return int(hundredths.to_integral_value()) if value.is_finite() and value > 0 else 0
