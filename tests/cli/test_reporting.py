"""reports, report, export and check."""

import csv
import io
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from kopdes_desktop.cli import probes
from tests.cli.speaker import TODAY, Speaker


def test_every_report_says_what_it_may_be_asked(bare: Speaker) -> None:
    found = {each["code"]: each for each in bare.say("reports", "--json").json}

    assert found["general_ledger"]["needs"] == ["account"]
    assert found["trial_balance"] == {
        "code": "trial_balance",
        "title": "Neraca saldo",
        "asks": ["day", "unit"],
        "needs": [],
    }
    assert "trial_balance" in bare.say("reports").text


def test_a_trial_balance_is_one_json_document_with_equal_totals(shell: Speaker) -> None:
    told = shell.say("report", "trial_balance", "--day", TODAY, "--json")

    made = told.json
    assert (told.code, told.err) == (0, "")
    assert made["report"] == "trial_balance"
    assert list(made["rows"][0]) == ["account", "name", "debit", "credit"]
    assert made["totals"]["debit"] == made["totals"]["credit"] > 0
    assert sum(row["debit"] for row in made["rows"]) == made["totals"]["debit"]


def test_people_read_a_table(shell: Speaker) -> None:
    told = shell.say("report", "trial_balance", "--day", TODAY)

    assert told.text.startswith("LATIHAN\n")
    assert "Per 21 November 2026" in told.text


def test_the_span_and_the_account_are_asked_for(shell: Speaker) -> None:
    told = shell.say(
        *("report", "general_ledger", "--account", "1-1101"),
        *("--from", "2026-11-16", "--to", "2026-11-20", "--format", "csv"),
    )

    first, *rest = csv.DictReader(io.StringIO(told.text))
    assert (first["date"], first["text"]) == ("2026-11-16", "Saldo awal")
    assert rest
    assert all("2026-11-16" <= row["date"] <= "2026-11-20" for row in rest)


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("report no_such", "UnknownReport", None),
        ("report general_ledger", "BadField", "account"),
        ("report general_ledger --account 9-9999", "BadField", "account"),
        ("report trial_balance --unit XX", "BadField", "unit"),
        ("report trial_balance --day 2026-02-31", "BadField", "day"),
        ("report trial_balance --member 1", "BadField", "member"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    shell: Speaker, line: str, code: str, field: str | None
) -> None:
    told = shell.say(*line.split(), "--json")

    assert told.code == 1
    assert (told.json["refusal"]["code"], told.json["refusal"]["field"]) == (code, field)


def test_a_role_without_the_right_sees_no_report(shell: Speaker) -> None:
    shell.user("kasir")

    told = shell.say("report", "journal", "--json")

    assert told.code == 1
    assert told.json["refusal"]["code"] == "NotPermitted"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.pdf", b"%PDF"),
        ("x.xlsx", b"PK"),
        ("x.csv", b"account,"),
        ("x.txt", b"LATIHAN"),
        ("x.json", b"{"),
    ],
)
def test_a_file_takes_the_format_of_its_name(
    shell: Speaker, tmp_path: Path, name: str, begins: bytes
) -> None:
    told = shell.say("report", "trial_balance", "--out", tmp_path / name)

    assert told.code == 0
    assert told.text == f"Ditulis ke {tmp_path / name}.\n"
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [file.name for file in tmp_path.glob(".*")] == []


def test_with_json_a_file_is_told_in_json(shell: Speaker, tmp_path: Path) -> None:
    file = tmp_path / "neraca.pdf"

    told = shell.say("report", "trial_balance", "--out", file, "--json")

    assert told.json == {
        "ok": True,
        "report": "trial_balance",
        "format": "pdf",
        "out": str(file),
    }


def test_a_report_that_fails_leaves_no_file(shell: Speaker, tmp_path: Path) -> None:
    old = tmp_path / "lama.csv"
    old.write_text("isi lama", encoding="utf-8")

    refused = shell.say("report", "trial_balance", "--unit", "XX", "--out", old)
    nowhere = shell.say("report", "trial_balance", "--out", tmp_path / "no" / "x.csv")

    assert (refused.code, nowhere.code) == (1, 2)
    assert old.read_text("utf-8") == "isi lama"
    assert [file.name for file in tmp_path.glob(".*")] == []


def test_the_journal_is_exported_in_every_format(shell: Speaker, tmp_path: Path) -> None:
    told = {
        form: shell.say("export", "journal", "--format", form)
        for form in ("hledger", "beancount", "csv")
    }
    shell.say("export", "journal", "--format", "csv", "--out", tmp_path / "x.csv")

    assert all(each.code == 0 for each in told.values())
    assert told["hledger"].text.startswith("; LATIHAN – Koperasi")
    assert 'option "operating_currency" "IDR"' in told["beancount"].text
    assert (tmp_path / "x.csv").read_bytes() == told["csv"].out


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")
def test_hledger_and_the_program_agree_on_the_practice_cooperative(
    shell: Speaker, tmp_path: Path
) -> None:
    file = tmp_path / "x.journal"
    shell.say("export", "journal", "--format", "hledger", "--out", file)
    rows = shell.say("report", "trial_balance", "--json").json["rows"]

    line = ["hledger", "-f", str(file), "bal", "--flat", "-N", "-O", "csv"]
    balances = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    told = {
        name.partition(":")[2]: int(amount.split()[0])
        for name, amount in [*csv.reader(io.StringIO(balances))][1:]
    }

    assert told == {row["account"]: row["debit"] - row["credit"] for row in rows}


def test_export_wants_its_own_right(shell: Speaker) -> None:
    shell.user("kasir")

    told = shell.say("export", "journal", "--format", "csv")

    assert told.code == 1
    assert told.out == b""


def test_sound_books_pass_every_check(shell: Speaker) -> None:
    told = shell.say("check", "--rebuild", "--audit", "--json")
    words = shell.say("check", "--rebuild", "--audit")

    made = told.json
    assert (told.code, made["ok"], words.code) == (0, True, 0)
    assert {"code", "ok", "findings"} <= made["checks"][0].keys()
    assert made["rebuild"]["differences"] == []
    assert min(made["rebuild"][what] for what in ("facts", "tables", "rows")) > 0
    assert made["audit"] == {"ok": True, "findings": []}
    assert "[SALAH]" not in words.text


def test_what_is_found_is_told_and_ends_with_1(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kopdes_desktop.checks import check

    monkeypatch.setattr(
        check, "CHECKS", [check.Check("x", "Contoh", lambda _read: ["tidak cocok"])]
    )

    told, words = shell.say("check", "--json"), shell.say("check")

    assert (told.code, words.code) == (1, 1)
    assert told.json == {
        "ok": False,
        "checks": [{"code": "x", "title": "Contoh", "ok": False, "findings": ["tidak cocok"]}],
    }
    assert words.text == "[SALAH] Contoh\n    tidak cocok\n"


def test_books_that_are_no_database_are_a_fault(shell: Speaker) -> None:
    file = shell.folder / "books.db"
    file.write_bytes(b"x" * file.stat().st_size)
    for rest in ("books.db-wal", "books.db-shm"):
        (shell.folder / rest).unlink(missing_ok=True)

    told = shell.say("check", "--json")

    assert told.code == 3
    assert told.json["fault"]["code"] == "DatabaseDamaged"
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(file).execute("SELECT 1 FROM fact")


def test_selftest_starts_everything(bare: Speaker) -> None:
    told = bare.say("selftest", "--json")

    assert (told.code, [each for each in told.json["checks"] if not each["ok"]]) == (0, [])
    assert told.json["versions"]["kopdes-desktop"] == told.json["version"]


def test_selftest_tells_what_does_not_start_and_goes_on(
    bare: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [each for each in probes.PROBES if each.code in {"slip", "sheet", "keys"}]
    monkeypatch.setattr(probes, "PROBES", few)
    monkeypatch.setattr("kopdes_desktop.paper.thermal.encode", lambda _slip: b"")

    told = bare.say("selftest")

    assert told.code == 3
    assert "[baik]  Lembar kerja" in told.text
    assert "[SALAH] Struk" in told.text
    assert "[baik]  Kunci dan sandi" in told.text
