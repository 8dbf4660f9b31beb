"""Paying out, moving over, households, payers and banks at the teller: by keys, on real books."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.savings import queries
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.members import cards as member_cards
from kopdes_desktop.ui.savings.draft import MANDATORY, VOLUNTARY
from kopdes_desktop.ui.savings.letter_dialog import LetterDialog
from kopdes_desktop.ui.savings.payer_dialog import PayerDialog
from kopdes_desktop.ui.savings.pick_dialog import PickDialog
from kopdes_desktop.ui.savings.sheet_dialogs import EstimatesDialog
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell import preferences
from tests.ui.fingers import CTRL, counted, enter, focused, press, write
from tests.ui.registry import SlowBooks
from tests.ui.test_teller import find, slip_words, teller
from tests.ui.village import PASSWORD, PIN, Village, inline


def put_in(desa: Village, amount: int, member: str = "0001") -> None:
    """Something to take out again, paid in before."""
    lines = [{"product": "voluntary", "amount": amount}]
    desa.session.office.perform("savings.deposit", {"member": member, "lines": lines})


def said(screen: TellerScreen) -> str:
    return "\n".join(label.text() for label in screen.receipt.findChildren(QLabel))


@pytest.fixture
def screen(desa: Village) -> TellerScreen:
    made = teller(desa.at_work("bendahara"))
    put_in(desa, 300_000)
    return made


def test_a_withdrawal_is_t_the_amount_and_two_keys(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    with counted() as keys:
        write("t50000")
        enter(2)

    assert [key for key in keys if not key.isdigit()] == ["t", "Key_Return", "Key_Return"]
    assert desa.balance("Melati", "voluntary") == Rupiah(250_000)
    assert desa.newest("savings.withdraw")["d"]["number"] == "TRK-KR-2026-000001"
    assert focused() is screen.finder.line


def test_a_withdrawal_shows_the_balance_before_and_after(screen: TellerScreen) -> None:
    find("melati")
    write("t50000")
    card = screen.entry.cards[VOLUNTARY]
    assert card.balance.text() == "Rp300.000"
    assert card.after.text() == "menjadi Rp250.000"
    assert screen.entry.note.text() == "lima puluh ribu rupiah"

    enter()

    assert "Bukti penarikan" in said(screen)
    assert "Saldo simpanan sukarela sebelum\n300.000" in said(screen)
    assert "Saldo simpanan sukarela sesudah\n250.000" in said(screen)


def test_the_slip_of_a_withdrawal_is_shown_and_printed(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    write("t50000")
    enter(2)

    assert "TRK-KR-2026-000001" in slip_words(screen)
    assert (desa.folder / "cetakan" / "TRK-KR-2026-000001.pdf").read_bytes().startswith(b"%PDF")
    press(Qt.Key.Key_F8)
    enter()
    assert "*** SALINAN ***" in slip_words(screen)


def test_more_than_he_has_is_red_before_enter_and_stays_typed(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    write("t300001")

    assert screen.entry.note.text() == "Saldo simpanan sukarela hanya Rp300.000, kurang Rp1."
    enter()
    assert screen.entry.line.text() == "300.001"
    assert desa.balance("Melati", "voluntary") == Rupiah(300_000)


def test_who_has_nothing_cannot_take_out(screen: TellerScreen) -> None:
    find("cendana")
    write("t")

    assert screen.entry.note.text() == "Tidak ada simpanan sukarela yang dapat diambil."
    assert "wajib" in screen.entry.question.text()


def test_a_withdrawal_does_not_go_onto_a_receipt(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("t")

    assert "penarikan dan pindah buku memakai bukti sendiri" in screen.entry.note.text()
    assert screen.entry.draft is not None
    assert [line.way for line in screen.entry.draft.lines] == ["in"]


def test_what_is_on_a_withdrawal_slip_takes_no_deposit(screen: TellerScreen) -> None:
    find("melati")
    write("t50000")
    enter()
    write("3")
    enter()

    assert "Simpan dulu bukti ini" in screen.entry.note.text()
    assert screen.receipt.total.text() == "Rp50.000"


def test_letters_inside_an_amount_change_nothing(screen: TellerScreen) -> None:
    find("melati")
    write("s50rb")

    assert screen.entry.line.text() == "50rb"
    assert screen.entry.note.property("tone") == "danger"


@pytest.mark.usefixtures("screen")
def test_above_the_limit_a_second_person_is_asked_on_the_same_screen(desa: Village) -> None:
    put_in(desa, 2_000_000)
    find("melati")
    write("t1500000")
    enter(2)

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskApproval)
    asked = dialog.accessibleDescription()
    assert "di atas batas Rp1.000.000 sehari" in asked
    assert "Melati Jati menarik Rp1.500.000 dari simpanan sukarela" in asked
    assert "sisa saldo Rp800.000" in asked
    assert desa.balance("Melati", "voluntary") == Rupiah(2_300_000)

    write("ketua")
    enter()
    write(PIN)
    enter()
    write("biaya rumah sakit")
    enter()

    assert desa.balance("Melati", "voluntary") == Rupiah(800_000)
    row = desa.session.office.database.connection.execute(
        "SELECT body FROM fact WHERE kind='savings.withdraw'"
    ).fetchone()
    assert '"reason":"biaya rumah sakit"' in row[0]


def test_without_a_second_person_what_was_typed_is_still_there(
    desa: Village, screen: TellerScreen
) -> None:
    put_in(desa, 2_000_000)
    find("melati")
    write("t1500000")
    enter(2)
    press(Qt.Key.Key_Escape)
    QTest.qWait(1)

    assert screen.receipt.total.text() == "Rp1.500.000"
    assert desa.balance("Melati", "voluntary") == Rupiah(2_300_000)


def test_a_wrong_pin_is_asked_again_with_name_and_reason_kept(
    desa: Village, screen: TellerScreen
) -> None:
    put_in(desa, 2_000_000)
    find("melati")
    write("t1500000")
    enter(2)
    write("ketua")
    enter()
    write("999999")
    enter()
    write("biaya rumah sakit")
    enter()

    again = QApplication.activeModalWidget()
    assert isinstance(again, AskApproval)
    assert again.form.field("pin").complaint == "PIN salah atau belum dibuat."
    assert desa.balance("Melati", "voluntary") == Rupiah(2_300_000)
    write(PIN)
    enter(2)
    assert desa.balance("Melati", "voluntary") == Rupiah(800_000)
    assert screen.baskets == {}


def test_nobody_is_his_own_second_person(desa: Village, screen: TellerScreen) -> None:
    put_in(desa, 2_000_000)
    find("melati")
    write("t1500000")
    enter(2)
    write("bendahara")
    enter()
    write(PIN)
    enter()
    write("sendirian")
    enter()

    again = QApplication.activeModalWidget()
    assert isinstance(again, AskApproval)
    assert "dari orang lain" in again.form.field("by").complaint
    press(Qt.Key.Key_Escape)
    assert screen.receipt.total.text() == "Rp1.500.000"
    assert desa.balance("Melati", "voluntary") == Rupiah(2_300_000)


def test_a_cashier_needs_a_second_person_for_any_withdrawal(desa: Village) -> None:
    screen = teller(desa.at_work("kasir"))
    put_in(desa, 100_000)
    find("melati")
    write("t10000")
    enter(2)

    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    write("bendahara")
    enter()
    write(PIN)
    enter()
    write("anggota hadir")
    enter()
    assert desa.balance("Melati", "voluntary") == Rupiah(90_000)
    assert "TRK-KR-2026-000001" in slip_words(screen)


def test_a_cashier_is_told_at_once_that_a_second_person_is_needed(desa: Village) -> None:
    screen = teller(desa.at_work("kasir"))
    put_in(desa, 100_000)
    find("melati")
    write("t")
    assert "Penarikan ini perlu orang kedua" in screen.entry.note.text()
    assert screen.entry.note.property("tone") == "warning"

    write("10000")
    assert screen.entry.note.text().startswith("sepuluh ribu rupiah · Penarikan ini perlu")
    enter()
    assert "perlu orang kedua" in screen.entry.note.text()
    press(Qt.Key.Key_Backspace)
    write("b")
    assert "Pemindahan ini perlu orang kedua" in screen.entry.note.text()


def test_who_may_pay_out_alone_is_not_told_so(screen: TellerScreen) -> None:
    find("melati")
    write("t")

    assert "orang kedua" not in screen.entry.note.text()


def legend(screen: TellerScreen) -> list[str]:
    """The keys along the entry line that are to be seen."""
    caps = screen.entry.legend.findChildren(QLabel)
    return [cap.text() for cap in caps if cap.isVisible() and cap.property("kind") == "key"]


def test_the_legend_says_how_many_months_may_be_paid(screen: TellerScreen) -> None:
    find("melati")
    assert legend(screen)[0] == "1–14"
    assert "H" in legend(screen)

    write("10")
    enter()

    assert legend(screen)[0] == "1–4"
    write("s")
    assert legend(screen)[0] == "S"


def test_during_a_withdrawal_only_its_own_keys_are_shown(screen: TellerScreen) -> None:
    find("melati")
    write("t")
    assert legend(screen) == ["K", "Enter", "Esc"]

    write("50000")
    enter()
    assert legend(screen) == ["K", "Enter"]
    write("d")
    assert QApplication.activeModalWidget() is None
    assert "hanya untuk setoran" in screen.entry.note.text()


def test_a_payer_named_before_is_not_said_to_pay_a_withdrawal(screen: TellerScreen) -> None:
    find("melati")
    write("d")
    write("kenanga")
    enter()
    assert "Dibayar oleh" in said(screen)
    write("t50000")
    enter()

    assert "Bukti penarikan" in said(screen)
    assert "Dibayar oleh" not in said(screen)


def test_who_owes_nothing_pays_ahead_by_the_number_of_months_only(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    enter(2)
    find("melati")
    told = "Tidak ada iuran terutang; ketik jumlah bulan untuk membayar di muka."
    assert screen.entry.note.text() == told
    enter()

    assert screen.entry.note.text() == told
    assert screen.receipt.total.text() == "Rp0"
    write("2")
    enter(2)
    assert desa.balance("Melati", "mandatory") == Rupiah(50_000)


def test_a_transfer_pays_the_dues_by_b_and_three_keys(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    write("b")
    assert screen.entry.note.text() == "Simpanan Wajib, Oktober–November 2026: Rp20.000"
    assert screen.entry.cards[VOLUNTARY].after.text() == "menjadi Rp280.000"
    assert screen.entry.cards[MANDATORY].after.text() == "menjadi Rp30.000"

    enter(3)

    assert desa.balance("Melati", "voluntary") == Rupiah(280_000)
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert desa.newest("savings.transfer")["d"]["number"] == "PDB-KR-2026-000001"
    assert "PDB-KR-2026-000001" in slip_words(screen)


def test_a_transfer_asks_for_the_letter_and_takes_it(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    write("b1")
    enter(2)
    assert isinstance(QApplication.activeModalWidget(), LetterDialog)
    press(Qt.Key.Key_Escape)
    assert desa.balance("Melati", "voluntary") == Rupiah(300_000)
    assert focused() is screen.entry.line

    enter()
    write("7/SK")
    enter()

    assert desa.newest("savings.transfer")["d"]["letter"] == "7/SK"
    assert screen.baskets == {}
    assert focused() is screen.finder.line


def test_a_transfer_of_more_than_he_has_is_refused_in_words(
    desa: Village, screen: TellerScreen
) -> None:
    put_in(desa, 15_000, member="0002")
    find("cendana")
    write("b2")
    enter()

    assert "hanya Rp15.000, kurang Rp5.000" in screen.entry.note.text()
    press(Qt.Key.Key_Backspace)
    write("1")
    enter(3)
    assert desa.balance("Cendana", "voluntary") == Rupiah(5_000)


def test_rupiah_of_dues_fill_the_oldest_month_first(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    write("25000")
    said_before = screen.entry.note.text()
    assert "Oktober–Desember 2026 (bulan terakhir kurang Rp5.000): Rp25.000" in said_before

    enter(2)

    assert desa.balance("Melati", "mandatory") == Rupiah(35_000)
    read = desa.session.office.reading
    key = screen.entry.draft.card.key if screen.entry.draft else 0
    cells = {
        str(one.month): one.state for one in queries.grid(read, key, 2026, desa.clock.now().date())
    }
    assert (cells["2026-10"], cells["2026-12"]) == ("paid", "part")


def test_the_dues_book_shows_what_enter_would_pay(screen: TellerScreen) -> None:
    find("melati")
    grid = screen.entry.grid
    assert grid.years == ["2026", "2027"]
    assert "Oktober 2026 dibayar sekarang Rp10.000" in grid.words()

    write("6")
    assert "Maret 2027 dibayar sekarang Rp10.000" in grid.words()
    press(Qt.Key.Key_Backspace)
    write("1")
    assert "November 2026 jatuh tempo Rp10.000" in grid.words()
    write("s")
    assert "Oktober 2026 terlambat Rp10.000" in grid.words()


def test_a_household_pays_with_one_receipt(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("a")
    assert focused() is screen.finder.line
    find("cendana")
    enter()
    assert screen.receipt.total.text() == "Rp40.000"
    assert "Melati Jati  ·  0001" in said(screen)
    assert "Cendana Asoka  ·  0002" in said(screen)

    enter()

    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert desa.balance("Cendana", "mandatory") == Rupiah(30_000)
    assert desa.newest("savings.deposit")["d"]["total"] == 40_000
    assert screen.baskets == {}


def test_another_member_added_by_mistake_goes_again_with_backspace(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    enter()
    write("a")
    find("cendana")
    press(Qt.Key.Key_Backspace)

    assert screen.heading.text() == "Melati Jati"
    enter()
    assert desa.balance("Cendana", "mandatory") == Rupiah(10_000)
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)


def test_escape_while_looking_for_another_goes_back_to_the_receipt(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("a")
    press(Qt.Key.Key_Escape)

    assert screen.heading.text() == "Melati Jati"
    assert focused() is screen.entry.line
    assert screen.receipt.total.text() == "Rp20.000"


def test_a_household_left_open_comes_back_whole(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("a")
    find("cendana")
    enter()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Backspace)
    note = screen.finder.note.text()
    assert note == "Isian belum disimpan: Melati Jati dan 1 lainnya Rp40.000."

    find("cendana")

    assert screen.heading.text() == "Cendana Asoka"
    assert screen.receipt.total.text() == "Rp40.000"


def test_a_new_payer_is_added_without_leaving_the_receipt(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    enter()
    write("d")
    assert isinstance(QApplication.activeModalWidget(), PickDialog)
    press(Qt.Key.Key_N, held=CTRL)
    assert isinstance(QApplication.activeModalWidget(), PayerDialog)
    write("desa")
    enter()
    write("Pemerintah Desa")
    enter(2)

    assert "Dibayar oleh: DESA · Pemerintah Desa" in said(screen)
    assert focused() is screen.entry.line
    enter()
    payer = queries.payer(desa.session.office.reading, "DESA")
    assert payer is not None
    assert desa.newest("savings.deposit")["d"]["payer"] == payer.key


def test_a_payer_is_chosen_by_a_few_letters(desa: Village, screen: TellerScreen) -> None:
    office = desa.session.office
    for code, name in (("BUMDES", "Badan Usaha Desa"), ("SEKOLAH", "Sekolah Dasar")):
        order = {"code": code, "name": name, "kind": "employer"}
        office.perform("savings.add_payer", order)
    find("melati")
    enter()
    write("d")
    write("seko")
    enter()

    assert "Dibayar oleh: SEKOLAH · Sekolah Dasar" in said(screen)
    enter()
    assert "dari SEKOLAH" in str(desa.newest("savings.deposit")["d"]["entry"])


@pytest.mark.parametrize("typed", ["0003", "ulin", "kenanga u", "MKD0003"])
def test_another_member_pays_by_his_number_name_or_card(
    desa: Village, screen: TellerScreen, typed: str
) -> None:
    find("melati")
    enter()
    write("d")
    write(typed)
    enter()
    assert "Dibayar oleh: Kenanga Ulin · anggota 0003" in said(screen)
    enter()

    read = desa.session.office.reading
    payer = members.member(read, "0003")
    assert payer is not None
    assert desa.newest("savings.deposit")["d"]["payer"] == payer.key


def test_nobody_is_offered_as_a_payer_who_is_not_there(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("d")
    write("Kantor Desa")
    enter()

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, PickDialog)
    assert asking.table.rows.rows == []
    assert asking.note.text() == "Tidak ada yang cocok. Ctrl+N mencatatnya sebagai pembayar baru."
    assert "Dibayar oleh" not in said(screen)


def test_what_was_typed_becomes_the_new_payer(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("d")
    write("Kantor Desa")
    press(Qt.Key.Key_N, held=CTRL)
    enter(3)

    assert "Dibayar oleh: KANTORDESA · Kantor Desa" in said(screen)
    enter()
    payer = queries.payer(desa.session.office.reading, "KANTORDESA")
    assert payer is not None
    assert desa.newest("savings.deposit")["d"]["payer"] == payer.key


def test_another_payer_takes_the_red_message_away(desa: Village, screen: TellerScreen) -> None:
    owe_honorarium(desa, "ketua", 5_000)
    find("melati")
    enter()
    write("h")
    write("ketua")
    enter()
    write("4/SP")
    enter(2)
    assert screen.entry.note.property("tone") == "danger"

    write("d")
    write("kenanga")
    enter()

    assert screen.entry.note.property("tone") == ""
    assert screen.entry.note.text().startswith("Enter menyimpan dan mencetak.")


def test_money_may_come_in_at_the_bank(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("k")
    write("bri")
    enter()
    assert "Masuk ke: Bank BRI" in said(screen)
    enter()

    assert desa.newest("savings.deposit")["d"]["box"] == "BRI"
    assert desa.account("1-1111") == 20_000


def test_the_bank_is_not_kept_for_the_next_receipt(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("k")
    write("bri")
    enter(2)
    find("cendana")
    enter(2)

    assert desa.newest("savings.deposit")["d"]["box"] == "KAS"
    assert screen.baskets == {}


def owe_honorarium(desa: Village, login: str, amount: int) -> None:
    """What the cooperative owes to one of its officers."""
    office = desa.session.office
    user = users.require_user(office.reading, login)
    lines = [
        {"account": "6-1101", "amount": amount, "unit": "KTR"},
        {"account": "2-1302", "amount": -amount, "unit": "KTR", "key": user.key},
    ]
    office.perform("accounting.record", {"text": "Honor pengurus", "lines": lines})


def test_without_any_honorarium_owed_there_is_nothing_to_choose(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("h")

    assert QApplication.activeModalWidget() is None
    assert "Belum ada honor yang terutang" in screen.entry.note.text()
    assert focused() is screen.entry.line


def test_only_who_is_owed_an_honorarium_is_offered(desa: Village, screen: TellerScreen) -> None:
    owe_honorarium(desa, "ketua", 100_000)
    find("melati")
    enter()
    write("h")

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, PickDialog)
    offered = [row.words for row in asking.table.rows.rows]
    assert len(offered) == 2
    assert "honor Rp100.000" in offered[1]
    assert screen.entry.way == "in"


def test_a_cut_of_more_than_the_honorarium_owed_is_refused_and_stays(
    desa: Village, screen: TellerScreen
) -> None:
    owe_honorarium(desa, "ketua", 5_000)
    find("melati")
    enter()
    write("h")
    write("ketua")
    enter()
    write("4/SP")
    enter()
    assert "Dipotong dari honor: Ketua Latihan" in said(screen)
    enter()

    assert screen.entry.note.property("tone") == "danger"
    assert screen.receipt.total.text() == "Rp20.000"
    assert desa.balance("Melati", "mandatory") == Rupiah(10_000)


def test_an_honorarium_that_is_owed_pays_the_dues(desa: Village, screen: TellerScreen) -> None:
    owe_honorarium(desa, "ketua", 100_000)
    find("melati")
    enter()
    write("h")
    write("ketua")
    enter()
    write("4/SP, 1 November 2026")
    enter()
    assert "Surat persetujuan 4/SP, 1 November 2026" in said(screen)
    enter()

    assert desa.account("2-1302") == -80_000
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert desa.newest("savings.deposit")["d"]["letter"] == "4/SP, 1 November 2026"
    assert screen.baskets == {}


def test_no_honorarium_is_cut_without_a_letter(desa: Village, screen: TellerScreen) -> None:
    owe_honorarium(desa, "ketua", 100_000)
    find("melati")
    enter()
    write("h")
    write("ketua")
    enter(2)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, LetterDialog)
    assert asking.form.field("letter").complaint

    press(Qt.Key.Key_Escape)

    assert "Dipotong dari honor" not in said(screen)
    enter()
    assert desa.newest("savings.deposit")["d"]["box"] == "KAS"


def test_escape_from_a_question_beside_changes_nothing(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("k")
    press(Qt.Key.Key_Escape)

    assert focused() is screen.entry.line
    assert "Masuk ke" not in said(screen)
    assert screen.findChild(SlipView) is not None


def test_a_withdrawal_over_the_limit_is_announced_before_enter(
    desa: Village, screen: TellerScreen
) -> None:
    put_in(desa, 2_000_000)
    find("melati")
    write("t1000000")
    assert screen.entry.note.text() == "satu juta rupiah"
    press(Qt.Key.Key_Escape)
    write("t1000001")

    assert "perlu persetujuan orang kedua" in screen.entry.note.text()
    assert screen.entry.note.property("tone") == "warning"


def test_splitting_a_withdrawal_asks_for_the_second_person_all_the_same(
    desa: Village, screen: TellerScreen
) -> None:
    put_in(desa, 2_000_000)
    find("melati")
    write("t900000")
    enter(2)
    find("melati")
    write("t200000")
    assert "perlu persetujuan orang kedua" in screen.entry.note.text()
    enter(2)

    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    assert desa.balance("Melati", "voluntary") == Rupiah(1_400_000)


def test_a_shortage_of_an_old_register_is_an_estimate_and_not_asked_for(
    desa: Village, screen: TellerScreen
) -> None:
    order = {"name": "Jati Tua", "joined": "2025-11-03", "as_of": "2026-10-31"}
    desa.session.office.perform("membership.adopt", order)
    find("jati tua")
    press(Qt.Key.Key_W)
    write("1")

    assert "Januari 2026 perkiraan Rp10.000" in screen.entry.grid.words()
    assert "Simpanan Wajib, November 2026: Rp10.000" in screen.entry.note.text()
    assert screen.entry.grid.years == ["2025", "2026", "2027"]


def test_what_only_an_old_register_guesses_is_said_as_it_is_on_his_page_and_f7_leads_to_the_word(
    desa: Village, screen: TellerScreen
) -> None:
    order = {"name": "Jati Tua", "joined": "2025-11-03", "as_of": "2026-11-20"}
    office = desa.session.office
    key = office.perform("membership.adopt", order).id
    find("jati tua")
    press(Qt.Key.Key_W)

    told = screen.entry.cards[MANDATORY].word.text()
    assert told == "belum ada yang lunas; perkiraan 13 bulan belum diputuskan"
    page = member_cards.card(office, key)
    assert page is not None
    words = next(held.word for held in page.holdings if held.name == "Simpanan Wajib")
    assert words == told
    assert "dihitung mulai Desember 2026" in screen.entry.note.text()
    write("1")
    assert screen.entry.note.text().endswith(
        "Desember 2026: Rp10.000 · perkiraan 13 bulan belum diputuskan, dilewati (F7)"
    )

    press(Qt.Key.Key_F7)

    assert isinstance(QApplication.activeModalWidget(), EstimatesDialog)


def test_what_enter_pays_stands_plainly_beside_the_line(screen: TellerScreen) -> None:
    find("melati")
    assert screen.entry.asked.figure.text() == "2 bulan · Rp20.000"
    assert screen.entry.line.placeholderText() == ""

    write("3")
    assert screen.entry.asked.figure.text() == "3 bulan · Rp30.000"

    press(Qt.Key.Key_S)
    assert screen.entry.asked.figure.isHidden()


def test_the_dues_book_turns_to_earlier_years(desa: Village, screen: TellerScreen) -> None:
    order = {"name": "Ulin Tua", "joined": "2021-03-01"}
    desa.session.office.perform("membership.adopt", order)
    find("ulin tua")
    assert screen.entry.grid.years == ["2021", "2022", "2023"]
    press(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert screen.entry.grid.years == ["2023", "2024", "2025"]
    press(Qt.Key.Key_PageUp)

    assert screen.entry.grid.years == ["2022", "2023", "2024"]
    assert not screen.entry.turning.isHidden()


def test_the_rest_of_the_family_card_is_offered_first(desa: Village, screen: TellerScreen) -> None:
    office = desa.session.office
    for name in ("Kemiri Satu", "Kemiri Dua", "Kemiri Tiga"):
        applied = office.perform("membership.apply", {"name": name, "kk": "3310010101200001"})
        order = {"application": applied.id, "approved": True, "decision_no": "04/SK"}
        office.perform("membership.decide", order)
    find("kemiri satu")
    enter()
    write("a")
    assert [row.name for row in screen.finder.table.rows.rows] == ["Kemiri Dua", "Kemiri Tiga"]

    press(Qt.Key.Key_Down)
    enter()

    assert screen.heading.text() == "Kemiri Tiga"
    assert "Kemiri Satu  ·  0004" in said(screen)


def test_without_a_family_card_enter_adds_nobody(screen: TellerScreen) -> None:
    find("melati")
    enter()
    write("a")
    enter()

    assert focused() is screen.finder.line
    assert screen.heading.text() == "Anggota lain"


def test_keys_typed_ahead_reach_the_window_that_is_asked_for(desa: Village) -> None:
    held = SlowBooks()
    window = desa.window(lambda name: held if name == "buku" else inline(name))
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_F4)
    screen = teller(window)
    find("melati")
    enter()

    held.slow = True
    write("kbri")
    held.answer()

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, PickDialog)
    assert asking.line.text() == "bri"
    enter()
    assert "Masuk ke: Bank BRI" in said(screen)


def test_a_payer_without_the_right_is_refused_in_his_window(desa: Village) -> None:
    screen = teller(desa.at_work("kasir"))
    find("melati")
    enter()
    write("d")
    press(Qt.Key.Key_N, held=CTRL)
    write("desa")
    enter()
    write("Pemerintah Desa")
    enter(2)

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PayerDialog)
    assert "tidak berhak" in dialog.form.notice.text()
    press(Qt.Key.Key_Escape)
    assert screen.receipt.total.text() == "Rp20.000"


def test_household_payer_and_bank_are_written_as_one_receipt(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    enter()
    write("s20000")
    enter()
    write("a")
    find("kenanga")
    write("3")
    enter()
    write("k")
    write("bri")
    enter()
    write("d")
    write("0002")
    enter(2)

    fact = desa.newest("savings.deposit")["d"]
    assert (fact["total"], fact["box"]) == (70_000, "BRI")
    assert "Melati Jati" in slip_words(screen)
    assert "Kenanga Ulin" in slip_words(screen)
    assert desa.balance("Kenanga", "mandatory") == Rupiah(40_000)
    assert desa.balance("Melati", "voluntary") == Rupiah(320_000)


@pytest.fixture
def large(desa: Village) -> Callable[[int], TellerScreen]:
    """The teller on a small screen at a text size, with the member of the longest name found."""

    def made(percent: int) -> TellerScreen:
        likes = preferences.load(desa.folder)
        preferences.save(desa.folder, likes._replace(percent=percent))
        window = desa.at_work("bendahara")
        screen = teller(window)
        order = {"name": " ".join(["Kenanga Cempaka Melati Anggrek Bougenvil"] * 3), "sex": "P"}
        office = desa.session.office
        applied = office.perform("membership.apply", order).id
        yes = {"application": applied, "approved": True, "decision_no": "9/SK"}
        office.perform("membership.decide", yes)
        window.resize(1366, 700)
        find("0004")
        QTest.qWait(50)
        return screen

    return made


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_the_longest_name_is_read_whole_at_every_text_size(
    large: Callable[[int], TellerScreen], percent: int
) -> None:
    screen = large(percent)

    heading = screen.heading
    words = heading.fontMetrics().boundingRect(
        heading.rect(), Qt.TextFlag.TextWordWrap, heading.text()
    )
    assert len(heading.text()) > 100
    assert heading.rect().contains(words)
    assert not heading.geometry().intersects(screen.about.geometry())
    assert screen.rect().contains(heading.geometry().united(screen.about.geometry()))


def test_a_short_name_stays_on_one_line(screen: TellerScreen) -> None:
    find("melati")
    QTest.qWait(10)

    assert screen.heading.height() < 2 * screen.heading.fontMetrics().height()


def test_what_enter_would_do_is_in_sight_where_letters_are_large(
    large: Callable[[int], TellerScreen], qtbot: QtBot
) -> None:
    screen = large(150)
    write("w9")

    note = screen.entry.note
    qtbot.waitUntil(
        lambda: note.visibleRegion().boundingRect().height() >= note.height(), timeout=20_000
    )


def test_the_arrows_bring_the_lower_half_into_sight(
    large: Callable[[int], TellerScreen],
) -> None:
    screen = large(150)
    write("w2")

    def is_seen() -> bool:
        grid = screen.entry.grid
        return grid.visibleRegion().boundingRect().bottom() >= grid.rect().bottom()

    assert not is_seen()
    press(*[Qt.Key.Key_Down] * 2)
    assert is_seen()
    assert focused() is screen.entry.line
    assert screen.entry.line.text() == "2"
    press(*[Qt.Key.Key_Up] * 4)
    assert screen.entry.question.visibleRegion().boundingRect().height() > 0
