"""Users come, change and go; passwords and PINs change, and never stand in a fact."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, WeakPassword
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import keys, passwords, people, persons, queries
from kopdes_desktop.security.keyfile import folded
from kopdes_desktop.security.tables import USER

if TYPE_CHECKING:
    from kopdes_desktop.security.people import Staff

_NEW = insert_into(USER)
_ROLE = Statement(
    update(USER).where(USER.c.key == bindparam("of_key")).values(role=bindparam("now"))
)
_GONE = Statement(update(USER).where(USER.c.key == bindparam("of_key")).values(active=0))
_OFFICER = Statement(
    update(USER).where(USER.c.key == bindparam("of_key")).values(officer_key=bindparam("public"))
)


#: Facts whose key is a person's.
_PERSONS = frozenset({"membership.apply", "membership.adopt", "security.add_user"})
#: Who may give somebody else one-time words; and whose words two of them have to give.
MAY_RESET = ("treasurer", "chair", "admin")
OFFICERS = ("treasurer", "chair")


def staff_of(work: Work) -> Staff:
    """The staff behind the office's `People`."""
    return cast("Staff", work.people)


class UserOrder(Order, frozen=True, omit_defaults=True):
    """A sign-in name, whose it is (a member's number or key, or a full name), and a role."""

    name: str
    person: int | str
    role: str


class UserAdded(Fact, frozen=True, omit_defaults=True):
    """A user; `personal` is sealed under the user's own keys. `person` is absent when he is new."""

    role: str
    personal: dict[str, str]
    person: int | None = None
    officer: str | None = None


@operation("security.add_user", version=1)
class AddUser(Operation[UserOrder, UserAdded]):
    """Let somebody sign in."""

    sentence = N_("Menambah pengguna")
    daily = False

    def decide(self, work: Work, order: UserOrder) -> UserAdded:
        """A known role, a free name; the password comes from the person, or words are made."""
        staff = staff_of(work)
        _require_role(staff, order.role)
        login = order.name.strip()
        if not login or folded(login) in _taken(work):
            reason = _(N_("nama pengguna kosong atau sudah dipakai"))
            raise BadField(name="name", reason=reason, field="name")
        known = order.person
        if isinstance(known, str):
            known = people.person_numbered(work, known.strip()) or known
        person = _person_of(work, known) if isinstance(known, int) else None
        full_name = None if person is not None else str(order.person).strip()
        if full_name == "" or (person is not None and not _is_person(work, person)):
            reason = _(N_("nama orangnya kosong atau kuncinya tidak dikenal"))
            raise BadField(name="person", reason=reason, field="person")
        officer = new_password(work, login, own=work.founding)
        sealed = persons.new_person(work, work.key, {"login": login, "name": full_name})
        return UserAdded(order.role, sealed, person, officer)

    def apply(self, books: Books, fact: UserAdded) -> None:
        """The user, with his names where his key is known."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(
            _NEW,
            key,
            fact.person or key,
            fact.role,
            1,
            opened.get("login"),
            opened.get("name"),
            base64.b64decode(fact.officer) if fact.officer else None,
        )


def _taken(work: Work) -> set[str]:
    """Names that somebody signs in with, as a key file tells them apart."""
    return {folded(each.login) for each in queries.users(work) if each.active and each.login}


def _person_of(work: Work, key: int) -> int:
    """The person behind a key: of another account its owner, so that both count as one person."""
    account = queries.user(work, key)
    return account.person if account is not None else key


def _is_person(work: Work, key: int) -> bool:
    """Whether a key is that of a person: an applicant's (and member's), or a user's."""
    made = work.original(key)
    return made is not None and made[0].code in _PERSONS


class RoleOrder(Order, frozen=True, omit_defaults=True):
    """A user (key or sign-in name) and his new role."""

    user: int | str
    role: str


class RoleChanged(Fact, frozen=True, omit_defaults=True):
    """A user's new role."""

    user: int
    role: str


@operation("security.change_role", version=1)
class ChangeRole(Operation[RoleOrder, RoleChanged]):
    """Give a user another role."""

    sentence = N_("Mengubah peran pengguna")
    daily = False

    def decide(self, work: Work, order: RoleOrder) -> RoleChanged:
        """A known user and role; nobody changes his own."""
        _require_role(staff_of(work), order.role)
        found = queries.require_user(work, order.user)
        if found.key == work.actor.user:
            reason = _(N_("peran sendiri tidak dapat diubah sendiri"))
            raise BadField(name="user", reason=reason, field="user")
        return RoleChanged(found.key, order.role)

    def apply(self, books: Books, fact: RoleChanged) -> None:
        """The new role."""
        books.change(_ROLE, of_key=fact.user, now=fact.role)

    def refers_to(self, fact: RoleChanged) -> tuple[int, ...]:
        """The user."""
        return (fact.user,)


class RemovalOrder(Order, frozen=True, omit_defaults=True):
    """A user who may not sign in any more, and why."""

    user: int | str
    reason: str


class UserRemoved(Fact, frozen=True, omit_defaults=True):
    """A user who may not sign in any more, and why."""

    user: int
    reason: str


@operation("security.remove_user", version=1)
class RemoveUser(Operation[RemovalOrder, UserRemoved]):
    """Take a user's right to sign in; what he did stays."""

    sentence = N_("Menonaktifkan pengguna")
    daily = False

    def decide(self, work: Work, order: RemovalOrder) -> UserRemoved:
        """Somebody else, and active."""
        found = queries.require_user(work, order.user)
        if found.key == work.actor.user or not found.active:
            reason = _(N_("pengguna ini tidak dapat dinonaktifkan"))
            raise BadField(name="user", reason=reason, field="user")
        login = found.login
        if login is not None:
            work.once_written(lambda: staff_of(work).drop_slot(login))
        return UserRemoved(found.key, order.reason)

    def apply(self, books: Books, fact: UserRemoved) -> None:
        """No longer active."""
        books.change(_GONE, of_key=fact.user)

    def refers_to(self, fact: UserRemoved) -> tuple[int, ...]:
        """The user."""
        return (fact.user,)


class PasswordOrder(Order, frozen=True, omit_defaults=True):
    """Whose password; nobody named means one's own."""

    user: int | str | None = None


class PasswordChanged(Fact, frozen=True, omit_defaults=True):
    """That it changed; the public half of a new officer's key, never anything secret."""

    user: int
    officer: str | None = None


@operation("security.change_password", version=1)
class ChangePassword(Operation[PasswordOrder, PasswordChanged]):
    """A new password of one's own, or one-time words for somebody who lost his."""

    sentence = N_("Mengganti kata sandi")
    daily = False

    def decide(self, work: Work, order: PasswordOrder) -> PasswordChanged:
        """Anybody his own; another's only treasurer, chair and admin, and then as words.

        An officer's only two of them: who reads the words could act as both maker and approver.
        """
        if order.user is None:
            own = queries.user(work, work.actor.user)
            return PasswordChanged(
                work.actor.user,
                new_password(work, (own and own.login) or work.actor.name, own=True),
            )
        found = queries.require_user(work, order.user)
        if found.key != work.actor.user and work.actor.role not in MAY_RESET:
            reason = _(
                N_("kata sandi orang lain hanya dapat diatur ulang oleh bendahara atau ketua")
            )
            raise BadField(name="user", reason=reason, field="user")
        own_password = found.key == work.actor.user
        second = work.approver.role if work.approver else None
        if not own_password and found.role in OFFICERS and second not in MAY_RESET:
            raise NeedsApproval(operation=_(self.sentence))
        return PasswordChanged(found.key, new_password(work, found.login or "", own=own_password))

    def judge(self, books: Books, fact: PasswordChanged, stamp: Stamp) -> tuple[str, ...]:
        """An officer's key is made on the treasurer's device alone: her grants hang on it."""
        return () if fact.officer is None else ("R1: officer's key",)

    def apply(self, books: Books, fact: PasswordChanged) -> None:
        """The officer's new public key, where there is one."""
        if fact.officer is not None:
            books.change(_OFFICER, of_key=fact.user, public=base64.b64decode(fact.officer))

    def refers_to(self, fact: PasswordChanged) -> tuple[int, ...]:
        """The user."""
        return (fact.user,)


class PinOrder(Order, frozen=True, omit_defaults=True):
    """One's own PIN; the digits come from the person, never in an order."""


class PinChanged(Fact, frozen=True, omit_defaults=True):
    """That it changed."""

    user: int


@operation("security.change_pin", version=1)
class ChangePin(Operation[PinOrder, PinChanged]):
    """A new PIN of one's own."""

    sentence = N_("Mengganti PIN")
    daily = False

    def decide(self, work: Work, order: PinOrder) -> PinChanged:
        """Six digits that are not trivial."""
        pin = staff_of(work).secrets.new_pin(work.actor.name)
        if pin is None:
            raise WeakPassword(N_("PIN baru belum diketik."))
        passwords.require_pin(pin, practice=staff_of(work).practice)
        sealed, user = passwords.seal_pin(pin, work.entropy), work.actor.user
        work.keep_by(lambda books: people.set_pin(books, user, sealed))
        return PinChanged(user)

    def judge(self, books: Books, fact: PinChanged, stamp: Stamp) -> tuple[str, ...]:
        """Everybody his own."""
        return () if fact.user == stamp.user else ("R2: user",)

    def apply(self, books: Books, fact: PinChanged) -> None:
        """Nothing of it is a projection."""

    def refers_to(self, fact: PinChanged) -> tuple[int, ...]:
        """The user."""
        return (fact.user,)


class FailuresOrder(Order, frozen=True, omit_defaults=True):
    """Failed sign-ins since the last writing session: user's key (as text) to count."""

    known: dict[str, int]
    unknown: int = 0


class FailuresNoted(Fact, frozen=True, omit_defaults=True):
    """Failed sign-ins: user's key (as text) to count, and tries under unknown names."""

    known: dict[str, int]
    unknown: int = 0


@operation("security.note_failures", version=1)
class NoteFailures(Operation[FailuresOrder, FailuresNoted]):
    """Write down wrong passwords that were tried while nobody could write."""

    sentence = N_("Mencatat percobaan masuk yang gagal")
    daily = False

    def decide(self, work: Work, order: FailuresOrder) -> FailuresNoted:
        """As the gate counted them."""
        return FailuresNoted(order.known, order.unknown)

    def judge(self, books: Books, fact: FailuresNoted, stamp: Stamp) -> tuple[str, ...]:
        """Counts of something."""
        return () if min(fact.unknown, *fact.known.values(), 0) == 0 else ("R2: count",)

    def apply(self, books: Books, fact: FailuresNoted) -> None:
        """The log itself is the record."""

    def refers_to(self, fact: FailuresNoted) -> set[int]:
        """The users."""
        return {int(key) for key in fact.known}


def _require_role(staff: Staff, role: str) -> None:
    if role not in staff.matrix.roles():
        reason = _(N_("peran {role} tidak ada")).format(role=role)
        raise BadField(name="role", reason=reason, field="role")


def new_password(work: Work, login: str, *, own: bool) -> str | None:
    """Arrange a user's slot after the commit; the public half of his officer's key, if he has one.

    His own password comes from `Secrets`; for somebody else, or where none is typed, four words are
    drawn and shown once.
    """
    staff = staff_of(work)
    chosen = staff.secrets.new_password(login) if own else None
    if chosen is not None:
        return keep_own_password(work, login, chosen)
    words = passwords.four_words(work.entropy)
    work.once_written(lambda: staff.gate.reset(login))
    work.once_written(lambda: _save(staff, login, words, work, None))
    work.once_written(lambda: staff.secrets.show_words(login, words))
    return None


def keep_own_password(work: Work, login: str, chosen: str) -> str | None:
    """Arrange a slot under a password that its owner typed; the public half of a new key of his."""
    staff = staff_of(work)
    passwords.require_strong(chosen, practice=staff.practice, names=(login,))
    if staff.opens(login, chosen) and not staff.practice:
        raise WeakPassword(N_("Kata sandi baru harus berbeda dari yang lama."))
    known = staff.seeds.get(login)
    seed = known or work.entropy(32)
    work.once_written(lambda: _save(staff, login, chosen, work, seed))
    if known or _on_outlet(work):
        return None
    return base64.b64encode(keys.officer_public(seed)).decode()


def _on_outlet(work: Work) -> bool:
    """Whether this laptop joined another's books: officers' keys are made on hers alone."""
    own = device.installation(work)
    return own is not None and own.joined is not None


def _save(staff: Staff, login: str, password: str, work: Work, seed: bytes | None) -> None:
    staff.key_file = staff.key_file.with_slot(
        login, password, staff.database_key, work.entropy, once=seed is None, officer_seed=seed
    )
    staff.key_file.save()
    if seed is not None:
        staff.seeds[login] = seed
