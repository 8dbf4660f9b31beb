"""How days and months stand, what lies in the boxes, and what keeps the next month from closing."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from kopdes_desktop.accounting import closing, templates
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart, periods
from kopdes_desktop.office import days, device
from kopdes_desktop.office.books import Reading

#: Findings beyond this many are counted by the proofs, not here.
_TOLD = 5


class DeviceDay(Struct, frozen=True):
    """A laptop and its last business day; None before its first."""

    number: int
    series: str
    role: str
    day: date | None
    open: bool


class BoxStanding(Struct, frozen=True):
    """A box and what lies in it according to the books."""

    code: str
    name: str
    unit: str
    amount: Rupiah
    in_transit: bool
    bank: bool = False


class MonthStanding(Struct, frozen=True):
    """A month of the books; `unsealed` are outlets that may still send something of it."""

    month: Month
    closed: bool
    unsealed: tuple[str, ...]


class Standing(Struct, frozen=True):
    """All of it, newest month first. `next` is the month to close; `blocked` says why it cannot."""

    days: tuple[DeviceDay, ...]
    boxes: tuple[BoxStanding, ...]
    months: tuple[MonthStanding, ...]
    next: Month | None
    blocked: tuple[str, ...]
    own: DeviceDay

    @property
    def last_closed(self) -> Month | None:
        """The only month that may be opened again."""
        return next((each.month for each in self.months if each.closed), None)


def standing(read: Reading, today: date, own: int) -> Standing:
    """Ask the books; `own` is the device that asks."""
    laptops = tuple(_day_of(read, each) for each in device.devices(read))
    held = chart.box_balances(read)
    start = periods.books_from(read)
    months = tuple(_months(read, start, today)) if start is not None else ()
    following = next((each.month for each in reversed(months) if not each.closed), None)
    return Standing(
        laptops,
        tuple(
            BoxStanding(
                box.code,
                box.name,
                box.unit,
                held.get(box.code, NOTHING),
                box.in_transit,
                box.account.startswith(templates.BANKS),
            )
            for box in chart.boxes(read)
        ),
        months,
        following,
        tuple(list(periods.untied(read))[:_TOLD]) if following is not None else (),
        next(each for each in laptops if each.number == own),
    )


def _day_of(read: Reading, each: device.Device) -> DeviceDay:
    last = days.latest(read, each.number)
    return DeviceDay(
        each.number,
        each.series,
        each.role,
        last.day if last is not None else None,
        last is not None and last.open,
    )


def _months(read: Reading, start: Month, today: date) -> list[MonthStanding]:
    closed = set(periods.closed_months(read))
    made: list[MonthStanding] = []
    month, last = start, Month.of(today)
    while month <= last:
        waiting = closing.unsealed_outlets(read, month)
        made.append(MonthStanding(month, month in closed, tuple(each.series for each in waiting)))
        month = month.next()
    return made[::-1]


def next_day(read: Reading, own: int, clock_day: date) -> date:
    """The day that this laptop would open: the clock's, or the one after its last."""
    last = days.latest(read, own)
    return clock_day if last is None or clock_day > last.day else last.day + timedelta(days=1)
