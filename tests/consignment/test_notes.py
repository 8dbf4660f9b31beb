"""Goods of others come, go back or get lost; nothing is posted but what is owed for a loss."""

from __future__ import annotations

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.consignment import queries, slips
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.kernel.errors import (
    BadField,
    InsufficientBalance,
    NotReversible,
    StockShort,
    UnknownMember,
)
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances
from tests import builders
from tests.consignment import stall


def test_goods_taken_in_lie_in_the_shop_are_worth_nothing_and_post_nothing(shop: Session) -> None:
    office = shop.office

    answer = stall.take_in(office, KUE="2.5")

    assert stall.held(office, "KUE") == (12_500, 0)
    assert balances.posted(office.reading, answer.id) is None
    assert answer.number is not None
    assert answer.number.startswith("STP-KR-2026-")
    builders.require_green(office)


def test_the_share_of_the_latest_note_holds_for_all_that_lies_here(shop: Session) -> None:
    office = shop.office
    item = goods.require_item(office.reading, "KUE").key

    stall.take_in(office, share=8_000, KUE="1")

    assert queries.share(office.reading, item) == queries.Share(stall.owner(office), Rupiah(8_000))


def test_a_note_without_a_share_keeps_the_one_before(shop: Session) -> None:
    office = shop.office

    office.perform("consignment.take_in", {"owner": stall.OWNER, "lines": stall.lines(KUE="1")})

    item = goods.require_item(office.reading, "KUE").key
    share = queries.share(office.reading, item)
    assert share is not None
    assert share.amount == Rupiah(8_500)


def test_the_first_note_of_an_item_needs_its_share(shop: Session) -> None:
    order = {"owner": stall.OWNER, "lines": stall.lines(KRIPIK="1")}
    with pytest.raises(BadField) as refused:
        shop.office.perform("consignment.take_in", order)
    assert refused.value.field == "lines[0].share"


def test_a_share_above_the_price_is_refused(shop: Session) -> None:
    with pytest.raises(BadField, match=r"10\.000"):
        stall.take_in(shop.office, share=10_001, KUE="1")


def test_one_item_twice_in_a_note_is_refused(shop: Session) -> None:
    order = {"owner": stall.OWNER, "lines": stall.lines(KUE="1") * 2}
    with pytest.raises(BadField, match="dua kali"):
        shop.office.perform("consignment.take_in", order)


def test_goods_of_somebody_else_are_refused(shop: Session) -> None:
    office = shop.office
    member = builders.a_member(office)
    with pytest.raises(BadField, match="bukan barang titipan penitip ini"):
        stall.take_in(office, member.key, KUE="1")


def test_goods_of_nobody_are_refused(shop: Session) -> None:
    with pytest.raises(UnknownMember):
        stall.take_in(shop.office, "SIAPA", KUE="1")


def test_what_goes_back_leaves_the_shop(shop: Session) -> None:
    office = shop.office

    order = {"owner": stall.OWNER, "lines": stall.lines(KUE="4")}
    office.perform("consignment.give_back", order)

    (kept,) = queries.kept_of(office.reading, stall.owner(office))
    assert (kept.taken, kept.returned, kept.should_be) == (10_000, 4_000, 6_000)
    assert stall.held(office, "KUE") == (6_000, 0)
    builders.require_green(office)


def test_more_than_lies_here_cannot_go_back(shop: Session) -> None:
    order = {"owner": stall.OWNER, "lines": stall.lines(KUE="11")}
    with pytest.raises(StockShort):
        shop.office.perform("consignment.give_back", order)


def test_what_got_lost_is_owed_at_our_cost(shop: Session) -> None:
    office = shop.office

    answer = stall.lose(office, KUE="1")

    assert builders.seen(builders.lines_of(office, answer.id)) == [
        ("5-1105", 8_500, stall.UNIT),
        ("2-1203", -8_500, stall.UNIT),
    ]
    assert stall.held(office, "KUE") == (9_000, 0)
    builders.require_green(office)


def test_a_loss_that_is_taken_back_lies_in_the_shop_again_and_is_owed_no_more(
    shop: Session,
) -> None:
    office = shop.office
    answer = stall.lose(office, KUE="1")

    office.perform("accounting.reverse", {"entry": answer.id, "reason": "ketemu"})

    assert stall.held(office, "KUE") == (10_000, 0)
    assert stall.owed(office) == 0
    builders.require_green(office)


def test_a_loss_that_was_paid_for_is_not_taken_back(shop: Session) -> None:
    office = shop.office
    answer = stall.lose(office, KUE="1")
    builders.record(office, ("1-1101", 100_000, "KTR"), ("4-9109", -100_000, "KTR"))
    office.perform("consignment.settle", {"owner": stall.OWNER})

    with pytest.raises((NotReversible, InsufficientBalance)):
        office.perform("accounting.reverse", {"entry": answer.id, "reason": "ketemu"})


def test_only_what_a_count_has_missed_is_made_good_without_goods(shop: Session) -> None:
    order = {
        "owner": stall.OWNER,
        "lines": stall.lines(KUE="1"),
        "reason": "opname",
        "counted": True,
    }
    with pytest.raises(BadField, match="hanya 0 pcs"):
        shop.office.perform("consignment.compensate", order)


def test_nobody_writes_on_the_account_of_consignors_by_hand(shop: Session) -> None:
    line = {"account": "2-1203", "amount": -1_000, "unit": "G1", "key": stall.owner(shop.office)}
    with pytest.raises(BadField, match="Titip jual"):
        builders.record(shop.office, ("1-1101", 1_000, "KTR"), line)


def test_a_code_is_given_once_and_never_a_members_number(shop: Session) -> None:
    office = shop.office
    for code in (stall.OWNER, stall.OWNER.lower()):
        with pytest.raises(BadField, match="sudah dipakai"):
            office.perform("consignment.add_owner", {"code": code, "name": "Lain"})


def test_the_note_names_each_item_with_its_share(shop: Session) -> None:
    office = shop.office
    answer = stall.take_in(office, KUE="2.5")

    slip = slips.slip(office.reading, answer.id)

    said = [(row.left, row.right) for row in slip.rows]
    assert slip.title == "SURAT TITIP"
    assert ("Kenanga Ulin (KENANGA)", "") in said
    assert ("  2,5 pcs", "bagian 8.500") in said
