"""What one member pays in or takes out, while it is typed: pure values, no Qt.

The teller's one entry line means months of mandatory savings unless a letter chose otherwise.
Enter on an empty line takes what is proposed; once there are lines, it means: write this receipt.
"""

from __future__ import annotations

import contextlib
import re
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.wording import month, rupiah
from kopdes_desktop.savings.standing import guessed_words

MANDATORY = "mandatory"
PRINCIPAL = "principal"
VOLUNTARY = "voluntary"
#: Paid in, paid out, or moved from one of his savings to another.
Way = Literal["in", "out", "over"]
#: How a month stands in the books, as `savings.queries.grid` says it.
State = Literal["paid", "part", "late", "estimated", "ahead", "due", "none"]
MOST_MONTHS_DIGITS = 2
_MONTHS = re.compile(r"[1-9]\d?", re.ASCII)
#: Five digits and more are rupiah: a member's number has fewer, a NIK or a phone has more.
_RUPIAH = re.compile(r"[1-9]\d{4,8}", re.ASCII)
#: From here on an amount is asked about before it is taken: a few zeros too many.
UNUSUAL = Rupiah(50_000_000)
#: Below this, months were typed where rupiah of the principal were asked.
SMALLEST_PRINCIPAL = Rupiah(100)


class Due(Struct, frozen=True):
    """One month of mandatory savings that is not paid yet, and what it still owes."""

    month: Month
    amount: Rupiah


class MonthCell(Struct, frozen=True):
    """One month of the dues book: what it owes, what of it is paid, how it stands."""

    month: Month
    owed: Rupiah
    paid: Rupiah
    state: State


class Holding(Struct, frozen=True):
    """What a member has in one product."""

    product: str
    name: str
    balance: Rupiah


class Card(Struct, frozen=True):
    """A member as the teller sees him. `dues` are unpaid months, oldest first, some ahead too.

    `free_to_withdraw` is what he may still take out today before a second person is asked;
    `second` are the ways on which whoever sits here needs one for any amount. `guessed` months
    of an old register, worth `guess`, wait for the board: they are in none of the `dues`, and the
    unbroken run of paid months ends at `run` because of them.
    """

    key: int
    number: str
    name: str
    status: str
    holdings: tuple[Holding, ...]
    dues: tuple[Due, ...]
    this_month: Month
    principal_left: Rupiah
    active: bool = True
    months: tuple[MonthCell, ...] = ()
    free_to_withdraw: Rupiah | None = None
    second: frozenset[Way] = frozenset()
    photo: bytes | None = None
    guessed: int = 0
    guess: Rupiah = NOTHING
    run: Month | None = None

    def holding(self, product: str) -> Holding | None:
        """What he has in this product, if the cooperative has it."""
        return next((one for one in self.holdings if one.product == product), None)

    def balance(self, product: str) -> Rupiah:
        """What he has in this product; nothing where there is no such product."""
        held = self.holding(product)
        return held.balance if held else NOTHING


class DraftLine(Struct, frozen=True):
    """One line of the receipt. `shares` say which months of dues get how much of it."""

    product: str
    words: str
    amount: Rupiah
    months: int | None = None
    shares: tuple[Due, ...] = ()
    way: Way = "in"

    def order(self) -> dict[str, object]:
        """The line as the operation takes it."""
        if self.months is not None:
            return {"product": self.product, "months": self.months}
        return {"product": self.product, "amount": int(self.amount)}


class Draft(Struct, frozen=True):
    """A member's part of a receipt on its way; `shared` while others are on the same receipt."""

    card: Card
    lines: tuple[DraftLine, ...] = field(default=())
    shared: bool = False

    @property
    def way(self) -> Way:
        """Whether this pays in, pays out or moves over: one document does one of them."""
        return self.lines[0].way if self.lines else "in"

    @property
    def amount(self) -> Rupiah:
        """The sum of all lines."""
        return total(line.amount for line in self.lines)

    @property
    def unpaid(self) -> tuple[Due, ...]:
        """The months that neither the books nor these lines have paid, and what they lack."""
        if not any(line.shares for line in self.lines):
            return self.card.dues
        left = (Due(due.month, due.amount - self.share(due.month)) for due in self.card.dues)
        return tuple(due for due in left if due.amount > NOTHING)

    @property
    def owed(self) -> tuple[Due, ...]:
        """What is still due this month once this receipt is written."""
        return tuple(due for due in self.unpaid if due.month <= self.card.this_month)

    @property
    def paid_until(self) -> Month:
        """The last month that is paid, or only guessed, once this receipt is written."""
        if self.unpaid:
            return self.unpaid[0].month.plus(-1)
        return self.card.dues[-1].month if self.card.dues else self.card.this_month

    @property
    def principal_left(self) -> Rupiah:
        """What these lines leave of the principal."""
        return max(self.card.principal_left - self.added(PRINCIPAL), NOTHING)

    def share(self, of_month: Month) -> Rupiah:
        """What these lines give to one month."""
        return total(
            share.amount for line in self.lines for share in line.shares if share.month == of_month
        )

    def added(self, product: str) -> Rupiah:
        """What these lines add to a product; below zero where they take from it."""
        came = total(
            line.amount for line in self.lines if line.product == product and line.way != "out"
        )
        went = total(
            line.amount for line in self.lines if line.way != "in" and product == VOLUNTARY
        )
        return came - went

    def proposed_months(self) -> int:
        """The months owed and not yet on the receipt: what Enter alone pays.

        Raises BadField when nothing is owed: months ahead are paid by their number only.
        """
        owed = self.owed
        if not owed and self.unpaid and self.card.guessed:
            raise BadField(
                N_(
                    "{guessed} ({amount}): tidak ditagih sebelum pengurus memutuskan"
                    " (F7, di Penagihan). Jumlah bulan yang diketik dihitung mulai {month}."
                ),
                guessed=guessed_words(self.card.guessed).capitalize(),
                amount=rupiah(self.card.guess),
                month=month(self.unpaid[0].month),
                field="months",
            )
        if not owed and self.unpaid:
            raise BadField(
                N_("Tidak ada iuran terutang; ketik jumlah bulan untuk membayar di muka."),
                field="months",
            )
        return max(len(owed), 1)

    def with_months(self, months: int) -> Draft:
        """One more line of mandatory savings. Raises BadField when there are not so many months."""
        self._require_in()
        return self._and(self._months_line(months))

    def with_dues(self, amount: Rupiah) -> Draft:
        """One more line of mandatory savings by its rupiah, oldest month first. BadField."""
        self._require_in()
        return self._and(self._dues_line(amount))

    def with_amount(self, product: str, amount: Rupiah) -> Draft:
        """One more line of another product. Raises BadField for nothing, or for too much pokok."""
        self._require_in()
        return self._and(self._amount_line(product, amount))

    def with_withdrawal(self, amount: Rupiah) -> Draft:
        """Voluntary savings paid out: a document of its own, never below zero. BadField."""
        self._require_alone()
        line = DraftLine(VOLUNTARY, self._name(VOLUNTARY), _positive(amount), way="out")
        return self._from_voluntary(line)

    def with_transfer(self, months: int | None, amount: Rupiah) -> Draft:
        """Voluntary savings moved to what he owes: dues, or first his principal. BadField."""
        self._require_alone()
        if self.moves_to == PRINCIPAL:
            line = self._amount_line(PRINCIPAL, amount)
        elif months is None:
            line = self._dues_line(amount)
        else:
            line = self._months_line(months)
        return self._from_voluntary(replace(line, way="over"))

    @property
    def moves_to(self) -> str:
        """Where voluntary savings move: the principal as long as it is not whole."""
        return PRINCIPAL if self.card.principal_left > NOTHING else MANDATORY

    def _from_voluntary(self, line: DraftLine) -> Draft:
        held = self.card.balance(VOLUNTARY)
        if line.amount > held:
            raise BadField(
                N_("Saldo {product} hanya {balance}, kurang {lacking}."),
                product=self._name(VOLUNTARY).lower(),
                balance=rupiah(held),
                lacking=rupiah(line.amount - held),
                field="amount",
            )
        return self._and(line)

    def _and(self, line: DraftLine) -> Draft:
        return replace(self, lines=(*self.lines, line))

    def _require_in(self) -> None:
        if self.way != "in":
            raise BadField(
                N_("Simpan dulu bukti ini dengan Enter, atau buang dengan Backspace."),
                field="amount",
            )

    def _require_alone(self) -> None:
        if self.lines or self.shared:
            raise BadField(
                N_("Simpan dulu setorannya: penarikan dan pindah buku memakai bukti sendiri."),
                field="amount",
            )

    def _months_line(self, months: int) -> DraftLine:
        open_months = self.unpaid
        if not open_months:
            raise BadField(
                N_("Sudah dibayar sampai {month}; lebih jauh belum boleh di muka."),
                month=month(self.paid_until),
                field="months",
            )
        if not 0 < months <= len(open_months):
            raise BadField(
                N_("Boleh dibayar di muka sampai {month}: 1 sampai {most} bulan, bukan {months}."),
                month=month(open_months[-1].month),
                most=len(open_months),
                months=months,
                field="months",
            )
        return self._line_of(open_months[:months], months)

    def _dues_line(self, amount: Rupiah) -> DraftLine:
        taken: list[Due] = []
        rest = _positive(amount)
        for due in self.unpaid:
            if rest == NOTHING:
                break
            taken.append(Due(due.month, min(due.amount, rest)))
            rest -= taken[-1].amount
        if rest > NOTHING:
            raise BadField(
                N_("{rest} terlalu banyak: yang boleh dibayar sekarang {most}."),
                rest=rupiah(rest),
                most=rupiah(amount - rest),
                field="amount",
            )
        return self._line_of(tuple(taken), None)

    def _line_of(self, taken: tuple[Due, ...], months: int | None) -> DraftLine:
        """A line of dues, with its months in words; a month paid in part is said to be so."""
        words = _("{product}, {months}").format(
            product=self._name(MANDATORY), months=wording.months(due.month for due in taken)
        )
        lacks = next(due.amount for due in self.unpaid if due.month == taken[-1].month)
        if taken[-1].amount < lacks:
            words = _("{words} (bulan terakhir kurang {lacking})").format(
                words=words, lacking=rupiah(lacks - taken[-1].amount)
            )
        return DraftLine(MANDATORY, words, total(due.amount for due in taken), months, taken)

    def _amount_line(self, product: str, amount: Rupiah) -> DraftLine:
        _positive(amount)
        if product == PRINCIPAL:
            self._require_principal(amount)
        return DraftLine(product, self._name(product), amount)

    def _require_principal(self, amount: Rupiah) -> None:
        left = self.principal_left
        if left == NOTHING:
            raise BadField(N_("Simpanan pokok sudah lunas."), field="amount")
        if amount > left:
            raise BadField(
                N_("Simpanan pokok tinggal kurang {amount}."), amount=rupiah(left), field="amount"
            )
        if amount < SMALLEST_PRINCIPAL:
            raise BadField(
                N_("Di sini rupiah simpanan pokok, bukan bulan. W untuk simpanan wajib."),
                field="amount",
            )

    def on(self, card: Card) -> Draft:
        """The same lines on a newer card; what no longer fits is left out."""
        made = Draft(card, shared=self.shared)
        for line in self.lines:
            with contextlib.suppress(BadField):
                made = made.again(line)
        return made

    def again(self, line: DraftLine) -> Draft:
        """A line of an older card once more, its months counted anew. BadField."""
        if line.way == "out":
            return self.with_withdrawal(line.amount)
        if line.way == "over":
            return self.with_transfer(line.months, line.amount)
        if line.months is not None:
            return self.with_months(line.months)
        if line.product == MANDATORY:
            return self.with_dues(line.amount)
        return self.with_amount(line.product, line.amount)

    def without_last(self) -> Draft:
        """The last line taken back."""
        return replace(self, lines=self.lines[:-1])

    def order(self) -> dict[str, object]:
        """This document as its operation takes it: deposit, withdraw or transfer."""
        if self.way == "in":
            return {"member": self.card.key, "lines": [line.order() for line in self.lines]}
        line = self.lines[0].order()
        if self.way == "over":
            line["from"], line["to"] = VOLUNTARY, line.pop("product")
        return {"member": self.card.key, **line}

    def _name(self, product: str) -> str:
        held = self.card.holding(product)
        return held.name if held else product


def _positive(amount: Rupiah) -> Rupiah:
    if amount <= NOTHING:
        raise BadField(N_("Jumlah harus lebih dari nol."), field="amount")
    return amount


def rupiah_of(text: str) -> Rupiah | None:
    """The rupiah that stand in a line of months: five to nine digits; None for months."""
    return Rupiah(int(text)) if _RUPIAH.fullmatch(text) else None


def months_of(text: str, most: int) -> int:
    """How many months of so many were typed: one or two digits. BadField for anything else.

    A member's number, scanned or typed one line too late, must not become months.
    """
    if not _MONTHS.fullmatch(text):
        if text.isdigit() and (text.startswith("0") or len(text) > MOST_MONTHS_DIGITS):
            raise BadField(
                N_("Ini jumlah bulan, 1 sampai {most}. {text} nomor anggota? Tekan Esc dua kali."),
                most=most,
                text=text,
                field="months",
            )
        raise BadField(N_("Ketik jumlah bulan, 1 sampai {most}."), most=most, field="months")
    return int(text)
