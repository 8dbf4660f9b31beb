"""Thinning keeps seven days, four weeks, twelve months, and never the wrong ones."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.backup.rules import NEWEST, Kept, expendable

START = date(2026, 1, 1)


def kept(n: int, day: date) -> Kept:
    return Kept(f"{n:09d}", day, f"copy-{n}")


def lived(days: int) -> list[Kept]:
    """A copy each day, thinned out each day."""
    shelf: list[Kept] = []
    for n in range(days):
        shelf.append(kept(n, START + timedelta(days=n)))
        gone = expendable(shelf)
        shelf = [each for each in shelf if each not in gone]
    return shelf


def test_after_a_year_and_a_half_days_weeks_and_months_are_left() -> None:
    shelf = lived(550)
    days = [each.day for each in shelf]

    assert days[-7:] == [START + timedelta(days=n) for n in range(543, 550)]
    assert len({day.isocalendar()[:2] for day in days}) >= 4
    assert len({(day.year, day.month) for day in days}) >= 12
    assert len(shelf) <= 7 + 4 + 12


def test_many_copies_of_one_day_leave_its_newest_ones() -> None:
    shelf = [kept(n, START) for n in range(9)]

    assert expendable(shelf) == shelf[:3]


def test_a_clock_that_runs_wild_takes_no_more_than_a_third_at_once() -> None:
    shelf = [kept(n, START + timedelta(days=n)) for n in range(20)]

    gone = expendable([*shelf, kept(99, date(2099, 1, 1))])

    assert len(gone) <= 7
    assert kept(99, date(2099, 1, 1)) not in gone


copies = st.lists(
    st.tuples(st.integers(0, 10**6), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
    unique_by=lambda each: each[0],
    max_size=40,
).map(lambda found: [kept(n, day) for n, day in found])


@given(copies)
def test_the_newest_stay_and_no_more_than_a_third_goes_at_once(
    shelf: list[Kept],
) -> None:
    gone = expendable(shelf)
    left = [each for each in shelf if each not in gone]

    assert set(sorted(shelf)[-NEWEST:]) <= set(left)
    assert len(gone) <= max(1, len(shelf) // 3)
    if shelf:
        assert max(shelf) in left


@given(copies)
def test_thinning_again_and_again_comes_to_rest(shelf: list[Kept]) -> None:
    for _turn in range(60):
        gone = expendable(shelf)
        if not gone:
            break
        shelf = [each for each in shelf if each not in gone]

    assert expendable(shelf) == []
    assert len(shelf) <= 7 + 4 + 12 + NEWEST
