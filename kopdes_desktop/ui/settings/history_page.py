"""What was changed, by whom, from what to what; narrowed by what is typed above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.office.actor import Level
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.walking import Walks
from kopdes_desktop.ui.settings.deeds import Deeds

COLUMNS = (
    Column(N_("Tanggal"), lambda row: row["date"], text=short_day, width=10),
    Column(N_("Perihal"), lambda row: row["what"] or row["operation"], width=0),
    Column(N_("Sesudah"), lambda row: row["after"], width=20),
    Column(N_("Oleh"), lambda row: row["by"], width=10),
)
#: With less room than for so many letters the words below the list alone say who it was.
_ROOMY = 80


def history(session: Session) -> list[Row]:
    """Every change, newest first; on the database's thread."""
    from kopdes_desktop.reports import changes  # noqa: PLC0415  on first use
    from kopdes_desktop.reports.report import Params  # noqa: PLC0415

    office = session.office
    if office.may(f"report.{changes.CODE}") is Level.NO:
        return []
    today = office.today()
    return list(office.read(f"report.{changes.CODE}", changes.rows, Params(day=today, until=today)))


class HistoryPage(QWidget):
    """A line to search in, the list, and all about the marked change below it."""

    keys: Deeds

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: Sequence[Row] = ()
        self.keys = {}
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Cari perihal, nilai, atau nama"))
        self.line.setAccessibleName(_("Cari perubahan"))
        icons.dress(self.line, "search", "muted")
        self.line.textEdited.connect(self._narrow)
        self.table = Table(COLUMNS, _("Riwayat perubahan"))
        self.table.spare(_ROOMY, 3)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self._walks = Walks(self.line, self.table)
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        frame, inside = card(_("Riwayat perubahan"))
        about = kind_label(
            _("Tidak dapat dihapus. Untuk dicetak atau ke Excel: Laporan, Riwayat perubahan."),
            "muted",
        )
        about.setWordWrap(True)
        for part in (about, self.line):
            inside.addWidget(part)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.told)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def start(self) -> None:
        """At the line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read again."""
        self._desk.ask(history, self._show)

    def _show(self, rows: list[Row]) -> None:
        self._rows = rows
        self._narrow(self.line.text())

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self.table.set_rows(
            [row for row in self._rows if all(word in _searched(row) for word in words)]
        )
        self._tell()

    def _tell(self, *_indexes: object) -> None:
        row = self.table.current()
        self.told.setVisible(row is not None)
        if row is None:
            return
        words = [
            f"{row['operation']}: {row['what']}",
            _("{before} → {after}").format(before=row["before"], after=row["after"]),
            _("oleh {by}, {day} {time}").format(
                by=row["by"], day=short_day(row["date"]), time=row["time"]
            ),
        ]
        if row["approved_by"]:
            words.append(_("disetujui {name}").format(name=row["approved_by"]))
        if row["reason"]:
            words.append(_("alasan: {reason}").format(reason=row["reason"]))
        self.told.setText(" · ".join(words))


def _searched(row: Row) -> str:
    names = ("operation", "what", "before", "after", "by", "approved_by", "reason")
    return " ".join(str(row[name] or "") for name in names).casefold()
