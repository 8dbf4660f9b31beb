"""The cold start: the sign-in is painted before anything heavy is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

HEAVY = {
    "sqlalchemy",
    "sqlcipher3",
    "sqlite3",
    "alembic",
    "reportlab",
    "xlsxwriter",
    "python_calamine",
    "cryptography",
    "argon2",
    "babel",
    "lokal",
    "msgspec",
    "typer",
    "pypdfium2",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
    "PySide6.QtNetwork",
    "PySide6.QtTest",
    "PIL",
    "segno",
    "pyrage",
    "xml",
    "http",
    "html",
    "asyncio",
    "multiprocessing",
}
#: All of ours that the sign-in is made of; a new one costs every start, and is named here.
ROOMS = {"kernel", "places", "ui"}
FEW = 40

START = """
import builtins, json, sys
plain = builtins.__import__
import kopdes_desktop.ui
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from kopdes_desktop.ui.application import make_application
from kopdes_desktop.ui.door import Door
from kopdes_desktop.ui.shell.main_window import MainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not seen:
            seen.update(modules=sorted(sys.modules), plain=builtins.__import__ is plain)
            QTimer.singleShot(0, app.quit)
        return False

seen = {}
app = make_application()
door = Door(Path(sys.argv[1]), lambda folder: True, None, None, lambda: None)
window = MainWindow(door)
watch = Watch()
window.sign_in.installEventFilter(watch)
window.show()
app.exec()
print(json.dumps(seen))
sys.stdout.flush()
window.close()
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            START,
            str(tmp_path_factory.mktemp("b")),
        ],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_nothing_heavy_is_imported_before_the_first_paint(seen: dict[str, object]) -> None:
    modules = seen["modules"]
    assert isinstance(modules, list)

    loaded = {name for name in modules if name in HEAVY or name.partition(".")[0] in HEAVY}

    assert loaded == set()


def test_the_sign_in_is_made_of_few_modules_of_ours(seen: dict[str, object]) -> None:
    modules = seen["modules"]
    assert isinstance(modules, list)

    ours = [name.removeprefix("kopdes_desktop.") for name in modules if "kopdes_desktop." in name]

    assert {name.partition(".")[0] for name in ours} == ROOMS
    assert len(ours) < FEW, ours


def test_the_import_hook_of_pyside_is_taken_out(seen: dict[str, object]) -> None:
    assert seen["plain"] is True
