"""The database itself refuses an unsound journal, whoever asks, and whichever way."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kopdes_desktop.db import guards
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import DatabaseDamaged
from kopdes_desktop.ledger import periods
from tests.reports.books import HandMade, line

DAY, JANUARY, CLOSED = "2026-03-10", date(2026, 1, 5), date(2026, 2, 10)
NEW = 77
_LINE = "INTO journal_line VALUES('{0}','{1}',{2},{3},'{4}',{5},NULL,NULL,NULL,NULL,NULL,0)"


def a_line(
    amount: object,
    n: int = 1,
    *,
    entry: int | str = NEW,
    account: str = "1-1101",
    day: str = DAY,
    unit: str = "KTR",
    verb: str = "INSERT",
) -> str:
    return f"{verb} {_LINE.format(account, day, entry, n, unit, amount)}"


def a_head(
    key: int | str = NEW,
    *,
    day: str = DAY,
    kind: str = "ordinary",
    number: str = "NULL",
    verb: str = "INSERT",
    then: str = "",
) -> str:
    return f"{verb} INTO entry VALUES({key},'{day}','{day}','{kind}',{number},'x',NULL) {then}"


def a_pair(**how: object) -> list[str]:
    return [a_line(9, 8, **how), a_line(-9, 9, **how)]  # type: ignore[arg-type]


OFF = "PRAGMA recursive_triggers=OFF"
ATTACKS: dict[str, list[str]] = {
    "late line on a sealed entry": [a_line(9, 7, entry="{old}")],
    "late balanced pair on a sealed entry": a_pair(entry="{old}"),
    "unbalanced, lines first": [a_line(9, 1), a_line(-8, 2), a_head()],
    "unbalanced, head first": [a_head(), a_line(9, 1), a_line(-8, 2)],
    "balanced, but head first": [a_head(), *a_pair()],
    "orphan balanced lines": a_pair(),
    "orphan single line": [a_line(9)],
    "head without lines": [a_head()],
    "a single line": [a_line(9), a_head()],
    "whole sums to zero, units do not": [a_line(9, 1), a_line(-9, 2, unit="G1"), a_head()],
    "replace a line": [a_line(6, 1, entry="{old}", day="{day}", verb="INSERT OR REPLACE")],
    "replace a line, triggers not recursive": [
        OFF,
        a_line(6, 1, entry="{old}", day="{day}", verb="INSERT OR REPLACE"),
    ],
    "replace the head": [a_head("{old}", day="{day}", verb="INSERT OR REPLACE")],
    "replace the head, triggers not recursive": [
        OFF,
        a_head("{old}", day="{day}", verb="INSERT OR REPLACE"),
    ],
    "replace another head by its number": [
        *a_pair(),
        a_head(number="'JRN-KR-2026-000001'", verb="INSERT OR REPLACE"),
    ],
    "replace another head by its number, triggers not recursive": [
        OFF,
        *a_pair(),
        a_head(number="'JRN-KR-2026-000001'", verb="INSERT OR REPLACE"),
    ],
    "ignore what a guard says about the head": [a_line(9), a_head(verb="INSERT OR IGNORE")],
    "ignore what a guard says about a line": [
        *a_pair(entry="{old}", verb="INSERT OR IGNORE"),
    ],
    "upsert a line": [
        a_line(6, 1, entry="{old}", day="{day}")
        + " ON CONFLICT(account,posted_on,entry,line) DO UPDATE SET amount=6"
    ],
    "upsert the head": [a_head("{old}", then="ON CONFLICT(key) DO UPDATE SET text='y'")],
    "update a line": ["UPDATE journal_line SET amount=6 WHERE entry={old}"],
    "update both lines soundly": ["UPDATE journal_line SET amount=2*amount WHERE entry={old}"],
    "move a line to another entry": [
        "UPDATE OR REPLACE journal_line SET entry=1 WHERE entry={old}"
    ],
    "delete a line": ["DELETE FROM journal_line WHERE entry={old} AND line=1"],
    "delete all lines": ["DELETE FROM journal_line"],
    "update the head": ["UPDATE entry SET text='y' WHERE key={old}"],
    "date the head anew": ["UPDATE entry SET posted_on='2026-04-01' WHERE key={old}"],
    "delete the head": ["DELETE FROM entry WHERE key={old}"],
    "delete an entry whole": [
        "DELETE FROM journal_line WHERE entry={old}",
        "DELETE FROM entry WHERE key={old}",
    ],
    "lines of another day than the head": [*a_pair(day="2026-03-11"), a_head()],
    "lines of two days": [a_line(9, 8), a_line(-9, 9, day="2026-03-11"), a_head()],
    "lines of an open day under a head in a closed month": [*a_pair(), a_head(day="2026-02-11")],
    "into a closed month": [*a_pair(day="2026-02-11"), a_head(day="2026-02-11")],
    "a closing entry into a closed month": [
        *a_pair(day="2026-02-11"),
        a_head(day="2026-02-11", kind="closing"),
    ],
    "an opening into a closed month": [
        *a_pair(day="2026-02-11"),
        a_head(day="2026-02-11", kind="opening"),
    ],
    "before the books began": [*a_pair(day="2025-12-31"), a_head(day="2025-12-31")],
    "an opening before a month that is closed": [
        *a_pair(day="2025-12-31"),
        a_head(day="2025-12-31", kind="opening"),
    ],
    "an amount of nothing": [a_line(9, 1), a_line(-9, 2), a_line(0, 3), a_head()],
    "half a rupiah": [a_line(0.5, 1), a_line(-0.5, 2), a_head()],
    "an amount in words": [a_line("'lima'", 1), a_line(-5, 2), a_head()],
    "no amount": [a_line("NULL", 1), a_line(-5, 2), a_line(5, 3), a_head()],
    "sums beyond 64 bits": [a_line(2**63 - 1, n) for n in (1, 2)] + [a_line(2, 3), a_head()],
    "an account that is not in the chart": [
        a_line(9, 1, account="9-9999"),
        a_line(-9, 2),
        a_head(),
    ],
    "a day that does not exist": [*a_pair(day="2026-03-32"), a_head(day="2026-03-32")],
    "a day that SQLite would roll over": [*a_pair(day="2026-02-30"), a_head(day="2026-02-30")],
    "a day with an hour": [*a_pair(day="2026-03-10 08:00"), a_head(day="2026-03-10 08:00")],
}
#: What the columns themselves refuse, without any trigger.
BY_COLUMNS = {
    *("orphan balanced lines", "orphan single line", "an amount of nothing", "half a rupiah"),
    *("an amount in words", "no amount", "an account that is not in the chart"),
    *("a day that does not exist", "a day that SQLite would roll over", "a day with an hour"),
}


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[HandMade]:
    """Books from January on, January and February closed, one entry in each month."""
    made = HandMade(tmp_path)
    for day, number in ((JANUARY, 1), (CLOSED, 2), (date.fromisoformat(DAY), 3)):
        made.post(
            day,
            "Jurnal",
            line("1-1101", 5),
            line("3-1501", -5),
            number=f"JRN-KR-2026-{number:06d}",
        )
    for month in ("2026-01", "2026-02"):
        periods.close(made, Month(month))
    yield made
    made.database.close()


def journal_of(books: HandMade) -> list[list[tuple[object, ...]]]:
    run = books.database.connection.execute
    return [
        run(f"SELECT * FROM {t} ORDER BY 1,2,3,4").fetchall() for t in ("entry", "journal_line")
    ]


def attempt(books: HandMade, steps: list[str]) -> str | None:
    """Run the steps in one transaction; what the database says against them, None for nothing."""
    run = books.database.connection.execute
    old, day = run("SELECT key, posted_on FROM entry ORDER BY key DESC LIMIT 1").fetchone()
    for step in (each for each in steps if each.startswith("PRAGMA")):
        run(step)
    run("BEGIN IMMEDIATE")
    try:
        for step in steps:
            if not step.startswith("PRAGMA"):
                run(step.format(old=old, day=day))
        run("COMMIT")
    except (dbapi2.IntegrityError, dbapi2.OperationalError) as error:
        if books.database.in_transaction:
            run("ROLLBACK")
        return str(error)
    return None


@pytest.mark.parametrize("name", ATTACKS)
def test_the_journal_withstands(name: str, sealed: HandMade) -> None:
    before = journal_of(sealed)

    said = attempt(sealed, ATTACKS[name])

    assert said is not None
    assert "syntax" not in said
    assert "no such" not in said
    assert journal_of(sealed) == before


@pytest.mark.parametrize(
    "steps",
    [
        [*a_pair(), a_head()],
        [*a_pair(unit="G1"), a_line(5, 1), a_line(-5, 2), a_head(kind="adjustment")],
        [*a_pair(), a_head(number="'JRN-KR-2026-000009'")],
    ],
)
def test_a_sound_entry_is_taken(steps: list[str], sealed: HandMade) -> None:
    assert attempt(sealed, steps) is None


def test_an_opening_before_the_first_month_is_taken_while_none_is_closed(tmp_path: Path) -> None:
    books = HandMade(tmp_path)
    books.post(JANUARY, "Jurnal", line("1-1101", 5), line("3-1501", -5))

    said = attempt(books, [*a_pair(day="2025-12-31"), a_head(day="2025-12-31", kind="opening")])

    assert said is None
    books.database.close()


def test_the_attacks_would_succeed_without_guards(sealed: HandMade) -> None:
    run = sealed.database.connection.execute
    before = journal_of(sealed)
    for name in guards.standing(sealed.database):
        sealed.database.script(f"DROP TRIGGER {name}")
    succeeded = set()

    for name, steps in ATTACKS.items():
        if attempt(sealed, steps) is None:
            succeeded.add(name)
            run("DELETE FROM journal_line")
            run("DELETE FROM entry")
            for table, rows in zip(("entry", "journal_line"), before, strict=True):
                marks = ",".join("?" * len(rows[0]))
                sealed.database.connection.executemany(f"INSERT INTO {table} VALUES({marks})", rows)

    assert len(succeeded) >= 25
    assert not succeeded & BY_COLUMNS


@pytest.mark.parametrize("name", sorted(guards.expected()))
def test_a_guard_that_is_gone_or_changed_is_missed(name: str, sealed: HandMade) -> None:
    guards.require(sealed.database)

    sealed.database.script(f"DROP TRIGGER {name}")
    with pytest.raises(DatabaseDamaged) as gone:
        guards.require(sealed.database)
    tamed = (
        guards.expected()[name]
        .replace("RAISE(ABORT", "RAISE(IGNORE) -- (")
        .replace("; END", "\n; END")
    )
    sealed.database.script(tamed)
    with pytest.raises(DatabaseDamaged) as changed:
        guards.require(sealed.database)

    assert name in gone.value.message
    assert name in changed.value.message


def test_a_strange_trigger_is_noticed(sealed: HandMade) -> None:
    sealed.database.script("CREATE TRIGGER extra AFTER INSERT ON entry BEGIN SELECT 1; END")

    assert guards.missing(sealed.database) == ["extra"]
