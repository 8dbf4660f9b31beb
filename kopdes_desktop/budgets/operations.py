"""Setting a year's budget; a later one takes its place, and both stay known."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from kopdes_desktop.budgets import rules
from kopdes_desktop.budgets.tables import BUDGET, BUDGET_LINE
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, periods, year_ends, years
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

_NEW, _NEW_LINE = insert_into(BUDGET), insert_into(BUDGET_LINE)
_DECISIONS = Statement(
    select(BUDGET.c.decision_no)
    .where(BUDGET.c.year == bindparam("of_year"))
    .order_by(BUDGET.c.key.desc())
)
_LONGEST_DECISION, _LONGEST_NOTE = 60, 400
_CONTRA = "contra_revenue"


class OrderedLine(Order, frozen=True, omit_defaults=True):
    """What an account of a unit is to come to in the year, above zero; zero leaves it out."""

    account: str
    unit: str
    amount: Rupiah


class SetOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A book year's whole budget; the decision that passed it, once there is one."""

    year: str
    lines: tuple[OrderedLine, ...]
    decision_no: str = ""
    note: str = ""


class BudgetLine(Fact, frozen=True, omit_defaults=True):
    """What an account of a unit is to come to in the year."""

    account: str
    unit: str
    amount: Rupiah


class BudgetSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A book year's whole budget, named by this fact's key."""

    year: str
    lines: tuple[BudgetLine, ...]
    decision_no: str = ""
    note: str = ""


@operation("budgets.set", version=1)
class SetBudget(Operation[SetOrder, BudgetSet]):
    """Set the budget of a book year (RAPB), instead of the one before."""

    sentence = N_("Menyusun anggaran (RAPB)")

    def decide(self, work: Work, order: SetOrder) -> BudgetSet:
        """Accounts of income, cost or assets, each once a unit; no amount below zero."""
        year = years.year_named(work, order.year)
        _require_settable(work, year)
        kinds = {each.code: each.kind for each in chart.units(work)}
        lines: dict[tuple[str, str], BudgetLine] = {}
        for n, line in enumerate(order.lines):
            made = _line(work, line, kinds, n)
            if (made.account, made.unit) in lines:
                reason = _(N_("akun {code} di unit {unit} disebut dua kali"))
                reason = reason.format(code=made.account, unit=made.unit)
                raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
            lines[made.account, made.unit] = made
        kept = tuple(lines[key] for key in sorted(lines) if lines[key].amount)
        if not kept:
            reason = _(N_("isi sedikitnya satu angka"))
            raise BadField(name="lines", reason=reason, field="lines")
        return BudgetSet(
            year=year.name,
            lines=kept,
            decision_no=short_line(order.decision_no, _LONGEST_DECISION, field="decision_no"),
            note=short_line(order.note, _LONGEST_NOTE, field="note"),
        )

    def apply(self, books: Books, fact: BudgetSet) -> None:
        """It counts from now on."""
        key, day = books.stamp.key, books.stamp.bd.isoformat()
        books.insert(_NEW, key, fact.year, day, fact.decision_no, fact.note)
        books.insert_all(
            _NEW_LINE, [(key, line.account, line.unit, int(line.amount)) for line in fact.lines]
        )


def _require_settable(work: Work, year: years.BookYear) -> None:
    """Refuse a year before the books; what a meeting decided is changed by two.

    Raises BadField, NeedsApproval.
    """
    start = periods.books_from(work)
    if start is not None and year.last < start.first():
        reason = _(N_("pembukuan baru mulai {month}; susun anggaran tahun itu atau sesudahnya"))
        reason = reason.format(month=wording.month(start))
        raise BadField(name="year", reason=reason, field="year")
    decided = next((each for each in _versions(work, year) if each), "")
    if decided and work.approver is None:
        raise NeedsApproval(
            N_(
                "Anggaran {year} sudah diputuskan ({decision}). Mengubahnya dilihat dua orang. "
                "Mintalah persetujuan orang kedua."
            ),
            year=year.label,
            decision=decided,
            field="decision_no",
        )


def _versions(work: Work, year: years.BookYear) -> list[str]:
    """The decisions of a year's budgets, the latest first; empty where nobody decided."""
    return [row[0] for row in work.rows(_DECISIONS, of_year=year.name)]


def _line(work: Work, line: OrderedLine, kinds: dict[str, str], n: int) -> BudgetLine:
    """A line whose account may be planned, in a unit that keeps it. BadField."""
    card = chart.account(work, line.account, field=f"lines[{n}].account")
    if card.type == _CONTRA:
        reason = _(N_("rencanakan penjualan bersih di akun penjualannya, bukan returnya"))
        raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    if rules.section(card.code) is None:
        reason = _(N_("akun {code} bukan pendapatan, beban, atau belanja modal"))
        reason = reason.format(code=card.code)
        raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    kind = kinds.get(line.unit)
    if kind is None or chart.OWNERS.get(card.owner_unit or "", kind) != kind:
        reason = _(N_("akun {code} tidak dicatat di unit {unit}"))
        reason = reason.format(code=card.code, unit=line.unit)
        raise BadField(name="unit", reason=reason, field=f"lines[{n}].unit")
    if line.amount < NOTHING:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name="amount", reason=reason, field=f"lines[{n}].amount")
    return BudgetLine(card.code, line.unit, line.amount)


year_ends.NAMED.append((N_("anggaran"), Statement(select(BUDGET.c.year).limit(1))))
