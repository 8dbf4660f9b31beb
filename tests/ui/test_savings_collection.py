"""Penagihan: a sheet goes out and comes back, counted in keys, on real books."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kopdes_desktop.app import books
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.savings import queries
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.printing.reprint_dialog import ReprintDialog
from kopdes_desktop.ui.savings.collection_screen import CollectionScreen
from kopdes_desktop.ui.savings.pick_dialog import PickDialog
from kopdes_desktop.ui.savings.sheet_dialogs import EstimatesDialog, IssueDialog
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from tests.ui import village
from tests.ui.fingers import CTRL, counted, enter, focused, press, write
from tests.ui.registry import SlowBooks
from tests.ui.village import PASSWORD, PIN, TODAY, Village

ROWS = 30
SHEET = "LTG-KR-2026-000001"


def build(folder: Path) -> None:
    """A hamlet of thirty members who owe one month or two, and a sheet for them."""
    village.build(folder)
    with books.open_books(folder, "bendahara", PASSWORD, clock=SetClock(TODAY)) as session:
        office = session.office
        numbers = ["0001", "0002", "0003"]
        for n in range(ROWS - len(numbers)):
            applied = office.perform("membership.apply", {"name": f"Bambu {n:02d}", "sex": "P"})
            order = {"application": applied.id, "approved": True, "decision_no": "03/SK"}
            numbers.append(str(office.perform("membership.decide", order).number))
        group = {"code": "KRAJAN", "name": "Dusun Krajan", "kind": "dusun"}
        office.perform("members.set_group", group)
        office.perform("members.assign", {"group": "KRAJAN", "members": numbers})
        office.perform("savings.issue_sheet", {"group": "KRAJAN"})


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hamlet") / "buku"
    build(folder)
    return folder


@pytest.fixture
def desa(hamlet: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(hamlet, tmp_path / "buku")


@pytest.fixture
def screen(desa: Village) -> CollectionScreen:
    return collection(desa, "bendahara")


def collection(desa: Village, user: str) -> CollectionScreen:
    window = desa.signed_in(user)
    press(Qt.Key.Key_6, held=CTRL)
    assert window.workplace is not None
    made = window.workplace.current()
    assert isinstance(made, CollectionScreen)
    return made


def status(desa: Village) -> str:
    assert desa.windows[0].workplace is not None
    return desa.windows[0].workplace.status.words.text()


def fill(rows: int = ROWS) -> None:
    """Everybody gave what was due."""
    enter(rows)


def test_thirty_rows_are_thirty_keys_the_count_and_one_more(
    desa: Village, screen: CollectionScreen
) -> None:
    with counted() as keys:
        enter()
        fill()
        assert focused() is screen.count.counted.editor
        write("330000")
        press(Qt.Key.Key_Return, held=CTRL)

    assert len([key for key in keys if not key.isdigit()]) == ROWS + 2
    assert desa.newest("savings.collect")["d"]["total"] == 330_000
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert desa.account("3-1102") == -360_000
    assert screen.table.rows.rows[0].collected_by is not None


def test_the_receipt_of_the_batch_is_shown_and_printed(
    desa: Village, screen: CollectionScreen
) -> None:
    enter()
    fill()
    write("330000")
    enter()

    view = screen.findChild(SlipView)
    assert view is not None
    words = [label.text() for label in view.findChildren(QLabel)]
    assert "TGH-KR-2026-000001" in words
    printed = desa.folder / "cetakan" / "TGH-KR-2026-000001.pdf"
    assert printed.read_bytes().startswith(b"%PDF")
    press(Qt.Key.Key_F8)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReprintDialog)
    assert [row.number for row in dialog.table.rows.rows] == ["TGH-KR-2026-000001"]
    enter()
    assert (desa.folder / "cetakan" / "TGH-KR-2026-000001-SALINAN.pdf").exists()
    assert focused() is screen.table


def test_a_receipt_of_another_day_is_printed_again_from_here(desa: Village) -> None:
    collection(desa, "bendahara")
    press(Qt.Key.Key_F8)
    write("melati")
    enter()

    assert [made.name for made in (desa.folder / "cetakan").iterdir()] == [
        "SMP-KR-2026-000001-SALINAN.pdf"
    ]


def test_a_sheet_where_every_third_row_differs_stays_within_three_keys_a_row(
    screen: CollectionScreen, desa: Village
) -> None:
    """Three minutes for thirty rows are six seconds a row: a glance and three keys."""
    enter()
    with counted() as keys:
        for row in range(ROWS):
            if row % 3 == 1:
                write("5000" if row % 2 else " ")
            if row % 3 != 1 or row % 2:
                enter()
        assert focused() is screen.count.counted.editor
        write("245000")
        enter()

    assert desa.newest("savings.collect")["d"]["total"] == 245_000
    assert len(keys) <= 3 * ROWS


def test_another_amount_is_typed_and_who_did_not_pay_is_one_key(
    desa: Village, screen: CollectionScreen
) -> None:
    enter()
    write("5000")
    assert screen.entry.note.text() == "lima ribu rupiah · kurang Rp15.000"
    enter()
    write(" ")
    write("0")
    assert [row.paid for row in screen.entry.table.rows.rows[:3]] == [5_000, 0, 0]
    enter(ROWS - 3)
    assert screen.count.done.text() == "30 dari 30 baris diisi, 2 tidak membayar"
    write("275000")
    enter()

    assert desa.newest("savings.collect")["d"]["total"] == 275_000
    assert desa.balance("Melati", "mandatory") == Rupiah(15_000)
    assert desa.balance("Cendana", "mandatory") == Rupiah(10_000)


def test_a_count_that_differs_is_said_in_words_and_refused(
    desa: Village, screen: CollectionScreen
) -> None:
    enter()
    fill()
    write("325000")
    assert screen.count.difference.text() == ("Uang kurang Rp5.000 (lima ribu rupiah) dari isian.")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "kurang Rp5.000" in screen.count.counted.note.text()
    assert focused() is screen.count.counted.editor
    assert screen.entry.batch is not None
    assert not screen.entry.batch.open_rows
    assert desa.balance("Melati", "mandatory") == Rupiah(10_000)

    press(Qt.Key.Key_A, held=CTRL)
    write("330000")
    assert screen.count.difference.text() == "Cocok dengan isian."
    enter()
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)


def test_a_row_that_was_forgotten_is_shown(desa: Village, screen: CollectionScreen) -> None:
    enter()
    enter(2)
    press(Qt.Key.Key_Down)
    enter(3)
    press(Qt.Key.Key_Return, held=CTRL)

    assert "25 baris belum diisi" in screen.entry.note.text()
    assert screen.entry.at == 2
    assert desa.balance("Melati", "mandatory") == Rupiah(10_000)


def test_arrows_go_back_and_mend_a_row(screen: CollectionScreen) -> None:
    enter()
    enter(2)
    press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    write("10000")
    press(Qt.Key.Key_Down)

    assert screen.entry.table.rows.rows[0].paid == 10_000
    assert screen.entry.at == 1


def test_enter_on_a_filled_row_changes_nothing(screen: CollectionScreen) -> None:
    enter()
    write("5000")
    enter()
    press(Qt.Key.Key_Up)
    enter()

    assert screen.entry.table.rows.rows[0].paid == 5_000
    assert screen.entry.at == 1


def test_backspace_empties_a_row(screen: CollectionScreen) -> None:
    enter()
    enter()
    press(Qt.Key.Key_Up, Qt.Key.Key_Backspace)

    assert screen.entry.table.rows.rows[0].paid is None
    assert screen.count.total.text() == "Rp0"


def test_what_is_no_amount_stays_red_and_is_never_taken(screen: CollectionScreen) -> None:
    enter()
    write("5rb")
    enter()

    assert screen.entry.line.text() == "5rb"
    assert screen.entry.note.property("tone") == "danger"
    press(Qt.Key.Key_Down)
    assert screen.entry.at == 0
    assert screen.entry.table.rows.rows[0].paid is None


def test_voluntary_savings_come_with_the_same_row(desa: Village, screen: CollectionScreen) -> None:
    enter()
    write("s15000")
    enter()
    assert screen.entry.at == 0
    fill()
    assert screen.count.total.text() == "Rp345.000"
    write("345000")
    enter()

    assert desa.balance("Melati", "voluntary") == Rupiah(15_000)
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)


def test_a_sheet_left_open_keeps_what_was_filled_in(screen: CollectionScreen) -> None:
    enter()
    enter(5)
    press(Qt.Key.Key_Escape)
    assert screen.note.text() == f"Isian belum disimpan: {SHEET}."

    enter()

    assert screen.entry.at == 5
    assert screen.count.done.text().startswith("5 dari 30 baris diisi")


def test_more_than_may_be_paid_ahead_is_refused_at_its_row(
    desa: Village, screen: CollectionScreen
) -> None:
    enter()
    enter(3)
    write("900000")
    enter()
    enter(ROWS - 4)
    write("1220000")
    enter()

    assert screen.entry.note.property("tone") == "danger"
    assert screen.entry.at == 3
    assert screen.count.total.text() == "Rp1.220.000"
    assert desa.balance("Melati", "mandatory") == Rupiah(10_000)


def test_the_money_may_go_to_the_bank(desa: Village, screen: CollectionScreen) -> None:
    enter()
    write("k")
    assert isinstance(QApplication.activeModalWidget(), PickDialog)
    write("bri")
    enter()
    assert "Bank BRI" in screen.count.box_words.text()
    fill()
    write("330000")
    enter()

    assert desa.newest("savings.collect")["d"]["box"] == "BRI"


def test_a_sheet_is_made_out_and_printed_by_keys(desa: Village, screen: CollectionScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    assert isinstance(QApplication.activeModalWidget(), IssueDialog)
    enter()
    press(Qt.Key.Key_Down)
    enter()

    number = "LTG-KR-2026-000002"
    assert desa.newest("savings.issue_sheet")["d"]["month"] == "2026-12"
    assert [row.number for row in screen.table.rows.rows] == [SHEET, number]
    assert (desa.folder / "cetakan" / f"{number}.pdf").read_bytes().startswith(b"%PDF")


def test_a_new_sheet_is_the_one_that_is_marked(screen: CollectionScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    enter()
    press(Qt.Key.Key_Down)
    enter()

    marked = screen.table.current()
    assert marked is not None
    assert marked.number == "LTG-KR-2026-000002"
    assert focused() is screen.table


def test_a_second_sheet_for_the_same_group_and_month_is_asked_about(
    desa: Village, screen: CollectionScreen
) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    enter(2)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Confirm)
    assert SHEET in asked.accessibleDescription()
    enter()
    assert isinstance(QApplication.activeModalWidget(), IssueDialog)
    assert len(screen.table.rows.rows) == 1

    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_Tab)
    enter()

    assert [row.number for row in screen.table.rows.rows] == [SHEET, "LTG-KR-2026-000002"]
    assert desa.newest("savings.issue_sheet")["d"]["month"] == "2026-11"
    assert focused() is screen.table


def test_a_sheet_is_printed_again_from_the_list(desa: Village, screen: CollectionScreen) -> None:
    press(Qt.Key.Key_P, held=CTRL)

    assert (desa.folder / "cetakan" / f"{SHEET}.pdf").read_bytes().startswith(b"%PDF")
    marked = screen.table.current()
    assert marked is not None
    assert marked.number == SHEET


def test_a_sheet_that_came_in_shows_its_receipt(screen: CollectionScreen) -> None:
    enter()
    fill()
    write("330000")
    enter()
    screen.last.slip.setWidget(QLabel(""))
    enter()

    words = [label.text() for label in screen.last.slip.findChildren(QLabel)]
    assert "TGH-KR-2026-000001" in words
    assert screen.heading.text() == "Penagihan"


def test_a_sheet_that_somebody_else_brought_in_is_closed(
    desa: Village, screen: CollectionScreen
) -> None:
    enter()
    enter(3)
    row = {"member": "0001", "amount": 10_000}
    order = {"sheet": SHEET, "rows": [row], "counted": 10_000}
    desa.session.office.perform("savings.collect", order)

    assert screen.heading.text() == "Penagihan"
    assert status(desa) == f"Lembar {SHEET} sudah diterima."


def test_without_a_group_the_screen_says_where_to_make_one(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path / "buku")
    desa = Village(tmp_path / "buku")
    screen = collection(desa, "bendahara")
    assert "Buat kelompok di layar Anggota" in screen.note.text()
    press(Qt.Key.Key_N, held=CTRL)

    assert QApplication.activeModalWidget() is None
    assert "Belum ada kelompok" in status(desa)
    group = {"code": "KRAJAN", "name": "Dusun Krajan", "kind": "dusun"}
    desa.session.office.perform("members.set_group", group)
    assert status(desa) == ""
    desa.close()


def test_a_group_made_a_moment_ago_gets_its_sheet(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path / "buku")
    desa, slow = Village(tmp_path / "buku"), SlowBooks()
    window = desa.window(lambda name: slow if name == "buku" else village.inline(name))
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_6, held=CTRL)
    slow.slow = True
    group = {"code": "KRAJAN", "name": "Dusun Krajan", "kind": "dusun"}
    desa.session.office.perform("members.set_group", group)

    press(Qt.Key.Key_N, held=CTRL)
    assert status(desa) == ""
    slow.answer()

    assert isinstance(QApplication.activeModalWidget(), IssueDialog)
    assert status(desa) == ""
    slow.slow = False
    window.findChildren(IssueDialog)[0].reject()
    desa.close()


def test_months_in_thousands_are_told_with_their_dot(screen: CollectionScreen) -> None:
    assert screen._now is not None

    screen._show(replace(screen._now, estimated=(1_268, 6_340, Rupiah(63_400_000))))

    assert "1.268 anggota, 6.340 bulan, Rp63.400.000" in screen.estimates.text()
    dialog = EstimatesDialog(screen._desk, screen._now)
    assert "1.268 anggota mempunyai perkiraan tunggakan 6.340 bulan" in dialog._words
    dialog.deleteLater()


def test_the_board_settles_estimates_with_a_second_person(desa: Village) -> None:
    screen = collection(desa, "bendahara")
    office = desa.session.office
    for name in ("Jati Tua", "Ulin Tua"):
        order = {"name": name, "joined": "2026-01-05", "as_of": "2026-10-31"}
        office.perform("membership.adopt", order)
    assert "2 anggota, 20 bulan, Rp200.000" in screen.estimates.text()

    press(Qt.Key.Key_F7)
    assert isinstance(QApplication.activeModalWidget(), EstimatesDialog)
    enter()
    write("12/PENG/2026")
    enter(2)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, AskApproval)
    assert "dianggap lunas menurut keputusan 12/PENG/2026" in asked.accessibleDescription()
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("rapat pengurus")
    enter()

    assert queries.estimates(office.reading, TODAY.date()) == []
    assert desa.newest("savings.settle_estimates")["d"]["owed"] is False
    assert screen.estimates.isHidden()


def test_a_sheet_that_would_bill_nobody_says_why_before_it_is_issued_and_f7_decides(
    desa: Village,
) -> None:
    screen = collection(desa, "bendahara")
    office = desa.session.office
    office.perform("members.set_group", {"code": "LAMA", "name": "Buku lama", "kind": "lain"})
    for name in ("Jati Tua", "Ulin Tua"):
        order = {"name": name, "joined": "2026-01-05", "as_of": "2026-11-20"}
        made = office.perform("membership.adopt", order)
        office.perform("members.assign", {"group": "LAMA", "members": [made.id]})
    before = len(queries.open_sheets(office.reading))
    press(Qt.Key.Key_N, held=CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, IssueDialog)
    write("lama")
    assert "2 dari 2 baris tanpa tagihan: 2 di antaranya" in dialog.blank.text()
    enter(2)

    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Confirm)
    assert len(queries.open_sheets(office.reading)) == before
    press(Qt.Key.Key_F7)

    assert isinstance(QApplication.activeModalWidget(), EstimatesDialog)
    assert screen.isVisible()


def test_the_board_may_settle_one_member_alone(desa: Village) -> None:
    screen = collection(desa, "bendahara")
    office = desa.session.office
    for name in ("Jati Tua", "Ulin Tua"):
        order = {"name": name, "joined": "2026-01-05", "as_of": "2026-10-31"}
        office.perform("membership.adopt", order)
    last = members.search(office.reading, "Ulin Tua")[0].number

    press(Qt.Key.Key_F7)
    press(Qt.Key.Key_Down)
    enter()
    write("12/PENG/2026")
    enter()
    write(str(last))
    enter()
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("rapat pengurus")
    enter()

    left = queries.estimates(office.reading, TODAY.date())
    assert [one.member.name for one in left] == ["Jati Tua"]
    assert desa.newest("savings.settle_estimates")["d"]["owed"] is True
    assert "1 anggota, 10 bulan, Rp100.000" in screen.estimates.text()


def test_f1_lists_what_the_rows_understand(screen: CollectionScreen) -> None:
    enter()
    press(Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)
    told = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Enter", "Spasi", "S", "K", "Ctrl+Enter", "F7", "Backspace"} <= told
    assert screen.count.done.text().startswith("0 dari 30")
    press(Qt.Key.Key_Escape)


# --- a sheet that ends without money --------------------------------------------------------------


def test_del_asks_why_and_the_sheet_is_out_no_more(desa: Village, screen: CollectionScreen) -> None:
    press(Qt.Key.Key_Delete)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskReason)
    write("panen raya")
    enter()

    assert desa.newest("savings.void_sheet")["d"]["reason"] == "panen raya"
    assert status(desa) == f"Lembar {SHEET} dibatalkan."
    [row] = screen.table.rows.rows
    assert (row.void, row.state) == (True, "batal")
    enter()
    assert not screen._at_entry
    assert status(desa) == f"Lembar {SHEET} dibatalkan, jadi tidak membawa uang."
    press(Qt.Key.Key_Delete)
    assert QApplication.activeModalWidget() is None


def test_escape_from_the_reason_leaves_the_sheet_out(
    desa: Village, screen: CollectionScreen
) -> None:
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Escape)

    assert len(queries.open_sheets(desa.session.office.reading)) == 1
    assert screen.table.rows.rows[0].state == "terbuka"


def test_del_within_a_row_only_deletes_a_digit(screen: CollectionScreen) -> None:
    enter()
    write("50000")
    press(Qt.Key.Key_Home, Qt.Key.Key_Delete)

    assert QApplication.activeModalWidget() is None
    assert screen.entry.line.text() == "0"


# --- a sheet that is older than what was paid since -----------------------------------------------


def pay_at_the_counter(desa: Village, months: int) -> None:
    lines = [{"product": "mandatory", "months": months}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})


def test_who_has_paid_since_is_asked_only_for_what_he_still_owes(
    desa: Village, screen: CollectionScreen
) -> None:
    pay_at_the_counter(desa, 1)
    screen.reload()
    enter()

    row = screen.entry.table.rows.rows[0]
    assert (row.due, row.billed) == (10_000, 20_000)
    assert screen.entry.note.text().startswith("Di lembar Rp20.000, tetapi sebagian sudah dibayar")
    assert screen.entry.note.property("tone") == "warning"
    fill()
    write("320000")
    enter()

    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)


def test_enter_pays_nothing_ahead_for_who_has_paid_everything(
    desa: Village, screen: CollectionScreen
) -> None:
    pay_at_the_counter(desa, 4)
    screen.reload()
    enter()

    assert "sudah lunas sesudah lembar terbit" in screen.entry.note.text()
    enter()
    assert screen.entry.table.rows.rows[0].paid == 0
    assert desa.balance("Melati", "mandatory") == Rupiah(50_000)


def test_a_payment_at_the_counter_while_a_sheet_is_entered_asks_again(
    desa: Village, screen: CollectionScreen
) -> None:
    enter()
    enter()
    write("15")
    pay_at_the_counter(desa, 1)
    screen.reload()

    rows = screen.entry.table.rows.rows
    assert (rows[0].due, rows[0].paid) == (10_000, None)
    assert rows[0].remark() == "di lembar Rp20.000, sudah berkurang"
    assert (screen.entry.at, screen.entry.line.text()) == (1, "15")
