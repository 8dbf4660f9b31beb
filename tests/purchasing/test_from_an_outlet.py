"""An outlet's clerk buys at the market out of his own drawer; the treasurer's laptop judges it."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.kernel.errors import BadField
from tests import builders
from tests.builders import Laptops, approval, record
from tests.purchasing.conftest import PLACE, buy, held

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def bought(founded_laptops: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clerk with money in his drawer has bought rice; nobody has seen it yet."""
    folder = tmp_path_factory.mktemp("market") / "three"
    shutil.copytree(founded_laptops, folder)
    made = builders.open_laptops(folder, folder)
    hers = made.hers.office
    place = {"code": PLACE, "name": "Toko", "unit": "G1", "kind": "outlet"}
    hers.perform("inventory.add_place", place)
    rice = {"code": "BERAS", "name": "Beras medium", "unit": "kg", "price": 13_000}
    hers.perform("goods.add_item", rice)
    hers.perform("purchasing.add_supplier", {"code": "BULOG", "name": "Gudang Kenari"})
    drawer = {"account": "1-1103", "amount": 900_000, "unit": "G1", "box": "LACI-G1"}
    record(made.hers.office, drawer, ("3-1201", -900_000, "KTR"), approval=approval())
    outlet = made.outlets["GA"]
    made.down("GA")
    buy(outlet, ("BERAS", "40", 480_000), off=5_000, freight=20_000)
    made.close()
    return folder


@pytest.fixture
def market(bought: Path, tmp_path: Path) -> Iterator[Laptops]:
    """The laptops as they are then."""
    shutil.copytree(bought, tmp_path / "three")
    made = builders.open_laptops(tmp_path / "three", tmp_path / "three")
    yield made
    made.close()


def test_a_clerk_s_market_purchase_is_taken_in_as_it_stands(market: Laptops) -> None:
    assert [str(each.values) for each in market.up("GA").refused] == []
    market.down("GA")

    assert held(market.hers, "BERAS") == (40, 495_000)
    builders.require_equal(market.hers, market.outlets["GA"])
    builders.require_green(market.hers.office)


def test_an_outlet_owes_nothing_and_sets_no_price(market: Laptops) -> None:
    outlet = market.outlets["GA"]

    with pytest.raises(BadField, match="laptop bendahara"):
        buy(outlet, ("BERAS", "1", 12_000), supplier="BULOG", days=7)
    with pytest.raises(BadField, match="laptop bendahara"):
        buy(outlet, {"item": "BERAS", "quantity": "1", "amount": 12_000, "sell": 15_000})
    with pytest.raises(BadField, match="bukan milik gerai"):
        buy(outlet, ("BERAS", "1", 12_000), paid_from="KAS")


def _dearer_freight(said: dict[str, Any]) -> None:
    said["d"]["freight"] = 25_000


def _cheaper_goods(said: dict[str, Any]) -> None:
    said["d"]["goods"]["d"]["lines"][0]["value"] = 400_000


def _more_cash(said: dict[str, Any]) -> None:
    said["d"]["paid"][0]["amount"] = 500_000


def _owed(said: dict[str, Any]) -> None:
    paid = said["d"].pop("paid")[0]
    lines = said["d"]["entry"]["lines"]
    line = next(each for each in lines if each.get("box"))
    del line["box"]
    line.update(account="2-1201", unit="G1", key=said["by"]["user"])
    said["d"]["owed"] = [{"supplier": said["by"]["user"], "unit": "G1", "amount": paid["amount"]}]


@pytest.mark.parametrize(
    ("change", "rule"),
    [(_dearer_freight, "R3"), (_cheaper_goods, "R3"), (_more_cash, "R2"), (_owed, "R2")],
)
def test_a_purchase_with_one_figure_changed_is_refused(
    market: Laptops, change: Change, rule: str
) -> None:
    sent = market.parcel_of("GA")
    last = json.loads(sent.envelopes[-1])["seq"]

    answer = market.hers.office.accept(builders.forged(sent.envelopes, last, change), sent.secrets)

    assert [each.rule for each in answer.refused] == [rule]
    builders.require_green(market.hers.office)
