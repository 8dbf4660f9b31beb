"""An old cash book taken in: replayed, proposed line by line, and posted as one import.

Nothing that contradicts itself is posted until each contradiction was accepted by its name, and
nothing unsure until somebody has said what it was. The batch goes out again as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.accounting import cash_proposing, cash_replay, old_words
from kopdes_desktop.accounting.cash_proposing import JOT, MOVE_CASH, SKIP, Answer, Proposal, Ways
from kopdes_desktop.accounting.cash_replay import Contradiction, Played, Replay
from kopdes_desktop.accounting.cash_sheets import BALANCE, CARRY, CashBook, read_cash_book
from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.ledger import boxes, chart, periods
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.imports import BeginOrder
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.studies import Footer, Imported, Problem, RowsFaulty, Study
from kopdes_desktop.office.taking import Taking
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.paper.grid import Book

BOOKS: Final = "books"
#: The names of sums in a study's totals.
TOTAL_IN, TOTAL_OUT = "in", "out"
RECORD, ROUNDING = "accounting.record", "4-9105"
_A_SHEET: Final = 1_000_000
_NAMED: Final = 8

#: A line of the book: its sheet's name and row.
Place = tuple[str, int]


class NotAddedUp(Refusal):
    """A book that contradicts itself, and nobody has accepted that."""

    template = N_(
        "Buku {name} memuat {count} pertentangan yang belum diterima, jadi tidak ada yang "
        "dimasukkan. Periksa dan terima satu per satu: {names}."
    )


class LinesFaulty(Refusal):
    """Some lines cannot go in, and nobody asked to leave them out."""

    template = N_(
        "{count} baris belum dapat dimasukkan, jadi tidak ada yang masuk. Yang pertama, lembar "
        "{sheet} baris {row}: {reason}."
    )

    def __init__(self, study: CashStudy, problems: Sequence[Problem]) -> None:
        """Keep every problem beside the sentence, which speaks of the first."""
        first = min(problems, key=lambda each: each.row)
        sheet, row = study.place(first.row)
        reason = first.message.rstrip(".")
        super().__init__(count=len(problems), sheet=sheet, row=row, reason=reason)
        self.problems = tuple(problems)


class CashStudy(Study, frozen=True):
    """What was found in a cash book. The `row` of a problem numbers the lines of all sheets.

    `proposals` are all lines that moved money, `lines` those that can go in, `accepted` the names
    of contradictions that somebody accepted.
    """

    box: Box
    book: CashBook
    replay: Replay
    contradictions: tuple[Contradiction, ...]
    proposals: tuple[Proposal, ...]
    lines: tuple[Proposal, ...]
    accepted: frozenset[str]

    @property
    def ready(self) -> int:
        """How many lines can go in."""
        return len(self.lines)

    @property
    def blocking(self) -> tuple[Contradiction, ...]:
        """What is of the whole book and was not accepted: no line goes in before it is."""
        open_ = (each for each in self.contradictions if each.name not in self.accepted)
        return tuple(each for each in open_ if not each.on_row)

    def place(self, row: int) -> Place:
        """Sheet and row of a problem, as the spreadsheet shows them."""
        at, number = divmod(row, _A_SHEET)
        return self.book.sheets[at].name, number


def study_cash(
    read: Reading,
    book: Book,
    *,
    today: date,
    box: str,
    answers: Mapping[Place, Answer] | None = None,
    accepted: Iterable[str] = (),
    mapping: Mapping[str, str] | None = None,
) -> CashStudy:
    """Replay a cash book of a box and propose what each line was. Nothing is written.

    Raises BadFile, NoHeader, BadField.
    """
    held = chart.box(read, box)
    if held.in_transit:
        reason = _(N_("pilih kas atau bank"))
        raise BadField(name="box", reason=reason, field="box")
    found = read_cash_book(book, mapping)
    played = cash_replay.replay(found, today)
    ways = cash_proposing.ways(read, held)
    said = dict(answers or {})
    proposals = tuple(_answered(ways, each, said) for each in played.played)
    skipped = frozenset(place for place, each in (answers or {}).items() if each.what == SKIP)
    _require_used(said, {(x.sheet, x.row) for x in played.contradictions if x.hard} & skipped)
    judge = _Judge(read, found, held, played, frozenset(accepted), skipped, today)
    return judge.study(proposals)


def _answered(ways: Ways, played: Played, answers: dict[Place, Answer]) -> Proposal:
    """What a line was, with its answer, which is used up. Raises BadField."""
    made = cash_proposing.proposal(ways, played.at * _A_SHEET + played.line.row, played)
    answer = answers.pop((played.sheet, played.line.row), None)
    return made if answer is None else cash_proposing.answered(ways, made, answer)


def _require_used(left: Mapping[Place, Answer], hard: set[Place]) -> None:
    """Refuse answers to lines that the book does not have. Raises BadField."""
    for sheet, row in left.keys() - hard:
        reason = _(N_("tidak ada transaksi di lembar {sheet} baris {row}"))
        reason = reason.format(sheet=sheet, row=row)
        raise BadField(name="answers", reason=reason, field="answers")


class _Judge(Struct, frozen=True):
    """What can go in and what cannot."""

    read: Reading
    book: CashBook
    box: Box
    replay: Replay
    accepted: frozenset[str]
    skipped: frozenset[Place]
    today: date

    def study(self, proposals: tuple[Proposal, ...]) -> CashStudy:
        """All lines judged. Raises BadField."""
        contradictions = (
            *_opening(self, proposals),
            *self.replay.contradictions,
            *_known(self.read, self.box, proposals),
        )
        self._require_there(contradictions)
        errors, warnings = self._told(contradictions, proposals)
        bad = {each.row for each in errors}
        lines = [x for x in proposals if x.row not in bad and x.what != SKIP]
        first = self.book.sheets[0]
        return CashStudy(
            name=self.book.name,
            digest=self.book.digest,
            sheet=first.name,
            others=self.book.others,
            header_row=first.header_row,
            columns=first.columns,
            rows=sum(len(each.entries) for each in self.book.sheets),
            errors=tuple(sorted(errors, key=lambda each: each.row)),
            warnings=tuple(warnings),
            footers=tuple(_footers(self.book)),
            totals=_totals(lines),
            as_of=None,
            source=(),
            box=self.box,
            book=self.book,
            replay=self.replay,
            contradictions=contradictions,
            proposals=proposals,
            lines=tuple(sorted(lines, key=lambda each: (each.day, each.row))),
            accepted=self.accepted,
        )

    def _require_there(self, contradictions: Iterable[Contradiction]) -> None:
        """Refuse to accept what the book does not say. Raises BadField."""
        for name in sorted(self.accepted - {each.name for each in contradictions}):
            reason = _(N_("tidak ada pertentangan bernama {name}")).format(name=name)
            raise BadField(name="accept", reason=reason, field="accept")

    def _told(
        self, contradictions: Iterable[Contradiction], proposals: Iterable[Proposal]
    ) -> tuple[list[Problem], list[Problem]]:
        """What keeps lines out, and what was accepted."""
        sheets = {each.name: at for at, each in enumerate(self.book.sheets)}
        errors: list[Problem] = []
        warnings: list[Problem] = []
        for each in contradictions:
            row = sheets[each.sheet] * _A_SHEET + each.row
            if not (each.on_row and (each.sheet, each.row) in self.skipped):
                taken = each.name in self.accepted and not each.hard
                problem = Problem(row, each.field, each.code, each.message)
                (warnings if taken else errors).append(problem)
        for made in proposals:
            if made.what != SKIP:
                errors += _refusals(self.read, made, self.today)
        return errors, warnings


def _refusals(read: Reading, made: Proposal, today: date) -> Iterator[Problem]:
    """Why a line cannot be posted on its day, or not yet."""
    if made.day > today:
        reason = _(N_("tanggal {day} belum tiba")).format(day=wording.short_day(made.day))
        yield Problem(made.row, "day", "future", reason)
    try:
        periods.require_open(read, made.day)
    except Refusal as refusal:
        yield Problem(made.row, "day", refusal.code, refusal.message)
    if not made.settled:
        guess = cash_proposing.title_of(made.what)
        question = made.question or _(N_("mungkin “{title}”: betulkah?")).format(title=guess)
        yield Problem(made.row, "template", "unsure", question)


def _opening(judge: _Judge, proposals: Sequence[Proposal]) -> Iterator[Contradiction]:
    """The book begins with another balance than the box held then."""
    first = min((each.day for each in proposals), default=None)
    if first is None:
        return
    held = int(boxes.held_before(judge.read, judge.box, first)) * cells.HUNDRED
    if held != judge.replay.opening:
        sheet = judge.book.sheets[0]
        carried = (each.row for each in sheet.lines if each.kind == CARRY)
        row = next(carried, sheet.header_row)
        said = cash_replay.sen(judge.replay.opening), cash_replay.sen(held)
        yield Contradiction(sheet.name, row, "opening", BALANCE, *said)


def _known(read: Reading, box: Box, proposals: Sequence[Proposal]) -> Iterator[Contradiction]:
    """Lines of a day and an amount that the box has moved already."""
    if not proposals:
        return
    days = [each.day for each in proposals]
    moved = boxes.lines(read, box, min(days), max(days))
    standing = Counter((x.entry.posted_on, int(x.amount)) for x in moved)
    for made in proposals:
        place = made.day, int(made.amount)
        if standing[place]:
            standing[place] -= 1
            said = wording.rupiah(abs(place[1])), wording.short_day(made.day)
            where = made.played.sheet, made.played.line.row
            yield Contradiction(*where, "known", "day", *said, on_row=True)


def _footers(book: CashBook) -> Iterator[Footer]:
    """What is no entry: carried lines, sums, signatures."""
    for at, sheet in enumerate(book.sheets):
        for line in sheet.lines:
            if line.kind in {"carry", "month", "so_far", "total"}:
                kind = "carried" if line.kind == CARRY else "total"
                row = at * _A_SHEET + line.row
                yield Footer(row, kind, line.text, row)
        for number, text in sheet.others:
            row = at * _A_SHEET + number
            yield Footer(row, "signature", text, row)


def _totals(lines: Iterable[Proposal]) -> dict[str, Rupiah]:
    """What comes and goes by the lines that can go in."""
    came = sum(int(each.amount) for each in lines if each.amount > NOTHING)
    went = sum(-int(each.amount) for each in lines if each.amount < NOTHING)
    return {TOTAL_IN: Rupiah(came), TOTAL_OUT: Rupiah(went)}


# --- taking in ------------------------------------------------------------------------------------


def import_cash(
    office: Office,
    study: CashStudy,
    *,
    skip_bad: bool = False,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Post the lines of a study as one import.

    Raises NotAddedUp, LinesFaulty, NothingReady, AlreadyRead, NotPermitted.
    """
    blocking = study.blocking
    if blocking:
        names = ", ".join(each.name for each in blocking[:_NAMED])
        more = " …" if len(blocking) > _NAMED else ""
        raise NotAddedUp(name=study.name, count=len(blocking), names=names + more, field="accept")
    try:
        done = _taking(office, study, progress, confirm_day=confirm_day).run(skip_bad=skip_bad)
    except RowsFaulty as faulty:
        raise LinesFaulty(study, faulty.problems) from faulty
    refused = {each.row for each in done.errors} - {each.row for each in study.errors}
    late = [each for each in done.errors if each.row in refused]
    return replace(done, errors=(*study.errors, *late))


def rehearse(
    office: Office,
    study: CashStudy,
    *,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> tuple[Problem, ...]:
    """What the operations would refuse of a study's lines; done and taken back."""
    return _taking(office, study, progress, confirm_day=confirm_day).rehearse()


def without(study: CashStudy, refused: Sequence[Problem]) -> CashStudy:
    """The study once these lines are known to be refused."""
    bad = {each.row for each in refused}
    lines = tuple(each for each in study.lines if each.row not in bad)
    errors = tuple(sorted((*study.errors, *refused), key=lambda each: each.row))
    return replace(study, lines=lines, errors=errors, totals=_totals(lines))


def _taking(
    office: Office, study: CashStudy, progress: Progress | None, *, confirm_day: bool
) -> Taking[Proposal]:
    box, today = study.box, office.today()
    late = _(N_("Impor buku lama {name}")).format(name=study.name)[:200]
    taken: list[Proposal] = []

    def start(_deal: Transaction) -> None:
        taken.clear()

    def take(deal: Transaction, line: Proposal) -> None:
        code, order = cash_proposing.order_of(line, box, today, late)
        key = deal.then(code, order)
        old_words.keep(deal.books, key, line.text)
        taken.append(line)

    def end(deal: Transaction) -> None:
        difference = rounding(taken)
        if difference:
            last = taken[-1].day
            past = {} if last == today else {"day": last.isoformat(), "late": late}
            deal.then(RECORD, {**_rounding_order(box, difference), **past})

    def held(deal: Transaction) -> Mapping[str, int]:
        return {box.code: int(chart.box_balances(deal.books).get(box.code, NOTHING))}

    def brought(lines: Sequence[Proposal]) -> dict[str, Rupiah]:
        return {box.code: Rupiah(sum(int(x.amount) for x in lines) + rounding(lines))}

    rounded = bool(rounding(study.lines))
    moved = any(each.what == cash_proposing.MOVE for each in study.lines)
    codes = [JOT, *([MOVE_CASH] if moved else ()), *([RECORD] if rounded else ())]
    mark = mark_of(study)
    return Taking(
        office,
        study,
        study.lines,
        BeginOrder(BOOKS, mark, len(study.lines) or 1),
        codes,
        take,
        held,
        brought,
        progress or Silent(),
        confirm_day,
        end,
        start,
    )


def rounding(lines: Iterable[Proposal]) -> int:
    """What whole rupiah of every line leave over against the book's own sum, in rupiah."""
    kept = list(lines)
    exact = sum(each.played.net for each in kept)
    return int(cells.nearest_rupiah(exact)) - sum(int(each.amount) for each in kept)


def _rounding_order(box: Box, difference: int) -> dict[str, object]:
    lines = [
        {"account": box.account, "amount": difference, "unit": box.unit, "box": box.code},
        {"account": ROUNDING, "amount": -difference, "unit": box.unit},
    ]
    return {"text": _(N_("Pembulatan setengah rupiah dari buku kas lama")), "lines": lines}


def mark_of(study: CashStudy) -> str:
    """What names this import in the books: the file, the box, and the lines that went in.

    Lines that were left out may come later; those that went in are known by day and amount.
    """
    rows = ",".join(str(each.row) for each in sorted(study.lines, key=lambda each: each.row))
    return sha256(f"{study.digest} {study.box.code} {rows}".encode()).hexdigest()
