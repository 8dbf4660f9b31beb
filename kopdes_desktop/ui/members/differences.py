"""Fields that two laptops have changed differently: both values, and which of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import persons
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.members.cards import READ, personal_gone
from kopdes_desktop.ui.members.words import FIELD_WORDS, moment

SETTLE = "members.settle_edit"


class Value(Struct, frozen=True):
    """What a field may hold, as an order gives it, and where it comes from in words."""

    value: str
    origin: str


class Difference(Struct, frozen=True):
    """A member's field and the values it may hold: first the one that stands."""

    member: MemberRow
    field: str
    values: tuple[Value, ...]


def differences(office: Office) -> list[Difference]:
    """What waits for a person, in the order in which it came."""
    return office.read(READ, _differences)


def _differences(read: Reading) -> list[Difference]:
    waiting: dict[tuple[int, str], list[int]] = {}
    for fact, field, member in members.open_conflicts(read):
        waiting.setdefault((member, field), []).append(fact)
    return [
        Difference(row, field, tuple(_values(read, row, field, facts)))
        for (member, field), facts in waiting.items()
        if (row := members.member(read, member)) is not None and not row.erased
    ]


def _values(read: Reading, row: MemberRow, field: str, facts: Sequence[int]) -> list[Value]:
    """The one that stands, then those that lost against it."""
    stands = getattr(row, field, None)
    if not hasattr(row, field):
        stands = getattr(members.profile(read, row.key), field)
    found = [Value(str(stands or ""), _("tercatat sekarang"))]
    for fact in facts:
        said = logged(read, fact)
        if said is not None:
            by = users.user(read, said.stamp.user)
            origin = _("dari {user}, {moment}").format(
                user=(by and by.login) or "?", moment=moment(said.moment)
            )
            found.append(Value(_said(read, said, row.key, field) or "", origin))
    return found


def _said(read: Reading, said: LoggedFact, member: int, field: str) -> str | None:
    """What a fact says of a field: open where it stands open, else under the person's key."""
    fact: Any = said.fact
    if field == "sex":
        return getattr(fact, "sex", None)
    sealed = getattr(fact, "personal", {})
    if field not in sealed:
        return None
    return persons.unseal_of(read, said.stamp.key, member, {field: sealed[field]})[field]


class DifferenceDialog(FormDialog):
    """Both values, each with its origin; one of them is chosen."""

    def __init__(self, parent: QWidget | None, shown: Difference) -> None:
        field = _(FIELD_WORDS.get(shown.field, shown.field))
        choices = [
            (str(at), f"{each.value or _('(kosong)')} – {each.origin}")
            for at, each in enumerate(shown.values)
        ]
        super().__init__(
            parent,
            _("Data yang berbeda"),
            _(
                "{field} {name} ({number}) diubah berbeda di dua laptop. Tanyakan kepada"
                " orangnya, lalu pilih yang benar. Keduanya tetap ada di riwayat."
            ).format(
                field=field,
                name=shown.member.name or personal_gone(),
                number=shown.member.number or "–",
            ),
            (ChoiceField("value", _("Yang benar"), choices),),
            deed=_("Catat yang benar"),
            icon="help-circle",
        )
        self.setMinimumWidth(560)
        self.shown = shown

    def order(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The order that makes the chosen value hold."""
        chosen = self.shown.values[int(typed["value"])].value
        return {"member": self.shown.member.key, "field": self.shown.field, "value": chosen}
