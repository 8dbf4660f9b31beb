"""One group of settings as a form; what changes is shown, old and new, before it is saved."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.settings import Scalar
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.settings.deeds import Deeds
from kopdes_desktop.ui.settings.shapes import ABOUT, GROUPS, AccountsField, Editor, editors

CHANGE, LOGO = "settings.change", "settings.set_logo"
LETTERHEAD = "letterhead"
#: Villages are found in a list that takes the whole width.
_ONE_COLUMN = "identity"
_LARGEST_FILE = 4 * 2**20
_SAVED = N_("Pengaturan tersimpan.")


class FormPage(QWidget):
    """The settings of one group. `touched` says whether something typed is not saved yet."""

    touched = Signal(bool)

    def __init__(self, desk: Desk, group: str) -> None:
        super().__init__()
        self._desk = desk
        self.group = group
        self.editors: list[Editor] = editors(group, desk.errands)
        self._now: Mapping[str, Scalar] = {}
        self.is_touched = False
        save = button(_("Simpan perubahan (Ctrl+Enter)"), "primary", "save")
        fields = [each.field for each in self.editors]
        self.form = Form(fields, save, columns=1 if group == _ONE_COLUMN else 2)
        self.form.submitted.connect(self._send)
        for each in self.editors:
            each.field.let_grow()
            each.field.label.setWordWrap(True)
            each.field.edited.connect(self._touch)
        frame, inside = card(_(GROUPS[group]))
        about = kind_label(_(ABOUT[group]), "muted")
        about.setWordWrap(True)
        inside.addWidget(about)
        inside.addWidget(scrolled(self.form), 1)
        self.keys: Deeds = {}
        if group == LETTERHEAD:
            inside.addLayout(self._logo_buttons())
            self.keys = {
                "F6": (_("pilih logo"), self.ask_logo),
                "F7": (_("lepas logo"), self.drop_logo),
            }
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(save)
        inside.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def _logo_buttons(self) -> QHBoxLayout:
        put = button(_("Logo dari berkas (F6)"), icon="upload")
        put.clicked.connect(self.ask_logo)
        drop = button(_("Lepas logo (F7)"), icon="x")
        drop.clicked.connect(self.drop_logo)
        row = QHBoxLayout()
        row.addWidget(put)
        row.addWidget(drop)
        row.addStretch(1)
        return row

    def start(self) -> None:
        """At the first field."""
        self.form.fields[0].editor.setFocus()

    def show_values(self, now: Mapping[str, Scalar], *, may: bool) -> None:
        """What is in force; what is being typed stays."""
        self._now = now
        self.form.submit.setVisible(may)
        for each in self.editors:
            each.field.setEnabled(may)
        if not self.is_touched:
            self._fill()
        if any(isinstance(each.field, AccountsField) for each in self.editors):
            self._desk.ask(_names, self._name_accounts)

    def _name_accounts(self, names: Mapping[str, str]) -> None:
        for each in self.editors:
            if isinstance(each.field, AccountsField):
                each.field.names = names
                if not each.field.complaint:
                    each.field.refresh_note()

    def _fill(self) -> None:
        for each in self.editors:
            each.show(self._now[each.setting.code])
        self._set_touched(on=False)

    def _touch(self) -> None:
        self._set_touched(on=True)

    def _set_touched(self, *, on: bool) -> None:
        if self.is_touched != on:
            self.is_touched = on
            self.touched.emit(on)

    def give_up(self) -> None:
        """What was typed goes; what is in force stands there again."""
        self._fill()

    def _send(self) -> None:
        typed = self.form.values()
        if typed is None:
            return
        fresh = {each.setting.code: each.take(typed[each.field.name]) for each in self.editors}
        changed = [each for each in self.editors if self._changed(each, fresh)]
        if not changed:
            self._desk.say(_("Belum ada yang berubah."))
            self._set_touched(on=False)
            return
        told = "\n".join(
            _("{title}: {before} → {after}").format(
                title=each.field.label.text(),
                before=each.words(self._now[each.setting.code]),
                after=each.words(fresh[each.setting.code]),
            )
            for each in changed
        )
        asking = Confirm(
            self._desk.window, _("Simpan perubahan ini?"), told, deed=_("Simpan perubahan")
        )
        order = {"fields": {each.setting.code: fresh[each.setting.code] for each in changed}}
        asking.confirmed.connect(
            lambda: self._desk.perform(CHANGE, order, self._saved, sender=self.form, question=told)
        )
        asking.open()

    def _changed(self, each: Editor, fresh: Mapping[str, Scalar]) -> bool:
        return fresh[each.setting.code] != self._now[each.setting.code]

    def _saved(self, answer: object) -> None:
        fields = getattr(answer, "fact", {})["d"]["fields"]
        self._now = {**self._now, **fields}
        self._fill()
        self._desk.say(_(_SAVED), "good")

    # -- the logo

    def ask_logo(self) -> None:
        """A picture file for the letterhead."""
        asking = QFileDialog(self._desk.window, _("Logo koperasi"))
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.setNameFilter(_("Gambar (*.png *.jpg *.jpeg)"))
        asking.fileSelected.connect(self._put_logo)
        asking.open()

    def _put_logo(self, chosen: str) -> None:
        self._desk.ask(partial(_picture, Path(chosen)), self._send_logo)

    def _send_logo(self, image: str) -> None:
        self._desk.perform(LOGO, {"image": image}, self._logo_kept, sender=self.form)

    def drop_logo(self) -> None:
        """Papers without a picture, as before."""
        asking = Confirm(
            self._desk.window,
            _("Lepas logo?"),
            _("Kertas berikutnya tercetak tanpa logo. Yang sudah tercetak tetap."),
            deed=_("Lepas logo"),
        )
        asking.confirmed.connect(
            lambda: self._desk.perform(LOGO, {}, self._logo_kept, sender=self.form)
        )
        asking.open()

    def _logo_kept(self, _answer: object) -> None:
        self._desk.say(_("Logo tersimpan. Kertas berikutnya memakainya."), "good")


def _picture(path: Path, _session: object) -> str:
    """The file as base64 text, read away from the window."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise BadField(N_("Gambar lebih besar dari 4 MB. Kecilkan dahulu."), field="image")
        return base64.b64encode(path.read_bytes()).decode()
    except OSError as error:
        raise BadField(N_("Berkas gambar tidak dapat dibaca."), field="image") from error


def _names(session: Session) -> dict[str, str]:
    """Of all accounts of the chart; on the database's thread."""
    return chart.names(session.office.reading)
