"""What a journal entry that somebody writes freely may not do, or not alone.

Other rooms guard their own accounts (`ledger.by_hand`); here stand those that no room guards: what
is owed by or to somebody who is not named (the number on others' paper names nobody), tills'
drawers, the opening's balancing account, and the savings unit's money in an outlet (RULES R5).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec.structs import replace

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger import balances, chart, opening, paying
from kopdes_desktop.ledger.entry import INTER_UNIT, Entry
from kopdes_desktop.office.books import Reading

_LAST_DAY: Final = date.max
#: How the chart breaks down what has no screen of its own yet: each loan, each term deposit.
_NO_SCREEN: Final = frozenset({"per pinjaman", "per bilyet"})
#: How it breaks down what a person or a firm owes or is owed: others' paper does not say who.
_OF_SOMEBODY: Final = frozenset(
    {
        *("per pelanggan", "per mitra", "per orang", "per pemasok", "per pihak", "per penitip"),
        "per petani",
    }
)
#: How it breaks down what a paper tells apart: a month's tax, a facility, a grant, an invoice.
_OF_PAPER: Final = frozenset(
    {"per masa", "per fasilitas", "per hibah", "per perjanjian", "bukti potong", "faktur"}
)
#: Wages are owed to those of a list; its paper says whose, as far as a list is owed.
_OF_LISTS: Final = frozenset({"2-1302"})
_ORDINARY: Final = "ordinary"
ALONE: Final = N_(
    "Jurnal ini tidak ditulis seorang diri: ia mengisi atau mengambil uang laci kasir (biasanya "
    "lewat Kasir atau Pindah kas), mengoreksi saldo awal, atau memakai akun yang dirinci tanpa "
    "menyebut rinciannya. Untuk akun per masa atau per faktur, isi nomor buktinya; untuk akun per "
    "orang atau pihak, sebut siapa, atau isi nomor bukti di buku ini yang menyebut dia (nomor "
    "kertas orang lain tidak cukup). Atau mintalah persetujuan orang kedua."
)


def named(read: Reading, entry: Entry, ref: str | None) -> Entry:
    """With the person on lines that say nobody, where the document behind `ref` says who it is.

    That is a document of these books by its number, with one person on the same account.
    """
    found = balances.posted(read, ref) if ref else None
    if found is None:
        return entry
    there = balances.entry_of(read, found.key).lines
    made = []
    for line in entry.lines:
        known = {each.key for each in there if each.account == line.account} - {None}
        wanted = line.key is None and chart.account(read, line.account).subledger in _OF_SOMEBODY
        made.append(replace(line, key=known.pop()) if wanted and len(known) == 1 else line)
    return replace(entry, lines=tuple(made))


def needs_second(read: Reading, entry: Entry, ref: str | None) -> bool:
    """Whether what somebody wrote freely needs a second person. Raises BadField."""
    _require_no_loan(read, entry)
    wanted = [
        _balancing(entry),
        _at_drawer(entry),
        *(_unnamed(read, entry, n, ref) for n in range(len(entry.lines))),
    ]
    return any(wanted)


def _balancing(entry: Entry) -> bool:
    """The balancing account takes no cash: that is an opening, or a correction. BadField."""
    touched = [n for n, x in enumerate(entry.lines) if x.account == opening.BALANCING]
    if touched and any(line.box is not None for line in entry.lines):
        reason = _(
            N_(
                "akun {code} hanya lawan saldo awal, bukan tujuan atau asal uang. Kas dan bank "
                "dari buku lama dicatat lewat Saldo awal; uang yang kurang atau lebih dihitung "
                "lewat Kas & bank, halaman Hitung kas"
            )
        ).format(code=opening.BALANCING)
        raise BadField(name="account", reason=reason, field=f"lines[{touched[0]}].account")
    return bool(touched)


def _at_drawer(entry: Entry) -> bool:
    """A till's drawer moves at the till, where its shift knows of it; by hand by two."""
    return any(line.account == paying.DRAWER for line in entry.lines)


def _unnamed(read: Reading, entry: Entry, n: int, ref: str | None) -> bool:
    """Whether a line pays or claims without a name, or a paper, where the chart wants it. BadField.

    What comes in without a name harms nobody: it stands there until somebody claims it.
    """
    line = entry.lines[n]
    card = chart.account(read, line.account)
    if card.subledger in _NO_SCREEN:
        if entry.kind == _ORDINARY:
            reason = _(
                N_(
                    "akun {code} dirinci {by}, dan layarnya belum ada di versi ini. Saldo lamanya "
                    "masuk lewat Saldo awal; koreksi ditulis sebagai jurnal penyesuaian yang "
                    "disetujui orang kedua"
                )
            ).format(code=card.code, by=card.subledger)
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
        return True
    if line.key is not None or line.amount <= NOTHING:
        return False
    if card.subledger in _OF_PAPER:
        return not ref
    if line.account in _OF_LISTS and ref:
        return sum(_taken(entry, line.account)) > _on_lists(read, line.account)
    return card.subledger in _OF_SOMEBODY


def _taken(entry: Entry, account: str) -> list[int]:
    """What the lines of an entry that say nobody take from an account."""
    return [int(line.amount) for line in entry.lines if line.account == account and not line.key]


def _on_lists(read: Reading, account: str) -> int:
    """What is owed on an account under nobody's name."""
    whole = balances.balances_at(read, _LAST_DAY).get(account, NOTHING)
    return -int(whole) + sum(int(each) for each in balances.key_balances(read, account).values())


def _require_no_loan(read: Reading, entry: Entry) -> None:
    """Refuse what leaves the savings unit's boxes for an outlet (RULES R5). BadField."""
    kinds = {each.code: each.kind for each in chart.units(read)}
    lent = any(kinds[x.unit] == "usp" and x.box and x.amount < NOTHING for x in entry.lines)
    taken = any(
        kinds[x.unit] == "outlet" and x.account == INTER_UNIT and x.amount < NOTHING
        for x in entry.lines
    )
    given = any(
        kinds[x.unit] == "usp" and x.account == INTER_UNIT and x.amount > NOTHING
        for x in entry.lines
    )
    if lent and taken and given:
        reason = _(N_("uang simpan pinjam tidak dipinjamkan kepada gerai"))
        raise BadField(name="box", reason=reason, field="lines")
