"""The shelf in memory: finding by letters, scanning, scales, and what a clerk types."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import scale, typed
from kopdes_desktop.goods import shelf as shelves
from kopdes_desktop.goods.queries import Barcode, Item
from kopdes_desktop.goods.rules import PriceRow
from kopdes_desktop.goods.shelf import Shelf, Shelved
from kopdes_desktop.kernel.ean import check_digit, is_ean
from kopdes_desktop.kernel.errors import BadField
from tests import builders
from tests.builders import DAY
from tests.goods.test_items import add


def shelved(
    key: int,
    name: str,
    *codes: str,
    unit: str = "pcs",
    price: int = 1_000,
    packs: Mapping[str, int] | None = None,
) -> Shelved:
    item = Item(
        key, f"KR{key:05d}", name, "goods", "1-1401", "sembako", None, unit, 0, None,
        weighed=False, tracked=False, program=None, owner=None, open=True,
    )  # fmt: skip
    rows = (PriceRow("", "all", 0, "2026-01-01", price),)
    return Shelved(item, packs or {}, tuple(Barcode(code, "") for code in codes), rows, (), {})


def a_shelf(*items: Shelved, patterns: str = "21IIIIIWWWWWC") -> Shelf:
    return Shelf(items, day=date(2026, 2, 2), patterns=scale.patterns(patterns))


def names(shelf: Shelf, text: str, limit: int = 20) -> list[str]:
    return [each.item.name for each in shelf.find(text, limit)]


SHOP = a_shelf(
    shelved(1, "Indomie Goreng", "089686010947"),
    shelved(2, "Indomie Soto", "089686010015"),
    shelved(3, "Mi Goreng Sedaap"),
    shelved(4, "Bihun mi-goreng"),
    shelved(5, "Kecap"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("indo", ["Indomie Goreng", "Indomie Soto"]),
        ("mi", ["Mi Goreng Sedaap", "Bihun mi-goreng", "Indomie Goreng", "Indomie Soto"]),
        ("goreng mi", ["Bihun mi-goreng", "Indomie Goreng", "Mi Goreng Sedaap"]),
        ("GOR  sed", ["Mi Goreng Sedaap"]),
        ("0896860100", ["Indomie Soto"]),
        ("kr00005", ["Kecap"]),
        ("mi kecap", []),
        ("", ["Bihun mi-goreng", "Indomie Goreng", "Indomie Soto", "Kecap", "Mi Goreng Sedaap"]),
    ],
)
def test_every_word_typed_stands_somewhere_in_what_is_found(text: str, found: list[str]) -> None:
    assert names(SHOP, text) == found


def test_no_more_is_found_than_was_asked_for() -> None:
    assert names(SHOP, "o", 2) == ["Bihun mi-goreng", "Indomie Goreng"]


WORDS = st.lists(st.sampled_from(["mi", "mie", "indo", "goreng", "a", "soto", "5"]), min_size=1)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, max_size=8), WORDS)
def test_what_is_found_is_what_a_look_at_each_would_find(
    stock: list[list[str]], asked: list[str]
) -> None:
    shelf = a_shelf(*(shelved(n, " ".join(name)) for n, name in enumerate(stock)))
    text = " ".join(asked)

    with pytest.MonkeyPatch.context() as patch:
        led_by_the_rarest = [each.item.key for each in shelf.find(text, 100)]
        patch.setattr(shelves, "_OFTEN", -1)
        led_by_the_longest = [each.item.key for each in shelf.find(text, 100)]

    assert led_by_the_rarest == led_by_the_longest
    found = set(led_by_the_rarest)
    lines = {n: f"{' '.join(name)} kr{n:05d}" for n, name in enumerate(stock)}
    assert found == {n for n, line in lines.items() if all(word in line for word in asked)}


def test_a_scan_finds_barcode_own_code_and_pack() -> None:
    codes = (Barcode("18996", "dus"), Barcode("777GKE", ""))
    dus = replace(shelved(2, "Indomie Soto", packs={"dus": 40_000}), codes=codes)
    shelf = a_shelf(dus, shelved(9, "Kembar", "18996"))

    both = [(hit.shelved.item.key, hit.pack) for hit in shelf.scan("18996")]
    assert both == [(2, "dus"), (9, "")]
    assert [hit.shelved.item.key for hit in shelf.scan("kr00009")] == [9]
    assert [hit.shelved.item.key for hit in shelf.scan(" 777gke ")] == [2]
    assert shelf.scan("404") == []
    assert shelf.price(dus, member=False, pack="dus") == 40_000


def test_a_scales_barcode_gives_item_and_weight() -> None:
    sugar = shelved(7, "Gula", "00042", unit="kg", price=16_000)
    tea = shelved(8, "Teh", "77", unit="gram")
    shelf = a_shelf(sugar, tea)

    [hit] = shelf.scan("210004200250" + check_digit("210004200250"))
    [other] = shelf.scan("210007700250" + check_digit("210007700250"))

    assert (hit.shelved.item.key, hit.quantity, hit.amount) == (7, 250, None)
    assert (other.shelved.item.key, other.quantity) == (8, 250_000)
    assert shelf.scan("2100042002509") == []  # its check digit is wrong


def test_a_scale_that_prints_prices_says_how_much_it_weighed() -> None:
    shelf = a_shelf(shelved(7, "Gula", "42", unit="kg", price=16_000), patterns="22IIIIPPPPPPC")

    [hit] = shelf.scan("220042004000" + check_digit("220042004000"))

    assert (hit.quantity, hit.amount) == (250, 4_000)


@pytest.mark.parametrize(
    "form",
    ["IIIII", "21IIIIIC", "21IIIIIWWPPPC", "21IIWWWIIWWWC", "21IIIIICWWWWW", "21IIIIIXWWWWC"],
)
def test_a_form_that_no_scale_prints_is_refused(form: str) -> None:
    with pytest.raises(BadField, match="bukan bentuk barcode timbangan"):
        scale.patterns(form)


@pytest.mark.parametrize(
    ("text", "code", "quantity"),
    [
        ("8991234567890", "8991234567890", None),
        ("3*899", "899", 3_000),
        (" 0,25*gula ", "gula", 250),
        ("0.25*gula", "gula", 250),
        ("1.000*899", "899", 1_000_000),
        ("0.250*899", "899", 250),
        ("2*", "", 2_000),
        ("gula pasir", "gula pasir", None),
    ],
)
def test_a_count_before_the_asterisk_is_taken_apart(
    text: str, code: str, quantity: int | None
) -> None:
    assert typed.parse(text) == typed.Typed(code, quantity)


@pytest.mark.parametrize("text", ["0*899", "-1*899", "8991234567890*3", "x*1", "*5", "1,2345*9"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(BadField, match="bukan jumlah"):
        typed.parse(text)


@pytest.mark.parametrize(
    ("code", "sound"),
    [("8998225800013", False), ("8999999706081", True), ("96385074", True), ("777GKE", False)],
)
def test_a_barcode_proves_itself_by_its_last_digit(code: str, sound: bool) -> None:
    assert is_ean(code) is sound


def test_the_shelf_holds_what_the_books_sell_and_follows_them(books: Session) -> None:
    def change(key: int, **fields: Any) -> None:
        books.office.perform("goods.change_item", {"item": key, "fields": fields})

    read = books.office.reading
    noodles = add(books, "Mi", "pcs", price=3_500, packs=[{"name": "dus", "factor": "40"}])
    sugar = add(books, "Gula", "kg", price=16_000)
    ceiling = {"item": sugar, "amount": 17_500, "from_day": "2026-01-01", "decision": "SK"}
    books.office.perform("goods.set_ceiling", ceiling)

    shelf = Shelf.load(read, DAY, {noodles: 5_000})

    [found] = shelf.find("mi")
    assert (found.stock, shelf.price(found, member=True, pack="dus")) == (5_000, 140_000)
    [sweet] = shelf.find("gula")
    said = shelf.ceiling(sweet)
    assert said is not None
    assert (sweet.stock, said.amount) == (0, 17_500)
    change(noodles, name="Bakmi")
    shelf.renew(read, noodles, 4_000)
    assert [(each.item.name, each.stock) for each in shelf.find("bakmi")] == [("Bakmi", 4_000)]
    change(noodles, open=False)
    shelf.renew(read, noodles)
    assert (len(shelf), shelf.get(noodles), shelf.find("bakmi")) == (1, None, [])
    builders.require_green(books.office)
