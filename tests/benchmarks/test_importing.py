"""PERFORMANCE 15: a register from XLSX: checks and dry run, then taking it in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.db.base import METADATA
from kopdes_desktop.db.compare import compare
from kopdes_desktop.kernel.ids import system_entropy
from kopdes_desktop.membership import importing
from kopdes_desktop.membership.studies import MemberStudy
from kopdes_desktop.paper.grid import read_book
from kopdes_desktop.security import keys
from tests import builders
from tests.benchmarks import measure
from tests.benchmarks.writing import Writing, Yardstick, overheard
from tests.imports.registers import HEADER, TITLES, a_row, sheet

pytestmark = pytest.mark.bench

FEW, ALL = 500, 10_000
TURNS = 5
SIZES = [FEW, pytest.param(ALL, marks=(pytest.mark.deep, pytest.mark.timeout(1800)))]


def a_nik(n: int) -> str:
    """The n-th of ten thousand that differ."""
    day = 1 + n % 28 + (40 if n % 3 == 0 else 0)
    return f"331001{day:02d}{1 + n // 28 % 12:02d}{60 + n // 336 % 40:02d}{n % 10_000:04d}"


def rows(count: int) -> Iterator[list[Any]]:
    """Members of a register; half of their numbers are bare digits, as in the real one."""
    for n in range(1, count + 1):
        nik = a_nik(n)
        day = int(nik[6:8])
        born = f"{day - 40 if day > 40 else day}/{nik[8:10]}/19{nik[10:12]}"
        number = f"KDMP-{n:05d}" if n % 2 else n
        sex = "P" if day > 40 else "L"
        yield a_row(n, nik=nik, born=born, sex=sex, number=number, mandatory="10.000")


@pytest.fixture
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of so many members."""
    file = tmp_path / "buku.xlsx"
    file.write_bytes(sheet([*TITLES, HEADER, *rows(request.param)]))
    return file


def studied(session: Session, file: Path) -> MemberStudy:
    office = session.office
    return importing.study_members(office.reading, read_book(file), today=office.today())


@pytest.mark.parametrize("register", SIZES, indirect=True)
def test_a_register_is_read_and_judged(books: Session, register: Path) -> None:
    def bare(_turn: int) -> Sequence[object]:
        book = CalamineWorkbook.from_path(str(register))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)

    works = {"calamine": bare, "study": lambda _turn: studied(books, register)}
    times = measure.in_turn(works, TURNS, warm=1)

    found = studied(books, register)
    assert (found.errors, found.ready) == ((), found.rows)
    raw, ours = times["calamine"], times["study"]
    measure.table(
        "Goal 15: checks and dry run, at most 6 of calamine's bare read",
        ("members", "calamine cpu ms", "study cpu ms", "ratio"),
        [(found.rows, raw.cpu, ours.cpu, ours.cpu / raw.cpu)],
    )


@pytest.mark.parametrize("register", SIZES, indirect=True)
def test_a_register_is_taken_in(practice: Path, tmp_path: Path, register: Path) -> None:
    heard, bare, whole = (Path(shutil.copytree(practice, tmp_path / x)) for x in ("1", "2", "3"))
    with builders.open_books(heard) as session:
        study = studied(session, register)
        with overheard(session.office.database) as writing:
            importing.import_members(session.office, study)
    session = builders.open_books(whole)
    secret = session.staff.database_key
    yardstick = Yardstick(bare / DATABASE, secret, [writing])
    study = studied(session, register)
    works = {
        "raw": lambda _turn: raw(yardstick, writing, study.rows),
        "import": lambda _turn: importing.import_members(session.office, study),
    }

    times = measure.in_turn(works, 1)

    session.office.database.checkpoint()
    yardstick.database.close()
    tables = [(t.name, tuple(c.name for c in t.columns)) for t in METADATA.sorted_tables]
    counted = compare(session.office.database, bare / DATABASE, secret, tables)
    assert counted.rows > study.rows
    assert {each.table for each in counted.differences} <= SEALED_ANEW
    session.close()
    measure.table(
        "Goal 15: taking it in, at most 2 of raw SQLCipher with the same rows and ciphertext",
        ("members", "rows", "raw cpu ms", "import cpu ms", "ratio"),
        [
            (
                study.rows,
                sum(len(each) for _sql, each in writing),
                times["raw"].cpu,
                times["import"].cpu,
                times["import"].cpu / times["raw"].cpu,
            )
        ],
    )


#: Tables whose rows hold fresh entropy, or the hash of such rows.
SEALED_ANEW = {"fact", "person_key"}


def raw(yardstick: Yardstick, writing: Writing, members: int) -> None:
    """The same rows, every fact hashed, every personal field sealed, NIK and phone hashed."""
    secret = system_entropy(32)
    for sql, made in writing:
        if "INTO fact " in sql:
            for row in made:
                body = str(row[-1]).encode()
                hashlib.sha256(body).digest()
                for field in SEALED.decode(body).d.personal:
                    keys.seal(secret, 1, 1, field, "Melati Kenanga", system_entropy)
    for _n in range(2 * members):
        keys.find_hash(secret, "nik", "3310010202610001")
    yardstick.write(0)


class _Personal(msgspec.Struct):
    personal: dict[str, str] = {}


class _Body(msgspec.Struct):
    d: _Personal


SEALED = msgspec.json.Decoder(_Body)
