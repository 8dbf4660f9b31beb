"""Printer & kertas by keys: printers are kept and tried, switches set, what waits is printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton

from kopdes_desktop.kernel.errors import NotPermitted, PrinterSilent, PrinterStopped
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import log
from kopdes_desktop.office.letterhead import slip_layout
from kopdes_desktop.paper import pdf
from kopdes_desktop.printing import passbook, profiles, queue, transports
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit import sheets
from kopdes_desktop.ui.kit.perform import Inline
from kopdes_desktop.ui.kit.preview import Preview
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.printing import printing_screen, receipts
from kopdes_desktop.ui.printing.passbook_dialog import PassbookDialog
from kopdes_desktop.ui.printing.printing_screen import PrintingScreen
from kopdes_desktop.ui.printing.reprint_dialog import ReprintDialog
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.paper import escpos
from tests.paper.examples import RECEIPT, SLIP, ledger
from tests.ui.fingers import CTRL, enter, press, show, write
from tests.ui.registry import said, visit
from tests.ui.village import PASSWORD, Village

SLIPS = Profile("slip", transport="tcp", address="192.168.1.50", columns=32)


class Roll:
    """A slip printer: what came out of it; `fault` is raised instead while it is set."""

    def __init__(self) -> None:
        self.papers: list[list[str]] = []
        self.ways: list[Profile] = []
        self.fault: type[PrinterSilent] | None = None

    def deliver(self, way: Profile, content: bytes) -> None:
        if self.fault is not None:
            raise self.fault
        self.ways.append(way)
        self.papers.append([line.text.strip() for line in escpos.read(content).lines])


@pytest.fixture
def roll(monkeypatch: pytest.MonkeyPatch) -> Roll:
    made = Roll()
    monkeypatch.setattr(transports, "deliver", made.deliver)
    return made


def at(window: MainWindow) -> PrintingScreen:
    """The screen, gone to as hands do."""
    visit(window, "read.slips")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, PrintingScreen)
    return screen


def desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def kept(desa: Village) -> dict[str, Profile]:
    return profiles.profiles(desa.session.office.reading)


def a_deposit() -> None:
    """The teller takes what Melati owes."""
    press(Qt.Key.Key_F4)
    write("melati")
    enter(3)


def waiting(desa: Village) -> list[tuple[str, bool]]:
    return [(job.state, job.copy) for job in queue.jobs(desa.session.office.reading)]


def test_a_printer_is_named_tried_and_kept_by_keys(desa: Village, roll: Roll) -> None:
    window = desa.signed_in()
    screen = at(window)
    screen.form.way.editor.setFocus()
    screen.form.way.choose("tcp")
    screen.form.address.editor.setFocus()
    write("192.168.1.50:9100")
    press(Qt.Key.Key_F9)
    tried = list(roll.ways)
    press(Qt.Key.Key_S, held=CTRL)

    assert [(way.transport, way.address) for way in tried] == [("tcp", "192.168.1.50:9100")]
    assert "CETAKAN UJI" in roll.papers[0]
    assert kept(desa)["slip"] == Profile("slip", transport="tcp", address="192.168.1.50:9100")
    assert desk(window).printer.profiles["slip"].there
    assert "F9 mencobanya" in said(window)


def test_an_address_that_is_missing_is_asked_for_at_its_field(desa: Village) -> None:
    window = desa.signed_in()
    screen = at(window)
    screen.form.way.choose("file")
    press(Qt.Key.Key_S, held=CTRL)

    assert "alamat" in screen.form.address.complaint
    assert not kept(desa)["slip"].there


def test_no_printer_at_all_is_said_calmly(desa: Village, roll: Roll) -> None:
    window = desa.signed_in()
    at(window)
    press(Qt.Key.Key_F9)

    assert "tidak apa-apa" in said(window)
    assert roll.papers == []


def test_switches_show_at_once_and_are_kept_for_the_cooperative(desa: Village) -> None:
    window = desa.signed_in()
    screen = at(window)
    press(Qt.Key.Key_F6)
    before = [line.strip() for line in screen.layout_panel.paper.lines]
    screen.layout_panel.switches["words"].setFocus()
    press(Qt.Key.Key_Space)
    screen.layout_panel.switches["balance"].setFocus()
    press(Qt.Key.Key_Space)
    now = [line.strip() for line in screen.layout_panel.paper.lines]
    press(Qt.Key.Key_S, held=CTRL)

    layout = slip_layout(desa.session.office.reading)
    assert any(line.startswith("Saldo") for line in before)
    assert not any(line.startswith("Saldo") for line in now)
    assert "tujuh puluh ribu rupiah" in now
    assert (layout.words, layout.balance) == (True, False)
    assert "kuitansi berikutnya" in said(window)


def test_a_kuitansi_comes_on_the_paper_that_the_cooperative_chose(desa: Village) -> None:
    window = desa.signed_in()
    screen = at(window)
    press(Qt.Key.Key_F6)
    screen.layout_panel.sheet.editor.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_S, held=CTRL)
    a_deposit()

    [made] = (desa.folder / "cetakan").glob("SMP-*.pdf")
    [page] = PdfReader(made).pages
    assert page.mediabox.height == pytest.approx(842 / 2, abs=1)
    assert page.extract_text().count("KUITANSI") == 1
    assert desa.newest("settings.change")["d"]["fields"]["receipt.sheet"] == "a5"


def test_the_preview_has_exactly_the_columns_that_were_chosen(desa: Village) -> None:
    screen = at(desa.signed_in())
    press(Qt.Key.Key_F6)

    for columns in ("32", "42", "48"):
        screen.layout_panel.look.choose(columns)

        assert max(map(len, screen.layout_panel.paper.lines)) == int(columns)


def test_a_cashier_sees_the_switches_and_cannot_change_them(desa: Village) -> None:
    screen = at(desa.signed_in("kasir"))
    press(Qt.Key.Key_F6)

    assert not any(box.isEnabled() for box in screen.layout_panel.switches.values())
    assert not screen.layout_panel.sheet.isEnabled()
    assert not screen.layout_panel.save.isVisible()


def with_printer(desa: Village, window: MainWindow) -> None:
    desa.session.office.note(partial(profiles.keep, profile=SLIPS))
    desk(window).learn_printers()


def test_a_receipt_that_printed_waits_no_more(desa: Village, roll: Roll) -> None:
    window = desa.signed_in()
    with_printer(desa, window)
    a_deposit()

    [paper] = roll.papers
    assert "BUKTI SETORAN" in paper
    assert "=== SALINAN ===" not in paper
    assert waiting(desa) == []


@pytest.mark.parametrize(
    ("fault", "state", "copy"),
    [(PrinterSilent, "failed", False), (PrinterStopped, "doubtful", True)],
)
def test_what_a_silent_printer_left_is_printed_from_the_queue(
    desa: Village, roll: Roll, fault: type[PrinterSilent], state: str, copy: bool
) -> None:
    window = desa.signed_in()
    with_printer(desa, window)
    roll.fault = fault
    a_deposit()
    left = waiting(desa)
    roll.fault = None
    screen = at(window)
    press(Qt.Key.Key_F7)
    enter()

    assert left == [(state, copy)]
    assert ("=== SALINAN ===" in roll.papers[0]) is copy
    assert waiting(desa) == []
    assert screen.jobs.rows.rows == []


def test_after_a_crash_the_receipt_is_still_there_and_f9_prints_it(
    desa: Village, roll: Roll
) -> None:
    office = desa.signed_in().desk.session.office  # type: ignore[union-attr]
    keys = log.latest(office.reading, ["savings.deposit"], 2)
    office.note(lambda books: queue.expect(books, keys))
    window = desa.windows[0]
    with_printer(desa, window)
    screen = at(window)
    press(Qt.Key.Key_F7)
    states = [_state(row) for row in screen.jobs.rows.rows]
    press(Qt.Key.Key_F9)

    assert states == ["waiting", "waiting"]
    assert len(roll.papers) == 2
    assert waiting(desa) == []


def _state(job: Any) -> str:
    return str(job.state)


def test_what_nobody_wants_is_thrown_out_after_a_question(desa: Village) -> None:
    office = desa.signed_in().desk.session.office  # type: ignore[union-attr]
    keys = log.latest(office.reading, ["savings.deposit"], 1)
    office.note(lambda books: queue.expect(books, keys))
    at(desa.windows[0])
    press(Qt.Key.Key_F7, Qt.Key.Key_Delete)
    asked = waiting(desa)
    press(Qt.Key.Key_Y)

    assert asked == [("waiting", False)]
    assert waiting(desa) == []


def test_any_receipt_of_the_books_is_printed_again(desa: Village, roll: Roll) -> None:
    window = desa.signed_in()
    with_printer(desa, window)
    press(Qt.Key.Key_F4, Qt.Key.Key_F8)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReprintDialog)
    newest = dialog.table.current()
    write("cendana")
    found = [row.who for row in dialog.table.rows.rows]
    enter()

    assert newest is not None
    assert newest.number == "SMP-KR-2026-000003"
    assert found == ["Cendana Asoka"]
    assert "=== SALINAN ===" in roll.papers[0]
    assert "SMP-KR-2026-000002    01/09/2026" in roll.papers[0]


def test_a_paper_of_several_pages_is_turned_and_saved(desa: Village) -> None:
    window = desa.signed_in()
    desk(window).show_paper(Paper("buku-besar", lambda: pdf.document(ledger(90))))
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, Preview)
    first = shown.where.text()
    press(Qt.Key.Key_Right)
    second = shown.where.text()
    press(Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left)
    again = shown.where.text()
    press(Qt.Key.Key_S)

    assert first.startswith("Halaman 1 dari ")
    assert second.startswith("Halaman 2 dari ")
    assert again == first
    assert (desa.folder / "cetakan" / "buku-besar.pdf").read_bytes().startswith(b"%PDF")


def test_a_slip_is_looked_at_as_it_will_come_out(desa: Village, roll: Roll) -> None:
    window = desa.signed_in()
    with_printer(desa, window)
    paper = Paper("A", lambda: pdf.receipts([RECEIPT]), slip=SLIP, receipt=RECEIPT)
    desk(window).show_paper(paper)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, Preview)
    assert shown.slip is not None
    lines = [line.strip() for line in shown.slip.lines]
    press(Qt.Key.Key_P, held=CTRL)

    assert lines == roll.papers[0]


def test_pages_are_painted_at_their_own_size(desa: Village) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    out = desa.folder / "dicetak.pdf"
    printer.setOutputFileName(str(out))

    sheets.paint(printer, pdf.receipts([RECEIPT]))

    page = sheets.page(out.read_bytes(), 0, 300)
    assert page.pages == 1
    assert page.image.height() == pytest.approx(300 * 842 / 595, abs=2)


def test_a_printer_that_is_gone_is_silent() -> None:
    with pytest.raises(PrinterSilent):
        sheets.send("tidak ada printer begini", b"%PDF")


def test_a_passbook_goes_on_where_it_ended_and_a_silent_printer_marks_nothing(
    desa: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desa.signed_in()
    printed: list[bytes] = []
    monkeypatch.setattr(transports, "deliver", lambda _way, content: printed.append(content))
    matrix = Profile("matrix", transport="tcp", address="192.168.1.51", columns=80)
    desa.session.office.note(partial(profiles.keep, profile=matrix))
    member = members.search(desa.session.office.reading, "Melati")[0].key
    dialog = PassbookDialog(window, desk(window), member)
    dialog.open()
    lacking = list(dialog.paper.lines)
    enter()
    complete = dialog.where.text()
    press(Qt.Key.Key_F8, Qt.Key.Key_Y)
    carried = list(dialog.paper.lines)

    def silent(_way: Profile, _content: bytes) -> None:
        raise PrinterSilent

    monkeypatch.setattr(transports, "deliver", silent)
    show(dialog, dialog.do_it)
    enter()

    assert len(lacking) == 2
    assert b"100.000" in printed[0]
    assert "lengkap" in complete
    assert [line.split()[1:] for line in carried] == [["Saldo", "pindahan", "110.000"]]
    assert dialog.paper.lines == carried
    assert "F7" in dialog.told.text()
    dialog.close()


def test_the_printer_ends_before_the_books_that_are_told_of_it(desa: Village) -> None:
    ended: list[str] = []

    class Ending(Inline):
        def __init__(self, name: str) -> None:
            self.name = name

        def stop(self) -> None:
            ended.append(self.name)

    window = desa.window(Ending)
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    at_work = window.desk is not None
    window.close()

    assert at_work
    assert ended.index("cetak") < ended.index("buku")


def test_a_supervisor_looks_at_printers_and_queue_and_moves_neither(
    desa: Village, roll: Roll
) -> None:
    window = desa.signed_in("pengawas")
    office = desa.session.office
    keys = log.latest(office.reading, ["savings.deposit"], 1)
    office.note(lambda books: queue.expect(books, keys))
    with_printer(desa, window)
    screen = at(window)
    shown = [one.address for one in screen.table.rows.rows if one.there]
    press(Qt.Key.Key_F9)
    screen._keep()
    press(Qt.Key.Key_F7)
    listed = len(screen.jobs.rows.rows)
    enter()
    press(Qt.Key.Key_F9, Qt.Key.Key_Delete)

    assert shown == [SLIPS.address]
    assert listed == 1
    assert not screen.form.isEnabled()
    assert "diatur bendahara" in said(window)
    assert QApplication.activeModalWidget() is None
    assert roll.papers == []
    assert waiting(desa) == [("waiting", False)]
    assert kept(desa)["slip"] == SLIPS


@pytest.mark.parametrize(
    "deed",
    [
        lambda session, _fact: printing_screen._kept(session, Profile("slip")),
        printing_screen._cancelled,
        printing_screen._from_queue,
    ],
)
def test_the_office_itself_refuses_it_to_a_supervisor(
    desa: Village, deed: Callable[[Session, int], object]
) -> None:
    session = desa.enter(desa.folder, "pengawas", PASSWORD)
    [fact] = log.latest(session.office.reading, ["savings.deposit"], 1)
    session.office.note(lambda books: queue.expect(books, [fact]))

    with pytest.raises(NotPermitted) as refused:
        deed(session, fact)

    assert "Mengatur printer" in refused.value.message
    assert waiting(desa) == [("waiting", False)]


def test_a_supervisor_prints_copies_and_takes_nothing_from_the_queue(desa: Village) -> None:
    office = desa.enter(desa.folder, "pengawas", PASSWORD).office
    [fact] = log.latest(office.reading, ["savings.deposit"], 1)
    office.note(lambda books: queue.expect(books, [fact]))

    made = receipts.receipt_paper(office, fact)

    assert made.paper.receipt is not None
    assert made.paper.receipt.copy
    assert made.paper.fact is None


def test_a_supervisor_marks_no_line_of_a_passbook(desa: Village) -> None:
    window = desa.signed_in("pengawas")
    member = members.search(desa.session.office.reading, "Melati")[0].key
    dialog = PassbookDialog(window, desk(window), member)
    dialog.open()
    lacking = list(dialog.paper.lines)
    press(Qt.Key.Key_F7)

    assert len(lacking) == 2
    assert not dialog.do_it.isEnabled()
    assert "Hanya bendahara" in dialog.told.text()
    assert passbook.mark(desa.session.office.reading, member) == passbook.Mark()
    dialog.close()


def test_the_forms_buttons_are_in_sight_where_letters_are_large(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    window.setMinimumSize(1, 1)
    window.resize(1366 * 2 // 3, 768 * 2 // 3)
    visit(window, "read.slips")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, PrintingScreen)
    screen.form.way.choose("tcp")
    screen.form.way.edited.emit()
    QApplication.processEvents()

    for made in (screen.tried, screen.form.submit):
        assert isinstance(made, QPushButton)
        assert made.visibleRegion().boundingRect().size() == made.size()
