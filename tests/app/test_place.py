"""Live books lie on the laptop's own disk, under one name, where nobody synchronises them (F10)."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest

from kopdes_desktop.app import founding, joining, place
from kopdes_desktop.app.books import DATABASE
from kopdes_desktop.app.place import LinuxProbe, Medium, WindowsProbe
from kopdes_desktop.kernel.errors import BadPlace
from tests import builders

linux = pytest.mark.skipif(os.name == "nt", reason="lays out a Linux machine, with links")
LINE = "{n} 1 {device} / {point} rw,relatime shared:1 - {kind} {source} rw\n"
PCI = "sys/devices/pci0000:00"


@dataclass(frozen=True)
class Answers:
    """A system that says the same of every folder."""

    answer: Medium

    def medium(self, folder: Path) -> Medium:
        assert folder.exists()
        return self.answer


@dataclass(frozen=True)
class Laptop:
    """What the kernel of another machine shows: mounts, and disks with their parts."""

    root: Path

    def mount(self, point: str, kind: str, device: str, source: str = "none") -> None:
        table = self.root / "proc/self/mountinfo"
        table.parent.mkdir(parents=True, exist_ok=True)
        with table.open("a", encoding="utf-8") as file:
            escaped = point.replace(" ", "\\040")
            file.write(LINE.format(n=20, device=device, point=escaped, kind=kind, source=source))

    def disk(self, where: str, name: str, device: str, *, removable: bool, part: str = "") -> Path:
        folder = self.root / where / "block" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "removable").write_text(f"{int(removable)}\n", "ascii")
        if part:
            folder /= part
            folder.mkdir()
            (folder / "partition").write_text("1\n", "ascii")
        self._link("sys/dev/block", device, folder)
        self._link("sys/class/block", folder.name, folder)
        return folder

    def _link(self, where: str, name: str, target: Path) -> None:
        (self.root / where).mkdir(parents=True, exist_ok=True)
        (self.root / where / name).symlink_to(target)

    def medium(self, folder: str) -> Medium:
        return LinuxProbe(self.root).medium(Path(folder))


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """An ordinary one: / on an internal disk, /run in memory."""
    made = Laptop(tmp_path / "machine")
    made.disk(f"{PCI}/ata1", "sda", "8:1", removable=False, part="sda1")
    made.mount("/", "ext4", "8:1", "/dev/sda1")
    made.mount("/run", "tmpfs", "0:30")
    return made


# --- what the system says -----------------------------------------------------------------------


def test_this_machine_lets_tests_keep_books_here(tmp_path: Path) -> None:
    place.require_own_disk(tmp_path / "buku" / DATABASE)


@linux
@pytest.mark.parametrize("folder", ["/srv/siti/buku", "/run/buku", "/"])
def test_the_own_disk_and_memory_pass(laptop: Laptop, folder: str) -> None:
    assert laptop.medium(folder) == "disk"


@linux
@pytest.mark.parametrize(
    "kind",
    ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.gvfsd-fuse"],
)
def test_a_share_is_found_by_its_file_system(laptop: Laptop, kind: str) -> None:
    laptop.mount("/mnt/kantor bersama", kind, "0:50", "server:/data")

    assert laptop.medium("/mnt/kantor bersama/buku") == "network"
    assert laptop.medium("/mnt/kantor") == "disk"


@linux
def test_the_mount_on_top_counts(laptop: Laptop) -> None:
    laptop.mount("/mnt", "nfs4", "0:50", "server:/data")
    laptop.mount("/mnt/lokal", "ext4", "8:1", "/dev/sda1")
    laptop.mount("/srv", "ext4", "8:1", "/dev/sda1")
    laptop.mount("/srv", "cifs", "0:51", "//server/data")

    assert laptop.medium("/mnt/lokal/buku") == "disk"
    assert laptop.medium("/mnt/lain") == "network"
    assert laptop.medium("/srv/buku") == "network"


@linux
def test_containers_pass(tmp_path: Path) -> None:
    overlaid, sandboxed = Laptop(tmp_path / "one"), Laptop(tmp_path / "other")
    overlaid.mount("/", "overlay", "0:100", "overlay")
    overlaid.mount("/data", "ext4", "254:0", "/dev/vda")
    sandboxed.mount("/", "9p", "0:2", "none")
    sandboxed.mount("/data", "9p", "0:3", "none")

    assert overlaid.medium("/buku") == "disk"
    assert overlaid.medium("/data/buku") == "disk"
    assert sandboxed.medium("/data/buku") == "disk"
    assert LinuxProbe(tmp_path / "nothing").medium(Path("/buku")) == "disk"


@linux
def test_a_stick_is_removable(laptop: Laptop) -> None:
    laptop.disk(f"{PCI}/usb1/1-1", "sdb", "8:17", removable=True, part="sdb1")
    laptop.mount("/media/siti/KINGSTON", "vfat", "8:17", "/dev/sdb1")

    assert laptop.medium("/media/siti/KINGSTON/buku") == "removable"


@linux
def test_a_card_is_removable(laptop: Laptop) -> None:
    laptop.disk(f"{PCI}/mmc_host", "mmcblk1", "179:1", removable=True, part="mmcblk1p1")
    laptop.mount("/media/kartu", "exfat", "179:1", "/dev/mmcblk1p1")

    assert laptop.medium("/media/kartu") == "removable"


@linux
def test_a_disk_in_a_usb_case_is_removable_though_it_says_otherwise(laptop: Laptop) -> None:
    laptop.disk(f"{PCI}/usb2/2-1", "sdc", "8:32", removable=False)
    laptop.mount("/media/besar", "ext4", "8:32", "/dev/sdc")

    assert laptop.medium("/media/besar/buku") == "removable"


@linux
def test_a_second_disk_inside_passes(laptop: Laptop) -> None:
    laptop.disk(f"{PCI}/ata2", "sdd", "8:49", removable=False, part="sdd1")
    laptop.mount("/data", "ext4", "8:49", "/dev/sdd1")

    assert laptop.medium("/data/buku") == "disk"


@linux
def test_what_is_laid_over_a_stick_is_removable(laptop: Laptop) -> None:
    stick = laptop.disk(f"{PCI}/usb1/1-1", "sdb", "8:17", removable=True, part="sdb1")
    crypt = laptop.disk("sys/devices/virtual", "dm-0", "253:0", removable=False)
    (crypt / "slaves").mkdir()
    (crypt / "slaves" / "sdb1").symlink_to(stick)
    laptop.mount("/media/rahasia", "ext4", "253:0", "/dev/mapper/rahasia")

    assert laptop.medium("/media/rahasia/buku") == "removable"


@linux
def test_a_btrfs_stick_is_found_by_its_source(laptop: Laptop) -> None:
    laptop.disk(f"{PCI}/usb1/1-1", "sdb", "8:17", removable=True, part="sdb1")
    laptop.mount("/media/b", "btrfs", "0:60", "/dev/sdb1")

    assert laptop.medium("/media/b") == "removable"


@linux
def test_a_system_that_runs_from_a_usb_disk_has_no_other(tmp_path: Path) -> None:
    made = Laptop(tmp_path / "machine")
    made.disk(f"{PCI}/usb2/2-1", "sda", "8:1", removable=False, part="sda1")
    made.mount("/", "ext4", "8:1", "/dev/sda1")
    made.mount("/srv", "ext4", "8:1", "/dev/sda1")

    assert made.medium("/srv/siti") == "disk"


@pytest.mark.parametrize(
    ("path", "kind", "medium"),
    [
        ("C:\\koperasi\\buku", 3, "disk"),
        ("\\\\?\\C:\\koperasi\\buku", 3, "disk"),
        ("R:\\buku", 6, "disk"),
        ("E:\\buku", 2, "removable"),
        ("D:\\buku", 5, "removable"),
        ("Z:\\buku", 4, "network"),
        ("\\\\server\\data\\buku", 3, "network"),
        ("\\\\?\\UNC\\server\\data", 3, "network"),
    ],
)
def test_windows_drives(path: str, kind: int, medium: Medium) -> None:
    probe = WindowsProbe(drive_type=lambda _folder: kind)

    assert probe.medium(cast("Path", PureWindowsPath(path))) == medium


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(("medium", "words"), [("network", "jaringan"), ("removable", "flashdisk")])
def test_another_medium_is_refused_in_words(tmp_path: Path, medium: Medium, words: str) -> None:
    file = tmp_path / "belum" / "ada" / DATABASE

    with pytest.raises(BadPlace, match=f"{re.escape(str(file.parent))}: .*{words}.*Pilih folder"):
        place.require_own_disk(file, Answers(medium))


@pytest.mark.parametrize(
    "name",
    [
        *("OneDrive", "OneDrive - Dinas Koperasi", "onedrive-pribadi", "Dropbox", "My Drive"),
        *("Dropbox (Pribadi)", "Google Drive", "Drive Saya", "Nextcloud", "iCloudDrive"),
    ],
)
def test_a_cloud_folder_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "Koperasi" / "buku" / DATABASE

    with pytest.raises(BadPlace, match=f"folder {re.escape(name)} disalin"):
        place.require_own_disk(file, Answers("disk"))


@pytest.mark.parametrize("name", ["Drive", "OneDriver", "Kotak", "Awan", "dropboxku"])
def test_a_name_that_only_resembles_one_passes(tmp_path: Path, name: str) -> None:
    place.require_own_disk(tmp_path / name / DATABASE, Answers("disk"))


def test_a_folder_that_something_synchronises_is_refused_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / "bersama" / ".stfolder").mkdir(parents=True)

    with pytest.raises(BadPlace, match="folder bersama disalin"):
        place.require_own_disk(tmp_path / "bersama" / "buku" / DATABASE, Answers("disk"))


def test_where_windows_keeps_onedrive_is_refused_under_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Dokumen"))

    with pytest.raises(BadPlace, match="folder Dokumen disalin"):
        place.require_own_disk(tmp_path / "Dokumen" / "buku" / DATABASE, Answers("disk"))


@linux
def test_a_link_into_a_cloud_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "buku").mkdir(parents=True)
    (tmp_path / "buku").symlink_to(tmp_path / "Dropbox" / "buku")

    with pytest.raises(BadPlace, match="folder Dropbox disalin"):
        place.require_own_disk(tmp_path / "buku" / DATABASE, Answers("disk"))


def test_a_database_under_two_names_is_refused(practice: Path) -> None:
    os.link(practice / DATABASE, practice / "lain.db")

    with pytest.raises(BadPlace, match="tautan keras"):
        builders.open_books(practice)

    (practice / "lain.db").unlink()
    builders.open_books(practice).close()


@linux
def test_a_database_that_is_only_a_link_is_refused(practice: Path, tmp_path: Path) -> None:
    (practice / DATABASE).rename(tmp_path / "asli.db")
    (practice / DATABASE).symlink_to(tmp_path / "asli.db")

    with pytest.raises(BadPlace, match="hanya tautan"):
        builders.open_books(practice)


# --- every door asks ----------------------------------------------------------------------------


def test_books_in_a_cloud_folder_are_not_opened(practice: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(practice, tmp_path / "Dropbox" / "buku"))

    with pytest.raises(BadPlace):
        builders.open_books(moved)


def test_books_are_not_founded_in_a_cloud_folder(tmp_path: Path) -> None:
    with pytest.raises(BadPlace, match="Dropbox"):
        founding.found_practice(tmp_path / "Dropbox" / "buku")

    assert not (tmp_path / "Dropbox").exists()


def test_nobody_joins_in_a_cloud_folder(founded_laptops: Path, tmp_path: Path) -> None:
    invitation = founded_laptops / "GA.json"

    with pytest.raises(BadPlace, match="Dropbox"):
        joining.join(tmp_path / "Dropbox" / "buku", invitation, builders.PASSWORD)

    assert not (tmp_path / "Dropbox").exists()
