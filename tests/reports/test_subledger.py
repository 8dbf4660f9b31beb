"""Buku pembantu and kartu akun: key by key, tied to the trial balance."""

from datetime import timedelta

import pytest

from kopdes_desktop.kernel.errors import BadField
from tests.builders import DAY
from tests.reports.cooperative import NEXT_DAY, Coop

FIRST, NEXT = DAY.isoformat(), NEXT_DAY.isoformat()
ACCOUNTS = ("2-1101", "2-1106", "2-1107", "3-1101", "3-1102")


def balance(coop: Coop, account: str, day: str) -> int:
    rows = {row["account"]: row for row in coop.rows("trial_balance", day=day)}
    row = rows.get(account)
    return int(str(row["debit"])) - int(str(row["credit"])) if row else 0


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_keys_of_an_account_come_to_its_balance(coop: Coop, account: str) -> None:
    for day in (FIRST, NEXT):
        made = coop.ask("subledger", account=account, to=day)

        assert made.totals["balance"] == balance(coop, account, day)
        assert made.notes[0].startswith("Cocok dengan neraca saldo")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_stood_there_at_the_end_of_a_day_is_what_the_next_begins_with(
    coop: Coop, account: str
) -> None:
    before = {
        row["key"]: row["balance"] for row in coop.rows("subledger", account=account, to=FIRST)
    }
    after = coop.rows("subledger", account=account, **{"from": NEXT, "to": NEXT})

    assert {row["key"]: row["opening"] for row in after if row["opening"]} == {
        key: amount for key, amount in before.items() if amount
    }


def test_every_key_s_card_closes_with_its_line_of_the_list(coop: Coop) -> None:
    listed = coop.rows("subledger", account="2-1101")

    assert len(listed) > 1
    for row in listed:
        card = coop.ask("account_card", account="2-1101", member=str(row["key"]))
        assert card.totals["balance"] == row["balance"]
        assert card.rows[0]["text"] == "Saldo awal"
        assert card.rows[-1]["balance"] == row["balance"]
        assert card.about == (row["holder"],)
        assert card.notes[1].startswith("Cocok dengan neraca saldo")


def test_a_card_runs_from_its_opening_through_every_move(coop: Coop) -> None:
    number = coop.members["Melati"].number or ""
    rows = coop.rows("account_card", account="3-1102", member=number, **{"from": FIRST})

    running = int(str(rows[0]["balance"]))
    for row in rows[1:-1]:
        running += int(str(row["debit"])) - int(str(row["credit"]))
        assert row["balance"] == running
        assert row["entry"]


def test_a_day_before_anything_happened_has_an_empty_list_that_ties(coop: Coop) -> None:
    long_ago = (DAY - timedelta(days=300)).isoformat()
    made = coop.ask("subledger", account="3-1102", to=long_ago)

    assert list(made.rows) == []
    assert made.notes[0] == "Cocok dengan neraca saldo: 0."


@pytest.mark.parametrize("name", ["9999", "#abc", "SMP-XX-2026-000001"])
def test_a_card_of_nobody_is_refused_at_its_field(coop: Coop, name: str) -> None:
    with pytest.raises(BadField) as refused:
        coop.ask("account_card", account="3-1102", member=name)

    assert refused.value.field == "member"
