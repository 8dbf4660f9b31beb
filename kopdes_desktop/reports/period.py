"""Of which days and which unit a report speaks, in words."""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.reports.report import Params


def on_day(read: Reading, params: Params) -> str:
    """Per 21 November 2026, and the unit when there is one. BadField for an unknown unit."""
    return _of_unit(read, params, _("Per {day}").format(day=wording.day(params.day)))


def span(read: Reading, params: Params) -> str:
    """From day to day, and the unit when there is one. BadField for an unknown unit."""
    until = wording.day(params.until)
    if params.first is None:
        return _of_unit(read, params, _("Sampai dengan {until}").format(until=until))
    words = _("{first} s.d. {until}").format(first=wording.day(params.first), until=until)
    return _of_unit(read, params, words)


def _of_unit(read: Reading, params: Params, words: str) -> str:
    if params.unit is None:
        return words
    unit = chart.unit(read, params.unit)
    return _("{period}, unit {unit}").format(period=words, unit=f"{unit.code} {unit.name}")
