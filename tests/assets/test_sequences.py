"""Whatever is done to assets in whatever order, refused or not, cards and ledger stay one."""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.assets import queries
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import approval, require_green

Deed = Callable[[Office, Random], object]
STEPS = 40


def any_card(office: Office, dice: Random) -> int:
    cards = [each.key for each in queries.assets(office.reading) if each.live]
    return dice.choice(cards or [1])


def acquire(office: Office, dice: Random) -> object:
    order = {
        "name": "Barang",
        "account": dice.choice(["1-2101", "1-2104", "1-2105"]),
        "cost": dice.randrange(1, 2_000_000),
        "unit": dice.choice(["KTR", "G1"]),
    }
    source = dice.choice(["box", "credit", "grant", "opening"])
    order |= {"box": "BRI"} if source == "box" else {"source": source}
    if source == "credit":
        order["party"] = "ketua"
    if source == "opening":
        order |= {"acquired": f"202{dice.randrange(3, 6)}-0{dice.randrange(1, 9)}-05"}
    else:
        order["salvage"] = int(str(order["cost"])) // 3
    return office.perform("assets.acquire", order)


def depreciate(office: Office, _dice: Random) -> object:
    month, last = Month("2026-01"), Month.of(office.today())
    while month < last and not queries.due(office.reading, month):
        month = month.next()
    return office.perform("assets.depreciate", {"month": str(month)})


def dispose(office: Office, dice: Random) -> object:
    order: dict[str, object] = {"asset": any_card(office, dice), "how": "lost", "reason": "x"}
    if dice.random() < 0.5:
        order |= {"how": "sold", "proceeds": dice.randrange(1, 900_000), "box": "KAS"}
    return office.perform("assets.dispose", order, approval=approval())


def change(office: Office, dice: Random) -> object:
    order = {"asset": any_card(office, dice), "months_left": dice.randrange(1, 60)}
    return office.perform("assets.change", order)


def pay(office: Office, dice: Random) -> object:
    order = {"asset": any_card(office, dice), "amount": dice.randrange(1, 900_000), "box": "BRI"}
    return office.perform("assets.pay", order)


def reverse(office: Office, dice: Random) -> object:
    keys = office.database.connection.execute(
        "SELECT key FROM entry WHERE kind='ordinary' AND number NOT LIKE 'JRN%' ORDER BY key"
    ).fetchall()
    entry = dice.choice(keys)[0] if keys else 1
    return office.perform("accounting.reverse", {"entry": entry, "reason": "x"})


def later(office: Office, _dice: Random) -> object:
    day = Month.of(office.today()).next().first()
    if day.year == date(2026, 1, 1).year:
        office.named_day = day.replace(day=28)
    return None


DEEDS: tuple[Deed, ...] = (
    *(acquire, acquire, depreciate, depreciate, depreciate),
    *(dispose, change, pay, reverse, reverse, later),
)


@pytest.mark.parametrize("seed", range(3, 6))
def test_cards_and_ledger_agree_after_any_sequence(books: Session, seed: int) -> None:
    office, dice = books.office, Random(seed)  # noqa: S311  to be had again
    funds = (("1-1111", 90_000_000, "KTR"), ("3-1201", -90_000_000, "KTR"))
    builders.record(office, *funds, ref="BG 7")
    lines = [("1-2101", 9), ("1-2104", 9), ("1-2105", 9), ("1-2204", -9), ("1-2205", -9)]
    ordered = [{"account": a, "amount": n * 2_000_000, "unit": "KTR"} for a, n in lines]
    ordered.append({"account": "3-1501", "amount": -18_000_000, "unit": "KTR"})
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": ordered})
    done = 0

    for _step in range(STEPS):
        try:
            done += dice.choice(DEEDS)(office, dice) is not None
        except Refusal:
            continue

    assert done >= STEPS // 5
    require_green(office)
