"""Items come, change, get barcodes and packs; categories; what an undone import takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, update
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import pricing, queries, rules
from kopdes_desktop.goods.tables import BARCODE, CATEGORY, ITEM, PACK, PART
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

_NEW_ITEM, _NEW_PART = insert_into(ITEM), insert_into(PART)
_barcode = insert(BARCODE).values(code=None, item=None, pack=None)
_BARCODE = Statement(
    _barcode.on_conflict_do_update(
        index_elements=list(BARCODE.primary_key.columns), set_={"pack": _barcode.excluded.pack}
    )
)
_pack = insert(PACK).values(item=None, name=None, factor=None)
_PACK = Statement(
    _pack.on_conflict_do_update(
        index_elements=list(PACK.primary_key.columns), set_={"factor": _pack.excluded.factor}
    )
)
_category = insert(CATEGORY).values(code=None, name=None, margin=None)
_CATEGORY = Statement(
    _category.on_conflict_do_update(
        index_elements=[CATEGORY.c.code],
        set_={"name": _category.excluded.name, "margin": _category.excluded.margin},
    )
)
_NO_BARCODE = Statement(
    delete(BARCODE).where(
        BARCODE.c.code == bindparam("of_code"), BARCODE.c.item == bindparam("of_item")
    )
)
_NO_PACKS = Statement(delete(PACK).where(PACK.c.item == bindparam("of_item")))
_VOID = Statement(update(ITEM).where(ITEM.c.key == bindparam("of_key")).values(voided=1, open=0))


class BarcodeLine(Order, frozen=True, omit_defaults=True):
    """A barcode, and the pack it is printed on (the base unit when none is named)."""

    code: str
    pack: str = ""


class PackLine(Order, frozen=True, omit_defaults=True):
    """A pack, and how many of the base unit it holds ("12", "0.5")."""

    name: str
    factor: str


class PartLine(Order, frozen=True, omit_defaults=True):
    """What one of a bundle holds of another item (key, code or barcode)."""

    item: int | str
    quantity: str = "1"


class PriceLine(Order, frozen=True, omit_defaults=True):
    """A price of the item's unit or of a pack; for members; from so many on."""

    amount: Rupiah
    pack: str = ""
    tier: rules.Tier = "all"
    least: str = "0"


class ItemOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A new item. Name and unit are enough; code, line of business and account come by themselves.

    `price` is what everybody pays for one unit; `prices` are all others. `minimum` is when to buy
    again, `margin` in percent. A bundle has `parts`, a consigned item its `owner`.
    """

    name: str
    unit: str
    code: str | None = None
    price: Rupiah | None = None
    kind: rules.Kind = "goods"
    lini: str | None = None
    account: str | None = None
    category: str | None = None
    barcodes: tuple[BarcodeLine, ...] = ()
    packs: tuple[PackLine, ...] = ()
    prices: tuple[PriceLine, ...] = ()
    minimum: str | None = None
    margin: str | None = None
    weighed: bool = False
    tracked: bool = False
    program: str | None = None
    parts: tuple[PartLine, ...] = ()
    owner: int | None = None


class Packed(Fact, frozen=True, omit_defaults=True):
    """A pack and how many of the base unit it holds."""

    name: str
    factor: str


class Coded(Fact, frozen=True, omit_defaults=True):
    """A barcode and the pack it is printed on."""

    code: str
    pack: str = ""


class Held(Fact, frozen=True, omit_defaults=True):
    """What one of a bundle holds of another item."""

    item: int
    quantity: str


class ItemAdded(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A new item, named by this fact's key."""

    code: str
    name: str
    unit: str
    kind: str
    lini: str
    account: str | None = None
    category: str | None = None
    barcodes: tuple[Coded, ...] = ()
    packs: tuple[Packed, ...] = ()
    prices: tuple[pricing.Priced, ...] = ()
    minimum: str = "0"
    margin: str | None = None
    weighed: bool = False
    tracked: bool = False
    program: str | None = None
    parts: tuple[Held, ...] = ()
    owner: int | None = None


@operation("goods.add_item", version=1)
class AddItem(Operation[ItemOrder, ItemAdded]):
    """Enter an item that the outlet sells."""

    sentence = N_("Menambah barang")
    daily = False

    def decide(self, work: Work, order: ItemOrder) -> ItemAdded:
        """A free code; an account that fits kind and line; packs, parts and prices to match."""
        lini, account = _placed(work, order)
        unit = rules.plain_word(order.unit, field="unit")
        packs = _packs(order.packs, unit)
        known = {each.name for each in packs}
        return ItemAdded(
            code=_free_code(work, order.code),
            name=rules.plain_name(order.name),
            unit=unit,
            kind=order.kind,
            lini=lini,
            account=account,
            category=_category_of(work, order.category or ""),
            barcodes=tuple(
                _coded(each.code, each.pack, unit, known, f"barcodes[{n}]")
                for n, each in enumerate(order.barcodes)
            ),
            packs=packs,
            prices=_first_prices(work, order, unit, known),
            minimum=_not_negative(order.minimum or "0", "minimum"),
            margin=rules.plain_percent(order.margin or "") or None,
            weighed=order.weighed,
            tracked=order.tracked,
            program=(order.program or "").strip() or None,
            parts=_parts(work, order),
            owner=_owner(order),
        )

    def apply(self, books: Books, fact: ItemAdded) -> None:
        """The item with all that finds it."""
        key = books.stamp.key
        books.insert(
            _NEW_ITEM,
            key,
            fact.code,
            fact.name,
            fact.kind,
            fact.account,
            fact.lini,
            fact.category,
            fact.unit,
            rules.thousandths(fact.minimum),
            fact.margin,
            int(fact.weighed),
            int(fact.tracked),
            fact.program,
            fact.owner,
            1,
            0,
        )
        for each in fact.barcodes:
            books.change(_BARCODE, code=each.code, item=key, pack=each.pack)
        for pack in fact.packs:
            books.change(_PACK, item=key, name=pack.name, factor=rules.thousandths(pack.factor))
        for part in fact.parts:
            books.insert(_NEW_PART, key, part.item, rules.thousandths(part.quantity))
        pricing.keep(books, (msgspec.structs.replace(each, item=key) for each in fact.prices))

    def unmade(self, work: Work, key: int, fact: ItemAdded) -> Iterator[tuple[str, dict[str, Any]]]:
        """It is found no more."""
        yield VoidItem.code, {"item": key}

    def judge(self, books: Books, fact: ItemAdded, stamp: Stamp) -> Iterator[str]:
        """A kind, line and account that go together; figures that are some; packs that it has."""
        fits = fact.kind in rules.KIND_WORDS and rules.may_hold(fact.kind, fact.account)
        known = chart.names(books)
        if not fits or (fact.account is not None and fact.account not in known):
            yield "R2: account"
        if fact.lini not in chart.LINI:
            yield "R2: lini"
        named = {each.pack for each in fact.barcodes} | {each.pack for each in fact.prices}
        if not named <= {"", *(pack.name for pack in fact.packs)}:
            yield "R2: pack"
        try:
            for text in (
                *(pack.factor for pack in fact.packs),
                *(part.quantity for part in fact.parts),
            ):
                rules.above_zero(text)
            rules.thousandths(fact.minimum)
            rules.plain_percent(fact.margin or "")
            pricing.require_readable(fact.prices)
        except BadField as error:
            yield f"R2: {error}"

    def found(self, books: Books, fact: ItemAdded, stamp: Stamp) -> list[tuple[str, str]]:
        """A code that another item has too."""
        others = [each for each in queries.with_code(books, fact.code) if each.key != stamp.key]
        return [("code_twice", fact.code)] if others else []

    def refers_to(self, fact: ItemAdded) -> set[int]:
        """The items in it, and whose it is."""
        return {part.item for part in fact.parts} | ({fact.owner} if fact.owner else set())


def _placed(work: Work, order: ItemOrder) -> tuple[str, str | None]:
    """Line of business and account, each by the other where only one is named. Raises BadField."""
    lini = order.lini
    if order.account is not None:
        card = chart.account(work, order.account)
        if not rules.may_hold(order.kind, card.code):
            reason = _(N_("akun {code} bukan akun untuk {kind}")).format(
                code=card.code, kind=_(rules.KIND_WORDS[order.kind])
            )
            raise BadField(name="account", reason=reason, field="account")
        lini = lini or card.lini
    lini = lini or rules.DEFAULT_LINI
    if lini not in chart.LINI:
        reason = _(N_("lini usaha {lini} tidak ada; pilih salah satu: {all}")).format(
            lini=lini, all=", ".join(sorted(chart.LINI))
        )
        raise BadField(name="lini", reason=reason, field="lini")
    account = order.account or rules.account_for(order.kind, lini)
    if order.account is None and account is not None:
        chart.account(work, account)
    return lini, account


def _free_code(work: Work, wanted: str | None) -> str:
    """The wanted code when no item has it, or this device's next one. Raises BadField."""
    if not (wanted or "").strip():
        return f"{work.series}{queries.last_code(work, work.series) + 1:0{queries.CODE_DIGITS}d}"
    code = rules.plain_code(wanted or "")
    _require_free(work, code, but=None)
    return code


def _require_free(work: Work, code: str, *, but: int | None) -> None:
    others = [each for each in queries.with_code(work, code) if each.key != but]
    for other in others[:1]:
        reason = _(N_("kode {code} sudah dipakai {item}")).format(code=code, item=other.name)
        raise BadField(name="code", reason=reason, field="code")


def _packs(ordered: Iterable[PackLine], unit: str) -> tuple[Packed, ...]:
    """Packs with names of their own, each holding something. Raises BadField."""
    made: dict[str, Packed] = {}
    for n, each in enumerate(ordered):
        field = f"packs[{n}]"
        name = rules.plain_word(each.name, field=f"{field}.name")
        if name == unit or name in made:
            reason = _(N_("kemasan {pack} sudah ada; beri nama lain")).format(pack=name)
            raise BadField(name="packs", reason=reason, field=f"{field}.name")
        factor = rules.above_zero(each.factor, field=f"{field}.factor")
        made[name] = Packed(name, rules.decimal(factor))
    return tuple(made.values())


def _pack_known(pack: str, unit: str, known: Iterable[str], field: str) -> str:
    """A pack's name, empty for the base unit. Raises BadField."""
    name = pack.strip()
    if name in {"", unit}:
        return ""
    if name not in known:
        reason = _(N_("kemasan {pack} belum ada; isi dahulu berapa isinya")).format(pack=name)
        raise BadField(name="pack", reason=reason, field=field)
    return name


def _coded(code: str, pack: str, unit: str, known: Iterable[str], field: str) -> Coded:
    return Coded(
        rules.plain_code(code, field=f"{field}.code"),
        _pack_known(pack, unit, known, f"{field}.pack"),
    )


def _first_prices(
    work: Work, order: ItemOrder, unit: str, known: Iterable[str]
) -> tuple[pricing.Priced, ...]:
    """What the item costs from today on. Raises BadField."""
    base = () if order.price is None else (PriceLine(order.price),)
    made = [
        pricing.Priced(
            from_day=work.today,
            amount=pricing.require_amount(each.amount, f"prices[{n}].amount"),
            pack=_pack_known(each.pack, unit, known, f"prices[{n}].pack"),
            tier=each.tier,
            least=_not_negative(each.least, f"prices[{n}].least"),
        )
        for n, each in enumerate((*base, *order.prices))
    ]
    return tuple({(each.pack, each.tier, each.least): each for each in made}.values())


def _not_negative(text: str, field: str) -> str:
    found = rules.thousandths(text, field=field)
    if found < 0:
        raise BadField(name=field, reason=_(N_("tidak boleh negatif")), field=field)
    return rules.decimal(found)


def _category_of(work: Work, code: str) -> str | None:
    """A known category, or none. Raises BadField."""
    if not code.strip():
        return None
    found = queries.category(work, code.strip())
    if found is None:
        reason = _(N_("kategori {code} belum ada; buat dahulu kategorinya")).format(code=code)
        raise BadField(name="category", reason=reason, field="category")
    return found.code


def _parts(work: Work, order: ItemOrder) -> tuple[Held, ...]:
    """What a bundle holds: goods of one's own, each once, and of nothing else. Raises BadField."""
    if (order.kind == "bundle") != bool(order.parts):
        words = (
            N_("isi dahulu barang apa saja yang ada di dalam paket")
            if order.kind == "bundle"
            else N_("hanya paket yang mempunyai isi; pilih jenis paket")
        )
        raise BadField(name="parts", reason=_(words), field="parts")
    made: dict[int, Held] = {}
    for n, each in enumerate(order.parts):
        part = queries.require_item(work, each.item, field=f"parts[{n}].item")
        if part.kind != "goods" or part.key in made:
            reason = _(N_("{item} tidak dapat menjadi isi paket; isi paket barang milik sendiri"))
            raise BadField(
                name="parts", reason=reason.format(item=part.name), field=f"parts[{n}].item"
            )
        quantity = rules.above_zero(each.quantity, field=f"parts[{n}].quantity")
        made[part.key] = Held(part.key, rules.decimal(quantity))
    return tuple(made.values())


def _owner(order: ItemOrder) -> int | None:
    if (order.kind == "consigned") != (order.owner is not None):
        words = (
            N_("barang titipan harus ada pemiliknya")
            if order.owner is None
            else N_("hanya barang titipan yang mempunyai pemilik")
        )
        raise BadField(name="owner", reason=_(words), field="owner")
    return order.owner


# --- changing ----------------------------------------------------------------------------------


class ChangeOrder(Order, frozen=True, omit_defaults=True):
    """New values by field: name, code, unit, category, minimum, margin, program, weighed …

    Text that is empty takes category, margin or program away. `open` false ends selling it.
    Kind, line of business, account and owner stay: their goods stand on that account.
    """

    item: int | str
    fields: dict[str, str | bool]


class ItemChanged(Fact, frozen=True, omit_defaults=True):
    """New values by field."""

    item: int
    fields: dict[str, str | bool]


_SWITCHES = frozenset({"weighed", "tracked", "open"})
_SET = {
    name: Statement(
        update(ITEM).where(ITEM.c.key == bindparam("of_key")).values({name: bindparam("new")})
    )
    for name in (
        "name",
        "code",
        "unit",
        "category",
        "minimum",
        "margin",
        "program",
        *sorted(_SWITCHES),
    )
}


def _text_of(work: Work, item: queries.Item, name: str, text: str) -> str:
    """A field's new text, as the fact holds it. Raises BadField."""
    if name == "code":
        code = rules.plain_code(text)
        _require_free(work, code, but=item.key)
        return code
    if name == "category":
        return _category_of(work, text) or ""
    plain: Mapping[str, Callable[[str], str]] = {
        "name": rules.plain_name,
        "unit": lambda word: _unit_of(work, item, word),
        "minimum": lambda number: _not_negative(number or "0", "minimum"),
        "margin": rules.plain_percent,
        "program": str.strip,
    }
    return plain[name](text)


def _unit_of(work: Work, item: queries.Item, word: str) -> str:
    """Another word for what the item is counted in, while none of it was. Raises BadField."""
    unit = rules.plain_word(word, field="unit")
    if unit != item.unit and any(moved(work, item.key) for moved in queries.MOVED):
        reason = _(
            N_(
                "{name} sudah pernah tercatat dalam {unit}, jadi semua jumlah dan nilainya berarti"
                " lain bila satuannya diganti. Buat barang baru dengan satuan itu, lalu pindahkan"
                " isinya dengan kemas ulang"
            )
        ).format(name=item.name, unit=item.unit)
        raise BadField(name="unit", reason=reason, field="fields.unit")
    return unit


@operation("goods.change_item", version=1)
class ChangeItem(Operation[ChangeOrder, ItemChanged]):
    """Change what an item is called, where it is found, whether it is sold."""

    sentence = N_("Mengubah barang")
    daily = False

    def decide(self, work: Work, order: ChangeOrder) -> ItemChanged:
        """Known fields with values of their kind."""
        item = queries.require_item(work, order.item)
        fields: dict[str, str | bool] = {}
        for name, value in order.fields.items():
            field = f"fields.{name}"
            if name not in _SET or isinstance(value, bool) != (name in _SWITCHES):
                reason = _(N_("isian {name} tidak dapat diubah begitu")).format(name=name)
                raise BadField(name=name, reason=reason, field=field)
            fields[name] = value if isinstance(value, bool) else _text_of(work, item, name, value)
        if not fields:
            raise BadField(name="fields", reason=_(N_("belum ada yang diubah")), field="fields")
        return ItemChanged(item.key, fields)

    def apply(self, books: Books, fact: ItemChanged) -> None:
        """The new values."""
        for name in sorted(fact.fields):
            value: object = fact.fields[name]
            if name == "minimum":
                value = rules.thousandths(str(value))
            elif isinstance(value, bool):
                value = int(value)
            elif name in {"category", "margin", "program"}:
                value = value or None
            books.change(_SET[name], new=value, of_key=fact.item)

    def refers_to(self, fact: ItemChanged) -> tuple[int, ...]:
        """The item."""
        return (fact.item,)


class VoidOrder(Order, frozen=True, omit_defaults=True):
    """An item whose import is undone, and why."""

    item: int
    reason: str


class ItemVoided(Fact, frozen=True, omit_defaults=True):
    """An item whose import was undone, and why."""

    item: int
    reason: str


@operation("goods.void_item", version=1)
class VoidItem(Operation[VoidOrder, ItemVoided]):
    """Take an item back that came with an undone import."""

    sentence = N_("Menarik barang dari impor yang dibatalkan")
    daily = False

    def decide(self, work: Work, order: VoidOrder) -> ItemVoided:
        """A known item."""
        return ItemVoided(queries.require_item(work, order.item).key, order.reason)

    def apply(self, books: Books, fact: ItemVoided) -> None:
        """Nothing finds it any more."""
        books.change(_VOID, of_key=fact.item)

    def refers_to(self, fact: ItemVoided) -> tuple[int, ...]:
        """The item."""
        return (fact.item,)


# --- barcodes, packs, categories ---------------------------------------------------------------


class BarcodeOrder(Order, frozen=True, omit_defaults=True):
    """A barcode of an item, and the pack it is printed on."""

    item: int | str
    code: str
    pack: str = ""


class BarcodeFact(Fact, frozen=True, omit_defaults=True):
    """A barcode of an item, and the pack it is printed on."""

    item: int
    code: str
    pack: str = ""


@operation("goods.add_barcode", version=1)
class AddBarcode(Operation[BarcodeOrder, BarcodeFact]):
    """Let a barcode find an item; it may stand on others too."""

    sentence = N_("Menambah barcode barang")
    daily = False

    def decide(self, work: Work, order: BarcodeOrder) -> BarcodeFact:
        """A known item and pack."""
        item = queries.require_item(work, order.item)
        code = rules.plain_code(order.code)
        pack = _pack_known(order.pack, item.unit, queries.packs(work, item.key), "pack")
        return BarcodeFact(item.key, code, pack)

    def apply(self, books: Books, fact: BarcodeFact) -> None:
        """A set: twice is once."""
        books.change(_BARCODE, code=fact.code, item=fact.item, pack=fact.pack)

    def judge(self, books: Books, fact: BarcodeFact, stamp: Stamp) -> Iterator[str]:
        """A code that can be one."""
        try:
            rules.plain_code(fact.code)
        except BadField as error:
            yield f"R2: {error}"

    def refers_to(self, fact: BarcodeFact) -> tuple[int, ...]:
        """The item."""
        return (fact.item,)


@operation("goods.drop_barcode", version=1)
class DropBarcode(Operation[BarcodeOrder, BarcodeFact]):
    """Take a barcode off an item."""

    sentence = N_("Menghapus barcode barang")
    daily = False

    def decide(self, work: Work, order: BarcodeOrder) -> BarcodeFact:
        """A barcode that stands on the item."""
        item = queries.require_item(work, order.item)
        known = {each.code: each.pack for each in queries.barcodes(work, item.key)}
        if order.code not in known:
            reason = _(N_("{item} tidak mempunyai barcode {code}")).format(
                item=item.name, code=order.code
            )
            raise BadField(name="code", reason=reason, field="code")
        return BarcodeFact(item.key, order.code, known[order.code])

    def apply(self, books: Books, fact: BarcodeFact) -> None:
        """It finds this item no more."""
        books.change(_NO_BARCODE, of_code=fact.code, of_item=fact.item)

    def refers_to(self, fact: BarcodeFact) -> tuple[int, ...]:
        """The item."""
        return (fact.item,)


class PacksOrder(Order, frozen=True, omit_defaults=True):
    """All packs of an item."""

    item: int | str
    packs: tuple[PackLine, ...]


class PacksSet(Fact, frozen=True, omit_defaults=True):
    """All packs of an item."""

    item: int
    packs: tuple[Packed, ...]


@operation("goods.set_packs", version=1)
class SetPacks(Operation[PacksOrder, PacksSet]):
    """Say in which packs an item comes."""

    sentence = N_("Mengatur kemasan barang")
    daily = False

    def decide(self, work: Work, order: PacksOrder) -> PacksSet:
        """Packs with names of their own; those that carry a barcode stay."""
        item = queries.require_item(work, order.item)
        packs = _packs(order.packs, item.unit)
        left = {each.name for each in packs}
        for barcode in queries.barcodes(work, item.key):
            if barcode.pack and barcode.pack not in left:
                reason = _(
                    N_("kemasan {pack} masih mempunyai barcode {code}; hapus dahulu barcodenya")
                ).format(pack=barcode.pack, code=barcode.code)
                raise BadField(name="packs", reason=reason, field="packs")
        return PacksSet(item.key, packs)

    def apply(self, books: Books, fact: PacksSet) -> None:
        """These packs and no others."""
        books.change(_NO_PACKS, of_item=fact.item)
        for pack in fact.packs:
            books.change(
                _PACK, item=fact.item, name=pack.name, factor=rules.thousandths(pack.factor)
            )

    def refers_to(self, fact: PacksSet) -> tuple[int, ...]:
        """The item."""
        return (fact.item,)


class CategoryOrder(Order, frozen=True, omit_defaults=True):
    """A category: code, name, and the margin in percent of its items."""

    code: str
    name: str
    margin: str | None = None


class CategorySet(Fact, frozen=True, omit_defaults=True):
    """A category as it is from now on."""

    code: str
    name: str
    margin: str | None = None


@operation("goods.add_category", version=1)
class AddCategory(Operation[CategoryOrder, CategorySet]):
    """Make a category, or change its name or margin."""

    sentence = N_("Membuat atau mengubah kategori barang")
    daily = False

    def decide(self, work: Work, order: CategoryOrder) -> CategorySet:
        """A code and a name."""
        return CategorySet(
            rules.plain_word(order.code, field="code"),
            rules.plain_name(order.name),
            rules.plain_percent(order.margin or "") or None,
        )

    def apply(self, books: Books, fact: CategorySet) -> None:
        """The category as it is from now on."""
        books.change(_CATEGORY, code=fact.code, name=fact.name, margin=fact.margin)
