"""A member's page beside his savings: what he bought, his share of the surplus, his meetings."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from kopdes_desktop.governance.queries import Meeting
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.surplus.rules import Left
from kopdes_desktop.ui.members.cards import Bought, Purchases
from kopdes_desktop.ui.members.member_page import (
    CHANGES_AT,
    LEAVES,
    MEETINGS_AT,
    PURCHASES_AT,
    SHARES_AT,
    MemberPage,
)
from tests.ui.fingers import enter, press, write
from tests.ui.registry import register
from tests.ui.village import Village


def page_of(desa: Village, user: str) -> MemberPage:
    screen = register(desa.signed_in(user))
    write("melati")
    enter()
    return screen.page


def offered(page: MemberPage) -> set[int]:
    return {at for at, tab in enumerate(page.tabs) if tab.isVisible()}


@pytest.fixture
def page(desa: Village) -> MemberPage:
    """Melati has bought, was given a share of two years, and may come to a meeting."""
    page = page_of(desa, "bendahara")
    assert page.card is not None
    bread = Bought(date(2026, 11, 3), 7, "JL-G1-2026-000009", "Belanja", Rupiah(45_000))
    left = (Left("2026", Rupiah(60_000), Rupiah(60_000)), Left("2025", Rupiah(40_000), NOTHING))
    held = Meeting(
        "2025",
        date(2026, 3, 1),
        "09.00",
        "Balai desa",
        "",
        date(2026, 2, 1),
        False,
        page.card.key,
        31,
    )
    page.show_card(
        replace(
            page.card,
            purchases=Purchases(2026, Rupiah(1_250_000), Rupiah(90_000), Rupiah(400_000), (bread,)),
            shares=left,
            meetings=(held,),
        )
    )
    return page


@pytest.mark.parametrize(
    ("leaf", "words", "first"),
    [
        (
            PURCHASES_AT,
            "Belanja tahun 2026: Rp1.250.000. Bon terutang Rp90.000 dari plafon Rp400.000.",
            ["03/11/2026", "Belanja", "JL-G1-2026-000009", "45.000"],
        ),
        (SHARES_AT, "SHU yang menunggu diambil: Rp60.000.", ["2026", "60.000", "0", "60.000"]),
        (
            MEETINGS_AT,
            (
                "Rapat yang berhak ia hadiri. Yang dicatat jumlah yang hadir, bukan namanya."
                " Memimpin rapat 2025."
            ),
            ["01/03/2026", "Rapat tahun buku 2025", "Balai desa", "31"],
        ),
    ],
)
def test_each_section_sums_up_and_lists(
    page: MemberPage, leaf: int, words: str, first: list[str]
) -> None:
    page.show_leaf(leaf)

    rows = page.table.rows
    assert page.empty.text() == words
    assert [str(rows.index(0, at).data()) for at in range(rows.columnCount())] == first


def test_the_right_arrow_passes_through_every_section_and_comes_round(page: MemberPage) -> None:
    seen = []
    for _leaf in LEAVES:
        seen.append(page.leaf)
        press(Qt.Key.Key_Right)

    assert seen == [*range(len(LEAVES))]
    assert page.leaf == 0


def test_who_may_not_see_the_surplus_has_no_such_section(desa: Village) -> None:
    page = page_of(desa, "kasir")

    assert page.card is not None
    assert (page.card.shares, page.card.meetings) == (None, None)
    assert not {SHARES_AT, MEETINGS_AT} & offered(page)
    press(Qt.Key.Key_Left)
    assert page.leaf == CHANGES_AT


def test_nothing_shared_and_no_meeting_is_said_in_words(desa: Village) -> None:
    page = page_of(desa, "bendahara")

    page.show_leaf(SHARES_AT)
    assert page.empty.text() == "Belum ada SHU yang dibagikan kepadanya."
    page.show_leaf(MEETINGS_AT)
    assert page.empty.text() == "Belum ada rapat yang tercatat sejak ia menjadi anggota."
