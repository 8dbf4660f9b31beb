"""From a list of goods to the card of an item, from there to its document."""

from collections.abc import Mapping

from kopdes_desktop.app.books import Session
from kopdes_desktop.ui.reports import sources
from kopdes_desktop.ui.reports.answers import build
from kopdes_desktop.ui.reports.sources import Page
from tests.inventory import shop
from tests.inventory.shop import STORE, fill


def opened(session: Session, code: str, given: dict[str, str], row: Mapping[str, object]) -> Page:
    """The paper that Enter on a line opens."""
    found = sources.follow(session, code, given, row)
    assert isinstance(found, Page)
    return found


def test_enter_leads_from_stock_to_card_to_entry(books: Session) -> None:
    shop.furnish(books.office)
    fill(books.office, "GULA", "4", 16_000, place=STORE)
    stock = build(books, "stock", {})

    card = opened(books, "stock", {}, stock.rows[0])
    entry = opened(books, card.code, card.given, card.made.rows[1])

    assert (card.code, card.given["place"]) == ("stock_card", STORE)
    assert card.made.title == "Kartu stok GULA Gula pasir"
    assert entry.entry is not None
    assert entry.entry.number == "SAS-KR-2026-000001"
