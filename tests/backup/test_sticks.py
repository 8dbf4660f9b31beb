"""A stick gets copies once it was prepared for these books; half a copy is never listed there."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kopdes_desktop.app import sticks as machine
from kopdes_desktop.app.books import Session
from kopdes_desktop.app.place import LinuxProbe
from kopdes_desktop.backup import copy_file, making, status, sticks
from kopdes_desktop.backup.copy_file import BadCopy
from kopdes_desktop.kernel.errors import DiskFull, DiskTrouble
from tests.backup.conftest import Laptop, made

Prepare = Callable[[Session], Path]
PCI = "sys/devices/pci0000:00"


def test_a_stick_that_nobody_prepared_gets_nothing(session: Session, stick: Path) -> None:
    copy = made(session, stick)

    assert copy.on_sticks == ()
    assert list(stick.iterdir()) == []


def test_a_prepared_stick_gets_each_copy_and_is_told_of(
    laptop: Laptop, session: Session, stick: Path, prepared: Prepare
) -> None:
    place = prepared(session)

    copy = made(session, stick)

    assert copy.on_sticks == (place / copy.path.name,)
    assert copy.on_sticks[0].read_bytes() == copy.path.read_bytes()
    told = status.load(laptop.folder).stick
    assert told is not None
    assert (told.name, told.place) == (copy.path.name, str(place))


def test_a_stick_of_another_cooperative_is_left_alone(session: Session, stick: Path) -> None:
    place = sticks.prepare(stick, session.office.own.coop)
    mark = place / "kopdes-cadangan.json"
    mark.write_text(mark.read_text().replace(session.office.own.coop, "other"))

    assert made(session, stick).on_sticks == ()


def test_a_mark_that_cannot_be_read_is_no_mark(session: Session, stick: Path) -> None:
    place = sticks.prepare(stick, session.office.own.coop)
    (place / "kopdes-cadangan.json").write_bytes(b"\xff")

    assert sticks.marked([stick], session.office.own.coop) == []


@pytest.mark.fault
@pytest.mark.parametrize("step", ["_write", "_require_same"])
def test_a_stick_that_is_pulled_out_lists_nothing_new_and_costs_no_local_copy(
    session: Session, stick: Path, prepared: Prepare, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place = prepared(session)
    first = made(session, stick).on_sticks[0]
    session.office.clock.pass_by(60)  # type: ignore[attr-defined]

    def pulled(*_files: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(sticks, step, pulled)
        copy = made(session, stick)

    assert copy.on_sticks == ()
    assert [each.path for each in making.listed(place)] == [first]
    assert "flashdisk" in copy.trouble
    copy_file.require_whole(copy.path)
    copy_file.require_whole(first)
    assert status.load(session.folder).trouble == copy.trouble


@pytest.mark.fault
def test_what_reads_back_otherwise_is_not_named(
    laptop: Laptop,
    session: Session,
    prepared: Prepare,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = prepared(session)
    written = sticks._write

    def rotten(source: Path, target: Path) -> None:
        written(source, target)
        with target.open("r+b") as file:
            file.seek(5_000)
            file.write(b"\0\0\0\0")

    monkeypatch.setattr(sticks, "_write", rotten)
    with pytest.raises(BadCopy):
        making.to_stick(laptop.folder, laptop.copy, place)

    assert [each.name for each in place.iterdir()] == ["kopdes-cadangan.json"]


def test_a_full_stick_is_told_as_such(
    laptop: Laptop, session: Session, prepared: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = prepared(session)

    def full(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sticks, "_write", full)
    with pytest.raises(DiskFull):
        making.to_stick(laptop.folder, laptop.copy, place)

    assert [each.name for each in place.iterdir()] == ["kopdes-cadangan.json"]


def test_what_an_earlier_pull_left_half_goes_with_the_next_copy(
    laptop: Laptop, session: Session, prepared: Prepare
) -> None:
    place = prepared(session)
    (place / "x.kpb.belum").write_bytes(b"half")

    making.to_stick(laptop.folder, laptop.copy, place)

    assert {each.suffix for each in place.iterdir()} == {".json", ".kpb"}


def test_a_stick_that_cannot_be_written_is_not_prepared(tmp_path: Path) -> None:
    (tmp_path / "KOPDES").write_text("a file")

    with pytest.raises(DiskTrouble):
        sticks.prepare(tmp_path, "coop")


# --- which sticks are in ------------------------------------------------------------------------


def disk(root: Path, name: str, device: str, *, removable: bool) -> None:
    folder = root / PCI / "block" / name
    folder.mkdir(parents=True)
    (folder / "removable").write_text(f"{int(removable)}\n")
    link = root / "sys/dev/block" / device
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(folder)


@pytest.mark.skipif(os.name == "nt", reason="lays out a Linux machine, with links")
def test_on_linux_what_can_be_pulled_out_and_is_mounted_on_the_usual_shelves(
    tmp_path: Path,
) -> None:
    for name, device, removable in (("sda", "8:0", False), ("sdb", "8:16", True)):
        disk(tmp_path, name, device, removable=removable)
    mounts = (
        ("/", "8:0"),
        ("/media/bendahara/KOPDES\\040A", "8:16"),
        ("/mnt/arsip", "8:0"),
        ("/srv/stick", "8:16"),
    )
    table = tmp_path / "proc/self/mountinfo"
    table.parent.mkdir(parents=True)
    table.write_text(
        "".join(f"20 1 {device} / {point} rw - ext4 /dev/x rw\n" for point, device in mounts)
    )
    for point, _device in mounts:
        (tmp_path / point.lstrip("/").replace("\\040", " ")).mkdir(parents=True, exist_ok=True)

    found = list(machine.on_linux(LinuxProbe(tmp_path)))

    assert [each.relative_to(tmp_path).as_posix() for each in found] == ["media/bendahara/KOPDES A"]


def test_on_windows_the_letters_of_removable_drives() -> None:
    kinds = {"C": 3, "D": 5, "E": 2, "G": 2}

    found = machine.on_windows(0b1011100, lambda root: kinds[str(root)[0]])

    assert [re.sub(r"\W", "", str(each)) for each in found] == ["E", "G"]
