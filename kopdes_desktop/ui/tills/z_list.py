"""Shifts that are closed: which of their Z papers is to be printed once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import clock, rupiah, short_day
from kopdes_desktop.ledger import chart
from kopdes_desktop.office import log
from kopdes_desktop.office.settings import ZONE, setting
from kopdes_desktop.security.queries import user_name
from kopdes_desktop.tills import queries
from kopdes_desktop.tills.operations import ShiftClosed
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

_MOST: Final = 40
_SIZE: Final = (760, 260)


class PastZ(Struct, frozen=True):
    """A Z: its fact, number, when it was made, at which drawer, whose shift, what was missing."""

    key: int
    number: str
    when: str
    drawer: str
    clerk: str
    variance: Rupiah


COLUMNS: Final = (
    Column(N_("Lembar Z"), lambda one: one.number, width=19),
    Column(N_("Waktu"), lambda one: one.when, width=20),
    Column(N_("Laci"), lambda one: one.drawer, width=0),
    Column(N_("Petugas"), lambda one: one.clerk, width=16),
    Column(
        N_("Selisih"),
        lambda one: int(one.variance),
        text=rupiah,
        width=11,
        right=True,
        tone=lambda one: "danger" if one.variance else "",
    ),
)


def latest(read: Reading) -> list[PastZ]:
    """The newest first; on the database's thread."""
    return list(_past(read, log.latest(read, ["till.close_shift"], _MOST)))


def _past(read: Reading, keys: Iterable[int]) -> Iterable[PastZ]:
    zone = setting(read, ZONE)
    names = {box.code: box.name for box in chart.boxes(read)}
    for key in keys:
        found = log.logged(read, key)
        if found is None or not isinstance(found.fact, ShiftClosed):
            continue
        fact, shift = found.fact, queries.shift(read, found.fact.shift)
        yield PastZ(
            key,
            fact.number,
            f"{short_day(found.stamp.bd)} {clock(found.moment, zone)}",
            names.get(shift.box, shift.box) if shift is not None else "",
            user_name(read, shift.clerk if shift is not None else found.stamp.user),
            fact.cash - fact.expected,
        )


class ZList(Dialog):
    """The newest is marked; arrows walk, Enter prints. `chosen` carries the fact."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, found: Sequence[PastZ]) -> None:
        words = _("Yang terbaru ditandai. Pilih dengan panah; Enter mencetak salinannya.")
        super().__init__(parent, _("Cetak lembar Z"), words, icon="printer")
        self.table = Table(COLUMNS, _("Giliran yang sudah ditutup"))
        self.table.setMinimumSize(at_text_size(_SIZE[0]), _SIZE[1])
        self.table.set_rows(found)
        self.table.opened.connect(self._choose)
        self.box.addWidget(self.table)
        deed = button(_("Cetak ulang  (Enter)"), "primary", "printer")
        deed.clicked.connect(self._choose_marked)
        self.add_buttons(deed)
        self.table.go_to(0)
        self.table.setFocus()

    def _choose_marked(self) -> None:
        marked: PastZ | None = self.table.current()
        if marked is not None:
            self._choose(marked)

    def _choose(self, one: PastZ) -> None:
        self.accept()
        self.chosen.emit(one.key)
