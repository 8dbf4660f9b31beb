"""Entries by hand, reversals, cash moves and opening balances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from kopdes_desktop.accounting import (
    differences,
    entrusted,
    free_hand,
    keepers,
    postings,
    results,
    rules,
    taking_back,
    vouchers,
)
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    NeedsApproval,
    NotReversible,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import device_of
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import (
    balances,
    by_hand,
    chart,
    journal,
    old_books,
    opening,
    periods,
    shape,
    undoing,
)
from kopdes_desktop.ledger.entry import (
    Entry,
    Line,
    inter_unit,
    reversed_entry,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.members.parties import party_key
from kopdes_desktop.office import days, device
from kopdes_desktop.office.books import Books, agreed_by
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work


class OrderedLine(Order, frozen=True, omit_defaults=True):
    """A line by hand: account, amount (debit +), unit; sub-ledger key, box and tags."""

    account: str
    amount: Rupiah
    unit: str
    key: int | str | None = None
    box: str | None = None
    lini: str | None = None
    movement: str | None = None


class RecordOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A sentence and its lines; inter-unit lines are the program's.

    `ref` is the number on the paper of others, if there is one.
    """

    text: str
    lines: tuple[OrderedLine, ...]
    kind: str = "ordinary"
    ref: str | None = None


class Recorded(Fact, frozen=True, omit_defaults=True):
    """An entry by hand, and the number on others' paper where there is one."""

    number: str
    entry: Entry
    ref: str | None = None


def resolved(work: Work, lines: tuple[OrderedLine, ...], *, lump: bool) -> Iterator[Line]:
    """Lines with their boxes and sub-ledger keys settled. Raises BadField, UnknownMember.

    In a `lump` an account of members or persons need not say whose it is.
    """
    kinds: dict[str, str] = {}
    for n, line in enumerate(lines):
        rules.require_free_line(line.account, line.movement, n)
        card = chart.account(work, line.account, field=f"lines[{n}].account")
        if line.unit not in kinds:
            kinds[line.unit] = chart.unit(work, line.unit, field=f"lines[{n}].unit").kind
        _require_owner(card, line.unit, kinds[line.unit], n)
        key = _key(work, line, card, n)
        if key is None and card.subledger == chart.MEMBER_SUBLEDGER and not lump:
            reason = _(N_("akun {code} dicatat per anggota")).format(code=card.code)
            raise BadField(name="key", reason=reason, field=f"lines[{n}].key")
        if key is None and not lump:
            rules.require_owner_said(card.code, n)
        yield Line(
            card.code,
            line.amount,
            line.unit,
            key=key,
            box=_box(work, line, card, n),
            lini=_lini(line, card, n),
            movement=line.movement,
        )


def _require_owner(card: chart.Account, unit: str, kind: str, n: int) -> None:
    """Refuse an account in a unit that it is not kept in (R1): office, savings unit or outlet."""
    owner = chart.OWNERS.get(card.owner_unit or "", kind)
    if owner != kind:
        reason = _(N_("akun {code} tidak dicatat di unit {unit}")).format(code=card.code, unit=unit)
        raise BadField(name="unit", reason=reason, field=f"lines[{n}].unit")


def _lini(line: OrderedLine, card: chart.Account, n: int) -> str | None:
    """The line of business: named, or the account's own; some accounts cannot do without (R1)."""
    found = line.lini or (card.lini if card.needs_lini else None)
    if card.needs_lini and found is None:
        reason = _(N_("akun {code} memerlukan lini usaha")).format(code=card.code)
        raise BadField(name="lini", reason=reason, field=f"lines[{n}].lini")
    return found


def _box(work: Work, line: OrderedLine, card: chart.Account, n: int) -> str | None:
    """The named box, or the only one of this account in this unit."""
    if not card.cash:
        if line.box is not None:
            reason = _(N_("akun {code} bukan kas")).format(code=card.code)
            raise BadField(name="box", reason=reason, field=f"lines[{n}].box")
        return None
    held = chart.boxes_of(work, card.code, line.unit)
    if line.box is not None:
        held = [box for box in held if box.code == line.box]
    if len(held) != 1:
        reason = _(N_("sebutkan kas yang mana untuk akun {code} di unit {unit}"))
        reason = reason.format(code=card.code, unit=line.unit)
        raise BadField(name="box", reason=reason, field=f"lines[{n}].box")
    return held[0].code


def _key(work: Work, line: OrderedLine, card: chart.Account, n: int) -> int | None:
    """Whose line it is: a member, a user, a document. Raises UnknownMember, BadField.

    A transaction account without one gets this entry's own key.
    """
    if line.key is None:
        return work.key if card.subledger == chart.TRANSACTION_SUBLEDGER else None
    field = f"lines[{n}].key"
    if card.subledger == chart.MEMBER_SUBLEDGER:
        return members.require_member(work, line.key, field=field).key
    return line.key if isinstance(line.key, int) else named_key(work, line.key, field)


def named_key(work: Work, name: str, field: str) -> int:
    """The key behind a user's name, a third party's code, a member or document number.

    Raises UnknownMember.
    """
    found = balances.posted(work, name)
    return found.key if found is not None else party_key(work, name, field)


def _entry(work: Work, text: str, lines: tuple[OrderedLine, ...], kind: str) -> Entry:
    made = tuple(resolved(work, lines, lump=kind == "opening"))
    if len(made) < 2 or not all(line.amount for line in made):  # noqa: PLR2004
        reason = _(N_("jurnal perlu paling sedikit dua baris, dan tiap baris ada jumlahnya"))
        raise BadField(name="lines", reason=reason, field="lines")
    whole = (*made, *inter_unit(made))
    return Entry(kind, rules.require_text(text), whole)  # type: ignore[arg-type]


def _drawn_on(work: Work, entry: Entry) -> set[int | None]:
    """The members whose savings an entry takes from, or whom it gives credit."""
    return {
        line.key
        for line in entry.lines
        if line.key is not None
        and line.amount > NOTHING
        and (
            line.account == entrusted.PREPAID
            or chart.account(work, line.account).subledger == chart.MEMBER_SUBLEDGER
        )
    }


def require_agreed(work: Work, sentence: str, *, shared: bool) -> None:
    """What sets another room's book right (`shared`) is agreed to by two. Raises NeedsApproval."""
    if shared and work.approver is None:
        raise NeedsApproval(
            N_(
                "Jurnal ini mengoreksi buku lain di samping jurnal: simpanan, titipan, SHU, "
                "pinjaman, aset, kas yang dihitung, atau stok barang, berapa pun jumlahnya. "
                "Mintalah persetujuan orang kedua."
            ),
            operation=_(sentence),
        )


@operation("accounting.record", version=1)
class Record(Operation[RecordOrder, Recorded]):
    """Write a general journal entry."""

    sentence = N_("Mencatat jurnal umum")
    document = "JRN"

    def decide(self, work: Work, order: RecordOrder) -> Recorded:
        """A kind that people may write; lines that balance; nothing below zero.

        Members' money is left to its own operations; what remains of it needs a second person.
        """
        if order.kind not in rules.FREE_KINDS:
            reason = _(N_("jenis jurnal ini tidak dapat ditulis tangan"))
            raise BadField(name="kind", reason=reason, field="kind")
        entry = _entry(work, order.text, order.lines, order.kind)
        if opening.touched(entry):
            periods.require_opening_free(work, field="lines")
        ref = rules.reference(order.ref)
        entry = free_hand.named(work, entry, ref)
        shared = by_hand.needs_second(work, entry)
        alone = not free_hand.needs_second(work, entry, ref)
        journal.require_postable(work, entry, work.bd, work.today)
        require_outsider(work, _drawn_on(work, entry), self.sentence)
        require_agreed(work, self.sentence, shared=shared)
        if not alone and work.approver is None:
            raise NeedsApproval(free_hand.ALONE, operation=_(self.sentence), field="ref")
        return Recorded(work.number(self.document), entry, ref)

    def apply(self, books: Books, fact: Recorded) -> None:
        """The entry, and the paper's number."""
        journal.post(books, fact.entry, fact.number)
        vouchers.keep_reference(books, books.stamp.key, fact.ref)

    def unmade(self, work: Work, key: int, fact: Recorded) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it."""
        yield from undoing.reversal_of(work, key)


class OpeningOrder(Order, frozen=True, omit_defaults=True):
    """Balances on a day, against 3-1501; the day may lie before the books begin."""

    day: date
    lines: tuple[OrderedLine, ...]
    text: str = ""


@operation("accounting.open_balances", version=1)
class OpenBalances(Operation[OpeningOrder, Recorded]):
    """Take over balances from the old books."""

    sentence = N_("Mencatat saldo awal")
    document = "SAW"

    def document_day(self, work: Work, order: OpeningOrder) -> tuple[date, str | None]:
        """The day of the balances; never late."""
        if order.day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(order.day), reason=reason, field="day")
        return order.day, None

    def decide(self, work: Work, order: OpeningOrder) -> Recorded:
        """Balanced lines of kind opening; a lump without its members is allowed, and shown.

        Nothing is added once they were agreed or a year was closed; late ones take two.
        """
        opening.require_free(work)
        text = order.text or N_("Saldo awal per {day}").format(day=wording.day(order.day))
        lines = tuple(
            line if line.movement else msgspec.structs.replace(line, movement="saldo awal")
            for line in order.lines
        )
        entry = _entry(work, text, lines, "opening")
        results.require_own_year(work, order.day, entry)
        journal.require_postable(work, entry, work.bd, work.today)
        old_books.require_early(work, entry, order.day, self.sentence)
        return Recorded(work.number(self.document), entry)

    def apply(self, books: Books, fact: Recorded) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)


class MoveCashOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """From one box to another; `transit` leaves it on the way until the other side takes it."""

    origin: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    amount: Rupiah
    transit: bool = False
    text: str = ""


class CashMoved(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Cash that went from one box into another (which may be the transit box of an outlet)."""

    number: str
    origin: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    amount: Rupiah
    entry: Entry
    bound_for: str | None = None


@operation("accounting.move_cash", version=1)
class MoveCash(Operation[MoveCashOrder, CashMoved]):
    """Move cash between boxes and banks: neither income nor cost."""

    sentence = N_("Memindahkan kas")
    document = "PKS"

    rows = (
        shape.Row("to", "debit", "amount", box="to", movement="pindah"),
        shape.Row("from", "credit", "amount", box="from", movement="pindah"),
    )

    def decide(self, work: Work, order: MoveCashOrder) -> CashMoved:
        """Two different boxes, an amount above zero that is there, by who keeps them."""
        origin = chart.box(work, order.origin, field="from")
        target = chart.box(work, order.target, field="to")
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        _require_no_loan(work, origin, target)
        landing = transit_box(work, origin, target) if order.transit else target
        chart.require_bound(work, origin, field="from")
        chart.require_bound(work, landing, field="to")
        keepers.require_origin(work, origin, over_the_way=landing.in_transit)
        keepers.require_target(work, landing)
        if landing.code == origin.code:
            reason = _(N_("asal dan tujuan sama"))
            raise BadField(name="to", reason=reason, field="to")
        text = rules.require_text(order.text) if order.text else N_("Pindah kas")
        entry = postings.cash_moved(text, origin, landing, order.amount)
        journal.require_postable(work, entry, work.bd, work.today)
        return CashMoved(
            number=work.number(self.document),
            origin=origin.code,
            target=landing.code,
            amount=order.amount,
            entry=entry,
            bound_for=target.code if order.transit else None,
        )

    def apply(self, books: Books, fact: CashMoved) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)

    def unmade(self, work: Work, key: int, fact: CashMoved) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it."""
        yield from undoing.reversal_of(work, key)

    def judge(self, books: Books, fact: CashMoved, stamp: Stamp) -> Iterator[str]:
        """From a box of the device into its own or into transit; amounts as said."""

        def of_box(field: str) -> shape.Resolver:
            def resolve(read: Books, payload: shape.Payload) -> tuple[str, str]:
                held = chart.box(read, payload[field])
                return held.account, held.unit

            return resolve

        roles = {"to": of_box("to"), "from": of_box("from")}
        yield from shape.judge(books, stamp, fact.entry, fact, rows=self.rows, roles=roles)
        if fact.amount <= NOTHING or fact.origin == fact.target:
            yield "R3: amount"
        if fact.bound_for is not None and (
            chart.box(books, fact.bound_for).code != fact.bound_for
            or chart.box(books, fact.target).account != chart.TRANSIT
        ):
            yield "R2: bound_for"

    def found(self, books: Books, fact: CashMoved, stamp: Stamp) -> list[tuple[str, str]]:
        """A box that was emptier than its keeper thought."""
        return journal.below_zero(books, fact.entry)


def _require_no_loan(work: Work, origin: chart.Box, target: chart.Box) -> None:
    """Refuse money of the savings unit that goes to an outlet (RULES R5). BadField."""
    kinds = [chart.unit(work, each.unit).kind for each in (origin, target)]
    if kinds == ["usp", "outlet"]:
        reason = _(N_("uang simpan pinjam tidak dipinjamkan kepada gerai"))
        raise BadField(name="to", reason=reason, field="to")


def transit_box(work: Work, origin: chart.Box, target: chart.Box) -> chart.Box:
    """The transit box of the outlet that the cash leaves or is bound for (A05a, A05c). BadField."""
    for unit in (origin.unit, target.unit):
        for held in chart.boxes_of(work, chart.TRANSIT, unit):
            return held
    reason = _(N_("unit ini tidak mempunyai kas dalam perjalanan"))
    raise BadField(name="transit", reason=reason, field="transit")


class ReverseOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """An entry, by key or document number, and why it is taken back."""

    entry: int | str
    reason: str


class Reversed(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The exact negation of an entry, dated now."""

    number: str
    target: int
    reason: str
    entry: Entry


@operation("accounting.reverse", version=1)
class Reverse(Operation[ReverseOrder, Reversed]):
    """Take an entry back by its exact opposite; nothing posted is ever changed."""

    sentence = N_("Membalik jurnal")
    reverses = True
    document = "BLK"

    def decide(self, work: Work, order: ReverseOrder) -> Reversed:
        """A posted entry that is no reversal and has none; on an outlet only its own, same day.

        Nobody voids his own money alone, nor what two people did (RULES, Control).
        """
        found = balances.posted(work, order.entry)
        if found is None:
            reason = _(N_("tidak ada jurnal {name}")).format(name=order.entry)
            raise BadField(name="entry", reason=reason, field="entry")
        shown = found.number or str(found.key)
        said = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        if found.reverses is not None or found.kind == "closing":
            reason = _(N_("jurnal balik dan jurnal penutup tidak dibalik"))
            raise NotReversible(number=shown, reason=reason, field="entry")
        if balances.reversals_of(work, found.key):
            raise AlreadyDecided(subject=shown, field="entry")
        _require_own_on_outlet(work, found.key, shown)
        original = balances.entry_of(work, found.key)
        if original.kind == "opening":
            opening.require_free(work, field="entry")
        elif opening.touched(original):
            periods.require_opening_free(work, field="entry")
        require_outsider(work, {x.key for x in original.lines}, self.sentence)
        if work.approver is None and agreed_by(work, found.key) is not None:
            raise NeedsApproval(
                N_(
                    "{number} dibuat dengan persetujuan orang kedua, jadi pembatalannya juga. "
                    "Mintalah persetujuan orang kedua."
                ),
                number=shown,
                operation=_(self.sentence),
            )
        made = work.original(found.key)
        if made is not None:
            made[0].undoable(work, made[1])
        text = N_("Pembatalan {number}").format(number=shown)
        entry = reversed_entry(original, text)
        if made is not None:
            by_hand.needs_second(work, entry, by_hand.Undone(shown, made[0].code, made[1]))
        taking_back.require_as_paid(work, found, entry, self.sentence)
        journal.require_postable(work, entry, work.bd, work.today)
        return Reversed(
            number=work.number(self.document),
            target=found.key,
            reason=said,
            entry=entry,
        )

    def apply(self, books: Books, fact: Reversed) -> None:
        """The opposite entry, and what else the document had moved."""
        found = books.original(fact.target)
        if found is not None:
            found[0].undo(books, found[1])
        journal.post(books, fact.entry, fact.number, reverses=fact.target)

    def judge(self, books: Books, fact: Reversed, stamp: Stamp) -> Iterator[str]:
        """R6: the exact negation of its own entry, none of a reversal, before the day's close."""
        found = balances.posted(books, fact.target)
        if found is None or device_of(fact.target) != stamp.device:
            yield "R6: not the device's own document"
            return
        if found.reverses is not None:
            yield "R6: a reversal of a reversal"
        original = balances.entry_of(books, fact.target)
        if reversed_entry(original, fact.entry.text) != fact.entry:
            yield "R6: not the exact negation"
        closed = days.last_closed(books, stamp.device)
        if closed is not None and found.bd <= closed:
            yield "R6: after the day's close"

    def found(self, books: Books, fact: Reversed, stamp: Stamp) -> list[tuple[str, str]]:
        """Two reversals of one document: both stand, the treasurer books the second back."""
        twice = balances.reversals_of(books, fact.target) != {stamp.key}
        short = journal.below_zero(books, fact.entry)
        return [("reversed_twice", str(fact.target)), *short] if twice else short

    def refers_to(self, fact: Reversed) -> tuple[int, ...]:
        """The entry taken back."""
        return (fact.target,)


def _require_own_on_outlet(work: Work, target: int, shown: str) -> None:
    own = device.device(work, work.device)
    if own is None or own.role == device.TREASURER:
        return
    closed = days.last_closed(work, work.device)
    found = balances.posted(work, target)
    late = closed is not None and found is not None and found.bd <= closed
    if device_of(target) != work.device or late:
        reason = _(N_("gerai hanya membalik buktinya sendiri sebelum hari ditutup"))
        raise NotReversible(number=shown, reason=reason, field="entry")


by_hand.GUARDS.append(entrusted.guard)
by_hand.GUARDS.append(differences.guard)
by_hand.GUARDS.append(results.guard)
