"""Items: how they come, what finds them, in which packs, and what may not be."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import queries
from kopdes_desktop.kernel.errors import BadField, NotPermitted
from tests import builders


def add(session: Session, name: str = "Gula pasir", unit: str = "kg", **fields: Any) -> int:
    """A new item's key."""
    order = {"name": name, "unit": unit, **fields}
    return int(session.office.perform("goods.add_item", order).id)


def item(session: Session, name: int | str) -> queries.Item:
    found = queries.item(session.office.reading, name)
    assert found is not None
    return found


def test_name_and_unit_make_an_item_with_the_devices_next_code(books: Session) -> None:
    first, second = add(books), add(books, "Kopi sachet", "pcs")

    assert item(books, first).code == "KR00001"
    made = item(books, "KR00002")
    assert (made.key, made.kind, made.account, made.lini) == (second, "goods", "1-1401", "sembako")
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("fields", "account", "lini"),
    [
        ({"lini": "LPG"}, "1-1402", "LPG"),
        ({"account": "1-1403"}, "1-1403", "pupuk"),
        ({"kind": "service", "lini": "gudang"}, "4-1402", "gudang"),
        ({"kind": "service", "lini": "klinik"}, "4-1401", "klinik"),
    ],
)
def test_line_of_business_and_account_follow_each_other(
    books: Session, fields: dict[str, Any], account: str, lini: str
) -> None:
    made = item(books, add(books, **fields))

    assert (made.account, made.lini) == (account, lini)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"lini": "emas"}, "lini"),
        ({"account": "1-1101"}, "account"),
        ({"account": "1-1407"}, "account"),
        ({"account": "4-1402"}, "account"),
        ({"name": " "}, "name"),
        ({"unit": ""}, "unit"),
        ({"minimum": "-1"}, "minimum"),
        ({"minimum": "sedikit"}, "minimum"),
        ({"margin": "banyak"}, "margin"),
        ({"code": "3*4"}, "code"),
        ({"category": "X"}, "category"),
        ({"price": -1}, "prices[0].amount"),
        ({"kind": "bundle"}, "parts"),
        ({"kind": "consigned"}, "owner"),
        ({"owner": 5}, "owner"),
        ({"packs": [{"name": "kg", "factor": "2"}]}, "packs[0].name"),
        ({"packs": [{"name": "dus", "factor": "0"}]}, "packs[0].factor"),
        ({"barcodes": [{"code": "899", "pack": "dus"}]}, "barcodes[0].pack"),
    ],
)
def test_what_makes_no_item_is_refused_at_its_field(
    books: Session, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        add(books, **fields)

    assert refused.value.field == field


def test_two_items_of_one_laptop_do_not_share_a_code(books: Session) -> None:
    add(books, code="GULA")

    with pytest.raises(BadField, match="GULA sudah dipakai Gula pasir"):
        add(books, "Gula aren", code="GULA")


def test_a_barcode_finds_item_and_pack_and_may_stand_on_two_items(books: Session) -> None:
    noodles = add(
        books,
        "Mi goreng",
        "pcs",
        barcodes=[{"code": "089686010947"}, {"code": "18996001", "pack": "dus"}],
        packs=[{"name": "dus", "factor": "40"}],
    )
    other = add(books, "Mi goreng grosir", "dus", barcodes=[{"code": "18996001"}])

    [piece] = queries.by_barcode(books.office.reading, "089686010947")
    assert (piece.item.key, piece.pack) == (noodles, "")
    both = queries.by_barcode(books.office.reading, "18996001")
    assert [(each.item.key, each.pack) for each in both] == [(noodles, "dus"), (other, "")]
    assert queries.packs(books.office.reading, noodles) == {"dus": 40_000}
    assert item(books, "089686010947").key == noodles
    with pytest.raises(BadField, match="beberapa barang"):
        queries.require_item(books.office.reading, "18996001")


def test_barcodes_come_and_go(books: Session) -> None:
    key = add(books)
    for _twice in range(2):
        books.office.perform("goods.add_barcode", {"item": key, "code": "899 1"})
    assert [each.code for each in queries.barcodes(books.office.reading, key)] == ["899 1"]

    books.office.perform("goods.drop_barcode", {"item": key, "code": "899 1"})

    assert queries.by_barcode(books.office.reading, "899 1") == []
    with pytest.raises(BadField, match="tidak mempunyai barcode"):
        books.office.perform("goods.drop_barcode", {"item": key, "code": "899 1"})
    builders.require_green(books.office)


def test_packs_are_set_as_a_whole_but_those_with_a_barcode_stay(books: Session) -> None:
    key = add(
        books,
        barcodes=[{"code": "1", "pack": "sak"}],
        packs=[{"name": "sak", "factor": "50"}, {"name": "ons", "factor": "0.1"}],
    )
    assert queries.packs(books.office.reading, key) == {"ons": 100, "sak": 50_000}

    with pytest.raises(BadField, match="sak masih mempunyai barcode"):
        books.office.perform("goods.set_packs", {"item": key, "packs": []})
    books.office.perform(
        "goods.set_packs", {"item": key, "packs": [{"name": "sak", "factor": "25"}]}
    )

    assert queries.packs(books.office.reading, key) == {"sak": 25_000}
    builders.require_green(books.office)


def test_a_bundle_holds_goods_and_nothing_else(books: Session) -> None:
    sugar, tea = add(books), add(books, "Teh", "pcs", code="TEH")
    service = add(books, "Antar", "kali", kind="service")

    parcel = add(
        books,
        "Parsel",
        "paket",
        kind="bundle",
        parts=[{"item": sugar, "quantity": "0.5"}, {"item": "TEH", "quantity": "2"}],
    )

    assert queries.parts(books.office.reading, parcel) == {sugar: 500, tea: 2000}
    assert item(books, parcel).account is None
    for wrong in (service, parcel):
        with pytest.raises(BadField, match="tidak dapat menjadi isi paket"):
            add(books, "Lain", "paket", kind="bundle", parts=[{"item": wrong}])
    builders.require_green(books.office)


def test_an_item_changes_its_fields_and_goes_out_of_sale(books: Session) -> None:
    books.office.perform("goods.add_category", {"code": "MINUM", "name": "Minuman", "margin": "10"})
    key = add(books, "Kopi", "pcs", barcodes=[{"code": "77"}])

    books.office.perform(
        "goods.change_item",
        {
            "item": key,
            "fields": {
                "name": "Kopi  bubuk",
                "code": "KOPI",
                "category": "MINUM",
                "minimum": "2.5",
                "margin": "12,50",
                "tracked": True,
            },
        },
    )

    made = item(books, "KOPI")
    assert (made.name, made.category, made.minimum, made.margin, made.tracked) == (
        "Kopi bubuk",
        "MINUM",
        2500,
        "12.5",
        True,
    )
    fields = {"open": False, "margin": "", "category": "MINUM"}
    books.office.perform("goods.change_item", {"item": "KOPI", "fields": fields})
    assert queries.items(books.office.reading) == []
    assert [each.key for each in queries.items(books.office.reading, closed=True)] == [key]
    assert queries.margin_of(books.office.reading, item(books, "KOPI")) == 10
    fresh = add(books, "Kopi baru", "pcs", barcodes=[{"code": "77"}])
    assert [m.item.key for m in queries.by_barcode(books.office.reading, "77")] == [fresh]
    builders.require_green(books.office)


@pytest.mark.parametrize(
    "fields", [{}, {"account": "1-1402"}, {"open": "ya"}, {"name": True}, {"code": "LAIN"}]
)
def test_what_cannot_be_changed_is_refused(books: Session, fields: dict[str, Any]) -> None:
    key = add(books)
    add(books, "Lain", code="LAIN")

    with pytest.raises(BadField):
        books.office.perform("goods.change_item", {"item": key, "fields": fields})


def test_nobody_voids_an_item_by_hand(books: Session) -> None:
    key = add(books)

    with pytest.raises(NotPermitted):
        books.office.perform("goods.void_item", {"item": key, "reason": "coba"})


def test_a_cashier_adds_items_but_changes_them_with_a_second_person(books: Session) -> None:
    with builders.working_as(books.office, "kasir"):
        key = add(books)
        with pytest.raises(Exception, match="memerlukan persetujuan"):
            books.office.perform("goods.change_item", {"item": key, "fields": {"name": "Gula"}})
