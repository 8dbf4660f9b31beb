"""Who is found at each keystroke, in which order, and along which index."""

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.members import queries as members
from tests import builders

NAMES = ("Melati Kenanga", "Kenanga Tua", "Akasia Melati", "melur", "Kantil 100%", "Kantil_Kecil")


@pytest.fixture
def garden(books: Session) -> Session:
    for n, name in enumerate(NAMES, 1):
        builders.a_member(books.office, n, name=name)
    return books


def found(books: Session, text: str, limit: int = 20) -> list[str]:
    return [str(each.name) for each in members.search(books.office.reading, text, limit)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("m", ["Melati Kenanga", "melur"]),
        ("ME", ["Melati Kenanga", "melur"]),
        ("mel", ["Melati Kenanga", "melur", "Akasia Melati"]),
        ("ken", ["Kenanga Tua", "Melati Kenanga"]),
        ("kenanga t", ["Kenanga Tua", "Melati Kenanga"]),
        ("lur", ["melur"]),
        ("ur", []),
        ("x", []),
        ("  kan ", ["Kantil 100%", "Kantil_Kecil"]),
    ],
)
def test_names_that_begin_so_come_before_names_that_hold_it(
    garden: Session, typed: str, names: list[str]
) -> None:
    assert found(garden, typed) == names


@pytest.mark.parametrize("typed", ["%", "_", "K%", "K_", "a%a", "\\", "'", '"', '""" OR', "a*"])
def test_signs_mean_themselves(garden: Session, typed: str) -> None:
    assert found(garden, typed) == []


def test_signs_inside_a_name_are_found(garden: Session) -> None:
    assert found(garden, "100%") == ["Kantil 100%"]
    assert found(garden, "kantil_") == ["Kantil_Kecil"]


def test_numbers_are_found_from_their_first_digit_on(garden: Session) -> None:
    numbers = [each.number for each in members.search(garden.office.reading, "0")]

    assert numbers == [f"{n:04d}" for n in range(1, len(NAMES) + 1)]
    assert found(garden, "0003") == ["Akasia Melati"]


def test_no_more_are_given_than_were_asked_for(garden: Session) -> None:
    assert found(garden, "k", limit=2) == ["Kantil 100%", "Kantil_Kecil"]
    assert len(found(garden, "0", limit=1)) == 1


def test_letters_that_very_many_names_hold_are_not_all_read(books: Session) -> None:
    for n in range(1, 91):
        builders.a_member(books.office, n, name=f"Warga {n:02d} melati")

    assert len(found(books, "mel")) == 20


@pytest.mark.parametrize(
    ("statement", "index"),
    [(members._BY_NAME, "member_by_name"), (members._BY_DIGITS, "sqlite_autoindex_member_1")],
)
def test_a_beginning_walks_along_an_index(
    garden: Session, statement: Statement, index: str
) -> None:
    values = statement.bind({"start": "k", "end": "l", "most": 20})
    raw = garden.office.database.connection
    plan = raw.execute(f"EXPLAIN QUERY PLAN {statement.sql}", values).fetchall()

    words = " ".join(str(step[-1]) for step in plan)
    assert index in words
    assert "SCAN" not in words
    assert "TEMP B-TREE" not in words
