"""Imports every capability's operations, so that the catalogue is whole."""

from __future__ import annotations

from typing import Any

from kopdes_desktop.accounting import (
    closing,
    everyday,
    founding,
    opening,
    own_accounts,
    plan_months,
    receiving,
    recurring,
    vouchers,
    year_end,
)
from kopdes_desktop.accounting import operations as accounting
from kopdes_desktop.assets import operations as assets
from kopdes_desktop.backup import operations as backup
from kopdes_desktop.banking import operations as banking
from kopdes_desktop.borrowings import operations as borrowings
from kopdes_desktop.budgets import operations as budgets
from kopdes_desktop.consignment import operations as consignment
from kopdes_desktop.goods import operations as goods
from kopdes_desktop.goods import pricing
from kopdes_desktop.governance import operations as governance
from kopdes_desktop.inventory import operations as inventory
from kopdes_desktop.members import groups, heirs, linking, photos, third_parties
from kopdes_desktop.members import operations as members
from kopdes_desktop.membership import leaving, taking_over
from kopdes_desktop.membership import operations as membership
from kopdes_desktop.office import accept, days, imports, letterhead, settings
from kopdes_desktop.office.operation import CATALOGUE
from kopdes_desktop.purchasing import operations as purchasing
from kopdes_desktop.sales import operations as sales
from kopdes_desktop.savings import operations as savings
from kopdes_desktop.security import admitting, devices
from kopdes_desktop.security import operations as security
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.subsidy import erasing
from kopdes_desktop.subsidy import operations as subsidy
from kopdes_desktop.surplus import operations as surplus
from kopdes_desktop.taxes import operations as taxes
from kopdes_desktop.taxes import withholding
from kopdes_desktop.tills import operations as tills

MODULES = (
    accept,
    accounting,
    admitting,
    assets,
    backup,
    banking,
    borrowings,
    budgets,
    closing,
    consignment,
    days,
    devices,
    erasing,
    everyday,
    founding,
    goods,
    governance,
    groups,
    heirs,
    imports,
    inventory,
    leaving,
    letterhead,
    linking,
    members,
    membership,
    opening,
    own_accounts,
    photos,
    plan_months,
    purchasing,
    pricing,
    receiving,
    recurring,
    sales,
    savings,
    security,
    settings,
    subsidy,
    surplus,
    taking_over,
    taxes,
    third_parties,
    tills,
    vouchers,
    withholding,
    year_end,
)


def describe() -> list[dict[str, Any]]:
    """Every operation: code, sentence, version, roles and levels, schemas of order and fact."""
    matrix = Matrix.load()
    return [
        {
            **CATALOGUE[code].describe(),
            "version": CATALOGUE[code].version,
            "roles": {
                role: matrix.level(role, code).value
                for role in matrix.roles()
                if matrix.level(role, code).value != "no"
            },
        }
        for code in sorted(CATALOGUE)
    ]
