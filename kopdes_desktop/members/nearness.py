"""Nobody alone records what is his own or his family's (RULES, Control)."""

from __future__ import annotations

from collections.abc import Iterable

from kopdes_desktop.kernel.errors import NeedsApproval, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users


def require_outsider(work: Work, keys: Iterable[int | None], sentence: str) -> None:
    """Nobody alone records or voids his own or his family's money (RULES, Control).

    Raises NeedsApproval, and SelfApproval when the second person is as near.
    """
    whose = [key for key in keys if key is not None]
    second = work.approver
    if second is not None and any(is_near(work, second.person, key) for key in whose):
        raise SelfApproval(
            N_(
                "Penyetuju adalah pemilik uang ini sendiri atau sekeluarga dengannya. "
                "Mintalah persetujuan orang lain."
            )
        )
    if second is None and any(is_near(work, work.actor.person, key) for key in whose):
        raise NeedsApproval(
            N_(
                "Uang milik sendiri atau keluarga tidak dicatat atau dibatalkan seorang diri. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(sentence),
        )


def is_near(work: Work, person: int, key: int) -> bool:
    """Whether a key is this person's own (his login's too), or a member's on his family card."""
    user = users.user(work, key)
    if user is not None:
        key = user.person
    if person == key:
        return True
    himself = members.member(work, person)
    if himself is None or not himself.kk:
        return False
    other = members.member(work, key)
    return other is not None and other.kk == himself.kk
