"""Laporan keuangan: choose at the left, read at the right, Enter down to the document behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from kopdes_desktop.checks.last import LastCheck
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.reports import statement_lines
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.tasks import send_long
from kopdes_desktop.ui.reports.report_screen import BookScreen
from kopdes_desktop.ui.statements import reading
from kopdes_desktop.ui.statements.reading import STATEMENTS, Offered, Verdict

#: Statements of one day; the others are of a span.
_AT_A_DAY = frozenset({"balance_sheet"})
#: Statements that show every unit beside the others.
_OF_ALL_UNITS = frozenset({"unit_results"})
#: Papers between a statement and the ledger: asked anew from the statement only.
_BETWEEN = frozenset({statement_lines.ACCOUNTS, statement_lines.ENTRIES})
_LEFT = 258
#: The height of a row of a statement.
_CLOSE = 27
_CODES = frozenset(code for code, _label in STATEMENTS)
_NAMES = (Column("", lambda row: row[1], width=0),)
_CHECKS = "report.checks"


class StatementsScreen(BookScreen):
    """Six statements of any span and unit; drafts until every proof of the books is green."""

    code = STATEMENTS[0][0]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Laporan keuangan"))
        self._busy = False
        self._offered: Offered | None = None
        self._ask_for()
        self._arrange()
        self.set_keys(
            Key("F2", _("pilih laporan, masa, dan unit"), self._to_choices),
            Key("F5", _("periksa buku sekarang"), self.prove),
            *(
                Key(f"Alt+{n}", _(label), partial(self.choose_statement, code))
                for n, (code, label) in enumerate(STATEMENTS, 1)
            ),
            *self.paper_keys(),
        )
        self.print_hints()
        self.advice = _(
            "Enter pada baris membuka akunnya, lalu buku besar, jurnal, dan buktinya. Backspace"
            " kembali ke baris semula. Laporan bertanda DRAF sampai semua pemeriksaan hijau; F5"
            " memeriksa."
        )
        self.desk.ask(reading.gather, self._offer)

    def _ask_for(self) -> None:
        """The list of statements, the span by name or by days, the unit."""
        frame, box = card()
        self.statements = Table(_NAMES, _("Laporan"))
        self.statements.horizontalHeader().hide()
        self.period = ChoiceField("period", _("&Masa"), ())
        self.first = DayField("from", _("&Dari"), lambda: self.desk.standing.today)
        self.last = DayField("to", _("&Sampai"), lambda: self.desk.standing.today)
        self.unit = ChoiceField("unit", _("&Unit"), (("", _("semua unit")),))
        for one in (self.statements, self.period, self.first, self.last, self.unit):
            box.addWidget(one)
        box.addStretch(1)
        self.questions.setDirection(QBoxLayout.Direction.TopToBottom)
        self.questions.addWidget(scrolled(frame))
        self.statements.selectionModel().currentRowChanged.connect(self._chose_statement)
        self.statements.opened.connect(lambda _row: self.trail.focus())
        self.period.edited.connect(self._chose_period)
        fields = (self.period, self.first, self.last, self.unit)
        self._leads = EnterLeads([one.editor for one in fields], self._take)

    def _arrange(self) -> None:
        """What was proven beside the title, choices at the left, the paper at the right."""
        self.check_words = kind_label("", "notice")
        self.check_words.setWordWrap(True)
        self.check_now = button(_("Periksa (F5)"), icon="shield-check")
        self.check_now.clicked.connect(self.prove)
        self.check_list = button(_("Daftar pemeriksaan"), icon="chevron-right")
        self.check_list.clicked.connect(lambda: self.desk.lead(_CHECKS))
        self.head.insertWidget(2, self.check_now)
        self.head.insertWidget(3, self.check_list)
        self.body.insertWidget(0, self.check_words)
        self.trail.terse = True
        self.body.removeWidget(self.asked)
        self.body.removeWidget(self.trail)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self.asked)
        halves.addWidget(self.trail, 1)
        self.body.addLayout(halves, 1)
        self.explained = kind_label("", "muted")
        self.explained.setWordWrap(True)
        self.body.addWidget(self.explained)
        self.view.table.selectionModel().currentRowChanged.connect(self._explain)

    def states(self) -> Sequence[Callable[[], None]]:
        """Green; the accounts of a line, a ledger; the other statements."""
        others = (partial(self.choose_statement, code) for code, _label in STATEMENTS[1:])
        down = (self.trail.follow_here, self.trail.follow_here)
        return (self.prove, self._to_a_line, *down, *others)

    # -- choosing

    def _offer(self, offered: Offered) -> None:
        """Fill the choices; the first of each is shown."""
        self._offered = offered
        box = self.period.box
        box.blockSignals(True)
        for at, period in enumerate(offered.periods):
            box.addItem(period.label, str(at))
        box.blockSignals(False)
        for code, words in offered.units:
            self.unit.box.addItem(words, code)
        self._fill_days()
        self.statements.set_rows(offered.statements)
        self.statements.verticalHeader().setDefaultSectionSize(at_text_size(_CLOSE))
        self.statements.setFixedHeight(at_text_size(_CLOSE) * len(offered.statements) + 4)
        self.asked.setFixedWidth(at_text_size(_LEFT))

    def choose_statement(self, code: str) -> None:
        """Show this statement, for the same span and unit."""
        codes = [each for each, _label in self._offered.statements] if self._offered else []
        if code in codes:
            self.trail.home()
            self.statements.go_to(codes.index(code))
            self.trail.focus()

    def _chose_statement(self, *_moved: object) -> None:
        row = self.statements.current()
        if row is not None:
            self.code = row[0]
            self.first.setVisible(self.code not in _AT_A_DAY)
            self.unit.setVisible(self.code not in _OF_ALL_UNITS)
            self.ask_anew(self.last)

    def _chose_period(self) -> None:
        self._fill_days()
        self.ask_anew(self.last)

    def _fill_days(self) -> None:
        if self._offered is not None and self.period.picked:
            period = self._offered.periods[int(self.period.value())]
            self.first.set_day(period.first)
            self.last.set_day(period.last)

    def _take(self) -> None:
        self.ask_anew(self.last)
        if not self.last.complaint and not self.first.complaint:
            self.trail.focus()

    def _to_choices(self) -> None:
        """Back to the statement, to choose another one."""
        self.trail.home()
        self.statements.setFocus()

    def answers(self) -> dict[str, str] | None:
        if self._offered is None:
            return None
        if self.code in _AT_A_DAY:
            given = self.read_days(self.last)
            return None if given is None else {"day": given.pop("to"), **given}
        given = self.read_days(self.first, self.last)
        if given is not None and self.code in _OF_ALL_UNITS:
            given.pop("unit", None)
        return given

    # -- showing

    def reload(self) -> None:
        """What was recorded meanwhile: the statement anew, and whether it is proven still."""
        self.desk.ask(reading.verdict, self._show_verdict)
        page = self.trail.top()
        if page is None or page.code not in _BETWEEN:
            super().reload()

    def start(self) -> None:
        self.trail.focus()

    def _on_turned(self) -> None:
        """A statement is set as close as on paper, so that most of it is seen at once."""
        super()._on_turned()
        page = self.trail.top()
        if page is not None and page.code in _CODES:
            rows = self.view.table.verticalHeader()
            rows.setDefaultSectionSize(at_text_size(_CLOSE))
            self.view.table.scrollTo(self.view.table.currentIndex())
        self._explain()

    def _explain(self, *_moved: object) -> None:
        """The line under the cursor by its whole name, and what it means, as F1 says it too."""
        row, meant = self.view.table.current(), self.trail.explanation()
        name = str(row.get("label") or row.get("name") or "") if row is not None else ""
        self.explained.setText(": ".join(filter(None, (name, meant))))

    def _to_a_line(self) -> None:
        """To the first line that has amounts."""
        rows = self.view.table.rows.rows
        at = next((n for n, row in enumerate(rows) if not row.get("rank")), 0)
        self.view.table.go_to(at)

    # -- proving

    def prove(self) -> None:
        """Run every proof of the books now."""
        if self._busy:
            return
        session = self.desk.session
        send_long(
            self.desk.errands,
            lambda progress: reading.prove(session, progress),
            self._was_proven,
            window=self.desk.window,
            title=_("Memeriksa buku"),
            words=_("Semua pemeriksaan dijalankan; buku hanya dibaca."),
            sender=self,
        )

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Nothing is proven twice at once."""
        self._busy = busy
        self.check_now.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether a proof runs."""
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """No field of this screen is to blame for a proof."""
        return False

    def _was_proven(self, verdict: Verdict) -> None:
        self._show_verdict(verdict)
        self.trail.home()
        super().reload()
        self.trail.focus()
        self.desk.moved.emit()

    def _show_verdict(self, verdict: Verdict) -> None:
        words, tone = _in_words(verdict)
        self.check_words.setText(words)
        set_tone(self.check_words, tone)
        self.check_now.setVisible(verdict.may)
        self.trail.leave_out(verdict.why)

    def _show_proven(self, known: LastCheck | None) -> None:
        """The words beside the title say it already."""


def _in_words(verdict: Verdict) -> tuple[str, str]:
    """The proofs in a line: green, red ones by name, or unproven; and the tone."""
    if not verdict.why:
        words = _("✓ Semua {n} pemeriksaan hijau: laporan tercetak bersih.")
        return words.format(n=number(verdict.count)), ""
    if verdict.red:
        words = _("✗ {n} dari {count} pemeriksaan MERAH: {names}. Laporan bertanda DRAF.")
        named = "; ".join(verdict.red)
        return words.format(n=len(verdict.red), count=number(verdict.count), names=named), "danger"
    return verdict.why, "warning"
