"""A day at the outlet through `perform`: 300 sales in three shifts, and all that goes with them.

Afterwards every proof, the rebuild and the audit are green, stock is worth what the ledger says,
no Z is missing, and hledger reads the same balances out of our journal (Done when, 1 and 4).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import export
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.subsidy import queries as rations
from kopdes_desktop.tills import queries as shifts
from tests import builders
from tests.cli.speaker import PIN, Speaker
from tests.stories.outlet_script import (
    BAGS,
    DRAWER,
    FLOAT,
    GOODS,
    MEMBERS,
    SALES,
    SHIFTS,
    SHOP,
    Order,
    Script,
    lines_of,
)

DAY = date(2026, 2, 3)
ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
HALF_LIST = SHARED / "data" / "products" / "sangatta_barang_a.csv"


@dataclass
class Day:
    """The folder after it, what was planned, and everything that was answered."""

    folder: Path
    script: Script
    answers: list[dict[str, Any]]


def prepared(folder: Path) -> None:
    """Twelve members, money in the bank, change in the drawer, on the day before."""
    with builders.open_books(folder) as session:
        office = session.office
        for n in range(1, MEMBERS + 1):
            builders.a_member(office, n, day=date(2026, 1, 5))
        lines = [
            {"account": "1-1111", "amount": 100_000_000, "unit": "KTR"},
            {"account": "3-1201", "amount": -100_000_000, "unit": "KTR"},
        ]
        office.perform("accounting.open_balances", {"day": "2026-01-31", "lines": lines})
        for boxes in (("BRI", "JALAN-G1"), ("JALAN-G1", DRAWER)):
            order = {"from": boxes[0], "to": boxes[1], "amount": FLOAT}
            office.perform("accounting.move_cash", order)
        office.perform("day.close", {})


@pytest.fixture(scope="module")
def day(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = builders.copy(founded, tmp_path_factory.mktemp("outlet") / "buku")
    prepared(folder)
    script, answers = Script(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOPDES_APPROVAL_PIN", PIN)
        shell = Speaker(patch, folder)

        def perform(user: str, orders: list[Order]) -> None:
            shell.user(user)
            told = shell.say("perform", "-", "--today", DAY, stdin=lines_of(orders))
            refused = [each for each in told.lines if not each["ok"]]
            assert told.code == 0, (user, refused[:3], told.err)
            answers.extend(told.lines)

        perform("bendahara", script.opening())
        for n in range(SHIFTS):
            perform("kasir", script.shift(n))
            if n == 1:
                perform("bendahara", script.carried_over())
        perform("bendahara", script.counted())
        shell.user("bendahara")
        checked = shell.say("check", "--rebuild", "--audit", "--today", DAY)
        assert checked.code == 0, checked.text
    return Day(folder, script, answers)


@pytest.fixture(scope="module")
def office(day: Day) -> Iterator[Office]:
    with builders.open_books(day.folder, day=DAY) as session:
        yield session.office


def balance(office: Office, account: str) -> int:
    return int(balances.balances_at(office.reading, DAY).get(account, 0))


def test_every_order_was_answered_once_and_numbered_without_a_gap(day: Day) -> None:
    by_kind: dict[str, list[str]] = {}
    for each in day.answers:
        if each["number"]:
            by_kind.setdefault(each["number"].partition("-")[0], []).append(each["number"])

    assert len(by_kind["STR"]) == day.script.sales == SALES
    for kind, numbers in by_kind.items():
        wanted = [f"{kind}-KR-2026-{n:06d}" for n in range(1, len(numbers) + 1)]
        assert numbers == wanted, kind


def test_the_three_shifts_end_in_three_z_and_the_last_drawer_is_the_ledger_s(
    day: Day, office: Office
) -> None:
    closed = [each for each in day.answers if each["op"] == "till.close_shift"]

    assert [each["number"] for each in closed] == [f"ZET-KR-2026-{n:06d}" for n in (1, 2, 3)]
    assert shifts.open_shifts(office.reading) == []
    assert int(chart.box_balances(office.reading)[DRAWER]) == day.script.drawer
    assert [each["fact"]["d"]["cash"] - each["fact"]["d"]["expected"] for each in closed] == [
        0,
        -day.script.missing,
        0,
    ]
    assert balance(office, "6-1206") == SHIFTS * BAGS


def test_stock_is_what_was_counted_by_hand_and_worth_what_the_ledger_says(
    day: Day, office: Office
) -> None:
    read = office.reading
    here = stock.on_hand(read, SHOP)
    items = {each.code: each for each in goods.items(read)}

    assert {code: here[items[code].key].quantity for code in day.script.held} == day.script.held
    for account in sorted({each.account for each in items.values() if each.account}):
        worth = sum(here[x.key].value for x in items.values() if x.account == account)
        assert worth == balance(office, account), account
    assert len(items) == len(GOODS)


def test_sales_are_split_by_the_buyers_membership(day: Day, office: Office) -> None:
    sold, back = day.script.revenue, day.script.returned

    assert _net(office, "4-1101", "4-1103") == sold["member"] - back["member"]
    assert _net(office, "4-1102", "4-1104") == sold["other"] - back["other"]


def _net(office: Office, *accounts: str) -> int:
    return -sum(balance(office, code) for code in accounts)


def test_bons_are_what_each_member_owes(day: Day, office: Office) -> None:
    owed = {
        each: int(sales.bon_balance(office.reading, _key(office, each))) for each in day.script.bons
    }

    assert owed == dict(day.script.bons)
    assert sum(owed.values()) == balance(office, "1-1201")


def _key(office: Office, number: str) -> int:
    return members.require_member(office.reading, number).key


def test_every_cylinder_stands_under_its_buyer(day: Day, office: Office) -> None:
    listed = rations.sold(office.reading, DAY, DAY, program_code="LPG3")

    taken: dict[str, int] = {}
    for each in listed:
        taken[str(each.buyer.nik)] = taken.get(str(each.buyer.nik), 0) + each.quantity // 1_000
    assert taken == {builders.nik(n): much for n, much in day.script.cylinders.items() if much}


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_agrees_on_every_account(office: Office, tmp_path: Path) -> None:
    journal = tmp_path / "buku.journal"
    journal.write_bytes(b"".join(export.journal(office.reading, "hledger")))
    line = ["hledger", "-f", str(journal), "balance", "--flat", "-N", "-O", "csv"]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout

    rows = [*csv.reader(io.StringIO(told))][1:]
    theirs = {name.partition(":")[2]: int(amount.split()[0]) for name, amount in rows}

    ours = {code: int(x) for code, x in balances.balances_at(office.reading, DAY).items() if x}
    assert theirs == ours
    assert {"1-1401", "1-1402", "1-1403", "4-1101", "4-1102", "5-1101", "5-1102"} <= ours.keys()


def test_the_month_can_be_closed_over_it(day: Day, tmp_path: Path) -> None:
    with builders.open_books(
        builders.copy(day.folder, tmp_path / "buku"), day=date(2026, 3, 2)
    ) as session:
        for month in ("2026-01", "2026-02"):
            session.office.perform("accounting.close_month", {"month": str(Month(month))})
        builders.require_green(session.office)


@pytest.mark.skipif(not HALF_LIST.is_file(), reason="the real list lies outside this project")
def test_a_real_shop_s_list_comes_in_beside_it_and_sells_the_same_day(
    day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its 2,567 items have prices; two of them also stock, which is opened at its cost."""
    folder = builders.copy(day.folder, tmp_path / "buku")
    shell = Speaker(monkeypatch, folder)
    shell.user("bendahara")
    line = ("items", "import", HALF_LIST, "--place", SHOP, "--as-of", DAY, "--today", DAY)

    taken = shell.say(*line, "--json")

    assert (taken.code, taken.json["imported"]) == (0, 2_567), taken.text
    with builders.open_books(folder, day=DAY) as session:
        office, read = session.office, session.office.reading
        before = {each.code for each in GOODS}
        theirs = [x for x in goods.items(read) if x.code not in before]
        lying = [x for x in theirs if x.key in stock.on_hand(read, SHOP)]
        held = int(chart.box_balances(read)[DRAWER])
        office.perform("till.open_shift", {"box": DRAWER, "place": SHOP, "float": held})
        lines = [{"item": each.key, "quantity": "2"} for each in lying]
        office.perform("sales.sell", {"lines": lines, "box": DRAWER})
        worth = sum(x.value for x in stock.on_hand(read, SHOP).values())
        assert worth == sum(balance(office, f"1-140{n}") for n in range(1, 7))
    assert (len(theirs), len(lying)) == (2_567, 2)
    checked = shell.say("check", "--rebuild", "--today", DAY)
    assert checked.code == 0, checked.text
