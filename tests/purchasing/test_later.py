"""After the goods came: bills, freight, discounts, payments, returns, deposits."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NotReversible, StockShort
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.purchasing import queries
from tests.builders import balance, lines_of, record, require_green, seen
from tests.purchasing.conftest import PLACE, buy, held

CREDIT = {"supplier": "BULOG", "days": 7}


def sell(shop: Session, code: str, quantity: str) -> None:
    """Goods go out as if sold: damaged, in the books."""
    lines = [{"item": code, "quantity": quantity}]
    shop.office.perform(
        "inventory.write_off", {"place": PLACE, "reason": "damaged", "lines": lines}
    )


def pay(shop: Session, amount: int, **how: Any) -> Answer:
    order = {"supplier": "BULOG", "amount": amount, "from": "BRI", **how}
    return shop.office.perform("purchasing.pay", order)


def reverse(shop: Session, answer: Answer) -> Answer:
    return shop.office.perform("accounting.reverse", {"entry": answer.id, "reason": "salah"})


def left(shop: Session) -> list[int]:
    return [int(bill.left) for bill in queries.open_bills(shop.office.reading)]


# --- paying --------------------------------------------------------------------------------------


def test_a_part_payment_settles_the_oldest_bill_first(shop: Session) -> None:
    buy(shop, ("BERAS", "10", 100_000), **CREDIT)
    buy(shop, ("MINYAK", "10", 150_000), supplier="BULOG", days=3)

    pay(shop, 120_000)

    assert {
        int(bill.amount): int(bill.left) for bill in queries.open_bills(shop.office.reading)
    } == {150_000: 130_000}
    require_green(shop.office)


def test_a_named_bill_is_paid_before_older_ones(shop: Session) -> None:
    buy(shop, ("BERAS", "10", 100_000), **CREDIT)
    second = buy(shop, ("MINYAK", "10", 150_000), **CREDIT)

    pay(shop, 150_000, bills=[second.number])

    assert left(shop) == [100_000]


def test_a_discount_for_paying_lowers_what_the_goods_cost(shop: Session) -> None:
    buy(shop, ("BERAS", "200", 2_350_000), **CREDIT)

    paid = pay(shop, 2_326_500, off=23_500)

    assert seen(lines_of(shop.office, paid.id))[:3] == [
        ("2-1201", 2_350_000, "G1"),
        ("1-1111", -2_326_500, "KTR"),
        ("1-1401", -23_500, "G1"),
    ]
    assert held(shop, "BERAS") == (200, 2_326_500)
    require_green(shop.office)


def test_of_goods_already_sold_the_discount_goes_to_the_cost_of_sales(shop: Session) -> None:
    buy(shop, ("BERAS", "200", 2_000_000), **CREDIT)
    sell(shop, "BERAS", "150")

    pay(shop, 1_960_000, off=40_000)

    assert held(shop, "BERAS") == (50, 490_000)
    assert balance(shop.office, "5-1107") == -30_000
    require_green(shop.office)


def test_a_payment_taken_back_is_owed_again_and_the_goods_cost_what_they_did(
    shop: Session,
) -> None:
    buy(shop, ("BERAS", "200", 2_000_000), **CREDIT)
    paid = pay(shop, 1_960_000, off=40_000)

    reverse(shop, paid)

    assert left(shop) == [2_000_000]
    assert held(shop, "BERAS") == (200, 2_000_000)
    require_green(shop.office)


def test_more_than_is_owed_is_an_advance_and_says_so(shop: Session) -> None:
    buy(shop, ("BERAS", "10", 100_000), **CREDIT)

    with pytest.raises(BadField, match="uang muka"):
        pay(shop, 100_001)


def test_no_journal_by_hand_moves_what_a_supplier_is_owed(shop: Session) -> None:
    bulog = queries.require_supplier(shop.office.reading, "BULOG").key
    owed = {"account": "2-1201", "amount": -5_000, "unit": "G1", "key": bulog}

    with pytest.raises(BadField, match="lewat Pembelian"):
        record(shop.office, owed, ("6-1201", 5_000, "G1"))


# --- bills and freight that come later -----------------------------------------------------------


def test_a_dearer_bill_raises_debt_and_stock_and_cost_of_what_is_sold(shop: Session) -> None:
    bought = buy(shop, ("BERAS", "100", 1_000_000), **CREDIT)
    sell(shop, "BERAS", "40")
    bill = {
        "purchase": bought.number,
        "bill_no": "F-77",
        "lines": [{"line": 1, "amount": 1_100_000}],
    }

    billed = shop.office.perform("purchasing.bill", {**bill, "days": 30})

    assert seen(lines_of(shop.office, billed.id)) == [
        ("1-1401", 60_000, "G1"),
        ("5-1107", 40_000, "G1"),
        ("2-1201", -100_000, "G1"),
    ]
    [open_bill] = queries.open_bills(shop.office.reading)
    assert (open_bill.bill_no, open_bill.due.isoformat()) == ("F-77", "2026-03-04")
    require_green(shop.office)
    reverse(shop, billed)
    assert left(shop) == [1_000_000]
    require_green(shop.office)


def test_a_bill_may_only_bring_its_number_and_post_nothing(shop: Session) -> None:
    bought = buy(shop, ("BERAS", "100", 1_000_000), **CREDIT)

    billed = shop.office.perform("purchasing.bill", {"purchase": bought.id, "bill_no": "F-1"})

    assert billed.number is None
    assert queries.purchase(shop.office.reading, bought.id).bill_no == "F-1"


def test_a_difference_on_a_purchase_paid_at_once_wants_a_box(shop: Session) -> None:
    bought = buy(shop, ("BERAS", "100", 1_000_000), paid_from="KAS")
    cheaper = {"purchase": bought.id, "off": 50_000}

    with pytest.raises(BadField, match="sebutkan kas"):
        shop.office.perform("purchasing.bill", cheaper)
    shop.office.perform("purchasing.bill", {**cheaper, "cash": "KAS"})

    assert held(shop, "BERAS") == (100, 950_000)
    assert balance(shop.office, "1-1101") == 50_000_000 - 950_000


def test_a_bill_that_was_paid_in_full_is_not_lowered_by_a_reversal_beneath_it(
    shop: Session,
) -> None:
    bought = buy(shop, ("BERAS", "100", 1_000_000), **CREDIT)
    dearer = {"purchase": bought.id, "lines": [{"line": 1, "amount": 1_100_000}]}
    billed = shop.office.perform("purchasing.bill", dearer)
    pay(shop, 1_100_000)

    with pytest.raises(NotReversible, match="sudah dibayar"):
        reverse(shop, billed)


def test_freight_paid_later_goes_into_what_is_left_and_what_is_sold(shop: Session) -> None:
    bought = buy(shop, ("BERAS", "100", 1_000_000), ("MINYAK", "10", 500_000), paid_from="KAS")
    sell(shop, "MINYAK", "5")

    freight = {"purchase": bought.id, "amount": 150_000, "from": "KAS"}
    paid = shop.office.perform("purchasing.freight", freight)

    assert held(shop, "BERAS") == (100, 1_100_000)
    assert held(shop, "MINYAK") == (5, 275_000)
    assert balance(shop.office, "5-1107") == 25_000
    require_green(shop.office)
    with pytest.raises(NotReversible, match="dikoreksi"):
        reverse(shop, bought)
    reverse(shop, paid)
    assert held(shop, "BERAS") == (100, 1_000_000)
    require_green(shop.office)


# --- going back ----------------------------------------------------------------------------------


def test_a_return_lowers_the_bill_by_its_price_and_the_shelf_by_its_cost(shop: Session) -> None:
    buy(shop, ("BERAS", "100", 900_000), paid_from="KAS")
    bought = buy(shop, ("BERAS", "100", 1_100_000), **CREDIT)
    back = {"purchase": bought.id, "lines": [{"line": 1, "quantity": "10"}], "reason": "apek"}

    returned = shop.office.perform("purchasing.send_back", back)

    assert sorted(seen(lines_of(shop.office, returned.id))) == [
        ("1-1401", -100_000, "G1"),
        ("2-1201", 110_000, "G1"),
        ("5-1107", -10_000, "G1"),
    ]
    assert left(shop) == [990_000]
    require_green(shop.office)
    reverse(shop, returned)
    assert left(shop) == [1_100_000]
    assert held(shop, "BERAS") == (200, 2_000_000)
    require_green(shop.office)


def test_returned_for_money_it_comes_into_the_box(shop: Session) -> None:
    bought = buy(shop, ("MINYAK", "10", 150_000), paid_from="KAS")
    back = {"purchase": bought.id, "lines": [{"line": 1, "quantity": "10"}], "reason": "bocor"}

    with pytest.raises(BadField, match="sebutkan kas"):
        shop.office.perform("purchasing.send_back", back)
    shop.office.perform("purchasing.send_back", {**back, "to": "KAS"})

    assert balance(shop.office, "1-1101") == 50_000_000
    with pytest.raises(BadField, match="masih dapat diretur 0"):
        shop.office.perform("purchasing.send_back", {**back, "to": "KAS"})


def test_goods_that_are_gone_do_not_go_back(shop: Session) -> None:
    bought = buy(shop, ("MINYAK", "10", 150_000), **CREDIT)
    sell(shop, "MINYAK", "8")
    back = {"purchase": bought.id, "lines": [{"line": 1, "quantity": "3"}], "reason": "bocor"}

    with pytest.raises(StockShort):
        shop.office.perform("purchasing.send_back", back)


# --- money that he has of ours -------------------------------------------------------------------


def test_cylinders_are_lent_against_a_deposit_and_come_back_with_it(shop: Session) -> None:
    given = {"supplier": "BULOG", "amount": 3_000_000, "cylinders": 20}
    shop.office.perform("purchasing.deposit_cylinders", {**given, "from": "BRI"})
    bulog = queries.require_supplier(shop.office.reading, "BULOG").key
    assert queries.cylinders(shop.office.reading) == {bulog: 20}

    back = {**given, "cylinders": 5, "amount": 750_000, "to": "BRI"}
    returned = shop.office.perform("purchasing.deposit_cylinders", back)

    assert queries.cylinders(shop.office.reading) == {bulog: 15}
    assert balance(shop.office, "1-2401") == 2_250_000
    reverse(shop, returned)
    assert queries.cylinders(shop.office.reading) == {bulog: 20}
    with pytest.raises(BadField, match="hanya 20"):
        shop.office.perform("purchasing.deposit_cylinders", {**back, "cylinders": 21})
    require_green(shop.office)


def test_a_supplier_s_name_is_sealed_and_may_change(shop: Session) -> None:
    change = {"supplier": "BULOG", "name": "Gudang Cempaka", "days": 30, "phone": ""}

    answer = shop.office.perform("purchasing.change_supplier", change)

    assert "Cempaka" not in str(answer.fact["d"].get("personal", {}))
    found = queries.require_supplier(shop.office.reading, "BULOG")
    assert (found.name, found.days) == ("Gudang Cempaka", 30)
    require_green(shop.office)
