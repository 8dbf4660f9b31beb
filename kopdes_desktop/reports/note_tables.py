"""The figures of the notes: every line of balance sheet and income by account, beside last year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Final

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Column, Document, Letterhead
from kopdes_desktop.reports import current_parts
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.compute import CashFlow
from kopdes_desktop.statements.figures import Figures
from kopdes_desktop.statements.sheets import BalanceSheet, Income

#: Which lines of the balance sheet each note explains; every line belongs to one note.
SHEET: Final[Mapping[str, tuple[str, ...]]] = {
    "notes_cash": ("cash",),
    "notes_receivables": (
        *("trade_receivables", "receivables_allowance", "member_loans", "loan_allowance"),
        *("interest_receivable", "other_receivables"),
    ),
    "notes_stock": ("inventory",),
    "notes_prepaid": ("prepaid", "prepaid_tax"),
    "notes_fixed": ("fixed_assets", "depreciation"),
    "notes_other_assets": (
        *("investments", "intangibles", "amortisation", "other_assets"),
        *("unit_capital", "office_claim"),
    ),
    "notes_payables": ("trade_payables", "other_payables", "office_debt"),
    "notes_savings": ("member_savings",),
    "notes_accrued": ("tax_payable", "employee_benefits"),
    "notes_funds": ("surplus_payable", "surplus_funds"),
    "notes_borrowings": (
        *("borrowings_current", "borrowings", "interest_payable"),
        *("participation", "deferred_grants"),
    ),
    "notes_equity": (
        *("principal_savings", "mandatory_savings", "reserves", "donated", "opening_equity"),
        *("unit_equity", "corrections", "deficit", "prior_surplus", "surplus"),
    ),
}
#: The notes of what the cooperative has.
OF_ASSETS: Final = frozenset(
    {
        *("notes_cash", "notes_receivables", "notes_stock"),
        *("notes_prepaid", "notes_fixed", "notes_other_assets"),
    }
)
#: The same of the statement of income.
INCOME: Final[Mapping[str, tuple[str, ...]]] = {
    "notes_income": (
        *("member_sales", "loan_income", "other_sales", "service_income", "other_income"),
    ),
    "notes_cost": (
        *("member_cost", "savings_interest", "other_cost", "service_cost", "stock_losses"),
    ),
    "notes_expenses": (
        *("interest", "impairment", "staff", "administration", "depreciation_cost"),
        *("cooperative", "other_expense", "tax"),
    ),
}
#: Lines that stand as one sum: what makes it is the statement of income itself.
_WHOLE = frozenset({"surplus", "prior_surplus"})
Amounts = tuple[int, int]


class YearFigures(Struct, frozen=True, dict=True):
    """The statements of a book year and of the one before, read when they are asked for."""

    read: Reading
    year: BookYear
    until: date

    @cached_property
    def sheets(self) -> tuple[BalanceSheet, BalanceSheet]:
        """The end of the year (or today, while it runs), and the end of the year before."""
        return (
            self._sheet(self.until),
            self._sheet(self.year.before().last),
        )

    def _sheet(self, day: date) -> BalanceSheet:
        return compute.balance_sheet(self.read, day, None, current_parts.splits(self.read, day))

    @cached_property
    def incomes(self) -> tuple[Income, Income]:
        """This year's and last year's."""
        before = self.year.before()
        return (
            compute.income(self.read, self.year.first, self.until),
            compute.income(self.read, before.first, before.last),
        )

    @cached_property
    def cash_flow(self) -> CashFlow:
        """This year's."""
        return compute.cash_flow(self.read, self.year.first, self.until)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What accounts are called."""
        return chart.names(self.read)

    def figures(self, note: str) -> tuple[tuple[Figures, Figures], tuple[str, ...]]:
        """Both years' figures of a note, and the lines that it explains."""
        if note in SHEET:
            now, before = self.sheets
            return (now.figures, before.figures), SHEET[note]
        this, last = self.incomes
        return (this.figures, last.figures), INCOME[note]


def rows(of: YearFigures, note: str) -> list[Row]:
    """An account a row, in the order of the statement; those with nothing in both years fall out.

    A balance that stands on another line than its account's usual one is listed there.
    """
    pair, lines = of.figures(note)
    return [
        {"account": account, "name": name, "now": now, "before": before}
        for line in lines
        for account, name, (now, before) in _of_line(of, pair, line)
        if now or before
    ]


def _of_line(
    of: YearFigures, pair: tuple[Figures, Figures], line: str
) -> Iterator[tuple[str, str, Amounts]]:
    if line in _WHOLE:
        words = _("SHU tahun berjalan") if line == "surplus" else _("SHU tahun lalu belum dibagi")
        yield "", words, (int(pair[0].of(line)), int(pair[1].of(line)))
        return
    held = [figures.accounts.get(line, {}) for figures in pair]
    for account in sorted(set(held[0]) | set(held[1])):
        amounts = (held[0].get(account, 0), held[1].get(account, 0))
        yield account, _(of.names[account]), amounts


def sums(made: Iterable[Row]) -> dict[str, int]:
    """The totals of both years."""
    found = list(made)
    return {name: sum(int(row[name]) for row in found) for name in ("now", "before")}  # type: ignore[call-overload]


def table(of: YearFigures, note: str, title: str, issuer: Letterhead) -> Document | None:
    """The note's table; None where both years have nothing."""
    made = rows(of, note)
    if not made:
        return None
    return Document(note, title, issuer, "", columns(of), made, sums(made))


def columns(of: YearFigures) -> tuple[Column, ...]:
    """Account, name, this year, last year."""
    return (
        Column("account", _("Akun")),
        Column("name", _("Uraian"), width=4),
        Column("now", of.year.label, "money"),
        Column("before", of.year.before().label, "money"),
    )
