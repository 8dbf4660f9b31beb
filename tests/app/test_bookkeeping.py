"""The practice cooperative's books, however long ago it began."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kopdes_desktop.app import bookkeeping
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import periods


@pytest.mark.parametrize("today", [date(2026, 10, 20), date(2026, 12, 3), date(2028, 1, 5)])
def test_what_was_there_at_the_opening_is_older_than_the_books_whenever_its_card_is_made(
    monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    begun = Month("2026-10")
    monkeypatch.setattr(periods, "books_from", lambda _read: begun)
    orders: list[dict[str, Any]] = []
    life: Any = SimpleNamespace(read=None, today=today, do=lambda _op, order: orders.append(order))

    bookkeeping.assets(life)

    opening = [each for each in orders if each.get("source") == "opening"]
    assert opening
    assert all(date.fromisoformat(each["acquired"]) < begun.first() for each in opening)
