"""A member's page, read and painted with a year of dues behind it (goal: 200 ms)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from kopdes_desktop.app.books import Session
from kopdes_desktop.ui.application import make_application
from kopdes_desktop.ui.members import cards
from kopdes_desktop.ui.members.member_page import MemberPage
from tests import builders
from tests.benchmarks import measure, village

pytestmark = pytest.mark.bench

MEMBERS, MONTHS, TURNS = 30, 12, 20


@pytest.fixture
def year(founded: Path, tmp_path: Path) -> Iterator[Session]:
    """Members who have paid twelve months each."""
    with builders.open_books(builders.copy(founded, tmp_path / "buku")) as session:
        keys = village.admit(session, MEMBERS)
        for order in village.deposits(keys, MEMBERS * MONTHS):
            session.office.perform("savings.deposit", order)
        yield session


def test_a_members_page_read_and_painted(year: Session) -> None:
    app = QApplication.instance() or make_application()
    keys = [each.member.key for each in cards.register(year.office)]
    page = MemberPage()
    page.resize(1130, 640)
    page.show()

    def read(turn: int) -> object:
        return cards.card(year.office, keys[turn % len(keys)])

    def paint(turn: int) -> object:
        card = cards.card(year.office, keys[turn % len(keys)])
        assert card is not None
        page.show_card(card)
        app.processEvents()
        return card.moves

    times = measure.in_turn({"read": read, "read and painted": paint}, TURNS, warm=2)

    measure.table(
        f"A member's page, {MONTHS} months of dues",
        ("", "p50 ms", "p95", "cpu"),
        [(name, each.p50, each.p95, each.cpu) for name, each in times.items()],
    )
    assert len(paint(0)) >= MONTHS  # type: ignore[arg-type]
    page.close()
