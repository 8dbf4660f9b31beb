"""The log and the moves only grow, in order; nobody changes what stands there."""

import pytest
from sqlcipher3 import dbapi2

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.ids import seq_of
from kopdes_desktop.office import log
from tests import builders

UPSERT = " ON CONFLICT(key) DO UPDATE SET body='x'"
UPSERT_MOVE = " ON CONFLICT DO UPDATE SET amount=1"
OFF = "PRAGMA recursive_triggers=OFF"
HASH = "x'" + "00" * 32 + "'"
#: {key} is the newest fact's, {n} its place; nothing here may get in.
ATTACKS = {
    "update a fact": ["UPDATE fact SET body='{{}}' WHERE key={key}"],
    "update its hash": [f"UPDATE fact SET hash={HASH} WHERE key={{key}}"],
    "update its day": ["UPDATE fact SET bd='2026-01-01' WHERE key={key}"],
    "delete the newest fact": ["DELETE FROM fact WHERE key={key}"],
    "delete all facts": ["DELETE FROM fact"],
    "replace a fact": [
        "INSERT OR REPLACE INTO fact SELECT n,key,kind,bd,hash,'x' FROM fact WHERE key={key}"
    ],
    "replace a fact, triggers not recursive": [
        OFF,
        "INSERT OR REPLACE INTO fact SELECT n,key,kind,bd,hash,'x' FROM fact WHERE key={key}",
    ],
    "replace a fact by its place": [
        f"INSERT OR REPLACE INTO fact VALUES({{n}},{{key}}+1,'x','2026-02-02',{HASH},'x')"
    ],
    "replace by place, triggers not recursive": [
        OFF,
        f"INSERT OR REPLACE INTO fact VALUES({{n}},{{key}}+1,'x','2026-02-02',{HASH},'x')",
    ],
    "upsert a fact": [
        f"INSERT INTO fact VALUES({{n}}+1,{{key}},'x','2026-02-02',{HASH},'x')" + UPSERT
    ],
    "leave a gap": [f"INSERT INTO fact VALUES({{n}}+1,{{key}}+2,'x','2026-02-02',{HASH},'x')"],
    "begin a chain in the middle": [
        f"INSERT INTO fact VALUES({{n}}+1,(77<<30)+2,'x','2026-02-02',{HASH},'x')"
    ],
    "a hash that is too short": [
        "INSERT INTO fact VALUES({n}+1,{key}+1,'x','2026-02-02',x'00','x')"
    ],
    "a day that does not exist": [
        f"INSERT INTO fact VALUES({{n}}+1,{{key}}+1,'x','2026-02-30',{HASH},'x')"
    ],
    "no body": [f"INSERT INTO fact VALUES({{n}}+1,{{key}}+1,'x','2026-02-02',{HASH},NULL)"],
    "update a move": ["UPDATE savings_move SET amount=amount+1"],
    "delete a move": ["DELETE FROM savings_move"],
    "replace a move": [
        "INSERT OR REPLACE INTO savings_move SELECT member,product,bd,fact,line,1 FROM savings_move"
    ],
    "upsert a move": [
        "INSERT INTO savings_move SELECT * FROM savings_move WHERE true" + UPSERT_MOVE
    ],
    "a move of nothing": ["INSERT INTO savings_move VALUES(1,'voluntary','2026-02-02',1,1,0)"],
}


@pytest.fixture
def lived(books: Session) -> Session:
    builders.pay(books.office, builders.a_member(books.office), amount=5_000)
    return books


@pytest.mark.parametrize("name", ATTACKS)
def test_the_log_withstands(name: str, lived: Session) -> None:
    run = lived.office.database.connection.execute
    before = [run(f"SELECT * FROM {t}").fetchall() for t in ("fact", "savings_move")]
    n, key = run("SELECT n, key FROM fact ORDER BY n DESC LIMIT 1").fetchone()

    *first, attack = (step.format(key=key, n=n) for step in ATTACKS[name])
    for step in first:
        run(step)
    with pytest.raises((dbapi2.IntegrityError, dbapi2.OperationalError)) as refused:
        run(attack)

    assert "syntax" not in str(refused.value)
    assert "no such" not in str(refused.value)
    assert [run(f"SELECT * FROM {t}").fetchall() for t in ("fact", "savings_move")] == before


def test_a_fact_that_follows_is_taken(lived: Session) -> None:
    run = lived.office.database.connection.execute
    n, key = run("SELECT n, key FROM fact ORDER BY n DESC LIMIT 1").fetchone()

    run(f"INSERT INTO fact VALUES({n + 1},{key + 1},'x','2026-02-02',{HASH},'x')")
    run(f"INSERT INTO fact VALUES({n + 2},(77<<30)+1,'x','2026-02-02',{HASH},'x')")

    assert log.count(lived.office.reading) == n + 2


def test_facts_are_read_back_as_they_were_written(lived: Session) -> None:
    office = lived.office
    numbers = []
    for key, hashed, body in log.every(office.reading):
        logged = log.logged(office.reading, key)
        assert logged is not None
        assert (logged.stamp.key, logged.stamp.hash, logged.stamp.seq) == (key, hashed, seq_of(key))
        assert log.raw_of(office.reading, key) == body.encode()
        assert logged.moment.isoformat(timespec="milliseconds") == logged.envelope.at
        numbers.append(logged.stamp.seq)

    assert numbers == list(range(1, len(numbers) + 1))
    assert list(log.numbers(office.reading)) == ["0001", "SMP-KR-2026-000001"]
    assert log.logged(office.reading, 5) is None
    with pytest.raises(KeyError):
        log.raw_of(office.reading, 5)
