"""Members with money, for tests of what happens when they come and go."""

from typing import Any

from kopdes_desktop.app.books import Session
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from tests import builders
from tests.builders import approval


def row(session: Session, key: int | str) -> MemberRow:
    found = members.member(session.office.reading, key)
    assert found is not None
    return found


def prepay(office: Office, application: int, amount: int, **how: Any) -> Answer:
    return office.perform(
        "membership.prepay", {"application": application, "amount": amount, **how}
    )


def decide(office: Office, application: int, *, approved: bool = True, **how: Any) -> Answer:
    order = {"application": application, "approved": approved, "decision_no": "7/PENG", **how}
    return office.perform("membership.decide", order)


def settle(office: Office, member: int | str, reason: str = "request", **how: Any) -> Answer:
    order = {"member": member, "reason": reason, "decision_no": "9/PENG", **how}
    return office.perform("membership.settle", order, approval=approval())


def refund(office: Office, member: int | str, **how: Any) -> Answer:
    return office.perform("membership.refund", {"member": member, **how})


def owe(office: Office, account: str, key: int, amount: int, unit: str) -> None:
    """The books say that somebody owes, from before they began (against 3-1501); 0 is nobody."""
    whose = {"key": key} if key else {}
    office.perform(
        "accounting.open_balances",
        {
            "day": "2025-12-31",
            "lines": [
                {"account": account, "amount": amount, "unit": unit, **whose},
                {"account": "3-1501", "amount": -amount, "unit": "KTR"},
            ],
        },
    )


def of_key(office: Office, account: str, key: int) -> int:
    """What a key has on an account (debit +)."""
    rows = office.database.connection.execute(
        "SELECT coalesce(sum(amount), 0) FROM balance_key WHERE account=? AND key=?", (account, key)
    )
    return int(rows.fetchone()[0])


def a_saver(office: Office, n: int = 1, **fields: Any) -> MemberRow:
    """Principal 100,000, dues 360,000 of an old register, voluntary 250,000: as in B13."""
    member = builders.a_member(office, n, **fields)
    for account, amount, unit in (
        ("3-1101", 100_000, "KTR"),
        ("3-1102", 360_000, "KTR"),
        ("2-1101", 250_000, "USP"),
    ):
        owe(office, account, member.key, -amount, unit)
    return member
