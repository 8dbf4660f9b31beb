"""The cooperative's devices as the screen shows them, read on the database's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.ids import seq_of
from kopdes_desktop.kernel.wording import clock, short_day
from kopdes_desktop.ledger import chart
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.security import admitting
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.door import Session

READ, ENROL, REVOKE = "read.devices", "device.enrol", "device.revoke"
ADMIT, LET_IN = "device.admit", "device.let_in"
TAKE = "sync.accept"


class Laptop(Struct, frozen=True):
    """One device: what it is to this one, and the newest of its facts that lie here."""

    device: device.Device
    is_own: bool
    state: str
    units: Sequence[str]
    boxes: Sequence[str]
    last_seq: int
    last_hash: str
    last_at: str

    @property
    def has_joined(self) -> bool:
        """Whether it has shown itself."""
        return self.device.id is not None

    @property
    def may_be_revoked(self) -> bool:
        """Another one's, not shut out yet."""
        return self.device.role == device.OUTLET and self.device.revoked_after is None


class Fleet(Struct, frozen=True):
    """All devices, what may be done here, and what a new one may be given."""

    laptops: Sequence[Laptop]
    treasures: bool
    may: frozenset[str]
    free_series: str
    units: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    #: Who may show himself at this laptop by one-time words.
    awaited: Sequence[tuple[str, str]]


def fleet(session: Session) -> Fleet:
    """Everything about devices."""
    office = session.office
    read = office.reading
    known = office.read(READ, device.devices)
    taken = {each.series for each in known}
    letters = (f"G{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    bound = {code for each in known for code in device.grants(read, each.number, "unit")}
    deeds = (ENROL, REVOKE, ADMIT, LET_IN)
    waiting = {each.user for each in admitting.open_admissions(read, office.own.number)}
    people = sorted(users.users(read), key=lambda each: each.role != "cashier")
    return Fleet(
        [_laptop(session, each) for each in known],
        office.treasures,
        frozenset(code for code in deeds if office.may(code) is not Level.NO)
        | (frozenset({TAKE}) if _may_take(session) else frozenset()),
        next((series for series in letters if series not in taken), ""),
        [
            (unit.code, f"{unit.code} {unit.name}")
            for unit in chart.units(read)
            if unit.kind == "outlet" and unit.code not in bound
        ],
        [
            (each.login, f"{each.login} ({office.people.role_name(each.role)})")
            for each in people
            if each.active and each.login
        ],
        [
            (each.login, f"{each.login} ({office.people.role_name(each.role)})")
            for each in people
            if each.active and each.login and each.key in waiting
        ],
    )


def _may_take(session: Session) -> bool:
    """Facts of others come in by the treasurer on her device, by anybody at work on another."""
    office = session.office
    return office.may(TAKE if office.treasures else "day.open") is not Level.NO


def _laptop(session: Session, each: device.Device) -> Laptop:
    read, zone = session.office.reading, session.office.zone
    last = device.last_fact(read, each.number)
    at = ""
    if last is not None:
        moment = in_zone(datetime.fromisoformat(msgspec.json.decode(last[2])["at"]), zone)
        at = f"{short_day(moment.date())} {clock(moment, zone)}"
    return Laptop(
        each,
        each.number == session.office.own.number,
        _state(each),
        device.grants(read, each.number, "unit"),
        device.grants(read, each.number, "box"),
        seq_of(last[0]) if last else 0,
        last[1].hex() if last else "",
        at,
    )


def _state(each: device.Device) -> str:
    if each.revoked_after is not None:
        return _("dicabut")
    return _("aktif") if each.id is not None else _("belum bergabung")
