"""What the screen of consigned goods asks of the books; on the database's thread."""

from __future__ import annotations

from msgspec import Struct

from kopdes_desktop.consignment import consignors, counted, queries, settling
from kopdes_desktop.consignment.counted import Differing
from kopdes_desktop.consignment.losses import lying
from kopdes_desktop.consignment.rules import Kept
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.inventory import places
from kopdes_desktop.inventory.places import Place
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import total
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.inventory.reading import usual_place
from kopdes_desktop.ui.sales import goods_here
from kopdes_desktop.ui.sales.goods_here import GoodsHere
from kopdes_desktop.ui.savings.basket import Choice

RIGHT = "report.consignment"
TAKE_IN, GIVE_BACK = "consignment.take_in", "consignment.give_back"
MAKE_GOOD, SETTLE = "consignment.compensate", "consignment.settle"
ADD_OWNER, ADD_ITEM = "consignment.add_owner", "goods.add_item"
DEEDS = (TAKE_IN, GIVE_BACK, MAKE_GOOD, SETTLE, ADD_OWNER, ADD_ITEM)


class Consigned(Struct, frozen=True):
    """An item of an owner with its sums, what lies anywhere of it, and his share of one."""

    item: Item
    kept: Kept
    held: int
    share: int | None

    @property
    def missing(self) -> int:
        """What should lie here and does not."""
        return self.kept.should_be - self.held


class Owner(Struct, frozen=True):
    """Whose goods lie here; `owed` is what the ledger owes him."""

    key: int
    name: str
    member: bool
    items: tuple[Consigned, ...]
    owed: int

    @property
    def left(self) -> int:
        """How many of his items lie here."""
        return sum(each.held > 0 for each in self.items)

    @property
    def missing(self) -> int:
        """How many of his items are short."""
        return sum(each.missing > 0 for each in self.items)

    @property
    def words(self) -> str:
        """What letters are looked for in."""
        return folded(self.name)


class Stall(Struct, frozen=True):
    """All owners, the place that takes goods in, what counts found, and what may be done."""

    owners: tuple[Owner, ...]
    place: Place | None
    places: tuple[Place, ...]
    here: GoodsHere | None
    boxes: tuple[Choice, ...]
    savings: tuple[Choice, ...]
    counted: tuple[Differing, ...]
    may: frozenset[str]


def stall(office: Office, wanted: str = "") -> Stall:
    """Everything that the screen shows."""
    may = frozenset(code for code in DEEDS if office.may(code) is not Level.NO)
    return office.read(RIGHT, _stall, office, wanted, may)


def _stall(read: Reading, office: Office, wanted: str, may: frozenset[str]) -> Stall:
    known = tuple(places.places(read))
    place = usual_place(read, office, known, wanted)
    own = device.device(read, office.own.number)
    bound = set(device.grants(read, office.own.number, "box"))
    outlet = own is not None and own.role == device.OUTLET
    return Stall(
        tuple(_owners(read)),
        place,
        known,
        goods_here.load(read, office.today(), place.code) if place is not None else None,
        tuple(
            Choice(box.code, box.name)
            for box in chart.boxes(read)
            if not box.in_transit and (not outlet or box.code in bound)
        ),
        tuple(Choice(each.code, _(each.name)) for each in settling.voluntary(read)),
        tuple(counted.differing(read)),
        may,
    )


def _owners(read: Reading) -> list[Owner]:
    """Consignors from outside, and every member who has brought something, by name."""
    items: dict[int, dict[int, Item]] = {}
    for item in goods.items(read, kind="consigned", closed=True):
        if item.owner is not None:
            items.setdefault(item.owner, {})[item.key] = item
    kept: dict[int, list[Kept]] = {}
    for each in queries.kept(read):
        kept.setdefault(each.owner, []).append(each)
    keys = {each.key for each in queries.consignors(read)} | items.keys() | kept.keys()
    there = lying(read)
    owners = [_owner(read, key, items.get(key, {}), kept.get(key, []), there) for key in keys]
    return sorted(owners, key=lambda each: each.words)


def _owner(
    read: Reading, key: int, items: dict[int, Item], kept: list[Kept], there: dict[int, int]
) -> Owner:
    sums = {each.item: each for each in kept}
    rows = []
    for item in sorted(items.values(), key=lambda each: folded(each.name)):
        share = queries.share(read, item.key)
        row = sums.get(item.key, Kept(key, item.key, 0, 0, 0, 0, 0, 0, 0))
        held = there.get(item.key, 0)
        rows.append(Consigned(item, row, held, int(share.amount) if share else None))
    return Owner(
        key,
        consignors.called(read, key),
        members.is_key(read, key),
        tuple(rows),
        int(total(each.amount for each in settling.owed(read, key))),
    )


def found_members(read: Reading, words: str) -> list[Choice]:
    """Members who may bring goods, by letters of name or number."""
    return [
        Choice(row.key, f"{row.name or '?'} ({row.number or '?'})")
        for row in members.search(read, words, 20)
        if row.status == "active"
    ]
