"""Whose goods lie here: the owners on the left, what each brought and is owed on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.ui.consignment.reading import Consigned, Owner
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.card_scan import CardScan
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.typed_ahead import ENTER
from kopdes_desktop.ui.kit.walking import Walks

OWNERS = (
    Column(N_("Penitip"), lambda owner: owner.name, width=0),
    Column(N_("Barang"), lambda owner: owner.left, text=number, width=7, right=True),
    Column(N_("Utang"), lambda owner: owner.owed, text=number, width=10, right=True),
)


def _missing(row: Consigned) -> str:
    return "warning" if row.missing > 0 else ""


def _share(row: Consigned) -> str:
    return number(row.share) if row.share is not None else "–"


ITEMS = (
    Column(N_("Barang"), lambda row: row.item.name, width=0),
    Column(N_("Titip"), lambda row: row.kept.taken, text=shown, width=6, right=True),
    Column(N_("Terjual"), lambda row: row.kept.sold, text=shown, width=6, right=True),
    Column(N_("Ada"), lambda row: row.held, text=shown, width=6, right=True),
    Column(N_("Kurang"), lambda row: row.missing, text=shown, width=6, right=True, tone=_missing),
    Column(N_("Bagian"), _share, width=7, right=True),
    Column(N_("Utang"), lambda row: row.kept.unpaid, text=number, width=8, right=True),
)

#: Where there is no room for so many letters, what was taken in, and the share.
_SPARE, _WIDE = (1, 5), 76
#: And of the owners, how many of their items lie here.
_NARROW = 48


class OwnerList(QWidget):
    """Letters narrow the owners; `searched` carries them, for members who brought nothing yet."""

    opened = Signal(object)
    searched = Signal(str)
    #: The number of a member's card.
    carded = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._owners: tuple[Owner, ...] = ()
        self._members: tuple[Owner, ...] = ()
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Cari penitip, atau pindai kartu anggota"))
        self.line.setAccessibleName(_("Cari penitip"))
        icons.dress(self.line, "search", "muted")
        self.line.textEdited.connect(self._on_typed)
        self.line.installEventFilter(self)
        CardScan(self.line).scanned.connect(self.carded)
        self.table = Table(OWNERS, _("Penitip"))
        self.table.spare(_NARROW, 1)
        self.table.opened.connect(self.opened)
        self.table.selectionModel().currentRowChanged.connect(self._show_owner)
        Walks(self.line, self.table)
        self.name = kind_label("", "heading")
        self.name.setWordWrap(True)
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.items = Table(ITEMS, _("Barang titipannya"))
        self.items.spare(_WIDE, *_SPARE)
        self._arrange()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.line)
        left.addWidget(self.table, 1)
        frame, inside = card()
        for part in (self.name, self.said):
            inside.addWidget(part)
        inside.addWidget(self.items, 1)
        inside.addStretch(0)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addLayout(left, 2)
        both.addWidget(frame, 3)

    @property
    def owner(self) -> Owner | None:
        """The marked one."""
        found: Owner | None = self.table.current()
        return found

    def start(self) -> None:
        """In the line; arrows walk the owners from there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def show_owners(self, owners: tuple[Owner, ...]) -> None:
        """These, the marked one marked again."""
        self._owners = owners
        known = {owner.key for owner in owners}
        self._members = tuple(each for each in self._members if each.key not in known)
        self._narrow()

    def offer_members(self, found: tuple[Owner, ...]) -> None:
        """Members who have brought nothing yet, below those who have."""
        known = {owner.key for owner in self._owners}
        self._members = tuple(each for each in found if each.key not in known)
        self._narrow()

    def go_to(self, key: int) -> None:
        """Mark this owner."""
        self.table.go_where(lambda owner: owner.key == key)

    def _on_typed(self, text: str) -> None:
        self._members = ()
        self._narrow()
        self.searched.emit(text)

    def _narrow(self) -> None:
        words = folded(self.line.text()).split()
        rows = [own for own in self._owners if all(word in own.words for word in words)]
        self.table.renew([*rows, *self._members], lambda owner: owner.key)
        self._show_owner()

    def _show_owner(self, *_indexes: object) -> None:
        owner = self.owner
        self.items.setVisible(owner is not None and bool(owner.items))
        if owner is None:
            self.name.setText(_("Belum ada penitip"))
            self.said.setText(
                _("Ctrl+N mencatat penitip dari luar. Anggota dicari dengan namanya.")
            )
            return
        self.name.setText(owner.name)
        told = (
            _("Belum dibayar {amount}. F8 membayarnya.").format(amount=rupiah(owner.owed))
            if owner.owed
            else _("Tidak ada yang perlu dibayar.")
        )
        if owner.missing:
            told += " " + _("{n} barang kurang dari catatan; F7 menggantinya.").format(
                n=owner.missing
            )
        self.said.setText(told)
        set_tone(self.said, "warning" if owner.missing else "")
        self.items.set_rows(owner.items)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens the marked owner; Esc first empties the line."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in ENTER:
            if not event.isAutoRepeat() and self.owner is not None:
                self.opened.emit(self.owner)
            return True
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            self._on_typed("")
            return True
        return super().eventFilter(watched, event)
