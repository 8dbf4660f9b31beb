"""What a found member pays in: his three balances, what he owes, and one line to type into."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.kernel.money import NOTHING, total
from kopdes_desktop.kernel.wording import month, number, rupiah, spelled
from kopdes_desktop.ui.kit.amounts import MoneyEdit
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import key_hint
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.typed_ahead import TypedAhead
from kopdes_desktop.ui.savings.draft import (
    MANDATORY,
    PRINCIPAL,
    UNUSUAL,
    VOLUNTARY,
    Draft,
    months_of,
)

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_LETTERS = {Qt.Key.Key_W: MANDATORY, Qt.Key.Key_P: PRINCIPAL, Qt.Key.Key_S: VOLUNTARY}
_LEGEND = {"1–99", "S", "P", "Enter"}


class HoldingCard(QFrame):
    """One product: its key, its name, its balance, and a word about it."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.name = kind_label("", "label")
        self.name.setWordWrap(True)
        self.balance = kind_label("", "figure")
        self.after = kind_label("", "small", "good")
        self.word = kind_label("", "small")
        self.word.setWordWrap(True)
        self.cap = kind_label(key, "key")
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.cap, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 12, 12)
        box.setSpacing(4)
        box.addLayout(top)
        box.addWidget(self.balance)
        box.addWidget(self.after)
        box.addWidget(self.word)
        box.addStretch(1)


class EntryPanel(QWidget):
    """One line, always focused. It means months of wajib, or an amount once S or P was pressed."""

    changed = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self._product = MANDATORY
        self._kept = False
        self._asked = ""
        self.cards = {
            PRINCIPAL: HoldingCard("P"),
            MANDATORY: HoldingCard("W"),
            VOLUNTARY: HoldingCard("S"),
        }
        self.question = kind_label("", "heading")
        self.line = MoneyEdit()
        self.line.setProperty("kind", "big")
        self.line.installEventFilter(self)
        self.ahead = TypedAhead(self.line)
        self.line.textEdited.connect(self._echo)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for card in self.cards.values():
            row.addWidget(card, 1)
        held = QFrame()
        held.setProperty("kind", "card")
        inside = QVBoxLayout(held)
        inside.setContentsMargins(18, 16, 18, 16)
        inside.setSpacing(8)
        inside.addWidget(self.question)
        inside.addWidget(self.line)
        inside.addWidget(self.note)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(row)
        box.addWidget(held)
        box.addLayout(self._legend())
        box.addStretch(1)

    def open(self, draft: Draft) -> None:
        """Show this member and what was typed for him before."""
        self.draft = draft
        self._kept = bool(draft.lines)
        for product, shown in self.cards.items():
            holding = draft.card.holding(product)
            shown.setVisible(holding is not None)
            if holding is not None:
                shown.name.setText(holding.name)
                shown.balance.setText(rupiah(holding.balance))
        self._take_up(self._first())

    def keys(self) -> tuple[Key, ...]:
        """What the line understands, for the legend and for F1."""
        return (
            Key("1–99", _("bulan simpanan wajib")),
            Key("S", _("sukarela")),
            Key("P", _("pokok")),
            Key("W", _("kembali ke simpanan wajib")),
            Key("Enter", _("masukkan, lalu simpan")),
            Key("Backspace", _("buang baris terakhir")),
        )

    def _legend(self) -> QHBoxLayout:
        """The keys that are needed most."""
        row = QHBoxLayout()
        row.setSpacing(18)
        for key in self.keys():
            if key.sequence in _LEGEND:
                row.addWidget(key_hint(key.sequence, key.words))
        row.addStretch(1)
        return row

    def start(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, words: str) -> None:
        """Say what is wrong under the line; the line keeps what was typed."""
        self._say(words, "danger")
        self.start()

    def _say(self, words: str, tone: str) -> None:
        self.note.setText(words)
        set_tone(self.note, tone)
        set_tone(self.line, tone if tone == "danger" else "")
        self.line.setAccessibleDescription(words)

    def _first(self) -> str:
        """What is asked unless a letter says otherwise: the principal of a new member first."""
        draft = self.draft
        owes = draft is not None and not draft.lines and draft.principal_left > NOTHING
        return PRINCIPAL if owes else MANDATORY

    def _take_up(self, product: str) -> None:
        """From now on the line means this product."""
        draft = self.draft
        if draft is None or draft.card.holding(product) is None:
            return
        if product == PRINCIPAL and draft.principal_left == NOTHING:
            self._say(_("Simpanan pokok sudah lunas."), "warning")
            return
        self._product = product
        self._asked = ""
        for code, card in self.cards.items():
            set_tone(card, "here" if code == product else "")
            card.after.setText(_becomes(draft, code))
            card.after.setVisible(bool(card.after.text()))
        self._tell_dues(draft)
        self.line.counting = product == MANDATORY
        self.line.clear()
        if product == PRINCIPAL and draft.principal_left > NOTHING:
            self.line.setText(number(draft.principal_left))
            self.line.selectAll()
        self._echo()

    def _tell_dues(self, draft: Draft) -> None:
        """What is owed once the lines so far are written."""
        left = draft.principal_left
        principal, mandatory = self.cards[PRINCIPAL].word, self.cards[MANDATORY].word
        principal.setText(
            _("kurang {amount}").format(amount=rupiah(left)) if left > NOTHING else _("lunas")
        )
        mandatory.setText(_dues_words(draft))
        set_tone(principal, "warning" if left > NOTHING else "good")
        set_tone(mandatory, "warning" if draft.owed else "good")

    def _echo(self, _text: str = "") -> None:
        """The question, and what Enter would do now."""
        draft = self.draft
        if draft is None:
            return
        holding = draft.card.holding(self._product)
        name = holding.name if holding else ""
        if self._product == MANDATORY:
            self.question.setText(_("Berapa bulan {product}?").format(product=name.lower()))
            proposed = "" if draft.lines or not draft.unpaid else number(draft.proposed_months())
            self.line.setPlaceholderText(proposed)
        else:
            self.question.setText(_("Berapa rupiah {product}?").format(product=name.lower()))
            self.line.setPlaceholderText("0")
        self.line.setAccessibleName(self.question.text())
        self._say(*self._promise(draft))

    def _promise(self, draft: Draft) -> tuple[str, str]:
        """What Enter will do, said beforehand, and its tone."""
        text = self.line.text()
        if not text and draft.lines:
            if self._kept:
                told = _("Isian tadi belum disimpan. Enter menyimpan, Backspace membuang baris.")
                return told, "warning"
            return _("Enter menyimpan dan mencetak. Backspace membuang baris terakhir."), ""
        try:
            line = self._with_typed(draft).lines[-1]
        except Refusal as refusal:
            if not text:
                return (refusal.message if self._product == MANDATORY else ""), ""
            on_the_way = self._product != MANDATORY and not self.line.complaint
            return (refusal.message, "danger") if not on_the_way else ("", "")
        if line.months is None:
            return spelled(line.amount), ""
        return f"{line.words}: {rupiah(line.amount)}", ""

    def _with_typed(self, draft: Draft) -> Draft:
        """The draft with what stands in the line; raises Refusal."""
        text = self.line.text()
        if self._product != MANDATORY:
            return draft.with_amount(self._product, self.line.amount() if text else NOTHING)
        return draft.with_months(months_of(text) if text else draft.proposed_months())

    def take(self) -> None:
        """What Enter means now: take the line, or finish the receipt."""
        draft = self.draft
        if draft is None:
            return
        if not self.line.text() and draft.lines:
            self.finished.emit()
            return
        try:
            after = self._with_typed(draft)
        except Refusal as refusal:
            self.complain(refusal.message)
            return
        if after.lines[-1].amount >= UNUSUAL and self._asked != self.line.text():
            self._ask_once(after)
            return
        self._change(after)

    def _ask_once(self, after: Draft) -> None:
        """So large an amount is taken by the second Enter only."""
        self._asked = self.line.text()
        words = _("{words}: benar sebesar ini? Enter sekali lagi untuk memasukkannya.")
        self._say(words.format(words=spelled(after.lines[-1].amount)), "warning")

    def _change(self, draft: Draft) -> None:
        self.draft = draft
        self._kept = False
        self._take_up(self._first())
        self.changed.emit()

    def _drop_last(self) -> None:
        if self.draft is not None and self.draft.lines:
            self._change(self.draft.without_last())

    def _escape(self) -> None:
        """One step back each time: the text, the product, the member."""
        changed = self.line.isModified() and self.line.text()
        if changed or self._product != self._first():
            self._take_up(self._first())
        else:
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that mean more than digits."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        key = event.key()
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if not plain:
            return super().eventFilter(watched, event)
        if key in _ENTER:
            if not event.isAutoRepeat():
                self.take()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _LETTERS:
            self._take_up(_LETTERS[Qt.Key(key)])
        elif key == Qt.Key.Key_Backspace and not self.line.text():
            self._drop_last()
        else:
            return super().eventFilter(watched, event)
        return True


def _becomes(draft: Draft, product: str) -> str:
    """The balance after this receipt."""
    added = draft.added(product)
    holding = draft.card.holding(product)
    if added == NOTHING or holding is None:
        return ""
    return _("menjadi {amount}").format(amount=rupiah(holding.balance + added))


def _dues_words(draft: Draft) -> str:
    """What he owes this month, in words that can be read to him."""
    owed = draft.owed
    if not owed:
        return _("lunas sampai {month}").format(month=month(draft.paid_until))
    amount = total(due.amount for due in owed)
    return ngettext(
        "terutang {n} bulan: {amount}", "terutang {n} bulan: {amount}", len(owed)
    ).format(n=len(owed), amount=rupiah(amount))
