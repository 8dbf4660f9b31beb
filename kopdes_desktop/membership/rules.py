"""Netting on the way out: all rights against all debts, in the order of the by-laws. Pure.

domain/RULES, Members, dues, exit: debts above rights take the rights and nothing more; what is left
of a store credit moves to the former members' account, other debts stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total

#: Money of applicants, and money owed to former members.
TITIPAN, REFUNDABLE = "2-1107", "2-1106"
#: Store credit of members, and of those who are none any more.
STORE_CREDIT, FORMER_CREDIT = "1-1201", "1-1202"
#: What staff and officers owe: under the key of the user that a member is.
STAFF_DEBT = "1-1205"

Reason = Literal["request", "death", "dismissal"]
REASON_WORDS: dict[str, str] = {
    "request": N_("permintaan sendiri"),
    "death": N_("meninggal dunia"),
    "dismissal": N_("diberhentikan pengurus"),
}


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one side has against the other: an account in a unit, under whose key, how much."""

    account: str
    amount: Rupiah
    unit: str
    key: int


class Netting(Struct, frozen=True):
    """Debts with what the rights paid of each; what goes back to the member; what stays unpaid."""

    paid: tuple[tuple[Claim, Rupiah], ...]
    refundable: Rupiah
    rest: Rupiah


def in_order(debts: Iterable[Claim], order: str) -> list[Claim]:
    """Debts as the by-laws have them paid: accounts named in `order` first, then by account."""
    named = [code.strip() for code in order.split(",")]

    def place(debt: Claim) -> tuple[int, str, str, int]:
        rank = named.index(debt.account) if debt.account in named else len(named)
        return rank, debt.account, debt.unit, debt.key

    return sorted(debts, key=place)


def net(rights: Sequence[Claim], debts: Sequence[Claim]) -> Netting:
    """Pay debts out of rights, one after the other; `debts` stand in the order of payment."""
    left = total(each.amount for each in rights)
    paid: list[tuple[Claim, Rupiah]] = []
    for debt in debts:
        part = min(left, debt.amount)
        paid.append((debt, part))
        left -= part
    owed, covered = total(d.amount for d in debts), total(part for _debt, part in paid)
    return Netting(tuple(paid), max(left, NOTHING), owed - covered)


def require_day(day: date, today: date, *, since: date | None, field: str = "day") -> date:
    """A day that has come, and not before the membership began. Raises BadDay."""
    reason = ""
    if day > today:
        reason = _(N_("tanggal itu belum tiba"))
    elif since is not None and day < since:
        reason = _(N_("anggota ini baru masuk {day}")).format(day=wording.short_day(since))
    if reason:
        raise BadDay(day=wording.short_day(day), reason=reason, field=field)
    return day


def reason_of(day: date | None, late: str | None, today: date) -> str | None:
    """Why a document of an earlier day is recorded only today, where somebody says so."""
    plain = " ".join((late or "").split())
    return plain or None if day is not None and day < today else None


def require_words(text: str, reason: str, field: str) -> str:
    """Something that has to be said, trimmed. Raises BadField with the reason."""
    plain = " ".join(text.split())
    if not plain:
        raise BadField(name=field, reason=reason, field=field)
    return plain
