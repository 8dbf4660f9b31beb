"""The practice cooperative, stopped on its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdes_desktop.app import books
from kopdes_desktop.app.practice import practise
from kopdes_desktop.kernel.errors import AlreadyFounded, Cancelled


class StoppedAfter:
    """Says stop at a step."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def step(self, done: int, _whole: int) -> None:
        if done >= self.steps:
            raise Cancelled


def test_a_stopped_practice_leaves_no_books_and_can_be_begun_again(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        practise(tmp_path, members=3, progress=StoppedAfter(2))

    assert not books.has_books(tmp_path)
    assert list(tmp_path.glob("books.db*")) == []
    with pytest.raises(Cancelled):
        practise(tmp_path, members=3, progress=StoppedAfter(1))


def test_books_that_were_there_before_are_left_alone(tmp_path: Path) -> None:
    practise(tmp_path, members=0, months=0)

    with pytest.raises(AlreadyFounded):
        practise(tmp_path)

    assert books.has_books(tmp_path)
