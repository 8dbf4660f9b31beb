"""Moving cash (recipes A02 to A05c, M02): never income, never cost."""

from __future__ import annotations

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import Entry, credit, debit, entry


def cash_moved(text: str, origin: Box, target: Box, amount: Rupiah) -> Entry:
    """From one box into another; units settle by themselves."""
    return entry(
        text,
        debit(target.account, amount, target.unit, box=target.code, movement="pindah"),
        credit(origin.account, amount, origin.unit, box=origin.code, movement="pindah"),
    )
