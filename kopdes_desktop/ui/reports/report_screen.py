"""What every report screen shares: ask on the database's thread, print and export by one key."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout

from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.document import Document
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.fields import Field
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.reports.answers import build


@dataclass(frozen=True, slots=True)
class _Form:
    """How a document becomes a file."""

    suffix: Literal["pdf", "xlsx"]
    make: Callable[[Document], bytes]


def _pdf(made: Document) -> bytes:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use
    from kopdes_desktop.reports import rendering  # noqa: PLC0415  as above

    return pdf.document(rendering.on_paper(made))


def _xlsx(made: Document) -> bytes:
    from kopdes_desktop.paper import spreadsheet  # noqa: PLC0415  on the printing thread

    return spreadsheet.xlsx(made)


class PaperScreen(Screen):
    """Shows a document that goes to PDF and to Excel by one key. Subclasses say which."""

    def __init__(self, desk: Desk, title: str, listens: tuple[str, ...]) -> None:
        super().__init__(title, desk.news, listens)
        self.desk = desk

    def print_keys(self) -> tuple[Key, ...]:
        """The same two keys on every report."""
        return (
            Key("Ctrl+P", _("cetak PDF"), self._print),
            Key("Ctrl+E", _("simpan untuk Excel"), self._export),
        )

    def shown(self) -> Document | None:
        """The document that is on the screen."""
        raise NotImplementedError

    def _print(self) -> None:
        self._keep(_Form("pdf", _pdf))

    def _export(self) -> None:
        self._keep(_Form("xlsx", _xlsx))

    def _keep(self, form: _Form) -> None:
        made = self.shown()
        if made is None:
            self.desk.say(_("Belum ada laporan di layar. Pilih satu, lalu Enter."), "warning")
            return
        name = re.sub(r"[^\w.]+", "-", f"{made.title} {made.period}".lower()).strip("-")
        self.desk.say(_("Menyiapkan {title} …").format(title=made.title))
        self.desk.print_paper(Paper(name, lambda: form.make(made), form.suffix))


class ReportScreen(PaperScreen):
    """Questions above, paper below, of one report."""

    def __init__(self, desk: Desk, title: str, listens: tuple[str, ...]) -> None:
        super().__init__(desk, title, listens)
        self.questions = QHBoxLayout()
        self.questions.setSpacing(14)
        self.body.addLayout(self.questions)

    def day_field(self, name: str, label: str) -> DayField:
        """A day that the report is asked for."""
        made = DayField(name, label, lambda: self.desk.standing.today)
        made.setFixedWidth(250)
        self.questions.addWidget(made)
        return made

    def ask_report(
        self, code: str, given: dict[str, str], then: Callable[[Document], None], at: Field
    ) -> None:
        """Build a report; a refusal stands at the field that asked."""
        self.desk.errands.send(
            lambda: build(self.desk.session, code, given),
            then,
            otherwise=lambda error: self._complain(error, at),
        )

    def _complain(self, error: Exception, at: Field) -> bool:
        if not isinstance(error, KopdesError):
            return False
        at.complain(error.message)
        return True
