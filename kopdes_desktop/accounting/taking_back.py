"""What a reversal asks for that lets money go: as much as the payment itself would ask.

Whoever voids his own receipt on its day, while the day is open, does so alone. Later, money that
leaves a box, or savings that a member loses, above the limit for withdrawals takes a second person;
what one person takes back alone is summed over the month.
"""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import NeedsApproval, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, documents, old_books, year_ends
from kopdes_desktop.ledger.balances import Posted
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office import days
from kopdes_desktop.office.books import Reading, agreed_by, recorded_by
from kopdes_desktop.office.settings import WITHDRAW_LIMIT, setting
from kopdes_desktop.office.work import Work

_MUCH_AT_ONCE = N_(
    "Pembatalan {number} mengeluarkan {amount} dari kas atau simpanan, di atas batas "
    "{limit} untuk seorang diri. Mintalah persetujuan orang kedua."
)
_MUCH_IN_ALL = N_(
    "Pembatalan {number} mengeluarkan {amount} dari kas atau simpanan. Bersama yang Anda "
    "batalkan sendiri sebelumnya dalam bulan ini menjadi {whole}, di atas batas {limit} untuk "
    "seorang diri. Mintalah persetujuan orang kedua."
)
#: Income and costs, and what a meeting has divided: they belong to the year that was closed.
_OF_THE_YEAR = (*year_ends.INCOME, *year_ends.COSTS, "3-13", "3-14")


def require_as_paid(work: Work, found: Posted, entry: Entry, sentence: str) -> None:
    """Refuse a reversal into a closed year, and one person's that pays out. `entry` reverses.

    Raises NotReversible, NeedsApproval.
    """
    shown = found.number or str(found.key)
    maker, recorded, imported = recorded_by(work, found.key)
    closed = year_ends.covering(work, Month.of(found.posted_on))
    if closed is not None and found.kind != "opening":
        _require_no_results(entry, shown, closed.year.label)
        if work.approver is None:
            raise NeedsApproval(
                N_(
                    "{number} milik tahun buku {year} yang sudah ditutup, jadi tidak dibalik "
                    "seorang diri. Mintalah persetujuan orang kedua."
                ),
                number=shown,
                year=closed.year.label,
                operation=_(sentence),
            )
    own = maker == work.actor.user and _still_open(work, found, recorded)
    if found.kind == "opening":
        old_books.require_early(work, entry, found.bd, sentence)
        return
    if work.approver is not None or imported or own:
        return
    going, limit = _going(work, entry), setting(work, WITHDRAW_LIMIT)
    before = _gone_alone(work) if going else NOTHING
    if int(going + before) > limit:
        raise NeedsApproval(
            _MUCH_AT_ONCE if int(going) > limit else _MUCH_IN_ALL,
            number=shown,
            amount=wording.rupiah(going),
            whole=wording.rupiah(going + before),
            limit=wording.rupiah(limit),
            operation=_(sentence),
        )


def _gone_alone(work: Work) -> Rupiah:
    """What this person took back in the month before, with nobody beside him."""
    month = Month.of(work.bd)
    return total(
        _going(work, balances.entry_of(work, each.key))
        for each in documents.reversals(work, month.first(), month.last())
        if _was_alone(work, each)
    )


def _was_alone(work: Work, back: Posted) -> bool:
    """Whether a reversal is of whoever works now, and was neither agreed to nor of his own day."""
    maker, recorded, _batch = recorded_by(work, back.key)
    found = balances.posted(work, back.reverses or 0)
    if maker != work.actor.user or found is None or found.kind == "opening":
        return False
    first, noted, imported = recorded_by(work, found.key)
    own = first == maker and (found.bd == back.bd or noted == recorded)
    return not own and not imported and agreed_by(work, back.key) is None


def _require_no_results(entry: Entry, shown: str, year: str) -> None:
    """Refuse what would move a closed year's result into this one. NotReversible."""
    if any(line.account.startswith(_OF_THE_YEAR) for line in entry.lines):
        reason = _(
            N_(
                "tahun buku {year} sudah ditutup, jadi pendapatan dan bebannya tidak dibalik ke "
                "tahun ini. Tulis di Jurnal sebagai koreksi tahun lalu (akun 3-1404) dengan "
                "persetujuan orang kedua"
            )
        ).format(year=year)
        raise NotReversible(number=shown, reason=reason, field="entry")


def _still_open(work: Work, found: Posted, recorded: str) -> bool:
    """Whether the document is of this day, or was written today, and the day is not closed."""
    closed = days.last_closed(work, work.device)
    today = found.bd == work.today or recorded == work.clock_day.isoformat()
    return today and (closed is None or closed < work.today)


def _going(read: Reading, entry: Entry) -> Rupiah:
    """What leaves the boxes as a whole, or what members lose of their savings, if that is more."""
    boxes = total(-line.amount for line in entry.lines if line.box is not None)
    saved = total(
        line.amount
        for line in entry.lines
        if line.key is not None
        and (card := chart.account(read, line.account)).sign < 0
        and card.subledger == chart.MEMBER_SUBLEDGER
    )
    return max(boxes, saved, NOTHING)
