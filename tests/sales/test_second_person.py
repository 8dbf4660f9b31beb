"""What one person may not do alone at the till is asked all at once, and stands in the fact."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.office import Office
from kopdes_desktop.sales.facts import Listed, Sold
from kopdes_desktop.tills import queries as shifts
from tests import builders
from tests.builders import approval
from tests.sales import store
from tests.sales.store import sell


@pytest.fixture(scope="module")
def office(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A shop with a medicine that is old, cakes of somebody, gas by NIK, and a member."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("second") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        store.consign(office)
        for code, lini in (("SIRUP", "apotek"), ("KOPI", "sembako")):
            order = {"code": code, "name": code.title(), "unit": "btl", "price": 12_000}
            office.perform("goods.add_item", {**order, "lini": lini, "tracked": True})
            old = {"item": code, "quantity": "5", "value": 50_000, "lot": "A1"}
            old["expires"] = "2026-01-02"
            office.perform("inventory.open_stock", {"place": store.PLACE, "lines": [old]})
        program = {"code": "LPG", "name": "LPG 3 kg", "unit": "tabung", "period": "month"}
        office.perform("subsidy.set_program", {**program, "per": "person", "limit": "9"})
        office.perform("goods.change_item", {"item": "GAS", "fields": {"program": "LPG"}})
        prices = [{"item": "GULA", "amount": 16_000, "tier": "member"}]
        office.perform("goods.set_prices", {"prices": prices})
        store.member(office, 1)
        store.open_shift(office)
        yield office


def member_key(office: Office) -> int:
    """The only member's."""
    return members.require_member(office.reading, "0001").key


def sold(office: Office, *lines: tuple[str, str] | dict[str, Any], **how: Any) -> Sold:
    made = office.reading.original(sell(office, *lines, **how).id)
    assert made is not None
    assert isinstance(made[1], Sold)
    return made[1]


def test_every_reason_is_told_at_once_and_the_fact_names_what_was_agreed_to(
    office: Office,
) -> None:
    lines: list[dict[str, Any]] = [
        {"item": "GULA", "price": 9_000},
        {"item": "OBAT", "quantity": "6"},
        {"item": "KUE", "off": 1_600},
        {"item": "SIRUP"},
    ]
    with pytest.raises(NeedsApproval) as asked:
        sell(office, *lines)

    for words in ("Gula dijual", "harga pokok", "Stok Obat batuk", "bagian penitip", "kedaluwarsa"):
        assert words in asked.value.message
    agreed = sold(office, *lines, approval=approval()).second
    assert agreed == ("short", "cost", "share", "expired")
    assert sold(office, ("MI", "1"), approval=approval()).second == ()


def test_goods_of_others_are_not_sold_below_their_owner_s_share_alone(office: Office) -> None:
    with pytest.raises(NeedsApproval, match="bagian penitipnya"):
        sell(office, {"item": "KUE", "price": 8_499})
    assert sold(office, {"item": "KUE", "price": 8_500}, approval=approval()).second == ()


def test_an_old_medicine_needs_two_and_old_coffee_does_not(office: Office) -> None:
    with pytest.raises(NeedsApproval, match="lot A1 kedaluwarsa"):
        sell(office, ("SIRUP", "1"))
    assert sold(office, ("KOPI", "1")).second == ()


def test_a_member_whose_nik_is_named_buys_as_a_member(office: Office) -> None:
    """His pair of accounts, his prices and his dealings: nobody had to ask for his card."""
    gas = {"item": "GAS", "buyer": builders.nik(1)}
    made = sold(office, gas, ("GULA", "1"))

    key = made.rationed[0].buyer
    assert made.member == key
    assert [line.price for line in made.lines] == [20_000, 16_000]
    assert {"4-1101"} <= {line.account for line in made.entry.lines}


def test_a_stranger_whose_nik_is_named_stays_one(office: Office) -> None:
    buyer = {"nik": builders.nik(70), "name": "Sirih Gading"}
    office.perform("subsidy.add_buyer", buyer)

    assert sold(office, {"item": "GAS", "buyer": builders.nik(70)}).member is None


def test_a_price_typed_below_the_list_leaves_its_trace(office: Office) -> None:
    """The fact says what the list said, and the shift counts it as given away."""
    shift = shifts.open_shifts(office.reading)[0].key
    before = store.kept(office, shift).get("discounts", 0)
    made = sold(office, {"item": "GULA", "quantity": "2", "price": 16_500, "off": 100}, ("MI", "1"))

    assert made.listed == (Listed(0, Rupiah(17_000)),)
    assert store.kept(office, shift)["discounts"] == before + 2 * 500 + 100
    assert sold(office, ("GULA", "1")).listed == ()


# --- bundles ------------------------------------------------------------------------------------


def bundle(office: Office, code: str, price: int, *parts: tuple[str, str]) -> None:
    """One of these parts."""
    order = {"code": code, "name": code, "unit": "paket", "price": price, "kind": "bundle"}
    held = [{"item": item, "quantity": quantity} for item, quantity in parts]
    office.perform("goods.add_item", {**order, "parts": held})


def test_a_bundle_earns_where_its_parts_cost(office: Office) -> None:
    """Rice and coffee of sembako, syrup of the pharmacy; it comes back the same way."""
    bundle(office, "SEHAT", 38_001, ("BERAS", "1"), ("KOPI", "1"), ("SIRUP", "1"))
    answer = sell(office, ("SEHAT", "1"), approval=approval())
    made = [(x.account, x.lini, int(x.amount)) for x in builders.lines_of(office, answer.id)]
    earned = {lini: -amount for account, lini, amount in made if account == "4-1102"}
    cost = {lini: amount for account, lini, amount in made if account == "5-1102"}

    assert sum(earned.values()) == 38_001
    assert set(earned) == set(cost) == {"sembako", "apotek"}
    whole = sum(cost.values())
    assert abs(earned["apotek"] * whole - 38_001 * cost["apotek"]) < whole
    back = {"sale": answer.id, "lines": [{"line": 0}]}
    returned = builders.lines_of(office, office.perform("sales.bring_back", back).id)
    assert {x.lini: int(x.amount) for x in returned if x.account == "4-1104"} == earned


def test_a_bundle_does_not_go_above_the_ceilings_of_its_parts(office: Office) -> None:
    """Rice at 14.000 at the most and sugar at 17.000 by the list: 2 and 1 come to 45.000."""
    law = {"item": "BERAS", "amount": 14_000, "from_day": "2026-01-01", "region": "33"}
    office.perform("goods.set_ceiling", {**law, "decision": "Kepdag 1/2026"})
    bundle(office, "LEBARAN", 45_000, ("BERAS", "2"), ("GULA", "1"))

    assert sell(office, ("LEBARAN", "1")).id
    with pytest.raises(BadField, match="HET"):
        sell(office, {"item": "LEBARAN", "price": 45_001})


# --- what the till keeps ------------------------------------------------------------------------


def test_a_sale_below_zero_is_not_voided_once_the_goods_have_come(office: Office) -> None:
    tea = {"code": "TEH", "name": "Teh", "unit": "pcs", "price": 3_000}
    office.perform("goods.add_item", tea)
    one = sell(office, ("TEH", "1"), approval=approval()).id
    two = sell(office, ("TEH", "1"), approval=approval()).id
    void = {"reason": "salah barang"}
    office.perform("accounting.reverse", {"entry": two, **void}, approval=approval())
    firm = {"code": "KEBUN", "name": "Kebun", "days": 7}
    office.perform("purchasing.add_supplier", firm)
    came = {"item": "TEH", "quantity": "5", "price": 2_000}
    bought = {"supplier": "KEBUN", "place": store.PLACE, "lines": [came], "days": 7}
    office.perform("purchasing.receive", bought)

    with pytest.raises(NotReversible, match="pakai retur"):
        office.perform("accounting.reverse", {"entry": one, **void}, approval=approval())
    assert office.perform("sales.bring_back", {"sale": one, "lines": [{"line": 0}]}).id


@pytest.mark.parametrize("account", ["4-1101", "4-1102", "1-1201"])
def test_revenue_and_bons_are_not_written_by_hand_but_to_adjust(
    office: Office, account: str
) -> None:
    whose = {"key": member_key(office)} if account == "1-1201" else {"lini": "sembako"}
    lines = [
        {"account": account, "amount": 1_000, "unit": "G1", **whose},
        {"account": "6-1402", "amount": -1_000, "unit": "G1"},
    ]
    order = {"text": "Koreksi", "lines": lines}
    with pytest.raises(BadField, match="dicatat di kasir"):
        office.perform("accounting.record", order)
    with pytest.raises(NeedsApproval):
        office.perform("accounting.record", {**order, "kind": "adjustment"})
