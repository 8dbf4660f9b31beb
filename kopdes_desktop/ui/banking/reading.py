"""What the screen of boxes and banks asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.banking import queries, suggesting
from kopdes_desktop.banking.bank_files import BankFile, read_bank_file
from kopdes_desktop.banking.queries import Counting, Reconciled, Unknown
from kopdes_desktop.banking.rules import Place, StatementRow
from kopdes_desktop.banking.suggesting import Suggestion
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import boxes, chart
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.grid import read_book
from kopdes_desktop.reports import rendering
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.reports.answers import PERSONS, build

#: To look at boxes and banks.
RIGHT = "report.cash_book"
RECONCILE, READ, BOOK = "banking.reconcile", "banking.read_statement", "banking.book_row"
COUNT, SETTLE = "banking.count_cash", "banking.settle_unknown"
_DEEDS = (RECONCILE, READ, BOOK, COUNT, SETTLE)
CASH, BANK = "cash_book", "bank_book"


class Boxes(Struct, frozen=True):
    """The boxes, those at banks apart; what the user may do; who may have seen a count.

    `counted` are those that this user counts now; `at_shift` are counted when their shift ends;
    `due` wait for the count of a month's end.
    """

    cash: tuple[Box, ...]
    banks: tuple[Box, ...]
    own: str | None
    may: frozenset[str]
    people: tuple[tuple[str, str], ...]
    counted: tuple[Box, ...] = ()
    at_shift: tuple[Box, ...] = ()
    due: frozenset[str] = frozenset()

    def named(self, code: str) -> Box | None:
        """The box of this code."""
        return next((each for each in (*self.cash, *self.banks) if each.code == code), None)

    @property
    def books(self) -> list[tuple[str, str]]:
        """Every book that can be opened: "code of the report:box" and its words."""
        made: list[tuple[str, str]] = []
        for code, held, whole in (
            (CASH, self.cash, _("Semua kas")),
            (BANK, self.banks, _("Semua bank")),
        ):
            made += [(f"{code}:{box.code}", box.name) for box in held]
            if len(held) > 1:
                made.append((f"{code}:", whole))
        return made


class Line(Struct, frozen=True):
    """A line of a bank's book while it is compared: ticked or not, and the bank's row for it."""

    place: Place
    day: date
    text: str
    number: str
    amount: Rupiah
    ticked: bool
    bank_day: date | None = None
    cancelled: bool = False

    def turned(self, *, ticked: bool) -> Line:
        """The same, ticked or not."""
        return replace(self, ticked=ticked)


class Compared(Struct, frozen=True):
    """A bank account against its statement, with what is proposed to be ticked.

    `replaces` are the reconciliations of this day and later ones: saving does them anew.
    """

    box: Box
    until: date
    last: Reconciled | None
    before: Rupiah
    ledger: Rupiah
    lines: tuple[Line, ...]
    told: Rupiah | None
    unknown: int
    marks: tuple[str, ...]
    replaces: tuple[str, ...] = ()


class Told(Struct, frozen=True):
    """A row of the bank that the books know nothing of, and how it may be recorded."""

    mark: str
    row: StatementRow
    likeliest: Suggestion | None
    ways: tuple[Suggestion, ...]


def standing(office: Office) -> Boxes:
    """Boxes and rights."""
    read = office.reading
    held = [box for box in chart.boxes(read) if not box.in_transit]
    own = chart.own_box(read, office.signed_in.user)
    people = [
        (str(each.key), each.name or each.login or "") for each in users.users(read) if each.active
    ]
    signed_in, today = office.signed_in, office.today()
    role, number = signed_in.role, office.own.number
    now, at_shift = queries.countable(read, signed_in.user, role, number)
    return Boxes(
        tuple(box for box in held if not boxes.is_bank(box)),
        tuple(box for box in held if boxes.is_bank(box)),
        own.code if own is not None else None,
        frozenset(deed for deed in _DEEDS if office.may(deed) is not Level.NO),
        tuple(each for each in people if each[0] != str(signed_in.user)),
        tuple(now),
        tuple(at_shift),
        frozenset(box.code for box in queries.due_at_month_end(read, today)),
    )


def compared(read: Reading, code: str, until: date) -> Compared:
    """What is open of an account; what the bank wrote too, and what was opened, is ticked."""
    found = queries.comparison(read, chart.box(read, code), until)
    days = {place: found.rows[mark].day for mark, place in found.matches.items()}
    gone, named = found.cancelled, boxes.partners(read, found.box, queries.SINCE_EVER, until)
    again = [each for each in queries.standing(read, code) if each.day >= until]
    ticked = queries.ticked_before(read, code, date.max) | set(found.matches.values()) | gone
    return Compared(
        found.box,
        until,
        found.last,
        found.before,
        found.ledger,
        tuple(
            Line(
                line.place,
                line.row.entry.posted_on,
                boxes.said(line.row, named),
                line.row.entry.number or "",
                line.row.amount,
                ticked=line.row.entry.kind == "opening" or line.place in ticked,
                bank_day=days.get(line.place),
                cancelled=line.place in gone,
            )
            for line in found.lines
        ),
        found.told,
        len(found.unknown),
        tuple(found.rows),
        tuple(each.number for each in again),
    )


def told(office: Office, code: str, until: date) -> list[Told]:
    """What the bank says beyond the books; its words name persons, whom not everybody may know."""
    rows = office.read(RIGHT, _told, code, until)
    if office.may(PERSONS) is not Level.NO:
        return rows
    return [replace(each, row=replace(each.row, text="–", ref="")) for each in rows]


def _told(read: Reading, code: str, until: date) -> list[Told]:
    """Each row with its proposal."""
    box = chart.box(read, code)
    found = queries.comparison(read, box, until)
    return [
        Told(
            mark,
            row,
            suggesting.likeliest(read, box, row),
            tuple(suggesting.suggestions(read, box, row)),
        )
        for mark, row in found.unknown.items()
    ]


def counts(office: Office) -> list[tuple[Counting, str]]:
    """What was counted, with the box's name; of her own boxes to whoever may see no book."""
    if office.may(RIGHT) is not Level.NO:
        return office.read(RIGHT, _counts, None)
    user, number = office.signed_in, office.own.number
    now, at_shift = queries.countable(office.reading, user.user, user.role, number)
    return office.read(COUNT, _counts, {box.code for box in (*now, *at_shift)})


def _counts(read: Reading, only: Container[str] | None) -> list[tuple[Counting, str]]:
    names = {box.code: box.name for box in chart.boxes(read)}
    return [
        (each, names.get(each.box, each.box))
        for each in queries.counts(read)
        if only is None or each.box in only
    ]


def file(path: Path, today: date) -> BankFile:
    """The statement in a file. Raises BadFile."""
    return read_bank_file(read_book(path), today)


def waiting(read: Reading) -> tuple[list[Unknown], list[tuple[str, str]]]:
    """Receipts without a name, and what a member can save with one."""
    held = [(each.code, _(each.name)) for each in savings.products(read) if each.open]
    return queries.unknowns(read), held


def paper(session: Session, code: str, given: dict[str, str]) -> Paper:
    """A report as a paper: the record of a count, a reconciliation."""
    made = build(session, code, given)
    name = next(iter(given.values()), code)
    return Paper(name, lambda: pdf.document(rendering.on_paper(made)), "pdf", document=made)
