"""Beranda: the first screen after signing in, made of what this role may know."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.reports.home import Figure
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.home import words
from kopdes_desktop.ui.home.figure_rows import FigureRows
from kopdes_desktop.ui.home.words import Standing
from kopdes_desktop.ui.kit.chart_view import ChartCard
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.numbered import NumberedRows
from kopdes_desktop.ui.kit.panels import at_text_size, card, scrolled
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.kit.screen import Screen

_LEFT, _LEFT_NARROW = 396, 330
#: A window narrower than this keeps more of itself for the charts.
_WIDE = 1000
_CHART = 300
#: The books are asked again once they have been quiet for so long: a batch is many facts.
QUIET_MS = 400


class HomeScreen(Screen):
    """Numbered rows at the left, figures below them, charts at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Beranda"), desk.news, ("",))
        self._desk = desk
        self._charts: dict[str, ChartCard] = {}
        self._codes: tuple[str, ...] = ()
        self._undrawn: list[str] = []
        self._drawing = False
        self._columns = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._ask)
        self._make_aside()
        self._make_main()
        self._make_head()
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self.aside)
        columns.addWidget(self.main, 1)
        self.body.addLayout(columns, 1)
        self.set_keys(
            Key("1–9", _("buka baris")),
            Key("↑ ↓", _("pilih")),
            Key("Return", _("buka")),
            Key("Ctrl+P", _("cetak grafik"), self.print_charts),
            Key("F5", _("baca ulang"), self.reload),
        )
        self.advice = _(
            "Angka membuka daftarnya. Mengetik nama, nomor, atau jumlah langsung mencari."
            " Tab menuju kas, simpanan dan grafik; Enter di sana membuka daftar atau laporannya."
        )

    def _make_head(self) -> None:
        search = button(_("Cari apa saja (Ctrl+K)"), icon="search")
        search.clicked.connect(self._search)
        self.deposit = button(_("Terima setoran (F4)"), "primary", "hand-coins")
        self.deposit.clicked.connect(self._to_deposit)
        for each in (search, self.deposit):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.head.addWidget(each)

    def _make_aside(self) -> None:
        self.rows = NumberedRows()
        self.rows.chosen.connect(self._open)
        self.done = kind_label("", "notice")
        self.done.setWordWrap(True)
        self.done.hide()
        self.money, self._figures = card(_("Kas dan simpanan"))
        self.figures = FigureRows()
        self.figures.opened.connect(self._open_figure)
        self._figures.addWidget(self.figures)
        self._inside = inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(kind_label(_("Yang menunggu"), "heading"))
        box.addWidget(self.done)
        box.addWidget(self.rows)
        box.addWidget(self.money)
        box.addStretch(1)
        self.aside = scrolled(inside)

    def _make_main(self) -> None:
        inside = QWidget()
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(10)
        self.none = kind_label(_("Peran ini tidak melihat angka koperasi."), "muted")
        self.none.hide()
        self.grid.addWidget(self.none, 0, 0)
        self.main = scrolled(inside)

    # -- reading

    def start(self) -> None:
        """The row that was chosen last, or the first that waits."""
        held = self._inside.focusWidget()
        if held is not None and held.isVisible():
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.rows.rows:
            self.rows.start()
        else:
            self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """At every visit: proofs, copies and paper are done without a fact."""
        self._listener.stale = False
        super().showEvent(event)
        self._ask()

    def reload(self) -> None:
        """Soon: several facts of one deed are one reading."""
        self._quiet.start()

    def _ask(self) -> None:
        if self.isVisible():
            self._desk.ask(words.gather, self._show)

    def _show(self, found: Standing) -> None:
        today = self._desk.standing.today
        offers = [words.offer(code, waiting, today) for code, waiting in found.waiting]
        nothing = not offers
        if found.trained is not None:
            offers.append(words.practice_offer(*found.trained))
        at_rest = self.focusWidget() is None or self.hasFocus()
        self.rows.show_offers(offers)
        self.rows.setVisible(bool(offers))
        self.done.setText(_("Tidak ada yang menunggu. Selamat bekerja."))
        self.done.setVisible(nothing)
        self.deposit.setVisible(found.deposits)
        self._show_figures(found.figures)
        if self.rows.rows:
            self.figures.follow(self.rows.rows[-1])
        self._show_charts(found.charts)
        if at_rest and self.isVisible() and self.window().isActiveWindow():
            self.start()

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        shown = [each for each in figures if each.value or not each.account]
        self.figures.show_figures(shown)
        self.money.setVisible(bool(shown))

    def _show_charts(self, codes: tuple[str, ...]) -> None:
        if codes != self._codes:
            for old in self._charts.values():
                old.hide()
                old.deleteLater()
            self._charts = {code: ChartCard() for code in codes}
            for made in self._charts.values():
                made.opened.connect(self._behind)
            self._codes, self._columns = codes, 0
            self._lay_charts()
        self.none.setVisible(not codes)
        self._undrawn = sorted(codes, key=words.SLOW.__contains__)
        if not self._drawing:
            self._draw_next()

    def _draw_next(self) -> None:
        """One after the other: who leaves waits for one at most, the others when he comes back."""
        self._drawing = self.isVisible() and bool(self._undrawn)
        if self._drawing:
            draw = partial(words.draw, self._undrawn.pop(0))
            self._desk.ask(draw, self._draw, otherwise=self._not_drawn)

    def _draw(self, chart: Chart) -> None:
        held = self._charts.get(chart.code)
        if held is not None:
            held.show_chart(chart)
        self._draw_next()

    def _not_drawn(self, _error: Exception) -> bool:
        """It is told as any other; the other charts are drawn all the same."""
        self._draw_next()
        return False

    def _lay_charts(self) -> None:
        columns = 2 if self.main.width() >= 2 * at_text_size(_CHART) else 1
        if columns == self._columns:
            return
        self._columns = columns
        last = len(self._charts) - 1
        for at, made in enumerate(self._charts.values()):
            alone = at == last and at % columns == 0
            self.grid.addWidget(made, at // columns, at % columns, 1, columns if alone else 1)
            made.show()
        for row in range(self.grid.rowCount()):
            self.grid.setRowStretch(row, 1)
        for column in range(2):
            self.grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= at_text_size(_WIDE)
        self.aside.setFixedWidth(at_text_size(_LEFT if wide else _LEFT_NARROW))
        QTimer.singleShot(0, self, self._lay_charts)

    # -- doing

    def _search(self) -> None:
        self._desk.search()

    def _to_deposit(self) -> None:
        self._desk.lead(words.DEPOSIT)

    def _behind(self, code: str) -> None:
        self._desk.lead(words.REPORTS, listing=words.BEHIND[code])

    def _open(self, code: str) -> None:
        self._desk.ask(lambda session: words.way_of(session.office, code), self._follow)

    def _open_figure(self, opens: str) -> None:
        self._desk.ask(lambda session: words.figure_way(session.office, opens), self._follow)

    def _follow(self, way: tuple[str, str] | None) -> None:
        if way is None:
            self._desk.say(_("Daftar di balik angka ini bukan untuk peran ini."), "warning")
        else:
            self._desk.lead(way[0], listing=way[1])

    def print_charts(self) -> None:
        """The charts of this role on one sheet, in black and white."""
        if not self._codes:
            self._desk.say(_("Tidak ada grafik untuk peran ini."), "warning")
            return
        self._desk.say(_("Menyiapkan grafik …"))
        codes = self._codes
        self._desk.ask(lambda session: words.sheet_of(session, codes), self._print)

    def _print(self, sheet: tuple[Letterhead, list[Chart]]) -> None:
        issuer, charts = sheet
        today = self._desk.standing.today
        title = _("Grafik koperasi")
        period = _("per {day}").format(day=wording.day(today))

        def make() -> bytes:
            from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread

            return pdf.charts(issuer, title, period, charts)

        self._desk.print_paper(Paper(f"grafik-{today.isoformat()}", make))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit opens its row from anywhere here; letters begin a search."""
        text = event.text()
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if held or not text.strip():
            super().keyPressEvent(event)
        elif text.isdecimal():
            self.rows.choose(int(text))
        elif text.isprintable():
            self._desk.search(text)
