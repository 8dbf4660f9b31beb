"""A sale posts what its recipe says, moves its goods, and asks whom it has to ask."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.kernel.errors import (
    BadField,
    BeyondBonLimit,
    InsufficientBalance,
    NeedsApproval,
    NoShift,
    NotActive,
    NotPermitted,
    NotReversible,
    Refusal,
    SelfApproval,
    UnknownMember,
)
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.office import Office
from kopdes_desktop.sales import bons, queries
from kopdes_desktop.sales.advances import waiting
from kopdes_desktop.tills import queries as shifts
from tests import builders
from tests.builders import approval, seen
from tests.sales import store
from tests.sales.store import drawer, held, kept, sell

BON = 300_000


@pytest.fixture(scope="module")
def shop(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One shop for all that is tried here: what was sold before stays sold."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("shop") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        store.consign(office)
        for n in (1, 2):
            key = store.member(office, n)
            office.perform("sales.set_limit", {"member": key, "amount": BON})
        yield office


@pytest.fixture
def office(shop: Office) -> Iterator[Office]:
    """With an open shift and a full shelf; without one afterwards."""
    if not shifts.open_shifts(shop.reading):
        store.open_shift(shop)
    yield shop
    for each in shifts.open_shifts(shop.reading):
        shop.perform("till.close_shift", {"shift": each.key, "cash": drawer(shop)})


def key_of(office: Office, code: str) -> int:
    row = office.database.connection.execute("SELECT key FROM item WHERE code=?", (code,))
    return int(row.fetchone()[0])


def shift_of(office: Office) -> int:
    return shifts.open_shifts(office.reading)[0].key


def posted(office: Office, key: int) -> list[tuple[str, int, str | None]]:
    return [(x.account, int(x.amount), x.lini) for x in builders.lines_of(office, key)]


# --- recipes ------------------------------------------------------------------------------------


def test_a_member_pays_in_cash(office: Office) -> None:
    """D01: the pair of accounts follows the buyer."""
    answer = sell(office, ("MI", "2"), ("GULA", "0.5"), member="0001")

    assert answer.number is not None
    assert answer.number.startswith("STR-KR-2026-")
    assert posted(office, answer.id) == [
        ("1-1103", 15_500, None),
        ("4-1101", -15_500, "sembako"),
        ("5-1101", 13_750, "sembako"),
        ("1-1401", -13_750, "sembako"),
    ]


def test_a_stranger_pays_in_cash_for_goods_of_two_lines_of_business(office: Office) -> None:
    """D02, D12."""
    answer = sell(office, ("MI", "1"), ("GAS", "1"))

    assert posted(office, answer.id) == [
        ("1-1103", 23_500, None),
        ("4-1102", -3_500, "sembako"),
        ("4-1102", -20_000, "LPG"),
        ("5-1102", 3_000, "sembako"),
        ("5-1102", 18_000, "LPG"),
        ("1-1401", -3_000, "sembako"),
        ("1-1402", -18_000, "LPG"),
    ]


def test_a_mix_of_everything_is_paid_to_the_rupiah(office: Office) -> None:
    """D03, D05, D07: the rest is paid by the tender that names no amount."""
    before = kept(office, shift_of(office))
    answer = sell(
        office,
        ("GULA", "2"),
        member="0001",
        tenders=[
            {"kind": "cash", "amount": 4_000},
            {"kind": "qris", "amount": 10_000, "ref": "8812"},
            {"kind": "transfer", "amount": 5_000, "ref": "77", "box": "BRI"},
            {"kind": "bon"},
        ],
    )

    lines = seen(builders.lines_of(office, answer.id))
    assert lines[:5] == [
        ("1-1103", 4_000, "G1"),
        ("1-1121", 10_000, "G1"),
        ("1-1111", 5_000, "KTR"),
        ("1-1201", 15_000, "G1"),
        ("4-1101", -34_000, "G1"),
    ]
    now = kept(office, shift_of(office))
    gained = {what: now[what] - before.get(what, 0) for what in now}
    assert {name: gained[name] for name in ("sales", "cash", "qris", "transfer", "bon")} == {
        "sales": 34_000,
        "cash": 4_000,
        "qris": 10_000,
        "transfer": 5_000,
        "bon": 15_000,
    }


def test_a_discount_stands_on_its_own_account(office: Office) -> None:
    """D08: what was taken off shows, line by line and of the whole."""
    answer = sell(office, {"item": "GULA", "quantity": "1", "off": 500}, off=300, member="0001")

    assert posted(office, answer.id)[:3] == [
        ("1-1103", 16_200, None),
        ("4-1101", -17_000, "sembako"),
        ("4-1103", 800, "sembako"),
    ]


def test_savings_pay_and_count_as_withdrawn(office: Office) -> None:
    """D09."""
    member = builders.a_member(office, 30, day=date(2026, 1, 5))
    builders.pay(office, member, amount=40_000)
    order: dict[str, Any] = {"member": member.key, "tenders": [{"kind": "savings"}]}

    answer = sell(office, ("GULA", "1"), **order)

    assert posted(office, answer.id)[:2] == [
        ("2-1101", 17_000, None),
        ("4-1101", -17_000, "sembako"),
    ]
    with pytest.raises(InsufficientBalance):
        sell(office, ("GULA", "2"), **order)


def test_goods_of_others_leave_a_commission(office: Office) -> None:
    """I02: the owner's share is owed under his key."""
    answer = sell(office, ("KUE", "1"))

    assert posted(office, answer.id) == [
        ("1-1103", 10_000, None),
        ("2-1203", -8_500, None),
        ("4-1303", -1_500, "sembako"),
    ]


def test_a_service_is_income_without_goods(office: Office) -> None:
    """D17."""
    answer = sell(office, ("SEWA", "3"))

    assert posted(office, answer.id) == [
        ("1-1103", 150_000, None),
        ("4-1402", -150_000, "gudang"),
    ]
    assert "goods" not in answer.fact["d"]


def test_a_bundle_takes_its_parts_from_the_shelf(office: Office) -> None:
    mi, sugar = held(office, key_of(office, "MI")), held(office, key_of(office, "GULA"))

    answer = sell(office, ("PAKET", "2"))

    assert held(office, key_of(office, "MI"))[0] == mi[0] - 8_000
    assert held(office, key_of(office, "GULA"))[0] == sugar[0] - 1_000
    assert posted(office, answer.id)[1] == ("4-1102", -60_000, "sembako")


def test_a_pack_is_sold_at_its_own_price_and_moves_base_units(office: Office) -> None:
    before = held(office, key_of(office, "MI"))[0]

    answer = sell(office, {"item": "MI", "pack": "dus"}, {"item": "MI", "quantity": "2"})

    assert answer.fact["d"]["packs"] == [[0, "dus", "40"]]
    assert held(office, key_of(office, "MI"))[0] == before - 42_000
    assert posted(office, answer.id)[0] == ("1-1103", 147_000, None)
    office.perform("accounting.reverse", {"entry": answer.id, "reason": "salah"})


def test_an_advance_is_used_up_by_its_number(office: Office) -> None:
    """D15a and D15b."""
    taken = office.perform("sales.take_advance", {"amount": 10_000, "text": "beras hajatan"})
    assert posted(office, taken.id) == [("1-1103", 10_000, None), ("2-1206", -10_000, None)]
    tenders = [
        {"kind": "advance", "ref": taken.number, "amount": 10_000},
        {"kind": "cash"},
    ]

    answer = sell(office, ("BERAS", "1"), tenders=tenders)

    assert posted(office, answer.id)[:2] == [("2-1206", 10_000, None), ("1-1103", 4_000, None)]
    assert queries.advances(office.reading) == []
    with pytest.raises(BadField):
        sell(office, ("BERAS", "1"), tenders=tenders)


def test_several_payments_of_one_kind_pay_for_one_sale(office: Office) -> None:
    """Two transfers, a second QRIS and two advances; only the same one twice is refused."""
    one, two = (
        office.perform("sales.take_advance", {"amount": n, "text": "beras"}).number
        for n in (1_000, 2_000)
    )
    mixed = [
        {"kind": "advance", "ref": one, "amount": 1_000},
        {"kind": "advance", "ref": two, "amount": 2_000},
        {"kind": "qris", "ref": "A1", "amount": 4_000},
        {"kind": "qris", "ref": "A2", "amount": 2_000},
        {"kind": "transfer", "ref": "T1", "box": "BRI", "amount": 1_500},
        {"kind": "transfer", "ref": "T2", "box": "BRI", "amount": 2_500},
        {"kind": "cash"},
    ]
    answer = sell(office, ("BERAS", "1"), tenders=mixed)
    assert ("1-1121", 6_000, None) in posted(office, answer.id)
    assert ("1-1111", 4_000, None) in posted(office, answer.id)
    assert queries.advances(office.reading) == []
    same = [{"kind": "qris", "ref": "A1", "amount": n} for n in (1_000, 2_000)]
    again = [*same, {"kind": "cash"}]
    with pytest.raises(BadField, match="dua kali"):
        sell(office, ("BERAS", "1"), tenders=again)


def test_an_advance_is_paid_back_when_the_order_fails(office: Office) -> None:
    """D15: what is left of it, once, out of the drawer; void gives it back to the order."""
    taken = office.perform("sales.take_advance", {"amount": 10_000, "text": "beras hajatan"})
    part = [{"kind": "advance", "ref": taken.number, "amount": 4_000}, {"kind": "cash"}]
    sell(office, ("BERAS", "1"), tenders=part)
    order = {"advance": taken.number, "reason": "barang tidak datang"}

    answer = office.perform("sales.return_advance", order)

    assert posted(office, answer.id) == [("2-1206", 6_000, None), ("1-1103", -6_000, None)]
    assert kept(office, shift_of(office))["advance_out"] == 6_000
    assert waiting(office.reading, "G1") == []
    with pytest.raises(BadField):
        office.perform("sales.return_advance", order)
    office.perform("accounting.reverse", {"entry": answer.id, "reason": "jadi datang"})
    assert [(each.key, each.text, each.left) for each in waiting(office.reading, "G1")] == [
        (taken.id, "beras hajatan", 6_000)
    ]
    assert "advance_out" not in kept(office, shift_of(office))
    office.perform("sales.return_advance", {**order, "advance": taken.id})


def test_the_safe_pays_back_what_the_drawer_had_taken(office: Office) -> None:
    before = kept(office, shift_of(office)).get("advance_out", 0)
    taken = office.perform("sales.take_advance", {"amount": 7_000, "text": "beras"}).id

    answer = office.perform(
        "sales.return_advance", {"advance": taken, "reason": "batal", "box": "KAS"}
    )

    assert sorted(posted(office, answer.id)) == [
        ("1-1101", -7_000, None),
        ("1-1901", -7_000, None),
        ("1-1901", 7_000, None),
        ("2-1206", 7_000, None),
    ]
    assert taken not in [each.key for each in waiting(office.reading, "G1")]
    assert kept(office, shift_of(office)).get("advance_out", 0) == before


@pytest.mark.parametrize(
    "order",
    [
        {"advance": "UMJ-KR-2026-009999", "reason": "batal"},
        {"advance": "STR-KR-2026-000001", "reason": "batal"},
        {"advance": 1, "reason": "batal"},
    ],
)
def test_what_is_no_advance_is_not_paid_back(office: Office, order: dict[str, Any]) -> None:
    with pytest.raises(BadField):
        office.perform("sales.return_advance", order)


def test_an_advance_is_paid_back_for_a_reason_by_two(office: Office) -> None:
    taken = office.perform("sales.take_advance", {"amount": 1_000, "text": "gula"})
    with pytest.raises(BadField):
        office.perform("sales.return_advance", {"advance": taken.id, "reason": " "})
    with builders.working_as(office, "kasir"), pytest.raises(NeedsApproval):
        office.perform("sales.return_advance", {"advance": taken.id, "reason": "batal"})
    office.perform("accounting.reverse", {"entry": taken.id, "reason": "salah"})


def test_a_bon_is_paid_into_the_drawer_and_is_no_sale(office: Office) -> None:
    """D05 and D06."""
    sell(office, ("BERAS", "1"), member="0002", tenders=[{"kind": "bon"}])
    before = kept(office, shift_of(office))

    answer = office.perform("sales.pay_bon", {"member": "0002", "amount": 6_000})

    assert posted(office, answer.id) == [("1-1103", 6_000, None), ("1-1201", -6_000, None)]
    now = kept(office, shift_of(office))
    assert now["sales"] == before["sales"]
    assert now["bon_paid"] == before.get("bon_paid", 0) + 6_000
    assert answer.fact["d"]["left"] == 8_000
    office.perform("sales.pay_bon", {"member": "0002"})
    for amount in (1, 0, -5):
        with pytest.raises(BadField):
            office.perform("sales.pay_bon", {"member": "0002", "amount": amount})


def test_qris_money_arrives_less_its_fee(office: Office) -> None:
    """D04."""
    sell(office, ("SEWA", "1"), tenders=[{"kind": "qris", "ref": "1"}])
    answer = office.perform("sales.settle_qris", {"amount": 50_000, "fee": 150, "box": "BRI"})

    assert seen(builders.lines_of(office, answer.id))[:3] == [
        ("1-1111", 49_850, "KTR"),
        ("6-1208", 150, "G1"),
        ("1-1121", -50_000, "G1"),
    ]
    with pytest.raises(InsufficientBalance):
        office.perform("sales.settle_qris", {"amount": 900_000, "box": "BRI"})


# --- prices, discounts, shelves -------------------------------------------------------------------


def test_a_cashier_gives_little_away_alone(office: Office) -> None:
    little, much = ({"item": "GULA", "quantity": "1", "off_percent": x} for x in ("5", "5.1"))
    with builders.working_as(office, "kasir"):
        sell(office, little)
        with pytest.raises(NeedsApproval):
            sell(office, much)
        with pytest.raises(NeedsApproval):
            sell(office, {"item": "GULA", "quantity": "1", "price": 17_001})
        with pytest.raises(NeedsApproval):
            sell(office, {"item": "GULA", "quantity": "1", "price": 16_000})

        answer = sell(office, much, approval=approval())

    assert posted(office, answer.id)[0] == ("1-1103", 16_133, None)


def test_nobody_sells_below_cost_alone(office: Office) -> None:
    line = {"item": "OBAT", "quantity": "1", "price": 9_999}

    with pytest.raises(NeedsApproval, match="harga pokok"):
        sell(office, line)

    assert sell(office, line, approval=approval()).number


def test_a_member_s_price_is_a_member_s(office: Office) -> None:
    prices = [{"item": "GULA", "amount": 16_500, "tier": "member"}]
    office.perform("goods.set_prices", {"prices": prices})

    mine, theirs = sell(office, ("GULA", "1"), member="0001"), sell(office, ("GULA", "1"))

    assert (posted(office, mine.id)[0][1], posted(office, theirs.id)[0][1]) == (16_500, 17_000)


def test_nothing_is_sold_above_its_ceiling(office: Office) -> None:
    office.perform(
        "goods.set_ceiling",
        {"item": "GAS", "amount": 20_000, "from_day": "2026-01-01", "decision": "SK 1"},
    )

    sell(office, ("GAS", "1"))
    with pytest.raises(BadField, match="HET"):
        sell(office, {"item": "GAS", "price": 20_001}, approval=approval())


def test_an_empty_shelf_needs_a_second_person_and_goes_below_zero(office: Office) -> None:
    item = key_of(office, "OBAT")
    there = held(office, item)[0] // 1000

    with pytest.raises(NeedsApproval, match="Stok Obat batuk"):
        sell(office, ("OBAT", str(there + 1)))
    sell(office, ("OBAT", str(there + 1)), approval=approval())

    assert held(office, item) == (-1_000, -10_000)


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        ({"lines": []}, BadField),
        ({"lines": [{"item": "TAK-ADA"}]}, BadField),
        ({"lines": [{"item": "MI", "quantity": "0"}]}, BadField),
        ({"lines": [{"item": "MI", "quantity": "-1"}]}, BadField),
        ({"lines": [{"item": "MI", "quantity": "0.0001"}]}, BadField),
        ({"lines": [{"item": "MI", "pack": "karung"}]}, BadField),
        ({"lines": [{"item": "MI", "price": -1}]}, BadField),
        ({"lines": [{"item": "MI", "off": -1}]}, BadField),
        ({"lines": [{"item": "MI", "off": 1, "off_percent": "1"}]}, BadField),
        ({"lines": [{"item": "MI", "off_percent": "101"}]}, BadField),
        ({"lines": [{"item": "MI"}], "member": "9999"}, UnknownMember),
        ({"lines": [{"item": "MI"}], "given": 3_499}, InsufficientBalance),
        ({"lines": [{"item": "MI"}], "tenders": [{"kind": "cash", "amount": 1}]}, BadField),
        ({"lines": [{"item": "MI"}], "tenders": [{"kind": "cash", "amount": 4_000}]}, BadField),
        ({"lines": [{"item": "MI"}], "tenders": [{"kind": "qris"}]}, BadField),
        ({"lines": [{"item": "MI"}], "tenders": [{"kind": "bon"}]}, BadField),
        ({"lines": [{"item": "MI"}], "tenders": [{"kind": "savings"}]}, BadField),
        (
            {"lines": [{"item": "MI"}], "tenders": [{"kind": "transfer", "ref": "1"}]},
            BadField,
        ),
        (
            {
                "lines": [{"item": "MI"}],
                "tenders": [{"kind": "transfer", "ref": "1", "box": "KAS"}],
            },
            BadField,
        ),
        ({"lines": [{"item": "MI"}], "tenders": [{"kind": "cash"}, {"kind": "cash"}]}, BadField),
        ({"lines": [{"item": "MI"}], "place": "TAK-ADA"}, BadField),
        ({"lines": [{"item": "MI"}], "shift": 5}, NoShift),
        ({"lines": [{"item": "MI"}], "box": "KAS"}, NoShift),
        (
            {"lines": [{"item": "MI"}], "given": 1, "tenders": [{"kind": "qris", "ref": "1"}]},
            BadField,
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    office: Office, order: dict[str, Any], refusal: type[Refusal]
) -> None:
    facts = builders.fact_count(office)

    with pytest.raises(refusal):
        office.perform("sales.sell", order)

    assert builders.fact_count(office) == facts


def test_an_applicant_buys_as_a_stranger(office: Office) -> None:
    key = builders.an_applicant(office, 50)

    with pytest.raises(NotActive):
        sell(office, ("MI", "1"), member=key)


def test_nothing_is_sold_without_a_shift(office: Office) -> None:
    office.perform("till.close_shift", {"cash": drawer(office)})

    with pytest.raises(NoShift):
        sell(office, ("MI", "1"))


def test_a_supervisor_and_a_chair_do_not_sell(office: Office) -> None:
    for login in ("pengawas", "ketua"):
        with builders.working_as(office, login), pytest.raises(NotPermitted):
            sell(office, ("MI", "1"))


def test_cash_is_rounded_where_the_setting_says_so(office: Office) -> None:
    office.perform("settings.change", {"fields": {"till.cash_rounding": 500}})

    answer = sell(office, {"item": "MI", "quantity": "1", "off": 120})
    office.perform("settings.change", {"fields": {"till.cash_rounding": 0}})

    assert ("4-9105", -120, None) in posted(office, answer.id)
    assert posted(office, answer.id)[0] == ("1-1103", 3_500, None)
    plain = sell(office, {"item": "MI", "quantity": "1", "off": 120})
    assert posted(office, plain.id)[0] == ("1-1103", 3_380, None)


# --- bons ---------------------------------------------------------------------------------------


def test_money_of_nobody_known_turns_out_to_be_a_bons_and_pays_it_in_one_step(
    office: Office,
) -> None:
    sell(office, ("BERAS", "1"), member="0002", tenders=[{"kind": "bon"}])
    owed = -builders.balance(office, "1-1201")
    came = {"template": "unknown_deposit", "amount": 4_000, "box": "BRI"}
    found = balances.posted(office.reading, office.perform("accounting.jot", came).id)
    assert found is not None
    before = builders.balance(office, "2-1108")
    order = bons.out_of_deposit(office.reading, found, "0002", Rupiah(4_000))

    with pytest.raises(NeedsApproval):
        office.perform("accounting.record", order)
    office.perform("accounting.record", order, approval=builders.approval())

    assert builders.balance(office, "1-1201") == -owed - 4_000
    assert builders.balance(office, "2-1108") == before + 4_000
    with pytest.raises(BadField, match="bon anggota ini"):
        bons.out_of_deposit(office.reading, found, "0002", Rupiah(9_000_000))
    office.perform("sales.pay_bon", {"member": "0002"})


def test_a_bon_stays_below_the_limit_of_the_household(office: Office) -> None:
    family = "3310010101010009"
    one, two = (builders.a_member(office, n, date(2026, 1, 5), kk=family).key for n in (41, 42))
    for key in (one, two):
        office.perform("sales.set_limit", {"member": key, "amount": 20_000})
    sell(office, ("BERAS", "1"), member=one, tenders=[{"kind": "bon"}])

    with pytest.raises(BeyondBonLimit):
        sell(office, ("BERAS", "1"), member=two, tenders=[{"kind": "bon"}])

    office.perform("sales.pay_bon", {"member": one})
    sell(office, ("BERAS", "1"), member=two, tenders=[{"kind": "bon"}])


def test_nobody_without_a_limit_gets_a_bon(office: Office) -> None:
    key = store.member(office, 45)

    with pytest.raises(BeyondBonLimit):
        sell(office, ("MI", "1"), member=key, tenders=[{"kind": "bon"}])


def test_nobody_writes_a_bon_for_himself_alone(office: Office) -> None:
    member = builders.a_member(office, 46, day=date(2026, 1, 5))
    office.perform("sales.set_limit", {"member": member.key, "amount": BON})
    link = {"user": "kasir", "member": member.key}
    office.perform("security.link_member", link, approval=approval())
    bon: dict[str, Any] = {"member": member.key, "tenders": [{"kind": "bon"}]}

    with builders.working_as(office, "kasir"), pytest.raises(NeedsApproval):
        sell(office, ("MI", "1"), **bon)
    with pytest.raises(SelfApproval):
        sell(office, ("MI", "1"), approval=approval("kasir"), **bon)
    with builders.working_as(office, "kasir"):
        assert sell(office, ("MI", "1"), approval=approval(), **bon).number


def test_payments_pay_the_oldest_bon_first(office: Office) -> None:
    key = store.member(office, 47)
    office.perform("sales.set_limit", {"member": key, "amount": BON})
    first, second = (
        sell(office, ("MI", n), member=key, tenders=[{"kind": "bon"}]) for n in ("1", "2")
    )

    office.perform("sales.pay_bon", {"member": key, "amount": 4_500})

    left = queries.bons(office.reading, key)
    assert [(each.sale, int(each.amount)) for each in left] == [(second.id, 6_000)]
    assert left[0].due == date(2026, 3, 4)
    assert first.id not in {each.sale for each in left}


# --- voids --------------------------------------------------------------------------------------


def test_a_void_gives_everything_back_while_the_shift_is_open(office: Office) -> None:
    item, key = key_of(office, "MI"), store.member(office, 48)
    office.perform("sales.set_limit", {"member": key, "amount": BON})
    shelf, cash, sums = held(office, item), drawer(office), kept(office, shift_of(office))
    answer = sell(
        office,
        ("MI", "3"),
        ("KUE", "1"),
        member=key,
        tenders=[{"kind": "bon", "amount": 4_000}, {"kind": "cash"}],
    )

    office.perform("accounting.reverse", {"entry": answer.id, "reason": "salah ketik"})

    assert (held(office, item), drawer(office)) == (shelf, cash)
    after = kept(office, shift_of(office))
    assert after.pop("voids") == sums.pop("voids", 0) + 20_500
    assert after == sums
    assert queries.bons(office.reading, key) == []
    assert queries.dealings(office.reading, key, "2026-01", "2026-12").bought == 0


def test_a_sale_of_a_closed_shift_is_not_voided(office: Office) -> None:
    answer = sell(office, ("MI", "1"))
    office.perform("till.close_shift", {"cash": drawer(office)})

    with pytest.raises(NotReversible, match="retur"):
        office.perform("accounting.reverse", {"entry": answer.id, "reason": "x"})


def test_a_cashier_voids_only_with_a_second_person(office: Office) -> None:
    answer = sell(office, ("MI", "1"))
    order = {"entry": answer.id, "reason": "batal"}

    with builders.working_as(office, "kasir"):
        with pytest.raises(NeedsApproval):
            office.perform("accounting.reverse", order)
        office.perform("accounting.reverse", order, approval=approval())


def test_a_member_s_dealings_are_what_he_bought(office: Office) -> None:
    key = store.member(office, 49)
    sell(office, ("MI", "2"), ("KUE", "1"), ("SEWA", "1"), member=key)
    sell(office, {"item": "MI", "quantity": "1", "off": 100}, member=key)

    found = queries.dealings_of_year(office.reading, key, builders.DAY)

    assert (int(found.own), int(found.consigned), int(found.commission), int(found.cost)) == (
        60_400,
        10_000,
        1_500,
        9_000,
    )


def test_the_books_are_green_after_all_that(office: Office) -> None:
    sell(office, ("MI", "1"), ("PAKET", "1"), ("KUE", "1"), ("SEWA", "1"), off_percent="1")

    builders.require_green(office)
