"""Withdrawals, transfers, rupiah of dues and households while they are typed, without a window."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ui.savings.basket import Basket, Choice
from kopdes_desktop.ui.savings.batch import Batch, BatchRow
from kopdes_desktop.ui.savings.draft import (
    MANDATORY,
    PRINCIPAL,
    VOLUNTARY,
    Card,
    Draft,
    Holding,
    rupiah_of,
)
from kopdes_desktop.ui.savings.months_grid import short
from tests.ui.test_draft import a_card


def a_saver(voluntary: int = 100_000, **fields: object) -> Card:
    card = a_card("2026-10")
    held = (*card.holdings[:2], Holding(VOLUNTARY, "Simpanan sukarela", Rupiah(voluntary)))
    return replace(card, holdings=held, **fields)


def test_rupiah_fill_the_oldest_months_and_leave_the_last_in_part() -> None:
    draft = Draft(a_saver()).with_dues(Rupiah(25_000))

    shares = [(share.month, int(share.amount)) for share in draft.lines[0].shares]
    assert shares == [("2026-10", 10_000), ("2026-11", 10_000), ("2026-12", 5_000)]
    assert draft.unpaid[0].month == Month("2026-12")
    assert draft.unpaid[0].amount == Rupiah(5_000)
    assert draft.order()["lines"] == [{"product": MANDATORY, "amount": 25_000}]


def test_months_after_rupiah_begin_with_the_month_that_lacks_something() -> None:
    draft = Draft(a_saver()).with_dues(Rupiah(25_000)).with_months(1)

    assert draft.lines[1].words == "Simpanan wajib, Desember 2026"
    assert draft.lines[1].amount == Rupiah(5_000)


def test_more_rupiah_than_may_be_paid_ahead_are_refused_with_both_figures() -> None:
    with pytest.raises(BadField, match=r"terlalu banyak: yang boleh dibayar sekarang Rp\d"):
        Draft(a_saver()).with_dues(Rupiah(900_000))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("6", None), ("99", None), ("1234", None), ("10000", 10_000), ("0812345678", None)],
)
def test_only_five_digits_and_more_are_rupiah(typed: str, meant: int | None) -> None:
    assert rupiah_of(typed) == meant


def test_a_withdrawal_never_goes_below_zero() -> None:
    draft = Draft(a_saver()).with_withdrawal(Rupiah(100_000))
    assert draft.added(VOLUNTARY) == Rupiah(-100_000)

    with pytest.raises(BadField, match=r"hanya Rp100\.000, kurang Rp1"):
        Draft(a_saver()).with_withdrawal(Rupiah(100_001))


def test_a_withdrawal_stands_alone() -> None:
    paid_in = Draft(a_saver()).with_months(1)
    with pytest.raises(BadField, match="bukti sendiri"):
        paid_in.with_withdrawal(Rupiah(1_000))
    with pytest.raises(BadField, match="bukti sendiri"):
        Draft(a_saver(), shared=True).with_withdrawal(Rupiah(1_000))
    with pytest.raises(BadField, match="Simpan dulu bukti ini"):
        Draft(a_saver()).with_withdrawal(Rupiah(1_000)).with_months(1)


def test_a_withdrawal_is_ordered_as_the_operation_takes_it() -> None:
    draft = Draft(a_saver()).with_withdrawal(Rupiah(30_000))

    assert draft.order() == {"member": 7, "product": VOLUNTARY, "amount": 30_000}
    assert Basket((draft,)).operation == "savings.withdraw"


def test_a_transfer_moves_months_and_both_balances() -> None:
    draft = Draft(a_saver()).with_transfer(2, NOTHING)

    assert draft.order() == {"member": 7, "from": VOLUNTARY, "to": MANDATORY, "months": 2}
    assert (draft.added(VOLUNTARY), draft.added(MANDATORY)) == (Rupiah(-20_000), Rupiah(20_000))
    assert Basket((draft,)).operation == "savings.transfer"


def test_a_transfer_goes_to_the_principal_until_it_is_whole() -> None:
    card = a_saver(principal_left=Rupiah(40_000))
    draft = Draft(card).with_transfer(None, Rupiah(40_000))

    assert draft.order() == {"member": 7, "from": VOLUNTARY, "to": PRINCIPAL, "amount": 40_000}
    assert draft.principal_left == NOTHING


def test_lines_of_every_way_move_on_to_a_newer_card() -> None:
    for draft in (
        Draft(a_saver()).with_withdrawal(Rupiah(60_000)),
        Draft(a_saver()).with_transfer(2, NOTHING),
        Draft(a_saver()).with_dues(Rupiah(15_000)),
    ):
        assert draft.on(a_saver(90_000)).order() == draft.order()
    assert Draft(a_saver()).with_withdrawal(Rupiah(60_000)).on(a_saver(50_000)).lines == ()


def test_a_household_is_ordered_under_its_first_member() -> None:
    first = Draft(a_saver()).with_months(1)
    second = Draft(replace(a_saver(), key=8, name="Cendana Asoka")).with_amount(
        VOLUNTARY, Rupiah(5_000)
    )
    basket = Basket((first,), payer=Choice("DESA", "DESA"), box=Choice("BRI", "Bank BRI"))

    assert basket.having(second).order() == {
        "member": 7,
        "lines": [
            {"product": MANDATORY, "months": 1},
            {"product": VOLUNTARY, "amount": 5_000, "member": 8},
        ],
        "payer": "DESA",
        "cash": "BRI",
    }
    assert basket.having(second).who == "Melati Jati dan 1 lainnya"
    assert basket.having(second).without(8).parts == (first,)


def test_a_member_with_nothing_on_it_does_not_lead_a_receipt() -> None:
    empty = Draft(a_saver())
    second = Draft(replace(a_saver(), key=8)).with_months(1)

    order = Basket((empty,)).having(second).order()

    assert order == {"member": 8, "lines": [{"product": MANDATORY, "months": 1}]}


def test_an_honorarium_needs_no_box() -> None:
    draft = Draft(a_saver()).with_months(1)
    basket = Basket((draft,), wages=Choice(3, "Ketua"), box=Choice("BRI", "Bank BRI"))

    order = basket.order()

    assert order["wages"] == 3
    assert "cash" not in order


def test_a_letter_goes_with_a_cut_or_a_transfer_and_with_nothing_else() -> None:
    draft = Draft(a_saver())
    paid, moved = draft.with_months(1), draft.with_transfer(1, Rupiah(0))
    chair = Choice(3, "Ketua")

    assert Basket((paid,), wages=chair, letter="4/SP").order()["letter"] == "4/SP"
    assert Basket((moved,), letter="4/SP").order()["letter"] == "4/SP"
    assert "letter" not in Basket((moved,), letter="").order()
    assert "letter" not in Basket((paid,), letter="4/SP").order()


@pytest.mark.parametrize(
    ("amount", "words"),
    [(10_000, "10rb"), (12_500, "12,5rb"), (250_000, "250rb"), (1_250_000, "1,2jt")],
)
def test_narrow_months_say_thousands(amount: int, words: str) -> None:
    assert short(Rupiah(amount)) == words


def a_batch(*dues: int) -> Batch:
    rows = tuple(
        BatchRow(n, f"{n:04d}", f"Bambu {n}", MANDATORY, "Simpanan wajib", Rupiah(due))
        for n, due in enumerate(dues, 1)
    )
    return Batch(1, "LTG-KR-2026-000001", "Dusun Krajan", Month("2026-11"), rows)


def test_a_sheet_is_ordered_without_those_who_did_not_pay() -> None:
    batch = a_batch(10_000, 20_000, 0).with_paid(0, NOTHING).with_paid(1, Rupiah(20_000))
    batch = replace(batch.with_voluntary(1, Rupiah(5_000)), counted=Rupiah(25_000))

    assert batch.order() == {
        "sheet": "LTG-KR-2026-000001",
        "rows": [
            {"member": 2, "product": MANDATORY, "amount": 20_000},
            {"member": 2, "product": VOLUNTARY, "amount": 5_000},
        ],
        "counted": 25_000,
    }
    assert batch.open_rows == [2]
    assert batch.unpaid == 1


@pytest.mark.parametrize(
    ("counted", "words", "tone"),
    [
        (None, "", ""),
        (10_000, "Cocok dengan isian.", "good"),
        (12_000, "Uang lebih Rp2.000 (dua ribu rupiah) dari isian.", "danger"),
        (9_000, "Uang kurang Rp1.000 (seribu rupiah) dari isian.", "danger"),
    ],
)
def test_the_count_is_compared_in_words(counted: int | None, words: str, tone: str) -> None:
    batch = a_batch(10_000).with_paid(0, Rupiah(10_000))
    batch = replace(batch, counted=None if counted is None else Rupiah(counted))

    assert batch.difference() == (words, tone)
