"""An outlet takes goods of others in on its own laptop; every laptop's books tell the same."""

from kopdes_desktop.consignment import findings, queries
from tests import builders
from tests.builders import Laptops
from tests.consignment import stall
from tests.consignment.outlet_day import a_day_with_goods_of_others, others_of_her_books
from tests.inventory.outlet_day import goods_of_her_books


def test_an_outlets_goods_of_others_are_equal_everywhere_and_paid_by_her(laptops: Laptops) -> None:
    hers = laptops.hers.office
    goods_of_her_books(hers)
    others_of_her_books(hers)
    laptops.down("GA")
    a_day_with_goods_of_others(laptops.outlets["GA"].office)

    accepted = laptops.up("GA")

    assert (accepted.refused, accepted.held, accepted.findings) == ([], [], [])
    builders.record(hers, ("1-1101", 100_000, "KTR"), ("4-9109", -100_000, "KTR"))
    hers.perform("consignment.settle", {"owner": stall.OWNER})
    kept = queries.kept_of(hers.reading, stall.owner(hers))
    assert [(each.should_be, each.unpaid) for each in kept] == [(9_000, 0), (6_000, 0)]
    assert [each for find in findings.ALL for each in find(hers.reading)] == []
    laptops.down("GA")
    builders.require_equal(laptops.hers, laptops.outlets["GA"])
    builders.require_rebuilt(hers)


def test_two_outlets_may_give_one_code_and_she_is_told(laptops: Laptops) -> None:
    for series in ("GA", "GB"):
        order = {"code": "MAWAR", "name": "Mawar Sengon"}
        laptops.outlets[series].office.perform("consignment.add_owner", order)
    laptops.up("GA")

    accepted = laptops.up("GB")

    assert accepted.refused == []
    assert ["same_code" in str(found) for found in accepted.findings] == [True]
