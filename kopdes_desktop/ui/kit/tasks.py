"""Work that takes longer than a breath: after 600 ms it shows how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.perform import Errands, Sender, lives

PATIENCE_MS: Final = 600
LOOK_EVERY_MS: Final = 100


class Underway(Dialog):
    """How far the work is; Esc or the button asks it to stop, and then nothing has happened.

    The button is not for Enter: a second press of the Enter that began the work must not stop it.
    """

    stopped = Signal()

    def __init__(
        self, parent: QWidget, title: str, words: str, progress: Stoppable, *, stop: str = ""
    ) -> None:
        super().__init__(parent, title, words, icon="info")
        self._progress = progress
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self.box.addWidget(self._bar)
        self._steps = kind_label("", "small")
        self.box.addWidget(self._steps)
        self._stop = button(stop or _("Hentikan (Esc)"))
        self._stop.setAutoDefault(False)
        self._stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stop.clicked.connect(self.reject)
        self.add_buttons(self._stop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._look = QTimer(self)
        self._look.setInterval(LOOK_EVERY_MS)
        self._look.timeout.connect(self._refresh)
        self._look.start()

    def _refresh(self) -> None:
        if self._progress.whole:
            self._bar.setRange(0, self._progress.whole)
            self._bar.setValue(self._progress.done)
            self._steps.setText(
                _("{done} dari {whole}").format(
                    done=self._progress.done, whole=self._progress.whole
                )
            )

    def reject(self) -> None:
        """Ask the work to stop; the dialog goes when the work has ended."""
        self._stop.setDisabled(True)
        self._look.stop()
        self._steps.setText(_("Sedang dihentikan …"))
        self._progress.stop()
        self.stopped.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window means stopping the work."""
        self.reject()
        event.ignore()


def send_long(
    errands: Errands,
    job: Callable[[Stoppable], Any],
    then: Callable[[Any], None],
    *,
    window: QWidget,
    title: str,
    words: str,
    sender: Sender | None = None,
    otherwise: Callable[[Exception], bool] | None = None,
) -> None:
    """Run the job with a progress that it steps; a dialog appears if it takes its time."""
    progress = Stoppable()
    waiting = _Waiting(window, title, words, progress)

    def ended(value: Any) -> None:  # noqa: ANN401  whatever the job gives
        waiting.end()
        if lives(then):
            then(value)

    def failed(error: Exception) -> bool:
        waiting.end()
        return otherwise is not None and lives(otherwise) and otherwise(error)

    errands.send(lambda: job(progress), ended, sender=sender, otherwise=failed)


class _Waiting:
    """The moment before the dialog, and the dialog."""

    def __init__(self, window: QWidget, title: str, words: str, progress: Stoppable) -> None:
        self._parts = (window, title, words, progress)
        self._dialog: Underway | None = None
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self._timer.start(PATIENCE_MS)

    def _show(self) -> None:
        self._dialog = Underway(*self._parts)
        self._dialog.open()

    def end(self) -> None:
        self._timer.stop()
        if self._dialog is not None:
            self._dialog.done(0)
            self._dialog = None
