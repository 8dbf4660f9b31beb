"""Which cash box or bank pays for something of a unit, or takes what came for it."""

from __future__ import annotations

from collections.abc import Callable

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office import device
from kopdes_desktop.office.work import Work

#: A till's drawer: what goes in and out of it is its shift's.
DRAWER = "1-1103"
#: What the tills' room asks before money is put into a drawer (a box, and the field that names it).
INTO_DRAWER: list[Callable[[Work, chart.Box, str], None]] = []


def receiving(work: Work, code: str | None, *, field: str = "box") -> chart.Box:
    """A box of this laptop that is no money on its way and no till's drawer. Raises BadField."""
    if code is None:
        raise BadField(name=field, reason=_(N_("pilih kas atau bank")), field=field)
    found = chart.box(work, code, field=field)
    if found.in_transit:
        reason = _(N_("uang dalam perjalanan diterima dahulu lewat Pindah kas"))
        raise BadField(name=field, reason=reason, field=field)
    if found.account == DRAWER:
        reason = _(
            N_("{box} adalah laci kasir. Bayar dari kas bendahara atau bank, bukan dari laci")
        ).format(box=found.name)
        raise BadField(name=field, reason=reason, field=field)
    chart.require_bound(work, found, field=field)
    return found


def paying(work: Work, code: str | None, unit: str, *, field: str = "box") -> chart.Box:
    """As `receiving`; the savings unit's money buys nothing for an outlet (RULES R5)."""
    found = receiving(work, code, field=field)
    kinds = chart.unit(work, found.unit).kind, chart.unit(work, unit).kind
    if kinds == ("usp", "outlet"):
        reason = _(N_("uang simpan pinjam tidak dipinjamkan kepada gerai"))
        raise BadField(name=field, reason=reason, field=field)
    return found


def over_the_counter(work: Work, code: str | None, unit: str, *, field: str = "box") -> chart.Box:
    """As `paying`; and the drawer of this very outlet, where its money changes hands (R2).

    A drawer that stands at a laptop of its own is written there. Raises BadField.
    """
    found = chart.box(work, code, field=field) if code is not None else None
    if found is None or found.account != DRAWER or found.unit != unit:
        return paying(work, code, unit, field=field)
    chart.require_bound(work, found, field=field)
    if found.code in device.at_outlets(work):
        reason = _(N_("{box} dipakai di laptop gerainya sendiri")).format(box=found.name)
        raise BadField(name=field, reason=reason, field=field)
    return found


def require_known_there(work: Work, box: chart.Box, *, field: str) -> None:
    """No money goes into a drawer behind the back of its shift. Raises BadField, NeedsApproval."""
    if box.account == DRAWER:
        for ask in INTO_DRAWER:
            ask(work, box, field)
