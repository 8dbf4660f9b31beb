"""The schema as it is kept for good: its snapshot, the first version's script, the golden books.

make_schema.py           renew the newest version in schema_snapshot.json; additions only
make_schema.py --golden  keep small practice books of the newest version in tests/migrations
make_schema.py --script  write the newest version's script from what today's tables add to the
                         version before: only while no books of it are kept anywhere
"""

from __future__ import annotations

import argparse
import os
import re
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

SCRIPT_HEAD = '''\
"""{about}: text, not today's tables."""
# ruff: noqa: E501  one statement a line, so that a change cannot hide

from __future__ import annotations

from alembic import op

revision = "{revision}"
down_revision = {before}

STATEMENTS = r"""
'''
SCRIPT_FOOT = '''
"""


def upgrade() -> None:
    """Make what this version adds: tables, columns, indexes and guards."""
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


def added(before: Schema | None, after: Schema) -> list[str]:
    """The statements that lead from one version to today's tables."""
    if before is None:
        return [each for each in guards.ddl() if "CREATE TABLE schema_version" not in each]
    columns = [
        f"ALTER TABLE {name} ADD COLUMN {column} {kind}"
        for name, table in after.tables.items()
        if name in before.tables
        for column, kind in table.columns.items()
        if column not in before.tables[name].columns
    ]
    known = {*before.tables, *before.indexes, *before.guards, *before.others}
    named = re.compile(
        r"(?:CREATE (?:UNIQUE |VIRTUAL )?(?:TABLE|INDEX|TRIGGER)|INSERT INTO) \"?(\w+)\"?"
    )
    made = ((named.match(each), each) for each in guards.ddl())
    return columns + [each for name, each in made if name and name[1] not in known]


def write_script(word: str, about: str) -> None:
    """Freeze the text of the newest version, and renew its snapshot."""
    target = ROOT / "tests" / "migrations" / f"books-{version.HEAD}"
    if target.exists():
        sys.exit(f"{version.HEAD} has left the house; add the next version to SHIPPED first.")
    file = upgrade.HOME / upgrade.SNAPSHOT
    before = version.SHIPPED[-2:-1]
    kept = snapshot.read(file) if file.exists() else {}
    statements = added(kept[before[0]] if before else None, schema_of_today())
    head = SCRIPT_HEAD.format(
        about=about,
        revision=version.HEAD,
        before=f'"{before[0]}"' if before else None,
    )
    script = upgrade.HOME / "versions" / f"{version.HEAD}_{word}.py"
    script.write_text(head + "\n".join(statements) + SCRIPT_FOOT, "utf-8", newline="\n")
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
    parser.add_argument("--script", nargs=2, metavar=("WORD", "SENTENCE"))
    parser.add_argument("--golden", action="store_true")
    asked = parser.parse_args()
    if asked.script:
        write_script(*asked.script)
    elif asked.golden:
        keep_golden()
    else:
        renew()


if __name__ == "__main__":
    main()
