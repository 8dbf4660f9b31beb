"""Whose account it is: a user tied to his membership, so that his own and his family's are known.

Who was made a user at founding was no member yet. The controls on one's own money (RULES, Control)
ask for the person behind an account: from here on that is the member.
"""

from __future__ import annotations

from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import people
from kopdes_desktop.security import queries as users


class LinkOrder(Order, frozen=True, omit_defaults=True):
    """A user (key or sign-in name), and the member he is."""

    user: int | str
    member: int | str


class MemberLinked(Fact, frozen=True, omit_defaults=True):
    """Whose account it is from now on."""

    user: int
    member: int


@operation("security.link_member", version=1)
class LinkMember(Operation[LinkOrder, MemberLinked]):
    """Say which member a user is."""

    sentence = N_("Menghubungkan pengguna dengan keanggotaannya")
    daily = False

    def decide(self, work: Work, order: LinkOrder) -> MemberLinked:
        """An active user and an active member whom nobody else is; nobody links himself."""
        user = users.require_user(work, order.user)
        if not user.active:
            reason = _(N_("pengguna ini sudah dinonaktifkan"))
            raise BadField(name="user", reason=reason, field="user")
        found = queries.require_active(work, order.member)
        if user.person == found.key:
            raise AlreadyDecided(subject=_(N_("Hubungan pengguna ini")), field="member")
        _require_others(work, user)
        for other in users.users(work):
            if other.active and other.person == found.key:
                reason = _(N_("anggota {number} sudah menjadi pengguna {login}"))
                told = reason.format(number=found.number, login=other.login or other.key)
                raise BadField(name="member", reason=told, field="member")
        return MemberLinked(user.key, found.key)

    def apply(self, books: Books, fact: MemberLinked) -> None:
        """The member is the person behind the account."""
        people.tie(books, fact.user, fact.member)

    def refers_to(self, fact: MemberLinked) -> tuple[int, ...]:
        """The user and the member."""
        return fact.user, fact.member


def _require_others(work: Work, user: users.User) -> None:
    """Neither who does it nor who approves it is the user himself. Raises SelfApproval."""
    for each in (work.actor, work.approver):
        if each is not None and (each.user == user.key or each.person == user.person):
            raise SelfApproval(
                N_(
                    "Tidak seorang pun menghubungkan akunnya sendiri dengan keanggotaannya. "
                    "Mintalah pengurus lain."
                )
            )


def member_numbered(read: Reading, number: str) -> int | None:
    """The key of the member who has this number, whatever became of him; None for no number."""
    found = queries.member(read, number)
    return found.key if found is not None and found.status != "void" else None


people.MEMBER_NUMBERED.append(member_numbered)
