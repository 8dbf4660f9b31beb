"""The Qt binding that is pinned: 6.12.0 gives None back once too often and kills Python 3.11."""

import subprocess
import sys

import PySide6

RING = """
from PySide6.QtCore import QObject, Signal, Slot

class Bell(QObject):
    rung = Signal()

class Ear(QObject):
    heard = 0

    @Slot()
    def hear(self):
        self.heard += 1

bell, ear = Bell(), Ear()
bell.rung.connect(ear.hear)
for _ in range(100_000):
    bell.rung.emit()
print(ear.heard)
"""


def test_the_pin_holds() -> None:
    assert (6, 11, 3) <= PySide6.__version_info__ < (6, 12)


def test_a_hundred_thousand_slots_that_return_nothing_do_no_harm() -> None:
    rung = subprocess.run(
        [sys.executable, "-c", RING], capture_output=True, text=True, check=False, timeout=60
    )

    assert (rung.returncode, rung.stdout.strip()) == (0, "100000"), rung.stderr
