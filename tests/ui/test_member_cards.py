"""Member cards and what goes to a phone: printed by keys, and scanned wherever the cursor is."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kopdes_desktop.members.cards import code_of
from kopdes_desktop.members.queries import search
from kopdes_desktop.paper import picture
from kopdes_desktop.paper.picture import SMALL
from kopdes_desktop.ui.members.cards_dialog import CardsDialog
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.savings.collection_screen import CollectionScreen
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, enter, focused, press, scan, write
from tests.ui.registry import register, said
from tests.ui.village import Village

SHEET = "LTG-KR-2026-000001"


@pytest.fixture
def window(desa: Village) -> MainWindow:
    return desa.signed_in("bendahara")


@pytest.fixture
def screen(window: MainWindow) -> RegisterScreen:
    return register(window)


@pytest.fixture
def teller(window: MainWindow) -> TellerScreen:
    press(Qt.Key.Key_F4)
    assert window.workplace is not None
    made = window.workplace.current()
    assert isinstance(made, TellerScreen)
    return made


def printed(desa: Village) -> list[str]:
    """The cards that lie in the folder for papers, as a scanner reads them."""
    found: list[str] = []
    for file in sorted((desa.folder / "cetakan").glob("kartu-anggota*.pdf")):
        opened = pypdfium2.PdfDocument(file)
        for page in opened:
            codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
            found += sorted(code.text for code in codes)
        opened.close()
    return found


# --- printing ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("screen")
def test_f10_on_his_page_prints_his_card(desa: Village) -> None:
    write("cendana")
    enter()

    press(Qt.Key.Key_F10)

    assert printed(desa) == ["MKD0002"]


@pytest.mark.usefixtures("screen")
def test_f10_on_the_list_asks_whose_cards_and_prints_them_in_one_paper(desa: Village) -> None:
    press(Qt.Key.Key_F10)
    assert isinstance(QApplication.activeModalWidget(), CardsDialog)
    press(Qt.Key.Key_End)
    enter()

    assert printed(desa) == ["MKD0001", "MKD0002", "MKD0003"]


@pytest.mark.usefixtures("screen")
def test_cards_of_new_members_ask_since_when_and_say_that_there_are_none(desa: Village) -> None:
    press(Qt.Key.Key_F10, Qt.Key.Key_Down)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, CardsDialog)
    assert asking.since.isVisible()
    assert asking.since.text == "01/11/2026"
    enter(2)
    assert "Tidak ada anggota aktif" in asking.form.notice.text()
    assert printed(desa) == []

    press(Qt.Key.Key_A, held=CTRL)
    write("1/9")
    enter()

    assert printed(desa) == ["MKD0001", "MKD0002", "MKD0003"]


def test_who_may_not_print_cards_is_told_so(desa: Village) -> None:
    window = desa.signed_in("kasir")
    screen = register(window)
    screen._may = frozenset()

    press(Qt.Key.Key_F10)

    assert said(window) == "F10: bukan tugas peran ini."


# --- a phone -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("screen")
def test_ctrl_t_puts_words_on_the_clipboard_and_a_small_picture_beside_them(
    desa: Village, window: MainWindow
) -> None:
    fields = {"name": "Melati *Jati_ ~Wangi`"}
    desa.session.office.perform("members.change", {"member": "0001", "fields": fields})
    write("melati")
    enter()
    press(Qt.Key.Key_T, held=CTRL)

    words = QGuiApplication.clipboard().text()
    lines = words.splitlines()
    assert "Simpanan *Melati Jati Wangi*, nomor anggota 0001" in lines
    assert "Simpanan Pokok: *Rp100.000*" in lines
    assert "Jumlah simpanan: *Rp110.000*" in lines
    assert "• 01/09/2026: setor Rp10.000, simpanan wajib" in lines
    assert "*LATIHAN*" in lines
    assert all(line.count("*") in {0, 2} for line in lines)
    (file,) = (desa.folder / "cetakan").glob("kartu-simpanan*.png")
    assert file.stat().st_size <= SMALL
    shown = Image.open(BytesIO(file.read_bytes()))
    assert shown.width > 1000
    assert file.name in said(window)


@pytest.mark.usefixtures("screen")
def test_a_statement_too_long_for_a_picture_is_refused_and_its_pdf_named_instead(
    desa: Village, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "png", partial(picture.png, most=2_000))
    write("melati")
    enter()
    press(Qt.Key.Key_T, held=CTRL)
    told = said(window)
    press(Qt.Key.Key_P, held=CTRL)

    assert "tidak muat dalam gambar 2 kB" in told
    assert "Cetak PDF-nya dengan Ctrl+P" in told
    assert "nomor anggota 0001" in QGuiApplication.clipboard().text()
    [made] = (desa.folder / "cetakan").glob("kartu-simpanan*")
    assert made.suffix == ".pdf"


# --- scanning ----------------------------------------------------------------------------------


def test_a_card_scanned_in_the_register_opens_its_member_whatever_is_narrowed_to(
    screen: RegisterScreen,
) -> None:
    screen.list.status.choose("left")
    scan(code_of("0003"))
    assert screen.heading.text() == "Kenanga Ulin"

    scan(code_of("0001"))

    assert screen.heading.text() == "Melati Jati"


def test_a_card_that_nobody_has_is_said_and_the_next_scan_is_read(screen: RegisterScreen) -> None:
    scan(code_of("7777"))
    assert "Tidak ada anggota bernomor 7777" in screen.list.note.text()
    assert focused() is screen.list.line

    scan(code_of("0002"))

    assert screen.heading.text() == "Cendana Asoka"


def test_a_card_scanned_at_the_teller_finds_its_member(teller: TellerScreen) -> None:
    scan(code_of("0002"))

    assert teller.heading.text() == "Cendana Asoka"
    assert focused() is teller.entry.line


def test_a_scan_while_a_member_is_open_turns_to_the_next_and_keeps_what_was_typed(
    teller: TellerScreen,
) -> None:
    write("melati")
    enter()
    write("3")
    enter()
    write("s50000")

    scan(code_of("0002").lower())

    assert teller.heading.text() == "Cendana Asoka"
    assert QApplication.activeModalWidget() is None
    assert [kept.who for kept in teller.baskets.values()] == ["Melati Jati"]
    assert [int(kept.amount) for kept in teller.baskets.values()] == [30_000]


def test_letters_that_are_no_card_do_what_they_always_do(teller: TellerScreen) -> None:
    write("melati")
    enter()

    write("ms50000")
    assert "Ketik nama?" in teller.entry.note.text()
    press(Qt.Key.Key_Escape)

    write("s50000")

    assert teller.entry.line.text() == "50.000"
    assert "sukarela" in teller.entry.question.text()


def test_a_scanned_card_of_an_applicant_or_of_nobody_is_turned_away(teller: TellerScreen) -> None:
    scan(code_of("4242"))

    assert "Tidak ada anggota bernomor 4242" in teller.finder.note.text()
    scan(code_of("0001"))
    assert teller.heading.text() == "Melati Jati"


def test_a_card_scanned_at_a_collection_sheet_marks_its_row(
    desa: Village, window: MainWindow
) -> None:
    office = desa.session.office
    office.perform("members.set_group", {"code": "KRJ", "name": "Krajan", "kind": "dusun"})
    office.perform("members.assign", {"group": "KRJ", "members": ["0001", "0003"]})
    office.perform("savings.issue_sheet", {"group": "KRJ"})
    press(Qt.Key.Key_6, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, CollectionScreen)

    scan(code_of("0003"))
    assert screen.heading.text() == SHEET
    assert screen.entry.at == 1
    scan(code_of("0001"))
    assert screen.entry.at == 0
    scan(code_of("0002"))

    assert screen.entry.note.text() == "Anggota nomor 0002 tidak ada di lembar ini."
    assert screen.entry.at == 0


@pytest.mark.usefixtures("window")
def test_search_everywhere_finds_the_holder_of_a_card(desa: Village) -> None:
    read = desa.session.office.reading

    assert [row.name for row in search(read, "mkd0002")] == ["Cendana Asoka"]
    assert search(read, "MKD9999") == []
