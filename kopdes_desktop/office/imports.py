"""Old books come in as one batch under a name of their own, and go out again as one.

An import is N facts in one transaction, the first of them `import.begin`: its key is the import's
name. What each fact's undoing means its own operation says (`Operation.unmade`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, ImportInUse
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey, device_of, fact_key
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Envelope, stored
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.operation import AnyOperation, Fact, Operation, Order, find, operation
from kopdes_desktop.office.tables import FACT, IMPORT_BATCH
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.office.work import Work

BEGIN, UNDO = "import.begin", "import.undo"
#: So many later facts are named in a refusal; the others are counted.
_NAMED = 12
_SHA256 = re.compile(r"[0-9a-f]{64}")

T = TypeVar("T")

_NEW = insert_into(IMPORT_BATCH)
_ONE = Statement(select(IMPORT_BATCH).where(IMPORT_BATCH.c.key == bindparam("of_key")))
_ALL = Statement(select(IMPORT_BATCH).order_by(IMPORT_BATCH.c.key))
_UNDONE = Statement(
    update(IMPORT_BATCH)
    .where(IMPORT_BATCH.c.key == bindparam("of_key"))
    .values(undone_by=bindparam("by_fact"))
)
_FROM = Statement(
    select(FACT.c.n, FACT.c.key, FACT.c.body)
    .where(FACT.c.key >= bindparam("first"), FACT.c.key < bindparam("end"))
    .order_by(FACT.c.key)
)
_AFTER = Statement(
    select(FACT.c.n, FACT.c.key, FACT.c.body).where(FACT.c.n > bindparam("last")).order_by(FACT.c.n)
)


class ImportBatch(NamedTuple):
    """One import: what it brought (`members`, `savings` …), when, from which file."""

    key: FactKey
    what: str
    bd: date
    rows: int
    as_of: date | None
    file_hash: str
    undone_by: FactKey | None


class BatchFact(Struct, frozen=True):
    """A fact of a batch: its place in the log, key, operation and content."""

    n: int
    key: FactKey
    operation: AnyOperation
    fact: Fact


class BeginOrder(Order, frozen=True, omit_defaults=True):
    """What comes in, how many rows of it, from which file (SHA-256), as of which day."""

    what: str
    file_hash: str
    rows: int
    as_of: date | None = None


class ImportBegun(Fact, frozen=True, omit_defaults=True):
    """What came in, how many rows of it, from which file (SHA-256), as of which day."""

    what: str
    file_hash: str
    rows: int
    as_of: date | None = None


@operation(BEGIN, version=1)
class Begin(Operation[BeginOrder, ImportBegun]):
    """Head the batch of an import."""

    sentence = N_("Memasukkan buku lama")

    def decide(self, work: Work, order: BeginOrder) -> ImportBegun:
        """Rows there are, and a file that is not in the books already."""
        if order.rows < 1 or not _SHA256.fullmatch(order.file_hash):
            reason = _(N_("tidak ada baris yang dapat dimasukkan"))
            raise BadField(name="rows", reason=reason, field="rows")
        return ImportBegun(order.what, order.file_hash, order.rows, order.as_of)

    def apply(self, books: Books, fact: ImportBegun) -> None:
        """One more import."""
        as_of = fact.as_of.isoformat() if fact.as_of else None
        day = books.stamp.bd.isoformat()
        books.insert(_NEW, books.stamp.key, fact.what, day, fact.rows, as_of, fact.file_hash, None)


class UndoOrder(Order, frozen=True, omit_defaults=True):
    """Which import goes out again, and why."""

    import_: int = msgspec.field(name="import")
    reason: str


class ImportUndone(Fact, frozen=True, omit_defaults=True):
    """Which import went out again, and why."""

    import_: int = msgspec.field(name="import")
    reason: str


@operation(UNDO, version=1)
class Undo(Operation[UndoOrder, ImportUndone]):
    """Take a whole import back: entries reversed today, members void (COMMANDLINE, Undo)."""

    sentence = N_("Membatalkan impor buku lama")
    whole_batch = True

    def decide(self, work: Work, order: UndoOrder) -> ImportUndone:
        """An import that stands, whose facts nobody has built upon; taken back last to first."""
        found = require_import(work, order.import_)
        if found.undone_by is not None:
            raise AlreadyDecided(subject=_(N_("Impor ini")), field="import")
        reason = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        batch = facts_of(work, found.key)
        _require_unused(work, batch)
        for n, each in enumerate(reversed(batch), 1):
            for code, undoing in each.operation.unmade(work, each.key, each.fact):
                work.then(code, {**undoing, "reason": reason})
            work.progress.step(n, len(batch))
        return ImportUndone(found.key, reason)

    def apply(self, books: Books, fact: ImportUndone) -> None:
        """Marked as undone."""
        books.change(_UNDONE, of_key=fact.import_, by_fact=books.stamp.key)

    def refers_to(self, fact: ImportUndone) -> tuple[int, ...]:
        """The import."""
        return (fact.import_,)


def _batch(row: tuple[Any, ...]) -> ImportBatch:
    key, what, bd, rows, as_of, file_hash, undone_by = row
    day = date.fromisoformat(as_of) if as_of else None
    return ImportBatch(key, what, date.fromisoformat(bd), rows, day, file_hash, undone_by)


def imports(read: Reading) -> list[ImportBatch]:
    """Every import, oldest first."""
    return [_batch(row) for row in read.rows(_ALL)]


def require_import(read: Reading, key: int) -> ImportBatch:
    """An import by its name. Raises BadField."""
    row = read.row(_ONE, of_key=key)
    if row is None:
        reason = _(N_("tidak ada impor {key}")).format(key=key)
        raise BadField(name="import", reason=reason, field="import")
    return _batch(row)


def same_file(read: Reading, file_hash: str) -> ImportBatch | None:
    """An import of this very file that still stands."""
    standing = (each for each in imports(read) if each.undone_by is None)
    return next((each for each in standing if each.file_hash == file_hash), None)


def facts_of(read: Reading, key: int) -> list[BatchFact]:
    """The facts of an import in their order, its own first one among them."""
    found: list[BatchFact] = []
    batch: int | None = None
    for n, each, envelope in _envelopes(read, key):
        if batch is None:
            batch = envelope.batch
        if envelope.batch != batch:
            break
        op = find(envelope.kind)
        found.append(BatchFact(n, FactKey(each), op, op.fact_from(envelope.d, envelope.kv)))
    return found


def _envelopes(read: Reading, first: int) -> Iterator[tuple[int, int, Envelope]]:
    """A device's facts from one on."""
    end = fact_key(device_of(first), 1) - 1 + (1 << 30)
    for n, key, body in read.each(_FROM, first=first, end=end):
        yield n, key, stored(key, body)


def _require_unused(read: Reading, batch: list[BatchFact]) -> None:
    """Refuse if later facts name what this import made. Raises ImportInUse."""
    made = {each.key for each in batch}
    gone = _undone_batches(read)
    using: dict[int, str] = {}
    for _n, key, body in read.each(_AFTER, last=batch[-1].n):
        envelope = stored(key, body)
        if envelope.batch is not None and envelope.batch in gone:
            continue
        op = find(envelope.kind)
        fact = op.fact_from(envelope.d, envelope.kv)
        named = set(op.refers_to(fact))
        if op.reverses:
            for each in named & using.keys():  # a document that was taken back uses nothing
                del using[each]
        if not made.isdisjoint(named):
            using[key] = getattr(fact, "number", None) or _(op.sentence)
    if using:
        words = list(using.values())
        shown = ", ".join(words[:_NAMED]) + (" …" if len(words) > _NAMED else "")
        raise ImportInUse(count=len(using), facts=shown, field="import")


def _undone_batches(read: Reading) -> set[int]:
    """The marks of imports that were undone, and of their undoing."""
    keys = [(each.key, each.undone_by) for each in imports(read) if each.undone_by is not None]
    bodies = (read.row(_FROM, first=key, end=key + 1) for pair in keys for key in pair)
    marks = (stored(row[1], row[2]).batch for row in bodies if row is not None)
    return {mark for mark in marks if mark is not None}


def take_in(
    office: Office,
    begin: BeginOrder,
    codes: Iterable[str],
    work: Callable[[Transaction], T],
    *,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> tuple[FactKey, T]:
    """Run an import in one transaction, headed by `begin`: its name and what `work` gives.

    `codes` are the operations that `work` asks for with `then`; the user must hold the right to
    each of them, and to importing.
    """
    for code in (BEGIN, *codes):
        office.require(code)

    def run(deal: Transaction) -> tuple[FactKey, T]:
        key = deal.then(BEGIN, begin)
        return key, work(deal)

    return office.together(run, confirm_day=confirm_day, progress=progress)
