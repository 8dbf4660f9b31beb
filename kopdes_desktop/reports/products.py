"""Savings products as members know them: principal, mandatory, voluntary, each by its account."""

from __future__ import annotations

from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.queries import Product
from kopdes_desktop.savings.rules import KINDS


def in_order(read: Reading) -> list[Product]:
    """All products, those first that every member has."""
    kinds: tuple[str, ...] = KINDS
    return sorted(queries.products(read), key=lambda each: (kinds.index(each.kind), each.account))
