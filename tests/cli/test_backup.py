"""Copies from the command line: made, listed, read, rehearsed, put back."""

import shutil
from pathlib import Path

import pytest

from tests.cli.speaker import POWER, TODAY, Speaker


def copies(shell: Speaker) -> list[Path]:
    return sorted((shell.folder / "cadangan").glob("*.kpb"))


def test_a_copy_is_made_and_listed(shell: Speaker) -> None:
    told = shell.say("backup", "make", "--json")

    assert told.code == 0
    (copy,) = copies(shell)
    assert told.json["copy"] == str(copy)
    assert (told.json["sticks"], told.json["trouble"]) == ([], "")
    listed = shell.say("backup", "list", "--json").json
    assert [each["file"] for each in listed["copies"]] == [str(copy)]
    assert listed["copies"][0]["ok"] is True
    assert listed["last_good"]["facts"] == told.json["facts"] > 0


def test_a_folder_can_be_prepared_as_a_stick(shell: Speaker, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()

    told = shell.say("backup", "make", "--to", tmp_path / "stick", "--json").json

    (on_stick,) = told["sticks"]
    assert Path(on_stick).read_bytes() == Path(told["copy"]).read_bytes()
    assert shell.say("backup", "list", "--json").json["last_stick"]["seq"] == told["seq"]


def test_a_changed_byte_is_a_fault_that_says_so(shell: Speaker) -> None:
    shell.say("backup", "make")
    (copy,) = copies(shell)
    assert shell.say("backup", "verify", "--json").json["ok"] is True
    raw = bytearray(copy.read_bytes())
    raw[len(raw) // 2] ^= 1
    copy.write_bytes(raw)

    told = shell.say("backup", "verify", copy, "--json")

    assert (told.code, told.json["fault"]["code"]) == (3, "BadCopy")
    assert "rusak" in told.json["fault"]["message"]


def test_a_drill_says_what_a_restore_would_mean(shell: Speaker) -> None:
    shell.say("backup", "make")
    shell.perform(POWER)

    told = shell.say("backup", "drill", "--json").json

    assert (told["ok"], told["lost"], told["alone"]) == (True, 1, True)
    assert shell.say("backup", "drill").text.startswith("Cadangan ini dapat dipulihkan")


def test_a_loss_is_put_back_only_when_it_is_accepted(shell: Speaker) -> None:
    shell.say("backup", "make")
    (copy,) = copies(shell)
    shell.perform(POWER)

    refused = shell.say("backup", "restore", copy, "--json")
    told = shell.say("backup", "restore", copy, "--accept-loss", "--json")

    assert (refused.code, refused.json["refusal"]["code"]) == (1, "LossNotAccepted")
    assert (told.code, told.json["lost"]) == (0, 1)
    assert shell.say("check", "--json").json["ok"] is True
    assert shell.perform(POWER).lines[0]["ok"] is True


def test_books_come_back_to_an_empty_folder(shell: Speaker) -> None:
    before = shell.say("report", "trial_balance", "--day", TODAY, "--json").json["rows"]
    copy = shell.say("backup", "make", "--json").json["copy"]
    kept = Path(shutil.copy(copy, shell.folder.parent))
    shutil.rmtree(shell.folder)

    assert shell.say("backup", "restore", kept).code == 0
    assert shell.say("report", "trial_balance", "--day", TODAY, "--json").json["rows"] == before


@pytest.mark.parametrize("user", ["kasir", "bukan siapa-siapa"])
def test_who_may_not_is_refused(shell: Speaker, user: str) -> None:
    shell.say("backup", "make")
    shell.user(user)

    assert shell.say("backup", "restore", copies(shell)[0]).code == 1
    assert shell.say("backup", "make").code == 1
    assert len(copies(shell)) == 1


def test_closing_a_day_makes_a_copy(shell: Speaker) -> None:
    shell.perform(POWER)
    assert copies(shell) == []

    shell.perform({"op": "day.close", "order": {}})

    assert len(copies(shell)) == 1


def test_without_a_copy_there_is_nothing_to_verify(shell: Speaker) -> None:
    assert shell.say("backup", "verify").code == 2
    assert shell.say("backup", "list").text == "Belum ada cadangan\n"
