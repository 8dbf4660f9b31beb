"""Which journal a drawer makes beside sales: recipes A06a, A06b and A07, and cash in and out."""

from __future__ import annotations

from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, credit, debit, entry
from kopdes_desktop.tills.reasons import IN, KEYED, Reason
from kopdes_desktop.tills.rules import OVER, OWED, SHORT


def variance(text: str, box: Box, found: Rupiah, charged: int | None) -> Entry | None:
    """What a count found beyond the books (minus: too little); nothing where it fits.

    A short drawer is the cooperative's cost, or the debt of the user who is charged, which the
    office collects.
    """
    if found == NOTHING:
        return None
    if found > NOTHING:
        return entry(
            text, debit(box.account, found, box.unit, box=box.code), credit(OVER, found, box.unit)
        )
    missing = -found
    cost = (
        debit(SHORT, missing, box.unit)
        if charged is None
        else debit(OWED, missing, OFFICE_UNIT, key=charged)
    )
    return entry(text, cost, credit(box.account, missing, box.unit, box=box.code))


def moved(text: str, box: Box, reason: Reason, amount: Rupiah, key: int | None) -> Entry:
    """Cash into the drawer or out of it, against the account of its reason.

    What stands under a key is the office's: what somebody owes, and money that nobody knows yet.
    """
    signed = amount if reason.way == IN else -amount
    against = Line(reason.account, -signed, box.unit)
    if reason.account in KEYED:
        against = Line(reason.account, -signed, OFFICE_UNIT, key=key)
    return entry(text, Line(box.account, signed, box.unit, box=box.code), against)
