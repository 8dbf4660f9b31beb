"""A budget by keys: typed line by line, proposed from the year before, kept as a version."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from kopdes_desktop.accounting import year_standing
from kopdes_desktop.budgets import queries
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import years
from kopdes_desktop.ui.budgets.budget_screen import BudgetScreen
from kopdes_desktop.ui.budgets.draft import proposed
from kopdes_desktop.ui.desk import Goal
from tests.builders import record, working_as
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.registry import rewrite, said
from tests.ui.village import Village


@pytest.fixture
def screen(desa: Village) -> BudgetScreen:
    window = desa.signed_in()
    income = {"account": "4-1402", "amount": -11_000_000, "unit": "G1", "lini": "gudang"}
    record(desa.session.office, ("1-1101", 11_000_000, "KTR"), income)
    assert window.workplace is not None
    window.workplace._lead(Goal("report.budget"))
    found = window.workplace.current()
    assert isinstance(found, BudgetScreen)
    return found


def kept(desa: Village, year: str) -> dict[tuple[str, str], Rupiah]:
    read = desa.session.office.reading
    return queries.amounts(read, queries.current(read, years.year_named(read, year)))


def save(decision: str) -> None:
    press(Qt.Key.Key_Return, held=CTRL)
    write(decision)
    enter(2)


def test_figures_are_typed_line_by_line_and_kept_together(
    desa: Village, screen: BudgetScreen
) -> None:
    press(Qt.Key.Key_F5)
    shown = [line.where for line in screen.table.rows.rows]
    screen.table.go_to(shown.index(("6-1101", "KTR")))
    write("24000000")
    enter()
    write("1500000")
    enter()
    assert kept(desa, "2026") == {}
    save("03/RA/2025")

    assert kept(desa, "2026") == {
        ("6-1101", "KTR"): Rupiah(24_000_000),
        ("6-1102", "KTR"): Rupiah(1_500_000),
    }
    assert "keputusan rapat 03/RA/2025" in screen.told.text()
    assert not screen.save.isVisible()


def test_next_year_is_proposed_from_this_one_made_whole(
    desa: Village, screen: BudgetScreen
) -> None:
    press(Qt.Key.Key_PageDown, held=CTRL)
    assert "2027" in screen.heading.text()
    press(Qt.Key.Key_F6)
    rewrite("10")
    enter()
    assert "1 baris diusulkan" in said(desa.windows[-1])
    save("")

    assert kept(desa, "2027") == {("4-1402", "G1"): Rupiah(13_200_000)}


def test_a_figure_can_be_left_with_esc_and_all_of_them_thrown_away(
    desa: Village, screen: BudgetScreen
) -> None:
    write("5")
    press(Qt.Key.Key_Escape)
    assert focused() is screen.table
    assert screen.draft.typed == {}
    write("5")
    enter()
    press(Qt.Key.Key_PageDown, held=CTRL)
    assert "Simpan dahulu" in said(desa.windows[-1])
    press(Qt.Key.Key_F9)

    assert screen.draft.typed == {}
    assert kept(desa, "2026") == {}


@pytest.mark.usefixtures("screen")
def test_an_account_of_another_unit_is_added(desa: Village) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("listrik")
    enter()
    write("G1")
    enter()
    write("600000")
    enter()
    save("")

    assert kept(desa, "2026") == {("6-1201", "G1"): Rupiah(600_000)}


def test_one_unit_at_a_time_is_looked_at_and_summed(screen: BudgetScreen) -> None:
    seen = {}
    for _unit in screen._page.units:  # type: ignore[union-attr]
        press(Qt.Key.Key_F7)
        code = screen.heading.text()[-4:-1].strip("(")
        assert {line.where[1] for line in screen.table.rows.rows} <= {code}
        seen[code] = dict(screen.sums.shown)["Pendapatan"]
    press(Qt.Key.Key_F7)

    assert seen["KTR"] == "Rp0 · realisasi Rp0"
    assert seen["G1"] == "Rp0 · realisasi Rp11.000.000"

    assert "·" not in screen.heading.text(), "all together again"
    assert "realisasi Rp11.000.000" in dict(screen.sums.shown)["Pendapatan"]


def test_a_minus_is_named_and_a_share_beyond_all_measure_is_not_spelled_out(
    screen: BudgetScreen,
) -> None:
    shown = [line.where for line in screen.table.rows.rows]
    at = shown.index(("4-1402", "G1"))
    screen.table.go_to(at)
    write("-")
    assert screen.table.hasFocus()
    assert "tanpa minus" in screen.window().workplace.status.words.text()  # type: ignore[attr-defined]
    write("500")
    enter()

    rows = screen.table.rows
    assert rows.index(at, rows.columnCount() - 1).data() == ">999%"


def test_who_only_looks_is_not_told_to_type(desa: Village, screen: BudgetScreen) -> None:
    with working_as(desa.session.office, "pengawas"):
        screen.reload()

    assert not {key.sequence for key in screen.keys_now()} & {"0–9", "Return", "F6", "Ctrl+N"}


def test_an_amount_that_is_none_is_not_taken(screen: BudgetScreen) -> None:
    write("5")
    write("x")
    enter()

    assert screen.draft.typed == {}
    assert screen.amount.complaint


def test_a_part_of_a_year_is_made_whole_and_rounded_up() -> None:
    assert proposed(Rupiah(1_000_001), 12, 0) == Rupiah(1_001_000)
    assert proposed(Rupiah(3_000_000), 3, 5) == Rupiah(12_600_000)


def test_returns_take_off_the_surplus_and_are_planned_with_their_sales(desa: Village) -> None:
    window = desa.signed_in()
    office = desa.session.office
    sold = {"account": "4-1101", "amount": -500_000, "unit": "G1", "lini": "sembako"}
    returned = {"account": "4-1103", "amount": 20_000, "unit": "G1", "lini": "sembako"}
    record(office, ("1-1101", 480_000, "KTR"), sold, returned)
    assert window.workplace is not None
    window.workplace._lead(Goal("report.budget"))
    screen = window.workplace.current()
    assert isinstance(screen, BudgetScreen)

    year = years.year_named(office.reading, "2026")
    earned = sum(int(each.surplus) for each in year_standing.results(office.reading, year))
    assert dict(screen.sums.shown)["SHU"].endswith(f"realisasi {rupiah(earned)}")
    screen.table.go_where(lambda line: line.where[0] == "4-1103")
    write("5")
    assert "rencanakan penjualan bersih" in said(window)
    assert screen.table.hasFocus()
