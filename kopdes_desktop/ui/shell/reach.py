"""Which places a role may open; asked on the database's thread."""

from __future__ import annotations

from kopdes_desktop.office.actor import Level
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.shell.navigation import HOME, HUBS, Place
from kopdes_desktop.ui.training import PLACE as TRAINING


def open_places(session: Session, places: tuple[Place, ...]) -> set[int]:
    """Where the user may go: a hub only when something stands in it, home always.

    What belongs to an outlet is shown once goods lie somewhere, or to who may say where; what is
    practised, to everybody in practice books and to nobody elsewhere.
    """
    outlet = _has_outlet(session)
    allowed = {
        at
        for at, place in enumerate(places)
        if place.code == HOME
        or (place.code == TRAINING and session.office.practice)
        or (_may_open(session, place) and (outlet or place.group != "outlet"))
    }
    filled = {places[at].group for at in allowed} & HUBS
    return allowed | {at for at, place in enumerate(places) if place.code in filled}


def _may_open(session: Session, place: Place) -> bool:
    return any(session.office.may(code) is not Level.NO for code in _codes(session, place))


def _has_outlet(session: Session) -> bool:
    from kopdes_desktop.inventory.places import places  # noqa: PLC0415  after sign-in

    office = session.office
    return office.may("inventory.add_place") is not Level.NO or bool(places(office.reading))


def _codes(session: Session, place: Place) -> tuple[str, ...]:
    """The rights of which any opens the place: a code that ends with a dot stands for a family."""
    if not place.code.endswith("."):
        return (place.code,)
    return tuple(code for code in session.staff.matrix.codes() if code.startswith(place.code))
