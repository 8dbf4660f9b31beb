"""What an outlet does with goods of others, each kind once: for judging field by field."""

from kopdes_desktop.office.office import Office
from tests import builders
from tests.consignment import stall
from tests.inventory.shop import SHOP

OTHER = "MAWAR"


def others_of_her_books(office: Office) -> None:
    """A consignor with two things that an outlet may take in."""
    office.perform("consignment.add_owner", {"code": stall.OWNER, "name": "Kenanga Ulin"})
    for code, name in (("KUE", "Kue lapis"), ("KRIPIK", "Kripik singkong")):
        stall.an_item(office, code, name, stall.owner(office))


def a_day_with_goods_of_others(office: Office) -> None:
    """A new consignor; goods of another come, go back, and get lost."""
    sealed = {"code": OTHER, "name": "Mawar Sengon", "phone": "081200000222"}
    office.perform("consignment.add_owner", sealed)
    brought = [
        {"item": "KUE", "quantity": "12", "share": 8_500},
        {"item": "KRIPIK", "quantity": "7.5", "share": 9_000},
    ]
    owner = {"owner": stall.OWNER, "place": SHOP}
    office.perform("consignment.take_in", {**owner, "lines": brought})
    back = stall.lines(KUE="2", KRIPIK="1")
    office.perform("consignment.give_back", {**owner, "lines": back})
    lost = {**owner, "lines": stall.lines(KUE="1", KRIPIK="0.5"), "reason": "digigit tikus"}
    with builders.working_as(office, "ketua"):
        office.perform("consignment.compensate", lost)
