"""Counts: blind, while the shop sells, by two people; differences, and what weighed goods lose."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import counts
from kopdes_desktop.inventory.count_closing import CountResult
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NotReversible,
    OpeningAgreed,
    StockShort,
)
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import queries as users
from tests import builders
from tests.inventory import shop
from tests.inventory.shop import SHOP, fill, held, require_tied


@pytest.fixture
def office(books: Session) -> Office:
    return books.office


@pytest.fixture
def keys(office: Office) -> dict[str, int]:
    made = shop.furnish(office)
    fill(office, "GULA", "10", 15_000)
    fill(office, "BERAS", "100", 12_000)
    return made


def begin(office: Office, **how: Any) -> int:
    return int(office.perform("inventory.begin_count", {"place": SHOP, **how}).id)


def found(office: Office, count: int, *lines: tuple[str, str], **how: Any) -> None:
    made = [{"item": item, "quantity": quantity} for item, quantity in lines]
    office.perform("inventory.add_count", {"count": count, "lines": made, **how})


def close(office: Office, count: int, **how: Any) -> int:
    return int(office.perform("inventory.close_count", {"count": count, **how}).id)


def lose(office: Office, code: str, quantity: str) -> None:
    lines = [{"item": code, "quantity": quantity}]
    office.perform("inventory.write_off", {"place": SHOP, "reason": "meeting", "lines": lines})


def posted(office: Office, key: int) -> set[tuple[str, int, str]]:
    return set(builders.seen(builders.lines_of(office, key)))


def test_shortage_and_surplus_are_booked_apart(office: Office, keys: dict[str, int]) -> None:
    count = begin(office)
    found(office, count, ("GULA", "8.5"), ("BERAS", "101"))

    key = close(office, count, note="dihitung berdua")

    assert held(office, keys["GULA"]) == Held(8_500, 127_500)
    assert held(office, keys["BERAS"]) == Held(101_000, 1_212_000)
    assert posted(office, key) == {
        ("5-1105", 22_500, "G1"),
        ("1-1401", -22_500, "G1"),
        ("1-1401", 12_000, "G1"),
        ("5-1105", -12_000, "G1"),
    }
    require_tied(office)

    office.perform("accounting.reverse", {"entry": key, "reason": "salah hitung"})

    assert held(office, keys["GULA"]) == Held(10_000, 150_000)
    assert [each.key for each in counts.open_counts(office.reading)] == [count]
    require_tied(office)


def test_goods_sold_before_they_are_counted_are_no_shortage(
    office: Office, keys: dict[str, int]
) -> None:
    """Two kilos leave between the freeze and the counter; one more after he was there."""
    count = begin(office)
    lose(office, "GULA", "2")
    found(office, count, ("GULA", "8"), ("BERAS", "100"))
    lose(office, "GULA", "1")

    key = close(office, count)

    assert held(office, keys["GULA"]) == Held(7_000, 105_000)
    original = office.reading.original(key)
    assert original is not None
    assert original[1].entry is None
    require_tied(office)


def test_a_sheet_filled_while_the_shop_was_shut_counts_as_of_the_freeze(
    office: Office, keys: dict[str, int]
) -> None:
    count = begin(office)
    lose(office, "GULA", "2")
    found(office, count, ("GULA", "9"), ("BERAS", "100"), as_frozen=True)

    close(office, count)

    assert held(office, keys["GULA"]).quantity == 7_000


def test_a_shelf_counted_in_several_goes_is_one_sum(office: Office, keys: dict[str, int]) -> None:
    count = begin(office, items=["GULA"])
    found(office, count, ("GULA", "4"), ("GULA", "3"))
    lose(office, "GULA", "1")
    found(office, count, ("GULA", "5"))
    found(office, count, ("GULA", "-2"))
    with pytest.raises(BadField, match="di bawah nol"):
        found(office, count, ("GULA", "-11"))

    close(office, count)

    assert held(office, keys["GULA"]).quantity == 9_000


def test_two_counters_who_differ_settle_it_first(office: Office, keys: dict[str, int]) -> None:
    count = begin(office, items=["GULA"], second=True)
    found(office, count, ("GULA", "9"))
    with pytest.raises(BadField, match="Gula pasir") as refused:
        close(office, count)
    assert refused.value.field == "settled"
    found(office, count, ("GULA", "10"), counter="ketua")
    with pytest.raises(BadField, match="belum sama"):
        close(office, count)
    rows = counts.standing(office.reading, counts.count(office.reading, count))
    mine, chair = (users.user_called(office.reading, name) for name in ("bendahara", "ketua"))
    assert mine is not None
    assert chair is not None
    assert dict(rows[keys["GULA"]].counted) == {mine.key: 9_000, chair.key: 10_000}

    close(office, count, settled=[{"item": "GULA", "quantity": "9.5"}])

    assert held(office, keys["GULA"]).quantity == 9_500
    require_tied(office)


def test_goods_nobody_counted_need_a_word(office: Office, keys: dict[str, int]) -> None:
    count = begin(office)
    found(office, count, ("GULA", "10"))
    with pytest.raises(BadField, match=r"1 barang belum dihitung: Beras curah"):
        close(office, count)

    close(office, count, uncounted="keep")
    assert held(office, keys["BERAS"]).quantity == 100_000

    again = begin(office)
    found(office, again, ("GULA", "10"))
    close(office, again, uncounted="zero")
    assert held(office, keys["BERAS"]) == Held(0, 0)
    with pytest.raises(AlreadyDecided):
        close(office, again)


def test_what_weighed_goods_lose_by_themselves_stands_apart(
    office: Office, keys: dict[str, int]
) -> None:
    """Five per thousand of the sixty kilos that were weighed out: 0.3 of 1.3 kilos missing."""
    office.perform(
        "inventory.repack",
        {
            "place": SHOP,
            "from": [{"item": "BERAS", "quantity": "60"}],
            "into": [{"item": "SAK", "quantity": "1"}],
        },
    )
    count = begin(office, items=["BERAS"])
    found(office, count, ("BERAS", "38.7"))

    key = close(office, count)

    assert posted(office, key) == {
        ("5-1105", 12_000, "G1"),
        ("5-1108", 3_600, "G1"),
        ("1-1401", -15_600, "G1"),
    }
    original = office.reading.original(key)
    assert original is not None
    assert original[1].lines == (
        CountResult(keys["BERAS"], "40", "38.7", Rupiah(-15_600), Rupiah(3_600)),
    )
    require_tied(office)


def test_goods_found_that_nobody_knew_of_come_in_at_their_last_cost(
    office: Office, keys: dict[str, int]
) -> None:
    lose(office, "GULA", "10")
    count = begin(office, items=["BERAS"])
    found(office, count, ("BERAS", "100"), ("GULA", "1"))

    close(office, count)

    assert held(office, keys["GULA"]) == Held(1_000, 15_000)
    require_tied(office)


def test_one_count_a_place_at_a_time(office: Office, keys: dict[str, int]) -> None:
    begin(office, items=[keys["GULA"]])
    with pytest.raises(BadField, match="belum ditutup"):
        begin(office)


# --- repacking ------------------------------------------------------------------------------------


def repack(office: Office, used: str, made: list[tuple[str, str]], **how: Any) -> int:
    order = {
        "place": SHOP,
        "from": [{"item": used, "quantity": "1"}],
        "into": [{"item": item, "quantity": quantity} for item, quantity in made],
        **how,
    }
    return int(office.perform("inventory.repack", order).id)


@pytest.mark.usefixtures("keys")
def test_a_closed_count_is_not_opened_again_beside_another_that_goes_on(office: Office) -> None:
    first = begin(office)
    found(office, first, ("GULA", "9"), ("BERAS", "100"))
    closed = close(office, first)
    second = begin(office)

    with pytest.raises(NotReversible, match="sudah dimulai"):
        office.perform("accounting.reverse", {"entry": closed, "reason": "salah hitung"})
    found(office, second, ("GULA", "9"), ("BERAS", "100"))
    close(office, second)
    require_tied(office)


@pytest.mark.usefixtures("keys")
def test_the_unit_of_goods_that_lie_anywhere_stays(office: Office) -> None:
    change = {"item": "GULA", "fields": {"unit": "ons"}}
    with pytest.raises(BadField, match="Buat barang baru"):
        office.perform("goods.change_item", change)
    office.perform("goods.change_item", {"item": "GULA", "fields": {"unit": "kg"}})
    office.perform("goods.change_item", {**change, "item": "SAK"})
    assert goods.require_item(office.reading, "SAK").unit == "ons"


@pytest.mark.usefixtures("keys")
def test_goods_of_the_old_books_are_told_another_way_once_these_are_agreed(office: Office) -> None:
    other = [
        {"account": "3-1501", "amount": 1_350_000, "unit": "KTR"},
        {"account": "3-1201", "amount": -1_350_000, "unit": "KTR"},
    ]
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": other})
    agreed = {"explanation": "sesuai daftar"}
    office.perform("accounting.agree_opening", agreed, approval=builders.approval())

    with pytest.raises(OpeningAgreed, match="--no-stock"):
        fill(office, "GULA", "1", 15_000)


def test_a_sack_becomes_kilos_at_the_same_value(office: Office, keys: dict[str, int]) -> None:
    fill(office, "SAK", "2", 550_000)

    key = repack(office, "SAK", [("BERAS", "49.5")], shrink="0.5")

    assert held(office, keys["SAK"]) == Held(1_000, 550_000)
    assert held(office, keys["BERAS"]) == Held(149_500, 1_744_500)
    assert posted(office, key) == {
        ("1-1401", 544_500, "G1"),
        ("5-1108", 5_500, "G1"),
        ("1-1401", -550_000, "G1"),
    }
    require_tied(office)
    office.perform("accounting.reverse", {"entry": key, "reason": "belum dibuka"})
    assert held(office, keys["BERAS"]) == Held(100_000, 1_200_000)
    require_tied(office)


def test_the_cost_is_shared_by_selling_price(office: Office, keys: dict[str, int]) -> None:
    fill(office, "SAK", "1", 660_000)

    repack(office, "SAK", [("BERAS", "36"), ("GULA", "30")])

    assert held(office, keys["BERAS"]).value == 1_200_000 + 330_000
    assert held(office, keys["GULA"]).value == 150_000 + 330_000
    require_tied(office)


def test_what_is_not_there_is_not_repacked(office: Office, keys: dict[str, int]) -> None:
    assert held(office, keys["SAK"]) == Held(0, 0)
    with pytest.raises(StockShort):
        repack(office, "SAK", [("BERAS", "50")])
