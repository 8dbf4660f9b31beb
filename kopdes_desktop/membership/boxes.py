"""Which box takes titipan, and which one pays back."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits


def taking(work: Work, code: str | None) -> chart.Box:
    """The named box, or the user's own; one that stands somewhere. Raises BadField."""
    return _standing(work, deposits.receiving_box(work, code))


def paying(work: Work, code: str | None) -> chart.Box:
    """The named box, or the user's own; one that stands somewhere. Raises BadField."""
    if code is None and chart.own_box(work, work.actor.user) is None:
        reason = _(N_("sebutkan kas yang membayar, karena Anda tidak memegang kas"))
        raise BadField(name="cash", reason=reason, field="cash")
    return _standing(work, deposits.receiving_box(work, code))


def _standing(work: Work, box: chart.Box) -> chart.Box:
    if box.in_transit:
        reason = _(N_("kas {code} sedang dalam perjalanan; sebutkan kas lain"))
        raise BadField(name="cash", reason=reason.format(code=box.code), field="cash")
    chart.require_bound(work, box, field="cash")
    return box
