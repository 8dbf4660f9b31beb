"""What a general journal entry may not do: move surplus, reserves, grants, funds past a decision.

A surplus is divided, covered, paid and spent on the screens of the SHU, each with its decision.
What has to be set right beside them is an adjustment or a correction of earlier years, and nobody's
alone (domain/RULES, Control). A grant for capital may still come in by hand (L01).
"""

from __future__ import annotations

from typing import Final

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work
from kopdes_desktop.surplus import rules

#: Reserves, surplus and loss, the funds of the surplus, and grants for capital.
_RESERVES, _SURPLUS, _GRANTS = "3-13", "3-14", "3-12"
_FUNDS: Final = ("2-1402", "2-1403", "2-1404", "2-1405", rules.VILLAGE)
_KEPT: Final = (_RESERVES, _SURPLUS, _GRANTS, *_FUNDS)
#: Income and costs: what is taken from one of them is no grant.
_NOMINAL: Final = ("4", "5", "6", "7")
_WORDS: Final = {
    rules.MEMBERS: N_(
        "SHU anggota dibayar lewat SHU, halaman Bayar. Koreksi lain ditulis sebagai jurnal "
        "penyesuaian yang disetujui orang kedua"
    ),
    _GRANTS: N_(
        "modal hibah hanya bertambah oleh hibah yang diterima. Koreksi lain ditulis sebagai jurnal "
        "penyesuaian yang disetujui orang kedua"
    ),
    "": N_(
        "SHU, cadangan, dan dana SHU dibagi, ditutup, dan dipakai lewat layar SHU menurut "
        "keputusan rapat. Koreksi lain ditulis sebagai jurnal penyesuaian atau koreksi tahun lalu "
        "yang disetujui orang kedua"
    ),
}


def guard(_work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse ordinary lines on what a meeting decides; true where a second person is needed.

    Raises BadField.
    """
    if undone is not None or entry.kind == "opening":
        return False
    touched = [(n, words) for n in range(len(entry.lines)) if (words := _about(entry, n))]
    for n, words in touched:
        if entry.kind == "ordinary":
            raise BadField(name="account", reason=_(words), field=f"lines[{n}].account")
    return bool(touched)


def _about(entry: Entry, n: int) -> str | None:
    """What is said of a line that goes past a decision; nothing of any other."""
    line = entry.lines[n]
    if line.account == rules.MEMBERS:
        drawn = line.key is not None and line.amount > NOTHING
        return _WORDS[rules.MEMBERS] if drawn else None
    if not line.account.startswith(_KEPT):
        return None
    if not line.account.startswith(_GRANTS):
        return _WORDS[""]
    taken = any(x.account.startswith(_NOMINAL) and x.amount > NOTHING for x in entry.lines)
    granted = entry.kind == "ordinary" and line.amount < NOTHING and not taken
    return None if granted else _WORDS[_GRANTS]
