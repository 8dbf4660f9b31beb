"""The cart: lines, prices, discounts, totals, change. Pure; screen and books share its figures.

Quantities are thousandths of a line's pack (or base unit), amounts whole rupiah. Each change gives
a new cart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from kopdes_desktop.kernel import quantity as quantities
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, split, total
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.kernel.rate import Rate

#: Item, pack, thousandths of it bought in all, whether a member buys: its price, or None.
Prices = Callable[[int, str, int, bool], Rupiah | None]

_NOTES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
_MOST_QUICK = 4
_HUNDRED = 100


class CartLine(Struct, frozen=True):
    """So much of an item; `size` is how many thousandths of the base unit one pack holds.

    `listed` is what the price list says (None: no price yet), `typed` what somebody typed instead;
    `off` is rupiah off the line, `off_percent` a percentage instead ("10"). `buyer` is who gets
    subsidised goods.
    """

    item: int
    name: str
    unit: str
    quantity: int = THOUSAND
    listed: Rupiah | None = None
    pack: str = ""
    size: int = THOUSAND
    typed: Rupiah | None = None
    off: Rupiah = NOTHING
    off_percent: str = ""
    lot: str = ""
    buyer: int | str | None = None

    @property
    def price(self) -> Rupiah:
        """What one pack or base unit costs here; nothing while it has no price."""
        chosen = self.typed if self.typed is not None else self.listed
        return NOTHING if chosen is None else chosen

    @property
    def priced(self) -> bool:
        """Whether it has a price."""
        return self.typed is not None or self.listed is not None

    @property
    def base(self) -> int:
        """The quantity in thousandths of the base unit."""
        return half_up(self.quantity * self.size, THOUSAND)

    @property
    def gross(self) -> Rupiah:
        """Price times quantity, half up, rounded once."""
        return gross(self.price, self.quantity)

    @property
    def reduction(self) -> Rupiah:
        """What this line's own discount takes off, never more than it costs."""
        if not (self.off or self.off_percent):
            return NOTHING
        given = percent_of(self.gross, self.off_percent) if self.off_percent else self.off
        return min(given, self.gross)

    @property
    def net(self) -> Rupiah:
        """What is left to pay for it, but for a discount on the whole."""
        return self.gross - self.reduction

    def at(self, listed: Rupiah | None) -> CartLine:
        """The same at what the list says now, which is most often what it said before."""
        if listed == self.listed:
            return self
        # written out: `replace` takes four times as long, and every line of every sale comes here
        goods, terms = (self.item, self.name, self.unit, self.quantity), (self.pack, self.size)
        off = (self.off, self.off_percent)
        return CartLine(*goods, listed, *terms, self.typed, *off, self.lot, self.buyer)

    def like(self, other: CartLine) -> bool:
        """Whether another line is the same goods under the same terms."""
        same = replace(other, quantity=self.quantity, listed=self.listed, name=self.name)
        return same == self


class Cart(Struct, frozen=True, dict=True):
    """Lines in the order they came, the member who buys, and a discount on the whole.

    Its sums are reckoned once: a sale asks for them a dozen times.
    """

    lines: tuple[CartLine, ...] = ()
    member: int | None = None
    off: Rupiah = NOTHING
    off_percent: str = ""
    #: Cash is rounded to a multiple of this; 1 for none.
    rounding: int = field(default=1)

    # -- changing

    def add(self, line: CartLine) -> Cart:
        """Put goods in: onto the line that is the same, or as a new one."""
        for n, known in enumerate(self.lines):
            if known.like(line):
                return self.put(n, replace(known, quantity=known.quantity + line.quantity))
        return replace(self, lines=(*self.lines, line))

    def put(self, n: int, line: CartLine) -> Cart:
        """Another line in the place of the n-th; without a quantity it goes."""
        if line.quantity <= 0:
            return self.remove(n)
        return replace(self, lines=(*self.lines[:n], line, *self.lines[n + 1 :]))

    def remove(self, n: int) -> Cart:
        """Without the n-th line."""
        return replace(self, lines=(*self.lines[:n], *self.lines[n + 1 :]))

    def of_member(self, member: int | None) -> Cart:
        """Bought by another; prices are to be asked again."""
        return replace(self, member=member)

    def priced(self, prices: Prices) -> Cart:
        """With the prices of now: by buyer, and by how many of each are in the whole cart."""
        counts: dict[tuple[int, str], int] = {}
        for line in self.lines:
            place = (line.item, line.pack)
            counts[place] = counts.get(place, 0) + line.quantity
        member = self.member is not None
        lines = tuple(
            line.at(prices(line.item, line.pack, counts[line.item, line.pack], member))
            for line in self.lines
        )
        return replace(self, lines=lines)

    # -- reading

    @cached_property
    def gross(self) -> Rupiah:
        """Before any discount."""
        return total(line.gross for line in self.lines)

    @cached_property
    def reductions(self) -> tuple[Rupiah, ...]:
        """What each line has taken off in all: its own discount and its share of the whole's."""
        own = [line.reduction for line in self.lines]
        left = [int(line.gross) - int(mine) for line, mine in zip(self.lines, own, strict=True)]
        whole = Rupiah(sum(left))
        off = percent_of(whole, self.off_percent) if self.off_percent else self.off
        off = min(off, whole)
        if off <= NOTHING:
            return tuple(own)
        shares = split(off, left)
        return tuple(mine + share for mine, share in zip(own, shares, strict=True))

    @property
    def off_in_all(self) -> Rupiah:
        """Everything that is taken off."""
        return total(self.reductions)

    @property
    def total(self) -> Rupiah:
        """What has to be paid, without rounding."""
        return self.gross - self.off_in_all

    @property
    def cash_total(self) -> Rupiah:
        """What has to be paid when all of it is paid in cash."""
        return rounded(self.total, self.rounding)

    @property
    def pieces(self) -> str:
        """How many pieces in all, as people count them: weighed goods count one each."""
        whole = sum(
            line.quantity // THOUSAND if line.quantity % THOUSAND == 0 else 1 for line in self.lines
        )
        return str(whole)

    def change(self, given: Rupiah) -> Rupiah:
        """What goes back of cash that pays for all; below zero for what is missing."""
        return given - self.cash_total


def gross(price: Rupiah, quantity: int) -> Rupiah:
    """Price times thousandths, half up, rounded once."""
    return Rupiah(half_up(int(price) * quantity, THOUSAND))


def decimal(quantity: int) -> str:
    """Thousandths as the decimal string that orders and facts carry."""
    return quantities.decimal(quantity)


def require_percent(text: str, *, field: str) -> str:
    """A percentage between 0 and 100 as a plain decimal ("12.5"). Raises BadField."""
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        share = Decimal(bare)
    except InvalidOperation:
        share = Decimal(-1)
    if not (share.is_finite() and 0 <= share <= _HUNDRED):
        reason = _(N_("potongan {text} bukan persen antara 0 dan 100")).format(text=text)
        raise BadField(name=field, reason=reason, field=field)
    return f"{share.normalize():f}"


def percent_of(amount: Rupiah, text: str) -> Rupiah:
    """So many percent of an amount, half up."""
    return Rate.percent(text).of(amount)


def share_off(before: Rupiah, after: Rupiah) -> Decimal:
    """By how many percent a price went down; zero where it went up."""
    if before <= NOTHING or after >= before:
        return Decimal(0)
    return Decimal(_HUNDRED * (int(before) - int(after))) / Decimal(int(before))


def rounded(amount: Rupiah, to: int) -> Rupiah:
    """Cash in coins that there are: the nearest multiple, a half in the buyer's favour."""
    if to <= 1:
        return amount
    lower = int(amount) // to * to
    return Rupiah(lower if (int(amount) - lower) * 2 <= to else lower + to)


def quick_notes(amount: Rupiah, most: int = _MOST_QUICK) -> Sequence[Rupiah]:
    """What a buyer is likely to hand over: the exact amount, then rounded up to common notes."""
    found = [int(amount)]
    for note in _NOTES:
        up = -(-int(amount) // note) * note
        if up not in found:
            found.append(up)
    return [Rupiah(each) for each in sorted(found)[:most]] if amount > NOTHING else []
