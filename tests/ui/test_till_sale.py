"""Selling by keys and scanner alone: keys counted, figures in the books afterwards."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from kopdes_desktop.office import log
from kopdes_desktop.printing import profiles
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.ui.goods.item_form import ItemForm
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm
from kopdes_desktop.ui.sales.people_forms import BuyerForm
from kopdes_desktop.ui.sales.till_screen import TillScreen
from tests.ui.fingers import CTRL, NONE, bring_up, counted, enter, focused, press, scan, write
from tests.ui.outlet import (
    EGGS,
    GAS,
    MILK,
    NOODLES,
    OIL,
    RICE,
    SHARED,
    SOAP,
    approve,
    at_till,
    card,
    drawer,
    names,
    till,
)
from tests.ui.registry import SlowBooks, said
from tests.ui.village import PASSWORD, PIN, TODAY, Village

NIK = "3301010101900001"
#: Keys after which the line, or a list before it, wants an answer.
QUESTIONS = (
    (Qt.Key.Key_F3, NONE),
    (Qt.Key.Key_F5, NONE),
    (Qt.Key.Key_F6, NONE),
    (Qt.Key.Key_F6, CTRL),
    (Qt.Key.Key_F8, NONE),
    (Qt.Key.Key_F10, NONE),
    (Qt.Key.Key_Return, NONE),
)


def sales(toko: Village) -> int:
    return len(log.latest(toko.session.office.reading, ["sales.sell"], 999))


def total(screen: TillScreen) -> str:
    return f"{screen.view.total.words.text()} {screen.view.total.figure.text()}"


def note(screen: TillScreen) -> str:
    return screen.view.code.card.note.text()


def test_five_lines_are_sold_for_exact_cash_by_two_keys(toko: Village) -> None:
    _window, screen = at_till(toko)
    for code in (SOAP, RICE, NOODLES, OIL, SOAP):
        scan(code)
    assert names(screen) == [
        ("Sabun mandi", "2"),
        ("Beras 5 kg", "1"),
        ("Mi instan", "1"),
        ("Minyak goreng", "1"),
    ]
    assert total(screen) == "TOTAL Rp100.000"

    with counted() as keys:
        enter(2)

    assert len(keys) == 2
    sold = toko.newest("sales.sell")["d"]
    assert sold["tenders"] == [{"kind": "cash", "amount": 100_000}]
    assert screen.counter.sale.empty
    assert toko.account("1-1103") == 100_000


def test_tendered_money_takes_its_digits_and_two_keys_and_the_change_stays(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)

    with counted() as keys:
        enter()
        write("10000")
        enter()

    assert len(keys) == len("10000") + 2
    assert total(screen) == "KEMBALI Rp5.500"
    write("sab")
    assert total(screen) == "KEMBALI Rp5.500"
    press(Qt.Key.Key_Escape)
    scan(RICE)
    assert total(screen) == "TOTAL Rp70.000"


def test_notes_are_put_down_by_a_key_each(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)
    scan(RICE)
    enter()

    press(Qt.Key.Key_F7, Qt.Key.Key_F6, Qt.Key.Key_F3)

    assert total(screen) == "KEMBALI Rp500"
    enter()
    assert toko.newest("sales.sell")["d"]["given"] == 75_000


def test_too_little_money_is_refused_and_says_what_is_missing(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(RICE)
    enter()
    write("50000")
    assert total(screen) == "KURANG Rp20.000"

    enter()

    assert "Kurang Rp20.000" in note(screen)
    assert sales(toko) == 0


def test_counts_before_a_code_and_packs(toko: Village) -> None:
    _window, screen = at_till(toko)
    write("3*" + SOAP)
    enter()
    write("0,25*T1")
    enter()
    write("2*")
    scan(NOODLES)

    assert names(screen) == [("Sabun mandi", "3"), ("Telur ayam", "0,25"), ("Mi instan", "2")]
    write("0*S1")
    enter()
    assert "bukan jumlah" in note(screen)


def test_letters_find_goods_and_enter_takes_the_marked_one(toko: Village) -> None:
    _window, screen = at_till(toko)

    write("kec")
    press(Qt.Key.Key_Down)
    enter()
    write("2*minyak")
    enter()

    assert names(screen) == [("Kecap manis", "1"), ("Minyak goreng", "2")]
    assert not screen.view.finding


def test_a_weighed_item_asks_for_its_weight_and_a_scan_is_no_weight(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(EGGS)
    assert "Berat Telur ayam" in screen.view.code.card.question.text()

    scan(SOAP)
    write("1,5")
    enter()

    assert names(screen) == [("Sabun mandi", "1"), ("Telur ayam", "1,5")]


def test_a_code_on_two_items_asks_which_and_the_queue_goes_on(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SHARED)
    assert screen.view.finding

    scan(SOAP)
    press(Qt.Key.Key_Down)
    enter()

    assert names(screen) == [("Sabun mandi", "1"), ("Kecap manis", "1")]


def test_a_scan_lands_in_the_cart_in_front_of_any_question(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(RICE)
    enter(2)
    scan(SOAP)
    asked = set()
    for count, (key, held) in enumerate(QUESTIONS, start=1):
        press(key, held=held)
        asked.add(screen.view.code.card.question.text())

        scan(NOODLES)
        scan(OIL)

        noodles = ("Mi instan", str(count))
        assert names(screen)[1:] == [noodles, ("Minyak goreng", str(count))], key
        press(Qt.Key.Key_Escape)
        bring_up(window)
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert sales(toko) == 1
    assert len(asked) == len(QUESTIONS)


def test_a_scan_answers_no_dialog_of_the_till(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(SOAP)
    for digit in "1245":
        drawer(digit)
        dialog = QApplication.activeModalWidget() if digit != "5" else None
        if digit == "5":
            asking = QApplication.activeModalWidget()
            assert isinstance(asking, Confirm)
            dialog = asking
        assert dialog is not None
        before = screen.counter.sale.cart.lines[0].quantity

        scan(SOAP)
        press(Qt.Key.Key_Tab)
        scan(SOAP)

        assert QApplication.activeModalWidget() is dialog
        assert screen.counter.sale.cart.lines[0].quantity == before + 2_000
        assert not any(line.text() for line in dialog.findChildren(QLineEdit))
        press(Qt.Key.Key_Escape)
        bring_up(window)
    assert toko.account("1-1103") == 0


def test_a_burst_of_a_hundred_scans_loses_none(toko: Village) -> None:
    slow = SlowBooks()
    _window, screen = at_till(toko, threads=lambda _name: slow)
    slow.slow = True

    for code in [SOAP, NOODLES, OIL, RICE] * 25:
        scan(code)

    assert [quantity for _name, quantity in names(screen)] == ["25"] * 4
    slow.answer()


def test_double_enter_is_one_sale_and_what_is_scanned_meanwhile_is_the_next(toko: Village) -> None:
    slow = SlowBooks()
    _window, screen = at_till(toko, threads=lambda _name: slow)
    scan(SOAP)
    slow.answer()
    slow.slow = True

    enter(4)
    scan(RICE)
    slow.answer()
    slow.slow = False

    assert sales(toko) == 1
    assert names(screen) == [("Beras 5 kg", "1")]


def test_a_member_by_three_letters_or_by_card_gets_his_price(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(OIL)
    with counted() as keys:
        press(Qt.Key.Key_F3)
        write("cen")
        enter()
    assert len(keys) == 5
    assert screen.view.member.text() == "0002  Cendana Asoka"
    assert total(screen) == "TOTAL Rp17.000"

    press(Qt.Key.Key_F3)
    enter()
    assert total(screen) == "TOTAL Rp18.000"
    scan(card("0001"))
    assert screen.view.member.text() == "0001  Melati Jati"
    enter(2)
    assert toko.newest("sales.sell")["d"]["tenders"] == [{"kind": "cash", "amount": 17_000}]


def test_a_cart_survives_a_pulled_plug(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)
    press(Qt.Key.Key_F9)
    scan(card("0002"))
    write("3*" + OIL)
    enter()
    key = screen.counter.sale.key
    toko.close()

    _window, screen = at_till(toko)

    assert names(screen) == [("Minyak goreng", "3")]
    assert screen.view.member.text() == "0002  Cendana Asoka"
    assert screen.counter.sale.key == key
    assert [sale.words() for sale in screen.counter.aside] == ["Sabun mandi"]
    enter(2)
    toko.close()
    _window, screen = at_till(toko)
    assert screen.counter.sale.empty
    assert len(screen.counter.aside) == 1


def test_a_cashier_s_large_discount_needs_a_second_person(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(RICE)
    press(Qt.Key.Key_F6)
    write("20%")
    enter()
    assert total(screen) == "TOTAL Rp56.000"
    enter(2)
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    scan(SOAP)
    for text in ("bendahara", PIN, "pelanggan lama"):
        write(text)
        enter()
    bring_up(window)

    assert toko.newest("sales.sell")["d"]["tenders"] == [{"kind": "cash", "amount": 56_000}]
    assert names(screen) == [("Sabun mandi", "1")]


def test_a_second_person_who_does_not_come_leaves_the_cart_to_the_clerk(toko: Village) -> None:
    window, _screen = at_till(toko)
    write("30*" + SOAP)
    enter()
    enter(2)
    assert isinstance(QApplication.activeModalWidget(), AskApproval)

    press(Qt.Key.Key_Escape)
    bring_up(window)
    press(Qt.Key.Key_Escape, Qt.Key.Key_F5)
    write("2")
    enter()
    enter(2)

    assert sales(toko) == 1
    assert toko.newest("sales.sell")["d"]["tenders"] == [{"kind": "cash", "amount": 9_000}]


def test_quantity_price_removal_and_undo_at_the_marked_line(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)
    scan(RICE)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_F5)
    write("4")
    enter()
    write("+")
    write("-")
    assert names(screen) == [("Sabun mandi", "4"), ("Beras 5 kg", "1")]

    press(Qt.Key.Key_Delete)
    assert names(screen) == [("Beras 5 kg", "1")]
    press(Qt.Key.Key_Z, held=CTRL)
    assert names(screen) == [("Sabun mandi", "4"), ("Beras 5 kg", "1")]

    press(Qt.Key.Key_F6, held=CTRL)
    write("5000")
    enter()
    assert screen.counter.sale.cart.lines[0].price == 5_000


def test_a_price_check_puts_nothing_into_the_cart(toko: Village) -> None:
    _window, screen = at_till(toko)
    press(Qt.Key.Key_F7)

    scan(OIL)

    assert "umum Rp18.000" in note(screen)
    assert "anggota Rp17.000" in note(screen)
    assert screen.counter.sale.empty
    press(Qt.Key.Key_Escape)
    scan(OIL)
    assert names(screen) == [("Minyak goreng", "1")]


def test_an_unknown_code_becomes_an_item_in_the_middle_of_a_sale(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(SOAP)
    scan("4006381333931")
    assert "belum dikenal" in note(screen)

    press(Qt.Key.Key_N, held=CTRL)
    assert isinstance(QApplication.activeModalWidget(), ItemForm)
    write("Pulpen biru")
    scan(SOAP)
    enter(2)
    write("2500")
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(window)

    assert names(screen) == [("Sabun mandi", "2"), ("Pulpen biru", "1")]
    scan("4006381333931")
    assert names(screen)[1] == ("Pulpen biru", "2")


def test_an_applicant_is_written_down_in_the_middle_of_a_sale(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(SOAP)

    press(Qt.Key.Key_F3, held=CTRL)
    write("Kamboja Bungur")
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(window)

    assert len(log.latest(toko.session.office.reading, ["membership.apply"], 99)) == 6
    assert names(screen) == [("Sabun mandi", "1")]


def test_a_bon_is_paid_into_the_drawer_and_is_no_sale(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(card("0001"))
    scan(RICE)
    press(Qt.Key.Key_F10)
    write("3")
    enter(2)
    before = sales(toko)

    drawer("3")
    bring_up(toko.windows[0])
    write("mel")
    enter()
    write("50000")
    enter()

    assert toko.newest("sales.pay_bon")["d"]["left"] == 20_000
    assert sales(toko) == before
    assert toko.account("1-1103") == 50_000
    assert screen.view.code.question.of_goods


def test_money_for_an_order_is_taken_and_paid_back_at_the_drawer(toko: Village) -> None:
    window, screen = at_till(toko)
    drawer("7")
    write("gula 10 kg")
    enter()
    write("40000")
    enter(2)
    bring_up(window)
    assert toko.account("2-1206") == -40_000

    drawer("8")
    enter()
    write("tidak datang")
    enter()
    approve(window, "pesanan batal")

    assert toko.newest("sales.return_advance")["d"]["amount"] == 40_000
    assert toko.account("2-1206") == toko.account("1-1103") == 0
    assert screen.view.code.question.of_goods
    drawer("8")
    assert QApplication.activeModalWidget() is None


def test_two_clerks_who_switch_keep_their_own_carts(toko: Village) -> None:
    window, screen = at_till(toko)
    scan(SOAP)

    switch("b")
    press(Qt.Key.Key_J, held=CTRL)
    second = till(window)
    assert second is not screen
    scan(RICE)
    switch("k")

    assert till(window) is screen
    assert names(screen) == [("Sabun mandi", "1")]
    enter(2)
    assert toko.newest("sales.sell")["d"]["tenders"] == [{"kind": "cash", "amount": 4_500}]
    assert names(second) == [("Beras 5 kg", "1")]


def test_tiles_fill_the_same_cart_by_touch(toko: Village) -> None:
    _window, screen = at_till(toko)
    press(Qt.Key.Key_F2, held=CTRL)
    tiles = screen.view.tiles

    for name in ("Sabun mandi", "Mi instan", "Sabun mandi"):
        [tile] = [each for each in tiles.tiles if each.accessibleName() == name]
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    QTest.mouseClick(tiles.more, Qt.MouseButton.LeftButton)
    scan(OIL)

    assert names(screen) == [("Sabun mandi", "3"), ("Mi instan", "1"), ("Minyak goreng", "1")]
    assert focused() is screen.view.code.line
    QTest.mouseClick(tiles.pay, Qt.MouseButton.LeftButton)
    QTest.mouseClick(screen.view.pay.confirm, Qt.MouseButton.LeftButton)
    assert sales(toko) == 1


def test_a_shift_that_is_not_open_is_opened_first_and_its_card_leads_nowhere_else(
    toko: Village,
) -> None:
    window, screen = at_till(toko, floated=False)
    scan(SOAP)
    assert screen.counter.sale.empty
    assert screen.drawer is None

    press(Qt.Key.Key_Return, held=CTRL)

    assert screen.drawer is not None
    assert "BGL-KR-2026-000001" in said(window)
    scan(SOAP)
    assert names(screen) == [("Sabun mandi", "1")]


def test_goods_the_shelf_lacks_are_warned_of_before_they_are_paid(toko: Village) -> None:
    _window, screen = at_till(toko)

    write("21*" + SOAP)
    enter()

    assert screen.view.warning.text() == "Stok Sabun mandi menurut catatan tinggal 20 buah."
    assert not screen.view.warning.isHidden()


def test_a_buyer_of_rationed_goods_is_asked_for_once_before_the_money(toko: Village) -> None:
    window, screen = at_till(toko)
    write("2*" + GAS)
    enter(2)
    assert "NIK pembeli LPG 3 kg" in screen.view.code.card.question.text()
    scan("123")
    assert "16 angka" in note(screen)

    scan(NIK)
    assert isinstance(QApplication.activeModalWidget(), BuyerForm)
    write("Randu Alas")
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(window)
    enter()

    assert toko.newest("sales.sell")["d"]["rationed"][0][1] == "LPG3"
    scan(GAS)
    enter()
    scan(NIK)
    assert "boleh lagi 0 tabung" in note(screen)
    enter()
    assert "LPG 3 kg" in note(screen)
    assert sales(toko) == 1


def test_goods_that_expire_soon_are_warned_of(toko: Village) -> None:
    _window, screen = at_till(toko)

    scan(MILK)

    assert "kedaluwarsa 25/11/2026" in screen.view.warning.text()


def test_a_printer_that_does_not_answer_keeps_no_buyer_waiting(toko: Village) -> None:
    with toko.enter(toko.folder, "bendahara", PASSWORD) as session:
        silent = Profile("slip", "Struk", "tcp", "127.0.0.1:9", columns=32)
        session.office.note(lambda kept: profiles.keep(kept, silent))
    window, screen = at_till(toko)
    for count in range(2):
        scan(SOAP)
        enter(2)
        assert sales(toko) == count + 1

    assert screen.view.code.question.of_goods
    assert "STR-KR-2026-000002" in said(window)


def test_a_clock_that_jumps_in_the_middle_of_a_sale_stops_nobody(toko: Village) -> None:
    _window, screen = at_till(toko)
    scan(SOAP)

    toko.clock.set(TODAY + timedelta(days=400))
    scan(RICE)
    enter(2)
    toko.clock.set(TODAY - timedelta(days=30))
    scan(OIL)
    enter(2)

    assert sales(toko) == 2
    assert toko.newest("sales.sell")["bd"] == TODAY.date().isoformat()
    assert screen.counter.sale.empty


def switch(letter: str) -> None:
    """F12, the first letter of another name, his PIN."""
    press(Qt.Key.Key_F12)
    write(letter)
    write(PIN)
    enter()
