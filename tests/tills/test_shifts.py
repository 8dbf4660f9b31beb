"""A shift from the first count to its Z: what is counted, what is posted, what is refused."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.banking import reconciling
from kopdes_desktop.banking.reconciling import BeforeSigned
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NoShift,
    NotPermitted,
    NotReversible,
)
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.office import Office
from kopdes_desktop.tills import postings, queries, reasons, totals
from tests import builders
from tests.builders import seen

FLOAT = 200_000


@pytest.fixture(scope="module")
def shop(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The practice cooperative with a shop in unit G1; one life for all that is tried here."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("shop") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        office.perform("inventory.add_place", {"code": "TOKO", "name": "Toko", "unit": "G1"})
        builders.record(office, ("1-1101", 9_000_000, "KTR"), ("4-9109", -9_000_000, "KTR"))
        yield office


@pytest.fixture
def office(shop: Office) -> Iterator[Office]:
    """The drawer holds the usual float when a test begins, and no shift is open after it."""
    missing = FLOAT - drawer(shop)
    way = ("KAS", "LACI-G1") if missing > 0 else ("LACI-G1", "KAS")
    if missing:
        order = {"from": way[0], "to": way[1], "amount": abs(missing)}
        shop.perform("accounting.move_cash", order)
    yield shop
    for each in queries.open_shifts(shop.reading):
        shop.perform("till.close_shift", {"shift": each.key, "cash": drawer(shop)})


def opened(office: Office, amount: int = FLOAT, **how: Any) -> int:
    return office.perform("till.open_shift", {"float": amount, **how}).id


def drawer(office: Office) -> int:
    return int(chart.box_balances(office.reading).get("LACI-G1", 0))


def test_a_shift_opens_with_what_lies_there(office: Office) -> None:
    notes = [{"note": 50_000, "count": 3}, {"note": 10_000, "count": 5}]

    answer = office.perform("till.open_shift", {"counted": notes})

    shift = queries.shift(office.reading, answer.id)
    assert shift is not None
    assert (shift.box, shift.place, shift.unit, int(shift.opening)) == (
        "LACI-G1",
        "TOKO",
        "G1",
        FLOAT,
    )
    assert answer.fact["d"]["counted"] == [[50_000, 3], [10_000, 5]]
    assert "entry" not in answer.fact["d"]


@pytest.mark.parametrize(
    ("counted", "lines"),
    [
        (FLOAT - 5_000, [("6-1402", 5_000, "G1"), ("1-1103", -5_000, "G1")]),
        (FLOAT + 2_000, [("1-1103", 2_000, "G1"), ("4-9104", -2_000, "G1")]),
    ],
)
def test_a_difference_at_the_opening_is_posted_with_its_reason(
    office: Office, counted: int, lines: list[tuple[str, int, str]]
) -> None:
    with pytest.raises(BadField):
        opened(office, counted)

    key = opened(office, counted, reason="salah hitung kemarin")

    assert seen(builders.lines_of(office, key)) == lines
    assert drawer(office) == counted


def test_a_drawer_has_one_open_shift(office: Office) -> None:
    opened(office)

    with pytest.raises(AlreadyDecided):
        opened(office)


@pytest.mark.parametrize(
    "order",
    [
        {"float": -1},
        {"counted": [{"note": 3, "count": 1}]},
        {"counted": [{"note": 1_000, "count": -1}]},
        {"counted": [{"note": 1_000, "count": 1}, {"note": 1_000, "count": 2}]},
        {"counted": [{"note": 1_000, "count": 1}], "float": 2_000},
        {"float": FLOAT, "box": "KAS"},
        {"float": FLOAT, "box": "TAK-ADA"},
        {"float": FLOAT, "place": "TAK-ADA"},
    ],
)
def test_a_count_that_cannot_be_is_refused(office: Office, order: dict[str, Any]) -> None:
    with pytest.raises(BadField):
        office.perform("till.open_shift", order)
    assert queries.open_shifts(office.reading) == []


def test_a_shift_is_closed_by_a_blind_count_with_a_gapless_z(office: Office) -> None:
    numbers = []
    for _turn in range(3):
        opened(office)
        numbers.append(office.perform("till.close_shift", {"cash": FLOAT}).number or "")

    assert numbers[0].startswith("ZET-KR-2026-")
    counted = [int(number[-6:]) for number in numbers]
    assert counted == [counted[0], counted[0] + 1, counted[0] + 2]
    assert queries.open_shifts(office.reading) == []


@pytest.mark.parametrize(
    ("found", "charge", "lines"),
    [
        (-5_000, {}, [("6-1402", 5_000, "G1"), ("1-1103", -5_000, "G1")]),
        (
            -5_000,
            {"charge": "bendahara"},
            [
                ("1-1205", 5_000, "KTR"),
                ("1-1103", -5_000, "G1"),
                ("1-1901", 5_000, "G1"),
                ("1-1901", -5_000, "KTR"),
            ],
        ),
        (2_000, {"charge": "kasir"}, [("1-1103", 2_000, "G1"), ("4-9104", -2_000, "G1")]),
    ],
)
def test_a_variance_is_posted_by_its_recipe(
    office: Office, found: int, charge: dict[str, str], lines: list[tuple[str, int, str]]
) -> None:
    """A06a, A06b and A07."""
    opened(office)
    with pytest.raises(BadField):
        office.perform("till.close_shift", {"cash": FLOAT + found, **charge})

    answer = office.perform("till.close_shift", {"cash": FLOAT + found, "reason": "x", **charge})

    assert seen(builders.lines_of(office, answer.id)) == lines
    shift = queries.shifts(office.reading, builders.DAY, builders.DAY)[-1]
    assert int(shift.variance) == found
    assert drawer(office) == FLOAT + found


def test_cash_in_and_out_show_in_drawer_and_z_at_once(office: Office) -> None:
    key = opened(office)

    office.perform("till.cash_out", {"reason": "transport", "amount": 15_000, "note": "becak"})
    office.perform("till.cash_in", {"reason": "other", "amount": 40_000, "note": "botol kosong"})
    kept = {each.what: (each.times, int(each.amount)) for each in totals.of(office.reading, key)}
    answer = office.perform("till.close_shift", {"cash": FLOAT + 25_000})

    assert kept == {"cash_in": (1, 40_000), "cash_out": (1, 15_000)}
    assert answer.fact["d"]["totals"] == [["cash_in", 1, 40_000], ["cash_out", 1, 15_000]]
    assert answer.fact["d"]["expected"] == FLOAT + 25_000


def test_cash_needs_a_shift_a_reason_and_money(office: Office) -> None:
    with pytest.raises(NoShift):
        office.perform("till.cash_out", {"reason": "power", "amount": 1})
    opened(office)

    for order in (
        {"reason": "tak ada", "amount": 1},
        {"reason": "power", "amount": 0},
        {"reason": "other", "amount": 1},
        {"reason": "other", "amount": 1, "note": " "},
        {"reason": "grant", "amount": 1},
    ):
        with pytest.raises(BadField):
            office.perform("till.cash_out", order)
    with pytest.raises(BadField):
        office.perform("till.cash_in", {"reason": "repaid", "amount": 5})
    with pytest.raises(InsufficientBalance):
        office.perform("till.cash_out", {"reason": "power", "amount": FLOAT + 1})


def test_what_a_clerk_owes_is_paid_back_under_his_name(office: Office) -> None:
    opened(office)
    short = {"cash": FLOAT - 3_000, "reason": "kurang", "charge": "ketua"}
    with pytest.raises(NeedsApproval):
        office.perform("till.close_shift", short)
    office.perform("till.close_shift", short, approval=builders.approval())
    opened(office, FLOAT - 3_000)
    order = {"reason": "repaid", "amount": 3_000, "person": "ketua"}

    office.perform("till.cash_in", order)

    with pytest.raises(InsufficientBalance):
        office.perform("till.cash_in", order)


def test_cash_moves_are_taken_back_only_while_the_shift_is_open(office: Office) -> None:
    key = opened(office)
    first = office.perform("till.cash_out", {"reason": "power", "amount": 1_000})
    second = office.perform("till.cash_out", {"reason": "power", "amount": 2_000})

    office.perform("accounting.reverse", {"entry": first.id, "reason": "keliru"})
    assert [int(each.amount) for each in totals.of(office.reading, key)] == [2_000]
    closed = office.perform("till.close_shift", {"cash": FLOAT - 2_001, "reason": "x"})

    for entry in (second.id, closed.id):
        with pytest.raises(NotReversible):
            office.perform("accounting.reverse", {"entry": entry, "reason": "keliru"})


def test_no_shift_is_closed_twice_and_none_without_opening(office: Office) -> None:
    with pytest.raises(NoShift):
        office.perform("till.close_shift", {"cash": 0})
    key = opened(office)
    office.perform("till.close_shift", {"shift": key, "cash": FLOAT})

    with pytest.raises(NoShift):
        office.perform("till.close_shift", {"shift": key, "cash": FLOAT})


def test_a_supervisor_touches_no_drawer(office: Office) -> None:
    with builders.working_as(office, "pengawas"), pytest.raises(NotPermitted):
        opened(office)


def test_every_reason_has_an_account_of_the_chart(office: Office) -> None:
    codes = {
        row[0]
        for row in office.database.connection.execute(
            "SELECT code FROM account WHERE type<>'header'"
        )
    }

    assert {each.account for each in reasons.reasons()} <= codes
    assert all(each.title != each.code for each in reasons.reasons())


def test_savings_taken_at_the_drawer_are_expected_in_it(office: Office) -> None:
    opened(office)
    member = builders.a_member(office, 1)
    builders.pay(office, member, amount=50_000, cash="LACI-G1")

    answer = office.perform("till.close_shift", {"cash": FLOAT + 50_000})

    assert "entry" not in answer.fact["d"]


def test_the_books_are_green_after_all_that(office: Office) -> None:
    opened(office, FLOAT + 1, reason="x")
    office.perform("till.cash_in", {"reason": "grant", "amount": 2})

    builders.require_green(office)


def test_an_outlet_s_shift_is_taken_in_by_the_treasurer(
    founded_laptops: Path, tmp_path: Path
) -> None:
    laptops = builders.open_laptops(founded_laptops, tmp_path / "three")
    place = {"code": "TOKO", "name": "Toko", "unit": "G1"}
    laptops.hers.office.perform("inventory.add_place", place)
    laptops.exchange()
    laptops.down("GA")
    outlet: Session = laptops.outlets["GA"]
    outlet.office.perform("till.open_shift", {"float": 5_000, "reason": "modal dari rumah"})
    outlet.office.perform("till.cash_out", {"reason": "power", "amount": 1_000})
    outlet.office.perform("till.close_shift", {"counted": [{"note": 2_000, "count": 2}]})

    outcome = laptops.up("GA")

    assert (outcome.refused, outcome.held) == ([], [])
    with pytest.raises(BadField):
        opened(laptops.hers.office, 0)
    builders.require_green(laptops.hers.office)
    laptops.close()


def test_nobody_writes_off_alone_what_a_drawer_lacks(office: Office) -> None:
    opened(office)
    short = {"cash": FLOAT - 150_000, "reason": "hilang"}
    with pytest.raises(NeedsApproval, match="bukan yang menghitung"):
        office.perform("till.close_shift", short)

    office.perform("till.close_shift", short, approval=builders.approval())


def test_a_late_document_is_not_put_before_the_count_of_a_shift(office: Office) -> None:
    opened(office)
    office.perform("till.close_shift", {"cash": FLOAT})

    read = office.reading
    assert queries.last_z(read, "LACI-G1") == builders.DAY
    entry = postings.variance("", chart.box(read, "LACI-G1"), Rupiah(5_000), None)
    assert entry is not None
    with pytest.raises(BeforeSigned):
        reconciling.gate(read, entry, builders.DAY)
    reconciling.gate(read, entry, builders.DAY + timedelta(days=1))
