"""Jurnal umum between two days, as posted."""

from __future__ import annotations

from collections.abc import Sequence

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.paper.document import Document
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import EnterLeads
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.reports.document_view import DocumentView, Row
from kopdes_desktop.ui.reports.report_screen import ReportScreen

COLUMNS = ("date", "number", "account", "name", "unit", "text", "debit", "credit")


class JournalScreen(ReportScreen):
    """From the first of the month to the open day, unless told otherwise."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Jurnal umum"), ("",))
        today = desk.standing.today
        self.first = self.day_field("from", _("&Dari"))
        self.first.set_day(today.replace(day=1))
        self.until = self.day_field("to", _("&Sampai"))
        self.until.set_day(today)
        self.questions.addStretch(1)
        self.view = DocumentView(_("Jurnal umum"))
        self.body.addWidget(self.view, 1)
        self._leads = EnterLeads([self.first.editor, self.until.editor], self._take_days)
        self.set_keys(Key("F2", _("pilih tanggal"), self._to_days), *self.print_keys())

    def start(self) -> None:
        self.view.table.setFocus()

    def reload(self) -> None:
        given: dict[str, str] = {}
        for field in (self.first, self.until):
            try:
                given[field.name] = short_day(field.value())
            except Refusal as refusal:
                field.complain(refusal.message)
                return
        self.ask_report("journal", given, self._show, self.first)

    def shown(self) -> Document | None:
        return self.view.document

    def _take_days(self) -> None:
        self.reload()
        self.view.table.setFocus()

    def _to_days(self) -> None:
        self.first.edit.setFocus()
        self.first.edit.selectAll()

    def _show(self, made: Document) -> None:
        self.view.show_document(made, COLUMNS, _by_entry(made.rows))
        self.view.table.go_to(len(made.rows) - 1)


def _by_entry(rows: Sequence[Row]) -> list[Row]:
    """What a whole entry shares stands at its first line only, as in a journal written by hand."""
    shown: list[Row] = []
    last: object = None
    for row in rows:
        same = row["entry"] == last
        shown.append({**row, "date": None, "number": None, "text": None} if same else row)
        last = row["entry"]
    return shown
