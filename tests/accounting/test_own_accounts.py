"""Accounts of one's own: below the chart's, renamed, closed; the chart itself stays."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, Refusal
from kopdes_desktop.ledger import chart
from tests import builders


def add(books: Session, name: str = "Listrik gerai", under: str = "6-1201", **how: Any) -> None:
    books.office.perform("accounting.add_account", {"name": name, "under": under, **how})


def spend(books: Session, code: str = "6-1201-01", amount: int = 5_000) -> None:
    builders.record(books.office, (code, amount, "KTR"), ("4-9109", -amount, "KTR"))


def test_an_own_account_is_like_the_one_above_it(books: Session) -> None:
    add(books)
    add(books, "Internet")

    above = chart.account(books.office.reading, "6-1201")
    own = chart.account(books.office.reading, "6-1201-02")
    assert own.name == "Internet"
    assert (own.type, own.normal_side, own.statement_line, own.cash_flow, own.owner_unit) == (
        above.type,
        above.normal_side,
        above.statement_line,
        above.cash_flow,
        above.owner_unit,
    )
    spend(books, "6-1201-02")
    assert builders.balance(books.office, "6-1201-02") == 5_000
    builders.require_rebuilt(books.office)


def test_a_bank_account_of_its_own_holds_a_box(books: Session) -> None:
    add(books, "Bank BRI cabang pasar", "1-1111")
    box = {"code": "BRI2", "name": "BRI pasar", "account": "1-1111-01", "unit": "KTR"}

    books.office.perform("accounting.add_box", box, approval=builders.approval())

    with pytest.raises(BadField, match="kas atau rekening"):
        books.office.perform("accounting.close_account", {"code": "1-1111-01"})


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"name": "X", "under": "9-9999"}, "under"),
        ({"name": "X", "under": "6-0000"}, "under"),
        ({"name": "X", "under": "3-1101"}, "under"),
        ({"name": "X", "under": "1-1401"}, "under"),
        ({"name": "X", "under": "4-1101"}, "under"),
        ({"name": "X", "under": "6-1201-01"}, "under"),
        ({"name": " ", "under": "6-1201"}, "name"),
        ({"name": "x" * 61, "under": "6-1201"}, "name"),
        ({"name": "listrik  gerai", "under": "6-1201"}, "name"),
        ({"name": "Listrik, Air, Internet", "under": "6-1201"}, "name"),
        ({"name": "X", "under": "6-1201", "code": "6-1201-1"}, "code"),
        ({"name": "X", "under": "6-1201", "code": "6-1202-01"}, "code"),
        ({"name": "X", "under": "6-1201", "code": "6-1201-01"}, "code"),
    ],
)
def test_what_the_chart_cannot_take_is_refused(
    books: Session, order: dict[str, str], field: str
) -> None:
    add(books)

    with pytest.raises(Refusal) as refused:
        books.office.perform("accounting.add_account", order)

    assert refused.value.field == field


def test_an_own_account_gets_another_name(books: Session) -> None:
    add(books)

    books.office.perform("accounting.rename_account", {"code": "6-1201-01", "name": "Token gudang"})

    assert chart.names(books.office.reading)["6-1201-01"] == "Token gudang"
    builders.require_rebuilt(books.office)


@pytest.mark.parametrize("code", ["accounting.rename_account", "accounting.close_account"])
def test_the_chart_that_came_with_the_program_stays(books: Session, code: str) -> None:
    order = {"code": "6-1201"} | ({"name": "X"} if code.endswith("rename_account") else {})

    with pytest.raises(BadField, match="bagan bawaan"):
        books.office.perform(code, order)


def test_an_account_with_something_in_it_is_not_closed(books: Session) -> None:
    add(books)
    spend(books)

    with pytest.raises(BadField, match=r"Rp5\.000"):
        books.office.perform("accounting.close_account", {"code": "6-1201-01"})


def test_units_that_only_together_come_to_nothing_keep_it_open(books: Session) -> None:
    add(books)
    builders.record(books.office, ("6-1201-01", 7, "KTR"), ("6-1201-01", -7, "USP"))

    with pytest.raises(BadField, match="Rp7"):
        books.office.perform("accounting.close_account", {"code": "6-1201-01"})


def test_a_closed_account_keeps_its_history_and_takes_nothing_more(books: Session) -> None:
    add(books)
    spend(books)
    spend(books, amount=-5_000)

    books.office.perform("accounting.close_account", {"code": "6-1201-01"})

    assert chart.closed(books.office.reading) == {"6-1201-01"}
    with pytest.raises(BadField, match="sudah ditutup"):
        spend(books)
    with pytest.raises(AlreadyDecided):
        books.office.perform("accounting.close_account", {"code": "6-1201-01"})
    builders.require_rebuilt(books.office)


def test_an_account_that_a_plan_posts_to_stays_until_it_ends(books: Session) -> None:
    add(books)
    plan = {"name": "Listrik", "kind": "recurring", "account": "6-1201-01", "amount": 5_000}
    number = books.office.perform("accounting.set_plan", {**plan, "box": "KAS"}).number
    with pytest.raises(BadField, match="Listrik"):
        books.office.perform("accounting.close_account", {"code": "6-1201-01"})

    books.office.perform("accounting.end_plan", {"plan": number})

    books.office.perform("accounting.close_account", {"code": "6-1201-01"})
