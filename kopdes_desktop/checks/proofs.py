"""All proofs, for whoever runs them: importing this module fills the list."""

from __future__ import annotations

from kopdes_desktop.checks import (
    assets,
    banking,
    borrowings,
    chain,
    consignment,
    ledger,
    persons,
    plans,
    purchasing,
    registers,
    sales,
    savings,
    statements,
    stock,
    surplus,
    taxes,
    vouchers,
    years,
)
from kopdes_desktop.checks.check import Result, run

MODULES = (
    *(chain, ledger, savings, stock, consignment, purchasing, sales, persons, registers),
    *(years, statements, vouchers),
    *(plans,),
    *(surplus,),
    *(assets, banking),
    *(borrowings, taxes),
)

__all__ = ["MODULES", "Result", "run"]
