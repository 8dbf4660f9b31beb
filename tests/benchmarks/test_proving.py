"""PERFORMANCE 7 and 7b: the proofs beside the least that proves the same; chain; rebuild."""

from __future__ import annotations

import hashlib
import shutil
from functools import partial
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.checks import proofs, rebuild
from kopdes_desktop.office import log
from tests.benchmarks import coops, measure
from tests.benchmarks.sizes import LONG, needs_generator

pytestmark = pytest.mark.bench

#: Entries, balances, sub-ledgers and chain: what goal 7 speaks of. The file's pages are apart.
WHOLE = (
    *("chain", "heads", "numbers", "entries", "balances", "units", "cash", "subledgers"),
    "savings",
)
#: The same by hand, each sum once over the lines; nothing may come back.
RAW = (
    "SELECT 1 FROM journal_line GROUP BY entry, unit HAVING sum(amount)<>0",
    "SELECT 1 FROM journal_line l LEFT JOIN entry e ON e.key=l.entry WHERE e.key IS NULL",
    """SELECT 1 FROM (SELECT posted_on AS d, account AS a, unit AS u, sum(amount) AS s
    FROM journal_line GROUP BY 1, 2, 3)
    LEFT JOIN balance_day ON day=d AND account=a AND unit=u WHERE s IS NOT debit-credit""",
    """SELECT 1 FROM (SELECT substr(posted_on,1,7) AS m, account AS a, unit AS u, sum(amount) AS s
    FROM journal_line GROUP BY 1, 2, 3)
    LEFT JOIN balance_month ON month=m AND account=a AND unit=u WHERE s IS NOT debit-credit""",
    """SELECT 1 FROM (SELECT account AS a, key AS k, unit AS u, sum(amount) AS s
    FROM journal_line WHERE key IS NOT NULL GROUP BY 1, 2, 3) LEFT JOIN balance_key b
    ON b.account=a AND b.key=k AND b.unit=u WHERE s IS NOT b.amount""",
    """SELECT 1 FROM (SELECT box AS x, sum(amount) AS s FROM journal_line WHERE box IS NOT NULL
    GROUP BY 1) LEFT JOIN balance_box ON box=x WHERE s IS NOT amount""",
    """SELECT 1 FROM savings_balance s JOIN savings_product p ON p.code=s.product
    LEFT JOIN balance_key b ON b.account=p.account AND b.key=s.member AND b.unit=p.unit
    WHERE s.amount IS NOT -b.amount""",
)


@pytest.mark.parametrize(
    ("size", "turns"),
    [
        pytest.param("S", 1, marks=needs_generator),
        pytest.param("M", 5, marks=(needs_generator, *LONG)),
    ],
)
def test_the_proofs_beside_the_least_that_proves_the_same(
    tmp_path: Path, size: str, turns: int
) -> None:
    folder = shutil.copytree(coops.books(size), tmp_path / "buku")
    with coops.opened(Path(folder)) as session:
        facts = log.count(session.office.reading)
        times = measure.in_turn(
            {
                "raw queries and one pass of sha256": partial(by_hand, session),
                "the same proofs": partial(proven, session, WHOLE),
                "chain alone": partial(proven, session, ("chain",)),
                "every page of the file": partial(proven, session, ("pages",)),
                "rebuild and compare": partial(rebuilt, session),
            },
            turns,
        )

    least = times["raw queries and one pass of sha256"]
    measure.table(
        f"Goals 7 and 7b: {size}, {facts:,} facts, {turns} turns",
        ("", "wall s", "cpu s", "wall / raw", "cpu / raw", "facts/s", "facts/cpu s"),
        [
            (
                name,
                each.p50 / 1e3,
                each.cpu / 1e3,
                each.p50 / least.p50,
                each.cpu / least.cpu,
                facts / each.p50 * 1e3,
                facts / each.cpu * 1e3,
            )
            for name, each in times.items()
        ],
    )


def by_hand(session: Session, _turn: int) -> None:
    run = session.office.database.connection.execute
    for question in RAW:
        assert run(question).fetchall() == []
    for digest, body in run("SELECT hash, body FROM fact ORDER BY key"):
        assert hashlib.sha256(body.encode()).digest() == digest


def proven(session: Session, only: tuple[str, ...], _turn: int) -> None:
    for result in proofs.run(session.office.reading, only):
        assert result.ok, result


def rebuilt(session: Session, _turn: int) -> None:
    office = session.office
    found = rebuild.rebuild(office.reading, office.own.number, office.calendar)
    assert found.ok
    assert found.facts == log.count(office.reading)
