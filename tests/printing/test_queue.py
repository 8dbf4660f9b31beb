"""What is written and does not lie on paper yet: kept with its fact, through crashes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office import log
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer, Request
from kopdes_desktop.printing import papers, queue
from tests import builders

NAMES = ("Kenanga Cempaka", "Melati Kantil")


def deposit(office: Office, n: int = 0) -> int:
    """A deposit as the teller's screen performs it: with its place in the queue."""
    member = builders.a_member(office, n + 1, name=NAMES[n])
    lines = [{"product": "voluntary", "amount": 50_000}]
    order = {"member": member.key, "lines": lines}
    answers = office.perform_all([Request("savings.deposit", order)], beside=expect)
    return answers[0].id


def expect(books: Books, answers: list[Answer]) -> None:
    queue.expect(books, [each.id for each in answers])


def test_a_receipt_waits_from_its_commit_until_it_is_printed(books: Session) -> None:
    office = books.office

    key = deposit(office)
    [waiting] = queue.jobs(office.reading)
    office.note(partial(queue.begin, fact=key))
    office.note(partial(queue.finish, fact=key))

    assert (waiting.fact, waiting.state, waiting.amount) == (key, "waiting", 50_000)
    assert waiting.number == log.logged(office.reading, key).fact.number  # type: ignore[union-attr]
    assert queue.jobs(office.reading) == []


def test_a_crash_between_commit_and_print_loses_nothing(practice: Path) -> None:
    session = builders.open_books(practice)
    key = deposit(session.office)
    session.office.database.connection.close()  # no farewell: as if the power went

    with builders.open_books(practice) as again:
        [waiting] = queue.jobs(again.office.reading)

        assert (waiting.fact, waiting.copy) == (key, False)


def test_the_queue_and_the_fact_stand_and_fall_together(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    before = builders.fact_count(office)

    def full(_books: Books, _answers: list[Answer]) -> None:
        raise BadField(name="x", reason="x", field="x")

    order = {"member": member.key, "lines": [{"product": "voluntary", "amount": 50_000}]}
    with pytest.raises(BadField):
        office.perform_all([Request("savings.deposit", order)], beside=full)

    assert builders.fact_count(office) == before
    assert queue.count(office.reading) == 0


@pytest.mark.parametrize(
    ("happened", "copy"),
    [
        ((), False),
        (("begin",), True),
        (("begin", "fail"), False),
        (("begin", "fail_begun"), True),
        (("begin", "finish"), True),
    ],
)
def test_only_what_may_lie_on_paper_already_is_a_copy(
    books: Session, happened: tuple[str, ...], copy: bool
) -> None:
    office = books.office
    key = deposit(office)
    steps: dict[str, Any] = {
        "begin": partial(queue.begin, fact=key),
        "fail": partial(queue.fail, fact=key, begun=False),
        "fail_begun": partial(queue.fail, fact=key, begun=True),
        "finish": partial(queue.finish, fact=key),
    }

    for step in happened:
        office.note(steps[step])

    assert queue.is_copy(office.reading, key) is copy


def test_what_nobody_wants_leaves_the_queue_once(books: Session) -> None:
    office = books.office
    key = deposit(office)

    office.note(partial(queue.cancel, fact=key))

    assert queue.count(office.reading) == 0
    with pytest.raises(BadField, match="tidak menunggu"):
        office.note(partial(queue.cancel, fact=key))


def test_orders_without_a_receipt_do_not_wait(books: Session) -> None:
    order = {"fields": {"slip.qr": True}}

    books.office.perform_all([Request("settings.change", order)], beside=expect)

    assert queue.count(books.office.reading) == 0


def test_the_drawer_opens_for_notes_and_not_for_savings_that_move(books: Session) -> None:
    office = books.office
    key = deposit(office)
    order = {"member": "0001", "from": "voluntary", "to": "mandatory", "months": 1}
    moved = office.perform("savings.transfer", {**order, "letter": "05/KUASA/2026"}).id

    assert papers.in_notes(office.reading, key)
    assert not papers.in_notes(office.reading, moved)


def test_the_queue_holds_no_word_of_whom_it_prints(books: Session) -> None:
    office = books.office
    key = deposit(office)

    rows = office.database.ask("SELECT * FROM print_job")

    assert rows == [(key, "waiting", 0)]


def test_a_rebuild_leaves_the_queue_alone(books: Session) -> None:
    deposit(books.office)

    builders.require_rebuilt(books.office)

    assert queue.count(books.office.reading) == 1


def test_receipts_are_found_by_the_end_of_their_number_and_by_their_member(books: Session) -> None:
    office, read = books.office, books.office.reading
    first, second = deposit(office, 0), deposit(office, 1)
    paper, name = papers.about(read, first), papers.about(read, second)
    assert paper is not None
    assert name is not None

    found = [each.fact for each in papers.find(read, paper.number)]
    short = [each.fact for each in papers.find(read, str(int(paper.number[-6:])))]
    by_name = [each.fact for each in papers.find(read, name.who)]

    assert found == [first]
    assert first in short
    assert second in by_name
    assert first not in by_name
    assert [each.fact for each in papers.last(read, 1)] == [second]
    assert papers.find(read, "tidak ada nama begini") == []
