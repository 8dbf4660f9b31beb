"""A count of others' goods: what is missing is made good, what is found stays the owner's."""

from __future__ import annotations

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.consignment import counted
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.office import Office
from tests import builders
from tests.consignment import stall


def count(office: Office, **found: str) -> int:
    begun = office.perform("inventory.begin_count", {"place": stall.SHOP}).id
    office.perform("inventory.add_count", {"count": begun, "lines": stall.lines(**found)})
    office.perform("inventory.close_count", {"count": begun, "uncounted": "keep"})
    return int(begun)


def test_what_a_count_misses_is_proposed_owner_by_owner_and_made_good(shop: Session) -> None:
    office = shop.office
    count(office, KUE="8")
    (each,) = counted.differing(office.reading)
    assert each.words == "Kurang 2 pcs Kue lapis milik Kenanga Ulin (KENANGA)"

    made = office.perform(each.code, each.order)

    assert builders.seen(builders.lines_of(office, made.id)) == [
        ("5-1105", 17_000, "G1"),
        ("2-1203", -17_000, "G1"),
    ]
    assert stall.held(office, "KUE") == (8_000, 0)
    assert counted.differing(office.reading) == []
    builders.require_green(office)

    office.perform("accounting.reverse", {"entry": made.id, "reason": "ketemu lagi"})
    assert [x.lines[0][1] for x in counted.differing(office.reading)] == [2_000]


def test_what_a_count_finds_more_is_the_owners_and_goes_back_to_him(shop: Session) -> None:
    office = shop.office
    count(office, KUE="11")
    (each,) = counted.differing(office.reading)
    assert each.words == "Lebih 1 pcs Kue lapis milik Kenanga Ulin (KENANGA)"

    office.perform(each.code, each.order)

    assert stall.held(office, "KUE") == (11_000, 0)
    assert counted.differing(office.reading) == []
    back = {"owner": stall.OWNER, "lines": stall.lines(KUE="11")}
    office.perform("consignment.give_back", back)
    assert stall.held(office, "KUE") == (0, 0)
    builders.require_green(office)


def test_a_part_that_is_made_good_leaves_the_rest_to_be_booked(shop: Session) -> None:
    office = shop.office
    key = count(office, KUE="7")
    order = {"owner": stall.OWNER, "lines": stall.lines(KUE="1"), "reason": "pecah", "count": key}
    office.perform("consignment.compensate", order)

    (each,) = counted.differing(office.reading)
    assert [(item.code, by) for item, by in each.lines] == [("KUE", 2_000)]


def test_a_note_names_only_an_ended_count_of_its_place(shop: Session) -> None:
    office = shop.office
    begun = office.perform("inventory.begin_count", {"place": stall.SHOP}).id
    order = {"owner": stall.OWNER, "lines": stall.lines(KUE="1"), "reason": "pecah"}
    with pytest.raises(BadField, match="sudah ditutup") as refused:
        office.perform("consignment.compensate", {**order, "count": begun})
    assert refused.value.field == "count"
