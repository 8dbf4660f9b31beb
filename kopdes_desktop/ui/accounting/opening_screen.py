"""Saldo awal: what the cooperative owned and owed when these books begin.

Parts on the left, their lines on the right, above both the two sides and what they differ by. The
first part says in words where the difference may come from, and agrees when there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.accounting import opening
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import bracketed, rupiah, short_day
from kopdes_desktop.kernel.wording import day as day_in_words
from kopdes_desktop.ui.accounting import opening_sheet
from kopdes_desktop.ui.accounting.opening_lines import OpeningLines
from kopdes_desktop.ui.accounting.opening_sheet import Paper, Sheet
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table

LEFT = 312
#: Below this height the advice above the lines is left out.
ROOMY = 520
SUMMARY, PAPERS = "summary", "papers"
PARTS = (SUMMARY, *opening.GROUPS, PAPERS)
_TITLES = {
    SUMMARY: N_("Ringkasan dan pengesahan"),
    **opening.GROUPS,
    PAPERS: N_("Bukti yang tercatat"),
}
#: What has to stand beside a figure in the list.
_SHORT = {
    **_TITLES,
    SUMMARY: N_("Ringkasan"),
    opening.YEAR: N_("Pendapatan dan beban"),
}
_HINTS = {
    opening.CASH: N_("Hitung uang di setiap brankas dan laci."),
    opening.BANKS: N_("Saldo akhir buku bank atau rekening koran pada hari itu."),
    opening.STOCK: N_("Barang yang ada dikalikan harga belinya, per gerai."),
    opening.MEMBERS: N_("Diisi oleh Impor buku lama (Ctrl+8), per anggota. Di sini hanya dilihat."),
    opening.RECEIVABLES: N_("Yang masih harus dibayar orang lain kepada koperasi."),
    opening.OTHER: N_("Harga beli peralatan, lalu penyusutannya sebagai pengurang."),
    opening.DEBTS: N_("Yang masih harus dibayar koperasi: pemasok, bank, desa, pengurus."),
    opening.EQUITY: N_("Hibah, cadangan, dan SHU tahun lalu yang belum dibagi."),
    opening.YEAR: N_("Bila mulai di tengah tahun: pendapatan dan beban sejak awal tahun."),
    PAPERS: N_("Enter pada satu bukti untuk membaliknya bila seluruhnya salah."),
}


class Part(NamedTuple):
    """A part of the list at the left: its name in words, and what it comes to."""

    code: str
    title: str
    amount: int | None


PART_COLUMNS = (
    Column(N_("Bagian"), lambda part: part.title, width=0),
    Column(
        N_("Jumlah"),
        lambda part: part.amount,
        text=lambda amount: bracketed(amount) if amount else "",
        width=12,
        right=True,
    ),
)
PAPER_COLUMNS = (
    Column(N_("Nomor"), lambda paper: paper.number, width=20),
    Column(N_("Per"), lambda paper: paper.day, text=short_day, width=10),
    Column(N_("Uraian"), lambda paper: paper.text, width=0),
    Column(N_("Jumlah"), lambda paper: paper.amount, text=bracketed, width=13, right=True),
)
MEMBER_COLUMNS = (
    Column(N_("Akun"), lambda row: row.account, width=7),
    Column(N_("Nama akun"), lambda row: _(row.name), width=0),
    Column(N_("Jumlah"), lambda row: int(row.amount), text=bracketed, width=14, right=True),
)


class OpeningScreen(Screen):
    """Ctrl+S saves what is typed; the books keep every figure that ever stood."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Saldo awal"), desk.news, ("accounting.", "savings.", "import.", "membership.")
        )
        self._desk = desk
        self.sheet: Sheet | None = None
        self._busy = False
        self.lines = OpeningLines()
        self.lines.changed.connect(self._refigure)
        self.lines.finished.connect(self._next_part)
        self.state = kind_label("", "badge")
        self.head.addWidget(self.state)
        self.parts = Table(PART_COLUMNS, _("Bagian saldo awal"))
        self.parts.opened.connect(self._enter_part)
        self.parts.selectionModel().currentRowChanged.connect(self._show_part)
        self.day = DayField("day", _("&Per tanggal"), lambda: desk.standing.today)
        self.save_button = button(_("Simpan (Ctrl+S)"), "primary", "save")
        self.save_button.clicked.connect(self.save)
        self.notice = kind_label("", "notice", "danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._make_figures()
        self._make_pages()
        self._arrange()
        self.set_keys(
            Key("Ctrl+S", _("simpan"), self.save),
            Key("F2", _("cari baris"), self._to_search),
            Key("F3", _("tanggal"), self._to_day),
            Key("F8", _("sahkan"), self._to_agree),
            Key("Return", _("baris berikutnya"), None),
            Key("Esc", _("ke daftar bagian"), self._to_parts),
        )
        bind((Key("Ctrl+Return", "", self.save),), self.lines)
        self.advice = _(
            "Pilih bagian dengan panah, Enter mulai mengisi. Enter di setiap baris maju ke baris"
            " berikutnya. Ctrl+S menyimpan semua yang diisi. Angka yang sudah tersimpan boleh"
            " diubah; yang tercatat adalah perubahannya, angka lama tetap terlihat di jurnal."
            " Bila selisihnya nol, F8 menuju pengesahan: tulis dasarnya, lalu Ctrl+Enter."
        )

    # -- how it looks

    def _make_figures(self) -> None:
        self.figures: dict[str, QLabel] = {}
        self.strip = QFrame()
        self.strip.setProperty("kind", "card")
        grid = QGridLayout(self.strip)
        grid.setContentsMargins(18, 10, 18, 10)
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(0)
        for at, (code, words) in enumerate(
            (
                ("assets", _("Harta")),
                ("liabilities", _("Utang dan sukarela")),
                ("equity", _("Modal, pokok, wajib")),
                ("result", _("Hasil tahun ini")),
                ("difference", _("Selisih (3-1501)")),
            )
        ):
            figure = kind_label("", "heading")
            figure.setAccessibleName(words)
            self.figures[code] = figure
            grid.addWidget(kind_label(words, "small"), 0, at)
            grid.addWidget(figure, 1, at)
            grid.setColumnStretch(at, 1)
        self.unsaved = kind_label("", "small", "warning")
        grid.addWidget(self.unsaved, 2, 0, 1, 5)

    def _make_pages(self) -> None:
        self.pages = QStackedWidget()
        self.words = kind_label("", "")
        self.words.setWordWrap(True)
        self.agree_form = Form(
            (
                TextField(
                    "explanation",
                    _("Dasar pengesahan"),
                    hint=_("berita acara, siapa yang menghitung, buku lama yang mana"),
                    needed=True,
                ),
            ),
            button(_("Sahkan saldo awal (Ctrl+Enter)"), "primary", "shield-check"),
        )
        self.agree_form.submitted.connect(self._agree)
        summary = QWidget()
        box = QVBoxLayout(summary)
        box.setContentsMargins(0, 0, 10, 0)
        box.setSpacing(16)
        box.addWidget(self.words)
        box.addWidget(self.agree_form)
        box.addStretch(1)
        self.papers = Table(PAPER_COLUMNS, _("Bukti yang tercatat"))
        self.papers.opened.connect(self._ask_reversal)
        self.members = Table(MEMBER_COLUMNS, _("Simpanan anggota"))
        for page in (scrolled(summary), self.lines, self.members, self.papers):
            self.pages.addWidget(page)

    def _arrange(self) -> None:
        self.body.addWidget(self.strip)
        self._left = QWidget()
        self._left.setFixedWidth(at_text_size(LEFT))
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.parts.horizontalHeader().hide()
        column.addWidget(self.parts, 1)
        column.addWidget(self.day)
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(18, 14, 14, 12)
        inside.setSpacing(8)
        self.subject = kind_label("", "heading")
        self.hint = kind_label("", "muted")
        self.hint.setWordWrap(True)
        inside.addWidget(self.subject)
        inside.addWidget(self.hint)
        inside.addWidget(self.pages, 1)
        inside.addWidget(self.notice)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        inside.addLayout(row)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._left)
        columns.addWidget(frame, 1)
        self.body.addLayout(columns, 1)

    # -- what the books say

    def start(self) -> None:
        """The parts; what was typed is still there."""
        self.parts.setFocus()

    def has_unsaved(self) -> bool:
        """Amounts beside those that are recorded."""
        return bool(self.lines.typed)

    def reload(self) -> None:
        self._desk.ask(opening_sheet.read_sheet, self._take)

    def states(self) -> Sequence[Callable[[], None]]:
        """Cash, stock, the year to date, and the papers."""
        return tuple(
            _Showing(self, part) for part in (opening.CASH, opening.STOCK, opening.YEAR, PAPERS)
        )

    def go_to(self, part: str) -> None:
        """Show this part."""
        self.parts.go_to(PARTS.index(part))

    def _take(self, sheet: Sheet) -> None:
        first = self.sheet is None
        self.sheet = sheet
        if first or not self.day.text:
            self.day.set_day(sheet.day)
        locked = sheet.opening.agreed is not None
        self.day.edit.setReadOnly(locked)
        self.papers.set_rows(sheet.papers)
        self.members.set_rows(sheet.opening.of(opening.MEMBERS))
        if first:
            self.parts.set_rows(self._parts())
        self._refigure()
        self._show_part()

    def _parts(self) -> list[Part]:
        return [Part(code, _(_SHORT[code]), self._amount(code)) for code in PARTS]

    def _amount(self, code: str) -> int | None:
        if self.sheet is None or code in {SUMMARY, PAPERS}:
            return None
        if code == opening.MEMBERS:
            return int(self.sheet.opening.total(code))
        typed = self.lines.typed
        return opening_sheet.total(
            code,
            ((line, typed.get(line.place, line.recorded)) for line in self.sheet.of(code)),
        )

    def _refigure(self) -> None:
        """The two sides as recorded, and the difference as it would be with what is typed."""
        if self.sheet is None:
            return
        found = self.sheet.opening
        for code in ("assets", "liabilities", "equity", "result"):
            self.figures[code].setText(rupiah(getattr(found, code)))
        self.figures["difference"].setText(rupiah(found.difference))
        set_tone(self.figures["difference"], "danger" if found.difference else "good")
        typed = self.lines.typed
        told = ""
        if typed:
            then = opening_sheet.difference(self.sheet, typed)
            told = _("{n} isian belum disimpan. Bila disimpan, selisihnya {amount}.").format(
                n=len(typed), amount=rupiah(then)
            )
        self.unsaved.setText(told)
        self.unsaved.setVisible(bool(told))
        for at, part in enumerate(self._parts()):
            if self.parts.rows.rows and self.parts.rows.rows[at] != part:
                self.parts.rows.replace_row(at, part)
        self._judge()
        self._offer_save()

    def _offer_save(self) -> None:
        """The button where there is something to fill in or to save."""
        if self.sheet is not None:
            at_lines = self.pages.currentWidget() is self.lines
            open_ = self.sheet.opening.agreed is None
            self.save_button.setVisible(open_ and (at_lines or bool(self.lines.typed)))

    def _judge(self) -> None:
        if self.sheet is None:
            return
        found = self.sheet.opening
        words, tone = _("Belum disahkan"), "warning"
        if found.agreed is not None:
            words = _("Disahkan {day}").format(day=day_in_words(found.agreed))
            tone = ""
        self.state.setText(words)
        set_tone(self.state, tone)

    # -- the parts

    def part(self) -> str:
        """Which part is shown."""
        return PARTS[max(self.parts.currentIndex().row(), 0)]

    def _show_part(self) -> None:
        if self.sheet is None:
            return
        code, found = self.part(), self.sheet.opening
        locked = found.agreed is not None
        self.notice.hide()
        self.subject.setText(_(_TITLES[code]))
        self.hint.setText(self._hint(code, locked=locked))
        self._fit_hint()
        if code == SUMMARY:
            self.words.setText("\n\n".join(found.words))
            self.words.setVisible(not locked)
            self.agree_form.setVisible(not locked and not found.difference and bool(found.rows))
            self.pages.setCurrentIndex(0)
        elif code == opening.MEMBERS:
            self.pages.setCurrentIndex(2)
        elif code == PAPERS:
            self.pages.setCurrentIndex(3)
        else:
            self.lines.show_lines(self.sheet.of(code), locked=locked)
            self._order_tabs()
            self.pages.setCurrentIndex(1)
        self._offer_save()

    def _fit_hint(self) -> None:
        """In a low window the lines have the room; what is locked is always said."""
        locked = self.sheet is not None and self.sheet.opening.agreed is not None
        self.hint.setVisible(
            bool(self.hint.text()) and (locked or self.height() >= at_text_size(ROOMY))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(at_text_size(LEFT))
        self._fit_hint()

    def _hint(self, code: str, *, locked: bool) -> str:
        if self.sheet is None:
            return ""
        agreed = self.sheet.opening.agreed
        if locked and agreed is not None and code != opening.MEMBERS:
            return _(
                "Saldo awal disahkan pada {day} dan tidak dapat diubah lagi. Kesalahan yang"
                " ditemukan kemudian dibetulkan dengan jurnal koreksi hari ini."
            ).format(day=day_in_words(agreed))
        if code == PAPERS and not self.sheet.papers:
            return _("Belum ada bukti. Isi satu bagian, lalu Ctrl+S.")
        if code == PAPERS and self.sheet.imported:
            return _(
                "Enter pada satu bukti untuk membaliknya. {n} bukti lain datang dari impor;"
                " itu dibatalkan di Impor buku lama (Ctrl+8)."
            ).format(n=self.sheet.imported)
        if code == opening.MEMBERS and not self.sheet.opening.of(code):
            return _("Belum ada. Masukkan buku anggota lama lewat Impor buku lama (Ctrl+8).")
        return _(_HINTS[code]) if code in _HINTS else ""

    def _enter_part(self, _part: Part) -> None:
        code = self.part()
        if code == SUMMARY:
            if self.agree_form.isVisible():
                self.agree_form.fields[0].editor.setFocus()
        elif code == PAPERS:
            self.papers.setFocus()
        elif code == opening.MEMBERS:
            self.members.setFocus()
        else:
            self.lines.start()

    def _to_agree(self) -> None:
        """To the line that the agreement is written in; else why there is nothing to agree to."""
        self.go_to(SUMMARY)
        if self.agree_form.isVisible():
            self.agree_form.fields[0].editor.setFocus()
            return
        self.parts.setFocus()
        if self.sheet is None:
            return
        found = self.sheet.opening
        if found.agreed is not None:
            told = _("Saldo awal sudah disahkan pada {day}.").format(day=day_in_words(found.agreed))
        elif found.difference:
            told = _(
                "Belum dapat disahkan: masih ada selisih {amount}. Sebabnya tertulis di kanan."
            ).format(amount=rupiah(found.difference))
        else:
            told = _("Belum ada yang dapat disahkan. Isi satu bagian, lalu Ctrl+S.")
        self._desk.say(told, "" if found.agreed else "warning")

    def _order_tabs(self) -> None:
        """Tab goes as one reads: parts, day, the lines, what saves them."""
        before: QWidget = self.day.edit
        for each in (self.lines.search, *(one.edit for one in self.lines.lines), self.save_button):
            QWidget.setTabOrder(before, each)
            before = each

    def _next_part(self) -> None:
        """Enter on the last line: on to the next part."""
        self.parts.go_to(min(self.parts.currentIndex().row() + 1, len(PARTS) - 1))
        self._enter_part(Part("", "", None))

    def _to_parts(self) -> None:
        """Back to the list of parts, and from there to where one came from."""
        if self.parts.hasFocus():
            self.left.emit()
        else:
            self.parts.setFocus()

    def _to_search(self) -> None:
        if self.lines.isVisible() and self.lines.search.isVisible():
            self.lines.to_search()

    def _to_day(self) -> None:
        self.day.edit.setFocus()
        self.day.edit.selectAll()

    # -- writing

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.save_button.setDisabled(busy)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """At the day, else below the lines."""
        if field == "day":
            self.day.complain(words)
            self.day.edit.setFocus()
        else:
            self.notice.setText(words)
            self.notice.show()
        return True

    def save(self) -> None:
        """Everything typed, in one transaction, one entry a part."""
        if self.sheet is None or self.sheet.opening.agreed is not None or self._busy:
            return
        self.notice.hide()
        if self.lines.isVisible() and self.lines.complaint():
            return
        try:
            until = self.day.value()
        except Refusal as refusal:
            self.complain("day", refusal.message)
            return
        made = opening_sheet.orders(self.sheet, self.lines.typed, until)
        if not made:
            self._desk.say(_("Tidak ada isian baru untuk disimpan."))
            return
        self._desk.perform_all(made, self._saved, sender=self)

    def _saved(self, answers: list[Any]) -> None:
        self.lines.forget()
        numbers = ", ".join(answer.number for answer in answers)
        self._desk.say(_("Saldo awal tersimpan: {numbers}.").format(numbers=numbers), "good")
        self.reload()

    def _ask_reversal(self, paper: Paper) -> None:
        if self.sheet is None or self.sheet.opening.agreed is not None:
            return
        asking = AskReason(
            self._desk.window,
            _("Balik {number}?").format(number=paper.number),
            _(
                "{text}, {amount}. Seluruh bukti ini dibalik dengan tanggal hari ini; isilah lagi"
                " angka yang benar sesudahnya."
            ).format(text=paper.text, amount=rupiah(paper.amount)),
            deed=_("Balik bukti ini"),
        )
        asking.given.connect(_Reversing(self, paper))
        asking.open()

    def reverse(self, paper: Paper, reason: str) -> None:
        """Take a whole entry back."""
        self._desk.perform(
            opening_sheet.REVERSE,
            {"entry": paper.key, "reason": reason},
            self._reversed,
            sender=self,
            question=_("{number}, {amount}, dibalik. Setujui?").format(
                number=paper.number, amount=rupiah(paper.amount)
            ),
        )

    def _reversed(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Dibalik dengan {number}.").format(number=answer.number), "good")
        self.reload()

    def _agree(self) -> None:
        said = self.agree_form.values()
        if said is None or self.sheet is None:
            return
        if self.lines.typed:
            self.agree_form.tell(_("Masih ada isian yang belum disimpan. Ctrl+S dahulu."), "danger")
            return
        self._desk.perform(
            opening_sheet.AGREE,
            said,
            self._agreed,
            sender=self.agree_form,
            question=_(
                "Saldo awal dengan harta {assets} disahkan dan sesudahnya tidak dapat diubah lagi."
                " Setujui?"
            ).format(assets=rupiah(self.sheet.opening.assets)),
        )

    def _agreed(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.agree_form.clear()
        self._desk.say(_("Saldo awal disahkan dan dikunci."), "good")
        self.reload()
        QTimer.singleShot(0, self, self.start)  # after the dialog gave the focus back


class _Showing:
    """A step of the pictures: one part."""

    def __init__(self, screen: OpeningScreen, part: str) -> None:
        self._screen, self._part = screen, part

    def __call__(self) -> None:
        self._screen.go_to(self._part)


class _Reversing:
    """A reason's way to the paper that it was asked for."""

    def __init__(self, screen: OpeningScreen, paper: Paper) -> None:
        self._screen, self._paper = screen, paper

    def __call__(self, reason: str) -> None:
        self._screen.reverse(self._paper, reason)
