"""What takes a document back when the import that it came with is undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.work import Work


def reversal_of(work: Work, key: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The order that reverses a fact's entry, unless it is reversed already."""
    if not balances.reversals_of(work, key):
        yield "accounting.reverse", {"entry": key, "reason": N_("Impor dibatalkan")}
