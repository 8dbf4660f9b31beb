"""The one door: permission, transaction, decide, log, apply, commit, tell."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import msgspec
from sqlalchemy import bindparam, select

from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.dates import in_zone, stamp
from kopdes_desktop.kernel.errors import (
    BadField,
    DatabaseReadOnly,
    DayNotOpen,
    KeyReused,
    KopdesError,
    NeedsApproval,
    NotPermitted,
    PasswordChangeNeeded,
    SelfApproval,
    SignatureNeeded,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey, fact_key, seq_of
from kopdes_desktop.office import days, device
from kopdes_desktop.office.accept import Acceptance, Accepted
from kopdes_desktop.office.actor import Actor, Approval, Calendar, Level, People, Storage
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import (
    ENVELOPE_VERSION,
    LARGEST_FACT,
    Approved,
    By,
    Envelope,
    Signature,
    canonical,
    composed,
    digest,
    masked,
    require_canonical,
    stored,
    unsigned,
)
from kopdes_desktop.office.misreading import as_bad_field
from kopdes_desktop.office.operation import AnyOperation, Fact, Order, find, in_words
from kopdes_desktop.office.order import stamp_of
from kopdes_desktop.office.settings import PRACTICE, ZONE, setting
from kopdes_desktop.office.tables import ANSWER, FACT
from kopdes_desktop.office.work import Work

if TYPE_CHECKING:
    from kopdes_desktop.db.engine import Database
    from kopdes_desktop.kernel.dates import Clock
    from kopdes_desktop.kernel.ids import Entropy
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.anchor import Anchor
    from kopdes_desktop.office.facts import Stamp

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Done = TypeVar("Done")

OWN_PASSWORD = "security.change_password"  # noqa: S105  an operation's name

_LOG = insert_into(FACT)
_ANSWERED = insert_into(ANSWER)
_ANSWER = Statement(
    select(ANSWER.c.order_hash, ANSWER.c.fact).where(
        ANSWER.c.user == bindparam("of_user"), ANSWER.c.key == bindparam("of_key")
    )
)
_BODY = Statement(select(FACT.c.body, FACT.c.hash).where(FACT.c.key == bindparam("of_key")))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller hears once the commit is on disk. `fact` masks personal fields."""

    op: str
    number: str | None
    id: int
    fact: dict[str, Any]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One order as it comes in: struct or JSON, a key of the caller's own, a second person."""

    op: str
    order: Order | bytes | str | dict[str, Any]
    key: str | None = None
    approval: Approval | None = None


@dataclass(slots=True)
class Chain:
    """The newest fact of this device."""

    seq: int
    hash: bytes | None
    at: datetime | None


Listener = Callable[["Stamp", Fact], None]


class Office:
    """Performs orders, answers questions, and tells who listens. One connection, one thread."""

    def __init__(
        self,
        database: Database,
        *,
        people: People,
        calendar: Calendar,
        clock: Clock,
        entropy: Entropy,
        storage: Storage,
        tidy: Callable[[Books], None] = lambda _books: None,
        anchor: Anchor | None = None,
        named_day: date | None = None,
        read_only: str | None = None,
    ) -> None:
        """Take over an open database that holds an installation.

        `tidy` runs at the end of each acceptance (keys of erased persons go); `named_day` is the
        business day a person insists on (practice books and tests); `read_only` is the reason why
        nothing may be written, if there is one.
        """
        self.database = database
        self.reading = Reading(database)
        self.people, self.calendar = people, calendar
        self.clock, self.entropy = clock, entropy
        self.storage, self.tidy = storage, tidy
        self.anchor = anchor
        self.named_day = named_day
        self.read_only = read_only
        self.actor: Actor | None = None
        own = device.installation(self.reading)
        if own is None:
            msg = "these books hold no installation"
            raise ValueError(msg)
        self.own = own
        self._id: str | None = None
        self._founded = False
        #: What the first transaction of this session writes before anything else.
        self.beforehand: list[tuple[str, Order]] = []
        self.after_owed: Callable[[], None] | None = None
        self.chain = self._newest()
        self._listeners: list[Listener] = []

    # -- asking

    def read(
        self,
        code: str,
        query: Callable[Concatenate[Reading, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Ask `query` on behalf of the signed-in user, under the right called `code`."""
        self.require(code)
        with as_faults():
            return query(self.reading, *args, **kwargs)

    def may(self, code: str) -> Level:
        """How far the signed-in user may go with an operation or a report, on this device."""
        actor = self.actor
        if actor is None:
            return Level.NO
        standing = self.people.standing(self.reading, actor.user)
        role = standing[0] if standing else "" if self.founded else actor.role
        if role != actor.role:
            self.actor = actor = replace(actor, role=role)
        level = self.people.level(role, code)
        return level if self._device_may(code) else Level.NO

    def require(self, code: str) -> Level:
        """The level of the signed-in user; NotPermitted when it is none."""
        actor = self.signed_in
        if actor.once and code != OWN_PASSWORD:
            raise PasswordChangeNeeded
        level = self.may(code)
        if level is Level.NO:
            raise NotPermitted(role=self.people.role_name(actor.role), operation=in_words(code))
        return level

    @property
    def signed_in(self) -> Actor:
        """Who works here now; NotPermitted when nobody does."""
        if self.actor is None:
            raise NotPermitted(role="?", operation="?")
        return self.actor

    @property
    def zone(self) -> str:
        """The cooperative's time zone."""
        return setting(self.reading, ZONE)

    @property
    def practice(self) -> bool:
        """Whether these are practice books; before her first facts come, by the invitation."""
        if self.own.joined is not None and not self.founded:
            return bool(msgspec.json.decode(self.own.joined)["practice"])
        return setting(self.reading, PRACTICE)

    @property
    def founded(self) -> bool:
        """Whether the books hold anything but this device's own first fact."""
        self._founded = self._founded or bool(device.devices(self.reading))
        return self._founded

    @property
    def own_id(self) -> str:
        """This device's id: the hash of its public keys."""
        if self._id is None:
            self._id = self.people.device_id(self.own)
        return self._id

    def today(self) -> date:
        """The day that the next document would fall on; reading opens no day."""
        last = days.latest(self.reading, self.own.number)
        if self.named_day is not None:
            return max(self.named_day, last.day) if last else self.named_day
        now = self.clock.now()
        believable = days.plausible(now, self.chain.at)
        clock_day = in_zone(now, self.zone).date()
        try:
            return days.day_due(last, clock_day, believable=believable, confirmed=False).day
        except DayNotOpen:
            return last.day if last else clock_day

    def listen(self, listener: Listener) -> None:
        """Hear of every fact after its commit."""
        self._listeners.append(listener)

    def body(self, key: int) -> tuple[bytes, bytes]:
        """A stored fact's canonical bytes and hash; KeyError when it is not in this log."""
        row = self.reading.row(_BODY, of_key=key)
        if row is None:
            raise KeyError(key)
        return row[0].encode(), row[1]

    # -- doing

    def perform(
        self,
        op: str,
        order: Order | bytes | str | dict[str, Any],
        *,
        key: str | None = None,
        approval: Approval | None = None,
        confirm_day: bool = False,
        progress: Progress | None = None,
    ) -> Answer:
        """Do one thing in one transaction; the answer comes after the commit is on disk."""
        request = Request(op, order, key, approval)
        return self.perform_all([request], confirm_day=confirm_day, progress=progress)[0]

    def perform_all(
        self,
        requests: list[Request],
        *,
        confirm_day: bool = False,
        batch: bool = False,
        progress: Progress | None = None,
    ) -> list[Answer]:
        """Do several things in one transaction, all or none. A `batch` marks their facts as one."""
        prepared = list(_each_named(requests, self._prepare))
        with self._transaction(confirm_day=confirm_day, progress=progress) as deal:
            deal.batch = fact_key(self.own.number, deal.chain.seq + 1) if batch else None
            return list(_each_named(prepared, lambda each: deal.answer(*each)))

    def together(
        self,
        work: Callable[[Transaction], T],
        *,
        founding: bool = False,
        confirm_day: bool = False,
        progress: Progress | None = None,
    ) -> T:
        """Run `work` inside one transaction marked as a batch: founding, and imports."""
        with self._transaction(
            confirm_day=confirm_day, founding=founding, progress=progress
        ) as deal:
            deal.batch = fact_key(self.own.number, deal.chain.seq + 1)
            return work(deal)

    def note(self, change: Callable[[Books], None]) -> None:
        """Write keepers only (PIN tries, drafts), in a transaction of their own."""
        with self._open_for_writing():
            change(Books(self.database))

    def accept(
        self, envelopes: Iterable[bytes | str], secrets: Sequence[tuple[int, str, bytes]] = ()
    ) -> Accepted:
        """Take facts of other devices, with the keys of the persons they name (FACTS §5, §6)."""
        if self.founded:
            self.require("sync.accept" if self.treasures else "day.open")
        with as_faults():
            return Acceptance(self, secrets).run(envelopes)

    @property
    def treasures(self) -> bool:
        """Whether this is the treasurer's device."""
        own = device.device(self.reading, self.own.number)
        return own is not None and own.role == device.TREASURER

    def swap(self, database: Database) -> None:
        """Go on with another file that holds the same log."""
        self.database, self.reading = database, Reading(database)
        self.chain = self._newest()

    @contextmanager
    def _open_for_writing(self) -> Iterator[None]:
        if self.read_only is not None:
            raise DatabaseReadOnly(reason=self.read_only)
        with as_faults():
            self.database.begin()
            try:
                yield
                self.database.commit()
            except BaseException:
                self.database.rollback()
                raise

    @contextmanager
    def _transaction(
        self,
        *,
        confirm_day: bool = False,
        founding: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Transaction]:
        deal = Transaction(self, confirm_day=confirm_day, founding=founding, progress=progress)
        with self._open_for_writing():
            yield deal
        self.settle(deal)

    def settle(self, deal: Transaction) -> None:
        """After a commit: the chain's head, the anchor, files that follow, and who listens."""
        self.chain = deal.chain
        if self.beforehand and not deal.owed:
            self.beforehand = []
            if self.after_owed is not None:
                self.after_owed()
        if self.anchor is not None and deal.chain.hash is not None and deal.news:
            self.anchor.write(deal.chain.seq, deal.chain.hash)
        for action in deal.after_commit:
            action()
        for told, fact in deal.news:
            for listener in self._listeners:
                listener(told, fact)

    def _prepare(
        self, request: Request
    ) -> tuple[AnyOperation, Order, Request, bytes, Actor | None]:
        operation = find(request.op)
        level = self.require(operation.code)
        order, raw = _read_order(operation, request.order)
        approver = self._approver(operation, order, level, request)
        hashed = digest(f"{operation.code}\n".encode() + raw) if request.key is not None else b""
        return operation, order, request, hashed, approver

    def _approver(
        self, operation: AnyOperation, order: Order, level: Level, request: Request
    ) -> Actor | None:
        maker, signers = self.signed_in, operation.signers(self.reading, order)
        if signers and maker.sign is None:
            raise SignatureNeeded(officer=maker.name)
        if request.approval is None:
            if level is Level.APPROVAL or signers > 1:
                raise NeedsApproval(operation=_(operation.sentence))
            return None
        named = self.people.named(self.reading, request.approval.by)
        if named is not None:
            if maker.user == named.user or maker.person == named.person:
                raise SelfApproval
            if self.people.level(named.role, operation.code) is not Level.MAY:
                raise NotPermitted(
                    role=self.people.role_name(named.role), operation=_(operation.sentence)
                )
        approver = self.people.approver(self, request.approval, signing=signers > 0)
        if signers and approver.sign is None:
            raise SignatureNeeded(officer=approver.name)
        return approver

    def _device_may(self, code: str) -> bool:
        """Reports are read on any device; facts are written only under the device's grant.

        A device that has joined has none before it has taken the books.
        """
        if code.startswith(("report.", "read.")):
            return True
        return self.founded and device.granted(self.reading, self.own.number, code)

    def _newest(self) -> Chain:
        last = device.last_fact(self.reading, self.own.number)
        if last is None:
            return Chain(0, None, None)
        key, hashed, body = last
        return Chain(seq_of(key), hashed, datetime.fromisoformat(stored(key, body).at))


class Transaction:
    """What happens between BEGIN and COMMIT."""

    def __init__(
        self, office: Office, *, confirm_day: bool, founding: bool, progress: Progress | None
    ) -> None:
        """Begin where the office's chain ends."""
        self.office = office
        self.books = Books(office.database)
        self.chain = Chain(office.chain.seq, office.chain.hash, office.chain.at)
        self.confirm_day, self.founding, self.progress = confirm_day, founding, progress
        self.batch: int | None = None
        self.news: list[tuple[Stamp, Fact]] = []
        self.after_commit: list[Callable[[], None]] = []
        self._today: date | None = None
        self.owed = list(office.beforehand)
        self.now = office.clock.now()
        self.zone = ""

    def answer(
        self,
        operation: AnyOperation,
        order: Order,
        request: Request,
        order_hash: bytes,
        approver: Actor | None,
    ) -> Answer:
        """Do one order, or give again what its key was answered before."""
        for code, owed in self.owed:
            self.then(code, owed)
        self.owed = []
        user = self.office.signed_in.user
        if request.key is not None:
            before = self.books.row(_ANSWER, of_user=user, of_key=request.key)
            if before is not None:
                if before[0] != order_hash:
                    raise KeyReused(key=request.key)
                raw, _hash = self.office.body(before[1])
                return _answer_of(operation.code, FactKey(before[1]), raw, again=True)
        key, raw = self.do(operation, order, approver)
        if request.key is not None:
            self.books.insert(_ANSWERED, user, request.key, order_hash, key)
        return _answer_of(operation.code, key, raw)

    def then(self, code: str, order: Order | dict[str, Any]) -> FactKey:
        """One more document of this transaction."""
        return self._then(code, order, None)

    def _then(self, code: str, order: Order | dict[str, Any], approver: Actor | None) -> FactKey:
        operation = find(code)
        return self.do(operation, _read_order(operation, order)[0], approver)[0]

    def do(
        self, operation: AnyOperation, order: Order, approver: Actor | None
    ) -> tuple[FactKey, bytes]:
        """Decide, log, keep, apply: in this order."""
        if operation.whole_batch and self.batch is None:
            self.batch = fact_key(self.office.own.number, self.chain.seq + 1)
            done = self.do(operation, order, approver)
            self.batch = None
            return done
        self.zone = self.office.zone
        today = self._business_day(operation)
        work = self._work(today, approver)
        work.order = order
        work.bd, work.late = operation.document_day(work, order)
        fact = operation.decide(work, order)
        key, raw, told = self._log(operation, fact, work, approver)
        for statement, row in work.keepers:
            self.books.insert(statement, *row)
        self.books.stamp = told
        for action in work.keeping:
            action(self.books)
        operation.apply(self.books, fact)
        operation.index(self.books, fact)
        self.news.append((told, fact))
        self.after_commit += work.after_commit
        return key, raw

    def _work(self, today: date, approver: Actor | None) -> Work:
        office = self.office
        return Work(
            office.database,
            key=fact_key(office.own.number, self.chain.seq + 1),
            device=office.own.number,
            series=office.own.series,
            actor=office.signed_in,
            approver=approver,
            today=today,
            now=self.now,
            entropy=office.entropy,
            then=lambda code, order: self._then(code, order, approver),
            founding=self.founding,
            people=office.people,
            clock_day=in_zone(self.now, self.zone).date(),
            day_confirmed=self.confirm_day
            or office.named_day is not None
            or self._today is not None,
            progress=self.progress,
        )

    def _business_day(self, operation: AnyOperation) -> date:
        if self._today is not None:
            return self._today
        office = self.office
        last = days.latest(office.reading, office.own.number)
        clock_day = in_zone(self.now, self.zone).date()
        if not operation.daily:
            return office.named_day or (last.day if last and last.open else clock_day)
        if office.named_day is not None:
            due = days.day_named(last, office.named_day)
        else:
            due = days.day_due(
                last,
                clock_day,
                believable=days.plausible(self.now, self.chain.at),
                confirmed=self.confirm_day,
            )
        self._today = due.day
        if due.to_open:
            self.then("day.open", days.OpenDayOrder(due.day))
        return due.day

    def _log(
        self, operation: AnyOperation, fact: Fact, work: Work, approver: Actor | None
    ) -> tuple[FactKey, bytes, Stamp]:
        office = self.office
        # `then` inside decide may have written facts of its own: the key is the next one now.
        seq = self.chain.seq + 1
        if work.key_used and seq != seq_of(work.key):
            msg = "a fact that is sealed under its own key cannot add others before itself"
            raise RuntimeError(msg)
        envelope = Envelope(
            v=ENVELOPE_VERSION,
            coop=office.own.coop,
            dev=office.own_id,
            seq=seq,
            kind=operation.code,
            kv=operation.version,
            at=stamp(self.now, self.zone),
            bd=work.bd,
            by=By(work.actor.user, work.actor.role),
            d=msgspec.Raw(_readable(operation, fact)),
            prev=self.chain.hash.hex() if self.chain.hash else None,
            batch=self.batch,
            late=work.late,
            appr=_approved(approver),
        )
        if not self.founding and operation.signers(self.books, work.order):
            envelope = _signed(envelope, [work.actor, *([approver] if approver else [])])
        raw = canonical(envelope)
        if len(raw) > LARGEST_FACT:
            raise BadField(N_("Dokumen terlalu besar untuk satu catatan. Bagi menjadi beberapa."))
        require_canonical(raw)
        hashed = digest(raw)
        key = fact_key(office.own.number, seq)
        self.write(key, operation.code, work.bd, hashed, raw)
        self.chain = Chain(seq, hashed, self.now.astimezone(UTC))
        return key, raw, stamp_of(key, hashed, envelope)

    def write(self, key: FactKey, kind: str, bd: date, hashed: bytes, raw: bytes) -> None:
        """Put a fact at the end of the log table; SQLite counts on."""
        self.books.insert(_LOG, None, key, kind, bd.isoformat(), hashed, raw.decode())


def _readable(operation: AnyOperation, fact: Fact) -> bytes:
    """A payload that every rebuild can read again: an amount may have grown too large. BadField."""
    payload = canonical(fact)
    try:
        operation.fact_from(payload, operation.version)
    except msgspec.ValidationError as error:
        raise BadField(name=operation.code, reason=str(error)) from error
    return payload


def _each_named(things: Iterable[T], do: Callable[[T], Done]) -> Iterator[Done]:
    """Do each; what one of several refuses or fails on says which one it was (`request`)."""
    for n, each in enumerate(things):
        try:
            yield do(each)
        except KopdesError as error:
            error.request = n
            raise


def _approved(approver: Actor | None) -> Approved | None:
    if approver is None:
        return None
    reason = unicodedata.normalize("NFC", approver.reason)
    return Approved(approver.user, approver.role, reason or "-")


def _signed(envelope: Envelope, signers: Sequence[Actor]) -> Envelope:
    message = unsigned(envelope)
    signatures = []
    for signer in signers:
        if signer.sign is None:
            raise SignatureNeeded(officer=signer.name)
        signatures.append(Signature(signer.user, signer.sign(message).decode()))
    return msgspec.structs.replace(envelope, sigs=tuple(signatures))


def _read_order(
    operation: AnyOperation, order: Order | bytes | str | dict[str, Any]
) -> tuple[Order, bytes]:
    """The order as its struct, in composed Unicode, with its canonical bytes. Raises BadField."""
    try:
        if isinstance(order, dict):
            order = msgspec.json.encode(order)
        if isinstance(order, bytes | str):
            raw = order.encode() if isinstance(order, str) else order
            made = operation.read_order.decode(composed(raw))
            return made, canonical(made)
        raw = canonical(order)
        plain = composed(raw)
        return (order if plain is raw else operation.read_order.decode(plain)), plain
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError) as error:
        raise as_bad_field(error, operation.code) from error


def _answer_of(code: str, key: FactKey, raw: bytes, *, again: bool = False) -> Answer:
    shown = masked(raw)
    return Answer(code, shown["d"].get("number"), key, shown, again=again)
