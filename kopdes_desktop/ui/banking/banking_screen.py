"""Kas & bank: the books first; beside them comparing, bank files, counts, receipts without name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.compare_page import ComparePage
from kopdes_desktop.ui.banking.count_page import CountPage
from kopdes_desktop.ui.banking.page import Page, offer
from kopdes_desktop.ui.banking.reading import BANK, CASH, Boxes
from kopdes_desktop.ui.banking.statement_page import StatementPage
from kopdes_desktop.ui.banking.unknown_page import UnknownPage
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.pages import Pages, Tabs
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.reports.report_screen import BookScreen

P = TypeVar("P", bound=Page)

_HIGH = 560


class BankingScreen(BookScreen):
    """Alt and a digit opens a page, Esc comes back to the book."""

    code = CASH

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Kas & bank"))
        self._boxes: Boxes | None = None
        self._wanted = ""
        today = desk.standing.today
        self.box = ChoiceField("box", _("&Buku"), ())
        self.ask_in_line(self.box)
        self.first = self.day_field("from", _("&Dari"))
        self.first.set_day(today.replace(day=1))
        self.until = self.day_field("to", _("&Sampai"))
        self.until.set_day(today)
        self.questions.addStretch(1)
        self._stack = Pages(desk.news, self)
        self._book = self._stack.make(lambda: QWidget(self._stack))
        self._lay_out()
        fields = [self.box.editor, self.first.editor, self.until.editor]
        self._leads = EnterLeads(fields, self._take)
        self.box.edited.connect(self._turn_book)
        self.keys = (
            Key("F2", _("pilih buku dan tanggal"), self._to_questions),
            Key("Ctrl+PgUp", _("bulan sebelumnya"), lambda: self._turn_month(-1)),
            Key("Ctrl+PgDown", _("bulan sesudahnya"), lambda: self._turn_month(1)),
            *self.paper_keys(),
        )
        bind(self.keys, self._book)
        self.advice = _(
            "Buku kas dan buku bank seperti yang biasa ditulis tangan. Alt+2 mencocokkan bank"
            " dengan rekening koran cetak: centang dengan Spasi sampai selisihnya nol. Alt+3"
            " membaca berkas bank, Alt+4 menghitung uang di kas, Alt+5 setoran yang belum dikenal."
        )
        self.go(None)

    def pages(self) -> tuple[Page, ...]:
        """Those beside the book, in the order of their digits."""
        return (self.compare, self.statement, self.count, self.unknown)

    def _lay_out(self) -> None:
        """The book of the base becomes the first of several pages."""
        self.body.removeWidget(self.asked)
        self.body.removeWidget(self.trail)
        inside = QVBoxLayout(self._book)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.asked)
        inside.addWidget(self.trail, 1)
        self._tabs = Tabs(
            self,
            (
                (N_("Buku"), self._to_book),
                (N_("Cocokkan"), lambda: self.go(self.compare)),
                (N_("Rekening koran"), lambda: self.go(self.statement)),
                (N_("Hitung kas"), lambda: self.go(self.count)),
                (N_("Belum dikenal"), lambda: self.go(self.unknown)),
            ),
        )
        self.body.addLayout(self._tabs)
        self.body.addWidget(self._stack, 1)

    # -- pages that are made when first gone to

    @cached_property
    def compare(self) -> ComparePage:
        """The books beside the bank's paper."""
        return self._made(1, ComparePage)

    @cached_property
    def statement(self) -> StatementPage:
        """The bank's file."""
        return self._made(2, StatementPage)

    @cached_property
    def count(self) -> CountPage:
        """The money in a box."""
        return self._made(3, CountPage)

    @cached_property
    def unknown(self) -> UnknownPage:
        """Receipts without a name."""
        return self._made(4, UnknownPage)

    def _made(self, number: int, kind: Callable[[Desk], P]) -> P:
        made = self._stack.make(lambda: kind(self.desk), number)
        bind((*made.keys, Key("Esc", "", self._to_book)), made)
        if self._boxes is not None:
            made.show_boxes(self._boxes)
        return made

    @property
    def page(self) -> Page | None:
        """The one that is open; None is the book."""
        found = self._stack.currentWidget()
        return found if isinstance(found, Page) else None

    def go(self, page: Page | None) -> None:
        """Open a page, or the book."""
        self._stack.setCurrentWidget(page if page is not None else self._book)
        self._tabs.mark(self._stack.number)
        self.heading.setText(page.title if page is not None else self.title)
        self._make_room()
        self.print_hints()
        if page is not None:
            page.reload()
            page.start()
        else:
            self.trail.focus()

    def _to_book(self) -> None:
        self.go(None)

    def start(self) -> None:
        if self.page is not None:
            self.page.start()
        else:
            super().start()

    def start_anew(self) -> None:
        """The book again."""
        self.go(None)

    def show_list(self, code: str) -> None:
        """What another screen speaks of: "compare", "statement", "count", "unknown", "box:KAS"."""
        kind, _colon, box = code.partition(":")
        if kind == "box":
            self.go(None)
            self._wanted = box
            self.reload()
        if code in {"compare", "statement", "count", "unknown"}:
            self.go(getattr(self, code))

    def show_entry(self, name: int | str) -> None:
        self.go(None)
        super().show_entry(name)

    # -- keys along the lower edge

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the page that is open, and the pages."""
        here = super().keys_now() if self.page is None else self.page.keys_now()
        return (*here, *self._tabs.keys)

    def print_hints(self) -> None:
        """Of the book what fits; of a page all."""
        if self.page is None:
            super().print_hints()
        else:
            self.print_foot(self.page.keys_now())

    def _on_turned(self) -> None:
        super()._on_turned()
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """On a low window the tabs are title enough; the badges are of the book alone."""
        high = self.height() >= at_text_size(_HIGH)
        self.heading.setVisible(high)
        for badge in (self.proven, self.verdict):
            badge.setVisible(high and self.page is None and bool(badge.text()))

    # -- the book

    def reload(self) -> None:
        self.desk.ask(lambda session: reading.standing(session.office), self._stand)

    def _stand(self, boxes: Boxes) -> None:
        self._boxes = boxes
        fresh = self.box.box.count() == 0
        offer(self.box, boxes.books)
        if fresh and boxes.own is not None:
            self.box.box.setCurrentIndex(max(self.box.box.findData(f"{CASH}:{boxes.own}"), 0))
        if self._wanted:
            wanted = [at for at, (code, _name) in enumerate(boxes.books) if self._is_wanted(code)]
            self.box.box.setCurrentIndex((wanted or [self.box.box.currentIndex()])[0])
            self._wanted = ""
        for page in self._stack.there(Page):
            page.show_boxes(boxes)
        if self.page is not None:
            self.page.reload()
            self.print_hints()
        super().reload()

    def _is_wanted(self, code: str) -> bool:
        return code.partition(":")[2] == self._wanted

    def answers(self) -> dict[str, str] | None:
        chosen = self.box.box.currentData()
        if chosen is None:
            return None
        self.code, _colon, box = str(chosen).partition(":")
        given: dict[str, str] = {"box": box} if box else {}
        for field in (self.first, self.until):
            try:
                given[field.name] = short_day(field.value())
            except Refusal as refusal:
                field.complain(refusal.message)
                return None
        return given

    def began(self) -> None:
        """The newest line first under the cursor."""
        self.view.table.go_to(len(self.view.table.rows.rows) - 1)

    def _take(self) -> None:
        self.ask_anew(self.first)
        if not (self.first.complaint or self.until.complaint):
            self.trail.focus()

    def _turn_book(self) -> None:
        """The chosen book at once: what is above the paper is what is on it."""
        self.trail.home()
        self.ask_anew(self.first)

    def _to_questions(self) -> None:
        self.trail.home()
        self.box.editor.setFocus()

    def _turn_month(self, by: int) -> None:
        """The whole month before or after the one of the last day."""
        try:
            month = Month.of(self.until.value()).plus(by)
        except Refusal:
            return
        today = self.desk.standing.today
        if month.first() > today:
            return
        self.trail.home()
        self.first.set_day(month.first())
        self.until.set_day(min(month.last(), today))
        self._take()

    def states(self) -> Sequence[Callable[[], None]]:
        """The bank's book, then each page with something on it."""
        steps: list[Callable[[], None]] = [self._show_bank]
        for page in self.pages():
            steps += [lambda page=page: self.go(page), *page.states()]  # type: ignore[misc]
        return (*steps, self._to_book)

    def _show_bank(self) -> None:
        at = next(
            (
                n
                for n in range(self.box.box.count())
                if str(self.box.box.itemData(n)).startswith(BANK)
            ),
            0,
        )
        self.box.box.setCurrentIndex(at)
        self._take()
