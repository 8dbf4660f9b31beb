"""Each step of the till says what its keys do, and a key that is refused sells nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.sales.till_screen import TillScreen
from tests.ui.fingers import CTRL, enter, look_at, press, scan, write
from tests.ui.outlet import EGGS, OIL, RICE, SOAP, approve, at_till, card, names
from tests.ui.test_till_sale import note, sales, total
from tests.ui.village import Village

F3, F5, F6, F9, F10 = (
    Qt.Key.Key_F3,
    Qt.Key.Key_F5,
    Qt.Key.Key_F6,
    Qt.Key.Key_F9,
    Qt.Key.Key_F10,
)


def foot(screen: TillScreen) -> str:
    """The keys along the edge."""
    labels = (each for hint in screen.foot.hints() for each in hint.findChildren(QLabel))
    return " ".join(each.text() for each in labels)


def asked(screen: TillScreen) -> str:
    return screen.view.code.card.question.text()


def test_a_bon_for_a_stranger_is_refused_in_the_list_and_no_enter_books_it_as_cash(
    toko: Village,
) -> None:
    _window, screen = at_till(toko)
    scan(RICE)
    press(F10)
    write("3")
    enter(3)

    assert sales(toko) == 0
    assert asked(screen).startswith("Cara bayar")
    assert "hanya untuk anggota. F3" in note(screen)

    press(F3)
    write("mel")
    enter()
    assert screen.view.member.text() == "0001  Melati Jati"
    assert total(screen) == "TOTAL Rp70.000"


def test_a_buyer_is_none_of_several_whom_nobody_has_seen_yet(toko: Village) -> None:
    _window, screen = at_till(toko)
    press(F3)
    write("00")
    enter()
    assert screen.view.member.text() == "Bukan anggota"

    look_at(screen.view.found.table)
    enter()
    assert screen.view.member.text() == "0001  Melati Jati"


def test_what_a_member_may_owe_stands_in_the_list_and_a_bon_for_all_is_paid_up(
    toko: Village,
) -> None:
    _window, screen = at_till(toko)
    scan(card("0001"))
    scan(RICE)
    press(F10)

    rows = {row.what: (row.about, row.figure) for row in screen.view.found.table.rows.rows}
    assert rows["bon"] == ("utang 0 dari 200.000", "Rp200.000")
    assert rows["savings"][0] == "saldo sukarela"
    write("3")
    assert "batasnya Rp200.000, boleh lagi Rp200.000" in note(screen)
    enter()

    assert total(screen) == "LUNAS Rp70.000"
    assert asked(screen) == "Lunas tanpa uang tunai"
    assert note(screen).startswith("Enter: simpan")
    enter()
    sold = toko.newest("sales.sell")["d"]
    assert sold["tenders"] == [{"kind": "bon", "amount": 70_000}]


def test_the_keys_along_the_edge_are_those_of_the_step(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)
    assert "F3 anggota" in foot(screen)

    enter()
    assert "F2 … F8 tambah uang kertas" in foot(screen)
    assert "anggota" not in foot(screen)
    assert "Esc kembali" in foot(screen)
    press(F10)
    assert "F3 anggota" in foot(screen)
    press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert "F9 tahan" in foot(screen)


def test_the_last_line_is_marked_wherever_a_cart_comes_back_from(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)
    scan(RICE)
    press(F9)
    assert screen.view.held.text() == "1 ditahan (F9)"
    scan(OIL)
    assert not screen.view.held.isHidden()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Z, held=CTRL)
    assert screen.view.cart.marked() == 0
    press(Qt.Key.Key_Delete, F9)

    assert screen.view.held.isHidden()
    press(F5)
    assert asked(screen) == "Jumlah Beras 5 kg (sak)"


def test_a_cart_is_put_aside_only_with_what_its_scans_still_ask(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)
    press(F6)
    scan(EGGS)
    press(F9)
    assert asked(screen).startswith("Berat Telur ayam")
    assert "milik belanja ini" in note(screen)
    assert screen.counter.aside == []

    write("1,5")
    enter()
    assert names(screen) == [("Sabun mandi", "1"), ("Telur ayam", "1,5")]
    press(F9)
    assert len(screen.counter.aside) == 1
    assert screen.view.code.question.of_goods


def test_a_void_says_large_what_to_hand_back_and_its_dialogs_name_the_sale(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(SOAP)
    enter()
    write("10000")
    enter()
    press(Qt.Key.Key_F8)
    press(F6)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskReason)
    shown = [each.accessibleName() for each in asking.findChildren(QPushButton)]
    assert {"Tidak jadi", "Batalkan penjualan"} <= set(shown)
    assert "Batal" not in shown
    write("salah barang")
    enter()
    second = QApplication.activeModalWidget()
    assert isinstance(second, AskApproval)
    told = second.accessibleDescription()
    assert told.startswith("Membatalkan penjualan memerlukan persetujuan")
    approve(window, "salah barang")

    assert total(screen) == "KEMBALIKAN Rp4.500"
    scan(RICE)
    assert total(screen) == "TOTAL Rp70.000"
