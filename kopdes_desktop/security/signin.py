"""signin.json: how often somebody guessed, and how long he waits (FACTS §8, RELIABILITY F25).

Waiting is measured by uptime alone, so no wall clock shortens it. The file stands outside the
encrypted books and has no seal: it slows the guesser at the keyboard, Argon2 the one with tools.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from kopdes_desktop.kernel.dates import Clock, as_utc
from kopdes_desktop.kernel.errors import SignInRefused
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import Entropy, system_entropy
from kopdes_desktop.security.keyfile import MALFORMED, folded, patiently, write_over, write_whole

FORMAT: Final = "kopdes-signin/1"
FREE_TRIES: Final = 5
FIRST_DELAY: Final = 30
LONGEST_DELAY: Final = 15 * 60
LOCKED_AT: Final = 100

_STRANGERS = "strangers"
_MINUTE = 60
_LARGEST_FILE = 1 << 20
_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries that no fact tells of yet: whose (None: no user's), how many, when (UTC)."""

    name: str | None
    count: int
    first: str
    last: str
    bucket: str = field(repr=False)


@dataclass(slots=True)
class _Since:
    """A point of uptime in one run of the machine."""

    uptime: float
    boot: str


@dataclass(slots=True)
class _Bucket:
    """One user's failures in a row, since when he waits, and what no fact tells of yet."""

    failures: int
    since: _Since
    untold: int = 0
    first: str = ""
    last: str = ""


@dataclass(slots=True)
class _State:
    """The whole file. `floor`: failures that a user without a bucket is taken to have."""

    salt: str
    floor: int = 0
    pause: _Since | None = None
    buckets: dict[str, _Bucket] = field(default_factory=dict)


class Gate:
    """The door before the password: five tries are free, then each one has to be waited for.

    `names` are those with a slot; all others share one bucket. `attempt` is the way through it.
    Where the file cannot be written, the count lives in this object, and begins with a delay.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        names: Iterable[str] = (),
        entropy: Entropy = system_entropy,
    ) -> None:
        """Touch nothing yet; each call reads the file anew, as a second program may write it."""
        self._path = path
        self._clock = clock
        self._names = {folded(name): name for name in names}
        self._entropy = entropy
        self._unwritten: _State | None = None

    def prepare(self) -> None:
        """Write the file of new books, so that the first sign-in is not taken for a lost one."""
        with self._locked():
            blank = self._blank()
            self._write(blank, _encoded(blank))

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Around the check of a password: counted as failed beforehand, taken back when it passes.

        So neither a killed program nor many programs at once get a try that does not count.
        Raises SignInRefused while the name waits or is locked.
        """
        with self._state() as state:
            self._require_open(state, name)
            before = self._count(state, name)
        if state.pause:  # the count could not be written down
            raise self._refusal(FIRST_DELAY)
        yield
        with self._state() as state:
            self._take_back(state, name, before)

    def require_open(self, name: str) -> None:
        """Raise SignInRefused, with the seconds in `values`, while the name waits or is locked."""
        with self._state() as state:
            self._require_open(state, name)

    def failed(self, name: str) -> None:
        """Count a failed try; it is on the disk when this returns."""
        with self._state() as state:
            self._count(state, name)

    def succeeded(self, name: str) -> None:
        """Forget the failures in a row; those untold are still to be told."""
        with self._state() as state:
            self._bucket(state, name).failures = 0

    def reset(self, name: str) -> None:
        """Let a locked user try again: a treasurer's act, signed in."""
        self.succeeded(name)

    def unreported(self) -> list[Tries]:
        """The failed tries that a fact has yet to tell of."""
        with self._state() as state:
            whose = {self._key(state, name): name for name in self._names.values()}
            return [
                Tries(whose.get(key), bucket.untold, bucket.first, bucket.last, key)
                for key, bucket in sorted(state.buckets.items())
                if bucket.untold
            ]

    def reported(self, told: Sequence[Tries]) -> None:
        """These are told by a fact that is on the disk; later ones stay."""
        with self._state() as state:
            for tries in told:
                bucket = state.buckets.get(tries.bucket)
                if bucket:
                    bucket.untold = max(0, bucket.untold - tries.count)
                    bucket.first = bucket.last

    def _require_open(self, state: _State, name: str) -> None:
        bucket = state.buckets.get(self._key(state, name)) or self._unmarked(state)
        if bucket.failures >= LOCKED_AT:
            raise SignInRefused(
                N_("Nama ini terkunci setelah {count} kali salah. Minta bendahara membukanya."),
                count=LOCKED_AT,
            )
        left = self._left(bucket.since, delay_after(bucket.failures))
        if state.pause:
            left = max(left, self._left(state.pause, FIRST_DELAY))
        if left > 0:
            raise self._refusal(math.ceil(left))

    @staticmethod
    def _refusal(seconds: int) -> SignInRefused:
        return SignInRefused(
            N_("Tunggu {wait} sebelum mencoba masuk lagi."),
            wait=_in_words(seconds),
            seconds=seconds,
        )

    def _count(self, state: _State, name: str) -> tuple[int, str, str]:
        """One more failure; what was untold before."""
        bucket = self._bucket(state, name)
        before = (bucket.untold, bucket.first, bucket.last)
        moment = as_utc(self._clock.now())
        bucket.failures += 1
        bucket.since = self._now()
        bucket.first = bucket.first if bucket.untold else moment
        bucket.untold += 1
        bucket.last = moment
        return before

    def _take_back(self, state: _State, name: str, before: tuple[int, str, str]) -> None:
        """The counted try has passed: no failures in a row, and this one is not told of."""
        bucket = self._bucket(state, name)
        bucket.failures = 0
        if bucket.untold == before[0] + 1:
            bucket.untold, bucket.first, bucket.last = before
        else:
            bucket.untold = max(0, bucket.untold - 1)

    def _bucket(self, state: _State, name: str) -> _Bucket:
        key = self._key(state, name)
        if key not in state.buckets:
            state.buckets[key] = self._unmarked(state)
        return state.buckets[key]

    def _unmarked(self, state: _State) -> _Bucket:
        return _Bucket(state.floor, self._now())

    def _key(self, state: _State, name: str) -> str:
        if folded(name) not in self._names:
            return _STRANGERS
        return hashlib.sha256(bytes.fromhex(state.salt) + folded(name).encode()).hexdigest()

    def _now(self) -> _Since:
        return _Since(self._clock.uptime(), self._clock.boot())

    def _left(self, since: _Since, delay: int) -> float:
        return delay - (self._clock.uptime() - since.uptime)

    def _blank(self) -> _State:
        return _State(self._entropy(16).hex())

    @contextmanager
    def _state(self) -> Iterator[_State]:
        """The file as it is now, written back when it changed, alone among all programs."""
        with self._locked():
            read = self._read()
            state = read or self._blank()
            if read is None:
                state.floor, state.pause = FREE_TRIES - 1, self._now()
            before = _encoded(state) if read else b""
            self._settle(state)
            try:
                yield state
            finally:
                content = _encoded(state)
                if content != before:
                    self._write(state, content)

    def _settle(self, state: _State) -> None:
        """Begin anew what runs since another start of the machine; end the pause that is over."""
        now = self._now()
        for since in (state.pause, *(bucket.since for bucket in state.buckets.values())):
            if since and (since.boot != now.boot or since.uptime > now.uptime):
                since.boot, since.uptime = now.boot, now.uptime
        if state.pause and self._left(state.pause, FIRST_DELAY) <= 0:
            state.pause = None

    def _read(self) -> _State | None:
        if self._unwritten:
            return self._unwritten
        try:
            return _decoded(patiently(self._path.read_bytes))
        except (OSError, *MALFORMED):
            return None

    def _write(self, state: _State, content: bytes) -> None:
        try:
            self._write_somehow(content)
        except OSError:
            if self._unwritten is None:
                state.floor, state.pause = FREE_TRIES - 1, self._now()
            self._unwritten = state
        else:
            self._unwritten = None

    def _write_somehow(self, content: bytes) -> None:
        """Whole; on a full disk over itself, for which the file always has room to spare."""
        padded = content.ljust(-(-len(content) // _BLOCK) * _BLOCK)
        try:
            write_whole(self._path, padded)
        except OSError:
            write_over(self._path, padded)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other programs out; the system lets go of it when this one dies."""
        try:
            handle = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:  # where no lock can be made, no count can be written either
            yield
            return
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)


def delay_after(failures: int) -> int:
    """Seconds to wait after so many failures in a row."""
    if failures < FREE_TRIES:
        return 0
    return min(LONGEST_DELAY, FIRST_DELAY << min(failures - FREE_TRIES, 10))


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  exists there only

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(handle, fcntl.LOCK_EX)


def _in_words(seconds: int) -> str:
    if seconds < 2 * _MINUTE:
        return _("{n} detik").format(n=seconds)
    return _("{n} menit").format(n=-(-seconds // _MINUTE))


def _encoded(state: _State) -> bytes:
    whole = {"format": FORMAT, **_shallow(state)}
    return json.dumps(whole, default=_shallow, sort_keys=True).encode()


def _shallow(made: _State | _Bucket | _Since) -> dict[str, object]:
    """One level: `asdict` copies all below it, and this is written at every sign-in."""
    return {each.name: getattr(made, each.name) for each in fields(made)}


def _decoded(content: bytes) -> _State:
    """Parse the file; one of MALFORMED when it is none of ours."""
    if len(content) > _LARGEST_FILE:
        raise ValueError(len(content))
    raw = json.loads(content)
    if raw["format"] != FORMAT or len(bytes.fromhex(raw["salt"])) < 1:
        raise ValueError(raw["format"])
    return _State(
        raw["salt"],
        _whole(raw["floor"]),
        _since(raw["pause"]) if raw["pause"] is not None else None,
        {str(key): _bucket(bucket) for key, bucket in raw["buckets"].items()},
    )


def _bucket(raw: Any) -> _Bucket:  # noqa: ANN401  whatever the JSON holds
    return _Bucket(
        _whole(raw["failures"]),
        _since(raw["since"]),
        _whole(raw["untold"]),
        _words(raw["first"]),
        _words(raw["last"]),
    )


def _since(raw: Any) -> _Since:  # noqa: ANN401  as above
    uptime = raw["uptime"]
    if type(uptime) not in {int, float} or not math.isfinite(uptime):
        raise ValueError(uptime)
    return _Since(uptime, _words(raw["boot"]))


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(value)
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
