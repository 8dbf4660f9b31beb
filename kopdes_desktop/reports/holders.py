"""Whose a sub-ledger key is, in words: a member, an outsider, a person at the desk, a document."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.books import Reading
from kopdes_desktop.reports import people
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries as users

#: Before a key that is written as it is; alone for what stands under no key.
MARK = "#"


def words(read: Reading, key: int | None) -> str:
    """A key's owner as lists show him; of nobody's money that it is nobody's."""
    if key is None:
        return _("Tanpa rincian")
    who = members.member(read, key)
    if who is not None:
        return people.label(who)
    payer = savings.payer(read, key) or third_parties.outsider(read, key)
    if payer is not None:
        return f"{payer.code} · {payer.name or _('(nama dihapus)')}"
    user = users.user(read, key)
    if user is not None:
        return user.name or user.login or str(key)
    entry = balances.posted(read, key)
    return (entry and entry.number) or str(key)


def written(key: int | None) -> str:
    """A key as `found` reads it back."""
    return MARK if key is None else f"{MARK}{key}"


def found(read: Reading, name: str, *, field: str) -> int | None:
    """The key behind a member's number, an outsider's code, a user's or a document's name.

    Raises BadField.
    """
    if name.startswith(MARK):
        return _number(name.removeprefix(MARK), field)
    owner = (
        members.member(read, name)
        or savings.payer(read, name)
        or third_parties.outsider(read, name)
        or users.user_called(read, name)
        or balances.posted(read, name)
    )
    if owner is None:
        raise BadField(
            N_("Tidak ada anggota, pembayar, atau bukti {name}."), name=name, field=field
        )
    return owner.key


def _number(digits: str, field: str) -> int | None:
    if digits and not digits.isdecimal():
        raise BadField(N_("Rincian ditulis sebagai nomor anggota atau nomor bukti."), field=field)
    return int(digits) if digits else None
