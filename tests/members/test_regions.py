"""Regions by name and code, from the list that comes with the program."""

from __future__ import annotations

import pytest

from kopdes_desktop.members import regions


def test_a_village_is_known_by_its_code_with_and_without_dots() -> None:
    with_dots, bare = regions.village("33.10.01.2001"), regions.village("3310012001")

    assert with_dots is not None
    assert with_dots == bare
    assert with_dots.path.endswith("Kabupaten Klaten, Jawa Tengah")


def test_one_village_is_named_as_in_the_list_without_keeping_the_list() -> None:
    regions._villages.cache_clear()
    codes = ["11.01.01.2001", "33.10.01.2001", "00.00.00.0000"]

    alone = [regions.village(code) for code in codes]

    assert regions._villages.cache_info().currsize == 0
    assert alone[2] is None
    assert regions.villages_like("keputran klaten")
    assert [regions.village(code) for code in codes] == alone


@pytest.mark.parametrize("code", ["", "33.10", "00.00.00.0000", "33.10.01.20011"])
def test_what_is_no_code_of_a_village_finds_none(code: str) -> None:
    assert regions.village(code) is None


def test_the_village_that_is_called_so_comes_before_those_that_only_begin_so() -> None:
    names = [one.name for one in regions.villages_like("Keputran klaten")]

    assert names[0] == "Keputran"


def test_every_word_has_to_be_found_in_the_name_or_in_what_it_lies_in() -> None:
    found = regions.villages_like("tegalrejo, klaten")

    assert found
    assert all("Klaten" in one.path for one in found)
    assert all("tegalrejo" in one.whole.casefold() for one in found)


def test_a_code_that_is_begun_finds_the_villages_below_it() -> None:
    found = regions.villages_like("33.10.01")

    assert found
    assert all(one.code.startswith("33.10.01.") for one in found)


def test_nothing_typed_finds_nothing() -> None:
    assert regions.villages_like("  ") == []
