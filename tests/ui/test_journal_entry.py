"""A general journal entry by keyboard: accounts by number or word, the last amount by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.ledger import balances
from kopdes_desktop.ui.accounting.journal_entry_screen import JournalEntryScreen
from kopdes_desktop.ui.kit.sums import sum_of
from tests import builders
from tests.ui.fingers import CTRL, bring_up, counted, enter, press, write
from tests.ui.village import Village


def opened(desa: Village) -> JournalEntryScreen:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_H, held=CTRL)
    press(Qt.Key.Key_F9)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, JournalEntryScreen)
    return found


def line(*parts: str) -> None:
    """An account, and the cells after it, each left with Enter."""
    for part in parts:
        write(part)
        enter()


def post() -> None:
    press(Qt.Key.Key_Return, held=CTRL)


def newest(desa: Village) -> list[tuple[str, int, str]]:
    return builders.seen(builders.lines_of(desa.session.office, "JRN-KR-2026-000001"))


def test_three_lines_take_few_keys_and_the_last_amount_none(desa: Village) -> None:
    screen = opened(desa)

    with counted() as pressed:
        line("listrik dan kertas")
        line("listr", "50000")
        line("atk", "7000")
        line("kas")
        enter()
        post()

    assert newest(desa) == [
        ("6-1201", 50_000, "KTR"),
        ("6-1202", 7_000, "KTR"),
        ("1-1101", -57_000, "KTR"),
    ]
    # Card, Moran and Newell: 0.28 s a key of somebody who is no typist, 1.35 s to think before each
    # piece: the words, three accounts with their amounts, the deed.
    assert len(pressed) * 0.28 + 5 * 1.35 <= 20
    assert screen.text.edit.hasFocus()


def test_an_account_is_found_by_number_word_or_box(desa: Village) -> None:
    screen = opened(desa)
    line("uji")
    found = {}
    for typed in ("6-1201", "61201", "internet", "brankas", "kas umum", "bri"):
        press(Qt.Key.Key_A, held=CTRL)
        write(typed)
        found[typed] = screen.found.rows.rows[0].code

    assert found == {
        "6-1201": "6-1201",
        "61201": "6-1201",
        "internet": "6-1201",
        "brankas": "KAS",
        "kas umum": "KAS",
        "bri": "BRI",
    }
    press(Qt.Key.Key_A, held=CTRL)
    write("selisih")
    second = screen.found.rows.rows[1].code
    press(Qt.Key.Key_Down)
    enter()
    choice = screen.lines.lines[0].choice
    assert choice is not None
    assert choice.code == second
    press(Qt.Key.Key_Backtab)
    screen.lines.lines[0].account.setFocus()
    press(Qt.Key.Key_A, held=CTRL)
    write("zzz")
    enter()
    assert screen.lines.lines[0].account.property("tone") == "danger"


def test_sums_are_reckoned_and_the_difference_is_in_sight(desa: Village) -> None:
    screen = opened(desa)
    named = [cell.accessibleName() for each in screen.lines.lines for cell in each.cells]
    assert len(set(named)) == len(named)
    line("uji", "6-1201", "1200+300-500")

    assert screen.lines.lines[0].debit.text() == "1.000"
    assert screen.difference.text() == "Selisih Rp1.000: masih kurang di kredit"
    line("kas")
    assert screen.lines.lines[1].credit.text() == "1.000"
    assert screen.difference.text() == "Seimbang: Rp1.000"


@pytest.mark.parametrize(
    ("text", "amount"), [("1200+300", 1_500), ("1.200 + 300", 1_500), ("5-2+", 3), ("7", 7)]
)
def test_a_sum_is_what_its_parts_come_to(text: str, amount: int) -> None:
    assert sum_of(text) == amount


@pytest.mark.parametrize("text", ["", "+", "1-2", "a+1", "1,5+1", "1.5+1"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(BadField):
        sum_of(text)


def test_an_entry_that_does_not_balance_or_lacks_words_is_not_posted(desa: Village) -> None:
    screen = opened(desa)
    post()
    assert screen.text.complaint
    line("uji", "6-1201", "500")
    line("kas")
    press(Qt.Key.Key_A, held=CTRL)
    write("400")
    post()

    assert "belum sama" in screen.notice.text()
    assert balances.posted(desa.session.office.reading, "JRN-KR-2026-000001") is None


def test_a_members_account_asks_whose_it_is(desa: Village) -> None:
    screen = opened(desa)
    line("uji", "1-1201")
    assert screen.lines.lines[0].detail.hasFocus()
    enter()
    line("5000")
    line("kas")
    post()

    assert "Lengkapi baris" in screen.notice.text()
    assert screen.lines.lines[0].detail.hasFocus()


def test_what_the_books_refuse_is_said_and_stays_to_be_mended(desa: Village) -> None:
    screen = opened(desa)
    line("uji", "6-1201", "5000000")
    line("kas")
    enter()
    post()

    assert "Rp330.000" in screen.notice.text()
    assert screen.lines.lines[0].debit.text() == "5.000.000"
    assert balances.posted(desa.session.office.reading, "JRN-KR-2026-000001") is None


def test_a_line_is_dropped_and_those_below_move_up(desa: Village) -> None:
    screen = opened(desa)
    line("uji", "6-1201", "500")
    line("6-1202", "700")
    screen.lines.lines[0].account.setFocus()

    press(Qt.Key.Key_F8)

    assert [each.choice.code for each in screen.lines.lines if each.choice] == ["6-1202"]
    assert screen.lines.sums() == (700, 0)


def test_a_wrong_entry_is_taken_back_and_written_anew_in_one_step(desa: Village) -> None:
    screen = opened(desa)
    line("uji", "6-1201", "5000")
    line("kas")
    enter()
    post()
    office = desa.session.office

    press(Qt.Key.Key_F10)
    write("jrn-kr-2026-000001")
    enter()
    bring_up(screen.window())
    assert screen.heading.text() == "Memperbaiki JRN-KR-2026-000001"
    screen.lines.lines[0].debit.setText("3.000")
    screen.lines.lines[1].credit.setText("3.000")
    post()

    assert builders.balance(office, "6-1201") == 3_000
    first = balances.posted(office.reading, "JRN-KR-2026-000001")
    assert first is not None
    assert len(balances.reversals_of(office.reading, first.key)) == 1
    assert screen.heading.text() == "Jurnal umum"

    press(Qt.Key.Key_F10)
    write("JRN-KR-2026-000001")
    enter()
    bring_up(screen.window())
    workplace = desa.windows[-1].workplace
    assert workplace is not None
    assert "Periksa nomornya" in workplace.status.words.text()


def test_two_costs_and_a_box_come_out_right_by_tab_and_figures_alone(desa: Village) -> None:
    screen = opened(desa)
    line("rapat dan snack")
    for typed in ("listr", "50000", "6-2101", "30000", "kas"):
        write(typed)
        press(Qt.Key.Key_Tab)

    assert screen.lines.lines[2].credit.text() == "80.000"
    assert screen.lines.lines[2].credit.hasFocus()
    post()
    assert newest(desa) == [
        ("6-1201", 50_000, "KTR"),
        ("6-2101", 30_000, "KTR"),
        ("1-1101", -80_000, "KTR"),
    ]


def test_a_cost_stands_in_credit_only_where_somebody_goes_there_and_then_it_is_asked(
    desa: Village,
) -> None:
    screen = opened(desa)
    line("pindah beban", "6-1201", "5000", "6-1202")
    cost = screen.lines.lines[1]
    assert cost.debit.hasFocus()
    assert cost.bare

    enter()

    assert (cost.debit.text(), cost.credit.text()) == ("", "5.000")
    assert cost.credit.hasFocus()
    assert "biasanya di debit" in screen.difference.text()
    assert screen.difference.property("tone") == "warning"
    post()
    assert "sekali lagi" in screen.notice.text()
    assert balances.posted(desa.session.office.reading, "JRN-KR-2026-000001") is None
    post()
    assert newest(desa) == [("6-1201", 5_000, "KTR"), ("6-1202", -5_000, "KTR")]


def test_an_income_begins_in_credit_and_its_box_is_proposed_in_debit(desa: Village) -> None:
    screen = opened(desa)
    line("bunga", "4-9101")
    assert screen.lines.lines[0].credit.hasFocus()
    line("7000", "bri")

    assert screen.lines.lines[1].debit.text() == "7.000"
    assert screen.difference.text() == "Seimbang: Rp7.000"


def test_an_account_that_nothing_fits_is_said_in_words(desa: Village) -> None:
    screen = opened(desa)
    line("uji", "listrk")

    assert "“listrk”" in screen.notice.text()
    assert screen.notice.isVisible()


def test_tab_leads_from_the_head_to_the_lines_and_an_empty_sheet_says_so(desa: Village) -> None:
    screen = opened(desa)
    screen.kind.editor.setFocus()
    press(Qt.Key.Key_Tab)
    assert screen.lines.lines[0].account.hasFocus()
    write("kas")
    assert screen.found.isVisible()
    press(Qt.Key.Key_Backtab)
    assert not screen.found.isVisible()

    screen.lines.clear()
    screen.text.set_text("uji")
    post()
    assert "Belum ada barisnya" in screen.notice.text()


def test_an_entry_is_never_of_a_day_to_come(desa: Village) -> None:
    screen = opened(desa)
    line("uji", "6-1201", "500", "kas")
    screen.day.edit.setText("31/12/2026")
    post()

    assert "belum tiba" in screen.day.complaint
    assert balances.posted(desa.session.office.reading, "JRN-KR-2026-000001") is None
