"""A sale while it is rung up: its cart, who buys, how it is paid. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.sales.cart import Cart, CartLine, decimal

CASH, QRIS, TRANSFER, BON, SAVINGS, ADVANCE = (
    "cash",
    "qris",
    "transfer",
    "bon",
    "savings",
    "advance",
)
WAYS: Final = {
    CASH: N_("Tunai"),
    QRIS: N_("QRIS"),
    TRANSFER: N_("Transfer bank"),
    BON: N_("Bon (bayar kemudian)"),
    SAVINGS: N_("Simpanan sukarela"),
    ADVANCE: N_("Uang muka"),
}
_MONEY: Final = ("listed", "typed", "off")
#: Only a member can pay so; and what the bank's note has to say for itself.
OF_MEMBERS: Final = frozenset({BON, SAVINGS, ADVANCE})
WITH_REFERENCE: Final = frozenset({QRIS, TRANSFER})


@dataclass(frozen=True, slots=True)
class Buyer:
    """The member who buys, as the till shows him."""

    key: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Tender:
    """A part of the price that is not paid in cash; `ref` is what the bank's note says."""

    kind: str
    amount: Rupiah
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
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
        if not self.tenders:
            return self.cart.cash_total
        return max(self.cart.total - self.paid_otherwise, NOTHING)

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
            if self.to_pay > NOTHING:
                made["tenders"].append({"kind": CASH, "amount": int(self.to_pay)})
        if given is not None and given > NOTHING:
            made["given"] = int(given)
        return made

    def body(self) -> dict[str, Any]:
        """As it is kept, in plain values."""
        return {
            "key": self.key,
            "lines": [asdict(each) for each in self.cart.lines],
            "off": int(self.cart.off),
            "off_percent": self.cart.off_percent,
            "buyer": asdict(self.buyer) if self.buyer else None,
        }

    def words(self) -> str:
        """What tells it from other sales that wait: whose, and what was first put in."""
        first = self.cart.lines[0].name if self.cart.lines else ""
        more = len(self.cart.lines) - 1
        goods = _("{first} dan {n} lagi").format(first=first, n=more) if more > 0 else first
        return f"{self.buyer.name}: {goods}" if self.buyer else goods


def sale_of(body: Mapping[str, Any], *, rounding: int = 1) -> Sale:
    """What was kept. Raises ValueError, KeyError or TypeError for what is no sale."""
    lines = tuple(_kept_line(each) for each in body["lines"])
    buyer = Buyer(**body["buyer"]) if body["buyer"] else None
    cart = Cart(
        lines,
        buyer.key if buyer else None,
        Rupiah(body["off"]),
        body["off_percent"],
        rounding,
    )
    return Sale(body["key"], cart, buyer)


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
    if tender.ref:
        made["ref"] = tender.ref
    return made
