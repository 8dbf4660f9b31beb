"""F1: kill −9 of a program at work never costs an acknowledged document."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.books import SEED
from tests.faults.conftest import Harness

pytestmark = pytest.mark.fault


def survived(report: dict[str, Any], kills: int, *, answers: int) -> bool:
    """No violation, and the kills fell where they hurt."""
    assert not report["violations"], f"seed {SEED}: {report}"
    assert report["kills"] == kills
    assert report["in_flight"] > kills / 2
    assert report["acknowledged"] > answers
    return bool(report["slowest_opening"] < 2)


@pytest.mark.timeout(240)
def test_two_hundred_kills_lose_nothing(template: Path, place: Path, harness: Harness) -> None:
    assert survived(harness("killing", template, place, 200, SEED, "counter"), 200, answers=200)


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_a_thousand_kills_lose_nothing(template: Path, place: Path, harness: Harness) -> None:
    assert survived(
        harness("killing", template, place, 1000, SEED + 1, "counter"), 1000, answers=1000
    )


@pytest.mark.timeout(240)
def test_two_hundred_kills_at_the_till_lose_no_sale_and_no_cart(
    shop_template: Path, place: Path, harness: Harness
) -> None:
    assert survived(harness("killing", shop_template, place, 200, SEED, "till"), 200, answers=10)


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_a_thousand_kills_at_the_till_lose_no_sale_and_no_cart(
    shop_template: Path, place: Path, harness: Harness
) -> None:
    assert survived(
        harness("killing", shop_template, place, 1000, SEED + 1, "till"), 1000, answers=250
    )


@pytest.mark.timeout(240)
def test_kills_while_the_file_is_exchanged_lose_nothing(
    outlet_template: Path, place: Path, harness: Harness
) -> None:
    assert survived(harness("killing", outlet_template, place, 40, SEED, "outlet"), 40, answers=3)


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_five_hundred_kills_while_the_file_is_exchanged_lose_nothing(
    outlet_template: Path, place: Path, harness: Harness
) -> None:
    assert survived(
        harness("killing", outlet_template, place, 500, SEED, "outlet"), 500, answers=60
    )


def test_an_answer_given_before_the_commit_is_caught(
    template: Path, place: Path, harness: Harness
) -> None:
    report = harness("killing", template, place, 12, SEED, "too-early")

    assert any("lost: " in each for each in report["violations"])
