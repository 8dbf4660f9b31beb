"""Devices: who writes which chain, what each may do, and how far its chain has been taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement, insert_into, raise_to
from kopdes_desktop.kernel.ids import SHIFT, DeviceNumber
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.tables import (
    ACCEPTED,
    DEVICE,
    DEVICE_GRANT,
    DEVICE_IDENTITY,
    FACT,
    INSTALLATION,
)

Role = Literal["treasurer", "outlet"]
TREASURER: Role = "treasurer"
OUTLET: Role = "outlet"

_COLUMNS = (
    DEVICE.c.number,
    DEVICE.c.series,
    DEVICE.c.role,
    DEVICE.c.invitation,
    DEVICE.c.revoked_after,
    DEVICE_IDENTITY.c.id,
    DEVICE_IDENTITY.c.sign_key,
    DEVICE_IDENTITY.c.seal_key,
)
_JOINED = DEVICE.outerjoin(DEVICE_IDENTITY, DEVICE.c.number == DEVICE_IDENTITY.c.number)
_BY_NUMBER = Statement(
    select(*_COLUMNS).select_from(_JOINED).where(DEVICE.c.number == bindparam("of_number")),
    steady=True,
)
_ALL = Statement(select(*_COLUMNS).select_from(_JOINED).order_by(DEVICE.c.enrolled))
_NUMBER_OF = Statement(
    select(DEVICE_IDENTITY.c.number).where(DEVICE_IDENTITY.c.id == bindparam("of_id"))
)
_GRANTS = Statement(
    select(DEVICE_GRANT.c.code).where(
        DEVICE_GRANT.c.device == bindparam("of_device"), DEVICE_GRANT.c.what == bindparam("of_what")
    ),
    steady=True,
)
_GRANTED = Statement(
    select(DEVICE_GRANT.c.code).where(
        DEVICE_GRANT.c.device == bindparam("of_device"),
        DEVICE_GRANT.c.what == bindparam("of_what"),
        DEVICE_GRANT.c.code == bindparam("of_code"),
    )
)
_ACCEPTED = Statement(select(ACCEPTED.c.seq).where(ACCEPTED.c.device == bindparam("of_device")))
_MARKS = Statement(select(ACCEPTED.c.device, ACCEPTED.c.seq))
_LAST_FACT = Statement(
    select(FACT.c.key, FACT.c.hash, FACT.c.body)
    .where(FACT.c.key > bindparam("low"), FACT.c.key < bindparam("high"))
    .order_by(FACT.c.key.desc())
)
_HASH_AT = Statement(select(FACT.c.hash).where(FACT.c.key == bindparam("of_key")))
_INSTALLED = Statement(
    select(
        INSTALLATION.c.coop,
        INSTALLATION.c.number,
        INSTALLATION.c.series,
        INSTALLATION.c.sign_seed,
        INSTALLATION.c.seal_seed,
        INSTALLATION.c.joined,
    ),
    steady=True,
)
_INSTALL = insert_into(INSTALLATION)
_ENROL = insert_into(DEVICE)
_IDENTIFY = insert_into(DEVICE_IDENTITY)
_GRANT = insert_into(DEVICE_GRANT)
_TAKEN_TO = raise_to(ACCEPTED, "seq")
_REVOKE = Statement(
    update(DEVICE)
    .where(DEVICE.c.number == bindparam("of_number"))
    .values(revoked_after=bindparam("seq"), revoked_hash=bindparam("hash"))
)


class Device(Struct, frozen=True):
    """A device as the books know it; `id` and keys are None until it has shown itself."""

    number: DeviceNumber
    series: str
    role: str
    invitation: str | None
    revoked_after: int | None
    id: str | None
    sign_key: bytes | None
    seal_key: bytes | None


@dataclass(frozen=True, slots=True)
class Installation:
    """This laptop's own device. `joined` is the invitation (JSON) of a device that joined."""

    coop: str
    number: DeviceNumber
    series: str
    sign_seed: bytes = field(repr=False)
    seal_seed: bytes = field(repr=False)
    joined: str | None = None


def installation(read: Reading) -> Installation | None:
    """This laptop's own device, or None in an empty file."""
    row = read.row(_INSTALLED)
    return Installation(*row) if row else None


def install(books: Books, made: Installation) -> None:
    """Note this laptop's own device, once."""
    books.insert(
        _INSTALL,
        1,
        made.coop,
        made.number,
        made.series,
        made.sign_seed,
        made.seal_seed,
        made.joined,
    )


def device(read: Reading, number: int) -> Device | None:
    """The device of a number."""
    return read.made(_first, _BY_NUMBER, of_number=number)


def _first(rows: list[tuple[Any, ...]]) -> Device | None:
    return Device(*rows[0]) if rows else None


def devices(read: Reading) -> list[Device]:
    """All devices, the treasurer's first."""
    return [Device(*row) for row in read.rows(_ALL)]


def number_of(read: Reading, device_id: str) -> DeviceNumber | None:
    """The number of a device that has shown itself."""
    found = read.value(_NUMBER_OF, of_id=device_id)
    return None if found is None else DeviceNumber(found)


def granted(read: Reading, number: int, code: str) -> bool:
    """Whether a device may write facts of this kind. The treasurer's may write all."""
    found = device(read, number)
    if found is None:
        return False
    return found.role == TREASURER or bool(
        read.row(_GRANTED, of_device=number, of_what="kind", of_code=code)
    )


def bound(read: Reading, number: int, what: Literal["unit", "box"], code: str) -> bool:
    """Whether a unit or a cash box is bound to the device."""
    return bool(read.row(_GRANTED, of_device=number, of_what=what, of_code=code))


def grants(read: Reading, number: int, what: Literal["kind", "unit", "box"]) -> list[str]:
    """All that is granted or bound to a device."""
    return [row[0] for row in read.rows(_GRANTS, of_device=number, of_what=what)]


def at_outlets(read: Reading) -> set[str]:
    """The boxes that laptops of outlets keep, those aside that were shut out."""
    return {
        code
        for other in devices(read)
        if other.role == OUTLET and other.revoked_after is None
        for code in grants(read, other.number, "box")
    }


def accepted_to(read: Reading, number: int) -> int:
    """How far the treasurer has taken this device's chain in; 0 before the first time."""
    return read.value(_ACCEPTED, of_device=number) or 0


def taken_marks(read: Reading) -> dict[int, int]:
    """How far the treasurer has taken in the chain of each device that she took anything of."""
    return dict(read.rows(_MARKS))


def last_fact(read: Reading, number: int) -> tuple[int, bytes, str] | None:
    """Key, hash and body of a device's newest fact in this log."""
    row = read.row(_LAST_FACT, low=number << SHIFT, high=(number + 1) << SHIFT)
    return (row[0], row[1], row[2]) if row else None


def hash_at(read: Reading, number: int, seq: int) -> str:
    """The hash (hex) of a device's fact in this log; empty when it is not there."""
    found = read.value(_HASH_AT, of_key=number << SHIFT | seq)
    return found.hex() if found else ""


def enrol(
    books: Books, number: int, series: str, role: Role, *, invitation: str | None = None
) -> None:
    """A device number and series come to life."""
    books.insert(_ENROL, number, series, role, books.stamp.key, invitation, None, None)


def identify(books: Books, number: int, device_id: str, sign: bytes, seal: bytes) -> None:
    """The public keys behind a device number."""
    books.insert(_IDENTIFY, number, device_id, sign, seal)


def grant(books: Books, number: int, what: str, codes: tuple[str, ...]) -> None:
    """Bind kinds, units or boxes to a device."""
    books.insert_all(_GRANT, [(number, what, code) for code in codes])


def revoke(books: Books, number: int, seq: int, hash_hex: str) -> None:
    """Nothing of this device beyond `seq` is taken any more."""
    books.change(_REVOKE, of_number=number, seq=seq, hash=hash_hex)


def taken_to(books: Books, number: int, seq: int) -> None:
    """The treasurer's books hold this device's chain up to here."""
    books.insert(_TAKEN_TO, number, seq)
