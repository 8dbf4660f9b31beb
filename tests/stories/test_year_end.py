"""The practice cooperative's whole year: closed, divided, opened anew, told to the annual meeting.

Statements tie to one another and to what hledger makes of the exported journal.
"""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from kopdes_desktop.app import practice
from kopdes_desktop.app.books import Session
from kopdes_desktop.checks import last, proofs
from kopdes_desktop.governance import rules as governance
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import balances, year_ends
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import export, month_end, rendering
from kopdes_desktop.reports.report import find, make
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.equity import equity_changes
from kopdes_desktop.statements.sheets import BalanceSheet
from kopdes_desktop.surplus import queries as surplus
from tests import builders
from tests.builders import approval

MEMBERS, MONTHS = 12, 12
YEAR = BookYear(Month("2026-01"))
MEETING_DAY, MORNING = date(2027, 2, 8), datetime(2027, 2, 8, 1, 0, tzinfo=UTC)
FIRST_DAY = YEAR.after().first
#: What closing moves: the surplus from the year in hand to the year before.
MOVED = ("3-1401", "3-1402")
MEETING = {
    "year": YEAR.name,
    "day": "2027-02-20",
    "time": "09.00",
    "place": "Balai desa",
    "number": "001/RAT/2027",
    "invited": "2027-02-10",
}
SIGNERS = {"signer.chair": "Jati", "signer.treasurer": "Ulin", "signer.supervisor": "Meranti"}


@dataclass
class Told:
    """The books after the meeting, and what they said while the year stood open."""

    session: Session
    earned: int
    sheet: BalanceSheet
    closed: year_ends.ClosedYear

    def __post_init__(self) -> None:
        self.read = self.session.office.reading


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Live the year; post what December lacks, close it, divide what it earned."""
    folder = tmp_path_factory.mktemp("rat") / "buku"
    with builders.cheaply():
        practice.practise(folder, MEMBERS, MONTHS, until=YEAR.last)
    with builders.open_books(folder, day=MEETING_DAY, at=MORNING) as session:
        office = session.office
        for each in month_end.proposals(office.reading, YEAR.end):
            office.perform(each.operation, dict(each.order))
        earned = int(compute.surplus(office.reading, YEAR))
        sheet = compute.balance_sheet(office.reading, YEAR.last)
        office.perform("accounting.close_year", {"year": YEAR.name})
        [closed] = year_ends.closed_years(office.reading)
        order = {"year": YEAR.name, "decision_no": "01/RAT/2027"}
        office.perform("surplus.allocate", order, approval=approval())
        yield Told(session, earned, sheet, closed)


def test_the_year_earned_what_was_carried_over(story: Told) -> None:
    assert story.earned > 0
    assert int(story.closed.surplus) == story.earned
    assert int(compute.surplus(story.read, YEAR)) == story.earned, "closed or open, it is the same"


def test_statements_tie_to_one_another_before_and_after_the_closing(story: Told) -> None:
    after = compute.balance_sheet(story.read, YEAR.last)
    flow = compute.cash_flow(story.read, YEAR.first, YEAR.last)
    equity = equity_changes(story.read, YEAR.first, YEAR.last)

    assert after.figures.amounts == story.sheet.figures.amounts
    assert after.balances
    assert int(after.surplus) == story.earned
    assert flow.ties
    assert flow.closing == after.cash
    assert equity.ties
    assert sum(equity.ends.amounts.values()) == int(after.equity)
    builders.require_green(story.session.office)


def test_the_next_year_opens_with_the_same_balances(story: Told) -> None:
    then = balances.balances_at(story.read, YEAR.last)
    now = balances.balances_at(story.read, FIRST_DAY)

    changed = {code for code in {*then, *now} if then.get(code, 0) != now.get(code, 0)}
    assert changed == {*MOVED}
    assert int(now["3-1401"]) == -story.earned
    assert not any(amount for code, amount in now.items() if code >= "4")


def test_what_members_get_adds_up_to_their_pools(story: Told) -> None:
    found = surplus.divided(story.read, YEAR, MEETING_DAY)
    assert found is not None

    pools = sum(int(pool.amount) for pool in found.plan.pools)
    of_members = int(found.plan.pool("dealings")) + int(found.plan.pool("savings"))

    assert pools == story.earned
    assert int(found.plan.shared) + int(found.plan.turned) == of_members
    assert int(found.plan.shared) > 0
    assert builders.balance(story.session.office, "3-1401") == 0


# --- hledger ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def journal(story: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ekspor") / "buku.journal"
    file.write_bytes(b"".join(export.journal(story.read, "hledger")))
    return file


def hledger(journal: Path, *words: str) -> dict[str, int]:
    """Each account's amount in one of hledger's statements, by our code."""
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed")
    line = ["hledger", "-f", str(journal), *words, "--flat", "-O", "csv", "--layout=bare"]
    run = subprocess.run(line, capture_output=True, text=True, check=True)
    rows = [row for row in csv.reader(io.StringIO(run.stdout)) if len(row) > 2 and row[1] == "IDR"]
    named = ((name.partition(":")[2], int(amount)) for name, _idr, amount, *_ in rows)
    return {code: amount for code, amount in named if code and amount}


def ours(story: Told, first: str, day: date) -> dict[str, int]:
    """Our balances of one class of accounts, on the side that hledger shows."""
    sign = 1 if first in {"1", "5"} else -1
    found = balances.balances_at(story.read, day).items()
    return {code: sign * int(amount) for code, amount in found if code[0] == first and amount}


def test_hledger_s_balance_sheet_is_ours_account_by_account(story: Told, journal: Path) -> None:
    theirs = hledger(journal, "balancesheet", "-e", FIRST_DAY.isoformat())

    assert {**ours(story, "1", YEAR.last), **ours(story, "2", YEAR.last)} == theirs


def test_hledger_s_income_statement_is_ours_account_by_account(story: Told, journal: Path) -> None:
    span = ("-b", YEAR.first.isoformat(), "-e", FIRST_DAY.isoformat())
    theirs = hledger(journal, "incomestatement", *span, "not:tag:kind=closing")

    entry = balances.entry_of(story.read, closing_of(story))
    closed: dict[str, int] = {}
    for line in entry.lines:
        if line.account >= "4":
            sign = 1 if line.account[0] == "4" else -1
            closed[line.account] = closed.get(line.account, 0) + sign * int(line.amount)
    assert closed == theirs
    income = sum(amount for code, amount in theirs.items() if code[0] == "4")
    assert income - sum(x for code, x in theirs.items() if code[0] != "4") == story.earned


#: What a reader of the chart would add up for each printed line, written down here once more: it
#: shares nothing with the program's own table of lines. The longest beginning counts.
BALANCE_SHEET = {
    "cash": ("1-11",),
    "trade_receivables": ("1-120",),
    "inventory": ("1-14",),
    "prepaid": ("1-15",),
    "fixed_assets": ("1-21",),
    "depreciation": ("1-22",),
    "trade_payables": ("2-1201", "2-1203"),
    "member_savings": ("2-1101", "2-1102", "2-1103"),
    "interest_payable": ("2-1502",),
    "borrowings_current borrowings": ("2-21",),
    "tax_payable": ("2-1306",),
    "other_payables": ("2-1106", "2-1107"),
    "principal_savings": ("3-1101",),
    "mandatory_savings": ("3-1102",),
    "reserves": ("3-13",),
    "donated": ("3-12",),
    "surplus": ("3-1402",),
}
INCOME = {
    "member_sales": ("4-1101", "4-1103"),
    "other_sales": ("4-1102", "4-1104"),
    "service_income": ("4-13", "4-14"),
    "other_income": ("4-9",),
    "member_cost": ("5-1101",),
    "other_cost": ("5-1102",),
    "stock_losses": ("5-1104", "5-1105", "5-1106", "5-1107", "5-1108"),
    "staff": ("6-11",),
    "administration": ("6-12", "6-14"),
    "depreciation_cost": ("6-13",),
    "cooperative": ("6-2",),
    "interest": ("6-9101",),
    "tax": ("7-",),
}


def printed(story: Told, code: str) -> dict[str, int]:
    """The lines of a statement of the year as they stand on paper, without headings and sums."""
    office = story.session.office
    params = find(code).params({"year": YEAR.name}, MEETING_DAY)
    made: Document = office.read(find(code).right, make, code, params)
    return {str(row["line"]): int(str(row["amount"])) for row in made.rows if not row["rank"]}


def added_up(theirs: dict[str, int], into: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Their accounts' amounts by the line of ours that holds them; every account has one."""
    found = dict.fromkeys(into, 0)
    for account, amount in theirs.items():
        fits = [
            (len(x), name) for name, codes in into.items() for x in codes if account[: len(x)] == x
        ]
        found[max(fits)[1]] += amount
    return {name: amount for name, amount in found.items() if amount}


def together(ours: dict[str, int], into: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Our lines under the same names: two that part one account count as one."""
    lines = {line: name for name in into for line in name.split()}
    found: dict[str, int] = {}
    for line, amount in ours.items():
        found[lines[line]] = found.get(lines[line], 0) + amount
    return found


def test_every_printed_line_of_the_balance_sheet_is_hledger_s(story: Told, journal: Path) -> None:
    theirs = hledger(journal, "balancesheetequity", "-e", FIRST_DAY.isoformat())

    ours = together(printed(story, "balance_sheet"), BALANCE_SHEET)

    assert ours == added_up(theirs, BALANCE_SHEET)
    assert len(ours) >= 15, "the practice year fills most of the sheet"


def test_every_printed_line_of_the_income_statement_is_hledger_s(
    story: Told, journal: Path
) -> None:
    span = ("-b", YEAR.first.isoformat(), "-e", FIRST_DAY.isoformat())
    theirs = hledger(journal, "incomestatement", *span, "not:tag:kind=closing")
    costs_below_zero = {code: x if code[0] == "4" else -x for code, x in theirs.items()}

    ours = printed(story, "income_statement")

    assert ours == added_up(costs_below_zero, INCOME)
    assert sum(ours.values()) == story.earned


def closing_of(story: Told) -> int:
    found = story.read.original(story.closed.fact)
    assert found is not None
    return int(found[1].closing)


# --- the meeting's book ---------------------------------------------------------------------------


def prepared(story: Told) -> None:
    """Everything that people write is written, and the books are proven."""
    office = story.session.office
    office.perform("governance.set_meeting", MEETING)
    office.perform("settings.change", {"fields": SIGNERS})
    for part in governance.PARTS.values():
        if part.needed:
            text = {"year": YEAR.name, "part": part.code, "text": f"Isi {part.code}."}
            office.perform("governance.write_text", text)
    last.remember(office, proofs.run(office.reading))


def asked(story: Told, **given: str) -> Document:
    office = story.session.office
    report = find("meeting_pack")
    params = report.params({"year": YEAR.name, **given}, office.today())
    made: Document = office.read(report.right, make, report.code, params)
    return made


def pages(made: Document) -> list[str]:
    printed = pdf.document(rendering.on_paper(made))
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(printed)).pages]


def test_the_whole_pack_prints_without_empty_chapters_and_a_copy_for_members(story: Told) -> None:
    before = {chapter.title for chapter in asked(story).chapters}
    prepared(story)

    whole, members = asked(story), asked(story, part="members")
    titles = {chapter.title for chapter in whole.chapters}

    assert before < titles, "a chapter that nobody wrote is left out"
    assert all(chapter.body for chapter in whole.chapters if chapter.level > 1)
    paper = pages(whole)
    for words in (
        "Laporan posisi keuangan",
        "Perhitungan hasil usaha",
        "Laporan perubahan ekuitas",
        "Laporan arus kas",
        "Catatan atas laporan keuangan",
    ):
        assert any(words in page for page in paper), words
    assert len(pages(members)) <= 12 < len(paper)
