"""Taking an old book in: one transaction, all of the good rows or none, undone as one.

What the operations refuse though the study saw nothing wrong is reported by the row, and nothing is
written (COMMANDLINE, Reading old registers).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.errors import KopdesError, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.office import imports
from kopdes_desktop.office.imports import BeginOrder
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.studies import (
    AlreadyRead,
    Imported,
    NothingReady,
    Problem,
    RowsFaulty,
    Study,
)
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.paper.document import Column, Document, Letterhead


class Numbered(Protocol):
    """A line that can go in, by the row that the spreadsheet shows."""

    @property
    def row(self) -> int:
        """The spreadsheet's number."""


Line = TypeVar("Line", bound=Numbered)
#: Sums of the books by name, before and after.
Sums = Mapping[str, int]


class _NotAll(Exception):
    """Some rows were refused by their operations: nothing of the transaction stays."""

    def __init__(self, refused: dict[int, Refusal]) -> None:
        super().__init__()
        self.refused = refused


class Taking(Struct, Generic[Line], frozen=True):
    """Everything in one transaction; once more without the rows that an operation refused.

    `take` does one line; `start` and `end` what is done before and after all of them. `held` is
    what the books hold of what the lines bring, and must have grown by `brought` before anything
    is kept, `count` by one a line.
    """

    office: Office
    study: Study
    lines: Sequence[Line]
    begin: BeginOrder
    codes: Sequence[str]
    take: Callable[[Transaction, Line], None]
    held: Callable[[Transaction], Sums]
    brought: Callable[[Sequence[Line]], Mapping[str, Rupiah]]
    progress: Progress
    confirm_day: bool
    end: Callable[[Transaction], None] | None = None
    start: Callable[[Transaction], None] | None = None
    count: Callable[[Transaction], int] | None = None

    def run(self, *, skip_bad: bool) -> Imported:
        """Take in what can go in."""
        study = self.study
        self.office.require(imports.BEGIN)
        _require_new(self.office, study, self.begin.file_hash)
        errors = {each.row: each for each in study.errors}
        left = list(self.lines)
        key: int | None = None
        while key is None:
            if errors and not skip_bad:
                raise RowsFaulty([errors[row] for row in sorted(errors)])
            if not left:
                raise NothingReady(name=study.name)
            try:
                key = self._tried(left)
            except _NotAll as not_all:
                errors |= {row: _refused(row, each) for row, each in not_all.refused.items()}
                left = [line for line in left if line.row not in not_all.refused]
        return Imported(
            id=key,
            rows=study.rows,
            ready=study.ready,
            imported=len(left),
            errors=tuple(errors[row] for row in sorted(errors)),
            warnings=tuple(each for each in study.warnings if each.row not in errors),
            footers=study.footers,
            totals=self.brought(left),
        )

    def rehearse(self) -> tuple[Problem, ...]:
        """Do everything, take it back, and say what was refused."""
        _require_new(self.office, self.study, self.begin.file_hash)
        refused: dict[int, Refusal] = {}
        if self.lines:
            try:
                self._tried(self.lines, rehearsing=True)
            except _NotAll as not_all:
                refused = not_all.refused
        return tuple(_refused(row, each) for row, each in refused.items())

    def _tried(self, lines: Sequence[Line], *, rehearsing: bool = False) -> int:
        """One transaction; its import's name. Raises _NotAll, and then nothing is written."""
        begin = BeginOrder(self.begin.what, self.begin.file_hash, len(lines), self.begin.as_of)
        key, _done = imports.take_in(
            self.office,
            begin,
            self.codes,
            lambda deal: self._each(deal, lines, rehearsing=rehearsing),
            confirm_day=self.confirm_day,
            progress=self.progress,
        )
        return key

    def _each(self, deal: Transaction, lines: Sequence[Line], *, rehearsing: bool) -> None:
        """Every line; if any was refused, all that were, so that one more try is enough."""
        refused: dict[int, Refusal] = {}
        before, known = dict(self.held(deal)), self.count(deal) if self.count else 0
        if self.start is not None:
            self.start(deal)
        for n, line in enumerate(lines, 1):
            try:
                self.take(deal, line)
            except Refusal as error:
                refused[line.row] = error
            self.progress.step(n, len(lines))
        if refused:
            raise _NotAll(refused)
        if self.end is not None:
            self.end(deal)
        if rehearsing:
            raise _NotAll(refused)
        _require_proved(before, self.held(deal), self.brought(lines))
        if self.count is not None and self.count(deal) - known != len(lines):
            msg = f"the books do not hold {len(lines)} more"
            raise RuntimeError(msg)


def _require_proved(before: Sums, after: Sums, totals: Mapping[str, Rupiah]) -> None:
    """The books hold as much more as the rows said, before anything is kept."""
    grown = {name: after.get(name, 0) - before.get(name, 0) for name in totals}
    wrong = {name for name, amount in totals.items() if grown[name] != int(amount)}
    if wrong:
        msg = f"the books do not hold what the rows said: {sorted(wrong)}"
        raise RuntimeError(msg)


def _refused(row: int, error: KopdesError) -> Problem:
    """An operation's refusal as a row's error, under the refusal's own code."""
    field = error.field if isinstance(error, Refusal) else None
    return Problem(row, field, error.code, error.message)


def _require_new(office: Office, study: Study, mark: str) -> None:
    before = imports.same_file(office.reading, mark)
    if before is not None:
        day = wording.short_day(before.bd)
        raise AlreadyRead(name=study.name, day=day, key=before.key)


# --- what was rejected ----------------------------------------------------------------------------


def rejects(
    study: Study, letterhead: Letterhead | None = None, done: Imported | None = None
) -> Document:
    """The faulty rows under their own headers, each with its row and the reason beside it.

    As a sheet it can be read again once it is corrected: cells are text, and the day of the book
    stands above. `done` adds what the operations refused. Columns of passwords are left out.
    """
    problems = {each.row: each for each in (done.errors if done else study.errors)}
    kept = [each for each in study.columns if each.field != "secret" and each.header]
    names = [f"c{each.place}" for each in kept]
    columns = (
        *(Column(name, each.header, "text") for name, each in zip(names, kept, strict=True)),
        Column("row", _(N_("Baris asal")), "number"),
        Column("reason", _(N_("Alasan ditolak")), "text"),
    )
    rows = [
        {
            **{
                name: cells.text(row.cells[each.place]) if each.place < len(row.cells) else ""
                for name, each in zip(names, kept, strict=True)
            },
            "row": row.number,
            "reason": problems[row.number].message,
        }
        for row in study.source
        if row.number in problems
    ]
    # Not translated: the reader looks for these words when the sheet comes back.
    period = f"Keadaan per {wording.short_day(study.as_of)}" if study.as_of else ""
    return Document(
        "rejects",
        _(N_("Baris yang belum dapat dimasukkan")),
        letterhead or Letterhead(study.name),
        period,
        columns,
        rows,
        {},
        notes=(_(N_("Perbaiki baris-baris ini, simpan, lalu masukkan lagi berkas ini.")),),
    )
