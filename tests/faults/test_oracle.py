"""The judge is judged: whatever a bad day could leave behind, the auditor of these tests finds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kopdes_desktop.sales import drafts
from tests.faults import books, oracle
from tests.faults.insider import Insider, inside
from tests.faults.oracle import Acknowledged
from tests.faults.till import Till

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


# --- at the till --------------------------------------------------------------------------------


AT_THE_TILL = {
    "UPDATE stock SET quantity=quantity-1000 WHERE item=(SELECT min(item) FROM stock)": "stock",
    "UPDATE stock SET value=value+1 WHERE item=(SELECT min(item) FROM stock)": "stock",
    "DELETE FROM stock_move WHERE line=1 AND why='sale'": "stock_move",
}


@pytest.fixture
def sold(shop_template: Path, place: Path) -> Path:
    """A shop in which one sale was made, and the next cart is open."""
    folder = books.copied(shop_template, place / "books")
    with books.unlocked(folder) as session:
        work = Till(session, lambda _told: None, name="till", seed=1).work()
        for answer in work:
            if answer.op == "sales.sell":
                break
        session.office.note(
            lambda kept: drafts.keep_open(
                kept, session.office.signed_in.user, drafts.Draft(drafts.OPEN, "", "", "cart")
            )
        )
    return folder


@pytest.mark.parametrize("plant", AT_THE_TILL)
def test_the_auditor_finds_a_shelf_that_differs(plant: str, sold: Path) -> None:
    assert audited(sold, []) == []
    with inside(sold) as at:
        at.run(plant)

    found = audited(sold, [])

    assert any(each.startswith(AT_THE_TILL[plant]) for each in found), found


def test_a_cart_that_is_not_as_it_was_kept_is_found(sold: Path) -> None:
    with books.unlocked(sold) as session:
        assert oracle.open_cart(session, {"cart", ""}) == []
        assert oracle.open_cart(session, {"another cart"}) == ["open cart: ['cart']"]
        assert oracle.open_cart(session, {""}) == ["open cart: ['cart']"]
