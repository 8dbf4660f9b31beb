"""Bons (members' credit) paid and limited, and QRIS money that arrives.

None of these is a sale: the money of a bon counts in the drawer and never in a day's sales.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, NoShift
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, journal, transit
from kopdes_desktop.ledger.balances import Posted
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.sales import paying, postings, queries
from kopdes_desktop.sales.drawer_money import DrawerMoney
from kopdes_desktop.sales.tables import BON_LIMIT
from kopdes_desktop.savings.deposits import receiving_box
from kopdes_desktop.tills import operations as tills
from kopdes_desktop.tills import queries as shifts
from kopdes_desktop.tills import rules as drawers

_limit = insert(BON_LIMIT).values(member=None, amount=None, fact=None)
#: Limits are the treasurer's device's alone, so the latest of her chain stands.
_SET_LIMIT = Statement(
    _limit.on_conflict_do_update(
        index_elements=[BON_LIMIT.c.member],
        set_={"amount": _limit.excluded.amount, "fact": _limit.excluded.fact},
    )
)


# --- bons -----------------------------------------------------------------------------------------


class PayBonOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Which member pays how much of what he owes: all of it where no amount is named.

    Into the drawer whose shift is open, or into a cash box or bank (`box`).
    """

    member: int | str
    amount: Rupiah | None = None
    box: str | None = None
    shift: int | None = None


class BonPaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A member's payment of his bons, the oldest first; `shift` where it went into a drawer.

    `left` is what he still owed then.
    """

    number: str
    member: int
    amount: Rupiah
    box: str
    left: Rupiah
    entry: Entry
    shift: int | None = None


@operation("sales.pay_bon", version=1)
class PayBon(DrawerMoney[PayBonOrder, BonPaid]):
    """Take a member's payment of his bons."""

    sentence = N_("Menerima pembayaran bon")
    document = "BON"
    what = "bon_paid"

    def decide(self, work: Work, order: PayBonOrder) -> BonPaid:
        """A member who owes so much, or owed it when he left; a drawer with an open shift.

        Raises UnknownMember, BadField, NoShift.
        """
        who = members.require_member(work, order.member)
        owed = balances.of_key(work, postings.BON, who.key)
        whole = total(amount for _unit, amount in owed)
        amount = whole if order.amount is None else order.amount
        _require_owed(amount, whole)
        box, shift = receiving(work, order.box, order.shift)
        units = by_unit(owed, amount, shift.unit if shift else box.unit)
        entry = postings.bon_paid(N_("Pembayaran bon"), box, who.key, units)
        journal.require_postable(work, entry, work.bd, work.today)
        return BonPaid(
            number=work.number(self.document),
            member=who.key,
            amount=amount,
            box=box.code,
            left=whole - amount,
            entry=entry,
            shift=shift.key if shift else None,
        )

    def judge(self, books: Books, fact: BonPaid, stamp: Stamp) -> Iterator[str]:
        """A member's bon in some units, a box of the device, the shift of its drawer."""
        if not members.is_key(books, fact.member):
            yield f"R2: {fact.member} is no member"
        if fact.amount <= NOTHING or fact.left < NOTHING:
            yield "R3: amount"
        yield from judge_box(books, fact.box, fact.shift, stamp)
        box = chart.box(books, fact.box)
        units = [(x.unit, -x.amount) for x in fact.entry.lines if x.account == postings.BON]
        if any(amount <= NOTHING for _unit, amount in units) or len(dict(units)) != len(units):
            yield "R3: units"
        elif total(amount for _unit, amount in units) != fact.amount:
            yield "R3: amount of units"
        else:
            wanted = postings.bon_paid("", box, fact.member, units)
            if (wanted.kind, wanted.lines) != (fact.entry.kind, fact.entry.lines):
                yield "R2: lines differ from the document"

    def found(self, books: Books, fact: BonPaid, stamp: Stamp) -> list[tuple[str, str]]:
        """More than he owed by these books."""
        return journal.below_zero(books, fact.entry)

    def refers_to(self, fact: BonPaid) -> set[int]:
        """The member and the shift."""
        return {fact.member, *([fact.shift] if fact.shift is not None else [])}


def _require_owed(amount: Rupiah, whole: Rupiah) -> None:
    """Refuse nothing, and more than is owed. BadField."""
    if not NOTHING < amount <= whole:
        reason = _(N_("bon anggota ini {owed}; isi jumlah sampai sebesar itu")).format(
            owed=wording.rupiah(whole)
        )
        raise BadField(name="amount", reason=reason, field="amount")


def out_of_deposit(
    read: Reading, deposit: Posted, name: int | str, amount: Rupiah
) -> dict[str, Any]:
    """The order of `accounting.record` that pays a member's bons with money of nobody known.

    An adjustment: two people see whose it was. Raises UnknownMember, BadField.
    """
    who = members.require_member(read, name)
    owed = balances.of_key(read, postings.BON, who.key)
    _require_owed(amount, total(each for _unit, each in owed))
    taken = {"account": transit.UNKNOWN, "amount": int(amount), "unit": OFFICE_UNIT}
    paid = [
        {"account": postings.BON, "amount": -int(part), "unit": unit, "key": who.key}
        for unit, part in by_unit(owed, amount, OFFICE_UNIT)
    ]
    return {
        "text": N_("Bayar bon lewat setoran {number}").format(number=deposit.number),
        "kind": "adjustment",
        "lines": [{**taken, "key": int(deposit.key)}, *paid],
        "ref": deposit.number,
    }


def by_unit(owed: list[tuple[str, Rupiah]], amount: Rupiah, unit: str) -> list[tuple[str, Rupiah]]:
    """What is paid of each unit's bons: of the unit that takes the money first."""
    made: list[tuple[str, Rupiah]] = []
    for name, held in sorted(owed, key=lambda each: (each[0] != unit, each[0])):
        part = min(held, amount)
        if part > NOTHING:
            made.append((name, part))
            amount -= part
    return made


def receiving(
    work: Work, code: str | None, shift: int | None
) -> tuple[chart.Box, shifts.Shift | None]:
    """Where money goes: a drawer with its open shift, or the named cash box or bank.

    Raises BadField, NoShift.
    """
    if code is None:
        try:
            open_one = shifts.open_shift(work, key=shift)
        except NoShift:
            own = receiving_box(work, None)
            if own.account == drawers.DRAWER:
                raise
            chart.require_bound(work, own, field="box")
            return own, None
        return chart.box(work, open_one.box), open_one
    box = receiving_box(work, code)
    chart.require_bound(work, box, field="box")
    if box.account == drawers.DRAWER:
        return box, shifts.open_shift(work, box.code, key=shift)
    return box, None


def judge_box(books: Books, code: str, shift: int | None, stamp: Stamp) -> Iterator[str]:
    """A box of the device; a drawer with its own open shift, and no shift without a drawer."""
    box = chart.box(books, code)
    if box.code != code or not device.bound(books, stamp.device, "box", code):
        yield "R2: " + _(N_("kas {code} bukan milik perangkat itu")).format(code=code)
    found = shifts.shift(books, shift) if shift is not None else None
    if (box.account == drawers.DRAWER) != (found is not None):
        yield "R2: shift"
    if found is not None and (
        found.box != code or found.closed is not None or not tills.of_device(found, stamp)
    ):
        yield "R2: shift of another drawer"


class LimitOrder(Order, frozen=True, omit_defaults=True):
    """How much a member may owe for bons, and which decision says so."""

    member: int | str
    amount: Rupiah
    decision: str = ""


class LimitSet(Fact, frozen=True, omit_defaults=True):
    """How much a member may owe for bons from now on."""

    member: int
    amount: Rupiah
    decision: str = ""


@operation("sales.set_limit", version=1)
class SetLimit(Operation[LimitOrder, LimitSet]):
    """Set how much a member may owe for bons."""

    sentence = N_("Mengatur plafon bon anggota")
    daily = False

    def decide(self, work: Work, order: LimitOrder) -> LimitSet:
        """An active member; not one's own or one's family's alone. Raises NotActive, BadField."""
        who = members.require_active(work, order.member)
        if order.amount < NOTHING:
            reason = _(N_("tidak boleh kurang dari nol"))
            raise BadField(name="amount", reason=reason, field="amount")
        paying.require_outsider(work, who, self.sentence)
        return LimitSet(who.key, order.amount, order.decision.strip())

    def apply(self, books: Books, fact: LimitSet) -> None:
        """The limit from now on."""
        books.change(_SET_LIMIT, member=fact.member, amount=int(fact.amount), fact=books.stamp.key)

    def refers_to(self, fact: LimitSet) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)


# --- QRIS -----------------------------------------------------------------------------------------


class QrisOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What the operator settles, what he keeps of it, and into which bank; whose unit's it is."""

    amount: Rupiah
    box: str
    fee: Rupiah | None = None
    unit: str | None = None


class QrisSettled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """QRIS money of a unit that arrived in a bank, less the operator's fee."""

    number: str
    unit: str
    box: str
    amount: Rupiah
    fee: Rupiah
    entry: Entry


@operation("sales.settle_qris", version=1)
class SettleQris(Operation[QrisOrder, QrisSettled]):
    """Note that QRIS payments have arrived in the bank."""

    sentence = N_("Mencatat pencairan QRIS")
    document = "QRS"

    def decide(self, work: Work, order: QrisOrder) -> QrisSettled:
        """No more than waits there, a fee below it, a bank. BadField, InsufficientBalance."""
        unit = order.unit or _only_unit(work)
        chart.unit(work, unit)
        bank = chart.box(work, order.box)
        if not bank.account.startswith("1-111"):
            reason = _(N_("{box} bukan rekening bank")).format(box=bank.name)
            raise BadField(name="box", reason=reason, field="box")
        fee = order.fee if order.fee is not None else NOTHING
        if order.amount <= NOTHING or not NOTHING <= fee < order.amount:
            reason = _(N_("jumlah harus lebih dari nol dan lebih besar dari potongannya"))
            raise BadField(name="amount", reason=reason, field="amount")
        waiting = queries.qris_waiting(work, work.bd, unit)
        if order.amount > waiting:
            raise InsufficientBalance(
                name=_(N_("QRIS belum cair")),
                balance=wording.rupiah(waiting),
                amount=wording.rupiah(order.amount),
                field="amount",
            )
        entry = postings.qris_settled(N_("Pencairan QRIS"), bank, unit, order.amount, fee)
        journal.require_postable(work, entry, work.bd, work.today)
        return QrisSettled(
            number=work.number(self.document),
            unit=unit,
            box=bank.code,
            amount=order.amount,
            fee=fee,
            entry=entry,
        )

    def apply(self, books: Books, fact: QrisSettled) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)


def _only_unit(read: Reading) -> str:
    """The only outlet. Raises BadField."""
    outlets = [each.code for each in chart.units(read) if each.kind == "outlet"]
    if len(outlets) != 1:
        reason = _(N_("sebutkan unit gerainya"))
        raise BadField(name="unit", reason=reason, field="unit")
    return outlets[0]
