"""Paper before it is printed: its pages, or the slip as it will come out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Asking
from kopdes_desktop.ui.kit.fields import Words, kind_label
from kopdes_desktop.ui.kit.form import button, key_hint
from kopdes_desktop.ui.kit.keys import Key, bind, shown
from kopdes_desktop.ui.kit.panels import scrolled
from kopdes_desktop.ui.kit.perform import Outcome, lives
from kopdes_desktop.ui.kit.printer import Paper, Printer
from kopdes_desktop.ui.kit.sheets import Page
from kopdes_desktop.ui.kit.slip_paper import SlipPaper

#: Of the window that it stands before.
_SHARE: Final = 0.94
_PAGE_WIDTH: Final = 900


def _title(paper: Paper) -> str:
    """A report by its title and period in words; other papers by their name."""
    made = paper.document
    return " · ".join(filter(None, (made.title, made.period))) if made is not None else paper.name


class Preview(Asking):
    """One paper to look at. Ctrl+P prints it, S keeps it as a file, arrows turn the page."""

    def __init__(self, parent: QWidget | None, printer: Printer, paper: Paper) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Pratinjau"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._printer, self._paper = printer, paper
        self._content: bytes | None = None
        self._at, self._pages = 0, 1
        self.where = kind_label("", "small")
        self.picture = Words(_("Menyiapkan halaman …"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName(_("Halaman"))
        self.slip: SlipPaper | None = None
        way = printer.profiles.get("slip")
        if paper.slip is not None and way is not None and way.there:
            self.slip = SlipPaper()
            self.slip.show_slip(paper.slip, way.columns, as_picture=way.raster)
        self.keys = self._keys()
        bind(self.keys, self)
        self._lay_out()

    def _keys(self) -> tuple[Key, ...]:
        turn = (
            ()
            if self.slip is not None
            else (
                Key("Left", _("halaman sebelumnya"), lambda: self._turn(-1)),
                Key("Right", _("halaman berikutnya"), lambda: self._turn(1)),
            )
        )
        ribbon = (
            (Key("D", _("printer pita"), self.on_ribbon),)
            if self._printer.has_ribbon(self._paper)
            else ()
        )
        return (
            Key("Ctrl+P", _("cetak"), self.print_it),
            Key("S", _("simpan PDF"), self.save_it),
            *ribbon,
            *turn,
            Key("Up", _("ke atas"), lambda: self._scroll(-1)),
            Key("Down", _("ke bawah"), lambda: self._scroll(1)),
            Key("Escape", _("kembali")),
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(kind_label(_title(self._paper), "heading"))
        head.addStretch(1)
        head.addWidget(self.where)
        self.area = scrolled(self.slip or self.picture)
        foot = QHBoxLayout()
        foot.setSpacing(18)
        for key in self.keys:
            foot.addWidget(key_hint(_printed(key.sequence), key.words))
        foot.addStretch(1)
        do_it = button(_("Cetak"), "primary", "printer")
        do_it.clicked.connect(self.print_it)
        foot.addWidget(do_it)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.area, 1)
        box.addLayout(foot)
        do_it.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Nearly as large as the window; the first page comes when it is made."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            room = parent.window().size() * _SHARE
            self.resize(min(room.width(), _PAGE_WIDTH + 120), room.height())
        if self.slip is None and self._content is None:
            self._printer.run(self._paper.make, self._made)

    def _made(self, outcome: Outcome) -> None:
        if not lives(self._made):
            return
        if outcome.error is not None:
            self._complain(outcome.error)
            return
        self._content = outcome.value
        self._turn(0)

    def _turn(self, step: int) -> None:
        content, at = self._content, self._at + step
        if content is None or not 0 <= at < self._pages:
            return
        from kopdes_desktop.ui.kit import sheets  # noqa: PLC0415  pypdfium2, on first use

        self._printer.run(lambda: sheets.page(content, at, _PAGE_WIDTH), self._show)

    def _scroll(self, step: int) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep() // 2)

    def _show(self, outcome: Outcome) -> None:
        if not lives(self._show):
            return
        if outcome.error is not None:
            self._complain(outcome.error)
            return
        page: Page = outcome.value
        self._at, self._pages = page.number, page.pages
        self.picture.setPixmap(QPixmap.fromImage(page.image))
        told = _("Halaman {n} dari {all}").format(n=page.number + 1, all=page.pages)
        self.where.setText(told)
        self.picture.setAccessibleDescription(told)

    def _complain(self, error: Exception) -> None:
        """Said where the page would stand; what is our bug goes the way of all bugs."""
        self.picture.setText(
            error.message
            if isinstance(error, KopdesError)
            else _("Halaman ini tidak dapat dibuat.")
        )
        if not isinstance(error, KopdesError):
            self._printer.failed.emit(error)

    def print_it(self) -> None:
        """On paper, or as a file without a printer; a receipt as it is printed everywhere."""
        sheet, content = self._printer.profiles.get("sheet"), self._content
        plain = self._paper.fact is None and self.slip is None
        if plain and sheet is not None and sheet.there and content is not None:
            words = _("{name} dicetak.").format(name=self._paper.name)
            self._printer.on_sheet(sheet.address, content, words)
        else:
            self._printer.queue(self._paper)
        self.accept()

    def on_ribbon(self) -> None:
        """In the letters of the dot-matrix printer."""
        self._printer.on_ribbon(self._paper)
        self.accept()

    def save_it(self) -> None:
        """Into the folder of papers."""
        self._printer.save(self._paper)
        self.accept()


def _printed(sequence: str) -> str:
    return {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}.get(sequence, shown(sequence))
