"""Sections of a budget, what belongs where, and how far something has come. Pure."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up

#: In the order of the paper; the first whose beginning an account has is its section.
SECTIONS = {
    "other_income": ("4-9",),
    "revenue": ("4",),
    "cogs": ("5",),
    "other_expense": ("6-9",),
    "expense": ("6",),
    "tax": ("7",),
    "investment": ("1-21", "1-23", "1-24"),
}
ORDER = ("revenue", "cogs", "expense", "other_income", "other_expense", "tax", "investment")
NAMES = {
    "revenue": N_("Pendapatan usaha"),
    "cogs": N_("Beban pokok"),
    "expense": N_("Beban usaha"),
    "other_income": N_("Pendapatan lain"),
    "other_expense": N_("Beban lain"),
    "tax": N_("Pajak"),
    "investment": N_("Belanja modal (aset)"),
}
INCOME = frozenset({"revenue", "other_income"})
INVESTMENT = "investment"
_INTERNAL = frozenset({"1-2302", "1-2409"})
_WHOLE = 100


def section(account: str) -> str | None:
    """The section that an account belongs to; None for what no budget speaks of."""
    if account in _INTERNAL:
        return None
    return next((name for name, begins in SECTIONS.items() if account.startswith(begins)), None)


def signed(name: str, amount: Rupiah) -> Rupiah:
    """A balance (debit +) as a budget shows it: income and costs both above zero."""
    return -amount if name in INCOME else amount


def share(actual: Rupiah, planned: Rupiah) -> int | None:
    """The actual in whole percent of the plan; None without a plan."""
    return half_up(int(actual) * _WHOLE, int(planned)) if planned > NOTHING else None
