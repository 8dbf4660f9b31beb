"""Who works here: the signed-in user, the second person, and what the office asks about both."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kopdes_desktop.db.engine import Database
    from kopdes_desktop.office.books import Books, Reading
    from kopdes_desktop.office.device import Installation
    from kopdes_desktop.office.office import Office


class Level(Enum):
    """How far a role may go with an operation or a report.

    SECOND may approve what another does, and do nothing of it himself.
    """

    NO = "no"
    SECOND = "second"
    APPROVAL = "approval"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in user. `sign` makes his officer's signature, where his password opened it."""

    user: int
    name: str
    role: str
    person: int
    sign: Callable[[bytes], bytes] | None = field(default=None, repr=False)
    once: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The second person as he steps up: name, reason, PIN, and a password where he has to sign."""

    by: str
    reason: str
    pin: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


class People(Protocol):
    """What security knows, as far as the office needs it."""

    def level(self, role: str, code: str) -> Level:
        """How far this role may go."""

    def standing(self, read: Reading, user: int) -> tuple[str, int] | None:
        """The user's present role and person, or None when he is gone."""

    def named(self, read: Reading, login: str) -> Actor | None:
        """The active user of this name, not proven to be himself; None when there is none."""

    def approver(self, office: Office, approval: Approval, *, signing: bool) -> Actor:
        """The second person, proven by PIN (and password when he has to sign); SignInRefused."""

    def role_name(self, role: str) -> str:
        """The role in the village's words."""

    def device_id(self, own: Installation) -> str:
        """The id of this laptop's device: the hash of its public keys."""

    def treasurer_id(self, own: Installation) -> str | None:
        """The treasurer's device, as the invitation named it; None where this one is hers."""

    def missing_secrets(self, read: Reading, secrets: Iterable[tuple[int, str, bytes]]) -> set[int]:
        """The persons among these whose keys this laptop does not have."""

    def take_secrets(self, books: Books, secrets: Iterable[tuple[int, str, bytes]]) -> None:
        """Keys of persons that came with another device's facts."""


class Calendar(Protocol):
    """What the ledger knows about months, as far as the office needs it."""

    def posting_day(self, read: Reading, bd: str) -> str:
        """Where a fact of this date posts: that day, or the first day of the first open month."""


class Storage(Protocol):
    """The file behind the office, for the one case in which it is replaced (FACTS §1)."""

    def new_file(self) -> Database:
        """An empty database beside the books, under their key."""

    def swap(self, old: Database, new: Database, go_on: Callable[[Database], None]) -> None:
        """Put the new file in the old one's place, and go on with what lies there in the end."""

    def discard(self, made: Database) -> None:
        """A new file that is not wanted after all."""
