"""Bills of suppliers from before the books: owed, paid and proved like any other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NotReversible, OpeningAgreed
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.purchasing import findings, queries
from tests import builders
from tests.builders import lines_of, require_green, seen
from tests.purchasing.conftest import buy
from tests.purchasing.test_later import left, pay, reverse


def owe(shop: Session, amount: int, **how: Any) -> Answer:
    order = {"supplier": "BULOG", "amount": amount, "day": "2025-12-31", **how}
    return shop.office.perform("purchasing.open_bill", order)


def test_an_old_bill_is_owed_under_its_supplier_against_the_opening_balance(shop: Session) -> None:
    made = owe(shop, 750_000, bill_no="F-88", due="2026-03-01")

    assert seen(lines_of(shop.office, made.id)) == [
        ("3-1501", 750_000, "KTR"),
        ("2-1201", -750_000, "G1"),
        ("1-1901", 750_000, "G1"),
        ("1-1901", -750_000, "KTR"),
    ]
    (bill,) = queries.open_bills(shop.office.reading)
    assert (bill.number, bill.bill_no, bill.due) == (made.number, "F-88", date(2026, 3, 1))
    assert bill.day == date(2025, 12, 31)
    require_green(shop.office)


def test_the_oldest_is_paid_first_and_a_named_one_before_it(shop: Session) -> None:
    buy(shop, ("BERAS", "10", 100_000), supplier="BULOG", days=7)
    first, second = owe(shop, 300_000), owe(shop, 200_000)

    pay(shop, 350_000)
    assert sorted(left(shop)) == [100_000, 150_000]
    pay(shop, 150_000, bills=[second.number])

    assert left(shop) == [100_000]
    with pytest.raises(NotReversible, match="sudah dibayar"):
        reverse(shop, first)
    require_green(shop.office)


def test_goods_of_an_old_bill_are_not_here_to_be_worth_less(shop: Session) -> None:
    owe(shop, 300_000)
    with pytest.raises(BadField, match="buku lama") as refused:
        pay(shop, 290_000, off=10_000)
    assert refused.value.field == "off"


def test_an_old_bill_that_was_wrong_is_taken_back(shop: Session) -> None:
    made = owe(shop, 300_000)
    reverse(shop, made)

    assert left(shop) == []
    require_green(shop.office)
    owe(shop, 310_000)
    assert left(shop) == [310_000]
    require_green(shop.office)


def test_old_bills_come_in_until_the_opening_balances_are_agreed(shop: Session) -> None:
    made = owe(shop, 300_000)
    other = [
        {"account": "3-1501", "amount": -300_000, "unit": "KTR"},
        {"account": "3-1201", "amount": 300_000, "unit": "KTR"},
    ]
    shop.office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": other})
    agreed = {"explanation": "sesuai daftar"}
    shop.office.perform("accounting.agree_opening", agreed, approval=builders.approval())

    with pytest.raises(OpeningAgreed):
        owe(shop, 1_000)
    with pytest.raises(OpeningAgreed):
        reverse(shop, made)


def test_a_bill_explains_a_sum_that_was_taken_over_without_suppliers(shop: Session) -> None:
    lines = [
        {"account": "2-1201", "amount": -500_000, "unit": "G1"},
        {"account": "3-1501", "amount": 500_000, "unit": "KTR"},
    ]
    shop.office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": lines})
    with pytest.raises(BadField, match=r"hanya memuat Rp500\.000"):
        owe(shop, 500_001, booked=True)

    made = owe(shop, 400_000, booked=True)

    assert [abs(amount) for _account, amount, _unit in seen(lines_of(shop.office, made.id))] == [
        400_000,
        400_000,
    ]
    assert left(shop) == [400_000]
    with pytest.raises(BadField, match=r"hanya memuat Rp100\.000"):
        owe(shop, 100_001, booked=True)
    require_green(shop.office)


def test_something_owed_under_a_strangers_key_is_named(shop: Session) -> None:
    """The journal by hand lets no supplier's key through, but any other: the proof names it."""
    lines = [
        {"account": "2-1201", "amount": -70_000, "unit": "G1", "key": 4_711},
        {"account": "1-1101", "amount": 70_000, "unit": "KTR", "box": "KAS"},
    ]
    shop.office.perform("accounting.record", {"text": "Salah kunci", "lines": lines})

    assert list(findings.payables(shop.office.reading)) == [
        "2-1201: Rp70.000 atas nama kunci 4711, yang bukan pemasok"
    ]
