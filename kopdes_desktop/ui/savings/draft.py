"""The receipt while it is typed: pure values, no Qt.

The teller's one entry line means months of mandatory savings unless a letter chose another product.
Enter on an empty line takes what is proposed; once there are lines, it means: write this receipt.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field, replace

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.wording import month, rupiah

MANDATORY = "mandatory"
PRINCIPAL = "principal"
VOLUNTARY = "voluntary"
MOST_MONTHS_DIGITS = 2
_MONTHS = re.compile(r"[1-9]\d?", re.ASCII)
#: From here on an amount is asked about before it is taken: a few zeros too many.
UNUSUAL = Rupiah(50_000_000)
#: Below this, months were typed where rupiah of the principal were asked.
SMALLEST_PRINCIPAL = Rupiah(100)


@dataclass(frozen=True, slots=True)
class Due:
    """One month of mandatory savings that is not paid yet, and what it still owes."""

    month: Month
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member has in one product."""

    product: str
    name: str
    balance: Rupiah


@dataclass(frozen=True, slots=True)
class Card:
    """A member as the teller sees him. `dues` are unpaid months, oldest first, some ahead too."""

    key: int
    number: str
    name: str
    status: str
    holdings: tuple[Holding, ...]
    dues: tuple[Due, ...]
    this_month: Month
    principal_left: Rupiah
    active: bool = True

    def holding(self, product: str) -> Holding | None:
        """What he has in this product, if the cooperative has it."""
        return next((one for one in self.holdings if one.product == product), None)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the receipt. Mandatory savings are ordered by months, the others by amount."""

    product: str
    words: str
    amount: Rupiah
    months: int | None = None

    def order(self) -> dict[str, object]:
        """The line as the operation takes it."""
        if self.months is not None:
            return {"product": self.product, "months": self.months}
        return {"product": self.product, "amount": int(self.amount)}


@dataclass(frozen=True, slots=True)
class Draft:
    """A receipt on its way."""

    card: Card
    lines: tuple[DraftLine, ...] = field(default=())

    @property
    def amount(self) -> Rupiah:
        """The sum of all lines."""
        return total(line.amount for line in self.lines)

    @property
    def months_taken(self) -> int:
        """How many months the lines pay already."""
        return sum(line.months or 0 for line in self.lines)

    @property
    def unpaid(self) -> tuple[Due, ...]:
        """The months that neither the books nor these lines have paid."""
        return self.card.dues[self.months_taken :]

    @property
    def owed(self) -> tuple[Due, ...]:
        """What is still due this month once this receipt is written."""
        return tuple(due for due in self.unpaid if due.month <= self.card.this_month)

    @property
    def paid_until(self) -> Month:
        """The last month that is paid once this receipt is written."""
        if self.unpaid:
            return self.unpaid[0].month.plus(-1)
        return self.card.dues[-1].month if self.card.dues else self.card.this_month

    @property
    def principal_left(self) -> Rupiah:
        """What these lines leave of the principal."""
        return max(self.card.principal_left - self.added(PRINCIPAL), NOTHING)

    def added(self, product: str) -> Rupiah:
        """What these lines add to a product."""
        return total(line.amount for line in self.lines if line.product == product)

    def proposed_months(self) -> int:
        """What is due and not yet on the receipt; one month ahead when nothing is due."""
        return max(len(self.owed), 1)

    def with_months(self, months: int) -> Draft:
        """One more line of mandatory savings. Raises BadField when there are not so many months."""
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
        taken = open_months[:months]
        line = DraftLine(
            MANDATORY,
            _("{product}, {months}").format(
                product=self._name(MANDATORY), months=span(taken[0].month, taken[-1].month)
            ),
            total(due.amount for due in taken),
            months,
        )
        return replace(self, lines=(*self.lines, line))

    def with_amount(self, product: str, amount: Rupiah) -> Draft:
        """One more line of another product. Raises BadField for nothing, or for too much pokok."""
        if amount <= NOTHING:
            raise BadField(N_("Jumlah harus lebih dari nol."), field="amount")
        if product == PRINCIPAL:
            self._require_principal(amount)
        line = DraftLine(product, self._name(product), amount)
        return replace(self, lines=(*self.lines, line))

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
        made = Draft(card)
        for line in self.lines:
            with contextlib.suppress(BadField):
                made = (
                    made.with_amount(line.product, line.amount)
                    if line.months is None
                    else made.with_months(line.months)
                )
        return made

    def without_last(self) -> Draft:
        """The last line taken back."""
        return replace(self, lines=self.lines[:-1])

    def order(self) -> dict[str, object]:
        """The whole receipt as `savings.deposit` takes it."""
        return {"member": self.card.key, "lines": [line.order() for line in self.lines]}

    def _name(self, product: str) -> str:
        held = self.card.holding(product)
        return held.name if held else product


def months_of(text: str) -> int:
    """How many months were typed: one or two digits. BadField for anything else.

    A member's number, scanned or typed one line too late, must not become months.
    """
    if not _MONTHS.fullmatch(text):
        if text.isdigit() and (text.startswith("0") or len(text) > MOST_MONTHS_DIGITS):
            raise BadField(
                N_("Ini jumlah bulan, 1 sampai 99. {text} nomor anggota? Tekan Esc dua kali."),
                text=text,
                field="months",
            )
        raise BadField(N_("Ketik jumlah bulan, 1 sampai 99."), field="months")
    return int(text)


def span(first: Month, last: Month) -> str:
    """November 2026; or September–November 2026; or November 2026–Januari 2027."""
    if first == last:
        return month(last)
    if first[:4] == last[:4]:
        return f"{month(first).rpartition(' ')[0]}–{month(last)}"
    return f"{month(first)}–{month(last)}"
