"""The receipt while it is typed, without a window."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ui.savings.draft import (
    MANDATORY,
    PRINCIPAL,
    VOLUNTARY,
    Card,
    Draft,
    Due,
    Holding,
)

NOVEMBER = Month("2026-11")


def a_card(first_due: str = "2026-11", *, months: int = 14) -> Card:
    first = Month(first_due)
    return Card(
        key=7,
        number="A-0007",
        name="Melati Jati",
        status="aktif",
        holdings=(
            Holding(PRINCIPAL, "Simpanan pokok", Rupiah(100_000)),
            Holding(MANDATORY, "Simpanan wajib", Rupiah(50_000)),
            Holding(VOLUNTARY, "Simpanan sukarela", Rupiah(0)),
        ),
        dues=tuple(
            Due(first.plus(at), Rupiah(15_000 if first.plus(at) >= "2027-01" else 10_000))
            for at in range(months)
        ),
        this_month=NOVEMBER,
        principal_left=NOTHING,
    )


def test_what_is_due_is_proposed() -> None:
    assert Draft(a_card("2026-11")).proposed_months() == 1
    assert Draft(a_card("2026-09")).proposed_months() == 3


def test_nothing_is_proposed_ahead_when_nothing_is_due() -> None:
    draft = Draft(a_card("2026-12"))

    with pytest.raises(BadField, match="Tidak ada iuran terutang"):
        draft.proposed_months()
    assert draft.with_months(2).lines[0].words == "Simpanan wajib, Desember 2026–Januari 2027"


def test_each_month_owes_its_own_rate() -> None:
    draft = Draft(a_card("2026-11")).with_months(3)

    assert draft.amount == Rupiah(35_000)
    assert draft.lines[0].words == "Simpanan wajib, November 2026–Januari 2027"


def test_a_second_line_of_months_goes_on_where_the_first_ended() -> None:
    draft = Draft(a_card("2026-11")).with_months(2).with_months(1)

    assert draft.lines[1].words == "Simpanan wajib, Januari 2027"
    assert draft.amount == Rupiah(35_000)


def test_more_months_than_may_be_paid_are_refused() -> None:
    with pytest.raises(BadField, match="1 sampai 14"):
        Draft(a_card()).with_months(15)


def test_nothing_is_no_line() -> None:
    with pytest.raises(BadField):
        Draft(a_card()).with_amount(VOLUNTARY, NOTHING)


def test_the_order_is_what_the_operation_takes() -> None:
    draft = Draft(a_card()).with_months(6).with_amount(VOLUNTARY, Rupiah(50_000))

    assert draft.order() == {
        "member": 7,
        "lines": [
            {"product": "mandatory", "months": 6},
            {"product": "voluntary", "amount": 50_000},
        ],
    }


def test_the_last_line_can_be_taken_back() -> None:
    draft = Draft(a_card()).with_months(1).with_amount(VOLUNTARY, Rupiah(50_000)).without_last()

    assert draft.amount == Rupiah(10_000)


def test_more_principal_than_is_missing_is_refused() -> None:
    card = replace(a_card(), principal_left=Rupiah(60_000))
    draft = Draft(card).with_amount(PRINCIPAL, Rupiah(40_000))

    with pytest.raises(BadField, match=r"tinggal kurang Rp20\.000"):
        draft.with_amount(PRINCIPAL, Rupiah(25_000))


def test_lines_move_on_to_a_newer_card_and_leave_out_what_no_longer_fits() -> None:
    older = Draft(replace(a_card(), principal_left=Rupiah(100_000)))
    older = older.with_amount(PRINCIPAL, Rupiah(100_000)).with_months(2)

    newer = older.on(a_card("2026-12"))

    assert [line.words for line in newer.lines] == ["Simpanan wajib, Desember 2026–Januari 2027"]
    assert newer.amount == Rupiah(25_000)
