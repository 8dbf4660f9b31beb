"""hledger reads the exported journal and comes to the same totals."""

import csv
import io
import random
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.reports import export
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.sheets import Income
from tests.reports.books import HandMade, line
from tests.statements.history import CARDS, POSTING, a_document

YEAR = BookYear(Month("2026-01"))
DAY = date(2027, 5, 20)
#: So much that nothing comes to stand on its other side.
MUCH = 10**12
BALANCING = "3-1501"
#: What has no place in the statement of the whole cooperative.
APART = frozenset({"1-1901", "1-2302", "3-1601"})
pytestmark = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandMade]:
    """Every account well on its own side, then sixty entries of two years on any of them."""
    made, dice = HandMade(tmp_path_factory.mktemp("buku")), random.Random(6)  # noqa: S311
    held = [card for card in CARDS if card.code < "4" and card.code not in {"1-1901", BALANCING}]
    lines = [line(x.code, MUCH if x.side == "D" else -MUCH) for x in held]
    rest = -sum(int(each.amount) for each in lines)
    made.post(YEAR.first, "Saldo awal", *lines, line(BALANCING, rest), kind="opening")
    among = [code for code in POSTING if code not in APART]
    for n in range(60):
        day = YEAR.first + timedelta(days=9 * n)
        made.post(day, "Jurnal", *a_document(dice, among=among))
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def journal(books: HandMade, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ekspor") / "buku.journal"
    file.write_bytes(b"".join(export.journal(books, "hledger")))
    return file


def told(journal: Path, *words: str) -> dict[str, int]:
    """The totals of an hledger statement by the heading they stand below, and its net."""
    line = ["hledger", "-f", str(journal), *words, "-O", "csv", "--layout=bare"]
    run = subprocess.run(line, capture_output=True, text=True, check=True)
    found: dict[str, int] = {}
    heading = ""
    for name, commodity, amount in list(csv.reader(io.StringIO(run.stdout)))[2:]:
        if not commodity:
            heading = name
        elif name.lower() in {"total", "total:"}:
            found[heading] = int(amount)
        elif name == "Net:":
            found[name] = int(amount)
    return found


@pytest.mark.parametrize("day", [date(2026, 7, 14), YEAR.last, date(2027, 5, 2)])
def test_the_balance_sheet_is_hledgers_but_for_what_units_owe_each_other(
    books: HandMade, journal: Path, day: date
) -> None:
    until = (day + timedelta(days=1)).isoformat()
    theirs = told(journal, "balancesheetequity", "-e", until)
    result = told(journal, "incomestatement", "-b", "2026-01-01", "-e", until)["Net:"]

    ours = compute.balance_sheet(books, day)

    assert ours.assets == theirs["Assets"] - MUCH, "1-2302 vanishes in the whole"
    assert ours.liabilities == theirs["Liabilities"]
    assert ours.equity == theirs["Equity"] - MUCH + result, "3-1601 too; open result is equity"


@pytest.mark.parametrize(
    ("first", "last"),
    [(YEAR.first, YEAR.last), (date(2026, 3, 3), date(2026, 9, 20)), (date(2027, 1, 1), DAY)],
)
def test_the_result_of_any_span_is_hledgers(
    books: HandMade, journal: Path, first: date, last: date
) -> None:
    until = (last + timedelta(days=1)).isoformat()

    theirs = told(journal, "incomestatement", "-b", first.isoformat(), "-e", until)

    ours = compute.income(books, first, last)
    income = sum(amount for a, amount in _by_account(ours).items() if a.startswith("4"))
    assert (income, int(ours.surplus)) == (theirs["Revenues"], theirs["Net:"])


def _by_account(made: Income) -> dict[str, int]:
    return {a: x for of_line in made.figures.accounts.values() for a, x in of_line.items()}
