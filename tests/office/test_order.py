"""Whatever way facts travel, everybody ends with equal books (FACTS §5).

A treasurer and two outlets work and exchange in any order; parcels come late, twice, in pieces and
back to front; clocks are off by years; months are closed in between. In the end all books are the
same in every projection, and each log gives its own books again.
"""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.app.joining import Parcel
from kopdes_desktop.kernel.errors import BundleRefused, Refusal
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import accept
from tests import builders
from tests.builders import CLERKS, DAY, MORNING, Laptops

WHO = ("KR", *CLERKS)


class Village:
    """Three laptops, and the parcels that are on their way between them."""

    def __init__(self, laptops: Laptops) -> None:
        self.laptops = laptops
        self.on_the_way: list[tuple[str, Parcel]] = []
        self.days = dict.fromkeys(WHO, 0)
        self.applicants = 100
        self.done: dict[str, int] = {}
        for series in CLERKS:
            assert self.laptops.outlets[series].office.founded

    def session(self, who: str) -> Session:
        return self.laptops.hers if who == "KR" else self.laptops.outlets[who]

    def step(self, who: str, what: str, n: int) -> None:
        """One thing that may happen; what a rule refuses does not, but honest facts always may."""
        try:
            getattr(self, what)(who, n)
        except BundleRefused:
            raise
        except Refusal:
            return
        self.done[what] = self.done.get(what, 0) + 1

    # -- work

    def deposit(self, who: str, n: int) -> None:
        office = self.session(who).office
        one = members.member(office.reading, f"{n % 5 + 1:04d}")
        assert one is not None
        box = {"cash": "KAS"} if who == "KR" else {}
        builders.pay(office, one, amount=1_000 + n, **box)

    def dues(self, who: str, n: int) -> None:
        office = self.session(who).office
        one = members.member(office.reading, f"{n % 5 + 1:04d}")
        assert one is not None
        box = {"cash": "KAS"} if who == "KR" else {}
        builders.pay(office, one, "mandatory", months=1 + n % 2, **box)

    def reverse(self, who: str, n: int) -> None:
        office = self.session(who).office
        rows = list(balances.journal(office.reading, None, DAY + timedelta(days=400)))
        keys = sorted({row.entry.key for row in rows if row.entry.kind == "ordinary"})
        if keys:
            order = {"entry": keys[n % len(keys)], "reason": "salah"}
            with builders.working_as(office, "bendahara" if who == "KR" else "ketua"):
                office.perform("accounting.reverse", order)

    def hand_over(self, who: str, n: int) -> None:
        if who != "KR":
            unit = {"GA": "G1", "GB": "G2"}[who]
            order = {"from": f"LACI-{unit}", "to": "KAS", "amount": 500 + n, "transit": True}
            self.session(who).office.perform("accounting.move_cash", order)

    def apply(self, who: str, n: int) -> None:
        self.applicants += 1
        office = self.session(who).office
        phone = f"0812{self.applicants:07d}"
        builders.an_applicant(office, self.applicants - n % 2, phone=phone)

    def decide(self, who: str, n: int) -> None:
        office = self.session("KR").office
        waiting = members.in_status(office.reading, "applicant")
        if waiting:
            one = waiting[n % len(waiting)]
            order = {"application": one.key, "approved": n % 3 > 0, "decision_no": f"{n}"}
            office.perform("membership.decide", order)

    def move_house(self, who: str, n: int) -> None:
        fields = {"phone": f"0813{n:07d}", "address": f"Jalan {who} {n}"}
        order = {"member": f"{n % 3 + 1:04d}", "fields": fields}
        self.session(who).office.perform("members.change", order)

    def settle(self, who: str, n: int) -> None:
        office = self.session("KR").office
        for _fact, field, key in members.open_conflicts(office.reading):
            order = {"member": key, "field": field, "value": f"0814{n:07d}"}
            office.perform("members.settle_edit", order)
            return

    def erase(self, who: str, n: int) -> None:
        office = self.session("KR").office
        rejected = members.in_status(office.reading, "rejected")
        if rejected:
            order = {"member": rejected[n % len(rejected)].key, "reason": "minta dihapus"}
            office.perform("members.erase", order, approval=builders.approval())

    def close_month(self, who: str, n: int) -> None:
        office = self.session("KR").office
        month = "2026-01" if n % 2 else "2026-02"
        office.perform("accounting.close_month", {"month": month}, approval=builders.approval())

    def reopen_month(self, who: str, n: int) -> None:
        office = self.session("KR").office
        order = {"month": "2026-02", "reason": "tertinggal"}
        office.perform("accounting.reopen_month", order, approval=builders.approval())

    def seal(self, who: str, n: int) -> None:
        self.session(who).office.perform("month.seal", {"month": "2026-01"})

    def next_day(self, who: str, n: int) -> None:
        office = self.session(who).office
        if n % 2:
            office.perform("day.close", {})
        self.days[who] += 1 + n % 20
        office.named_day = DAY + timedelta(days=self.days[who])

    def another_clock(self, who: str, n: int) -> None:
        clock = self.session(who).office.clock
        assert isinstance(clock, SetClock)
        clock.set(MORNING + timedelta(days=(n - 30) * 100))

    # -- travel

    def send(self, who: str, n: int) -> None:
        """Up to her from an outlet, or from her to one of them: it lies on the way for a while."""
        to = CLERKS_IN_ORDER[n % 2] if who == "KR" else "KR"
        self.on_the_way.append((to, self.laptops.parcel_of(who)))

    def arrive(self, who: str, n: int) -> None:
        """Some parcel comes: whole or in part, shuffled, some of it twice; it may come again."""
        if not self.on_the_way:
            return
        place = n % len(self.on_the_way)
        to, parcel = self.on_the_way[place]
        if n % 3:
            self.on_the_way.pop(place)
        dice = Random(n)  # noqa: S311  play, not secrets
        envelopes = list(parcel.envelopes)
        if n % 4 == 0:
            envelopes = dice.sample(envelopes, dice.randrange(len(envelopes) + 1))
        envelopes += dice.sample(envelopes, len(envelopes) // 4)
        dice.shuffle(envelopes)
        outcome = self.session(to).office.accept(envelopes, parcel.secrets)
        assert outcome.refused == []

    def come_together(self) -> None:
        """Everything goes up and comes down, until nobody has anything new."""
        for _round in range(2):
            for series in CLERKS:
                assert self.laptops.up(series).refused == []
            for series in CLERKS:
                assert self.laptops.down(series).refused == []

    def require_one_truth(self) -> None:
        for series in WHO:
            session = self.session(series)
            assert accept.held(session.office.reading) == []
            builders.require_rebuilt(session.office)
            if series != "KR":
                builders.require_equal(self.laptops.hers, session)


CLERKS_IN_ORDER = tuple(CLERKS)
HAPPENINGS = (
    *("deposit",) * 3,
    "dues",
    *("reverse",) * 2,
    "hand_over",
    "apply",
    "decide",
    *("move_house",) * 2,
    "settle",
    "erase",
    "close_month",
    "reopen_month",
    "seal",
    "next_day",
    "another_clock",
    *("send",) * 5,
    *("arrive",) * 5,
)
STEP = st.tuples(st.sampled_from(WHO), st.sampled_from(HAPPENINGS), st.integers(0, 60))


def lived(template: Path, steps: list[tuple[str, str, int]]) -> None:
    """These things happen, then everybody meets: one truth."""
    with tempfile.TemporaryDirectory() as folder:
        laptops = builders.open_laptops(template, Path(folder))
        try:
            village = Village(laptops)
            for who, what, n in steps:
                village.step(who, what, n)
            village.come_together()
            village.require_one_truth()
        finally:
            laptops.close()


@settings(max_examples=12)
@given(steps=st.lists(STEP, min_size=15, max_size=60))
def test_any_order_of_work_and_travel_ends_in_equal_books(
    founded_laptops: Path, steps: list[tuple[str, str, int]]
) -> None:
    lived(founded_laptops, steps)


@pytest.mark.deep
@settings(max_examples=300)
@given(steps=st.lists(STEP, min_size=15, max_size=120))
def test_very_many_orders_end_in_equal_books(
    founded_laptops: Path, steps: list[tuple[str, str, int]]
) -> None:
    lived(founded_laptops, steps)


@pytest.mark.parametrize(
    "steps",
    [
        # The same entry taken back on two laptops, then the month closed under both.
        [
            ("GA", "deposit", 1),
            ("GA", "send", 0),
            ("KR", "arrive", 1),
            ("KR", "reverse", 0),
            ("GA", "reverse", 0),
            ("KR", "close_month", 1),
            ("KR", "close_month", 2),
            ("GB", "deposit", 2),
        ],
        # One field changed on all three, settled before the last one comes.
        [
            ("GA", "move_house", 3),
            ("KR", "move_house", 6),
            ("GA", "send", 0),
            ("KR", "arrive", 1),
            ("KR", "settle", 5),
            ("GB", "move_house", 9),
        ],
        # An applicant is erased while an outlet still writes about him.
        [
            ("GA", "apply", 0),
            ("GA", "send", 0),
            ("KR", "arrive", 1),
            ("KR", "decide", 0),
            ("KR", "erase", 0),
            ("GA", "deposit", 4),
        ],
    ],
    ids=["reversed twice", "three addresses", "erased"],
)
def test_what_crosses_on_the_way_settles_alike(
    founded_laptops: Path, steps: list[tuple[str, str, int]]
) -> None:
    lived(founded_laptops, steps)


def test_no_clock_decides_anything(founded_laptops: Path, tmp_path: Path) -> None:
    """The same work under other clocks makes the same entries, but for the hour they tell."""

    def entries(years: Callable[[str], int], name: str) -> list[tuple[object, ...]]:
        laptops = builders.open_laptops(founded_laptops, tmp_path / name)
        village = Village(laptops)
        for who in WHO:
            clock = village.session(who).office.clock
            assert isinstance(clock, SetClock)
            clock.set(MORNING + timedelta(days=365 * years(who)))
        for who in ("GB", "KR", "GA", "GB"):
            village.deposit(who, 3)
            village.move_house(who, 3)
        village.come_together()
        village.require_one_truth()
        found = laptops.hers.office.database.connection.execute(
            "SELECT key, bd, posted_on, number, text FROM entry ORDER BY key"
        ).fetchall()
        laptops.close()
        return list(found)

    assert entries(lambda _who: 0, "tepat") == entries(
        lambda who: {"KR": 7, "GA": -20, "GB": 3}[who], "kacau"
    )
