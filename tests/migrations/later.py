"""A program of the next version, its scripts and snapshot; and books of today to be upgraded."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kopdes_desktop.app.books import DATABASE, KEYS
from kopdes_desktop.db import version
from kopdes_desktop.db.engine import Database, open_database
from kopdes_desktop.migrations import snapshot, upgrade
from kopdes_desktop.migrations.snapshot import Schema, Table
from kopdes_desktop.security.keyfile import KeyFile
from tests import builders

NEXT = "9999"
MOMENT = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
HEAD = """
import sqlalchemy as sa
from alembic import op

from kopdes_desktop.schema import METADATA

revision = "{revision}"
down_revision = "{before}"


def upgrade():
    connection = op.get_bind()
"""
ADDS = """
    op.add_column("member", sa.Column("note", sa.Text()))
    op.execute("CREATE TABLE visit (day TEXT NOT NULL, member INTEGER, PRIMARY KEY (day)) STRICT")
"""
REBUILDS = """
    strict = {"sqlite_strict": True}
    fact = METADATA.tables["fact"]
    with op.batch_alter_table(
        "fact", recreate="always", copy_from=fact, table_kwargs=strict
    ) as batch:
        batch.add_column(sa.Column("note", sa.Text()))
"""


@dataclass(frozen=True)
class Books:
    """Closed books on disk, and their key."""

    folder: Path
    key: bytes

    @property
    def file(self) -> Path:
        return self.folder / DATABASE

    @property
    def copies(self) -> list[Path]:
        return sorted((self.folder / upgrade.COPIES).glob("*"))

    def content(self) -> bytes:
        """All that SQLite would read of them."""
        log = self.file.with_name(f"{DATABASE}-wal")
        return self.file.read_bytes() + (log.read_bytes() if log.exists() else b"")

    def open(self) -> Database:
        return open_database(self.file, self.key)

    def upgrade(self) -> Database:
        return upgrade.upgrade(self.open(), self.key, MOMENT)

    def names(self) -> set[str]:
        """Every file in the folder, but for empty logs."""
        return {
            each.relative_to(self.folder).as_posix()
            for each in self.folder.rglob("*")
            if each.is_file() and not (each.stat().st_size == 0 and "-" in each.suffix)
        }


def books_in(folder: Path) -> Books:
    """The books of a practice cooperative."""
    opened = KeyFile.load(folder / KEYS).unlock("bendahara", builders.PASSWORD)
    return Books(folder, opened.database_key)


def with_columns(schema: Schema, table: str, **columns: str) -> Schema:
    """The schema with columns at the end of a table."""
    before = schema.tables[table]
    after = msgspec.structs.replace(before, columns=before.columns | columns)
    return msgspec.structs.replace(schema, tables=schema.tables | {table: after})


def grown(schema: Schema) -> Schema:
    """The schema after ADDS."""
    visit = Table({"day": "TEXT NOT NULL", "member": "INTEGER"}, ["PRIMARY KEY (day)"], "STRICT")
    tables = with_columns(schema, "member", note="TEXT").tables | {"visit": visit}
    return msgspec.structs.replace(schema, tables=dict(sorted(tables.items())))


def install(
    patch: pytest.MonkeyPatch, home: Path, body: str = ADDS, after: Schema | None = None
) -> None:
    """Let this program be of the next version, whose script has this body."""
    before = version.HEAD
    shutil.copytree(upgrade.HOME, home, ignore=shutil.ignore_patterns("__pycache__"))
    script = HEAD.format(revision=NEXT, before=before) + body
    (home / "versions" / f"{NEXT}_next.py").write_text(script, "utf-8")
    kept = snapshot.read(home / upgrade.SNAPSHOT)
    snapshot.write(home / upgrade.SNAPSHOT, kept | {NEXT: after or grown(kept[before])})
    patch.setattr(upgrade, "HOME", home)
    patch.setattr(version, "SHIPPED", (*version.SHIPPED, NEXT))
    patch.setattr(version, "HEAD", NEXT)
