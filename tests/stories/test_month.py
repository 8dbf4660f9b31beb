"""A month at the counter: two thousand deposits, a day at a time, by named days.

Refusals, repeated keys, reversals and a drawer handed over are mixed in. Afterwards every proof,
the rebuild and the audit are green, and two programs that are not ours read our journal and give
our own trial balance, to the rupiah (Done when, 2 and 3).
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    BadDay,
    BadField,
    InsufficientBalance,
    KeyReused,
    NeedsApproval,
    Refusal,
)
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.reports import export
from tests import builders

DEPOSITS, MEMBERS, FIRST, DAYS = 2_000, 175, date(2026, 2, 2), 26
FLOAT = 200_000


@dataclass
class Month:
    """What was done, to compare the books with: our own sums, kept by hand."""

    session: Session
    dice: Random = field(default_factory=lambda: Random(2026))  # noqa: S311  play, not secrets
    members: list[MemberRow] = field(default_factory=list)
    given: list[Answer] = field(default_factory=list)
    drawer: int = FLOAT
    taken_in: int = 0
    asked: int = 0
    refused: list[type[Refusal]] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return self.session.office

    def order(self) -> dict[str, Any]:
        member = self.dice.choice(self.members)
        if self.dice.random() < 0.6:
            line = {"product": "mandatory", "months": 1}
        else:
            line = {"product": "voluntary", "amount": self.dice.randrange(1, 60) * 1_000}
        return {
            "member": member.number,
            "lines": [line],
            "cash": self.dice.choice(("KAS", "LACI-G1")),
        }

    def deposit(self) -> None:
        """A receipt, now and then asked for twice: the second answer is the first."""
        self.asked += 1
        key, order = f"nota-{self.asked}", self.order()
        try:
            answer = self.office.perform("savings.deposit", order, key=key)
        except BadField as refusal:  # paid up twelve months ahead
            self.refused.append(type(refusal))
            return
        self.count(answer, order["cash"], 1)
        self.given.append(answer)
        if self.dice.random() < 0.03:
            again = self.office.perform("savings.deposit", order, key=key)
            assert (again.id, again.number, again.again) == (answer.id, answer.number, True)
            with pytest.raises(KeyReused):
                self.office.perform("savings.deposit", {**order, "cash": "BRI"}, key=key)

    def count(self, answer: Answer, box: str, sign: int) -> None:
        amount = sign * int(answer.fact["d"]["total"])
        self.taken_in += amount
        self.drawer += amount if box == "LACI-G1" else 0

    def reverse(self) -> None:
        wrong = self.dice.choice(self.given[-20:])
        box = wrong.fact["d"]["box"]
        if box == "LACI-G1" and int(wrong.fact["d"]["total"]) > self.drawer:
            return
        self.given.remove(wrong)
        self.office.perform("accounting.reverse", {"entry": wrong.number, "reason": "salah orang"})
        self.count(wrong, box, -1)

    def mistakes(self) -> None:
        """What a tired hand types: each is refused, and leaves nothing."""
        before = builders.fact_count(self.office)
        tomorrow = (self.office.today() + timedelta(days=1)).isoformat()
        wrongs: list[tuple[type[Refusal], str, dict[str, Any]]] = [
            (Refusal, "savings.deposit", {**self.order(), "member": "9999"}),
            (BadField, "savings.deposit", {**self.order(), "lines": []}),
            (BadField, "savings.deposit", {**self.order(), "cash": "KANTONG"}),
            (BadDay, "savings.deposit", {**self.order(), "day": tomorrow}),
            (
                InsufficientBalance,
                "accounting.move_cash",
                {"from": "LACI-G1", "to": "KAS", "amount": self.drawer + 1},
            ),
        ]
        for kind, op, order in wrongs:
            with pytest.raises(kind):
                self.office.perform(op, order)
            self.refused.append(kind)
        order = {"entry": self.given[-1].number, "reason": "coba"}
        with builders.working_as(self.office, "kasir") as office, pytest.raises(NeedsApproval):
            office.perform("accounting.reverse", order)
        assert builders.fact_count(self.office) == before

    def hand_over(self) -> None:
        """The clerk sends what is above the float; the treasurer takes it in the next morning."""
        surplus = self.drawer - FLOAT
        if surplus > 0:
            with builders.working_as(self.office, "kasir") as office:
                order = {"from": "LACI-G1", "to": "KAS", "amount": surplus, "transit": True}
                office.perform("accounting.move_cash", order)
            self.drawer = FLOAT

    def take_in(self) -> None:
        lying = int(chart.box_balances(self.office.reading).get("JALAN-G1", 0))
        if lying:
            order = {"from": "JALAN-G1", "to": "KAS", "amount": lying}
            self.office.perform("accounting.move_cash", order)


def live(session: Session) -> Month:
    """Everybody joins on the first day; then so many deposits a day."""
    month = Month(session)
    office = session.office
    lines = [("1-1101", 5_000_000, "KTR"), ("3-1201", -5_000_000, "KTR")]
    opening = [dict(zip(("account", "amount", "unit"), line, strict=True)) for line in lines]
    office.perform("accounting.open_balances", {"day": "2026-01-31", "lines": opening})
    for boxes in (("KAS", "JALAN-G1"), ("JALAN-G1", "LACI-G1")):
        order = {"from": boxes[0], "to": boxes[1], "amount": FLOAT}
        office.perform("accounting.move_cash", order)
    month.members = [builders.a_member(office, n) for n in range(1, MEMBERS + 1)]
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        office.named_day = day
        month.take_in()
        share = DEPOSITS * (n + 1) // DAYS
        attempts = 0
        while len(month.given) < share:
            month.deposit()
            attempts += 1
            if attempts % 25 == 0:
                month.reverse()
        month.mistakes()
        month.hand_over()
        office.perform("day.close", {})
    return month


@pytest.fixture(scope="module")
def month(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("month") / "buku")
    with builders.open_books(folder, day=FIRST) as session:
        yield live(session)


LAST = FIRST + timedelta(days=DAYS - 1)


def test_the_month_is_as_it_was_lived(month: Month) -> None:
    numbers = [answer.number for answer in month.given]
    assert len(set(numbers)) == len(numbers) == DEPOSITS
    assert InsufficientBalance in month.refused
    saved = -sum(builders.balance(month.office, code) for code in ("2-1101", "3-1102"))
    assert saved == month.taken_in
    assert int(chart.box_balances(month.office.reading)["LACI-G1"]) == month.drawer
    assert int(chart.box_balances(month.office.reading)["KAS"]) == (
        5_000_000 + saved - month.drawer - builders.balance(month.office, "1-1105")
    )


def test_everything_is_green_after_it(month: Month) -> None:
    builders.require_green(month.office)


def test_no_number_is_missing(month: Month) -> None:
    rows = month.office.database.connection.execute(
        "SELECT number FROM entry WHERE number LIKE 'SMP-%' ORDER BY number"
    ).fetchall()
    assert [row[0] for row in rows] == [f"SMP-KR-2026-{n:06d}" for n in range(1, len(rows) + 1)]
    assert len(rows) > DEPOSITS  # the reversed ones keep theirs


# --- other programs -----------------------------------------------------------------------------


def trial_balance(month: Month) -> dict[str, int]:
    found = balances.balances_at(month.office.reading, LAST)
    return {code: int(amount) for code, amount in found.items() if amount}


def exported(month: Month, form: export.Format, path: Path) -> Path:
    path.write_bytes(b"".join(export.journal(month.office.reading, form)))
    return path


def codes(table: str) -> dict[str, int]:
    """Lines of `Assets:1-1101,"1000 IDR"` as account code and amount."""
    found: dict[str, int] = {}
    for line in table.splitlines():
        name, _comma, amount = line.replace('"', "").partition(",")
        bare = amount.replace("IDR", "").replace(" ", "").replace("\t", "")
        if ":" in name and bare.lstrip("-").isdigit() and int(bare):
            found[name.strip().partition(":")[2]] = int(bare)
    return found


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_reads_the_journal_and_gives_our_trial_balance(
    month: Month, tmp_path: Path
) -> None:
    journal = exported(month, "hledger", tmp_path / "buku.journal")

    run = subprocess.run(
        ["hledger", "-f", journal, "check", "--strict"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    told = subprocess.run(
        ["hledger", "-f", journal, "balance", "--flat", "--no-total", "-O", "csv"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert codes(told.stdout) == trial_balance(month)


def test_bean_query_reads_the_journal_and_gives_our_trial_balance(
    month: Month, tmp_path: Path
) -> None:
    program = shutil.which("bean-query", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("bean-query is not installed")
    journal = exported(month, "beancount", tmp_path / "buku.beancount")

    told = subprocess.run(
        [program, "-f", "csv", journal, "SELECT account, sum(number) GROUP BY account"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert codes(told.stdout) == trial_balance(month)
    assert told.stderr == ""
