"""Two files of books are equal when every projection holds the same rows."""

import shutil
from pathlib import Path

import pytest

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.db.base import tables
from kopdes_desktop.db.compare import SHOWN, compare, projections
from kopdes_desktop.db.engine import open_database
from tests import builders


def twin_of(books: Session, tmp_path: Path) -> Path:
    books.office.database.checkpoint()
    return Path(shutil.copy(books.folder / DATABASE, tmp_path / "twin.db"))


def changed(path: Path, key: bytes, sql: str) -> None:
    twin = open_database(path, key)
    twin.connection.execute(sql)
    twin.close()


@pytest.fixture
def pair(books: Session, tmp_path: Path) -> tuple[Session, Path]:
    member = builders.a_member(books.office)
    builders.pay(books.office, member, amount=5_000)
    return books, twin_of(books, tmp_path)


def test_a_copy_is_equal_in_every_projection(pair: tuple[Session, Path]) -> None:
    books, twin = pair

    found = compare(books.office.database, twin, books.staff.database_key)

    assert found.differences == ()
    assert found.tables == len(tables("projection")) + 1
    assert found.rows > 150


@pytest.mark.parametrize(
    ("sql", "table", "sides"),
    [
        ("UPDATE member SET dusun='Lain'", "member", {"books", "rebuilt"}),
        ("UPDATE member SET dusun=NULL, job=NULL", "member", set()),
        ("DELETE FROM savings_balance", "savings_balance", {"books"}),
        ("INSERT INTO period VALUES('2026-01',1,7)", "period", {"rebuilt"}),
        ("DELETE FROM member_search", "member_search", {"books"}),
        ("UPDATE user SET officer_key=x'00' WHERE login='ketua'", "user", {"books", "rebuilt"}),
        ("DELETE FROM answer", "", set()),
    ],
)
def test_what_differs_is_named_by_table_and_side(
    pair: tuple[Session, Path], sql: str, table: str, sides: set[str]
) -> None:
    books, twin = pair
    changed(twin, books.staff.database_key, sql)

    found = compare(books.office.database, twin, books.staff.database_key)

    assert {(each.table, each.side) for each in found.differences} == {(table, s) for s in sides}


def test_a_few_rows_stand_for_many(pair: tuple[Session, Path]) -> None:
    books, twin = pair
    changed(twin, books.staff.database_key, "UPDATE account SET name=name || '!'")

    found = compare(books.office.database, twin, books.staff.database_key)

    assert len(found.differences) == 2 * SHOWN


def test_the_books_are_left_alone_afterwards(pair: tuple[Session, Path]) -> None:
    books, twin = pair

    compare(books.office.database, twin, books.staff.database_key)

    assert [row[1] for row in books.office.database.pragma("database_list")] == ["main"]
    assert builders.a_member(books.office, 2).number


def test_the_search_index_is_compared_like_a_projection() -> None:
    assert ("member_search", ("rowid", "name", "number")) in projections()
