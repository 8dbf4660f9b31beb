"""Reports about members as other programs ask for them: promised keys, filters, formats, rights."""

import csv
import io
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kopdes_desktop.reports import rendering
from kopdes_desktop.reports.rendering import FORMATS
from kopdes_desktop.reports.report import catalogue, find
from tests.builders import open_books
from tests.cli.speaker import TODAY, Speaker

#: COMMANDLINE: keys that every program may count on.
PROMISED = {
    "member_register": "number name status joined left dusun sex birth_day",
    "savings_balances": "number name product balance",
    "mandatory_dues": "number name month due paid late",
}


def rows(shell: Speaker, *line: str) -> list[dict[str, Any]]:
    told = shell.say("report", *line, "--json")
    assert told.code == 0, told
    found: list[dict[str, Any]] = told.json["rows"]
    return found


@pytest.mark.parametrize("code", PROMISED)
def test_the_promised_keys_are_there_whatever_the_member(shell: Speaker, code: str) -> None:
    told = shell.say("report", code, "--json").json

    keys = PROMISED[code].split()
    assert [key for key in keys if key in [column["key"] for column in told["columns"]]] == keys
    assert told["rows"]
    missing = [row for row in told["rows"] if not set(keys) <= row.keys()]
    assert missing == []


def test_every_report_that_needs_nothing_comes_in_every_format(
    shell: Speaker, tmp_path: Path
) -> None:
    """Each by one call, of which every format has its share; the others of the same open books."""
    told = {each["code"]: each for each in shell.say("reports", "--json").json}

    assert told.keys() == {each.code for each in catalogue()}
    codes = [c for c, each in told.items() if not each["needs"] and c != "collection_sheet"]
    for code, form in zip(codes, cycle(FORMATS)):
        out = tmp_path / f"{code}.{form}"
        assert shell.say("report", code, "--out", out, "--format", form).code == 0, (code, form)
        assert out.stat().st_size
    with open_books(shell.folder, at=datetime(2026, 11, 21, 2, tzinfo=UTC), day=None) as session:
        office = session.office
        for code in codes:
            params = find(code).params({}, office.today())
            made = office.read(find(code).right, find(code).build, params)
            for form in FORMATS:
                written = io.BytesIO()
                rendering.put(made, params, form, written)
                assert written.tell(), (code, form)


def test_savings_by_member_come_to_the_trial_balance_of_the_same_day(shell: Speaker) -> None:
    for day in ("2026-11-06", TODAY):
        by_product: dict[str, int] = {}
        for row in rows(shell, "savings_balances", "--day", day):
            product, balance = row["product"], row["balance"]
            by_product[product] = by_product.get(product, 0) + balance
        ledger = {row["account"]: row for row in rows(shell, "trial_balance", "--day", day)}

        for product, account in (("principal", "3-1101"), ("mandatory", "3-1102")):
            assert by_product[product] == ledger[account]["credit"]


def test_a_group_a_status_and_whole_months_narrow_a_report(shell: Speaker) -> None:
    group = rows(shell, "groups")[0]["group"]
    inside = {row["number"] for row in rows(shell, "groups", "--group", group)}

    months = rows(shell, "mandatory_dues", "--from", "2026-10", "--to", "2026-10")
    active = rows(shell, "member_register", "--status", "active", "--group", group)

    assert {row["month"] for row in months} == {"2026-10"}
    assert {row["number"] for row in active} == inside
    assert {row["status"] for row in active} == {"active"}


def test_a_month_s_statement_is_printed_on_one_page(shell: Speaker, tmp_path: Path) -> None:
    number, out = rows(shell, "member_register")[0]["number"], tmp_path / "kartu.pdf"

    shell.say("report", "member_statement", "--member", number, "--from", "2026-11", "--out", out)

    assert len(PdfReader(out).pages) == 1


def test_people_s_columns_of_codes_are_left_to_programs(shell: Speaker) -> None:
    paper = shell.say("report", "savings_balances").text
    sheet = shell.say("report", "savings_balances", "--format", "csv").text

    assert "principal" not in paper
    assert {row["product"] for row in csv.DictReader(io.StringIO(sheet))} >= {"principal"}


@pytest.mark.parametrize("code", ["member_register", "savings_balances", "supervision"])
def test_an_assistant_is_refused_members_and_gets_the_sums(shell: Speaker, code: str) -> None:
    shell.user("pendamping")

    assert shell.say("report", code, "--json").json["refusal"]["code"] == "NotPermitted"
    assert shell.say("report", "savings_totals").code == 0
    assert shell.say("report", "checks").code == 0
