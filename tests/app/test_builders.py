"""The ground that other tests stand on."""

from kopdes_desktop.app.books import Session
from tests import builders
from tests.builders import Laptops


def test_a_copied_cooperative_is_green(books: Session) -> None:
    builders.require_green(books.office)


def test_laptops_begin_with_equal_books(laptops: Laptops) -> None:
    for series in builders.CLERKS:
        builders.require_equal(laptops.hers, laptops.outlets[series])
