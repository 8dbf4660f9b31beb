"""Of which days and which unit a report speaks, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.report import Params


def on_day(day: date, unit: str | None = None) -> str:
    """Per 21 November 2026, and the unit when there is one."""
    return _of_unit(_("Per {day}").format(day=wording.day(day)), unit)


def span(read: Reading, params: Params, *, one_day: bool = False) -> str:
    """From day to day, and the unit when there is one. Raises BadField for an unknown unit.

    `one_day` reports without a first day speak of the last alone, not of all before it.
    """
    shown = None
    if params.unit is not None:
        from kopdes_desktop.ledger import chart  # noqa: PLC0415  a glance loads no SQL

        unit = chart.unit(read, params.unit)
        shown = f"{unit.code} {unit.name}"
    return from_to(params, shown, one_day=one_day)


def from_to(params: Params, unit: str | None, *, one_day: bool = False) -> str:
    """The same with the unit in words."""
    until = wording.day(params.until)
    words = (
        (until if one_day else _("Sampai dengan {until}").format(until=until))
        if params.first is None
        else until
        if one_day and params.first == params.until
        else _("{first} s.d. {until}").format(first=wording.day(params.first), until=until)
    )
    return _of_unit(words, unit)


def _of_unit(words: str, unit: str | None) -> str:
    return words if unit is None else _("{period}, unit {unit}").format(period=words, unit=unit)
