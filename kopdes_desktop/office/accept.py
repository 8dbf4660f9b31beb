"""The door for facts of other devices: chain, judgement, then the books (FACTS §5, §6).

On the treasurer's device an outlet's facts are judged (R1 to R6), tried inside a savepoint to learn
what they would leave to be found, taken back, and then written: `sync.accept` first, the facts
after it, all in one transaction. On an outlet her chain is taken as it is; where that moves the
outlet's own facts, the whole log is replayed into a new file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct, field
from sqlalchemy import bindparam, delete, func, select

from kopdes_desktop.db import guards
from kopdes_desktop.db.faults import DriverError, fault_of
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField, BundleRefused, Fault
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import DEVICE_BITS, SHIFT, FactKey, device_of, fact_key, seq_of
from kopdes_desktop.office import device, facts, order, replay
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Envelope, Stamp
from kopdes_desktop.office.judging import (
    JOIN,
    SENSELESS,
    Arrival,
    fact_of,
    judge_one,
    refusal,
    waits_for,
)
from kopdes_desktop.office.operation import (
    Fact,
    Operation,
    Order,
    find,
    known,
    operation,
)
from kopdes_desktop.office.order import Booked
from kopdes_desktop.office.tables import FACT, FINDING, HELD, QUARANTINE
from kopdes_desktop.office.work import Work

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.office.transaction import Transaction

_KNOWN = Statement(select(FACT.c.n).where(FACT.c.key == bindparam("of_key")))
_HASH_AT = Statement(select(FACT.c.hash).where(FACT.c.key == bindparam("of_key")))
_LOG = insert_into(FACT)
_LAST_N = Statement(select(func.max(FACT.c.n)))
_FINDING, _HOLD, _KEEP_OUT = insert_into(FINDING), insert_into(HELD), insert_into(QUARANTINE)
_FREE = Statement(delete(HELD).where(HELD.c.key == bindparam("of_key")))
_HELD = Statement(select(HELD.c.key, HELD.c.reason, HELD.c.body).order_by(HELD.c.key))
_OUT = Statement(
    delete(QUARANTINE).where(
        QUARANTINE.c.device == bindparam("of_device"), QUARANTINE.c.seq == bindparam("of_seq")
    )
)

Secret = tuple[int, str, bytes]


class Finding(Fact, frozen=True, omit_defaults=True):
    """Something about an accepted fact that needs the treasurer's eye."""

    seq: int
    code: str
    detail: str


class AcceptOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What `Office.accept` has judged; nobody gives this order by hand."""

    dev: str
    number: int
    after: int
    to: int
    head: str
    booked: tuple[Booked, ...] = ()
    findings: tuple[Finding, ...] = ()


class FactsAccepted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A device's facts from `after` + 1 to `to` are part of the books from here on."""

    dev: str
    number: int
    after: int
    to: int
    head: str
    booked: tuple[Booked, ...] = ()
    findings: tuple[Finding, ...] = ()


@operation(order.ACCEPT, version=1)
class Accept(Operation[AcceptOrder, FactsAccepted]):
    """Take another device's facts into the books."""

    sentence = N_("Menerima catatan dari perangkat lain")
    daily = False

    def decide(self, work: Work, order: AcceptOrder) -> FactsAccepted:
        """As judged."""
        if not work.founding:
            reason = _(N_("perintah ini hanya diberikan oleh program"))
            raise BadField(name="op", reason=reason)
        return FactsAccepted(
            dev=order.dev,
            number=order.number,
            after=order.after,
            to=order.to,
            head=order.head,
            booked=order.booked,
            findings=order.findings,
        )

    def apply(self, books: Books, fact: FactsAccepted) -> None:
        """How far, and what was found."""
        device.taken_to(books, fact.number, fact.to)
        for n, each in enumerate(fact.findings, 1):
            books.insert(
                _FINDING,
                books.stamp.key,
                n,
                fact_key(fact.number, each.seq),
                each.code,
                each.detail,
            )


class Accepted(Struct):
    """What came of it: new and known facts, what is held and why, findings, and who was refused."""

    new: int = 0
    duplicate: int = 0
    held: list[tuple[int, str]] = field(default_factory=list)
    findings: list[tuple[int, str, str]] = field(default_factory=list)
    refused: list[BundleRefused] = field(default_factory=list)
    moved: bool = False


def read_arrivals(office: Office, envelopes: Iterable[bytes | str]) -> dict[int, list[Arrival]]:
    """This cooperative's envelopes by device and sequence. Raises BadField, BundleRefused."""
    read = [_read(each) for each in envelopes]
    said = {each.dev: _said_number(each) for _raw, each in read if each.seq == 1}
    numbers = {
        dev: device.number_of(office.reading, dev) or said.get(dev, 0)
        for dev in {each.dev for _raw, each in read}
    }
    found: dict[int, list[Arrival]] = {}
    for raw, envelope in read:
        number = numbers[envelope.dev]
        ours = envelope.coop == office.own.coop and envelope.v == facts.ENVELOPE_VERSION
        if not ours or not number or not 0 < envelope.seq < 1 << SHIFT:
            raise refusal(envelope, "chain", _(N_("bukan catatan koperasi ini")))
        key = fact_key(number, envelope.seq)
        found.setdefault(number, []).append(Arrival(key, facts.digest(raw), raw, envelope))
    return {number: sorted(each, key=lambda a: a.key) for number, each in found.items()}


def _read(envelope: bytes | str) -> tuple[bytes, Envelope]:
    raw = envelope.encode() if isinstance(envelope, str) else envelope
    facts.require_canonical(raw)
    try:
        return raw, facts.envelope_of(raw)
    except msgspec.DecodeError as error:
        raise BadField(N_("Catatan tidak dapat dibaca.")) from error


class _Numbered(msgspec.Struct):
    """What a device's first fact says about its number."""

    number: int


def _said_number(first: Envelope) -> int:
    """The number that a device gives itself with its first fact; 0 when it gives none."""
    if first.kind not in {order.FIRST, JOIN}:
        return 0
    try:
        number = msgspec.json.decode(first.d, type=_Numbered).number
    except msgspec.DecodeError:
        return 0
    return number if 0 < number < 1 << DEVICE_BITS else 0


def new_ones(
    read: Reading, number: int, arrivals: Sequence[Arrival], outcome: Accepted
) -> list[Arrival]:
    """The unbroken run of new facts after what is there; the rest is held. Raises BundleRefused."""
    last = device.last_fact(read, number)
    seq, previous = (seq_of(last[0]), last[1]) if last else (0, None)
    fresh: list[Arrival] = []
    for each in arrivals:
        if each.envelope.seq <= seq:
            stands = fresh[-1].hash if fresh else read.value(_HASH_AT, of_key=each.key)
            if stands != each.hash:
                raise refusal(each.envelope, "chain", _(N_("dua catatan berbeda bernomor sama")))
            outcome.duplicate += 1
            continue
        if each.envelope.seq != seq + 1:
            outcome.held.append((each.key, "gap"))
            continue
        if each.envelope.prev != (previous.hex() if previous else None):
            raise refusal(each.envelope, "chain", _(N_("rantai catatan terputus")))
        fresh.append(each)
        seq, previous = each.envelope.seq, each.hash
    return fresh


class Acceptance:
    """One run of `Office.accept`."""

    def __init__(self, office: Office, secrets: Sequence[Secret]) -> None:
        """For this office, with the keys of persons that came along."""
        self.office, self.secrets = office, secrets
        self.outcome = Accepted()
        self.waiting: set[int] = set()

    def run(self, envelopes: Iterable[bytes | str]) -> Accepted:
        """Take in what can be taken; bundles that break a rule are kept out, device by device."""
        held_so_far = self.office.reading.rows(_HELD)
        self.waiting = {row[0] for row in held_so_far}
        waiting = [row[2].encode() for row in held_so_far]
        arrivals = read_arrivals(self.office, [*waiting, *envelopes])
        late = self._late_persons()
        own = device.device(self.office.reading, self.office.own.number)
        if own is not None and own.role == device.TREASURER:
            for number, each in arrivals.items():
                self._take_or_quarantine(number, each)
        else:
            self._take_hers(arrivals)
        if late and not self.outcome.moved:
            self._replay_with([], [], index="all")
        if self.outcome.new:
            with suppress(Fault):  # the facts are in; what was erased leaves the log when it can
                self.office.database.checkpoint()
        return self.outcome

    def _late_persons(self) -> set[int]:
        """Persons whose facts stand in the log already, and whose keys come only now."""
        read = self.office.reading
        missing = self.office.people.missing_secrets(read, self.secrets)
        return {person for person in missing if read.row(_KNOWN, of_key=person) is not None}

    # -- the treasurer takes an outlet's facts

    def _take_or_quarantine(self, number: int, arrivals: Sequence[Arrival]) -> None:
        try:
            self.office.together(lambda deal: self._take(deal, number, arrivals), founding=True)
        except BundleRefused as refusal:
            self.outcome.refused.append(refusal)
            self._quarantine(number, arrivals, refusal)

    def _take(self, deal: Transaction, number: int, arrivals: Sequence[Arrival]) -> None:
        outcome = Accepted()
        fresh = new_ones(deal.books, number, arrivals, outcome)
        self._require_sender(deal.books, number, fresh)
        findings, booked = self._tried(deal, fresh, outcome)
        self._keep_waiting(deal.books, arrivals, outcome)
        if fresh:
            head = fresh[-1]
            deal.then(
                order.ACCEPT,
                AcceptOrder(
                    dev=head.envelope.dev,
                    number=number,
                    after=fresh[0].envelope.seq - 1,
                    to=head.envelope.seq,
                    head=head.hash.hex(),
                    booked=tuple(booked),
                    findings=tuple(findings),
                ),
            )
            self.office.people.take_secrets(deal.books, self._secrets_of(number))
            days_booked = {each.seq: each.on for each in booked}
            for each in fresh:
                deal.write(each.key, each.envelope.kind, each.envelope.bd, each.hash, each.raw)
                apply_one(deal.books, each, days_booked.get(each.envelope.seq), deal.news)
            self.office.tidy(deal.books)
        self.outcome.new += len(fresh)
        self.outcome.duplicate += outcome.duplicate
        self.outcome.held += outcome.held
        self.outcome.findings += [
            (fact_key(number, each.seq), each.code, each.detail) for each in findings
        ]

    def _secrets_of(self, number: int) -> list[Secret]:
        """An outlet brings keys of its own persons only: others' would shut out the true ones."""
        return [each for each in self.secrets if device_of(each[0]) == number]

    def _require_sender(self, read: Reading, number: int, fresh: Sequence[Arrival]) -> None:
        sender = device.device(read, number)
        if not fresh:
            return
        if sender is None or sender.role != device.OUTLET:
            raise refusal(fresh[0].envelope, "R1", _(N_("perangkat ini tidak terdaftar")))
        if sender.revoked_after is not None:
            raise refusal(fresh[0].envelope, "R1", _(N_("perangkat ini sudah dicabut")))

    def _tried(
        self, deal: Transaction, fresh: list[Arrival], outcome: Accepted
    ) -> tuple[list[Finding], list[Booked]]:
        """Judge and apply in a savepoint that is rolled back. Cuts `fresh` where it must wait."""
        findings: list[Finding] = []
        booked: list[Booked] = []
        if not fresh:
            return findings, booked
        books = deal.books
        with self.office.database.trial():
            self.office.people.take_secrets(books, self._secrets_of(device_of(fresh[0].key)))
            for n, each in enumerate(fresh):
                waits = waits_for(books, each)
                if waits is not None:
                    outcome.held += [(late.key, waits) for late in fresh[n:]]
                    del fresh[n:]
                    break
                deal.write(each.key, each.envelope.kind, each.envelope.bd, each.hash, each.raw)
                posting = self._posting_day(books, each.envelope.bd)
                if posting != each.envelope.bd:
                    booked.append(Booked(each.envelope.seq, posting))
                    findings.append(Finding(each.envelope.seq, "posted_later", posting.isoformat()))
                judge_one(books, each, posting)
                findings += _found(books, each, posting)
        return findings, booked

    def _posting_day(self, books: Books, bd: date) -> date:
        return date.fromisoformat(self.office.calendar.posting_day(books, bd.isoformat()))

    def _keep_waiting(self, books: Books, arrivals: Sequence[Arrival], outcome: Accepted) -> None:
        """What has to wait stays in `held`, first seen first; the rest leaves it."""
        reasons = dict(outcome.held)
        for each in arrivals:
            if each.key in self.waiting:
                books.change(_FREE, of_key=each.key)
                self.waiting.remove(each.key)
            reason = reasons.pop(each.key, None)
            if reason is not None:
                books.insert(_HOLD, each.key, reason, each.raw.decode())

    def _quarantine(self, number: int, arrivals: Sequence[Arrival], why: BundleRefused) -> None:
        def keep_out(books: Books) -> None:
            for each in arrivals:
                books.change(_FREE, of_key=each.key)
                books.change(_OUT, of_device=number, of_seq=each.envelope.seq)
                books.insert(
                    _KEEP_OUT, number, each.envelope.seq, why.rule, why.message, each.raw.decode()
                )

        self.office.note(keep_out)

    # -- an outlet takes the treasurer's chain

    def _take_hers(self, arrivals: dict[int, list[Arrival]]) -> None:
        """Her facts, and those of others that she took in; without judging by grant."""
        office = self.office
        runs: dict[int, list[Arrival]] = {}
        for number, each in arrivals.items():
            runs[number] = new_ones(office.reading, number, each, self.outcome)
            if number == office.own.number and runs[number]:
                at = runs[number][0].envelope
                raise refusal(
                    at, "chain", _(N_("laptop ini pernah mengirim dua catatan bernomor sama"))
                )
        everything = [each for number in arrivals for each in arrivals[number]]
        fresh = self._covered(runs)
        self._require_hers(fresh)
        if not fresh:
            if self.waiting or self.outcome.held:
                office.note(lambda books: self._keep_waiting(books, everything, self.outcome))
            return
        fresh.sort(key=lambda each: each.key)
        if own_after(office.reading, office.own.number):
            self._replay_with(fresh, everything)
        else:
            office.together(lambda deal: self._append(deal, fresh, everything), founding=True)
        self.outcome.new += len(fresh)

    def _covered(self, runs: dict[int, list[Arrival]]) -> list[Arrival]:
        """Her facts up to the first that cannot be taken yet, and of others what these take in."""
        read = self.office.reading
        hers = self.office.people.treasurer_id(self.office.own)
        marks, taken = device.taken_marks(read), []
        found = {each.key: each for run in runs.values() for each in run}
        reason: str | None = None
        for each in found.values():
            if each.envelope.dev == hers:
                reason = reason or self._hers_waits(each, found, marks)
                if reason is None:
                    taken.append(each)
                else:
                    self.outcome.held.append((each.key, reason))
        for each in found.values():
            if each.envelope.dev != hers:
                if each.envelope.seq <= marks.get(device_of(each.key), 0):
                    taken.append(each)
                else:
                    self.outcome.held.append((each.key, "not_accepted"))
        return taken

    def _hers_waits(
        self, each: Arrival, found: dict[FactKey, Arrival], marks: dict[int, int]
    ) -> str | None:
        """Why a fact of hers has to wait: an unknown kind, or facts that it takes in and lack."""
        if not known(each.envelope.kind, each.envelope.kv):
            return "unknown_kind"
        if each.envelope.kind != order.ACCEPT:
            return None
        fact = find(order.ACCEPT).fact_from(each.envelope.d, each.envelope.kv)
        key = fact_key(fact.number, fact.to)
        covered = [
            x for x in found.values() if fact_key(fact.number, fact.after + 1) <= x.key <= key
        ]
        head = covered[-1].hash if key in found else self.office.reading.value(_HASH_AT, of_key=key)
        if head is None:
            return "gap"
        if head.hex() != fact.head:
            raise refusal(each.envelope, "chain", _(N_("dua catatan berbeda bernomor sama")))
        if not all(known(x.envelope.kind, x.envelope.kv) for x in covered):
            return "unknown_kind"
        marks[fact.number] = fact.to
        return None

    def _require_hers(self, fresh: Sequence[Arrival]) -> None:
        """A chain that is taken unjudged must begin with the treasurer we were told of."""
        hers = self.office.people.treasurer_id(self.office.own)
        for each in fresh:
            first = each.envelope.seq == 1 and each.envelope.kind == order.FIRST
            if first and each.envelope.dev != hers:
                raise refusal(each.envelope, "R1", _(N_("bukan perangkat bendahara")))

    def _append(
        self, deal: Transaction, fresh: Sequence[Arrival], everything: Sequence[Arrival]
    ) -> None:
        """Nothing of ours moves: her facts simply follow."""
        self._keep_waiting(deal.books, everything, self.outcome)
        self.office.people.take_secrets(deal.books, self.secrets)
        for each in fresh:
            deal.write(each.key, each.envelope.kind, each.envelope.bd, each.hash, each.raw)
        keys = {each.key for each in fresh}
        hers = self.office.people.treasurer_id(self.office.own)
        first = min((x.envelope.seq for x in fresh if x.envelope.dev == hers), default=1)
        for stamp, envelope in order.accepted(deal.books, first - 1):
            if stamp.key in keys:
                _apply(deal.books, stamp, envelope, deal.news)
        self.office.tidy(deal.books)

    def _replay_with(
        self,
        fresh: Sequence[Arrival],
        everything: Sequence[Arrival],
        *,
        index: Literal["all"] | None = None,
    ) -> None:
        """Our own facts change place, or persons' keys came late: replay all into a new file.

        The file is swapped in whole by a rename.
        """
        office = self.office
        made = office.storage.new_file()
        try:
            guards.create(made)
            made.begin()
            replay.copy_rows(office.database, made, "keeper")
            replay.copy_rows(office.database, made, "log")
            books = Books(made)
            self._keep_waiting(books, everything, self.outcome)
            last = books.value(_LAST_N) or 0
            for n, each in enumerate(fresh, last + 1):
                books.insert(
                    _LOG,
                    n,
                    each.key,
                    each.envelope.kind,
                    each.envelope.bd.isoformat(),
                    each.hash,
                    each.raw.decode(),
                )
            office.people.take_secrets(books, self.secrets)
            replay.replay(
                books,
                made,
                office.own.number,
                office.calendar,
                index=index or {each.key for each in fresh},
            )
            office.tidy(books)
            made.commit()
        except BaseException:
            made.rollback()
            office.storage.discard(made)
            raise
        office.storage.swap(office.database, made, office.swap)
        self.outcome.moved = True


def _found(books: Books, each: Arrival, posting: date) -> list[Finding]:
    """Apply a tried fact, and say what it leaves to be looked at."""
    operation, fact = find(each.envelope.kind), fact_of(each)
    try:
        apply_one(books, each, posting, [])
    except (DriverError, *SENSELESS) as error:
        if isinstance(error, DriverError) and fault_of(error) is not None:
            raise
        raise refusal(each.envelope, "R2", str(error)) from error  # nothing else stands there
    stamp = order.stamp_of(each.key, each.hash, each.envelope, posting)
    return [
        Finding(each.envelope.seq, code, detail)
        for code, detail in operation.found(books, fact, stamp)
    ]


def own_after(read: Reading, own: int) -> bool:
    """Whether this outlet has facts that the treasurer has not taken in yet."""
    last = device.last_fact(read, own)
    return last is not None and seq_of(last[0]) > device.accepted_to(read, own)


def apply_one(
    books: Books, each: Arrival, posted_on: date | None, news: list[tuple[Stamp, Fact]]
) -> None:
    """Apply an arrival that stands in the log."""
    _apply(
        books, order.stamp_of(each.key, each.hash, each.envelope, posted_on), each.envelope, news
    )


def _apply(books: Books, stamp: Stamp, envelope: Envelope, news: list[tuple[Stamp, Fact]]) -> None:
    operation = find(envelope.kind)
    fact = operation.fact_from(envelope.d, envelope.kv)
    books.stamp = stamp
    operation.apply(books, fact)
    operation.index(books, fact)
    news.append((stamp, fact))


def held(read: Reading) -> list[tuple[int, str]]:
    """Facts that wait, with what for."""
    return [(row[0], row[1]) for row in read.rows(_HELD)]
