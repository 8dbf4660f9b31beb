"""Nobody alone records his own money or that of his close family (RULES, Control)."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import NeedsApproval, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import Heir, MemberRow
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings.withdrawals import is_family


def require_outsider(
    work: Work, member: MemberRow, sentence: str, *, heir: Heir | None = None
) -> None:
    """His own and his family's take a second person who is neither; so does the heir's own.

    Raises NeedsApproval, SelfApproval.
    """
    approver = work.approver
    if approver is not None and _is_close(work, approver.person, member, heir):
        raise SelfApproval(
            N_(
                "Penyetuju adalah orang ini sendiri atau sekeluarga dengannya. "
                "Mintalah persetujuan orang lain."
            )
        )
    if approver is None and _is_close(work, work.actor.person, member, heir):
        raise NeedsApproval(
            N_(
                "Uang milik sendiri atau keluarga tidak dicatat seorang diri. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(sentence),
        )


def _is_close(work: Work, person: int, member: MemberRow, heir: Heir | None) -> bool:
    """Whether a person is this member, his family, or (by the NIK) the heir who takes the money."""
    if is_family(work, person, member):
        return True
    row = members.member(work, person) if heir is not None and heir.nik else None
    return row is not None and heir is not None and row.nik == heir.nik
