"""Iuran dijumlah: all members' dues as sums, counted by the database and not member by member.

The home screen asks at every visit; what was counted is kept until dues are paid. What is rare is
reckoned by the rules: shortages paid in part, estimates of old registers, months that cost nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import and_, bindparam, case, exists, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members.tables import MEMBER
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.queries import Tariff
from kopdes_desktop.savings.rules import last_due, span
from kopdes_desktop.savings.tables import DUES_PAID, ESTIMATE

_ALWAYS = Month.of(date.min)
_CAME = func.coalesce(MEMBER.c.joined, MEMBER.c.applied)
#: `rules.first_due` and `rules.last_due` of a row, as the database reckons them.
_FIRST = case(
    (func.substr(_CAME, 9, 2) <= bindparam("same_month"), func.substr(_CAME, 1, 7)),
    else_=func.strftime("%Y-%m", _CAME, "start of month", "+1 month"),
)
_STILL_OWES = or_(MEMBER.c.left.is_(None), DUES_PAID.c.month < func.substr(MEMBER.c.left, 1, 7))
_EVER = or_(MEMBER.c.status == "active", MEMBER.c.status == "left")
_OF_PRODUCT = DUES_PAID.c.product == bindparam("of_product")
_IN_FULL = DUES_PAID.c.amount >= DUES_PAID.c.owed
_IN_MONTHS = DUES_PAID.c.month.between(bindparam("since"), bindparam("until"))
_IN_PART = and_(~_IN_FULL, DUES_PAID.c.amount != 0)
_ESTIMATED = exists().where(
    ESTIMATE.c.member == MEMBER.c.key, ESTIMATE.c.product == bindparam("of_product")
)
#: Once a member: what lies before his first month is as rare as what is paid in part.
_EACH = (
    select(
        MEMBER.c.key,
        _FIRST.label("first"),
        func.coalesce(func.sum(_IN_FULL), 0).label("paid"),
        case(
            (or_(func.min(DUES_PAID.c.month) < _FIRST, func.max(_IN_PART) == 1, _ESTIMATED), 1),
            else_=0,
        ).label("rare"),
    )
    .outerjoin_from(
        MEMBER, DUES_PAID, and_(DUES_PAID.c.member == MEMBER.c.key, _OF_PRODUCT, _IN_MONTHS)
    )
    .where(
        MEMBER.c.status == "active",
        MEMBER.c.key.not_in(select(func.json_each(bindparam("but")).table_valued("value").c.value)),
    )
    .group_by(MEMBER.c.key)
    .subquery()
)
#: First month, how many months of a span are paid in full, how many members that are so, and who
#: they are where they have to be reckoned one by one.
_PAYERS = Statement(
    select(
        _EACH.c.first,
        _EACH.c.paid,
        func.count(),
        case((_EACH.c.rare == 1, func.group_concat(_EACH.c.key))),
    ).group_by(_EACH.c.first, _EACH.c.paid, _EACH.c.rare),
    steady=True,
)
_STAY = select(_FIRST.label("first"), MEMBER.c.left).where(_EVER).subquery()
_OWE_AT_ALL = Statement(
    select(_STAY.c.first, _STAY.c.left, func.count()).group_by(_STAY.c.first, _STAY.c.left),
    steady=True,
)
_PAID = Statement(
    select(
        DUES_PAID.c.month,
        func.sum(DUES_PAID.c.amount),
        func.sum(case((_IN_FULL, DUES_PAID.c.owed), else_=0)),
        func.sum(case((and_(_IN_FULL, DUES_PAID.c.month >= _FIRST, _STILL_OWES), 1), else_=0)),
    )
    .join_from(MEMBER, DUES_PAID, DUES_PAID.c.member == MEMBER.c.key)
    .where(_EVER, _OF_PRODUCT, _IN_MONTHS)
    .group_by(DUES_PAID.c.month),
    steady=True,
)


class Arrears(Struct, frozen=True):
    """How many active members lack so many months, and what all of them lack together."""

    members: Mapping[int, int]
    amount: Rupiah


class Collected(Struct, frozen=True):
    """What the dues of a month came to, and what of them is paid."""

    owed: Rupiah
    paid: Rupiah


def arrears(read: Reading, product: str, today: date) -> Arrears:
    """What active members owe up to this month; what is only estimated is owed by nobody."""
    known = queries.tariff(read, product, today)
    if not known.amounts or not all(known.amounts):
        return _added(queries.dues_table(read, product, today))
    everybody = _payers(read, known, _ALWAYS, known.today)
    rare = [int(key) for *_counted, keys in everybody if keys for key in keys.split(",")]
    found = _added(queries.dues_table(read, product, today, frozenset(rare)) if rare else ())
    members, amount = Counter(found.members), int(found.amount)
    usual = [row for row in everybody if not row[3]]
    for first, paid, many, _keys in usual:
        lacking = first.through(known.today) - paid
        if lacking:
            members[lacking] += many
    periods = _periods(known)
    for rate, since, until in periods:
        rows = usual if len(periods) == 1 else _payers(read, known, since, until, rare)
        for first, paid, many, _keys in rows:
            amount += int(rate) * many * (max(first, since).through(until) - paid)
    return Arrears(members, Rupiah(amount))


def by_month(
    read: Reading, product: str, today: date, first: Month, last: Month
) -> dict[Month, Collected]:
    """What the dues of each month came to, of whoever is or was a member, and what is paid."""
    known = queries.tariff(read, product, today)
    start = f"{known.same_month_until:02d}"
    owing: Counter[Month] = Counter()
    for since, left, many in read.rows(_OWE_AT_ALL, same_month=start):
        end = last_due(date.fromisoformat(left)) if left else None
        for month in span(max(Month(since), first), last if end is None else min(end, last)):
            owing[month] += many
    rows = read.rows(_PAID, of_product=product, since=first, until=last, same_month=start)
    paid = {month: (amount, owed, settled) for month, amount, owed, settled in rows}
    found = {}
    for month in span(first, last):
        amount, owed, settled = paid.get(month, (0, 0, 0))
        owed += int(known.rate(month)) * (owing[month] - settled)
        found[month] = Collected(Rupiah(owed), Rupiah(amount))
    return found


def _added(rows: Iterable[queries.DuesRow]) -> Arrears:
    """What was reckoned one by one."""
    members: Counter[int] = Counter()
    amount = NOTHING
    for each in rows:
        if each.arrears_months:
            members[each.arrears_months] += 1
            amount += each.arrears
    return Arrears(members, amount)


def _payers(
    read: Reading, known: Tariff, since: Month, until: Month, but: Sequence[int] = ()
) -> list[tuple[Month, int, int, str | None]]:
    rows = read.rows(
        _PAYERS,
        of_product=known.product,
        since=since,
        until=until,
        same_month=f"{known.same_month_until:02d}",
        but=json.dumps(but),
    )
    return [(Month(first), paid, many, keys) for first, paid, many, keys in rows]


def _periods(known: Tariff) -> list[tuple[Rupiah, Month, Month]]:
    """Each rate with the months that it is about, up to this one; the first one from ever."""
    starts = (_ALWAYS, *known.starts[1:])
    ends = (*(each.plus(-1) for each in known.starts[1:]), known.today)
    return [
        (rate, since, min(until, known.today))
        for rate, since, until in zip(known.amounts, starts, ends, strict=True)
        if since <= known.today
    ]
