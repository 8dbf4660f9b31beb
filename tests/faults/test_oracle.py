"""The judge is judged: whatever a bad day could leave behind, the auditor of these tests finds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import books, oracle
from tests.faults.insider import Insider, inside
from tests.faults.oracle import Acknowledged

pytestmark = pytest.mark.fault


def a_lost_tail(at: Insider) -> None:
    at.run("DELETE FROM fact WHERE n=(SELECT max(n) FROM fact)")


def a_lost_entry(at: Insider) -> None:
    at.run("DELETE FROM entry WHERE key=?", at.deposit)
    at.run("DELETE FROM journal_line WHERE entry=?", at.deposit)


def half_an_entry(at: Insider) -> None:
    at.run("DELETE FROM journal_line WHERE entry=? AND line=1", at.deposit)


def a_balance_that_missed_one(at: Insider) -> None:
    at.run("UPDATE balance_month SET debit=debit-1 WHERE account='1-1101'")


def a_day_that_missed_one(at: Insider) -> None:
    at.run("UPDATE balance_day SET debit=debit-1 WHERE account='1-1101'")


def a_saver_who_missed_one(at: Insider) -> None:
    at.run("UPDATE savings_balance SET amount=amount-1")


def a_member_left_an_applicant(at: Insider) -> None:
    at.run("UPDATE member SET status='applicant' WHERE number='0001'")


def a_changed_fact(at: Insider) -> None:
    said = at.said(at.deposit)
    said["bd"] = "2026-11-03"
    at.say(at.deposit, said, rehash=False)


def a_broken_link(at: Insider) -> None:
    said = at.said(at.deposit)
    said["prev"] = "0" * 64
    at.say(at.deposit, said, rehash=True)


def a_number_twice(at: Insider) -> None:
    said = at.said(at.deposit)
    said["d"]["number"] = "SMP-KR-2026-000001"
    at.say(at.deposit, said, rehash=True)


def an_answer_without_its_fact(at: Insider) -> None:
    at.run("INSERT INTO answer VALUES(1, 'k', zeroblob(32), 1)")


PLANTED: dict[Callable[[Insider], None], str] = {
    a_lost_tail: "lost",
    a_lost_entry: "journal",
    half_an_entry: "journal",
    a_balance_that_missed_one: "months",
    a_day_that_missed_one: "days",
    a_saver_who_missed_one: "savings_balance",
    a_member_left_an_applicant: "members",
    a_changed_fact: "hash",
    a_broken_link: "link",
    a_number_twice: "numbers",
    an_answer_without_its_fact: "answers",
}


def audited(folder: Path, told: list[Acknowledged]) -> list[str]:
    with books.unlocked(folder) as session:
        return oracle.audited(session, told)


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_the_auditor_finds(plant: Callable[[Insider], None], folder: Path) -> None:
    with books.unlocked(folder) as session:
        number = books.deposit(session, books.MEMBERS[0])
    with inside(folder) as at:
        told = [Acknowledged(at.deposit, number)]
        plant(at)

    found = audited(folder, told)

    assert any(each.startswith(PLANTED[plant]) for each in found), found


def test_the_auditor_finds_nothing_in_sound_books(folder: Path) -> None:
    with inside(folder) as at:
        told = [Acknowledged(at.deposit)]

    assert audited(folder, told) == []
    assert audited(folder, [Acknowledged(1)]) == [f"lost: {Acknowledged(1)}"]
