"""Who has the books open."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdes_desktop.security import holder as module
from kopdes_desktop.security.holder import Holder


def test_the_holder_is_named_until_he_leaves(tmp_path: Path) -> None:
    holder = Holder(tmp_path / "holder.json")

    holder.write("bendahara", "21 November 2026 pukul 08.00")
    named = Holder(tmp_path / "holder.json").read()
    holder.clear()

    assert named == ("bendahara", "21 November 2026 pukul 08.00")
    assert holder.read() is None


def test_leaving_twice_is_leaving(tmp_path: Path) -> None:
    Holder(tmp_path / "holder.json").clear()

    assert Holder(tmp_path / "holder.json").read() is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"user": "siti"}',
        b'{"user": 1, "since": "x"}',
        b'{"user": "", "since": "x"}',
        b"[" * 100_000,
        json.dumps({"user": "a\x1b[2J", "since": "x"}).encode(),
        json.dumps({"user": "a" * 201, "since": "x"}).encode(),
    ],
)
def test_an_illegible_file_names_nobody(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holder.json"
    path.write_bytes(content)

    assert Holder(path).read() is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.lists(st.none()))
def test_no_json_at_all_stops_the_reader(tmp_path: Path, value: object) -> None:
    path = tmp_path / "holder.json"
    path.write_text(json.dumps({"user": value, "since": value}), encoding="utf-8")

    named = Holder(path).read()

    assert named is None or named == (value, value)


def test_a_disk_that_takes_no_name_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    holder = Holder(tmp_path / "holder.json")

    holder.write("bendahara", "08.00")

    assert holder.read() is None
