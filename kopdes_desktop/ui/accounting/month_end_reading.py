"""What the screen of a month's end asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from kopdes_desktop.accounting import plans, templates
from kopdes_desktop.accounting.plans import Plan
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import chart, periods
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import month_end
from kopdes_desktop.ui.accounting.book_screen import allowed, box_choices, unit_choices
from kopdes_desktop.ui.door import Session

RIGHT = "report.month_end"
SET, POST, END = "accounting.set_plan", "accounting.post_plan", "accounting.end_plan"
SETTLE, CLOSE_MONTH = "accounting.settle_plan", "accounting.close_month"
_DEEDS = (SET, POST, END, SETTLE)
#: Costs and income that a plan may stand on.
_NOMINAL = ("4", "5", "6", "7")
#: Ways of everyday events that move money.
_WAYS = frozenset({templates.IN, templates.OUT})

Choices = tuple[tuple[str, str], ...]


class Page(Struct, frozen=True):
    """A month's list and the plans, and what may be done."""

    month: Month
    closed: bool
    waiting: tuple[Proposal, ...]
    others: tuple[Month, ...]
    earliest: Month
    plans: tuple[Plan, ...]
    boxes: Choices
    units: Choices
    accounts: Choices
    may: frozenset[str]


def page(session: Session, today: date, month: Month | None) -> Page:
    """Read it; no month means the first one with something left, or the present one."""
    return session.office.read(RIGHT, _page, today, month, session.office)


def _purposes(read: Reading) -> Iterator[tuple[str, str]]:
    """What a plan may be for: everyday events in their own words, then every other account."""
    closed = chart.closed(read)
    open_ = {
        each.code: _(each.name)
        for each in chart.accounts(read).values()
        if each.type != chart.HEADER and each.code.startswith(_NOMINAL) and each.code not in closed
    }
    for each in templates.shipped():
        account = _account_of(each) if each.way in _WAYS else None
        if account in open_:
            yield account, f"{each.title} ({account})"
    for code, name in open_.items():
        yield code, f"{name} ({code})"


def _account_of(event: templates.Template) -> str | None:
    """The one account that an everyday event posts to, or the usual one of its answers."""
    if len(event.fixed) == 1:
        return event.fixed[0]
    return event.purposes[0].account if event.purposes and not event.vague else None


def _page(read: Reading, today: date, month: Month | None, office: Office) -> Page:
    last = Month.of(today)
    waiting = month_end.months_waiting(read, last)
    shown = month or (waiting[0] if waiting else last)
    found = month_end.proposals(read, shown)
    deeds = {*_DEEDS, CLOSE_MONTH, *(each.operation for each in found)}
    return Page(
        shown,
        periods.is_closed(read, shown),
        tuple(found),
        tuple(each for each in waiting if each != shown),
        periods.books_from(read) or last,
        tuple(plans.plans(read)),
        box_choices(read),
        unit_choices(read),
        tuple(_purposes(read)),
        allowed(office, deeds),
    )
