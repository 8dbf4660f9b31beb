"""init, demo and device: how books begin."""

import json
from pathlib import Path

import pytest

from kopdes_desktop.app import books
from tests.cli.speaker import PIN, TODAY, Speaker

STRONG = "kuda lumping sore mendung"


def test_the_example_profile_founds_real_books(bare: Speaker, tmp_path: Path) -> None:
    profile = tmp_path / "profil.toml"
    profile.write_bytes(bare.say("init", "--example").out)
    bare.user(None, STRONG)

    made = bare.say("init", "--profile", profile, "--json")

    assert made.code == 0, made
    assert made.json["ok"] is True
    assert "kata sandi sekali pakai" in made.err.lower()
    words = [line.rpartition(": ")[2] for line in made.err.splitlines()]
    assert len(words) == len(made.json["users"])
    assert not any(word in made.text for word in words)
    assert not any(books.users(bare.folder)[0] == word for word in words)


def test_one_time_words_open_the_books_for_a_new_password_only(
    bare: Speaker, real_books: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    login, words = next(iter(real_books.items()))
    bare.user(login, words)
    refused = bare.say("check", "--json")
    monkeypatch.setenv("KOPDES_NEW_PASSWORD", "gerobak bakso malam purnama")

    change = json.dumps({"op": "security.change_password", "order": {}}).encode()
    changed = bare.say("perform", "-", "--confirm-day", stdin=change)
    bare.user(login, "gerobak bakso malam purnama")

    assert refused.json["refusal"]["code"] == "PasswordChangeNeeded"
    assert changed.code == 0, changed
    assert "purnama" not in changed.text
    assert bare.say("check", "--json").json.get("fault") is None


def test_books_are_never_founded_on_top_of_others(shell: Speaker, tmp_path: Path) -> None:
    profile = tmp_path / "profil.toml"
    profile.write_bytes(shell.say("init", "--example").out)
    before = (shell.folder / "keys.json").read_bytes()

    for line in (("init", "--profile", profile), ("demo", "--members", 0, "--months", 0)):
        told = shell.say(*line, "--json")

        assert told.code in {1, 3}
        assert (shell.folder / "keys.json").read_bytes() == before


def test_a_faulty_profile_is_refused(bare: Speaker, tmp_path: Path) -> None:
    profile = tmp_path / "profil.toml"
    profile.write_text("nama = ", encoding="utf-8")
    bare.user(None, STRONG)

    told = bare.say("init", "--profile", profile, "--json")

    assert told.code == 1
    assert told.json["refusal"]["code"] == "BadField"
    assert not bare.folder.exists() or not list(bare.folder.iterdir())


def test_an_empty_practice_cooperative_has_an_empty_trial_balance(bare: Speaker) -> None:
    made = bare.say("demo", "--members", 0, "--months", 0, "--today", TODAY)
    bare.user("ketua")

    told = bare.say("report", "trial_balance", "--json")

    assert made.code == 0
    assert "latihan (PIN 123456)" in made.text
    assert told.json["rows"] == []


def test_a_device_shows_its_public_keys(shell: Speaker) -> None:
    shown = shell.say("device", "show", "--json").json

    assert list(shown) == ["device", "series", "role", "minisign_public_key", "age_recipient"]
    assert (shown["series"], shown["role"]) == ("KR", "treasurer")
    assert len(bytes.fromhex(shown["device"])) == 16
    assert shown["minisign_public_key"].startswith("RW")
    assert shown["age_recipient"].startswith("age1")


def test_a_second_device_is_enrolled_by_two_officers_joins_and_is_revoked(
    shell: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "undangan.kop"
    monkeypatch.setenv("KOPDES_APPROVAL_PIN", PIN)
    monkeypatch.setenv("KOPDES_SIGN_PASSWORD", "latihan")
    second = ("--approved-by", "ketua", "--reason", "Laptop gerai")

    enrolled = shell.say("device", "enrol", file, *second, "--json")
    again = shell.say("device", "enrol", file, *second, "--json")
    outlet = Speaker(shell.patch, tmp_path / "gerai")
    outlet.user(None, "latihan")
    joined = outlet.say("init", "--join", file, "--json")
    outlet.user("kasir")
    shown = outlet.say("device", "show", "--json")

    assert enrolled.code == 0, enrolled
    assert again.code == 2
    assert joined.code == 0, joined
    assert (shown.json["role"], shown.json["series"]) == ("outlet", "GA")


def test_a_device_is_revoked_with_officers_signatures(
    shell: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPDES_APPROVAL_PIN", PIN)
    monkeypatch.setenv("KOPDES_SIGN_PASSWORD", "latihan")
    second = ("--approved-by", "ketua", "--reason", "Hilang")
    shell.say("device", "enrol", tmp_path / "x.kop", *second)
    lost = ("device", "revoke", "GA", "--after", 0, "--hash", "")

    revoked = shell.say(*lost, *second, "--json")

    assert revoked.code == 0, revoked
    assert revoked.json["fact"]["kind"] == "device.revoke"
    assert len(revoked.json["fact"]["sigs"]) == 2
