"""A screen of the books with one list to work on: deeds by keys, forms, papers, the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import chart, paying
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.accounting.other_side import Others, send_with
from kopdes_desktop.ui.desk import Desk, Then
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import Field, kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members import papers
from kopdes_desktop.ui.members.late_field import LateField

Order = dict[str, Any]
_ROOMY = 560


def allowed(office: Office, deeds: Collection[str]) -> frozenset[str]:
    """Those of the deeds that whoever sits here may do, alone or with a second person."""
    return frozenset(code for code in deeds if office.may(code) is not Level.NO)


def box_choices(read: Reading) -> tuple[tuple[str, str], ...]:
    """Cash boxes and banks for a field, by account; no drawer, and none of what is on its way."""
    return tuple(
        (box.code, box.name)
        for box in chart.boxes(read)
        if not box.in_transit and box.account != paying.DRAWER
    )


def unit_choices(read: Reading) -> tuple[tuple[str, str], ...]:
    """Units for a field, the office first."""
    found = sorted(chart.units(read), key=lambda unit: unit.kind != "office")
    return tuple((unit.code, unit.name) for unit in found)


class BookScreen(Screen):
    """Subclasses read what they show, and keep in `allowed` what may be done."""

    def __init__(
        self, desk: Desk, title: str, listens: tuple[str, ...], columns: Sequence[Column]
    ) -> None:
        super().__init__(title, desk.news, listens)
        self.desk = desk
        self.allowed: frozenset[str] = frozenset()
        #: Keys that are only of those who may do one of the deeds behind them.
        self.rights: dict[str, tuple[str, ...]] = {}
        self._hints: frozenset[str] | None = None
        self._less: tuple[QWidget, ...] = ()
        self._roomy = _ROOMY
        self.table = Table(columns, title)
        self._key_of: Callable[[Any], object] | None = None
        self._made: object = None

    def renew(self, rows: Sequence[Any], key_of: Callable[[Any], object]) -> None:
        """Show these rows; the cursor stays where it was, or goes to what was just made."""
        self.table.renew(rows, key_of)
        self._key_of = key_of
        self.go_to_made(self._made)

    def go_to_made(self, key: object) -> None:
        """The next Enter is for what was just made: now, or once it is on the list."""
        key_of = self._key_of
        there = key_of is not None and self.table.go_where(lambda row: key_of(row) == key)
        self._made = None if there else key

    def give_way(self, *less: QWidget, below: int = _ROOMY) -> None:
        """What goes out of sight where the window is low: the list needs the room more."""
        self._less, self._roomy = less, below
        self._make_room()

    def _make_room(self) -> None:
        roomy = self.height() >= at_text_size(self._roomy)
        for each in self._less:
            each.setVisible(roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def allow(self, deeds: frozenset[str]) -> None:
        """What may be done here, as it was read; the keys of the rest are not offered."""
        self.allowed = deeds
        self.print_hints()

    def hint_at(self, *sequences: str) -> None:
        """Print these keys along the lower edge, those of them that are the reader's."""
        self._hints = frozenset(sequences)
        self.print_hints()

    def print_hints(self) -> None:
        """As rights are now."""
        told = self._hints
        shown = self.keys_now()
        if told is not None:
            shown = tuple(key for key in shown if key.sequence in told)
        self.print_foot(shown)

    def keys_now(self) -> tuple[Key, ...]:
        """Without those whose deeds are somebody else's."""
        return tuple(
            key
            for key in self.keys
            if key.sequence not in self.rights or self.allowed & {*self.rights[key.sequence]}
        )

    def may(self, deed: str) -> bool:
        """Whether whoever sits here may do it."""
        return deed in self.allowed

    def today(self) -> date:
        """The open business day."""
        return self.desk.standing.today

    def day_fields(self) -> tuple[DayField, LateField]:
        """The document's day, today at first; and why it is late, where it is."""
        day = DayField("day", _("Tanggal bukti"), self.today, happened=True)
        day.set_day(self.today())
        late = LateField(day, self.today)
        late.follow()
        return day, late

    def dated(self, typed: Order) -> Order:
        """The day and its reason as an order has them; neither for what is of today."""
        if typed["day"] == self.today():
            return {}
        return {"day": typed["day"].isoformat(), "late": typed["late"]}

    def fill_in(
        self,
        title: str,
        words: str,
        fields: Sequence[Field],
        *,
        deed: str,
        op: str,
        order: Callable[[Order], Order],
        then: Then,
        columns: int = 1,
        known: Others | None = None,
    ) -> FormDialog:
        """A form whose fields become an order that is done; `known` by whom its `party` is."""
        asking = FormDialog(self.desk.window, title, words, fields, deed=deed, columns=columns)
        asking.careful = True

        def given(typed: Order) -> None:
            named = typed.pop("party", "") if known is not None else ""

            def send(party: int | str | None) -> None:
                more = {} if party is None else {"party": party}
                asking.perform(self.desk, op, order(typed) | more, then, question=title)

            send_with(self.desk, asking, known or {}, named, send)

        asking.given.connect(given)
        self.show_dialog(asking)
        return asking

    def show_dialog(self, asking: Dialog) -> None:
        """Open it; the cursor comes back to the list afterwards."""
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        self.desk.window.activateWindow()
        self.start()

    def show_report(self, code: str, given: dict[str, str], number: str = "") -> None:
        """A report as paper, to be looked at, printed or kept."""
        self.desk.ask(
            lambda session: papers.report(session.office, code, given, number),
            self.desk.show_paper,
        )


class DetailScreen(BookScreen):
    """Its list stands at the left; what there is of the marked row, and its lines, at the right."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        listens: tuple[str, ...],
        columns: Sequence[Column],
        lines: tuple[str, Sequence[Column]],
    ) -> None:
        super().__init__(desk, title, listens, columns)
        self.told = kind_label("", "muted")
        self.told.setWordWrap(True)
        self.notice = kind_label("", "notice", "warning")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self.above = kind_label("", "heading")
        self.above.setWordWrap(True)
        self.terms, self.standing = Pairs(), Pairs()
        self.lines = Table(lines[1], lines[0])

    def place(
        self,
        of_list: Sequence[QPushButton | None],
        of_row: Sequence[QPushButton | None],
        share: int = 7,
    ) -> None:
        """Lay it out; no button is a gap. The right side gets so many parts to five at the left."""
        left, right, words = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for each in (left, right):
            each.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addLayout(_in_line(of_list))
        words.setSpacing(18)
        for pairs, wide in ((self.terms, 5), (self.standing, 4)):
            words.addWidget(pairs, wide, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self.above)
        right.addLayout(words)
        right.addWidget(self.lines, 1)
        right.addLayout(_in_line(of_row))
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 5)
        both.addLayout(right, share)
        self.body.addWidget(self.told)
        self.body.addWidget(self.notice)
        self.body.addLayout(both, 1)

    def show_nothing(self) -> None:
        """There is no row to tell of."""
        self.above.setText("")
        self.terms.show_pairs(())
        self.standing.show_pairs(())
        self.lines.set_rows(())


def _in_line(deeds: Sequence[QPushButton | None]) -> QHBoxLayout:
    made = QHBoxLayout()
    for each in deeds:
        if each is None:
            made.addStretch(1)
        else:
            made.addWidget(each)
    return made
