"""Moving cash (recipes A02 to A05c, M02): never income, never cost."""

from __future__ import annotations

from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, credit, debit, entry

#: What people who work here owe stands under their own keys.
OWED = "1-1205"


def cash_moved(text: str, origin: Box, target: Box, amount: Rupiah) -> Entry:
    """From one box into another; units settle by themselves."""
    return entry(
        text,
        debit(target.account, amount, target.unit, box=target.code, movement="pindah"),
        credit(origin.account, amount, origin.unit, box=origin.code, movement="pindah"),
    )


def cash_received(
    text: str, origin: Box, target: Box, amount: Rupiah, owed: tuple[Rupiah, int | None]
) -> Entry:
    """Out of a way box: what was counted into a box, what lacks onto its debtor (A05b, A05d)."""
    missing, charged = owed
    lines = []
    if amount:
        lines.append(debit(target.account, amount, target.unit, box=target.code, movement="pindah"))
    if missing > NOTHING:
        lines.append(debit(OWED, missing, OFFICE_UNIT, key=charged))
    whole = amount + missing
    gone = credit(origin.account, whole, origin.unit, box=origin.code, movement="pindah")
    return entry(text, *lines, gone)
