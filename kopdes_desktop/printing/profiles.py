"""The printers of this laptop: one for each kind of paper, or none, which is normal.

Kept in the books as a keeper: never a fact, never on another laptop.
"""

from __future__ import annotations

import re
import sys
from pathlib import PurePosixPath
from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, delete, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.paper import dot_matrix, escpos, raster, thermal
from kopdes_desktop.paper.document import Slip
from kopdes_desktop.printing.tables import PRINTER

Kind = Literal["slip", "sheet", "matrix"]
Way = Literal["none", "spool", "tcp", "serial", "file", "system"]

#: What each kind of printer is for, and the ways that lead to it.
KIND_WORDS: Final[dict[Kind, str]] = {
    "slip": N_("Printer struk (58/80 mm)"),
    "sheet": N_("Printer kertas (A4)"),
    "matrix": N_("Printer pita / buku simpanan"),
}
WAY_WORDS: Final[dict[Way, str]] = {
    "none": N_("Tidak ada (simpan PDF ke folder)"),
    "spool": N_("Printer Windows (RAW)"),
    "tcp": N_("Jaringan (TCP 9100)"),
    "serial": N_("Port serial / Bluetooth"),
    "file": N_("Berkas perangkat"),
    "system": N_("Printer yang terpasang di komputer"),
}
WAYS: Final[dict[Kind, tuple[Way, ...]]] = {
    "slip": ("none", "spool", "tcp", "serial", "file"),
    "sheet": ("none", "system"),
    "matrix": ("none", "spool", "tcp", "serial", "file"),
}
BAUDS: Final = (9600, 19200, 38400, 57600, 115200)
_LONGEST_ADDRESS: Final = 200
#: Windows' own names of ports, alone or behind its prefix of devices; no path has such a name.
_WINDOWS_DEVICE: Final = re.compile(
    r"(?:\\\\\.\\)?(?:LPT|COM)\d{1,3}|\\\\\.\\[\w.#&{}-]+", re.IGNORECASE
)

_ALL = Statement(select(PRINTER.c.kind, PRINTER.c.body))
_PUT = insert_into(PRINTER)
_OUT = Statement(delete(PRINTER).where(PRINTER.c.kind == bindparam("of_kind")))


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A printer: how it is reached, how many columns it has, and what it can.

    `cut` and `drawer` are a slip printer's knife and the cash drawer wired to it. `raster` prints
    slips as pictures in the house's letters.
    """

    kind: Kind
    name: str = ""
    transport: Way = "none"
    address: str = ""
    columns: int = 32
    raster: bool = False
    cut: bool = False
    drawer: bool = False
    baud: int = 9600

    @property
    def there(self) -> bool:
        """Whether there is a printer at all."""
        return self.transport != "none"


Profiles = dict[str, Profile]


def none_yet(kind: Kind) -> Profile:
    """The profile of a kind of paper for which there is no printer."""
    return Profile(kind, columns=80 if kind == "matrix" else 32)


def profiles(read: Reading) -> Profiles:
    """The printer of each kind of paper."""
    found: Profiles = {kind: none_yet(kind) for kind in KIND_WORDS}
    for _kind, body in read.rows(_ALL):
        kept = msgspec.json.decode(body, type=Profile)
        found[kept.kind] = kept
    return found


def keep(books: Books, profile: Profile) -> None:
    """The printer of its kind of paper from now on. Raises BadField."""
    require_usable(profile)
    books.change(_OUT, of_kind=profile.kind)
    books.insert(_PUT, profile.kind, msgspec.json.encode(profile).decode())


def require_usable(profile: Profile) -> None:
    """A way that this kind has, an address where one is needed, columns that exist. BadField."""
    columns = dot_matrix.PITCHES if profile.kind == "matrix" else escpos.COLUMNS
    address = profile.address.strip()
    if profile.transport not in WAYS[profile.kind]:
        raise _refused("transport", _(N_("printer ini tidak dapat dihubungi dengan cara itu")))
    if profile.there and not address:
        raise _refused("address", _(N_("tulis alamat atau nama printernya")))
    if len(address) > _LONGEST_ADDRESS or not address.isprintable():
        raise _refused("address", _(N_("alamat printer tidak terbaca")))
    if profile.transport in {"serial", "file"} and not names_device(address):
        raise _refused("address", _(N_("tulis nama perangkat, misalnya /dev/usb/lp0 atau COM5")))
    port = address.rpartition(":")[2] if ":" in address else ""
    if profile.transport == "tcp" and ":" in address and not port.isdecimal():
        raise _refused("address", _(N_("tulis alamat jaringan seperti 192.168.1.50:9100")))
    if profile.kind != "sheet" and profile.columns not in columns:
        raise _refused("columns", _(N_("lebar kolom ini tidak ada")))
    if profile.baud not in BAUDS:
        raise _refused("baud", _(N_("kecepatan port ini tidak ada")))


def names_device(address: str, *, windows: bool = sys.platform == "win32") -> bool:
    """Whether a device may have this name; whether one has it, only opening it can tell."""
    if windows:
        return _WINDOWS_DEVICE.fullmatch(address) is not None
    path = PurePosixPath(address)
    return path.is_absolute() and ".." not in path.parts


def _refused(field: str, reason: str) -> BadField:
    return BadField(name=field, reason=reason, field=field)


def slip_bytes(profile: Profile, slip: Slip, *, drawer: bool = False) -> bytes:
    """A slip as this printer takes it; `drawer` also opens the cash drawer, if it has one."""
    encode = raster.encode if profile.raster else thermal.encode
    return encode(slip, profile.columns, cut=profile.cut, drawer=drawer and profile.drawer)
