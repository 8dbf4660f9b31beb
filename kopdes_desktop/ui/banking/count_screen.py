"""Hitung kas, a place of its own: for who counts money and opens no book, as a cashier does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.count_page import CountPage
from kopdes_desktop.ui.banking.reading import Boxes
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.screen import Screen

_LISTENS = ("banking.", "till.", "day.")


class CountScreen(Screen):
    """The same page that Kas & bank has, with the boxes that are hers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Hitung kas"), desk.news, _LISTENS)
        self._desk = desk
        self.page = CountPage(desk)
        self.body.addWidget(self.page, 1)
        self.set_keys(*(key for key in self.page.keys if key.sequence != "Esc"))
        self.advice = _(
            "Hitung uangnya lembar demi lembar, tanpa melihat catatan; Ctrl+Enter menyimpannya."
            " Baru sesudah itu tampak apakah cocok. Laci yang gilirannya masih buka dihitung saat"
            " menutup giliran di Kasir."
        )

    def reload(self) -> None:
        """Whose boxes they are, and which may be counted now."""
        self._desk.ask(lambda session: reading.standing(session.office), self._stand)

    def _stand(self, boxes: Boxes) -> None:
        fresh = self.page.boxes is None
        self.page.show_boxes(boxes)
        self.page.reload()
        self.print_foot(self.keys_now())
        if fresh and self.isVisible():
            self.page.start()

    def keys_now(self) -> tuple[Key, ...]:
        """Those of this user."""
        return tuple(key for key in self.page.keys_now() if key.sequence != "Esc")

    def start(self) -> None:
        self.page.start()

    def states(self) -> Sequence[Callable[[], None]]:
        """Some notes counted."""
        return self.page.states()
