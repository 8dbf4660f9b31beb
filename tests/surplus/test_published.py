"""Published cases come out to the rupiah; the wrong ones among them are named.

The cases stand beside this checkout (shared/vectors/shu.json) and are not copied here.
"""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.surplus import rules
from kopdes_desktop.surplus.rules import DEALINGS, SAVINGS, Base, Bases, Share
from tests.house.checkout import ROOT

SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
FILE = SHARED / "vectors" / "shu.json"
#: Cases with one member's figures; cases where only the headings are published; known to be wrong.
OF_MEMBERS = ("SHU-01", "SHU-02", "SHU-03")
OF_HEADINGS = ("SHU-05", "SHU-10-2025", "SHU-10-2026")
WRONG = {"SHU-01": "60.000"}

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared pages are not beside us")


def case(name: str) -> dict[str, Any]:
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    return next(each for each in cases if each["id"] == name)


def shares(dealings: int, savings: int) -> list[Share]:
    rest = 100 - dealings - savings
    return [
        Share(DEALINGS, str(dealings), rules.MEMBERS),
        Share(SAVINGS, str(savings), rules.MEMBERS),
        Share("reserve", str(rest), rules.RESERVE),
    ]


def test_every_published_case_is_tried_here() -> None:
    cases = {each["id"] for each in json.loads(FILE.read_text(encoding="utf-8"))}

    assert cases == {*OF_MEMBERS, *OF_HEADINGS}


@pytest.mark.parametrize("name", OF_MEMBERS)
def test_a_member_gets_what_was_published(name: str) -> None:
    found = case(name)
    given, published = found["inputs"], found["published"]
    own = given["member"]
    whole = given.get("simpanan_total") or (
        given["simpanan_pokok_total"] + given["simpanan_wajib_total"]
    )
    saved = own.get("simpanan") or own["simpanan_pokok"] + own["simpanan_wajib"]
    dealt, dealings = own.get("pinjaman", 0), given.get("pinjaman_total", 0)
    others = Base(2, whole - saved, dealings - dealt)

    made = rules.plan(
        Rupiah(given["shu"]),
        NOTHING,
        shares(given.get("jasa_usaha_pct", 0), given["jasa_modal_pct"]),
        Bases((Base(1, saved, dealt), others)),
    )

    part = made.parts[0]
    assert int(part.by_savings) == published["jasa_modal"]
    assert int(part.by_dealings) == published.get("jasa_usaha", 0)
    assert int(part.amount) == published.get("total", published["jasa_modal"])
    assert made.proof == NOTHING


@pytest.mark.parametrize("name", sorted(WRONG))
def test_the_cases_that_print_a_wrong_figure_are_named(name: str) -> None:
    found = case(name)
    own, wrong = found["inputs"]["member"], int(WRONG[name].replace(".", ""))

    made = rules.plan(
        Rupiah(wrong),
        NOTHING,
        shares(found["inputs"]["jasa_usaha_pct"], found["inputs"]["jasa_modal_pct"]),
        Bases((Base(1, own["simpanan_pokok"] + own["simpanan_wajib"], own["pinjaman"]),)),
    )

    assert any(WRONG[name] in words for words in found["errors"])
    assert int(made.surplus) < found["published"]["total"]


def test_no_other_case_is_known_to_be_wrong() -> None:
    cases = json.loads(FILE.read_text(encoding="utf-8"))

    assert {each["id"] for each in cases if each.get("errors")} == set(WRONG)


@pytest.mark.parametrize("name", OF_HEADINGS)
def test_headings_come_to_what_was_published(name: str) -> None:
    given, published = case(name)["inputs"], case(name)["published"]
    settings = given.get("settings", {})
    percents: dict[str, str] = {
        key.removeprefix("persen_"): value
        for key, value in settings.items()
        if key.startswith("persen_")
    } or {key: str(value) for key, value in given["pct"].items()}
    amount = Rupiah(int(Decimal(settings.get("total_shu_pool", given.get("shu", 0)))))
    asked = [Share(code, rules.plain(Decimal(p)), "2-1405") for code, p in percents.items()]

    made = {x.share.code: int(x.amount) for x in rules.pools(amount, asked)}

    rules.require_whole(asked)
    assert sum(made.values()) == int(amount)
    if "pools" in published:
        wanted = {k.removeprefix("pool_"): int(Decimal(v)) for k, v in published["pools"].items()}
        assert made == wanted
    else:
        assert sorted(set(made.values())) == sorted(published.values())


def test_the_example_of_the_book_of_the_trade_comes_out() -> None:
    """DOMAIN §3, Sinar Jaya: 40.000 by savings, 20.000 by purchases."""
    asked = [
        Share("reserve", "40", rules.RESERVE),
        Share(DEALINGS, "25", rules.MEMBERS),
        Share(SAVINGS, "20", rules.MEMBERS),
        Share("social", "15", "2-1404"),
    ]
    bases = Bases((Base(1, 500_000, 920_000), Base(2, 99_500_000, 459_080_000)))

    made = rules.plan(Rupiah(40_000_000), NOTHING, asked, bases)

    assert [int(x.amount) for x in made.pools] == [16_000_000, 10_000_000, 8_000_000, 6_000_000]
    assert (made.parts[0].by_savings, made.parts[0].by_dealings) == (40_000, 20_000)
