"""What the cooperative offers to save in, with every amount by its day and decision."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.tables import RATE

_DECIDED = Statement(
    select(RATE.c.product, RATE.c.from_day, RATE.c.amount, RATE.c.decision_no).order_by(
        RATE.c.from_day.desc()
    )
)


class Rate(Struct, frozen=True):
    """An amount from a day on, and the decision that says so."""

    since: date
    amount: Rupiah
    decision_no: str


class Offer(Struct, frozen=True):
    """A product with the names of its account and unit, and its rates, newest first."""

    product: queries.Product
    account_name: str
    unit_name: str
    rates: tuple[Rate, ...]

    def rate_on(self, day: date) -> Rate | None:
        """What is in force on a day."""
        return next((rate for rate in self.rates if rate.since <= day), None)


def offers(read: Reading) -> list[Offer]:
    """Every product by account."""
    names = chart.names(read)
    units = {unit.code: unit.name for unit in chart.units(read)}
    rates: dict[str, list[Rate]] = {}
    for product, since, amount, decision in read.rows(_DECIDED):
        made = Rate(date.fromisoformat(since), Rupiah(amount), decision)
        rates.setdefault(product, []).append(made)
    return [
        Offer(
            each,
            names.get(each.account, each.account),
            units.get(each.unit, each.unit),
            tuple(rates.get(each.code, ())),
        )
        for each in queries.products(read)
    ]


def may_hold_savings(card: chart.Account) -> bool:
    """Whether members' savings may stand on an account: theirs by name, and owed or owned."""
    return card.subledger == chart.MEMBER_SUBLEDGER and card.sign < 0


def free_accounts(read: Reading) -> list[chart.Account]:
    """Accounts of savings on which no product stands yet, by code."""
    taken = {each.account for each in queries.products(read)}
    return [
        card
        for code, card in chart.accounts(read).items()
        if may_hold_savings(card) and _is_called_savings(card) and code not in taken
    ]


def _is_called_savings(card: chart.Account) -> bool:
    """Not what else is owed to members, such as their share of a surplus."""
    return (card.statement_line or "").casefold().startswith("simpanan")
