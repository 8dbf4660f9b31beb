"""Subsidised goods at the till: one scan more, a stop at the limit, a list for the official app."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, BeyondAllowance
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports.report import Params, make
from kopdes_desktop.subsidy import queries
from tests import builders
from tests.builders import DAY, nik
from tests.sales import store

KK = "3310010101200001"
NEXT_MONTH = date(2026, 3, 2)


@pytest.fixture(scope="module")
def furnished(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with gas under a programme of two cylinders a family and month; an open shift."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("rations") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        program = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "per": "family"}
        office.perform("subsidy.set_program", {**program, "limit": "2", "items": ["GAS"]})
        store.member(office, 1, kk=KK)
        office.perform("subsidy.add_buyer", {"nik": nik(70), "name": "Pembeli Sirih", "kk": KK})
        office.perform("subsidy.add_buyer", {"nik": nik(71), "name": "Pembeli Pinang"})
        store.open_shift(office)
    return folder


@pytest.fixture
def shop(furnished: Path, tmp_path: Path) -> Iterator[Session]:
    with builders.open_books(builders.copy(furnished, tmp_path / "buku")) as session:
        yield session


def gas(office: Office, buyer: int | str | None = None, much: str = "1", **how: Any) -> int:
    line = {"item": "GAS", "quantity": much} | ({} if buyer is None else {"buyer": buyer})
    return store.sell(office, line, **how).id


def left(office: Office, who: str, day: date = DAY) -> int | None:
    read = office.reading
    found = queries.require_buyer(read, who)
    return queries.allowance(read, queries.require_program(read, "LPG3"), found, day).left


def waiting(office: Office) -> list[tuple[str | None, int]]:
    found = queries.sold(office.reading, date(2026, 1, 1), date(2026, 12, 31))
    return [(each.buyer.nik, each.quantity) for each in found]


def test_a_nik_is_scanned_once_and_the_sale_stands_on_the_list(shop: Session) -> None:
    key = gas(shop.office, nik(70))

    assert waiting(shop.office) == [(nik(70), 1_000)]
    [taken] = queries.sold(shop.office.reading, DAY, DAY)
    assert (taken.sale, taken.line, taken.amount, taken.entered) == (key, 0, 20_000, None)
    assert left(shop.office, nik(70)) == 1_000
    builders.require_green(shop.office)


def test_a_member_at_the_till_needs_no_scan(shop: Session) -> None:
    gas(shop.office, member="0001")

    assert waiting(shop.office) == [(nik(1), 1_000)]


def test_nobody_buys_without_a_name(shop: Session) -> None:
    for buyer in (None, nik(72), "9999"):
        with pytest.raises(BadField) as refused:
            gas(shop.office, buyer)
        assert refused.value.field == "lines[0].buyer"
    assert waiting(shop.office) == []


def test_the_family_stops_at_its_limit_whoever_comes(shop: Session) -> None:
    gas(shop.office, nik(70))
    gas(shop.office, member="0001")

    with pytest.raises(BeyondAllowance, match="Februari 2026 tinggal 0 dari 2 tabung, diminta 1"):
        gas(shop.office, nik(70))

    gas(shop.office, nik(71), "2")  # another house
    shop.office.named_day = NEXT_MONTH
    assert left(shop.office, nik(70), NEXT_MONTH) == 2_000
    gas(shop.office, nik(70), "2")


def test_two_lines_of_one_sale_count_together(shop: Session) -> None:
    lines = [{"item": "GAS", "quantity": "2", "buyer": nik(70)}, {"item": "GAS", "buyer": nik(1)}]

    with pytest.raises(BeyondAllowance):
        store.sell(shop.office, *lines)

    assert waiting(shop.office) == []


def test_a_void_and_a_return_give_the_allowance_back(shop: Session) -> None:
    office = shop.office
    first, second = gas(office, nik(70)), gas(office, nik(71), "2")
    office.perform("accounting.reverse", {"entry": first, "reason": "keliru"})
    back = {"sale": second, "lines": [{"line": 0, "quantity": "1"}]}
    again = office.perform("sales.bring_back", back).id

    assert (left(office, nik(70)), left(office, nik(71))) == (2_000, 1_000)
    assert waiting(office) == [(nik(71), 1_000)]
    office.perform("accounting.reverse", {"entry": again, "reason": "tidak jadi"})
    assert left(office, nik(71)) == 0
    builders.require_green(office)


def test_who_becomes_a_member_takes_his_past_along(shop: Session) -> None:
    office = shop.office
    gas(office, nik(71), "2")

    builders.a_member(office, 71, day=date(2026, 2, 2), name="Pembeli Pinang")

    assert left(office, nik(71)) == 0
    with pytest.raises(BeyondAllowance):
        gas(office, nik(71))


def test_a_list_by_name_lets_nobody_else_have_any(shop: Session) -> None:
    office = shop.office
    program = {"code": "UREA", "name": "Urea", "unit": "kg", "period": "season", "allocated": True}
    office.perform("subsidy.set_program", {**program, "items": ["GULA"]})
    shares = [{"buyer": "0001", "quantity": "10"}]
    office.perform("subsidy.allocate", {"program": "UREA", "shares": shares})

    store.sell(office, {"item": "GULA", "quantity": "7.5", "buyer": "0001"})
    for buyer, much in (("0001", "3"), (nik(71), "0.5")):
        with pytest.raises(BeyondAllowance):
            store.sell(office, {"item": "GULA", "quantity": much, "buyer": buyer})

    builders.require_green(office)


def test_what_was_entered_waits_no_more_and_what_comes_back_later_waits_anew(
    shop: Session,
) -> None:
    office = shop.office
    sale = gas(office, nik(71), "2")
    order = {"program": "LPG3", "sales": [sale]}

    office.perform("subsidy.mark_entered", order)
    assert waiting(office) == []
    with pytest.raises(BadField, match="tidak menunggu"):
        office.perform("subsidy.mark_entered", order)
    office.perform("sales.bring_back", {"sale": sale, "lines": [{"line": 0, "quantity": "1"}]})

    assert waiting(office) == [(nik(71), -1_000)]
    office.perform("subsidy.mark_entered", order)
    assert waiting(office) == []
    builders.require_green(office)


def test_the_report_names_every_buyer_and_what_still_waits(shop: Session) -> None:
    office = shop.office
    entered = gas(office, nik(71))
    office.perform("subsidy.mark_entered", {"program": "LPG3", "sales": [entered]})
    gas(office, member="0001")

    found = make(office.reading, "subsidised", Params(day=DAY, until=DAY))

    rows = [(r["nik"], r["quantity"], r["amount"], r["entered"]) for r in found.rows]
    assert rows == [(nik(71), "1", 20_000, DAY), (nik(1), "1", 20_000, None)]
    assert found.totals == {"amount": 40_000}
    assert found.notes == ("1 baris belum dicatat di aplikasi resmi.",)
