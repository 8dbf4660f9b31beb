"""A collector's sheet while it is entered from: who gave how much. Pure values, no Qt."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.wording import rupiah, spelled
from kopdes_desktop.savings.standing import guessed_words
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.draft import VOLUNTARY


class BatchRow(Struct, frozen=True):
    """A line of the sheet. `paid` is None until it is filled in, zero for who did not pay.

    `due` is what he owes now; `billed` what the sheet said, where he owes less since. `guessed`
    months of an old register are not asked for until the board decides.
    """

    member: int
    number: str
    name: str
    product: str
    savings: str
    due: Rupiah
    paid: Rupiah | None = None
    voluntary: Rupiah = NOTHING
    billed: Rupiah | None = None
    guessed: int = 0

    @property
    def given(self) -> Rupiah:
        """All that came with this line."""
        return (self.paid or NOTHING) + self.voluntary

    def remark(self) -> str:
        """How what he gave stands to what was due."""
        if self.paid is None:
            return self.since()
        if self.paid == NOTHING:
            return _("tidak membayar") if self.due > NOTHING else self.nothing_due()
        if self.paid < self.due:
            return _("kurang {amount}").format(amount=rupiah(self.due - self.paid))
        if self.paid > self.due:
            return _("lebih {amount}").format(amount=rupiah(self.paid - self.due))
        return _("sesuai")

    def nothing_due(self) -> str:
        """Why nothing is asked for."""
        return guessed_words(self.guessed) or _("tidak ada tagihan")

    def since(self) -> str:
        """What became of the sheet's due since it was printed; nothing where it stands."""
        if self.billed is None:
            return ""
        return _("di lembar {amount}, sudah berkurang").format(amount=rupiah(self.billed))


class Batch(Struct, frozen=True):
    """A sheet with what is filled in so far, and the box that takes the money.

    `collected_by` is the fact that ended it: its money came, or it is `void`.
    """

    key: int
    number: str
    group: str
    month: Month
    rows: tuple[BatchRow, ...]
    collected_by: int | None = None
    counted: Rupiah | None = None
    box: Choice | None = None
    void: bool = False

    @property
    def state(self) -> str:
        """Whether it is still out, and how it ended."""
        if self.collected_by is None:
            return _("terbuka")
        return _("batal") if self.void else _("diterima")

    @property
    def due(self) -> Rupiah:
        """What the whole sheet asks for."""
        return total(row.due for row in self.rows)

    @property
    def amount(self) -> Rupiah:
        """What is filled in so far."""
        return total(row.given for row in self.rows)

    @property
    def begun(self) -> bool:
        """Whether anything is filled in that has not been written."""
        return any(row.paid is not None or row.voluntary for row in self.rows)

    @property
    def open_rows(self) -> list[int]:
        """Lines that nothing was said about."""
        return [at for at, row in enumerate(self.rows) if row.paid is None]

    @property
    def unpaid(self) -> int:
        """How many owed something and did not pay."""
        return sum(row.paid == NOTHING and row.due > NOTHING for row in self.rows)

    def with_paid(self, at: int, amount: Rupiah | None) -> Batch:
        """What one line brought; None empties it."""
        return self._with(at, replace(self.rows[at], paid=amount))

    def with_voluntary(self, at: int, amount: Rupiah) -> Batch:
        """What one member gave for his voluntary savings besides."""
        return self._with(at, replace(self.rows[at], voluntary=amount))

    def _with(self, at: int, row: BatchRow) -> Batch:
        return replace(self, rows=(*self.rows[:at], row, *self.rows[at + 1 :]))

    def ordered(self) -> list[tuple[int, dict[str, object]]]:
        """The lines of the order, each with the row that it comes from."""
        made: list[tuple[int, dict[str, object]]] = []
        for at, row in enumerate(self.rows):
            for product, amount in ((row.product, row.paid), (VOLUNTARY, row.voluntary)):
                if amount:
                    line = {"member": row.member, "product": product, "amount": int(amount)}
                    made.append((at, line))
        return made

    def order(self) -> dict[str, object]:
        """The batch as `savings.collect` takes it."""
        made: dict[str, object] = {
            "sheet": self.number,
            "rows": [line for _at, line in self.ordered()],
            "counted": int(self.counted or NOTHING),
        }
        if self.box is not None:
            made["cash"] = self.box.code
        return made

    def difference(self) -> tuple[str, str]:
        """The count against the lines, in words, with its tone; nothing before it is counted."""
        if self.counted is None:
            return "", ""
        over = self.counted - self.amount
        if over == NOTHING:
            return _("Cocok dengan isian."), "good"
        words = (
            _("Uang lebih {amount} ({spelled}) dari isian.")
            if over > NOTHING
            else _("Uang kurang {amount} ({spelled}) dari isian.")
        )
        return words.format(amount=rupiah(abs(over)), spelled=spelled(abs(over))), "danger"

    def on(self, fresh: Batch) -> Batch:
        """What was filled in, on the sheet as it stands now.

        Who was said to have given what he owed, and owes another amount now, is asked about again.
        """
        kept = {(row.member, row.product): row for row in self.rows}
        rows = [
            replace(row, paid=_still(old, row), voluntary=old.voluntary)
            if (old := kept.get((row.member, row.product)))
            else row
            for row in fresh.rows
        ]
        return replace(fresh, rows=tuple(rows), counted=self.counted, box=self.box)


def _still(old: BatchRow, fresh: BatchRow) -> Rupiah | None:
    """What a row was filled with, if that still means the same."""
    is_other = old.paid == old.due and old.due != fresh.due
    return None if is_other and old.paid else old.paid
