"""Who may do what: every deed in words, and how far each role goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.actor import Level
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.walking import Walks
from kopdes_desktop.ui.people.roster import LEVELS, Right

_LEGEND = N_(
    "boleh: sendiri · berdua: dengan persetujuan orang kedua · menyetujui: hanya sebagai orang"
    " kedua · kosong: tidak. Ini aturan program, sama di setiap koperasi."
)


class RightsPage(QWidget):
    """The matrix, narrowed by what is typed above it."""

    def __init__(self) -> None:
        super().__init__()
        self._rights: Sequence[Right] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Cari pekerjaan, contoh: setoran"))
        self.line.setAccessibleName(_("Cari pekerjaan"))
        icons.dress(self.line, "search", "muted")
        self.line.textEdited.connect(self._narrow)
        self.table = Table((), _("Siapa boleh apa"))
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self._walks = Walks(self.line, self.table)
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        legend = kind_label(_(_LEGEND), "muted")
        legend.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.line)
        box.addWidget(self.table, 1)
        box.addWidget(self.told)
        box.addWidget(legend)

    def show_rights(self, rights: Sequence[Right], roles: Sequence[tuple[str, str]]) -> None:
        """Show this matrix with a column for each role."""
        self._rights = rights
        self.table.set_columns(
            (
                Column(N_("Pekerjaan"), lambda right: right.deed, width=0),
                *(
                    Column(name, _LevelOf(code), text=_in_words, width=max(9, len(name) + 1))
                    for code, name in roles
                ),
            )
        )
        self._narrow(self.line.text())

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self.table.set_rows(
            [
                right
                for right in self._rights
                if all(word in f"{right.area} {right.deed}".casefold() for word in words)
            ]
        )
        self._tell()

    def _tell(self, *_indexes: object) -> None:
        """The whole sentence of the marked line: columns cut it in large text."""
        right = self.table.current()
        self.told.setVisible(isinstance(right, Right))
        if isinstance(right, Right):
            self.told.setText(_("{area}: {deed}").format(area=right.area, deed=right.deed))

    def start(self) -> None:
        """At the line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class _LevelOf:
    """How far one role goes, of any line."""

    def __init__(self, role: str) -> None:
        self._role = role

    def __call__(self, right: Right) -> Level:
        return right.levels[self._role]


def _in_words(level: Level) -> str:
    words = LEVELS[level]
    return _(words) if words else ""
