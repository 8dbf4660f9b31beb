"""PERFORMANCE 8: members and goods found at every keystroke, and by every scan, however many."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.villagers import villagers
from kopdes_desktop.goods.shelf import Shelf
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership.taking_over import AdoptOrder
from kopdes_desktop.office.transaction import Transaction
from tests import builders
from tests.benchmarks import measure, outlet
from tests.benchmarks.sizes import LONG

pytestmark = pytest.mark.bench

#: As somebody types them, letter by letter; and letters from the middle of names and numbers.
TYPED = ("Anggrek Mel", "melati", "Ka", "0012", "331001", "0812000", "lat", "ang b", "zzz", "%")
TURNS = 20
#: The least that answers: names that begin so, along their index.
RAW = (
    "SELECT key, number, name FROM member WHERE name COLLATE NOCASE >= ?1 "
    "AND name COLLATE NOCASE < ?1 || char(1114111) ORDER BY name COLLATE NOCASE, number LIMIT 20"
)


def keystrokes() -> Iterator[str]:
    for word in TYPED:
        yield from (word[:n] for n in range(1, len(word) + 1))


@pytest.fixture(params=[500, pytest.param(10_000, marks=LONG)])
def crowd(request: pytest.FixtureRequest, founded: Path, tmp_path: Path) -> Iterator[Session]:
    """A cooperative of so many members with names of two plants."""
    drawn = villagers(random.Random(17))  # noqa: S311  the same people each time

    def come(deal: Transaction) -> None:
        for _n in range(request.param):
            order = {**next(drawn).data(), "joined": date(2025, 1, 1)}
            deal.then("membership.adopt", msgspec.convert(order, AdoptOrder))

    with builders.open_books(builders.copy(founded, tmp_path / "buku")) as session:
        session.office.together(come)
        yield session


def test_members_at_every_keystroke(crowd: Session) -> None:
    read = crowd.office.reading
    raw = crowd.office.database.connection
    typed = list(keystrokes())
    works = {
        (text, name): work
        for text in typed
        for name, work in (
            ("raw", lambda _turn, text=text: raw.execute(RAW, (text,)).fetchall()),
            ("search", lambda _turn, text=text: members.search(read, text)),
        )
    }

    times = measure.in_turn(works, TURNS, warm=2)

    for text in ("K", "Ka", "Anggrek"):
        begun = [row[0] for row in raw.execute(RAW, (text,)).fetchall()]
        assert [each.key for each in members.search(read, text)][: len(begun)] == begun
    slowest = sorted(typed, key=lambda text: -times[text, "search"].p50)
    measure.table(
        f"Goal 8: {members_of(crowd)} members, {len(typed)} keystrokes, the slowest of them",
        ("typed", "found", "raw p50 ms", "search p50 ms", "p95", "cpu"),
        [
            (
                repr(text),
                len(members.search(read, text)),
                times[text, "raw"].p50,
                times[text, "search"].p50,
                times[text, "search"].p95,
                times[text, "search"].cpu,
            )
            for text in slowest[:10]
        ],
    )


@pytest.fixture(params=[400, pytest.param(10_000, marks=LONG)])
def shelf(request: pytest.FixtureRequest, founded: Path, tmp_path: Path) -> Iterator[Shelf]:
    """A shop with so many goods, each with a barcode."""
    with builders.open_books(builders.copy(founded, tmp_path / "buku")) as session:
        outlet.found(session.office, request.param)
        began = time.perf_counter()
        made = Shelf.load(session.office.reading, builders.DAY)
        spent = (time.perf_counter() - began) * measure.MILLI
        measure.table("The shelf is read", ("goods", "ms"), [(len(made), spent)])
        yield made


def test_goods_at_every_keystroke_and_every_scan(shelf: Shelf) -> None:
    words = ("barang nomor 39", "nomor", "n", "39 barang", "BRG0399", "zzz")
    typed = [word[:n] for word in words for n in range(1, len(word) + 1)]
    codes = [outlet.barcode(n) for n in range(0, len(shelf), max(1, len(shelf) // 40))]
    works: dict[str, Callable[[int], object]] = {
        repr(text): partial(find, shelf, text) for text in typed
    }
    works["a scan"] = lambda turn: shelf.scan(codes[turn % len(codes)])

    times = measure.in_turn(works, TURNS, warm=2)

    slowest = sorted(times, key=lambda name: -times[name].p50)[:5]
    measure.table(
        f"Goal 8: {len(shelf)} goods, {len(typed)} keystrokes, the slowest of them, and a scan",
        ("typed", "p50 ms", "p95 ms"),
        [(x, times[x].p50, times[x].p95) for x in (*slowest, "a scan")],
    )
    assert len(shelf.scan(codes[-1])) == 1
    assert all("39" in each.item.name for each in shelf.find("39 barang"))


def find(shelf: Shelf, text: str, _turn: int) -> object:
    return shelf.find(text)


def members_of(session: Session) -> int:
    return len(members.in_status(session.office.reading, "active"))
