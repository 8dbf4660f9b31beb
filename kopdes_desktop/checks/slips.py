"""Paper proves the file: the 20 digits on a slip against the fact it was printed from.

A log that was rewritten from one end to the other looks sound from inside. The digits that members
carry home, and the anchor, are what sees it (SYNC, 7; RELIABILITY F31).
"""

from __future__ import annotations

from kopdes_desktop.checks.check import Result
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import logged

_TITLE = N_("Kode pada struk cocok dengan catatan")


def matches(read: Reading, number: str, code: str) -> Result:
    """Whether the digits printed beside a document number are those of its fact."""
    found = balances.posted(read, number)
    fact = logged(read, found.key) if found else None
    digits = "".join(c for c in code if c.isdigit())
    if fact is None:
        finding = _(N_("bukti {number} tidak ada di buku")).format(number=number)
    elif wording.proof_digits(fact.stamp.hash).replace(" ", "") != digits:
        finding = _(N_("kode pada struk {number} berbeda dari catatan")).format(number=number)
    else:
        return Result("slip", _TITLE, ())
    return Result("slip", _TITLE, (finding,))
