"""The letterhead that every paper of the cooperative carries, from its settings."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import ADDRESS, LEGAL_NUMBER, NAME, PRACTICE, setting
from kopdes_desktop.paper.document import Letterhead


def letterhead(read: Reading) -> Letterhead:
    """Name, address and legal number; practice books say so everywhere."""
    legal = setting(read, LEGAL_NUMBER)
    lines = (
        setting(read, ADDRESS),
        _(N_("Badan hukum {number}")).format(number=legal) if legal else "",
    )
    return Letterhead(
        setting(read, NAME), tuple(line for line in lines if line), practice=setting(read, PRACTICE)
    )
