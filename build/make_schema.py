"""The schema as it is kept for good: its snapshot, the first version's script, the golden books.

make_schema.py           renew the newest version in schema_snapshot.json; additions only
make_schema.py --golden  keep small practice books of the newest version in tests/migrations
make_schema.py --first   write versions/0001 and its snapshot from today's tables: only while
                         no books of version 0001 are kept anywhere
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["KOPDES_ANCHOR"] = "off"  # books that are made to be copied

from kopdes_desktop.app import practice  # noqa: E402
from kopdes_desktop.db import guards, version  # noqa: E402
from kopdes_desktop.db.engine import open_database  # noqa: E402
from kopdes_desktop.migrations import snapshot, upgrade  # noqa: E402
from kopdes_desktop.migrations.snapshot import Schema  # noqa: E402

SCRIPT = upgrade.HOME / "versions" / "0001_first.py"
FIRST_HEAD = '''\
"""The first schema, as it left the house: text, not today's tables."""
# ruff: noqa: E501  one statement a line, so that a change cannot hide

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = r"""
'''
FIRST_FOOT = '''
"""


def upgrade() -> None:
    """Make every table, index and guard."""
    connection = op.get_bind()
    for statement in STATEMENTS.strip().splitlines():
        connection.exec_driver_sql(statement)
'''


def schema_of_today() -> Schema:
    """What the program makes in an empty file."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "empty.db", bytes(32), scratch=True)
        guards.create(database)
        found = snapshot.schema_of(database)
        database.connection.close()
    return found


def renew(*, first: bool = False) -> None:
    """Keep today's schema under the newest version."""
    file = upgrade.HOME / upgrade.SNAPSHOT
    kept = snapshot.read(file) if file.exists() else {}
    today = schema_of_today()
    taken_away = snapshot.broken(kept[version.HEAD], today) if version.HEAD in kept else []
    if taken_away and not first:
        sys.exit("A schema only grows:\n  " + "\n  ".join(taken_away))
    snapshot.write(file, kept | {version.HEAD: today})


def write_first() -> None:
    """Freeze the text of the first version."""
    if version.SHIPPED != ("0001",):
        sys.exit("0001 has left the house; write a script for the next version.")
    statements = [each for each in guards.ddl() if "CREATE TABLE schema_version" not in each]
    SCRIPT.write_text(FIRST_HEAD + "\n".join(statements) + FIRST_FOOT, "utf-8", newline="\n")
    renew(first=True)


def keep_golden() -> None:
    """Practice books of two members and a day, with their key file."""
    target = ROOT / "tests" / "migrations" / f"books-{version.HEAD}"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "buku"
        practice.practise(made, members=2, months=0, until=date(2026, 3, 2))
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for name in ("books.db", "keys.json", "signin.json"):
            shutil.copyfile(made / name, target / name)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--golden", action="store_true")
    asked = parser.parse_args()
    if asked.first:
        write_first()
    if asked.first or asked.golden:
        keep_golden()
    else:
        renew()


if __name__ == "__main__":
    main()
