"""A stranger records ordinary events by keys: words, an amount, a box; no accounting."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from kopdes_desktop.accounting import vouchers
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import third_parties
from kopdes_desktop.reports import holders
from kopdes_desktop.ui.accounting.cash_dialog import CashDialog
from kopdes_desktop.ui.accounting.everyday_screen import EverydayScreen
from kopdes_desktop.ui.accounting.party_field import OutsiderDialog, PartyField
from kopdes_desktop.ui.banking.banking_screen import BankingScreen
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.fields import Field
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.reports.papers_dialog import DropPaper, PapersDialog
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.village import PIN, Village


def opened(desa: Village, user: str = "bendahara") -> EverydayScreen:
    window = desa.signed_in(user)
    press(Qt.Key.Key_H, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, EverydayScreen)
    return found


def said(desa: Village) -> str:
    workplace = desa.windows[-1].workplace
    assert workplace is not None
    return workplace.status.words.text()


def here(desa: Village) -> object:
    workplace = desa.windows[-1].workplace
    assert workplace is not None
    return workplace.current()


def titles(screen: EverydayScreen) -> list[str]:
    return [row.title for row in screen.events.rows.rows]


def fields(screen: EverydayScreen) -> list[str]:
    """The fields of the chosen event that are seen."""
    assert screen.form is not None
    return [each.name for each in screen.form.form.fields if each.isVisible()]


def on_screen(widget: QWidget) -> list[str]:
    """Every word that can be read or heard on a screen."""
    found: list[str] = []
    for each in [widget, *widget.findChildren(QWidget)]:
        found += [each.accessibleName(), each.accessibleDescription(), each.toolTip()]
        if isinstance(each, (QLabel, QPushButton, QLineEdit)):
            found.append(each.text())
        if isinstance(each, QLineEdit):
            found.append(each.placeholderText())
        if isinstance(each, QTableView):
            model = each.model()
            found += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return found


def test_an_event_is_typed_paid_and_recorded_by_enter_alone(desa: Village) -> None:
    screen = opened(desa)

    write("listrik")
    enter()
    write("75000")
    enter()
    enter()
    assert screen.form is not None
    assert "Rp75.000 keluar dari Brankas Bendahara" in screen.form.said.text()
    assert "Sisanya Rp255.000" in screen.form.said.text()
    assert screen.form.number.text() == "Bukti BKK-KR-2026-000001"
    enter()

    lines = builders.seen(builders.lines_of(desa.session.office, "BKK-KR-2026-000001"))
    assert lines == [("1-1101", -75_000, "KTR"), ("6-1201", 75_000, "KTR")]
    assert said(desa).startswith("BKK-KR-2026-000001: Rp75.000 keluar")
    assert screen.form is None
    assert screen.line.hasFocus()
    assert screen.latest.rows.rows[0].entry.number == "BKK-KR-2026-000001"


def test_a_week_of_ordinary_events_meets_no_accountants_words(desa: Village) -> None:
    screen = opened(desa)
    week = (
        ("fotokopi", "15200"),
        ("snack rapat", "72000"),
        ("bensin", "20000"),
        ("pulsa", "11700"),
        ("sapu", "23000"),
        ("kardus bekas", "8000"),
        ("meterai", "50000"),
    )
    read: list[str] = []

    for words, amount in week:
        write(words)
        read += on_screen(screen)
        enter()
        write(amount)
        read += on_screen(screen)
        enter()
        enter()
        read += on_screen(screen)
        enter()
        read.append(said(desa))

    office = desa.session.office
    assert builders.balance(office, "1-1101") == 330_000 - 191_900 + 8_000
    assert len(vouchers.latest(office.reading, 20)) == len(week)
    met = [text for text in read if any(w in text.casefold() for w in ("debit", "debet", "kredit"))]
    assert met == []


def test_twelve_events_are_shown_until_one_types(desa: Village) -> None:
    screen = opened(desa)
    assert len(titles(screen)) == 12

    write("talangan")

    assert titles(screen)[0].startswith("Terima talangan")
    assert len(titles(screen)) <= 12
    press(Qt.Key.Key_Escape)
    assert len(titles(screen)) == 12

    write("qwxz")
    enter()
    assert titles(screen) == []
    assert "Biaya lain" in screen.none.text()
    assert screen.form is None


ASKED = {
    "listrik": ["amount", "box"],
    "uang muka belanja": ["amount", "box", "party"],
    "bunga bank": ["amount", "box", "extras.tax"],
    "daftar gaji": ["amount", "extras.employer", "extras.bpjs"],
    "pengurus menalangi": ["amount", "purpose", "party"],
    "peralatan": ["amount", "box", "purpose"],
    "lain lain": ["amount", "box", "text"],
}


def test_three_fields_are_asked_at_most_and_each_has_a_name(desa: Village) -> None:
    screen = opened(desa)

    for words, names in ASKED.items():
        write(words)
        enter()
        assert fields(screen) == names
        press(Qt.Key.Key_F3)
        assert set(fields(screen)) >= {"ref", "day"}
        press(Qt.Key.Key_F3)
        assert fields(screen) == names
        assert all(each.editor.accessibleName() for each in screen.findChildren(Field))
        press(Qt.Key.Key_Escape)


def test_an_event_of_another_unit_is_found_and_goes_there(desa: Village) -> None:
    screen = opened(desa)
    assert screen.unit.value() == "KTR"

    write("bagi hasil")
    enter()

    assert screen.unit.value() == "G1"
    write("80000")
    enter()
    press(Qt.Key.Key_B)
    enter(2)
    lines = builders.seen(builders.lines_of(desa.session.office, "BKM-KR-2026-000001"))
    assert ("4-1304", -80_000, "G1") in lines


def test_a_box_that_holds_too_little_is_said_before_and_refused(desa: Village) -> None:
    screen = opened(desa)
    write("listrik")
    enter()
    write("900000")
    enter(2)

    assert screen.form is not None
    assert "Uangnya tidak cukup" in screen.form.said.text()
    enter()

    assert builders.balance(desa.session.office, "6-1201") == 0
    assert screen.form.form.field("amount").complaint


def test_what_lasts_longer_than_a_year_leads_to_the_assets(desa: Village) -> None:
    screen = opened(desa)
    write("peralatan")
    enter()
    write("50000")
    enter()
    enter()
    press(Qt.Key.Key_I)

    assert screen.form is not None
    assert "layarnya sendiri" in screen.form.said.text()
    enter()

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    assert dialog.windowTitle() == "Aset baru"
    field = dialog.form.field("cost")
    assert isinstance(field, MoneyField)
    assert field.text == "50.000"
    dialog.close()
    bring_up(desa.windows[-1])
    assert builders.balance(desa.session.office, "6-1206") == 0


def test_rent_for_months_to_come_is_paid_by_a_plan_that_spreads_it(desa: Village) -> None:
    opened(desa)
    write("sewa")
    enter()
    write("1200000")
    enter(2)
    write("untuk beb")
    enter()

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    assert dialog.windowTitle() == "Rencana baru"
    said = {name: dialog.form.field(name).value() for name in ("way", "amount", "months")}
    assert said == {"way": "prepaid", "amount": 1_200_000, "months": 12}
    dialog.close()
    bring_up(desa.windows[-1])
    assert builders.balance(desa.session.office, "1-1502") == 0


def test_savings_typed_here_lead_to_the_teller(desa: Village) -> None:
    opened(desa)

    write("simpanan wajib")
    enter()

    assert isinstance(here(desa), TellerScreen)


def test_money_of_somebody_from_outside_is_noted_with_his_name(desa: Village) -> None:
    opened(desa)
    write("talangan")
    enter()
    write("100000")
    enter(2)
    write("Flamboyan")
    enter()
    assert "Ctrl+N" in party(desa).complaint

    press(Qt.Key.Key_N, held=CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OutsiderDialog)
    enter()
    bring_up(desa.windows[-1])
    assert party(desa).note.text() == "Flamboyan (pihak ketiga)"
    enter(2)

    office = desa.session.office
    other = third_parties.outsider(office.reading, "PIHAK-1")
    assert other is not None
    assert balances.of_key(office.reading, "2-1503", other.key) == [("KTR", -100_000)]
    assert holders.words(office.reading, other.key) == "PIHAK-1 · Flamboyan"


def test_a_member_is_found_by_letters_of_the_name(desa: Village) -> None:
    screen = opened(desa)
    (someone,) = members.search(desa.session.office.reading, "Kenanga")
    write("uang muka belanja")
    enter()
    write("5000")
    enter(2)
    write("kena ulin")

    assert f"(anggota {someone.number})" in party(desa).note.text()
    enter(2)

    assert screen.form is None
    assert balances.of_key(desa.session.office.reading, "1-1505", someone.key)


def party(desa: Village) -> PartyField:
    screen = here(desa)
    assert isinstance(screen, EverydayScreen)
    assert screen.form is not None
    assert screen.form.party is not None
    return screen.form.party


def test_cash_that_lacks_leads_to_the_count(desa: Village) -> None:
    opened(desa)

    write("uang kas kurang")
    enter()

    found = here(desa)
    assert isinstance(found, BankingScreen)
    assert found.page is found.count


def test_moving_cash_has_its_own_button_key_and_words(desa: Village) -> None:
    screen = opened(desa)
    assert screen.move_deed.isVisible()

    for by_words in (False, True):
        if by_words:
            write("setor ke bank")
            enter()
        else:
            press(Qt.Key.Key_F6)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert dialog.windowTitle() == "Pindah kas"
        dialog.close()
        bring_up(screen.window())


def test_esc_gives_an_event_up_and_nothing_is_recorded(desa: Village) -> None:
    screen = opened(desa)
    write("listrik")
    enter()
    write("5000")
    press(Qt.Key.Key_Escape)

    assert screen.form is None
    assert screen.line.hasFocus()
    assert vouchers.latest(desa.session.office.reading, 5) == []


def test_ones_own_advance_asks_a_second_person(desa: Village) -> None:
    opened(desa)
    write("uang muka belanja")
    enter()
    write("50000")
    enter(2)
    write("bendahara")
    enter()
    enter()

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "orang kedua" in dialog.accessibleDescription()
    for words in ("ketua", PIN, "sudah dilihat"):
        write(words)
        enter()
    bring_up(desa.windows[-1])
    assert builders.balance(desa.session.office, "1-1505") == 50_000


def test_an_amount_that_is_none_stays_at_its_field(desa: Village) -> None:
    screen = opened(desa)
    write("listrik")
    enter()

    for typed in ("", "0", "1.5", "abc", "-5"):
        press(Qt.Key.Key_A, held=CTRL)
        press(Qt.Key.Key_Delete)
        write(typed)
        enter(4)
        assert screen.form is not None
        assert screen.form.form.field("amount").complaint, typed
    assert builders.balance(desa.session.office, "6-1201") == 0


def test_what_never_became_an_amount_is_told_when_it_is_left(desa: Village) -> None:
    screen = opened(desa)
    write("listrik")
    enter()
    write("12.34")
    assert screen.form is not None
    amount = screen.form.form.field("amount")
    assert not amount.complaint

    press(Qt.Key.Key_Tab)

    assert "tanpa koma" in amount.complaint


def test_an_amount_of_a_billion_is_asked_once(desa: Village) -> None:
    screen = opened(desa)
    write("jasa giro")
    enter()
    write("1000000000")
    for _again in range(2):
        press(Qt.Key.Key_Return, held=CTRL)

    assert screen.form is not None
    assert screen.form.said.text().startswith("Benar Rp1.000.000.000, satu miliar rupiah?")
    assert vouchers.latest(desa.session.office.reading, 1) == []
    enter()
    assert vouchers.latest(desa.session.office.reading, 1)[0].amount == 1_000_000_000


def test_an_earlier_day_wants_its_reason(desa: Village) -> None:
    screen = opened(desa)
    write("listrik")
    enter()
    write("5000")
    press(Qt.Key.Key_F3)
    write("PLN 7")
    enter(2)
    press(Qt.Key.Key_A, held=CTRL)
    write("19/11/2026")
    enter(3)
    assert screen.form is not None
    late = screen.form.form.field("late")
    assert late.complaint

    write("nota baru sampai")
    enter(2)
    office = desa.session.office
    newest = vouchers.latest(office.reading, 1)[0]
    assert newest.entry.bd.isoformat() == "2026-11-19"
    assert vouchers.reference_of(office.reading, newest.entry.key) == "PLN 7"


def test_f7_writes_the_number_of_a_paper_down_and_takes_photos(
    desa: Village, tmp_path: Path
) -> None:
    screen = opened(desa)
    office = desa.session.office
    write("listrik")
    enter()
    write("5000")
    enter(3)
    key = screen.latest.rows.rows[0].entry.key

    press(Qt.Key.Key_F7)
    write("Struk 9")
    enter()
    bring_up(screen.window())
    assert vouchers.reference_of(office.reading, key) == "Struk 9"

    photo = tmp_path / "nota.png"
    QImage(200, 120, QImage.Format.Format_RGB32).save(str(photo))
    press(Qt.Key.Key_F7)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PapersDialog)
    dialog.attach([photo])
    bring_up(screen.window())
    assert [each.kind for each in vouchers.files_of(office.reading, key)] == ["jpeg"]

    photo.write_bytes(b"abc")
    press(Qt.Key.Key_F7)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PapersDialog)
    dialog.save_to(tmp_path)
    (saved,) = tmp_path.glob("BKK-*-1.jpg")
    assert QImage(str(saved)).width() == 200
    press(Qt.Key.Key_F8)
    drop = QApplication.activeModalWidget()
    assert isinstance(drop, DropPaper)
    assert drop.form.values() is None
    drop.close()
    dialog.attach([photo])
    assert "tidak terbaca" in dialog.form.notice.text()
    dialog.attach([tmp_path / "tidak-ada.png"])
    assert "tidak dapat dibaca" in dialog.form.notice.text()
    dialog.close()
    bring_up(screen.window())


def test_the_bank_gets_what_the_statement_says_and_the_tax_is_in_the_sentence(
    desa: Village,
) -> None:
    screen = opened(desa)
    office = desa.session.office
    before = builders.balance(office, "1-1111")
    write("bunga bank")
    enter()
    assert screen.form is not None
    assert "rekening koran" in screen.form.asked[0].label.text()
    write("12345")
    enter(2)
    write("2469")
    enter()

    said = screen.form.said.text()
    assert "Rp9.876 masuk ke Bank BRI" in said
    assert "Seluruhnya Rp12.345; Pajak yang dipotong bank Rp2.469" in said
    enter()

    assert builders.balance(office, "1-1111") - before == 9_876
    assert builders.balance(office, "4-9101") == -12_345
    assert builders.balance(office, "7-1103") == 2_469


def test_after_an_event_of_another_unit_one_works_on_in_ones_own(desa: Village) -> None:
    screen = opened(desa)
    for again in (False, True):
        write("bagi hasil")
        enter()
        assert screen.unit.value() == "G1"
        if again:
            press(Qt.Key.Key_F2)
        else:
            write("80000")
            enter()
            press(Qt.Key.Key_B)
            enter(2)
            assert screen.unit.value() == "KTR"

        write("listrik")
        enter()
        assert screen.unit.value() == "KTR"
        assert screen.form is not None
        assert screen.form.what.unit == "KTR"
        press(Qt.Key.Key_Escape)


def test_what_was_typed_comes_again_with_its_event(desa: Village) -> None:
    screen = opened(desa)
    write("listrik")
    enter()
    write("600000")
    press(Qt.Key.Key_F3)
    write("PLN 7")
    press(Qt.Key.Key_Escape)
    assert "belum dicatat" in said(desa)
    write("fotokopi")
    enter()
    assert screen.form is not None
    assert screen.form.amount == 0
    press(Qt.Key.Key_F2)

    write("listrik")
    enter()

    assert screen.form.amount == 600_000
    assert fields(screen) == ["amount", "box", "ref", "text", "day", "late"]
    assert "Isian tadi kembali" in screen.form.said.text()
    write("6000")
    assert "Isian tadi kembali" not in screen.form.said.text()
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_Return, held=CTRL)
    assert vouchers.latest(desa.session.office.reading, 1)[0].amount == 6_000
    write("listrik")
    enter()
    assert screen.form.amount == 0


def test_one_enter_too_many_chooses_nothing(desa: Village) -> None:
    screen = opened(desa)
    enter()
    assert screen.form is None
    assert "Ketik dulu" in screen.none.text()

    press(Qt.Key.Key_Down)
    enter()
    assert screen.form is not None


def test_money_for_the_bank_is_offered_to_a_bank_and_stays_typed_when_refused(
    desa: Village,
) -> None:
    screen = opened(desa)
    write("setor bank")
    enter()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CashDialog)
    assert dialog.target.value() == "BRI"

    enter(2)
    write("99000000")
    enter(3)

    assert QApplication.activeModalWidget() is dialog
    assert dialog.amount.text == "99.000.000"
    assert any(each.complaint for each in dialog.form.fields) or dialog.form.notice.text()
    dialog.amount.call_back()
    write("1000")
    enter(3)
    bring_up(screen.window())
    assert builders.balance(desa.session.office, "1-1101") == 329_000


def test_esc_takes_away_what_was_typed_only_when_pressed_again(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F6)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CashDialog)
    dialog.amount.edit.setFocus()
    write("5000")

    press(Qt.Key.Key_Escape)

    assert QApplication.activeModalWidget() is dialog
    assert "akan hilang" in dialog.form.notice.text()
    press(Qt.Key.Key_Escape)
    bring_up(screen.window())
    assert QApplication.activeModalWidget() is None


FOUND_FIRST = {
    "hutang": "lead_purchase",
    "hutang desa": "village_repaid",
    "tak dikenal": "unknown_deposit",
    "sewa": "rent",
    "sewa gudang": "warehouse",
    "dana desa": "village_lent",
    "hibah desa": "grant_capital",
    "program": "grant_conditional",
    "bangun gudang": "lead_asset",
    "pinjam": "lead_loan",
    "ternyata siapa": "unknown_known",
}


def test_words_as_people_write_them_find_what_they_mean(desa: Village) -> None:
    screen = opened(desa)
    for words, code in FOUND_FIRST.items():
        screen.line.setText(words)
        assert screen.events.rows.rows[0].template.code == code, words


def test_the_deed_of_a_whole_form_stays_in_sight_on_a_low_screen(desa: Village) -> None:
    screen = opened(desa)
    screen.window().resize(1366, 738)
    write("uang muka belanja")
    enter()
    press(Qt.Key.Key_F3)
    form = screen.form
    assert form is not None
    QApplication.processEvents()

    seen = form.deed.visibleRegion().boundingRect()

    assert seen.height() == form.deed.height()
