"""What every screen of papers shares: one way on and back, print and files by one key each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kopdes_desktop.checks.last import LastCheck, last_check
from kopdes_desktop.kernel.errors import KopdesError, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.paper.document import Document
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, Field, LineField, kind_label, set_tone
from kopdes_desktop.ui.kit.keys import Key, shown
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.reports.answers import build, units_of
from kopdes_desktop.ui.reports.sources import Page, page_of
from kopdes_desktop.ui.reports.trail import Trail

#: The keys along the lower edge, in as few words as fit a narrow window; F1 says more.
SHORT = {
    "F2": N_("isian"),
    "Return": N_("sumber"),
    "Backspace": N_("kembali"),
    "Tab": N_("tautan"),
    "F6": N_("lebar"),
    "F7": N_("buku pembantu"),
    "F8": N_("balik"),
    "Ctrl+P": N_("cetak"),
    "Ctrl+D": N_("PDF"),
    "Ctrl+E": N_("Excel"),
    "Esc": N_("daftar"),
}
#: Which of them a narrow window does without, first to last; pixels around one of them.
_SPARED = ("F6", "Ctrl+D", "Ctrl+E", "Ctrl+P", "F2", "F7")
_AROUND_KEY = 44
#: How wide a question of a book is, in a narrow window and at the most.
_LEAST, _MOST = 150, 250
#: Before the room beside the questions.
_FIRST = 10
_SOMETIMES = frozenset({"Tab", "F7", "F8", "Backspace"})


class _Form(Struct, frozen=True):
    """How a document becomes a file."""

    suffix: Literal["pdf", "xlsx", "csv"]
    make: Callable[[Document], bytes]


def _pdf(made: Document) -> bytes:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use
    from kopdes_desktop.reports import rendering  # noqa: PLC0415  as above

    return pdf.document(rendering.on_paper(made))


def _xlsx(made: Document) -> bytes:
    from kopdes_desktop.paper import spreadsheet  # noqa: PLC0415  on the printing thread

    return spreadsheet.xlsx(made)


def _csv(made: Document) -> bytes:
    from kopdes_desktop.reports import rendering  # noqa: PLC0415  on the printing thread

    return b"".join(rendering.csv(made))


def proven_words(known: LastCheck | None) -> tuple[str, str]:
    """Whether the books behind a paper were proven, and when: words and tone."""
    if known is None:
        return _("Belum diperiksa (Ctrl+8)"), "muted"
    day = short_day(known.at.date())
    if known.ok:
        return _("Diperiksa {day}: hijau").format(day=day), ""
    words = _("Diperiksa {day}: {n} MERAH (Ctrl+8)")
    return words.format(day=day, n=len(known.red)), "danger"


class PaperScreen(Screen):
    """A trail of papers; what is on top goes to PDF, Excel and CSV by one key each.

    `short` are its keys along the lower edge.
    """

    short: Mapping[str, str] = SHORT

    def __init__(self, desk: Desk, title: str, listens: tuple[str, ...]) -> None:
        super().__init__(title, desk.news, listens)
        self.desk = desk
        self.trail = Trail(desk, title, self)
        self.trail.turned.connect(self._on_turned)
        self.view = self.trail.view
        self.verdict = kind_label("", "badge")
        self.verdict.hide()
        self.proven = kind_label("", "badge")
        self.proven.hide()
        self.head.addWidget(self.proven)
        self.head.addWidget(self.verdict)

    @property
    def advice(self) -> str:
        """How work goes here, and what the line under the cursor is about."""
        return " ".join(filter(None, (self._advice, self.trail.explanation())))

    @advice.setter
    def advice(self, words: str) -> None:
        self._advice = words

    def paper_keys(self) -> tuple[Key, ...]:
        """The same keys on every screen of papers."""
        return (
            Key("Return", _("buka sumber baris"), None),
            Key("Backspace", _("kembali ke baris semula"), self.go_back),
            Key("Tab", _("ke tautan jurnal"), None),
            Key("F7", _("buku pembantu akun ini"), self.trail.open_subledger),
            Key("F8", _("balik jurnal ini"), self.trail.reverse),
            Key("Ctrl+P", _("pratinjau dan cetak"), self._look),
            Key("Ctrl+D", _("simpan sebagai PDF"), self._print),
            Key("Ctrl+E", _("simpan untuk Excel"), self._export),
            Key("Ctrl+Shift+E", _("simpan sebagai CSV"), self._export_plain),
        )

    def go_back(self) -> None:
        """To the line that was left, if there is one."""
        self.trail.back()

    def shown(self) -> Document | None:
        """The document that is on the screen."""
        return self.trail.shown()

    def show_entry(self, name: int | str) -> None:
        """An entry by key or number, to which another screen leads."""
        self.trail.open_entry(name)

    def keys_now(self) -> tuple[Key, ...]:
        """Only what the paper on top understands."""
        here = self.trail.understood()
        return tuple(
            key for key in self.keys if key.sequence not in _SOMETIMES or key.sequence in here
        )

    def print_hints(self) -> None:
        """The keys that fit side by side; those that can wait are left to F1 first."""
        keys = [
            key._replace(words=_(self.short[key.sequence]))
            for key in self.keys_now()
            if key.sequence in self.short
        ]
        for spared in _SPARED:
            if sum(map(self._width_of, keys)) <= self.width():
                break
            keys = [key for key in keys if key.sequence != spared]
        self.print_foot(tuple(keys))

    def _width_of(self, key: Key) -> int:
        letters = self.fontMetrics().horizontalAdvance(shown(key.sequence) + key.words)
        return letters + at_text_size(_AROUND_KEY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.print_hints()

    def _on_turned(self) -> None:
        self.desk.ask(lambda session: last_check(session.office.reading), self._show_proven)
        words, tone = self.trail.judged()
        self.verdict.setText(words)
        self.verdict.setVisible(bool(words))
        set_tone(self.verdict, tone)
        self.print_hints()

    def _show_proven(self, known: LastCheck | None) -> None:
        words, tone = proven_words(known)
        self.proven.setText(words)
        self.proven.show()
        set_tone(self.proven, tone)

    def _print(self) -> None:
        self._keep(_Form("pdf", _pdf))

    def _export(self) -> None:
        self._keep(_Form("xlsx", _xlsx))

    def _export_plain(self) -> None:
        self._keep(_Form("csv", _csv))

    def _look(self) -> None:
        paper = self._paper(_Form("pdf", _pdf))
        if paper is not None:
            self.desk.show_paper(paper)

    def _keep(self, form: _Form) -> None:
        paper, made = self._paper(form), self.shown()
        if paper is not None and made is not None:
            self.desk.say(_("Menyiapkan {title} …").format(title=made.title))
            self.desk.print_paper(paper)

    def _paper(self, form: _Form) -> Paper | None:
        """What is on the screen, as it becomes a file; nothing is, and it is said."""
        made = self.shown()
        if made is None:
            self.desk.say(_("Belum ada laporan di layar. Pilih satu, lalu Enter."), "warning")
            return None
        name = re.sub(r"[^\w.]+", "-", f"{made.title} {made.period}".lower()).strip("-")
        ribbon = made if form.suffix == "pdf" else None
        return Paper(name, lambda: form.make(made), form.suffix, document=ribbon)


class BookScreen(PaperScreen):
    """One book: its questions above, the trail that starts with it below."""

    code = ""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title, ("",))
        self._turn = 0
        self.asked = QWidget()
        self.questions = QHBoxLayout(self.asked)
        self.questions.setContentsMargins(0, 0, 0, 0)
        self.questions.setSpacing(14)
        self.body.addWidget(self.asked)
        self.body.addWidget(self.trail, 1)

    def _on_turned(self) -> None:
        """The questions are of the paper that the way started with."""
        super()._on_turned()
        self.asked.setVisible(len(self.trail.pages) < 2)  # noqa: PLR2004

    def go_to_question(self, field: LineField) -> None:
        """Back to the first paper, to ask it anew."""
        self.trail.home()
        field.edit.setFocus()
        field.edit.selectAll()

    def ask_in_line(self, question: QWidget) -> None:
        """As wide as is good to read, and narrower where several share a narrow window."""
        question.setMinimumWidth(_LEAST)
        question.setMaximumWidth(_MOST)
        self.questions.addWidget(question, _FIRST)

    def day_field(self, name: str, label: str) -> DayField:
        """A day that the book is asked for."""
        made = DayField(name, label, lambda: self.desk.standing.today)
        self.ask_in_line(made)
        return made

    def unit_field(self) -> None:
        """A unit to narrow the book to; Enter there asks anew, Enter in a day passes it by."""
        self.unit = ChoiceField("unit", _("&Unit"), (("", _("semua unit")),))
        self.ask_in_line(self.unit)
        self._unit_leads = EnterLeads([self.unit.editor], self._take_unit)
        self.desk.ask(lambda session: units_of(session, self.code), self._offer_units)

    def _offer_units(self, units: tuple[tuple[str, str], ...]) -> None:
        for code, words in units:
            self.unit.box.addItem(words, code)

    def _take_unit(self) -> None:
        self.ask_anew(self.unit)
        self.trail.focus()

    def start(self) -> None:
        """The paper, ready for arrows and Enter."""
        self.trail.focus()

    def answers(self) -> dict[str, str] | None:
        """What the questions say; None once one of them has complained."""
        raise NotImplementedError

    def read_days(self, *fields: DayField) -> dict[str, str] | None:
        """Days and unit as a report is asked with them; the first that is wrong complains."""
        given: dict[str, str] = {}
        for field in fields:
            try:
                given[field.name] = short_day(field.value())
            except Refusal as refusal:
                field.complain(refusal.message)
                return None
        unit = self.unit.value()
        return given | ({"unit": unit} if unit else {})

    def ask_anew(self, at: Field) -> None:
        """Other answers: the way starts again. A refusal stands at the field that asked."""
        given = self.answers()
        if given is not None:
            self._send(given, at, fresh=True)

    def reload(self) -> None:
        """The books changed: the paper that the way started with, or the one on top, anew."""
        page = self.trail.top()
        if page is None:
            given = self.answers()
            if given is not None:
                self._send(given, None, fresh=True)
        elif page.entry is None:
            self._send(page.given, None, fresh=False, code=page.code)

    def _send(
        self, given: dict[str, str], at: Field | None, *, fresh: bool, code: str = ""
    ) -> None:
        self._turn += 1
        turn, code = self._turn, code or self.code
        self.desk.ask(
            lambda session: (turn, fresh, page_of(code, given, build(session, code, given))),
            self._arrived,
            otherwise=lambda error: self._complain(error, at),
        )

    def _arrived(self, answer: tuple[int, bool, Page]) -> None:
        turn, fresh, page = answer
        if turn != self._turn:
            return
        if fresh:
            self.trail.set_out(page)
            self.began()
        else:
            self.trail.renew(page)

    def began(self) -> None:
        """The way starts with this paper."""

    def _complain(self, error: Exception, at: Field | None) -> bool:
        if at is None or not isinstance(error, KopdesError):
            return False
        at.complain(error.message)
        return True
