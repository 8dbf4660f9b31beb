"""Making a copy in two steps: a snapshot on the books' thread, everything else on any other.

The snapshot is one statement (VACUUM INTO, encrypted under the same key), well under a second for
years of a village. It is then opened by itself, proved, sealed into a `.kpb`, read back, and only
then takes its name; the copies before it are thinned out, and sticks get theirs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kopdes_desktop import __version__
from kopdes_desktop.backup import copy_file, rules, status, sticks
from kopdes_desktop.backup.copy_file import Header, Sums
from kopdes_desktop.backup.status import Told
from kopdes_desktop.backup.sticks import UNPROVED
from kopdes_desktop.db import integrity, version
from kopdes_desktop.db.engine import open_database, remove
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import DatabaseDamaged, DiskFull, Fault, KopdesError
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.ledger.balances import balances_at
from kopdes_desktop.office import days, device, log
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import NAME, setting
from kopdes_desktop.security.keyfile import patiently, sync_folder
from kopdes_desktop.security.keys import DeviceKeys

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office

#: Prove, seal, read back, name: what a progress is told.
STEPS = 4


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The books of one moment in a file of their own, and what they have to say."""

    folder: Path
    path: Path
    name: str
    header: Header
    sums: Sums
    key: bytes = field(repr=False)


class Made(Struct, frozen=True):
    """A copy that was proved, and the sticks that hold it too; `trouble` of those that do not."""

    path: Path
    told: Told
    on_sticks: tuple[Path, ...]
    trouble: str = ""


class Entry(Struct, frozen=True):
    """A file in a folder of copies; without a header it cannot be read, and `trouble` says why."""

    path: Path
    size: int
    header: Header | None
    trouble: str = ""


# --- on the books' thread -----------------------------------------------------------------------


def changed(office: Office, folder: Path) -> bool:
    """Whether the books hold anything that the last good copy lacks."""
    good = status.load(folder, office.own.coop).good
    if good is None or not (folder / status.FOLDER / good.name).is_file():
        return True
    return (good.facts, good.seq) != (log.count(office.reading), office.chain.seq)


def take(office: Office, key: bytes, key_file: Path) -> Snapshot:
    """Write the books of this moment to a file beside them. Raises DiskFull, DiskTrouble.

    Between two transactions, on the office's own thread.
    """
    folder = office.database.path.parent
    place = folder / status.FOLDER
    with as_faults():
        place.mkdir(exist_ok=True)
        clear(folder)
        if shutil.disk_usage(place).free < 3 * office.database.path.stat().st_size:
            raise DiskFull
        slots = key_file.read_bytes()
    header = _header(office, slots, key)
    local = in_zone(office.clock.now(), office.zone)
    name = f"{header.coop[:8]}-{local:%Y%m%d-%H%M%S}-{header.seq}"
    path = place / f"{name}.db{_unproved()}"
    with as_faults():
        path.touch(mode=0o600)
        office.database.copy_to(path)
    return Snapshot(folder, path, name + copy_file.SUFFIX, header, sums(office.reading), key)


def _unproved() -> str:
    """The end of a name that is not true yet: this process's, who clears up after itself."""
    return f".{os.getpid()}{UNPROVED}"


def clear(folder: Path) -> None:
    """Take away what a program that was killed has left behind beside these books."""
    for stale in (folder / status.FOLDER).glob(f"*{UNPROVED}"):
        if not stale.name.endswith(_unproved()):
            with suppress(OSError):
                remove(stale)


def _header(office: Office, slots: bytes, key: bytes) -> Header:
    own, last = office.own, days.latest(office.reading, office.own.number)
    return Header(
        coop=own.coop,
        name=setting(office.reading, NAME),
        practice=office.practice,
        device=office.own_id,
        series=own.series,
        day=(last.day if last else office.today()).isoformat(),
        made=office.clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        seq=office.chain.seq,
        facts=log.count(office.reading),
        schema=version.HEAD,
        program=__version__,
        recipients=(
            copy_file.recipient("device", DeviceKeys(own.sign_seed, own.seal_seed).seal_public),
            copy_file.recipient("books", copy_file.books_identity(key).seal_public),
        ),
        slots=msgspec.Raw(msgspec.json.encode(msgspec.json.decode(slots), order="sorted")),
    )


def sums(read: Reading) -> Sums:
    """What these books say: facts, heads, and the two totals of the trial balance of all days."""
    heads = {}
    for each in device.devices(read):
        last = device.last_fact(read, each.number)
        if last is not None:
            heads[str(each.number)] = (last[0], last[1].hex())
    balances = [int(each) for each in balances_at(read, date.max).values()]
    return Sums(
        log.count(read),
        heads,
        sum(each for each in balances if each > 0),
        -sum(each for each in balances if each < 0),
    )


# --- on any thread ------------------------------------------------------------------------------


def finish(
    snapshot: Snapshot, sticks_in: Iterable[Path] = (), progress: Progress | None = None
) -> Made:
    """Prove, seal, read back, name, thin out, carry to the sticks that are in and marked.

    Raises DatabaseDamaged, BadCopy, DiskFull, DiskTrouble, Cancelled: then there is no new copy,
    the old ones stand, and the trouble is noted for the next start.
    """
    try:
        path = _sealed(snapshot, progress or Silent())
    except BaseException as error:
        if isinstance(error, Fault):
            note_trouble(snapshot.folder, snapshot.header.coop, error)
        raise
    told = Told(
        path.name,
        snapshot.header.made,
        snapshot.header.day,
        snapshot.header.facts,
        snapshot.header.seq,
    )
    before = status.load(snapshot.folder, snapshot.header.coop)
    with as_faults():
        status.save(
            snapshot.folder,
            status.Status(
                snapshot.header.coop, before.since or told.made, good=told, stick=before.stick
            ),
        )
        thin_out(path.parent)
    carried, trouble = _carried(snapshot, path, sticks_in)
    return Made(path, told, carried, trouble)


def note_trouble(folder: Path, coop: str, error: KopdesError) -> None:
    """Keep for the next start what went wrong with a copy of this cooperative's books."""
    known = status.load(folder, coop)
    with suppress(OSError):
        status.save(folder, msgspec.structs.replace(known, coop=coop, trouble=error.message))


def to_stick(folder: Path, copy: Path, place: Path) -> Path:
    """Carry a copy to a prepared stick's folder, thin that out, and note it."""
    made = sticks.carry(copy, place)
    header = copy_file.read_header(made)
    told = Told(made.name, header.made, header.day, header.facts, header.seq, str(place))
    with as_faults():
        thin_out(place)
        known = status.load(folder, header.coop)
        status.save(folder, msgspec.structs.replace(known, coop=header.coop, stick=told))
    return made


def _carried(
    snapshot: Snapshot, path: Path, sticks_in: Iterable[Path]
) -> tuple[tuple[Path, ...], str]:
    carried: list[Path] = []
    trouble = ""
    for place in sticks.marked(sticks_in, snapshot.header.coop):
        try:
            carried.append(to_stick(snapshot.folder, path, place))
        except Fault as fault:
            trouble = _(N_("flashdisk {place}: {reason}")).format(
                place=place.parents[2], reason=fault.message
            )
    if trouble:
        with suppress(OSError):
            now = status.load(snapshot.folder)
            status.save(snapshot.folder, msgspec.structs.replace(now, trouble=trouble))
    return tuple(carried), trouble


def _sealed(snapshot: Snapshot, progress: Progress) -> Path:
    place = snapshot.path.parent
    target, fresh = place / snapshot.name, place / (snapshot.name + _unproved())
    try:
        progress.step(0, STEPS)
        prove(snapshot.path, snapshot.key, snapshot.sums)
        progress.step(1, STEPS)
        copy_file.write(fresh, snapshot.header, snapshot.path, snapshot.key, snapshot.sums)
        progress.step(2, STEPS)
        require_opens(fresh, snapshot.key)
        progress.step(3, STEPS)
        with as_faults():
            patiently(lambda: fresh.replace(target))
            sync_folder(place)
    finally:
        with suppress(OSError):
            remove(snapshot.path)
            remove(fresh)
    return target


def require_opens(path: Path, key: bytes) -> Header:
    """Read a copy whole, open its payload, and see that it is what it says. Raises BadCopy."""
    header = copy_file.require_whole(path)
    copy_file.unpack(path, copy_file.books_identity(key))
    return header


def prove(path: Path, key: bytes, expected: Sums) -> None:
    """Open a file of books by itself: every page, the structure, heads and totals.

    Raises DatabaseDamaged. The file is only read.
    """
    with _opened(path, key) as read:
        found = integrity.damaged_pages(read.database) or integrity.structure(read.database)
        if found:
            raise DatabaseDamaged(detail=found[0])
        if sums(read) != expected:
            raise DatabaseDamaged(detail=_(N_("salinan berbeda dari bukunya")))


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Reading]:
    database = open_database(path, key, readonly=True)
    try:
        yield Reading(database)
    finally:
        database.connection.close()


def listed(place: Path) -> list[Entry]:
    """The copies in a folder, newest first; by their first lines, not read whole."""
    if not place.is_dir():
        return []
    with as_faults():
        found = [_entry(each) for each in place.iterdir() if each.suffix == copy_file.SUFFIX]
    return sorted(found, key=lambda each: each.header.made if each.header else "", reverse=True)


def _entry(path: Path) -> Entry:
    size = path.stat().st_size
    try:
        return Entry(path, size, copy_file.read_header(path))
    except Fault as fault:
        return Entry(path, size, None, fault.message)


def thin_out(place: Path) -> list[str]:
    """Take away the copies that may go; their names. The newest of all is never among them."""
    kept = {
        rules.Kept(each.header.made, date.fromisoformat(each.header.day), each.path.name): each.path
        for each in listed(place)
        if each.header is not None
    }
    gone = rules.expendable(kept)
    for each in gone:
        with suppress(OSError):  # a scanner holds it: it goes next time
            kept[each].unlink(missing_ok=True)
    if gone:
        sync_folder(place)
    return [each.name for each in gone]
