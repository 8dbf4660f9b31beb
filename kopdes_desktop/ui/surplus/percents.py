"""The percentages of a meeting, each with what it comes to while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.surplus import explaining, rules
from kopdes_desktop.surplus.rules import HEADS, Plan, Share
from kopdes_desktop.ui.kit.fields import EnterLeads, Words, kind_label, set_tone

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LONGEST = 8
_STEPS: Final = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class PercentEdit(QLineEdit):
    """A percentage; Up and Down move it by one, as a slider would, while the meeting looks on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One more, one less, never past nothing or all."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        try:
            now = rules.percent_of(self.text() or "0", field="percent")
        except Refusal:
            return
        then = min(max(now + step, Decimal(0)), Decimal(100))
        self.setText(rules.plain(then).replace(".", ","))
        self.setModified(True)
        self.selectAll()
        self.textEdited.emit(self.text())


class Percents(QWidget):
    """A row a heading: its name, its percentage, its rupiah; below, what they come to."""

    edited = Signal()
    left = Signal()
    is_filled_in = True

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.lines: dict[str, PercentEdit] = {}
        self._amounts: dict[str, Words] = {}
        self._named: dict[str, Share] = {}
        self._sum, self._whole = Words(""), Words("")
        self.complaint = kind_label("", "small", "danger")
        self.complaint.setWordWrap(True)
        for words in (self._sum, self._whole):
            words.setAlignment(_RIGHT)
        self._lay_out([Share(head.code, "0", head.account) for head in HEADS])

    def show_shares(self, shares: Sequence[Share], *, fixed: bool) -> None:
        """These headings and those of the articles; a decided year's are not typed in."""
        known = {share.code: share for share in shares}
        usual = [Share(head.code, "0", head.account) for head in HEADS if head.code not in known]
        order = {head.code: at for at, head in enumerate(HEADS)}
        asked = sorted((*shares, *usual), key=lambda x: order.get(x.code, len(order)))
        if [x.code for x in asked] != list(self.lines):
            self._lay_out(asked)
        self._named = {share.code: share for share in asked}
        for share in asked:
            line = self.lines[share.code]
            line.setText(share.percent.replace(".", ","))
            line.setReadOnly(fixed)
            line.setFocusPolicy(Qt.FocusPolicy.NoFocus if fixed else Qt.FocusPolicy.StrongFocus)

    def add(self, share: Share) -> None:
        """One more heading, of the meeting's own; what is typed at the others stays."""
        typed = {code: line.text() for code, line in self.lines.items()}
        named = {**self._named, share.code: share}
        self._lay_out(list(named.values()))
        self._named = named
        for code, line in self.lines.items():
            line.setText(typed.get(code, share.percent.replace(".", ",")))
        self.lines[share.code].show()
        self.lines[share.code].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _lay_out(self, shares: Sequence[Share]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in (self._sum, self._whole, self.complaint):
                old.hide()
                old.deleteLater()
        self.lines, self._amounts = {}, {}
        for at, share in enumerate(shares):
            name = rules.name_of(share)
            line = PercentEdit()
            line.setMaxLength(_LONGEST)
            line.setAlignment(_RIGHT)
            line.setAccessibleName(_("Persentase {name}").format(name=name))
            line.setFixedWidth(line.fontMetrics().horizontalAdvance("0" * _LONGEST) + 24)
            line.textEdited.connect(lambda _text: self.edited.emit())
            amount = Words("")
            amount.setAlignment(_RIGHT)
            self.lines[share.code], self._amounts[share.code] = line, amount
            label = kind_label(name, "label")
            label.setWordWrap(True)
            label.setBuddy(line)
            for column, widget in enumerate((label, line, kind_label("%", "muted"), amount)):
                self._grid.addWidget(widget, at, column)
        last = len(shares)
        self._grid.addWidget(kind_label(_("Jumlah"), "heading"), last, 0)
        self._grid.addWidget(self._sum, last, 1)
        self._grid.addWidget(kind_label("%", "muted"), last, 2)
        self._grid.addWidget(self._whole, last, 3)
        self._grid.addWidget(self.complaint, last + 1, 0, 1, 4)
        for before, after in pairwise(self.lines.values()):
            QWidget.setTabOrder(before, after)
        self._leads = EnterLeads(list(self.lines.values()), self.left.emit)

    def shares(self) -> tuple[Share, ...]:
        """What is typed, heading by heading; empty is nothing. Raises BadField."""
        made = []
        for code, line in self.lines.items():
            percent = rules.percent_of(line.text() or "0", field=code)
            share = self._named[code]
            made.append(Share(code, rules.plain(percent), share.account, share.name))
        return tuple(made)

    def typed(self) -> tuple[Share, ...] | None:
        """What is typed, or nothing once a line that is no percentage has been named."""
        self.complaint.setText("")
        for line in self.lines.values():
            set_tone(line, "")
        try:
            return self.shares()
        except Refusal as refusal:
            line = self.lines[str(refusal.field)]
            set_tone(line, "danger")
            self._complain(refusal.message)
            return None

    def show_plan(self, made: Plan) -> None:
        """What each heading comes to, and whether they are a hundred."""
        amounts: Mapping[str, int] = {x.share.code: int(x.amount) for x in made.pools}
        whole = rules.whole_of(x.share for x in made.pools)
        for code, words in self._amounts.items():
            words.setText(rupiah(amounts.get(code, 0)))
        right = whole == Decimal(100)
        self._sum.setText(rules.plain(whole).replace(".", ","))
        self._whole.setText(rupiah(sum(amounts.values())))
        set_tone(self._sum, "good" if right else "danger")
        if not right:
            more = whole - 100
            rest = explaining.percent(rules.plain(abs(more)))
            self._complain(
                _("Lebih {rest}; kurangi sampai tepat 100 %.").format(rest=rest)
                if more > 0
                else _("Kurang {rest}; tambah sampai tepat 100 %.").format(rest=rest)
            )

    def _complain(self, words: str) -> None:
        self.complaint.setText(words)

    def start(self) -> None:
        """At the first percentage."""
        first = next(iter(self.lines.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            first.selectAll()
