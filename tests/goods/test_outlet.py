"""Items that an outlet makes: taken in by the treasurer's laptop, or refused when they are none."""

from collections.abc import Callable
from typing import Any

import pytest

from kopdes_desktop.goods import queries
from tests import builders
from tests.builders import Laptops, forged
from tests.goods.test_items import add


def test_an_item_of_an_outlet_is_the_same_on_both_laptops(laptops: Laptops) -> None:
    ga = laptops.outlets["GA"]
    key = add(ga, "Kopi", "pcs", price=2_000, barcodes=[{"code": "899"}])
    ga.office.perform("goods.add_barcode", {"item": key, "code": "777"})
    hers = add(laptops.hers, "Gula")

    laptops.exchange()

    read = laptops.hers.office.reading
    made = queries.item(read, key)
    assert made is not None
    assert (made.code, made.name) == ("GA00001", "Kopi")
    assert [each.code for each in queries.barcodes(read, key)] == ["777", "899"]
    assert queries.item(ga.office.reading, hers) is not None
    builders.require_equal(laptops.hers, ga)
    builders.require_green(laptops.hers.office)


def test_one_code_of_two_laptops_stands_on_two_items_and_is_found(laptops: Laptops) -> None:
    ga = laptops.outlets["GA"]
    add(laptops.hers, "Kopi", code="KOPI")
    add(ga, "Kopi bubuk", code="KOPI", barcodes=[{"code": "899"}])

    outcome = laptops.up("GA")

    assert ("code_twice", "KOPI") in [tuple(found[1:]) for found in outcome.findings]
    assert len(queries.items(laptops.hers.office.reading)) == 2
    laptops.down("GA")
    builders.require_equal(laptops.hers, ga)


@pytest.mark.parametrize(
    "change",
    [
        lambda fact: fact.update(account="1-1101"),
        lambda fact: fact.update(account="1-1407"),
        lambda fact: fact.update(kind="emas"),
        lambda fact: fact.update(minimum="banyak"),
        lambda fact: fact["packs"][0].update(factor="0"),
        lambda fact: fact["prices"][0].update(amount=-5),
        lambda fact: fact["prices"][0].update(tier="siapa"),
    ],
)
def test_what_makes_no_item_is_refused(
    laptops: Laptops, change: Callable[[dict[str, Any]], None]
) -> None:
    ga = laptops.outlets["GA"]
    add(ga, "Kopi", "pcs", price=2_000, packs=[{"name": "dus", "factor": "40"}])
    parcel = laptops.parcel_of("GA")
    last = len(parcel.envelopes)

    outcome = laptops.hers.office.accept(
        forged(parcel.envelopes, last, lambda envelope: change(envelope["d"])), parcel.secrets
    )

    assert [each.rule for each in outcome.refused] == ["R2"]
    assert queries.items(laptops.hers.office.reading) == []


def test_an_outlet_changes_no_prices(laptops: Laptops) -> None:
    ga = laptops.outlets["GA"]
    key = add(ga, "Kopi", "pcs", price=2_000)

    with pytest.raises(Exception, match="tidak berhak"):
        ga.office.perform("goods.set_prices", {"prices": [{"item": key, "amount": 1}]})
