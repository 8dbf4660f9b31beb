"""Whatever is done in whatever order: no savings below zero, and the books stay green."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.builders import DAY, approval

MEMBERS = ("0001", "0002")
PRODUCTS = ("principal", "mandatory", "voluntary")
who = st.sampled_from(MEMBERS)
amounts = st.sampled_from([1, 4_000, 10_000, 25_000, 60_000, 150_000])
days = st.sampled_from([{}, {"day": "2026-01-31", "late": "buku tertinggal"}])
boxes = st.sampled_from([{}, {"cash": "BRI"}])
STEP = st.one_of(
    st.builds(
        lambda m, p, a, more, box: (
            "savings.deposit",
            {"member": m, "lines": [{"product": p, "amount": a}], **more, **box},
        ),
        who,
        st.sampled_from(PRODUCTS),
        amounts,
        days,
        boxes,
    ),
    st.builds(
        lambda m, a, more, box: (
            "savings.withdraw",
            {"member": m, "product": "voluntary", "amount": a, **more, **box},
        ),
        who,
        amounts,
        days,
        boxes,
    ),
    st.builds(
        lambda m, to, a, more: (
            "savings.transfer",
            {"member": m, "from": "voluntary", "to": to, "amount": a, **more},
        ),
        who,
        st.sampled_from(["mandatory", "principal"]),
        amounts,
        days,
    ),
    st.builds(
        lambda m, a: (
            "savings.take_over",
            {"member": m, "lines": [{"product": "mandatory", "amount": a}], "day": "2025-12-31"},
        ),
        who,
        amounts,
    ),
    st.builds(
        lambda m, a: (
            "savings.collect",
            {"rows": [{"member": m, "amount": a}], "counted": a},
        ),
        who,
        amounts,
    ),
    st.builds(lambda n: ("accounting.reverse", {"entry": n, "reason": "x"}), st.integers(0, 30)),
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Iterator[Session]:
    """One cooperative for all that is tried: what was done before goes on."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("sequences") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        for n in (1, 2):
            builders.a_member(office, n, day=date(2025, 11, 10))
        office.perform("members.set_group", {"code": "RT01", "name": "RT 01", "kind": "rt"})
        office.perform("members.assign", {"group": "RT01", "members": list(MEMBERS)})
        yield session


def perform(books: Session, done: list[int], code: str, order: dict[str, Any]) -> None:
    """One step; what the rules refuse changes nothing."""
    office = books.office
    made = dict(order)
    if code == "accounting.reverse":
        if not done:
            return
        made["entry"] = done[order["entry"] % len(done)]
    if code == "savings.collect":
        made["sheet"] = office.perform("savings.issue_sheet", {"group": "RT01"}).id
    try:
        answer = office.perform(code, made, approval=approval())
    except Refusal:
        return
    done.append(answer.id)


def require_never_below_zero(books: Session) -> None:
    """Now and on every day so far, in every product."""
    read = books.office.reading
    for product, member, amount in savings.all_balances(read):
        assert int(amount) >= 0, (product, member, amount)
    for key in {member for _product, member, _amount in savings.all_balances(read)}:
        moves = savings.moves(read, key, date(2025, 1, 1), DAY)
        ends = {(x.product, x.day): int(x.balance_after) for x in moves}
        assert min(ends.values(), default=0) >= 0
        last = {x.product: int(x.balance_after) for x in moves}
        assert last == {p: int(savings.balance(read, key, p)) for p in last}


def require_months_are_what_was_paid(books: Session) -> None:
    """Each member's dues by the month add up to what he has in the product."""
    connection = books.office.database.connection
    paid = connection.execute(
        "SELECT member, sum(amount) FROM dues_paid WHERE product='mandatory' GROUP BY member"
    ).fetchall()
    for key, amount in paid:
        assert int(savings.balance(books.office.reading, key, "mandatory")) == amount
    below = connection.execute("SELECT count(*) FROM dues_paid WHERE amount<0").fetchone()
    assert below == (0,)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=12)
@given(st.lists(STEP, min_size=6, max_size=14))
def test_no_order_of_things_takes_savings_below_zero(
    lived: Session, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    done: list[int] = []

    for code, order in steps:
        perform(lived, done, code, order)
        require_never_below_zero(lived)
        require_months_are_what_was_paid(lived)

    assert builders.findings(lived.office, "cash") == {}


def test_and_the_books_are_green_after_all_that(lived: Session) -> None:
    test_no_order_of_things_takes_savings_below_zero(lived)

    builders.require_green(lived.office)
