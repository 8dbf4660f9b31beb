"""The drawer opened without a sale: why is asked, and stands on a slip that goes into the drawer.

Nothing of it is in the books, for no money moves; the slip says who, when and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import clock, short_day
from kopdes_desktop.office.letterhead import letterhead, slip_layout
from kopdes_desktop.paper.document import Slip, SlipRow
from kopdes_desktop.paper.layout import arranged
from kopdes_desktop.printing.profiles import slip_bytes
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.security.slips import RULE, signature
from kopdes_desktop.ui.kit.reasons import AskReason

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.ui.desk import Desk


class OpeningDrawer(QObject):
    """`done` says that the line is for goods again."""

    done = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk

    def ask(self, drawer: str) -> None:
        """Why? Where no slip printer opens a drawer, what to do instead."""
        profile = self._desk.printer.profiles.get("slip")
        if profile is None or not profile.there or not profile.drawer:
            self._desk.say(
                _(
                    "Tidak ada printer struk yang membuka laci. Buka dengan kuncinya, atau nyalakan"
                    " “Membuka laci uang” pada printer struk di Pengaturan."
                ),
                "warning",
            )
            self.done.emit()
            return
        words = _(
            "{drawer} terbuka tanpa penjualan. Alasannya dicetak di selembar struk; simpan struk"
            " itu di laci sampai giliran ditutup."
        ).format(drawer=drawer)
        dialog = AskReason(self._desk.window, _("Buka laci?"), words, deed=_("Buka laci"))
        dialog.given.connect(lambda reason: self._open(drawer, reason))
        dialog.open()

    def _open(self, drawer: str, reason: str) -> None:
        self._desk.ask(lambda session: _slip(session.office, drawer, reason), self._print)

    def _print(self, slip: Slip) -> None:
        printer = self._desk.printer
        way = printer.profiles["slip"]
        told = _("Laci dibuka; struk alasannya dicetak.")
        printer.on_roll(lambda _columns: slip_bytes(way, slip, drawer=True), told)
        self.done.emit()


def _slip(office: Office, drawer: str, reason: str) -> Slip:
    """On the database's thread: who, when, why."""
    read, now = office.reading, office.clock.now()
    rows = (
        SlipRow(short_day(office.today()), clock(now, office.zone)),
        SlipRow(drawer),
        RULE,
        SlipRow(_(N_("Alasan: {reason}")).format(reason=reason)),
        *signature(user_name(read, office.signed_in.user)),
    )
    made = Slip(letterhead(read), _(N_("LACI DIBUKA TANPA PENJUALAN")), rows, ())
    return arranged(made, slip_layout(read))
