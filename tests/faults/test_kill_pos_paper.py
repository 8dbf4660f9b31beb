"""F36: dying between a sale and its paper loses neither, and makes no two originals."""

from pathlib import Path

import pytest

from tests.faults.books import SEED
from tests.faults.conftest import Harness
from tests.faults.printing_out import MOMENTS

pytestmark = pytest.mark.fault

ROUNDS = 4


def test_a_kill_at_any_moment_between_commit_and_print_leaves_one_original_at_most(
    shop_template: Path, place: Path, harness: Harness
) -> None:
    report = harness("printing_out", shop_template, place, ROUNDS, SEED)

    assert report["violations"] == []
    assert report["kills"] == ROUNDS * len(MOMENTS)
    assert report["moments"] == dict.fromkeys(MOMENTS, ROUNDS)
    # dead before the bytes: first a paper that may exist, or none; afterwards a second, as a copy
    assert report["copies"] == 3 * ROUNDS
    assert report["papers"] == 7 * ROUNDS
