"""Putting books back from a copy: everything is proved beside the old books before any is moved.

A copy ends where it was made. What this laptop wrote later is known from its anchor, and from the
books that are here, if they can be read; it is told in numbers before the swap is decided. Restored
books that lag behind the anchor stay read-only (FACTS §8) until a person has accepted the loss by
name; then they go on, and their first fact says so. With a second laptop in the cooperative they
stay read-only: others may hold what was lost, and going on would be a fork (RELIABILITY F32).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kopdes_desktop.backup import copy_file, making, status, swapping
from kopdes_desktop.backup.copy_file import BadCopy, Header
from kopdes_desktop.backup.operations import RESTORE
from kopdes_desktop.backup.swapping import Intent, Restored
from kopdes_desktop.checks import proofs
from kopdes_desktop.db import version
from kopdes_desktop.db.engine import Database, is_held, open_database
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel.dates import Clock
from kopdes_desktop.kernel.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    Fault,
    NotPermitted,
    Refusal,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import seq_of
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.device import Installation
from kopdes_desktop.office.operation import in_words
from kopdes_desktop.security import anchoring, queries
from kopdes_desktop.security.keyfile import KeyFile
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.security.signin import Gate

#: Proofs that a copy must pass; what others find was in the books already, and is told.
_BINDING = {"pages", "guards", "chain", "heads", "numbers", "entries", "balances"}
#: Judged by itself, in words of its own.
_ANCHOR = "anchor"
STEPS = 4


class CopyUnproved(Fault):
    """A proof of the copied books fails."""

    template = N_("Cadangan {name} tidak lolos pemeriksaan: {finding}. Pilih cadangan lain.")


class LossNotAccepted(Refusal):
    """The copy is older than the books; nobody has said that he knows."""

    template = N_(
        "Cadangan ini berakhir {lost} catatan sebelum buku di laptop ini. Catatan itu akan hilang "
        "dan harus dimasukkan lagi dari kertas. Nyatakan menerima kehilangan itu untuk melanjutkan."
    )


class Held(NamedTuple):
    """The books that the caller's own window holds open: whose, and how far they go."""

    coop: str
    seq: int


@dataclass(frozen=True, slots=True)
class Study:
    """A copy that passed every proof, and what putting it back would mean here.

    `lost` counts what this laptop wrote after it; `alone` is whether no other laptop is enrolled;
    `findings` are those of the proofs that do not bind; `elsewhere`: no books are in the folder.
    """

    header: Header
    lost: int
    alone: bool
    findings: tuple[str, ...] = ()
    elsewhere: bool = False
    restored: Restored | None = field(default=None, repr=False)


def warnings(found: Study) -> list[str]:
    """What a person has to know before he puts this copy back, in full sentences."""
    said = []
    if found.lost:
        said.append(
            _(
                N_(
                    "Buku di laptop ini berjalan {lost} catatan lebih jauh daripada cadangan ini. "
                    "Catatan itu hilang dari buku dan harus dimasukkan lagi dari kertas."
                )
            ).format(lost=found.lost)
        )
    if found.lost and not found.alone:
        said.append(
            _(
                N_(
                    "Koperasi ini memakai lebih dari satu laptop, jadi buku yang dipulihkan hanya "
                    "dapat dibaca: laptop lain mungkin menyimpan catatan yang hilang itu."
                )
            )
        )
    if not found.elsewhere:
        return said
    said.append(
        _(
            N_(
                "Buku hanya boleh hidup di satu laptop. Jangan mencatat lagi di laptop atau folder "
                "tempat cadangan ini berasal."
            )
        )
    )
    return said


def study(
    copy: Path,
    folder: Path,
    user: str,
    password: str,
    *,
    clock: Clock,
    held: Held | None = None,
    progress: Progress | None = None,
) -> Study:
    """Prove a copy whole in a folder beside the books: a drill, and the first half of a restore.

    Raises BadCopy, NewerBooks, SignInRefused, NotPermitted, CopyUnproved, DiskFull, DiskTrouble.
    """
    person = _Person(user, password, clock, held)
    with _proved(copy, folder, person, progress or Silent()) as found:
        return found


def restore(
    copy: Path,
    folder: Path,
    user: str,
    password: str,
    *,
    clock: Clock,
    accept_loss: bool = False,
    held: Held | None = None,
    progress: Progress | None = None,
) -> Study:
    """Prove a copy, and decide that it takes the place of the books in the folder.

    The swap itself is `swapping.settle`: at once when nobody holds the books, at the next start
    when the caller's own window does (`held` says which). Raises as `study`, and
    DatabaseBusy, LossNotAccepted; then the folder is as it was.
    """
    if (
        held is None
        and (folder / swapping.DATABASE).exists()
        and is_held(folder / swapping.DATABASE)
    ):
        raise DatabaseBusy(DatabaseBusy.nameless)
    person = _Person(user, password, clock, held)
    with _proved(copy, folder, person, progress or Silent()) as found:
        if found.lost and not accept_loss:
            raise LossNotAccepted(lost=found.lost)
        if found.restored is None:
            raise DatabaseDamaged(detail=_(N_("tanpa data perangkat")))
        with as_faults():
            swapping.decide(folder, _intent(folder, found.restored, clock.now()))
            if held is None:
                swapping.settle(folder)
    return found


def _intent(folder: Path, restored: Restored, moment: datetime) -> Intent:
    old = f"buku-sebelum-pulih-{moment:%Y%m%d-%H%M%S}"
    taken = sum(1 for each in folder.glob(f"{old}*"))
    return Intent(f"{old}-{taken}" if taken else old, restored)


@dataclass(frozen=True, slots=True)
class _Person:
    """Who asks, by a password of the copy; and the books of his own window, if it has any."""

    user: str
    password: str = field(repr=False)
    clock: Clock
    held: Held | None


@contextmanager
def _proved(copy: Path, folder: Path, person: _Person, progress: Progress) -> Iterator[Study]:
    side = folder / swapping.SIDE
    try:
        if swapping.decided(folder):
            raise BadCopy(name=copy.name, reason=_(N_("pemulihan lain belum selesai")))
        progress.step(0, STEPS)
        header = copy_file.require_whole(copy)
        progress.step(1, STEPS)
        with as_faults():
            shutil.rmtree(side, ignore_errors=True)
            side.mkdir(parents=True)
        key_file = _key_file(header, side)
        key = key_file.unlock(person.user, person.password).database_key
        _unpack(copy, key, side)
        progress.step(2, STEPS)
        with _opened(side / swapping.DATABASE, key) as database:
            _require_right(database, person.user)
            found = _judged(copy, folder, header, key, database, person.held)
        progress.step(3, STEPS)
        with as_faults():
            key_file.save()
            Gate(side / swapping.SIGN_INS, person.clock, key_file.names()).prepare()
        yield found
        progress.step(STEPS, STEPS)
    finally:
        if not swapping.decided(folder):
            shutil.rmtree(side, ignore_errors=True)
            with suppress(OSError):
                folder.rmdir()  # only one that is empty


def _key_file(header: Header, side: Path) -> KeyFile:
    path = side / swapping.KEYS
    with as_faults():
        path.write_bytes(bytes(header.slots))
    return KeyFile.load(path)


def _unpack(copy: Path, key: bytes, side: Path) -> None:
    manifest = copy_file.unpack(copy, copy_file.books_identity(key), side / swapping.DATABASE)
    if manifest.key != key.hex():
        raise copy_file.damaged(copy)
    making.prove(side / swapping.DATABASE, key, manifest.sums)


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Database]:
    database = open_database(path, key, readonly=True)
    try:
        yield database
    finally:
        database.connection.close()


def _judged(  # noqa: PLR0917  a copy and what it is held against
    copy: Path, folder: Path, header: Header, key: bytes, database: Database, held: Held | None
) -> Study:
    read = Reading(database)
    own = device.installation(read)
    if own is None or own.coop != header.coop:
        raise copy_file.damaged(copy)
    _require_same(copy, own, held.coop if held is not None else _coop_here(folder, key))
    findings: list[str] = []
    if version.require_known(database) == version.HEAD:
        for each in proofs.run(read):
            if each.findings and each.code in _BINDING:
                raise CopyUnproved(name=copy.name, finding=f"{_(each.title)}: {each.findings[0]}")
            if each.findings and each.code != _ANCHOR:
                findings.append(f"{_(each.title)}: {each.findings[0]}")
    restored = _restored(copy, read, own)
    here = held.seq if held is not None else _seq_here(folder, own, key)
    lost = max(restored.mark, here, restored.seq + restored.accepted) - restored.seq
    return Study(
        header,
        lost,
        alone=len(device.devices(read)) <= 1,
        findings=tuple(findings),
        elsewhere=not (folder / swapping.DATABASE).exists(),
        restored=restored,
    )


def _restored(copy: Path, read: Reading, own: Installation) -> Restored:
    last = device.last_fact(read, own.number)
    seq, hashed = (seq_of(last[0]), last[1].hex()) if last else (0, "")
    header = copy_file.read_header(copy)
    anchor = anchoring.anchor_of(own)
    mark = anchor.read() if anchor is not None else None
    if mark is None or anchoring.behind(read, own) is None:
        return Restored(copy.name, header.made, seq, hashed)
    return Restored(copy.name, header.made, seq, hashed, mark.seq, mark.hash, accepted=True)


def _seq_here(folder: Path, own: Installation, key: bytes) -> int:
    """How far the books in the folder go; 0 where they cannot be read (their anchor may tell)."""
    path = folder / swapping.DATABASE
    if not path.exists() or is_held(path):
        return 0
    with suppress(Fault), _opened(path, key) as database:
        last = device.last_fact(Reading(database), own.number)
        return seq_of(last[0]) if last else 0
    return 0


def _coop_here(folder: Path, key: bytes) -> str | None:
    """Whose books are in the folder: None where there are none, empty where nobody can tell."""
    path = folder / swapping.DATABASE
    if not path.exists():
        return None
    known = status.load(folder).coop
    if not known and not is_held(path):
        with suppress(Fault), _opened(path, key) as database:
            there = device.installation(Reading(database))
            known = there.coop if there is not None else ""
    return known


def _require_same(copy: Path, own: Installation, there: str | None) -> None:
    """Books of another cooperative are never taken away, nor such as nobody can name."""
    if there is None or there == own.coop:
        return
    reason = (
        _(N_("folder ini berisi buku koperasi lain"))
        if there
        else _(N_("buku di folder ini tidak dikenal; pulihkan ke folder yang kosong"))
    )
    raise BadCopy(name=copy.name, reason=reason)


def _require_right(database: Database, user: str) -> None:
    """Who puts books back: a role that may, in the books of the copy."""
    found = queries.user_called(Reading(database), user)
    matrix = Matrix.load()
    if found is None or matrix.level(found.role, RESTORE) is not Level.MAY:
        role = matrix.name(found.role) if found is not None else "?"
        raise NotPermitted(role=role, operation=in_words(RESTORE))
