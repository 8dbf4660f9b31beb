"""What cells show."""

from datetime import date

import pytest
from msgspec.structs import replace

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.quantity import Quantity, Unit
from kopdes_desktop.paper.cells import marks, shown, total_row
from kopdes_desktop.paper.document import Column, Kind
from tests.paper.examples import KOP, PRACTICE, TRIAL_BALANCE


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("money", Rupiah(1_234_567), "1.234.567"),
        ("money", Rupiah(-1_234_567), "(1.234.567)"),
        ("money", 0, "-"),
        ("money", None, ""),
        ("number", 12_345, "12.345"),
        ("number", 0, "0"),
        ("day", date(2026, 3, 5), "05/03/2026"),
        ("quantity", Quantity.of("1234.25", Unit("kg")), "1.234,25"),
        ("quantity", "-0.5", "-0,5"),
        ("quantity", 3, "3"),
        ("text", "A\x1b\tB", "A B"),
        ("text", Rupiah(5), "5"),
        ("money", "nihil", "nihil"),
    ],
)
def test_a_cell_shows_its_value_as_bookkeepers_write_it(
    kind: Kind, value: object, words: str
) -> None:
    assert shown(kind)(value) == words


def test_totals_are_named_in_the_first_column_of_words() -> None:
    assert total_row(TRIAL_BALANCE) == ("Jumlah", "", "145.600.000", "145.600.000")


def test_a_total_that_names_itself_is_left_alone() -> None:
    own = replace(TRIAL_BALANCE, totals={"name": "Laba", "credit": Rupiah(5)})

    assert total_row(own) == ("", "Laba", "", "5")


def test_a_table_without_words_has_totals_without_a_name() -> None:
    bare = replace(TRIAL_BALANCE, columns=(Column("debit", "Debit", "money"),))

    assert total_row(bare) == ("145.600.000",)


def test_marks_name_practice_and_draft() -> None:
    assert marks(KOP) == ()
    assert marks(PRACTICE, draft=True) == ("LATIHAN", "DRAF")
