"""Ctrl+K: members, documents, amounts, screens, reports and words from one line, by rights."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.members.cards import code_of
from kopdes_desktop.ui.banking.banking_screen import BankingScreen
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pages import Tabs
from kopdes_desktop.ui.kit.perform import Inline, Runner
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.reports.reports_screen import ReportsScreen
from kopdes_desktop.ui.reports.voucher_dialog import VoucherDialog
from kopdes_desktop.ui.shell import searching
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.places import PLACES
from kopdes_desktop.ui.shell.search_panel import SearchPanel
from kopdes_desktop.ui.shell.workplace import Workplace
from kopdes_desktop.ui.statements.reading import STATEMENTS
from kopdes_desktop.ui.statements.statements_screen import StatementsScreen
from tests.ui.fingers import CTRL, enter, focused, look_at, press, write
from tests.ui.registry import SlowBooks, rewrite
from tests.ui.village import PASSWORD, Village


def look_for(window: MainWindow, text: str) -> SearchPanel:
    press(Qt.Key.Key_K, held=CTRL)
    write(text)
    assert window.workplace is not None
    return window.workplace.search


def found(panel: SearchPanel, group: str) -> list[str]:
    return [hit.title for hit in panel.table.rows.rows if hit.group == group]


def test_a_name_opens_the_members_page(desa: Village) -> None:
    window = desa.at_work()

    panel = look_for(window, "kenan")
    assert found(panel, "member") == ["0003  Kenanga Ulin"]
    enter()

    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, RegisterScreen)
    assert screen.heading.text() == "Kenanga Ulin"
    assert not panel.isVisible()


def test_a_number_without_its_zeros_finds_the_member_and_the_document(desa: Village) -> None:
    panel = look_for(desa.at_work(), "2")
    assert found(panel, "member") == ["0002  Cendana Asoka"]

    rewrite("000002")

    assert "SMP-KR-2026-000002" in found(panel, "entry")
    told = [hit.detail for hit in panel.table.rows.rows if hit.title == "SMP-KR-2026-000002"]
    assert told == ["01/09/2026  Cendana Asoka  Setoran simpanan"]


def test_the_letters_that_numbers_begin_with_find_the_newest_of_their_kind(desa: Village) -> None:
    panel = look_for(desa.at_work(), "smp")

    assert found(panel, "entry")[0] == "SMP-KR-2026-000003"
    assert all(title.startswith("SMP-") for title in found(panel, "entry"))


def test_an_amount_is_found_however_it_is_typed_and_enter_shows_the_voucher(desa: Village) -> None:
    window = desa.at_work()
    panel = look_for(window, "100.000")
    with_dot = found(panel, "amount")
    rewrite("100000")

    assert with_dot == found(panel, "amount") != []
    place = next(at for at, hit in enumerate(panel.table.rows.rows) if hit.title.startswith("SMP-"))
    press(*[Qt.Key.Key_Down] * place)
    look_at(panel.table)
    enter()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VoucherDialog)
    press(Qt.Key.Key_Backspace)
    assert QApplication.activeModalWidget() is None


def test_screens_reports_and_words_are_found_by_name(desa: Village) -> None:
    window = desa.at_work()
    panel = look_for(window, "neraca")
    assert found(panel, "place") == ["Neraca saldo"]
    assert found(panel, "report") == ["Neraca saldo"]
    assert found(panel, "term") == ["Neraca saldo"]
    rewrite("antrean peng")
    assert found(panel, "report") == ["Antrean pengembalian"]
    look_at(panel.table)
    enter()

    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ReportsScreen)
    made = screen.shown()
    assert made is not None
    assert made.code == "refund_queue"


@pytest.mark.parametrize(
    ("typed", "page"),
    [("hitung kas", "count"), ("cocokkan", "compare"), ("rekening koran", "statement")],
)
def test_a_page_of_a_screen_is_found_by_its_own_name(desa: Village, typed: str, page: str) -> None:
    window = desa.at_work()
    panel = look_for(window, typed)
    titles = [hit.key for hit in panel.table.rows.rows if hit.kind == "place"]
    panel._open(panel.table.rows.rows[titles.index(f"report.cash_book#{page}")])

    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, BankingScreen)
    assert screen.page is getattr(screen, page)


def test_pages_of_goods_and_of_buying_are_found_before_their_screens_were_ever_open(
    toko: Village,
) -> None:
    window = toko.at_work("bendahara")
    assert window.workplace is not None
    for typed, key, title in (
        ("opname", "read.stock#count", "Opname"),
        ("utang pem", "read.purchases#debts", "Utang pemasok"),
    ):
        panel = look_for(window, typed)
        [found] = [hit for hit in panel.table.rows.rows if hit.key == key]
        panel._open(found)
        screen = window.workplace.current()

        assert screen is not None
        assert screen.heading.text() == title


def test_alt_and_a_digit_turn_the_pages_of_every_screen_from_the_sidebar_too(
    toko: Village,
) -> None:
    workplace = toko.at_work("bendahara").workplace
    assert workplace is not None

    aside = next(each for each in workplace.sidebar.buttons.values() if each.isVisible())

    def press_aside(key: Key) -> None:
        aside.setFocus()
        assert focused() is aside
        digit = Qt.Key(Qt.Key.Key_0 + int(key.sequence[-1]))
        press(digit, held=Qt.KeyboardModifier.AltModifier)

    for code in ("read.purchases", "report.cash_book", "report.shu"):
        workplace.go(at_place(workplace, code))
        screen = workplace.current()
        assert screen is not None
        [tabs] = screen.findChildren(Tabs)
        for number, key in reversed([*enumerate(tabs.keys)]):
            press_aside(key)
            assert tabs._group.checkedId() == number, (screen.title, key)

    workplace.go(at_place(workplace, "report.balance_sheet"))
    statements = workplace.current()
    assert isinstance(statements, StatementsScreen)
    for number, (code, _label) in reversed([*enumerate(STATEMENTS, 1)]):
        press_aside(Key(f"Alt+{number}", ""))
        assert statements.code == code


def at_place(workplace: Workplace, code: str) -> int:
    at = workplace.at(code)
    assert at is not None
    return at


def test_nothing_found_says_what_can_be_searched_and_esc_goes_back_to_work(desa: Village) -> None:
    window = desa.at_work()
    before = QApplication.focusWidget()

    panel = look_for(window, "qqqq")

    assert "nomor bukti, jumlah rupiah" in panel.note.text()
    press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is before


@pytest.mark.parametrize("user", ["pendamping", "admin"])
def test_who_may_not_see_members_finds_none(desa: Village, user: str) -> None:
    session = desa.enter(desa.folder, user, PASSWORD)

    names = searching.search(session, "melati", PLACES)
    scanned = searching.search(session, code_of("0001"), PLACES)

    assert [hit for hit in names.hits if hit.kind == "member"] == []
    assert scanned.hits == ()


def test_who_may_not_see_members_reads_no_name_beside_a_document(desa: Village) -> None:
    session = desa.enter(desa.folder, "pendamping", PASSWORD)

    hits = searching.search(session, "100.000", PLACES).hits

    documents = [hit for hit in hits if hit.kind == "entry"]
    assert documents
    assert not any("Melati" in hit.detail for hit in documents)


def test_who_may_see_no_document_finds_none_by_amount(desa: Village) -> None:
    session = desa.enter(desa.folder, "admin", PASSWORD)

    hits = searching.search(session, "100000", PLACES).hits

    assert [hit for hit in hits if hit.kind == "entry"] == []


def entries_told(session: Session, words: str) -> list[str]:
    hits = searching.search(session, words, PLACES).hits
    return [f"{hit.title} {hit.figure}" for hit in hits if hit.kind == "entry"]


def test_the_cashier_finds_documents_with_a_paper_and_nothing_else_of_the_journal(
    desa: Village,
) -> None:
    order = {"from": "KAS", "to": "KECIL", "amount": 100_000}
    with desa.enter(desa.folder, "bendahara", PASSWORD) as session:
        number = session.office.perform("accounting.move_cash", order).number or "-"
        told_treasurer = entries_told(session, "100000")
    session = desa.enter(desa.folder, "kasir", PASSWORD)

    told = [each for words in ("100000", "2026", "000001") for each in entries_told(session, words)]

    assert any(number in each for each in told_treasurer)
    assert told
    assert {each.split("-")[0] for each in told} == {"SMP"}
    assert entries_told(session, number) == []


def test_a_scanned_card_opens_the_member_however_slow_the_books_are(desa: Village) -> None:
    books = SlowBooks()

    def threads(name: str) -> Runner:
        return books if name == "buku" else Inline()

    window = desa.window(threads)
    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    assert window.workplace is not None
    press(Qt.Key.Key_1, held=CTRL)
    books.slow = True

    write(code_of("0002"))
    enter()
    books.answer()
    books.slow = False

    screen = window.workplace.current()
    assert isinstance(screen, RegisterScreen)
    assert screen.heading.text() == "Cendana Asoka"


def test_an_answer_to_older_letters_is_not_shown(desa: Village) -> None:
    panel = look_for(desa.at_work(), "melati")
    older = searching.Matches("mel", ())

    panel._show(older)

    assert found(panel, "member") == ["0001  Melati Jati"]


@pytest.mark.parametrize("text", ["m", "melati", "000002", "100.000", "neraca"])
def test_a_search_asks_few_things_of_the_books(desa: Village, text: str) -> None:
    session = desa.enter(desa.folder, "bendahara", PASSWORD)
    searching.prepare(session)
    asked: list[str] = []
    connection = session.office.database.connection
    connection.set_trace_callback(asked.append)

    found = searching.search(session, text, PLACES)

    connection.set_trace_callback(None)
    assert len(found.hits) <= 7 + 2 * 6 + 3 * 5
    assert 0 < len(asked) < 200, len(asked)
