"""What a consignor gets of each piece that is sold or lost: his share, half up, once a line."""

from __future__ import annotations

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah, half_up
from kopdes_desktop.kernel.quantity import THOUSAND


class Share(Struct, frozen=True):
    """Whose an item is (a member's or a consignor's key), and what one base unit earns him."""

    owner: int
    amount: Rupiah

    def of(self, quantity: int) -> Rupiah:
        """What so many thousandths of the base unit earn the owner."""
        return Rupiah(half_up(int(self.amount) * quantity, THOUSAND))


class Kept(Struct, frozen=True):
    """One item of one owner, over all time, in thousandths and rupiah.

    `taken` came, `returned` went back, `sold` and `lost` (and made good) are owed for; `owed` is
    what all of them earned him, of which `settled` is paid, for `settled_for` thousandths.
    """

    owner: int
    item: int
    taken: int
    returned: int
    sold: int
    lost: int
    owed: int
    settled: int
    settled_for: int

    @property
    def should_be(self) -> int:
        """What should still lie on our shelves."""
        return self.taken - self.returned - self.sold - self.lost

    @property
    def unpaid(self) -> int:
        """What was sold or lost and not settled yet, in rupiah."""
        return self.owed - self.settled

    @property
    def unpaid_for(self) -> int:
        """And for how many thousandths."""
        return self.sold + self.lost - self.settled_for
