"""Groups of members: dusun, RT, farmers' group; each with somebody who goes round to collect."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members import queries, register, rules
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work


class GroupOrder(Order, frozen=True, omit_defaults=True):
    """A group's code, name and kind; its collector by member number or key."""

    code: str
    name: str
    kind: rules.GroupKind
    collector: int | str | None = None


class GroupSet(Fact, frozen=True, omit_defaults=True):
    """A group as it is from now on; the collector by his key."""

    code: str
    name: str
    kind: str
    collector: int | None = None


@operation("members.set_group", version=1)
class SetGroup(Operation[GroupOrder, GroupSet]):
    """Make a group, or change its name, kind or collector."""

    sentence = N_("Membuat atau mengubah kelompok anggota")
    daily = False

    def decide(self, work: Work, order: GroupOrder) -> GroupSet:
        """A short code, a name that no other group has; a collector who is a member."""
        code, name = rules.plain_code(order.code), rules.plain_name(order.name)
        for other in queries.groups(work):
            if other.code != code and folded(other.name) == folded(name):
                reason = _(N_("nama ini sudah dipakai kelompok {code}")).format(code=other.code)
                raise BadField(name="name", reason=reason, field="name")
        collector = (
            queries.require_active(work, order.collector, field="collector").key
            if order.collector is not None
            else None
        )
        return GroupSet(code, name, order.kind, collector)

    def apply(self, books: Books, fact: GroupSet) -> None:
        """The group as it is from now on."""
        register.set_group(books, fact.code, fact.name, fact.kind, fact.collector)

    def refers_to(self, fact: GroupSet) -> tuple[int, ...]:
        """The collector."""
        return (fact.collector,) if fact.collector is not None else ()


class AssignOrder(Order, frozen=True, omit_defaults=True):
    """Members who join a group, or leave it."""

    group: str
    members: tuple[int | str, ...]
    leave: bool = False


class MembersAssigned(Fact, frozen=True, omit_defaults=True):
    """Members who joined a group, or left it."""

    group: str
    members: tuple[int, ...]
    leave: bool = False


@operation("members.assign", version=1)
class Assign(Operation[AssignOrder, MembersAssigned]):
    """Put members into a group, or take them out of it."""

    sentence = N_("Mengatur anggota kelompok")
    daily = False

    def decide(self, work: Work, order: AssignOrder) -> MembersAssigned:
        """A known group; active members join, anybody may leave; somebody at least."""
        code = queries.group(work, order.group).code
        require = queries.require_member if order.leave else queries.require_active
        keys = {
            require(work, name, field=f"members[{n}]").key for n, name in enumerate(order.members)
        }
        if not keys:
            reason = _(N_("belum ada anggota yang dipilih"))
            raise BadField(name="members", reason=reason, field="members")
        return MembersAssigned(code, tuple(sorted(keys)), order.leave)

    def apply(self, books: Books, fact: MembersAssigned) -> None:
        """A set: who is in stays in, who is out stays out."""
        register.assign(books, fact.group, fact.members, leave=fact.leave)

    def refers_to(self, fact: MembersAssigned) -> tuple[int, ...]:
        """The members."""
        return fact.members
