"""How much a member may pay by bon or from his savings, before it is asked how much he does."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.sales.queries import Credit
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.ui.sales.sale import BON, SAVINGS

#: The savings that a sale may be paid from.
_VOLUNTARY: Final = "voluntary"


class Room(Struct, frozen=True):
    """What a member and his family owe and may owe, and what he has saved freely."""

    credit: Credit
    saved: Rupiah

    def words(self) -> dict[str, tuple[str, str]]:
        """By way: what there is, and how much of it may still be taken."""
        owed, limit = number(self.credit.used), number(self.credit.limit)
        return {
            BON: (_("utang {owed} dari {limit}").format(owed=owed, limit=limit), self._left),
            SAVINGS: (_("saldo sukarela"), rupiah(self.saved)),
        }

    @property
    def _left(self) -> str:
        return rupiah(self.credit.left)

    def said(self, way: str) -> str:
        """The same in a sentence; empty for ways that everybody has."""
        if way == BON:
            told = _("Utangnya {owed}, batasnya {limit}, boleh lagi {left}.")
            owed, limit = rupiah(self.credit.used), rupiah(self.credit.limit)
            return told.format(owed=owed, limit=limit, left=self._left)
        if way == SAVINGS:
            return _("Saldo sukarelanya {saved}.").format(saved=rupiah(self.saved))
        return ""


def room(read: Reading, member: int) -> Room | None:
    """Of a member by key, on the database's thread."""
    row = members.member(read, member)
    if row is None:
        return None
    return Room(sales.credit(read, row), savings.balance(read, row.key, _VOLUNTARY))
