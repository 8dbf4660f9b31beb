"""Old registers by keys: read without a trace, judged by row, taken in, and taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from kopdes_desktop.app import founding
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership.importing import FIELDS
from kopdes_desktop.office import imports
from kopdes_desktop.paper.grid import read_book
from kopdes_desktop.ui.imports.imports_screen import ImportsScreen
from kopdes_desktop.ui.imports.study_panel import VIEWS
from kopdes_desktop.ui.kit import tasks, theme
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.kit.qt_words import QtWords
from kopdes_desktop.ui.kit.tables import Table
from tests import builders
from tests.ui import village
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import visit
from tests.ui.village import Village

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
REGISTER = SHARED / "data" / "members" / "buku_anggota_612.xlsx"
EXPECTED = REGISTER.with_suffix(".expected.json")
needs_register = pytest.mark.skipif(
    not REGISTER.exists(), reason="the shared pages do not lie beside this checkout"
)

HEADER = "No. Anggota;Nama;NIK;Tgl Masuk;Simpanan Pokok;Simpanan Wajib"
GOOD = (
    "KEADAAN PER 31 DESEMBER 2025",
    HEADER,
    "A-01;Melur Jati;3310014101800001;05/01/2025;100.000;120.000",
    "A-02;Cempaka Ulin;3310010202810002;05/02/2025;100.000;110.000",
    ";JUMLAH;;;200.000;230.000",
)


@pytest.fixture(scope="module")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cooperative without a member."""
    folder = tmp_path_factory.mktemp("kosong") / "buku"
    with builders.cheaply():
        founding.found_practice(folder, clock=SetClock(village.TODAY))
    return folder


@pytest.fixture
def kosong(empty_template: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(empty_template, tmp_path / "buku")


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """A file of these lines."""

    def write_book(*lines: str, name: str = "buku.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write_book


def opened(desa: Village) -> ImportsScreen:
    window = desa.signed_in("bendahara")
    visit(window, "import.begin")
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ImportsScreen)
    return found


def read(path: Path | str) -> None:
    """Type where it lies, and have it read."""
    write(str(path))
    press(Qt.Key.Key_Return, held=CTRL)


def look_at(code: str) -> None:
    """From the list of findings to this kind."""
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * list(VIEWS).index(code))


def agree() -> str:
    """Say yes in the dialog; what it said."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    words = dialog.accessibleDescription()
    press(Qt.Key.Key_Tab)
    enter()
    return words


def figures(screen: ImportsScreen) -> list[str]:
    grid = screen.study._figures
    return [
        item.widget().text()  # type: ignore[union-attr]
        for at in range(grid.columnCount())
        if (item := grid.itemAtPosition(1, at)) is not None
    ]


def problem_rows(screen: ImportsScreen) -> list[tuple[int, str]]:
    return [(one.row, one.code) for one in screen.study.problems.rows.rows]


# --- reading --------------------------------------------------------------------------------------


@needs_register
def test_the_register_of_612_is_judged_row_by_row_and_leaves_no_trace(kosong: Village) -> None:
    screen = opened(kosong)
    before = builders.fact_count(kosong.session.office)
    read(REGISTER)

    told = json.loads(EXPECTED.read_text("utf-8"))
    assert figures(screen) == ["612", "580", "32", "22", "Rp58.000.000", "Rp22.850.000"]
    assert problem_rows(screen) == [(each["row"], each["code"]) for each in told["errors"]]
    assert focused() is screen.study.views
    look_at("warnings")
    assert problem_rows(screen) == [(each["row"], each["code"]) for each in told["warnings"]]
    assert "Keadaan per 31 Desember 2025." in screen.study.proof.text()
    assert builders.fact_count(kosong.session.office) == before


def test_the_reason_and_the_row_are_said_in_full(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(book(*GOOD[:3], "A-02;Cempaka Ulin;331;05/02/2025;100.000;110.000"))

    enter()
    assert focused() is screen.study.problems
    assert screen.study.detail.text() == (
        "NIK 331 tidak sah: harus 16 angka. Cocokkan dengan KTP-nya.\n"
        "Isi baris: A-02 · Cempaka Ulin · 331 · 05/02/2025 · 100.000 · 110.000"
    )
    press(Qt.Key.Key_Escape)
    assert focused() is screen.study.views
    press(Qt.Key.Key_Escape)
    assert focused() is screen.file.path.editor


def test_printed_totals_are_proved(kosong: Village, book: Callable[..., Path]) -> None:
    screen = opened(kosong)
    read(book(*GOOD))
    assert "cocok dengan barisnya" in screen.study.proof.text()
    assert not screen.study.proof.property("tone")

    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_A, held=CTRL)
    read(book(*GOOD[:4], ";JUMLAH;;;200.000;999.000"))
    assert screen.study.proof.property("tone") == "danger"
    assert "1 dari 1 jumlah yang tercetak tidak cocok" in screen.study.proof.text()
    assert screen.study.view() == "totals"
    [differing] = screen.study.problems.rows.rows
    assert differing.row == 5
    assert "tercetak Rp999.000, jumlah barisnya Rp230.000" in differing.message
    look_at("footers")
    assert [row.agrees for row in screen.study.footers.rows.rows][-1] is False


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "berkas ini kosong"),
        (b"%PDF-1.7 bukan lembar kerja", "PDF"),
        (b"PK\x03\x04 terpotong", "rusak atau terpotong"),
        (b"Kode Barang;Nama Barang;Satuan;Harga Beli\nB1;Beras;kg;10000\n", "daftar barang"),
        (b"satu;dua\n1;2\n", "judul"),
    ],
)
def test_a_file_that_is_no_register_is_refused_at_the_step_of_the_file(
    kosong: Village, tmp_path: Path, content: bytes, words: str
) -> None:
    screen = opened(kosong)
    path = tmp_path / "berkas.xlsx"
    path.write_bytes(content)
    read(path)

    told = screen.file.path.note.text() + screen.file.form.notice.text()
    assert words in told
    assert not screen.studying()


def test_a_path_with_quotes_is_read_and_a_wrong_one_is_refused_at_its_field(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read("tidak-ada.xlsx")
    assert "Tidak ada berkas di sini" in screen.file.path.note.text()
    assert focused() is screen.file.path.editor

    press(Qt.Key.Key_A, held=CTRL)
    read(f'"{book(*GOOD)}"')
    assert screen.studying()


def test_ctrl_o_opens_the_dialog_and_what_is_chosen_stands_in_the_line(
    qapp: QApplication, kosong: Village, book: Callable[..., Path]
) -> None:
    words = qapp.findChild(QtWords)
    assert words is not None
    words.unknown.clear()
    screen = opened(kosong)
    path = book(*GOOD)
    write(str(path.parent))
    press(Qt.Key.Key_O, held=CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    assert dialog.windowTitle() == "Pilih berkas buku lama"
    dialog.selectFile(str(path))  # typed, it would open a list that this platform cannot show
    enter()

    assert screen.file.path.text == str(path)
    assert words.unknown == set()


def test_a_column_that_was_not_understood_is_named_by_hand(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(
        book("KEADAAN PER 31 DESEMBER 2025", "Nama;Tgl Masuk;Uang pangkal", "Melur;1/2/2025;100000")
    )
    assert screen.study.found is not None
    assert not any(screen.study.found.study.totals.values())

    look_at("columns")
    enter()
    press(Qt.Key.Key_End)
    chosen = screen.study.columns.current()
    assert chosen is not None
    assert chosen.taken_for == "tidak dipakai"
    enter()
    press(*[Qt.Key.Key_Down] * list(FIELDS).index("principal"))
    enter()

    assert figures(screen)[4] == "Rp100.000"
    assert [one.taken_for for one in screen.study.columns.rows.rows][-1] == "Simpanan pokok"
    bring_up(kosong.windows[-1])
    assert focused() is screen.study.columns
    chosen = screen.study.columns.current()
    assert chosen is not None
    assert chosen.column.header == "Uang pangkal"


def test_a_register_in_which_nobody_has_a_nik_says_so_before_it_goes_in(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(book(*GOOD))
    assert not screen.study.notice.isVisible()
    look_at("columns")
    enter()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    enter()
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * list(FIELDS).index("kk"))
    enter()

    assert screen.study.notice.isVisible()
    assert screen.study.notice.text().startswith("Tidak seorang pun akan mempunyai NIK")
    bring_up(kosong.windows[-1])
    press(Qt.Key.Key_S, held=CTRL)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "Tidak seorang pun akan mempunyai NIK" in dialog.accessibleDescription()


def test_a_study_opens_on_its_faulty_rows_whatever_was_looked_at_before(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(book(*GOOD))
    look_at("footers")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_A, held=CTRL)
    read(book(*GOOD[:3], "A-02;Cempaka Ulin;331;05/02/2025;100.000;110.000"))
    assert screen.study.view() == "errors"
    assert [row for row, _code in problem_rows(screen)] == [4]


def test_a_column_that_was_guessed_wrong_is_left_unread(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(book("KEADAAN PER 31 DESEMBER 2025", "Nama;Tgl Masuk;Pokok", "Melur;1/2/2025;100000"))
    look_at("columns")
    enter()
    press(Qt.Key.Key_End)
    enter()
    press(Qt.Key.Key_End)
    enter()

    assert screen.study.found is not None
    assert not any(screen.study.found.study.totals.values())
    assert [one.taken_for for one in screen.study.columns.rows.rows][-1] == "tidak dipakai"


# --- taking in and taking back --------------------------------------------------------------------


@needs_register
def test_the_good_rows_go_in_and_the_rest_is_written_beside_its_reasons(kosong: Village) -> None:
    screen = opened(kosong)
    read(REGISTER)
    assert screen.study.take_button.text().strip() == "Masukkan 580 baris yang baik (Ctrl+S)"
    press(Qt.Key.Key_S, held=CTRL)
    words = agree()

    assert "32 baris salah tidak ikut" in words
    assert "Simpanan pokok Rp58.000.000." in words
    office = kosong.session.office
    assert len(members.in_status(office.reading, "active")) == 580
    assert builders.balance(office, "3-1101") == -58_000_000
    assert "580 baris masuk." in screen.file.form.notice.text()
    [batch] = screen.file.batches.rows.rows
    assert (batch.what, batch.rows, batch.undone_by) == ("members", 580, None)
    [sheet] = (kosong.folder / "cetakan").iterdir()
    reasons = [row.cells[-1] for row in read_book(sheet).sheets[0].rows if row.cells[-1]]
    assert reasons[0] == "Alasan ditolak"
    assert len(reasons) == 33


def test_a_whole_import_goes_out_again_with_a_reason(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(book(*GOOD))
    assert screen.study.take_button.text().strip() == "Masukkan semua 2 baris (Ctrl+S)"
    press(Qt.Key.Key_S, held=CTRL)
    agree()
    bring_up(kosong.windows[-1])
    press(Qt.Key.Key_F3)
    assert focused() is screen.file.batches
    enter()
    asking = QApplication.activeModalWidget()
    assert asking is not None
    assert asking.accessibleDescription().startswith(
        "2 nomor anggota hangus (A-01 s.d. A-02): nomor itu tidak pernah dapat dipakai lagi"
    )
    write("buku yang salah")
    enter()
    assert "masuk" not in screen.file.form.notice.text()
    assert "dibatalkan" in screen.file.form.notice.text()

    office = kosong.session.office
    [batch] = imports.imports(office.reading)
    assert batch.undone_by is not None
    assert members.in_status(office.reading, "active") == []
    assert builders.balance(office, "3-1102") == 0
    assert screen.file.batches.rows.rows == [batch]
    assert builders.findings(office) == {}


def test_the_list_of_imports_keeps_its_status_at_any_text_size(
    qapp: QApplication, kosong: Village
) -> None:
    screen = opened(kosong)
    kosong.windows[-1].resize(1366, 768)
    for percent in (125, 150):
        theme.wear(qapp, "light", percent)
        kosong.windows[-1].resize(1366, 768 + percent)
        QTest.qWait(20)
        table = screen.file.batches
        table.fit()
        titles = [column.title for column in table.rows.columns]
        at = titles.index("Status")
        assert table.columnViewportPosition(at) + table.columnWidth(at) <= table.viewport().width()


def test_an_import_that_somebody_built_upon_stays_and_the_list_is_shown(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    read(book(*GOOD))
    press(Qt.Key.Key_S, held=CTRL)
    agree()
    lines = [{"product": "mandatory", "months": 1}]
    made = kosong.session.office.perform("savings.deposit", {"member": "A-01", "lines": lines})
    bring_up(kosong.windows[-1])
    press(Qt.Key.Key_F3)
    enter()
    write("salah")
    enter()

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert str(made.number) in dialog.accessibleDescription()
    enter()
    [batch] = imports.imports(kosong.session.office.reading)
    assert batch.undone_by is None
    assert screen.file.batches.rows.rows == [batch]


def test_the_same_file_does_not_go_in_twice(kosong: Village, book: Callable[..., Path]) -> None:
    screen = opened(kosong)
    path = book(*GOOD)
    for _time in range(2):
        read(path)
        if not screen.study.take_button.isEnabled():
            break
        press(Qt.Key.Key_S, held=CTRL)
        agree()
        bring_up(kosong.windows[-1])

    assert len(imports.imports(kosong.session.office.reading)) == 1
    assert len(members.in_status(kosong.session.office.reading, "active")) == 2
    assert screen.studying()


def test_saying_no_changes_nothing(kosong: Village, book: Callable[..., Path]) -> None:
    opened(kosong)
    read(book(*GOOD))
    press(Qt.Key.Key_S, held=CTRL)
    enter()

    assert imports.imports(kosong.session.office.reading) == []


def test_once_the_opening_is_agreed_no_old_money_comes_in_and_it_is_said(
    kosong: Village, book: Callable[..., Path]
) -> None:
    screen = opened(kosong)
    lines = [
        {"account": "1-1101", "amount": 5_000, "unit": "KTR"},
        {"account": "3-1201", "amount": -5_000, "unit": "KTR"},
    ]
    office = kosong.session.office
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": lines})
    office.perform(
        "accounting.agree_opening",
        {"explanation": "Berita acara"},
        approval=builders.approval("ketua"),
    )
    read(book(*GOOD))

    told = screen.file.form.notice.text() + screen.file.path.note.text()
    told += screen.file.as_of.note.text()
    assert "Saldo awal sudah disahkan pada 21 November 2026" in told
    assert not screen.studying()
    assert imports.imports(office.reading) == []


# --- savings --------------------------------------------------------------------------------------


def test_balances_of_voluntary_savings_come_in_for_members_who_are_there(
    desa: Village, book: Callable[..., Path]
) -> None:
    screen = opened(desa)
    path = book("No Anggota;Nama;Jumlah", "0001;Melati Jati;250.000", "0002;Cendana Asoka;1.000,50")
    write(str(path))
    enter()
    press(Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Up)
    enter(2)
    write("31/12/2025")
    press(Qt.Key.Key_Return, held=CTRL)
    assert figures(screen) == ["2", "1", "1", "0", "Rp250.000"]
    press(Qt.Key.Key_S, held=CTRL)
    agree()

    assert desa.balance("Melati Jati", "voluntary") == 250_000
    assert desa.balance("Cendana Asoka", "voluntary") == 0
    assert desa.account("3-1501") == 250_000


def test_deposits_are_asked_for_their_box_and_not_for_a_day(
    desa: Village, book: Callable[..., Path]
) -> None:
    screen = opened(desa)
    write(str(book("Tanggal;No Anggota;Nama;Jumlah", "21/11/2026;0001;Melati Jati;20.000")))
    enter()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    enter()
    press(Qt.Key.Key_Down)
    assert screen.file.cash.isVisible()
    assert not screen.file.as_of.isVisible()
    before = desa.account("1-1101")
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_S, held=CTRL)
    agree()

    assert desa.balance("Melati Jati", "mandatory") == 30_000
    assert desa.account("1-1101") == before + 20_000


# --- in the background, and whose it is -----------------------------------------------------------


@needs_register
def test_the_window_stays_alive_while_the_register_is_read_on_the_other_thread(
    kosong: Village,
) -> None:
    window = kosong.window(OneThread)
    write("bendahara")
    enter()
    write(village.PASSWORD)
    enter()
    wait(lambda: window.workplace is not None and window.workplace.current() is not None)
    visit(window, "import.begin")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ImportsScreen)
    read(REGISTER)
    assert screen.is_busy()
    press(Qt.Key.Key_Return, held=CTRL)

    wait(screen.studying)
    assert figures(screen)[:2] == ["612", "580"]
    assert not screen.is_busy()


@needs_register
def test_an_import_that_is_stopped_midway_has_brought_nothing(
    kosong: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PATIENCE_MS", 0)
    window = kosong.window(OneThread)
    write("bendahara")
    enter()
    write(village.PASSWORD)
    enter()
    wait(lambda: window.workplace is not None and window.workplace.current() is not None)
    visit(window, "import.begin")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ImportsScreen)
    read(REGISTER)
    wait(screen.studying)
    bring_up(window)
    press(Qt.Key.Key_S, held=CTRL)
    agree()
    wait(lambda: isinstance(QApplication.activeModalWidget(), tasks.Underway))
    press(Qt.Key.Key_Escape)
    wait(lambda: not screen.is_busy())

    assert "Tidak ada yang berubah" in window.workplace.status.words.text()
    assert screen.studying()
    done: list[list[imports.ImportBatch]] = []
    assert window.desk is not None
    window.desk.ask(lambda session: imports.imports(session.office.reading), done.append)
    wait(lambda: bool(done))
    assert done == [[]]


def wait(until: Callable[[], bool]) -> None:
    """Up to a minute."""
    for _turn in range(3_000):
        if until():
            return
        QTest.qWait(20)
    msg = "it did not come"
    raise AssertionError(msg)


def test_the_cashier_has_no_such_place(desa: Village) -> None:
    window = desa.signed_in("kasir")
    visit(window, "import.begin")

    assert window.workplace is not None
    assert not isinstance(window.workplace.current(), ImportsScreen)


def test_the_tables_have_names_for_those_who_cannot_see_them(desa: Village) -> None:
    screen = opened(desa)

    assert all(table.accessibleName() for table in screen.findChildren(Table))
