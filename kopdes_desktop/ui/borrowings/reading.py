"""What the screen of borrowed capital asks of the books; on the database's thread."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from kopdes_desktop.borrowings import queries, rules
from kopdes_desktop.borrowings.queries import Borrowing
from kopdes_desktop.borrowings.rules import Part
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger import boxes, chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.accounting.book_screen import allowed, box_choices
from kopdes_desktop.ui.door import Session

RIGHT = "report.borrowings"
TAKE, PAY, ACCRUE = "borrowings.take", "borrowings.pay", "borrowings.accrue"
CHANGE, RESTORE = "borrowings.change_schedule", "borrowings.restore_schedule"
_DEEDS = (TAKE, PAY, ACCRUE, CHANGE, RESTORE)


class Instalment(Struct, frozen=True):
    """A line of the schedule: what it is, what is left of the principal after it, how it stands."""

    n: int
    part: Part
    left: Rupiah
    state: str


class Debt(Struct, frozen=True):
    """A borrowing and what waits on it."""

    loan: Borrowing
    next_due: Part | None
    late: Rupiah
    days: int | None
    schedule: tuple[Instalment, ...]

    @property
    def changed(self) -> str:
        """The number of the last change of its terms; none where they are the first."""
        return self.loan.schedules[-1].number or "" if self.loan.schedules else ""

    @property
    def tone(self) -> str:
        """How urgent it is."""
        if self.late:
            return "danger"
        return "warning" if self.days is not None and self.days <= _SOON else ""


_SOON = 7


class Page(Struct, frozen=True):
    """All that the screen shows, and what may be done; `bank` is what lenders are paid from.

    `weeks` is what falls due `until` that day.
    """

    debts: tuple[Debt, ...]
    weeks: Rupiah
    until: date
    grown: Rupiah
    month: Month
    boxes: tuple[tuple[str, str], ...]
    bank: str
    may: frozenset[str]


def page(session: Session, today: date) -> Page:
    """Read it."""
    office = session.office
    return office.read(RIGHT, _page, today, allowed(office, _DEEDS))


def _page(read: Reading, today: date, may: frozenset[str]) -> Page:
    found, weeks = queries.borrowings(read), queries.forecast(read, today)
    ranked = sorted(found, key=lambda each: (not (each.left or each.accrued), each.key))
    month = Month.of(today)
    return Page(
        tuple(_debt(each, today) for each in ranked),
        total(week.amount for week in weeks),
        weeks[-1].first + timedelta(days=6),
        total(amount for _loan, amount in queries.to_accrue(read, today)),
        month,
        box_choices(read),
        next((box.code for box in chart.boxes(read) if boxes.is_bank(box)), ""),
        may,
    )


def _debt(loan: Borrowing, today: date) -> Debt:
    due = loan.next_due(today)
    return Debt(
        loan,
        due,
        loan.late(today),
        (due.due - today).days if due is not None else None,
        tuple(_schedule(loan, today)),
    )


def _schedule(loan: Borrowing, today: date) -> list[Instalment]:
    waiting = {part.due for part in rules.unpaid(loan.parts, loan.paid, loan.interest_paid)}
    left, made = loan.principal, []
    for n, part in enumerate(loan.parts, 1):
        left -= part.principal
        state = "paid"
        if part.due in waiting:
            state = "late" if part.due < today else "waits"
        made.append(Instalment(n, part, left, state))
    return made
