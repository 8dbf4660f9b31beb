"""The register as a list: typing filters it, arrows move in it, Enter opens a member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.members.cards import number_of
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit import icons, theme
from kopdes_desktop.ui.kit.card_scan import reads_cards
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, Field, kind_label, set_tone
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import cards

if TYPE_CHECKING:
    from kopdes_desktop.members.queries import Group
    from kopdes_desktop.savings.queries import DuesRow

ACTIVE = "active"
_STATUSES = ("", "active", "applicant", "left", "rejected", "void")
#: Below this width these columns (RT/RW, day of joining) make room for the names.
_ROOMY = 1000
_SPARED = (4, 5)
_key = attrgetter("member.key")
#: What was looked for, and whom it left of the chosen status and of others.
_Fits = tuple[list[str], "Sequence[cards.Listed]", "Sequence[cards.Listed]"]
_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


COLUMNS = (
    Column(N_("Nomor"), lambda row: row.member.number or "", width=10),
    Column(N_("Nama"), lambda row: row.member.name or cards.personal_gone(), width=0),
    Column(N_("Status"), lambda row: _(STATUS_WORDS[row.member.status]), width=10),
    Column(N_("Dusun"), lambda row: row.member.dusun or "", width=13),
    Column(N_("RT/RW"), lambda row: row.member.rt_rw or "", width=7),
    Column(
        N_("Masuk"),
        lambda row: row.member.joined,
        text=lambda day: short_day(day) if day else "",
        width=11,
    ),
)


class RegisterList(QWidget):
    """The line keeps the focus while arrows move in the list below it."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.news.ground)
        self._desk = desk
        self._asked = ""
        self._everybody: Sequence[cards.Listed] | None = None
        self._found: Sequence[cards.Listed] = ()
        self._months: dict[int, int] = {}
        self._arrears: dict[int, int] = {}
        self._status = ""
        self._parts: tuple[Sequence[cards.Listed], Sequence[cards.Listed]] = ((), ())
        self._fits: _Fits = ([], (), ())
        self._take = False
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Nama, nomor anggota, NIK, atau telepon"))
        self.line.setAccessibleName(_("Cari anggota"))
        icons.dress(self.line, "search", "muted")
        self.line.installEventFilter(self)
        reads_cards(self.line)
        self.line.textEdited.connect(self._typed)
        self.search = _Search(self.line)
        words = {"": _("semua"), **{code: _(STATUS_WORDS[code]) for code in _STATUSES if code}}
        self.status = ChoiceField(
            "status", _("&Status"), [(code, words[code]) for code in _STATUSES]
        )
        self.status.choose(ACTIVE)
        self.group = ChoiceField("group", _("&Kelompok"), [("", _("semua"))])
        self._leads = [EnterLeads([c.editor], self.start) for c in (self.status, self.group)]
        self.status.edited.connect(self._typed)
        self.group.edited.connect(self.refresh)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.alert = kind_label("", "notice", "warning")
        self.alert.setWordWrap(True)
        self.alert.hide()
        self.table = Table((*COLUMNS, *self._dues_columns()), _("Daftar anggota"), sortable=True)
        self.table.opened.connect(self._open)
        self._arrange()

    def _dues_columns(self) -> tuple[Column, Column]:
        """Months and rupiah in arrears, as they are known by now."""

        def months(row: cards.Listed) -> int:
            return self._months.get(row.member.key, 0)

        def blank_or(amount: int) -> str:
            return number(amount) if amount else ""

        return (
            Column(N_("Bulan"), months, text=blank_or, width=6, right=True),
            Column(N_("Tunggakan"), self._owes, text=blank_or, width=11, right=True),
        )

    def _owes(self, row: cards.Listed) -> int:
        return self._arrears.get(row.member.key, 0)

    def _arrange(self) -> None:
        questions = QHBoxLayout()
        questions.setSpacing(14)
        questions.addWidget(self.search, 5)
        for choice in (self.status, self.group):
            choice.note.hide()
            questions.addWidget(choice, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(questions)
        box.addWidget(self.note)
        box.addWidget(self.alert)
        box.addWidget(self.table, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names before RT/RW and the day of joining where there is no room for all."""
        super().resizeEvent(event)
        app = QApplication.instance()
        percent = theme.worn(app)[1] if isinstance(app, QApplication) else 100
        for at in _SPARED:
            self.table.setColumnHidden(at, self.width() < theme.scaled(_ROOMY, percent))

    def start(self) -> None:
        """Ready for the next name; what stands there is replaced by typing."""
        self._take = False
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def current(self) -> MemberRow | None:
        """The member under the cursor."""
        row = self.table.current()
        return row.member if row is not None else None

    def asked(self) -> tuple[str, str, str]:
        """Status, group and text as they stand; "" where nothing narrows."""
        return self.status.value(), self.group.value(), self.line.text()

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Offer these groups; the chosen one stays, if it is still there."""
        chosen = self.group.value()
        self.group.box.blockSignals(True)
        self.group.box.clear()
        self.group.box.addItem(_("semua"), "")
        for group in groups:
            self.group.box.addItem(group.name, group.code)
        self.group.box.setCurrentIndex(max(self.group.box.findData(chosen), 0))
        self.group.box.blockSignals(False)
        self.group.setVisible(bool(groups))

    def has_groups(self) -> bool:
        """Whether there is any group to narrow by."""
        return self.group.box.count() > 1

    def set_dues(self, dues: Mapping[int, DuesRow]) -> None:
        """Where everybody stands with his dues; the cursor stays where it is."""
        late = {key: each for key, each in dues.items() if each.arrears}
        self._months = {key: each.arrears_months for key, each in late.items()}
        self._arrears = {key: int(each.arrears) for key, each in late.items()}
        self._filter()

    def alarm(self, words: str) -> None:
        """What waits for somebody to decide; "" for nothing."""
        self.alert.setText(words)
        self.alert.setVisible(bool(words))

    def refresh(self) -> None:
        """Read again everybody of the chosen group; what is typed goes on filtering."""
        self._asked = group = self.group.value()
        self._desk.ask(lambda session: (group, cards.register(session.office, group)), self._show)

    def _show(self, read: tuple[str, Sequence[cards.Listed]]) -> None:
        group, everybody = read
        if group != self._asked:
            return
        self._everybody = everybody
        self._part()
        self._filter()
        if self._take:
            self._take = False
            self._open_seen()

    def _typed(self, _text: str = "") -> None:
        """The best fit first: the cursor is on the first row."""
        self._filter(keep=False)

    def _filter(self, *, keep: bool = True) -> None:
        """Whom status and text leave; where nobody of the status fits, of any status."""
        if self.status.value() != self._status:
            self._part()
        words = folded(self.line.text()).split()
        self._found, others = self._fitting(words)
        widened = bool(words and others and not self._found)
        if widened:
            self._found, others = others, ()
        self._lay(keep=keep)
        self._say_what(widened=widened, elsewhere=len(others) if words else 0)

    def _part(self) -> None:
        """Everybody as the chosen status parts them, once and not at every letter."""
        self._status, everybody = self.status.value(), self._everybody or ()
        if self._status:
            inside = [row for row in everybody if row.member.status == self._status]
            outside = [row for row in everybody if row.member.status != self._status]
            self._parts = inside, outside
        else:
            self._parts = everybody, ()
        self._fits = ([], *self._parts)

    def _fitting(self, words: list[str]) -> tuple[Sequence[cards.Listed], Sequence[cards.Listed]]:
        """Who fits, of the status and of others.

        A letter more leaves some of those before; of digits, others fit than of fewer.
        """
        before, inside, outside = self._fits
        alike = bool(words and before) and words[:-1] == before[:-1]
        if not alike or words[-1].isdigit() or not words[-1].startswith(before[-1]):
            inside, outside = self._parts
        inside, outside = cards.fitting(inside, words), cards.fitting(outside, words)
        self._fits = (words, inside, outside)
        return inside, outside

    def _lay(self, *, keep: bool = True) -> None:
        """The rows anew; with `keep` the cursor stays with its member."""
        kept = self.current() if keep else None
        self.table.set_rows(self._found)
        header = self.table.horizontalHeader()
        if header.sortIndicatorSection() >= 0:
            self.table.rows.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
            self.table.go_to(0)
        if kept is not None:
            self.go_to(kept.key)

    def go_to(self, key: int) -> None:
        """Put the cursor on this member, if he is listed."""
        self.table.go_where(lambda row: row.member.key == key)

    def _say_what(self, *, widened: bool, elsewhere: int) -> None:
        count, text = len(self._found), self.line.text().strip()
        told = ngettext("{n} orang.", "{n} orang.", count).format(n=number(count))
        owed = (
            sum(filter(None, map(self._arrears.get, map(_key, self._found))))
            if self._arrears
            else 0
        )
        if owed:
            told += " " + _("Tunggakan {amount}.").format(amount=rupiah(owed))
        if elsewhere:
            told += " " + ngettext(
                "{n} lagi yang cocok berstatus lain: Alt+S.",
                "{n} lagi yang cocok berstatus lain: Alt+S.",
                elsewhere,
            ).format(n=number(elsewhere))
        tone = ""
        if widened:
            told = _("Tidak ada yang cocok dengan status itu; ini yang cocok dari semua status.")
            tone = "warning"
        elif not count and text:
            told = _(
                "Tidak ada anggota yang cocok dengan “{text}”."
                " Periksa ejaannya, atau Ctrl+5 untuk mencatat permohonan baru."
            ).format(text=text)
            tone = "warning"
        elif not count and self._everybody is not None:
            told = _("Belum ada yang tercatat di sini. Ctrl+5 mencatat permohonan anggota baru.")
        self.note.setText(told)
        set_tone(self.note, tone)

    def _open(self, row: cards.Listed | None) -> None:
        if row is not None:
            self.opened.emit(row.member.key)

    def take_scanned(self, number: str) -> None:
        """Whose card was scanned, whatever status and group narrow the list to."""
        self._desk.ask(lambda session: cards.of_number(session.office, number), self._open_scanned)

    def _open_scanned(self, found: MemberRow | None) -> None:
        if found is not None:
            self.opened.emit(found.key)
            return
        told = _("Tidak ada anggota bernomor {number}. Kartu ini dari koperasi lain?")
        self.note.setText(told.format(number=number_of(self.line.text()) or "–"))
        set_tone(self.note, "warning")
        self.line.selectAll()

    def _take_current(self) -> None:
        """Open the current row; once it is there, if the list is still being read."""
        scanned = number_of(self.line.text())
        if scanned is not None:
            self.take_scanned(scanned)
        elif self._everybody is not None:
            self._open_seen()
        else:
            self._take = True

    def _open_seen(self) -> None:
        """The marked one, unless it is one of several whom nobody has seen."""
        row, typed = self.table.current(), self.line.text().strip().casefold()
        exact = row is not None and typed == (row.member.number or "").casefold()
        if exact or not typed or not self.table.is_choice_blind():
            self._open(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens the current row; arrows move in the list without leaving the line."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._take_current()
            return True
        if event.key() in _STEPS:
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


class _Search(Field):
    """The line to search by, labelled as its neighbours are."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__("text", _("Cari"), line)
        self.note.hide()
        line.setAccessibleName(_("Cari anggota"))
