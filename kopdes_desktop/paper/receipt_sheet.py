"""Kuitansi: two on an A4, to be cut apart; what a half sheet cannot list follows as a table.

One alone fills both halves: the member takes one of them, the cooperative keeps the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import total
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.document import Column, Document, Letterhead, Receipt, SlipRow
from kopdes_desktop.paper.pen import MUTED, PORTRAIT, Cut, Pen, Style
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.paper.table_pages import MARGIN, SIGNERS_HEIGHT, append, draw_signers

_HALF = PORTRAIT[1] / 2
_TOP = 26.0
_FOOT = 20.0
_LABELS = 104.0
_STEP = 13.0
_AMOUNT_BOX = (168.0, 34.0)
#: Between the two columns of a slip's rows.
_BETWEEN = 28.0
_LOGO = 44.0
_WORDS_OF_AMOUNT, _WORDS_OF_PURPOSE = 3, 2
_GENTLE_SLOPE = (0.9397, 0.342)

_NAME, _ADDRESS = Style(Cut.BOLD, 13), Style(Cut.REGULAR, 8.5, MUTED)
_TITLE, _NUMBER = Style(Cut.BOLD, 17), Style(Cut.BOLD, 9.5)
_LABEL, _VALUE = Style(Cut.REGULAR, 9.5, MUTED), Style(Cut.BOLD, 10.5)
_SPELLED, _AMOUNT = Style(Cut.ITALIC, 11), Style(Cut.BOLD, 17)
_ROW, _SUM = Style(Cut.REGULAR, 9.2), Style(Cut.BOLD, 9.2)
_DAY, _SMALL = Style(Cut.REGULAR, 9.5), Style(Cut.REGULAR, 7.2, MUTED)
_HEAD_OF_BALANCE = Style(Cut.REGULAR, 8.2, MUTED)
_BALANCE_WIDE = 88.0
_WHOSE = Style(Cut.BOLD, 7.6, MUTED)
#: Whose half it is, of one that is printed twice.
_HALVES = (N_("Lembar 1: untuk anggota"), N_("Lembar 2: arsip koperasi"))


def draw(receipts: Sequence[Receipt], *, single: bool = False) -> bytes:
    """The sheets as a PDF; `single` ones are A5. ValueError for none."""
    if not receipts:
        msg = "no receipt to draw"
        raise ValueError(msg)
    first, size = receipts[0], (PORTRAIT[0], _HALF) if single else PORTRAIT
    pen = Pen(size, title=f"{first.title} {first.number}", author=first.letterhead.name)
    halves = [(receipt, "") for receipt in receipts]
    if len(receipts) == 1 and not single:
        upper_half = first.first_half or _(_HALVES[0])
        halves = [(first, upper_half), (first, _(_HALVES[1]))]
    attached = []
    for number, (receipt, whose) in enumerate(halves):
        upper = number % 2 == 0 and not single
        if upper:
            pen.dashes(0, _HALF, pen.width)
        if _Half(pen, receipt, _HALF if upper else 0.0, whose).draw():
            attached.append((receipt, whose))
        if not upper or number == len(halves) - 1:
            pen.next_page()
    for receipt, whose in attached:
        append(pen, _attachment(receipt, whose))
    return pen.pdf()


class _Half(Struct, frozen=True):
    """One receipt on the half sheet that begins `bottom` points above the paper's edge.

    `whose` half it is stands above its title; nothing where it is the only one.
    """

    pen: Pen
    receipt: Receipt
    bottom: float
    whose: str = ""

    @property
    def right(self) -> float:
        """The right margin."""
        return self.pen.width - MARGIN

    def draw(self) -> bool:
        """Draw it all; True when its rows need an attachment."""
        words = marks(self.receipt.letterhead)
        if words:
            at = (self.pen.width / 2, self.bottom + _HALF / 2)
            self.pen.watermark(" · ".join(words), *at, 420.0, _GENTLE_SLOPE)
        y, foot = self._head(), self._foot()
        if self.receipt.body:
            self._body(y, foot + SIGNERS_HEIGHT + 12)
            self._day_and_signers(foot, MARGIN)
            return False
        y = self._fields(y)
        rows = [*self.receipt.rows]
        lines = len(rows) + (len(rows) > 1)
        fits = y - lines * _STEP >= foot + SIGNERS_HEIGHT + 18
        if fits:
            self._balances(self._rows(y) - 12, foot + SIGNERS_HEIGHT + 18)
        else:
            note = _("Rincian {n} baris pada lampiran.").format(n=len(rows))
            self.pen.left(_ROW, MARGIN + _LABELS, y - 10, note)
        self._amount_and_signers(foot)
        return not fits

    def _head(self) -> float:
        """Who issues it on the left; what it is, its number and SALINAN on the right."""
        pen, receipt, y = self.pen, self.receipt, self.bottom + _HALF - _TOP
        title = printable(receipt.title).upper()
        number = _("No. {number}").format(number=printable(receipt.number))
        pen.right(_WHOSE, self.right, y + 4, self.whose)
        pen.right(_TITLE, self.right, y - 14, title)
        pen.right(_NUMBER, self.right, y - 28, number)
        beside = max(_TITLE.width(title), _NUMBER.width(number)) + 20
        if receipt.copy:
            beside += self._copy_mark(self.right - beside, y)
        left, logo = MARGIN, receipt.letterhead.logo
        if logo:
            left += pen.logo(logo, MARGIN, y - _LOGO + 2, _LOGO * 1.5, _LOGO) + 10
        room = self.right - left - beside
        pen.left(_NAME, left, y - 12, _NAME.fitted(receipt.letterhead.name, room))
        y = self._address(receipt.letterhead, left, y - 12, room)
        pen.line(MARGIN, y, self.right, width=1.6)
        pen.line(MARGIN, y - 2.4, self.right, width=0.5)
        return y - 2.4

    def _address(self, letterhead: Letterhead, left: float, y: float, room: float) -> float:
        for line in letterhead.lines:
            y -= 11
            self.pen.left(_ADDRESS, left, y, _ADDRESS.fitted(line, room))
        head = _LOGO + 4 if letterhead.logo else 36
        return min(y - 8, self.bottom + _HALF - _TOP - head)

    def _copy_mark(self, right: float, y: float) -> float:
        """The frame with SALINAN; returns the room it takes."""
        word = _("SALINAN")
        width = _VALUE.width(word) + 16
        self.pen.box(right - width, y - 19, width, 18, border=1.2)
        self.pen.center(_VALUE, right - width / 2, y - 13.5, word)
        return width + 14

    def _fields(self, y: float) -> float:
        """From whom, how much in words, and what for."""
        pen, receipt = self.pen, self.receipt
        x, room = MARGIN + _LABELS, self.right - MARGIN - _LABELS
        y -= 18
        self._label(y, _("Telah terima dari"))
        pen.left(_VALUE, x, y, _VALUE.fitted(receipt.received_from, room))
        spelled = _SPELLED.wrap(
            f"# {wording.spelled(receipt.amount)} #", room - 16, _WORDS_OF_AMOUNT
        )
        top, height = y - 8, 14 * len(spelled) + 8
        pen.shade(x, top - height, room, height)
        self._label(top - 15, _("Uang sejumlah"))
        for number, line in enumerate(spelled):
            pen.left(_SPELLED, x + 8, top - 15 - 14 * number, line)
        y = top - height - 15
        self._label(y, _("Untuk pembayaran"))
        for line in _VALUE.wrap(printable(receipt.purpose), room, _WORDS_OF_PURPOSE):
            pen.left(_VALUE, x, y, line)
            y -= 13
        return y + 6

    def _label(self, y: float, text: str) -> None:
        self.pen.left(_LABEL, MARGIN, y, text)
        self.pen.right(_LABEL, MARGIN + _LABELS - 8, y, ":")

    def _body(self, top: float, bottom: float) -> None:
        """What the slip says, in two columns; closer together where there is much of it."""
        rows = [*self.receipt.body]
        each = -(-len(rows) // 2)
        step = min(_STEP, (top - 8 - bottom) / max(1, each))
        width = (self.right - MARGIN - _BETWEEN) / 2
        for at, row in enumerate(rows):
            x = MARGIN + (at // each) * (width + _BETWEEN)
            self._body_row(row, x, top - 8 - step * (at % each + 1), width)

    def _body_row(self, row: SlipRow, x: float, y: float, width: float) -> None:
        pen = self.pen
        if row.kind == "rule":
            pen.line(x, y + 3.5, x + width, width=0.6)
            return
        style = _SUM if row.kind in {"bold", "big"} else _ROW
        right = style.width(row.right) + 8 if row.right else 0
        pen.left(style, x, y, style.fitted(row.left, width - right))
        pen.right(style, x + width, y, row.right)

    def _balances(self, y: float, bottom: float) -> None:
        """What the accounts held before and hold now, a line each, as far as there is room."""
        pen, x = self.pen, MARGIN + _LABELS
        held = self.receipt.balances[: max(int((y - bottom) / _STEP) - 1, 0)]
        if not held:
            return
        now, before = self.right - 8, self.right - 8 - _BALANCE_WIDE
        y -= _STEP
        for text, at in ((_("Saldo sebelum"), before), (_("Saldo sesudah"), now)):
            pen.right(_HEAD_OF_BALANCE, at, y, text)
        for each in held:
            y -= _STEP
            pen.left(_ROW, x, y, _ROW.fitted(each.name, before - x - _BALANCE_WIDE))
            pen.right(_ROW, before, y, wording.bracketed(each.before))
            pen.right(_SUM, now, y, wording.bracketed(each.after))

    def _rows(self, y: float) -> float:
        """What the amount is made of, with a sum when there is more than one row; where it ends."""
        pen, x = self.pen, MARGIN + _LABELS
        for text, amount in self.receipt.rows:
            y -= _STEP
            pen.left(_ROW, x, y, _ROW.fitted(text, self.right - x - 100))
            pen.right(_ROW, self.right - 8, y, wording.bracketed(amount))
        if len(self.receipt.rows) > 1:
            whole = total(amount for _text, amount in self.receipt.rows)
            pen.line(x, y - 3.5, self.right, width=0.6)
            pen.left(_SUM, x, y - _STEP, _("Jumlah"))
            pen.right(_SUM, self.right - 8, y - _STEP, wording.bracketed(whole))
            y -= _STEP
        return y

    def _amount_and_signers(self, foot: float) -> None:
        """The amount in its box on the left, the others on the right."""
        pen, receipt = self.pen, self.receipt
        width, height = _AMOUNT_BOX
        amount = wording.rupiah(receipt.amount)
        width = max(width, _AMOUNT.width(amount) + 24)
        pen.box(MARGIN, foot + 4, width, height, border=1.4)
        pen.center(_AMOUNT, MARGIN + width / 2, foot + 15, amount)
        self._day_and_signers(foot, MARGIN + width + 16)

    def _day_and_signers(self, foot: float, left: float) -> None:
        pen, receipt, top = self.pen, self.receipt, foot + SIGNERS_HEIGHT
        place = ", ".join(filter(None, (receipt.place, wording.day(receipt.day))))
        each = (self.right - left) / max(1, len(receipt.signers))
        pen.center(_DAY, self.right - each / 2, top + 3, _DAY.fitted(place, self.right - left))
        draw_signers(pen, receipt.signers, left, self.right, top)

    def _foot(self) -> float:
        """Notes and the proof digits along the lower edge; returns the height above them."""
        pen, y = self.pen, self.bottom + _FOOT
        if self.receipt.proof:
            proof = _("Kode bukti: {proof}").format(proof=self.receipt.proof)
            pen.right(_SMALL, self.right, y, proof)
        room = self.right - MARGIN - 150
        lines = [_SMALL.fitted(note, room) for note in self.receipt.notes[:3]]
        for number, line in enumerate(reversed(lines)):
            pen.left(_SMALL, MARGIN, y + 9 * number, line)
        return y + 9 * max(1, len(lines)) + 4


def _attachment(receipt: Receipt, whose: str) -> Document:
    """The rows of a receipt as a table of their own, for each who has a half."""
    return Document(
        code="receipt_rows",
        title=_("Lampiran {title} {number}").format(title=receipt.title, number=receipt.number),
        letterhead=receipt.letterhead,
        period=wording.day(receipt.day),
        columns=(
            Column("place", _("No."), "number"),
            Column("text", _("Uraian")),
            Column("amount", _("Jumlah"), "money"),
        ),
        rows=[
            {"place": place, "text": text, "amount": amount}
            for place, (text, amount) in enumerate(receipt.rows, 1)
        ],
        totals={"amount": total(amount for _text, amount in receipt.rows)},
        notes=(_("SALINAN"),) if receipt.copy else (),
        about=(whose,) if whose else (),
    )
