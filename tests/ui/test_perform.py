"""The way to the office and back: in order, one at a time, and never to a screen that is gone."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import BadField, Cancelled, DiskFull, PeriodClosed
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.ui.kit import tasks
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.complaints import Complaints, report
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm, Crash, Notice
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.perform import Errands, Inline, OneThread, outcome_of
from tests.ui.fingers import enter, press, show, write
from tests.ui.registry import SlowBooks


class Ears(QObject):
    """Hears answers on the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.threads: set[int] = set()

    def hear(self, answer: Any) -> None:
        self.heard.append(answer)
        self.threads.add(threading.get_ident())


def _seen(number: int) -> tuple[int, int]:
    return number, threading.get_ident()


def _stumble() -> str:
    members: dict[str, str] = {}
    return members["Melati Jati 3301"]


def a_form() -> Form:
    return Form(
        (TextField("name", "Nama", needed=True), MoneyField("amount", "Jumlah")), button("Simpan")
    )


def never(_error: Exception, _sender: object) -> None:
    pytest.fail("nothing should be complained about")


def test_jobs_run_in_order_on_one_thread_and_answers_come_back_on_ours(qtbot: QtBot) -> None:
    ears, runner = Ears(), OneThread("buku")
    errands = Errands(runner, never)

    for number in range(50):
        errands.send(partial(_seen, number), ears.hear)
    qtbot.waitUntil(lambda: len(ears.heard) == 50)
    runner.stop()

    assert [number for number, _thread in ears.heard] == list(range(50))
    assert len({thread for _number, thread in ears.heard}) == 1
    assert ears.heard[0][1] != threading.get_ident()
    assert ears.threads == {threading.get_ident()}


def test_a_panic_is_told_and_the_thread_goes_on(qtbot: QtBot) -> None:
    class Panic(BaseException):
        """As Rust's own, which are no Exceptions."""

    def panics() -> None:
        raise Panic

    ears, runner, errors = Ears(), OneThread("buku"), list[Exception]()
    errands = Errands(runner, lambda error, _sender: errors.append(error))

    errands.send(panics, ears.hear)
    errands.send(lambda: "done", ears.hear)
    qtbot.waitUntil(lambda: ears.heard == ["done"])
    runner.stop()

    assert [str(error) for error in errors] == ["Panic"]
    assert "panics" in report(errors[0])


def test_three_billion_rupiah_cross_the_threads_unchanged(qtbot: QtBot) -> None:
    ears, runner = Ears(), OneThread("buku")

    Errands(runner, never).send(lambda: Rupiah(3_000_000_000), ears.hear)
    qtbot.waitUntil(lambda: bool(ears.heard))
    runner.stop()

    assert ears.heard == [Rupiah(3_000_000_000)]


def test_a_second_enter_does_nothing_while_the_first_is_on_its_way(qtbot: QtBot) -> None:
    held, ears, form = SlowBooks(slow=True), Ears(), a_form()
    qtbot.addWidget(form)
    errands = Errands(held, never)
    form.submitted.connect(lambda: errands.send(lambda: "done", ears.hear, sender=form))
    show(form, form.fields[-1].editor)

    enter(3)
    assert len(held.waiting) == 1
    assert not form.submit.isEnabled()

    held.answer()
    assert ears.heard == ["done"]
    assert form.submit.isEnabled()


def test_a_screen_that_is_gone_hears_nothing() -> None:
    held, ears = SlowBooks(slow=True), Ears()
    Errands(held, never).send(lambda: "late", ears.hear)
    heard = ears.heard

    ears.deleteLater()
    QApplication.sendPostedEvents(ears, QEvent.Type.DeferredDelete)
    held.answer()

    assert heard == []


def complained(qtbot: QtBot) -> tuple[Complaints, Form, list[tuple[str, str]]]:
    window, said = QWidget(), list[tuple[str, str]]()
    qtbot.addWidget(window)
    window.show()
    form = a_form()
    qtbot.addWidget(form)
    return Complaints(window, lambda words, tone: said.append((words, tone))), form, said


def refuse(**field: Any) -> BadField:
    return BadField(N_("Isian ini belum diisi."), **field)


def test_a_refusal_stands_at_its_field(qtbot: QtBot) -> None:
    complaints, form, said = complained(qtbot)

    complaints.tell(refuse(field="amount"), form)

    assert form.field("amount").note.text() == "Isian ini belum diisi."
    assert said == []


def test_a_refusal_without_a_field_stands_in_the_form(qtbot: QtBot) -> None:
    complaints, form, said = complained(qtbot)

    complaints.tell(PeriodClosed(month="Oktober 2026", open="November 2026"), form)

    assert "Oktober 2026 sudah ditutup" in form.notice.text()
    assert not form.notice.isHidden()
    assert said == []


def test_a_refusal_of_no_form_stands_in_the_status_line(qtbot: QtBot) -> None:
    complaints, _form, said = complained(qtbot)

    complaints.tell(refuse())

    assert said == [("Isian ini belum diisi.", "danger")]


@pytest.mark.allowed_logs("kopdes_desktop.ui.kit.complaints")
def test_a_fault_is_a_dialog_with_advice(qtbot: QtBot) -> None:
    complaints, _form, _said = complained(qtbot)

    complaints.tell(DiskFull())

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Notice)
    assert "Kosongkan disk" in dialog.accessibleDescription()
    enter()
    assert QApplication.activeModalWidget() is None


def test_a_cancelled_task_is_a_quiet_line(qtbot: QtBot) -> None:
    complaints, _form, said = complained(qtbot)

    complaints.tell(Cancelled())

    assert said == [("Dibatalkan. Tidak ada yang berubah.", "")]


@pytest.mark.allowed_logs("kopdes_desktop.ui.kit.complaints")
def test_a_bug_gives_a_report_without_any_value_of_the_books(qtbot: QtBot) -> None:
    complaints, _form, _said = complained(qtbot)
    bug = outcome_of(_stumble).error
    assert bug is not None

    complaints.tell(bug)

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Crash)
    assert "KeyError" in report(bug)
    assert "Melati" not in report(bug)
    press(Qt.Key.Key_Escape)


def test_the_second_person_gives_name_pin_and_reason_by_keys_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    asking = AskApproval(window, "Kenanga menarik Rp5.000.000.")
    asking.open()
    qtbot.waitUntil(asking.form.fields[0].editor.hasFocus)

    with qtbot.waitSignal(asking.approved) as approved:
        write("ketua")
        enter()
        write("123456")
        enter()
        write("kas cukup")
        enter()

    second = approved.args[0]
    assert (second.user, second.pin, second.reason) == ("ketua", "123456", "kas cukup")


def test_a_dangerous_question_has_the_safe_answer_ready(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    done: list[bool] = []
    asking = Confirm(window, "Buka hari kerja", "Hari 22 November 2026 dibuka.", deed="Buka")
    asking.confirmed.connect(lambda: done.append(True))
    asking.open()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    enter()

    assert done == []
    assert QApplication.activeModalWidget() is None


def test_a_quick_task_shows_no_progress(qtbot: QtBot) -> None:
    window, ears = QWidget(), Ears()
    qtbot.addWidget(window)

    tasks.send_long(
        Errands(Inline(), never), lambda _p: "ready", ears.hear, window=window, title="T", words="W"
    )

    assert ears.heard == ["ready"]
    assert QApplication.activeModalWidget() is None


def test_a_long_task_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PATIENCE_MS", 10)
    window, runner, errors = QWidget(), OneThread("buku"), list[Exception]()
    qtbot.addWidget(window)
    window.show()

    def count(progress: Stoppable) -> None:
        for step in range(10_000):
            progress.step(step, 10_000)
            threading.Event().wait(0.002)

    tasks.send_long(
        Errands(runner, lambda error, _sender: errors.append(error)),
        count,
        lambda _answer: pytest.fail("it was stopped"),
        window=window,
        title="Menyiapkan",
        words="Mohon tunggu.",
    )
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(errors))
    runner.stop()

    assert isinstance(errors[0], Cancelled)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
