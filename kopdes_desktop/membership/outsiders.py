"""Nobody alone records his own money or that of his close family (RULES, Control)."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import NeedsApproval, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings.withdrawals import is_family


def require_outsider(work: Work, member: MemberRow, sentence: str) -> None:
    """His own and his family's take a second person who is neither. NeedsApproval, SelfApproval."""
    approver = work.approver
    if approver is not None and is_family(work, approver.person, member):
        raise SelfApproval(
            N_(
                "Penyetuju adalah orang ini sendiri atau sekeluarga dengannya. "
                "Mintalah persetujuan orang lain."
            )
        )
    if approver is None and is_family(work, work.actor.person, member):
        raise NeedsApproval(
            N_(
                "Uang milik sendiri atau keluarga tidak dicatat seorang diri. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(sentence),
        )
