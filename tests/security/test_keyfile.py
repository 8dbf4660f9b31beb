"""The slots that open the books."""

import errno
import json
import os
import stat
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import (
    DatabaseDamaged,
    DatabaseReadOnly,
    DiskFull,
    DiskTrouble,
    Fault,
    NewerBooks,
    NoBooks,
    SignInRefused,
)
from kopdes_desktop.security import keyfile
from kopdes_desktop.security.keyfile import KeyFile
from kopdes_desktop.security.passwords import COST, Cost, derive

CHEAP = Cost(memory=8, passes=1, lanes=1)
KEY = bytes(range(32))
PASSWORD = "perahu di telaga"
#: Written by version 1 for KEY, "Siti" with PASSWORD and "wagiman" with the words "satu dua tiga".
GOLDEN = """{"format": "kopdes-keys/1", "slots": {
"Siti": {"kdf": {"lanes": 1, "memory": 8, "name": "argon2id", "passes": 1,
 "salt": "AAAAAAAAAAAAAAAAAAAAAg=="}, "nonce": "AAAAAAAAAAAAAAAD", "once": false,
 "sealed": "M3+QHIKFSj50RK0PLLow4aVDn0gHtI1nOcpc0J3BGUQWFljSj/JV9zbIu0mTrpJG6mlWakcFoUiA7ajj8thxkr1f41583O44AcXaj5dPh4o="},
"wagiman": {"kdf": {"lanes": 1, "memory": 8, "name": "argon2id", "passes": 1,
 "salt": "AAAAAAAAAAAAAAAAAAAABA=="}, "nonce": "AAAAAAAAAAAAAAAF", "once": true,
 "sealed": "cvtUfwrZ74BrXMz0ww5gluZTLVUNI9LewE5LquzwmHR0e0AgPVQ6lMy81kLOJy2x"}}}"""  # noqa: E501


def counted() -> Callable[[int], bytes]:
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def a_file(folder: Path, *names: str) -> KeyFile:
    made, entropy = KeyFile(folder / "keys.json", cost=CHEAP), counted()
    for name in names or ("siti",):
        made = made.with_slot(name, f"{PASSWORD} {name}", KEY, entropy, once=False)
    return made


def saved(folder: Path, *names: str) -> KeyFile:
    made = a_file(folder, *names)
    made.save()
    return KeyFile.load(made.path, CHEAP)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


# --- opening ----------------------------------------------------------------------------------


def test_a_password_opens_its_slot_again(tmp_path: Path) -> None:
    seed = b"o" * 32
    made = KeyFile(tmp_path / "keys.json", cost=CHEAP).with_slot(
        "siti", PASSWORD, KEY, counted(), once=False, officer_seed=seed
    )
    made.save()

    opened = KeyFile.load(made.path).unlock("siti", PASSWORD)

    assert (opened.name, opened.database_key) == ("siti", KEY)
    assert (opened.officer_seed, opened.once) == (seed, False)


def test_a_slot_of_the_first_version_opens_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(GOLDEN, encoding="utf-8")

    own = KeyFile.load(path).unlock("Siti", PASSWORD)
    once = KeyFile.load(path).unlock("wagiman", "satu dua tiga")

    assert (own.database_key, own.officer_seed, own.once) == (KEY, (1).to_bytes(32, "big"), False)
    assert (once.database_key, once.officer_seed, once.once) == (KEY, None, True)


def test_a_name_is_known_in_any_case_and_with_blanks(tmp_path: Path) -> None:
    file = saved(tmp_path, "Siti")

    assert file.unlock(" sITI ", f"{PASSWORD} Siti").name == "Siti"


def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(tmp_path: Path) -> None:
    file = saved(tmp_path, "siti", "wagiman")
    said = set()

    for name, password in (
        ("siti", "bukan ini"),
        ("siti", f"{PASSWORD} wagiman"),
        ("nobody", f"{PASSWORD} siti"),
        ("", ""),
    ):
        with pytest.raises(SignInRefused) as refused:
            file.unlock(name, password)
        said.add((refused.value.message, refused.value.field, repr(refused.value.__cause__)))

    assert len(said) == 1


def test_an_unknown_name_costs_what_a_wrong_password_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[Cost] = []

    def watched(password: str, salt: bytes, cost: Cost = COST) -> bytes:
        spent.append(cost)
        return derive(password, salt, cost)

    file = KeyFile.load(saved(tmp_path).path)
    monkeypatch.setattr(keyfile, "derive", watched)

    for name in ("siti", "nobody"):
        with pytest.raises(SignInRefused):
            file.unlock(name, "bukan ini")

    assert spent == [CHEAP, CHEAP]


def test_a_file_without_slots_opens_for_nobody_at_the_full_cost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[Cost] = []

    def watched(_password: str, _salt: bytes, cost: Cost) -> bytes:
        spent.append(cost)
        return KEY

    monkeypatch.setattr(keyfile, "derive", watched)

    with pytest.raises(SignInRefused):
        KeyFile(tmp_path / "keys.json").unlock("siti", PASSWORD)

    assert spent == [COST]


# --- making slots -----------------------------------------------------------------------------


def test_a_slot_is_stored_with_the_demanded_cost(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys.json").with_slot("siti", PASSWORD, KEY, counted(), once=False)
    file.save()

    kdf = json.loads(file.path.read_bytes())["slots"]["siti"]["kdf"]
    assert (kdf["name"], kdf["memory"], kdf["passes"], kdf["lanes"]) == ("argon2id", 65536, 3, 1)
    assert len(b64decode(kdf["salt"])) == 16


def test_an_officers_seed_is_drawn_with_his_own_password_only(tmp_path: Path) -> None:
    entropy = counted()
    words = a_file(tmp_path).with_slot("wagiman", "satu dua", KEY, entropy, once=True)
    own = words.with_slot("wagiman", PASSWORD, KEY, entropy, once=False)

    under_words, first = words.unlock("wagiman", "satu dua"), own.unlock("wagiman", PASSWORD)

    assert (under_words.officer_seed, under_words.once) == (None, True)
    assert first.officer_seed is not None
    assert (len(first.officer_seed), first.once) == (32, False)


def test_one_time_words_seal_no_officers_seed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one-time words"):
        a_file(tmp_path).with_slot("w", "x", KEY, counted(), once=True, officer_seed=b"o" * 32)


@pytest.mark.parametrize(("key", "seed"), [(b"", None), (KEY[:31], None), (KEY, b"short")])
def test_keys_of_another_length_are_a_bug(tmp_path: Path, key: bytes, seed: bytes | None) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        a_file(tmp_path).with_slot("w", "x", key, counted(), once=False, officer_seed=seed)


def test_a_new_password_replaces_the_old_one(tmp_path: Path) -> None:
    file = saved(tmp_path, "Siti", "wagiman").with_slot(
        "siti", "jeruk nipis 77", KEY, counted(), once=False
    )

    assert file.names() == ("Siti", "wagiman")
    assert file.unlock("siti", "jeruk nipis 77").database_key == KEY
    with pytest.raises(SignInRefused):
        file.unlock("siti", f"{PASSWORD} Siti")


def test_a_user_without_a_slot_opens_nothing(tmp_path: Path) -> None:
    file = saved(tmp_path, "siti", "wagiman").without("SITI")

    assert file.names() == ("wagiman",)
    with pytest.raises(SignInRefused):
        file.unlock("siti", f"{PASSWORD} siti")


def test_the_last_slot_stays(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="last slot"):
        saved(tmp_path).without("siti")


def test_every_slot_takes_a_salt_and_a_nonce_of_its_own(tmp_path: Path) -> None:
    file = a_file(tmp_path, "siti", "wagiman", "kasir")

    assert len({slot.salt for slot in file.slots.values()}) == 3
    assert len({slot.nonce for slot in file.slots.values()}) == 3
    assert len({slot.sealed for slot in file.slots.values()}) == 3


@given(st.text(min_size=1, max_size=20), st.text(max_size=40), st.binary(min_size=32, max_size=32))
def test_any_name_and_password_open_what_they_sealed(
    tmp_path_factory: pytest.TempPathFactory, name: str, password: str, key: bytes
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    name = name.encode("utf-8", "replace").decode()
    made = KeyFile(folder / "keys.json", cost=CHEAP).with_slot(
        name, password, key, counted(), once=False
    )
    made.save()

    assert KeyFile.load(made.path).unlock(name, password).database_key == key


# --- what nobody may see or change ------------------------------------------------------------


def test_nothing_secret_shows_when_printed_or_saved(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "keys.json", cost=CHEAP).with_slot(
        "siti", PASSWORD, b"K" * 32, counted(), once=False, officer_seed=b"O" * 32
    )
    file.save()
    opened = file.unlock("siti", PASSWORD)

    for shown in (repr(opened), str(opened), repr(file), file.path.read_text("utf-8")):
        assert "KKKK" not in shown
        assert "OOOO" not in shown
        assert PASSWORD not in shown
    assert b64encode(b"K" * 32).decode() not in file.path.read_text("utf-8")


def test_no_flipped_bit_of_a_sealed_slot_passes(tmp_path: Path) -> None:
    path = saved(tmp_path).path
    good = json.loads(path.read_bytes())
    password = f"{PASSWORD} siti"

    for name in ("sealed", "nonce"):
        raw = b64decode(good["slots"]["siti"][name])
        for bit in range(len(raw) * 8):
            flipped = bytearray(raw)
            flipped[bit // 8] ^= 1 << bit % 8
            bad = json.loads(path.read_bytes())
            bad["slots"]["siti"][name] = b64encode(flipped).decode()
            (tmp_path / "bad.json").write_text(json.dumps(bad), encoding="utf-8")
            with pytest.raises(SignInRefused):
                KeyFile.load(tmp_path / "bad.json").unlock("siti", password)


@pytest.mark.parametrize(
    "change",
    [
        lambda slots: slots["siti"].update(once=True),
        lambda slots: slots["siti"]["kdf"].update(memory=16),
        lambda slots: slots["siti"]["kdf"].update(passes=2),
        lambda slots: slots["siti"]["kdf"].update(salt=b64encode(bytes(16)).decode()),
        lambda slots: slots.update(siti=slots["wagiman"]),
    ],
)
def test_a_slot_opens_for_its_own_user_and_as_it_was_made(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    path = saved(tmp_path, "siti", "wagiman").path
    raw = json.loads(path.read_bytes())
    change(raw["slots"])
    path.write_text(json.dumps(raw), encoding="utf-8")

    for name in ("siti", "wagiman"):
        with pytest.raises(SignInRefused):
            KeyFile.load(path).unlock("siti", f"{PASSWORD} {name}")


# --- reading ----------------------------------------------------------------------------------


def test_no_file_means_no_books(tmp_path: Path) -> None:
    with pytest.raises(NoBooks):
        KeyFile.load(tmp_path / "keys.json")


def test_a_file_of_a_later_version_asks_for_the_later_program(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"format": "kopdes-keys/2", "slots": {}}', encoding="utf-8")

    with pytest.raises(NewerBooks):
        KeyFile.load(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(format="other/1"),
        lambda raw: raw.update(format=None),
        lambda raw: raw.pop("slots"),
        lambda raw: raw.update(slots=[]),
        lambda raw: raw["slots"].update(x=None),
        lambda raw: raw["slots"]["siti"].pop("once"),
        lambda raw: raw["slots"]["siti"].update(once=1),
        lambda raw: raw["slots"]["siti"].update(sealed="AAAA"),
        lambda raw: raw["slots"]["siti"].update(sealed="not base64!"),
        lambda raw: raw["slots"]["siti"].update(nonce="AAAA"),
        lambda raw: raw["slots"]["siti"]["kdf"].update(name="scrypt"),
        lambda raw: raw["slots"]["siti"]["kdf"].update(salt=""),
        lambda raw: raw["slots"]["siti"]["kdf"].update(memory=1 << 30),
        lambda raw: raw["slots"]["siti"]["kdf"].update(memory=0),
        lambda raw: raw["slots"]["siti"]["kdf"].update(passes=10**6),
        lambda raw: raw["slots"]["siti"]["kdf"].update(lanes=1.0),
        lambda raw: raw["slots"]["siti"]["kdf"].update(lanes=True),
    ],
)
def test_a_malformed_file_is_damage_in_words(
    tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    path = saved(tmp_path).path
    raw = json.loads(path.read_bytes())
    change(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")

    with pytest.raises(DatabaseDamaged) as damaged:
        KeyFile.load(path)

    assert "keys.json" in damaged.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        GOLDEN.encode() + b" " * (2 << 20),
        b"1e999",
        GOLDEN.replace("wagiman", r"\ud800").encode(),
    ],
)
def test_what_is_no_json_is_damage_too(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        KeyFile.load(tmp_path / "keys.json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_cut_or_changed_anywhere_never_surprises(
    tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(GOLDEN.encode())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=4))
    path = tmp_path / "keys.json"
    path.write_bytes(content)

    try:
        file = KeyFile.load(path)
    except Fault:
        return

    assert set(map(type, file.slots.values())) <= {keyfile.Slot}


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}", encoding="utf-8")
    (tmp_path / "keys.json").chmod(0o644)
    (tmp_path / "keys.json.tmp").write_text("left over", encoding="utf-8")
    old = os.umask(0)
    try:
        path = saved(tmp_path).path
    finally:
        os.umask(old)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["keys.json"]


def test_file_and_folder_are_synced_before_save_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real_sync(handle)

    def moved(source: Path, target: Path) -> None:
        done.append("replace")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", moved)

    a_file(tmp_path).save()

    assert done == ["file", "replace"] + (["folder"] if os.name != "nt" else [])


@pytest.mark.fault
@pytest.mark.parametrize("times", range(1, 9))
def test_a_scanner_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_waiting: list[float], times: int
) -> None:
    saved(tmp_path)
    left, real = [times], os.replace

    def held(source: Path, target: Path) -> None:
        if left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "held", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    a_file(tmp_path, "wagiman").save()

    assert KeyFile.load(tmp_path / "keys.json").names() == ("wagiman",)
    assert len(no_waiting) == times
    assert sum(no_waiting) < 2


@pytest.mark.fault
@pytest.mark.parametrize("step", ["replace", "fsync", "open"])
@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EROFS, DatabaseReadOnly),
        (errno.EACCES, DatabaseReadOnly),
        (errno.EIO, DiskTrouble),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_file(  # noqa: PLR0917  two faults, three fixtures
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    no_waiting: list[float],
    step: str,
    number: int,
    fault: type[Fault],
) -> None:
    saved(tmp_path, "siti")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, step, refuse)
        with pytest.raises(fault):
            a_file(tmp_path, "wagiman").save()

    assert KeyFile.load(tmp_path / "keys.json").names() == ("siti",)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["keys.json"]
    assert sum(no_waiting) < 2
