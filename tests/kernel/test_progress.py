"""Long work says where it is, and stops when asked."""

import pytest

from kopdes_desktop.kernel.errors import Cancelled
from kopdes_desktop.kernel.progress import Silent, Stoppable


def test_work_that_is_told_to_stop_ends_at_its_next_step() -> None:
    steps = Stoppable()
    steps.step(1, 3)

    steps.stop()

    with pytest.raises(Cancelled):
        steps.step(2, 3)
    assert (steps.done, steps.whole) == (2, 3)


def test_nobody_watching_stops_nothing() -> None:
    Silent().step(10, 3)
