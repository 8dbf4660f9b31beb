"""F20: members' business in any order, beside a model that is only dictionaries and sets.

Each step says beforehand what the model expects, done or refused and why; after each step every
savings account, the safe and the queue of refunds are what the model has. At the end every proof
and the rebuild are green. The program is closed and opened again whenever chance says so.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import queries as membership
from kopdes_desktop.savings import queries as savings
from tests import builders

PRINCIPAL, RATE, LIMIT, AHEAD, SAFE = 100_000, 10_000, 1_000_000, 12, 500_000_000
PUT_IN = st.sampled_from((5_000, 60_000, 400_000, 2_000_000))
TAKE_OUT = st.sampled_from((5_000, 60_000, 400_000, 700_000, 1_100_000))
WHICH = st.integers(0, 10**6)


@dataclass
class Member:
    """A member as the model has him."""

    key: int
    first: Month
    principal: int = 0
    voluntary: int = 0
    paid: set[Month] = field(default_factory=set)
    taken: dict[date, int] = field(default_factory=dict)
    active: bool = True
    refundable: int = 0

    def unpaid(self, today: Month) -> list[Month]:
        """What he may pay now, oldest first."""
        months, month = [], self.first
        while month <= max(today, self.first).plus(AHEAD):
            months.append(month)
            month = month.next()
        return [each for each in months if each not in self.paid]


#: What a document moved, to be taken back: cash into the safe, and how the member was changed.
Undo = Callable[[], None]


@dataclass
class Document:
    """A receipt or slip that may be reversed: whose, how it is undone, and what that takes."""

    number: str
    member: Member
    cash: int
    voluntary: int
    undo: Undo


class Business(RuleBasedStateMachine):
    """The counter, at which anybody may want anything."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="kopdes-any-"))
        builders.copy(self.template, self.folder / "buku")
        self.day = builders.DAY
        self.session: Session = self.opened()
        self.people: list[Member] = []
        self.documents: list[Document] = []
        self.safe = SAFE

    def opened(self) -> Session:
        moment = builders.MORNING + (self.day - builders.DAY)
        return builders.open_books(self.folder / "buku", day=self.day, at=moment)

    @initialize()
    def money(self) -> None:
        lines = [
            {"account": "1-1101", "amount": SAFE, "unit": "KTR"},
            {"account": "3-1201", "amount": -SAFE, "unit": "KTR"},
        ]
        day = (self.day - timedelta(days=2)).isoformat()
        self.ask("accounting.open_balances", {"day": day, "lines": lines}, None)
        for titipan in (PRINCIPAL, 0):
            self.join(titipan)
            self.save(self.people[-1], 2 * LIMIT)

    def ask(
        self, op: str, order: dict[str, Any], refused: str | None, *, second: bool = False
    ) -> Any:
        """Do it, or see it refused as the model says, with no fact left behind."""
        office, before = self.session.office, builders.fact_count(self.session.office)
        approval = builders.approval() if second else None
        answer, met = None, None
        try:
            answer = office.perform(op, order, approval=approval)
        except KopdesError as error:
            met = error.code
        assert met == refused, (op, order)
        assert (builders.fact_count(office) == before) == (refused is not None)
        return answer

    def one(self, which: int, *, active: bool = True) -> Member:
        found = [each for each in self.people if each.active or not active]
        return found[which % len(found)]

    def somebody_is_here(self) -> bool:
        return any(each.active for each in self.people)

    # -- members

    @precondition(lambda self: len(self.people) < 6)
    @rule(titipan=st.sampled_from((0, 60_000, 100_000, 130_000)))
    def come(self, titipan: int) -> None:
        self.join(titipan)

    def join(self, titipan: int) -> None:
        n = len(self.people) + 1
        key = builders.an_applicant(self.session.office, n)
        if titipan:
            order = {"application": key, "amount": titipan}
            self.ask("membership.prepay", order, None)
        decision = {"application": key, "approved": True, "decision_no": f"{n}/PENG"}
        self.ask("membership.decide", decision, None)
        made = Member(key, Month.of(self.day))
        made.principal = min(titipan, PRINCIPAL)
        for month in made.unpaid(made.first)[: (titipan - made.principal) // RATE]:
            made.paid.add(month)
        self.people.append(made)
        self.safe += titipan

    @precondition(somebody_is_here)
    @rule(which=WHICH, reason=st.sampled_from(("request", "dismissal")))
    def leave(self, which: int, reason: str) -> None:
        who = self.one(which)
        order = {"member": who.key, "reason": reason, "decision_no": "1/PENG"}
        self.ask("membership.settle", order, None, second=True)
        who.refundable = who.principal + who.voluntary + RATE * len(who.paid)
        who.principal = who.voluntary = 0
        who.paid.clear()
        who.active = False

    @precondition(lambda self: any(not each.active for each in self.people))
    @rule(which=WHICH, amount=TAKE_OUT)
    def refund(self, which: int, amount: int) -> None:
        gone = [each for each in self.people if not each.active]
        who = gone[which % len(gone)]
        refused = None if amount <= who.refundable else "InsufficientBalance"
        if not who.refundable:
            refused = "BadField"
        self.ask("membership.refund", {"member": who.key, "amount": amount}, refused)
        if refused is None:
            who.refundable -= amount
            self.safe -= amount

    # -- savings

    @precondition(somebody_is_here)
    @rule(which=WHICH, amount=PUT_IN)
    def put_in(self, which: int, amount: int) -> None:
        self.save(self.one(which), amount)

    def save(self, who: Member, amount: int) -> None:
        answer = self.ask("savings.deposit", self.deposit(who, "voluntary", amount=amount), None)
        who.voluntary += amount
        self.safe += amount

        def undo() -> None:
            who.voluntary -= amount

        self.documents.append(Document(answer.number, who, amount, amount, undo))

    @precondition(somebody_is_here)
    @rule(which=WHICH, months=st.integers(1, 15))
    def pay_dues(self, which: int, months: int) -> None:
        who = self.one(which)
        covered = who.unpaid(Month.of(self.day))[:months]
        refused = None if len(covered) == months else "BadField"
        order = self.deposit(who, "mandatory", months=months)
        answer = self.ask("savings.deposit", order, refused)
        if refused is None:
            self.cover(who, covered)
            self.safe += RATE * months
            self.documents.append(
                Document(answer.number, who, RATE * months, 0, self.uncover(who, covered))
            )

    @precondition(somebody_is_here)
    @rule(which=WHICH, amount=st.sampled_from((40_000, PRINCIPAL)))
    def pay_principal(self, which: int, amount: int) -> None:
        who = self.one(which)
        refused = None if who.principal + amount <= PRINCIPAL else "BadField"
        self.ask("savings.deposit", self.deposit(who, "principal", amount=amount), refused)
        if refused is None:
            who.principal += amount
            self.safe += amount

    @precondition(somebody_is_here)
    @rule(which=WHICH, amount=TAKE_OUT, second=st.booleans())
    def take_out(self, which: int, amount: int, second: bool) -> None:
        who = self.one(which)
        today = who.taken.get(self.day, 0)
        refused = None
        if amount > who.voluntary:
            refused = "InsufficientBalance"
        elif today + amount > LIMIT and not second:
            refused = "NeedsApproval"
        order = {"member": who.key, "product": "voluntary", "amount": amount}
        answer = self.ask("savings.withdraw", order, refused, second=second)
        if refused is not None:
            return
        who.voluntary -= amount
        who.taken[self.day] = today + amount
        self.safe -= amount
        day = self.day

        def undo() -> None:
            who.voluntary += amount
            who.taken[day] -= amount

        self.documents.append(Document(answer.number, who, -amount, -amount, undo))

    @precondition(somebody_is_here)
    @rule(which=WHICH, months=st.integers(1, 3))
    def move_over(self, which: int, months: int) -> None:
        who = self.one(which)
        covered = who.unpaid(Month.of(self.day))[:months]
        refused = None
        if len(covered) < months:
            refused = "BadField"
        elif who.voluntary < RATE * months:
            refused = "InsufficientBalance"
        order = {"member": who.key, "from": "voluntary", "to": "mandatory", "months": months}
        self.ask("savings.transfer", order, refused)
        if refused is None:
            who.voluntary -= RATE * months
            self.cover(who, covered)

    @precondition(lambda self: self.documents)
    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        """A receipt or slip of somebody who is still a member."""
        document = self.documents.pop(which % len(self.documents))
        if not document.member.active:
            return
        refused = None
        if document.voluntary > document.member.voluntary:
            refused = "InsufficientBalance"
        taken_back = {"entry": document.number, "reason": "salah"}
        self.ask("accounting.reverse", taken_back, refused, second=True)
        if refused is None:
            document.undo()
            self.safe -= document.cash

    # -- time

    @rule(days=st.integers(1, 40))
    def days_go_by(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.start_again()

    @rule()
    def start_again(self) -> None:
        self.session.close()
        self.session = self.opened()

    # -- always

    @invariant()
    def everybody_has_what_the_model_has(self) -> None:
        read = self.session.office.reading
        for who in self.people:
            assert (
                int(savings.balance(read, who.key, "principal")),
                int(savings.balance(read, who.key, "mandatory")),
                int(savings.balance(read, who.key, "voluntary")),
            ) == (who.principal, RATE * len(who.paid), who.voluntary)
            row = members.require_member(read, who.key)
            assert (row.status == "active") == who.active
        queue = {each.member.key: int(each.amount) for each in membership.refund_queue(read)}
        assert queue == {each.key: each.refundable for each in self.people if each.refundable}
        assert int(chart.box_balances(read)["KAS"]) == self.safe

    def teardown(self) -> None:
        try:
            builders.require_green(self.session.office)
        finally:
            self.session.close()
            shutil.rmtree(self.folder)

    @staticmethod
    def deposit(who: Member, product: str, **how: int) -> dict[str, Any]:
        return {"member": who.key, "lines": [{"product": product, **how}]}

    @staticmethod
    def cover(who: Member, months: list[Month]) -> None:
        who.paid.update(months)

    @staticmethod
    def uncover(who: Member, months: list[Month]) -> Undo:
        return lambda: who.paid.difference_update(months)


def run(
    template: Path,
    machine: type[Business],
    runs: int,
    steps: int,
    phases: tuple[Phase, ...] = tuple(Phase),
) -> None:
    machine.template = template
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("runs", "steps"),
    [pytest.param(15, 40, id="some"), pytest.param(600, 60, id="many", marks=pytest.mark.deep)],
)
def test_whatever_members_do_the_books_are_what_a_model_says(
    founded: Path, runs: int, steps: int
) -> None:
    run(founded, Business, runs, steps)


class Forgetful(Business):
    """A model that loses the last month of each payment of dues."""

    @staticmethod
    def cover(who: Member, months: list[Month]) -> None:
        who.paid.update(months[:-1])


def test_a_model_that_forgets_a_month_is_caught(founded: Path) -> None:
    with pytest.raises(AssertionError):
        run(founded, Forgetful, 6, 30, (Phase.generate,))
