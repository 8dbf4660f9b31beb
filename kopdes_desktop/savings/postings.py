"""Which journal savings make: a box, wages or other savings pay; each product's account receives.

Recipes B03 to B07, B05b, B15 and A01b. The sub-ledger key is the member; wages stand under the
user's key.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, credit, debit, entry

DEPOSIT_MOVEMENT = "setoran"
WITHDRAWAL_MOVEMENT = "pengembalian"
TRANSFER_MOVEMENT = "pindah"
OPENING_MOVEMENT = "saldo awal"
#: What opening balances stand against until the old books are explained.
OPENING_ACCOUNT = "3-1501"
#: Wages that are owed to the cooperative's own people, by user.
WAGES_ACCOUNT = "2-1302"


class Credited(Struct, frozen=True):
    """One member's share in one product's account and unit."""

    member: int
    account: str
    unit: str
    amount: Rupiah


def _credits(shares: Iterable[Credited], movement: str = DEPOSIT_MOVEMENT) -> list[Line]:
    return [credit(s.account, s.amount, s.unit, key=s.member, movement=movement) for s in shares]


def _whole(shares: Iterable[Credited]) -> Rupiah:
    return total(share.amount for share in shares)


def deposited(text: str, box: Box, shares: Iterable[Credited]) -> Entry:
    """Debit the receiving box with the whole, credit each product's account by member."""
    each = list(shares)
    cash = debit(box.account, _whole(each), box.unit, box=box.code)
    return entry(text, cash, *_credits(each))


def deposited_from_wages(text: str, user: int, shares: Iterable[Credited]) -> Entry:
    """Debit what is owed to somebody as wages, credit each product's account by member (B05b)."""
    each = list(shares)
    wages = debit(WAGES_ACCOUNT, _whole(each), OFFICE_UNIT, key=user)
    return entry(text, wages, *_credits(each))


def withdrawn(text: str, box: Box, paid: Credited) -> Entry:
    """Debit the member's account in the product, credit the paying box (B07)."""
    return entry(
        text,
        debit(paid.account, paid.amount, paid.unit, key=paid.member, movement=WITHDRAWAL_MOVEMENT),
        credit(box.account, paid.amount, box.unit, box=box.code),
    )


def transferred(text: str, paid: Credited, shares: Iterable[Credited]) -> Entry:
    """Debit the member's account in one product, credit his accounts in others (B15)."""
    source = debit(
        paid.account, paid.amount, paid.unit, key=paid.member, movement=TRANSFER_MOVEMENT
    )
    return entry(text, source, *_credits(shares))


def taken_over(text: str, shares: Iterable[Credited]) -> Entry:
    """Debit the opening balance, credit each product's account by member (A01b)."""
    each = list(shares)
    against = debit(OPENING_ACCOUNT, _whole(each), OFFICE_UNIT, movement=OPENING_MOVEMENT)
    return entry(text, against, *_credits(each, OPENING_MOVEMENT), kind="opening")
