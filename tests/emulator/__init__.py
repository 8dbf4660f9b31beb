"""An ESC/POS printer that others wrote (emupos) reads our slips back: text, picture, drawer.

It needs Python 3.13 and lives in an environment of its own, which `build/dev.py` makes where such
a Python is at hand; elsewhere the tests that ask it are skipped.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv" / "emulator"
PYTHON = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
SCRIPT = Path(__file__).with_name("apart.py")
#: Dots a line of a 58 mm head, of 42 columns, and of an 80 mm head.
DOTS = {32: 384, 42: 504, 48: 576}


@dataclass(frozen=True, slots=True)
class Printed:
    """What came out: the text, a PNG a receipt, commands it did not know, drawer kicks."""

    text: str
    pictures: tuple[bytes, ...]
    unknown: tuple[dict[str, str], ...]
    kicks: int

    @property
    def lines(self) -> list[str]:
        """The printed lines, without the space around them."""
        return [line.strip() for line in self.text.splitlines()]


def is_there() -> bool:
    """Whether dev.py found a Python for it."""
    return PYTHON.is_file()


def printed(jobs: Sequence[bytes], columns: int = 32) -> list[Printed]:
    """Each job as a printer of so many columns prints it; skips the test without an emulator."""
    if not is_there():
        pytest.skip("the printer emulator needs a Python 3.13 on this machine")
    asked = {"dots": DOTS[columns], "jobs": [base64.b64encode(job).decode() for job in jobs]}
    told = subprocess.run(
        [PYTHON, "-I", SCRIPT], input=json.dumps(asked), text=True, capture_output=True, check=True
    )
    return [
        Printed(
            each["text"],
            tuple(base64.b64decode(png) for png in each["png"]),
            tuple(each["unknown"]),
            each["kicks"],
        )
        for each in json.loads(told.stdout)
    ]
