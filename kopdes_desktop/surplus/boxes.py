"""Which cash box or bank pays out of the surplus."""

from __future__ import annotations

from kopdes_desktop.ledger import chart, paying
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings.deposits import receiving_box


def payer(work: Work, code: str | None) -> chart.Box:
    """The named box, or the user's own; no till's drawer: its shift counts sales. BadField."""
    return paying.receiving(work, receiving_box(work, code).code)
