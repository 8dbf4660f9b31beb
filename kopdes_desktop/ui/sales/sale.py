"""A sale while it is rung up: its cart, who buys, how it is paid. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.sales.cart import Cart, CartLine, decimal, rounded

if TYPE_CHECKING:
    from kopdes_desktop.members.queries import MemberRow

CASH, QRIS, TRANSFER, BON, SAVINGS, ADVANCE, CLAIM = (
    "cash",
    "qris",
    "transfer",
    "bon",
    "savings",
    "advance",
    "claim",
)
WAYS: Final = {
    CASH: N_("Tunai"),
    QRIS: N_("QRIS"),
    TRANSFER: N_("Transfer bank"),
    BON: N_("Bon (bayar kemudian)"),
    SAVINGS: N_("Simpanan sukarela"),
    ADVANCE: N_("Uang muka atau voucher"),
    CLAIM: N_("Klaim ke pihak lain"),
}
_MONEY: Final = ("listed", "typed", "off")
#: Only a member can pay so; and what the other side's paper has a number for, so that several of
#: one kind may pay for one sale.
OF_MEMBERS: Final = frozenset({BON, SAVINGS})
WITH_REFERENCE: Final = frozenset({QRIS, TRANSFER, ADVANCE, CLAIM})


class Buyer(Struct, frozen=True):
    """The member who buys, as the till shows him."""

    key: int
    number: str
    name: str


def buyer_of(row: MemberRow) -> Buyer:
    """The same of a member's row."""
    return Buyer(row.key, row.number or "", row.name or "")


class Tender(Struct, frozen=True):
    """A part of the price that is not paid in cash.

    `ref` is the number on the other side's paper, `box` the bank that a transfer came to.
    """

    kind: str
    amount: Rupiah
    ref: str = ""
    box: str = ""


class Sale(Struct, frozen=True):
    """One sale, not yet written; `key` makes it one, however often it is sent."""

    key: str
    cart: Cart = field(default_factory=Cart)
    buyer: Buyer | None = None
    tenders: tuple[Tender, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.cart.lines

    @property
    def to_pay(self) -> Rupiah:
        """What is to be paid in cash: all of it, or what the other ways leave."""
        rest = max(self.cart.total - self.paid_otherwise, NOTHING)
        return rounded(rest, self.cart.rounding)

    @property
    def paid_up(self) -> bool:
        """Whether other ways have paid it all: no cash is handed over."""
        return bool(self.tenders) and self.to_pay == NOTHING

    @property
    def paid_otherwise(self) -> Rupiah:
        """What is not paid in cash."""
        return total(each.amount for each in self.tenders)

    def with_cart(self, cart: Cart) -> Sale:
        """Other goods: how they are paid is asked anew."""
        return replace(self, cart=cart, tenders=())

    def bought_by(self, buyer: Buyer | None) -> Sale:
        """Another buyer; ways that only the last one had are gone."""
        cart = self.cart.of_member(buyer.key if buyer else None)
        return replace(self, cart=cart, buyer=buyer, tenders=())

    def paying(self, tender: Tender) -> Sale:
        """One more way."""
        return replace(self, tenders=(*self.tenders, tender))

    def order(self, given: Rupiah | None) -> dict[str, Any]:
        """The sale as its operation takes it; `given` is the cash that was handed over."""
        cart = self.cart
        made: dict[str, Any] = {"lines": [_line(each) for each in cart.lines]}
        if self.buyer is not None:
            made["member"] = self.buyer.key
        if cart.off_percent:
            made["off_percent"] = cart.off_percent
        elif cart.off > NOTHING:
            made["off"] = int(cart.off)
        if self.tenders:
            made["tenders"] = [_tender(each) for each in self.tenders]
            if self.cart.total > self.paid_otherwise:
                made["tenders"].append({"kind": CASH})
        if given is not None and given > NOTHING:
            made["given"] = int(given)
        return made

    def body(self) -> dict[str, Any]:
        """As it is kept, in plain values."""
        return {
            "key": self.key,
            "lines": [_body(each) for each in self.cart.lines],
            "off": int(self.cart.off),
            "off_percent": self.cart.off_percent,
            "member": self.cart.member,
        }

    def words(self) -> str:
        """What tells it from other sales that wait: whose, and what was first put in."""
        first = self.cart.lines[0].name if self.cart.lines else ""
        more = len(self.cart.lines) - 1
        goods = _("{first} dan {n} lagi").format(first=first, n=more) if more > 0 else first
        return f"{self.buyer.name}: {goods}" if self.buyer else goods


def sale_of(body: Mapping[str, Any], *, rounding: int = 1) -> Sale:
    """What was kept, its buyer by key. ValueError, KeyError, TypeError for what is no sale."""
    lines = tuple(_kept_line(each) for each in body["lines"])
    off = Rupiah(body["off"])
    return Sale(body["key"], Cart(lines, body["member"], off, body["off_percent"], rounding))


def _body(line: CartLine) -> dict[str, Any]:
    plain = asdict(line)
    return plain | {name: int(plain[name]) for name in _MONEY if plain[name] is not None}


def _kept_line(body: Mapping[str, Any]) -> CartLine:
    money = {name: Rupiah(body[name]) for name in _MONEY if body[name] is not None}
    return CartLine(**{**body, **money})


def _line(line: CartLine) -> dict[str, Any]:
    made: dict[str, Any] = {"item": line.item}
    if line.quantity != THOUSAND:
        made["quantity"] = decimal(line.quantity)
    for name in ("pack", "off_percent", "lot", "buyer"):
        if value := getattr(line, name):
            made[name] = value
    if line.typed is not None:
        made["price"] = int(line.typed)
    if line.off > NOTHING and not line.off_percent:
        made["off"] = int(line.off)
    return made


def _tender(tender: Tender) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": tender.kind, "amount": int(tender.amount)}
    return made | {name: value for name in ("ref", "box") if (value := getattr(tender, name))}
