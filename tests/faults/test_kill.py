"""F1: kill −9 of a program at work never costs an acknowledged document."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.books import SEED
from tests.faults.conftest import Harness

pytestmark = pytest.mark.fault


def survived(report: dict[str, Any], kills: int) -> bool:
    """No violation, and the kills fell where they hurt."""
    assert not report["violations"], f"seed {SEED}: {report}"
    assert report["kills"] == kills
    assert report["in_flight"] > kills / 2
    assert report["came_through"] > 0
    assert report["acknowledged"] > kills
    return bool(report["slowest_opening"] < 2)


@pytest.mark.timeout(240)
def test_two_hundred_kills_lose_nothing(template: Path, place: Path, harness: Harness) -> None:
    assert survived(harness("killing", template, place, 200, SEED), 200)


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_a_thousand_kills_lose_nothing(template: Path, place: Path, harness: Harness) -> None:
    assert survived(harness("killing", template, place, 1000, SEED + 1), 1000)


def test_an_answer_given_before_the_commit_is_caught(
    template: Path, place: Path, harness: Harness
) -> None:
    report = harness("killing", template, place, 12, SEED, "too-early")

    assert any("lost: " in each for each in report["violations"])
