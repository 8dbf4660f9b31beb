"""Until when somebody has paid, in words: an estimate is neither paid nor owed."""

from __future__ import annotations

import pytest

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.savings.standing import standing_words


@pytest.mark.parametrize(
    ("until", "guessed", "words"),
    [
        (Month("2025-11"), 0, "lunas sampai November 2025"),
        (
            Month("2025-11"),
            12,
            "lunas sampai November 2025; perkiraan 12 bulan belum diputuskan",
        ),
        (None, 3, "belum ada yang lunas; perkiraan 3 bulan belum diputuskan"),
        (None, 0, "belum ada yang lunas"),
    ],
)
def test_who_is_only_guessed_to_owe_is_not_said_to_have_paid(
    until: Month | None, guessed: int, words: str
) -> None:
    assert standing_words(until, guessed) == words


def test_a_narrow_place_says_it_shorter() -> None:
    told = standing_words(Month("2025-11"), 2, paid="s.d. {month}")

    assert told.startswith("s.d. November 2025;")
