"""Says lines to the program inside this process, and hears what it answers."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop import cli
from kopdes_desktop.app.program import program

TODAY = "2026-11-21"
PIN, PASSWORD = "123456", "latihan"
POWER = {
    "op": "accounting.record",
    "order": {
        "text": "Bayar listrik",
        "lines": [
            {"account": "6-1201", "amount": 5_000, "unit": "KTR"},
            {"account": "1-1102", "amount": -5_000, "unit": "KTR"},
        ],
    },
}


@dataclass(frozen=True)
class Told:
    """What came out of a call."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Speaker:
    """A shell with a folder of books, and a user signed in by the environment."""

    patch: pytest.MonkeyPatch
    folder: Path

    def user(self, name: str | None, password: str | None = PASSWORD) -> None:
        """Sign in as somebody from now on."""
        for variable, value in (("KOPDES_USER", name), ("KOPDES_PASSWORD", password)):
            if value is None:
                self.patch.delenv(variable, raising=False)
            else:
                self.patch.setenv(variable, value)

    def say(self, *line: object, stdin: bytes = b"") -> Told:
        """One call of the program."""
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="ascii"), io.StringIO()
        with self.patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = cli.main(program(), ["--data", str(self.folder), *map(str, line)])
            out.flush()
        return Told(code, out.buffer.getvalue(), err.getvalue())

    def perform(self, *orders: object, options: tuple[str, ...] = ()) -> Told:
        """Orders through standard input, on the practice books' last day."""
        lines = b"\n".join(
            each if isinstance(each, bytes) else json.dumps(each).encode() for each in orders
        )
        return self.say("perform", "-", "--today", TODAY, *options, stdin=lines)
