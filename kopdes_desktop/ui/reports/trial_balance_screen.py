"""Neraca saldo at any day; Enter opens an account's ledger, Backspace comes back to its line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import EnterLeads
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.reports.report_screen import BookScreen


class TrialBalanceScreen(BookScreen):
    """One day, every account that is not zero, and whether both sides agree."""

    code = "trial_balance"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Neraca saldo"))
        self.day = self.day_field("day", _("&Per tanggal"))
        self.day.set_day(desk.standing.today)
        self.unit_field()
        self.questions.addStretch(1)
        self._leads = EnterLeads([self.day.editor], self._take_day)
        self.set_keys(Key("F2", _("pilih tanggal"), self._to_day), *self.paper_keys())
        self.print_hints()
        self.advice = _(
            "Enter membuka buku besar akun, lalu jurnal, bukti, dan anggotanya. Backspace kembali"
            " ke baris semula. F7 merinci akun per anggota."
        )

    def answers(self) -> dict[str, str] | None:
        return self.read_days(self.day)

    def states(self) -> Sequence[Callable[[], None]]:
        """The ledger of the first account, its last entry."""
        return (self.trail.follow_here, self.trail.follow_here)

    def _take_day(self) -> None:
        self.ask_anew(self.day)
        if not self.day.complaint:
            self.trail.focus()

    def _to_day(self) -> None:
        self.go_to_question(self.day)
