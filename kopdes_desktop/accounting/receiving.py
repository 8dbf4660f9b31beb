"""Taking in cash that was on its way: whole, in part, or less than was handed over (A05b–A05d).

What is not taken in stays on its way and ages there, unless somebody owes what is missing.
"""

from __future__ import annotations

import msgspec

from kopdes_desktop.accounting import keepers, postings
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users

_ABOVE_ZERO = N_("harus lebih dari nol")
_LEVEL_OF_DEBTOR = "cashier"


class ReceiveOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """From which way box (the only one that holds something) into which box, counted.

    `missing` is what lacks besides, and `charge` the user who owes it.
    """

    target: str = msgspec.field(name="to")
    amount: Rupiah
    origin: str | None = msgspec.field(name="from", default=None)
    missing: Rupiah = NOTHING
    charge: int | str | None = None
    text: str = ""


class CashReceived(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Cash that came out of a way box; what was missing of it is somebody's debt."""

    number: str
    origin: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    amount: Rupiah
    entry: Entry
    missing: Rupiah = NOTHING
    charge: int | None = None


@operation("accounting.receive_cash", version=1)
class ReceiveCash(Operation[ReceiveOrder, CashReceived]):
    """Take in what was handed over; at the office, where what is missing is found."""

    sentence = N_("Menerima setoran kas")
    document = "TSK"

    def decide(self, work: Work, order: ReceiveOrder) -> CashReceived:
        """No more than is on its way; what is missing has its debtor, and he or an officer agrees.

        Raises BadField, NeedsApproval.
        """
        origin = _way_box(work, order.origin)
        target = chart.box(work, order.target, field="to")
        if target.in_transit:
            reason = _(N_("uang ini sudah dalam perjalanan; pilih kas tempat ia diterima"))
            raise BadField(name="to", reason=reason, field="to")
        chart.require_bound(work, origin, field="from")
        chart.require_bound(work, target, field="to")
        keepers.require_target(work, target)
        _require_amounts(work, order, origin)
        charge = _debtor(work, order)
        text = short_line(order.text, field="text") or N_("Terima setoran")
        entry = postings.cash_received(text, origin, target, order.amount, (order.missing, charge))
        journal.require_postable(work, entry, work.bd, work.today)
        return CashReceived(
            number=work.number(self.document),
            origin=origin.code,
            target=target.code,
            amount=order.amount,
            entry=entry,
            missing=order.missing,
            charge=charge,
        )

    def apply(self, books: Books, fact: CashReceived) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: CashReceived) -> set[int]:
        """Who owes what is missing."""
        return {fact.charge} if fact.charge is not None else set()


def _way_box(work: Work, code: str | None) -> chart.Box:
    """The way box that is named, or the only one that holds something. Raises BadField."""
    if code is not None:
        named = chart.box(work, code, field="from")
        if not named.in_transit:
            reason = _(N_("{box} bukan kas dalam perjalanan")).format(box=named.name)
            raise BadField(name="from", reason=reason, field="from")
        return named
    held = chart.box_balances(work)
    ways = [box for box in chart.boxes(work) if box.in_transit and held.get(box.code, NOTHING)]
    if len(ways) == 1:
        return ways[0]
    reason = (
        _(N_("setoran mana yang diterima? Sebutkan kas dalam perjalanannya"))
        if ways
        else _(N_("tidak ada uang dalam perjalanan"))
    )
    raise BadField(name="from", reason=reason, field="from")


def _require_amounts(work: Work, order: ReceiveOrder, origin: chart.Box) -> None:
    """Refuse nothing, and more than is on its way. Raises BadField."""
    for field, amount in (("amount", order.amount), ("missing", order.missing)):
        if amount < NOTHING:
            raise BadField(name=field, reason=_(_ABOVE_ZERO), field=field)
    whole = order.amount + order.missing
    if whole == NOTHING:
        raise BadField(name="amount", reason=_(_ABOVE_ZERO), field="amount")
    held = chart.box_balances(work).get(origin.code, NOTHING)
    if whole > held:
        words = N_(
            "dalam perjalanan hanya {held}; kelebihan uang dicatat tersendiri sebagai kas masuk"
        )
        reason = _(words).format(held=wording.rupiah(held))
        raise BadField(name="amount", reason=reason, field="amount")


def _debtor(work: Work, order: ReceiveOrder) -> int | None:
    """Who owes what is missing: by his own word, or with an officer's. BadField, NeedsApproval."""
    if order.missing == NOTHING:
        return None
    if order.charge is None:
        words = N_(
            "sebutkan siapa yang menanggung kekurangannya; tanpa itu sisanya tetap dalam perjalanan"
        )
        raise BadField(name="charge", reason=_(words), field="charge")
    charged = users.require_user(work, order.charge, field="charge").key
    second = work.approver
    agreed = second is not None and (second.user == charged or second.role != _LEVEL_OF_DEBTOR)
    if charged != work.actor.user and not agreed:
        raise NeedsApproval(
            N_(
                "Kekurangan setoran dibebankan kepada orang lain hanya bila ia sendiri atau ketua "
                "menyetujuinya. Mintalah persetujuan, atau biarkan sisanya dalam perjalanan."
            ),
            field="charge",
        )
    return charged
