"""Buku RAT: left the parts of the book and how they stand, right the text of the marked one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.wording import day as in_words
from kopdes_desktop.reports.meeting_book import STATE_WORDS
from kopdes_desktop.reports.meeting_gaps import Gap
from kopdes_desktop.ui.accounting.book_screen import BookScreen
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.governance import meeting_form, reading
from kopdes_desktop.ui.governance.reading import RIGHT, SET, WRITE, Line, Page
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, card
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import papers

_NOTES = "notes"
_CODE = RIGHT.removeprefix("report.")
_LISTENS = ("governance.", "settings.", "accounting.", "surplus.", "budgets.", "membership.")
_TONES = {
    "wrong": "danger",
    "unchecked": "warning",
    "blank": "warning",
    "left_out": "muted",
    "written": "good",
}
_LIST_WIDTH, _FORM_WIDTH = 470, 640
#: A screen of fewer pixels shows the text without what is said about it.
_TALL = 520
#: The keys along the lower edge.
_HINTED = frozenset({"Return", "Ctrl+Return", "F6", "F7", "F8", "Ctrl+P", "Ctrl+D"})
_INDENT = "    "
_TOLD = 6


def _state(gap: Gap) -> Literal["wrong", "blank"]:
    """A word's key: what contradicts, or what is not there."""
    return "wrong" if gap.wrong else "blank"


GAPS = (
    Column(
        N_("Kosong atau bertentangan"),
        lambda gap: gap.words,
        width=0,
        tone=lambda gap: "danger" if gap.wrong else "",
    ),
    Column(
        N_("Keadaan"),
        lambda gap: _(STATE_WORDS[_state(gap)]),
        width=12,
        tone=lambda gap: "danger" if gap.wrong else "",
    ),
)


class MeetingScreen(BookScreen):
    """Enter leads into the text of a part, Ctrl+Enter keeps it; Ctrl+P shows the whole book."""

    def __init__(self, desk: Desk) -> None:
        #: What is typed for the year that is shown; for the others it waits beside it.
        self.typed: dict[str, str] = {}
        self._drafts: dict[str, dict[str, str]] = {}
        super().__init__(desk, _("Buku RAT"), _LISTENS, self._columns())
        self._page: Page | None = None
        self._wanted: str | None = None
        self._filling = self._busy = False
        self.table.setMaximumWidth(at_text_size(_LIST_WIDTH))
        self.table.opened.connect(self._go_in)
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_line())
        self.told = kind_label("", "muted")
        self.told.setWordWrap(True)
        self.part = kind_label("", "heading")
        self.part.setWordWrap(True)
        self.about = kind_label("", "muted")
        self.about.setWordWrap(True)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._on_typed)
        self.rest = QWidget()
        self.note = kind_label("", "small")
        self.note.setWordWrap(True)
        self.gaps = Table(GAPS, _("Kosong atau bertentangan"))
        self.gaps.opened.connect(self._mend)
        self.gaps.selectionModel().currentRowChanged.connect(lambda *_at: self._show_gap())
        self.gap = kind_label("", "small")
        self.gap.setWordWrap(True)
        self._make_buttons()
        self._arrange()
        self.advice = _(
            "Angka setiap bagian berasal dari buku; yang ditulis hanya kalimatnya. Usulan program"
            " dicetak apa adanya sampai bagian itu ditulis sendiri. Yang kosong tidak dicetak; yang"
            " bertentangan membuat seluruh buku menjadi DRAF. Enter pada daftar bawah menuju tempat"
            " memperbaikinya."
        )
        self.set_keys(
            Key("Return", _("tulis")),
            Key("Ctrl+Return", _("simpan"), self.save),
            Key("Ctrl+Enter", _("simpan"), self.save),
            Key("Esc", _("daftar"), self._back),
            Key("F2", _("daftar bagian"), self.start),
            Key("F6", _("rapat"), self.ask_meeting),
            Key("F7", _("yang kurang"), self.gaps.setFocus),
            Key("F8", _("salinan anggota"), self.show_copy),
            Key("F9", _("lihat bagian ini"), self.show_part),
            Key("Ctrl+PgUp", _("tahun lalu"), lambda: self.turn(1)),
            Key("Ctrl+PgDown", _("tahun depan"), lambda: self.turn(-1)),
            Key("Ctrl+P", _("cetak"), self.show_book),
            Key("Ctrl+D", _("PDF"), self.keep_book),
        )
        self._print_hints()

    def _columns(self) -> tuple[Column, ...]:
        def title(line: Line) -> str:
            mark = " •" if line.part in self.typed else ""
            return f"{_INDENT * line.level}{line.title}{mark}"

        def state(line: Line) -> str:
            return _(STATE_WORDS[line.state])

        return (
            Column(N_("Bagian"), title, width=0),
            Column(N_("Keadaan"), state, width=15, tone=lambda line: _TONES.get(line.state, "")),
        )

    def _make_buttons(self) -> None:
        self.deed = button(_("Simpan (Ctrl+Enter)"), "primary", "save")
        self.deed.clicked.connect(self.save)
        self.look = button(_("Lihat (F9)"), icon="eye")
        self.look.clicked.connect(self.show_part)
        self.plan = button(_("Rapat (F6)"), icon="calendar")
        self.plan.clicked.connect(self.ask_meeting)
        self.copy = button(_("Salinan anggota (F8)"), icon="users")
        self.copy.clicked.connect(self.show_copy)
        self.whole = button(_("Cetak buku (Ctrl+P)"), icon="printer")
        self.whole.clicked.connect(self.show_book)

    def _arrange(self) -> None:
        deeds = QHBoxLayout()
        deeds.addWidget(self.told, 1)
        for made in (self.plan, self.copy, self.whole):
            deeds.addWidget(made)
        self.body.addLayout(deeds)
        right = QVBoxLayout()
        right.setSpacing(12)
        text, inside = card()
        inside.addWidget(self.part)
        inside.addWidget(self.about)
        inside.addWidget(self.editor, 1)
        inside.addWidget(self.rest, 1)
        inside.addWidget(self.note)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.look)
        below.addWidget(self.deed)
        inside.addLayout(below)
        right.addWidget(text, 4)
        right.addWidget(self.gaps, 2)
        right.addWidget(self.gap)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.table, 4)
        both.addLayout(right, 5)
        self.body.addLayout(both, 1)

    def keys_now(self) -> tuple[Key, ...]:
        """One of the two Enters, and what this role may do."""
        hidden = {"Ctrl+Enter"}
        if not self.may(WRITE):
            hidden.add("Ctrl+Return")
        if not self.may(SET):
            hidden.add("F6")
        return tuple(key for key in self.keys if key.sequence not in hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the text comes first; what is explained beside it waits."""
        super().resizeEvent(event)
        tall = self.height() > at_text_size(_TALL)
        self.about.setVisible(tall)
        self.gap.setVisible(tall)

    def _print_hints(self) -> None:
        """What fits along the edge; F1 tells the rest."""
        self.print_foot(tuple(key for key in self.keys_now() if key.sequence in _HINTED))

    def states(self) -> Sequence[Callable[[], None]]:
        """A text, and the form of the meeting."""
        return (lambda: self.go_to("foreword"), self.ask_meeting)

    # -- reading

    def has_unsaved(self) -> bool:
        """The text of a part, of this year's book or another's."""
        return bool(self.typed) or any(self._drafts.values())

    def reload(self) -> None:
        today, wanted = self.today(), self._wanted
        self.desk.ask(lambda session: reading.page(session, today, wanted), self._show)

    def _show(self, page: Page) -> None:
        self._page = page
        self.allowed = page.may
        held = self._marked()
        self.heading.setText(_("Buku RAT {year}").format(year=page.year.label))
        self.told.setText(_standing(page))
        set_tone(self.told, "danger" if page.draft else "")
        self.plan.setVisible(self.may(SET))
        self.table.set_rows(page.lines)
        self.gaps.set_rows(_worst_first(page))
        self._show_gap()
        self.go_to(held.code if held is not None else "")
        self._print_hints()

    def go_to(self, code: str) -> None:
        """Mark this part, the first otherwise."""
        codes = [line.code for line in self.table.rows.rows]
        self.table.go_to(codes.index(code) if code in codes else 0)
        self._show_line()

    def _marked(self) -> Line | None:
        line = self.table.current()
        return line if isinstance(line, Line) else None

    def _show_line(self) -> None:
        line = self._marked()
        if line is None:
            return
        self.part.setText(line.title)
        self.about.setText(line.about or _("Angka dan daftar dari buku; tidak ada yang diketik."))
        self.editor.setAccessibleName(line.title)
        self.editor.setAccessibleDescription(line.about)
        self.editor.setReadOnly(not self.may(WRITE))
        self._filling = True
        self.editor.setPlainText(self.typed.get(line.part, line.words))
        self._filling = False
        self.editor.setVisible(bool(line.part))
        self.rest.setVisible(not line.part)
        self.deed.setVisible(bool(line.part) and self.may(WRITE))
        self.look.setVisible(line.printed)
        self._tell_source(line)

    def _tell_source(self, line: Line) -> None:
        self._tell(_("belum disimpan") if line.part in self.typed else _source(line, self._page))

    def _tell(self, words: str, tone: str = "") -> None:
        self.note.setText(words)
        set_tone(self.note, tone)

    def turn(self, step: int) -> None:
        """To the year before or after, where there is one."""
        page = self._page
        if page is None:
            return
        at = [year.name for year in page.years].index(page.year.name) + step
        if 0 <= at < len(page.years):
            self._drafts[page.year.name] = self.typed
            self._wanted = page.years[at].name
            self.typed = self._drafts.get(self._wanted, {})
            self.reload()

    # -- writing

    def _go_in(self, line: Line) -> None:
        if line.part and self.may(WRITE):
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_part()

    def _back(self) -> None:
        if self.table.hasFocus():
            self.left.emit()
        else:
            self.start()

    def _on_typed(self) -> None:
        line = self._marked()
        if self._filling or line is None or not line.part:
            return
        text = self.editor.toPlainText()
        if text == line.words:
            self.typed.pop(line.part, None)
        else:
            self.typed[line.part] = text
        self._tell_source(line)
        self.table.rows.replace_row(self.table.currentIndex().row(), line)

    def save(self) -> None:
        """Keep the text that is marked."""
        line, page = self._marked(), self._page
        if line is None or page is None or line.part not in self.typed or not self.may(WRITE):
            return
        order = {"year": page.year.name, "part": line.part, "text": self.typed[line.part]}
        self.desk.perform(WRITE, order, self._saved, sender=self)

    def _saved(self, _answer: object) -> None:
        line = self._marked()
        if line is not None:
            self.typed.pop(line.part, None)
            self.desk.say(_("{title} tersimpan.").format(title=line.title), "good")
        self.reload()
        self.start()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """One text at a time."""
        self._busy = busy
        self.deed.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether a text is being written."""
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """What is refused stands below the text."""
        self._tell(words, "danger")
        return True

    # -- the meeting

    def ask_meeting(self) -> None:
        """When and where."""
        page = self._page
        if page is None or not self.may(SET):
            return
        asking = self.fill_in(
            _("Rapat anggota tahunan {year}").format(year=page.year.label),
            _(
                "Undangan dikirim paling lambat 14 hari sebelum rapat; rapat paling lambat enam"
                " bulan sesudah tahun buku."
            ),
            meeting_form.fields(page.meeting, page.leader, self.today, page.decided),
            deed=_("Tetapkan"),
            op=SET,
            order=lambda typed: meeting_form.order(page.year.name, typed),
            then=self._was_set,
            columns=2,
        )
        asking.setMinimumWidth(at_text_size(_FORM_WIDTH))

    def _was_set(self, _answer: object) -> None:
        self.desk.say(_("Rapat ditetapkan; undangan dan daftar hadir mengikutinya."), "good")
        self.reload()

    # -- what is missing, and paper

    def _show_gap(self) -> None:
        """The marked one in full, and where Enter leads."""
        gap = self.gaps.current()
        if not isinstance(gap, Gap):
            self.gap.setText("")
            return
        where = ""
        if gap.place:
            where = _("Enter: ke tempat memperbaikinya.")
        elif self._is_part(gap.piece):
            where = _("Enter: mengisinya.")
        self.gap.setText(f"{gap.words} {where}".strip())

    def _is_part(self, code: str) -> bool:
        """Whether it is mended in a part of the book; what only time brings is not."""
        return any(line.code == code for line in self.table.rows.rows)

    def _mend(self, gap: Gap) -> None:
        if gap.place:
            self.desk.lead(gap.place)
        elif gap.piece in {"invitation", "attendance"}:
            self.ask_meeting()
        elif self._is_part(gap.piece):
            self.go_to(gap.piece)
            self._go_in_marked()

    def _go_in_marked(self) -> None:
        line = self._marked()
        if line is not None:
            self._go_in(line)

    def show_part(self) -> None:
        """The marked part alone, as it will stand in the book."""
        line = self._marked()
        if line is None:
            return
        code = _NOTES if line.level else line.code
        if not line.printed:
            words = _("{title} masih kosong dan tidak dicetak.")
            self.desk.say(words.format(title=line.title), "warning")
            return
        self._make({"part": code}, self.desk.show_paper)

    def show_book(self) -> None:
        """The whole book, to be looked at and printed."""
        self._after_gaps(lambda: self._make({}, self.desk.show_paper))

    def keep_book(self) -> None:
        """The whole book as a file, at once."""
        self._after_gaps(lambda: self._make({}, self.desk.print_paper))

    def show_copy(self) -> None:
        """The copy of at most twelve pages that each member gets."""
        self._after_gaps(lambda: self._make({"part": "members"}, self.desk.show_paper))

    def _after_gaps(self, go_on: Callable[[], None]) -> None:
        """Nothing is printed before what is missing in it was told."""
        page = self._page
        if page is None:
            return
        if not page.gaps:
            go_on()
            return
        asking = Confirm(
            self.desk.window,
            _("Buku ini dicetak sebagai DRAF") if page.draft else _("Masih ada yang kosong"),
            _gap_words(page),
            deed=_("Cetak draf") if page.draft else _("Cetak"),
        )
        asking.confirmed.connect(go_on)
        self.show_dialog(asking)

    def _make(self, given: dict[str, str], then: Callable[[Paper], Any]) -> None:
        page = self._page
        if page is None:
            return
        asked = {"year": page.year.name, **given}
        number = page.year.label.replace("/", "-")
        self.desk.say(_("Menyiapkan buku RAT …"))
        self.desk.ask(lambda session: papers.report(session.office, _CODE, asked, number), then)


def _standing(page: Page) -> str:
    """When the meeting is, and how much is missing."""
    meeting = _meeting(page)
    wrong = sum(gap.wrong for gap in page.gaps)
    blank = len(page.gaps) - wrong
    told = [meeting]
    if wrong:
        told.append(
            ngettext("{n} hal bertentangan: DRAF.", "{n} hal bertentangan: DRAF.", wrong).format(
                n=wrong
            )
        )
    if blank:
        told.append(ngettext("{n} isian kosong.", "{n} isian kosong.", blank).format(n=blank))
    if not page.gaps:
        told.append(_("Lengkap dan cocok."))
    return " ".join(told)


def _meeting(page: Page) -> str:
    """When it is; or that it is not noted here, even if a decision of it is."""
    if page.meeting is not None:
        return _("Rapat {day}, pukul {time}, {place}.").format(
            day=in_words(page.meeting.day), time=page.meeting.time, place=page.meeting.place
        )
    if page.decided is not None:
        words = _("SHU sudah diputuskan rapat ({number}), tetapi rapatnya belum dicatat (F6).")
        return words.format(number=page.decided.number)
    return _("Rapat belum ditetapkan.")


def _worst_first(page: Page) -> list[Gap]:
    return sorted(page.gaps, key=lambda gap: not gap.wrong)


def _gap_words(page: Page) -> str:
    """What is missing, the worst first."""
    ordered = _worst_first(page)
    lines = [f"• {gap.words}" for gap in ordered[:_TOLD]]
    more = len(ordered) - _TOLD
    if more > 0:
        lines.append(_("… dan {n} lagi pada daftar di layar.").format(n=more))
    return "\n".join(lines)


def _source(line: Line, page: Page | None) -> str:
    """Whose words these are."""
    if not line.part:
        return ""
    if line.year is None:
        return _("usulan program, dicetak apa adanya") if line.words else _("belum ditulis")
    if page is not None and line.year != page.year.name:
        return _("dari tahun {year}, masih berlaku").format(year=line.year)
    return _("tertulis untuk tahun ini")
