"""Money held for people: an applicant's titipan (2-1107), a former member's refund (2-1106).

It is paid out by operations of its own, to whom it is due; an entry by hand does not go round them.
"""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.work import Work

REFUNDABLE, PREPAID = "2-1106", "2-1107"
#: Whose money may stand on each.
_WHOSE = {REFUNDABLE: {"left"}, PREPAID: {"applicant", "rejected", "active"}}
#: Taking this back makes a member of him again.
_COMES_BACK = "membership.settle"
#: What the old books had wrong may go again, on whichever side it stood.
_OPENED = "accounting.open_balances"

_PAID_OUT = N_(
    "uang ini tidak dikeluarkan lewat jurnal umum. Catat pengembalian, atau balik buktinya bila "
    "salah. Koreksi lain ditulis sebagai jurnal penyesuaian yang disetujui orang kedua"
)


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse what a refund or a settlement does, and money under a key that cannot have it.

    True where the rest needs a second person. Raises BadField, of a reversal NotReversible.
    """
    if undone is not None and undone.code == _OPENED:
        return False
    touched = [(n, line) for n, line in enumerate(entry.lines) if line.account in _WHOSE]
    sums: dict[tuple[str, int | None], Rupiah] = {}
    for n, line in touched:
        if entry.kind == "ordinary" and line.amount > NOTHING:
            raise BadField(name="account", reason=_(_PAID_OUT), field=f"lines[{n}].account")
        place = (line.account, line.key)
        sums[place] = sums.get(place, NOTHING) - line.amount
    if undone is not None and undone.code == _COMES_BACK:
        _require_nothing_more(work, undone, sums)
        return False
    for (account, key), held in sums.items():
        if held > NOTHING:
            _require_owner(work, account, key, undone)
    return undone is None and entry.kind != "ordinary" and bool(touched)


def _require_owner(work: Work, account: str, key: int | None, undone: Undone | None) -> None:
    """Refuse money under a key that cannot have it there. BadField, NotReversible."""
    who = members.member(work, key) if key is not None else None
    if who is not None and who.key == key and who.status in _WHOSE[account]:
        return
    reason = _(
        N_("akun {account} hanya untuk anggota yang sudah keluar")
        if account == REFUNDABLE
        else N_("akun {account} hanya untuk calon anggota, atau anggota yang masih aktif")
    ).format(account=account)
    if undone is not None:
        raise NotReversible(number=undone.number, reason=reason, field="entry")
    raise BadField(name="key", reason=reason, field="lines")


def _require_nothing_more(
    work: Work, undone: Undone, sums: dict[tuple[str, int | None], Rupiah]
) -> None:
    """Nobody is a member again who is still owed a refund by another document. NotReversible."""
    key: int = undone.fact.member  # type: ignore[attr-defined]
    owed = -sum(int(amount) for _unit, amount in balances.of_key(work, REFUNDABLE, key))
    if owed + int(sums.get((REFUNDABLE, key), NOTHING)):
        reason = _(
            N_("orang ini masih punya pengembalian dari jurnal lain; balik dahulu jurnal itu")
        )
        raise NotReversible(number=undone.number, reason=reason, field="entry")
