"""When old books may still be taken over by one person, by two, and no more (saldo awal).

An opening asks nobody what a payment would ask, so it is for the beginning alone: once the books
run, two people look at the old ones together, and once a year was closed it is an error of earlier
years.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import NeedsApproval, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger import chart, journal, opening
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.work import Work


def require_early(work: Work, entry: Entry, day: date, sentence: str) -> None:
    """Refuse one person's opening once the books run, or a box that has been used. NeedsApproval.

    A box is used once other money went through it, or it was counted or reconciled since.
    """
    if work.approver is not None:
        return
    running = opening.running_since(work)
    if running is not None and Month.of(running) < Month.of(work.today):
        raise NeedsApproval(
            N_(
                "Pembukuan sudah berjalan sejak {month}. Saldo awal yang baru dicatat sekarang "
                "dilihat dua orang bersama buku lamanya. Mintalah persetujuan orang kedua."
            ),
            month=wording.month(Month.of(running)),
            operation=_(sentence),
            field="lines",
        )
    for code in _used(work, entry, day):
        raise NeedsApproval(
            N_(
                "{box} sudah dipakai atau dihitung sejak pembukuan mulai, jadi saldo awalnya tidak "
                "diubah seorang diri. Mintalah persetujuan orang kedua."
            ),
            box=chart.box(work, code).name,
            operation=_(sentence),
            field="lines",
        )


def require_early_alone(work: Work, entry: Entry, day: date, sentence: str) -> None:
    """The same of one document; a register that is imported is looked at and undone as a whole."""
    if work.batch is None:
        require_early(work, entry, day, sentence)


def _used(read: Reading, entry: Entry, day: date) -> Iterable[str]:
    """The boxes of an opening that are not new any more, or that it takes from."""
    boxes = [(line.account, line.box, line.amount) for line in entry.lines if line.box is not None]
    for account, code, amount in boxes:
        taken = amount < NOTHING and entry.kind == "opening"
        if taken or opening.has_moved(read, account, code) or _signed(read, entry, day):
            yield code


def _signed(read: Reading, entry: Entry, day: date) -> bool:
    """Whether somebody has signed what stood in its boxes after that day."""
    try:
        for gate in journal.GATES:
            gate(read, entry, day)
    except Refusal:
        return True
    return False
