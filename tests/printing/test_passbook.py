"""The passbook: it goes on at the next free line, turns its page, and can be begun anew."""

from __future__ import annotations

from functools import partial

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.printing import passbook
from kopdes_desktop.printing.passbook import FOLD, FOLD_AFTER, LINES, TOP, Line, Mark
from tests import builders
from tests.builders import pay


@pytest.fixture
def member(books: Session) -> MemberRow:
    made = builders.a_member(books.office, 1, name="Kenanga Cempaka")
    pay(books.office, made, amount=500_000)
    return made


def print_all(books: Session, member: MemberRow) -> list[str]:
    """Everything that is still to be printed, noted as printed."""
    found: list[str] = []
    for page in passbook.pages(books.office.reading, member.key):
        found += page.lines
        books.office.note(partial(passbook.keep, member=member.key, reached=page.after))
    return found


def test_the_book_goes_on_at_the_next_free_line(books: Session, member: MemberRow) -> None:
    first = print_all(books, member)
    nothing = passbook.pages(books.office.reading, member.key)
    pay(books.office, member, amount=25_000)
    [page] = passbook.pages(books.office.reading, member.key)

    assert len(first) == 1
    assert nothing == []
    assert page.first == 2
    assert page.printed() == [*[""] * (TOP + 1), *page.lines]
    [line] = page.lines
    assert line.split() == ["2", "02/02/2026", "Simpanan", "Sukarela", "25.000", "525.000"]


def test_every_line_has_exactly_its_columns(books: Session, member: MemberRow) -> None:
    order = {"member": member.key, "product": "voluntary", "amount": 100_000}
    books.office.perform("savings.withdraw", order)

    lines = print_all(books, member)

    assert {len(line) for line in lines} == {passbook.COLUMNS}
    assert lines[1][34:47].strip() == "100.000"  # out stands left of in
    assert lines[0][48:61].strip() == "500.000"
    assert lines[1].endswith("400.000")


def test_a_full_page_is_turned_and_the_fold_stays_free() -> None:
    lines = [Line(f"{n}.0", f"{'':3}{n:>75}") for n in range(LINES + 2)]

    first, second = passbook.laid(Mark(), lines)

    assert (first.number, len(first.lines), second.number, second.first) == (1, LINES, 2, 1)
    paper = first.printed()
    assert len(paper) == TOP + LINES + FOLD
    assert paper[TOP + FOLD_AFTER : TOP + FOLD_AFTER + FOLD] == [""] * FOLD
    assert second.after == Mark(2, 3, printed=tuple(one.move for one in lines))


def test_a_page_that_was_not_turned_is_printed_later() -> None:
    lines = [Line(f"{n}.0", " " * 78) for n in range(LINES + 2)]

    first = passbook.laid(Mark(), lines)[0]

    left = [one for one in lines if one.move not in first.after.printed]
    assert [one.move for one in left] == [f"{LINES}.0", f"{LINES + 1}.0"]


def test_a_lost_book_begins_with_the_balance_or_with_everything(
    books: Session, member: MemberRow
) -> None:
    pay(books.office, member, amount=25_000)
    whole = print_all(books, member)

    books.office.note(partial(passbook.begin_anew, member=member.key, everything=False))
    carried = print_all(books, member)
    books.office.note(partial(passbook.begin_anew, member=member.key, everything=True))
    again = print_all(books, member)

    assert [line.split() for line in carried] == [["1", "Saldo", "pindahan", "525.000"]]
    assert again == whole
    assert passbook.pages(books.office.reading, member.key) == []
