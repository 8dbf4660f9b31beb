"""Akhir bulan: what every room proposes to post at the end of a month, and is not posted yet."""

from __future__ import annotations

from collections.abc import Callable

from kopdes_desktop.accounting import plans
from kopdes_desktop.assets import queries as assets
from kopdes_desktop.borrowings import queries as borrowings
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import periods
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.taxes import queries as taxes

CODE = "month_end"
#: Where its lines are posted.
PLACE = "report.month_end"
#: In the order in which they are posted: turnover is taxed when all else is there.
ROOMS: tuple[Callable[[Reading, Month], list[Proposal]], ...] = (
    assets.proposals,
    plans.proposals,
    borrowings.proposals,
    taxes.proposals,
)


def proposals(read: Reading, month: Month) -> list[Proposal]:
    """Everything that is to be posted for a month."""
    return [each for room in ROOMS for each in room(read, month)]


def months_waiting(read: Reading, until: Month) -> list[Month]:
    """The open months up to one for which something is left to be posted, oldest first."""
    month = periods.books_from(read) or until
    found: list[Month] = []
    while month <= until:
        if not periods.is_closed(read, month) and proposals(read, month):
            found.append(month)
        month = month.next()
    return found


@report(CODE, title=N_("Akhir bulan"), asks=("day",))
def build(read: Reading, params: Params) -> Document:
    """What is left for the month of a day."""
    month = Month.of(params.day)
    rows = [{"what": each.title, "amount": int(each.amount)} for each in proposals(read, month)]
    return Document(
        CODE,
        _("Akhir bulan"),
        letterhead(read),
        wording.month(month),
        (Column("what", _("Yang akan dibukukan"), width=5), Column("amount", _("Jumlah"), "money")),
        rows,
        {"amount": sum(int(str(row["amount"])) for row in rows)} if rows else {},
        notes=() if rows else (_("Tidak ada yang tersisa untuk bulan ini."),),
    )
