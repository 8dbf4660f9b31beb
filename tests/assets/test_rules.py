"""Depreciation comes out to the rupiah: in the published cases, and over any life."""

import json
import os
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.assets import classes, rules
from kopdes_desktop.assets.rules import Plan
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from tests.house.checkout import ROOT

SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
SOURCE = SHARED / "vectors" / "depreciation.json"
JANUARY = Month("2026-01")
#: Published figures that do not follow from their own inputs, and why: none of these does.
WRONG: dict[str, str] = {}


def published() -> dict[str, dict[str, Any]]:
    if not SOURCE.exists():
        pytest.skip("the shared vectors do not lie beside this checkout")
    return {case["id"]: case for case in json.loads(SOURCE.read_text("utf-8"))}


def per_year(case: dict[str, Any]) -> dict[str, int]:
    """A building's first year."""
    months = case["inputs"]["tahun"] * 12
    plan = Plan(Rupiah(case["inputs"]["gedung"]), NOTHING, months, JANUARY)
    return {"per_tahun": int(rules.taken_by(plan, Month("2026-12")))}


def book_value(case: dict[str, Any]) -> dict[str, int]:
    """What is left after the years that it was used, at its rate."""
    asked = case["inputs"]
    first = Month(f"{asked['tahun_perolehan']}-01")
    months = int(Fraction(100) / Fraction(str(asked["rate_pct"])) * 12)
    plan = Plan(Rupiah(asked["harga"]), NOTHING, months, first)
    taken = rules.taken_by(plan, first.plus(asked["tahun_terpakai"] * 12 - 1))
    return {"nilai_buku": asked["harga"] - int(taken)}


WORKED = {"PNY-01": per_year, "PNY-03": book_value}


def test_published_cases_come_out_to_the_rupiah_and_wrong_ones_are_named() -> None:
    cases = published()

    wrong = {name for name, work in WORKED.items() if work(cases[name]) != cases[name]["published"]}

    assert wrong == set(WRONG)
    assert {name for name, case in cases.items() if "published" in case} == set(WORKED)


def test_groups_last_as_long_as_the_ministers_table_says() -> None:
    table = published()["PNY-00"]["table"]
    names = {
        "kelompok_1": "Kelompok 1",
        "kelompok_2": "Kelompok 2",
        "kelompok_3": "Kelompok 3",
        "kelompok_4": "Kelompok 4",
        "permanen": "Bangunan permanen",
        "tidak_permanen": "Bangunan tidak permanen",
    }

    for group, name in names.items():
        row = table[name]
        assert classes.groups()[group] == row["tahun"] * 12
        assert Fraction(str(row["garis_lurus_pct"])) == Fraction(100, row["tahun"])


def test_every_group_has_a_name_and_every_account_a_group() -> None:
    assert all(classes.title(group) for group in classes.groups())
    assert {kind.group for kind in classes.kinds().values()} <= set(classes.groups())
    assert [code for code, kind in classes.kinds().items() if kind.contra is None] == ["1-2101"]


def test_an_account_below_a_core_account_is_of_its_kind() -> None:
    found = classes.kind_of("1-2104-01")

    assert found is not None
    assert found.contra == "1-2204"


@given(
    cost=st.integers(1, 10**12),
    salvage=st.integers(0, 10**6),
    base=st.integers(0, 10**6),
    months=st.integers(1, 600),
)
def test_the_months_of_a_life_add_up_to_what_is_depreciated(
    cost: int, salvage: int, base: int, months: int
) -> None:
    whole = cost + salvage + base
    plan = Plan(Rupiah(whole), Rupiah(salvage), months, JANUARY, Rupiah(base))

    steps = [int(rules.taken_by(plan, JANUARY.plus(n))) for n in range(-1, months + 2)]

    assert steps[0] == base
    assert steps[-1] == steps[-2] == steps[-3] == whole - salvage
    parts = [later - earlier for earlier, later in pairwise(steps[:-2])]
    assert max(parts) - min(parts) <= 1


def test_land_keeps_its_value() -> None:
    plan = Plan(Rupiah(50_000_000), NOTHING, 0, JANUARY)

    assert rules.taken_by(plan, Month("2099-12")) == NOTHING


@given(left=st.integers(0, 10**10), parts=st.lists(st.integers(1, 10**8), min_size=1, max_size=30))
def test_a_grant_is_used_up_with_the_last_of_its_asset(left: int, parts: list[int]) -> None:
    rest, grant = sum(parts), left
    for part in parts:
        grant -= int(rules.granted_part(Rupiah(grant), Rupiah(part), Rupiah(rest)))
        rest -= part
        assert grant >= 0

    assert grant == 0
