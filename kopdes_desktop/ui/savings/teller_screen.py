"""The teller: a member is found, his savings taken in or paid out; ten fingers, no mouse.

Member found, then Enter, Enter: what is due is paid. A number before Enter is that many months.
S or P and an amount is another line, T a withdrawal, B a transfer, A another member on the same
receipt. Enter on the empty line writes the receipt.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.line_screen import LineScreen
from kopdes_desktop.ui.kit.panels import scrolled
from kopdes_desktop.ui.printing import receipts, reprinting
from kopdes_desktop.ui.savings import cards
from kopdes_desktop.ui.savings.basket import Basket
from kopdes_desktop.ui.savings.beside import Beside
from kopdes_desktop.ui.savings.draft import Card, Draft
from kopdes_desktop.ui.savings.entry_panel import EntryPanel
from kopdes_desktop.ui.savings.find_panel import FindPanel
from kopdes_desktop.ui.savings.receipt_panel import LastReceipt, ReceiptPanel
from kopdes_desktop.ui.savings.sheets import ESTIMATES, SHEETS


class TellerScreen(LineScreen):
    """Left: find, then take in. Right: the receipt that grows, or the last one on paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Setoran dan penarikan"), desk.news, ("savings.", "membership."))
        self._desk = desk
        self.baskets: dict[int, Basket] = {}
        self._basket: Basket | None = None
        self._writing: Basket | None = None
        self._key = secrets.token_hex(8)
        self.finder = FindPanel(desk)
        self.entry = EntryPanel()
        self.receipt = ReceiptPanel()
        self.last = LastReceipt()
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self.about = kind_label("", "muted")
        self.head.insertWidget(1, self.about, 0, Qt.AlignmentFlag.AlignBottom)
        self._arrange()
        self.beside = Beside(desk, self.entry)
        self.beside.settled.connect(self._settle)
        self.beside.signed.connect(self._sign)
        self.finder.chosen.connect(self._choose)
        self.finder.left.connect(self._return)
        self.entry.changed.connect(self._show_draft)
        self.entry.finished.connect(self._write)
        self.entry.left.connect(self._back)
        self.entry.dropped.connect(self._drop_part)
        self.entry.beside.connect(self._ask_beside)
        self.entry.shifted.connect(self._shift)
        self.entry.scanned.connect(self._find_scanned)
        self.write_by(self.entry.ahead, self.receipt.confirm)
        self.receipt.confirm.clicked.connect(self._write)
        self.set_keys(
            Key("F2", _("cari anggota"), self._back),
            Key("F4", _("anggota berikutnya"), None),
            Key("F8", _("cetak ulang (SALINAN)"), self._print_copy),
            Key("Esc", _("kembali, isian tetap"), None),
        )
        bind((Key("F7", _("putuskan perkiraan"), self._to_estimates),), self)
        self.advice = _(
            "Cari anggota, lalu Enter. Enter berikutnya memasukkan iuran yang terutang,"
            " Enter sekali lagi menyimpan dan mencetak kuitansi. T menarik sukarela, B memindahkan"
            " sukarela ke simpanan wajib, A menambah anggota lain di kuitansi yang sama."
            " Kartu anggota boleh dipindai kapan saja: anggota itu yang dibuka."
        )

    def _arrange(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._left, 5)
        columns.addWidget(self._right, 3)
        self.body.addLayout(columns, 1)
        self._left.addWidget(self.finder)
        self._held = scrolled(self.entry)
        held = QWidget()
        held.setMinimumWidth(490)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._held, 1)
        column.addWidget(self.entry.legend)
        self._left.addWidget(held)
        self._right.addWidget(self.last)
        self._right.addWidget(self.receipt)

    def _shift(self, way: int) -> None:
        """Half a page down or up, where text is so large that not everything is in sight."""
        bar = self._held.verticalScrollBar()
        bar.setValue(bar.value() + way * max(bar.pageStep() // 2, bar.singleStep()))

    def start(self) -> None:
        """The line where typing begins."""
        if self._at_entry:
            self.entry.start()
        else:
            self.finder.start()

    def start_anew(self) -> None:
        """The next member; what was filled in stays kept, and what is being written goes first."""
        if self._at_entry and not self._busy:
            self.finder.clear()
            self._back()

    @property
    def _at_entry(self) -> bool:
        return self._left.currentWidget() is not self.finder

    def keys_now(self) -> tuple[Key, ...]:
        """With a member open, what the entry line understands as well."""
        return (self.entry.keys() if self._at_entry else ()) + self.keys

    def has_unsaved(self) -> bool:
        """Receipts that were begun, or an amount that is half typed."""
        return bool(self.baskets) or (self._at_entry and bool(self.entry.line.text()))

    def reload(self) -> None:
        """Something was written: the list that is shown may be older, and so may the card."""
        self.finder.refresh()
        draft = self.entry.draft
        if draft is not None and self._at_entry and not self._busy:
            key = draft.card.key
            self._desk.ask(lambda session: cards.card(session.office, key), self._renew)

    def _renew(self, card: Card | None) -> None:
        draft = self.entry.draft
        at_entry = self._at_entry and not self._busy
        if draft and card and at_entry and card.key == draft.card.key and card != draft.card:
            self._open(card)

    def states(self) -> Sequence[Callable[[], None]]:
        """A member opened, his dues taken, the sum of them ready."""
        return (self.finder.take, self.entry.take)

    def complain(self, field: str | None, words: str) -> bool:
        """Every refusal of a receipt stands at its entry line; nothing typed is lost."""
        del field
        self.entry.ahead.release(None)
        self.entry.complain(words)
        return True

    def show_member(self, member: int) -> None:
        """A member found elsewhere; what was being filled in for another stays kept."""
        draft = self.entry.draft
        if self._busy or (self._at_entry and draft is not None and draft.card.key == member):
            return
        self._back()
        self.finder.ahead.hold()
        self._choose(member)

    def _find_scanned(self, number: str) -> None:
        """Another member's card: his turn; what was filled in for this one stays kept."""
        self._back()
        self.finder.take_scanned(number)

    def _choose(self, member: int) -> None:
        self._desk.ask(
            lambda session: cards.card(session.office, member),
            self._open,
            otherwise=self._not_opened,
        )

    def _not_opened(self, _error: Exception) -> bool:
        self.finder.ahead.release(None)
        return False

    def _open(self, card: Card | None) -> None:
        if card is None:
            self.finder.ahead.release(None)
            self.finder.start()
            return
        self._basket = self._basket_for(card)
        self._show_part(card.key)
        self.finder.ahead.release(self.entry.line)

    def _basket_for(self, card: Card) -> Basket:
        """The receipt that this member belongs on, with his newest card in it."""
        here = self._basket
        if here is not None and (self.finder.looks_for_another or here.part(card.key)):
            found: Basket | None = here
        else:
            found = next((one for one in self.baskets.values() if one.part(card.key)), None)
        if found is None:
            return Basket((Draft(card),))
        kept = found.part(card.key)
        return found.having(kept.on(card) if kept else Draft(card))

    def _show_part(self, member: int) -> None:
        """One member of the open receipt at the entry line."""
        draft = self._basket.part(member) if self._basket else None
        if draft is None:
            return
        self.finder.look_for_another(None)
        self.entry.open(draft)
        self._held.verticalScrollBar().setValue(0)
        self.heading.setText(draft.card.name)
        self.about.setText(f"{draft.card.number}  ·  {draft.card.status}")
        self._left.setCurrentIndex(1)
        self._right.setCurrentWidget(self.receipt)
        self._show_draft()
        self.entry.start()

    def _show_draft(self) -> None:
        """The receipt as it now stands, kept for when the teller comes back to it."""
        draft = self.entry.draft
        if draft is None or self._basket is None:
            return
        self._basket = self._basket.having(draft)
        if self._basket.filled:
            self.baskets[self._basket.key] = self._basket
        else:
            self.baskets.pop(self._basket.key, None)
        self.receipt.show_basket(self._basket)

    def _drop_part(self) -> None:
        """Another member was added by mistake: back to the one before him."""
        draft, basket = self.entry.draft, self._basket
        if draft is None or basket is None or len(basket.parts) == 1:
            return
        self.baskets.pop(basket.key, None)
        self._basket = basket.without(draft.card.key)
        self._show_part(self._basket.parts[-1].card.key)

    def _ask_beside(self, letter: str) -> None:
        """Another member, or who pays, where to, from whose honorarium."""
        basket, draft = self._basket, self.entry.draft
        if basket is None or draft is None:
            return
        if letter in {"D", "H"} and self.entry.way != "in":
            words = _("D dan H hanya untuk setoran: penarikan diterima anggota sendiri.")
            self.entry.complain(words)
        elif letter != "A":
            self.beside.ask(letter, basket)
        elif basket.way != "in":
            words = _("Simpan dulu bukti ini: anggota lain hanya untuk kuitansi setoran.")
            self.entry.complain(words)
        else:
            self._find_another(draft)

    def _find_another(self, draft: Draft) -> None:
        self.finder.look_for_another((draft.card.key, draft.card.name))
        self.heading.setText(_("Anggota lain"))
        self.about.setText(_("di kuitansi {name}").format(name=draft.card.name))
        self._left.setCurrentWidget(self.finder)
        self.finder.start()

    def _return(self) -> None:
        """Nobody else comes onto the receipt."""
        draft = self.entry.draft
        if draft is not None:
            self._show_part(draft.card.key)

    def _settle(self, basket: Basket) -> None:
        """How it is paid has changed; the lines are as they are now."""
        if self._basket is None:
            return
        self._basket = replace(
            self._basket,
            payer=basket.payer,
            box=basket.box,
            wages=basket.wages,
            letter=basket.letter,
        )
        self._show_draft()
        self.entry.say_again()
        self.entry.start()

    def _back(self) -> None:
        self._basket = None
        self.finder.look_for_another(None)
        self.heading.setText(self.title)
        self.about.clear()
        self._left.setCurrentWidget(self.finder)
        self._right.setCurrentWidget(self.last)
        self.finder.remind(
            ", ".join(f"{kept.who} {rupiah(kept.amount)}" for kept in self.baskets.values())
        )
        self.finder.start()

    def _write(self) -> None:
        basket = self._basket
        if basket is None or not basket.filled or self._busy:
            return
        if basket.way == "over" and basket.letter is None:
            self.beside.ask_letter()
            return
        self._writing = basket
        self._desk.perform(
            basket.operation,
            basket.order(),
            self._written,
            sender=self,
            key=self._key,
            question=basket.question(),
        )

    def _sign(self, letter: str) -> None:
        """The letter on a transfer is known, or that there is none: now it is written."""
        if self._basket is not None:
            self._basket = replace(self._basket, letter=letter)
            self._write()

    def _to_estimates(self) -> None:
        """To where the board's word on old registers is written down; the receipt stays kept."""
        draft = self.entry.draft
        if not self._at_entry or draft is None or self._busy:
            return
        if not draft.card.guessed:
            self._desk.say(_("Tidak ada perkiraan tunggakan yang menunggu keputusan."))
            return
        self._desk.lead(SHEETS, listing=ESTIMATES)

    def _written(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        basket, self._writing = self._writing, None
        self._key = secrets.token_hex(8)
        if basket is not None:
            self.baskets.pop(basket.key, None)
            self._desk.say(
                _("{number} tersimpan: {name}, {amount}.").format(
                    number=answer.number, name=basket.who, amount=rupiah(basket.amount)
                ),
                "good",
            )
        self.finder.clear()
        self._back()
        self._print(answer.id, copy=False)
        self.entry.ahead.release(self.finder.line, without_enter=True)

    def _print_copy(self) -> None:
        """Any receipt once more; the last one is marked already."""
        reprinting.ask_which(self._desk, self._paper)

    def _print(self, fact: int, *, copy: bool) -> None:
        self._desk.ask(
            lambda session: receipts.receipt_paper(session.office, fact, copy=copy), self._paper
        )

    def _paper(self, made: receipts.ReceiptPaper) -> None:
        self.last.slip.show_slip(made.slip)
        self._desk.print_paper(made.paper)
