"""What a member and the cooperative have against each other, and who waits for his money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.membership.rules import REFUNDABLE, STAFF_DEBT, TITIPAN, Claim, in_order
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import EXIT_DEBT_ORDER, setting
from kopdes_desktop.security import queries as users


class Refundable(Struct, frozen=True):
    """A former member whose money waits in the queue: since which day, how much."""

    member: MemberRow
    since: date
    amount: Rupiah


def owed(read: Reading, account: str, key: int) -> Rupiah:
    """What a liability still owes to one key, never negative."""
    return max(-total(amount for _unit, amount in balances.of_key(read, account, key)), NOTHING)


def prepaid(read: Reading, application_key: int) -> Rupiah:
    """What an applicant (or member) has in titipan."""
    return owed(read, TITIPAN, application_key)


def refund_queue(read: Reading) -> list[Refundable]:
    """Who is owed after leaving, those who left first in front (RULES: queue by date)."""
    found: list[Refundable] = []
    for key, amount in balances.key_balances(read, REFUNDABLE).items():
        row = members.member(read, key)
        if row is not None and amount < NOTHING:
            found.append(Refundable(row, row.left or row.joined or row.applied, -amount))
    return sorted(found, key=lambda each: (each.since, each.member.number or "", each.member.key))


def claims(read: Reading, member_key: int) -> tuple[list[Claim], list[Claim]]:
    """All rights and all debts of a member, the debts in the order in which they are paid."""
    rights: list[Claim] = []
    debts: list[Claim] = []
    for account, key in _accounts(read, member_key):
        for unit, amount in balances.of_key(read, account, key):
            side = debts if amount > NOTHING else rights
            side.append(Claim(account, abs(amount), unit, key))
    return rights, in_order(debts, setting(read, EXIT_DEBT_ORDER))


def _accounts(read: Reading, member_key: int) -> Iterator[tuple[str, int]]:
    """Where a member's claims can stand: members' accounts, titipan, and debts the order names."""
    named = {code.strip() for code in setting(read, EXIT_DEBT_ORDER).split(",")} | {STAFF_DEBT}
    for code, card in sorted(chart.accounts(read).items()):
        if code == REFUNDABLE:
            continue
        by_member = card.subledger == chart.MEMBER_SUBLEDGER
        if by_member or code == TITIPAN or code in named:
            yield code, member_key
        if code == STAFF_DEBT:
            for user in users.users(read):
                if user.person == member_key and user.key != member_key:
                    yield code, user.key
