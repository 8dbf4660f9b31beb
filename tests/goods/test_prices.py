"""Prices by day, tier and quantity; ceilings by region."""

from datetime import date, timedelta
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import queries, rules
from kopdes_desktop.goods.rules import PriceRow
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.money import Rupiah
from tests import builders
from tests.builders import DAY
from tests.goods.test_items import add, item

MON, TUE = "2026-02-02", "2026-02-03"


def price(rows: list[PriceRow], *, day: str = MON, **how: Any) -> int | None:
    packs = {"dus": 40_000, "ons": 100}
    found = rules.price_of(rows, packs, day, **{"member": False, **how})
    return int(found) if found is not None else None


BASE = PriceRow("", "all", 0, "2026-01-01", 3_500)


def test_the_latest_price_that_has_begun_counts() -> None:
    rows = [BASE, PriceRow("", "all", 0, MON, 3_600), PriceRow("", "all", 0, TUE, 3_700)]

    assert [price(rows, day=day) for day in ("2026-02-01", MON, TUE, "2026-03-01")] == [
        3_500,
        3_600,
        3_700,
        3_700,
    ]


def test_a_day_before_the_first_price_takes_that_one() -> None:
    assert price([PriceRow("", "all", 0, TUE, 3_700)], day=MON) == 3_700
    assert price([PriceRow("", "member", 0, TUE, 3_700)], day=MON, member=True) is None


def test_members_pay_their_price_or_what_all_pay_where_that_is_less() -> None:
    rows = [BASE, PriceRow("", "member", 0, MON, 3_400), PriceRow("", "all", 12_000, MON, 3_300)]

    assert price(rows) == 3_500
    assert price(rows, member=True) == 3_400
    assert price(rows, member=True, count=12_000) == 3_300
    assert price(rows, count=11_999) == 3_500


def test_a_tier_without_an_amount_has_ended() -> None:
    rows = [
        BASE,
        PriceRow("", "member", 0, "2026-01-01", 3_400),
        PriceRow("", "member", 0, TUE, None),
    ]

    assert [price(rows, day=day, member=True) for day in (MON, TUE)] == [3_400, 3_500]


def test_a_pack_without_its_own_price_costs_its_units_at_their_quantity_price() -> None:
    rows = [BASE, PriceRow("", "all", 12_000, "2026-01-01", 3_300)]

    assert price(rows, pack="dus") == 132_000
    assert price([BASE], pack="ons") == 350
    assert price([*rows, PriceRow("dus", "all", 0, MON, 130_000)], pack="dus") == 130_000
    assert price(rows, pack="sak") is None
    assert price([], pack="dus") is None


def set_prices(session: Session, *prices: dict[str, Any], **how: Any) -> None:
    session.office.perform("goods.set_prices", {"prices": list(prices), **how})


def test_prices_of_an_item_are_set_from_a_day_on(books: Session) -> None:
    key = add(books, "Mi", "pcs", price=3_500, packs=[{"name": "dus", "factor": "40"}])
    coming = DAY + timedelta(days=3)

    set_prices(
        books,
        {"item": key, "amount": 3_700},
        {"item": key, "amount": 3_600, "tier": "member", "least": "5"},
        {"item": key, "amount": 135_000, "pack": "dus"},
        from_day=coming.isoformat(),
    )

    found = item(books, key)
    read = books.office.reading

    def at(day: date, **how: Any) -> int:
        return int(queries.price_at(read, found, day, **{"member": False, **how}) or 0)

    assert at(DAY) == 3_500
    assert at(coming) == 3_700
    assert at(coming, member=True) == 3_700
    assert at(coming, member=True, count=5_000) == 3_600
    assert at(DAY, pack="dus") == 140_000
    assert at(coming, pack="dus") == 135_000
    assert at(coming, pack="pcs") == 3_700
    set_prices(books, {"item": key, "amount": 3_800}, from_day=coming.isoformat())
    assert at(coming) == 3_800
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("fields", "how", "field"),
    [
        ({"amount": -1}, {}, "prices[0].amount"),
        ({}, {}, "prices[0].amount"),
        ({"amount": 5, "pack": "dus"}, {}, "prices[0].pack"),
        ({"amount": 5, "least": "-2"}, {}, "prices[0].least"),
        ({"amount": 5}, {"from_day": "2020-01-01"}, "from_day"),
    ],
)
def test_prices_that_cannot_be_are_refused(
    books: Session, fields: dict[str, Any], how: dict[str, Any], field: str
) -> None:
    key = add(books)

    with pytest.raises(BadField) as refused:
        set_prices(books, {"item": key, **fields}, **how)

    assert refused.value.field == field


def ceiling(session: Session, key: int, amount: int, **how: Any) -> None:
    order = {"item": key, "amount": amount, "from_day": "2026-01-01", "decision": "SK 1", **how}
    session.office.perform("goods.set_ceiling", order)


def test_the_ceiling_of_the_nearest_region_counts_from_its_day_on(books: Session) -> None:
    key = add(books, "Minyak", "liter", price=15_700)
    ceiling(books, key, 16_000)
    ceiling(books, key, 15_500, region="33.10")
    ceiling(books, key, 14_000, region="34")
    ceiling(books, key, 15_800, region="33", from_day="2026-02-01")
    found = item(books, key)

    def at(day: date) -> int | None:
        return queries.ceiling_at(books.office.reading, found, day)

    assert at(date(2026, 2, 2)) == 15_500
    assert at(date(2025, 12, 31)) is None


def test_a_price_above_the_ceiling_takes_a_second_person_and_says_so_in_the_fact(
    books: Session,
) -> None:
    key = add(books, "Minyak", "liter", packs=[{"name": "dus", "factor": "12"}])
    ceiling(books, key, 15_700)
    order = {"prices": [{"item": key, "amount": 190_000, "pack": "dus"}]}

    with pytest.raises(NeedsApproval, match=r"di atas harga eceran tertinggi Rp188\.400"):
        books.office.perform("goods.set_prices", order)
    set_prices(books, {"item": key, "amount": 188_400, "pack": "dus"})
    done = books.office.perform("goods.set_prices", order, approval=builders.approval())

    assert done.fact["d"]["prices"][0]["over"] == 188_400
    found = queries.price_at(books.office.reading, item(books, key), DAY, member=False, pack="dus")
    assert found == Rupiah(190_000)
    builders.require_green(books.office)
