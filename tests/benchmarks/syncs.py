"""Deposits in a process of their own, so that the faults' shim can write down what they sync.

python -m tests.benchmarks.syncs FOLDER COUNT
"""

import ctypes
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from kopdes_desktop.members import queries
from tests import builders
from tests.benchmarks import village

_HEAD = struct.Struct("<cIqq")


def main(folder: Path, count: int) -> None:
    """Perform so many deposits, a mark in the record after each."""
    record = ctypes.CDLL(None)
    with builders.open_books(folder) as session:
        members = [each.key for each in queries.in_status(session.office.reading, "active")]
        session.office.perform("savings.deposit", next(village.deposits(members, 1)))
        record.fault_mark(b"deposit")
        for order in village.deposits(members, count):
            session.office.perform("savings.deposit", order)
            record.fault_mark(b"deposit")


def synced(record: bytes) -> Iterator[list[str]]:
    """The files that were synced between one mark and the next."""
    at, marked = 0, False
    files: list[str] = []
    while at < len(record):
        op, letters, _offset, length = _HEAD.unpack_from(record, at)
        at += _HEAD.size
        path = record[at : at + letters].decode()
        at += letters + length
        if op == b"A":
            if marked:
                yield files
            files, marked = [], True
        elif op in b"SD":
            files.append(Path(path).name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
