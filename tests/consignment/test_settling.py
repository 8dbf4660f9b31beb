"""An owner is paid what is owed and no more, in cash or into his savings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.consignment import queries, slips
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, NeedsApproval
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.office import Office
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.consignment import stall


def put_cash(office: Office) -> None:
    builders.record(office, ("1-1101", 100_000, "KTR"), ("4-9109", -100_000, "KTR"))


def test_an_owner_is_paid_once_for_what_is_owed(shop: Session) -> None:
    office = shop.office
    put_cash(office)
    stall.lose(office, KUE="2")

    answer = office.perform("consignment.settle", {"owner": stall.OWNER})

    lines = builders.seen(builders.lines_of(office, answer.id))
    assert ("2-1203", 17_000, "G1") in lines
    assert ("1-1101", -17_000, "KTR") in lines
    assert stall.owed(office) == 0
    with pytest.raises(BadField, match="belum ada yang terjual"):
        office.perform("consignment.settle", {"owner": stall.OWNER})
    builders.require_green(office)


def test_a_payment_that_is_taken_back_is_owed_again(shop: Session) -> None:
    office = shop.office
    put_cash(office)
    stall.lose(office, KUE="2")
    answer = office.perform("consignment.settle", {"owner": stall.OWNER})

    office.perform("accounting.reverse", {"entry": answer.id, "reason": "salah hitung"})

    (kept,) = queries.kept_of(office.reading, stall.owner(office))
    assert (kept.unpaid, kept.unpaid_for) == (17_000, 2_000)
    builders.require_green(office)


def test_a_drawer_without_the_money_pays_nobody(shop: Session) -> None:
    stall.lose(shop.office, KUE="2")
    with pytest.raises(InsufficientBalance):
        shop.office.perform("consignment.settle", {"owner": stall.OWNER})


def test_a_member_is_paid_into_his_voluntary_savings(shop: Session) -> None:
    office = shop.office
    member = builders.a_member(office)
    stall.an_item(office, "TELUR", "Telur asin", member.key)
    stall.take_in(office, member.key, share=3_000, TELUR="5")
    stall.lose(office, member.key, TELUR="2")

    office.perform("consignment.settle", {"owner": member.key, "savings": "voluntary"})

    assert savings.balance(office.reading, member.key, "voluntary") == Rupiah(6_000)
    assert stall.owed(office) == 0
    builders.require_green(office)


def test_an_outsider_has_no_savings_to_be_paid_into(shop: Session) -> None:
    stall.lose(shop.office, KUE="1")
    with pytest.raises(BadField, match="anggota aktif"):
        shop.office.perform("consignment.settle", {"owner": stall.OWNER, "savings": "voluntary"})


def test_nobody_pays_himself_alone(shop: Session) -> None:
    office = shop.office
    member = builders.a_member(office)
    with builders.working_as(office, "ketua"):
        order = {"user": "bendahara", "member": member.key}
        office.perform("security.link_member", order)
    assert office.actor is not None
    office.actor = replace(office.actor, person=member.key)
    stall.an_item(office, "TELUR", "Telur asin", member.key)
    stall.take_in(office, member.key, share=3_000, TELUR="5")
    stall.lose(office, member.key, TELUR="2")

    with pytest.raises(NeedsApproval):
        office.perform("consignment.settle", {"owner": member.key, "savings": "voluntary"})


def test_what_old_books_owed_is_paid_with_the_rest(shop: Session) -> None:
    office = shop.office
    put_cash(office)
    line = {"account": "2-1203", "amount": -5_000, "unit": "G1", "key": stall.owner(office)}
    against = {"account": "3-1501", "amount": 5_000, "unit": "KTR"}
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": [line, against]})
    stall.lose(office, KUE="1")

    answer = office.perform("consignment.settle", {"owner": stall.OWNER})

    paper = slips.receipt(office.reading, answer.id)
    assert paper.amount == Rupiah(13_500)
    assert paper.rows == (
        ("Kue lapis, 1 pcs", Rupiah(8_500)),
        ("Saldo buku lama", Rupiah(5_000)),
    )
    builders.require_green(office)


def test_the_proof_sees_an_owner_of_whom_the_sums_and_the_ledger_differ(shop: Session) -> None:
    office = shop.office
    stall.lose(office, KUE="1")

    with office.database.connection as behind:
        behind.execute("UPDATE consigned SET owed = owed + 1")

    assert "8.501" in builders.findings(office)["consignment"][0]


def test_a_sale_earns_the_owner_his_share_and_a_return_takes_it_back(shop: Session) -> None:
    office = shop.office
    put_cash(office)
    office.perform("till.open_shift", {"float": 0, "box": "LACI-G1", "place": stall.SHOP})
    lines = [{"item": "KUE", "quantity": "3"}]
    sale = office.perform("sales.sell", {"lines": lines, "place": stall.SHOP})
    back = {"sale": sale.id, "lines": [{"line": 0, "quantity": "1"}], "reason": "basi"}
    office.perform("sales.bring_back", back)

    answer = office.perform("consignment.settle", {"owner": stall.OWNER, "cash": "KAS"})

    assert slips.receipt(office.reading, answer.id).rows == (("Kue lapis, 2 pcs", Rupiah(17_000)),)
    assert -builders.balance(office, "4-1303") == 3_000
    assert stall.held(office, "KUE") == (8_000, 0)
    builders.require_green(office)
