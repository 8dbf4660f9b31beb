"""Shifts: which one is open at a drawer, and those that were closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import BadField, NoShift
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey, device_of
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import logged
from kopdes_desktop.office.work import Work
from kopdes_desktop.tills.rules import DRAWER
from kopdes_desktop.tills.tables import SHIFT

_OPEN = Statement(
    select(SHIFT).where(SHIFT.c.closed.is_(None)).order_by(SHIFT.c.box, SHIFT.c.key), steady=True
)
_ONE = Statement(select(SHIFT).where(SHIFT.c.key == bindparam("of_key")), steady=True)
_OF_DAYS = Statement(
    select(SHIFT)
    .where(SHIFT.c.day >= bindparam("first"), SHIFT.c.day <= bindparam("last"))
    .order_by(SHIFT.c.day, SHIFT.c.key)
)

_LAST_Z = Statement(select(func.max(SHIFT.c.closed)).where(SHIFT.c.box == bindparam("of_box")))

#: Who counts a drawer and is not told before what should be in it.
CASHIER = "cashier"


class Shift(Struct, frozen=True):
    """A shift at a drawer; `clerk` opened it. `number` is its Z's, once it is closed by a fact."""

    key: int
    box: str
    place: str
    unit: str
    clerk: int
    day: date
    opening: Rupiah
    closed: int | None
    number: str | None
    expected: Rupiah | None
    counted: Rupiah | None

    @property
    def variance(self) -> Rupiah:
        """What was found beyond what should have been there; below zero for a short drawer."""
        if self.counted is None or self.expected is None:
            return Rupiah(0)
        return self.counted - self.expected


def _shift(row: tuple[object, ...]) -> Shift:
    key, box, place, unit, clerk, day, opening, closed, number, expected, counted = row
    return Shift(
        key,  # type: ignore[arg-type]
        str(box),
        str(place),
        str(unit),
        clerk,  # type: ignore[arg-type]
        date.fromisoformat(str(day)),
        Rupiah(opening),  # type: ignore[arg-type]
        closed,  # type: ignore[arg-type]
        number,  # type: ignore[arg-type]
        None if expected is None else Rupiah(expected),  # type: ignore[arg-type]
        None if counted is None else Rupiah(counted),  # type: ignore[arg-type]
    )


def shift(read: Reading, key: int) -> Shift | None:
    """A shift by its key."""
    row = read.row(_ONE, of_key=key)
    return _shift(row) if row else None


def open_shifts(read: Reading) -> list[Shift]:
    """Every shift that is open, by drawer."""
    return [*read.made(_shifts, _OPEN)]


def _shifts(rows: list[tuple[Any, ...]]) -> tuple[Shift, ...]:
    return tuple(map(_shift, rows))


def blind(read: Reading, role: str) -> frozenset[str]:
    """The drawers whose sum somebody of this role is not told: their shift is to be counted."""
    if role != CASHIER:
        return frozenset()
    return frozenset(each.box for each in open_shifts(read))


def shifts(read: Reading, first: date, last: date) -> list[Shift]:
    """The shifts of some days, in order."""
    rows = read.rows(_OF_DAYS, first=first.isoformat(), last=last.isoformat())
    return [_shift(row) for row in rows]


def last_z(read: Reading, box: str) -> date | None:
    """The day on which a drawer was counted last at the end of a shift."""
    key = read.value(_LAST_Z, of_box=box)
    found = logged(read, key) if key is not None else None
    return found.stamp.bd if found is not None else None


def keeps(read: Reading, number: int, shift: Shift) -> bool:
    """Whether a device may end a shift: its own; the treasurer's, of a laptop that is shut out."""
    began = device_of(FactKey(shift.key))
    return began == number or (_is_treasurer_s(read, number) and is_lost(read, shift))


def is_lost(read: Reading, shift: Shift) -> bool:
    """Whether the laptop that began a shift was shut out since."""
    other = device.device(read, device_of(FactKey(shift.key)))
    return other is not None and other.revoked_after is not None


def _is_treasurer_s(read: Reading, number: int) -> bool:
    own = device.device(read, number)
    return own is not None and own.role == device.TREASURER


def drawers(read: Reading, number: int) -> list[chart.Box]:
    """The drawers of a device: those bound to an outlet's, or those that no outlet's device has."""
    known = [box for box in chart.boxes(read) if box.account == DRAWER]
    own = device.device(read, number)
    if own is not None and own.role == device.OUTLET:
        bound = set(device.grants(read, number, "box"))
        return [box for box in known if box.code in bound]
    taken = device.at_outlets(read)
    return [box for box in known if box.code not in taken]


def own_drawer(work: Work, code: str | None, *, field: str = "box") -> chart.Box:
    """The named drawer if this laptop keeps it; the user's own, or the only one. BadField."""
    mine = drawers(work, work.device)
    if code is not None:
        named = chart.box(work, code, field=field)
        if named.account != DRAWER:
            reason = _(N_("{box} bukan laci kasir")).format(box=named.name)
            raise BadField(name=field, reason=reason, field=field)
        if named not in mine:
            reason = _(N_("{box} dipakai di laptop gerainya sendiri")).format(box=named.name)
            raise BadField(name=field, reason=reason, field=field)
        return named
    own = [box for box in mine if box.keeper == work.actor.user]
    chosen = own if len(own) == 1 else mine
    if len(chosen) == 1:
        return chosen[0]
    reason = _(N_("sebutkan laci yang dipakai")) if mine else _(N_("belum ada laci kasir"))
    raise BadField(name=field, reason=reason, field=field)


def open_shift(work: Work, box: str | None = None, *, key: int | None = None) -> Shift:
    """The open shift of a drawer; without a name the user's own, or the only one.

    Raises NoShift when none is open, BadField when several could be meant.
    """
    here = [x for x in open_shifts(work) if device_of(FactKey(x.key)) == work.device]
    return _meant(work, here, box, key)


def ending_shift(work: Work, box: str | None = None, *, key: int | None = None) -> Shift:
    """The same of those that this laptop may end: a lost laptop's only where it is named."""
    mine = [x for x in open_shifts(work) if device_of(FactKey(x.key)) == work.device]
    named = box is not None or key is not None
    if named:
        mine = [each for each in open_shifts(work) if keeps(work, work.device, each)]
    return _meant(work, mine, box, key)


def _meant(work: Work, shifts: list[Shift], box: str | None, key: int | None) -> Shift:
    found = [each for each in shifts if box in {None, each.box} and key in {None, each.key}]
    if len(found) > 1:
        kept = chart.own_box(work, work.actor.user)
        own = [each for each in found if kept is not None and each.box == kept.code]
        found = own or found
    if not found:
        raise NoShift(field="shift")
    if len(found) > 1:
        reason = _(N_("beberapa giliran sedang buka; sebutkan lacinya"))
        raise BadField(name="shift", reason=reason, field="shift")
    return found[0]
