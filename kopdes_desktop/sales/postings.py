"""Which journal sales make: recipes D01 to D17 and I02. The buyer's membership says which pair.

Stock carries no item: one line for each account, line of business and unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from kopdes_desktop.kernel.money import NOTHING, Rupiah, split, total
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import Entry, Line, entry

QRIS, BON, ADVANCE = "1-1121", "1-1201", "2-1206"
#: What somebody else pays of a sale (D16), under the key of the sale.
CLAIM = "1-1202"
FEES, ROUNDING = "6-1208", "4-9105"
OWNERS, COMMISSION = "2-1203", "4-1303"
DAMAGED, MENDED = "5-1106", "5-1107"
#: Revenue, what is taken off it, and cost: of members, and of others.
OF_MEMBERS = ("4-1101", "4-1103", "5-1101")
OF_OTHERS = ("4-1102", "4-1104", "5-1102")
DRAWN = "pengembalian"


class Goods(msgspec.Struct, frozen=True):
    """What one line earns: its item's kind, line of business and account, gross, off and cost.

    `owed` and `owner` are those of consigned goods; `stock` is what left the shelf, by account and
    line of business.
    """

    kind: str
    lini: str
    account: str | None
    gross: Rupiah
    off: Rupiah
    stock: tuple[tuple[str, str, Rupiah], ...] = ()
    owner: int | None = None
    owed: Rupiah = NOTHING


class Lines:
    """Lines of an entry that add up by what they say, in the order in which they came."""

    def __init__(self, unit: str) -> None:
        """All in one unit, unless said otherwise."""
        self.unit = unit
        self._sums: dict[tuple[object, ...], int] = {}

    def add(
        self,
        account: str,
        amount: Rupiah,
        *,
        unit: str | None = None,
        key: int | None = None,
        box: str | None = None,
        lini: str | None = None,
        movement: str | None = None,
    ) -> None:
        """Debit an account (credit where the amount is below zero)."""
        place = (account, unit or self.unit, key, box, lini, movement)
        self._sums[place] = self._sums.get(place, 0) + int(amount)

    def made(self) -> list[Line]:
        """Those that come to something."""
        return [
            Line(account, Rupiah(amount), unit, key=key, box=box, lini=lini, movement=movement)  # type: ignore[arg-type]
            for (account, unit, key, box, lini, movement), amount in self._sums.items()
            if amount
        ]

    @property
    def rest(self) -> Rupiah:
        """What all of them come to together."""
        return Rupiah(sum(self._sums.values()))


class Paid(msgspec.Struct, frozen=True):
    """One tender as a line: the account that takes it, and under which key or in which box."""

    account: str
    amount: Rupiah
    unit: str
    key: int | None = None
    box: str | None = None
    movement: str | None = None


def sold(
    text: str, unit: str, paid: Iterable[Paid], goods: Sequence[Goods], *, member: bool
) -> Entry:
    """Debit what pays; credit revenue, owners and stock; debit what was taken off, and cost."""
    lines = Lines(unit)
    _pay(lines, paid, sign=1)
    revenue, off, cost = OF_MEMBERS if member else OF_OTHERS
    for each in goods:
        if each.kind == "service":
            lines.add(each.account or "", each.off - each.gross, lini=each.lini)
        elif each.kind == "consigned":
            lines.add(OWNERS, -each.owed, key=each.owner)
            lines.add(COMMISSION, each.owed - each.gross + each.off, lini=each.lini)
        else:
            lines.add(revenue, -each.gross, lini=each.lini)
    for each in goods:
        if each.kind not in {"service", "consigned"}:
            lines.add(off, each.off, lini=each.lini)
    for each in goods:
        for _account, lini, value in each.stock:
            lines.add(cost, value, lini=lini)
    for each in goods:
        for account, lini, value in each.stock:
            lines.add(account, -value, lini=lini)
    return _rounded(text, lines)


def spread(
    amount: Rupiah, lini: str, costs: Iterable[tuple[str, Rupiah]]
) -> list[tuple[str, Rupiah]]:
    """An amount by the lines of business in which goods cost; in one where they cost nothing."""
    sums: dict[str, int] = {}
    for of, value in costs:
        sums[of] = sums.get(of, 0) + int(value)
    if sum(sums.values()) <= 0 or min(sums.values()) < 0:
        sums = dict.fromkeys(sums or [lini], 0) | {next(iter(sums), lini): 1}
    return list(zip(sums, split(amount, [*sums.values()]), strict=True))


class Back(Struct, frozen=True):
    """What one returned line does: whose revenue shrinks, and what it had cost by line of business.

    Of consigned goods `owed` is their owner's share: taken from him again where the piece is sound,
    our damage where it is broken.
    """

    kind: str
    lini: str
    account: str | None
    net: Rupiah
    costs: tuple[tuple[str, Rupiah], ...]
    sound: bool
    owner: int | None = None
    owed: Rupiah = NOTHING


def brought_back(
    text: str,
    unit: str,
    paid: Iterable[Paid],
    back: Sequence[Back],
    *,
    shelf: Iterable[tuple[str, str, Rupiah]] = (),
    mended: Iterable[tuple[str, Rupiah]] = (),
    member: bool,
) -> Entry:
    """Debit revenue's contra account and stock (or damage), credit what pays back, and cost.

    `shelf` is what goes back by account and line of business, `mended` what that charges to 5-1107.
    """
    lines = Lines(unit)
    _revenue, off, cost = OF_MEMBERS if member else OF_OTHERS
    for each in back:
        _earned_less(lines, each, off)
    for account, lini, value in shelf:
        lines.add(account, value, lini=lini)
    for lini, amount in mended:
        lines.add(MENDED, amount, lini=lini)
    for each in back:
        for lini, value in each.costs:
            if not each.sound:
                lines.add(DAMAGED, value, lini=lini)
            lines.add(cost, -value, lini=lini)
    _pay(lines, paid, sign=-1)
    return _rounded(text, lines)


def _earned_less(lines: Lines, each: Back, off: str) -> None:
    """What a line that comes back takes from revenue, or from its owner and our commission."""
    if each.kind == "service":
        lines.add(each.account or "", each.net, lini=each.lini)
    elif each.kind == "consigned":
        if each.sound:
            lines.add(OWNERS, each.owed, key=each.owner)
        else:
            lines.add(DAMAGED, each.owed, lini=each.lini)
        lines.add(COMMISSION, each.net - each.owed, lini=each.lini)
    elif each.kind == "bundle":
        for lini, share in spread(each.net, each.lini, each.costs):
            lines.add(off, share, lini=lini)
    else:
        lines.add(off, each.net, lini=each.lini)


def _pay(lines: Lines, paid: Iterable[Paid], *, sign: int) -> None:
    for each in paid:
        amount = each.amount if sign > 0 else -each.amount
        lines.add(
            each.account,
            amount,
            unit=each.unit,
            key=each.key,
            box=each.box,
            movement=each.movement,
        )


def _rounded(text: str, lines: Lines) -> Entry:
    """What cash was rounded by is income (or cost); 4-9105 may stand on either side."""
    lines.add(ROUNDING, -lines.rest)
    return entry(text, *lines.made())


def bon_paid(text: str, box: Box, member: int, owed: Iterable[tuple[str, Rupiah]]) -> Entry:
    """Debit the box with the whole, credit the member's bon in each unit that he owes (D06)."""
    each = list(owed)
    paid = Line(box.account, total(amount for _unit, amount in each), box.unit, box=box.code)
    return entry(text, paid, *(Line(BON, -amount, unit, key=member) for unit, amount in each))


def advance_taken(text: str, box: Box, key: int, unit: str, amount: Rupiah) -> Entry:
    """Debit the box, credit the advance under its own key (D15a)."""
    return entry(
        text,
        Line(box.account, amount, box.unit, box=box.code),
        Line(ADVANCE, -amount, unit, key=key),
    )


def advance_returned(text: str, box: Box, key: int, unit: str, amount: Rupiah) -> Entry:
    """Debit the advance under its key, credit the box: the goods never came."""
    return entry(
        text,
        Line(ADVANCE, amount, unit, key=key),
        Line(box.account, -amount, box.unit, box=box.code),
    )


def qris_settled(text: str, bank: Box, unit: str, amount: Rupiah, fee: Rupiah) -> Entry:
    """Debit the bank and the fee, credit what waited at the QRIS operator (D04)."""
    lines = Lines(unit)
    lines.add(bank.account, amount - fee, unit=bank.unit, box=bank.code)
    lines.add(FEES, fee)
    lines.add(QRIS, -amount)
    return entry(text, *lines.made())


def claim_settled(text: str, box: Box, key: int, unit: str, amount: Rupiah) -> Entry:
    """Debit the box, credit what somebody else still owed for a sale."""
    return entry(
        text,
        Line(box.account, amount, box.unit, box=box.code),
        Line(CLAIM, -amount, unit, key=key),
    )
