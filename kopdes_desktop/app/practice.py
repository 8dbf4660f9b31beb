"""The practice cooperative lives: members come, dues are paid, day by day, by real orders.

Members bear the names of two plants, so that nobody mistakes them for people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from kopdes_desktop.app import books, founding
from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock, SystemClock
from kopdes_desktop.kernel.dates import Month, in_zone
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.ids import Entropy, system_entropy
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.office.actor import Actor
from kopdes_desktop.places import RESOURCES

TREASURER, CASHIER = "bendahara", "kasir"
_SUNDAY = 6
_OPENING_CASH, _OPENING_BANK, _FLOAT = 2_500_000, 10_000_000, 300_000
_DAYS_A_MONTH = 30
_HAMLETS = ("Krajan", "Sumberagung", "Ngadirejo", "Karanganyar")
_FIRST_MONTH = Month("2026-01")


@dataclass
class Life:
    """One practice cooperative while it lives."""

    session: Session
    clock: SetClock
    dice: random.Random
    members: list[str] = field(default_factory=list)
    admitted: int = 0
    receipts: list[int] = field(default_factory=list)
    proven: dict[str, Actor] = field(default_factory=dict)

    def do(self, op: str, order: dict[str, Any]) -> Any:  # noqa: ANN401  an Answer
        """One order, a minute or two after the last."""
        self.clock.pass_by(self.dice.randrange(40, 150))
        return self.session.office.perform(op, order)

    def take_over(self, login: str) -> None:
        """Another person sits down at the laptop; he proves himself the first time."""
        office = self.session.office
        self.proven.setdefault(office.signed_in.name, office.signed_in)
        if login in self.proven:
            office.actor = self.proven[login]
        else:
            self.session.switch(login, founding.PRACTICE_PIN)


def plant_names() -> list[str]:
    """The plants that lend their names."""
    return (RESOURCES / "templates" / "flora.txt").read_text("utf-8").split()


def practise(  # noqa: PLR0917  what `demo` can be told
    folder: Path,
    members: int = 30,
    months: int = 1,
    seed: int = 1,
    until: date | None = None,
    progress: Progress | None = None,
    *,
    entropy: Entropy = system_entropy,
) -> list[int]:
    """Found a practice cooperative in a folder and let it live `months` months up to a day.

    Gives the keys of the receipts of its last day. `members` 0 and `months` 0 leave it empty.
    Stopped or failed on the way, it leaves no books.
    """
    zone = "Asia/Jakarta"
    last = until or in_zone(SystemClock().now(), zone).date()
    first = last - timedelta(days=months * _DAYS_A_MONTH)
    now = SystemClock().now()
    clock = SetClock(now if months == 0 else _morning(first))
    founding.found_practice(
        folder, since=min(_FIRST_MONTH, Month.of(first)), clock=clock, entropy=entropy
    )
    if members <= 0 and months <= 0:
        return []
    try:
        with books.open_books(
            folder,
            TREASURER,
            founding.PRACTICE_PASSWORD,
            named_day=first,
            clock=clock,
            entropy=entropy,
        ) as session:
            life = Life(session, clock, random.Random(seed))  # noqa: S311  play, not secrets
            days = [day for day in _days(first, last) if day.weekday() != _SUNDAY or day == last]
            steps = progress or Silent()
            for n, day in enumerate(days):
                _live(life, day, first=n == 0, last=n == len(days) - 1, whole=members)
                steps.step(n + 1, len(days))
            return life.receipts
    except BaseException:
        books.forget(folder)
        raise


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _morning(day: date) -> datetime:
    """Eight o'clock in western Indonesia."""
    return datetime.combine(day, time(1, 0), UTC)


def _live(life: Life, day: date, *, first: bool, last: bool, whole: int) -> None:
    """One business day: opened by its first work, closed by a person."""
    life.clock.set(min(_morning(day), SystemClock().now() - timedelta(hours=6)))
    life.session.office.named_day = day
    life.receipts.clear()
    life.take_over(TREASURER)
    if first:
        _open_books(life, day)
    _admit(life, _today_joining(life, whole, last=last))
    _morning_at_the_desk(life)
    if life.members and not first:
        life.take_over(CASHIER)
        _afternoon_at_the_outlet(life)
        life.take_over(TREASURER)
    _housekeeping(life, day)
    if not last:
        life.do("day.close", {})


def _open_books(life: Life, day: date) -> None:
    """Opening balances and the outlet's first change money."""
    start = day.replace(day=1) - timedelta(days=1)
    life.do(
        "accounting.open_balances",
        {
            "day": start.isoformat(),
            "lines": [
                {"account": "1-1101", "amount": _OPENING_CASH, "unit": "KTR"},
                {"account": "1-1111", "amount": _OPENING_BANK, "unit": "KTR"},
                {
                    "account": "3-1201",
                    "amount": -(_OPENING_CASH + _OPENING_BANK),
                    "unit": "KTR",
                },
            ],
        },
    )
    life.do(
        "accounting.move_cash",
        {"from": "KAS", "to": "LACI-G1", "amount": _FLOAT, "transit": True},
    )
    life.do("accounting.move_cash", {"from": "JALAN-G1", "to": "LACI-G1", "amount": _FLOAT})
    life.do("accounting.move_cash", {"from": "KAS", "to": "KECIL", "amount": _FLOAT})


def _today_joining(life: Life, whole: int, *, last: bool) -> int:
    """Most come in the first days; the last day takes whoever is left."""
    left = whole - life.admitted
    if last or left <= 0:
        return max(left, 0)
    return min(left, max(1, whole // 6))


def _admit(life: Life, count: int) -> None:
    """Application, the board's decision, and the first payment of each new member."""
    names = plant_names()
    for _n in range(count):
        n = life.admitted
        life.admitted += 1
        name = f"{names[n % len(names)]} {names[(n * 7 + n // len(names) + 3) % len(names)]}"
        born = date(1960, 1, 1) + timedelta(days=life.dice.randrange(365 * 40))
        sex = life.dice.choice("LP")
        day = born.day + (40 if sex == "P" else 0)
        nik = f"331001{day:02d}{born:%m%y}{n + 1:04d}"
        applied = life.do(
            "membership.apply",
            {
                "name": name,
                "nik": nik,
                "dusun": life.dice.choice(_HAMLETS),
                "rt_rw": f"{life.dice.randrange(1, 9):03d}/{life.dice.randrange(1, 4):03d}",
                "phone": f"0812{n:08d}",
            },
        )
        decided = life.do(
            "membership.decide",
            {"application": applied.id, "approved": True, "decision_no": f"{n // 10 + 1}/PENG"},
        )
        lines: list[dict[str, Any]] = [{"product": "principal", "amount": 100_000}]
        if life.dice.random() < 0.7:  # noqa: PLR2004  seven of ten begin with their dues
            lines.append({"product": "mandatory", "months": 1})
        life.members.append(decided.number)
        _deposit(life, decided.number, lines)


def _deposit(life: Life, member: str, lines: list[dict[str, Any]]) -> None:
    """A receipt; a member who is paid up twelve months ahead goes home with his money."""
    try:
        life.receipts.append(life.do("savings.deposit", {"member": member, "lines": lines}).id)
    except Refusal:
        return


def _morning_at_the_desk(life: Life) -> None:
    for member in life.dice.sample(life.members, min(len(life.members), 3)):
        months = life.dice.choices((1, 2, 3, 6), (6, 2, 1, 1))[0]
        _deposit(life, member, [{"product": "mandatory", "months": months}])
    if life.receipts and life.dice.random() < 0.15:  # noqa: PLR2004  somebody miscounts now and then
        wrong = life.receipts[-1]
        life.do("accounting.reverse", {"entry": wrong, "reason": "Salah anggota"})


def _afternoon_at_the_outlet(life: Life) -> None:
    """Savings that the clerk takes into the outlet's own drawer."""
    for member in life.dice.sample(life.members, min(len(life.members), 2)):
        amount = life.dice.randrange(1, 21) * 5_000
        _deposit(life, member, [{"product": "voluntary", "amount": amount}])


def _housekeeping(life: Life, day: date) -> None:
    """Banking on Fridays, small expenses, the drawer's surplus handed over."""
    if day.weekday() == 4:  # noqa: PLR2004  Friday
        life.do("accounting.move_cash", {"from": "KAS", "to": "BRI", "amount": 500_000})
    if day.day in {5, 20}:
        life.do(
            "accounting.record",
            {
                "text": "Bayar listrik kantor",
                "lines": [
                    {"account": "6-1201", "amount": 45_000, "unit": "KTR"},
                    {"account": "1-1102", "amount": -45_000, "unit": "KTR"},
                ],
            },
        )
    if day.weekday() == 5 and life.members:  # noqa: PLR2004  Saturday
        order = {"from": "LACI-G1", "to": "KAS", "amount": 50_000, "transit": True}
        life.do("accounting.move_cash", order)
        life.do("accounting.move_cash", {"from": "JALAN-G1", "to": "KAS", "amount": 50_000})
