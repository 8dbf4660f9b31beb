"""Deposits or sales in a process of their own: the faults' shim writes down what they sync.

python -m tests.benchmarks.syncs FOLDER COUNT deposit|sale
"""

import ctypes
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from kopdes_desktop.members import queries
from tests import builders
from tests.benchmarks import outlet, village

_HEAD = struct.Struct("<cIqq")


def main(folder: Path, count: int, kind: str) -> None:
    """Perform so many documents, a mark in the record after each."""
    record = ctypes.CDLL(None)
    with builders.open_books(folder) as session:
        office = session.office
        members = [each.key for each in queries.in_status(office.reading, "active")]
        code, orders = "savings.deposit", village.deposits(members, count + 1)
        if kind == "sale":
            code, orders = "sales.sell", outlet.sales(office, count + 1)
        for order in orders:
            office.perform(code, order)
            record.fault_mark(kind.encode())


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
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
