"""The other side of a bill on a form: a name that is known, a new one, or a member's number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.accounting.party_field import ADD
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog

#: Keys of those who are known, by their names as they are compared.
Others = dict[str, int]
_LONGEST = 80


def others(read: Reading) -> Others:
    """Everybody from outside who still has a name."""
    return {folded(each.name): each.key for each in third_parties.known(read) if each.name}


def other_side(label: str, *, hint: str = "", needed: bool = False) -> TextField:
    """Who it is; a new name is written down, locked, along with the bill."""
    usual = _("nama orang atau lembaga, atau nomor anggota; disimpan terkunci")
    return TextField("party", label, needed=needed, longest=_LONGEST, hint=hint or usual)


def send_with(
    desk: Desk, asking: FormDialog, known: Others, name: str, send: Callable[[Any], None]
) -> None:
    """`send` gets the key of who was named, a member's number, or None; a new name is noted."""
    said = " ".join(name.split())
    if not said or said.isdigit() or folded(said) in known:
        send(known.get(folded(said), said) if said else None)
        return

    def noted(answer: Any) -> None:  # noqa: ANN401  office.Answer
        known[folded(said)] = answer.id
        send(answer.id)

    desk.perform(ADD, {"name": said}, noted, sender=asking.form)
