"""Who it is: an officer, a third party or a member by any part of the name; a member by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.ui.accounting.everyday_sheet import Person
from kopdes_desktop.ui.desk import PERSONS, Desk
from kopdes_desktop.ui.kit.fields import LineField, TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog

ADD = "members.add_outsider"
#: So many letters are typed before members are looked for, and so many are found.
_LETTERS, _MOST = 3, 8


class PartyField(LineField):
    """Letters find a person, digits are a member's number; below stands who is meant.

    `sought` carries letters that may begin a member's name; `found` takes whom they are.
    """

    sought = Signal(str)

    def __init__(
        self, name: str, label: str, people: Sequence[Person], *, needed: bool = True
    ) -> None:
        self._people = tuple(people)
        self.needed = needed
        hint = _("ketik nama, atau nomor anggota; Ctrl+N orang atau lembaga luar")
        if not needed:
            hint = _("nama atau nomor anggota; boleh kosong")
        super().__init__(name, label, QLineEdit(), hint=hint)
        self.edit.textEdited.connect(self._seek)

    def _seek(self, text: str) -> None:
        typed = text.strip()
        if len(typed) >= _LETTERS and not typed[-1].isdigit():
            self.sought.emit(typed)

    def found(self, rows: Iterable[MemberRow]) -> None:
        """Members whose names begin as it was typed."""
        known = {each.key for each in self._people}
        words = _("{name} (anggota {number})")
        self._people += tuple(
            Person(each.key, words.format(name=each.name, number=each.number))
            for each in rows
            if each.number and each.name and each.key not in known
        )
        if self._meant() or not self.complaint:
            self.accept()

    def add(self, person: Person) -> None:
        """Somebody who was noted just now is meant."""
        self._people += (person,)
        self.set_text(person.words)
        self.edited.emit()

    def value(self) -> int | str | None:
        """A person's key, or a member's number; None where nobody is named. Raises BadField."""
        if not self.text:
            if self.needed:
                raise BadField(N_("Orangnya belum disebut."), field=self.name)
            return None
        if self.text[-1].isdigit():
            return self.text
        found = self._meant()
        if len(found) != 1:
            words = (
                N_("Tidak ada orang bernama itu di sini. Orang atau lembaga luar: Ctrl+N.")
                if not found
                else N_("Yang mana: {names}?")
            )
            names = ", ".join(each.words for each in found[:_MOST])
            raise BadField(words, field=self.name, names=names)
        return found[0].key

    def _meant(self) -> list[Person]:
        """Whose name is this, else of whose name each word typed begins a word."""
        typed = folded(self.text)
        whole = [each for each in self._people if folded(each.words) == typed]
        return whole or [
            each
            for each in self._people
            if all(any(n.startswith(t) for n in folded(each.words).split()) for t in typed.split())
        ]

    def refresh_note(self) -> None:
        """Who is meant, as soon as that is clear."""
        words = self.hint
        if self.text:
            try:
                meant = self.value()
            except Refusal:
                meant = None
            if isinstance(meant, str):
                words = _("anggota nomor {number}").format(number=meant)
            elif meant is not None:
                words = next(each.words for each in self._people if each.key == meant)
        self._tell(words, "")


class OutsiderDialog(FormDialog):
    """Somebody from outside, by his name; `field` means him once he is written."""

    def __init__(self, desk: Desk, field: PartyField) -> None:
        self._desk, self._field = desk, field
        name = TextField("name", _("&Nama orang atau lembaga"), needed=True)
        super().__init__(
            desk.window,
            _("Orang atau lembaga luar"),
            _(
                "Yang bukan anggota dan bukan pengurus. Namanya disimpan terkunci; di jurnal hanya"
                " ada kodenya."
            ),
            (name,),
            deed=_("Simpan"),
        )
        if field.text and not field.text[-1].isdigit():
            name.set_text(field.text)
        self.given.connect(self._send)

    def _send(self, said: dict[str, str]) -> None:
        self.perform(self._desk, ADD, said, partial(self._written, said["name"]))

    def _written(self, name: str, answer: object) -> None:
        key: int = answer.id  # type: ignore[attr-defined]
        self._field.add(Person(key, _("{name} (pihak ketiga)").format(name=" ".join(name.split()))))
        self._field.editor.setFocus()


def look_up(desk: Desk, field: PartyField) -> None:
    """Let members be found by what is typed into the field."""

    def seek(text: str) -> None:
        desk.read(PERSONS, members.search, text, _MOST, then=field.found)

    field.sought.connect(seek)
