"""What books say of themselves after a restore: the log is where a supervisor looks."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

RESTORE = "backup.restore"


class RestoreOrder(Order, frozen=True, omit_defaults=True):
    """The copy that the books were put back to: when it was made, its last fact of this device.

    `lost` is how many facts this laptop had noted after it, as far as that is known.
    """

    made: str
    seq: int
    hash: str
    lost: int = 0


class BooksRestored(Fact, frozen=True, omit_defaults=True):
    """These books go on from a copy."""

    made: str
    seq: int
    hash: str
    lost: int = 0


@operation(RESTORE, version=1)
class Restore(Operation[RestoreOrder, BooksRestored]):
    """Say in the log that the books were put back to a copy: the first thing they write again."""

    sentence = N_("Memulihkan buku dari cadangan")
    daily = False

    def decide(self, work: Work, order: RestoreOrder) -> BooksRestored:
        """The copy's last fact is one of this device's."""
        if order.lost < 0 or device.hash_at(work, work.device, order.seq) != order.hash:
            reason = _(N_("cadangan itu bukan dari buku ini"))
            raise BadField(name="seq", reason=reason, field="seq")
        return BooksRestored(order.made, order.seq, order.hash, order.lost)

    def judge(self, books: Books, fact: BooksRestored, stamp: Stamp) -> tuple[str, ...]:
        """It names a fact of its own chain."""
        sound = device.hash_at(books, stamp.device, fact.seq) == fact.hash and fact.lost >= 0
        return () if sound else ("R2: copy",)

    def apply(self, books: Books, fact: BooksRestored) -> None:
        """The log itself is the record."""
