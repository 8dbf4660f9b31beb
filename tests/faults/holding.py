"""F9: programs that hold the books open until they are killed.

    python -m tests.faults.holding

Each line on standard input names the folder of the books and makes one; its process id comes back
once they are open.
"""

import os
import signal
import sys
from pathlib import Path

from tests.faults import books


def hold(folder: Path) -> None:
    """Open the books as the cashier, work a little, and stay."""
    session = books.unlocked(folder, "kasir")
    books.deposit(session, books.MEMBERS[0])
    print(os.getpid(), flush=True)
    signal.pause()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    for line in sys.stdin:
        if not os.fork():
            hold(Path(line.rstrip("\n")))


if __name__ == "__main__":
    main()
