"""What a general journal entry may not do: buy, depreciate or sell an asset past its card."""

from __future__ import annotations

from kopdes_desktop.assets import classes, queries
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse lines on assets in an ordinary entry, and any under a card's key. BadField.

    True where an adjustment touches them: it needs a second person.
    """
    if undone is not None:
        return False
    touched = False
    for n, line in enumerate(entry.lines):
        if classes.kind_of(line.account) is None and line.account not in queries.contras():
            continue
        touched = True
        keyed = line.key is not None and queries.asset(work, line.key) is not None
        if entry.kind == "ordinary" or keyed:
            reason = _(
                N_(
                    "aset dibeli, disusutkan, dan dilepas lewat layar Aset, supaya kartunya ikut. "
                    "Koreksi lain ditulis sebagai jurnal penyesuaian yang disetujui orang kedua"
                )
            )
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return touched and entry.kind != "opening"
