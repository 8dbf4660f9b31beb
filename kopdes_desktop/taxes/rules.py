"""Which taxes there are, their dated rates, and how an amount follows from them. Pure."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.rate import Rate
from kopdes_desktop.places import RESOURCES

FINAL, VAT, RENT = "final", "vat", "rent"
NAMES = {
    FINAL: N_("PPh final atas omzet"),
    "savings_interest": N_("PPh final bunga simpanan anggota"),
    "withheld": N_("PPh 21, 23, dan 4(2) yang dipotong"),
    RENT: N_("PPh 4(2) sewa tanah dan bangunan"),
    "bank_interest": N_("PPh final bunga bank (dipotong bank)"),
    VAT: N_("PPN keluaran"),
}
#: Taxes whose rates are kept for the day on which something here will be reckoned by them.
UNUSED = {
    "savings_interest": N_("belum dihitung di sini, ditulis di jurnal"),
    VAT: N_("belum dipungut di kasir, ditulis di jurnal"),
}
#: How far a month's tax can be, in words.
STATES = {
    "running": N_("bulan berjalan"),
    "to_post": N_("belum diakui"),
    "late": N_("lewat tempo"),
    "to_pay": N_("belum disetor"),
    "paid": N_("lunas"),
    "none": N_("nihil"),
}


class TaxRate(Struct, frozen=True):
    """So many percent from a day on; nothing as long as the base is not above `above`."""

    since: date
    percent: str
    rule: str
    above: Rupiah = NOTHING

    def of(self, base: Rupiah) -> Rupiah:
        """The tax on a base: of the whole once it is above the threshold, in whole rupiah."""
        return Rate.percent(self.percent).of(base) if base > self.above else NOTHING


class Tax(Struct, frozen=True):
    """A tax: its accounts, whose turnover it counts, when a month's is due, the rates shipped.

    `kept_from`: the cost, and the prepaid cost, of bills that are paid less this tax.
    """

    code: str
    expense: str | None
    payable: str | None
    owner: str
    base: tuple[str, ...]
    due_day: int
    deposit_code: str
    rates: tuple[TaxRate, ...]
    kept_from: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As people call it."""
        return _(NAMES[self.code])

    def counts(self, account: str) -> bool:
        """Whether an account's income belongs to its turnover."""
        return account.startswith(self.base) if self.base else False

    def due(self, month: Month) -> date:
        """The last day on which a month's tax is to be paid."""
        first = month.next().first()
        return first.replace(day=min(self.due_day, monthrange(first.year, first.month)[1]))


@cache
def shipped() -> Mapping[str, Tax]:
    """The taxes of resources/taxes.toml by code."""
    raw = tomllib.loads((RESOURCES / "taxes.toml").read_text("utf-8"))
    return {code: _tax(code, table) for code, table in raw.items()}


def _tax(code: str, table: Mapping[str, Any]) -> Tax:
    return Tax(
        code,
        table.get("expense"),
        table.get("payable"),
        table.get("owner", "office"),
        tuple(table.get("base", ())),
        table.get("due_day", 0),
        table.get("deposit_code", ""),
        tuple(
            TaxRate(row["from"], row["percent"], row["rule"], Rupiah(row.get("above", 0)))
            for row in table["rates"]
        ),
        tuple(table.get("kept_from", ())),
    )


def tax(code: str, *, field: str = "code") -> Tax:
    """A tax by its code. Raises BadField."""
    try:
        return shipped()[code]
    except KeyError:
        reason = _(N_("tidak ada pajak {code}; yang ada {codes}"))
        reason = reason.format(code=code, codes=", ".join(shipped()))
        raise BadField(name=field, reason=reason, field=field) from None


def rate_on(rates: Iterable[TaxRate], day: date) -> TaxRate | None:
    """The rate that holds on a day: of those begun the latest, and of two the later in order."""
    begun = [each for each in rates if each.since <= day]
    return max(enumerate(begun), key=lambda at: (at[1].since, at[0]))[1] if begun else None
