"""What there is to divide, by what, and what of it is still unpaid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, total
from kopdes_desktop.ledger import balances, chart, periods, year_ends
from kopdes_desktop.ledger.years import BookYear, kept, year_named, year_of
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.tables import MOVE
from kopdes_desktop.surplus import dealt, rules
from kopdes_desktop.surplus.facts import Allocated, SharesSet
from kopdes_desktop.surplus.rules import Base, Bases, Left, Plan
from kopdes_desktop.surplus.tables import (
    SURPLUS_PAID,
    SURPLUS_RULE,
    SURPLUS_SHARE,
    SURPLUS_YEAR,
)

#: Members who are gone from the register have no share to be reckoned.
_ACTIVE, _LEFT = "active", "left"
_KINDS = {
    "mandatory": frozenset({savings.MANDATORY}),
    "principal_and_mandatory": frozenset({savings.MANDATORY, "principal"}),
}
#: Income and cost of a year that is not closed.
_RESULT = ("4", "5", "6", "7")
_FUND = "2-14"

_RULE = Statement(
    select(SURPLUS_RULE.c.fact)
    .where(SURPLUS_RULE.c.from_year <= bindparam("of_year"))
    .order_by(SURPLUS_RULE.c.from_year.desc())
    .limit(1)
)
_YEARS = Statement(select(SURPLUS_YEAR).order_by(SURPLUS_YEAR.c.year))
_SHARES = Statement(
    select(
        SURPLUS_SHARE.c.member,
        SURPLUS_SHARE.c.year,
        SURPLUS_SHARE.c.by_savings + SURPLUS_SHARE.c.by_dealings,
    )
)
_SUMS = Statement(
    select(
        SURPLUS_SHARE.c.year,
        func.sum(SURPLUS_SHARE.c.by_savings + SURPLUS_SHARE.c.by_dealings),
    ).group_by(SURPLUS_SHARE.c.year)
)
_SHARES_TO = Statement(
    select(SURPLUS_SHARE.c.year, SURPLUS_SHARE.c.by_savings + SURPLUS_SHARE.c.by_dealings).where(
        SURPLUS_SHARE.c.member == bindparam("of_member")
    )
)
_PAYMENTS = Statement(select(SURPLUS_PAID).order_by(SURPLUS_PAID.c.number))
_BEFORE = Statement(
    select(MOVE.c.member, func.sum(MOVE.c.amount))
    .where(MOVE.c.product == bindparam("of_product"), MOVE.c.bd < bindparam("first"))
    .group_by(MOVE.c.member)
)
_WITHIN = Statement(
    select(MOVE.c.member, MOVE.c.bd, func.sum(MOVE.c.amount))
    .where(
        MOVE.c.product == bindparam("of_product"),
        MOVE.c.bd >= bindparam("first"),
        MOVE.c.bd <= bindparam("last"),
    )
    .group_by(MOVE.c.member, MOVE.c.bd)
)

State = Literal["running", "closed", "divided", "loss", "covered"]


# --- decisions ------------------------------------------------------------------------------------


def rule_key(read: Reading, year: str) -> int | None:
    """The fact whose percentages rule a year's surplus."""
    found = read.value(_RULE, of_year=year)
    return int(found) if found is not None else None


def rule_of(read: Reading, year: str) -> SharesSet | None:
    """The latest decision that began with this year or before it."""
    key = rule_key(read, year)
    return _rule(read, key) if key is not None else None


def _rule(read: Reading, key: int) -> SharesSet:
    made = read.original(key)
    if made is None or not isinstance(made[1], SharesSet):
        raise KeyError(key)
    return made[1]


# --- what there is to divide ----------------------------------------------------------------------


class Outcome(Struct, frozen=True):
    """A year's surplus (a loss is below zero), the loss carried from before, and how far it is."""

    year: BookYear
    amount: Rupiah
    carried: Rupiah
    state: State


def divided_years(read: Reading) -> dict[str, tuple[int, date, Rupiah]]:
    """Years that are done: the fact, its day, and the surplus (a loss is below zero)."""
    return {
        row[0]: (row[1], date.fromisoformat(row[2]), Rupiah(row[3])) for row in read.rows(_YEARS)
    }


def is_closed(read: Reading, year: BookYear) -> bool:
    """Whether a book year is closed, or was before these books began; a locked month is not it."""
    start = periods.books_from(read)
    before = start is not None and year.end < start
    return before or year_ends.closed_year(read, year) is not None


def outcome(read: Reading, year: BookYear, today: date) -> Outcome:
    """What a year brought: as divided, as closed, or as it stands today."""
    carried = max(balances.balances_at(read, today).get(rules.CARRIED, NOTHING), NOTHING)
    done = divided_years(read).get(year.name)
    if done is not None:
        amount = done[2]
        return Outcome(year, amount, carried, "divided" if amount > NOTHING else "covered")
    if not is_closed(read, year):
        return Outcome(year, _running(read, year, today), carried, "running")
    closed = year_ends.closed_year(read, year)
    amount = closed.surplus if closed is not None else _old(read, year, today)
    return Outcome(year, amount, carried, "loss" if amount < NOTHING else "closed")


def _running(read: Reading, year: BookYear, today: date) -> Rupiah:
    """What a year that is not closed has brought so far, without what earlier open years did."""
    so_far = _unclosed(read, min(today, year.last))
    before = year.before()
    return so_far if is_closed(read, before) else so_far - _unclosed(read, before.last)


def _unclosed(read: Reading, day: date) -> Rupiah:
    """Income less costs that no closing has carried over, on a day."""
    held = balances.balances_at(read, day)
    result = [held.get(rules.RUNNING, NOTHING)]
    result += [amount for code, amount in held.items() if code.startswith(_RESULT)]
    return -total(result)


def _old(read: Reading, year: BookYear, today: date) -> Rupiah:
    """What the old books left on 3-1401: the surplus of the last year before these began."""
    start = periods.books_from(read)
    last = start is not None and year.after().end >= start
    return undivided_before(read, year.after(), today) if last else NOTHING


def undivided_before(read: Reading, year: BookYear, today: date) -> Rupiah:
    """What of earlier years still waits on 3-1401 (a loss is below zero).

    That is what stands there today but for this year and later ones, as they were closed. What old
    books brought is the last year's before these began: nothing is earlier than it.
    """
    start = periods.books_from(read)
    if start is not None and year.end < start:
        return NOTHING
    done = divided_years(read)
    waiting = total(
        each.surplus
        for each in year_ends.closed_years(read)
        if each.year.start >= year.start and each.year.last < today and each.year.name not in done
    )
    return -balances.balances_at(read, today).get(rules.UNDIVIDED, NOTHING) - waiting


# --- by what it is divided ------------------------------------------------------------------------


def bases(read: Reading, year: BookYear, made: SharesSet) -> Bases:
    """Every member's savings and dealings of a year as a decision measures them.

    Who brought back more than he bought in a year has dealt in nothing, not in less than nothing.
    """
    saved, bought = _saved(read, year, made), dealt.sums(read, year, made.dealings)
    outside = bought.pop(None, 0)
    known = [
        who
        for who in (members.member(read, key) for key in {*saved, *bought} if key is not None)
        if who is not None and (made.leavers or not _gone(who, year))
    ]
    known.sort(key=lambda who: (who.number or "", who.key))
    found = (
        Base(who.key, max(saved.get(who.key, 0), 0), max(bought.get(who.key, 0), 0))
        for who in known
    )
    whole = tuple(each for each in found if each.savings > 0 or each.dealings > 0)
    return Bases(whole, outside)


def _gone(who: MemberRow, year: BookYear) -> bool:
    return who.left is not None and who.left <= year.last


def _saved(read: Reading, year: BookYear, made: SharesSet) -> dict[int, int]:
    """What counts of each member's savings: at the year's end, or on an average day of it."""
    sums: dict[int, int] = defaultdict(int)
    for product in savings.products(read):
        if product.kind in _KINDS[made.savings_basis]:
            for member, amount in _held(read, product, year, made.measure):
                sums[member] += amount
    return dict(sums)


def _held(
    read: Reading, product: savings.Product, year: BookYear, measure: str
) -> Iterable[tuple[int, int]]:
    if measure == "year_end":
        at_end = balances.key_balances_at(read, product.account, year.last)
        return [(key, -int(amount)) for key, amount in at_end.items()]
    first = _first_known(read, year)
    days = (year.last - first).days + 1
    times: dict[int, int] = defaultdict(int)
    span = {"of_product": product.code, "first": first.isoformat()}
    for member, amount in read.rows(_BEFORE, **span):
        times[member] += amount * days
    for member, day, amount in read.rows(_WITHIN, **span, last=year.last.isoformat()):
        times[member] += amount * ((year.last - date.fromisoformat(day)).days + 1)
    return [(member, half_up(whole, days)) for member, whole in times.items()]


def _first_known(read: Reading, year: BookYear) -> date:
    """The first day of a year that these books know: a start in mid-year brought balances alone."""
    start = periods.books_from(read)
    return max(year.first, start.first()) if start is not None else year.first


def plan(read: Reading, found: Outcome, made: SharesSet, known: Bases | None = None) -> Plan:
    """A year's surplus divided as a decision says; `known` are its bases, if they are at hand."""
    return rules.plan(
        found.amount,
        found.carried,
        made.shares,
        bases(read, found.year, made) if known is None else known,
        whose=made.whose,
        strangers=made.strangers,
    )


# --- what was divided -----------------------------------------------------------------------------


def allocated(read: Reading, year: str) -> Allocated | None:
    """The fact that divided a year's surplus."""
    row = divided_years(read).get(year)
    made = read.original(row[0]) if row is not None else None
    return made[1] if made is not None and isinstance(made[1], Allocated) else None


def share_sums(read: Reading) -> dict[str, Rupiah]:
    """What all members' shares of each year come to."""
    return {row[0]: Rupiah(row[1]) for row in read.rows(_SUMS)}


# --- what is unpaid -------------------------------------------------------------------------------


class Owed(Struct, frozen=True):
    """What a member is owed of the surplus, year by year, the oldest first."""

    member: MemberRow
    years: tuple[Left, ...]

    @property
    def left(self) -> Rupiah:
        """In all."""
        return total(each.left for each in self.years)

    def until(self, year: str | None) -> Rupiah:
        """Up to and with a year; all without one."""
        return total(
            each.left
            for each in self.years
            if year is None or each.year is None or each.year <= year
        )

    def of(self, year: str) -> Rupiah:
        """Of one year."""
        return total(each.left for each in self.years if each.year == year)


def owed(read: Reading, year: str | None = None) -> list[Owed]:
    """Everybody who is owed a share (up to and with a year), by number."""
    return [each for each in _owed(read) if each.until(year) > NOTHING]


def owed_to(read: Reading, member: int) -> Rupiah:
    """What one member is owed of the surplus."""
    units = balances.of_key(read, rules.MEMBERS, member)
    return -total(amount for _unit, amount in units)


def shares_to(read: Reading, member: int) -> list[Left]:
    """What one member was given of each year and what of it waits, the oldest first."""
    shares = [(year, Rupiah(amount)) for year, amount in read.rows(_SHARES_TO, of_member=member)]
    return rules.unpaid(owed_to(read, member), shares)


def shares_of(read: Reading, year: str) -> dict[int, Owed]:
    """Everybody who has a share of a year, paid or not."""
    return {
        each.member.key: each for each in _owed(read) if any(x.year == year for x in each.years)
    }


def _owed(read: Reading) -> Iterator[Owed]:
    shares: dict[int, list[tuple[str, Rupiah]]] = defaultdict(list)
    for member, year, amount in read.rows(_SHARES):
        shares[member].append((year, Rupiah(amount)))
    held = balances.key_balances(read, rules.MEMBERS)
    whom = [who for who in (members.member(read, key) for key in {*shares, *held}) if who]
    for who in sorted(whom, key=lambda each: (each.number or "", each.key)):
        years = rules.unpaid(-held.get(who.key, NOTHING), shares.get(who.key, ()))
        yield Owed(who, tuple(years))


class Payment(Struct, frozen=True):
    """What a document paid a member, and how."""

    number: str
    member: int
    amount: Rupiah
    how: str
    day: date


def payments(read: Reading) -> dict[int, list[Payment]]:
    """What members got of the surplus: by member, by number."""
    made: dict[int, list[Payment]] = defaultdict(list)
    for number, member, amount, how, day in read.rows(_PAYMENTS):
        paid = Payment(number, member, Rupiah(amount), how, date.fromisoformat(day))
        made[member].append(paid)
    return made


# --- funds ----------------------------------------------------------------------------------------


class Fund(Struct, frozen=True):
    """A fund of the surplus, and what is in it."""

    account: str
    name: str
    left: Rupiah


def funds(read: Reading, today: date) -> list[Fund]:
    """Every fund of the chart (2-14 but for members' shares), by account."""
    now = balances.balances_at(read, today)
    return [
        Fund(code, account.name, -now.get(code, NOTHING))
        for code, account in sorted(chart.accounts(read).items())
        if code.startswith(_FUND) and code != rules.MEMBERS and account.type != chart.HEADER
    ]


def year_asked(read: Reading, name: str | None, today: date) -> BookYear:
    """The year a report or a screen speaks of: the named one, or that whose meeting is next.

    The last one that is over; before any was, the old books' if something of it waits.
    """
    if name is not None:
        return year_named(read, name)
    over = next((year for year in kept(read, today) if year.last < today), None)
    now = year_of(read, today)
    if over is not None:
        return over
    old = now.before()
    return old if outcome(read, old, today).amount else now


# --- a year as it is shown ------------------------------------------------------------------------


class Divided(Struct, frozen=True):
    """A year's surplus as it was divided, or as it would be by the decision that rules it now.

    `decision` and `number` stand where it was.
    """

    outcome: Outcome
    rule: SharesSet
    plan: Plan
    decision: str = ""
    number: str = ""

    @property
    def simulated(self) -> bool:
        """Whether no meeting has decided it yet."""
        return not self.number


def divided(read: Reading, year: BookYear, today: date) -> Divided | None:
    """A year's surplus by its decision, or by the percentages in force; None without any."""
    found = outcome(read, year, today)
    done = allocated(read, year.name)
    if done is not None:
        plan_then = as_planned(done)
        return Divided(found, _rule(read, done.rule), plan_then, done.decision_no, done.number)
    rule = rule_of(read, year.name)
    return Divided(found, rule, plan(read, found, rule)) if rule is not None else None


def as_planned(done: Allocated) -> Plan:
    """A division as its fact holds it."""
    return Plan(
        surplus=done.surplus,
        carried=done.carried,
        strangers=done.strangers,
        pools=tuple(
            rules.Pool(rules.Share(x.code, x.percent, x.account, x.name), x.amount)
            for x in done.pools
        ),
        parts=tuple(
            rules.Part(Base(x.member, x.savings, x.dealings), x.by_savings, x.by_dealings)
            for x in done.members
        ),
        bases=Bases(
            tuple(Base(x.member, x.savings, x.dealings) for x in done.members), done.outside
        ),
        turned=done.turned,
    )
