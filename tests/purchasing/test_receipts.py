"""Goods come in: what they cost, what is owed, and what a reversal gives back."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible, Refusal
from kopdes_desktop.purchasing import queries
from tests.builders import (
    DAY,
    balance,
    lines_of,
    require_green,
    seen,
    working_as,
)
from tests.purchasing.conftest import PLACE, buy, held


def test_a_cash_market_purchase_debits_the_shop_s_goods_and_credits_the_office_s_box(
    shop: Session,
) -> None:
    answer = buy(shop, ("BERAS", "50", 600_000), ("MINYAK", "10", 400_000), paid_from="KAS")

    assert seen(lines_of(shop.office, answer.id)) == [
        ("1-1401", 1_000_000, "G1"),
        ("1-1101", -1_000_000, "KTR"),
        ("1-1901", -1_000_000, "G1"),
        ("1-1901", 1_000_000, "KTR"),
    ]
    assert held(shop, "BERAS") == (50, 600_000)
    assert answer.number == "BLI-KR-2026-000001"
    require_green(shop.office)


def test_packs_and_prices_each_come_to_base_units_and_a_total(shop: Session) -> None:
    sacks = {"item": "BERAS", "quantity": "2", "pack": "sak", "price": 300_000}
    buy(shop, sacks, {"item": "MINYAK", "quantity": "1", "pack": "dus", "amount": 180_000})

    assert held(shop, "BERAS") == (50, 600_000)
    assert held(shop, "MINYAK") == (12, 180_000)


def test_discount_goes_by_value_and_freight_into_cost_to_the_last_rupiah(shop: Session) -> None:
    answer = buy(shop, ("BERAS", "3", 30_000), ("MINYAK", "3", 10_001), off=4_001, freight=1_000)

    costs = [line["cost"] for line in answer.fact["d"]["lines"]]
    assert sum(costs) == 37_000
    assert costs == [27_749, 9_251]


def test_freight_by_weight_asks_for_what_no_unit_says(shop: Session) -> None:
    oil = {"item": "MINYAK", "quantity": "10", "amount": 300_000}
    how: dict[str, Any] = {"freight": 40_000, "freight_by": "weight"}
    with pytest.raises(BadField, match="berat"):
        buy(shop, ("BERAS", "30", 300_000), oil, **how)

    buy(shop, ("BERAS", "30", 300_000), {**oil, "weight": "10"}, **how)

    assert held(shop, "BERAS") == (30, 330_000)
    assert held(shop, "MINYAK") == (10, 310_000)


def test_a_credit_purchase_is_owed_in_the_outlet_s_unit_under_the_supplier(shop: Session) -> None:
    answer = buy(shop, ("BERAS", "200", 2_500_000), supplier="bulog", days=7)

    lines = lines_of(shop.office, answer.id)
    bulog = queries.require_supplier(shop.office.reading, "BULOG")
    assert seen(lines) == [("1-1401", 2_500_000, "G1"), ("2-1201", -2_500_000, "G1")]
    assert lines[1].key == bulog.key
    [bill] = queries.open_bills(shop.office.reading)
    assert (bill.due.isoformat(), int(bill.left)) == ("2026-02-09", 2_500_000)
    require_green(shop.office)


def test_what_is_not_paid_now_waits_as_long_as_was_agreed_with_him(shop: Session) -> None:
    how = {"supplier": "BULOG", "paid_from": "KAS", "paid": 400_000}
    buy(shop, ("BERAS", "100", 1_000_000), freight=50_000, freight_from="BRI", **how)

    [bill] = queries.open_bills(shop.office.reading)
    assert (bill.due.isoformat(), int(bill.left)) == ("2026-02-16", 600_000)
    assert balance(shop.office, "1-1111") == 50_000_000 - 50_000
    assert held(shop, "BERAS") == (100, 1_050_000)


def test_an_advance_pays_for_goods_that_come_later(shop: Session) -> None:
    paid = {"supplier": "BULOG", "amount": 11_000_000, "from": "BRI"}
    shop.office.perform("purchasing.advance", paid)
    answer = buy(shop, ("BERAS", "1000", 11_000_000), supplier="BULOG", advance=11_000_000)

    assert ("1-1501", -11_000_000, "KTR") in seen(lines_of(shop.office, answer.id))
    assert balance(shop.office, "1-1501") == 0
    require_green(shop.office)


def test_an_advance_that_is_not_there_is_not_used(shop: Session) -> None:
    with pytest.raises(Refusal, match="tidak cukup"):
        buy(shop, ("BERAS", "10", 110_000), supplier="BULOG", advance=110_000)


def test_a_new_price_comes_with_the_goods_in_the_same_moment(shop: Session) -> None:
    line = {"item": "BERAS", "quantity": "10", "amount": 130_000, "sell": 14_500}
    buy(shop, line)

    read = shop.office.reading
    rice = goods.require_item(read, "BERAS")
    assert goods.price_at(read, rice, DAY, member=False) == 14_500


def test_a_cashier_changes_no_price_alone(shop: Session) -> None:
    line = {"item": "BERAS", "quantity": "10", "amount": 130_000, "sell": 14_500}
    with working_as(shop.office, "kasir"), pytest.raises(NeedsApproval, match="orang kedua"):
        buy(shop, line, paid_from="KAS")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"days": 7}, "perlu pemasok"),
        ({"supplier": "TIDAKADA"}, "belum terdaftar"),
        ({"supplier": "BULOG", "paid": 2_000_000}, "paling banyak"),
        ({"off": 1_000_001}, "melebihi"),
        ({"paid_from": "JALAN-G1"}, "dalam perjalanan"),
        ({"supplier": "BULOG", "due": "2026-02-01"}, "mendahului"),
        ({"freight_from": "KAS"}, "belum diisi"),
        ({"supplier": "BULOG", "do_no": "DO-9"}, "DO-9"),
    ],
)
def test_what_cannot_be_paid_so_is_refused_in_words(
    shop: Session, how: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadField, match=words):
        buy(shop, ("BERAS", "100", 1_000_000), **how)


def test_a_reversed_purchase_leaves_shelf_debt_and_order_as_they_were(shop: Session) -> None:
    wanted = {"supplier": "BULOG", "place": PLACE, "lines": [{"item": "BERAS", "quantity": "100"}]}
    order = shop.office.perform("purchasing.order", wanted)
    how = {"supplier": "BULOG", "days": 7, "order": order.number}
    bought = buy(shop, ("BERAS", "60", 600_000), **how)
    [waits] = queries.open_orders(shop.office.reading)
    assert waits.lines[0].open == 40_000

    shop.office.perform("accounting.reverse", {"entry": bought.id, "reason": "salah"})

    [waits] = queries.open_orders(shop.office.reading)
    assert waits.lines[0].open == 100_000
    assert queries.open_bills(shop.office.reading) == []
    assert held(shop, "BERAS") == (0, 0)
    require_green(shop.office)


def test_a_purchase_whose_goods_have_moved_on_is_not_reversed(shop: Session) -> None:
    bought = buy(shop, ("MINYAK", "10", 100_000), supplier="BULOG", days=7)
    back = {"purchase": bought.id, "lines": [{"line": 1, "quantity": "4"}], "reason": "penyok"}
    shop.office.perform("purchasing.send_back", back)

    with pytest.raises(NotReversible, match="retur"):
        shop.office.perform("accounting.reverse", {"entry": bought.id, "reason": "salah"})


def test_an_order_is_done_when_all_of_it_has_come_or_no_more_will(shop: Session) -> None:
    wanted = {"supplier": "BULOG", "lines": [{"item": "BERAS", "quantity": "2", "pack": "sak"}]}
    first = shop.office.perform("purchasing.order", wanted)
    second = shop.office.perform("purchasing.order", wanted)
    buy(shop, ("BERAS", "50", 600_000), supplier="BULOG", order=first.number)
    cancel = {"order": second.number, "reason": "harga naik"}
    shop.office.perform("purchasing.cancel_order", cancel)

    assert queries.open_orders(shop.office.reading) == []
    with pytest.raises(BadField, match="sudah selesai"):
        shop.office.perform("purchasing.cancel_order", {"order": first.number, "reason": "x"})


def test_a_delivery_draws_on_the_month_s_allocation_and_shows_what_exceeds_it(
    shop: Session,
) -> None:
    quota = {"supplier": "BULOG", "month": "2026-02", "item": "BERAS", "quantity": "100"}
    shop.office.perform("purchasing.add_allocation", {**quota, "do_no": "DO-1"})
    shop.office.perform("purchasing.add_allocation", {**quota, "do_no": "DO-2"})
    bought = buy(shop, ("BERAS", "150", 1_500_000), supplier="BULOG", days=7)

    def left() -> list[int]:
        return [each.left for each in queries.allocations(shop.office.reading)]

    assert left() == [0, 50_000]
    buy(shop, ("BERAS", "70", 700_000), supplier="BULOG", days=7, do_no="DO-2")
    assert left() == [0, -20_000]
    shop.office.perform("accounting.reverse", {"entry": bought.id, "reason": "salah"})
    assert left() == [100_000, 30_000]
