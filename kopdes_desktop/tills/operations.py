"""Opening and closing a shift, and cash in and out of its drawer.

The drawer is the journal's: what it should hold is its balance there, whoever moved it. A shift
belongs to the drawer, each document to whoever made it, so two clerks may share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.inventory import places, proofs
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey, device_of
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users
from kopdes_desktop.tills import gates, postings, queries, reasons, rules, totals
from kopdes_desktop.tills.reasons import IN, OUT, PERSONAL, UNKNOWN, VAGUE
from kopdes_desktop.tills.rules import Counted
from kopdes_desktop.tills.tables import SHIFT
from kopdes_desktop.tills.totals import Total

_NEW = insert_into(SHIFT)
_CLOSE = Statement(
    update(SHIFT)
    .where(SHIFT.c.key == bindparam("of_key"))
    .values(
        closed=bindparam("by_fact"),
        number=bindparam("z"),
        expected=bindparam("expects"),
        counted=bindparam("counts"),
    )
)


class Notes(Order, frozen=True, omit_defaults=True):
    """So many of one note or coin."""

    note: int
    count: int


class OpenOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """The drawer (the user's own), the place that sells (the only one), and what lies in it.

    Counted by notes, or as one amount. `reason` says why it is not what the books say.
    """

    box: str | None = None
    place: str | None = None
    counted: tuple[Notes, ...] = ()
    opening: Rupiah | None = msgspec.field(name="float", default=None)
    reason: str | None = None


class ShiftOpened(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A shift, named by this fact's key: what was counted, and what the books expected."""

    number: str
    box: str
    place: str
    opening: Rupiah = msgspec.field(name="float")
    expected: Rupiah
    counted: tuple[Counted, ...] = ()
    reason: str | None = None
    entry: Entry | None = None


@operation("till.open_shift", version=1)
class OpenShift(Operation[OpenOrder, ShiftOpened]):
    """Begin a shift with counted money."""

    sentence = N_("Membuka giliran kasir")
    document = "BGL"

    def decide(self, work: Work, order: OpenOrder) -> ShiftOpened:
        """A drawer of this laptop at which no shift is open; a difference has its reason."""
        box = queries.own_drawer(work, order.box)
        _require_closed(work, box)
        place = places.own_place(work, order.place)
        if place.unit != box.unit:
            reason = _(N_("{place} bukan tempat barang unit laci ini")).format(place=place.name)
            raise BadField(name="place", reason=reason, field="place")
        counted, opening = rules.require_counted(
            _notes(order.counted), order.opening, field="float"
        )
        expected = in_books(work, box.code)
        number = work.number(self.document)
        entry = postings.variance(
            N_("Selisih uang saat membuka giliran"), box, opening - expected, None
        )
        if entry is not None:
            journal.require_postable(work, entry, work.bd, work.today)
        said = _explained(order.reason, needed=entry is not None)
        gates.require_small_variance(work, opening - expected)
        return ShiftOpened(
            number=number,
            box=box.code,
            place=place.code,
            opening=opening,
            expected=expected,
            counted=counted,
            reason=said,
            entry=entry,
        )

    def apply(self, books: Books, fact: ShiftOpened) -> None:
        """The shift, and the difference if there is one."""
        stamp = books.stamp
        unit = chart.box(books, fact.box).unit
        books.insert(
            _NEW,
            stamp.key,
            fact.box,
            fact.place,
            unit,
            stamp.user,
            stamp.bd.isoformat(),
            int(fact.opening),
            *(None, None, None, None),
        )
        _post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: ShiftOpened) -> None:
        """A count stands: a new one mends it."""
        raise _counted(fact.number)

    def judge(self, books: Books, fact: ShiftOpened, stamp: Stamp) -> Iterator[str]:
        """A drawer and a place of the device; the count adds up; the difference is posted."""
        box = chart.box(books, fact.box)
        yield from _not_of(books, stamp, box)
        if not places.bound_place(books, stamp, fact.place):
            yield "R2: place"
        elif places.place(books, fact.place).unit != box.unit:
            yield "R2: place of another unit"
        if any(each.box == fact.box for each in queries.open_shifts(books)):
            yield "R2: a shift is open"
        if not rules.is_count_of(fact.counted, fact.opening):
            yield "R3: counted"
        found = fact.opening - fact.expected
        yield from _unlike(postings.variance("", box, found, None), fact.entry)
        if (fact.entry is None) != (fact.reason is None):
            yield "R3: reason"

    def found(self, books: Books, fact: ShiftOpened, stamp: Stamp) -> list[tuple[str, str]]:
        """What that laptop expected is not what these books say."""
        return _unexpected(books, fact.box, fact.opening)


class CloseOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What lies in the drawer, counted blind; why it is not what it should be.

    `charge` is the user who owes what is missing; nobody means that the cooperative bears it.
    `tries` is how many counts it took: a blind count that is tried until it fits shows on the Z.
    """

    shift: int | None = None
    box: str | None = None
    counted: tuple[Notes, ...] = ()
    cash: Rupiah | None = None
    reason: str | None = None
    charge: int | str | None = None
    tries: int = 1


class ShiftClosed(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A Z: everything that its paper shows stands in it, so that it prints the same for ever."""

    number: str
    shift: int
    cash: Rupiah
    expected: Rupiah
    totals: tuple[Total, ...]
    counted: tuple[Counted, ...] = ()
    reason: str | None = None
    charge: int | None = None
    entry: Entry | None = None
    #: Goods of the place below zero as that laptop knew it.
    below_zero: int = 0
    #: How many different counts were sent before this one stood.
    tries: int = 1
    #: What other rooms moved through the drawer: deposits, hand-overs, purchases.
    besides: tuple[Total, ...] = ()


@operation("till.close_shift", version=1)
class CloseShift(Operation[CloseOrder, ShiftClosed]):
    """End a shift with a blind count and a numbered Z."""

    sentence = N_("Menutup giliran kasir")
    document = "ZET"

    def decide(self, work: Work, order: CloseOrder) -> ShiftClosed:
        """An open shift of this laptop, or of a lost one; a difference has its reason.

        Raises NeedsApproval for a large one, and where somebody else is to owe it.
        """
        shift = queries.ending_shift(work, order.box, key=order.shift)
        box = chart.box(work, shift.box)
        counted, cash = rules.require_counted(_notes(order.counted), order.cash, field="cash")
        expected = in_books(work, box.code)
        charge = None
        if order.charge is not None and cash < expected:
            charge = users.require_user(work, order.charge, field="charge").key
        number = work.number(self.document)
        text = N_("Selisih uang giliran {number}").format(number=number)
        entry = postings.variance(text, box, cash - expected, charge)
        if entry is not None:
            journal.require_postable(work, entry, work.bd, work.today)
        reason = _explained(order.reason, needed=entry is not None)
        gates.require_small_variance(work, cash - expected)
        gates.require_own_debt(work, charge)
        if order.tries < 1:
            raise BadField(name="tries", reason=_(N_("harus lebih dari nol")), field="tries")
        return ShiftClosed(
            number=number,
            shift=shift.key,
            cash=cash,
            expected=expected,
            totals=totals.of(work, shift.key),
            counted=counted,
            reason=reason,
            charge=charge,
            entry=entry,
            below_zero=len(proofs.negatives(work, shift.place)),
            tries=order.tries,
            besides=totals.besides(work, shift),
        )

    def apply(self, books: Books, fact: ShiftClosed) -> None:
        """The shift is closed; its difference is posted."""
        books.change(
            _CLOSE,
            of_key=fact.shift,
            by_fact=books.stamp.key,
            z=fact.number,
            expects=int(fact.expected),
            counts=int(fact.cash),
        )
        _post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: ShiftClosed) -> None:
        """A Z stands for ever."""
        raise _counted(fact.number)

    def judge(self, books: Books, fact: ShiftClosed, stamp: Stamp) -> Iterator[str]:
        """An open shift of the device; its sums as kept; the count adds up; the difference."""
        shift = queries.shift(books, fact.shift)
        ended = shift is None or shift.closed is not None
        if shift is None or ended or not queries.keeps(books, stamp.device, shift):
            yield "R2: shift"
            return
        box = chart.box(books, shift.box)
        if fact.totals != totals.of(books, fact.shift):
            yield "R3: totals"
        if fact.besides and fact.besides != totals.besides(books, shift):
            yield "R3: besides"
        if not rules.is_count_of(fact.counted, fact.cash):
            yield "R3: counted"
        found = fact.cash - fact.expected
        yield from _unlike(postings.variance("", box, found, fact.charge), fact.entry)
        if (fact.entry is None) != (fact.reason is None):
            yield "R3: reason"
        if fact.charge is not None and (
            users.user(books, fact.charge) is None
            or (fact.charge != stamp.user and stamp.approver is None)
        ):
            yield "R2: charge"
        if fact.below_zero < 0:
            yield "R3: below_zero"
        if fact.tries < 1:
            yield "R3: tries"

    def found(self, books: Books, fact: ShiftClosed, stamp: Stamp) -> list[tuple[str, str]]:
        """What that laptop expected is not what these books say."""
        shift = queries.shift(books, fact.shift)
        return _unexpected(books, shift.box, fact.cash) if shift else []

    def refers_to(self, fact: ShiftClosed) -> set[int]:
        """The shift, and who is charged."""
        return {fact.shift, *([fact.charge] if fact.charge is not None else [])}


class CashOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """Why, how much, and a word about it; whose it is where the reason is somebody's own."""

    reason: str
    amount: Rupiah
    note: str | None = None
    person: int | str | None = None
    shift: int | None = None
    box: str | None = None


class CashMoved(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Cash into or out of the drawer of a shift, for a reason that names an account."""

    number: str
    shift: int
    reason: str
    account: str
    amount: Rupiah
    entry: Entry
    note: str | None = None
    person: int | None = None


CashOrderT = TypeVar("CashOrderT", bound=CashOrder)
CashMovedT = TypeVar("CashMovedT", bound=CashMoved)


class _MoveCash(Operation[CashOrderT, CashMovedT]):
    """Cash for a reason; `way` is "in" or "out"."""

    way: str

    def decide(self, work: Work, order: CashOrderT) -> CashMovedT:
        """An open shift, a reason of the list, an amount above zero that is there.

        A reason that says nothing has its note; a large amount out has a second person.
        """
        shift = queries.open_shift(work, order.box, key=order.shift)
        reason = reasons.reason(self.way, order.reason)
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        note = _noted(reason.code, order.note)
        if self.way == OUT:
            gates.require_small_sum(work, order.amount)
        person = None
        if reason.account == PERSONAL:
            person = users.require_user(work, order.person or "", field="person").key
        key = int(work.key) if reason.account == UNKNOWN else person
        box = chart.box(work, shift.box)
        text = N_("Kas masuk laci") if self.way == IN else N_("Kas keluar laci")
        entry = postings.moved(text, box, reason, order.amount, key)
        journal.require_postable(work, entry, work.bd, work.today)
        made: CashMovedT = self.fact_type(
            number=work.number(self.document or ""),
            shift=shift.key,
            reason=reason.code,
            account=reason.account,
            amount=order.amount,
            entry=entry,
            note=note,
            person=person,
        )
        return made

    def apply(self, books: Books, fact: CashMovedT) -> None:
        """The shift's sum, and the entry."""
        totals.book(books, fact.shift, f"cash_{self.way}", fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: CashMovedT) -> None:
        """Only while its shift is open: afterwards the Z holds it."""
        require_open(work, fact.shift, fact.number)

    def undo(self, books: Books, fact: CashMovedT) -> None:
        """The shift's sum without it."""
        totals.take_back(books, fact.shift, [Total(f"cash_{self.way}", 1, fact.amount)])

    def judge(self, books: Books, fact: CashMovedT, stamp: Stamp) -> Iterator[str]:
        """An open shift of the device, the account of the reason, the lines of both."""
        shift = queries.shift(books, fact.shift)
        if shift is None or shift.closed is not None or not of_device(shift, stamp):
            yield "R2: shift"
            return
        reason = reasons.reason(self.way, fact.reason)
        if reason.account != fact.account:
            yield "R2: account"
        if fact.amount <= NOTHING:
            yield "R3: amount"
        if fact.person is not None and (
            reason.account != PERSONAL or users.user(books, fact.person) is None
        ):
            yield "R2: person"
        if reason.code in VAGUE and fact.note is None:
            yield "R2: note"
        key = int(stamp.key) if reason.account == UNKNOWN else fact.person
        box = chart.box(books, shift.box)
        yield from _unlike(postings.moved("", box, reason, fact.amount, key), fact.entry)

    def found(self, books: Books, fact: CashMovedT, stamp: Stamp) -> list[tuple[str, str]]:
        """A drawer that was emptier than its clerk thought."""
        return journal.below_zero(books, fact.entry)

    def refers_to(self, fact: CashMovedT) -> set[int]:
        """The shift, and whose money it is."""
        return {fact.shift, *([fact.person] if fact.person is not None else [])}


@operation("till.cash_in", version=1)
class CashIn(_MoveCash[CashOrder, CashMoved]):
    """Cash into the drawer that no sale brought."""

    sentence = N_("Mencatat kas masuk laci")
    document = "KSM"
    way = IN


@operation("till.cash_out", version=1)
class CashOut(_MoveCash[CashOrder, CashMoved]):
    """Cash out of the drawer for a small expense."""

    sentence = N_("Mencatat kas keluar laci")
    document = "KSK"
    way = OUT


# --- what the rooms above ask, too ---------------------------------------------------------------


def in_books(work: Work, box: str) -> Rupiah:
    """What a box holds by the journal."""
    return chart.box_balances(work).get(box, NOTHING)


def of_device(shift: queries.Shift, stamp: Stamp) -> bool:
    """Whether a shift was opened on the device whose fact this is."""
    return device_of(FactKey(shift.key)) == stamp.device


def require_open(work: Work, key: int, number: str) -> None:
    """Refuse to take back what a Z holds, or what another laptop's drawer did. NotReversible."""
    shift = queries.shift(work, key)
    if shift is None or shift.closed is not None:
        raise not_reversible(
            number, N_("gilirannya sudah ditutup; catat retur, atau kas masuk dan keluar yang baru")
        )
    if device_of(FactKey(key)) != work.device:
        raise not_reversible(number, N_("gilirannya masih buka di laptop lain; batalkan di sana"))


def not_reversible(number: str, reason: str) -> NotReversible:
    """The refusal of a document that is not taken back; `reason` is marked by N_."""
    return NotReversible(number=number, reason=_(reason), field="entry")


def _counted(number: str) -> NotReversible:
    return not_reversible(
        number, N_("hitungan uang tidak dibalik; luruskan dengan hitungan berikutnya")
    )


def _notes(counted: Iterable[Notes]) -> list[Counted]:
    return [Counted(each.note, each.count) for each in counted]


def _require_closed(work: Work, box: chart.Box) -> None:
    """Refuse a drawer at which a shift is open. Raises AlreadyDecided."""
    here = next((each for each in queries.open_shifts(work) if each.box == box.code), None)
    if here is None:
        return
    said = (
        N_(
            "Giliran di {box} masih buka di laptop yang sudah dicabut. Bendahara menghitung uang "
            "lacinya dan menutup giliran itu dahulu di laptopnya."
        )
        if queries.is_lost(work, here)
        else N_("Giliran di {box} masih buka. Tutup giliran itu dahulu.")
    )
    raise AlreadyDecided(said, box=box.name, field="box")


def _noted(reason: str, note: str | None) -> str | None:
    """A word about cash; required where its reason says nothing. Raises BadField."""
    words = short_line(note or "", field="note")
    if reason in VAGUE and not words:
        said = _(N_("tuliskan keterangannya: uang apa (tanpa nama orang)"))
        raise BadField(name="note", reason=said, field="note")
    return words or None


def _explained(reason: str | None, *, needed: bool) -> str | None:
    """Why the drawer is not what it should be; nothing where it is. Raises BadField."""
    words = short_line(reason or "", field="reason")
    if needed and not words:
        said = N_("Uang di laci berbeda dari catatan. Hitung ulang, atau tulis alasannya.")
        raise BadField(said, name="reason", field="reason")
    return words if needed else None


def _post(books: Books, entry: Entry | None, number: str) -> None:
    if entry is not None:
        journal.post(books, entry, number)
    else:
        books.numbered(number)


def _not_of(books: Books, stamp: Stamp, box: chart.Box) -> Iterator[str]:
    if box.account != rules.DRAWER or not device.bound(books, stamp.device, "box", box.code):
        yield "R2: " + _(N_("kas {code} bukan milik perangkat itu")).format(code=box.code)


def _unlike(wanted: Entry | None, given: Entry | None) -> Iterator[str]:
    """Whether an entry has the lines that the document makes."""
    if (wanted is None) != (given is None):
        yield "R2: entry"
    elif (
        wanted is not None
        and given is not None
        and (given.kind, given.lines) != (wanted.kind, wanted.lines)
    ):
        yield "R2: lines differ from the document"


def _unexpected(books: Books, box: str, counted: Rupiah) -> list[tuple[str, str]]:
    """After the count was posted the drawer holds what was counted, or the two books differ."""
    held = chart.box_balances(books).get(box, NOTHING)
    return [] if held == counted else [("drawer_differs", box)]
