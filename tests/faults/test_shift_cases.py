"""F37: a drawer's day in thirty cases: what is refused leaves nothing, what passes is posted.

Each case begins with a shop, 200,000 in the drawer and no shift; `steps` lead up to the last order,
which is refused (by this Refusal, at this field) or leaves these balances.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NoShift,
    NotPermitted,
    NotReversible,
    Refusal,
)
from kopdes_desktop.tills import queries as shifts
from tests import builders
from tests.builders import working_as
from tests.sales import store
from tests.sales.store import BOX, FLOAT, PLACE

pytestmark = pytest.mark.fault

SHORT, OVER, OWED, DRAWER = "6-1402", "4-9104", "1-1205", "1-1103"
Step = tuple[str, dict[str, Any]]

OPEN: Step = ("till.open_shift", {"float": FLOAT})
ONE: Step = ("sales.sell", {"lines": [{"item": "MI"}]})
QRIS: Step = ("sales.sell", {**ONE[1], "tenders": [{"kind": "qris", "ref": "1"}]})
BACK: Step = ("sales.bring_back", {"sale": "STR-KR-2026-000001", "lines": [{"line": 0}]})
BLANK: Step = ("till.cash_out", {"reason": "other", "amount": 1_000, "note": "  "})
VOID: Step = ("accounting.reverse", {"entry": "STR-KR-2026-000001", "reason": "keliru"})


def opening(**order: Any) -> Step:
    return "till.open_shift", order


def closing(cash: int | None = None, **order: Any) -> Step:
    return "till.close_shift", order if cash is None else {"cash": cash, **order}


def cash(way: str, amount: int, reason: str = "other", **order: Any) -> Step:
    return f"till.cash_{way}", {"reason": reason, "amount": amount, "note": "es batu", **order}


def notes(*counted: tuple[int, int]) -> list[dict[str, int]]:
    return [{"note": note, "count": count} for note, count in counted]


@dataclass(frozen=True)
class Refused:
    """The last step is refused, for this reason and at this field."""

    name: str
    steps: tuple[Step, ...]
    kind: type[Refusal]
    at: str | None = None
    by: str = "bendahara"


@dataclass(frozen=True)
class Passed:
    """Every step passes, and these accounts hold so much beside the drawer."""

    name: str
    steps: tuple[Step, ...]
    drawer: int
    accounts: dict[str, int] = field(default_factory=dict)


REFUSED = (
    Refused("a sale without a shift", (ONE,), NoShift),
    Refused("a return without a shift", (OPEN, ONE, closing(FLOAT + 3_500), BACK), NoShift),
    Refused("money in without a shift", (cash("in", 1_000),), NoShift),
    Refused("money out without a shift", (cash("out", 1_000),), NoShift),
    Refused("a closing without a shift", (closing(FLOAT),), NoShift),
    Refused("an opening that nobody counted", (opening(),), BadField, "reason"),
    Refused("a float below zero", (opening(float=-1),), BadField, "float"),
    Refused("a note that does not exist", (opening(counted=notes((300, 1))),), BadField, "counted"),
    Refused(
        "a note counted twice",
        (opening(counted=notes((100_000, 1), (100_000, 1))),),
        BadField,
        "counted",
    ),
    Refused(
        "notes that come to another amount",
        (opening(counted=notes((100_000, 1)), float=FLOAT),),
        BadField,
        "float",
    ),
    Refused("too little at the opening, without a word", (opening(float=1),), BadField, "reason"),
    Refused("a safe for a drawer", (opening(box="KAS", float=0),), BadField, "box"),
    Refused("a drawer that is not there", (opening(box="LACI-G9", float=0),), BadField, "box"),
    Refused("a shop that is not there", (opening(place="PASAR", float=FLOAT),), BadField, "place"),
    Refused("two shifts at one drawer", (OPEN, OPEN), AlreadyDecided, "box"),
    Refused("a sale after the closing", (OPEN, closing(FLOAT), ONE), NoShift),
    Refused(
        "a void after the closing",
        (OPEN, ONE, closing(FLOAT + 3_500), VOID),
        NotReversible,
        "entry",
    ),
    Refused("a void of what came back", (OPEN, ONE, BACK, VOID), NotReversible, "entry"),
    Refused("a closing twice", (OPEN, closing(FLOAT), closing(FLOAT)), NoShift),
    Refused("a closing that nobody counted", (OPEN, closing()), BadField, "reason"),
    Refused("too little without a word", (OPEN, closing(FLOAT - 1)), BadField, "reason"),
    Refused("too much without a word", (OPEN, closing(FLOAT + 1)), BadField, "reason"),
    Refused("blanks for a word", (OPEN, closing(FLOAT + 1, reason="  ")), BadField, "reason"),
    Refused("more out than there is", (OPEN, cash("out", FLOAT + 1)), InsufficientBalance),
    Refused("nothing out", (OPEN, cash("out", 0)), BadField, "amount"),
    Refused("less than nothing in", (OPEN, cash("in", -5)), BadField, "amount"),
    Refused("a reason that is none", (OPEN, cash("in", 5, "gift")), BadField, "reason"),
    Refused(
        "a Z taken back",
        (
            OPEN,
            closing(FLOAT - 500, reason="kurang"),
            ("accounting.reverse", {"entry": "ZET-KR-2026-000001", "reason": "keliru"}),
        ),
        NotReversible,
        "entry",
    ),
    Refused("money out for a reason that says nothing", (OPEN, BLANK), BadField, "note"),
    Refused(
        "a debt that a clerk lays on another",
        (OPEN, closing(FLOAT - 500, reason="kurang", charge="bendahara")),
        NeedsApproval,
        "charge",
        by="kasir",
    ),
    Refused(
        "a clerk alone who finds too much missing",
        (OPEN, closing(FLOAT - 50_001, reason="kurang")),
        NeedsApproval,
        "counted",
        by="kasir",
    ),
    Refused(
        "a clerk alone who opens with too much",
        (opening(float=FLOAT + 50_001, reason="modal"),),
        NeedsApproval,
        "counted",
        by="kasir",
    ),
    Refused(
        "a clerk alone who pays out too much",
        (opening(float=FLOAT + 50_000, reason="modal"), cash("out", 200_001)),
        NeedsApproval,
        "amount",
        by="kasir",
    ),
    Refused("a supervisor at the drawer", (OPEN,), NotPermitted, by="pengawas"),
    Refused("a clerk who voids alone", (OPEN, ONE, VOID), NeedsApproval, by="kasir"),
)
PASSED = (
    Passed("a quiet shift", (OPEN, closing(counted=notes((100_000, 2)))), FLOAT),
    Passed(
        "a short opening with its reason",
        (opening(float=FLOAT - 700, reason="koin hilang"),),
        FLOAT - 700,
        {SHORT: 700},
    ),
    Passed(
        "a short closing with its reason",
        (OPEN, ONE, closing(FLOAT + 3_000, reason="salah kembali")),
        FLOAT + 3_000,
        {SHORT: 500},
    ),
    Passed(
        "a short closing that the clerk owes",
        (OPEN, closing(FLOAT - 9_000, reason="diakui bendahara", charge="bendahara")),
        FLOAT - 9_000,
        {OWED: 9_000},
    ),
    Passed(
        "money in that nobody knows",
        (OPEN, cash("in", 4_000, "unknown"), closing(FLOAT + 4_000)),
        FLOAT + 4_000,
        {"2-1108": -4_000},
    ),
    Passed(
        "too much at the closing",
        (OPEN, closing(FLOAT + 2_000, reason="pembeli menolak kembalian")),
        FLOAT + 2_000,
        {OVER: -2_000},
    ),
    Passed("what the QR code took is not in the drawer", (OPEN, QRIS, closing(FLOAT)), FLOAT),
    Passed("a void within the shift", (OPEN, ONE, VOID, closing(FLOAT)), FLOAT),
    Passed("goods back within the shift", (OPEN, ONE, BACK, closing(FLOAT)), FLOAT),
    Passed(
        "money on its way to the treasurer",
        (
            OPEN,
            ONE,
            (
                "accounting.move_cash",
                {"from": BOX, "to": "KAS", "amount": 150_000, "transit": True},
            ),
            closing(FLOAT + 3_500 - 150_000),
        ),
        FLOAT + 3_500 - 150_000,
        {"1-1105": 150_000},
    ),
    Passed(
        "two shifts one after the other",
        (
            OPEN,
            ONE,
            closing(FLOAT + 3_500),
            opening(float=FLOAT + 3_500),
            ONE,
            closing(FLOAT + 7_000),
        ),
        FLOAT + 7_000,
    ),
)


@pytest.fixture(scope="module")
def furnished(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = builders.copy(founded, tmp_path_factory.mktemp("shifts") / "buku")
    with builders.open_books(folder) as session:
        store.furnish(session.office)
    return folder


@pytest.fixture
def shop(furnished: Path, tmp_path: Path) -> Iterator[Session]:
    with builders.open_books(builders.copy(furnished, tmp_path / "buku")) as session:
        yield session


def ordered(step: Step) -> tuple[str, dict[str, Any]]:
    """The step at our drawer, where it names none."""
    op, order = step
    if op.startswith(("till.", "sales.")) and "box" not in order:
        order = {**order, "box": BOX}
    if op == "till.open_shift" and "place" not in order:
        order = {**order, "place": PLACE}
    return op, order


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_it_is_refused_and_nothing_is_written(shop: Session, case: Refused) -> None:
    office = shop.office
    *before, last = map(ordered, case.steps)
    for op, order in before:
        office.perform(op, order)
    facts, held = builders.fact_count(office), store.drawer(office)

    with working_as(office, case.by), pytest.raises(case.kind) as refused:
        office.perform(*last)

    assert case.at in {None, refused.value.field}
    assert (builders.fact_count(office), store.drawer(office)) == (facts, held)


@pytest.mark.parametrize("case", PASSED, ids=lambda case: case.name)
def test_it_passes_and_every_difference_is_posted(shop: Session, case: Passed) -> None:
    office = shop.office
    before = {account: builders.balance(office, account) for account in case.accounts}
    for op, order in map(ordered, case.steps):
        office.perform(op, order)

    assert store.drawer(office) == builders.balance(office, DRAWER) == case.drawer
    for account, amount in case.accounts.items():
        assert builders.balance(office, account) - before[account] == amount, account
    assert builders.findings(office) == {}
    closed = sum(op == "till.close_shift" for op, _order in case.steps)
    opened = sum(op == "till.open_shift" for op, _order in case.steps)
    assert len(shifts.open_shifts(office.reading)) == opened - closed


def test_two_clerks_share_a_shift_and_each_sale_stays_its_clerk_s(shop: Session) -> None:
    office = shop.office
    shift = office.perform(*ordered(OPEN)).id

    with working_as(office, "kasir"):
        theirs = office.perform(*ordered(ONE))
    hers = office.perform(*ordered(ONE))
    office.perform(*ordered(closing(FLOAT + 7_000)))

    assert theirs.fact["by"]["user"] != hers.fact["by"]["user"]
    assert {theirs.fact["d"]["shift"], hers.fact["d"]["shift"]} == {shift}
    builders.require_green(office)
