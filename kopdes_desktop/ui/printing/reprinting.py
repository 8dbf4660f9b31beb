"""Where a screen asks which receipt is printed once more; the dialog comes with the question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.printing.receipts import ReceiptPaper

if TYPE_CHECKING:
    from kopdes_desktop.ui.printing.reprint_dialog import ReprintDialog


def ask_which(desk: Desk, then: Callable[[ReceiptPaper], None], number: str = "") -> ReprintDialog:
    """Ask which receipt of the books it shall be; the last one is marked, or that of a number."""
    from kopdes_desktop.ui.printing.reprint_dialog import (  # noqa: PLC0415  on first use
        ReprintDialog,
    )

    asking = ReprintDialog(desk.window, desk, number)
    asking.taken.connect(then)
    asking.open()
    return asking
