"""Money that follows a membership: titipan in and out, admission, settlement, refund.

Recipes B01, B02, B13, B14, B16; the sub-ledger key is the member (or applicant), 1-1205 has the
user's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, credit, debit, entry
from kopdes_desktop.membership.rules import (
    FORMER_CREDIT,
    REFUNDABLE,
    STORE_CREDIT,
    TITIPAN,
    Claim,
    Netting,
)

PAID_IN, PAID_BACK = "setoran", "pengembalian"


class Share(Struct, frozen=True):
    """What of the titipan becomes savings: a product's account and unit."""

    account: str
    unit: str
    amount: Rupiah


def prepaid(text: str, box: Box, applicant: int, amount: Rupiah) -> Entry:
    """B01: cash from an applicant, his until the board has decided."""
    return entry(
        text,
        debit(box.account, amount, box.unit, box=box.code),
        credit(TITIPAN, amount, OFFICE_UNIT, key=applicant, movement=PAID_IN),
    )


def admitted(text: str, member: int, shares: Iterable[Share]) -> Entry:
    """B02: the titipan becomes principal and dues."""
    each = list(shares)
    whole = total(share.amount for share in each)
    return entry(
        text,
        debit(TITIPAN, whole, OFFICE_UNIT, key=member),
        *(credit(s.account, s.amount, s.unit, key=member, movement=PAID_IN) for s in each),
    )


def paid_out(text: str, account: str, box: Box, member: int, amount: Rupiah) -> Entry:
    """B14 and B16: what is owed goes out of a box."""
    return entry(
        text,
        debit(account, amount, OFFICE_UNIT, key=member, movement=PAID_BACK),
        credit(box.account, amount, box.unit, box=box.code),
    )


def settled(text: str, member: int, rights: Sequence[Claim], netting: Netting) -> Entry | None:
    """B13: all rights against all debts in one entry; None where there is nothing of either.

    What store credit is left unpaid moves to the former members' account in its own unit.
    """
    lines: list[Line] = [
        debit(r.account, r.amount, r.unit, key=r.key, movement=PAID_BACK) for r in rights
    ]
    for debt, part in netting.paid:
        moved = debt.amount - part if debt.account == STORE_CREDIT else NOTHING
        gone = part + moved
        if gone:
            lines.append(credit(debt.account, gone, debt.unit, key=debt.key))
        if moved:
            lines.append(debit(FORMER_CREDIT, moved, debt.unit, key=member))
    if netting.refundable:
        lines.append(credit(REFUNDABLE, netting.refundable, OFFICE_UNIT, key=member))
    return entry(text, *lines) if lines else None
