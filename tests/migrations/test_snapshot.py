"""The schema only grows, and three ways to it end in the same one."""

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from kopdes_desktop.db import guards, version
from kopdes_desktop.db.engine import Database, open_database
from kopdes_desktop.migrations import snapshot, upgrade
from kopdes_desktop.migrations.snapshot import Schema, Table
from tests.house.checkout import script
from tests.migrations.later import with_columns

KEPT = snapshot.read(upgrade.HOME / upgrade.SNAPSHOT)
RENEW = "run `python build/make_schema.py`, and see README, How to add"


def empty(folder: Path, name: str) -> Database:
    return open_database(folder / f"{name}.db", bytes(32), scratch=True)


@pytest.fixture
def today(tmp_path: Path) -> Schema:
    made = empty(tmp_path, "made")
    guards.create(made)
    found = snapshot.schema_of(made)
    made.close()
    return found


def changed(schema: Schema, table: str, now: Table | None) -> Schema:
    tables = {n: t for n, t in schema.tables.items() if n != table}
    return msgspec.structs.replace(schema, tables=tables | ({table: now} if now else {}))


def test_todays_tables_are_those_of_the_snapshot(today: Schema) -> None:
    kept = KEPT[version.HEAD]

    assert snapshot.broken(kept, today) == [], "a schema only grows: add a new column or table"
    assert snapshot.added(kept, today) == [], RENEW
    assert today.same_as(kept), RENEW


def test_the_version_scripts_make_exactly_what_the_program_makes(
    tmp_path: Path, today: Schema
) -> None:
    made, upgraded = empty(tmp_path, "one"), empty(tmp_path, "other")
    guards.create(made)

    upgrade.run_scripts(upgraded, version.HEAD)

    assert snapshot.schema_of(upgraded).same_as(today)
    assert version.version_of(upgraded) == version.HEAD
    assert guards.missing(upgraded) == []
    config = "SELECT * FROM member_search_config ORDER BY k"
    assert upgraded.ask(config) == made.ask(config)
    assert ("secure-delete", 1) in upgraded.ask(config)


def test_there_is_a_script_and_a_snapshot_for_every_version() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.HOME))
    config.set_main_option("path_separator", "os")
    walked = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]

    assert tuple(reversed(walked)) == version.SHIPPED
    assert tuple(sorted(KEPT)) == version.SHIPPED
    assert version.SHIPPED[-1] == version.HEAD


def test_each_version_only_adds_to_the_one_before() -> None:
    for before, after in pairwise(version.SHIPPED):
        assert snapshot.broken(KEPT[before], KEPT[after]) == []


def test_what_takes_away_or_changes_is_named() -> None:
    kept = KEPT["0001"]
    member = kept.tables["member"]
    columns = dict(member.columns)
    del columns["kk"]

    def now(**fields: object) -> list[str]:
        table = msgspec.structs.replace(member, **fields)
        return snapshot.broken(kept, changed(kept, "member", table))

    renamed = {("alias" if name == "kk" else name): d for name, d in member.columns.items()}
    assert snapshot.broken(kept, changed(kept, "member", None)) == ["table member is gone"]
    assert any("column kk is gone" in said for said in now(columns=columns))
    assert any("column kk is gone" in said for said in now(columns=renamed))
    assert any("column kk was 'TEXT'" in said for said in now(columns=columns | {"kk": "INTEGER"}))
    assert any(
        "old rows have no value" in said for said in now(columns=columns | {"z": "TEXT NOT NULL"})
    )
    assert any("after the old ones" in said for said in now(columns={"z": "TEXT"} | member.columns))
    assert any("constraints" in said for said in now(constraints=["PRIMARY KEY (key)"]))
    assert any("was 'STRICT'" in said for said in now(options=""))
    gone = msgspec.structs.replace(kept, others={})
    assert snapshot.broken(kept, gone) == ["member_search is gone or changed"]


def test_what_only_adds_asks_for_a_new_snapshot_and_breaks_nothing() -> None:
    kept = KEPT["0001"]
    more = with_columns(kept, "member", note="TEXT", rank="INTEGER NOT NULL DEFAULT 0")
    more = changed(more, "visit", Table({"day": "TEXT NOT NULL"}, ["PRIMARY KEY (day)"], "STRICT"))
    more = msgspec.structs.replace(more, indexes=more.indexes | {"visit_day": "…"}, guards={})

    assert snapshot.broken(kept, more) == []
    assert snapshot.added(kept, more) == [
        "table visit",
        "column member.note",
        "column member.rank",
        "index visit_day",
        *(f"guard {name}" for name in sorted(kept.guards)),
    ]


def test_a_schema_is_read_as_the_file_has_it(tmp_path: Path) -> None:
    made = empty(tmp_path, "odd")
    made.script(
        "CREATE TABLE odd (  a TEXT NOT NULL DEFAULT ',)(', \"b\" INTEGER\n"
        " CHECK (b IN (1, 2)), PRIMARY KEY (a, b), FOREIGN KEY(b) REFERENCES odd (a) )"
        " WITHOUT ROWID, STRICT"
    )
    made.script("CREATE VIEW seen AS SELECT a FROM odd")
    found = snapshot.schema_of(made)

    assert found.tables["odd"] == Table(
        {"a": "TEXT NOT NULL DEFAULT ',)('", "b": "INTEGER CHECK (b IN (1, 2))"},
        ["PRIMARY KEY (a, b)", "FOREIGN KEY(b) REFERENCES odd (a)"],
        "WITHOUT ROWID, STRICT",
    )
    assert found.others == {"seen": "CREATE VIEW seen AS SELECT a FROM odd"}


def test_a_kept_schema_reads_back_as_it_was(tmp_path: Path) -> None:
    snapshot.write(tmp_path / "kept.json", KEPT)

    assert (tmp_path / "kept.json").read_bytes() == (upgrade.HOME / upgrade.SNAPSHOT).read_bytes()
    assert snapshot.read(tmp_path / "kept.json") == KEPT


def test_the_command_renews_what_is_added_and_refuses_what_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, file = script("make_schema"), tmp_path / upgrade.SNAPSHOT
    monkeypatch.setattr(upgrade, "HOME", tmp_path)
    kept = KEPT[version.HEAD]
    fewer = changed(kept, "visit", None)
    del fewer.tables["pin"]

    snapshot.write(file, KEPT | {version.HEAD: fewer})
    command.renew()
    assert snapshot.read(file) == KEPT

    more = changed(kept, "visit", Table({"day": "TEXT"}, [], "STRICT"))
    snapshot.write(file, KEPT | {version.HEAD: more})
    with pytest.raises(SystemExit, match="only grows:\n  table visit is gone"):
        command.renew()
