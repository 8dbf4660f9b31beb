"""What the till is told of drawers and shifts before anything can be sold."""

from __future__ import annotations

from msgspec import Struct

from kopdes_desktop.inventory import places
from kopdes_desktop.inventory.places import Place
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import clock, short_day
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office import log
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import queries as users
from kopdes_desktop.security.queries import User
from kopdes_desktop.tills import queries
from kopdes_desktop.tills.queries import Shift

RIGHT = "till.open_shift"
SETTLE = "sales.settle_qris"


class Drawer(Struct, frozen=True):
    """A drawer of this laptop, the places that may sell from it, and its shift if it is open.

    `mine` says that whoever sits here keeps it; `since` is when its shift began. A `lost` one has
    the shift of a laptop that was shut out: it is only ended here; a `stale` one another day's.
    """

    code: str
    name: str
    mine: bool
    places: tuple[Place, ...]
    shift: Shift | None = None
    clerk: str = ""
    since: str = ""
    lost: bool = False
    stale: bool = False


class Drawers(Struct, frozen=True):
    """All drawers of this laptop, and the people who may owe what is missing in one."""

    all: tuple[Drawer, ...]
    people: tuple[User, ...]
    #: Whether he notes what the QRIS operator paid out.
    settles: bool = False

    @property
    def at_work(self) -> Drawer | None:
        """The open one that is meant: his own, or the only one."""
        opened = [each for each in self.all if each.shift is not None and not each.lost]
        own = [each for each in opened if each.mine]
        found = own if len(own) == 1 else opened
        return found[0] if len(found) == 1 else None

    @property
    def closed(self) -> tuple[Drawer, ...]:
        """Where a shift can be opened, his own first."""
        found = [each for each in self.all if each.shift is None and each.places]
        return tuple(sorted(found, key=lambda each: not each.mine))

    @property
    def left_open(self) -> tuple[Drawer, ...]:
        """Those of laptops that were shut out."""
        return tuple(each for each in self.all if each.lost)


def drawers(office: Office) -> Drawers:
    """Ask the books; on the database's thread."""
    return office.read(RIGHT, _drawers, office)


def _drawers(read: Reading, office: Office) -> Drawers:
    known = places.places(read)
    opened = {each.box: each for each in queries.open_shifts(read)}
    return Drawers(
        tuple(
            _drawer(read, office, box, opened.get(box.code), known)
            for box in queries.drawers(read, office.own.number)
        ),
        tuple(each for each in users.users(read) if each.active),
        office.may(SETTLE) is not Level.NO,
    )


def _drawer(
    read: Reading, office: Office, box: Box, shift: Shift | None, known: list[Place]
) -> Drawer:
    here = tuple(each for each in known if each.unit == box.unit and each.kind == places.OUTLET)
    mine = box.keeper == office.signed_in.user
    if shift is None:
        return Drawer(box.code, box.name, mine, here)
    begun = log.logged(read, shift.key)
    since = clock(begun.moment, office.zone) if begun else ""
    stale = shift.day != office.today()
    if stale:
        since = _("{day} pukul {clock}").format(day=short_day(shift.day), clock=since)
    clerk = users.user(read, shift.clerk)
    return Drawer(
        box.code,
        box.name,
        mine,
        here,
        shift,
        (clerk.name if clerk else None) or "",
        since,
        queries.is_lost(read, shift),
        stale,
    )
