"""Where practice books were handed over: what their founding life did before is nobody's work.

One small file beside the books. Books without one begin when they are first asked.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kopdes_desktop.office import log
from kopdes_desktop.security.keyfile import write_whole

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office

_FILE: Final = "latihan.json"


class Beginning(msgspec.Struct, frozen=True):
    """The newest fact of this laptop at that time by its sequence; of all laptops, by its place."""

    coop: str
    seq: int
    seen: int


def of(office: Office) -> Beginning:
    """Where these books began; now, where nobody knows or older books have been put back."""
    try:
        path = _path(office.database.path.parent)
        found = msgspec.json.decode(path.read_bytes(), type=Beginning)
    except (OSError, msgspec.DecodeError):
        return set_here(office)
    known = found.coop == office.own.coop and found.seq <= office.chain.seq
    return found if known else set_here(office)


def set_here(office: Office) -> Beginning:
    """From here on it is the work of whoever sits here; where nothing may be written, not kept."""
    made = Beginning(office.own.coop, office.chain.seq, log.newest(office.reading))
    if office.read_only is None:
        with suppress(OSError):
            write_whole(_path(office.database.path.parent), msgspec.json.encode(made))
    return made


def forget(folder: Path) -> None:
    """Take it away. Raises OSError."""
    _path(folder).unlink(missing_ok=True)


def _path(folder: Path) -> Path:
    return folder / _FILE
