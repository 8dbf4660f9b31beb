"""What the opening balances amount to, by account: the opening entries and all that mends them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func, or_, select, union

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import OpeningAgreed
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, periods, year_ends
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.ledger.tables import ACCOUNT, ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

#: Both sides of an opening meet here; agreed when nothing is left on it.
BALANCING = "3-1501"

_OPENINGS = select(ENTRY.c.key).where(ENTRY.c.kind == "opening")
_COUNTED = union(
    _OPENINGS,
    select(ENTRY.c.key).where(ENTRY.c.reverses.in_(_OPENINGS)),
    select(JOURNAL_LINE.c.entry).where(JOURNAL_LINE.c.account == BALANCING),
)
_SUMS = Statement(
    select(JOURNAL_LINE.c.account, func.sum(JOURNAL_LINE.c.amount))
    .where(JOURNAL_LINE.c.entry.in_(_COUNTED))
    .group_by(JOURNAL_LINE.c.account)
    .order_by(JOURNAL_LINE.c.account)
)
_LUMPS = Statement(
    select(JOURNAL_LINE.c.account, func.sum(JOURNAL_LINE.c.amount))
    .join(ENTRY, ENTRY.c.key == JOURNAL_LINE.c.entry)
    .join(ACCOUNT, ACCOUNT.c.code == JOURNAL_LINE.c.account)
    .where(
        ACCOUNT.c.subledger == chart.MEMBER_SUBLEDGER,
        JOURNAL_LINE.c.key.is_(None),
        or_(ENTRY.c.kind == "opening", ENTRY.c.reverses.in_(_OPENINGS)),
    )
    .group_by(JOURNAL_LINE.c.account)
    .order_by(JOURNAL_LINE.c.account)
)
_OTHER = ENTRY.c.kind != "opening", ENTRY.c.reverses.is_(None) | ~ENTRY.c.reverses.in_(_OPENINGS)
_RUNNING = Statement(select(func.min(ENTRY.c.posted_on)).where(*_OTHER))
_MOVED = Statement(
    select(ENTRY.c.key)
    .join(JOURNAL_LINE, JOURNAL_LINE.c.entry == ENTRY.c.key)
    .where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        JOURNAL_LINE.c.box == bindparam("of_box"),
        *_OTHER,
    )
    .limit(1)
)
_LAST = Statement(
    select(func.max(ENTRY.c.bd)).where(
        ENTRY.c.kind == "opening",
        ~ENTRY.c.key.in_(select(ENTRY.c.reverses).where(ENTRY.c.reverses.is_not(None))),
    )
)


def touched(entry: Entry) -> bool:
    """Whether an entry belongs to the opening balances, or mends them over 3-1501."""
    return entry.kind == "opening" or any(line.account == BALANCING for line in entry.lines)


def sums(read: Reading) -> dict[str, Rupiah]:
    """Account and amount (debit +) of the opening balances, in order of codes.

    Counted are opening entries, their reversals, and every entry that touches 3-1501, each whole:
    so the rest of them is always the opposite of 3-1501.
    """
    return {account: Rupiah(amount) for account, amount in read.rows(_SUMS) if amount}


def lumps(read: Reading) -> dict[str, Rupiah]:
    """Members' accounts opened in one sum without their members (debit +)."""
    return {account: Rupiah(amount) for account, amount in read.rows(_LUMPS) if amount}


def last_day(read: Reading) -> date | None:
    """The latest day of an opening entry that stands."""
    found = read.value(_LAST)
    return date.fromisoformat(found) if found else None


def require_free(read: Reading, *, field: str | None = None) -> None:
    """Refuse openings that were agreed, or that come after a closed year. OpeningAgreed."""
    periods.require_opening_free(read, field=field)
    closed = year_ends.closed_years(read)
    if closed:
        raise OpeningAgreed(
            N_(
                "Tahun buku {year} sudah ditutup, jadi saldo awal tidak ditambah lagi: angka yang "
                "sudah dipertanggungjawabkan akan berubah. Yang baru ditemukan dari buku lama "
                "adalah koreksi tahun lalu: tulis di Jurnal, jenis koreksi tahun lalu (akun "
                "3-1404), dengan persetujuan orang kedua."
            ),
            year=closed[-1].year.label,
            field=field,
        )


def running_since(read: Reading) -> date | None:
    """The first day of an entry that is no opening and takes none back."""
    found = read.value(_RUNNING)
    return date.fromisoformat(found) if found else None


def has_moved(read: Reading, account: str, box: str) -> bool:
    """Whether anything but openings went through a box."""
    return read.value(_MOVED, of_account=account, of_box=box) is not None
