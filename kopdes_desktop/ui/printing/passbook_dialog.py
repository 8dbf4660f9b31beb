"""Buku simpanan: what the book still lacks, printed page by page from its next free line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.office.actor import Level
from kopdes_desktop.paper import dot_matrix
from kopdes_desktop.printing import passbook, profiles
from kopdes_desktop.printing.passbook import LINES, Mark, Page
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.dialogs import Confirm, Dialog
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button, key_hint
from kopdes_desktop.ui.kit.keys import Key, bind, shown
from kopdes_desktop.ui.kit.panels import scrolled
from kopdes_desktop.ui.kit.perform import Outcome, lives
from kopdes_desktop.ui.kit.slip_paper import LinesPaper
from kopdes_desktop.ui.printing.receipts import CHANGE, RIGHT

_HEIGHT: Final = 300


class Book(Struct, frozen=True):
    """Whose book, where it stands, what it lacks, and the printer that it goes into."""

    who: str
    mark: Mark
    pages: Sequence[Page]
    printer: Profile
    may: bool


def find(session: Session, member: int) -> Book:
    """Read it; on the database's thread."""
    read = session.office.reading
    session.office.require(RIGHT)
    return Book(
        passbook.heading(read, member),
        passbook.mark(read, member),
        passbook.pages(read, member),
        profiles.profiles(read)["matrix"],
        may=session.office.may(CHANGE) is not Level.NO,
    )


class PassbookDialog(Dialog):
    """Enter prints the page that lies open, and asks for the next; nothing is printed twice."""

    def __init__(self, parent: QWidget | None, desk: Desk, member: int) -> None:
        super().__init__(
            parent,
            _("Buku simpanan"),
            _("Masukkan buku pada halaman yang disebut, lalu Enter."),
            icon="info",
        )
        self._desk, self._member = desk, member
        self._book: Book | None = None
        self._busy = False
        self.where = kind_label("", "label")
        self.where.setWordWrap(True)
        self.paper = LinesPaper(_("Baris yang akan dicetak"))
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        self.told.hide()
        area = scrolled(self.paper)
        area.setMinimumHeight(_HEIGHT)
        self.box.addWidget(self.where)
        self.box.addWidget(area)
        self.box.addWidget(self.told)
        keys = (
            Key("F5", _("baris bebas satu ke atas"), lambda: self._shift(-1)),
            Key("F6", _("satu ke bawah"), lambda: self._shift(1)),
            Key("F7", _("tandai sudah tercetak"), self._mark_printed),
            Key("F8", _("buku baru"), self._ask_anew),
        )
        bind(keys, self)
        back = button(_("Tutup"))
        back.clicked.connect(self.reject)
        self.do_it = button(_("Cetak"), "primary", "printer")
        self.do_it.clicked.connect(self._print)
        hints = QHBoxLayout()
        hints.setSpacing(14)
        for key in keys:
            hints.addWidget(key_hint(shown(key.sequence), key.words))
        hints.addStretch(1)
        self.box.addLayout(hints)
        self.add_buttons(back, self.do_it)
        self.do_it.setFocus()
        self._read()

    def _read(self) -> None:
        self._desk.ask(partial(find, member=self._member), self._show)

    def _show(self, book: Book) -> None:
        self._book = book
        self.do_it.setEnabled(book.may)
        if not book.may:
            self._tell(_("Hanya bendahara, kasir, dan ketua yang mencetak di buku simpanan."))
        if not book.pages:
            self.where.setText(_("{who}: buku sudah lengkap.").format(who=book.who))
            self.paper.show_lines([])
            return
        page, more = book.pages[0], len(book.pages) - 1
        words = ngettext(
            "{who}: halaman {page}, mulai baris {line}, {n} baris.",
            "{who}: halaman {page}, mulai baris {line}, {n} baris.",
            len(page.lines),
        ).format(who=book.who, page=page.number, line=page.first, n=len(page.lines))
        if more:
            words += " " + _("Sesudah itu buku dibalik.")
        self.where.setText(words)
        self.paper.show_lines(page.lines)

    # -- printing

    def _print(self) -> None:
        book = self._book
        if book is None or not (book.pages and book.may) or self._busy:
            return
        self._busy = True
        self.told.hide()
        page, way = book.pages[0], book.printer
        content = dot_matrix.encode(page.printed(), way.columns, eject=True)
        self._desk.printer.send(way, content, self._sent)

    def _sent(self, outcome: Outcome) -> None:
        if not lives(self._sent):
            return
        self._busy = False
        if outcome.error is None:
            self._keep()
        elif isinstance(outcome.error, KopdesError):
            words = _("Belum dicatat sebagai tercetak. Bila barisnya sudah ada di buku, tekan F7.")
            self._tell(f"{outcome.error.message} {words}")
        else:
            self._desk.printer.failed.emit(outcome.error)

    def _mark_printed(self) -> None:
        """The lines lie in the book already: another printer, or one that stopped at the end."""
        if self._book is not None and self._book.pages:
            self._keep()

    def _keep(self) -> None:
        book = self._book
        if book is None:
            return
        after = book.pages[0].after
        if len(book.pages) > 1:
            turn = _("Balik buku ke halaman {page}, masukkan lagi, lalu Enter.")
            self._tell(turn.format(page=book.pages[1].number))
        self._note(partial(passbook.keep, member=self._member, reached=after))

    def _shift(self, step: int) -> None:
        """The book lies differently from what is known here: another line is free."""
        book = self._book
        if book is not None and 1 <= book.mark.line + step <= LINES + 1:
            moved = replace(book.mark, line=book.mark.line + step)
            self._note(partial(passbook.keep, member=self._member, reached=moved))

    def _ask_anew(self) -> None:
        if self._book is None:
            return
        words = _(
            "Buku baru {who} dimulai di halaman 1: Y dengan satu baris saldo pindahan, F9 dengan"
            " semua mutasi sejak awal."
        ).format(who=self._book.who)
        asking = Confirm(self, _("Mulai buku baru?"), words, deed=_("Saldo pindahan"))
        asking.confirmed.connect(lambda: self._begin(everything=False))

        def whole() -> None:
            asking.accept()
            self._begin(everything=True)

        bind((Key("F9", _("cetak semua mutasi"), whole),), asking)
        asking.open()

    def _begin(self, *, everything: bool) -> None:
        self._note(partial(passbook.begin_anew, member=self._member, everything=everything))

    def _note(self, change: partial[None]) -> None:
        def job(session: Session) -> Book:
            session.office.require(CHANGE)
            session.office.note(change)
            return find(session, self._member)

        self._desk.ask(job, self._show)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        set_tone(self.told, "warning")
        self.told.setVisible(True)
