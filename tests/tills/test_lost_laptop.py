"""A laptop that is lost in the middle of a shift: the treasurer ends it, and the drawer is free."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.kernel.errors import AlreadyDecided, NoShift
from kopdes_desktop.kernel.ids import FactKey, device_of
from kopdes_desktop.tills import queries
from tests import builders
from tests.builders import Laptops, approval

LEFT = 40_000


@pytest.fixture
def left(founded_laptops: Path, tmp_path: Path) -> Iterator[tuple[Laptops, int]]:
    """The first outlet opened a shift, its books were taken in, and then it was gone."""
    made = builders.open_laptops(founded_laptops, tmp_path / "three")
    place = {"code": "TOKO", "name": "Toko", "unit": "G1"}
    made.hers.office.perform("inventory.add_place", place)
    made.exchange()
    made.down("GA")
    order = {"float": LEFT, "reason": "modal dari rumah"}
    shift = made.outlets["GA"].office.perform("till.open_shift", order).id
    made.up("GA")
    yield made, shift
    made.close()


def revoke(laptops: Laptops) -> None:
    office = laptops.hers.office
    number = device_of(FactKey(queries.open_shifts(office.reading)[0].key))
    seq, digest = office.database.connection.execute(
        "SELECT key & 1073741823, hash FROM fact WHERE key >> 30 = ? ORDER BY key DESC", (number,)
    ).fetchone()
    order = {"device": "GA", "after": seq, "hash": digest.hex()}
    office.perform("device.revoke", order, approval=approval())


def test_the_shift_of_a_laptop_that_works_is_its_own(left: tuple[Laptops, int]) -> None:
    laptops, shift = left

    with pytest.raises(NoShift):
        laptops.hers.office.perform("till.close_shift", {"shift": shift, "cash": LEFT})


def test_the_treasurer_ends_a_lost_laptops_shift_and_opens_its_drawer_anew(
    left: tuple[Laptops, int],
) -> None:
    laptops, shift = left
    office = laptops.hers.office
    revoke(laptops)
    with pytest.raises(AlreadyDecided, match="sudah dicabut"):
        office.perform("till.open_shift", {"box": "LACI-G1", "place": "TOKO", "float": LEFT})
    order = {"reason": "paper", "amount": 1_000, "box": "LACI-G1"}
    with pytest.raises(NoShift):
        office.perform("till.cash_out", order)

    closed = {"shift": shift, "cash": LEFT - 1_000, "reason": "laptop dan koin hilang"}
    office.perform("till.close_shift", closed)
    office.perform("till.open_shift", {"box": "LACI-G1", "place": "TOKO", "float": LEFT - 1_000})

    assert [each.key != shift for each in queries.open_shifts(office.reading)] == [True]
    builders.require_green(office)


def test_without_a_name_no_shift_of_another_laptop_is_meant(left: tuple[Laptops, int]) -> None:
    laptops, _shift = left
    revoke(laptops)

    with pytest.raises(NoShift):
        laptops.hers.office.perform("till.close_shift", {"cash": LEFT})


def test_a_debt_laid_on_another_needs_the_second_person_in_the_fact(
    left: tuple[Laptops, int],
) -> None:
    laptops, _shift = left
    office = laptops.outlets["GA"].office
    order = {"cash": LEFT - 2_000, "reason": "kurang", "charge": "bendahara"}
    with builders.working_as(office, "kasir"):
        office.perform("till.close_shift", order, approval=approval())
    parcel = laptops.parcel_of("GA")

    def alone(said: dict[str, dict[str, object]]) -> None:
        del said["appr"]

    outcome = laptops.hers.office.accept(
        builders.forged(parcel.envelopes, len(parcel.envelopes), alone), parcel.secrets
    )

    assert [each.rule for each in outcome.refused] == ["R2"]
