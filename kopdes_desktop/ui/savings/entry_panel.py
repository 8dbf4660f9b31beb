"""What a found member pays in or takes out: balances, dues book, and one line to type into."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.kernel.money import NOTHING, total
from kopdes_desktop.kernel.wording import number, rupiah, spelled
from kopdes_desktop.savings.standing import guessed_words, standing_words
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.legend import Legend
from kopdes_desktop.ui.kit.panels import at_text_size, keep_in_view
from kopdes_desktop.ui.kit.photo import Photo
from kopdes_desktop.ui.kit.question_card import QuestionCard
from kopdes_desktop.ui.savings.draft import (
    MANDATORY,
    PRINCIPAL,
    UNUSUAL,
    VOLUNTARY,
    Draft,
    DraftLine,
    Way,
    months_of,
    rupiah_of,
)
from kopdes_desktop.ui.savings.months_grid import MonthsGrid

_PHOTO = (72, 90)
#: Below this width the balances need the photo's room.
_ROOMY = 600
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
#: What the line means after a letter: which way the money goes, and the product.
_LETTERS: dict[Qt.Key, tuple[Way, str]] = {
    Qt.Key.Key_W: ("in", MANDATORY),
    Qt.Key.Key_P: ("in", PRINCIPAL),
    Qt.Key.Key_S: ("in", VOLUNTARY),
    Qt.Key.Key_T: ("out", VOLUNTARY),
    Qt.Key.Key_B: ("over", VOLUNTARY),
}
#: These change what is asked at any time; the others only on a line that nothing was typed into,
#: so that 50rb stays a complaint about 50rb.
_ALWAYS = {Qt.Key.Key_W, Qt.Key.Key_P, Qt.Key.Key_S}
#: Letters that ask for something beside the line: another member, payer, box, payroll.
_BESIDE = {Qt.Key.Key_A: "A", Qt.Key.Key_D: "D", Qt.Key.Key_K: "K", Qt.Key.Key_H: "H"}
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_SHIFTS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
#: Not in the legend: these are on the cards above, or seldom needed, and stand on F1.
_ON_F1 = {"10.000 …", "W", "Backspace", "PgUp/PgDn", "↑ ↓"}


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
        room = self.after.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.after.setSizePolicy(room)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.cap, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 12, 10)
        box.setSpacing(3)
        box.addLayout(top)
        box.addWidget(self.balance)
        box.addWidget(self.word)
        box.addWidget(self.after)
        box.addStretch(1)


class EntryPanel(QWidget):
    """One line, always focused: months of wajib, or rupiah once a letter said of what.

    `legend` is placed by the screen, where it stays to be seen while the panel scrolls.
    `beside` carries the letter of what the screen asks in a window of its own, `shifted` which way
    to scroll where not everything is in sight, `scanned` the number on another member's card.
    """

    changed = Signal()
    finished = Signal()
    left = Signal()
    dropped = Signal()
    beside = Signal(str)
    shifted = Signal(int)
    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self._meant: tuple[Way, str] = ("in", MANDATORY)
        self._kept = False
        self._asked = ""
        self._strayed = False
        self.cards = {
            PRINCIPAL: HoldingCard("P"),
            MANDATORY: HoldingCard("W"),
            VOLUNTARY: HoldingCard("S"),
        }
        self.cards[VOLUNTARY].word.hide()
        self.face = Photo(*_PHOTO)
        self.asked = QuestionCard(self)
        self.line, self.note, self.ahead = self.asked.line, self.asked.note, self.asked.ahead
        self.question = self.asked.question
        self.line.textEdited.connect(self._echo)
        self.asked.scan.scanned.connect(self.scanned)
        self.grid = MonthsGrid()
        self.turning = kind_label(_("PgUp/PgDn: tahun lain"), "small")
        self.legend = Legend()
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        for card in self.cards.values():
            row.addWidget(card, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(row)
        box.addWidget(self.asked)
        box.addWidget(self._dues_book())
        box.addStretch(1)

    def _dues_book(self) -> QFrame:
        """The card with the twelve months."""
        held = QFrame()
        held.setProperty("kind", "card")
        inside = QVBoxLayout(held)
        inside.setContentsMargins(18, 8, 18, 10)
        inside.setSpacing(2)
        inside.addWidget(self.grid)
        inside.addWidget(self.turning)
        return held

    def open(self, draft: Draft) -> None:
        """Show this member and what was typed for him before."""
        self.draft = draft
        self._strayed = False
        self._kept = bool(draft.lines)
        for product, shown in self.cards.items():
            holding = draft.card.holding(product)
            shown.setVisible(holding is not None)
            if holding is not None:
                shown.name.setText(holding.name)
                shown.balance.setText(rupiah(holding.balance))
        self._show_face()
        self.grid.open(draft)
        self.turning.setVisible(self.grid.has_more)
        self._take_up(self._first())

    def _show_face(self) -> None:
        """Whose money it is, where there is room beside the balances."""
        photo = self.draft.card.photo if self.draft is not None else None
        roomy = self.width() >= at_text_size(_ROOMY)
        self.face.setVisible(self.face.show_photo(photo) and roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_face()

    def keys(self) -> tuple[Key, ...]:
        """What the line understands now, for the legend and for F1."""
        draft = self.draft
        begun = draft is not None and (bool(draft.lines) or draft.shared)
        shown = [*self._months_keys()]
        if self.way == "in":
            shown += [
                Key("S", _("sukarela")),
                Key("P", _("pokok")),
                Key("W", _("simpanan wajib")),
            ]
            if not begun:
                shown += [Key("T", _("tarik sukarela")), Key("B", _("pindah buku"))]
            shown += [Key("A", _("anggota lain")), Key("D", _("dibayar oleh"))]
        if self.way != "over":
            shown.append(Key("K", _("kas/bank")))
        if self.way == "in":
            shown.append(Key("H", _("potong honor")))
        shown.append(Key("Enter", _("masukkan, lalu simpan")))
        if begun:
            shown.append(Key("Backspace", _("buang baris terakhir")))
        elif self.way != "in":
            shown.append(Key("Esc", _("kembali ke setoran")))
        if draft is not None and draft.card.guessed:
            shown.append(Key("F7", _("putuskan perkiraan")))
        if self.grid.has_more:
            shown.append(Key("PgUp/PgDn", _("tahun lain")))
        shown.append(Key("↑ ↓", _("geser bila layar sempit")))
        return tuple(shown)

    def _months_keys(self) -> tuple[Key, ...]:
        """How many months may be typed, as long as the line means months and there are any."""
        draft = self.draft
        most = len(draft.unpaid) if draft is not None else 0
        if not most or not self._counts or (draft is not None and draft.way != "in"):
            return ()
        range_ = "1" if most == 1 else f"1–{most}"
        return Key(range_, _("bulan simpanan wajib")), Key("10.000 …", _("rupiah simpanan wajib"))

    @property
    def way(self) -> Way:
        """Which way the money goes: of the lines so far, or of what is being asked."""
        draft = self.draft
        return draft.way if draft is not None and draft.lines else self._meant[0]

    def start(self) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, words: str) -> None:
        """Say what is wrong under the line; the line keeps what was typed."""
        self.asked.say(words, "danger")
        self.start()

    def _first(self) -> tuple[Way, str]:
        """What is asked unless a letter says otherwise: the principal of a new member first."""
        draft = self.draft
        owes = draft is not None and not draft.lines and draft.principal_left > NOTHING
        return ("in", PRINCIPAL if owes else MANDATORY)

    @property
    def _counts(self) -> bool:
        """Whether the line means months unless so much is typed that it must be rupiah."""
        draft, (way, product) = self.draft, self._meant
        if way == "over":
            return draft is not None and draft.moves_to == MANDATORY
        return product == MANDATORY

    def _take_up(self, meant: tuple[Way, str]) -> None:
        """From now on the line means this."""
        draft = self.draft
        way, product = meant
        if draft is None or draft.card.holding(product) is None:
            return
        if meant == ("in", PRINCIPAL) and draft.principal_left == NOTHING:
            self.asked.say(_("Simpanan pokok sudah lunas."), "warning")
            return
        if way != "in" and not self._may_take_out(draft):
            return
        self._meant = meant
        self._asked = ""
        here = product if draft.way == "in" else VOLUNTARY
        for code, card in self.cards.items():
            set_tone(card, "here" if code == here else "")
        self._tell_dues(draft)
        self.line.counting = self._counts
        self.line.clear()
        if PRINCIPAL in {product, draft.moves_to if way == "over" else ""}:
            self._propose_principal(draft)
        self._echo()

    def _may_take_out(self, draft: Draft) -> bool:
        """Only from something, and never on a receipt that takes money in."""
        words = ""
        if draft.lines or draft.shared:
            words = _("Simpan dulu kuitansi ini: penarikan dan pindah buku memakai bukti sendiri.")
        elif draft.card.balance(VOLUNTARY) <= NOTHING:
            words = _("Tidak ada simpanan sukarela yang dapat diambil.")
        if words:
            self.asked.say(words, "warning")
        return not words

    def _propose_principal(self, draft: Draft) -> None:
        """What is missing of it, as far as it can be had."""
        left = draft.principal_left
        if self._meant[0] == "over":
            left = min(left, draft.card.balance(VOLUNTARY))
        if left > NOTHING:
            self.line.setText(number(left))
            self.line.selectAll()

    def _tell_dues(self, draft: Draft) -> None:
        """What is owed once the lines so far are written."""
        left = draft.principal_left
        principal, mandatory = self.cards[PRINCIPAL].word, self.cards[MANDATORY].word
        principal.setText(
            _("kurang {amount}").format(amount=rupiah(left)) if left > NOTHING else _("lunas")
        )
        mandatory.setText(_dues_words(draft))
        set_tone(principal, "warning" if left > NOTHING else "good")
        set_tone(mandatory, "warning" if draft.owed or draft.card.guessed else "good")

    def _echo(self, _text: str = "") -> None:
        """The question, and what Enter would do now."""
        draft = self.draft
        self._strayed = False
        if draft is None:
            return
        self.asked.ask(self._asking(draft))
        if self._counts:
            self.line.setPlaceholderText("")
        else:
            self.line.setPlaceholderText("0")
        self.asked.propose("")
        self.asked.say(*self._promise(draft))
        self._foresee(draft)
        self.legend.set_keys(key for key in self.keys() if key.sequence not in _ON_F1)
        QTimer.singleShot(0, self, self._keep_answer_in_view)

    def _keep_answer_in_view(self) -> None:
        """What Enter would do is read before it is pressed, however large the letters are."""
        keep_in_view(self.asked)

    def say_again(self) -> None:
        """What Enter would do now, instead of a refusal that is answered."""
        self._echo()

    def _asking(self, draft: Draft) -> str:
        """The question above the line."""
        way, product = self._meant
        if draft.way != "in":
            return _("Simpan bukti ini?")
        if way == "out":
            words = _("Berapa rupiah ditarik dari {product}?")
        elif way == "over":
            words = (
                _("Berapa bulan {target} dibayar dari {product}?")
                if draft.moves_to == MANDATORY
                else _("Berapa rupiah {target} dibayar dari {product}?")
            )
        else:
            words = (
                _("Berapa bulan {product}?")
                if product == MANDATORY
                else _("Berapa rupiah {product}?")
            )
        return words.format(product=_name(draft, product), target=_name(draft, draft.moves_to))

    def _foresee(self, draft: Draft) -> None:
        """Balances and months as they will stand if Enter is pressed now."""
        after = draft
        if self.line.text() or not draft.lines:
            try:
                after = self._with_typed(draft)
            except Refusal:
                after = draft
        self.grid.show_draft(after)
        for code, card in self.cards.items():
            words, tone = _becomes(after, code)
            card.after.setText(words)
            set_tone(card.after, tone)
            card.after.setVisible(bool(words))

    def _promise(self, draft: Draft) -> tuple[str, str]:
        """What Enter will do, said beforehand, and its tone."""
        text = self.line.text()
        if not text and draft.lines:
            if self._kept:
                told = _("Isian tadi belum disimpan. Enter menyimpan, Backspace membuang baris.")
                return told, "warning"
            told = _("Enter menyimpan dan mencetak. Backspace membuang baris terakhir.")
            return self._with_second(draft, told)
        try:
            line = self._with_typed(draft).lines[-1]
        except Refusal as refusal:
            if not text and self.way in draft.card.second:
                return self._with_second(draft, "")
            if not text:
                return (refusal.message if self._counts else ""), ""
            on_the_way = not self._counts and not self.line.complaint
            if on_the_way and self._meant[0] == "in":
                return "", ""
            return refusal.message, "danger"
        if not line.shares:
            return self._in_words(draft, line)
        self.asked.propose(_proposed(line))
        passed = guessed_words(draft.card.guessed)
        told = f"{line.words}: {rupiah(line.amount)}"
        if passed:
            told = _("{line} · {guessed}, dilewati (F7)").format(line=told, guessed=passed)
        return self._with_second(draft, told)

    def _with_second(self, draft: Draft, words: str) -> tuple[str, str]:
        """These words and, where he may not do it alone, that a second person is needed."""
        if self.way not in draft.card.second:
            return words, ""
        told = (
            _("Penarikan ini perlu orang kedua: sesudah disimpan, penyetuju mengetik PIN di sini.")
            if self.way == "out"
            else _("Pemindahan ini perlu orang kedua: sesudah disimpan, penyetuju mengetik PIN.")
        )
        return " · ".join(filter(None, (words, told))), "warning"

    def _in_words(self, draft: Draft, line: DraftLine) -> tuple[str, str]:
        """The amount in words; a withdrawal over the day's limit is announced beforehand."""
        words, free = spelled(line.amount), draft.card.free_to_withdraw
        alone = line.way not in draft.card.second
        if alone and line.way == "out" and free is not None and line.amount > free:
            told = _("{words} · di atas batas sehari: perlu persetujuan orang kedua")
            return told.format(words=words), "warning"
        return self._with_second(draft, words)

    def _with_typed(self, draft: Draft) -> Draft:
        """The draft with what stands in the line; raises Refusal."""
        text, (way, product) = self.line.text(), self._meant
        if not self._counts:
            amount = self.line.amount() if text else NOTHING
            if way == "out":
                return draft.with_withdrawal(amount)
            if way == "over":
                return draft.with_transfer(None, amount)
            return draft.with_amount(product, amount)
        amount = rupiah_of(text) or NOTHING
        months: int | None = None
        if not amount:
            months = months_of(text, len(draft.unpaid) or 1) if text else draft.proposed_months()
        if way == "over":
            return draft.with_transfer(months, amount)
        return draft.with_dues(amount) if months is None else draft.with_months(months)

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
            if self._counts and not self.line.text() and draft.unpaid and not draft.owed:
                self.asked.say(
                    refusal.message, "warning"
                )  # nothing is owed: nothing was done wrong
            else:
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
        self.asked.say(words.format(words=spelled(after.lines[-1].amount)), "warning")

    def _change(self, draft: Draft) -> None:
        self.draft = draft
        self._kept = False
        self._take_up(self._first())
        self.changed.emit()

    def share(self, *, shared: bool) -> None:
        """Whether others are on the same receipt now."""
        if self.draft is not None:
            self.draft = replace(self.draft, shared=shared)

    def _drop_last(self) -> None:
        draft = self.draft
        if draft is not None and draft.lines:
            self._change(draft.without_last())
        elif draft is not None and draft.shared:
            self.dropped.emit()

    def _escape(self) -> None:
        """One step back each time: the text, the product, the member."""
        changed = self.line.isModified() and self.line.text()
        if changed or self._meant != self._first():
            self._take_up(self._first())
        else:
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that mean more than digits."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and (self._refuses(event) or self._understands(event)):
            return True
        return super().eventFilter(watched, event)

    def _refuses(self, event: QKeyEvent) -> bool:
        """Letters that mean nothing here are a name, or worse: none of it is shown or taken.

        All that is typed after them goes the same way, Enter too, until Esc or Backspace.
        """
        key, typed = event.key(), event.text()
        if self._strayed and key in {Qt.Key.Key_Escape, Qt.Key.Key_Backspace}:
            self.say_again()
            return True
        if not self._strayed and not (typed.isalpha() and self._is_astray(key)):
            return False
        if key not in _ENTER and not (typed and typed.isprintable()):
            return False
        self._strayed = True
        self.complain(_("Ketik nama? Tekan F2 atau F4 dahulu. Esc kembali ke isian ini."))
        return True

    def _is_astray(self, letter: int) -> bool:
        """Whether this letter neither commands nor can be part of an amount like Rp50rb."""
        if letter in _ALWAYS:
            return False
        if not self._fresh:
            return self._counts
        known = letter in _LETTERS or letter in _BESIDE
        return not known and (self._counts or letter != Qt.Key.Key_R)

    @property
    def _fresh(self) -> bool:
        """Whether nothing was typed into the line yet."""
        return not (self.line.isModified() and self.line.text())

    def _understands(self, event: QKeyEvent) -> bool:
        """Do what the key means here; False leaves it to the line."""
        key, fresh = event.key(), self._fresh
        if key in _ENTER:
            if not event.isAutoRepeat():
                self.take()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _LETTERS and (fresh or key in _ALWAYS):
            self._take_up(_LETTERS[Qt.Key(key)])
        elif key in _BESIDE and fresh:
            self.beside.emit(_BESIDE[Qt.Key(key)])
        elif key in _TURNS:
            self.grid.turn(_TURNS[Qt.Key(key)])
        elif key in _SHIFTS:
            self.shifted.emit(_SHIFTS[Qt.Key(key)])
        elif key == Qt.Key.Key_Backspace and not self.line.text():
            self._drop_last()
        else:
            return False
        return True


def _name(draft: Draft, product: str) -> str:
    holding = draft.card.holding(product)
    return holding.name.lower() if holding else product


def _proposed(line: DraftLine) -> str:
    """What Enter takes of the dues, to be read across a counter."""
    months = len(line.shares)
    told = ngettext("{n} bulan · {amount}", "{n} bulan · {amount}", months)
    return told.format(n=months, amount=rupiah(line.amount))


def _becomes(draft: Draft, product: str) -> tuple[str, str]:
    """The balance after this receipt, and the tone of it: what goes out is no good news."""
    added = draft.added(product)
    holding = draft.card.holding(product)
    if added == NOTHING or holding is None:
        return "", ""
    words = _("menjadi {amount}").format(amount=rupiah(holding.balance + added))
    return words, "good" if added > NOTHING else "warning"


def _dues_words(draft: Draft) -> str:
    """What he owes this month, in words that can be read to him."""
    owed, guessed = draft.owed, draft.card.guessed
    if not owed:
        return standing_words(draft.card.run if guessed else draft.paid_until, guessed)
    amount = total(due.amount for due in owed)
    told = ngettext("terutang {n} bulan: {amount}", "terutang {n} bulan: {amount}", len(owed))
    told = told.format(n=len(owed), amount=rupiah(amount))
    return "; ".join(filter(None, (told, guessed_words(guessed))))
