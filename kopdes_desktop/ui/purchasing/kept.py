"""The purchase that is being typed, to the books and back: no line is lost with the light."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from kopdes_desktop.goods.queries import Item
from kopdes_desktop.kernel.dates import stamp
from kopdes_desktop.sales import drafts
from kopdes_desktop.ui.purchasing.draft import Draft, draft_of

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Books
    from kopdes_desktop.ui.door import Session


class Typing(Struct, frozen=True):
    """A purchase of one place under the key that makes it one, however often it is sent."""

    key: str
    place: str
    draft: Draft


def keep(session: Session, typing: Typing) -> None:
    """Write it down; books that are only read go without."""
    office = session.office
    if office.read_only is not None:
        return
    user, at = office.signed_in.user, stamp(office.clock.now(), office.zone)
    made = None
    if typing.draft.lines:
        body = {"key": typing.key, "place": typing.place, **typing.draft.body()}
        label = typing.draft.lines[0].item.name
        made = drafts.Draft(drafts.PURCHASE, label, at, msgspec.json.encode(body).decode())
    office.note(lambda books: drafts.keep_purchase(books, user, made))


def cleared(session: Session) -> Callable[[Books], None]:
    """What a written purchase does to its draft, in the same transaction."""
    user = session.office.signed_in.user
    return lambda books: drafts.keep_purchase(books, user, None)


def kept(session: Session) -> dict[str, Any] | None:
    """What an earlier start of the program left, on the database's thread."""
    office = session.office
    found = drafts.purchase(office.reading, office.signed_in.user)
    if found is None:
        return None
    try:
        body: dict[str, Any] = msgspec.json.decode(found.body, type=dict[str, Any])
    except ValueError:
        return None
    return body


def typing_of(body: Mapping[str, Any], items: Mapping[int, Item]) -> Typing | None:
    """What was kept, with the goods of today; None for what cannot be read any more."""
    try:
        return Typing(body["key"], body["place"], draft_of(body, items))
    except (KeyError, TypeError, ValueError):
        return None
