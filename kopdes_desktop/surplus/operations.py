"""Every operation of the surplus, by one import; each group stands in a file of its own."""

from __future__ import annotations

from sqlalchemy import select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import year_ends
from kopdes_desktop.surplus import by_hand, deciding, paying, spending
from kopdes_desktop.surplus.tables import SURPLUS_DEALING, SURPLUS_RULE, SURPLUS_YEAR

__all__ = ["deciding", "paying", "spending"]

ledger.GUARDS.append(by_hand.guard)
year_ends.NAMED.extend(
    (words, Statement(select(column).limit(1)))
    for words, column in (
        (N_("pembagian SHU menurut tahun buku"), SURPLUS_RULE.c.from_year),
        (N_("SHU yang sudah dibagi"), SURPLUS_YEAR.c.year),
        (N_("belanja anggota menurut tahun buku"), SURPLUS_DEALING.c.year),
    )
)
