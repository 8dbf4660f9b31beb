"""Jurnal umum between two days, as posted; Enter opens an entry with all that it is tied to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import EnterLeads
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.reports import sources
from kopdes_desktop.ui.reports.report_screen import BookScreen


class JournalScreen(BookScreen):
    """From the first of the month to the open day, unless told otherwise."""

    code = sources.JOURNAL

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Jurnal umum"))
        today = desk.standing.today
        self.first = self.day_field("from", _("&Dari"))
        self.first.set_day(today.replace(day=1))
        self.until = self.day_field("to", _("&Sampai"))
        self.until.set_day(today)
        self.unit_field()
        self.questions.addStretch(1)
        self._leads = EnterLeads([self.first.editor, self.until.editor], self._take_days)
        self.set_keys(Key("F2", _("pilih tanggal"), self._to_days), *self.paper_keys())
        self.print_hints()
        self.advice = _(
            "Enter membuka satu jurnal: siapa mencatatnya, buktinya, anggotanya, dan jurnal"
            " baliknya. F8 di sana membaliknya. Backspace kembali ke baris semula."
        )

    def answers(self) -> dict[str, str] | None:
        return self.read_days(self.first, self.until)

    def began(self) -> None:
        """The newest line first under the cursor."""
        self.view.table.go_to(len(self.view.table.rows.rows) - 1)

    def states(self) -> Sequence[Callable[[], None]]:
        """The last entry of the month, or of the year where the month has none."""
        return (self._open_last,)

    def _open_last(self) -> None:
        if not self.view.table.rows.rows:
            self.first.set_day(self.first.value().replace(month=1))
            self._take_days()
        self.trail.follow_here()

    def _take_days(self) -> None:
        self.ask_anew(self.first)
        if not (self.first.complaint or self.until.complaint):
            self.trail.focus()

    def _to_days(self) -> None:
        self.go_to_question(self.first)
