"""What a cashier loses while goods are made into others takes a second person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.kernel.errors import NeedsApproval
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import approval, working_as
from tests.inventory.shop import SHOP, fill, item


@pytest.fixture(scope="module")
def office(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("seen") / "buku")
    with builders.open_books(folder) as session:
        session.office.perform("inventory.add_place", {"code": SHOP, "name": "Toko", "unit": "G1"})
        item(session.office, "BERAS", "Beras curah", unit="kg", price=15_000)
        item(session.office, "KECIL", "Beras 1 kg", unit="kg", price=16_000)
        fill(session.office, "BERAS", "40", 12_000)
        yield session.office


def repack(made: str, shrink: str = "0", target: str = "KECIL") -> dict[str, Any]:
    into = [{"item": target, "quantity": made}]
    used = [{"item": "BERAS", "quantity": "10"}]
    return {"place": SHOP, "from": used, "into": into, "shrink": shrink}


@pytest.mark.parametrize(
    "order",
    [repack("9.9", "0.1"), repack("9.9")],
    ids=["said to be lost", "not said to be lost"],
)
def test_a_cashier_alone_loses_no_more_than_is_usual(office: Office, order: dict[str, Any]) -> None:
    with working_as(office, "kasir"):
        with pytest.raises(NeedsApproval) as refused:
            office.perform("inventory.repack", order)
        assert refused.value.field == "shrink"
        assert office.perform("inventory.repack", order, approval=approval()).number


def test_what_is_usual_takes_nobody_else(office: Office) -> None:
    with working_as(office, "kasir"):
        assert office.perform("inventory.repack", repack("9.95", "0.05")).number


def test_goods_of_old_books_are_seen_by_two_once_the_books_run(office: Office) -> None:
    line = {"item": "BERAS", "quantity": "1", "cost": "12000"}
    order = {"place": SHOP, "lines": [line]}
    paid = ("6-1201", 5_000, "KTR"), ("2-1301", -5_000, "KTR")
    builders.record(office, *paid, day="2026-01-20", late="nota terselip")

    with pytest.raises(NeedsApproval, match="Januari 2026"):
        office.perform("inventory.open_stock", order)
    assert office.perform("inventory.open_stock", order, approval=approval()).number
