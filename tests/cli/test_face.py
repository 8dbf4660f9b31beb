"""How a line is read, and how what went wrong is said."""

import argparse
import ast
import re
from pathlib import Path

import pytest

from kopdes_desktop import __version__, cli
from kopdes_desktop.app.program import program
from kopdes_desktop.cli import verb
from kopdes_desktop.cli.face import GROUPS
from kopdes_desktop.kernel import i18n
from tests.cli.speaker import TODAY, Speaker

VERBS = (
    *("init", "demo", "operations", "perform", "reports", "report", "export", "check"),
    *("device", "selftest", "screens"),
)


def test_help_names_every_verb_and_hides_the_tour(bare: Speaker) -> None:
    told = bare.say("--help")

    assert told.code == 0
    assert told.text.startswith("Pemakaian: kopdes-desktop ")
    assert all(re.search(rf"^    {name} ", told.text, re.MULTILINE) for name in VERBS)
    assert "tour" not in told.text


@pytest.mark.parametrize("line", [*VERBS, "export journal", "device enrol", "device revoke"])
def test_every_verb_explains_itself_in_indonesian(bare: Speaker, line: str) -> None:
    told = bare.say(*line.split(), "--help")

    assert told.code == 0
    assert f"kopdes-desktop {line}" in " ".join(told.text.split())
    assert not re.search(r"usage:|options|arguments|this help", told.text)


def test_no_verb_is_a_question_for_help(bare: Speaker) -> None:
    assert bare.say().out == bare.say("--help").out
    assert bare.say("--version").text == f"kopdes-desktop {__version__}\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("reprot", "'reprot' tidak dikenal"),
        ("report", "belum diisi: KODE"),
        ("report trial_balance --dya x", "tidak dikenal: --dya x"),
        ("report trial_balance --day", "--day: nilainya belum diisi"),
        ("demo --members banyak", "'banyak' tidak dapat dibaca"),
        ("demo --members -1", "tidak boleh kurang dari nol"),
        ("init", "isi salah satu: --profile --join --example"),
        ("init --example --join x", "tidak dapat bersama"),
        ("init --profile nowhere.toml", "nowhere.toml tidak ditemukan"),
        ("check --today 31/2/2026", "bukan tanggal"),
        ("perform no-such-file.jsonl", "tidak dapat dibaca"),
        ("export journal", "belum diisi: --format"),
        ("export journal --format odt", "pilih hledger, beancount, csv"),
        ("report trial_balance --format odt", "pilih json, csv, xlsx, pdf, text"),
        ("report trial_balance --format csv --json", "--out"),
        ("screens --out x --size 1x1", "tidak dapat dilukis"),
        ("screens --out x --theme pink", "'pink' tidak dikenal"),
        ("device", "belum diisi: PERINTAH"),
    ],
)
def test_wrong_usage_is_told_in_words_and_ends_with_2(bare: Speaker, line: str, words: str) -> None:
    people, programs = bare.say(*line.split()), bare.say("--json", *line.split())

    assert (people.code, programs.code) == (2, 2)
    assert words in (programs.json["refusal"]["message"] if "--json" in line else people.err)
    assert programs.json["refusal"]["code"] == "WrongUsage"
    assert (people.out, programs.err) == (b"" if "--json" not in line else people.out, "")


def test_common_options_stand_before_or_after_the_verb(shell: Speaker) -> None:
    before = shell.say("--json", "--user", "bendahara", "report", "trial_balance")
    after = shell.say("report", "trial_balance", "--user", "bendahara", "--json")

    assert before.code == after.code == 0
    assert before.out == after.out


def test_the_words_we_replace_are_still_argparse_s_own() -> None:
    source = ast.parse(Path(argparse.__file__).read_text("utf-8"))
    said = {
        call.args[0].value
        for call in ast.walk(source)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }
    plain = {n.value for n in ast.walk(source) if isinstance(n, ast.Constant)}

    assert not verb.WORDS.keys() - said - plain


def test_english_is_spoken_when_it_is_asked_for(
    bare: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(i18n, "use", lambda *how: asked.append(how[0]))

    bare.say("operations", "--language", "en")

    assert asked == ["en"]


def test_a_refusal_is_a_sentence_or_a_document(bare: Speaker) -> None:
    bare.user("bendahara", "salah")

    people, programs = bare.say("check"), bare.say("check", "--json")

    assert (people.code, people.out) == (3, b"")
    assert people.err == "Belum ada buku koperasi di folder ini.\n"
    assert programs.json == {
        "ok": False,
        "fault": {"code": "NoBooks", "message": people.err.strip()},
    }


def test_a_wrong_password_is_refused(shell: Speaker) -> None:
    shell.user("bendahara", "bukan ini")

    told = shell.say("check", "--json")

    assert told.code == 1
    assert told.json["refusal"]["code"] == "SignInRefused"


def test_a_missing_password_or_name_is_refused_where_nobody_can_be_asked(shell: Speaker) -> None:
    shell.user("bendahara", None)
    without_password = shell.say("check")
    shell.user(None)
    without_name = shell.say("check")

    assert (without_password.code, without_name.code) == (1, 2)
    assert "KOPDES_PASSWORD" in without_password.err
    assert "KOPDES_USER" in without_name.err


@pytest.mark.parametrize("option", [("--today", TODAY), ("--seed", "7")])
@pytest.mark.usefixtures("real_books")
def test_practice_options_are_refused_on_real_books(bare: Speaker, option: tuple[str, str]) -> None:
    told = bare.say("check", *option, "--json")

    assert told.code == 1
    assert told.json["refusal"]["code"] == "PracticeOnly"
    assert option[0] in told.json["refusal"]["message"]


@pytest.mark.allowed_logs("kopdes_desktop.cli.complaint")
def test_a_bug_is_a_sentence_with_a_note_and_never_a_traceback(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_line: object) -> None:
        msg = "NIK 3310014504900099"
        raise LookupError(msg)

    monkeypatch.setattr("kopdes_desktop.reports.rendering.write", broken)

    people, programs = shell.say("report", "journal"), shell.say("report", "journal", "--json")

    note = (tmp_path / "log" / "galat.txt").read_text("utf-8")
    assert (people.code, programs.code) == (3, 3)
    assert people.err.startswith("Program ini keliru")
    assert "Traceback" not in people.err
    assert str(tmp_path / "log" / "galat.txt") in people.err
    assert programs.json["fault"]["code"] == "Bug"
    assert "LookupError" in note
    assert "in broken" in note
    assert "3310014504900099" not in note


def test_a_reader_that_goes_away_ends_the_call_quietly(
    shell: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_line: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("kopdes_desktop.reports.rendering.write", gone)
    monkeypatch.setattr("kopdes_desktop.cli.face._nobody_listens", lambda: 3)

    told = shell.say("report", "journal", "--json")

    assert (told.code, told.out, told.err) == (3, b"", "")


def test_interruption_is_no_bug(shell: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_line: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kopdes_desktop.reports.rendering.write", stopped)

    told = shell.say("report", "journal", "--json")

    assert told.code == 1
    assert told.json["refusal"]["code"] == "Cancelled"


def test_every_group_adds_verbs() -> None:
    assert all(callable(group.add) for group in GROUPS)
    assert cli.main(program(), ["--version"]) == 0
