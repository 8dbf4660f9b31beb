"""What a general journal entry may not do: move a month's tax past its working list."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work
from kopdes_desktop.taxes import queries, rules


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse lines under the key of a month's posted tax. BadField.

    What was withheld, or came from old books, stands under no such key and may be moved by hand.
    """
    payable = {each.payable for each in rules.shipped().values()}
    named = [(n, x) for n, x in enumerate(entry.lines) if x.account in payable and x.key]
    if undone is not None or not named:
        return False
    known = {each.key for each in queries.months(work)}
    for n, line in named:
        if line.key in known:
            reason = _(N_("pajak bulan ini diakui dan disetor lewat Pajak"))
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return False
