"""Perubahan ekuitas: what made each part of one's own capital grow or shrink, by movement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec import Struct

from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import statement_sums
from kopdes_desktop.ledger.statement_sums import Moved
from kopdes_desktop.ledger.sums import RESULT, Span
from kopdes_desktop.office.books import Reading
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.figures import Figures

#: The columns, each with its label and the lines of the balance sheet that it holds.
COLUMNS: Final = {
    "principal": (N_("Simpanan pokok"), ("principal_savings",)),
    "mandatory": (N_("Simpanan wajib"), ("mandatory_savings",)),
    "reserves": (N_("Cadangan"), ("reserves",)),
    "donated": (N_("Hibah dan lain"), ("donated", "opening_equity", "unit_equity")),
    "surplus": (N_("SHU"), ("surplus", "prior_surplus", "deficit", "corrections")),
}
#: The rows, in the order of print.
CHANGES: Final = {
    "opening": N_("Saldo dari buku lama"),
    "corrections": N_("Koreksi kesalahan periode lalu"),
    "result": N_("SHU tahun berjalan"),
    "paid_in": N_("Setoran anggota"),
    "refunded": N_("Pengembalian kepada anggota"),
    "granted": N_("Hibah diterima"),
    "allocated": N_("Pembagian SHU menurut rapat anggota"),
    "moved": N_("Pemindahan"),
    "other": N_("Perubahan lain"),
}
#: The tag of what opening a year (N03) carries from one account of the surplus to another.
CARRIED: Final = "pindah"
_BY_MOVEMENT: Final = {
    "saldo awal": "opening",
    "setoran": "paid_in",
    "pengembalian": "refunded",
    "alokasi SHU": "allocated",
    CARRIED: "moved",
}
_BY_KIND: Final = {"opening": "opening", "prior-period": "corrections"}
_MEMBERS: Final = frozenset({"principal", "mandatory"})
_DAY = timedelta(days=1)


class Change(NamedTuple):
    """A row: its code, its label, and an amount by column."""

    code: str
    label: str
    amounts: dict[str, int]

    @property
    def total(self) -> Rupiah:
        """The sum over the columns."""
        return Rupiah(sum(self.amounts.values()))


class EquityChanges(Struct, frozen=True):
    """From one day's equity to another's."""

    first: date
    last: date
    begins: Change
    changes: tuple[Change, ...]
    ends: Change

    @property
    def ties(self) -> bool:
        """Whether the changes lead from one balance to the other, column by column."""
        return all(
            self.begins.amounts[column] + sum(each.amounts[column] for each in self.changes)
            == self.ends.amounts[column]
            for column in COLUMNS
        )


def equity_changes(
    read: Reading, first: date, last: date, unit: str | None = None
) -> EquityChanges:
    """The changes of a span, none that are nothing."""
    sums = {code: dict.fromkeys(COLUMNS, 0) for code in CHANGES}
    for column, code, amount in _moves(read, Span(first, last, unit)):
        sums[code][column] += amount
    sums["result"]["surplus"] += int(compute.income(read, first, last, unit).surplus)
    before = compute.balance_sheet(read, first - _DAY, unit).figures
    after = compute.balance_sheet(read, last, unit).figures
    return EquityChanges(
        first,
        last,
        _balance("begins", before),
        tuple(
            Change(c, CHANGES[c], amounts) for c, amounts in sums.items() if any(amounts.values())
        ),
        _balance("ends", after),
    )


def _balance(code: str, figures: Figures) -> Change:
    amounts = {
        column: sum(int(figures.of(line)) for line in of_column)
        for column, (_label, of_column) in COLUMNS.items()
    }
    return Change(code, "", amounts)


def _moves(read: Reading, span: Span) -> Iterator[tuple[str, str, int]]:
    """Column, row and amount (credit +) of what moved on the accounts of the equity lines.

    Closing entries only carry a result from one account of the surplus to another, but N03 also
    moves what a unit earned to the office.
    """
    column_of = {line: column for column, (_label, of_it) in COLUMNS.items() for line in of_it}
    places = compute.places_in(read, "balance_sheet")
    accounts = {
        code: column_of[place.line]
        for code, place in places.items()
        if place.line in column_of and (place.line != "surplus" or code == RESULT)
    }
    for code, place in places.items():  # units facing each other meet in one line of the whole
        if span.unit is None and place.line in {"unit_capital", "office_claim"}:
            accounts[code] = column_of["unit_equity"]
    for each in statement_sums.tagged(read, accounts.keys(), span):
        if (each.kind != "closing" or each.movement == CARRIED) and each.amount:
            column = accounts[each.account]
            yield column, _row_of(each, column), -each.amount


def _row_of(moved: Moved, column: str) -> str:
    """By kind of entry, by tag, and what is not tagged by what it does to its column."""
    known = _BY_KIND.get(moved.kind) or _BY_MOVEMENT.get(moved.movement or "")
    if known is not None:
        return known
    if column in _MEMBERS:
        return "paid_in" if moved.amount < 0 else "refunded"
    return "granted" if column == "donated" and moved.amount < 0 else "other"
