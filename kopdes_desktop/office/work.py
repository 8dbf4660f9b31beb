"""One piece of work: one moment, one person, one key; it reads, takes numbers, and adds facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Raw

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import impersonal
from kopdes_desktop.kernel.progress import Silent
from kopdes_desktop.office import numbering
from kopdes_desktop.office.books import Books, Opened, Reading
from kopdes_desktop.office.facts import canonical
from kopdes_desktop.office.numbering import DocumentNumber
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, PostingOrder, find

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kopdes_desktop.db.engine import Database
    from kopdes_desktop.db.statements import Insertion
    from kopdes_desktop.kernel.ids import DeviceNumber, Entropy, FactKey
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.actor import Actor, People

OrderT = TypeVar("OrderT", bound=Order)
FactT = TypeVar("FactT", bound=Fact)


class Work(Reading):
    """What `decide` sees. It writes nothing but the facts it asks for with `then`."""

    def __init__(
        self,
        database: Database,
        *,
        key: FactKey,
        device: DeviceNumber,
        series: str,
        actor: Actor,
        today: date,
        now: datetime,
        entropy: Entropy,
        then: Callable[[str, Order | dict[str, Any]], FactKey],
        people: People,
        clock_day: date,
        day_confirmed: bool,
        founding: bool = False,
        approver: Actor | None = None,
        batch: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Everything a decision may depend on, handed in."""
        super().__init__(database)
        self._key, self.key_used = key, False
        self.device, self.series = device, series
        self.actor, self.approver = actor, approver
        self.today, self.now, self.entropy = today, now, entropy
        self.founding, self.people = founding, people
        self.order: Order | None = None
        #: The first fact of the import that this belongs to, if it does.
        self.batch = batch
        #: The day that the clock shows, and whether a person stands behind another one.
        self.clock_day, self.day_confirmed = clock_day, day_confirmed
        self.progress: Progress = progress or Silent()
        self.bd = today
        self.late: str | None = None
        self.keepers: list[tuple[Insertion, tuple[object, ...]]] = []
        self.keeping: list[Callable[[Books], None]] = []
        self.after_commit: list[Callable[[], None]] = []
        self.opened: Opened | None = None
        self._then = then
        self._taken: dict[tuple[str, int], int] = {}

    @property
    def key(self) -> FactKey:
        """The key that this fact will have: what it makes is named by it."""
        self.key_used = True
        return self._key

    def number(self, kind: str, *, lifelong: bool = False) -> str:
        """The next document number of a kind, in this device's series and the document's year."""
        year = numbering.LIFELONG if lifelong else self.bd.year
        if (kind, year) not in self._taken:
            self._taken[kind, year] = numbering.last(self.database, kind, self.series, year)
        self._taken[kind, year] += 1
        return str(DocumentNumber(kind, self.series, year, self._taken[kind, year]))

    def then(self, code: str, order: Order | dict[str, Any]) -> FactKey:
        """Another document in the same transaction: decided, logged and applied before going on."""
        return self._then(code, order)

    def part(self, operation: Operation[OrderT, FactT], order: OrderT) -> tuple[FactT, Part]:
        """A nested operation's fact, for this fact's payload; its lines go into the one entry."""
        fact = operation.decide(self, order)
        return fact, Part(operation.code, operation.version, Raw(canonical(fact)))

    def keep(self, statement: Insertion, *row: object) -> None:
        """A keeper's row, written right after the fact."""
        self.keepers.append((statement, row))

    def keep_by(self, action: Callable[[Books], None]) -> None:
        """Keepers that take more than one row to write, right after the fact."""
        self.keeping.append(action)

    def once_written(self, action: Callable[[], None]) -> None:
        """Something outside the database (a key file) that follows the commit."""
        self.after_commit.append(action)

    def document_day(self, order: PostingOrder) -> tuple[date, str | None]:
        """The document's day: today, or an earlier one with its reason. Raises BadDay."""
        if order.day is None or order.day == self.today:
            return self.today, None
        shown = wording.short_day(order.day)
        if order.day > self.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=shown, reason=reason, field="day")
        if not (order.late or "").strip():
            reason = _(N_("dokumen susulan perlu alasan keterlambatan"))
            raise BadDay(day=shown, reason=reason, field="late")
        return order.day, impersonal(order.late or "", field="late")

    def operation(self, code: str) -> Operation[Any, Any]:
        """Another operation by name."""
        return find(code)
