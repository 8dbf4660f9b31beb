"""Opening the books: key file, gate, database, version, guards, anchor, the person; and closing."""

from __future__ import annotations

import contextlib
import logging
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec
from msgspec import Struct

from kopdes_desktop import places, schema
from kopdes_desktop.app import catalogue, place
from kopdes_desktop.app.clock import SystemClock
from kopdes_desktop.app.erased import forget_erased
from kopdes_desktop.backup import swapping
from kopdes_desktop.backup.operations import RESTORE, RestoreOrder
from kopdes_desktop.db import guards, integrity, version
from kopdes_desktop.db.engine import Database, is_held, open_database, remove, remove_logs
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import (
    AlreadyFounded,
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    DiskTrouble,
    Fault,
    NoBooks,
    PracticeOnly,
    SignInRefused,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import Entropy, system_entropy
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Actor
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import anchoring, people, persons, queries
from kopdes_desktop.security.holder import Holder
from kopdes_desktop.security.keyfile import KeyFile, Unlocked, patiently, sync_folder
from kopdes_desktop.security.operations import FailuresOrder
from kopdes_desktop.security.people import Secrets, Staff
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.security.signin import Gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kopdes_desktop.kernel.dates import Clock

logger = logging.getLogger(__name__)

#: Files up to this size (years of a village cooperative) have every page read at each start.
ALL_PAGES = 48 * 2**20
DATABASE, KEYS, SIGN_INS, HOLDER = "books.db", "keys.json", "signin.json", "holder.json"
#: Where new books are made, beside the place that they will have.
ASIDE = "sedang-dibuat"

#: So that nobody has to wonder why these are imported: they fill the metadata and the catalogue.
LOADED = (schema.MODULES, catalogue.MODULES)


class Session(Struct):
    """Open books with somebody signed in."""

    folder: Path
    office: Office
    staff: Staff
    holder: Holder
    #: What is done with the books while they are still open, when they are left.
    leaving: Callable[[], None] | None = None

    def switch(self, user: str, pin: str) -> None:
        """Another person goes on, or the same one unlocks, by PIN. Raises SignInRefused."""
        self.staff.switch_by_pin(self.office, user, pin)

    def close(self) -> None:
        """Leave the books in order: the log emptied, the holder's name gone."""
        if self.leaving is not None:
            self.leaving()
        if self.office.anchor is not None:
            self.office.anchor.close()
        self.office.database.close()
        self.holder.clear()

    def __enter__(self) -> Self:
        """Books that close by themselves."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close, whatever happened."""
        self.close()


class Storage:
    """The file behind the office, for the one case in which it is replaced."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """The folder, and the key under which files are made."""
        self.folder, self.key = folder, key

    def new_file(self) -> Database:
        """An empty database beside the books, under their key."""
        path = self.folder / "replay.db"
        remove(path)
        return open_database(path, self.key, new=True)

    def swap(self, old: Database, new: Database, go_on: Callable[[Database], None]) -> None:
        """Put the new file in the old one's place by renaming, and go on with what lies there then.

        Neither may leave a write-ahead log behind: it would be taken for the other's.
        """
        path, made = old.path, new.path
        try:
            new.checkpoint()
            old.checkpoint()
        except Fault:
            self.discard(new)
            raise
        new.close()
        old.close()
        try:
            with as_faults():
                remove_logs(made)
                remove_logs(path)
                made.replace(path)
                sync_folder(path.parent)
        finally:
            go_on(self._opened_again(path))

    def _opened_again(self, path: Path) -> Database:
        """What has just been closed; a disk that failed once is asked twice."""
        with contextlib.suppress(DiskFull, DiskTrouble):
            return open_database(path, self.key)
        return open_database(path, self.key)

    def discard(self, made: Database) -> None:
        """A new file that is not wanted after all."""
        made.close()
        remove(made.path)


def has_books(folder: Path) -> bool:
    """Whether a folder holds a cooperative's books; restored ones count from their decision on."""
    found = (folder / DATABASE).is_file() and (folder / KEYS).is_file()
    return found or swapping.decided(folder)


def require_room(folder: Path) -> None:
    """Raise BadPlace unless new books may be made in this folder."""
    place.require_own_disk(folder / DATABASE)
    if has_books(folder) or (folder / DATABASE).exists():
        raise AlreadyFounded(place=str(folder))


def users(folder: Path) -> list[str]:
    """Who has a way in on this laptop."""
    _finish_restore(folder)
    return list(KeyFile.load(folder / KEYS).names()) if has_books(folder) else []


def open_books(
    folder: Path,
    user: str,
    password: str,
    *,
    named_day: date | None = None,
    clock: Clock | None = None,
    entropy: Entropy = system_entropy,
    secrets: Secrets | None = None,
) -> Session:
    """Sign in and open the books of a folder; books of an earlier version are upgraded first.

    Raises NoBooks, BadPlace, SignInRefused, DatabaseBusy (with the holder's name), DatabaseDamaged,
    NewerBooks, UpgradeFailed, and PracticeOnly for a `named_day` on real books.
    """
    if not has_books(folder):
        raise NoBooks
    place.require_own_disk(folder / DATABASE)
    _finish_restore(folder)
    if is_held(folder / DATABASE):
        raise _busy(folder)
    time = clock or SystemClock()
    key_file = KeyFile.load(folder / KEYS)
    gate = Gate(folder / SIGN_INS, time, key_file.names())
    with gate.attempt(user):
        unlocked = key_file.unlock(user, password)
    database = _database(folder, unlocked, time)
    try:
        return _session(
            folder,
            database,
            unlocked,
            key_file=key_file,
            gate=gate,
            clock=time,
            entropy=entropy,
            secrets=secrets,
            named_day=named_day,
        )
    except BaseException:
        database.close()
        raise


def _finish_restore(folder: Path) -> None:
    """A restore that was decided, and cut off or put off until the window was closed."""
    if not swapping.decided(folder):
        return
    if (folder / DATABASE).is_file() and is_held(folder / DATABASE):
        raise _busy(folder)
    with as_faults():
        swapping.settle(folder)


def _database(folder: Path, unlocked: Unlocked, clock: Clock) -> Database:
    try:
        database = open_database(folder / DATABASE, unlocked.database_key)
    except DatabaseBusy as busy:
        raise _busy(folder) from busy
    if _require_version(database) != version.HEAD:
        from kopdes_desktop.migrations import upgrade  # noqa: PLC0415  once in a version's life

        database = upgrade.upgrade(database, unlocked.database_key, clock.now())
    try:
        with as_faults():
            guards.require(database)
    except BaseException:
        database.close()
        raise
    return database


def _busy(folder: Path) -> DatabaseBusy:
    """Who holds the books, by the name he left; without one, that somebody does."""
    named = Holder(folder / HOLDER).read()
    return (
        DatabaseBusy(holder=named[0], since=named[1])
        if named
        else DatabaseBusy(DatabaseBusy.nameless)
    )


def _require_version(database: Database) -> str:
    """The version, which this program knows; otherwise the file is closed."""
    try:
        with as_faults():
            return version.require_known(database)
    except BaseException:
        database.close()
        raise


def _session(
    folder: Path,
    database: Database,
    unlocked: Unlocked,
    *,
    key_file: KeyFile,
    gate: Gate,
    clock: Clock,
    entropy: Entropy,
    secrets: Secrets | None,
    named_day: date | None,
) -> Session:
    read = Reading(database)
    staff = Staff(
        Matrix.load(),
        database_key=unlocked.database_key,
        key_file=key_file,
        gate=gate,
        clock=clock,
        secrets=secrets,
    )
    own = device.installation(read)
    if own is None:
        raise DatabaseDamaged(detail=_(N_("tanpa data perangkat")))
    anchor = anchoring.anchor_of(own)
    office = Office(
        database,
        people=staff,
        calendar=Months(),
        clock=clock,
        entropy=entropy,
        storage=Storage(folder, unlocked.database_key),
        tidy=forget_erased,
        anchor=anchor,
        named_day=named_day,
        read_only=_behind(folder, read, own) or _damage(database),
    )
    staff.practice = office.practice
    if named_day is not None and not office.practice:
        raise PracticeOnly(option="--today")
    office.actor = _actor(office, unlocked)
    if unlocked.officer_seed is not None:
        staff.seeds[unlocked.name] = unlocked.officer_seed
    staff.free_pin(office)
    _owe_failures(office, gate)
    _owe_restore(office, folder)
    holder = Holder(folder / HOLDER)
    moment = in_zone(clock.now(), office.zone)
    holder.write(
        unlocked.name, f"{wording.short_day(moment.date())} {wording.clock(moment, office.zone)}"
    )
    return Session(folder, office, staff, holder)


def _behind(folder: Path, read: Reading, own: device.Installation) -> str | None:
    """Why these books may not go on; a lag that was accepted at a restore holds nobody back.

    Not so where there is a second laptop: others may hold the facts that are missing here.
    """
    lag = anchoring.behind(read, own)
    left = swapping.owed(folder)
    anchor = anchoring.anchor_of(own)
    if lag is None or left is None or anchor is None or not left.accepted:
        return lag
    accepted = anchor.read() == (left.mark, left.mark_hash)
    return None if accepted and len(device.devices(read)) == 1 else lag


def _damage(database: Database) -> str | None:
    """Why damaged books may not be written; every page of a small file is read for it.

    A file beyond ALL_PAGES is read page by page in use, and whole by `check`.
    """
    if database.path.stat().st_size > ALL_PAGES:
        return None
    found = integrity.damaged_pages(database)
    words = _(N_("{count} halaman berkas rusak; pulihkan dari cadangan"))
    return words.format(count=len(found)) if found else None


def _actor(office: Office, unlocked: Unlocked) -> Actor:
    """Who signed in, as the books know him; on a device that has just joined, as the invitation."""
    found = queries.user_called(office.reading, unlocked.name)
    sign = people.officer(unlocked.officer_seed)
    if found is not None:
        return Actor(
            found.key, unlocked.name, found.role, found.person, sign=sign, once=unlocked.once
        )
    if office.own.joined is not None and not office.founded:
        said = msgspec.json.decode(office.own.joined)
        if said["login"] == unlocked.name:
            return Actor(said["user"], unlocked.name, said["role"], said["user"], sign=sign)
    raise SignInRefused


def _owe_failures(office: Office, gate: Gate) -> None:
    """Failed sign-ins become a fact with the first transaction of this session (FACTS §8)."""
    told = gate.unreported()
    if not told or office.read_only is not None:
        return
    known: dict[int, int] = {}
    unknown = 0
    for tries in told:
        found = queries.user_called(office.reading, tries.name) if tries.name else None
        if found is None:
            unknown += tries.count
        else:
            known[found.key] = known.get(found.key, 0) + tries.count
    office.beforehand.append(
        ("security.note_failures", FailuresOrder({str(k): n for k, n in known.items()}, unknown))
    )
    office.after_owed = lambda: gate.reported(told)


def _owe_restore(office: Office, folder: Path) -> None:
    """The first fact of restored books says so, on a device that may write it."""
    left = swapping.owed(folder)
    if left is None or office.read_only is not None:
        return
    own = office.own.number
    if device.hash_at(office.reading, own, left.seq) != left.hash or not device.granted(
        office.reading, own, RESTORE
    ):
        return
    order = RestoreOrder(left.made, left.seq, left.hash, max(left.mark - left.seq, 0))
    office.beforehand.append((RESTORE, order))
    before = office.after_owed

    def done() -> None:
        swapping.told(folder)
        if before is not None:
            before()

    office.after_owed = done


def empty_books(folder: Path, key: bytes) -> Database:
    """A new database of this version in a folder that holds none. Raises BadField-free faults."""
    folder.mkdir(parents=True, exist_ok=True)
    database = open_database(folder / DATABASE, key, new=True)
    with as_faults():
        guards.create(database)
        with database.whole():
            version.stamp(database)
    return database


def note_installation(database: Database, made: device.Installation, finder: bytes) -> None:
    """This laptop's own device, and the secret of its hashes."""
    books = Books(database)
    with database.whole():
        device.install(books, made)
        persons.keep_finder(books, finder)


@contextlib.contextmanager
def made_aside(folder: Path) -> Iterator[Path]:
    """A side folder in which new books are made whole, before they lie in their own place.

    They are there once the database itself has moved, which comes last: whoever is stopped, fails
    or is killed before that leaves nothing that passes for books, and the next try clears it away.
    Raises BadPlace when books may not lie there, AlreadyFounded, DatabaseBusy when another program
    is making some.
    """
    require_room(folder)
    aside = folder / ASIDE
    if is_held(aside / DATABASE):
        raise DatabaseBusy(DatabaseBusy.nameless)
    with as_faults():
        _clear(aside)
        aside.mkdir(parents=True)
    try:
        yield aside
        with as_faults():
            _move_in(aside, folder)
    finally:
        with contextlib.suppress(OSError):
            _clear(aside)


def throw_away(folder: Path) -> None:
    """The practice books of a folder are gone, the database first: the rest is no books any more.

    Neither is anything left that the next cooperative there would take for its own.
    """
    if is_held(folder / DATABASE):
        raise _busy(folder)
    with as_faults():
        remove(folder / DATABASE)
        for name in (KEYS, SIGN_INS, HOLDER):
            patiently(partial((folder / name).unlink, missing_ok=True))
        _clear(folder / ASIDE)
        _throw_beside(folder)
        sync_folder(folder)


def _throw_beside(folder: Path) -> None:
    """The last proof, what was practised, the copies and the papers of practice books.

    A copy that is real or that cannot be read stays; then the papers may be real ones too.
    """
    from kopdes_desktop.backup import making, status  # noqa: PLC0415  seldom
    from kopdes_desktop.checks import last  # noqa: PLC0415
    from kopdes_desktop.training import beginning  # noqa: PLC0415

    patiently(partial(beginning.forget, folder))
    patiently(partial((folder / last.OLD_FILE).unlink, missing_ok=True))
    patiently(partial(status.forget, folder))
    copies = making.listed(folder / status.FOLDER)
    practice = [each.path for each in copies if each.header is not None and each.header.practice]
    for path in practice:
        patiently(partial(path.unlink, missing_ok=True))
    if len(practice) == len(copies):
        with contextlib.suppress(OSError):  # somebody looks at one
            _clear(folder / status.FOLDER)
            _clear(folder / places.PRINTED)


def _move_in(aside: Path, folder: Path) -> None:
    """Every file into its place, the database last; nothing that belongs to it may stay behind."""
    remove_logs(folder / DATABASE)
    made = sorted(aside.iterdir(), key=lambda each: each.name == DATABASE)
    for each in made:
        if each.name == DATABASE:
            sync_folder(folder)
        patiently(partial(each.replace, folder / each.name))
    sync_folder(folder)


def _clear(aside: Path) -> None:
    if aside.is_dir():
        patiently(partial(shutil.rmtree, aside))
