"""The price list and the labels: units and packs at their prices, ceilings, who gets a label."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report as reports
from tests import builders
from tests.goods.test_items import add

LAMP = "4006381333931"


@pytest.fixture
def shop(practice: Path) -> Iterator[Session]:
    """Noodles in packs for members too, oil above its ceiling, a lamp without a price."""
    with builders.open_books(practice) as session:
        furnish(session)
        yield session


def furnish(books: Session) -> None:
    books.office.perform("goods.add_category", {"code": "MI", "name": "Mi instan"})
    add(
        books,
        "Mi goreng",
        "pcs",
        code="MI1",
        price=3_500,
        category="MI",
        minimum="24",
        packs=[{"name": "dus", "factor": "40"}],
        barcodes=[{"code": "8991234567891"}, {"code": "777", "pack": "dus"}],
        prices=[{"amount": 3_400, "tier": "member"}],
    )
    add(books, "Minyak goreng", "botol", code="OIL", price=17_000)
    ceiling = {"amount": 15_700, "from_day": "2026-01-01", "decision": "SK"}
    books.office.perform("goods.set_ceiling", {"item": "OIL", **ceiling})
    add(books, "Lampu", "pcs", barcodes=[{"code": LAMP}])
    add(books, "Sapu lama", "pcs", code="SAPU")
    books.office.perform("goods.change_item", {"item": "SAPU", "fields": {"open": False}})


def made(session: Session, code: str, **asked: str) -> Document:
    office = session.office
    found = reports.find(code)
    params = found.params({"day": builders.DAY.isoformat(), **asked}, office.today())
    document: Document = office.read(found.right, reports.make, code, params)
    return document


def rows(document: Document) -> list[dict[str, Any]]:
    return [dict(row) for row in document.rows]


def test_the_price_list_has_units_and_packs_with_what_they_may_cost(shop: Session) -> None:
    listed = made(shop, "items")

    told = [(row["item"], row["pack"], row["price"], row["member_price"]) for row in listed.rows]
    assert told == [
        ("Lampu", None, None, None),
        ("Mi goreng", None, 3_500, 3_400),
        ("Mi goreng", "dus", 140_000, 136_000),
        ("Minyak goreng", None, 17_000, 17_000),
    ]
    oil = rows(listed)[-1]
    assert (oil["ceiling"], oil["mark"]) == (15_700, "di atas HET")
    noodles = rows(listed)[1]
    assert (noodles["category"], noodles["barcode"], noodles["minimum"]) == (
        "Mi instan",
        "8991234567891",
        "24",
    )
    assert listed.notes == (
        "1 barang belum mempunyai harga jual.",
        "1 harga di atas HET.",
    )


def test_the_price_list_narrows_to_a_category(shop: Session) -> None:
    assert {row["item"] for row in rows(made(shop, "items", group="MI"))} == {"Mi goreng"}


def test_labels_bear_the_price_the_members_price_and_the_code_that_finds_the_item(
    shop: Session,
) -> None:
    labels = made(shop, "item_labels").labels

    assert [(each.name, each.price, each.code, each.notes) for each in labels] == [
        ("Lampu", "Rp …", LAMP, ()),
        ("Mi goreng", "Rp3.500", "8991234567891", ("anggota Rp3.400",)),
        ("Minyak goreng", "Rp17.000", "OIL", ()),
    ]
    assert [each.name for each in made(shop, "item_labels", item="OIL").labels] == ["Minyak goreng"]
    assert [each.name for each in made(shop, "item_labels", group="MI").labels] == ["Mi goreng"]
    with pytest.raises(BadField):
        made(shop, "item_labels", item="tidak ada")
