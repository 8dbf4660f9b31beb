"""Sections of a budget, what belongs where, and how far something has come. Pure."""

from __future__ import annotations

from datetime import date

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


def elapsed(start: date, end: date, today: date) -> tuple[int, int]:
    """How many days of a year are over or running, and how many it has."""
    whole = (end - start).days + 1
    return min(max((today - start).days + 1, 0), whole), whole


def so_far(name: str, planned: Rupiah, gone: tuple[int, int]) -> Rupiah:
    """What of a year's plan belongs to the days that are gone; investments come when they come."""
    return planned if name == INVESTMENT else Rupiah(half_up(int(planned) * gone[0], gone[1]))


def share(actual: Rupiah, planned: Rupiah) -> int | None:
    """The actual in whole percent of the plan; None without a plan."""
    return half_up(int(actual) * _WHOLE, int(planned)) if planned > NOTHING else None
