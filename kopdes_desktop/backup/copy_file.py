"""A copy as a file, `.kpb`: three lines that anybody may read, then what only few can open.

    kopdes-copy/1
    {"coop":…,"day":…,"slots":{…}}                 one line of JSON: whose, when, for whom
    <size> <sha256 of the payload> <sha256 of everything above>
    age payload (X25519): a tar of manifest.json and books.db

`tail -n +4 F.kpb | age -d -i KEY | tar x` opens it without this program. The manifest holds the key
of books.db, which stays encrypted under it; nothing of a copy is ever plain on a disk. Recipients
are this device, the recovery key once there is one, and a key that follows from the database key:
the slots in the header (those of keys.json) lead to it, so an officer's password opens his copy on
any laptop. Making one takes public keys alone.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel.errors import Fault, NewerBooks
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.security.keys import DeviceKeys, age_recipient

MAGIC: Final = b"kopdes-copy/1\n"
SUFFIX: Final = ".kpb"
MANIFEST, DATABASE = "manifest.json", "books.db"
_FAMILY = MAGIC.partition(b"/")[0] + b"/"
_LARGEST_HEADER = 1 << 20
_LARGEST_MANIFEST = 1 << 20
_LARGEST_DATABASE = 1 << 36
_PIECE = 1 << 20
_BLOCK = tarfile.BLOCKSIZE
#: "size payload-sum head-sum\n", all of one width, so that it is filled in at the end.
_SUMS = 16 + 1 + 64 + 1 + 64 + 1
_END = bytes(2 * _BLOCK)


class BadCopy(Fault):
    """The file is no copy, is damaged, or belongs elsewhere."""

    template = N_("Cadangan {name} tidak dapat dipakai: {reason}.")


class Recipient(msgspec.Struct, frozen=True):
    """Who can open the payload: `device`, `books` (by a password in the slots), `recovery`."""

    kind: str
    key: str


class Header(msgspec.Struct, frozen=True):
    """What stands in clear: no names of members, no figures."""

    coop: str
    name: str
    practice: bool
    device: str
    series: str
    day: str
    made: str
    seq: int
    facts: int
    schema: str
    program: str
    recipients: tuple[Recipient, ...]
    slots: msgspec.Raw


class Sums(msgspec.Struct, frozen=True):
    """What the books must say again: facts, each chain's head, and the trial balance's totals."""

    facts: int
    heads: dict[str, tuple[int, str]]
    debit: int
    credit: int


class Manifest(msgspec.Struct, frozen=True):
    """What stands inside: the header it belongs to, the database's key, sum and figures."""

    header: str
    key: str
    size: int
    sha256: str
    sums: Sums


def books_identity(database_key: bytes) -> DeviceKeys:
    """The key pair that follows from a database key; opening it takes a password of the books."""
    return DeviceKeys(bytes(32), hmac.digest(database_key, b"kopdes-copy/1 books", "sha256"))


def recipient(kind: str, seal_public: bytes) -> Recipient:
    """A recipient as the header names it."""
    return Recipient(kind, age_recipient(seal_public))


# --- writing ------------------------------------------------------------------------------------


def write(path: Path, header: Header, database: Path, key: bytes, sums: Sums) -> None:
    """Write a whole copy to a new file, synced. Raises DiskFull, DiskTrouble."""
    line = msgspec.json.encode(header) + b"\n"
    with as_faults(), _new(path) as file:
        file.write(MAGIC + line + bytes(_SUMS))
        manifest = Manifest(
            _sha256(line), key.hex(), database.stat().st_size, sum_of(database), sums
        )
        with database.open("rb") as content:
            counted = _Counted(file)
            _encrypt(_packed(manifest, content), counted, header.recipients)
        head = MAGIC + line + f"{counted.size:016d} {counted.sum.hexdigest()} ".encode()
        file.seek(len(MAGIC + line))
        file.write(head[len(MAGIC + line) :] + _sha256(head).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _new(path: Path) -> Iterator[IO[bytes]]:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file


class _Counted:
    """A file to write to, whose length and sum are known in the end, and what went wrong."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size, self.sum = 0, hashlib.sha256()
        self.failed: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            self._file.write(piece)
        except OSError as error:
            self.failed = error
            raise
        self.size += len(piece)
        self.sum.update(piece)
        return len(piece)

    def flush(self) -> None:
        self._file.flush()


class _Packed:
    """The tar, piece by piece: the manifest, the database, the end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def read(self, size: int = -1) -> bytes:
        while not self._left:
            found = next(self._pieces, None)
            if found is None:
                return b""
            self._left = found
        taken, self._left = self._left[:size], self._left[size:]
        return taken


def _packed(manifest: Manifest, content: IO[bytes]) -> _Packed:
    told = msgspec.json.encode(manifest)

    def pieces() -> Iterator[bytes]:
        yield _entry(MANIFEST, len(told)) + told + _padding(len(told))
        yield _entry(DATABASE, manifest.size)
        while piece := content.read(_PIECE):
            yield piece
        yield _padding(manifest.size) + _END

    return _Packed(pieces())


def _entry(name: str, size: int) -> bytes:
    """The tar header of an entry: name and size are all that differs."""
    made = tarfile.TarInfo(name)
    made.size, made.mode = size, 0o600
    return made.tobuf(tarfile.USTAR_FORMAT if size < 1 << 33 else tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _encrypt(source: _Packed, target: _Counted, recipients: Sequence[Recipient]) -> None:
    import pyrage  # noqa: PLC0415  heavy, and for this alone

    keys = [pyrage.x25519.Recipient.from_str(each.key) for each in recipients]
    try:
        pyrage.encrypt_io(source, target, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise target.failed or error from error


# --- reading ------------------------------------------------------------------------------------


def read_header(path: Path) -> Header:
    """What a file says of itself, when its first lines and its length are right. Raises BadCopy."""
    with as_faults(), path.open("rb") as file:
        return _head(file, path)[0]


def require_whole(path: Path) -> Header:
    """The same, after every byte was read and summed; no key is needed. Raises BadCopy."""
    with as_faults(), path.open("rb") as file:
        header, said = _head(file, path)
        summed = hashlib.sha256()
        while piece := file.read(_PIECE):
            summed.update(piece)
    if summed.hexdigest() != said:
        raise damaged(path)
    return header


def unpack(path: Path, identity: DeviceKeys, to: Path | None = None) -> Manifest:
    """Open the payload, and read all of it; the database goes `to` a new file, if one is named.

    Raises BadCopy when the key does not fit or a byte is not as it was written.
    """
    import pyrage  # noqa: PLC0415  as above

    with as_faults(), path.open("rb") as file:
        _head(file, path)
        file.seek(len(MAGIC))
        line = file.readline()
        file.seek(_SUMS, os.SEEK_CUR)
        with _new(to) if to is not None else BytesIO() as target:
            taken = _Unpacking(target.write if to is not None else None)
            try:
                pyrage.decrypt_io(
                    file, taken, [pyrage.x25519.Identity.from_str(identity.age_identity)]
                )
            except (pyrage.DecryptError, OSError, ValueError, msgspec.MsgspecError) as error:
                raise taken.failed or damaged(path) from error
            if to is not None:
                target.flush()
                os.fsync(target.fileno())
    manifest = taken.manifest
    if not taken.complete or manifest is None or manifest.header != _sha256(line):
        raise damaged(path)
    return manifest


def _head(file: IO[bytes], path: Path) -> tuple[Header, str]:
    """The header, and the payload's sum; the file stands at the payload."""
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        if magic.startswith(_FAMILY):
            raise NewerBooks
        raise BadCopy(name=path.name, reason=_(N_("berkas ini bukan cadangan koperasi")))
    line = file.readline(_LARGEST_HEADER)
    sums = file.read(_SUMS)
    words = sums.split()
    if (
        len(words) != 3  # noqa: PLR2004  size and two sums
        or _sha256(magic + line + sums[: -64 - 1]) != words[2].decode("ascii", "replace")
        or file.seek(0, os.SEEK_END) - len(magic + line + sums) != int(words[0])
    ):
        raise damaged(path)
    file.seek(len(magic + line + sums))
    try:
        header = msgspec.json.decode(line, type=Header)
    except msgspec.DecodeError:
        raise NewerBooks from None  # its sum is right: it was written so
    if not _dated(header):
        raise damaged(path)
    return header, words[1].decode("ascii")


def _dated(header: Header) -> bool:
    """Whether its day and moment are such; the moment names its zone."""
    try:
        date.fromisoformat(header.day)
        return datetime.fromisoformat(header.made).tzinfo is not None
    except ValueError:
        return False


class _Unpacking:
    """Takes the tar apart as it comes: exactly what `_packed` makes, or ValueError."""

    def __init__(self, write: Callable[[bytes], object] | None) -> None:
        self._write = write
        self._head = b""
        self._sum, self._left, self._tail = hashlib.sha256(), -1, b""
        self.manifest: Manifest | None = None
        self.failed: OSError | None = None

    @property
    def complete(self) -> bool:
        """Whether all of it came, and is what the manifest says."""
        told = self.manifest
        return (
            told is not None
            and self._left == 0
            and self._tail == _padding(told.size) + _END
            and self._sum.hexdigest() == told.sha256
        )

    def write(self, piece: bytes) -> int:
        rest = bytes(piece)
        if self._left < 0:
            rest = self._begin(rest)
        if self._left >= 0:
            self._go_on(rest)
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def _begin(self, piece: bytes) -> bytes:
        """Collect up to where the database begins; what follows of it."""
        self._head += piece
        if len(self._head) < _BLOCK:
            return b""
        size = _size_of(self._head[:_BLOCK], MANIFEST, _LARGEST_MANIFEST)
        start = _BLOCK + size + len(_padding(size))
        if len(self._head) < start + _BLOCK:
            return b""
        self.manifest = told = msgspec.json.decode(
            self._head[_BLOCK : _BLOCK + size], type=Manifest
        )
        self._left = _size_of(self._head[start : start + _BLOCK], DATABASE, _LARGEST_DATABASE)
        if self._left != told.size:
            raise ValueError(told.size)
        return self._head[start + _BLOCK :]

    def _go_on(self, piece: bytes) -> None:
        own, beyond = piece[: self._left], piece[self._left :]
        self._left -= len(own)
        self._sum.update(own)
        self._tail += beyond
        if len(self._tail) > 3 * _BLOCK:
            raise ValueError(len(self._tail))
        if self._write is not None and own:
            try:
                self._write(own)
            except OSError as error:
                self.failed = error
                raise


def _size_of(block: bytes, name: str, most: int) -> int:
    """The size in a tar header that is exactly the one we write for this name. ValueError."""
    try:
        size = tarfile.TarInfo.frombuf(block, "ascii", "strict").size
    except tarfile.TarError as error:
        raise ValueError(name) from error
    if not 0 <= size <= most or block != _entry(name, size):
        raise ValueError(name)
    return size


def damaged(path: Path) -> BadCopy:
    """A byte is not as it was written, or the key is another's."""
    return BadCopy(name=path.name, reason=_(N_("isinya rusak atau tidak lengkap")))


def sum_of(path: Path) -> str:
    """A file's SHA-256, as hex."""
    summed = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            summed.update(piece)
    return summed.hexdigest()


def _sha256(content: Any) -> str:  # noqa: ANN401  any bytes
    return hashlib.sha256(content).hexdigest()
