"""Which cash box or bank pays out of the surplus."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings.deposits import receiving_box
from kopdes_desktop.tills.rules import DRAWER


def paying(work: Work, code: str | None) -> chart.Box:
    """The named box, or the user's own; no till's drawer: its shift counts sales. BadField."""
    box = receiving_box(work, code)
    if box.account == DRAWER:
        reason = _(
            N_("{box} adalah laci kasir. Bayar dari kas bendahara atau bank, bukan dari laci")
        ).format(box=box.name)
        raise BadField(name="box", reason=reason, field="box")
    chart.require_bound(work, box, field="box")
    return box
