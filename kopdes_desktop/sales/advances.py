"""Advances on orders: money taken before the goods are there, and paid back where none come."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import balances, chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import bons, paying, postings, queries
from kopdes_desktop.sales.drawer_money import DrawerMoney
from kopdes_desktop.tills import queries as shifts


class AdvanceOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """How much is paid ahead for what; the member who orders, if he is one."""

    amount: Rupiah
    text: str
    member: int | str | None = None
    box: str | None = None
    shift: int | None = None


class AdvanceTaken(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """An advance on an order, under this fact's own key until goods are taken for it."""

    number: str
    amount: Rupiah
    text: str
    box: str
    unit: str
    entry: Entry
    member: int | None = None
    shift: int | None = None


@operation("sales.take_advance", version=1)
class TakeAdvance(DrawerMoney[AdvanceOrder, AdvanceTaken]):
    """Take an advance on an order."""

    sentence = N_("Menerima uang muka pesanan")
    document = "UMJ"
    what = "advance_in"

    def decide(self, work: Work, order: AdvanceOrder) -> AdvanceTaken:
        """An amount, what is ordered, and a drawer with an open shift. Raises BadField, NoShift."""
        text = short_line(order.text, field="text")
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        if not text:
            reason = _(N_("tulis barang yang dipesan"))
            raise BadField(name="text", reason=reason, field="text")
        who = members.require_active(work, order.member) if order.member is not None else None
        shift = shifts.open_shift(work, order.box, key=order.shift)
        box = chart.box(work, shift.box)
        entry = postings.advance_taken(
            N_("Uang muka pesanan"), box, work.key, shift.unit, order.amount
        )
        journal.require_postable(work, entry, work.bd, work.today)
        return AdvanceTaken(
            number=work.number(self.document),
            amount=order.amount,
            text=text,
            box=box.code,
            unit=shift.unit,
            entry=entry,
            member=who.key if who else None,
            shift=shift.key,
        )

    def judge(self, books: Books, fact: AdvanceTaken, stamp: Stamp) -> Iterator[str]:
        """Under its own key, in the unit and drawer of its shift."""
        yield from bons.judge_box(books, fact.box, fact.shift, stamp)
        box = chart.box(books, fact.box)
        if fact.amount <= NOTHING or not fact.text:
            yield "R3: amount"
        if fact.unit != box.unit:
            yield "R2: unit"
        if fact.member is not None and not members.is_key(books, fact.member):
            yield f"R2: {fact.member} is no member"
        wanted = postings.advance_taken("", box, stamp.key, fact.unit, fact.amount)
        if (wanted.kind, wanted.lines) != (fact.entry.kind, fact.entry.lines):
            yield "R2: lines differ from the document"

    def refers_to(self, fact: AdvanceTaken) -> set[int]:
        """The shift and the member."""
        return {key for key in (fact.shift, fact.member) if key is not None}


class ReturnOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Which advance (key or number) is paid back, and why; all that is left of it.

    Out of the drawer whose shift is open, or out of a cash box or bank (`box`).
    """

    advance: int | str
    reason: str
    box: str | None = None
    shift: int | None = None


class AdvanceReturned(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """An advance paid back: `amount` of it, to the unit that had taken it.

    `shift` where the money came out of a drawer.
    """

    number: str
    advance: int
    amount: Rupiah
    reason: str
    box: str
    unit: str
    entry: Entry
    shift: int | None = None


@operation("sales.return_advance", version=1)
class ReturnAdvance(DrawerMoney[ReturnOrder, AdvanceReturned]):
    """Pay an advance back: the order came to nothing."""

    sentence = N_("Mengembalikan uang muka pesanan")
    document = "UMK"
    what = "advance_out"

    def decide(self, work: Work, order: ReturnOrder) -> AdvanceReturned:
        """What is left of an advance of this unit, a reason, and money for it.

        Raises BadField, NoShift, NeedsApproval, SelfApproval.
        """
        missing = _(N_("tulis mengapa pesanannya batal"))
        reason = short_line(order.reason, field="reason", missing=missing)
        key, taken = _taken(work, order.advance)
        box, shift = bons.receiving(work, order.box, order.shift)
        left = -dict(balances.of_key(work, postings.ADVANCE, key)).get(taken.unit, NOTHING)
        if left <= NOTHING or (shift is not None and shift.unit != taken.unit):
            raise _unknown(order.advance)
        if taken.member is not None:
            paying.require_outsider(work, members.require_member(work, taken.member), self.sentence)
        entry = postings.advance_returned(
            N_("Uang muka pesanan dikembalikan"), box, key, taken.unit, left
        )
        journal.require_postable(work, entry, work.bd, work.today)
        return AdvanceReturned(
            number=work.number(self.document),
            advance=key,
            amount=left,
            reason=reason,
            box=box.code,
            unit=taken.unit,
            entry=entry,
            shift=shift.key if shift else None,
        )

    def judge(self, books: Books, fact: AdvanceReturned, stamp: Stamp) -> Iterator[str]:
        """Of an advance no more than was taken, in its unit, out of a box of the device."""
        found = books.original(fact.advance)
        if found is None or not isinstance(found[1], AdvanceTaken):
            yield "R2: advance"
            return
        yield from bons.judge_box(books, fact.box, fact.shift, stamp)
        box = chart.box(books, fact.box)
        if not NOTHING < fact.amount <= found[1].amount or not fact.reason:
            yield "R3: amount"
        if fact.unit != found[1].unit or (fact.shift is not None and fact.unit != box.unit):
            yield "R2: unit"
        wanted = postings.advance_returned("", box, fact.advance, fact.unit, fact.amount)
        if (wanted.kind, wanted.lines) != (fact.entry.kind, fact.entry.lines):
            yield "R2: lines differ from the document"

    def found(self, books: Books, fact: AdvanceReturned, stamp: Stamp) -> list[tuple[str, str]]:
        """An advance that was used up meanwhile, or a drawer that was emptier."""
        return journal.below_zero(books, fact.entry)

    def refers_to(self, fact: AdvanceReturned) -> set[int]:
        """The advance and the shift."""
        return {fact.advance, *([fact.shift] if fact.shift is not None else [])}


def _taken(work: Work, name: int | str) -> tuple[int, AdvanceTaken]:
    """An advance by key or number. Raises BadField."""
    entry = balances.posted(work, name)
    found = work.original(entry.key) if entry is not None else None
    if entry is None or found is None or not isinstance(found[1], AdvanceTaken):
        raise _unknown(name)
    return entry.key, found[1]


def _unknown(name: int | str) -> BadField:
    reason = _(N_("uang muka {number} tidak ada atau sudah terpakai")).format(number=name)
    return BadField(name="advance", reason=reason, field="advance")


# --- what waits -----------------------------------------------------------------------------------


class Waiting(Struct, frozen=True):
    """An advance that is not used up: what was ordered, and what is left of the money."""

    key: int
    number: str
    text: str
    left: Rupiah


def waiting(read: Reading, unit: str) -> list[Waiting]:
    """The advances that a unit has taken and still holds, the oldest first."""
    found = []
    for key, number, left in queries.advances(read):
        made = read.original(key)
        if made is not None and isinstance(made[1], AdvanceTaken) and made[1].unit == unit:
            found.append(Waiting(key, number, made[1].text, left))
    return found
