"""One transaction: decide, log, keep, apply, again and again, until the office commits."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.dates import in_zone, stamp
from kopdes_desktop.kernel.errors import (
    BadField,
    KeyReused,
    SignatureNeeded,
)
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.ids import FactKey, fact_key, seq_of
from kopdes_desktop.office import days
from kopdes_desktop.office.actor import Actor, Approval
from kopdes_desktop.office.books import Books
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
    unsigned,
)
from kopdes_desktop.office.misreading import as_bad_field
from kopdes_desktop.office.operation import AnyOperation, Fact, Order, find
from kopdes_desktop.office.order import stamp_of
from kopdes_desktop.office.tables import ANSWER, FACT
from kopdes_desktop.office.work import Work

if TYPE_CHECKING:
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.facts import Stamp
    from kopdes_desktop.office.office import Office

_LOG = insert_into(FACT)
_ANSWERED = insert_into(ANSWER)
_ANSWER = Statement(
    select(ANSWER.c.order_hash, ANSWER.c.fact).where(
        ANSWER.c.user == bindparam("of_user"), ANSWER.c.key == bindparam("of_key")
    )
)


class Answer(Struct, frozen=True, dict=True):
    """What the caller hears once the commit is on disk; `raw` is the fact as it is stored."""

    op: str
    id: int
    raw: bytes
    again: bool = False

    @cached_property
    def fact(self) -> dict[str, Any]:
        """The fact for showing, personal fields masked; read when somebody asks for it."""
        return masked(self.raw)

    @cached_property
    def number(self) -> str | None:
        """The number of its document, if it has one."""
        number: str | None = self.fact["d"].get("number")
        return number


class Request(Struct, frozen=True):
    """One order as it comes in: struct or JSON, a key of the caller's own, a second person."""

    op: str
    order: Order | bytes | str | dict[str, Any]
    key: str | None = None
    approval: Approval | None = None


class Chain(Struct):
    """The newest fact of this device."""

    seq: int
    hash: bytes | None
    at: datetime | None


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
        self.catch_up()
        user = self.office.signed_in.user
        if request.key is not None:
            before = self.books.row(_ANSWER, of_user=user, of_key=request.key)
            if before is not None:
                if before[0] != order_hash:
                    raise KeyReused(key=request.key)
                raw, _hash = self.office.body(before[1])
                return Answer(operation.code, before[1], raw, again=True)
        key, raw = self.do(operation, order, approver)
        if request.key is not None:
            self.books.insert(_ANSWERED, user, request.key, order_hash, key)
        return Answer(operation.code, key, raw)

    def catch_up(self) -> None:
        """Write first what this session owes from before it could write (failed sign-ins)."""
        for code, owed in self.owed:
            self.then(code, owed)
        self.owed = []

    def then(self, code: str, order: Order | dict[str, Any]) -> FactKey:
        """One more document of this transaction."""
        return self._then(code, order, None)

    def _then(self, code: str, order: Order | dict[str, Any], approver: Actor | None) -> FactKey:
        operation = find(code)
        return self.do(operation, read_order(operation, order), approver)[0]

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
        self.books.stamp, self.books.opened = told, work.opened
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
            batch=self.batch,
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


def _approved(approver: Actor | None) -> Approved | None:
    if approver is None:
        return None
    reason = unicodedata.normalize("NFC", approver.reason)
    return Approved(approver.user, approver.role, reason)


def _signed(envelope: Envelope, signers: Sequence[Actor]) -> Envelope:
    message = unsigned(envelope)
    signatures = []
    for signer in signers:
        if signer.sign is None:
            raise SignatureNeeded(officer=signer.name)
        signatures.append(Signature(signer.user, signer.sign(message).decode()))
    return msgspec.structs.replace(envelope, sigs=tuple(signatures))


def read_order(operation: AnyOperation, order: Order | bytes | str | dict[str, Any]) -> Order:
    """The order as its struct, in composed Unicode. Raises BadField."""
    try:
        if isinstance(order, dict):
            order = msgspec.json.encode(order)
        if isinstance(order, bytes | str):
            raw = order.encode() if isinstance(order, str) else order
            read: Order = operation.read_order.decode(composed(raw))
            return read
        raw = canonical(order)
        plain = composed(raw)
        return order if plain is raw else operation.read_order.decode(plain)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeError) as error:
        raise as_bad_field(error, operation.code) from error
