"""What recurs is posted once a month, what was paid ahead is used up to the rupiah."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kopdes_desktop.accounting import plans
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    InsufficientBalance,
    NotReversible,
    PeriodClosed,
    Refusal,
)
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import balance, lines_of, require_green, seen

FEBRUARY, MARCH = Month("2026-02"), Month("2026-03")
RENT = {"name": "Sewa kios", "kind": "prepaid", "account": "6-1204", "amount": 6_000_000}
WEB = {"name": "Internet", "kind": "recurring", "account": "6-1201", "amount": 350_000}
BONUS = {"name": "Tunjangan hari raya", "kind": "accrual", "account": "6-1101", "amount": 250_000}


@pytest.fixture
def office(books: Session) -> Office:
    """Money in the bank and in the box."""
    builders.record(
        books.office,
        ("1-1111", 20_000_000, "KTR"),
        ("1-1101", 5_000_000, "KTR"),
        ("3-1201", -25_000_000, "KTR"),
        ref="BG 7",
    )
    return books.office


def plan(office: Office, kind: dict[str, Any], **how: Any) -> plans.Plan:
    found = plans.plan(office.reading, office.perform("accounting.set_plan", {**kind, **how}).id)
    assert found is not None
    return found


def now(office: Office, made: plans.Plan) -> plans.Plan:
    return plans.require_plan(office.reading, made.key)


def post(office: Office, made: plans.Plan, month: str = "2026-02", **how: Any) -> int:
    return office.perform("accounting.post_plan", {"plan": made.key, "month": month, **how}).id


def reverse(office: Office, entry: int) -> None:
    office.perform("accounting.reverse", {"entry": entry, "reason": "keliru"})


def waiting(office: Office, month: Month) -> list[tuple[str, int]]:
    return [(each.title, int(each.amount)) for each in plans.proposals(office.reading, month)]


def test_rent_paid_ahead_is_a_cost_of_its_months(office: Office) -> None:
    """J04a and J04b."""
    made = plan(office, RENT, months=12, box="BRI")

    assert seen(lines_of(office, made.key)) == [
        ("1-1502", 6_000_000, "KTR"),
        ("1-1111", -6_000_000, "KTR"),
    ]
    assert seen(lines_of(office, post(office, made))) == [
        ("6-1204", 500_000, "KTR"),
        ("1-1502", -500_000, "KTR"),
    ]
    assert waiting(office, FEBRUARY) == []
    assert waiting(office, MARCH) == [
        ("Sewa kios: bulan ke-2 dari 12 yang dibayar di muka", 500_000)
    ]
    require_green(office)


def test_the_months_of_what_was_paid_ahead_add_up(office: Office) -> None:
    made = plan(office, RENT, amount=1_000_000, months=3, box="BRI", unit="G1")
    office.named_day = date(2026, 4, 30)
    with pytest.raises(BadField, match="bukukan Februari 2026 dahulu"):
        post(office, made, "2026-04")

    for month in ("2026-02", "2026-03", "2026-04"):
        post(office, made, month)

    assert [int(each.amount) for each in lines_of(office, made.key)] == [1_000_000, -1_000_000]
    assert balance(office, "1-1502") == 0
    assert balance(office, "6-1204", date(2026, 2, 28)) == 333_333
    assert balance(office, "6-1204") == 1_000_000
    assert now(office, made).rest == 0
    require_green(office)


def test_what_the_old_books_had_paid_ahead_is_used_up_without_a_payment(office: Office) -> None:
    lines = [("1-1502", 300_000), ("3-1501", -300_000)]
    ordered = [{"account": a, "amount": n, "unit": "KTR"} for a, n in lines]
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": ordered})

    made = plan(office, RENT, amount=300_000, months=3, first="2026-01")
    post(office, made, "2026-01")

    assert balance(office, "1-1502") == 200_000
    require_green(office)


def test_a_plan_that_promises_more_than_the_ledger_holds_is_found(office: Office) -> None:
    plan(office, RENT, amount=300_000, months=3)

    found = builders.findings(office)

    assert found == {"plans": ("akun 1-1502: menurut rencana Rp300.000, di buku besar hanya Rp0",)}


def test_ending_early_makes_the_rest_a_cost_less_what_came_back(office: Office) -> None:
    made = plan(office, RENT, months=12, box="BRI")
    post(office, made)
    with pytest.raises(BadField, match=r"paling banyak Rp5\.500\.000"):
        office.perform("accounting.end_plan", {"plan": made.key, "refund": 5_500_001, "box": "KAS"})

    order = {"plan": made.key, "refund": 2_000_000, "box": "KAS"}
    entry = office.perform("accounting.end_plan", order).id

    assert balance(office, "1-1502") == 0
    assert balance(office, "6-1204") == 4_000_000
    with pytest.raises(AlreadyDecided):
        office.perform("accounting.end_plan", {"plan": made.key})
    assert waiting(office, MARCH) == []
    require_green(office)
    reverse(office, entry)
    assert now(office, made).rest == 5_500_000
    require_green(office)


def test_a_recurring_cost_waits_every_month_and_may_differ_or_be_passed_over(
    office: Office,
) -> None:
    made = plan(office, WEB, box="KAS", unit="G1")
    assert waiting(office, FEBRUARY) == [("Internet: dibayar tiap bulan", 350_000)]

    entry = post(office, made, amount=362_500)

    assert seen(lines_of(office, entry))[:2] == [
        ("6-1201", 362_500, "G1"),
        ("1-1101", -362_500, "KTR"),
    ]
    with pytest.raises(AlreadyDecided, match="Internet, Februari 2026"):
        post(office, made)
    office.named_day = date(2026, 3, 31)
    post(office, made, "2026-03", amount=0)
    assert waiting(office, MARCH) == []
    assert balance(office, "6-1201") == 362_500
    reverse(office, entry)
    assert waiting(office, FEBRUARY) == [("Internet: dibayar tiap bulan", 350_000)]
    office.perform("accounting.end_plan", {"plan": made.key})
    assert waiting(office, FEBRUARY) == []
    require_green(office)


def test_a_recurring_income_comes_into_the_box(office: Office) -> None:
    made = plan(
        office,
        {"name": "Sewa lapak", "kind": "recurring", "account": "4-9109", "amount": 50_000},
        way="in",
        box="KAS",
    )

    assert seen(lines_of(office, post(office, made))) == [
        ("4-9109", -50_000, "KTR"),
        ("1-1101", 50_000, "KTR"),
    ]


def test_what_is_owed_is_settled_first_and_only_the_rest_is_a_cost(office: Office) -> None:
    made = plan(office, BONUS)
    entry = post(office, made)
    office.named_day = date(2026, 3, 31)
    post(office, made, "2026-03")
    assert balance(office, "2-1301") == -500_000

    paid = office.perform(
        "accounting.settle_plan", {"plan": made.key, "amount": 600_000, "box": "KAS"}
    ).id

    assert seen(lines_of(office, paid)) == [
        ("2-1301", 500_000, "KTR"),
        ("6-1101", 100_000, "KTR"),
        ("1-1101", -600_000, "KTR"),
    ]
    assert now(office, made).accrued == 0
    require_green(office)
    with pytest.raises(NotReversible):
        reverse(office, entry)
    reverse(office, paid)
    reverse(office, entry)
    assert now(office, made).accrued == 250_000
    require_green(office)


def test_a_payment_ahead_is_undone_until_a_month_was_posted(office: Office) -> None:
    made = plan(office, RENT, months=12, box="BRI")
    entry = post(office, made)
    with pytest.raises(NotReversible):
        reverse(office, made.key)

    reverse(office, entry)
    reverse(office, made.key)

    assert now(office, made).ended
    assert balance(office, "1-1502") == 0
    require_green(office)


def test_a_closed_month_takes_nothing_and_its_share_comes_with_the_next(office: Office) -> None:
    made = plan(office, RENT, months=12, box="BRI")
    office.named_day = date(2026, 3, 31)
    for month in ("2026-01", "2026-02"):
        office.perform("accounting.close_month", {"month": month})

    with pytest.raises(PeriodClosed):
        post(office, made)
    post(office, made, "2026-03")

    assert balance(office, "6-1204") == 1_000_000


def test_what_locked_months_left_is_made_up_in_the_first_open_one(office: Office) -> None:
    owed = plan(office, BONUS, first="2026-01")
    ahead = plan(office, RENT, amount=300_000, months=2, first="2026-01", box="BRI")
    office.named_day = date(2026, 4, 30)
    for month in ("2026-01", "2026-02"):
        office.perform("accounting.close_month", {"month": month})

    found = plans.proposals(office.reading, MARCH)
    for each in found:
        office.perform(each.operation, dict(each.order))

    early = [each.order["month"] for each in found if not each.waits(date(2026, 3, 2))]
    assert early == ["2026-01", "2026-02", "2026-02"], "what is late waits no longer"
    assert [(each.order["month"], int(each.amount)) for each in found] == [
        ("2026-01", 250_000),
        ("2026-02", 250_000),
        ("2026-03", 250_000),
        ("2026-02", 300_000),
    ]
    assert balance(office, "6-1101", date(2026, 3, 31)) == 750_000
    assert balance(office, "1-1502") == 0
    assert waiting(office, MARCH) == []
    assert now(office, owed).accrued == 750_000
    assert now(office, ahead).rest == 0
    require_green(office)


REFUSED: list[tuple[dict[str, Any], type[Refusal], str]] = [
    ({**RENT, "box": "BRI"}, BadField, "months"),
    ({**RENT, "months": 121, "box": "BRI"}, BadField, "months"),
    ({**RENT, "months": 3, "box": "BRI", "amount": 21_000_000}, InsufficientBalance, "amount"),
    ({**RENT, "months": 3, "account": "1-1301"}, BadField, "account"),
    ({**RENT, "months": 3, "way": "in"}, BadField, "way"),
    ({**RENT, "months": 3, "against": "1-1501"}, BadField, "against"),
    ({**WEB}, BadField, "box"),
    ({**WEB, "box": "KAS", "against": "2-1301"}, BadField, "box"),
    ({**WEB, "box": "KAS", "amount": 0}, BadField, "amount"),
    ({**WEB, "box": "KAS", "name": " "}, BadField, "name"),
    ({**WEB, "box": "XX"}, BadField, "box"),
    ({**WEB, "box": "USP", "unit": "G1"}, BadField, "box"),
    ({**WEB, "box": "KAS", "first": "Mei"}, BadField, "first"),
    ({**WEB, "box": "KAS", "account": "2-1101"}, BadField, "account"),
    ({**WEB, "box": "KAS", "account": "3-1101"}, BadField, "account"),
    ({**WEB, "box": "KAS", "account": "3-1301"}, BadField, "account"),
    ({**WEB, "box": "KAS", "account": "2-2101"}, BadField, "account"),
    *(({**WEB, "against": at}, BadField, "against") for at in ("3-1301", "3-1501", "1-1101")),
    *(({**BONUS, "against": at}, BadField, "against") for at in ("2-1101", "2-1201", "2-1306")),
    ({**WEB, "box": "KAS", "account": "1-2104"}, BadField, "account"),
    ({**BONUS, "box": "KAS"}, BadField, "box"),
    ({**BONUS, "against": "1-1502"}, BadField, "against"),
]


@pytest.mark.parametrize(("order", "kind", "field"), REFUSED)
def test_a_plan_that_makes_no_sense_is_refused_at_its_field(
    office: Office, order: dict[str, Any], kind: type[Refusal], field: str
) -> None:
    with pytest.raises(kind) as refused:
        office.perform("accounting.set_plan", order)

    assert refused.value.field == field
    assert plans.plans(office.reading) == []


Trial = Callable[[Office, plans.Plan], object]
TRIALS: list[tuple[Trial, str]] = [
    (lambda o, p: post(o, p, "2026-03"), "month"),
    (lambda o, p: post(o, p, "2026-01"), "month"),
    (lambda o, p: post(o, p, amount=-1), "amount"),
    (lambda o, _p: o.perform("accounting.post_plan", {"plan": 7, "month": "2026-02"}), "plan"),
    (
        lambda o, p: o.perform(
            "accounting.settle_plan", {"plan": p.key, "amount": 5, "box": "KAS"}
        ),
        "plan",
    ),
    (lambda o, p: o.perform("accounting.end_plan", {"plan": p.key, "refund": 5}), "refund"),
]


@pytest.mark.parametrize(("trial", "field"), TRIALS)
def test_what_makes_no_sense_of_a_plan_is_refused_at_its_field(
    office: Office, trial: Trial, field: str
) -> None:
    made = plan(office, WEB, box="KAS")

    with pytest.raises(BadField) as refused:
        trial(office, made)

    assert refused.value.field == field
    assert now(office, made) == made
