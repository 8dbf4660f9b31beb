"""F6: one flipped bit anywhere in the books is found, and met in words wherever it is read.

The control is the same file without its encryption: there most flips pass unnoticed.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kopdes_desktop.app import books as app_books
from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.checks import proofs
from kopdes_desktop.db.engine import remove
from kopdes_desktop.kernel.errors import DatabaseDamaged, DatabaseReadOnly, KopdesError
from tests.faults import books
from tests.faults.books import SEED

pytestmark = pytest.mark.fault
FEW, MANY = 150, 600


def flipped(content: bytes, count: int) -> Iterator[tuple[int, bytes]]:
    """Copies with one bit turned over, and where."""
    chance = books.dice(SEED, "bits")
    print(f"seed {SEED}")
    for _n in range(count):
        at = chance.randrange(len(content))
        damaged = bytearray(content)
        damaged[at] ^= 1 << chance.randrange(8)
        yield at, bytes(damaged)


def found_by_check(session: Session) -> bool:
    return any(not each.ok for each in proofs.run(session.office.reading))


def use(session: Session) -> None:
    """Ask and write what comes; anything but words is a failure of this test."""
    office = session.office
    for attempt in (
        office.today,
        lambda: office.may("savings.deposit"),
        lambda: books.deposit(session, books.MEMBERS[0]),
    ):
        try:
            attempt()
        except KopdesError as fault:
            assert fault.message  # noqa: PT017  that it has words is what is tested


def met(folder: Path) -> set[str]:
    """Who noticed that a file is damaged; the books refused, or are only read, or check says so."""
    try:
        session = books.unlocked(folder)
    except DatabaseDamaged:
        return {"refused"}
    with session:
        noticed = {"check"} if found_by_check(session) else set()
        if session.office.read_only is not None:
            noticed.add("read only")
            with pytest.raises((DatabaseReadOnly, DatabaseDamaged)):
                books.deposit(session, books.MEMBERS[0])
        use(session)
    return noticed


def tally(folder: Path, count: int) -> Counter[str]:
    """How often each noticed so many flips; all of them are noticed by somebody."""
    file, noticed = folder / DATABASE, Counter[str]()
    for at, damaged in flipped(file.read_bytes(), count):
        remove(file)
        file.write_bytes(damaged)
        by = met(folder)
        noticed.update(by)
        assert by & {"refused", "check"}, f"seed {SEED}, byte {at}"
    print(dict(noticed))
    return noticed


@pytest.mark.timeout(240)
@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.deep)])
def test_every_flipped_bit_is_found_at_start_and_by_check(count: int, folder: Path) -> None:
    noticed = tally(folder, count)

    assert noticed["refused"] + noticed["read only"] == count
    assert noticed["check"] == noticed["read only"]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.deep)])
def test_in_a_large_file_check_finds_what_the_start_has_not_read(
    count: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_books, "ALL_PAGES", 0)

    noticed = tally(folder, count)

    assert noticed["refused"] + noticed["check"] == count
    assert noticed["read only"] == 0


def test_sound_books_have_no_finding(folder: Path) -> None:
    assert met(folder) == set()


def test_without_encryption_flips_pass_unnoticed(folder: Path, tmp_path: Path) -> None:
    plain = in_plain(folder, tmp_path / "plain.db")
    unnoticed = 0

    for _at, damaged in flipped(plain.read_bytes(), 60):
        plain.write_bytes(damaged)
        unnoticed += not noticed_in_plain(plain)

    assert unnoticed > 6


def in_plain(folder: Path, plain: Path) -> Path:
    """The same books as a file without encryption."""
    with closing(dbapi2.connect(str(folder / DATABASE), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key=\"x'{books.database_key(folder).hex()}'\"")
        connection.execute("ATTACH ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
    return plain


def noticed_in_plain(plain: Path) -> bool:
    """Whether SQLite's own check finds anything."""
    with closing(dbapi2.connect(str(plain))) as connection:
        try:
            return bool(connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)])
        except dbapi2.DatabaseError:
            return True
