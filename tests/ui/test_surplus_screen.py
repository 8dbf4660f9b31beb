"""The surplus by keys: simulated while the meeting talks, decided, divided, paid, funds spent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.printing import queue
from kopdes_desktop.surplus import queries
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.surplus.surplus_screen import SurplusScreen
from tests import builders
from tests.surplus import a_year
from tests.ui import village
from tests.ui.fingers import bring_up, enter, focused, press, write
from tests.ui.registry import rewrite, said
from tests.ui.village import Village

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def opened(template: Path, folder: Path) -> Iterator[Village]:
    for made in village.copied(template, folder):
        made.clock = SetClock(a_year.MORNING)
        yield made


@pytest.fixture
def meeting(lived_year: Path, tmp_path: Path) -> Iterator[Village]:
    yield from opened(lived_year, tmp_path / "buku")


@pytest.fixture
def after(divided_year: Path, tmp_path: Path) -> Iterator[Village]:
    yield from opened(divided_year, tmp_path / "buku")


def screen_of(found: Village, user: str = "bendahara") -> SurplusScreen:
    window = found.signed_in(user)
    assert window.workplace is not None
    codes = [place.code for place in window.workplace.places]
    window.workplace.go(codes.index("report.shu"))
    screen = window.workplace.current()
    assert isinstance(screen, SurplusScreen)
    screen.start()
    return screen


def dialog() -> object:
    return focused().window()


def agree() -> None:
    """The chair, at the treasurer's screen."""
    assert isinstance(dialog(), AskApproval)
    for words in ("ketua", builders.PIN, "rapat"):
        write(words)
        enter()


def test_pools_and_parts_follow_what_is_typed(meeting: Village) -> None:
    screen = screen_of(meeting)
    page = screen.simulation
    assert page.plan is not None
    assert [int(x.amount) for x in page.plan.pools[:3]] == [16_000_000, 10_000_000, 8_000_000]

    write("30")

    assert page.plan.pool("reserve") == 12_000_000
    assert "Kurang 10 %" in page.percents.complaint.text()
    enter()
    write("35")
    assert page.percents.complaint.text() == ""
    assert page.plan.pool("dealings") == 14_000_000
    assert ("Jasa usaha", "500.000 : 2.000.000 x 14.000.000 = Rp3.500.000") in page.explained.shown


def test_a_word_is_no_percentage_and_the_figures_stay(meeting: Village) -> None:
    screen = screen_of(meeting)
    before = screen.simulation.plan

    write("abc")

    assert screen.simulation.plan is before
    assert "2,5" in screen.simulation.percents.complaint.text()


def test_percentages_that_are_no_hundred_are_not_kept(meeting: Village) -> None:
    screen = screen_of(meeting)
    write("41")

    press(Qt.Key.Key_F6)

    assert dialog() is meeting.windows[-1]
    assert "101 %" in said(meeting.windows[-1])
    assert screen.simulation.percents.lines["reserve"].hasFocus()


def test_a_meeting_decides_and_divides_by_keys(meeting: Village) -> None:
    screen = screen_of(meeting)
    press(Qt.Key.Key_F9)
    assert "F6" in said(meeting.windows[-1])

    press(Qt.Key.Key_F6)
    write("3/RAT/2027")
    enter(2)
    bring_up(meeting.windows[-1])
    press(Qt.Key.Key_F9)
    asking = dialog()
    assert isinstance(asking, FormDialog)
    decision = asking.form.field("decision_no")
    assert isinstance(decision, TextField)
    assert decision.text == "", "not the number of the percentages"
    write("9/RAT/2027")
    enter()
    rewrite("15/01/2026")
    enter()
    assert dialog() is asking, "nobody is asked to agree to what will be refused"
    assert "diadakan sesudah 31 Desember 2026" in asking.form.field("day").note.text()
    rewrite("30/01/2027")
    enter()
    agree()

    found = queries.allocated(meeting.session.office.reading, "2026")
    assert found is not None
    assert (found.decision_no, found.surplus) == ("9/RAT/2027", 40_000_000)
    assert queries.divided_years(meeting.session.office.reading)["2026"][1] == date(2027, 1, 30)
    assert screen.simulation.fixed
    assert not screen.simulation.keep.isVisible()
    assert "SHU-KR-2027-000001" in screen.simulation.said.text()


def test_another_measure_asks_the_books_again(meeting: Village) -> None:
    screen = screen_of(meeting)
    press(Qt.Key.Key_F4)
    form = dialog()
    assert isinstance(form, FormDialog)
    field = form.form.field("measure")
    field.choose("time_weighted")  # type: ignore[attr-defined]

    form.form.send()

    assert screen.simulation.plan is not None
    assert [part.base.savings for part in screen.simulation.plan.parts] == [329, 164, 55]
    assert "rata-rata" in screen.simulation.measured_by.text()
    assert queries.rule_of(meeting.session.office.reading, "9999") is None


def test_arrows_move_a_percentage_and_the_meeting_adds_a_heading_of_its_own(
    meeting: Village,
) -> None:
    screen = screen_of(meeting)
    page = screen.simulation
    for _step in range(5):
        press(Qt.Key.Key_Down)
    assert page.percents.lines["reserve"].text() == "35"
    assert "Kurang 5 %" in page.percents.complaint.text()

    press(Qt.Key.Key_F3)
    write("Dana karyawan")
    enter()
    write("2-1402")
    enter()
    write("5")
    enter()

    bring_up(meeting.windows[-1])
    assert focused() is page.percents.lines["own_1"]
    assert page.percents.complaint.text() == ""
    assert page.plan is not None
    assert page.plan.pool("own_1") == 2_000_000
    press(Qt.Key.Key_F3)
    write("dana sosial")
    enter()
    form = dialog()
    assert isinstance(form, FormDialog)
    form.form.field("account").choose("2-1404")  # type: ignore[attr-defined]
    form.form.field("percent").set_text("1")  # type: ignore[attr-defined]
    form.form.send()
    assert "sudah ada" in form.form.field("name").complaint


def test_what_members_bought_elsewhere_is_typed_or_pasted_and_shared_by(meeting: Village) -> None:
    screen = screen_of(meeting)
    press(Qt.Key.Key_4, held=ALT)
    write("nomor 3")
    enter()
    write("250000")
    enter()
    press(Qt.Key.Key_Return, held=CTRL)
    assert screen.dealings.reason.complaint
    write("buku belanja lama")

    QGuiApplication.clipboard().setText("0001\tnomor 1\tRp600.000\n2;1.400.000,00\nsiapa;9")
    press(Qt.Key.Key_F6)
    assert "1 baris tidak dikenal: siapa;9" in said(meeting.windows[-1])
    press(Qt.Key.Key_Return, held=CTRL)
    agree()
    bring_up(meeting.windows[-1])

    dealt = meeting.newest("surplus.open_dealings")["d"]
    assert sorted(line["amount"] for line in dealt["lines"]) == [250_000, 600_000, 1_400_000]
    assert (dealt["what"], dealt["reason"]) == ("till", "buku belanja lama")
    assert screen.dealings.typed == {}
    plan = screen.simulation.plan
    assert plan is not None
    assert plan.bases.dealings == 2_250_000


def test_the_heir_of_one_who_died_takes_the_money_with_the_letter(
    lived_year: Path, tmp_path: Path
) -> None:
    folder = builders.copy(lived_year, tmp_path / "buku")
    with a_year.open_year(folder) as session:
        who = a_year.keys(session)[1]
        named = {"member": who, "name": "Melati Kenanga", "relation": "child"}
        heir = session.office.perform("members.add_heir", named).id
        gone = {"member": who, "reason": "death", "heirs": [heir]}
        session.office.perform("membership.settle", gone, approval=builders.approval())
        a_year.decide(session)
        a_year.allocate(session)
    for found in opened(folder, tmp_path / "salinan"):
        screen_of(found)
        press(Qt.Key.Key_2, held=ALT)
        write("nomor 1")
        enter()
        form = dialog()
        assert isinstance(form, FormDialog)
        assert form.form.field("heir").box.currentText() == "Melati Kenanga (anak)"  # type: ignore[attr-defined]
        form.form.field("letter_no").set_text("470/12/2027")  # type: ignore[attr-defined]
        form.form.send()

        paid = found.newest("surplus.pay")["d"]
        assert (paid["heir"], paid["letter_no"]) == (heir, "470/12/2027")


def test_a_member_is_found_by_letters_and_paid(after: Village) -> None:
    screen = screen_of(after)
    press(Qt.Key.Key_2, held=ALT)

    write("nomor 3")
    enter()
    enter(4)

    paid = after.newest("surplus.pay")["d"]
    assert (paid["how"], paid["total"], paid["box"]) == ("cash", 800_000, "KAS")
    assert len(screen.payments.found.owed if screen.payments.found else ()) == 2
    assert queue.jobs(after.session.office.reading) == []
    assert list(after.folder.rglob("*BSH-KR-2027-000001*"))


def test_everybody_is_paid_by_one_key_and_one_question(after: Village) -> None:
    screen_of(after)
    press(Qt.Key.Key_2, held=ALT)

    press(Qt.Key.Key_F9)
    enter(2)

    assert after.newest("surplus.pay")["d"]["total"] == 18_000_000
    assert queries.owed(after.session.office.reading) == []


def test_a_share_goes_to_savings_without_a_box(after: Village) -> None:
    screen_of(after)
    press(Qt.Key.Key_2, held=ALT)
    write("nomor 2")
    enter()
    form = dialog()
    assert isinstance(form, FormDialog)
    form.form.field("how").choose("savings")  # type: ignore[attr-defined]

    assert not form.form.field("box").isVisible()
    form.form.send()

    assert after.newest("surplus.pay")["d"]["how"] == "savings"


def test_a_fund_is_spent_by_keys(after: Village) -> None:
    screen = screen_of(after)
    press(Qt.Key.Key_3, held=ALT)

    press(Qt.Key.Key_Down)
    enter()
    write("300000")
    enter()
    write("Pelatihan pengurus")
    enter(3)

    spent = after.newest("surplus.spend_fund")["d"]
    assert (spent["fund"], spent["amount"], spent["text"]) == (
        "2-1403",
        300_000,
        "Pelatihan pengurus",
    )
    assert next(int(use.row.amount) for use in screen.funds.uses.rows.rows) == 300_000


def test_an_empty_fund_is_not_spent(after: Village) -> None:
    screen_of(after)
    press(Qt.Key.Key_3, held=ALT)
    for _step in range(4):
        press(Qt.Key.Key_Down)

    enter()

    assert dialog() is after.windows[-1]
    assert "kosong" in said(after.windows[-1])


def test_a_supervisor_sees_and_does_nothing(after: Village) -> None:
    screen = screen_of(after, "pengawas")
    press(Qt.Key.Key_2, held=ALT)

    press(Qt.Key.Key_F9)

    assert dialog() is after.windows[-1]
    assert "bendahara atau ketua" in said(after.windows[-1])
    assert screen.payments.table.rows.rowCount() == 3
    assert [key.sequence for key in screen.payments.keys] == ["Ctrl+P"]


def test_bons_are_cut_only_where_there_are_some(after: Village) -> None:
    screen = screen_of(after)
    press(Qt.Key.Key_2, held=ALT)
    keys = [key.sequence for key in screen.payments.keys]
    assert "F6" in keys
    assert "F7" not in keys
    press(Qt.Key.Key_F7)
    assert "yang berhak SHU tidak punya bon" in said(after.windows[-1])
