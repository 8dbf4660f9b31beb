"""Who may do what here, and how a person proves himself inside open books (FACTS §8).

A PIN opens nothing: it is verified inside books that a password opened less than twelve hours ago,
for quick switching and for approval. Five wrong tries, then it takes the password.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import msgspec
from sqlalchemy import bindparam, update
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import Fault, SignInRefused
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.office.actor import Actor, Approval, Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import keys, passwords, persons, queries
from kopdes_desktop.security.tables import PIN, USER

if TYPE_CHECKING:
    from pathlib import Path

    from kopdes_desktop.kernel.dates import Clock
    from kopdes_desktop.office.books import Books
    from kopdes_desktop.office.device import Installation
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.security.keyfile import KeyFile
    from kopdes_desktop.security.roles import Matrix
    from kopdes_desktop.security.signin import Gate

PIN_TRIES = 5
PIN_HOURS = 12

_TRIED = Statement(
    update(PIN).where(PIN.c.user == bindparam("of_user")).values(tries=bindparam("now"))
)
_TIE = Statement(
    update(USER).where(USER.c.key == bindparam("of_key")).values(person=bindparam("now"))
)
_put = insert(PIN).values(user=None, sealed=None, tries=None)
_SET_PIN = Statement(
    _put.on_conflict_do_update(
        index_elements=[PIN.c.user],
        set_={"sealed": _put.excluded.sealed, "tries": _put.excluded.tries},
    )
)


#: Registers of members: each entered here finds the person who has a member number.
MEMBER_NUMBERED: list[Callable[[Reading, str], int | None]] = []


class Secrets(Protocol):
    """Where new passwords and PINs come from and one-time words go: never through an order."""

    def new_password(self, login: str) -> str | None:
        """The password that somebody chooses for himself; None when he is not here to type it."""

    def new_pin(self, login: str) -> str | None:
        """The six digits he chooses, or None."""

    def show_words(self, login: str, words: str) -> None:
        """One-time words for a person who is not here; shown once."""


class NoSecrets:
    """Nobody types and nothing is shown: new passwords cannot be set this way."""

    def new_password(self, login: str) -> str | None:
        """None: there is no terminal."""

    def new_pin(self, login: str) -> str | None:
        """None: there is no terminal."""

    def show_words(self, login: str, words: str) -> None:
        """Nowhere to show them."""


def officer(seed: bytes | None) -> Callable[[bytes], bytes] | None:
    """What makes an officer's signature (base64) while his key is open."""
    if seed is None:
        return None
    return lambda message: base64.b64encode(keys.officer_sign(seed, message))


class Staff:
    """The office's `People`: matrix of roles, users of the books, key file and sign-in gate."""

    def __init__(
        self,
        matrix: Matrix,
        *,
        database_key: bytes,
        key_file: KeyFile,
        gate: Gate,
        clock: Clock,
        secrets: Secrets | None = None,
        opened_at: float | None = None,
        practice: bool = False,
    ) -> None:
        """`opened_at` is the uptime at which a password opened the books."""
        self.matrix, self.key_file, self.gate, self.clock = matrix, key_file, gate, clock
        self.database_key, self.practice = database_key, practice
        self.secrets = secrets or NoSecrets()
        #: Officers' seeds that passwords have opened in this process, by sign-in name.
        self.seeds: dict[str, bytes] = {}
        #: The one-time seed of the invitation just decided on; the file is written from it.
        self.invitation_seed: bytes | None = None
        self.opened_at = clock.uptime() if opened_at is None else opened_at

    def level(self, role: str, code: str) -> Level:
        """How far a role may go; NO when nothing is said."""
        return self.matrix.level(role, code)

    def role_name(self, role: str) -> str:
        """The role in the village's words; of a user who was removed there is none."""
        return self.matrix.name(role) if role in self.matrix.roles() else "?"

    def standing(self, read: Reading, user: int) -> tuple[str, int] | None:
        """The user's present role and person; None when he is no user (any more)."""
        found = queries.user(read, user)
        return (found.role, found.person) if found and found.active else None

    def device_id(self, own: Installation) -> str:
        """The id of this laptop's device."""
        return keys.DeviceKeys(own.sign_seed, own.seal_seed).id

    def treasurer_id(self, own: Installation) -> str | None:
        """The treasurer's device, as the invitation named it; None where this one is hers."""
        if own.joined is None:
            return None
        return str(msgspec.json.decode(own.joined)["treasurer_id"])

    def missing_secrets(self, read: Reading, secrets: Iterable[tuple[int, str, bytes]]) -> set[int]:
        """The persons among these whose keys this laptop does not have."""
        have = {(person, name) for person, name, _secret in persons.all_secrets(read)}
        return {person for person, name, _secret in secrets if (person, name) not in have}

    def take_secrets(self, books: Books, secrets: Iterable[tuple[int, str, bytes]]) -> None:
        """Keys of persons that came with another device's facts."""
        persons.take_secrets(books, secrets)

    def approver(self, office: Office, approval: Approval, *, signing: bool) -> Actor:
        """The second person, by PIN and, where he has to sign, by password. SignInRefused."""
        found = self.named(office.reading, approval.by)
        if found is None:
            raise SignInRefused
        self.require_pin(office, found.user, approval.pin)
        sign = None
        if signing:
            sign = officer(self.unlock(approval.by, approval.password))
        return replace(found, sign=sign, reason=approval.reason)

    def named(self, read: Reading, login: str) -> Actor | None:
        """The active user of this name, not proven to be himself; None when there is none."""
        found = queries.user_called(read, login)
        return Actor(found.key, login, found.role, found.person) if found else None

    def unlock(self, login: str, password: str) -> bytes | None:
        """The officer's key in a user's slot, through the same gate as signing in."""
        with self.gate.attempt(login):
            unlocked = self.key_file.unlock(login, password)
        return unlocked.officer_seed

    def opens(self, login: str, password: str) -> bool:
        """Whether this is the password (or the one-time words) that the slot has now."""
        if login not in self.key_file.names():
            return False
        try:
            self.key_file.unlock(login, password)
        except SignInRefused:
            return False
        return True

    def switch_by_pin(self, office: Office, login: str, pin: str) -> Actor:
        """Quick switch: another user of these open books takes over. SignInRefused."""
        found = queries.user_called(office.reading, login)
        if found is None or login not in self.key_file.names():
            raise SignInRefused
        self.require_pin(office, found.key, pin)
        office.actor = Actor(found.key, login, found.role, found.person)
        return office.actor

    def require_pin(self, office: Office, user: int, pin: str) -> None:
        """Refuse a wrong PIN, count it, and refuse any after five or after twelve hours."""
        if self.clock.uptime() - self.opened_at > PIN_HOURS * 3600:
            raise SignInRefused(N_("PIN berlaku 12 jam sejak kata sandi. Masuk dengan kata sandi."))
        known = queries.pin_of(office.reading, user)
        if known is not None and known[1] >= PIN_TRIES:
            raise SignInRefused(
                N_("PIN salah lima kali. Tekan Ctrl+Q, lalu masuk lagi dengan kata sandi.")
            )
        if known is None:
            raise SignInRefused(N_("PIN salah atau belum dibuat."))
        right = passwords.pin_matches(pin, known[0])
        if not right or known[1]:
            office.note(lambda books: count_try(books, user, 0 if right else known[1] + 1))
        if not right:
            raise SignInRefused(N_("PIN salah atau belum dibuat."))

    def free_pin(self, office: Office) -> None:
        """A password has proven who he is: a PIN that was tried too often may be tried again."""
        user = office.signed_in.user
        known = queries.pin_of(office.reading, user)
        if known is not None and known[1] >= PIN_TRIES and office.read_only is None:
            with suppress(Fault):  # a full disk keeps nobody from reading
                office.note(lambda books: count_try(books, user, 0))

    def drop_slot(self, login: str) -> None:
        """A user's slot goes; what he remembers opens nothing here any more."""
        self.key_file = self.key_file.without(login)
        self.key_file.save()

    @property
    def path(self) -> Path:
        """Where the key file lies."""
        return self.key_file.path


def count_try(books: Books, user: int, tries: int) -> None:
    """Note the wrong tries of a PIN."""
    books.change(_TRIED, of_user=user, now=tries)


def person_numbered(read: Reading, text: str) -> int | None:
    """The member who has this number; None when the text is a name."""
    found = (ask(read, text) for ask in MEMBER_NUMBERED)
    return next((key for key in found if key is not None), None)


def tie(books: Books, user: int, person: int) -> None:
    """This person is behind the account from now on."""
    books.change(_TIE, of_key=user, now=person)


def set_pin(books: Books, user: int, sealed: bytes) -> None:
    """A new PIN, no tries counted."""
    books.change(_SET_PIN, user=user, sealed=sealed, tries=0)
