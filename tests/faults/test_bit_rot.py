"""F6: one flipped bit anywhere in the books is found, and met in words wherever it is read.

The control is the same file without its encryption: there most flips pass unnoticed.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.checks import proofs
from kopdes_desktop.db.engine import remove
from kopdes_desktop.kernel.errors import DatabaseDamaged, KopdesError
from tests.faults import books
from tests.faults.books import SEED

pytestmark = pytest.mark.fault
FLIPS = 600


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


def met(folder: Path) -> str:
    """Where a damaged file was noticed."""
    try:
        session = books.unlocked(folder)
    except DatabaseDamaged:
        return "at start"
    with session:
        found = found_by_check(session)
        use(session)
    return "by check" if found else "nowhere"


@pytest.mark.timeout(180)
def test_every_flipped_bit_is_found_and_none_is_a_crash(folder: Path) -> None:
    file = folder / DATABASE
    noticed = Counter[str]()

    for at, damaged in flipped(file.read_bytes(), FLIPS):
        remove(file)
        file.write_bytes(damaged)
        where = met(folder)
        noticed[where] += 1
        assert where != "nowhere", f"seed {SEED}, byte {at}"

    print(dict(noticed))
    assert noticed["at start"] > 0
    assert noticed["by check"] > 0


def test_sound_books_have_no_finding(folder: Path) -> None:
    assert met(folder) == "nowhere"


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
