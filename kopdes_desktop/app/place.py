"""Where live books may lie: on this laptop's own disk, under one name, synchronised by nobody.

A network share keeps no locks, a cloud folder copies half a transaction, a stick is pulled out.
Copies may go there; the live file may not.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadPlace
from kopdes_desktop.kernel.i18n import N_, _

Medium = Literal["disk", "network", "removable"]

_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre", "gfs2"),
    *("ocfs2", "glusterfs", "9p", "davfs", "vboxsf", "vmhgfs", "prl_fs", "fuse.sshfs"),
    *("fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.davfs", "fuse.davfs2", "fuse.s3fs"),
    *("fuse.gcsfuse", "fuse.goofys", "fuse.curlftpfs", "fuse.smbnetfs", "fuse.gvfsd-fuse"),
    *("fuse.kio-fuse", "fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.vmhgfs-fuse"),
    *("fuse.jmtpfs", "fuse.simple-mtpfs"),
}
#: A folder of such a name, alone or followed by a blank, "-" or "(": "OneDrive - Dinas Koperasi".
_CLOUDS = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "drive saya"),
    *("icloud", "icloud drive", "iclouddrive", "mobile documents", "nextcloud", "owncloud"),
    *("pclouddrive", "pcloud drive", "megasync", "box sync", "seafile", "synologydrive"),
    *("cloudstorage", "yandex.disk", "tresorit", "syncthing"),
)
_IN_CLOUDS = tuple(f"{each}{after}" for each in _CLOUDS for after in " -")
#: What the programs leave in the folders that they synchronise, whatever these are called.
_MARKS = (".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log")
#: Where Windows says that OneDrive keeps its folders.
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
#: What GetDriveTypeW answers.
REMOVABLE, _REMOTE, _COMPACT_DISC = 2, 4, 5


class Probe(Protocol):
    """Asks the operating system what a folder lies on."""

    def medium(self, folder: Path) -> Medium:
        """What holds this folder, which exists and has no links in its path."""


def require_own_disk(file: Path, probe: Probe | None = None) -> None:
    """Raise BadPlace, in words, unless live books may be this file (which need not exist yet)."""
    reason = _second_name(file) or _watched(file.parent) or _elsewhere(file.parent, probe)
    if reason is not None:
        raise BadPlace(place=str(file.parent), reason=reason)


def _second_name(file: Path) -> str | None:
    """Under two names a database has two logs beside it, and loses what is in one of them."""
    try:
        found = file.lstat()
    except OSError:
        return None
    if stat.S_ISLNK(found.st_mode):
        return _(N_("berkas {name} hanya tautan ke tempat lain")).format(name=file.name)
    if found.st_nlink > 1:
        return _(N_("berkas {name} mempunyai nama lain (tautan keras)")).format(name=file.name)
    return None


def _watched(folder: Path) -> str | None:
    both = (folder.absolute(), folder.resolve())
    synchronised = {os.environ.get(each) for each in _ONEDRIVE}
    for part in dict.fromkeys(part for each in both for part in (each, *each.parents)):
        if str(part) in synchronised or _is_cloud(part):
            return _(N_("folder {name} disalin terus oleh program awan")).format(name=part.name)
    return None


def _is_cloud(folder: Path) -> bool:
    name = folder.name.casefold()
    return (
        name in _CLOUDS
        or name.startswith(_IN_CLOUDS)
        or any(os.path.exists(f"{folder}{os.sep}{mark}") for mark in _MARKS)  # noqa: PTH110  at every opening
    )


def _elsewhere(folder: Path, probe: Probe | None) -> str | None:
    real = folder.resolve()
    there = next(each for each in (real, *real.parents) if each.exists())
    match (probe or (WindowsProbe() if os.name == "nt" else LinuxProbe())).medium(there):
        case "network":
            return _(N_("folder itu ada di jaringan, bukan di laptop ini"))
        case "removable":
            return _(N_("folder itu ada di flashdisk atau disk yang dapat dicabut"))
    return None


# --- Linux --------------------------------------------------------------------------------------


class Mount(Struct, frozen=True):
    """What matters of a line of mountinfo."""

    path: str
    device: str
    kind: str
    source: str

    @property
    def point(self) -> Path:
        """Where it is mounted."""
        return Path(self.path)

    def holds(self, folder: Path) -> bool:
        """Whether a folder lies on it, or on what is mounted in it."""
        return f"{folder}/".startswith(self.path.rstrip("/") + "/")


class LinuxProbe(Struct, frozen=True):
    """Reads the kernel's tables; `root` is / but for tests, which lay out others."""

    root: Path = Path("/")

    def medium(self, folder: Path) -> Medium:
        """By the file system mounted nearest, and by the block devices under it.

        What the system itself runs from is never refused: such a machine has no other disk, and in
        a container even the root may be 9p.
        """
        mounts = self.mounts()
        holding = [each for each in mounts if each.holds(folder)]
        if not holding:
            return "disk"
        mount = max(reversed(holding), key=lambda each: len(each.path))  # the topmost one
        system = [each for each in mounts if each.path == "/"]
        if mount.kind in _NETWORK - {each.kind for each in system}:
            return "network"
        if mount.device not in {each.device for each in system} and self._removable(mount):
            return "removable"
        return "disk"

    def mounts(self) -> list[Mount]:
        """What is mounted where, in the kernel's order."""
        try:
            text = (self.root / "proc/self/mountinfo").read_text("utf-8", "surrogateescape")
        except OSError:
            return []
        found = []
        for line in text.splitlines():
            left, _dash, right = line.partition(" - ")
            fields, (kind, source) = left.split(" "), right.split(" ")[:2]
            found.append(Mount(_unescaped(fields[4]), fields[2], kind, _unescaped(source)))
        return found

    def _removable(self, mount: Mount) -> bool:
        block = self.root / "sys/dev/block" / mount.device
        if not block.exists() and mount.source.startswith("/dev/"):  # btrfs has numbers of its own
            block = self.root / "sys/class/block" / Path(mount.source).name
        return _can_be_pulled(block)


def _unescaped(field: str) -> str:
    """Blanks stand there as octal numbers."""
    if "\\" not in field:
        return field
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _can_be_pulled(block: Path) -> bool:
    """Whether this device, its disk, or one that it is laid over (a crypt) can be taken out."""
    if not block.exists():
        return False
    real = block.resolve()
    under = real / "slaves"
    if under.is_dir() and any(_can_be_pulled(each) for each in under.iterdir()):
        return True
    disk = real.parent if (real / "partition").exists() else real
    mark = disk / "removable"
    marked = mark.exists() and mark.read_text("ascii").strip() == "1"
    return marked or any(re.fullmatch(r"usb\d+", part) for part in disk.parts)


# --- Windows ------------------------------------------------------------------------------------


def drive_type(folder: Path) -> int:
    """What Windows says of the volume that holds a folder (a volume may be mounted in one)."""
    if sys.platform != "win32":
        msg = "asked on another system"
        raise RuntimeError(msg)
    import ctypes  # noqa: PLC0415  Windows only

    kernel = ctypes.windll.kernel32
    volume = ctypes.create_unicode_buffer(1024)
    if not kernel.GetVolumePathNameW(str(folder), volume, len(volume)):
        volume.value = folder.anchor
    return int(kernel.GetDriveTypeW(volume.value))


class WindowsProbe(Struct, frozen=True):
    """Asks what kind of drive a volume is; a disk in a USB case says that it is fixed."""

    drive_type: Callable[[Path], int] = drive_type

    def medium(self, folder: Path) -> Medium:
        """By its volume, or by the two strokes of a share's name."""
        if re.match(r"\\\\(?![?.]\\)|\\\\[?.]\\UNC\\", str(folder)):
            return "network"
        kind = self.drive_type(folder)
        if kind == _REMOTE:
            return "network"
        return "removable" if kind in {REMOVABLE, _COMPACT_DISC} else "disk"
