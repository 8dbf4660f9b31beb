"""Whatever is done to plans in whatever order, refused or not, plans and ledger stay one."""

from collections.abc import Callable
from random import Random

import pytest

from kopdes_desktop.accounting import plans
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import balance, require_green

Deed = Callable[[Office, Random], object]
STEPS = 40


def any_plan(office: Office, dice: Random) -> int:
    return dice.choice([each.key for each in plans.plans(office.reading)] or [1])


def plan(office: Office, dice: Random) -> object:
    kind = dice.choice(["recurring", "prepaid", "accrual"])
    order = {
        "name": "Rencana",
        "kind": kind,
        "account": dice.choice(["6-1204", "6-1101"]),
        "amount": dice.randrange(1, 900_000),
        "unit": dice.choice(["KTR", "G1"]),
        "months": dice.randrange(1, 9),
    }
    return office.perform(
        "accounting.set_plan", order | ({"box": "BRI"} if kind != "accrual" else {})
    )


def post(office: Office, dice: Random) -> object:
    month = Month.of(office.today()).plus(-dice.randrange(3))
    order = {"plan": any_plan(office, dice), "month": str(month)}
    return office.perform("accounting.post_plan", order)


def settle(office: Office, dice: Random) -> object:
    order = {"plan": any_plan(office, dice), "amount": dice.randrange(1, 900_000), "box": "BRI"}
    return office.perform("accounting.settle_plan", order)


def end(office: Office, dice: Random) -> object:
    order = {"plan": any_plan(office, dice)}
    refund = {"refund": dice.randrange(1, 90_000), "box": "KAS"} if dice.random() < 0.5 else {}
    return office.perform("accounting.end_plan", order | refund)


def reverse(office: Office, dice: Random) -> object:
    keys = office.database.connection.execute(
        "SELECT key FROM entry WHERE kind='ordinary' AND number NOT LIKE 'JRN%' ORDER BY key"
    ).fetchall()
    entry = dice.choice(keys)[0] if keys else 1
    return office.perform("accounting.reverse", {"entry": entry, "reason": "x"})


def later(office: Office, _dice: Random) -> object:
    day = Month.of(office.today()).next().first()
    if str(day).startswith("2026"):
        office.named_day = day.replace(day=28)
    return None


DEEDS: tuple[Deed, ...] = (plan, plan, post, post, post, post, settle, end, reverse, reverse, later)


@pytest.mark.parametrize("seed", range(3))
def test_plans_and_ledger_agree_after_any_sequence(books: Session, seed: int) -> None:
    office, dice = books.office, Random(seed)  # noqa: S311  to be had again
    funds = (("1-1111", 90_000_000, "KTR"), ("3-1201", -90_000_000, "KTR"))
    builders.record(office, *funds, ref="BG 7")
    done = 0

    for _step in range(STEPS):
        try:
            done += dice.choice(DEEDS)(office, dice) is not None
        except Refusal:
            continue

    found = plans.plans(office.reading)
    assert done >= STEPS // 5
    assert balance(office, "1-1502") == sum(int(each.rest) for each in found)
    assert balance(office, "2-1301") == -sum(int(each.accrued) for each in found)
    require_green(office)
