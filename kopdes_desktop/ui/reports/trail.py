"""A paper on the screen, and the way that led to it: Enter goes on, Backspace comes back.

Every screen of books has one trail. It keeps each paper that was opened with the line the cursor
was on, so that coming back finds the same line, however far the way went.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import statement_lines
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.chart_view import ChartCard
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import ROW_HEIGHT, Table
from kopdes_desktop.ui.reports import sources
from kopdes_desktop.ui.reports.answers import PERSONS
from kopdes_desktop.ui.reports.document_view import DocumentView, Row
from kopdes_desktop.ui.reports.entries import ENTRY, RECORD, REVERSE, Link, Voucher
from kopdes_desktop.ui.reports.sources import Page, Person, Source
from kopdes_desktop.ui.reports.voucher_dialog import VoucherDialog

if TYPE_CHECKING:
    from kopdes_desktop.ui.reports.papers_dialog import Papers

#: Below this height the notes of a paper stand in one paragraph.
ROOMY = 560
_BESIDE = "  ·  "
_CHART = 178
#: More charts than can be read beside each other are on paper only.
_ABREAST = 2
#: So many links of an entry are seen at once; the arrows reach the others.
_LINKS = 4
_TWO_SIDED = frozenset({"trial_balance", sources.JOURNAL, ENTRY})
LINKS = (Column("", lambda link: link.words, width=0),)


class Trail(QWidget):
    """Shows the last paper of the way. `turned` tells that another one is on top.

    A `terse` one has its papers' title and days in one line, says only on paper who issues and
    signs them, and has room for more rows.
    """

    turned = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, name: str, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        self.desk = desk
        self._frame = QFrame(self)
        self._frame.setProperty("kind", "card")
        self.terse = False
        self._said_above = ""
        self.pages: list[Page] = []
        self._asked = 0
        self._awaited: int | str | None = None
        self._told: tuple[str, ...] = ()
        self._accounts: dict[str, str] = {}
        self.marked = kind_label("", "notice", "warning")
        self.coop = kind_label("", "small")
        self.subject = kind_label("", "heading")
        self.period = kind_label("", "muted")
        self.about = kind_label("", "")
        self.notes = kind_label("", "small")
        self.charts = QWidget()
        self._abreast = QHBoxLayout(self.charts)
        self._abreast.setContentsMargins(0, 0, 0, 8)
        self._abreast.setSpacing(16)
        self.view = DocumentView(name, self._frame)
        self.view.opened.connect(self._follow)
        self.links = Table(LINKS, _("Tautan jurnal ini"), ground=self._frame)
        self.links.horizontalHeader().hide()
        self.links.opened.connect(self._follow_link)
        for table in (self.view.table, self.links):
            table.installEventFilter(self)
        self._arrange()

    def _arrange(self) -> None:
        box = QVBoxLayout(self._frame)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(2)
        for one in (self.marked, self.coop, self.subject, self.period, self.about):
            one.setWordWrap(True)
            box.addWidget(one)
        box.addSpacing(6)
        box.addWidget(self.charts)
        box.addWidget(self.view, 1)
        box.addWidget(self.links)
        box.addWidget(self.notes)
        self.marked.hide()
        self.links.hide()
        self.charts.hide()
        self.notes.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)

    # -- what is on top

    def top(self) -> Page | None:
        """The paper that is shown."""
        return self.pages[-1] if self.pages else None

    def shown(self) -> Document | None:
        """Its document."""
        return self.pages[-1].made if self.pages else None

    def set_out(self, page: Page) -> None:
        """A paper that nothing led to: the way starts here."""
        self._asked += 1
        if not self.pages:
            self.desk.ask(sources.explanations, self._take_explanations)
        self.pages = [page]
        self._show()
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.open_entry(awaited)

    def renew(self, page: Page) -> None:
        """The same paper as the books are now, the cursor where it was."""
        if self.pages:
            self.pages[-1] = replace(page, row=self._row())
            self._show()

    def follow_here(self) -> None:
        """As Enter on the line under the cursor."""
        row = self.view.table.current()
        if row is not None:
            self._follow(row)

    def back(self) -> bool:
        """To the line that was left; False on the paper that the way started with."""
        if len(self.pages) < 2:  # noqa: PLR2004
            return False
        self._asked += 1
        self.pages.pop()
        self._show()
        self.focus()
        return True

    def home(self) -> None:
        """Back to the paper that the way started with."""
        del self.pages[1:]
        if self.pages:
            self._show()

    def focus(self) -> None:
        """To the table, or to the link that was followed."""
        page = self.top()
        if page is not None and page.linked is not None:
            self.links.go_to(page.linked)
            self.links.setFocus()
        else:
            self.view.table.setFocus()

    def understood(self) -> set[str]:
        """Of the keys that not every paper understands, those of the paper on top."""
        page = self.top()
        found = {"Backspace"} if len(self.pages) > 1 else set()
        if page is None:
            return found
        if page.entry is not None:
            found |= {"Tab"} if page.entry.links else set()
            return found | ({"F8"} if page.entry.reversible else set())
        accounts = page.code != sources.SUBLEDGER and (
            "account" in page.given or any(each.key == "account" for each in page.made.columns)
        )
        return found | ({"F7"} if accounts else set())

    # -- going on

    def _follow(self, row: Row) -> None:
        page = self.pages[-1]
        self._go(lambda session: sources.follow(session, page.code, page.given, row), None)

    def _follow_link(self, link: Link) -> None:
        if link.kind == "papers":
            self._ask_papers(link.key)
            return
        if link.kind == "rewrite":
            self.desk.lead(RECORD, entry=link.key)
            return
        self._go(lambda session: sources.linked(session, link), self.links.currentIndex().row())

    def _ask_papers(self, key: int) -> None:
        """The papers of others that prove an entry, to look at and to add."""
        from kopdes_desktop.ui.reports import papers_dialog  # noqa: PLC0415  on first use

        right = f"report.{sources.JOURNAL}"
        self.desk.read(right, papers_dialog.read_papers, key, then=self._show_papers)

    def _show_papers(self, papers: Papers) -> None:
        from kopdes_desktop.ui.reports.papers_dialog import PapersDialog  # noqa: PLC0415

        dialog = PapersDialog(self.desk, papers)
        dialog.finished.connect(self._read_entry_again)
        dialog.open()

    def _read_entry_again(self, _result: int) -> None:
        """What it is proven by may have changed."""
        page = self.top()
        if page is not None and page.entry is not None:
            key = page.entry.key
            self.desk.ask(lambda session: sources.entry_page(session, key), self._renew_entry)

    def open_subledger(self) -> None:
        """The account under the cursor, or of this ledger, broken down by whose it is."""
        page = self.top()
        if page is None:
            return
        row = self.view.table.current()
        self._go(lambda session: sources.subledger(session, page.code, page.given, row), None)

    def open_entry(self, name: int | str) -> None:
        """An entry by key or number, from wherever it was asked for; after the first paper."""
        if self.pages:
            self._go(lambda session: sources.entry_page(session, name), None)
        else:
            self._awaited = name

    def _go(self, source: Callable[[Session], Source | None], linked: int | None) -> None:
        self._asked += 1
        turn = self._asked
        self.desk.ask(
            lambda session: (turn, linked, source(session)), self._arrived, otherwise=self._refused
        )

    def _refused(self, error: Exception) -> bool:
        self.refused.emit(error)
        return False

    def _arrived(self, answer: tuple[int, int | None, Source | None]) -> None:
        turn, linked, found = answer
        if turn != self._asked:
            return
        if self.pages:
            self.pages[-1] = replace(self.pages[-1], row=self._row(), linked=linked)
        if isinstance(found, Page):
            self.pages.append(found)
            self._show()
            self.focus()
        elif isinstance(found, Person):
            self.desk.lead(PERSONS, found.key)
        elif isinstance(found, Voucher):
            dialog = VoucherDialog(self.desk.window, found)
            dialog.printed.connect(self.desk.print_paper)
            dialog.open()
        else:
            self.desk.say(_("Baris ini tidak mempunyai rincian yang dapat dibuka."))

    # -- what is to be said of it

    def judged(self) -> tuple[str, str]:
        """DRAF, or whether both sides of the paper agree: words and tone; nothing for others."""
        made = self.shown()
        if made is None:
            return "", ""
        if made.draft:
            return _("DRAF"), "warning"
        if made.code not in _TWO_SIDED or not made.rows:
            return "", ""
        debit, credit = (int(str(made.totals[side])) for side in ("debit", "credit"))
        if debit != credit:
            return _("Selisih {amount}").format(amount=rupiah(abs(debit - credit))), "danger"
        return _("Seimbang: {amount}").format(amount=rupiah(debit)), ""

    # -- taking an entry back

    def reverse(self) -> None:
        """Ask why, and have this entry taken back by its exact opposite."""
        page = self.top()
        if page is None or page.entry is None:
            self.desk.say(_("Buka dulu jurnalnya dengan Enter, lalu F8 membaliknya."))
            return
        if not page.entry.reversible:
            self.desk.say(_("Jurnal ini tidak dapat dibalik: sudah dibalik, atau jurnal balik."))
            return
        asking = AskReason(
            self.desk.window,
            _("Balik jurnal {number}").format(number=page.entry.number),
            _(
                "Jurnal {number} ({amount}) tidak dihapus: jurnal kebalikannya dicatat hari ini,"
                " dan keduanya saling menunjuk. Bila ini bukti simpanan, saldo anggota ikut"
                " kembali."
            ).format(number=page.entry.number, amount=_amount(page)),
            deed=_("Balik jurnal"),
        )
        asking.given.connect(self._take_back)
        asking.open()

    def _take_back(self, reason: str) -> None:
        """For this reason; a second person is asked where the entry needs one."""
        page = self.top()
        if page is None or page.entry is None:
            return
        self.desk.perform(
            REVERSE,
            {"entry": page.entry.key, "reason": reason},
            self._was_taken_back,
            question=_("Jurnal {number} sebesar {amount} dibalik: {reason}").format(
                number=page.entry.number, amount=_amount(page), reason=reason
            ),
        )

    def _was_taken_back(self, _answer: object) -> None:
        page = self.top()
        if page is not None and page.entry is not None:
            self.desk.say(_("{number} dibalik.").format(number=page.entry.number), "good")
            self._read_entry_again(0)

    def _renew_entry(self, page: Page | None) -> None:
        if page is not None and self.pages and self.pages[-1].code == page.code:
            self.renew(page)
            self.focus()

    # -- showing

    def _row(self) -> int:
        return max(self.view.table.currentIndex().row(), 0)

    def _show(self) -> None:
        page = self.pages[-1]
        made = page.made
        self.view.show_document(page.seen, ends=page.ends)
        self.view.table.go_to(min(page.row, len(made.rows) - 1))
        self._show_links(page)
        self._show_charts(made)
        signers = ", ".join(f"{one.role} {one.name}".strip() for one in made.signers)
        signed = _("Ditandatangani: {signers}").format(signers=signers) if signers else ""
        told = [] if made.rows else [_("Tidak ada isi untuk pertanyaan ini.")]
        self._told = (*told, *made.notes, *filter(None, ("" if self.terse else signed,)))
        self._fit_words()
        self.turned.emit()

    def _show_links(self, page: Page) -> None:
        links = page.entry.links if page.entry is not None else ()
        self.links.rows.set_rows(links)
        self.links.setFixedHeight(at_text_size(ROW_HEIGHT) * min(len(links), _LINKS) + 4)
        self.links.setVisible(bool(links))

    def _show_charts(self, made: Document) -> None:
        """The paper's charts beside each other; what they tell is said to who cannot see them."""
        while (item := self._abreast.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        drawn = [chart for chart in made.charts if not chart.empty]
        for chart in drawn[:_ABREAST]:
            card = ChartCard()
            card.setFixedHeight(at_text_size(_CHART))
            card.show_chart(chart)
            self._abreast.addWidget(card)
        self._fit_words()

    def _fit_words(self) -> None:
        """A line each; one after the other where the window is low, so that the table has room."""
        page = self.top()
        if page is None:
            return
        roomy = self.window().height() >= at_text_size(ROOMY)
        made = page.made
        title = (made.title, made.period) if self.terse else (made.title,)
        self.subject.setText(_BESIDE.join(filter(None, title)))
        practice = _("LATIHAN") if made.letterhead.practice else ""
        head = (made.letterhead.name, practice, "" if roomy else made.period)
        self.coop.setText(_BESIDE.join(filter(None, head)))
        self.coop.setHidden(self.terse)
        self.period.setText(made.period)
        self.period.setVisible(roomy and not self.terse)
        self.charts.setVisible(roomy and self._abreast.count() > 0)
        self.about.setText(("\n" if roomy and page.entry else _BESIDE).join(made.about))
        self.about.setVisible(bool(made.about))
        told = [words for words in self._told if words != self._said_above]
        self.notes.setText(("\n" if roomy and not self.terse else _BESIDE).join(told))
        self.notes.setVisible(bool(told))

    def leave_out(self, words: str) -> None:
        """What the screen says above the paper already is not said below it once more."""
        self._said_above = words
        self._fit_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down from the last line goes to the links, Up from the first of them comes back.

        Only the table that has the focus shows where the cursor is.
        """
        if watched is self.links and event.type() == QEvent.Type.FocusIn:
            self.links.go_to(max(self.links.currentIndex().row(), 0))
        elif watched is self.links and event.type() == QEvent.Type.FocusOut:
            self.links.clearSelection()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            table, links = self.view.table, self.links
            last = table.currentIndex().row() == len(table.rows.rows) - 1
            if watched is table and event.key() == Qt.Key.Key_Down and last and links.isVisible():
                links.setFocus()
                return True
            first = links.currentIndex().row() <= 0
            if watched is links and event.key() == Qt.Key.Key_Up and first:
                table.setFocus()
                return True
        return super().eventFilter(watched, event)

    def explanation(self) -> str:
        """What the line under the cursor is about, in a sentence."""
        row, page = self.view.table.current(), self.top()
        if row is None or page is None:
            return ""
        of_account = self._accounts.get(str(row.get("account")), "")
        return of_account or statement_lines.explanation(page.code, row)

    def _take_explanations(self, found: dict[str, str]) -> None:
        self._accounts = found


def _amount(page: Page) -> str:
    """What an entry comes to."""
    return rupiah(int(str(page.made.totals["debit"])))
