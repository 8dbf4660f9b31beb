"""Every line of every report of the outlet leads to its list, card or document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.ui.reports import sources
from kopdes_desktop.ui.reports.answers import build
from kopdes_desktop.ui.reports.entries import ENTRY, Voucher
from kopdes_desktop.ui.reports.sources import Page
from tests import builders
from tests.builders import approval
from tests.inventory.shop import STORE, fill, item
from tests.sales import store
from tests.sales.store import PLACE, sell

SPAN = {"from": "01/01/2026", "to": "31/12/2026"}
#: Each report, what it is asked, and what its lines open.
REPORTS: dict[str, tuple[dict[str, str], set[str]]] = {
    "items": ({}, {"stock_card", "sales_list"}),
    "stock": ({}, {"stock_card"}),
    "stock_card": ({"item": "MI"}, {ENTRY, "stock"}),
    "reorder": ({}, {"stock_card"}),
    "expiring": ({}, {"stock_card"}),
    "sales": (SPAN, {"sales_list"}),
    "sales_list": (SPAN, {ENTRY}),
    "sales_items": (SPAN, {"sales_list"}),
    "sales_clerks": (SPAN, {"sales_list"}),
    "sales_hours": (SPAN, {"sales_list"}),
    "margins": (SPAN, {"sales_list"}),
    "till_close": (SPAN, {"voucher", "sales_list"}),
    "receivables": ({}, {"account_card"}),
    "payables": ({}, {ENTRY}),
    "purchases": (SPAN, {ENTRY}),
    "consignment": ({}, {"stock_card"}),
}


@pytest.fixture(scope="module")
def shop(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Two shifts of a shop: sales of goods of every kind, a return, a void, bons, purchases."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("drilling") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        store.consign(office)
        member = store.member(office)
        office.perform("sales.set_limit", {"member": member, "amount": 90_000})
        office.perform("inventory.add_place", {"code": STORE, "name": "Gudang", "unit": "G1"})
        item(office, "VIT", "Vitamin", unit="btl", lini="apotek", tracked=True, price=9_000)
        fill(office, "VIT", "5", 6_000, lot="A1", expires="2026-02-20")
        for code in ("MI", "GULA"):
            office.perform("goods.change_item", {"item": code, "fields": {"minimum": "900"}})
        supplier = {"code": "CEMARA", "name": "CV Cemara"}
        key = office.perform("purchasing.add_supplier", supplier).id
        bought: dict[str, Any] = {"item": "GULA", "quantity": "3", "amount": 45_000}
        order = {"supplier": key, "place": PLACE, "lines": [bought], "days": 14}
        office.perform("purchasing.receive", order)
        office.perform("till.open_shift", {"float": store.drawer(office), "place": PLACE})
        first = sell(office, ("MI", "4"), ("KUE", "1"), ("SEWA", "1"), ("PAKET", "1"))
        with builders.working_as(office, "kasir"):
            sell(office, ("GULA", "2"), member=member, tenders=[{"kind": "bon"}])
        void = sell(office, ("BERAS", "1"))
        office.perform("accounting.reverse", {"entry": void.id, "reason": "salah"})
        back = {"sale": first.id, "lines": [{"line": 0, "quantity": "1"}]}
        office.perform("sales.bring_back", back)
        broken = {"place": PLACE, "reason": "damaged", "lines": [{"item": "MI", "quantity": "1"}]}
        office.perform("inventory.write_off", broken, approval=approval())
        moved = {"from": PLACE, "to": STORE, "lines": [{"item": "MI", "quantity": "2"}]}
        office.perform("inventory.send", moved)
        late: dict[str, Any] = {"day": "2026-01-31", "late": "listrik padam"}
        sell(office, ("MI", "2"), approval=approval(), **late)
        for short in (0, 500):
            if short:
                drawer = store.drawer(office)
                office.perform("till.open_shift", {"float": drawer, "place": PLACE})
            closed = {"cash": store.drawer(office) - short, "reason": "kurang kembali"}
            office.perform("till.close_shift", closed)
        office.perform("till.open_shift", {"float": store.drawer(office), "place": PLACE})
        sell(office, ("MI", "1"))
        yield session


@pytest.mark.parametrize("code", REPORTS)
def test_every_line_leads_somewhere(shop: Session, code: str) -> None:
    given, wanted = REPORTS[code]
    made = build(shop, code, given)
    assert made.rows

    found = [sources.follow(shop, code, given, row) for row in made.rows]

    assert [row for row, at in zip(made.rows, found, strict=True) if at is None] == []
    assert {
        "voucher" if isinstance(at, Voucher) else at.code
        for at in found
        if isinstance(at, Page | Voucher)
    } == wanted
    assert [at for at in found if isinstance(at, Page) and not at.made.rows] == []


@pytest.mark.parametrize("code", ["MI", "KUE", "VIT", "GULA", "BERAS"])
def test_every_move_of_an_item_leads_to_its_document(shop: Session, code: str) -> None:
    made = build(shop, "stock_card", {"item": code, **SPAN})

    found = [sources.follow(shop, "stock_card", {"item": code}, row) for row in made.rows]

    assert [row for row, at in zip(made.rows, found, strict=True) if at is None] == []


@pytest.mark.parametrize("code", ["sales", "sales_items", "sales_clerks", "sales_hours", "margins"])
def test_slips_that_a_line_opens_are_those_it_counts(shop: Session, code: str) -> None:
    made = build(shop, code, SPAN)

    for row in made.rows:
        at = sources.follow(shop, code, SPAN, row)
        assert isinstance(at, Page)
        if code in {"sales_items", "margins"}:
            assert 0 < len(at.made.rows) < len(build(shop, "sales_list", SPAN).rows)
        else:
            assert at.made.totals["net"] == row["net"]


@pytest.mark.parametrize("code", ["sales_items", "margins", "sales_list"])
def test_sales_are_narrowed_to_a_unit_and_a_place(shop: Session, code: str) -> None:
    whole = build(shop, code, SPAN).totals["net"]

    assert whole
    for here in ({"unit": "G1"}, {"place": PLACE}, {"unit": "G1", "place": PLACE}):
        assert build(shop, code, {**SPAN, **here}).totals["net"] == whole
    for there in ({"unit": "KTR"}, {"place": STORE}):
        assert not list(build(shop, code, {**SPAN, **there}).rows)


#: The charts of each report, and how many bars or columns each has.
CHARTS = {
    "items": {},
    "sales": {"sales": 2},
    "till_close": {"till_close": 2},
    "sales_hours": {},
    "sales_items": {"sales_items": 6},
    "sales_clerks": {"sales_clerks": 2},
    "margins": {"margins": 5},
    "receivables": {"receivables_age": 4, "receivables_members": 1},
    "reorder": {"reorder": 1},
}


@pytest.mark.parametrize("code", CHARTS)
def test_a_chart_has_the_figures_of_the_list(shop: Session, code: str) -> None:
    made = build(shop, code, REPORTS[code][0])

    assert {each.code: len(each.labels) for each in made.charts} == CHARTS[code]
    for each in made.charts:
        assert not each.empty
        assert each.told
