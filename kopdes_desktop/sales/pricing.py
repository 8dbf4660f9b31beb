"""What a cart costs by the books: items, prices of the day, ceilings, and who may go below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.operation import Order
from kopdes_desktop.office.settings import CASH_ROUNDING, OFF_CASHIER, OFF_OTHERS, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import cart
from kopdes_desktop.sales.cart import Cart, CartLine
from kopdes_desktop.sales.facts import LineOf

_CASHIER = "cashier"
#: Stock of the pharmacy.
MEDICINES = "1-1404"


class Reason(Struct, frozen=True):
    """Why a second person is needed, by kind, and in words."""

    kind: str
    refusal: NeedsApproval


class OrderedLine(Order, frozen=True, omit_defaults=True):
    """An item (key, code or barcode) and how much of it, or of its pack.

    `price` instead of the list's; `off` in rupiah or `off_percent`; `buyer` of subsidised goods.
    """

    item: int | str
    quantity: str = "1"
    pack: str | None = None
    price: Rupiah | None = None
    off: Rupiah | None = None
    off_percent: str | None = None
    lot: str | None = None
    buyer: int | str | None = None


class Basket(Struct, frozen=True):
    """A cart with the items of its lines; what each costs before, and what is taken off in all."""

    cart: Cart
    items: tuple[Item, ...]
    off: tuple[Rupiah, ...]
    gross: tuple[Rupiah, ...]

    def each(self) -> Iterator[tuple[int, CartLine, Item]]:
        """Lines with their items, counted from 0."""
        for n, (line, item) in enumerate(zip(self.cart.lines, self.items, strict=True)):
            yield n, line, item


def basket(
    work: Work,
    lines: Sequence[OrderedLine],
    *,
    member: int | None,
    off: Rupiah | None,
    off_percent: str | None,
) -> Basket:
    """The ordered lines as a cart at the prices of the document's day. Raises BadField."""
    if not lines:
        raise BadField(name="lines", reason=_(N_("keranjang masih kosong")), field="lines")
    found = [_line(work, line, f"lines[{n}]") for n, line in enumerate(lines)]
    items = {item.key: item for item, _line_of in found}
    made = Cart(
        tuple(line for _item, line in found),
        member,
        *_off(off, off_percent, ""),
        rounding=max(setting(work, CASH_ROUNDING), 1),
    ).priced(listed(work, items, work.bd))
    for n, line in enumerate(made.lines):
        if not line.priced:
            reason = _(N_("{item} belum ada harganya; isi harga jualnya")).format(item=line.name)
            raise BadField(name="price", reason=reason, field=f"lines[{n}].price")
    return Basket(
        made,
        tuple(item for item, _line_of in found),
        made.reductions,
        tuple(line.gross for line in made.lines),
    )


def listed(read: Reading, items: dict[int, Item], day: date) -> cart.Prices:
    """The price list of a day for these items."""

    def price(item: int, pack: str, count: int, member: bool) -> Rupiah | None:  # noqa: FBT001  as Prices says
        return goods.price_at(read, items[item], day, member=member, pack=pack, count=count)

    return price


def _line(work: Work, line: OrderedLine, field: str) -> tuple[Item, CartLine]:
    item = goods.require_item(work, line.item, field=f"{field}.item")
    if not item.open:
        reason = _(N_("{item} sudah tidak dijual")).format(item=item.name)
        raise BadField(name="item", reason=reason, field=f"{field}.item")
    pack = _pack(work, line, item)
    if line.price is not None and line.price < NOTHING:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name="price", reason=reason, field=f"{field}.price")
    off, percent = _off(line.off, line.off_percent, field)
    return item, CartLine(
        item.key,
        item.name,
        item.unit,
        quantities.above_zero(line.quantity, field=f"{field}.quantity"),
        pack=pack,
        size=goods.pack_factor(work, item, pack, field=f"{field}.pack") if pack else THOUSAND,
        typed=line.price,
        lot=line.lot or "",
        buyer=line.buyer,
        off=off,
        off_percent=percent,
    )


def _pack(work: Work, line: OrderedLine, item: Item) -> str:
    """The named pack, or that of the barcode which was scanned; empty for the base unit."""
    if line.pack is not None:
        return "" if line.pack == item.unit else line.pack
    if isinstance(line.item, int) or line.item == item.code:
        return ""
    matches = goods.by_barcode(work, line.item)
    return next((each.pack for each in matches if each.item.key == item.key), "")


def _off(off: Rupiah | None, percent: str | None, field: str) -> tuple[Rupiah, str]:
    """Rupiah off, or a percentage; never both, never below zero. Raises BadField."""
    place = f"{field}." if field else ""
    if percent is not None and off is not None:
        reason = _(N_("isi potongan dalam rupiah atau dalam persen, salah satu"))
        raise BadField(name="off", reason=reason, field=f"{place}off")
    if percent is not None:
        return NOTHING, cart.require_percent(percent, field=f"{place}off_percent")
    if off is not None and off < NOTHING:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name="off", reason=reason, field=f"{place}off")
    return off or NOTHING, ""


# --- what may be asked ----------------------------------------------------------------------------


def require_lawful(work: Work, made: Basket) -> None:
    """Nothing is sold above its ceiling, and no line is given more off than it costs. BadField."""
    known = goods.ceilings_by_item(work)
    for n, line, item in made.each():
        if item.kind == "bundle":
            limit = _bundle_ceiling(work, item, member=made.cart.member is not None)
        elif item.key in known:
            limit = goods.ceiling_at(work, item, work.bd)
        else:
            continue
        if limit is None:
            continue
        most = half_up(int(limit) * line.size, THOUSAND)
        if int(line.price) > most:
            reason = _(N_("{item} tidak boleh dijual di atas HET {ceiling}")).format(
                item=item.name, ceiling=wording.rupiah(most)
            )
            raise BadField(name="price", reason=reason, field=f"lines[{n}].price")


def _bundle_ceiling(work: Work, bundle: Item, *, member: bool) -> Rupiah | None:
    """What its parts may cost alone where one of them has a ceiling: the others by the list."""
    whole, limited = 0, False
    for key, held in goods.parts(work, bundle.key).items():
        part = goods.require_item(work, key)
        ceiling = goods.ceiling_at(work, part, work.bd)
        limited = limited or ceiling is not None
        most = (
            ceiling if ceiling is not None else goods.price_at(work, part, work.bd, member=member)
        )
        if most is None:
            return None
        whole += half_up(int(most) * held, THOUSAND)
    return Rupiah(whole) if limited else None


def unusual(work: Work, made: Basket) -> Iterator[Reason]:
    """What this user may not give away by himself: too much off, or another price than the list's.

    A price typed for what has none in the list is nobody's discount.
    """
    role = work.actor.role
    limit = Decimal(setting(work, OFF_CASHIER if role == _CASHIER else OFF_OTHERS))
    for n, line, item in made.each():
        off = made.off[n]
        before = line.listed if line.listed is not None else line.price
        gross = made.gross[n]
        full = gross if before == line.price else cart.gross(before, line.quantity)
        paid = gross - off
        if role == _CASHIER and gross > full:
            yield Reason(
                "price",
                NeedsApproval(
                    N_("Harga {item} diketik {price}, di atas daftar harga {listed}."),
                    item=item.name,
                    price=wording.rupiah(line.price),
                    listed=wording.rupiah(before),
                    field=f"lines[{n}].price",
                ),
            )
        if cart.share_off(full, paid) > limit:
            yield Reason(
                "off",
                NeedsApproval(
                    N_("{item} dijual {paid} dari {full}, lebih murah dari batas {limit}%."),
                    item=item.name,
                    paid=wording.rupiah(paid),
                    full=wording.rupiah(full),
                    limit=limit,
                    field=f"lines[{n}].off",
                ),
            )


def below_cost(made: Basket, lines: Sequence[LineOf]) -> Iterator[Reason]:
    """A line that is sold for less than it cost us, or than its owner gets for it."""
    for n, line, item in made.each():
        paid = made.gross[n] - made.off[n]
        owed = lines[n].owed
        if paid < lines[n].cost:
            words = N_("{item} dijual {paid}, di bawah harga pokok {cost}.")
            kind, cost = "cost", lines[n].cost
        elif owed is not None and paid < owed.amount:
            words = N_("{item} dijual {paid}, di bawah bagian penitipnya {cost}.")
            kind, cost = "share", owed.amount
        else:
            continue
        said = {"paid": wording.rupiah(paid), "cost": wording.rupiah(cost)}
        field = f"lines[{n}].price" if line.typed is not None else f"lines[{n}].off"
        yield Reason(kind, NeedsApproval(words, item=item.name, field=field, **said))


def spoiled(work: Work, made: Basket, lines: Sequence[LineOf]) -> Iterator[Reason]:
    """Medicines of a lot whose day is over; of other goods the till warns."""
    known = {item.key: item for item in made.items}
    today = work.bd.isoformat()
    for n, line in enumerate(lines):
        for each in line.taken:
            late = [lot for lot in each.lots if lot.expires and lot.expires < today]
            if not late:
                continue
            item = known.get(each.item) or goods.require_item(work, each.item)
            if item.account == MEDICINES:
                yield Reason(
                    "expired",
                    NeedsApproval(
                        N_("{item} dari lot {lot} kedaluwarsa {day}."),
                        item=item.name,
                        lot=late[0].lot or "-",
                        day=wording.short_day(date.fromisoformat(late[0].expires)),
                        field=f"lines[{n}].item",
                    ),
                )


def require_second(work: Work, reasons: Sequence[Reason]) -> tuple[str, ...]:
    """All that a second person has to agree to, by kind; all are told at once. NeedsApproval."""
    if not reasons:
        return ()
    if work.approver is None:
        told = "\n".join(dict.fromkeys(each.refusal.message for each in reasons))
        raise NeedsApproval(
            N_("{reasons}\nMintalah persetujuan orang kedua."),
            reasons=told,
            field=reasons[0].refusal.field,
        )
    return tuple(dict.fromkeys(each.kind for each in reasons))
