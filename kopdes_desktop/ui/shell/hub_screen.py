"""Hubs: what is visited seldom, one big numbered row each (Pengaturan, Buku lain)."""

from __future__ import annotations

from collections.abc import Callable

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.numbered import NumberedRows, Offer
from kopdes_desktop.ui.kit.panels import scrolled
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.shell.navigation import Group, Place
from kopdes_desktop.ui.shell.reach import open_places


class HubScreen(Screen):
    """The places of one group that this role may open. From each of them Esc leads back here."""

    def __init__(
        self, desk: Desk, group: Group, title: str, places: Callable[[], tuple[Place, ...]]
    ) -> None:
        super().__init__(title, desk.news)
        self._desk = desk
        self._group = group
        self._places = places()
        self.rows = NumberedRows()
        self.rows.chosen.connect(self._open)
        area = scrolled(self.rows)
        self.body.addWidget(area)
        self.advice = _("Angka membuka barisnya; dari sana Esc kembali ke sini.")
        self.set_keys(
            Key("1–9", _("buka baris")),
            Key("↑ ↓", _("pilih")),
            Key("Return", _("buka")),
        )
        desk.ask(lambda session: open_places(session, self._places), self._show)

    def _show(self, allowed: set[int]) -> None:
        open_ = {self._places[at].code for at in allowed}
        self.rows.show_offers(
            [
                Offer(place.code, _(place.title), _(place.about), place.icon)
                for at, place in enumerate(self._places)
                if at in allowed
                and place.group == self._group
                and place.code != self._group
                and place.within not in open_
            ]
        )
        if self.isVisible():
            self.rows.start()

    def _open(self, code: str) -> None:
        self._desk.lead(code)

    def start(self) -> None:
        """The row that was opened last, or the first."""
        held = self.rows.focusWidget()
        if held is not None:
            held.setFocus()
        else:
            self.rows.start()
