"""A closed year with a surplus, three members who saved and bought, and what a meeting decided."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.surplus.rules import HEADS
from tests import builders
from tests.builders import approval, open_books

DAY = date(2027, 2, 1)
MORNING = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)
SURPLUS = 40_000_000
#: As N04 has it: reserve 40, dealings 25, savings 20, and three funds of five.
PERCENTS = ("40", "25", "20", "5", "5", "5")
#: Member: months of dues paid (of 10.000) in 2026, and what he bought.
FIGURES: Mapping[int, tuple[int, int]] = {1: (6, 500_000), 2: (3, 1_500_000), 3: (1, 0)}
#: By those: savings of ten months share 8.000.000, dealings of two million share 10.000.000.
SHARES = {1: (4_800_000, 2_500_000), 2: (2_400_000, 7_500_000), 3: (800_000, 0)}


def open_year(folder: Path) -> Session:
    """The treasurer in the February after it."""
    return open_books(folder, day=DAY, at=MORNING)


def live(session: Session) -> None:
    """A year of dues, purchases and income; closed."""
    office = session.office
    late: dict[str, Any] = {"day": "2026-12-30", "late": "dicatat dari buku kas"}
    keys = {}
    for n, (months, _bought) in FIGURES.items():
        who = builders.a_member(office, n, day=date(2026, 1, 5))
        keys[n] = who.key
        builders.pay(office, who, "mandatory", months=months, **late)
    builders.record(
        office, ("1-1101", SURPLUS, "KTR"), ("4-9109", -SURPLUS, "KTR"), ref="Nota 1", **late
    )
    lines = [{"member": keys[n], "amount": bought} for n, (_m, bought) in FIGURES.items() if bought]
    office.perform(
        "surplus.open_dealings",
        {"year": "2026", "lines": lines, "reason": "buku belanja lama"},
        approval=approval(),
    )
    office.perform("accounting.close_year", {"year": "2026"})


def keys(session: Session) -> dict[int, int]:
    """The members' keys by their numbers here."""
    from kopdes_desktop.members import queries as members

    found = members.in_status(session.office.reading, "active")
    ordered = sorted(found, key=lambda who: who.number or "")
    return {n: who.key for n, who in enumerate(ordered, 1)}


def shares_order(*percents: str, **how: Any) -> dict[str, Any]:
    """A decision on the articles' headings in their order."""
    shares = [
        {"code": head.code, "percent": percent}
        for head, percent in zip(HEADS, percents, strict=False)
    ]
    return {"from_year": "2026", "decision_no": "3/RAT/2027", "shares": shares, **how}


def decide(session: Session, **how: Any) -> Answer:
    """The usual percentages."""
    order = shares_order(*PERCENTS, **how)
    return session.office.perform("surplus.set_shares", order, approval=approval())


def allocate(session: Session, year: str = "2026") -> Answer:
    """Divided, with the chair."""
    order = {"year": year, "decision_no": "3/RAT/2027"}
    return session.office.perform("surplus.allocate", order, approval=approval())


def pay(session: Session, how: str = "cash", **more: Any) -> Answer:
    """Shares paid out of the safe."""
    order = {"how": how, **({"box": "KAS"} if how == "cash" else {}), **more}
    return session.office.perform("surplus.pay", order)


def reverse(session: Session, answer: Answer) -> Answer:
    """Taken back."""
    order = {"entry": answer.id, "reason": "salah"}
    return session.office.perform("accounting.reverse", order, approval=approval())
