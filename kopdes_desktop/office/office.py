"""The one door: permission, transaction, decide, log, apply, commit, tell."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import msgspec
from sqlalchemy import bindparam, select

from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import (
    BadField,
    DatabaseReadOnly,
    DayNotOpen,
    DiskFull,
    Fault,
    KopdesError,
    NeedsApproval,
    NotPermitted,
    PasswordChangeNeeded,
    SavedNotFinished,
    SelfApproval,
    SignatureNeeded,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import fact_key, seq_of
from kopdes_desktop.kernel.names import impersonal
from kopdes_desktop.office import days, device
from kopdes_desktop.office.accept import Acceptance, Accepted
from kopdes_desktop.office.actor import Actor, Approval, Calendar, Level, People, Storage
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import canonical, digest, stored
from kopdes_desktop.office.operation import AnyOperation, Fact, Order, find, in_words
from kopdes_desktop.office.settings import PRACTICE, ZONE, setting
from kopdes_desktop.office.tables import FACT
from kopdes_desktop.office.transaction import Answer, Chain, Request, Transaction, read_order

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

#: Whose word is asked for first, and last.
_APPROVERS = ("chair", "treasurer", "supervisor", "cashier")
_BODY = Statement(select(FACT.c.body, FACT.c.hash).where(FACT.c.key == bindparam("of_key")))

Listener = Callable[["Stamp", Fact], None]

_ELSEWHERE = N_(
    "Laptop ini tidak berhak: {operation}. Pekerjaan ini dilakukan di laptop bendahara, lalu "
    "catatannya dibawa ke sini."
)


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
        """How far the signed-in user may go with an operation or a report, on this device.

        Role and person are read anew each time: a fact may have changed either since he signed in.
        """
        actor = self.actor
        if actor is None:
            return Level.NO
        standing = self.people.standing(self.reading, actor.user)
        gone = "" if self.founded else actor.role
        role, person = standing or (gone, actor.person)
        if (role, person) != (actor.role, actor.person):
            self.actor = actor = replace(actor, role=role, person=person)
        level = self.people.level(role, code)
        return level if level is not Level.SECOND and self._device_may(code) else Level.NO

    def require(self, code: str) -> Level:
        """The level of the signed-in user; NotPermitted when it is none."""
        actor = self.signed_in
        if actor.once and code != OWN_PASSWORD:
            raise PasswordChangeNeeded
        level = self.may(code)
        if level is Level.NO:
            held = self.people.level(actor.role, code) in {Level.MAY, Level.APPROVAL}
            if held and self.founded and not self.treasures:
                raise NotPermitted(_ELSEWHERE, operation=in_words(code))
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
        beside: Callable[[Books, list[Answer]], None] | None = None,
    ) -> list[Answer]:
        """Do several things in one transaction, all or none. A `batch` marks their facts as one.

        `beside` writes keepers that stand and fall with them (the print queue).
        """
        prepared = list(_each_named(requests, self._prepare))
        with self._transaction(confirm_day=confirm_day, progress=progress) as deal:
            deal.batch = fact_key(self.own.number, deal.chain.seq + 1) if batch else None
            answers = list(_each_named(prepared, lambda each: deal.answer(*each)))
            if beside is not None:
                beside(deal.books, answers)
            return answers

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
            deal.catch_up()
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
        trouble = _after(deal.after_commit)
        for told, fact in deal.news:
            for listener in self._listeners:
                listener(told, fact)
        if trouble is not None:
            full = isinstance(trouble, DiskFull)
            reason = _(N_("ruang disk penuh.")) if full else str(trouble)
            raise SavedNotFinished(reason=reason) from trouble

    def _prepare(
        self, request: Request
    ) -> tuple[AnyOperation, Order, Request, bytes, Actor | None]:
        operation = find(request.op)
        level = self.require(operation.code)
        order = read_order(operation, request.order)
        approver = self._approver(operation, order, level, request)
        hashed = b""
        if request.key is not None:
            hashed = digest(f"{operation.code}\n".encode() + canonical(order))
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
        if not request.approval.reason.strip():
            reason = _(N_("tulis alasan persetujuannya"))
            raise BadField(name="reason", reason=reason, field="approval.reason")
        impersonal(request.approval.reason, field="approval.reason")
        named = self.people.named(self.reading, request.approval.by)
        if named is not None:
            if maker.user == named.user or maker.person == named.person:
                raise SelfApproval
            if self.people.level(named.role, operation.code) not in {Level.MAY, Level.SECOND}:
                raise self._no_approver(named.role, operation)
        approver = self.people.approver(self, request.approval, signing=signers > 0)
        if signers and approver.sign is None:
            raise SignatureNeeded(officer=approver.name)
        return approver

    def _no_approver(self, role: str, operation: AnyOperation) -> NotPermitted:
        """Whose word does not count here, and whose does."""
        able = [
            self.people.role_name(each)
            for each in _APPROVERS
            if self.people.level(each, operation.code) in {Level.MAY, Level.SECOND}
        ]
        return NotPermitted(
            N_(
                "{role} tidak dapat menyetujui ini: {operation}. Yang dapat menyetujui: {able}, "
                "selama bukan pembuatnya sendiri."
            ),
            role=self.people.role_name(role),
            operation=_(operation.sentence),
            able=", ".join(able),
        )

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


def _after(actions: Iterable[Callable[[], None]]) -> Exception | None:
    """Do what follows a commit, all of it; the first trouble that the disk made."""
    first: Exception | None = None
    for action in actions:
        try:
            action()
        except (Fault, OSError) as error:
            logger.warning("after the commit: %s", error)
            first = first or error
    return first


def _each_named(things: Iterable[T], do: Callable[[T], Done]) -> Iterator[Done]:
    """Do each; what one of several refuses or fails on says which one it was (`request`)."""
    for n, each in enumerate(things):
        try:
            yield do(each)
        except KopdesError as error:
            error.request = n
            raise
