"""An outlet moves its own goods on its own laptop; every laptop's books tell the same of them."""

import pytest

from kopdes_desktop.inventory import proofs, transfers
from kopdes_desktop.kernel.errors import BadField
from tests import builders
from tests.builders import Laptops
from tests.inventory.outlet_day import a_day_with_goods, goods_of_her_books
from tests.inventory.shop import FAR, SHOP, fill


@pytest.fixture
def ready(laptops: Laptops) -> Laptops:
    """Her goods are known at the first outlet."""
    goods_of_her_books(laptops.hers.office)
    laptops.down("GA")
    return laptops


def test_an_outlets_day_with_goods_is_equal_everywhere(ready: Laptops) -> None:
    a_day_with_goods(ready.outlets["GA"].office)

    accepted = ready.up("GA")

    assert (accepted.refused, accepted.held, accepted.findings) == ([], [], [])
    assert list(proofs.untied(ready.hers.office.reading)) == []
    ready.down("GA")
    builders.require_equal(ready.hers, ready.outlets["GA"])
    builders.require_rebuilt(ready.hers.office)


def test_goods_travel_from_one_outlet_to_another_through_her_books(ready: Laptops) -> None:
    lines = [{"item": "BERAS", "quantity": "1.5"}]
    order = {"from": SHOP, "to": FAR, "lines": lines}
    note = ready.outlets["GA"].office.perform("inventory.send", order).number
    ready.up("GA")
    ready.down("GB")
    with pytest.raises(BadField, match="laptop gerainya sendiri"):
        ready.hers.office.perform("inventory.arrive", {"transfer": note})

    ready.outlets["GB"].office.perform("inventory.arrive", {"transfer": note})

    assert ready.up("GB").refused == []
    assert transfers.on_the_way(ready.hers.office.reading) == []
    assert list(proofs.untied(ready.hers.office.reading)) == []


def test_nobody_moves_the_goods_of_another_laptop(ready: Laptops) -> None:
    lines = [{"item": "BERAS", "quantity": "1"}]
    order = {"place": SHOP, "reason": "lost", "lines": lines}
    with pytest.raises(BadField, match="laptop gerainya sendiri"):
        ready.hers.office.perform("inventory.write_off", order)
    fill(ready.hers.office, "BERAS", "5", 12_000)  # but she takes over what was there before


def test_what_an_outlet_did_yesterday_the_treasurer_takes_back(ready: Laptops) -> None:
    office = ready.outlets["GA"].office
    lines = [{"item": "BERAS", "quantity": "1.5"}]
    order = {"place": SHOP, "reason": "meeting", "lines": lines}
    with builders.working_as(office, "ketua"):
        lost = office.perform("inventory.write_off", order).number
    ready.up("GA")

    hers = ready.hers.office
    hers.perform("accounting.reverse", {"entry": lost, "reason": "tidak jadi"})

    assert list(proofs.untied(hers.reading)) == []
    ready.down("GA")
    builders.require_equal(ready.hers, ready.outlets["GA"])


def test_a_stranger_cannot_say_that_other_goods_came_than_were_sent(ready: Laptops) -> None:
    office = ready.outlets["GA"].office
    a_day_with_goods(office)
    parcel = ready.parcel_of("GA")
    last = len(parcel.envelopes)

    def more(said: dict[str, dict[str, object]]) -> None:
        said["d"]["arrived"] = ["4", "1"]

    outcome = ready.hers.office.accept(
        builders.forged(parcel.envelopes, last, more), parcel.secrets
    )

    assert [each.rule for each in outcome.refused] == ["R3"]


def test_goods_that_came_short_need_the_second_person_in_the_fact(ready: Laptops) -> None:
    a_day_with_goods(ready.outlets["GA"].office)
    parcel = ready.parcel_of("GA")

    def alone(said: dict[str, dict[str, object]]) -> None:
        del said["appr"]

    outcome = ready.hers.office.accept(
        builders.forged(parcel.envelopes, len(parcel.envelopes), alone), parcel.secrets
    )

    assert [each.rule for each in outcome.refused] == ["R2"]
