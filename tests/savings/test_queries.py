"""Reading savings: the grid of a year, a member's moves, and everybody's dues at once."""

from collections import Counter
from datetime import date
from time import thread_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdes_desktop.app.books import Session
from kopdes_desktop.db.engine import Database
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import dues_book, dues_sums
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.builders import DAY, pay


@pytest.fixture
def member(books: Session) -> MemberRow:
    return builders.a_member(books.office, 1, day=date(2026, 1, 10))


def set_rate(books: Session, day: str, amount: int, product: str = "mandatory") -> Answer:
    return books.office.perform(
        "savings.set_rate",
        {"product": product, "from": day, "amount": amount, "decision_no": "RAT 1"},
    )


# --- the grid ------------------------------------------------------------------------------------


def test_the_grid_shows_the_twelve_months_of_a_year(books: Session, member: MemberRow) -> None:
    set_rate(books, "2026-03-01", 15_000)
    pay(books.office, member, "mandatory", amount=39_000)

    found = savings.grid(books.office.reading, member.key, 2026, date(2026, 5, 4))

    assert [str(each.month) for each in found] == [f"2026-{n:02d}" for n in range(1, 13)]
    assert [each.state for each in found] == ["paid"] * 3 + ["part"] + ["due"] * 8
    assert [(int(each.owed), int(each.paid)) for each in found][:5] == [
        (10_000, 10_000),
        (10_000, 10_000),
        (15_000, 15_000),
        (15_000, 4_000),
        (15_000, 0),
    ]


def test_months_before_he_joined_owe_nothing(books: Session, member: MemberRow) -> None:
    found = savings.grid(books.office.reading, member.key, 2025, DAY)

    assert {(each.state, each.owed, each.paid) for each in found} == {("none", NOTHING, NOTHING)}


def test_months_after_he_left_owe_nothing(books: Session, member: MemberRow) -> None:
    pay(books.office, member, "mandatory", months=2)
    books.office.named_day = date(2026, 3, 9)
    books.office.perform(
        "membership.settle",
        {"member": member.key, "reason": "request", "decision_no": "9/PENG"},
        approval=builders.approval(),
    )

    found = savings.grid(books.office.reading, member.key, 2026, date(2026, 6, 1))

    assert [each.state for each in found] == ["paid", "paid"] + ["none"] * 10
    state = savings.dues(books.office.reading, member.key, date(2026, 6, 1))
    assert (state.arrears_months, state.next_month) == (0, None)


# --- moves ---------------------------------------------------------------------------------------


def test_moves_run_from_what_was_brought_forward(books: Session, member: MemberRow) -> None:
    first = pay(books.office, member, amount=50_000, day="2026-01-20", late="buku")
    second = pay(books.office, member, amount=30_000)
    out = books.office.perform(
        "savings.withdraw", {"member": member.key, "product": "voluntary", "amount": 20_000}
    )
    dues = pay(books.office, member, "mandatory", months=1)
    read = books.office.reading

    found = savings.moves(read, member.key, date(2026, 2, 1), date(2026, 2, 28))

    assert [(x.number, x.product, int(x.amount), int(x.balance_after)) for x in found] == [
        (second.number, "voluntary", 30_000, 80_000),
        (out.number, "voluntary", -20_000, 60_000),
        (dues.number, "mandatory", 10_000, 10_000),
    ]
    assert [x.text for x in found][1] == f"Penarikan simpanan {out.number}"
    assert savings.brought_forward(read, member.key, date(2026, 2, 1)) == {
        "voluntary": Rupiah(50_000)
    }
    only = savings.moves(read, member.key, date(2026, 1, 1), date(2026, 2, 28), "voluntary")
    assert [x.number for x in only] == [first.number, second.number, out.number]


# --- everybody at once ---------------------------------------------------------------------------

PAYMENT = st.tuples(st.integers(1, 3), st.integers(1, 70_000))
STEP = st.one_of(
    st.tuples(st.just("pay"), PAYMENT),
    st.tuples(st.just("take"), PAYMENT),
    st.tuples(st.just("decide"), st.booleans()),
    st.tuples(st.just("undo"), st.integers(0, 5)),
)


def attempt(books: Session, done: list[int], step: tuple[str, Any]) -> None:
    """One step; what the rules refuse changes nothing."""
    kind, what = step
    office = books.office
    try:
        if kind == "pay":
            number, amount = what
            row = members.require_member(office.reading, f"{number:04d}")
            done.append(pay(office, row, "mandatory", amount=amount).id)
        elif kind == "take":
            number, amount = what
            line = {"product": "mandatory", "amount": amount}
            order = {"member": f"{number:04d}", "lines": [line], "day": "2025-12-31"}
            done.append(office.perform("savings.take_over", order).id)
        elif kind == "decide":
            office.perform(
                "savings.settle_estimates",
                {"decision_no": "1", "owed": what},
                approval=builders.approval(),
            )
        elif done:
            key = done.pop(what % len(done))
            office.perform("accounting.reverse", {"entry": key, "reason": "x"})
    except BadField:
        pass


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.lists(STEP, min_size=4, max_size=12))
def test_everybody_s_dues_are_each_one_s_dues(lived: Session, steps: list[tuple[str, Any]]) -> None:
    done: list[int] = []
    for step in steps:
        attempt(lived, done, step)
    read = lived.office.reading

    for day in (DAY, date(2026, 9, 1)):
        table = savings.dues_table(read, "mandatory", day)
        assert [row.member.number for row in table] == ["0001", "0002", "0003"]
        for row in table:
            one = savings.dues(read, row.member.key, day)
            assert (row.rate, row.paid_until, row.arrears_months, row.arrears) == (
                one.rate,
                one.paid_until,
                one.arrears_months,
                one.arrears,
            )
            assert (row.estimated_months, row.estimated) == (one.estimated_months, one.estimated)
        require_sums(read, table, day)
        waiting = {x.member.key: (x.months, x.amount) for x in savings.estimates(read, day)}
        assert waiting == {
            row.member.key: (row.estimated_months, row.estimated)
            for row in table
            if row.estimated_months
        }


def require_sums(read: Reading, table: list[savings.DuesRow], day: date) -> None:
    """What the database adds up is what everybody's dues come to, one by one."""
    found = dues_sums.arrears(read, "mandatory", day)
    late = Counter(row.arrears_months for row in table if row.arrears_months)
    assert found.members == late
    assert int(found.amount) == sum(int(row.arrears) for row in table)
    last = Month.of(day).plus(2)
    sums = dues_sums.by_month(read, "mandatory", day, last.plus(-11), last)
    due, paid = dict.fromkeys(sums, 0), dict.fromkeys(sums, 0)
    whom = members.in_status(read, "active") + members.in_status(read, "left")
    for account in dues_book.accounts(read, "mandatory", day, whom):
        for month in dues_book.months(account, last.plus(-11), last):
            due[month.month] += int(month.due)
            paid[month.month] += int(month.paid)
    assert {n: (int(each.owed), int(each.paid)) for n, each in sums.items()} == {
        n: (due[n], paid[n]) for n in sums
    }


@pytest.fixture
def lived(books: Session) -> Session:
    """Three members of July; dues of later months cost more."""
    for n in (1, 2, 3):
        builders.a_member(books.office, n, day=date(2025, 7, 5))
    set_rate(books, "2026-03-01", 15_000)
    return books


def test_everybody_s_dues_take_as_many_statements_however_many_they_are(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    rows, row = Database.rows, Database.row

    def many(self: Database, statement: Any, **values: Any) -> Any:
        counted.append(statement.sql)
        return rows(self, statement, **values)

    def one(self: Database, statement: Any, **values: Any) -> Any:
        counted.append(statement.sql)
        return row(self, statement, **values)

    def asked() -> int:
        counted.clear()
        savings.dues_table(type(books.office.reading)(books.office.database), "mandatory", DAY)
        return len(counted)

    for n in (1, 2):
        pay(books.office, builders.a_member(books.office, n), "mandatory", months=1)
    monkeypatch.setattr(Database, "rows", many)
    monkeypatch.setattr(Database, "row", one)
    few = asked()
    monkeypatch.undo()
    for n in range(3, 12):
        pay(books.office, builders.a_member(books.office, n), "mandatory", months=1)
    monkeypatch.setattr(Database, "rows", many)
    monkeypatch.setattr(Database, "row", one)

    assert asked() == few
    assert 0 < few <= 8


# --- rates ---------------------------------------------------------------------------------------


def test_a_rate_does_not_change_backwards(books: Session, member: MemberRow) -> None:
    books.office.named_day = date(2026, 3, 9)

    with pytest.raises(BadField) as refused:
        set_rate(books, "2026-01-15", 15_000)

    assert refused.value.field == "from"
    assert "mulai iuran Februari 2026" in refused.value.message
    assert "1 Maret 2026" in refused.value.message
    assert set_rate(books, "2026-03-01", 15_000).id
    assert member.key


def rates_of(books: Session, member: MemberRow, year: int = 2026) -> list[int]:
    """What each month of a year costs a member."""
    return [int(each.owed) for each in savings.grid(books.office.reading, member.key, year, DAY)]


@pytest.mark.parametrize(
    ("day", "month"), [("2026-04-01", 4), ("2026-04-02", 5), ("2026-04-30", 5)]
)
def test_a_rate_holds_from_the_first_month_that_begins_on_its_day_or_later(
    books: Session, member: MemberRow, day: str, month: int
) -> None:
    set_rate(books, day, 15_000)

    assert rates_of(books, member) == [10_000] * (month - 1) + [15_000] * (13 - month)


def test_the_first_rate_holds_for_the_months_before_its_day_too(books: Session) -> None:
    early = builders.a_member(books.office, 1, day=date(2025, 7, 5))
    set_rate(books, "2025-09-15", 5_000)

    assert rates_of(books, early, 2025)[6:] == [5_000] * 6
    assert rates_of(books, early) == [10_000] * 12


def test_a_rate_within_the_month_leaves_that_month_alone(books: Session, member: MemberRow) -> None:
    books.office.named_day = date(2026, 2, 20)

    set_rate(books, "2026-02-15", 15_000)

    assert rates_of(books, member)[:4] == [10_000, 10_000, 15_000, 15_000]


def test_this_month_gets_a_new_rate_only_while_nobody_has_paid_it(
    books: Session, member: MemberRow
) -> None:
    paid = pay(books.office, member, "mandatory", months=2)

    with pytest.raises(BadField) as refused:
        set_rate(books, "2026-01-20", 15_000)
    assert "1 Maret 2026" in refused.value.message
    assert "Februari 2026" in refused.value.message
    books.office.perform("accounting.reverse", {"entry": paid.id, "reason": "salah"})
    set_rate(books, "2026-02-01", 15_000)

    assert rates_of(books, member)[:3] == [10_000, 15_000, 15_000]


def test_two_rates_never_begin_with_the_same_month(books: Session, member: MemberRow) -> None:
    set_rate(books, "2026-03-15", 15_000)

    with pytest.raises(BadField) as refused:
        set_rate(books, "2026-03-10", 20_000)

    assert "April 2026" in refused.value.message
    assert rates_of(books, member)[3] == 15_000


def test_a_principal_costs_what_its_day_says(books: Session) -> None:
    set_rate(books, "2026-02-15", 150_000, "principal")
    read = books.office.reading

    assert savings.rate_at(read, "principal", date(2026, 2, 14)) == Rupiah(100_000)
    assert savings.rate_at(read, "principal", date(2026, 2, 15)) == Rupiah(150_000)


def test_before_the_first_rate_another_may_lie_while_nothing_is_paid_for_that_time(
    books: Session,
) -> None:
    early = builders.a_member(books.office, 1, day=date(2025, 7, 5))
    read = books.office.reading
    before = savings.dues(read, early.key, DAY)

    set_rate(books, "2025-07-01", 5_000)

    after = savings.dues(read, early.key, DAY)
    assert (int(before.arrears), int(after.arrears)) == (80_000, 50_000)
    with pytest.raises(BadField) as refused:
        set_rate(books, "2025-08-01", 7_000)
    assert refused.value.field == "from"


def test_what_was_paid_at_the_first_rate_keeps_it(books: Session) -> None:
    early = builders.a_member(books.office, 1, day=date(2025, 7, 5))
    pay(books.office, early, "mandatory", months=1)

    with pytest.raises(BadField) as refused:
        set_rate(books, "2025-07-01", 5_000)

    assert refused.value.field == "from"
    assert "setoran" in refused.value.message


def test_a_receipt_that_was_voided_does_not_hold_a_rate(books: Session) -> None:
    early = builders.a_member(books.office, 1, day=date(2025, 7, 5))
    made = pay(books.office, early, "mandatory", months=1)
    books.office.perform("accounting.reverse", {"entry": made.id, "reason": "x"})

    assert set_rate(books, "2025-07-01", 5_000).id


def test_a_principal_paid_at_the_first_rate_keeps_it(books: Session) -> None:
    early = builders.a_member(books.office, 1, day=date(2025, 7, 5))

    assert set_rate(books, "2025-08-01", 50_000, "principal").id
    pay(books.office, early, "principal", amount=10_000)
    with pytest.raises(BadField):
        set_rate(books, "2025-07-01", 75_000, "principal")


def test_a_rate_needs_its_decision(books: Session) -> None:
    order = {"product": "mandatory", "from": "2026-03-01", "amount": 1, "decision_no": " "}

    with pytest.raises(BadField) as refused:
        books.office.perform("savings.set_rate", order)

    assert refused.value.field == "decision_no"


# --- ten thousand --------------------------------------------------------------------------------


@pytest.mark.bench
def test_the_dues_of_ten_thousand_members_are_there_at_once(books: Session) -> None:
    """Two years of dues of ten thousand members, planted behind the program's back."""
    connection = books.office.database.connection
    template = builders.a_member(books.office, 1, day=date(2026, 1, 10))
    columns = [row[1] for row in connection.execute("PRAGMA table_info(member)")]
    kept = dict(
        zip(
            columns,
            connection.execute("SELECT * FROM member WHERE key=?", (template.key,)).fetchone(),
            strict=True,
        )
    )
    connection.execute("BEGIN")
    people = [
        tuple({**kept, "key": n, "number": f"{n:05d}", "joined": "2024-02-05"}.values())
        for n in range(10_001, 20_001)
    ]
    marks = ",".join("?" * len(columns))
    connection.executemany(f"INSERT INTO member VALUES ({marks})", people)
    month = Month("2024-02")
    for n in range(24):
        rows = [(key, "mandatory", str(month), 10_000, 10_000) for key in range(10_001, 20_001 - n)]
        connection.executemany("INSERT INTO dues_paid VALUES (?,?,?,?,?)", rows)
        month = month.next()
    connection.execute("COMMIT")

    started = thread_time()
    table = savings.dues_table(books.office.reading, "mandatory", DAY)
    took = thread_time() - started

    print(f"\ndues_table of 10,000 members with 24 months each: {took * 1000:.0f} ms of work")
    assert len(table) == 10_001
    assert sum(row.arrears_months for row in table) > 0
    assert took < 3
