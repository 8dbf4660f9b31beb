"""Perangkat: laptops of the cooperative, invited, given and taken facts, shut out when lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm, Notice
from kopdes_desktop.ui.kit.fields import Field, TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.settings import fleet
from kopdes_desktop.ui.settings.coming_in import AskAdmission, AskComingIn
from kopdes_desktop.ui.settings.fleet import Fleet, Laptop

if TYPE_CHECKING:
    from kopdes_desktop.office.accept import Accepted

_SERIES_LENGTH = 2


def _what(each: Laptop) -> str:
    """What a device is for."""
    kind = _("laptop gerai") if each.device.role == "outlet" else _("laptop bendahara")
    return _("{kind} (yang ini)").format(kind=kind) if each.is_own else kind


COLUMNS = (
    Column(N_("Seri"), lambda each: each.device.series, width=6),
    Column(N_("Laptop"), _what, width=0),
    Column(N_("Keadaan"), lambda each: each.state, width=16),
)


class DevicesScreen(Screen):
    """Left the laptops; right the marked one and what may be done with it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Perangkat"), desk.news, ("device.", "sync.", "accounting.add_unit"))
        self._desk = desk
        self._fleet: Fleet | None = None
        self.table = Table(COLUMNS, _("Laptop koperasi"))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.name = kind_label("", "heading")
        self.pairs = Pairs()
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        self.invite = button(_("Undang laptop (Ctrl+N)"), "primary", "plus")
        self.give = button(_("Beri catatan (F6)"), icon="upload")
        self.take = button(_("Terima catatan (F7)"), icon="download")
        self.admit = button(_("Izinkan orang (F8)"), icon="user-plus")
        self.come_in = button(_("Orang masuk di sini (F8)"), icon="user-plus")
        self.revoke = button(_("Cabut laptop ini (Del)"), icon="lock")
        for made, act in (
            (self.invite, self.ask_invitation),
            (self.give, self.ask_give),
            (self.take, self.ask_take),
            (self.admit, self.ask_person),
            (self.come_in, self.ask_person),
            (self.revoke, self.ask_revoke),
        ):
            made.clicked.connect(act)
        self._arrange()
        self.advice = _(
            "Laptop kedua bekerja sendiri tanpa jaringan. Catatannya dibawa dengan berkas di"
            " flashdisk: di sana Beri catatan, di sini Terima catatan, lalu sebaliknya."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Ctrl+N", _("undang laptop"), self.ask_invitation),
            Key("F6", _("beri catatan"), self.ask_give),
            Key("F7", _("terima catatan"), self.ask_take),
            Key("F8", _("orang kedua"), self.ask_person),
            Key("Del", _("cabut"), self.ask_revoke),
        )

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.invite)
        row.addWidget(self.take)
        row.addWidget(self.come_in)
        row.addStretch(1)
        left.addLayout(row)
        frame, inside = card()
        for part in (self.name, self.pairs, self.told):
            inside.addWidget(part)
        inside.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self.give, 0, 0)
        grid.addWidget(self.admit, 0, 1)
        grid.addWidget(self.revoke, 1, 0)
        inside.addLayout(grid)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 6)
        both.addWidget(frame, 5)
        self.body.addLayout(both, 1)

    def start(self) -> None:
        """At the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self._desk.ask(fleet.fleet, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """A laptop being invited."""
        return (self.ask_invitation,)

    def keys_now(self) -> tuple[Key, ...]:
        """Only what may be done here."""
        offered = {
            "Ctrl+N": self._may_invite(),
            "F6": self._may_give(),
            "F7": self._may(fleet.TAKE),
            "F8": self._may_admit() or self._may_come_in(),
            "Del": self._may_revoke(),
        }
        return tuple(key for key in self.keys if offered.get(key.sequence, True))

    # -- what is shown

    def _show(self, found: Fleet) -> None:
        self._fleet = found
        self.table.renew(found.laptops, lambda each: each.device.number)
        self._show_row()

    def _on_row(self, *_indexes: object) -> None:
        self._show_row()

    def _show_row(self) -> None:
        laptop = self._marked()
        if laptop is None:
            return
        self.name.setText(f"{laptop.device.series} · {_what(laptop)}")
        self.pairs.show_pairs(
            [
                (_("Keadaan"), laptop.state),
                (_("Unit"), ", ".join(laptop.units) or _("semua")),
                (_("Kas"), ", ".join(laptop.boxes) or _("semua")),
                (_("Catatan di sini"), _("{n} catatan").format(n=laptop.last_seq)),
                (_("Yang terakhir"), laptop.last_at or "–"),
            ]
        )
        words, tone = self._about(laptop)
        self.told.setText(words)
        set_tone(self.told, tone)
        self.told.setVisible(bool(words))
        self.invite.setVisible(self._may_invite())
        self.take.setVisible(self._may(fleet.TAKE))
        self.give.setVisible(self._may_give())
        self.admit.setVisible(self._may_admit())
        self.come_in.setVisible(self._may_come_in())
        self.revoke.setVisible(self._may_revoke())
        self.print_foot(self.keys_now())

    def _about(self, laptop: Laptop) -> tuple[str, str]:
        if laptop.device.revoked_after is not None:
            return _("Dicabut: catatannya sesudah nomor {n} tidak diterima lagi.").format(
                n=laptop.device.revoked_after
            ), "warning"
        if not laptop.has_joined:
            return _(
                "Diundang, belum bergabung. Di laptop itu pilih Bergabung dengan laptop lain dan"
                " buka berkas undangannya."
            ), ""
        if len(self.table.rows.rows) == 1:
            return _("Hanya laptop ini. Ctrl+N mengundang laptop kedua, misalnya untuk gerai."), ""
        return "", ""

    def _marked(self) -> Laptop | None:
        marked = self.table.current()
        return marked if isinstance(marked, Laptop) else None

    def _may(self, code: str) -> bool:
        return self._fleet is not None and code in self._fleet.may

    def _may_invite(self) -> bool:
        return self._may(fleet.ENROL) and self._fleet is not None and self._fleet.treasures

    def _may_give(self) -> bool:
        """To another one that has joined; from an outlet always to the treasurer's."""
        laptop, found = self._marked(), self._fleet
        if laptop is None or found is None:
            return False
        if not found.treasures:
            return True
        return not laptop.is_own and laptop.has_joined and laptop.device.revoked_after is None

    def _may_revoke(self) -> bool:
        laptop, found = self._marked(), self._fleet
        if laptop is None or found is None or fleet.REVOKE not in found.may:
            return False
        return found.treasures and laptop.may_be_revoked and not laptop.is_own

    def _may_admit(self) -> bool:
        """On the treasurer's laptop, for another one that is still trusted."""
        laptop, found = self._marked(), self._fleet
        if laptop is None or found is None or not found.treasures:
            return False
        return self._may(fleet.ADMIT) and laptop.may_be_revoked and not laptop.is_own

    def _may_come_in(self) -> bool:
        """On an outlet's laptop, for whom the treasurer's made words."""
        found = self._fleet
        return bool(found and not found.treasures and self._may(fleet.LET_IN) and found.awaited)

    def ask_person(self) -> None:
        """There: who else may work at the marked laptop. Here: he shows himself."""
        laptop, found = self._marked(), self._fleet
        if found is not None and laptop is not None and self._may_admit():
            AskAdmission(self._desk, laptop.device.series, found.people).open()
        elif found is not None and self._may_come_in():
            AskComingIn(self._desk, found.awaited, self.reload).open()

    # -- a new one

    def ask_invitation(self) -> None:
        """For whom and which unit; then where the file goes."""
        found = self._fleet
        if found is None or not self._may_invite():
            return
        series = TextField(
            "series",
            _("Seri"),
            needed=True,
            longest=_SERIES_LENGTH,
            hint=_("dua huruf besar, tercetak di nomor buktinya"),
        )
        series.set_text(found.free_series)
        fields: list[Field] = [ChoiceField("user", _("Siapa yang bekerja di sana"), found.people)]
        if found.units:
            fields.append(ChoiceField("unit", _("Unit yang dipegangnya"), found.units))
        asking = FormDialog(
            self._desk.window,
            _("Undang laptop kedua"),
            _(
                "Program menulis berkas undangan. Siapa yang memegangnya dapat bergabung satu kali:"
                " bawa dengan flashdisk dari tangan ke tangan, jangan lewat pesan."
            ),
            (*fields, series),
            deed=_("Pilih tempat berkas"),
            icon="package",
        )

        def given(typed: dict[str, Any]) -> None:
            self._ask_file_to(
                _("Berkas undangan"),
                f"undangan-{typed['series'].upper()}.json",
                lambda path: self._write_invitation(asking, typed, path),
            )

        asking.given.connect(given)
        asking.open()

    def _write_invitation(self, asking: FormDialog, typed: dict[str, Any], path: Path) -> None:
        parcels = self._desk.parcels
        if parcels is None:
            return
        series, user = typed["series"].upper(), typed["user"]
        units = (typed["unit"],) if typed.get("unit") else ()

        def written(_nothing: object) -> None:
            asking.accept()
            self._desk.say(
                _("Undangan {series} ditulis ke {file}.").format(series=series, file=path), "good"
            )
            self.reload()

        session = self._desk.session
        self._desk.errands.send(
            lambda: parcels.invite(session, path, series, user, units), written, sender=asking.form
        )

    # -- facts by file

    def ask_give(self) -> None:
        """Everything that the marked one is to have, in a file that only it can open."""
        laptop, parcels = self._marked(), self._desk.parcels
        if laptop is None or parcels is None or not self._may_give():
            return
        to = None if self._fleet is None or not self._fleet.treasures else laptop.device.series
        own = next((x for x in self.table.rows.rows if x.is_own), laptop)
        self._ask_file_to(
            _("Berkas catatan"),
            f"catatan-{own.device.series}-{self._desk.standing.today.isoformat()}.kopdes",
            lambda path: self._desk.ask(
                lambda session: (parcels.give(session, path, to), path), self._given
            ),
        )

    def _given(self, done: tuple[int, Path]) -> None:
        count, path = done
        self._desk.say(
            _("{count} catatan ditulis ke {file}.").format(count=count, file=path), "good"
        )

    def ask_take(self) -> None:
        """What another laptop gave."""
        if self._desk.parcels is None or not self._may(fleet.TAKE):
            return
        asking = QFileDialog(self._desk.window, _("Berkas catatan dari laptop lain"))
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.setNameFilters([_("Catatan (*.kopdes)"), _("Semua berkas (*)")])
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(self.take_file)
        asking.open()

    def take_file(self, chosen: str) -> None:
        """Take in this file, and say what came of it."""
        parcels = self._desk.parcels
        if parcels is not None:
            self._desk.ask(lambda session: parcels.take(session, Path(chosen)), self._taken)

    def _taken(self, found: Accepted) -> None:
        words = _("{new} catatan baru, {known} sudah ada, {held} menunggu.").format(
            new=found.new, known=found.duplicate, held=len(found.held)
        )
        self.reload()
        trouble = [each.message for each in found.refused]
        if found.findings:
            trouble.append(
                _("{n} hal perlu dilihat bendahara: buka Periksa.").format(n=len(found.findings))
            )
        if trouble:
            told = "\n".join((words, *trouble))
            Notice(self._desk.window, _("Catatan diterima sebagian"), told).open()
        self._desk.say(words, "warning" if trouble or found.held else "good")

    # -- a lost one

    def ask_revoke(self) -> None:
        """Nothing that the marked one writes from now on is taken any more."""
        laptop = self._marked()
        if laptop is None or not self._may_revoke():
            return
        words = _(
            "Laptop {series} hilang atau tidak dipercaya lagi. {n} catatannya yang sudah ada di"
            " sini tetap berlaku; yang sesudahnya tidak diterima lagi. Ini tidak dapat dibatalkan."
        ).format(series=laptop.device.series, n=laptop.last_seq)
        asking = Confirm(
            self._desk.window,
            _("Cabut laptop {series}?").format(series=laptop.device.series),
            words,
            deed=_("Cabut laptop"),
        )
        # A laptop that never joined wrote nothing: the order then names no hash.
        order = {
            "device": laptop.device.series,
            "after": laptop.last_seq if laptop.has_joined else 0,
            "hash": laptop.last_hash if laptop.has_joined else "",
        }
        asking.confirmed.connect(
            lambda: self._desk.perform(fleet.REVOKE, order, self._revoked, question=words)
        )
        asking.open()

    def _revoked(self, _answer: object) -> None:
        self._desk.say(_("Laptop sudah dicabut."), "good")

    def _ask_file_to(self, title: str, name: str, then: Callable[[Path], None]) -> None:
        asking = QFileDialog(self._desk.window, title)
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.selectFile(name)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(lambda chosen: then(Path(chosen)))
        asking.open()
