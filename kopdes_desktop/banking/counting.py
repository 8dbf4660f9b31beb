"""A box is counted note by note; what is over or short is posted with its reason (A06a–A07)."""

from __future__ import annotations

from typing import Final

from kopdes_desktop.banking import queries
from kopdes_desktop.banking.rules import WITNESSED
from kopdes_desktop.banking.tables import CASH_COUNT
from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import boxes, chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.settings import VARIANCE_LIMIT, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users
from kopdes_desktop.tills import gates, postings, rules
from kopdes_desktop.tills.operations import Notes, in_books, not_reversible
from kopdes_desktop.tills.queries import CASHIER, drawers, open_shifts
from kopdes_desktop.tills.rules import Counted

#: Why a box is counted (RULES, Control).
OCCASIONS: Final = {
    "month_end": N_("akhir bulan"),
    "handover": N_("ganti pemegang kas"),
    "surprise": N_("pemeriksaan mendadak"),
    "daily": N_("hitungan harian"),
}
_NEW = insert_into(CASH_COUNT)


class CountOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A box, its notes and coins, and why it is counted; who saw it (a user).

    `reason` says why it is not what the books say; `charge` is the user who owes what is missing.
    `tries` is how many counts it took: a blind count that is tried until it fits is on its record.
    """

    box: str
    counted: tuple[Notes, ...] = ()
    cash: Rupiah | None = None
    why: str = "daily"
    witness: int | str | None = None
    reason: str | None = None
    charge: int | str | None = None
    tries: int = 1


class CashCounted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What lay in a box, what the books expected, and the entry of the difference."""

    number: str
    box: str
    cash: Rupiah
    expected: Rupiah
    why: str
    counted: tuple[Counted, ...] = ()
    witness: int | None = None
    reason: str | None = None
    charge: int | None = None
    entry: Entry | None = None
    tries: int = 1


@operation("banking.count_cash", version=1)
class CountCash(Operation[CountOrder, CashCounted]):
    """Count the money of a box, and set the books right."""

    sentence = N_("Menghitung kas")
    document = "BAK"

    def decide(self, work: Work, order: CountOrder) -> CashCounted:
        """A box of ours that no shift has open; a difference has its reason, an occasion a witness.

        Raises NeedsApproval for a large difference, and where somebody else is to owe it.
        """
        box = _countable(work, order.box)
        _require_keeper(work, box)
        if order.why not in OCCASIONS:
            reason = _(N_("sebab hitungan tidak dikenal"))
            raise BadField(name="why", reason=reason, field="why")
        if order.tries < 1:
            raise BadField(name="tries", reason=_(N_("harus lebih dari nol")), field="tries")
        given = [Counted(each.note, each.count) for each in order.counted]
        counted, cash = rules.require_counted(given, order.cash, field="cash")
        expected = in_books(work, box.code)
        charge = None
        if order.charge is not None and cash < expected:
            charge = users.require_user(work, order.charge, field="charge").key
        number = work.number(self.document)
        text = N_("Selisih hitungan kas {number}").format(number=number)
        entry = postings.variance(text, box, cash - expected, charge)
        said = _explained(order.reason, needed=entry is not None)
        if entry is not None:
            journal.require_postable(work, entry, work.bd, work.today)
        _require_seen(work, box, abs(int(cash - expected)))
        gates.require_own_debt(work, charge)
        return CashCounted(
            number=number,
            box=box.code,
            cash=cash,
            expected=expected,
            why=order.why,
            counted=counted,
            witness=_witness(work, order),
            reason=said,
            charge=charge,
            entry=entry,
            tries=order.tries,
        )

    def apply(self, books: Books, fact: CashCounted) -> None:
        """The count, and the difference if there is one."""
        stamp = books.stamp
        amounts = int(fact.cash), int(fact.expected)
        books.insert(
            _NEW, stamp.key, fact.number, fact.box, stamp.bd.isoformat(), *amounts, fact.why
        )
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)
        else:
            books.numbered(fact.number)

    def undoable(self, work: Work, fact: CashCounted) -> None:
        """What was counted stands for ever."""
        raise not_reversible(
            fact.number, N_("hitungan uang tidak dibalik; luruskan dengan hitungan berikutnya")
        )


def _countable(work: Work, code: str) -> chart.Box:
    """A box in which money lies that nobody takes in just now. Raises BadField."""
    box = chart.box(work, code)
    chart.require_bound(work, box, field="box")
    if boxes.is_bank(box):
        reason = _(N_("{box} rekening bank; cocokkan dengan rekening koran"))
        raise BadField(name="box", reason=reason.format(box=box.name), field="box")
    if box.in_transit:
        reason = _(N_("{box} berisi uang dalam perjalanan; terima dahulu")).format(box=box.name)
        raise BadField(name="box", reason=reason, field="box")
    if any(shift.box == box.code for shift in open_shifts(work)):
        reason = _(N_("giliran kasir di {box} masih terbuka; lacinya dihitung saat menutupnya"))
        raise BadField(name="box", reason=reason.format(box=box.name), field="box")
    return box


def _require_keeper(work: Work, box: chart.Box) -> None:
    """A cashier counts alone what is hers: her box, a drawer of this laptop. NeedsApproval."""
    actor, second = work.actor, work.approver
    if actor.role != CASHIER or (second is not None and second.role != CASHIER):
        return
    if box.keeper == actor.user or box in drawers(work, work.device):
        return
    raise NeedsApproval(
        N_("{box} dipegang orang lain. Pengurus ikut menghitung, lalu menyetujui."),
        box=box.name,
        field="box",
    )


def _explained(reason: str | None, *, needed: bool) -> str | None:
    """Why the box is not what it should be; nothing where it is. Raises BadField."""
    words = short_line(reason or "", field="reason")
    if needed and not words:
        said = N_("Uang di kas berbeda dari catatan. Hitung ulang, atau tulis alasannya.")
        raise BadField(said, name="reason", field="reason")
    return words if needed else None


def _require_seen(work: Work, box: chart.Box, difference: int) -> None:
    """What a month's counts of a box differ by above the limit is agreed to by somebody else.

    By an officer who is neither its keeper nor the one who counts (RULES, Control). NeedsApproval.
    """
    limit = setting(work, VARIANCE_LIMIT)
    if not difference or difference + queries.differed(work, box.code, work.bd, limit) <= limit:
        return
    second = work.approver
    if second is not None and second.role != CASHIER and second.user != box.keeper:
        return
    raise NeedsApproval(
        N_(
            "Uang di kas ini berbeda dari catatan lebih dari {limit} dalam bulan ini, dijumlah "
            "dengan hitungan sebelumnya. Pengurus lain, bukan "
            "pemegang kas dan bukan yang menghitung, ikut menghitung lalu menyetujui."
        ),
        limit=wording.rupiah(Rupiah(limit)),
        field="counted",
    )


def _witness(work: Work, order: CountOrder) -> int | None:
    """Who saw it, and is somebody else: named, or the second person. Raises BadField."""
    if order.witness is None:
        if work.approver is not None:
            return work.approver.user
        if order.why in WITNESSED:
            reason = _(N_("hitungan akhir bulan dan ganti pemegang kas disaksikan orang lain"))
            raise BadField(name="witness", reason=reason, field="witness")
        return None
    found = users.require_user(work, order.witness, field="witness").key
    if found == work.actor.user:
        reason = _(N_("saksi adalah orang lain"))
        raise BadField(name="witness", reason=reason, field="witness")
    return found
