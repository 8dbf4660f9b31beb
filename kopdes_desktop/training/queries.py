"""Which exercises were done, and when: read from the log, the last proof and the last copy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kopdes_desktop.backup import status
from kopdes_desktop.checks import last
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.ids import SHIFT
from kopdes_desktop.office.log import LoggedFact, of_kind_after
from kopdes_desktop.training import beginning
from kopdes_desktop.training.exercises import COPY, EXERCISES, PROOF, Exercise

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.training.beginning import Beginning

_REVERSAL = "accounting.reverse"


def done(office: Office) -> dict[str, date]:
    """The exercises done since these practice books were handed over, each with its day.

    Only what this laptop recorded, and nothing that was taken back, counts.
    """
    since = beginning.of(office)
    if since.seq == office.chain.seq:  # whatever there is was there before
        return {}
    facts = _Facts(office, since)
    found = {each.code: _day(office, since, facts, each) for each in EXERCISES}
    return {code: day for code, day in found.items() if day is not None}


class _Facts:
    """What was recorded since, by kind; each kind is read once."""

    def __init__(self, office: Office, since: Beginning) -> None:
        self.read = office.reading
        self._after = office.own.number << SHIFT | since.seq
        self._known: dict[str, list[LoggedFact]] = {}
        self._gone: set[int] = set()
        reversals = self.of(_REVERSAL)
        self._gone = {getattr(each.fact, "target", 0) for each in reversals}

    def of(self, kind: str) -> list[LoggedFact]:
        """The facts of a kind that still stand, in sequence."""
        if kind not in self._known:
            self._known[kind] = list(of_kind_after(self.read, kind, self._after))
        return [each for each in self._known[kind] if each.stamp.key not in self._gone]


def _day(office: Office, since: Beginning, facts: _Facts, asked: Exercise) -> date | None:
    """When it was first done; None while it is not."""
    if asked.kind == PROOF:
        proof = last.last_check(office.reading)
        if proof is None or proof.seen <= since.seen:
            return None
        return in_zone(proof.at, office.zone).date()
    if asked.kind == COPY:
        copies = status.load(last.folder_of(office.reading), office.own.coop)
        made = [each for each in (copies.good, copies.stick) if each and each.seq > since.seq]
        days = (in_zone(each.moment, office.zone).date() for each in made)
        return min(days, default=None)
    fitting = (each for each in facts.of(asked.kind) if asked.fits(each, facts.read))
    first = next(fitting, None)
    return None if first is None else first.stamp.bd
