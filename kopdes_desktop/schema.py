"""Imports every `tables.py`, so that the metadata is whole."""

from __future__ import annotations

from kopdes_desktop.accounting import tables as accounting
from kopdes_desktop.assets import tables as assets
from kopdes_desktop.banking import tables as banking
from kopdes_desktop.borrowings import tables as borrowings
from kopdes_desktop.budgets import tables as budgets
from kopdes_desktop.checks import tables as checks
from kopdes_desktop.consignment import tables as consignment
from kopdes_desktop.db.base import METADATA
from kopdes_desktop.goods import tables as goods
from kopdes_desktop.governance import tables as governance
from kopdes_desktop.inventory import tables as inventory
from kopdes_desktop.ledger import tables as ledger
from kopdes_desktop.members import tables as members
from kopdes_desktop.office import tables as office
from kopdes_desktop.printing import tables as printing
from kopdes_desktop.purchasing import tables as purchasing
from kopdes_desktop.sales import tables as sales
from kopdes_desktop.savings import tables as savings
from kopdes_desktop.security import tables as security
from kopdes_desktop.subsidy import tables as subsidy
from kopdes_desktop.surplus import tables as surplus
from kopdes_desktop.taxes import tables as taxes
from kopdes_desktop.tills import tables as tills

MODULES = (
    office,
    ledger,
    security,
    members,
    goods,
    inventory,
    tills,
    savings,
    purchasing,
    consignment,
    subsidy,
    banking,
    accounting,
    assets,
    borrowings,
    taxes,
    budgets,
    sales,
    surplus,
    governance,
    checks,
    printing,
)

__all__ = ["METADATA", "MODULES"]
