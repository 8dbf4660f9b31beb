"""Which box pays a supplier: any of the treasurer's, of an outlet its own drawer."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office import device
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits


def paying(work: Work, code: str | None, *, field: str) -> chart.Box:
    """The named box, or the one that the user keeps. Raises BadField.

    Money of the savings unit buys no goods of an outlet (RULES R5).
    """
    box = deposits.receiving_box(work, code) if code is None else chart.box(work, code, field=field)
    if box.in_transit:
        reason = _(N_("{box} berisi uang dalam perjalanan; sebutkan kas atau bank"))
        raise BadField(name=field, reason=reason.format(box=box.name), field=field)
    if chart.unit(work, box.unit).kind == "usp":
        reason = _(N_("uang simpan pinjam tidak dipakai untuk membeli barang gerai"))
        raise BadField(name=field, reason=reason, field=field)
    chart.require_bound(work, box, field=field)
    return box


def require_office(work: Work, reason: str, *, field: str) -> None:
    """Refuse on an outlet's laptop what only the treasurer's may write. BadField."""
    own = device.device(work, work.device)
    if own is not None and own.role != device.TREASURER:
        raise BadField(name=field, reason=reason, field=field)
