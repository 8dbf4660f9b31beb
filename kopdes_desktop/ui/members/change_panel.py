"""Changing a member's data: the whole form, filled in; only what differs is written."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.members.cards import MemberCard
from kopdes_desktop.ui.members.person_form import PersonForm
from kopdes_desktop.ui.members.words import FIELD_WORDS


class ChangePanel(QWidget):
    """The data as they stand, to be mended. The earlier values stay in the history."""

    done = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.news.ground)
        self._desk = desk
        self._member = 0
        self._known: dict[str, str | date | None] = {}
        self._changed: tuple[str, ...] = ()
        self.form = PersonForm(desk, button(_("Simpan perubahan"), "primary", "save"))
        self.form.submitted.connect(self._save)
        frame, inside = card(_("Ubah data anggota"))
        note = kind_label(
            _("Yang semula tetap tercatat di riwayat, dengan nama pengubah dan waktunya."), "muted"
        )
        note.setWordWrap(True)
        inside.addWidget(note)
        inside.addWidget(scrolled(self.form), 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def show_card(self, shown: MemberCard) -> None:
        """This member's data in the lines; what was typed for him before is still there."""
        self.form.tell("")
        if (self._member, self._known) != (shown.key, shown.person):
            self._member, self._known = shown.key, shown.person
            self.form.show_person(shown.person, shown.key)

    def start(self) -> None:
        """The first line."""
        self.form.fields[0].editor.setFocus()

    def _save(self) -> None:
        changed = self.form.changed()
        if changed is None:
            return
        if not changed:
            self.form.tell(_("Belum ada yang diubah. Esc kembali tanpa menyimpan."), "warning")
            return
        self._changed = tuple(changed)
        self._desk.perform(
            "members.change",
            {"member": self._member, "fields": changed},
            self._saved,
            sender=self.form,
        )

    def _saved(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        names = ", ".join(_(FIELD_WORDS[name]) for name in self._changed)
        self.done.emit(_("Perubahan tersimpan: {fields}.").format(fields=names))
