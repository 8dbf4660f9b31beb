"""Which journal a surplus makes: recipes N04 to N09. Members stand on 2-1401 by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, credit, debit, entry
from kopdes_desktop.sales.postings import BON
from kopdes_desktop.savings.postings import DEPOSIT_MOVEMENT, Credited
from kopdes_desktop.surplus import rules
from kopdes_desktop.surplus.rules import Plan

ALLOCATION = "alokasi SHU"

#: Who is paid how much.
Paid = Iterable[tuple[int, Rupiah]]


def allocated(text: str, made: Plan) -> Entry:
    """Debit the undivided surplus; credit an old loss, reserve, funds, and each member (N04)."""
    sums: dict[str, Rupiah] = {rules.CARRIED: made.carried}
    kept = made.strangers + made.turned
    sums[rules.RESERVE] = kept
    for pool in made.pools:
        account = pool.share.account
        if account != rules.MEMBERS:
            sums[account] = sums.get(account, NOTHING) + pool.amount
    return entry(
        text,
        debit(rules.UNDIVIDED, made.surplus, OFFICE_UNIT, movement=ALLOCATION),
        *(_moved(account, amount) for account, amount in sorted(sums.items()) if amount),
        *(
            credit(
                rules.MEMBERS, part.amount, OFFICE_UNIT, key=part.base.member, movement=ALLOCATION
            )
            for part in made.parts
            if part.amount
        ),
    )


def _moved(account: str, amount: Rupiah) -> Line:
    return credit(account, amount, OFFICE_UNIT, movement=ALLOCATION)


def covered(text: str, loss: Rupiah, reserve: Rupiah) -> Entry:
    """Debit the reserve and, for the rest, the loss carried on; credit the year's loss (N09)."""
    sides: Mapping[str, Rupiah] = {rules.RESERVE: reserve, rules.CARRIED: loss - reserve}
    return entry(
        text,
        *(
            debit(account, amount, OFFICE_UNIT, movement=ALLOCATION)
            for account, amount in sides.items()
            if amount
        ),
        credit(rules.UNDIVIDED, loss, OFFICE_UNIT, movement=ALLOCATION),
    )


def _drawn(paid: Paid) -> list[Line]:
    return [debit(rules.MEMBERS, amount, OFFICE_UNIT, key=member) for member, amount in paid]


def paid_out(text: str, box: Box, paid: Paid) -> Entry:
    """Debit each member's share, credit the box with the whole (N05)."""
    each = list(paid)
    whole = total(amount for _member, amount in each)
    return entry(text, *_drawn(each), credit(box.account, whole, box.unit, box=box.code))


def saved(text: str, paid: Paid, shares: Iterable[Credited]) -> Entry:
    """Debit each member's share, credit his accounts in savings (N06)."""
    return entry(
        text,
        *_drawn(paid),
        *(
            credit(s.account, s.amount, s.unit, key=s.member, movement=DEPOSIT_MOVEMENT)
            for s in shares
        ),
    )


def set_off(text: str, paid: Paid, owed: Iterable[tuple[int, str, Rupiah]]) -> Entry:
    """Debit each member's share, credit his bons in each unit that he owes."""
    return entry(
        text,
        *_drawn(paid),
        *(credit(BON, amount, unit, key=member) for member, unit, amount in owed),
    )


def spent(text: str, fund: str, box: Box, amount: Rupiah) -> Entry:
    """Debit the fund, credit the box (N07, N08)."""
    return entry(
        text,
        debit(fund, amount, OFFICE_UNIT),
        credit(box.account, amount, box.unit, box=box.code),
    )
