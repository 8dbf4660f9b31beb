"""New cost asks for a new price: by margin, rounded up, never above the ceiling."""

from decimal import Decimal

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.purchasing.suggestions import NewCost, Suggestion, suggestions
from tests.builders import DAY
from tests.purchasing.conftest import PLACE, buy


def asked(shop: Session, code: str, quantity: int, cost: int) -> list[Suggestion]:
    read = shop.office.reading
    item = goods.require_item(read, code)
    return suggestions(read, PLACE, DAY, [NewCost(item.key, quantity * 1000, Rupiah(cost))])


def test_a_dearer_item_gets_a_price_that_keeps_its_margin(shop: Session) -> None:
    buy(shop, ("BERAS", "50", 590_000))

    [found] = asked(shop, "BERAS", 50, 610_000)

    assert (found.before, found.now, found.price) == (11_800, 12_200, 13_000)
    assert (found.old_margin, found.suggested, found.margin) == (
        Decimal("10.2"),
        13_500,
        Decimal("10.7"),
    )
    assert not found.capped


def test_a_price_that_still_earns_enough_is_left_alone(shop: Session) -> None:
    assert asked(shop, "BERAS", 50, 590_000) == []


def test_rounding_and_the_usual_margin_are_the_cooperative_s_own(shop: Session) -> None:
    fields = {"purchasing.margin": 20, "purchasing.price_step": 500}
    shop.office.perform("settings.change", {"fields": fields})

    [found] = asked(shop, "MINYAK", 10, 151_000)

    assert (found.before, found.suggested) == (None, 18_500)


def test_no_price_is_suggested_above_the_ceiling(shop: Session) -> None:
    ceiling = {"item": "BERAS", "amount": 13_200, "from_day": "2026-01-01", "decision": "HET"}
    shop.office.perform("goods.set_ceiling", ceiling)

    [found] = asked(shop, "BERAS", 50, 640_000)

    assert (found.suggested, found.capped, found.margin) == (13_200, True, Decimal("3.1"))
