"""Who takes the money of a member: himself, or after a death his authorised heir."""

from __future__ import annotations

from collections.abc import Callable

from kopdes_desktop.members.queries import Heir, MemberRow
from kopdes_desktop.office.work import Work

#: Given the member, the heir named and the number of the heirs' letter; BadField where it is not
#: right. Entered by the room that knows how members leave.
Asked = Callable[[Work, MemberRow, int | None, str | None], Heir | None]
ASKED: list[Asked] = []


def taker(work: Work, who: MemberRow, heir: int | None, letter_no: str | None) -> Heir | None:
    """The heir who takes a member's money; nobody where he takes it himself. Raises BadField."""
    found = [ask(work, who, heir, letter_no) for ask in ASKED]
    return next((each for each in found if each is not None), None)
