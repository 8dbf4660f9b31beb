"""What stands above every report: whose books these are, and of which days and unit it speaks."""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import ADDRESS, LEGAL_NUMBER, NAME, PRACTICE, setting
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.reports.report import Params


def letterhead(read: Reading) -> Letterhead:
    """The cooperative's kop, from its settings."""
    legal, address = setting(read, LEGAL_NUMBER), setting(read, ADDRESS)
    lines = (_("Badan Hukum {number}").format(number=legal) if legal else "", address)
    return Letterhead(
        setting(read, NAME), tuple(filter(None, lines)), practice=setting(read, PRACTICE)
    )


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
