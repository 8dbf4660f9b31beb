"""Every report on one screen, by keys: chosen, asked, followed to its source, kept as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kopdes_desktop.kernel.errors import Cancelled
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Column, Document, Letterhead, Signer
from kopdes_desktop.reports import report
from kopdes_desktop.reports.report import Params
from kopdes_desktop.ui.kit.fields import LineField
from kopdes_desktop.ui.kit.perform import Outcome, outcome_of
from kopdes_desktop.ui.reports.reports_screen import QUIET_MS, ReportsScreen
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.village import Village


@pytest.fixture
def screen(desa: Village) -> ReportsScreen:
    return opened(desa, "bendahara")


def opened(desa: Village, user: str) -> ReportsScreen:
    window = desa.signed_in(user)
    press(Qt.Key.Key_7, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ReportsScreen)
    return found


def choose(screen: ReportsScreen, code: str) -> None:
    """By arrows, from wherever the cursor is."""
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Home)
    codes = [one.code for one in screen.list.rows.rows]
    press(*[Qt.Key.Key_Down] * codes.index(code))


def along(screen: ReportsScreen) -> Iterator[str]:
    """Every report of the list in turn, a key each."""
    codes = [one.code for one in screen.list.rows.rows]
    choose(screen, codes[0])
    for code in codes:
        yield code
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Down)


def field(screen: ReportsScreen, name: str) -> LineField:
    found = next(one for one in screen.questions.fields if one.name == name)
    assert isinstance(found, LineField)
    return found


def wait_until_quiet() -> None:
    """Until a screen has taken note that nothing more is written."""
    QTest.qWait(QUIET_MS + 200)


def by_tab(editors: list[QWidget]) -> list[QWidget]:
    """These editors as Tab comes to them, beginning at the first."""
    found, after = editors[:1], editors[0].nextInFocusChain() if editors else None
    while after is not None and after is not editors[0]:
        found += [after] if after in editors else []
        after = after.nextInFocusChain()
    return found


def within(widget: QWidget, root: QWidget) -> bool:
    return widget is root or root.isAncestorOf(widget)


def test_every_report_of_the_role_is_listed_in_sight_with_a_field_for_every_question(
    screen: ReportsScreen,
) -> None:
    screen.window().resize(1366, 768)
    listed = [one.code for one in screen.list.rows.rows]
    assert set(listed) == {
        one.code
        for one in report.catalogue()
        if screen.desk.session.office.may(one.right).value != "no"
    }
    for code in along(screen):
        QTest.qWait(10)
        asked = [one.name for one in screen.questions.fields]
        assert asked == list(report.find(code).asks)
        assert all(one.editor.accessibleName() for one in screen.questions.fields)
        assert screen.list.rows.rows[screen.list.currentIndex().row()].code == code
        seen = screen.list.visualRect(screen.list.currentIndex())
        assert screen.list.viewport().rect().contains(seen)


def test_reports_share_the_fields_of_their_questions_and_tab_goes_down_them(
    screen: ReportsScreen,
) -> None:
    asked = 0
    for _code in along(screen):
        editors = [one.editor for one in screen.questions.fields]
        assert by_tab(editors) == editors
        assert [one for one in editors if not one.isVisible()] == []
        asked += len(editors)

    assert len(screen.questions.findChildren(LineField)) * 3 < asked


def test_every_report_answers_enter_with_a_paper_with_a_question_or_with_words(
    screen: ReportsScreen,
) -> None:
    for code in along(screen):
        screen.trail.pages.clear()
        enter()
        made = screen.shown()
        at_question = within(focused(), screen.questions)
        assert (made is not None and made.code == code) or at_question or screen.notice.text()


def test_a_report_that_needs_nothing_stands_there_after_one_enter(screen: ReportsScreen) -> None:
    choose(screen, "trial_balance")
    enter()

    assert screen.trail.subject.text() == "Neraca saldo"
    assert screen.trail.period.text() == "Per 21 November 2026"
    assert screen.verdict.text() == "Seimbang: Rp330.000"
    assert focused() is screen.view.table


def test_the_balance_leads_to_ledger_entry_and_slip_and_back_to_the_same_lines(
    screen: ReportsScreen,
) -> None:
    choose(screen, "trial_balance")
    enter()
    press(Qt.Key.Key_Down)
    account = screen.view.table.current()
    enter()
    assert screen.trail.subject.text() == "Buku besar 3-1101 Simpanan Pokok"
    assert screen.trail.period.text() == "1 Januari 2026 s.d. 21 November 2026"

    line = screen.view.table.current()
    enter()
    assert screen.trail.subject.text() == "Jurnal SMP-KR-2026-000003"
    assert [row["account"] for row in screen.view.table.rows.rows] == ["1-1101", "3-1101", "3-1102"]

    enter()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Kenanga Ulin" in shown
    assert "SALINAN" in shown
    enter()
    bring_up(screen.window())

    press(Qt.Key.Key_Backspace)
    assert screen.view.table.current() == line
    press(Qt.Key.Key_Backspace)
    assert screen.trail.subject.text() == "Neraca saldo"
    assert screen.view.table.current() == account
    press(Qt.Key.Key_Backspace)
    assert focused() is screen.list


def test_an_account_is_found_by_words_of_its_name(screen: ReportsScreen) -> None:
    choose(screen, "general_ledger")
    enter()
    account = field(screen, "account")
    assert focused() is account.editor

    write("brankas")
    assert account.note.text() == "1-1101 Kas Umum (Brankas Bendahara)"
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    write("1/9")
    press(Qt.Key.Key_Return, held=CTRL)

    assert screen.trail.subject.text() == "Buku besar 1-1101 Kas Umum (Brankas Bendahara)"
    assert screen.trail.period.text() == "1 September 2026 s.d. 21 November 2026"


def test_words_that_fit_several_accounts_are_refused_at_the_field(screen: ReportsScreen) -> None:
    choose(screen, "general_ledger")
    enter()
    write("persediaan")
    press(Qt.Key.Key_Return, held=CTRL)

    account = field(screen, "account")
    assert "akun cocok: 1-1401" in account.note.text()
    assert focused() is account.editor
    assert screen.shown() is None


def test_days_in_the_wrong_order_are_refused_at_the_first(screen: ReportsScreen) -> None:
    choose(screen, "journal")
    press(Qt.Key.Key_F2)
    write("5/11")
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    write("1/11")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "tanggal awal melewati tanggal akhir" in field(screen, "from").note.text()
    assert screen.shown() is None


def test_what_was_typed_for_one_report_is_kept_for_the_next(screen: ReportsScreen) -> None:
    choose(screen, "journal")
    press(Qt.Key.Key_F2)
    write("1/9")
    press(Qt.Key.Key_Return, held=CTRL)
    choose(screen, "general_ledger")

    assert field(screen, "from").text == "01/09/2026"


def test_a_paper_goes_to_pdf_and_excel_by_one_key_each(
    screen: ReportsScreen, desa: Village
) -> None:
    press(Qt.Key.Key_D, held=CTRL)
    assert not (desa.folder / "cetakan").exists()

    choose(screen, "journal")
    enter()
    press(Qt.Key.Key_D, held=CTRL)
    press(Qt.Key.Key_E, held=CTRL)

    made = sorted((desa.folder / "cetakan").iterdir())
    assert [path.suffix for path in made] == [".pdf", ".xlsx"]
    assert made[0].read_bytes().startswith(b"%PDF")


def test_a_paper_is_built_again_when_the_books_change(screen: ReportsScreen, desa: Village) -> None:
    choose(screen, "trial_balance")
    enter()
    lines = [{"product": "mandatory", "months": 1}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})

    wait_until_quiet()
    assert screen.verdict.text() == "Seimbang: Rp340.000"


def test_many_facts_in_a_row_build_a_paper_again_once(
    screen: ReportsScreen, desa: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(screen, "trial_balance")
    enter()
    built: list[str] = []
    monkeypatch.setattr(screen, "_send", lambda code, _given, **_how: built.append(code))
    lines = [{"product": "mandatory", "months": 1}]
    for number in ("0001", "0002", "0003"):
        desa.session.office.perform("savings.deposit", {"member": number, "lines": lines})

    assert built == []
    wait_until_quiet()
    assert built == ["trial_balance"]


def test_the_paper_says_which_report_it_is_while_another_one_is_marked(
    screen: ReportsScreen, desa: Village
) -> None:
    choose(screen, "trial_balance")
    enter()
    assert not screen.trail.marked.isVisible()
    choose(screen, "journal")
    assert screen.trail.marked.isVisible()
    assert screen.trail.marked.text().startswith("Di kertas ini: Neraca saldo. Jurnal")
    press(Qt.Key.Key_E, held=CTRL)
    [path] = (desa.folder / "cetakan").iterdir()
    assert path.name.startswith("neraca-saldo")

    enter()
    assert not screen.trail.marked.isVisible()
    assert screen.trail.subject.text() == "Jurnal umum"


def test_the_paper_says_that_it_is_older_than_its_questions(screen: ReportsScreen) -> None:
    choose(screen, "trial_balance")
    enter()
    press(Qt.Key.Key_F2)
    write("1/9")
    assert "masih menurut isian sebelumnya: Per 21 November 2026" in screen.trail.marked.text()
    press(Qt.Key.Key_Return, held=CTRL)
    assert screen.trail.period.text() == "Per 1 September 2026"
    assert not screen.trail.marked.isVisible()


def test_enter_on_a_report_that_needs_an_answer_says_which(screen: ReportsScreen) -> None:
    choose(screen, "member_statement")
    enter()

    member = field(screen, "member")
    assert focused() is member.editor
    assert member.note.text() == ("Laporan ini memerlukan anggota (nomor, atau huruf namanya).")


class _Later:
    """Jobs wait until they are told to run."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Outcome], None]]] = []

    def submit(self, job: Callable[[], Any], heard: Callable[[Outcome], None]) -> None:
        self.waiting.append((job, heard))

    def stop(self) -> None:
        """Nothing runs by itself."""

    def run(self) -> list[Outcome]:
        jobs, self.waiting = self.waiting, []
        made = [(heard, outcome_of(job)) for job, heard in jobs]
        for heard, outcome in made:
            heard(outcome)
        return [outcome for _heard, outcome in made]


def test_a_report_that_is_being_made_is_stopped_by_esc_and_the_next_one_comes(
    screen: ReportsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(screen, "journal")
    later = _Later()
    monkeypatch.setattr(screen.desk.errands, "runner", later)
    enter()
    press(Qt.Key.Key_Escape)
    [stopped] = later.run()
    assert isinstance(stopped.error, Cancelled)
    assert screen.shown() is None
    assert QApplication.activeModalWidget() is None

    enter()
    assert [outcome.error for outcome in later.run()] == [None]
    assert screen.trail.subject.text() == "Jurnal umum"


def test_f6_gives_the_paper_the_whole_width_and_back(screen: ReportsScreen) -> None:
    choose(screen, "trial_balance")
    enter()
    press(Qt.Key.Key_F6)
    assert not screen.aside.isVisible()
    press(Qt.Key.Key_Escape)
    assert screen.aside.isVisible()
    assert focused() is screen.list


@pytest.mark.parametrize("user", ["kasir", "pengawas", "pendamping", "admin"])
def test_everybody_is_offered_only_what_he_may_read(desa: Village, user: str) -> None:
    window = desa.signed_in(user)
    office = desa.session.office
    readable = {one.code for one in report.catalogue() if office.may(one.right).value != "no"}
    press(Qt.Key.Key_7, held=CTRL)

    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ReportsScreen) == bool(readable)
    if isinstance(found, ReportsScreen):
        assert {one.code for one in found.list.rows.rows} == readable


def test_months_are_said_in_words_and_proofs_without_their_codes(screen: ReportsScreen) -> None:
    choose(screen, "mandatory_dues")
    enter()
    months = {row["month"] for row in screen.view.table.rows.rows}
    assert "September 2026" in months
    assert not any(month.startswith("2026") for month in months)

    choose(screen, "checks")
    enter()
    titles = [column.title for column in screen.view.table.rows.columns]
    assert titles == ["Pemeriksaan", "Hasil", "Temuan"]


@pytest.mark.parametrize("code", ["member_statement", "supervision", "dues_grid"])
def test_every_column_stands_in_a_window_of_1366_pixels(screen: ReportsScreen, code: str) -> None:
    screen.window().resize(1366, 768)
    choose(screen, code)
    if code == "member_statement":
        enter()
        write("0001")
        press(Qt.Key.Key_Return, held=CTRL)
    else:
        enter()
    table = screen.view.table
    titles = [column.title for column in table.rows.columns]
    seen = {"member_statement": "Saldo", "supervision": "Alasan", "dues_grid": "Des"}[code]
    at = titles.index(seen)
    assert table.columnViewportPosition(at) + table.columnWidth(at) <= table.viewport().width()


@pytest.fixture
def wide_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report as somebody may add tomorrow: more columns than fit, a draft, and signers."""

    def build(_read: Reading, _params: Params) -> Document:
        texts = [Column(f"text{n}", f"Kolom nomor {n}", width=1 + n) for n in range(9)]
        money = Column("amount", "Jumlah", "money")
        rows = [{f"text{n}": f"isi yang cukup panjang {n}" for n in range(9)}] * 3
        return Document(
            "trial_balance",
            "Laporan lebar",
            Letterhead("Koperasi"),
            "November",
            (*texts, money),
            [{**row, "amount": -987_654_321_000} for row in rows],
            {"amount": -2_962_962_963_000},
            draft=True,
            notes=("Catatan.",),
            signers=(Signer("Ketua"), Signer("Bendahara")),
        )

    known = report.find("trial_balance")
    made = report.Report("trial_balance", N_("Neraca saldo"), build, known.asks)
    monkeypatch.setitem(report._CATALOGUE, "trial_balance", made)


@pytest.mark.usefixtures("wide_report")
def test_a_wide_draft_scrolls_and_no_figure_of_it_is_cut(screen: ReportsScreen) -> None:
    choose(screen, "trial_balance")
    enter()

    table = screen.view.table
    assert screen.verdict.text() == "DRAF"
    assert "Ketua, Bendahara" in screen.trail.notes.text()
    assert table.horizontalScrollBar().maximum() > 0
    assert min(table.columnWidth(at) for at in range(table.model().columnCount())) >= 60
    last = table.model().columnCount() - 1
    need = table.fontMetrics().horizontalAdvance("(987.654.321.000)")
    assert table.columnWidth(last) >= need + 20
    assert screen.view.totals.columnWidth(last) == table.columnWidth(last)


def test_the_files_of_a_report_hold_what_people_read(screen: ReportsScreen, desa: Village) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    choose(screen, "journal")
    press(Qt.Key.Key_F2)
    write("1/9")
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_D, held=CTRL)

    [path] = list(Path(desa.folder / "cetakan").iterdir())
    text = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    assert "SMP-KR-2026-000001" in text
    assert "Otomatis" not in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("report.", "kertas selebar layar"),
        ("import.begin", "impor terdahulu"),
        ("accounting.open_balances", "ke daftar bagian"),
    ],
)
def test_f1_tells_the_keys_of_reports_imports_and_opening_balances(
    desa: Village, code: str, words: str
) -> None:
    window = desa.signed_in("bendahara")
    assert window.desk is not None
    assert window.workplace is not None
    window.desk.lead(code)
    screen = window.workplace.current()
    assert screen is not None
    press(Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    assert words in [label.text() for label in sheet.findChildren(QLabel)]
    assert screen.advice == sheet.accessibleDescription()
