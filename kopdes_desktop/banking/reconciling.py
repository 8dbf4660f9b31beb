"""A box against what others say of it: tick what stands on both, and the rest has to explain it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, delete, update

from kopdes_desktop.banking import queries, rules
from kopdes_desktop.banking.rules import Place
from kopdes_desktop.banking.tables import BANK_TICK, RECONCILIATION
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, BadField, NeedsApproval, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger import boxes, chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

_NEW, _TICK = insert_into(RECONCILIATION), insert_into(BANK_TICK)
_REPLACE = Statement(
    update(RECONCILIATION)
    .where(RECONCILIATION.c.key == bindparam("of_key"))
    .values(replaced=bindparam("by_fact"))
)
_UNTICK = Statement(delete(BANK_TICK).where(BANK_TICK.c.fact == bindparam("of_fact")))


class NotReconciled(Refusal):
    """The ticked lines do not come to the statement's balance."""

    template = N_(
        "Belum cocok: yang dicentang berjumlah {ticked}, rekening koran {balance}, selisih "
        "{difference}. {advice}"
    )


class BeforeSigned(Refusal):
    """A late document of a day up to which a box was counted or reconciled."""

    template = N_(
        "{box} sudah dihitung atau dicocokkan per {day}; bukti yang menyusul bertanggal itu atau "
        "sebelumnya akan membuatnya tidak cocok lagi. Catat dengan tanggal sesudah {day}."
    )


class ReconcileOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """The statement's day and balance, and the lines of the books that stand on it.

    `ticked` are [entry, line]; lines that an earlier reconciliation ticked are not named again.
    `rows` are the marks of the statement's rows, where it was read from a file.
    """

    box: str
    day: date
    balance: Rupiah
    ticked: tuple[tuple[int, int], ...] = ()
    rows: tuple[str, ...] = ()


class Reconciled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The books' balance of the day less the lines not ticked is the statement's.

    It replaces what was reconciled for this day or, with a second person, for a later one.
    """

    number: str
    box: str
    day: date
    balance: Rupiah
    ledger: Rupiah
    ticked: tuple[tuple[int, int], ...] = ()
    rows: tuple[str, ...] = ()


@operation("banking.reconcile", version=1)
class Reconcile(Operation[ReconcileOrder, Reconciled]):
    """Compare a bank account with its statement."""

    sentence = N_("Mencocokkan rekening bank")
    document = "RKB"

    def decide(self, work: Work, order: ReconcileOrder) -> Reconciled:
        """Open lines of this account up to that day, which with earlier ones make the balance.

        Raises NeedsApproval where later reconciliations are to go.
        """
        box = chart.box(work, order.box)
        if not boxes.is_bank(box):
            reason = _(N_("{box} dihitung, bukan dicocokkan; pakai hitung kas"))
            raise BadField(name="box", reason=reason.format(box=box.name), field="box")
        if order.day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(order.day), reason=reason, field="day")
        before, lines = queries.open_lines(work, box, order.day)
        amounts = {line.place: line.row.amount for line in lines}
        _require_open(order.ticked, amounts)
        ticked = before + total(amounts[place] for place in order.ticked)
        if ticked != order.balance:
            raise _not_reconciled(work, box, order, ticked, amounts)
        _require_last(work, box, order.day)
        return Reconciled(
            number=work.number(self.document),
            box=box.code,
            day=order.day,
            balance=order.balance,
            ledger=before + total(amounts.values()),
            ticked=tuple(sorted(order.ticked)),
            rows=tuple(sorted(set(order.rows))),
        )

    def apply(self, books: Books, fact: Reconciled) -> None:
        """The ticks of what it replaces go, its own come."""
        key = books.stamp.key
        for each in queries.standing(books, fact.box):
            if each.day >= fact.day:
                books.change(_REPLACE, of_key=each.key, by_fact=key)
                books.change(_UNTICK, of_fact=each.key)
        books.insert_all(_TICK, [(entry, line, key) for entry, line in fact.ticked])
        amounts = int(fact.balance), int(fact.ledger)
        books.insert(_NEW, key, fact.number, fact.box, fact.day.isoformat(), *amounts, None)
        books.numbered(fact.number)


def _require_open(ticked: tuple[Place, ...], amounts: dict[Place, Rupiah]) -> None:
    """Each named once, and open in this book. Raises BadField."""
    if len(set(ticked)) != len(ticked):
        raise BadField(name="ticked", reason=_(N_("ada baris dicentang dua kali")), field="ticked")
    strange = [place for place in ticked if place not in amounts]
    if strange:
        reason = _(
            N_(
                "{n} baris yang dicentang bukan dari rekening ini, sesudah tanggal itu, atau sudah "
                "dicocokkan"
            )
        )
        raise BadField(name="ticked", reason=reason.format(n=len(strange)), field="ticked")


def _require_last(work: Work, box: chart.Box, day: date) -> None:
    """Nobody takes back alone what was signed for a later day. Raises NeedsApproval."""
    later = [each for each in queries.standing(work, box.code) if each.day > day]
    if later and work.approver is None:
        raise NeedsApproval(
            N_(
                "{box} sudah dicocokkan per {later} ({number}). Mencocokkan tanggal yang lebih "
                "awal membatalkannya, maka perlu persetujuan orang kedua."
            ),
            box=box.name,
            later=wording.short_day(later[0].day),
            number=later[0].number,
            field="day",
        )


def _not_reconciled(
    work: Work,
    box: chart.Box,
    order: ReconcileOrder,
    ticked: Rupiah,
    amounts: dict[Place, Rupiah],
) -> NotReconciled:
    """The refusal with both sums, and where to look."""
    difference = order.balance - ticked
    return NotReconciled(
        ticked=wording.rupiah(ticked),
        balance=wording.rupiah(order.balance),
        difference=wording.rupiah(difference),
        advice=advice(work, box, difference, amounts),
        field="balance",
    )


def advice(read: Reading, box: chart.Box, difference: Rupiah, amounts: dict[Place, Rupiah]) -> str:
    """Where a difference may come from: a line of that amount, or half of it on the other side."""
    found = rules.suspects(difference, amounts)
    if found:
        named = {
            int(line.row.entry.key): line.row.entry.number or line.row.entry.text
            for line in queries.open_lines(read, box, date.max)[1]
        }
        shown = ", ".join(sorted({named.get(entry, str(entry)) for entry, _line in found})[:3])
        return _(N_("Periksa {names}.")).format(names=shown)
    return _(N_("Cari mutasi sebesar itu yang belum dicatat atau belum dicentang."))


def gate(read: Reading, entry: Entry, day: date) -> None:
    """Refuse late documents that a box's last count or reconciliation knows nothing of.

    Raises BeforeSigned.
    """
    for code in {line.box for line in entry.lines if line.box is not None}:
        signed = queries.signed_until(read, code)
        if signed is not None and day <= signed:
            name = chart.box(read, code).name
            raise BeforeSigned(box=name, day=wording.short_day(signed), field="day")


journal.GATES.append(gate)
