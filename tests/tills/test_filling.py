"""Money that an officer puts into a drawer: whoever works there knows of it, or counts it first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.ui.accounting.receive_dialog import on_the_way
from tests import builders
from tests.builders import Laptops, approval, working_as
from tests.sales import store

FROM_SAFE = {"from": "KAS", "to": store.BOX, "amount": 5_000}


@pytest.fixture
def laptops(founded_laptops: Path, tmp_path: Path) -> Iterator[Laptops]:
    made = builders.open_laptops(founded_laptops, tmp_path / "three")
    place = {"code": "TOKO", "name": "Toko", "unit": "G1"}
    made.hers.office.perform("inventory.add_place", place)
    cash = ("1-1101", 90_000, "KTR"), ("4-9109", -90_000, "KTR")
    builders.record(made.hers.office, *cash)
    made.exchange()
    made.down("GA")
    yield made
    made.close()


def test_the_clerk_of_an_open_shift_agrees_to_what_an_officer_puts_in(books: Session) -> None:
    office = books.office
    store.furnish(office)
    office.perform("accounting.move_cash", FROM_SAFE)
    with working_as(office, "kasir"):
        store.open_shift(office)

    with pytest.raises(NeedsApproval, match="kasirnya"):
        office.perform("accounting.move_cash", FROM_SAFE)
    with pytest.raises(NeedsApproval, match="kasirnya"):
        office.perform("accounting.move_cash", FROM_SAFE, approval=approval("ketua"))
    assert office.perform("accounting.move_cash", FROM_SAFE, approval=approval("kasir")).number
    assert office.perform("accounting.move_cash", {**FROM_SAFE, "transit": True}).number
    with working_as(office, "kasir"):
        taken = {"from": "JALAN-G1", "to": store.BOX, "amount": 5_000}
        assert office.perform("accounting.receive_cash", taken).number


def test_a_drawer_at_a_laptop_of_its_own_is_filled_over_the_way(laptops: Laptops) -> None:
    hers, ga = laptops.hers.office, laptops.outlets["GA"].office
    with pytest.raises(BadField, match="dalam perjalanan"):
        hers.perform("accounting.move_cash", FROM_SAFE)
    order = {"float": 0, "place": "TOKO"}
    ga.perform("till.open_shift", order)
    hers.perform("accounting.move_cash", {**FROM_SAFE, "transit": True})
    laptops.down("GA")

    way = on_the_way(ga.reading, ga.today(), ga.own.number)
    ((sent,), target) = way.parcels, way.boxes[0][0]
    assert (sent.box, int(sent.amount), target) == ("JALAN-G1", 5_000, store.BOX)
    taken = {"from": sent.box, "to": target, "amount": int(sent.amount)}
    ga.perform("accounting.move_cash", taken)
    closed = ga.perform("till.close_shift", {"cash": 5_000})

    assert closed.fact["d"]["expected"] == 5_000
    assert laptops.up("GA").refused == []
    builders.require_green(hers)
