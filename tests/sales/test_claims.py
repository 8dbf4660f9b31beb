"""What others pay of a sale, sold vouchers, and references that were used before."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import receivables
from kopdes_desktop.reports.report import Params
from kopdes_desktop.sales import queries
from kopdes_desktop.sales.claims import open_claims
from kopdes_desktop.tills import queries as shifts
from tests import builders
from tests.sales import store
from tests.sales.store import drawer, kept, sell


@pytest.fixture(scope="module")
def shop(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One shop for all that is tried here: what was sold before stays sold."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("shop") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        yield office


@pytest.fixture
def office(shop: Office) -> Iterator[Office]:
    """With an open shift and a full shelf; without one afterwards."""
    if not shifts.open_shifts(shop.reading):
        store.open_shift(shop)
    yield shop
    for each in shifts.open_shifts(shop.reading):
        shop.perform("till.close_shift", {"shift": each.key, "cash": drawer(shop)})


def shift_of(office: Office) -> int:
    return shifts.open_shifts(office.reading)[0].key


def posted(office: Office, key: int) -> list[tuple[str, int, int | None]]:
    return [(x.account, int(x.amount), x.key) for x in builders.lines_of(office, key)]


CLAIM = {"kind": "claim", "amount": 45_000, "ref": "BPJS 0012"}


def test_somebody_else_pays_a_part_of_a_service_later(office: Office) -> None:
    """D16: the claim stands under its sale until its money is in the bank, bit by bit."""
    answer = sell(office, ("SEWA", "1.5"), tenders=[CLAIM, {"kind": "cash"}])
    assert posted(office, answer.id)[:2] == [
        ("1-1202", 45_000, answer.id),
        ("1-1103", 30_000, None),
    ]
    assert kept(office, shift_of(office))["claim"] == 45_000

    paid = {"claim": answer.number, "amount": 40_000, "box": "BRI"}
    first = office.perform("sales.settle_claim", paid)

    assert ("1-1202", -40_000, answer.id) in posted(office, first.id)
    assert [(x.of, int(x.left)) for x in open_claims(office.reading, "G1")] == [
        ("BPJS 0012", 5_000)
    ]
    with pytest.raises(BadField) as refused:
        office.perform("sales.settle_claim", paid)
    assert refused.value.field == "amount"
    with pytest.raises(BadField) as refused:
        office.perform("sales.settle_claim", {**paid, "amount": 5_000, "box": store.BOX})
    assert refused.value.field == "box"
    office.perform("sales.settle_claim", {"claim": answer.number, "box": "BRI"})
    assert open_claims(office.reading) == []
    with pytest.raises(BadField):
        office.perform("sales.settle_claim", {"claim": answer.number, "box": "BRI"})
    builders.require_rebuilt(office)


def test_a_claim_names_who_pays_it(office: Office) -> None:
    with pytest.raises(BadField, match="menanggung") as refused:
        sell(office, ("SEWA", "1"), tenders=[{"kind": "claim"}])

    assert refused.value.field == "tenders[0].ref"


def test_what_comes_back_lessens_the_claim_before_the_buyer_gets_cash(office: Office) -> None:
    part = [{"kind": "claim", "amount": 10_000, "ref": "BPJS 7"}, {"kind": "cash"}]
    sale = sell(office, ("BERAS", "1"), tenders=part)

    lines = [{"line": 0}]
    back = office.perform("sales.bring_back", {"sale": sale.number, "lines": lines})

    lessened = {account: amount for account, amount, _key in posted(office, back.id)}
    assert (lessened["1-1202"], lessened["1-1103"]) == (-10_000, -4_000)
    assert open_claims(office.reading) == []


def test_a_void_takes_its_claim_back(office: Office) -> None:
    sale = sell(office, ("SEWA", "1"), tenders=[{**CLAIM, "amount": 50_000}])

    office.perform("accounting.reverse", {"entry": sale.number, "reason": "salah"})

    assert open_claims(office.reading) == []
    assert kept(office, shift_of(office)).get("claim", 0) == 0


def test_a_sold_voucher_pays_with_cash_transfer_and_qris_in_one_sale(office: Office) -> None:
    """FEATURES 48: a voucher is money taken ahead (2-1206), its slip's number is its own."""
    order = {"amount": 5_000, "text": "Voucher belanja"}
    voucher = office.perform("sales.take_advance", order).number
    mixed = [
        {"kind": "advance", "ref": voucher, "amount": 3_000},
        {"kind": "qris", "ref": "V9", "amount": 4_000},
        {"kind": "transfer", "ref": "V8", "box": "BRI", "amount": 2_000},
        {"kind": "cash"},
    ]

    answer = sell(office, ("BERAS", "1"), tenders=mixed)

    paid = {account: amount for account, amount, _key in posted(office, answer.id)}
    assert [paid[x] for x in ("2-1206", "1-1121", "1-1111", "1-1103")] == [
        *(3_000, 4_000, 2_000, 5_000)
    ]
    assert [int(left) for _key, _number, left in queries.advances(office.reading)] == [2_000]
    office.perform("sales.return_advance", {"advance": voucher, "reason": "tidak jadi"})


def test_a_reference_that_paid_already_is_told_of_for_a_week(office: Office) -> None:
    day = builders.DAY
    sold = sell(office, ("BERAS", "1"), tenders=[{"kind": "qris", "ref": "Q/77"}])

    used = queries.same_reference(office.reading, "qris", "Q/77", day)

    assert used == queries.Used(sold.number or "", day, Rupiah(14_000))
    assert queries.same_reference(office.reading, "transfer", "Q/77", day) is None
    assert queries.same_reference(office.reading, "qris", "Q/7", day) is None
    later = day + timedelta(days=8)
    assert queries.same_reference(office.reading, "qris", "Q/77", later) is None
    office.perform("accounting.reverse", {"entry": sold.number, "reason": "salah"})
    assert queries.same_reference(office.reading, "qris", "Q/77", day) is None


def test_the_list_of_receivables_names_claims_that_wait(office: Office) -> None:
    sale = sell(office, ("SEWA", "1"), tenders=[{**CLAIM, "amount": 50_000}])
    params = Params(day=builders.DAY, until=builders.DAY)

    notes = office.read("report.receivables", receivables.build, params).notes

    assert any("BPJS 0012" in note and str(sale.number) in note for note in notes)
