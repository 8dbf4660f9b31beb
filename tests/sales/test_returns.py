"""Goods come back at the price and the cost of the day on which they were sold."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.consignment import queries as consignments
from kopdes_desktop.inventory import lots, stock
from kopdes_desktop.inventory.valuation import Cost
from kopdes_desktop.kernel.errors import (
    BadField,
    InsufficientBalance,
    NotReversible,
)
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.office import Office
from kopdes_desktop.sales import queries
from kopdes_desktop.tills import queries as shifts
from tests import builders
from tests.sales import store
from tests.sales.store import PLACE, drawer, held, kept, sell
from tests.sales.test_selling import key_of, posted, shift_of


@pytest.fixture(scope="module")
def shop(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("returns") / "buku")
    with builders.open_books(folder) as session:
        store.furnish(session.office)
        store.consign(session.office)
        key = store.member(session.office, 1)
        session.office.perform("sales.set_limit", {"member": key, "amount": 500_000})
        yield session.office


@pytest.fixture
def office(shop: Office) -> Iterator[Office]:
    if not shifts.open_shifts(shop.reading):
        store.open_shift(shop)
    yield shop
    for each in shifts.open_shifts(shop.reading):
        shop.perform("till.close_shift", {"shift": each.key, "cash": drawer(shop)})


def back(office: Office, sale: int | str | None, *lines: dict[str, Any], **how: Any) -> Any:
    order = {"sale": sale, "lines": list(lines) or [{"line": 0}], **how}
    return office.perform("sales.bring_back", order)


def test_sound_goods_go_back_onto_the_shelf(office: Office) -> None:
    """D10."""
    item = key_of(office, "MI")
    sale = sell(office, ("MI", "3"), member="0001")
    shelf, sums = held(office, item), kept(office, shift_of(office))

    answer = back(office, sale.id, {"line": 0, "quantity": "2"}, reason="kemasan rusak")

    assert answer.number.startswith("RTR-KR-2026-")
    assert posted(office, answer.id) == [
        ("4-1103", 7_000, "sembako"),
        ("1-1401", 6_000, "sembako"),
        ("5-1101", -6_000, "sembako"),
        ("1-1103", -7_000, None),
    ]
    assert held(office, item) == (shelf[0] + 2_000, shelf[1] + 6_000)
    now = kept(office, shift_of(office))
    assert (now["returns"], now["cash"]) == (sums.get("returns", 0) + 7_000, sums["cash"] - 7_000)
    assert now["sales"] == sums["sales"]


def test_broken_goods_are_damage(office: Office) -> None:
    """D11: of a stranger."""
    item = key_of(office, "MI")
    sale = sell(office, ("MI", "1"))
    shelf = held(office, item)

    answer = back(office, sale.id, {"line": 0, "sound": False})

    assert posted(office, answer.id) == [
        ("4-1104", 3_500, "sembako"),
        ("5-1106", 3_000, "sembako"),
        ("5-1102", -3_000, "sembako"),
        ("1-1103", -3_500, None),
    ]
    assert held(office, item) == shelf


def test_bit_by_bit_comes_to_the_whole_and_not_more(office: Office) -> None:
    sale = sell(office, {"item": "MI", "quantity": "3", "off": 1_000}, member="0001")
    parts = [back(office, sale.id, {"line": 0, "quantity": "1"}) for _turn in range(3)]

    nets = [each.fact["d"]["lines"][0][3] for each in parts]
    assert nets == [3_167, 3_166, 3_167]
    assert sum(nets) == 9_500
    with pytest.raises(BadField):
        back(office, sale.id, {"line": 0, "quantity": "0.001"})


def test_what_is_owed_on_the_bon_shrinks_before_cash_is_paid(office: Office) -> None:
    who = builders.a_member(office, 20, day=date(2026, 1, 5))
    office.perform("sales.set_limit", {"member": who.key, "amount": 500_000})
    tenders = [{"kind": "bon", "amount": 5_000}, {"kind": "cash"}]
    sale = sell(office, ("MI", "2"), member=who.key, tenders=tenders)

    first = back(office, sale.id, {"line": 0, "quantity": "1"})
    second = back(office, sale.id, {"line": 0, "quantity": "1"})

    assert first.fact["d"]["tenders"] == [{"amount": 3_500, "kind": "bon"}]
    assert second.fact["d"]["tenders"] == [
        {"amount": 1_500, "kind": "bon"},
        {"amount": 2_000, "kind": "cash"},
    ]
    assert queries.bons(office.reading, who.key) == []
    assert queries.bon_balance(office.reading, who.key) == 0


@pytest.mark.parametrize(
    ("sound", "lines"),
    [
        (True, [("2-1203", 8_500, None), ("4-1303", 1_500, "sembako"), ("1-1103", -10_000, None)]),
        (
            False,
            [("5-1106", 8_500, "sembako"), ("4-1303", 1_500, "sembako"), ("1-1103", -10_000, None)],
        ),
    ],
)
def test_goods_of_others_come_back_to_their_owner_unless_they_broke(
    office: Office, sound: bool, lines: list[tuple[str, int, str | None]]
) -> None:
    sale = sell(office, ("KUE", "1"))

    answer = back(office, sale.id, {"line": 0, "sound": sound})

    assert posted(office, answer.id) == lines


def test_goods_of_several_lots_come_back_into_those_they_were_taken_of(office: Office) -> None:
    """Last out, first back; the lot that expires first was sold first."""
    jelly = {"code": "AGAR", "name": "Agar", "unit": "pcs", "price": 2_000, "tracked": True}
    item = office.perform("goods.add_item", jelly).id
    old = {"item": item, "quantity": "2", "value": 2_000, "lot": "A", "expires": "2026-05-01"}
    new = {**old, "quantity": "5", "value": 5_000, "lot": "B", "expires": "2026-08-01"}
    office.perform("inventory.open_stock", {"place": PLACE, "lines": [old, new]})
    sale = sell(office, ("AGAR", "4")).id

    def there() -> list[tuple[str, int]]:
        return [(x.lot, x.quantity) for x in lots.lots(office.reading, PLACE, item) if x.quantity]

    back(office, sale, {"line": 0, "quantity": "1"})
    assert there() == [("B", 4_000)]
    back(office, sale, {"line": 0, "quantity": "2"})
    assert there() == [("A", 1_000), ("B", 5_000)]
    back(office, sale, {"line": 0})
    assert there() == [("A", 2_000), ("B", 5_000)]


def test_a_piece_comes_back_after_its_owner_was_paid_and_he_owes_it(office: Office) -> None:
    """2-1203 stands on the other side until more of his is sold; he is not paid meanwhile."""
    owner = consignments.consignor(office.reading, "KENANGA")
    assert owner is not None
    sale = sell(office, ("KUE", "2")).id
    office.perform("consignment.settle", {"owner": owner.key, "cash": "KAS"})
    back(office, sale, {"line": 0, "quantity": "1"})

    assert balances.of_key(office.reading, "2-1203", owner.key) == [("G1", 8_500)]
    with pytest.raises(BadField, match="dipotong dari penjualan berikutnya"):
        office.perform("consignment.settle", {"owner": owner.key, "cash": "KAS"})
    sell(office, ("KUE", "3"))
    office.perform("consignment.settle", {"owner": owner.key, "cash": "KAS"})
    assert balances.of_key(office.reading, "2-1203", owner.key) == []


def test_a_service_and_a_bundle_are_taken_back_too(office: Office) -> None:
    mi = held(office, key_of(office, "MI"))
    sale = sell(office, ("SEWA", "2"), ("PAKET", "2"))

    answer = back(office, sale.id, {"line": 0, "quantity": "1"}, {"line": 1, "quantity": "1"})

    assert ("4-1402", 50_000, "gudang") in posted(office, answer.id)
    assert held(office, key_of(office, "MI"))[0] == mi[0] - 4_000


def test_a_return_takes_from_the_member_s_dealings(office: Office) -> None:
    key = store.member(office, 22)
    sale = sell(office, ("MI", "2"), ("KUE", "1"), member=key)

    back(office, sale.id, {"line": 0, "quantity": "1"}, {"line": 1})

    found = queries.dealings_of_year(office.reading, key, builders.DAY)
    assert (int(found.own), int(found.consigned), int(found.commission)) == (3_500, 0, 0)


def test_a_return_is_voided_like_a_sale(office: Office) -> None:
    item = key_of(office, "MI")
    sale = sell(office, ("MI", "2"), member="0001")
    shelf, cash = held(office, item), drawer(office)
    answer = back(office, sale.id)
    with pytest.raises(NotReversible):
        office.perform("accounting.reverse", {"entry": sale.id, "reason": "x"})

    office.perform("accounting.reverse", {"entry": answer.id, "reason": "x"})

    assert (held(office, item), drawer(office)) == (shelf, cash)
    back(office, sale.id)


def test_goods_come_back_after_the_shift_was_closed(office: Office) -> None:
    sale = sell(office, ("MI", "1"))
    office.perform("till.close_shift", {"cash": drawer(office)})
    store.open_shift(office)

    assert back(office, sale.number).number


@pytest.mark.parametrize(
    "order",
    [
        {"lines": []},
        {"lines": [{"line": 1}]},
        {"lines": [{"line": -1}]},
        {"lines": [{"line": 0}, {"line": 0}]},
        {"lines": [{"line": 0, "quantity": "3"}]},
        {"lines": [{"line": 0, "quantity": "0"}]},
        {"sale": "STR-KR-2026-999999"},
        {"sale": 5},
        {"tenders": [{"kind": "qris", "ref": "1"}]},
        {"tenders": [{"kind": "bon"}]},
        {"tenders": [{"kind": "cash", "amount": 8_000}]},
    ],
)
def test_what_cannot_be_is_refused(office: Office, order: dict[str, Any]) -> None:
    sale = sell(office, ("MI", "2"), member="0001")

    with pytest.raises(BadField):
        office.perform("sales.bring_back", {"sale": sale.id, "lines": [{"line": 0}], **order})


def test_a_void_sale_is_not_brought_back(office: Office) -> None:
    sale = sell(office, ("MI", "1"))
    office.perform("accounting.reverse", {"entry": sale.id, "reason": "x"})

    with pytest.raises(BadField, match="dibatalkan"):
        back(office, sale.id)


def test_money_that_is_not_in_the_drawer_is_not_given_back(office: Office) -> None:
    sale = sell(office, ("SEWA", "40"), tenders=[{"kind": "qris", "ref": "1"}])

    with pytest.raises(InsufficientBalance):
        back(office, sale.id)


def test_the_books_are_green_after_all_that(office: Office) -> None:
    back(office, sell(office, ("PAKET", "3"), ("KUE", "1")).id, {"line": 0, "quantity": "2"})

    builders.require_green(office)


def test_goods_that_come_back_do_not_say_what_they_cost_today(office: Office) -> None:
    item = key_of(office, "MI")
    sale = sell(office, ("MI", "1"))
    dearer = {"item": "MI", "quantity": "1", "cost": "3700"}
    office.perform("inventory.open_stock", {"place": PLACE, "lines": [dearer]})

    back(office, sale.id)

    assert stock.last_cost(office.reading, PLACE, item) == Cost(1_000, 3_700)
