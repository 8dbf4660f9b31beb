"""The wording of everything that goes wrong, and where it is shown.

Refusal: at the field, else in the form, else in the status line. Fault: a dialog with advice.
Cancelled: the status line. Anything else is our bug: a report to copy, and a line in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kopdes_desktop import __version__
from kopdes_desktop.kernel.errors import Cancelled, Fault, Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.perform import Sender

_log = logging.getLogger(__name__)

Say = Callable[[str, str], None]


class Complaints(QObject):
    """Tells errors to people, over one window."""

    def __init__(self, window: QWidget, say: Say) -> None:
        super().__init__(window)
        self._window = window
        self._say = say

    def tell(self, error: Exception, sender: Sender | None = None) -> None:
        """Show this error where it belongs."""
        if isinstance(error, Refusal):
            self._refuse(error, sender)
        elif isinstance(error, Fault):
            self._warn(error)
        elif isinstance(error, Cancelled):
            self._say(error.message, "")
        else:
            self._admit(error)

    def _warn(self, fault: Fault) -> None:
        from kopdes_desktop.ui.kit.dialogs import Notice  # noqa: PLC0415  after the first paint

        _log.error("fault: %s", fault.code)
        Notice(self._window, _("Gangguan pada komputer"), fault.message).open()

    def _admit(self, bug: Exception) -> None:
        from kopdes_desktop.ui.kit.dialogs import Crash  # noqa: PLC0415  after the first paint

        told = report(bug)
        _log.error("%s", told)  # not the error itself: its message may hold what members told us
        Crash(self._window, told).open()

    def _refuse(self, refusal: Refusal, sender: Sender | None) -> None:
        if sender is None or not sender.complain(refusal.field, refusal.message):
            self._say(refusal.message, "danger")


def report(error: BaseException) -> str:
    """What a helper needs: version and the way to the error, without any value of the books."""
    import traceback  # noqa: PLC0415  only when something went wrong

    lines = [f"Kopdes Desktop {__version__}", f"{type(error).__name__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        place = frame.filename.replace("\\", "/").rpartition("kopdes_desktop/")[2]
        lines.append(f"  {place}:{frame.lineno} {frame.name}")
    return "\n".join(lines)
