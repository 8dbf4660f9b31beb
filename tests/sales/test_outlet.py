"""An outlet's till on a laptop of its own: what it sold is taken in by the treasurer, whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from kopdes_desktop.goods.queries import require_item
from kopdes_desktop.inventory import lots
from kopdes_desktop.kernel.errors import BadField, BeyondAllowance, NotReversible
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.office import Office
from kopdes_desktop.sales import judging, queries
from kopdes_desktop.sales.facts import lines_of
from tests import builders
from tests.builders import Laptops, approval
from tests.inventory.shop import SHOP, fill, item
from tests.sales import store
from tests.sales.store import sell


@pytest.fixture(scope="module")
def laptops(founded_laptops: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptops]:
    """Her goods and programmes at both ends, a shift open at the outlet."""
    made = builders.open_laptops(founded_laptops, tmp_path_factory.mktemp("outlet") / "three")
    hers = made.hers.office
    hers.perform("inventory.add_place", {"code": SHOP, "name": "Toko", "unit": "G1"})
    packs = [{"name": "dus", "factor": "40"}]
    item(hers, "MI", "Mi goreng", unit="pcs", price=3_500, packs=packs)
    item(hers, "GULA", "Gula", unit="kg", price=17_000)
    item(hers, "GAS", "Gas 3 kg", unit="tabung", price=20_000, lini="LPG")
    item(hers, "OBAT", "Obat", unit="btl", price=12_000, lini="apotek", tracked=True)
    item(hers, "SEWA", "Sewa", unit="hari", price=50_000, kind="service", lini="gudang")
    parts = [{"item": "MI", "quantity": "4"}, {"item": "GULA", "quantity": "0.5"}]
    item(hers, "PAKET", "Paket", unit="paket", price=30_000, kind="bundle", parts=parts)
    hers.perform("consignment.add_owner", {"code": "KENANGA", "name": "Ibu Kenanga"})
    fill(hers, "MI", "200", 3_000)
    fill(hers, "GULA", "50", 15_500)
    fill(hers, "GAS", "30", 18_000)
    fill(hers, "OBAT", "3", 9_000, lot="A1", expires="2026-05-31")
    fill(hers, "OBAT", "4", 9_100, lot="B2", expires="2026-03-31")
    program = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "limit": "2"}
    hers.perform("subsidy.set_program", {**program, "items": ["GAS"]})
    hers.perform("sales.set_limit", {"member": "0001", "amount": 500_000})
    made.exchange()
    made.down("GA")
    outlet = made.outlets["GA"].office
    store.consign_here(outlet)
    opened = {"float": 500_000, "reason": "modal", "place": SHOP}
    outlet.perform("till.open_shift", opened, approval=approval())
    yield made
    made.close()


@pytest.fixture
def outlet(laptops: Laptops) -> Office:
    return laptops.outlets["GA"].office


def test_everything_that_can_be_sold_is_taken_in(laptops: Laptops, outlet: Office) -> None:
    lines: list[dict[str, Any]] = [
        {"item": "MI", "pack": "dus", "off_percent": "2.5"},
        {"item": "PAKET", "quantity": "2"},
        {"item": "KUE", "quantity": "3", "off": 100},
        {"item": "SEWA"},
        {"item": "OBAT", "quantity": "5"},
        {"item": "GAS", "quantity": "1", "buyer": "0002"},
        {"item": "GULA", "quantity": "0.25"},
    ]
    tenders: list[dict[str, Any]] = [
        {"kind": "qris", "ref": "99", "amount": 5_000},
        {"kind": "bon", "amount": 50_000},
        {"kind": "cash"},
    ]
    sold = sell(outlet, *lines, member="0001", tenders=tenders, given=900_000, off=1_234)
    outlet.perform("sales.pay_bon", {"member": "0001", "amount": 1_000})
    late: dict[str, Any] = {"day": "2026-01-31", "late": "listrik padam"}
    sell(outlet, ("MI", "1"), approval=approval(), **late)
    back = [
        {"line": 1, "quantity": "1"},
        {"line": 2, "quantity": "1", "sound": False},
        {"line": 4, "quantity": "2"},
        {"line": 5},
    ]
    outlet.perform("sales.bring_back", {"sale": sold.id, "lines": back}, approval=approval())
    advance = outlet.perform("sales.take_advance", {"amount": 9_000, "text": "gula"})
    used = [{"kind": "advance", "ref": advance.number, "amount": 9_000}, {"kind": "cash"}]
    sell(outlet, ("GULA", "1"), tenders=used)
    failed = outlet.perform("sales.take_advance", {"amount": 2_000, "text": "gula"}).id
    nothing_came = {"advance": failed, "reason": "tidak datang"}
    outlet.perform("sales.return_advance", nothing_came, approval=approval())
    void = sell(outlet, ("MI", "2"), ("KUE", "1"), {"item": "GAS", "buyer": "0003"})
    reason = {"entry": void.id, "reason": "salah"}
    outlet.perform("accounting.reverse", reason, approval=approval())

    outcome = laptops.up("GA")

    assert (outcome.refused, outcome.held) == ([], [])
    laptops.down("GA")
    for office in (outlet, laptops.hers.office):
        builders.require_green(office)
    builders.require_equal(laptops.hers, laptops.outlets["GA"])


def test_a_family_s_gas_has_its_limit(outlet: Office) -> None:
    sell(outlet, {"item": "GAS", "quantity": "2", "buyer": "0004"})

    with pytest.raises(BeyondAllowance):
        sell(outlet, {"item": "GAS", "buyer": "0004"})
    lines: list[dict[str, Any]] = [
        {"item": "GAS", "buyer": "0005"},
        {"item": "GAS", "quantity": "2"},
    ]
    with pytest.raises(BeyondAllowance):
        sell(outlet, *lines, member="0005")
    with pytest.raises(BadField):
        sell(outlet, ("GAS", "1"))


def test_medicine_that_spoils_first_goes_first(outlet: Office) -> None:
    medicine = require_item(outlet.reading, "OBAT")
    first = lots.lots(outlet.reading, SHOP, medicine.key)[0]

    answer = sell(outlet, ("OBAT", "1"))

    *_line, taken = answer.fact["d"]["goods"]["d"]["lines"][0]
    assert [lot for _quantity, lot, _expires in taken] == [first.lot]


def test_savings_do_not_pay_at_an_outlet_that_was_granted_nothing(outlet: Office) -> None:
    with pytest.raises(BadField, match="laptop bendahara"):
        sell(outlet, ("MI", "1"), member="0001", tenders=[{"kind": "savings"}])


def test_the_treasurer_neither_voids_nor_takes_back_what_the_outlet_sold(
    laptops: Laptops, outlet: Office
) -> None:
    sold = sell(outlet, ("MI", "1"))
    assert laptops.up("GA").refused == []
    hers = laptops.hers.office

    with pytest.raises(NotReversible):
        hers.perform("accounting.reverse", {"entry": sold.id, "reason": "x"})
    assert len(queries.latest(hers.reading)) > 0


def test_the_treasurer_is_told_of_a_price_below_her_list(laptops: Laptops, outlet: Office) -> None:
    """She raises sugar, but the outlet has not heard of it when it sells; dearer is no finding."""
    assert laptops.up("GA").refused == []
    hers = laptops.hers.office
    sugar, rent = (require_item(hers.reading, code).key for code in ("GULA", "SEWA"))
    prices = [{"item": sugar, "amount": 18_000}, {"item": rent, "amount": 45_000}]
    hers.perform("goods.set_prices", {"prices": prices})
    sell(outlet, ("GULA", "1"), ("SEWA", "1"))

    outcome = laptops.up("GA")

    assert outcome.refused == []
    assert [each[-2:] for each in outcome.findings] == [("price", str(sugar))]
    laptops.down("GA")
    sell(outlet, ("GULA", "1"))
    assert laptops.up("GA").findings == []


def test_a_bundle_that_took_other_parts_than_it_holds_is_named(
    laptops: Laptops, outlet: Office
) -> None:
    sold = sell(outlet, ("PAKET", "1"))
    made = outlet.reading.original(sold.id)
    assert made is not None
    assert laptops.up("GA").findings == []
    (line,) = lines_of(made[1])
    her_books = cast("Books", laptops.hers.office.reading)
    assert judging.doubtful(her_books, [line]) == []

    first, second = line.taken
    less = replace(line, taken=(first, replace(second, quantity="0.25")))

    for wrong in (less, replace(line, taken=(first,))):
        assert judging.doubtful(her_books, [wrong]) == [("bundle_parts", str(line.item))]
