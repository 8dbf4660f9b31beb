"""Cash that was handed over: taken in whole, in part, or short, with its debtor and its age."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, NeedsApproval
from kopdes_desktop.ledger import transit
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import approval, balance, working_as

RECEIVE = "accounting.receive_cash"


@pytest.fixture
def handed(books: Session) -> Iterator[Office]:
    """A drawer with 800 thousand, of which two hand-overs of 300 and 200 are on their way."""
    lines = [
        {"account": "1-1103", "amount": 800_000, "unit": "G1"},
        {"account": "3-1501", "amount": -800_000, "unit": "KTR"},
    ]
    office = books.office
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": lines})
    for amount in (300_000, 200_000):
        with working_as(office, "kasir"):
            order = {"from": "LACI-G1", "to": "KAS", "amount": amount, "transit": True}
            office.perform("accounting.move_cash", order)
    yield office
    builders.require_green(office)


def sent(office: Office, days: int = 0) -> list[tuple[int, int]]:
    today = builders.DAY + timedelta(days=days)
    return [(int(x.amount), x.days) for x in transit.sent(office.reading, "JALAN-G1", today)]


def test_what_is_not_taken_in_stays_on_its_way_and_ages(handed: Office) -> None:
    handed.perform(RECEIVE, {"to": "KAS", "amount": 290_000})

    assert sent(handed, days=4) == [(10_000, 4), (200_000, 4)]
    assert (balance(handed, "1-1105"), balance(handed, "1-1101")) == (210_000, 290_000)
    assert balance(handed, "1-1205") == 0


def test_what_lacks_is_the_clerk_s_debt_by_his_own_word_or_an_officer_s(handed: Office) -> None:
    order = {"to": "KAS", "amount": 295_000, "missing": 5_000, "charge": "kasir"}
    with pytest.raises(NeedsApproval):
        handed.perform(RECEIVE, order)

    made = handed.perform(RECEIVE, order, approval=approval("kasir"))

    assert sent(handed) == [(200_000, 0)]
    owed = [x for x in builders.lines_of(handed, made.id) if x.account == "1-1205"]
    assert [(int(x.amount), x.unit, x.key) for x in owed] == [
        (5_000, "KTR", made.fact["d"]["charge"])
    ]
    assert (made.number or "").startswith("TSK-")


def test_a_receipt_that_is_taken_back_is_on_its_way_again(handed: Office) -> None:
    made = handed.perform(RECEIVE, {"to": "KAS", "amount": 500_000})
    assert sent(handed) == []

    handed.perform("accounting.reverse", {"entry": made.number, "reason": "salah hitung"})

    assert sum(amount for amount, _days in sent(handed)) == 500_000


def test_a_hand_over_that_is_taken_back_waits_for_nobody(handed: Office) -> None:
    newest = transit.sent(handed.reading, "JALAN-G1", builders.DAY)[-1]
    handed.perform("accounting.reverse", {"entry": newest.number, "reason": "batal"})

    assert sent(handed) == [(300_000, 0)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 500_001}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": 5, "missing": 5}, "charge"),
        ({"amount": 5, "to": "JALAN-G1"}, "to"),
        ({"amount": 5, "from": "KAS"}, "from"),
        ({"amount": 499_999, "missing": 2, "charge": "kasir"}, "amount"),
        ({"amount": 5, "missing": -5}, "missing"),
    ],
)
def test_what_cannot_have_been_counted_is_refused_at_its_field(
    handed: Office, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        handed.perform(RECEIVE, {"to": "KAS", **wrong})

    assert refused.value.field == field


def test_a_drawer_that_has_too_little_does_not_tell_how_much_it_has(handed: Office) -> None:
    order = {"from": "LACI-G1", "to": "KAS", "amount": 300_001, "transit": True}
    with working_as(handed, "kasir"), pytest.raises(InsufficientBalance) as refused:
        handed.perform("accounting.move_cash", order)

    assert "300.000" not in refused.value.message
    assert "300.001" in refused.value.message


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("LACI-G1", "KAS"),
        ("KAS", "JALAN-G1"),
        ("KAS", "BRI"),
        ("BRI", "LACI-G1"),
        ("JALAN-G1", "KAS"),
    ],
)
def test_a_cashier_moves_nothing_that_another_one_keeps_without_his_word(
    handed: Office, origin: str, target: str
) -> None:
    money = {"from": "JALAN-G1", "to": "KAS", "amount": 200_000}
    handed.perform("accounting.move_cash", money)
    handed.perform("accounting.move_cash", {"from": "KAS", "to": "BRI", "amount": 100_000})
    order = {"from": origin, "to": target, "amount": 1_000}
    with working_as(handed, "kasir"):
        with pytest.raises(NeedsApproval):
            handed.perform("accounting.move_cash", order)

        handed.perform("accounting.move_cash", order, approval=approval("bendahara"))


def test_a_cashier_banks_her_drawer_and_takes_her_float_off_the_way_alone(handed: Office) -> None:
    with working_as(handed, "kasir"):
        for origin, target in (("LACI-G1", "BRI"), ("JALAN-G1", "LACI-G1")):
            order = {"from": origin, "to": target, "amount": 1_000}
            handed.perform("accounting.move_cash", order)
        with pytest.raises(NeedsApproval):
            handed.perform(RECEIVE, {"to": "KAS", "amount": 1_000})

    assert balance(handed, "1-1111") == 1_000
