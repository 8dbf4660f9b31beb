"""What the teller asks of the books, and the paper it gets back. On the database's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import day, rupiah
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.settings import WITHDRAW_LIMIT, setting
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.withdrawals import is_family
from kopdes_desktop.security import queries as users
from kopdes_desktop.tills.queries import blind
from kopdes_desktop.ui.savings.basket import OPERATIONS, Choice
from kopdes_desktop.ui.savings.draft import (
    MANDATORY,
    PRINCIPAL,
    Card,
    Due,
    Holding,
    MonthCell,
    Way,
)

FIND = "read.members"
_READ, _SHOWN = 1000, 50
_YEARS_BACK = 12
#: Wages and honoraria that are owed, by person.
_WAGES = "2-1302"
_OUT: Final[tuple[Way, ...]] = ("out", "over")


def find(office: Office, text: str, near: int | None = None) -> Sequence[MemberRow]:
    """Members whose number or name fits.

    While nothing is typed: everybody active, or the others on the family card of `near`.
    """
    if not text.strip() and near is not None:
        return [row for row in office.read(FIND, members.household, near) if row.key != near]
    if not text.strip():
        return office.read(FIND, members.in_status, "active")
    found: Sequence[MemberRow] = office.read(FIND, members.search, text, limit=_READ)
    words = text.strip().casefold()
    return sorted(found, key=lambda row: _distance(row.name or "", words))[:_SHOWN]


def _distance(name: str, words: str) -> int:
    """Names that begin so come first, then those in which a later word does."""
    folded = name.casefold()
    if folded.startswith(words):
        return 0
    return 1 if f" {words}" in folded else 2


def card(office: Office, member: int) -> Card | None:
    """The member with his balances and dues; None when there is no such member."""
    made: Card | None = office.read(FIND, _card, member, office.today())
    return made and replace(made, second=_second(office, made.key))


def _second(office: Office, member: int) -> frozenset[Way]:
    """The ways on which whoever sits here needs a second person for this member, however little."""
    ways: set[Way] = {way for way in _OUT if office.may(OPERATIONS[way]) is Level.APPROVAL}
    if office.read(FIND, _is_family, office.signed_in.person, member):
        ways.update(_OUT)
    return frozenset(ways)


def _is_family(read: Reading, person: int, member: int) -> bool:
    found = members.member(read, member)
    return found is not None and is_family(read, person, found)


def _card(read: Reading, member: int, today: date) -> Card | None:
    this_month = Month.of(today)
    found = members.member(read, member)
    if found is None:
        return None
    open_products = {product.code for product in queries.products(read) if product.open}
    holdings = tuple(
        Holding(held.product, _(held.name), held.amount)
        for held in queries.balances(read, found.key)
        if held.product in open_products
    )
    owed = queries.dues_of(read, found, MANDATORY, this_month.first())
    guessed, guess = owed.estimated()
    return Card(
        key=found.key,
        number=found.number or "",
        name=found.name or _(N_("(data pribadi dihapus)")),
        status=_status(found),
        holdings=holdings,
        dues=tuple(Due(month, owed.lacking(month)) for month in owed.unpaid()),
        this_month=this_month,
        principal_left=_principal_left(read, found, this_month),
        active=found.status == "active",
        months=tuple(_months(read, found, this_month)) if MANDATORY in open_products else (),
        photo=members.photo(read, found.key),
        guessed=guessed,
        guess=guess,
        run=owed.paid_until() if guessed else None,
        free_to_withdraw=max(
            Rupiah(setting(read, WITHDRAW_LIMIT)) - queries.withdrawn_on(read, found.key, today),
            NOTHING,
        ),
    )


def _months(read: Reading, found: MemberRow, this_month: Month) -> list[MonthCell]:
    """The dues book: from the year of joining, twelve years at most, to the end of next year."""
    year = this_month.first().year
    joined = (found.joined or found.applied).year
    return [
        MonthCell(one.month, one.owed, one.paid, one.state)
        for each in range(max(min(joined, year), year - _YEARS_BACK), year + 2)
        for one in queries.grid(read, found.key, each, this_month.first(), MANDATORY)
    ]


def _principal_left(read: Reading, found: MemberRow, this_month: Month) -> Rupiah:
    """What is missing of the principal, as it was when he joined; nothing where none is set."""
    rate = queries.rate_at(read, PRINCIPAL, found.joined or this_month.last())
    missing = rate - queries.balance(read, found.key, PRINCIPAL)
    return max(missing, NOTHING)


def _status(found: MemberRow) -> str:
    words = _(members.STATUS_WORDS[found.status])
    if found.joined is None:
        return words
    return _("{status} sejak {day}").format(status=words, day=day(found.joined))


def payers(office: Office) -> tuple[list[Choice], list[Choice]]:
    """Who pays for members: those noted for it by code, and every active member by number."""
    noted = [
        Choice(one.code, f"{one.code} · {one.name}" if one.name else one.code)
        for one in office.read(FIND, queries.payers)
    ]
    paying = [
        Choice(
            row.key,
            _("{name} · anggota {number}").format(name=row.name or "–", number=row.number or "–"),
        )
        for row in office.read(FIND, members.in_status, "active")
    ]
    return noted, paying


def boxes(office: Office) -> list[Choice]:
    """Cash boxes and bank accounts of this laptop that take money, with what lies in them."""
    return office.read(FIND, _boxes, office.own.number, office.signed_in.role)


def _boxes(read: Reading, own: int, role: str) -> list[Choice]:
    held, bound = chart.box_balances(read), device.grants(read, own, "box")
    unseen = blind(read, role)
    return [
        Choice(
            box.code,
            _("{name} · {account}").format(name=box.name, account=box.account)
            if box.code in unseen
            else _("{name} · {account} · {amount}").format(
                name=box.name, account=box.account, amount=rupiah(held.get(box.code, NOTHING))
            ),
        )
        for box in chart.boxes(read)
        if not box.in_transit and (not bound or box.code in bound)
    ]


def payroll(office: Office) -> list[Choice]:
    """Officers and staff to whom an honorarium is owed, and how much: it may be cut."""
    owed = office.read(FIND, balances.key_balances, _WAGES)
    return [
        Choice(
            one.key,
            _("{name} · {role} · honor {amount}").format(
                name=one.name or one.login,
                role=office.people.role_name(one.role),
                amount=rupiah(-owed.get(one.key, NOTHING)),
            ),
        )
        for one in office.read(FIND, users.users)
        if one.active and one.login and -owed.get(one.key, NOTHING) > NOTHING
    ]
