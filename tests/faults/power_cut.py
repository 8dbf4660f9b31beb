"""What a disk may hold after a power cut: the record of shim.c, played back up to a moment.

What was synced stays. Of the rest each write may be there, be lost, or be torn at 512 bytes, in any
order; names of files are kept in their order up to some point, and only a synced folder is sure of
them. Honest disks do no worse.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.faults.oracle import Acknowledged

SECTOR = 512
LOST, TORN = 0.4, 0.6
#: Numbers of files that were made after the beginning.
NEW = 1 << 20


class Step(NamedTuple):
    """One thing that was done: W T S data of a file, C U R D names in a folder, A answer."""

    n: int
    op: str
    path: str
    offset: int
    data: bytes


def steps(record: Path) -> Iterator[Step]:
    """The record, from its beginning."""
    raw, at = record.read_bytes(), 0
    while at < len(raw):
        letters, offset, length = struct.unpack_from("<Iqq", raw, at + 1)
        begins = at + 21 + letters
        path = raw[at + 21 : begins].decode()
        yield Step(at, chr(raw[at]), path, offset, raw[begins : begins + length])
        at = begins + length


Names = dict[str, int]


@dataclass
class Disk:
    """Files by a number of their own, with the names that are sure and those that are not yet."""

    sure: dict[int, bytearray] = field(default_factory=dict)
    unsure: list[tuple[int, Step]] = field(default_factory=list)
    names: Names = field(default_factory=dict)
    renamings: list[Step] = field(default_factory=list)
    sure_names: Names = field(default_factory=dict)
    answers: list[Acknowledged] = field(default_factory=list)

    @classmethod
    def holding(cls, folder: Path) -> "Disk":
        """A disk with these files on it, all of them sure."""
        disk = cls()
        for n, path in enumerate(folder.rglob("*")):
            if path.is_file():
                disk.sure[n] = bytearray(path.read_bytes())
                disk.names[str(path)] = disk.sure_names[str(path)] = n
        return disk

    def take(self, step: Step) -> None:
        """One more step of the record."""
        match step.op:
            case "A":
                told = msgspec.json.decode(step.data)
                self.answers.append(Acknowledged(told["id"], told["number"]))
            case "C" | "U" | "R":
                self.names = renamed(self.names, step)
                self.renamings.append(step)
            case "D":
                self._sync_names()
            case "S":
                self._sync(self.names[step.path])
            case _:
                self.unsure.append((self.names[step.path], step))

    def _sync(self, file: int) -> None:
        for which, step in self.unsure:
            if which == file:
                written(self.sure, file, step)
        self.unsure = [each for each in self.unsure if each[0] != file]

    def _sync_names(self) -> None:
        for step in self.renamings:
            self.sure_names = renamed(self.sure_names, step)
        self.renamings = []

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """What is found when the power is back."""
        files = {n: bytearray(content) for n, content in self.sure.items()}
        for which, step in self.unsure:
            throw = chance.random()
            if throw >= LOST:
                written(files, which, step, chance if throw < TORN else None)
        names = dict(self.sure_names)
        for step in self.renamings[: chance.randint(0, len(self.renamings))]:
            names = renamed(names, step)
        return {path: bytes(files.get(n, b"")) for path, n in names.items()}


def renamed(names: Names, step: Step) -> Names:
    """The names of a folder after a creation, removal or renaming."""
    after = dict(names)
    match step.op:
        case "C":
            after[step.path] = NEW + step.n
        case "U":
            del after[step.path]
        case "R":
            after[step.data.decode()] = after.pop(step.path)
    return after


def written(
    files: dict[int, bytearray], file: int, step: Step, torn: random.Random | None = None
) -> None:
    """Carry out a write or truncation; a torn write leaves out sectors."""
    content = files.setdefault(file, bytearray())
    if step.op == "T":
        del content[step.offset :]
        content.extend(bytes(step.offset - len(content)))
        return
    for at in range(0, len(step.data), SECTOR):
        if torn is None or torn.random() < 0.5:
            piece, begins = step.data[at : at + SECTOR], step.offset + at
            content.extend(bytes(max(0, begins + len(piece) - len(content))))
            content[begins : begins + len(piece)] = piece
