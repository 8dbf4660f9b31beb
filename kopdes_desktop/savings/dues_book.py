"""Buku iuran: what every member owed, paid and lacks by the month; few statements for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings.queries import tariff
from kopdes_desktop.savings.rules import Dues, span
from kopdes_desktop.savings.tables import DUES_PAID, ESTIMATE

_PAID = Statement(
    select(DUES_PAID.c.member, DUES_PAID.c.month, DUES_PAID.c.amount, DUES_PAID.c.owed).where(
        DUES_PAID.c.product == bindparam("of_product")
    )
)
_MARKS = Statement(
    select(ESTIMATE.c.member, ESTIMATE.c.state, ESTIMATE.c.until).where(
        ESTIMATE.c.product == bindparam("of_product")
    )
)


class DuesMonth(Struct, frozen=True):
    """A month of a member's dues: what it owed, what is paid, what is late or only estimated."""

    member: MemberRow
    month: Month
    due: Rupiah
    paid: Rupiah
    late: Rupiah
    estimated: Rupiah


class Account(Struct, frozen=True):
    """Everything about one member's dues: the reckoning, and what each paid month had owed."""

    member: MemberRow
    dues: Dues
    owed: dict[str, Rupiah]

    def month(self, month: Month) -> DuesMonth:
        """One month of it: nothing due before the first or after the last one."""
        dues = self.dues
        within = dues.first <= month and (dues.last is None or month <= dues.last)
        paid = dues.paid.get(month, NOTHING)
        due = dues.rate(month) if within else NOTHING
        if month in dues.settled:
            due = self.owed[month]
        lacking = NOTHING
        if within and month <= dues.today and not dues.is_settled(month):
            lacking = dues.lacking(month)
        guessed = dues.is_estimated(month)
        return DuesMonth(
            self.member,
            month,
            due,
            paid,
            NOTHING if guessed else lacking,
            lacking if guessed else NOTHING,
        )


def accounts(
    read: Reading, product: str, today: date, whom: Iterable[MemberRow]
) -> Iterator[Account]:
    """The dues of these members in one product as they stand today."""
    known = tariff(read, product, today)
    paid: dict[int, dict[str, Rupiah]] = {}
    owed: dict[int, dict[str, Rupiah]] = {}
    for member, month, amount, rate in read.rows(_PAID, of_product=product):
        paid.setdefault(member, {})[month] = Rupiah(amount)
        owed.setdefault(member, {})[month] = Rupiah(rate)
    marks: dict[int, list[tuple[str, str]]] = {}
    for member, state, until in read.rows(_MARKS, of_product=product):
        marks.setdefault(member, []).append((state, until))
    for who in whom:
        his, rates = paid.get(who.key, {}), owed.get(who.key, {})
        settled = [month for month, amount in his.items() if amount >= rates[month]]
        yield Account(who, known.dues(who, his, settled, marks.get(who.key, ())), rates)


def months(account: Account, first: Month, last: Month) -> list[DuesMonth]:
    """A member's months from one to another, those without anything due or paid left out."""
    found = (account.month(month) for month in span(first, last))
    return [each for each in found if each.due or each.paid]
