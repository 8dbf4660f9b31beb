"""F2: work at the counter while everything that reaches the disk is written down (shim.c).

    python -m tests.faults.recording PLACE ORDERS SEED FULL|NORMAL counter|outlet

PLACE holds `books` and becomes the place of the anchor; its disk is what the power cut is about.
"""

import ctypes
import itertools
import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from kopdes_desktop.db import engine
from tests.faults.workers import opened, worker

SESSIONS = 4


def main(place: Path, orders: int, seed: str, synchronous: str, work: str) -> int:
    """Perform so many orders in a few sessions; each answer is marked in the record."""
    os.environ["KOPDES_ANCHOR"] = str(place / "anchor")
    engine._LIVE = ("journal_mode=WAL", f"synchronous={synchronous}")
    record = ctypes.CDLL(None)

    def mark(told: dict[str, Any]) -> None:
        if "done" in told:
            record.fault_mark(msgspec.json.encode(told))

    for n in range(SESSIONS):
        session = opened(place / "books", work)
        clerk = worker(work, session, mark, f"{seed}/{n}")
        for _answer in itertools.islice(clerk.work(), orders // SESSIONS):
            pass
        session.close()
    return orders


if __name__ == "__main__":
    folder, orders, seed, synchronous, work = sys.argv[1:]
    main(Path(folder), int(orders), seed, synchronous, work)
    sys.stdout.write("{}")
