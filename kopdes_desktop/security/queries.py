"""Users: who they are, what their officer's keys are, whose PIN is set."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security.tables import PIN, USER

_BY_KEY = Statement(select(USER).where(USER.c.key == bindparam("of_key")), steady=True)
_BY_LOGIN = Statement(select(USER).where(USER.c.login == bindparam("of_login"), USER.c.active == 1))
_ALL = Statement(select(USER).order_by(USER.c.key))
_PIN = Statement(select(PIN.c.sealed, PIN.c.tries).where(PIN.c.user == bindparam("of_user")))


class User(Struct, frozen=True):
    """A user; login and name are None once his keys are gone."""

    key: int
    person: int
    role: str
    active: bool
    login: str | None
    name: str | None
    officer_key: bytes | None


def _user(row: tuple[object, ...]) -> User:
    key, person, role, active, login, name, officer = row
    return User(key, person, role, bool(active), login, name, officer)  # type: ignore[arg-type]


def user(read: Reading, key: int) -> User | None:
    """A user by key."""
    return read.made(_first, _BY_KEY, of_key=key)


def _first(rows: list[tuple[Any, ...]]) -> User | None:
    return _user(rows[0]) if rows else None


def user_called(read: Reading, login: str) -> User | None:
    """An active user by the name he signs in with."""
    row = read.row(_BY_LOGIN, of_login=login)
    return _user(row) if row else None


def user_name(read: Reading, key: int) -> str:
    """Somebody who works here, by name."""
    found = user(read, key)
    return (found and (found.name or found.login)) or "?"


def users(read: Reading) -> list[User]:
    """All users, in the order they came."""
    return [_user(row) for row in read.rows(_ALL)]


def require_user(read: Reading, name: int | str, *, field: str = "user") -> User:
    """A user by key or sign-in name. Raises BadField."""
    found = user(read, name) if isinstance(name, int) else user_called(read, name)
    if found is None:
        reason = _(N_("pengguna {name} tidak ada")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return found


def pin_of(read: Reading, user_key: int) -> tuple[bytes, int] | None:
    """A user's sealed PIN and the wrong tries since it was last right."""
    row = read.row(_PIN, of_user=user_key)
    return (row[0], row[1]) if row else None
