"""The practice cooperative: stopped on its way, short lives and long ones, the same again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from kopdes_desktop.app import books, founding
from kopdes_desktop.app.life import Lived
from kopdes_desktop.app.practice import practise
from kopdes_desktop.app.villagers import villagers
from kopdes_desktop.kernel.errors import AlreadyFounded, Cancelled
from kopdes_desktop.ledger import balances, periods, year_ends
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import rules
from kopdes_desktop.office import log
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports.report import find, make
from kopdes_desktop.security import keyfile, passwords
from kopdes_desktop.security import queries as users
from kopdes_desktop.security.passwords import Cost
from kopdes_desktop.training import queries as training
from tests import builders

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2id has tests of its own; here it would take longer than all the rest."""

    def quick(password: str, salt: bytes, _cost: Cost) -> bytes:
        return sha256(salt + password.encode()).digest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "derive", quick)
        patch.setattr(
            founding, "seal_pin", lambda pin, draw: passwords.seal_pin(pin, draw, builders.CHEAP)
        )
        yield


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


def opened(folder: Path) -> books.Session:
    return books.open_books(folder, "bendahara", founding.PRACTICE_PASSWORD, named_day=TODAY)


def admitted(office: Office) -> int:
    return sum(len(members.in_status(office.reading, status)) for status in ("active", "left"))


@pytest.mark.parametrize(
    ("whole", "months"), [(0, 0), (0, 1), (1, 0), (2, 0), (1, 1), (5, 1), (12, 2), (30, 1), (9, 4)]
)
def test_a_life_of_any_length_ends_with_green_books(
    tmp_path: Path, whole: int, months: int
) -> None:
    practise(tmp_path / "buku", whole, months, seed=whole + months, until=TODAY)

    with opened(tmp_path / "buku") as session:
        assert session.office.practice
        assert admitted(session.office) == whole
        builders.require_green(session.office)


def test_a_single_day_gives_a_receipt_to_everybody(tmp_path: Path) -> None:
    lived = practise(tmp_path / "buku", 3, 0, until=TODAY)

    assert len(lived.receipts) == 3
    assert lived == Lived(receipts=lived.receipts)


def test_nothing_of_its_life_is_an_exercise_done_by_whoever_opens_it(tmp_path: Path) -> None:
    practise(tmp_path / "buku", 3, 0, until=TODAY)

    with opened(tmp_path / "buku") as session:
        assert log.latest(session.office.reading, ["savings.deposit"], 3)
        assert training.done(session.office) == {}
        order = {"member": "0001", "lines": [{"product": "mandatory", "months": 2}]}
        session.office.perform("savings.deposit", order)
        assert training.done(session.office) == {"arrears": session.office.today()}


def amounts(folder: Path) -> dict[str, int]:
    with opened(folder) as session:
        found = balances.balances_at(session.office.reading, TODAY)
        return {code: int(amount) for code, amount in found.items()}


def test_the_same_seed_lives_the_same_life_and_another_one_another(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        practise(tmp_path / name, 15, 1, seed=seed, until=TODAY)

    one, same, other = (amounts(tmp_path / name) for name in ("one", "same", "other"))

    assert one == same != other


def test_each_day_of_a_life_is_a_step(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    class Counted:
        def step(self, done: int, whole: int) -> None:
            steps.append((done, whole))

    practise(tmp_path / "buku", 2, 1, until=TODAY, progress=Counted())

    assert [done for done, _whole in steps] == list(range(1, len(steps) + 1))
    assert {whole for _done, whole in steps} == {len(steps)}
    assert len(steps) == 27  # of 31 days four are Sundays


def test_treasurer_and_clerk_are_members_whose_own_and_family_s_money_is_looked_at(
    tmp_path: Path,
) -> None:
    practise(tmp_path / "buku", 30, 1, seed=3, until=TODAY)

    with opened(tmp_path / "buku") as session:
        office = session.office
        hers, his = (
            members.member(office.reading, users.require_user(office.reading, login).person)
            for login in ("bendahara", "kasir")
        )
        assert hers is not None
        assert his is not None
        assert (hers.name, hers.number) == ("Bendahara Latihan", "0001")
        assert (his.name, his.status) == ("Kasir Latihan", "active")
        assert hers.kk != his.kk
        report = find("supervision")
        params = report.params({"from": "2026-10-01"}, TODAY)
        rows = office.read(report.right, make, "supervision", params).rows
        assert {row["kind"] for row in rows} >= {"own", "family", "approved"}
        assert {row["by"] for row in rows if row["kind"] in {"own", "family"}} == {"bendahara"}


# --- the villagers ------------------------------------------------------------------------------


def test_villagers_have_papers_that_the_register_takes() -> None:
    drawn = villagers(random.Random(1))  # noqa: S311  play, not secrets
    people = [next(drawn) for _n in range(2_000)]

    for each in people:
        inside = rules.read_nik(each.nik)
        assert inside.birth_day(TODAY) < TODAY
        assert rules.plain_phone(each.phone)
        assert len(each.kk) == 16
        assert each.kk.isdigit()
    assert len({each.nik for each in people}) == len({each.phone for each in people}) == 2_000
    assert len({each.name for each in people}) == 2_000


def test_a_household_has_one_card_one_address_and_one_hamlet() -> None:
    drawn = villagers(random.Random(2))  # noqa: S311  play, not secrets
    homes: dict[str, set[tuple[str, str, str]]] = {}
    for _n in range(500):
        each = next(drawn)
        homes.setdefault(each.kk, set()).add((each.address, each.dusun, each.rt_rw))

    assert {len(home) for home in homes.values()} == {1}
    assert 200 < len(homes) < 300


@pytest.mark.parametrize(
    ("until", "closed_month"),
    [(date(2027, 3, 20), "2027-02"), (date(2027, 4, 27), "2027-03")],
    ids=["decided by the meeting alone", "decided before by the board"],
)
def test_a_life_beyond_a_year_s_end_has_closed_it_and_divided_what_it_earned(
    tmp_path: Path, until: date, closed_month: str
) -> None:
    practise(tmp_path / "buku", 6, 4, seed=6, until=until)

    with builders.open_books(tmp_path / "buku", day=until) as session:
        read = session.office.reading
        [closed] = year_ends.closed_years(read)
        assert closed.year.name == "2026"
        assert int(closed.surplus) > 0
        assert builders.balance(session.office, "3-1401") == 0
        assert periods.closed_months(read)[-1] == closed_month


def test_a_year_that_ended_shortly_before_is_left_to_the_learner(tmp_path: Path) -> None:
    practise(tmp_path / "buku", 9, 2, seed=2, until=date(2027, 1, 20))

    with builders.open_books(tmp_path / "buku", day=date(2027, 1, 20)) as session:
        read = session.office.reading
        assert year_ends.closed_years(read) == []
        assert periods.closed_months(read)[-1] == "2026-11"
