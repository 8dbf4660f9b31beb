"""What is not printed yet, in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.printing import queue
from kopdes_desktop.printing.queue import Job
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

JOBS = (
    Column(N_("Bukti"), lambda job: job.number, width=20),
    Column(N_("Tanggal"), lambda job: job.day, text=short_day, width=11),
    Column(N_("Nama"), lambda job: job.who, width=0),
    Column(N_("Jumlah"), lambda job: int(job.amount), text=rupiah, width=14, right=True),
    Column(N_("Keadaan"), lambda job: _(queue.STATE_WORDS[job.state]), width=24),
)


class QueuePanel(QWidget):
    """Papers that wait for a printer; the marked one stays marked."""

    def __init__(self, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        told = _("Enter mencetak bukti ini, F9 semuanya, Del membuangnya dari antrean.")
        self.jobs = Table(JOBS, _("Antrean cetak"))
        self.empty = kind_label(_("Semua bukti sudah dicetak atau disimpan."), "muted")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(kind_label(told, "muted"))
        box.addWidget(self.empty)
        box.addWidget(self.jobs, 1)

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """These wait now."""
        row = max(0, self.jobs.currentIndex().row())
        self.jobs.set_rows(jobs)
        self.jobs.go_to(min(row, len(jobs) - 1))
        self.empty.setVisible(not jobs)
