"""Laporan: every report that this role may read. List left, its questions below it, paper right.

Whatever enters the catalogue of reports appears here by itself: with its title, its questions and
the one way of showing, following, printing and exporting that all of them share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Cancelled, KopdesError, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.reports.report import Report
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.reports import answers
from kopdes_desktop.ui.reports.answers import Answers
from kopdes_desktop.ui.reports.questions import Questions
from kopdes_desktop.ui.reports.report_screen import PaperScreen
from kopdes_desktop.ui.reports.sources import Page, page_of

LEFT = 300
_GAP = 16
#: Below this height the notes of a paper stand in one paragraph.
ROOMY = 560
#: Below this width the paper takes the whole of it; Esc brings the list back.
NARROW = 1000
#: A paper is built again once the books have been quiet for so long: a batch is many facts.
QUIET_MS = 400
COLUMNS = (Column(N_("Laporan"), lambda one: _(one.title), width=0),)


class ReportsScreen(PaperScreen):
    """Enter shows the chosen report; Enter on a line goes to its source, Backspace comes back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Laporan"), ("",))
        self._answers = Answers((), (), (), (), ())
        self._asked = 0
        self._making: Stoppable | None = None
        self._wanted = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)
        self.list = Table(COLUMNS, _("Daftar laporan"))
        self.list.opened.connect(self._choose)
        self.list.selectionModel().currentRowChanged.connect(self._on_row)
        self.questions = Questions(lambda: desk.standing.today)
        self.questions.finished.connect(self.make)
        self.questions.member_typed.connect(self._name_member)
        self.questions.grown.connect(self._fit_questions)
        self.questions.grown.connect(self._mark)
        self.show_it = button(_("Tampilkan (Ctrl+Enter)"), "primary", "file-text")
        self.show_it.clicked.connect(self.make)
        self.notice = kind_label("", "notice", "danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.trail.refused.connect(self._stand_by)
        self.paper = self._make_paper()
        self.aside = QWidget(self)
        self._arrange()
        self._keys()

    def _keys(self) -> None:
        self.set_keys(
            Key("F2", _("isi tanggal dan lainnya"), self._to_questions),
            Key("Ctrl+Return", _("tampilkan laporan"), self.make),
            *self.paper_keys(),
            Key("F6", _("kertas selebar layar"), self._widen),
            Key("Esc", _("hentikan penyusunan, atau ke daftar laporan"), self._escape),
        )
        self.print_hints()
        self.advice = _(
            "Pilih laporan dengan panah, Enter menampilkannya. F2 mengubah tanggal dan isian"
            " lainnya. Enter pada satu baris membuka sumbernya, Backspace kembali ke baris itu."
            " Esc kembali ke daftar; selagi laporan disusun, Esc menghentikannya. Yang dicetak"
            " dan disimpan adalah laporan di kertas, bukan yang baru ditandai."
        )

    def _make_paper(self) -> QStackedWidget:
        self.before = kind_label(
            _(
                "Pilih laporan di kiri, lalu Enter.\n\nF2 untuk mengubah tanggal, unit, atau"
                " isian lain sebelum ditampilkan."
            ),
            "muted",
        )
        self.before.setWordWrap(True)
        stack = QStackedWidget(self)
        empty = QFrame()
        empty.setProperty("kind", "card")
        inside = QVBoxLayout(empty)
        inside.setContentsMargins(24, 22, 24, 22)
        inside.addWidget(self.before)
        inside.addStretch(1)
        stack.addWidget(empty)
        stack.addWidget(self.trail)
        return stack

    def _arrange(self) -> None:
        self.aside.setFixedWidth(at_text_size(LEFT))
        column = QVBoxLayout(self.aside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.list.horizontalHeader().hide()
        self.list.setMinimumHeight(150)
        column.addWidget(self.list, 1)
        self._held = scrolled(self.questions)
        column.addWidget(self._held, 3)
        column.addWidget(self.notice)
        column.addWidget(self.show_it)
        columns = QHBoxLayout()
        columns.setSpacing(_GAP)
        columns.addWidget(self.aside)
        columns.addWidget(self.paper, 1)
        self.body.addLayout(columns, 1)

    def start(self) -> None:
        """The paper when one is open, else the list."""
        if self.trail.pages:
            self.trail.focus()
        else:
            self.list.setFocus()

    def states(self) -> Sequence[Callable[[], None]]:
        """The trial balance, the ledger behind a line, an entry behind that; a wide paper."""
        follow = self.trail.follow_here
        return (self._show_balance, follow, follow, self._widen)

    def _show_balance(self) -> None:
        codes = [one.code for one in self._answers.reports]
        if "trial_balance" in codes:
            self.list.go_to(codes.index("trial_balance"))
        self.make()

    # -- what may be asked

    def reload(self) -> None:
        """The list and its names; what is shown is built again with the same answers."""
        self.desk.ask(answers.gather, self._take_answers)
        if self._wanted:
            self._quiet.start()  # what is being made is asked for; this can wait
        else:
            page = self.trail.top()
            if page is not None and page.entry is None:
                self._send(page.code, page.given, fresh=False)

    def _on_news(self, kind: str) -> None:
        """A batch is many facts: read again when it is over."""
        if self._listener.hears(kind) and self.isVisible():
            self._quiet.start()

    def _on_quiet(self) -> None:
        if self.isVisible():
            self._listener.stale = False
            self.reload()

    def _take_answers(self, found: Answers) -> None:
        changed = found != self._answers
        self._answers = found
        if changed:
            self.list.renew(found.reports, lambda one: one.code)
        if not found.reports:
            self.before.setText(_("Peran Anda tidak membaca laporan apa pun."))

    def _on_row(self) -> None:
        chosen = self.list.current()
        if chosen is not None:
            self.notice.hide()
            self.questions.show_for(chosen, self._answers)
            self._fit_questions()
            self._mark()

    def _mark(self) -> None:
        """Say which report lies on the paper where the list or the questions say another."""
        chosen, words = self.list.current(), ""
        if self.trail.pages and chosen is not None:
            page = self.trail.pages[0]
            if chosen.code != page.code:
                words = _(
                    "Di kertas ini: {title}. {marked} belum ditampilkan, Enter menampilkannya."
                    " Yang dicetak dan disimpan adalah kertas ini."
                ).format(title=page.made.title, marked=_(chosen.title))
            elif self.questions.peek() != page.given:
                words = _(
                    "Kertas ini masih menurut isian sebelumnya: {period}. Ctrl+Enter menampilkan"
                    " isian yang baru. Yang dicetak dan disimpan adalah kertas ini."
                ).format(period=page.made.period)
        self.trail.marked.setText(words)
        self.trail.marked.setVisible(bool(words))

    def _fit_questions(self) -> None:
        """As high as the fields and their words need, so that the list has the rest."""
        inside = self.questions.layout()
        if inside is not None:
            wrapped = inside.hasHeightForWidth()
            high = inside.totalHeightForWidth(self.aside.width() - 20) if wrapped else 0
            self._held.setMaximumHeight(max(high, inside.totalSizeHint().height()))
            QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        """The list gave room to the fields: what is marked in it stays to be seen."""
        self.list.scrollTo(self.list.currentIndex())

    def show_list(self, code: str) -> None:
        """This report with its usual answers, once the list has been read."""
        self.desk.ask(lambda _session: code, self._pick)

    def _pick(self, code: str) -> None:
        codes = [one.code for one in self._answers.reports]
        if code in codes:
            self.list.go_to(codes.index(code))
            self.make()

    def _name_member(self, text: str) -> None:
        self.desk.ask(
            lambda session: answers.name_of_member(session, text), self.questions.show_name
        )

    # -- building and showing

    def _choose(self, row: Report) -> None:
        """Enter in the list: at once where nothing is missing, else to what is."""
        needed = self.questions.needed()
        if not needed:
            self.make()
            return
        self.questions.start()
        self.questions.explain()
        self.desk.say(
            _("{title} memerlukan isian: {fields}.").format(
                title=_(row.title), fields=", ".join(needed)
            ),
            "warning",
        )

    def make(self) -> None:
        """Build the chosen report with these answers."""
        chosen = self.list.current()
        self.notice.hide()
        given = self.questions.given()
        if chosen is not None and given is not None:
            self._send(chosen.code, given, fresh=True)

    def _send(self, code: str, given: dict[str, str], *, fresh: bool) -> None:
        self._asked += 1
        turn, making = self._asked, Stoppable()
        if self._making is not None:
            self._making.stop()
        self._making, self._wanted = making, fresh
        if fresh:
            self.desk.say(_("Menyusun laporan … Esc menghentikannya."))
        self.desk.ask(
            lambda session: (
                turn,
                fresh,
                page_of(code, given, answers.build(session, code, given, making)),
            ),
            self._arrived,
            otherwise=self._refused,
        )

    def _escape(self) -> None:
        """Stop what is being made; else to the list."""
        if self._wanted and self._making is not None:
            self._making.stop()
            self._ended()
            self._asked += 1
            self.desk.say(_("Penyusunan laporan dihentikan."))
        else:
            self._to_list()

    def _ended(self) -> None:
        self._making, self._wanted = None, False

    def _arrived(self, answer: tuple[int, bool, Page]) -> None:
        turn, fresh, page = answer
        if turn != self._asked:
            return
        self._ended()
        if fresh:
            self.trail.set_out(page)
            self._mark()
            rows = number(len(page.made.rows))
            self.desk.say(_("{title}: {n} baris.").format(title=page.made.title, n=rows))
            if self.width() < at_text_size(NARROW) or not self.view.fits(self._beside_list()):
                self.aside.hide()
            self.view.table.setFocus()
        else:
            self.trail.renew(page)

    def _refused(self, error: Exception) -> bool:
        """At the field that is to blame, else below the questions; a fault has its own place."""
        if isinstance(error, Cancelled):  # by Esc, or by a later wish
            return True
        self._ended()
        if not isinstance(error, Refusal):
            if isinstance(error, KopdesError):
                self.desk.say("")
            return False
        self.desk.say("")
        if not self.questions.complain(error.field, error.message):
            self.notice.setText(error.message)
            self.notice.show()
            self.list.setFocus()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setFixedWidth(at_text_size(LEFT))

    def _on_turned(self) -> None:
        """Another paper is on top."""
        self.paper.setCurrentIndex(1)
        super()._on_turned()

    def _stand_by(self, _error: object) -> None:
        """What a line leads to was refused: the words stand in the window, the paper stays."""
        self._ended()

    # -- to the source and back

    def go_back(self) -> None:
        """To the line that was left; from the first paper to the list."""
        if not self.trail.back():
            self._to_list()

    def _to_list(self) -> None:
        self.aside.show()
        self.list.setFocus()

    def _to_questions(self) -> None:
        self.aside.show()
        if not self.questions.start():
            self.desk.say(_("Laporan ini tidak memerlukan isian. Enter menampilkannya."))

    def _beside_list(self) -> int:
        """How wide the table is when the list stands beside it."""
        room = self.view.table.viewport().width()
        return room if self.aside.isVisible() else room - self.aside.width() - _GAP

    def _widen(self) -> None:
        self.aside.setVisible(not self.aside.isVisible())
        if not self.aside.isVisible():
            self.view.table.setFocus()
