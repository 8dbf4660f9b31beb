"""What lists of purchasing say: due days, purchases by line, what runs short, quotas."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField
from kopdes_desktop.paper.document import Document
from kopdes_desktop.purchasing import queries
from kopdes_desktop.reports import report
from tests.builders import DAY, require_green
from tests.purchasing.conftest import PLACE, buy


def ask(
    shop: Session, code: str, given: dict[str, str] | None = None, today: date = DAY
) -> Document:
    found = report.find(code)
    return report.make(shop.office.reading, code, found.params(given or {}, today))


def seen(made: Document, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in made.rows]


def drawn(made: Document, code: str) -> dict[str, int]:
    """A chart's figures by label."""
    chart = next(each for each in made.charts if each.code == code)
    return dict(zip(chart.labels, chart.series[0].values, strict=True))


def test_open_bills_stand_in_the_column_of_their_due_day_and_tie(shop: Session) -> None:
    for days, amount in ((0, 100_000), (7, 200_000), (10, 300_000), (30, 400_000), (31, 500_000)):
        buy(shop, ("BERAS", "10", amount), supplier="BULOG", days=days)

    made = ask(shop, "payables", today=DAY + timedelta(days=1))

    names = ("late", "week", "fortnight", "month", "later", "amount")
    assert [made.totals[name] for name in names] == [
        100_000,
        200_000,
        300_000,
        900_000,
        0,
        1_500_000,
    ]
    assert made.notes == ("Sama dengan akun 2-1201 per pemasok: Rp1.500.000.",)
    assert drawn(made, "payables_suppliers") == {"Gudang Kenari Indah": 1_500_000}
    assert made.rows[0]["entry"]


def test_purchases_are_listed_line_by_line_with_what_they_cost(shop: Session) -> None:
    first = buy(shop, ("BERAS", "50", 500_000), ("MINYAK", "10", 150_000), freight=65_000)
    back = {"purchase": first.id, "lines": [{"line": 2, "quantity": "4"}], "reason": "bocor"}
    shop.office.perform("purchasing.send_back", {**back, "to": "KAS"})

    made = ask(shop, "purchases", {"from": DAY.isoformat()})

    assert seen(made, "item", "quantity", "returned", "each", "net", "cost") == [
        ("Beras medium", "50", None, 11_000, 500_000, 550_000),
        ("Minyak goreng 1 L", "10", "4", 16_500, 150_000, 165_000),
    ]
    assert drawn(made, "purchases_items") == {"Beras medium": 550_000, "Minyak goreng 1 L": 165_000}
    assert drawn(made, "purchases_time") == {str(DAY.day): 715_000}
    assert ask(shop, "purchases", {"unit": "KTR"}).rows == []


@pytest.fixture
def sold(shop: Session) -> Session:
    """Rice sells at thirty kilograms a month, oil not at all; both stand at a minimum."""
    office = shop.office
    for code, least in (("BERAS", "5"), ("MINYAK", "20")):
        office.perform("goods.change_item", {"item": code, "fields": {"minimum": least}})
    buy(shop, ("BERAS", "35", 385_000), supplier="BULOG", days=7)
    office.perform("accounting.move_cash", {"from": "KAS", "to": "LACI-G1", "amount": 10_000})
    office.perform("till.open_shift", {"float": 10_000, "box": "LACI-G1", "place": PLACE})
    lines = [{"item": "BERAS", "quantity": "30"}]
    office.perform("sales.sell", {"lines": lines})
    return shop


def test_what_runs_short_is_proposed_by_minimum_and_pace(sold: Session) -> None:
    made = ask(sold, "reorder")

    assert seen(made, "item", "held", "sold", "days", "buy", "supplier", "amount") == [
        ("Beras medium", "5", "30", 5, "14", "Gudang Kenari Indah", 154_000),
        ("Minyak goreng 1 L", "0", "0", None, "40", None, None),
    ]


def test_what_is_on_order_is_not_proposed_again(sold: Session) -> None:
    lines = [{"item": "MINYAK", "quantity": "4", "pack": "dus"}]
    sold.office.perform("purchasing.order", {"supplier": "BULOG", "lines": lines})

    rows: Sequence[Any] = ask(sold, "reorder", {"place": "toko"}).rows

    assert [row["item"] for row in rows] == ["Beras medium"]


def test_the_quota_meter_of_a_month_shows_what_is_left(shop: Session) -> None:
    quota = {"supplier": "BULOG", "month": "2026-02", "item": "BERAS", "quantity": "200"}
    shop.office.perform("purchasing.add_allocation", {**quota, "do_no": "DO-1"})
    buy(shop, ("BERAS", "50", 500_000), supplier="BULOG", days=7)

    made = ask(shop, "allocations", {"day": DAY.isoformat()})

    assert seen(made, "supplier", "do_no", "quota", "taken", "left", "percent") == [
        ("Gudang Kenari Indah", "DO-1", "200", "50", "150", 25)
    ]
    assert drawn(made, "allocations") == {"Beras medium DO-1": 25}
    assert ask(shop, "allocations", {"day": "2026-01-05"}).rows == []


def test_a_delivery_by_the_do_of_an_earlier_month_draws_on_that_one(shop: Session) -> None:
    office = shop.office
    for month, do_no in (("2026-01", "DO-1"), ("2026-02", "DO-2")):
        quota = {"supplier": "BULOG", "month": month, "item": "BERAS", "quantity": "200"}
        office.perform("purchasing.add_allocation", {**quota, "do_no": do_no})

    buy(shop, ("BERAS", "50", 500_000), supplier="BULOG", days=7, do_no="DO-1")
    buy(shop, ("BERAS", "30", 300_000), supplier="BULOG", days=7)

    left = {x.do_no: x.left for x in queries.allocations(office.reading)}
    assert left == {"DO-1": 150_000, "DO-2": 170_000}
    with pytest.raises(BadField, match="tidak ada untuk pemasok"):
        buy(shop, ("BERAS", "5", 50_000), supplier="BULOG", days=7, do_no="DO-9")


def test_what_a_partner_takes_back_is_left_no_more(shop: Session) -> None:
    office = shop.office
    quota = {"supplier": "BULOG", "month": "2026-02", "item": "BERAS", "quantity": "200"}
    key = office.perform("purchasing.add_allocation", {**quota, "do_no": "DO-1"}).id
    buy(shop, ("BERAS", "50", 500_000), supplier="BULOG", days=7)
    cancel = {"allocation": key, "reason": "agen kehabisan stok"}

    office.perform("purchasing.cancel_allocation", cancel)

    buy(shop, ("BERAS", "30", 300_000), supplier="BULOG", days=7)
    (meter,) = queries.allocations(office.reading)
    assert (meter.taken, meter.left, meter.cancelled) == (50_000, 0, True)
    assert seen(ask(shop, "allocations", {"day": DAY.isoformat()}), "left", "state") == [
        ("0", "dibatalkan")
    ]
    with pytest.raises(BadField, match="sudah dibatalkan"):
        buy(shop, ("BERAS", "5", 50_000), supplier="BULOG", days=7, do_no="DO-1")
    with pytest.raises(AlreadyDecided):
        office.perform("purchasing.cancel_allocation", cancel)
    require_green(office)
