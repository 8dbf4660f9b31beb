"""The other side of a bill: an officer, a third party or a member, whom the books name by a key."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users


def party_key(work: Work, name: int | str, field: str) -> int:
    """The key of an officer, a third party or a member. Raises UnknownMember."""
    user = users.user_called(work, name) if isinstance(name, str) else users.user(work, name)
    other = user or third_parties.outsider(work, name)
    return (other or members.require_member(work, name, field=field)).key


def party_words(read: Reading, key: int | None) -> str:
    """Who it is, for a list: the name while it is there, else the code or the member's number."""
    if key is None:
        return ""
    user = users.user(read, key)
    if user is not None:
        return user.name or user.login or _(N_("pengurus"))
    other = third_parties.outsider(read, key)
    if other is not None:
        return other.name or other.code
    member = members.member(read, key)
    return (member and (member.name or member.number)) or str(key)
