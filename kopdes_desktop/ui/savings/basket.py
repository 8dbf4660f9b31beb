"""One receipt with everybody on it: the parts of its members, who pays, and where it comes in."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.savings.draft import VOLUNTARY, Draft, DraftLine, Way

OPERATIONS: Final[dict[Way, str]] = {
    "in": "savings.deposit",
    "out": "savings.withdraw",
    "over": "savings.transfer",
}


class Choice(Struct, frozen=True):
    """A payer, a cash box or a person on the payroll: his code for the order, and his words."""

    code: str | int
    words: str


class Basket(Struct, frozen=True):
    """A receipt on its way. `wages` is whose honorarium pays; then no box takes money in.

    `letter` is the consent to that, or the member's word on a transfer; None until it was asked.
    """

    parts: tuple[Draft, ...]
    payer: Choice | None = None
    box: Choice | None = None
    wages: Choice | None = None
    letter: str | None = None

    @property
    def key(self) -> int:
        """What it is kept under: its first member."""
        return self.parts[0].card.key

    @property
    def filled(self) -> tuple[Draft, ...]:
        """The members who have something on it."""
        return tuple(part for part in self.parts if part.lines)

    @property
    def amount(self) -> Rupiah:
        """The sum of all."""
        return total(part.amount for part in self.parts)

    @property
    def way(self) -> Way:
        """Pays in, pays out or moves over."""
        return self.filled[0].way if self.filled else "in"

    @property
    def operation(self) -> str:
        """What writes it."""
        return OPERATIONS[self.way]

    @property
    def who(self) -> str:
        """Whose it is, short."""
        first, *others = self.filled or self.parts
        if not others:
            return first.card.name
        return _("{name} dan {n} lainnya").format(name=first.card.name, n=len(others))

    def lines(self) -> list[tuple[Draft, DraftLine]]:
        """Every line with the part it belongs to."""
        return [(part, line) for part in self.parts for line in part.lines]

    def part(self, member: int) -> Draft | None:
        """A member's part, if he is on it."""
        return next((part for part in self.parts if part.card.key == member), None)

    def having(self, draft: Draft) -> Basket:
        """With this member's part as it is now, at its place or at the end."""
        others = [part for part in self.parts if part.card.key != draft.card.key]
        parts = (
            [draft if part.card.key == draft.card.key else part for part in self.parts]
            if len(others) < len(self.parts)
            else [*self.parts, draft]
        )
        return replace(self, parts=tuple(replace(part, shared=len(parts) > 1) for part in parts))

    def without(self, member: int) -> Basket:
        """Without this member; the last one stays."""
        parts = tuple(part for part in self.parts if part.card.key != member) or self.parts
        return replace(self, parts=tuple(replace(part, shared=len(parts) > 1) for part in parts))

    def order(self) -> dict[str, object]:
        """The whole receipt as its operation takes it."""
        first = self.filled[0]
        made = first.order()
        if self.way == "in":
            made["lines"] = [
                line.order() if part is first else {**line.order(), "member": part.card.key}
                for part, line in self.lines()
            ]
            if self.payer is not None:
                made["payer"] = self.payer.code
            if self.wages is not None:
                made["wages"] = self.wages.code
        if self.letter and (self.way == "over" or self.wages is not None):
            made["letter"] = self.letter
        if self.way != "over" and self.box is not None and self.wages is None:
            made["cash"] = self.box.code
        return made

    def question(self) -> str:
        """What a second person agrees to, in full words."""
        if self.way == "in":
            words = _("{name} menyetor {amount}. Setujui?")
        elif self.way == "out":
            words = _("{name} menarik {amount} dari {product}; sisa saldo {left}. Setujui?")
        else:
            words = _("{name} memindahkan {amount} dari {product}; sisa saldo {left}. Setujui?")
        return words.format(name=self.who, amount=rupiah(self.amount), **self._voluntary())

    def _voluntary(self) -> dict[str, str]:
        card = self.parts[0].card
        held = card.holding(VOLUNTARY)
        left = card.balance(VOLUNTARY) + self.parts[0].added(VOLUNTARY)
        return {"product": held.name.lower() if held else VOLUNTARY, "left": rupiah(left)}
