"""Goods that are sold between two looks at their shelves are never booked as missing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.inventory import counts, looks
from kopdes_desktop.inventory.counting import CountedLine
from kopdes_desktop.inventory.looks import Found, Looks, Span
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import count_papers
from tests import builders
from tests.inventory import shop
from tests.inventory.shop import SHOP, fill, held, require_tied
from tests.inventory.test_counting import begin, close, lose
from tests.inventory.test_counting import found as count_found

SHELVES = 3


@pytest.fixture
def office(books: Session) -> Office:
    shop.furnish(books.office)
    fill(books.office, "GULA", "10", 15_000)
    return books.office


#: What lies on each shelf, what the books are wrong by, and then looks and moves in turn.
HAPPENED = st.tuples(
    st.lists(st.integers(0, 20), min_size=SHELVES, max_size=SHELVES),
    st.integers(-8, 8),
    st.permutations(range(SHELVES)),
    st.lists(
        st.lists(st.tuples(st.integers(0, SHELVES - 1), st.integers(-5, 5)), max_size=3),
        min_size=SHELVES,
        max_size=SHELVES,
    ),
)


@settings(deadline=None)
@given(HAPPENED)
def test_a_count_never_books_more_than_is_truly_missing_or_too_much(happened: Any) -> None:
    """Each shelf is looked at once, in any order; before each look goods leave and come."""
    shelves, wrong, order, meanwhile = happened
    true, book = sum(shelves), sum(shelves) + wrong
    moves: list[tuple[int, int]] = []
    seen: list[tuple[int, int, int]] = []
    for go, (shelf, moved) in enumerate(zip(order, meanwhile, strict=True), 1):
        for n, (at, wanted) in enumerate(moved, 1):
            by = max(wanted, -shelves[at])
            shelves[at] += by
            moves.append((go * 10 + n, by))
        seen.append((go * 10 + 5, shelves[shelf], sum(by for _at, by in moves)))
    made = Looks(moves, 0)
    for n, (at, quantity, net) in enumerate(seen):
        line = CountedLine(1, decimal(quantity), decimal(0 if n else net))
        made.take(line, at, as_frozen=False)

    span = made.span()
    agreed = Found(1, Held(book, 0), {}, (span,)).agreed

    assert span.low <= true <= span.high
    assert agreed is not None
    assert abs(agreed - book) <= abs(true - book)
    assert (agreed - book) * (true - book) >= 0
    if not any(meanwhile[1:]):
        assert agreed == true


@pytest.mark.parametrize("left", ["2", "4"])
def test_two_counters_share_the_shelves_while_the_shop_sells(office: Office, left: str) -> None:
    """Six lie in front, four behind; two are sold between the looks, from either shelf."""
    count = begin(office, shared=True)
    count_found(office, count, ("GULA", "6"))
    lose(office, "GULA", "2")
    count_found(office, count, ("GULA", left), counter="ketua")

    of = counts.count(office.reading, count)
    (row,) = looks.found(office.reading, of).values()
    assert row.agreed == 10_000
    assert row.unsure == 2_000
    assert len(row.counted) == 2
    key = close(office, count)

    original = office.reading.original(key)
    assert original is not None
    assert original[1].entry is None
    assert held(office, row.item).quantity == 8_000
    require_tied(office)


def test_what_is_surely_missing_is_booked_all_the_same(office: Office) -> None:
    count = begin(office)
    count_found(office, count, ("GULA", "5"))
    lose(office, "GULA", "2")
    count_found(office, count, ("GULA", "1"))
    key = close(office, count)

    assert builders.seen(builders.lines_of(office, key))[0] == ("5-1105", 30_000, "G1")
    require_tied(office)


def test_shelves_of_several_counters_are_added_up_where_nothing_was_sold(office: Office) -> None:
    count = begin(office, shared=True)
    count_found(office, count, ("GULA", "6"))
    count_found(office, count, ("GULA", "3"), counter="ketua")
    close(office, count)

    (item,) = looks.found(office.reading, counts.count(office.reading, count))
    assert held(office, item).quantity == 9_000


def test_a_sheet_of_the_freeze_and_a_later_look_are_one_count(office: Office) -> None:
    """The front shelf was written down before opening, the other one after a sale."""
    count = begin(office)
    count_found(office, count, ("GULA", "6"), as_frozen=True)
    lose(office, "GULA", "3")
    count_found(office, count, ("GULA", "1"))
    (row,) = looks.found(office.reading, counts.count(office.reading, count)).values()
    assert row.spans == (Span(7_000, 10_000),)


def test_the_sheet_of_a_shared_count_has_a_column_a_shelf(office: Office) -> None:
    count = begin(office, shared=True)
    sheet = count_papers.blind_sheet(office.reading, count)
    assert [each.title for each in sheet.columns if each.room] == ["Rak 1", "Rak 2"]


def test_a_count_is_shared_or_done_twice(office: Office) -> None:
    with pytest.raises(BadField, match="berbagi rak") as refused:
        office.perform("inventory.begin_count", {"place": SHOP, "second": True, "shared": True})
    assert refused.value.field == "shared"
