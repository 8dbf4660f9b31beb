"""Bringing books of an earlier version to today's, in a way that cannot leave them in between.

The old file is proved sound, copied to `cadangan/` and the copy compared row by row. The version
scripts run on a second copy. That one is proved (schema, guards, log and keepers as they were,
rebuild, every other proof as before) and only then takes the old file's place, by one rename.
Until that moment the old file is only read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kopdes_desktop.checks import check, proofs
from kopdes_desktop.checks.rebuild import rebuild
from kopdes_desktop.db import base, guards, integrity, version
from kopdes_desktop.db.compare import compare
from kopdes_desktop.db.engine import Database, alchemy, open_database, remove
from kopdes_desktop.db.faults import DriverError, as_faults, fault_of
from kopdes_desktop.kernel.errors import DatabaseDamaged, Fault, KopdesError
from kopdes_desktop.kernel.i18n import N_, _, gettext
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.migrations import snapshot
from kopdes_desktop.migrations.snapshot import Schema
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading
from kopdes_desktop.schema import MODULES
from kopdes_desktop.security.keyfile import patiently

#: Holds env.py, versions/ and the snapshot.
HOME = Path(__file__).resolve().parent
SNAPSHOT = "schema_snapshot.json"
#: Where the copies made before an upgrade stay, in the folder of the books.
COPIES = "cadangan"
LOADED = MODULES  # so that every table is declared
_WORK, _UNPROVED = "naik-versi.db", ".belum"

Findings = dict[str, tuple[str, ...] | None]


class UpgradeFailed(Fault):
    """The books are those of the earlier version, untouched."""

    template = N_(
        "Buku versi {old} belum dapat dinaikkan ke versi {new}: {reason}. Buku lama tidak berubah; "
        "pakai program yang lama dahulu dan laporkan pesan ini."
    )


class _Unproved(Exception):
    """What an upgraded or copied file fails in, in words."""


class _Upgrade(Struct, frozen=True):
    """One file on its way."""

    old: Database
    key: bytes
    version: str
    schemas: dict[str, Schema]

    @property
    def folder(self) -> Path:
        return self.old.path.parent

    @property
    def before(self) -> Schema:
        return self.schemas[self.version]

    @property
    def after(self) -> Schema:
        return self.schemas[version.HEAD]


def upgrade(database: Database, key: bytes, moment: datetime) -> Database:
    """The same books in today's schema, open; `moment` names the copy that stays in `cadangan/`.

    Closes `database` in any case. Raises DatabaseDamaged when the old file is not sound, DiskFull
    and other faults of the disk, UpgradeFailed; then the old file is as it was.
    """
    found = version.version_of(database) or ""
    path = database.path
    try:
        with ExitStack() as left_over:
            left_over.callback(_close, database)
            _swap_in(_Upgrade(database, key, found, _schemas()), moment, left_over)
    except KopdesError:
        raise
    except _Unproved as error:
        raise UpgradeFailed(old=found, new=version.HEAD, reason=str(error)) from error
    except Exception as error:
        fault = fault_of(getattr(error, "orig", None) or error)
        reason = f"{type(error).__name__}: {error}"
        raise fault or UpgradeFailed(old=found, new=version.HEAD, reason=reason) from error
    return open_database(path, key)


def run_scripts(database: Database, to: str) -> None:
    """Run the version scripts up to `to` and put up today's guards, in one transaction."""
    with _alembic(database) as run:
        database.script("PRAGMA foreign_keys=OFF")  # a rebuilt table is dropped for a moment
        try:
            with database.whole():
                guards.take_down(database)
                run(to)
                guards.install(database)
                lost = database.pragma("foreign_key_check")
                if lost:
                    raise _Unproved(
                        _(N_("rujukan antartabel putus di {table}")).format(table=lost[0][0])
                    )
        finally:
            database.script("PRAGMA foreign_keys=ON")


def _schemas() -> dict[str, Schema]:
    return snapshot.read(HOME / SNAPSHOT)


def _swap_in(task: _Upgrade, moment: datetime, left_over: ExitStack) -> None:
    """All the steps; `left_over` undoes those that a failure makes pointless."""
    _require_sound(task)
    findings = _findings(task.old)
    copy = _copy(task, moment, left_over)
    work = task.folder / _WORK
    remove(work)
    left_over.callback(remove, work)
    with as_faults():
        shutil.copyfile(copy, work)
    made = open_database(work, task.key)
    try:
        run_scripts(made, version.HEAD)
        _prove(task, made, copy, findings)
    finally:
        _close(made)
    _close(task.old)
    for path in (work, task.old.path):
        _require_settled(path)
    with as_faults():
        _sync(work)
        patiently(lambda: work.replace(task.old.path))
    left_over.pop_all()
    with suppress(OSError):  # the rename is done; a power cut may yet show the old file, whole
        _sync(task.folder)


# --- before -------------------------------------------------------------------------------------


def _require_sound(task: _Upgrade) -> None:
    """An upgrade of damaged books would carry the damage on and hide it."""
    integrity.require_pages(task.old)
    found = integrity.structure(task.old)
    if found:
        raise DatabaseDamaged(detail=found[0])
    if not snapshot.schema_of(task.old).same_as(task.before):
        raise DatabaseDamaged(detail=_(N_("susunan tabelnya bukan susunan versi itu")))


def _findings(database: Database) -> Findings:
    """What every proof finds; None where today's proof cannot read a file of before."""
    found: Findings = {}
    for each in check.CHECKS:
        try:
            found[each.code] = proofs.run(Reading(database), [each.code])[0].findings
        except DriverError:
            found[each.code] = None
    return found


def _copy(task: _Upgrade, moment: datetime, left_over: ExitStack) -> Path:
    """The old books once more, encrypted, under the same key, proved equal."""
    folder = task.folder / COPIES
    copy = folder / f"sebelum-{task.version}-{moment:%Y%m%d-%H%M%S}.db"
    fresh = copy.with_name(copy.name + _UNPROVED)
    with as_faults():
        folder.mkdir(exist_ok=True)
        for stale in folder.glob(f"*{_UNPROVED}"):
            remove(stale)
        left_over.callback(remove, fresh)
        fresh.touch(mode=0o600)
    task.old.copy_to(fresh)
    _require_equal_copy(task, fresh)
    with as_faults():
        _sync(fresh)
        patiently(lambda: fresh.replace(copy))
        left_over.callback(remove, copy)  # the old books stay: no second copy for each failed try
        _sync(folder)
    return copy


def _require_equal_copy(task: _Upgrade, copy: Path) -> None:
    if not _intact(copy, task.key, task.before):
        raise _Unproved(_(N_("salinan cadangan tidak utuh")))
    rows = compare(task.old, copy, task.key, _columns(task.before, list(task.before.tables)))
    if rows.differences:
        raise _Unproved(
            _(N_("salinan cadangan berbeda di {table}")).format(table=rows.differences[0].table)
        )


def _intact(path: Path, key: bytes, schema: Schema) -> bool:
    """Whether a file opens, passes every seal, and has this schema. It is only read."""
    try:
        opened = open_database(path, key, readonly=True)
    except DatabaseDamaged:
        return False
    try:
        return (
            not integrity.damaged_pages(opened)
            and not integrity.structure(opened)
            and snapshot.schema_of(opened).same_as(schema)
        )
    finally:
        _close(opened)


# --- after --------------------------------------------------------------------------------------


def _prove(task: _Upgrade, made: Database, copy: Path, before: Findings) -> None:
    """Raise _Unproved unless these are the same books in today's schema."""
    gone = guards.missing(made)
    if gone:
        raise _Unproved(_(N_("penjaga {name} tidak terpasang")).format(name=gone[0]))
    if version.version_of(made) != version.HEAD or not snapshot.schema_of(made).same_as(task.after):
        raise _Unproved(_(N_("susunan tabelnya tidak menjadi susunan versi ini")))
    kept = {each.name for kind in ("log", "keeper") for each in base.tables(kind)}
    names = [each for each in task.before.tables if each in kept and each != "schema_version"]
    rows = compare(made, copy, task.key, _columns(task.before, names))
    if rows.differences:
        raise _Unproved(_(N_("isi {table} berubah")).format(table=rows.differences[0].table))
    read = Reading(made)
    for each in proofs.run(read):
        if each.findings and each.findings != before[each.code]:
            raise _Unproved(f"{gettext(each.title)}: {each.findings[0]}")
    own = device.installation(read)
    if own is None:
        raise DatabaseDamaged(detail=_(N_("tanpa data perangkat")))
    rebuilt = rebuild(read, own.number, Months())
    if not rebuilt.ok:
        raise _Unproved(
            _(N_("susun ulang memberi {table} yang lain")).format(
                table=rebuilt.differences[0].table
            )
        )


def _columns(schema: Schema, names: list[str]) -> Iterator[tuple[str, list[str]]]:
    for name in names:
        yield name, list(schema.tables[name].columns)


# --- files --------------------------------------------------------------------------------------


@contextmanager
def _alembic(database: Database) -> Iterator[Callable[[str], None]]:
    """Alembic on our own connection, loaded when an upgrade is really needed.

    SQLAlchemy sees a transaction from its first statement on and leaves beginning and ending to us.
    """
    from alembic import command  # noqa: PLC0415  a start without an upgrade never loads these
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(HOME).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with alchemy(database).connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        config.attributes["connection"] = connection
        yield lambda to: command.upgrade(config, to)


def _close(database: Database) -> None:
    """Close, once."""
    with suppress(DriverError):
        database.close()


def _require_settled(path: Path) -> None:
    """A log left beside one of the files would be read into the other."""
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists() and beside.stat().st_size:
            raise _Unproved(_(N_("berkas {name} belum kosong")).format(name=beside.name))


def _sync(path: Path) -> None:
    """To the disk; a folder too, where the system opens folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
