"""The clerk's carts to the books and back: nothing that was rung up is lost with the light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.kernel.dates import stamp
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.settings import CASH_ROUNDING, setting
from kopdes_desktop.sales import drafts
from kopdes_desktop.sales.drafts import OPEN, Draft
from kopdes_desktop.ui.sales.sale import Sale, buyer_of, sale_of

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Books, Reading
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.ui.door import Session


class Kept(Struct, frozen=True):
    """What an earlier start of the program left, and to what cash is rounded here."""

    sale: Sale | None
    aside: tuple[Sale, ...]
    rounding: int


def keep(session: Session, sale: Sale, aside: Sequence[Sale]) -> None:
    """Write down what is in hand and what waits; books that are only read go without."""
    office = session.office
    if office.read_only is not None:
        return
    user, at = office.signed_in.user, stamp(office.clock.now(), office.zone)

    def write(books: Books) -> None:
        drafts.keep_open(books, user, None if sale.empty else _draft(sale, at))
        drafts.keep_waiting(books, user, [_draft(each, at) for each in aside])

    office.note(write)


def cleared(session: Session) -> Callable[[Books], None]:
    """What a written sale does to the cart it came from, in the same transaction."""
    user = session.office.signed_in.user
    return lambda books: drafts.keep_open(books, user, None)


def kept(office: Office) -> Kept:
    """What waits for whoever sits here; on the database's thread."""
    read = office.reading
    rounding = max(int(setting(read, CASH_ROUNDING)), 1)
    found = {
        each.slot: sale
        for each in drafts.kept(read, office.signed_in.user)
        if (sale := _sale(read, each, rounding)) is not None
    }
    waiting = tuple(sale for slot, sale in found.items() if slot != OPEN)
    return Kept(found.get(OPEN), waiting, rounding)


def _draft(sale: Sale, at: str) -> Draft:
    label = sale.cart.lines[0].name if sale.cart.lines else ""
    return Draft(OPEN, label, at, msgspec.json.encode(sale.body()).decode())


def _sale(read: Reading, draft: Draft, rounding: int) -> Sale | None:
    """A kept cart with its buyer's name of today; None for what cannot be read any more."""
    try:
        sale = sale_of(msgspec.json.decode(draft.body), rounding=rounding)
    except (ValueError, KeyError, TypeError):
        return None
    member = sale.cart.member
    row = members.member(read, member) if member is not None else None
    buyer = buyer_of(row) if row is not None else None
    return replace(sale, buyer=buyer, cart=sale.cart.of_member(buyer.key if buyer else None))
