"""What a sale and a return say for ever, in few words; and how their lines are read again.

Lines are short lists. What a later program adds at the end of one is read past here (FACTS §2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel import quantity as quantities
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, total
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.operation import Fact, Part
from kopdes_desktop.sales import cart

TenderKind = Literal["cash", "qris", "transfer", "bon", "savings", "advance", "claim"]


class SoldLine(msgspec.Struct, array_like=True, frozen=True):
    """Item, how much of it (of its pack, if the fact names one), price of one, rupiah off."""

    item: int
    quantity: str
    price: Rupiah
    off: Rupiah


class Packed(msgspec.Struct, array_like=True, frozen=True):
    """Which line was sold by the pack (counted from 0), and how much one holds."""

    line: int
    pack: str
    size: str


class Listed(msgspec.Struct, array_like=True, frozen=True):
    """Which line was sold at another price than the list's, and what that was."""

    line: int
    price: Rupiah


class Spread(msgspec.Struct, array_like=True, frozen=True):
    """Which line took another number of goods from the shelf than one: none, or a bundle's."""

    line: int
    taken: int


class Owed(msgspec.Struct, array_like=True, frozen=True):
    """What a line of consigned goods earns their owner."""

    line: int
    owner: int
    amount: Rupiah


class Rationed(msgspec.Struct, array_like=True, frozen=True):
    """Who got the subsidised goods of a line, and under which programme."""

    line: int
    program: str
    buyer: int


class Tender(Fact, frozen=True, omit_defaults=True):
    """A way to pay and how much. `box` is the bank of a transfer; cash goes into the drawer.

    `ref` is what the other side's paper says, `key` the advance that is used up. A claim is what
    somebody else pays later: its `ref` says who, and his number for it.
    """

    kind: TenderKind
    amount: Rupiah
    box: str | None = None
    ref: str | None = None
    key: int | None = None


class Sold(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A sale: what, for how much, how it was paid, the goods that left, and the entry as posted.

    A member's key says that he was one on that day. What tenders come to beyond the lines is
    rounding. `given` is what the buyer handed over, `due` when the bon is to be paid, `second` what
    a second person agreed to, by kind.
    """

    number: str
    shift: int
    lines: tuple[SoldLine, ...]
    tenders: tuple[Tender, ...]
    entry: Entry
    member: int | None = None
    goods: Part | None = None
    drawn: Part | None = None
    packs: tuple[Packed, ...] = ()
    spread: tuple[Spread, ...] = ()
    owed: tuple[Owed, ...] = ()
    rationed: tuple[Rationed, ...] = ()
    given: Rupiah | None = None
    due: date | None = None
    second: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()


class BackLine(msgspec.Struct, array_like=True, frozen=True):
    """How much of a sale's line came back, whether it can be sold again, and what it comes to.

    `net` is what the buyer gets for it, `cost` what it had cost us, `owed` its owner's share.
    """

    line: int
    quantity: str
    sound: bool
    net: Rupiah
    cost: Rupiah
    owed: Rupiah


class BroughtBack(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Goods of one sale that came back, the goods that went onto the shelf, and the entry."""

    number: str
    shift: int
    sale: int
    lines: tuple[BackLine, ...]
    tenders: tuple[Tender, ...]
    entry: Entry
    goods: Part | None = None
    reason: str | None = None


class LineOf(msgspec.Struct, frozen=True):
    """A sold line with all that belongs to it, in thousandths and rupiah.

    `quantity` counts packs (or base units), `size` is how many thousandths of the base unit one
    holds; `taken` is what left the shelf for it.
    """

    n: int
    item: int
    quantity: int
    price: Rupiah
    off: Rupiah
    pack: str
    size: int
    taken: tuple[stock.IssuedLine, ...]
    owed: Owed | None
    rationed: Rationed | None
    listed: Rupiah | None = None

    @property
    def reduced(self) -> Rupiah:
        """All that was taken off: said as such, or by a price below the list's."""
        if self.listed is None:
            return self.off
        return self.off + max(cart.gross(self.listed, self.quantity) - self.gross, NOTHING)

    @property
    def base(self) -> int:
        """The quantity in thousandths of the base unit."""
        return half_up(self.quantity * self.size, THOUSAND)

    @property
    def gross(self) -> Rupiah:
        """Price times quantity."""
        return cart.gross(self.price, self.quantity)

    @property
    def net(self) -> Rupiah:
        """What the buyer owed for it."""
        return self.gross - self.off

    @property
    def cost(self) -> Rupiah:
        """What the goods had cost us."""
        if len(self.taken) == 1:
            return self.taken[0].value
        return total(each.value for each in self.taken)


def thousandths(text: str) -> int:
    """A decimal string of a fact. Raises ValueError for what is none, or is written otherwise."""
    found = quantities.thousandths(text)
    if quantities.decimal(found) != text:
        raise ValueError(text)
    return found


def issued(fact: Sold) -> tuple[stock.IssuedLine, ...]:
    """The goods that left with a sale, in the order of its lines."""
    if fact.goods is None:
        return ()
    said = stock.opened(fact.goods)
    if not isinstance(said, stock.Issued):
        raise TypeError(fact.goods.kind)
    return said.lines


def lines_of(fact: Sold) -> Iterator[LineOf]:
    """Each line with its pack, its goods and whose they were. Raises ValueError, LookupError."""
    packs = {each.line: each for each in fact.packs}
    spread = {each.line: each.taken for each in fact.spread}
    owed = {each.line: each for each in fact.owed}
    rationed = {each.line: each for each in fact.rationed}
    listed = {each.line: each.price for each in fact.listed}
    left = issued(fact)
    for n, line in enumerate(fact.lines):
        pack = packs.get(n)
        count = spread.get(n, 1)
        if not 0 <= count <= len(left):
            raise LookupError(n)
        taken, left = left[:count], left[count:]
        yield LineOf(
            n,
            line.item,
            thousandths(line.quantity),
            line.price,
            line.off,
            pack.pack if pack else "",
            thousandths(pack.size) if pack else THOUSAND,
            taken,
            owed.get(n),
            rationed.get(n),
            listed.get(n),
        )


def total_of(fact: Sold) -> Rupiah:
    """What the buyer owed, without rounding."""
    return total(cart.gross(x.price, thousandths(x.quantity)) - x.off for x in fact.lines)


def paid_of(fact: Sold | BroughtBack) -> Rupiah:
    """What all tenders come to."""
    return total(each.amount for each in fact.tenders)


def by(fact: Sold | BroughtBack, kind: TenderKind) -> Rupiah:
    """What was paid in one way."""
    return total(each.amount for each in fact.tenders if each.kind == kind) or NOTHING
