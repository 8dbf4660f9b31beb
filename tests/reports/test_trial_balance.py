"""Neraca saldo."""

from collections.abc import Callable
from datetime import date

import pytest

from kopdes_desktop.kernel import i18n
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.settings import ADDRESS, LEGAL_NUMBER, NAME, PRACTICE
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports.report import Params, find, make
from tests.reports.books import FEBRUARY, JANUARY, OPENING, HandMade, line


def at(books: HandMade, day: date, unit: str | None = None) -> dict[object, tuple[object, object]]:
    document = make(books, "trial_balance", Params(day=day, until=day, unit=unit))
    return {row["account"]: (row["debit"], row["credit"]) for row in document.rows}


def test_each_account_stands_on_its_own_side(books: HandMade) -> None:
    assert at(books, FEBRUARY) == {
        "1-1101": (1_425_000, 0),
        "1-1401": (750_000, 0),
        "3-1101": (0, 100_000),
        "3-1102": (0, 75_000),
        "3-1501": (0, 2_000_000),
    }


def test_any_day_is_answered_for_that_day(books: HandMade) -> None:
    assert at(books, OPENING) == {"1-1101": (2_000_000, 0), "3-1501": (0, 2_000_000)}
    assert at(books, date(2026, 1, 31))["1-1101"] == (2_125_000, 0)
    assert at(books, JANUARY) == at(books, date(2026, 2, 2))
    assert at(books, date(2025, 12, 31)) == {}


def test_totals_are_equal_and_are_the_sums_of_the_rows(books: HandMade) -> None:
    document = make(books, "trial_balance", Params(day=FEBRUARY, until=FEBRUARY))

    assert document.totals == {"debit": 2_175_000, "credit": 2_175_000}
    assert sum(row["debit"] for row in document.rows) == 2_175_000  # type: ignore[misc]


def test_a_unit_alone_shows_what_it_owes_the_office(books: HandMade) -> None:
    assert at(books, FEBRUARY, "G1") == {"1-1401": (750_000, 0), "1-1901": (0, 750_000)}
    assert at(books, FEBRUARY, "KTR")["1-1901"] == (750_000, 0)


def test_an_account_that_came_back_to_zero_is_left_out(books: HandMade) -> None:
    books.post(FEBRUARY, "Pindah", line("1-1401", -750_000, "G1"), line("5-1101", 750_000, "G1"))

    assert "1-1401" not in at(books, FEBRUARY)


def test_an_unknown_unit_is_refused(books: HandMade) -> None:
    with pytest.raises(BadField) as refused:
        at(books, FEBRUARY, "G9")

    assert refused.value.field == "unit"


def test_it_looks_as_it_always_did(books: HandMade, same_text: Callable[[str, str], None]) -> None:
    books.set(NAME, "Koperasi Desa Merah Putih Sumber Makmur")
    books.set(LEGAL_NUMBER, "AHU-0000001.AH.01.29.Tahun 2025")
    books.set(ADDRESS, "Jl. Raya Sumber No. 1")
    books.set(PRACTICE, True)

    day = find("trial_balance").params({"day": "2026-02-03"}, OPENING)

    same_text("trial_balance.txt", plain(make(books, "trial_balance", day)))


def test_account_names_speak_the_chosen_language(
    books: HandMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"Persediaan Sembako dan Barang Toko": "Groceries"}
    monkeypatch.setattr(i18n._current, "gettext", lambda text: words.get(text, text))

    document = make(books, "trial_balance", Params(day=FEBRUARY, until=FEBRUARY))

    assert "Groceries" in {row["name"] for row in document.rows}
