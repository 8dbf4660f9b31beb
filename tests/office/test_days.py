"""A business day opens by itself, goes on under any clock, and is closed by a person."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.kernel.errors import BadDay, DayNotOpen, KopdesError
from kopdes_desktop.office.days import Due, LatestDay, day_due, day_named, plausible
from tests import builders
from tests.builders import DAY, MORNING

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


def kinds(session: Session) -> list[tuple[str, str]]:
    rows = session.office.database.connection.execute("SELECT kind, bd FROM fact ORDER BY n")
    return [(kind, bd) for kind, bd in rows if kind.startswith("day.")]


def at(session: Session, moment: datetime) -> None:
    clock = session.office.clock
    assert isinstance(clock, SetClock)
    clock.set(moment)


@pytest.fixture
def by_clock(practice: Path) -> Iterator[Session]:
    """Books without a named day: eight in the morning, on a Monday."""
    with builders.open_books(practice, day=None) as session:
        yield session


def work(session: Session, n: int = 1, *, confirm: bool = False) -> str:
    """One day's document; the business date that it got."""
    answer = session.office.perform("membership.apply", {"name": f"Calon {n}"}, confirm_day=confirm)
    return str(answer.fact["bd"])


def test_the_first_writing_order_opens_the_day(by_clock: Session) -> None:
    assert work(by_clock) == "2026-02-02"
    assert work(by_clock, 2) == "2026-02-02"

    assert kinds(by_clock) == [("day.open", "2026-02-02")]
    builders.require_green(by_clock.office)


def test_reading_and_refusals_open_no_day(by_clock: Session) -> None:
    before = builders.fact_count(by_clock.office)

    assert by_clock.office.today() == DAY
    with pytest.raises(KopdesError):
        by_clock.office.perform("savings.deposit", {"member": "1", "lines": []})

    assert builders.fact_count(by_clock.office) == before


def test_the_next_morning_opens_a_new_day_and_ends_the_one_that_ran(by_clock: Session) -> None:
    work(by_clock)

    at(by_clock, MORNING + timedelta(days=1))

    assert work(by_clock, 2) == "2026-02-03"
    assert kinds(by_clock) == [("day.open", "2026-02-02"), ("day.open", "2026-02-03")]


def test_the_day_turns_at_midnight_of_the_cooperative_s_own_zone(by_clock: Session) -> None:
    at(by_clock, datetime(2026, 2, 2, 16, 59, tzinfo=UTC))
    assert work(by_clock) == "2026-02-02"

    at(by_clock, datetime(2026, 2, 2, 17, 0, tzinfo=UTC))

    assert work(by_clock, 2) == "2026-02-03"


@pytest.mark.parametrize(
    "jump",
    [
        timedelta(days=-1),
        timedelta(days=-4000),
        timedelta(days=36),
        timedelta(days=20_000),
        -timedelta(hours=3),
    ],
)
def test_an_open_day_goes_on_under_a_crazy_clock(by_clock: Session, jump: timedelta) -> None:
    work(by_clock)

    at(by_clock, MORNING + jump)

    assert work(by_clock, 2) == "2026-02-02"
    builders.require_green(by_clock.office)


@pytest.mark.parametrize("jump", [timedelta(days=36), -timedelta(minutes=11), timedelta(days=-400)])
def test_a_new_day_under_an_unbelievable_clock_waits_for_a_person(
    by_clock: Session, jump: timedelta
) -> None:
    work(by_clock)
    by_clock.office.perform("day.close", {})
    before = builders.fact_count(by_clock.office)
    at(by_clock, MORNING + jump)

    with pytest.raises(DayNotOpen):
        work(by_clock, 2)

    assert builders.fact_count(by_clock.office) == before
    confirmed = work(by_clock, 2, confirm=True)
    assert confirmed > "2026-02-02"
    assert kinds(by_clock)[-1] == ("day.open", confirmed)


def test_a_closed_day_takes_no_more_work_until_the_next(by_clock: Session) -> None:
    work(by_clock)
    by_clock.office.perform("day.close", {})

    with pytest.raises(DayNotOpen) as refused:
        work(by_clock, 2)

    assert "02/02/2026" in refused.value.message
    at(by_clock, MORNING + timedelta(days=1))
    assert work(by_clock, 2) == "2026-02-03"


def test_a_day_is_closed_once_and_only_while_it_is_open(by_clock: Session) -> None:
    with pytest.raises(BadDay):
        by_clock.office.perform("day.close", {})
    work(by_clock)
    by_clock.office.perform("day.close", {})

    with pytest.raises(BadDay):
        by_clock.office.perform("day.close", {})


def test_a_named_day_opens_and_goes_only_forward(books: Session) -> None:
    office = books.office
    work(books)

    office.named_day = date(2026, 2, 5)
    assert work(books, 2) == "2026-02-05"
    office.named_day = date(2026, 2, 4)
    with pytest.raises(BadDay) as earlier:
        work(books, 3)
    office.named_day = date(2026, 2, 5)
    office.perform("day.close", {})
    with pytest.raises(BadDay):
        work(books, 3)

    assert earlier.value.field == "day"
    assert kinds(books)[-1] == ("day.close", "2026-02-05")


@pytest.mark.parametrize("day", ["2026-02-02", "2026-02-01"])
def test_a_day_cannot_be_opened_twice_or_backwards(books: Session, day: str) -> None:
    books.office.perform("day.open", {"day": "2026-02-02"})

    with pytest.raises(BadDay):
        books.office.perform("day.open", {"day": day})


def test_a_day_belongs_to_its_device_after_it_is_opened_by_name(books: Session) -> None:
    answer = books.office.perform("day.open", {"day": "2026-02-10"})

    assert answer.fact["bd"] == answer.fact["d"]["day"] == "2026-02-10"
    assert books.office.today() == date(2026, 2, 10)


@given(st.none() | st.builds(LatestDay, DAYS, st.booleans()), DAYS, st.booleans(), st.booleans())
def test_whatever_the_clock_days_never_go_back(
    last: LatestDay | None, clock_day: date, believable: bool, confirmed: bool
) -> None:
    try:
        due = day_due(last, clock_day, believable=believable, confirmed=confirmed)
    except DayNotOpen:
        assert not confirmed
        assert last is None or not last.open or (believable and clock_day > last.day)
        assert not believable or (last is not None and clock_day <= last.day)
        return
    if last is not None:
        assert due.day >= last.day
        assert due.to_open == (due.day > last.day)
        if last.open and not believable and not confirmed:
            assert due == Due(last.day, to_open=False)
    else:
        assert due == Due(clock_day, to_open=True)


@given(st.none() | st.builds(LatestDay, DAYS, st.booleans()), DAYS)
def test_a_day_that_is_named_is_that_day_or_refused(last: LatestDay | None, wanted: date) -> None:
    past = last is not None and (wanted < last.day or (wanted == last.day and not last.open))
    if past:
        with pytest.raises(BadDay):
            day_named(last, wanted)
    else:
        due = day_named(last, wanted)
        assert due.day == wanted
        assert due.to_open == (last is None or wanted > last.day)


def test_a_clock_is_believed_from_ten_minutes_back_to_thirty_five_days_ahead() -> None:
    last = MORNING

    assert plausible(last, None)
    assert plausible(last - timedelta(minutes=10), last)
    assert not plausible(last - timedelta(minutes=10, seconds=1), last)
    assert plausible(last + timedelta(days=35), last)
    assert not plausible(last + timedelta(days=35, seconds=1), last)
