"""operations and perform: an order a line, an answer a line."""

import json
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.cli import orders
from kopdes_desktop.kernel.errors import DiskFull
from kopdes_desktop.office.office import Office
from tests.cli.speaker import PIN, POWER, TODAY, Speaker, Told

UNBALANCED: dict[str, Any] = {
    "op": "accounting.record",
    "order": {"text": "Keliru", "lines": [POWER["order"]["lines"][0], POWER["order"]["lines"][0]]},  # type: ignore[index]
}


def codes(told: Told) -> list[str]:
    return [each["refusal"]["code"] if "refusal" in each else "ok" for each in told.lines]


def spent(shell: Speaker) -> int:
    rows = shell.say("report", "trial_balance", "--json").json["rows"]
    return sum(row["debit"] for row in rows if row["account"] == "6-1201")


def test_every_operation_is_described(bare: Speaker) -> None:
    found = {each["code"]: each for each in bare.say("operations", "--json").json}

    deposit = found["savings.deposit"]
    assert deposit["sentence"]
    assert deposit["roles"]["treasurer"] == "may"
    assert {"order", "fact"} <= deposit.keys()
    assert "savings.deposit " in bare.say("operations").text


def test_an_order_is_answered_with_number_id_and_the_whole_fact(shell: Speaker) -> None:
    before = spent(shell)

    told = shell.perform(POWER)

    [answer] = told.lines
    assert told.code == 0
    assert list(answer) == ["ok", "op", "number", "id", "fact"]
    assert answer["number"] == answer["fact"]["d"]["number"]
    assert answer["number"].startswith("JRN-KR-2026-")
    assert answer["fact"]["bd"] == TODAY
    assert answer["id"] & ((1 << 30) - 1) == answer["fact"]["seq"]
    assert spent(shell) == before + 5_000


def test_personal_fields_are_masked(shell: Speaker) -> None:
    order = {"name": "Rahasia Sekali", "nik": "3310014504900099", "dusun": "Krajan"}

    told = shell.perform({"op": "membership.apply", "order": order})

    assert told.code == 0
    assert "Rahasia" not in told.text
    assert "3310014504900099" not in told.text


def test_a_key_used_again_gives_the_first_answer_and_no_second_fact(shell: Speaker) -> None:
    before = spent(shell)
    other = {**POWER, "order": {**POWER["order"], "text": "Lain"}, "key": "a"}  # type: ignore[dict-item]

    told = shell.perform({**POWER, "key": "a"}, {**POWER, "key": "a"}, other)

    assert codes(told) == ["ok", "ok", "KeyReused"]
    assert told.lines[0] == told.lines[1]
    assert spent(shell) == before + 5_000


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b'{"op": bad', None),
        (b"[]", None),
        (b'"x"', None),
        (b"\x00\xff", None),
        (b'{"op": "day.close"}', "order"),
        (b'{"order": {}}', "op"),
        (b'{"op": 5, "order": {}}', "op"),
        (b'{"op": "day.close", "order": {}, "pin": "1"}', "pin"),
        (b'{"op": "day.close", "order": {}, "approval": {"by": "ketua"}}', "reason"),
        (
            b'{"op": "day.close", "order": {}, "approval": {"by": "x", "reason": "y", "pin": 1}}',
            "pin",
        ),
        (b'{"op": "day.close", "order": {"password": "rahasia"}}', None),
    ],
)
def test_a_line_that_is_no_order_is_refused_and_the_next_goes_on(
    shell: Speaker, line: bytes, field: str | None
) -> None:
    told = shell.perform(line, b"", POWER)

    assert told.code == 1
    assert codes(told) == ["BadField", "ok"]
    assert field is None or told.lines[0]["refusal"]["field"] == field


def test_a_line_that_never_ends_is_not_read_into_memory(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "LONGEST_LINE", 1_000)
    endless = b'{"op": "day.close", "order": {"x": "' + b"x" * 50_000 + b'"}}'

    told = shell.perform(endless, POWER, endless)

    assert codes(told) == ["BadField", "ok", "BadField"]


def test_stop_ends_at_the_first_refusal(shell: Speaker) -> None:
    told = shell.perform(POWER, UNBALANCED, POWER, options=("--stop",))

    assert (told.code, codes(told)) == (1, ["ok", "Unbalanced"])


def test_atomic_is_all_or_nothing(shell: Speaker) -> None:
    before = spent(shell)

    refused = shell.perform(POWER, b"", POWER, b"{", options=("--atomic",))
    unbalanced = shell.perform(POWER, UNBALANCED, options=("--atomic",))
    after_refusals = spent(shell)
    done = shell.perform(POWER, POWER, options=("--atomic",))

    assert codes(refused) == ["BadField"]
    assert refused.lines[0]["line"] == 4
    assert codes(unbalanced) == ["Unbalanced"]
    assert after_refusals == before
    assert (done.code, codes(done)) == (0, ["ok", "ok"])
    assert spent(shell) == before + 10_000


def test_orders_come_from_a_file_too(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "orders.jsonl"
    file.write_text(json.dumps(POWER) + "\n", encoding="utf-8")

    told = shell.say("perform", file, "--today", TODAY)

    assert (told.code, codes(told)) == (0, ["ok"])


def test_each_answer_is_out_before_the_next_order_is_read(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    seen: list[int] = []
    read = orders._lines

    def watched(source: Any) -> Any:
        for line in read(source):
            seen.append(len(told))
            yield line

    monkeypatch.setattr(orders, "_lines", watched)
    monkeypatch.setattr(orders, "tell", told.append)

    shell.perform(POWER, POWER, POWER)

    assert seen == [0, 1, 2]


def test_a_fault_ends_everything(shell: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_order: object, **_how: object) -> None:
        raise DiskFull

    monkeypatch.setattr(Office, "perform", full)

    told = shell.perform(POWER, POWER)

    assert told.code == 3
    [answer] = told.lines
    assert answer["fault"]["code"] == "DiskFull"


def test_a_second_person_approves_with_his_pin_from_the_environment(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = {"op": "security.change_role", "order": {"user": "kasir", "role": "assistant"}}
    approval = {"by": "ketua", "reason": "Ganti tugas"}
    alone, without_pin = (
        shell.perform(change),
        shell.perform({**change, "approval": approval}),
    )
    monkeypatch.setenv("KOPDES_APPROVAL_PIN", PIN)

    oneself = shell.perform({**change, "approval": {**approval, "by": "bendahara"}})
    together = shell.perform({**change, "approval": approval})

    assert codes(alone) == ["NeedsApproval"]
    assert codes(without_pin) == ["SignInRefused"]
    assert codes(oneself) == ["SelfApproval"]
    assert codes(together) == ["ok"]
    assert together.lines[0]["fact"]["appr"]["reason"] == "Ganti tugas"
    assert PIN not in together.text


def test_an_officer_signs_with_his_password_from_the_environment(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPDES_APPROVAL_PIN", PIN)
    monkeypatch.setenv("KOPDES_SIGN_PASSWORD", "latihan")
    orders_of_the_month = (
        {"op": "accounting.close_month", "order": {"month": "2026-11"}},
        {
            "op": "accounting.reopen_month",
            "order": {"month": "2026-11", "reason": "Nota tertinggal"},
            "approval": {"by": "ketua", "reason": "Setuju"},
        },
    )

    lines = b"\n".join(json.dumps(each).encode() for each in orders_of_the_month)
    told = shell.say("perform", "-", "--today", "2026-11-30", stdin=lines)

    assert codes(told) == ["ok", "ok"], told.text
    assert len(told.lines[1]["fact"]["sigs"]) == 2


def test_a_role_without_the_grant_is_refused(shell: Speaker) -> None:
    shell.user("pengawas")

    assert codes(shell.perform(POWER)) == ["NotPermitted"]


def test_a_day_before_the_last_is_refused(shell: Speaker) -> None:
    told = shell.say("perform", "-", "--today", "2026-11-20", stdin=json.dumps(POWER).encode())

    assert codes(told) == ["BadDay"]
