"""Before the first sale: which drawer, which shop, and the money that lies in it, counted."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import at_text_size, card, scrolled
from kopdes_desktop.ui.tills.count_form import CountForm
from kopdes_desktop.ui.tills.drawers import Drawer, Drawers
from kopdes_desktop.ui.tills.lost_shift import LostShift


class OpenPanel(QWidget):
    """Counts the float and opens the shift; says what is missing where none can be opened."""

    #: The fact of a shift that is open now, or of the Z of one that a lost laptop had left open.
    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.news.ground)
        self._desk = desk
        self._closed: tuple[Drawer, ...] = ()
        self.drawer = ChoiceField("box", _("Laci"), ())
        self.place = ChoiceField("place", _("Gerai"), ())
        self.form = CountForm(_("Buka giliran"), "check")
        self.form.offer_people([])
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self._now: Drawers | None = None
        self.left = kind_label("", "notice", "warning")
        self.left.setWordWrap(True)
        self.end_left = button("", icon="lock")
        self.end_left.clicked.connect(self._end_left)
        frame, inside = card(_("Buka giliran kasir"))
        where = QHBoxLayout()
        where.setSpacing(18)
        where.addWidget(self.drawer)
        where.addWidget(self.place)
        left = QHBoxLayout()
        left.addWidget(self.left, 1)
        left.addWidget(self.end_left)
        inside.addLayout(left)
        inside.addWidget(self.said)
        inside.addLayout(where)
        inside.addWidget(self.form)
        frame.setMaximumWidth(at_text_size(760))
        held = QWidget()
        middle = QVBoxLayout(held)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(frame)
        middle.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scrolled(held))
        self.drawer.edited.connect(self._offer_places)
        self.form.submitted.connect(self._send)

    def show_drawers(self, now: Drawers) -> None:
        """Offer what can be opened, or say what has to be done before."""
        self._now, self._closed = now, now.closed
        self._show_left(now.left_open)
        self.drawer.box.clear()
        for each in self._closed:
            self.drawer.box.addItem(each.name, each.code)
        self._offer_places()
        able = bool(self._closed)
        self.form.setVisible(able)
        self.drawer.setVisible(len(self._closed) > 1)
        self.said.setText(_why(now) if not able else _what(self._closed))
        self.said.setVisible(able or not now.left_open)

    def start(self) -> None:
        """At the first choice there is to make."""
        if self.drawer.isVisibleTo(self):
            self.drawer.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._closed:
            self.form.start()
        elif self.end_left.isVisibleTo(self):
            self.end_left.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus()

    def _show_left(self, left: tuple[Drawer, ...]) -> None:
        """A shift that a lost laptop left open keeps its drawer from all until it is ended."""
        for each in (self.left, self.end_left):
            each.setVisible(bool(left))
        if left:
            told = _(
                "{drawer} masih terbuka sejak {since} di laptop yang sudah dicabut. Hitung uang di"
                " laci itu, lalu tutup gilirannya di sini."
            )
            self.left.setText(told.format(drawer=left[0].name, since=left[0].since))
            words = _("&Tutup giliran {drawer}").format(drawer=left[0].name)
            self.end_left.setText(words)
            self.end_left.setAccessibleName(words.replace("&", ""))

    def _end_left(self) -> None:
        if self._now is not None and self._now.left_open:
            ending = LostShift(self._desk, self._now.left_open[0], self._now.people)
            ending.closed.connect(self.opened)

    def _offer_places(self) -> None:
        chosen = self._chosen()
        self.place.box.clear()
        for each in chosen.places if chosen else ():
            self.place.box.addItem(each.name, each.code)
        self.place.setVisible(chosen is not None and len(chosen.places) > 1)

    def _chosen(self) -> Drawer | None:
        code = self.drawer.value()
        return next((each for each in self._closed if each.code == code), None)

    def _send(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        order: dict[str, Any] = {"box": chosen.code, "place": self.place.value()}
        order |= self.form.order()
        self._desk.perform("till.open_shift", order, self._done, sender=self.form)

    def _done(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        counted = self.form.counter.amount()
        self.form.clear()
        self._desk.say(
            _("Giliran {number} dibuka dengan {amount}.").format(
                number=answer.number, amount=rupiah(counted)
            ),
            "good",
        )
        self.opened.emit(answer.id)


def _what(closed: tuple[Drawer, ...]) -> str:
    if len(closed) > 1:
        return _("Pilih laci, hitung uang modal di dalamnya, lalu Ctrl+Enter.")
    return _("{drawer}: hitung uang modal di dalamnya, lalu Ctrl+Enter.").format(
        drawer=closed[0].name
    )


def _why(now: Drawers) -> str:
    if not now.all:
        return _(
            "Laptop ini belum mempunyai laci kasir. Bendahara menambahkannya di Pengaturan"
            " (Ctrl+0), Koperasi & pengaturan, Unit dan kas: akun 1-1103."
        )
    if not any(each.places for each in now.all):
        return _(
            "Belum ada gerai tempat barang dijual. Bendahara menambahkannya di Stok (Ctrl+T),"
            " Tempat barang."
        )
    return _("Semua laci di laptop ini sedang dipakai. Tutup salah satu giliran dahulu.")
