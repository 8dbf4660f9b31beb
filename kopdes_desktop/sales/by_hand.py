"""Entries by hand on what the till keeps by document: revenue of goods, and members' bons.

Where a unit keeps places, goods are sold by receipts and bons are made and paid at the till. What
is wrong there is corrected by an adjustment that a second person has seen.
"""

from __future__ import annotations

from kopdes_desktop.inventory import places
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry, Line
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales.postings import BON, OF_MEMBERS, OF_OTHERS

_REVENUE = frozenset({OF_MEMBERS[0], OF_OTHERS[0]})


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse an ordinary entry on sales or a member's bon of a unit with places. Raises BadField.

    True where the rest needs a second person.
    """
    touched = [n for n, line in enumerate(entry.lines) if _is_kept(line)]
    if undone is not None or entry.kind == "opening" or not touched:
        return False
    units = {place.unit for place in places.places(work)}
    kept = [n for n in touched if entry.lines[n].unit in units]
    if kept and entry.kind == "ordinary":
        reason = _(
            N_(
                "penjualan dan bon unit {unit} dicatat di kasir. Kekeliruan dikoreksi dengan "
                "jurnal penyesuaian dan orang kedua"
            )
        ).format(unit=entry.lines[kept[0]].unit)
        raise BadField(name="account", reason=reason, field=f"lines[{kept[0]}].account")
    return bool(kept)


def _is_kept(line: Line) -> bool:
    return line.account in _REVENUE or (line.account == BON and line.key is not None)
