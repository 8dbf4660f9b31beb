"""What the words of banks are taken for."""

from datetime import date

import pytest

from kopdes_desktop.banking.rules import StatementRow
from kopdes_desktop.banking.suggesting import likeliest, suggestions
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.office import Office
from tests.banking.conftest import BANK, CASH

WORDS = [
    ("BUNGA TABUNGAN", 12_500, "bank_interest", True),
    ("JASA GIRO", 12_500, "bank_interest", True),
    ("PAJAK BUNGA", -2_500, "interest_tax", True),
    ("PPH 4 AYAT 2", -2_500, "interest_tax", True),
    ("BIAYA ADM BULANAN", -6_500, "bank_fee", True),
    ("By Cetak Buku", -5_000, "bank_fee", True),
    ("SETOR TUNAI TELLER", 500_000, "accounting.move_cash:", False),
    ("TARIKAN ATM 20/01", -300_000, "accounting.move_cash:", False),
    ("TRSF E-BANKING CR MELATI", 50_000, "unknown_deposit", False),
]


@pytest.mark.parametrize(("text", "amount", "code", "sure"), WORDS)
def test_a_row_is_proposed_as_what_its_words_say(
    office: Office, text: str, amount: int, code: str, sure: bool
) -> None:
    box = chart.box(office.reading, BANK)
    found = likeliest(office.reading, box, StatementRow(date(2026, 2, 2), Rupiah(amount), text))

    assert found is not None
    assert (found.code, found.sure) == (code, sure)


def test_money_to_a_stranger_is_nobody_s_guess(office: Office) -> None:
    box = chart.box(office.reading, BANK)
    row = StatementRow(date(2026, 2, 2), Rupiah(-350_000), "TRSF KE KENARI JAYA")

    assert likeliest(office.reading, box, row) is None
    assert suggestions(office.reading, box, row)


def test_cash_comes_from_the_main_box_first(office: Office) -> None:
    box = chart.box(office.reading, BANK)
    row = StatementRow(date(2026, 2, 2), Rupiah(500_000), "SETOR TUNAI")

    found = likeliest(office.reading, box, row)

    assert found is not None
    assert found.order == {"from": CASH, "to": BANK, "amount": 500_000}


def test_every_way_moves_the_account_by_what_the_bank_says(office: Office) -> None:
    box = chart.box(office.reading, BANK)
    for amount in (75_000, -75_000):
        row = StatementRow(date(2026, 2, 2), Rupiah(amount), "MELATI 0811")
        rows = [{"day": "2026-02-02", "amount": amount, "text": row.text}]
        office.perform("banking.read_statement", {"box": BANK, "rows": rows})
        way = suggestions(office.reading, box, row)[0]
        made = office.perform(
            "banking.book_row",
            {
                "box": BANK,
                "row": f"2026-02-02:{amount}:1",
                "op": way.operation,
                "order": dict(way.order),
            },
        )
        assert "MELATI" not in str(made.fact)
