"""Neraca saldo at any day; Enter opens an account's ledger, Backspace comes back to its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.paper.document import Document
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label, set_tone
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.reports.document_view import DocumentView
from kopdes_desktop.ui.reports.report_screen import ReportScreen


class TrialBalanceScreen(ReportScreen):
    """One day, every account that is not zero, and whether both sides agree."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Neraca saldo"), ("",))
        self.day = self.day_field("day", _("&Per tanggal"))
        self._asked = desk.standing.today
        self.day.set_day(self._asked)
        self.verdict = kind_label("", "badge")
        self.questions.addStretch(1)
        self.head.addWidget(self.verdict)
        self.accounts = DocumentView(_("Neraca saldo"))
        self.ledger = DocumentView(_("Buku besar"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.accounts)
        self._stack.addWidget(self.ledger)
        self.body.addWidget(self._stack, 1)
        self._leads = EnterLeads([self.day.editor], self._take_day)
        self.accounts.opened.connect(self._open_ledger)
        self.set_keys(
            Key("F2", _("pilih tanggal"), self._to_day),
            Key("Backspace", _("kembali ke neraca saldo"), self._back),
            *self.print_keys(),
            Key("Return", _("buka buku besar akun"), None),
        )
        bind((Key("Esc", _("kembali ke neraca saldo"), self._back),), self)
        self.advice = _("Pilih akun dengan panah, Enter membuka buku besarnya.")
        self.print_foot(self.keys_now())

    def start(self) -> None:
        """The table, ready for arrows and Enter."""
        self._view().table.setFocus()

    def keys_now(self) -> tuple[Key, ...]:
        """Enter opens an account of the balance, Backspace leaves a ledger."""
        beside = "Return" if self._view() is self.ledger else "Backspace"
        return tuple(key for key in self.keys if key.sequence != beside)

    def _turn_to(self, view: DocumentView, heading: str) -> None:
        self._stack.setCurrentWidget(view)
        self.heading.setText(heading)
        self.verdict.setVisible(view is self.accounts)
        self.print_foot(self.keys_now())
        view.table.setFocus()

    def reload(self) -> None:
        try:
            day = short_day(self.day.value())
        except Refusal as refusal:
            self.day.complain(refusal.message)
            return
        self._asked = self.day.value()
        self.ask_report("trial_balance", {"day": day}, self._show, self.day)

    def states(self) -> Sequence[Callable[[], None]]:
        """The ledger of the first account."""
        return (self._open_first,)

    def _open_first(self) -> None:
        row = self.accounts.table.current()
        if row is not None:
            self._open_ledger(row)

    def shown(self) -> Document | None:
        return self._view().document

    def _view(self) -> DocumentView:
        return self.ledger if self._stack.currentWidget() is self.ledger else self.accounts

    def _take_day(self) -> None:
        self.reload()
        if not self.day.complaint:
            self._back()

    def _to_day(self) -> None:
        self._back()
        self.day.edit.setFocus()
        self.day.edit.selectAll()

    def _show(self, made: Document) -> None:
        at = self.accounts.table.currentIndex().row()
        self.accounts.show_document(made)
        self.accounts.table.go_to(min(max(at, 0), len(made.rows) - 1))
        debit, credit = int(str(made.totals["debit"])), int(str(made.totals["credit"]))
        if debit == credit:
            self.verdict.setText(_("Seimbang: {amount}").format(amount=rupiah(debit)))
            set_tone(self.verdict, "")
        else:
            self.verdict.setText(_("Selisih {amount}").format(amount=rupiah(abs(debit - credit))))
            set_tone(self.verdict, "danger")

    def _open_ledger(self, row: Mapping[str, object]) -> None:
        day = self.day.value()
        given = {
            "account": str(row["account"]),
            "from": short_day(day.replace(month=1, day=1)),
            "to": short_day(day),
        }
        self.ask_report("general_ledger", given, self._show_ledger, self.day)

    def _show_ledger(self, made: Document) -> None:
        self.ledger.show_document(made)
        self.ledger.table.go_to(len(made.rows) - 1)
        self._turn_to(self.ledger, made.title)

    def _back(self) -> None:
        """The balance, under the day that it is of."""
        self.day.set_day(self._asked)
        self._turn_to(self.accounts, self.title)
