"""Who it is: an officer by any part of his name, or a member by his number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ui.accounting.everyday_sheet import Person
from kopdes_desktop.ui.kit.fields import LineField


class PartyField(LineField):
    """Letters find an officer, digits are a member's number; below stands who is meant."""

    def __init__(
        self, name: str, label: str, people: Sequence[Person], *, needed: bool = True
    ) -> None:
        self._people = tuple(people)
        self.needed = needed
        hint = _("ketik nama pengurus atau nomor anggota")
        if not needed:
            hint = _("nama pengurus atau nomor anggota; boleh kosong")
        super().__init__(name, label, QLineEdit(), hint=hint)

    def value(self) -> int | str | None:
        """An officer's key, or a member's number; None where nobody is named. Raises BadField."""
        if not self.text:
            if self.needed:
                raise BadField(N_("Orangnya belum disebut."), field=self.name)
            return None
        if self.text[-1].isdigit():
            return self.text
        found = self._found()
        if len(found) != 1:
            words = (
                N_("Tidak ada pengurus bernama itu. Untuk anggota, ketik nomornya.")
                if not found
                else N_("Yang mana: {names}?")
            )
            raise BadField(words, field=self.name, names=", ".join(each.words for each in found))
        return found[0].key

    def _found(self) -> list[Person]:
        """The officers of whose name each word typed begins a word."""
        typed = folded(self.text).split()
        return [
            each
            for each in self._people
            if all(any(n.startswith(t) for n in folded(each.words).split()) for t in typed)
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
