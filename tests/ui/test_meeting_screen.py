"""Buku RAT by keys: writing a part, planning the meeting, mending what is missing, printing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.governance import queries
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.reports import meeting_book as pieces
from kopdes_desktop.reports.meeting_gaps import Gap
from kopdes_desktop.ui.governance.meeting_screen import MeetingScreen
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.preview import Preview
from tests import builders
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import said
from tests.ui.village import Village

PLACE = "report.meeting_pack"
NEXT_YEAR = datetime(2027, 1, 20, 2, 30, tzinfo=UTC)


def meeting_book(desa: Village, user: str = "bendahara") -> MeetingScreen:
    return desa.at_place(PLACE, MeetingScreen, user)


@pytest.fixture
def screen(desa: Village) -> MeetingScreen:
    return meeting_book(desa)


def go_to(screen: MeetingScreen, code: str) -> None:
    """Walk to this part."""
    codes = [line.code for line in screen.table.rows.rows]
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * codes.index(code))


def state_of(screen: MeetingScreen, code: str) -> str:
    return next(str(line.state) for line in screen.table.rows.rows if line.code == code)


def year(screen: MeetingScreen) -> str:
    assert screen._page is not None
    return screen._page.year.name


def test_enter_leads_into_a_text_and_ctrl_enter_keeps_it(
    desa: Village, screen: MeetingScreen
) -> None:
    assert state_of(screen, "work_plan") == "blank"
    go_to(screen, "work_plan")
    enter()
    write("1. Gerai kedua")
    enter()
    write("2. Pendidikan")
    press(Qt.Key.Key_Return, held=CTRL)

    read = desa.session.office.reading
    assert queries.texts(read, year(screen))["work_plan"].words == "1. Gerai kedua\n2. Pendidikan"
    assert state_of(screen, "work_plan") == "written"
    assert "tersimpan" in said(desa.windows[-1])
    assert screen.table.hasFocus()
    assert all(gap.piece != "work_plan" for gap in screen.gaps.rows.rows)


def test_a_text_that_waits_for_the_meeting_is_written_and_says_so(screen: MeetingScreen) -> None:
    assert state_of(screen, "invitation") == "blank"
    go_to(screen, "invitation")
    enter()
    write("Harap hadir")
    press(Qt.Key.Key_Return, held=CTRL)

    assert state_of(screen, "invitation") == "written"
    told = [gap.words for gap in screen.gaps.rows.rows if gap.piece == "invitation"]
    assert any("tidak ikut dicetak sebelum hari dan tempat rapat" in words for words in told)


def test_statements_that_nobody_checked_are_not_called_wrong() -> None:
    piece = pieces.Piece("balance_sheet", "Posisi keuangan", "automatic")
    gap = Gap(pieces.UNCHECKED, "belum diperiksa", wrong=True)
    red = Gap("statements", "selisih", wrong=True)

    assert [x.state for x in pieces._judged((piece,), [gap])] == ["unchecked"]
    assert [x.state for x in pieces._judged((piece,), [gap, red])] == ["wrong"]


def test_what_is_typed_waits_while_one_looks_at_another_part(screen: MeetingScreen) -> None:
    go_to(screen, "management")
    enter()
    write("Belum selesai")
    press(Qt.Key.Key_Escape)
    go_to(screen, "foreword")

    assert screen.editor.toPlainText().startswith("Puji syukur")
    go_to(screen, "management")
    assert screen.editor.toPlainText() == "Belum selesai"
    assert screen.note.text() == "belum disimpan"


def test_a_refused_text_says_why_below_itself(screen: MeetingScreen) -> None:
    go_to(screen, "management")
    enter()
    write("NIK 3310010203040506")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "seperti NIK" in screen.note.text()
    assert screen.editor.toPlainText() == "NIK 3310010203040506"


def test_the_meeting_is_planned_on_a_form_and_the_invitation_follows(
    desa: Village, screen: MeetingScreen
) -> None:
    press(Qt.Key.Key_F6)
    write("20/3/2027")
    enter()
    write("9.00")
    enter()
    write("Balai desa")
    press(Qt.Key.Key_Return, held=CTRL)

    found = queries.meeting(desa.session.office.reading, year(screen))
    assert found is not None
    assert (found.time, found.place) == ("09.00", "Balai desa")
    assert "Rapat 20 Maret 2027, pukul 09.00, Balai desa." in screen.told.text()
    assert state_of(screen, "invitation") == "automatic"


@pytest.mark.usefixtures("screen")
def test_a_time_that_is_none_is_refused_at_its_field() -> None:
    press(Qt.Key.Key_F6)
    write("20/3/2027")
    enter()
    write("siang")
    enter()
    write("Balai desa")
    press(Qt.Key.Key_Return, held=CTRL)

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert "09.00" in asking.form.field("time").complaint


def test_what_is_missing_leads_to_where_it_is_mended(desa: Village, screen: MeetingScreen) -> None:
    words = [gap.words for gap in screen.gaps.rows.rows]
    press(Qt.Key.Key_F7)
    press(*[Qt.Key.Key_Down] * words.index("“Rencana kerja” belum ditulis."))
    enter()

    assert screen.editor.hasFocus()
    assert screen.part.text() == "Rencana kerja"
    press(Qt.Key.Key_F7)
    press(Qt.Key.Key_Home)
    places = [gap.place for gap in screen.gaps.rows.rows]
    named = places.index("settings.change")
    press(*[Qt.Key.Key_Down] * named)
    enter()

    workplace = desa.windows[-1].workplace
    assert workplace is not None
    assert workplace.current() is not screen


def test_one_part_is_looked_at_as_it_will_stand_in_the_book(
    desa: Village, screen: MeetingScreen
) -> None:
    go_to(screen, "minutes")
    press(Qt.Key.Key_F9)
    assert QApplication.activeModalWidget() is None
    assert "Notulen rapat masih kosong" in said(desa.windows[-1])
    go_to(screen, "membership")
    enter()
    assert isinstance(QApplication.activeModalWidget(), Preview)
    press(Qt.Key.Key_S)

    [file] = (desa.folder / "cetakan").glob("laporan-pertanggungjawaban-*.pdf")
    [page] = PdfReader(file).pages
    assert "Anggota pada akhir tahun" in page.extract_text()


@pytest.mark.usefixtures("screen")
def test_the_book_is_looked_at_after_its_gaps_were_told(desa: Village) -> None:
    press(Qt.Key.Key_P, held=CTRL)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, Confirm)
    assert "DRAF" in asking.windowTitle()
    assert "belum diperiksa" in asking.accessibleDescription()
    press(Qt.Key.Key_Y)
    assert isinstance(QApplication.activeModalWidget(), Preview)
    press(Qt.Key.Key_S)

    [file] = (desa.folder / "cetakan").glob("laporan-pertanggungjawaban-*.pdf")
    pages = [page.extract_text() for page in PdfReader(file).pages]
    assert "Daftar isi" in pages[1]
    assert all("DRAF" in page for page in pages)


def test_a_supervisor_reads_the_book_and_changes_nothing_in_it(desa: Village) -> None:
    screen = meeting_book(desa, "pengawas")
    press(Qt.Key.Key_F6)
    assert QApplication.activeModalWidget() is None
    assert screen.plan.isHidden()
    go_to(screen, "foreword")
    assert screen.deed.isHidden()
    assert screen.editor.isReadOnly()
    enter()

    assert isinstance(QApplication.activeModalWidget(), Preview)


def test_escape_leaves_the_text_and_then_the_screen(desa: Village, screen: MeetingScreen) -> None:
    go_to(screen, "foreword")
    enter()
    press(Qt.Key.Key_Escape)
    assert screen.table.hasFocus()
    press(Qt.Key.Key_Escape)

    workplace = desa.windows[-1].workplace
    assert workplace is not None
    assert workplace.current() is not screen


def test_a_meeting_that_decided_the_percentages_already_proposes_its_day(desa: Village) -> None:
    decision = {"from_year": "2026", "decision_no": "01/RAT/2027", "day": "2027-01-15"}
    shares = [{"code": "reserve", "percent": "100"}]
    with builders.open_books(desa.folder, day=NEXT_YEAR.date(), at=NEXT_YEAR) as session:
        session.office.perform("surplus.set_shares", {**decision, "shares": shares})
    desa.clock.set(NEXT_YEAR)
    screen = meeting_book(desa)

    assert year(screen) == "2026"
    assert "01/RAT/2027" in screen.told.text()
    press(Qt.Key.Key_F6)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    day = asking.form.field("day")
    assert isinstance(day, DayField)
    assert day.text == "15/01/2027"


def test_an_invitation_after_the_meeting_is_told_to_be_too_late(desa: Village) -> None:
    desa.signed_in()
    order = {"year": "2026", "day": "2027-01-15", "time": "09.00", "place": "Balai desa"}
    with pytest.raises(BadField, match="Tanggal undangan harus sebelum tanggal rapat"):
        desa.session.office.perform("governance.set_meeting", {**order, "invited": "2027-01-15"})
