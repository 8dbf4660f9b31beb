"""Units and cash boxes: what there is, and one more of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.chart import Account, Box, Unit, accounts, boxes, units
from kopdes_desktop.office.actor import Level
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.settings.deeds import Deeds

ADD_UNIT, ADD_BOX = "accounting.add_unit", "accounting.add_box"
KINDS = {
    "office": N_("Kantor"),
    "usp": N_("Unit simpan pinjam"),
    "outlet": N_("Gerai"),
}
UNITS = (
    Column(N_("Kode"), lambda unit: unit.code, width=8),
    Column(N_("Unit usaha"), lambda unit: unit.name, width=0),
    Column(N_("Jenis"), lambda unit: _(KINDS.get(unit.kind, unit.kind)), width=18),
)
BOXES = (
    Column(N_("Kode"), lambda line: line.box.code, width=10),
    Column(N_("Kas atau rekening bank"), lambda line: line.box.name, width=0),
    Column(N_("Akun"), lambda line: line.box.account, width=7),
    Column(N_("Unit"), lambda line: line.unit, width=18),
    Column(N_("Pemegang"), lambda line: line.keeper, width=12),
)
#: With less room than for so many letters account and keeper are left out.
_ROOMY = 80


class BoxLine(NamedTuple):
    """A box, who keeps it, and its unit's name."""

    box: Box
    keeper: str
    unit: str


class Places(NamedTuple):
    """All units and boxes, what a new one can stand on, and what may be added."""

    units: Sequence[Unit]
    boxes: Sequence[BoxLine]
    cash: Sequence[Account]
    people: Sequence[tuple[str, str]]
    may: frozenset[str]


def places(session: Session) -> Places:
    """Read it; on the database's thread."""
    office = session.office
    read = office.reading
    logins = {each.key: each.login or "?" for each in users.users(read) if each.active}
    known = units(read)
    named = {unit.code: unit.name for unit in known}
    return Places(
        known,
        [
            BoxLine(box, logins.get(box.keeper or 0, "–"), named.get(box.unit, box.unit))
            for box in boxes(read)
        ],
        [each for each in accounts(read).values() if each.cash],
        [(str(key), login) for key, login in logins.items()],
        frozenset(code for code in (ADD_UNIT, ADD_BOX) if office.may(code) is not Level.NO),
    )


class UnitsPage(QWidget):
    """Two lists below one another."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._places: Places | None = None
        self.units = Table(UNITS, _("Unit usaha"))
        self.boxes = Table(BOXES, _("Kas dan rekening bank"))
        self.boxes.spare(_ROOMY, 2, 4)
        self.add_unit = button(_("Unit baru (F6)"), icon="plus")
        self.add_unit.clicked.connect(self.ask_unit)
        self.add_box = button(_("Kas atau bank baru (F7)"), icon="plus")
        self.add_box.clicked.connect(self.ask_box)
        self.keys: Deeds = {
            "F6": (_("unit baru"), self.ask_unit),
            "F7": (_("kas atau bank baru"), self.ask_box),
        }
        frame, inside = card(_("Unit dan kas"))
        about = kind_label(
            _("Setiap unit berimbang sendiri; setiap kas punya tempat dan pemegang."), "muted"
        )
        about.setWordWrap(True)
        inside.addWidget(about)
        inside.addWidget(self.units, 3)
        inside.addWidget(self.boxes, 5)
        row = QHBoxLayout()
        row.addWidget(self.add_unit)
        row.addWidget(self.add_box)
        row.addStretch(1)
        inside.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def start(self) -> None:
        """At the units."""
        self.units.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read again."""
        self._desk.ask(places, self._show)

    def _show(self, found: Places) -> None:
        self._places = found
        self.units.set_rows(found.units)
        self.boxes.set_rows(found.boxes)
        self.add_unit.setVisible(ADD_UNIT in found.may)
        self.add_box.setVisible(ADD_BOX in found.may)

    def ask_unit(self) -> None:
        """One more unit."""
        if self._places is None or ADD_UNIT not in self._places.may:
            return
        asking = FormDialog(
            self._desk.window,
            _("Unit baru"),
            _("Kode dan jenisnya tidak dapat diubah lagi, karena tertulis di setiap jurnal."),
            (
                TextField("code", _("Kode"), needed=True, longest=8, hint=_("pendek, contoh G2")),
                TextField("name", _("Nama unit"), needed=True, longest=60),
                ChoiceField(
                    "kind",
                    _("Jenis"),
                    [(code, _(KINDS[code])) for code in ("outlet", "usp", "office")],
                ),
            ),
            deed=_("Tambahkan unit"),
            icon="store",
        )

        def given(typed: dict[str, Any]) -> None:
            order = {**typed, "code": typed["code"].upper()}
            asking.perform(self._desk, ADD_UNIT, order, self._added)

        asking.given.connect(given)
        asking.open()

    def ask_box(self) -> None:
        """One more cash box or bank account."""
        found = self._places
        if found is None or ADD_BOX not in found.may:
            return
        asking = FormDialog(
            self._desk.window,
            _("Kas atau rekening bank baru"),
            _("Kas adalah tempat uang: laci, brankas, atau rekening, dengan satu pemegang."),
            (
                TextField(
                    "code", _("Kode"), needed=True, longest=12, hint=_("pendek, contoh LACI-G2")
                ),
                TextField("name", _("Nama kas atau rekening"), needed=True, longest=60),
                ChoiceField(
                    "account",
                    _("Akun"),
                    [(each.code, f"{each.code} {each.name}") for each in found.cash],
                ),
                ChoiceField(
                    "unit",
                    _("Unit"),
                    [(each.code, f"{each.code} {each.name}") for each in found.units],
                ),
                ChoiceField(
                    "keeper", _("Pemegang"), [("", _("tidak ada, misalnya bank")), *found.people]
                ),
            ),
            deed=_("Tambahkan kas"),
            icon="wallet",
        )

        def given(typed: dict[str, Any]) -> None:
            order: dict[str, Any] = {**typed, "code": typed["code"].upper()}
            keeper = order.pop("keeper")
            if keeper:
                order["keeper"] = int(keeper)
            asking.perform(self._desk, ADD_BOX, order, self._added)

        asking.given.connect(given)
        asking.open()

    def _added(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        made = answer.fact["d"]
        self._desk.say(
            _("{code} {name} ditambahkan.").format(code=made["code"], name=made["name"]), "good"
        )
        self.reload()
