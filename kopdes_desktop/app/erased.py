"""What is done once facts of another laptop were taken in: nobody who was erased comes back."""

from __future__ import annotations

from kopdes_desktop.members import register, third_parties
from kopdes_desktop.office.books import Books
from kopdes_desktop.subsidy import erasing


def forget_erased(books: Books) -> None:
    """Destroy the keys of erased persons that a late bundle has brought again."""
    register.forget_erased(books)
    third_parties.forget_erased(books)
    erasing.forget_erased(books)
