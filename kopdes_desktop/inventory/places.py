"""Places where goods lie: a warehouse or a shop, each of an outlet's unit and so of one device.

Goods stand on accounts that only outlets keep (the chart's `owner_unit`), so a place belongs to the
unit of an outlet; a warehouse beside the shop belongs to the same unit as the shop.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.inventory.tables import PLACE
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.ledger import chart
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

PlaceKind = Literal["warehouse", "outlet"]
WAREHOUSE, OUTLET = "warehouse", "outlet"
KINDS = {WAREHOUSE: N_("gudang"), OUTLET: N_("gerai")}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}")
_SHORTEST = 2

_PLACE = Statement(select(PLACE).where(PLACE.c.code == bindparam("of_code")), steady=True)
_PLACES = Statement(select(PLACE).order_by(PLACE.c.code), steady=True)
_NEW = insert_into(PLACE)


class Place(Struct, frozen=True):
    """Where goods lie; `kind` is "warehouse" or "outlet"."""

    code: str
    name: str
    unit: str
    kind: str


def places(read: Reading) -> list[Place]:
    """All places by code."""
    return [Place(*row) for row in read.rows(_PLACES)]


def place(read: Reading, code: str, *, field: str = "place") -> Place:
    """A place by its code. Raises BadField."""
    row = read.row(_PLACE, of_code=code)
    if row is None:
        reason = _(N_("tempat barang {code} tidak ada")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)
    return Place(*row)


def own_places(work: Work) -> list[Place]:
    """The places whose goods this laptop may move: an outlet's own, or those of nobody else.

    The treasurer's laptop keeps every place that is not an outlet's with a laptop of its own, so
    that no two devices ever move the same goods.
    """
    known = places(work)
    own = device.device(work, work.device)
    if own is not None and own.role == device.OUTLET:
        units = set(device.grants(work, work.device, "unit"))
        return [each for each in known if each.unit in units]
    taken = {
        unit
        for other in device.devices(work)
        if other.role == device.OUTLET and other.revoked_after is None
        for unit in device.grants(work, other.number, "unit")
    }
    return [each for each in known if each.unit not in taken]


def own_place(work: Work, code: str | None, *, field: str = "place") -> Place:
    """The named place if this laptop keeps it, or the one that is meant. Raises BadField.

    Without a name: the only one, the only shop of the unit whose drawer the user keeps, or the only
    shop.
    """
    mine = own_places(work)
    if code is not None:
        named = place(work, code, field=field)
        if named not in mine:
            reason = _(N_("{place} dicatat di laptop gerainya sendiri; kerjakan di sana")).format(
                place=named.name
            )
            raise BadField(name=field, reason=reason, field=field)
        return named
    if len(mine) == 1:
        return mine[0]
    drawer = chart.own_box(work, work.actor.user)
    shops = [each for each in mine if each.kind == OUTLET]
    near = [each for each in shops if drawer is not None and each.unit == drawer.unit]
    for chosen in (near, shops):
        if len(chosen) == 1:
            return chosen[0]
    reason = (
        _(N_("sebutkan tempat barangnya (gudang atau gerai)"))
        if mine
        else _(N_("belum ada tempat barang; tambahkan dahulu gudang atau gerai"))
    )
    raise BadField(name=field, reason=reason, field=field)


def any_place(work: Work, code: str | None, *, field: str = "place") -> Place:
    """The named place, whoever keeps it, on the treasurer's laptop; else one of its own. BadField.

    For what old books left there, and for corrections: these are the treasurer's own facts.
    """
    own = device.device(work, work.device)
    if code is None or own is None or own.role != device.TREASURER:
        return own_place(work, code, field=field)
    return place(work, code, field=field)


def bound_place(books: Books, stamp: Stamp, code: str) -> bool:
    """Whether a stranger's device may move the goods of a place: its unit is bound to it (R2)."""
    row = books.row(_PLACE, of_code=code)
    return row is not None and device.bound(books, stamp.device, "unit", Place(*row).unit)


class PlaceOrder(Order, frozen=True, omit_defaults=True):
    """A new place: a short code of capitals and digits, its name, the outlet's unit."""

    code: str
    name: str
    unit: str
    kind: PlaceKind = "outlet"


class PlaceAdded(Fact, frozen=True, omit_defaults=True):
    """A place, named by its code from now on."""

    code: str
    name: str
    unit: str
    kind: str


@operation("inventory.add_place", version=1)
class AddPlace(Operation[PlaceOrder, PlaceAdded]):
    """Add a warehouse or a shop in which goods lie."""

    sentence = N_("Menambah tempat barang")
    daily = False

    def decide(self, work: Work, order: PlaceOrder) -> PlaceAdded:
        """A new code, a name, and the unit of an outlet. Raises BadField."""
        code, name = order.code.strip().upper(), one_line(order.name)
        if not _CODE.fullmatch(code):
            reason = _(N_("kode tempat terdiri dari 1-12 huruf besar atau angka"))
            raise BadField(name="code", reason=reason, field="code")
        if work.row(_PLACE, of_code=code) is not None:
            reason = _(N_("tempat {code} sudah ada")).format(code=code)
            raise BadField(name="code", reason=reason, field="code")
        if len(name) < _SHORTEST:
            reason = _(N_("nama tempat harus diisi"))
            raise BadField(name="name", reason=reason, field="name")
        if chart.unit(work, order.unit).kind != "outlet":
            reason = _(
                N_("barang hanya dicatat di unit gerai; pilih unit gerai, atau tambahkan dahulu")
            )
            raise BadField(name="unit", reason=reason, field="unit")
        return PlaceAdded(code, name, order.unit, order.kind)

    def apply(self, books: Books, fact: PlaceAdded) -> None:
        """The place."""
        books.insert(_NEW, fact.code, fact.name, fact.unit, fact.kind)
