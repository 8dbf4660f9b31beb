"""PERFORMANCE 11: the memory of a teller and a till at work, and that it does not grow by working.

Every round takes savings, sells, looks a member up and comes home, all by keys.
"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.office import log
from kopdes_desktop.ui.application import make_application
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.benchmarks import measure, outlet
from tests.benchmarks.sizes import LONG
from tests.benchmarks.start import resident
from tests.benchmarks.test_screens import at_work, inline
from tests.ui import fingers

pytestmark = [pytest.mark.bench, pytest.mark.qt_log_ignore("does not support propagateSizeHints")]

SCANS = 5


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_application()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("rounds", "deeds"), [pytest.param(2, 1, id="few"), pytest.param(10, 40, marks=LONG)]
)
def test_work_leaves_nothing_behind(trading: Path, tmp_path: Path, rounds: int, deeds: int) -> None:
    folder = builders.copy(trading, tmp_path / "toko")
    window = at_work(folder, inline)
    seen = []
    for turn in range(1, rounds + 1):
        for n in range(deeds):
            serve(n)
        seen.append((turn * deeds, *left_behind(window), resident()))
    window.close()

    measure.table(
        "Goal 11: after so many deposits, and as many sales of five scans, by keys",
        ("deeds", "widgets", "answers kept of the books", "MiB"),
        seen,
    )
    with builders.open_books(folder) as session:
        sold = len(log.latest(session.office.reading, ["sales.sell"], 9_999))
        paid = len(log.latest(session.office.reading, ["savings.deposit"], 9_999))
    assert sold == paid == rounds * deeds
    assert {row[1:3] for row in seen} == {seen[0][1:3]}


def serve(n: int) -> None:
    """Savings of one member, one sale of five things, a look at a member, and home again."""
    fingers.press(Qt.Key.Key_F4)
    fingers.write(f"{n + 21:04d}")
    fingers.enter()
    fingers.write("s5000")
    fingers.enter(2)
    fingers.press(Qt.Key.Key_J, held=fingers.CTRL)
    for scan in range(SCANS):
        fingers.scan(outlet.barcode((SCANS * n + scan) % outlet.ITEMS))
    fingers.enter(2)
    fingers.press(Qt.Key.Key_2, held=fingers.CTRL)
    fingers.write("nomor 4")
    fingers.enter()
    fingers.press(Qt.Key.Key_Escape)
    fingers.press(Qt.Key.Key_1, held=fingers.CTRL)


def left_behind(window: MainWindow) -> tuple[int, int]:
    """How many widgets there are, and how many answers the database keeps."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert window.desk is not None
    kept = window.desk.session.office.database._kept
    return len(QApplication.allWidgets()), len(kept)
