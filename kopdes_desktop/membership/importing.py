"""Taking an old register in: one transaction, all of the good rows or none, undone as one.

A study (`study_members`, `study_savings`) says what would happen and writes nothing; `import_*`
does it through the same operations as everybody; what the operations refuse though the study saw
nothing wrong is reported by the row, and nothing is written (COMMANDLINE, Reading old registers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.errors import KopdesError, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.membership.headers import FIELDS, SAVINGS_FIELDS, NoHeader, OtherBook
from kopdes_desktop.membership.member_rows import study_members
from kopdes_desktop.membership.savings_rows import study_savings
from kopdes_desktop.membership.studies import (
    AlreadyRead,
    Imported,
    MemberLine,
    MemberStudy,
    NoDay,
    NothingReady,
    Problem,
    RowsFaulty,
    SavingsLine,
    SavingsStudy,
    Study,
)
from kopdes_desktop.membership.taking_over import AdoptOrder
from kopdes_desktop.office import imports
from kopdes_desktop.office.imports import BeginOrder
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.paper.document import Column, Document, Letterhead
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.deposits import DepositLine, DepositOrder
from kopdes_desktop.savings.opening import TakeOverLine, TakeOverOrder

__all__ = [
    "FIELDS",
    "SAVINGS_FIELDS",
    "NoHeader",
    "OtherBook",
    "import_members",
    "import_savings",
    "rehearse",
    "rejects",
    "study_members",
    "study_savings",
]

ADOPT, TAKE_OVER, DEPOSIT = "membership.adopt", "savings.take_over", "savings.deposit"
MEMBERS, SAVINGS = "members", "savings"

Line = TypeVar("Line", MemberLine, SavingsLine)


class _NotAll(Exception):
    """Some rows were refused by their operations: nothing of the transaction stays."""

    def __init__(self, refused: dict[int, Refusal]) -> None:
        super().__init__()
        self.refused = refused


def import_members(
    office: Office,
    study: MemberStudy,
    *,
    skip_bad: bool = False,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take the members of a study in, and their money as opening balances of its day.

    Raises RowsFaulty, NothingReady, AlreadyRead, NoDay, NotPermitted, and what the office refuses.
    """
    return _taking_members(office, study, progress, confirm_day=confirm_day).run(skip_bad=skip_bad)


def import_savings(
    office: Office,
    study: SavingsStudy,
    *,
    skip_bad: bool = False,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take the amounts of a study in: as opening balances of its day, or as late deposits.

    Raises as `import_members` does.
    """
    return _taking_savings(office, study, progress, confirm_day=confirm_day).run(skip_bad=skip_bad)


def rehearse(
    office: Office,
    study: MemberStudy | SavingsStudy,
    *,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> tuple[Problem, ...]:
    """What the operations would refuse of a study's rows; done and taken back, nothing stays.

    A study knows the register's faults; whether a deposit fits a member's dues only the operation
    knows. Raises as importing does.
    """
    if isinstance(study, MemberStudy):
        return _taking_members(office, study, progress, confirm_day=confirm_day).rehearse()
    return _taking_savings(office, study, progress, confirm_day=confirm_day).rehearse()


def _taking_members(
    office: Office, study: MemberStudy, progress: Progress | None, *, confirm_day: bool
) -> _Taking[MemberLine]:
    day = study.as_of
    money = any(line.money for line in study.lines)
    if money and day is None:
        raise NoDay(name=study.name)

    def take(deal: Transaction, line: MemberLine) -> None:
        key = deal.then(ADOPT, AdoptOrder(**line.fields, as_of=day))
        if line.money and day is not None:
            lines = tuple(TakeOverLine(product, amount) for product, amount in line.money)
            deal.then(TAKE_OVER, TakeOverOrder(key, lines, day))

    codes = (ADOPT, TAKE_OVER) if money else (ADOPT,)
    begin = BeginOrder(MEMBERS, study.digest, len(study.lines) or 1, day)
    watch = progress or Silent()
    return _Taking(office, study, study.lines, begin, codes, take, watch, confirm_day)


def _taking_savings(
    office: Office, study: SavingsStudy, progress: Progress | None, *, confirm_day: bool
) -> _Taking[SavingsLine]:
    late = _(N_("Impor buku lama {name}")).format(name=study.name)[:200]
    today = office.today()

    def open_balance(deal: Transaction, line: SavingsLine) -> None:
        lines = (TakeOverLine(study.product, line.amount),)
        deal.then(TAKE_OVER, TakeOverOrder(line.member, lines, line.day))

    def deposit(deal: Transaction, line: SavingsLine) -> None:
        lines = (DepositLine(study.product, line.amount),)
        past = line.day != today
        order = DepositOrder(
            member=line.member,
            lines=lines,
            cash=study.cash,
            day=line.day if past else None,
            late=late if past else None,
        )
        deal.then(DEPOSIT, order)

    code, take = (TAKE_OVER, open_balance) if study.how == "opening" else (DEPOSIT, deposit)
    begin = BeginOrder(SAVINGS, mark_of(study), len(study.lines) or 1, study.as_of)
    watch = progress or Silent()
    return _Taking(office, study, study.lines, begin, (code,), take, watch, confirm_day)


def mark_of(study: SavingsStudy) -> str:
    """What names a file of savings in the books: one book may be read once for each product."""
    return sha256(f"{study.digest} {study.product} {study.how}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Taking(Generic[Line]):
    """Everything in one transaction; once more without the rows that an operation refused."""

    office: Office
    study: Study
    lines: Sequence[Line]
    begin: BeginOrder
    codes: Sequence[str]
    take: Callable[[Transaction, Line], None]
    progress: Progress
    confirm_day: bool

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
            totals=_totals(study, left),
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
        before = _saved(deal)
        for n, line in enumerate(lines, 1):
            try:
                self.take(deal, line)
            except Refusal as error:
                refused[line.row] = error
            self.progress.step(n, len(lines))
        if refused or rehearsing:
            raise _NotAll(refused)
        _require_proved(before, _saved(deal), _totals(self.study, lines))


def _saved(deal: Transaction) -> Counter[str]:
    """What all members have, by product, as the books say."""
    sums: Counter[str] = Counter()
    for product, _member, amount in savings.all_balances(deal.books):
        sums[product] += int(amount)
    return sums


def _require_proved(
    before: Counter[str], after: Counter[str], totals: Mapping[str, Rupiah]
) -> None:
    """The books hold as much more as the rows said, before anything is kept."""
    wrong = {name for name, amount in totals.items() if after[name] - before[name] != int(amount)}
    if wrong:
        msg = f"the books do not hold what the rows said: {sorted(wrong)}"
        raise RuntimeError(msg)


def _totals(study: Study, lines: Sequence[MemberLine] | Sequence[SavingsLine]) -> dict[str, Rupiah]:
    """What went in, by product."""
    sums = dict.fromkeys(study.totals, 0)
    for line in lines:
        if isinstance(line, MemberLine):
            for product, amount in line.money:
                sums[product] += int(amount)
        elif isinstance(study, SavingsStudy):
            sums[study.product] += int(line.amount)
    return {product: Rupiah(amount) for product, amount in sums.items()}


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
