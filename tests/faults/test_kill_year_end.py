"""F1: a power cut while a book year is closed or opened again leaves it whole, or as it was."""

from pathlib import Path

import pytest

from tests.faults.conftest import Harness

pytestmark = pytest.mark.fault


@pytest.mark.timeout(240)
@pytest.mark.parametrize("work", ["close", "reopen"])
def test_a_killed_year_end_happened_whole_or_not_at_all(
    work: str, template: Path, place: Path, harness: Harness
) -> None:
    report = harness("ending", template, place, 3, work)

    assert report["violations"] == []
    assert report["kills"] == 5
    assert report["closed"] == (1 if work == "close" else report["kills"] - 1)


@pytest.mark.deep
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("work", ["close", "reopen"])
def test_every_write_of_a_year_end_may_be_its_last(
    work: str, template: Path, place: Path, harness: Harness
) -> None:
    report = harness("ending", template, place, 10_000, work)

    assert report["violations"] == []
    assert report["kills"] >= report["writes"]


def test_a_year_end_that_is_written_piece_by_piece_is_caught(
    template: Path, place: Path, harness: Harness
) -> None:
    report = harness("ending", template, place, 1, "hasty")

    assert report["violations"]
