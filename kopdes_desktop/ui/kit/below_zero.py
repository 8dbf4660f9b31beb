"""Goods below zero, told where a shift or a day ends, and the way to their list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import proofs
from kopdes_desktop.inventory.proofs import Negative
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.office.actor import Level

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Session

RIGHT = "report.stock"
_REPORTS, _LIST = "report.", "stock"
#: More are counted, not named.
_NAMED = 3


def found(session: Session, place: str | None = None) -> tuple[Negative, ...]:
    """Those of a place or of all, on the database's thread; none for who may not see stock."""
    office = session.office
    if office.may(RIGHT) is Level.NO:
        return ()
    return tuple(office.read(RIGHT, proofs.negatives, place))


def words(below: Sequence[Negative]) -> str:
    """How many, and which; nothing where there are none."""
    if not below:
        return ""
    named = [f"{each.name} {quantities.shown(each.quantity)} {each.unit}" for each in below]
    rest = [_("{n} lainnya").format(n=len(named) - _NAMED)] if len(named) > _NAMED else []
    return _("Stok minus: {n} barang ({items}).").format(
        n=len(named), items=", ".join(named[:_NAMED] + rest)
    )


def lead(desk: Desk) -> None:
    """To the list of stock, where they are marked."""
    desk.lead(_REPORTS, listing=_LIST)
