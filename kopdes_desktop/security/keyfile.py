"""keys.json beside the database: one slot a user, each holding the database key (FACTS §8).

A slot is the 32-byte database key under ChaCha20-Poly1305, whose key is Argon2id of the password.
Beside it in the same slot lies the user's officer seed, drawn when he first sets his own password.
"""

from __future__ import annotations

import errno
import json
import os
import time
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from kopdes_desktop.kernel.errors import (
    DatabaseDamaged,
    DatabaseReadOnly,
    DiskFull,
    DiskTrouble,
    Fault,
    NewerBooks,
    NoBooks,
    SignInRefused,
)
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.ids import Entropy
from kopdes_desktop.security.passwords import COST, KEY_BYTES, SALT_BYTES, Cost, derive

FORMAT: Final = "kopdes-keys/1"
#: What a file that is not ours may raise while it is taken apart.
MALFORMED: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

Done = TypeVar("Done")

_NONCE_BYTES = 12
_TAG_BYTES = 16
_LARGEST_FILE = 1 << 20
#: A virus scanner may hold a new file for a moment (RELIABILITY F38): about a second in all.
_PAUSES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.25, 0.25, 0.25)
#: What a slot may ask of the machine, so that a changed file cannot ask for all its memory.
_DEAREST = Cost(memory=1 << 20, passes=64, lanes=16)


@dataclass(frozen=True, slots=True)
class Slot:
    """One user's way in: how his password is stretched, and what it opens."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes = field(repr=False)
    once: bool


@dataclass(frozen=True, slots=True)
class Unlocked:
    """What a slot held: the name as written there, the keys, and whether a new password is due."""

    name: str
    database_key: bytes = field(repr=False)
    officer_seed: bytes | None = field(repr=False)
    once: bool


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The slots of one cooperative on this laptop; a change makes a new value, `save` writes it.

    `cost` is what new slots cost to guess.
    """

    path: Path
    slots: Mapping[str, Slot] = field(default_factory=dict)
    cost: Cost = COST

    @classmethod
    def load(cls, path: Path, cost: Cost = COST) -> KeyFile:
        """Read the file. Raises NoBooks when it is missing, DatabaseDamaged, NewerBooks."""
        try:
            content = patiently(path.read_bytes)
        except FileNotFoundError:
            raise NoBooks from None
        except OSError as error:
            raise _fault(error) from error
        try:
            return cls(path, _slots(content), cost)
        except MALFORMED:
            raise _damaged() from None

    def names(self) -> tuple[str, ...]:
        """Who has a slot, in the order of the alphabet."""
        return tuple(sorted(self.slots))

    def unlock(self, name: str, password: str) -> Unlocked:
        """Open a slot. Raises SignInRefused, in the same words and time for a name without one."""
        stored = self._stored(name)
        if stored is None:
            derive(password, bytes(SALT_BYTES), self._usual_cost())
            raise SignInRefused
        slot = self.slots[stored]
        opened = _opened(slot, stored, derive(password, slot.salt, slot.cost))
        if len(opened) not in {KEY_BYTES, 2 * KEY_BYTES}:
            raise _damaged()
        return Unlocked(stored, opened[:KEY_BYTES], opened[KEY_BYTES:] or None, slot.once)

    def with_slot(
        self,
        name: str,
        password: str,
        database_key: bytes,
        entropy: Entropy,
        *,
        once: bool,
        officer_seed: bytes | None = None,
    ) -> KeyFile:
        """The file with this user's slot made anew (a name that differs in case is the same one).

        His own password (`once=False`) seals an officer seed, drawn here when none is handed in.
        One-time words are known to another person and seal none. Raises ValueError for a seed
        beside one-time words, or a key that is not 32 bytes.
        """
        if once and officer_seed is not None:
            msg = "one-time words are known to another person: no officer seed under them"
            raise ValueError(msg)
        seed = b"" if once else officer_seed or entropy(KEY_BYTES)
        if len(database_key) != KEY_BYTES or len(seed) not in {0, KEY_BYTES}:
            msg = "database key and officer seed are 32 bytes each"
            raise ValueError(msg)
        stored = self._stored(name) or unicodedata.normalize("NFC", name).strip()
        slot = _sealed(stored, password, database_key + seed, entropy, self.cost, once=once)
        return replace(self, slots={**self.slots, stored: slot})

    def without(self, name: str) -> KeyFile:
        """The file without this user. ValueError for the last slot: no other opens the books."""
        left = {user: slot for user, slot in self.slots.items() if folded(user) != folded(name)}
        if not left:
            msg = "the last slot stays"
            raise ValueError(msg)
        return replace(self, slots=left)

    def save(self) -> None:
        """Write the file, whole or not at all. Raises DiskFull, DatabaseReadOnly, DiskTrouble."""
        slots = {
            name: {
                "kdf": {
                    "name": "argon2id",
                    "memory": slot.cost.memory,
                    "passes": slot.cost.passes,
                    "lanes": slot.cost.lanes,
                    "salt": _text(slot.salt),
                },
                "nonce": _text(slot.nonce),
                "sealed": _text(slot.sealed),
                "once": slot.once,
            }
            for name, slot in self.slots.items()
        }
        content = json.dumps(
            {"format": FORMAT, "slots": slots}, ensure_ascii=False, indent=1, sort_keys=True
        )
        try:
            write_whole(self.path, content.encode())
        except OSError as error:
            raise _fault(error) from error

    def _stored(self, name: str) -> str | None:
        """The name as the file writes it."""
        return next((user for user in self.slots if folded(user) == folded(name)), None)

    def _usual_cost(self) -> Cost:
        return next((slot.cost for slot in self.slots.values()), self.cost)


def folded(name: str) -> str:
    """A user's name as it is compared: without regard to case or to blanks around it."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def write_whole(path: Path, content: bytes) -> None:
    """Replace a small file whole or not at all, synced to the disk, for its owner's eyes only.

    A file held by a virus scanner is waited for. Raises OSError; then the old file stands.
    """
    fresh = path.with_name(path.name + ".tmp")
    try:
        patiently(lambda: _write_synced(fresh, content))
        patiently(lambda: fresh.replace(path))
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


def write_over(path: Path, content: bytes) -> None:
    """Write a small file over itself, synced: a full disk takes this too, a power cut may tear it.

    Raises OSError when the file is missing, or shorter than the content.
    """
    with path.open("r+b") as file:
        room = os.fstat(file.fileno()).st_size
        if room < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        file.write(content.ljust(room))
        file.flush()
        os.fsync(file.fileno())


def patiently(step: Callable[[], Done]) -> Done:
    """Do a step on a file, again for about a second while another program holds it."""
    for pause in _PAUSES:
        try:
            return step()
        except PermissionError:
            time.sleep(pause)
    return step()


def _write_synced(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # left over from a power cut; its mode may be any
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder sure. Raises OSError."""
    if os.name == "nt":  # Windows opens no folders; NTFS journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _bound(name: str, *, once: bool) -> bytes:
    """What a slot's seal covers beside its content: version, kind of password, name."""
    return f"{FORMAT}\n{'once' if once else 'own'}\n{name}".encode()


def _sealed(
    name: str, password: str, content: bytes, entropy: Entropy, cost: Cost, *, once: bool
) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415  first needed here
        ChaCha20Poly1305,
    )

    salt, nonce = entropy(SALT_BYTES), entropy(_NONCE_BYTES)
    box = ChaCha20Poly1305(derive(password, salt, cost))
    return Slot(cost, salt, nonce, box.encrypt(nonce, content, _bound(name, once=once)), once)


def _opened(slot: Slot, name: str, key: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  first needed at sign-in
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    try:
        return ChaCha20Poly1305(key).decrypt(slot.nonce, slot.sealed, _bound(name, once=slot.once))
    except InvalidTag:
        raise SignInRefused from None


def _slots(content: bytes) -> dict[str, Slot]:
    """Parse the file. Raises NewerBooks, or one of MALFORMED."""
    if len(content) > _LARGEST_FILE:
        raise ValueError(len(content))
    raw = json.loads(content)
    if raw["format"] != FORMAT:
        if str(raw["format"]).startswith(FORMAT.partition("/")[0] + "/"):
            raise NewerBooks
        raise ValueError(raw["format"])
    "".join(raw["slots"]).encode()  # half a surrogate pair is no letter of a name
    return {name: _slot(slot) for name, slot in raw["slots"].items()}


def _slot(raw: Any) -> Slot:  # noqa: ANN401  whatever the JSON holds
    kdf = raw["kdf"]
    cost = Cost(
        _whole(kdf["memory"], _DEAREST.memory),
        _whole(kdf["passes"], _DEAREST.passes),
        _whole(kdf["lanes"], _DEAREST.lanes),
    )
    sealed = b64decode(raw["sealed"], validate=True)
    if kdf["name"] != "argon2id" or type(raw["once"]) is not bool or len(sealed) < _TAG_BYTES:
        raise ValueError(kdf["name"])
    return Slot(
        cost,
        _exactly(kdf["salt"], SALT_BYTES),
        _exactly(raw["nonce"], _NONCE_BYTES),
        sealed,
        raw["once"],
    )


def _whole(value: object, largest: int) -> int:
    if type(value) is not int or not 0 < value <= largest:
        raise ValueError(value)
    return value


def _exactly(text: str, size: int) -> bytes:
    raw = b64decode(text, validate=True)
    if len(raw) != size:
        raise ValueError(size)
    return raw


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


def _damaged() -> Fault:
    return DatabaseDamaged(detail=_("berkas kunci keys.json tidak terbaca"))


def _fault(error: OSError) -> Fault:
    """What an error of the disk means here (as db.faults, which would load the database)."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull()
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return DatabaseReadOnly(reason=_("berkas kunci keys.json tidak dapat dibuka atau diganti"))
    return DiskTrouble(detail=error.strerror or type(error).__name__)
