"""Runs the programs of this folder, each in a child of its own, forked when all is imported.

    python -m tests.faults.nursery

A line of JSON on standard input is a `Wish`; when its child has ended, a line says how.
"""

import ctypes
import gc
import os
import runpy
import sys

import msgspec

from tests.faults import outlet, till, workers

__all__ = ["Ending", "Wish", "outlet", "till", "workers"]


class Wish(msgspec.Struct):
    """A module of this folder, its words, its whole environment, and the file for its output."""

    module: str
    words: list[str]
    env: dict[str, str]
    out: str


class Ending(msgspec.Struct):
    """Whose output is whole, and the status that `waitpid` gave."""

    out: str
    status: int


def main() -> None:
    gc.freeze()  # or the first collection of each child copies every page
    for line in sys.stdin.buffer:
        wish = msgspec.json.decode(line, type=Wish)
        child = os.fork()
        if not child:
            live(wish)
        _pid, status = os.waitpid(child, 0)
        os.write(1, msgspec.json.encode(Ending(wish.out, status)) + b"\n")


def live(wish: Wish) -> None:
    """A child's life: it is the program that was wished for."""
    code = 1
    try:
        os.environ.clear()
        os.environ.update(wish.env)
        if "FAULT_ROOT" in wish.env:
            ctypes.CDLL(None).fault_begin()
        os.dup2(os.open(wish.out, os.O_CREAT | os.O_WRONLY, 0o600), 1)
        sys.argv[1:] = wish.words
        runpy.run_module(f"tests.faults.{wish.module}", run_name="__main__")
        sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001  whoever wished for it is told by the status
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
