"""Opening balances by keys, on real books: typed, saved, changed, taken back, agreed, locked."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.accounting import opening
from kopdes_desktop.ledger import balances
from kopdes_desktop.ui.accounting.opening_screen import PAPERS, PARTS, SUMMARY, OpeningScreen
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.tables import Table
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.outlet import approve
from tests.ui.registry import visit
from tests.ui.village import PIN, Village

EVE = date(2025, 12, 31)


@pytest.fixture
def screen(desa: Village) -> OpeningScreen:
    window = desa.signed_in("bendahara")
    visit(window, "accounting.open_balances")
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, OpeningScreen)
    return found


def part(code: str) -> None:
    """To this part, from wherever the cursor is."""
    if not isinstance(focused(), Table):
        press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * PARTS.index(code))


def fill(code: str, *amounts: str) -> None:
    """The first lines of a part; an empty text leaves a line as it is."""
    part(code)
    enter()
    for amount in amounts:
        write(amount)
        enter()


def save() -> None:
    press(Qt.Key.Key_S, held=CTRL)


def save_agreed(desa: Village) -> None:
    """The village is beyond its first month: whoever saves brings a second person."""
    save()
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskApproval)
    approve(desa.windows[-1], "sesuai berita acara hitung", by="ketua")


def on_the_eve(desa: Village) -> dict[str, int]:
    """What the books held before the first day."""
    found = balances.balances_at(desa.session.office.reading, EVE)
    return {code: int(amount) for code, amount in found.items() if amount}


def status(desa: Village) -> str:
    workplace = desa.windows[-1].workplace
    assert workplace is not None
    return workplace.status.words.text()


def test_what_was_counted_is_typed_box_by_box_and_saved_by_one_key(
    screen: OpeningScreen, desa: Village
) -> None:
    fill(opening.CASH, "10423698", "500000")
    fill(opening.BANKS, "2140000")
    assert screen.unsaved.text() == (
        "3 isian belum disimpan. Bila disimpan, selisihnya Rp13.063.698."
    )
    save_agreed(desa)

    assert on_the_eve(desa) == {
        "1-1101": 10_423_698,
        "1-1102": 500_000,
        "1-1111": 2_140_000,
        "3-1501": -13_063_698,
    }
    assert screen.figures["difference"].text() == "Rp13.063.698"
    assert "SAW-KR-2025-000001, SAW-KR-2025-000002" in status(desa)
    assert not screen.unsaved.text()
    part(SUMMARY)
    assert "Harta lebih besar Rp13.063.698" in screen.words.text()
    assert not screen.agree_form.isVisible()


def test_stock_is_asked_for_each_outlet_and_kind(screen: OpeningScreen, desa: Village) -> None:
    fill(opening.STOCK, "1000000", "250000")
    save_agreed(desa)

    lines = balances.entry_of(desa.session.office.reading, screen.papers.rows.rows[0].key).lines
    assert [
        (x.account, x.unit, x.lini, int(x.amount)) for x in lines if x.account[:4] == "1-14"
    ] == [
        ("1-1401", "G1", "sembako", 1_000_000),
        ("1-1402", "G1", "LPG", 250_000),
    ]
    assert on_the_eve(desa)["3-1501"] == -1_250_000


def test_debts_and_reserves_are_typed_as_plus_and_what_lessens_is_taken_off(
    screen: OpeningScreen, desa: Village
) -> None:
    part(opening.OTHER)
    enter()
    press(Qt.Key.Key_F2)
    write("kantor")
    enter()
    write("3000000")
    enter()
    write("1000000")
    fill(opening.EQUITY, "2000000")
    save_agreed(desa)

    assert on_the_eve(desa) == {"1-2105": 3_000_000, "1-2205": -1_000_000, "3-1201": -2_000_000}
    amounts = {row.code: row.amount for row in screen.parts.rows.rows}
    assert (amounts[opening.OTHER], amounts[opening.EQUITY]) == (2_000_000, 2_000_000)


def test_a_changed_figure_is_mended_on_the_same_day_and_both_stand(
    screen: OpeningScreen, desa: Village
) -> None:
    fill(opening.CASH, "10000000")
    save_agreed(desa)
    fill(opening.CASH, "1000000")
    assert "tercatat Rp10.000.000" in screen.lines.said.text() or screen.unsaved.text()
    save_agreed(desa)

    assert on_the_eve(desa) == {"1-1101": 1_000_000, "3-1501": -1_000_000}
    assert [row.amount for row in screen.papers.rows.rows] == [10_000_000, 9_000_000]
    builders.require_green(desa.session.office)


def test_what_was_typed_is_still_there_after_a_look_elsewhere(screen: OpeningScreen) -> None:
    fill(opening.CASH, "750000")
    part(opening.DEBTS)
    part(opening.CASH)

    assert screen.lines.lines[0].edit.text() == "750.000"


def test_cents_are_refused_at_their_line_and_nothing_is_written(
    screen: OpeningScreen, desa: Village
) -> None:
    fill(opening.CASH)
    write("1000,50")
    save()

    assert "tanpa sen" in screen.lines.said.text()
    assert focused() is screen.lines.lines[0].edit
    assert on_the_eve(desa) == {}


def test_a_day_to_come_is_refused_at_the_day(screen: OpeningScreen, desa: Village) -> None:
    fill(opening.CASH, "750000")
    press(Qt.Key.Key_F3)
    write("1/1/2027")
    save()

    assert "belum tiba" in screen.day.note.text()
    assert screen.lines.typed
    assert on_the_eve(desa) == {}


def test_a_wrong_paper_is_taken_back_whole_with_a_reason(
    screen: OpeningScreen, desa: Village
) -> None:
    fill(opening.CASH, "750000")
    save_agreed(desa)
    part(PAPERS)
    enter()
    enter()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "Saldo awal uang tunai per 31 Desember 2025, Rp750.000" in dialog.accessibleDescription()
    enter(2)
    assert QApplication.activeModalWidget() is dialog
    write("laci orang lain")
    enter()
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    approve(desa.windows[-1], "sudah dilihat", by="ketua")

    assert screen.papers.rows.rows == []
    assert "Dibalik dengan BLK-KR-2026-000001." in status(desa)
    assert int(opening.opening(desa.session.office.reading).difference) == 0


def test_balanced_books_are_agreed_by_two_and_locked(screen: OpeningScreen, desa: Village) -> None:
    fill(opening.CASH, "2000000")
    fill(opening.EQUITY, "2000000")
    save_agreed(desa)
    part(SUMMARY)
    assert "Saldo awal seimbang" in screen.words.text()
    enter()
    write("Berita acara 1/2026, dihitung bersama pengawas")
    enter()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "harta Rp2.000.000 disahkan" in dialog.accessibleDescription()
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("cocok dengan berita acara")
    enter()

    assert screen.state.text() == "Disahkan 21 November 2026"
    bring_up(desa.windows[-1])
    part(opening.CASH)
    assert "tidak dapat diubah lagi" in screen.hint.text()
    enter()
    write("5")
    save()
    assert screen.lines.typed == {}
    assert on_the_eve(desa) == {"1-1101": 2_000_000, "3-1201": -2_000_000}
    part(PAPERS)
    enter()
    enter()
    assert QApplication.activeModalWidget() is None


def test_nothing_is_agreed_while_something_typed_is_not_saved(
    screen: OpeningScreen, desa: Village
) -> None:
    fill(opening.CASH, "2000000")
    fill(opening.EQUITY, "2000000")
    save_agreed(desa)
    fill(opening.BANKS, "100")
    part(SUMMARY)
    enter()
    write("Berita acara")
    enter()

    assert "belum disimpan" in screen.agree_form.notice.text()
    assert opening.opening(desa.session.office.reading).agreed is None


def test_f8_leads_to_the_agreement_or_says_why_there_is_none(
    screen: OpeningScreen, desa: Village
) -> None:
    said: list[str] = []
    screen._desk.said.connect(lambda words, _tone: said.append(words))
    fill(opening.CASH, "2000000")
    save_agreed(desa)
    press(Qt.Key.Key_F8)
    assert said[-1].startswith("Belum dapat disahkan: masih ada selisih Rp2.000.000")

    fill(opening.EQUITY, "2000000")
    save_agreed(desa)
    press(Qt.Key.Key_F8)
    assert screen.part() == SUMMARY
    assert focused() is screen.agree_form.fields[0].editor
    write("Berita acara")
    press(Qt.Key.Key_Return, held=CTRL)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "harta Rp2.000.000 disahkan" in dialog.accessibleDescription()


def test_tab_goes_from_the_parts_over_the_day_through_the_lines_to_save(
    screen: OpeningScreen,
) -> None:
    part(opening.CASH)
    walked: list[QWidget] = []
    for _step in range(len(screen.lines.lines) + 2):
        press(Qt.Key.Key_Tab)
        walked.append(focused())
    lines = [one.edit for one in screen.lines.lines]
    assert walked == [screen.day.edit, *lines, screen.save_button]


def test_a_start_in_mid_year_takes_income_and_cost_to_date(
    screen: OpeningScreen, desa: Village
) -> None:
    """Books that begin in January of a book year that began in July."""
    desa.session.office.perform("settings.change", {"fields": {"book_year_starts": 7}})
    part(opening.YEAR)
    enter()
    press(Qt.Key.Key_F2)
    write("6-1201")
    enter()
    write("300000")
    press(Qt.Key.Key_F2)
    write("anggota pupuk 4-1101")
    enter()
    write("900000")
    save_agreed(desa)

    assert on_the_eve(desa) == {"4-1101": -900_000, "6-1201": 300_000, "3-1501": 600_000}
    amounts = {row.code: row.amount for row in screen.parts.rows.rows}
    assert amounts[opening.YEAR] == 600_000
    assert screen.figures["result"].text() == "Rp600.000"


def test_the_cashier_has_no_such_place(desa: Village) -> None:
    window = desa.signed_in("kasir")
    visit(window, "accounting.open_balances")

    assert window.workplace is not None
    assert not isinstance(window.workplace.current(), OpeningScreen)
