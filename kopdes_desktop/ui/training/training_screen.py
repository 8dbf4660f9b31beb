"""Latihan: twenty exercises at the left, at the right why and how; Enter leads to where it is done.

Nothing is ticked off here: an exercise is done when the books say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.training.exercises import OPEN
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.walking import Walks
from kopdes_desktop.ui.training import reading
from kopdes_desktop.ui.training.reading import Task

#: The books are asked again once they have been quiet for so long: a batch is many facts.
QUIET_MS = 400
#: No exercise has more.
_STEPS = 4
#: What opens a place, by its code; its name alone for whoever is there already.
Ways = Callable[[str, bool], str]


def _tone(task: Task) -> str:
    return "good" if task.done is not None else "" if task.may else "muted"


def _state(task: Task) -> str:
    if task.done is not None:
        return f"{task.done:%d/%m}"
    return _("belum") if task.may else "–"


COLUMNS = (
    Column(N_("No."), lambda task: task.number, width=3, right=True, tone=_tone),
    Column(N_("Latihan"), lambda task: _(task.what.title), width=0, tone=_tone),
    Column(N_("Bidang"), lambda task: _(task.what.group), width=11, tone=_tone),
    Column(N_("Selesai"), _state, width=6, tone=_tone),
)


class TrainingScreen(Screen):
    """Letters narrow the list, arrows walk in it, Enter begins; Esc empties the line first."""

    def __init__(self, desk: Desk, ways: Ways) -> None:
        super().__init__(_("Latihan"), desk.news, ("",))
        self._desk, self._ways = desk, ways
        self._tasks: tuple[Task, ...] = ()
        self._doing = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._ask)
        desk.news.written.connect(self._hear)
        self.score = kind_label("", "figure")
        self.head.addWidget(self.score)
        self._make_list()
        self._make_page()
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._listed, 5)
        columns.addWidget(self._page, 4)
        self.body.addLayout(columns, 1)
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Return", _("kerjakan")),
            Key("F5", _("baca ulang"), self.reload),
            Key("Esc", _("kembali")),
        )
        self.advice = _(
            "Ketik sebagian namanya untuk mencari. Enter membawa ke layarnya; langkah-langkahnya"
            " tetap tampak di bawah. Latihan selesai bila bukunya sendiri mencatatnya, dan tidak"
            " dihitung lagi bila dibalik. Koperasi latihan yang baru mulai dari nol."
        )

    def _make_list(self) -> None:
        self._listed, inside = card()
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Cari latihan"))
        self.line.setAccessibleName(_("Cari latihan"))
        icons.dress(self.line, "search", "muted")
        self.table = Table(COLUMNS, _("Daftar latihan"))
        self.table.spare(60, 2)
        self._walks = Walks(self.line, self.table)
        self.line.textChanged.connect(lambda _text: self._fill())
        self.line.returnPressed.connect(self.set_out)
        self.table.opened.connect(lambda _task: self.set_out())
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_page())
        inside.addWidget(self.line)
        inside.addWidget(self.table, 1)

    def _make_page(self) -> None:
        self._page, inside = card()
        self.name = kind_label("", "heading")
        self.why = kind_label("", "muted")
        self.steps = [kind_label("", "body") for _n in range(_STEPS)]
        self.state = kind_label("", "notice")
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for label in (self.name, self.why, *self.steps, self.state):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        inside.addWidget(scrolled(words), 1)
        self.go = button(_("Kerjakan (Enter)"), "primary", "circle-check")
        self.go.clicked.connect(self.set_out)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        inside.addLayout(row)

    # -- reading

    def showEvent(self, event: QShowEvent) -> None:
        """At every visit: proofs and copies are made without a fact."""
        self._listener.stale = False
        super().showEvent(event)
        self._desk.guide("")  # the steps stand here
        self._ask()

    def reload(self) -> None:
        """Soon: several facts of one deed are one reading."""
        self._quiet.start()

    def _hear(self, _kind: str) -> None:
        """Somewhere else something was written: perhaps what was to be practised."""
        if self._doing and not self.isVisible():
            self._quiet.start()

    def _ask(self) -> None:
        self._desk.ask(reading.tasks, self._show)

    def _show(self, tasks: tuple[Task, ...]) -> None:
        fresh = not self._tasks
        self._tasks = tasks
        done = sum(each.done is not None for each in tasks)
        self.score.setText(_("{done} dari {all}").format(done=done, all=len(tasks)))
        self.score.setAccessibleName(
            _("Latihan {done} dari {all}").format(done=done, all=len(tasks))
        )
        self._fill()
        if fresh:
            self.table.go_where(lambda task: task.done is None and task.may)
        self._tell_if_done(done)

    def _tell_if_done(self, many: int) -> None:
        task = next((each for each in self._tasks if each.what.code == self._doing), None)
        if task is None or task.done is None:
            return
        self._doing = ""
        words = _("Latihan {n} selesai: {title}. Sudah {done} dari {all}.").format(
            n=task.number, title=_(task.what.title), done=many, all=len(self._tasks)
        )
        if self.isVisible():
            self._desk.say(words, "good")
        else:
            self._desk.guide(words, "good")

    def _fill(self) -> None:
        typed = self.line.text().casefold().split()
        fitting = [each for each in self._tasks if _fits(each, typed)]
        self.table.renew(fitting, lambda task: task.what.code)
        self._show_page()

    def _show_page(self) -> None:
        task: Task | None = self.table.current()
        self.go.setEnabled(task is not None)
        self.name.setText(_(task.what.title) if task else _("Tidak ada latihan dengan kata itu."))
        self.why.setText(_(task.what.why) if task else "")
        said = self._said(task) if task else []
        for at, label in enumerate(self.steps):
            label.setText(said[at] if at < len(said) else "")
            label.setVisible(at < len(said))
        words, tone = _standing(task)
        self.state.setText(words)
        self.state.setVisible(bool(words))
        set_tone(self.state, tone)

    def _said(self, task: Task, *, there: bool = False) -> list[str]:
        """The steps with their digits, and the key that leads to the place; or just its name."""
        way = self._ways(task.what.place, there)
        told = [each for each in task.what.steps if not (there and each == OPEN)]
        steps = [_(each).format(open=way) for each in told]
        return [f"{at}.\N{NO-BREAK SPACE}{words}" for at, words in enumerate(steps, start=1)]

    # -- doing

    def set_out(self) -> None:
        """To the place of the marked exercise; its steps go along."""
        task: Task | None = self.table.current()
        if task is None:
            return
        if not task.may:
            self._desk.say(*_standing(task))
            return
        self._doing = "" if task.done is not None else task.what.code
        words = "  ".join(self._said(task, there=True))
        head = _("Latihan {n}.").format(n=task.number)
        self._desk.guide(f"{head}  {words}")
        self._desk.lead(task.what.place, listing=task.what.listing)

    def start(self) -> None:
        """At the line: letters search, arrows walk, Enter begins."""
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the whole list back before it leads away."""
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            super().keyPressEvent(event)

    def states(self) -> Sequence[Callable[[], None]]:
        """The list as far as it fits what was typed; then nothing that fits."""
        return (lambda: self.line.setText(_("giliran")), lambda: self.line.setText("zzz"))


def _fits(task: Task, typed: Sequence[str]) -> bool:
    """Whether every word that was typed begins one of its title's or its group's."""
    words = f"{_(task.what.title)} {_(task.what.group)}".casefold().split()
    return all(any(word.startswith(each) for word in words) for each in typed)


def _standing(task: Task | None) -> tuple[str, str]:
    if task is None:
        return "", ""
    if task.done is not None:
        return _("Selesai pada {day}.").format(day=wording.day(task.done)), ""
    if not task.may:
        return _("Bukan tugas peran Anda: masuklah sebagai bendahara atau kasir."), "warning"
    return "", ""
