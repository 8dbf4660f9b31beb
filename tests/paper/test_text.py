"""Reports as plain text."""

from collections.abc import Callable

from msgspec.structs import replace

from kopdes_desktop.paper.document import Column
from kopdes_desktop.paper.text import plain
from tests.paper.examples import PRACTICE, TRIAL_BALANCE, ledger


def test_a_trial_balance_looks_as_it_always_did(same_text: Callable[[str, str], None]) -> None:
    same_text("trial_balance.txt", plain(TRIAL_BALANCE))


def test_an_empty_report_says_so() -> None:
    assert "\nNihil\n" in plain(ledger(0))


def test_practice_and_draft_stand_on_top() -> None:
    text = plain(replace(TRIAL_BALANCE, letterhead=PRACTICE, draft=True))

    assert text.startswith("LATIHAN\nDRAF\nKOPERASI DESA SUMBER MAKMUR\n")


def test_long_words_wrap_and_amounts_never_do() -> None:
    long = replace(
        TRIAL_BALANCE,
        columns=(Column("name", "Nama"), Column("debit", "Debit", "money")),
        rows=[{"name": "Beban " * 20 + "\n\x1b[31m", "debit": 10**15}],
        totals={},
    )

    [row, *_rest] = [line for line in plain(long).splitlines() if line.startswith("Beban")]

    assert row == f"{'Beban ' * 7}Beban  1.000.000.000.000.000".replace("Beban  1", "Beban   1")
    assert "\x1b" not in plain(long)
