"""Borrowed money neither comes nor goes through a till's drawer or cash on its way."""

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from tests.borrowings.test_operations import pay, take


@pytest.mark.parametrize("box", ["JALAN-G1", "LACI-G1"])
def test_lenders_are_dealt_with_out_of_boxes_that_may_pay(box: str, books: Session) -> None:
    with pytest.raises(BadField) as refused:
        take(books.office, box=box)
    assert refused.value.field == "box"
    loan = take(books.office)

    with pytest.raises(BadField) as refused:
        pay(books.office, loan, amount=5_000, box=box)
    assert refused.value.field == "box"
