"""build/dev.py: what is there stays, what was cut off is begun anew, what is missing is named."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.checkout import ROOT, script


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a .venv of its own that is this Python and no network."""
    module = script("dev")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", venv / "installed.txt")
    monkeypatch.setattr(module, "done", [], raising=False)

    def make_venv() -> None:
        module.done.append("venv")
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "pip_install", lambda *_line: module.done.append("pip"))
    return module


def test_a_second_run_installs_nothing(dev: ModuleType) -> None:
    dev.install(dev.TEST_LOCK)
    dev.install(dev.TEST_LOCK)
    dev.install(dev.RUN_LOCK)

    assert dev.done == ["venv", "pip"]


def test_test_packages_are_added_to_those_of_run(dev: ModuleType) -> None:
    dev.install(dev.RUN_LOCK)
    dev.install(dev.TEST_LOCK)

    assert dev.done == ["venv", "pip", "pip"]


def test_an_installation_that_was_cut_off_is_begun_anew(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_line: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(dev, "pip_install", cut_off)
        with pytest.raises(KeyboardInterrupt):
            dev.install(dev.RUN_LOCK)
    assert dev.state() == ""

    dev.install(dev.RUN_LOCK)

    assert dev.done == ["venv", "venv", "pip"]


def test_a_renewed_lock_begins_anew(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Path(shutil.copy(dev.TEST_LOCK, tmp_path))
    monkeypatch.setattr(dev, "TEST_LOCK", lock)
    dev.install(lock)
    lock.write_text("six==1.17.0\n", encoding="utf-8")

    dev.install(lock)

    assert dev.done == ["venv", "pip", "venv", "pip"]


def test_a_python_that_is_gone_begins_anew(dev: ModuleType) -> None:
    dev.install(dev.TEST_LOCK)
    dev.PYTHON.unlink()

    dev.install(dev.TEST_LOCK)

    assert dev.done == ["venv", "pip", "venv", "pip"]


@pytest.fixture
def debian(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian where one package stands in for libglib2.0-0, and an apt-get that is recorded."""
    asked: list[list[str]] = []
    listed = (
        "installed\tgcc\tc-compiler\n"
        "installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.80), libglib\n"
        "config-files\thledger\t\n"
    )

    def run(line: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        if line[0] == "apt-get":
            asked.append(line)
        return subprocess.CompletedProcess(line, 0, listed)

    monkeypatch.setattr(dev.shutil, "which", lambda name: name)
    monkeypatch.setattr(dev.subprocess, "run", run)
    return asked


def test_root_adds_only_what_is_missing(
    dev: ModuleType, debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)

    dev.add_debian_packages(("gcc", "libglib2.0-0", "hledger"))

    assert [line[1] for line in debian] == ["update", "install"]
    assert [word for word in debian[1][2:] if not word.startswith("-")][:1] == ["hledger"]
    assert "gcc" not in debian[1]
    assert "libglib2.0-0" not in debian[1]


def test_nothing_is_asked_of_apt_when_all_is_there(
    dev: ModuleType, debian: list[list[str]]
) -> None:
    dev.add_debian_packages(("gcc", "libglib2.0-0"))

    assert debian == []


def test_another_user_is_told_the_exact_line(
    dev: ModuleType,
    debian: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)

    with pytest.raises(SystemExit):
        dev.add_debian_packages(("hledger",), ("age",))
    dev.add_debian_packages(("gcc",), ("age",))

    assert debian == []
    said = capsys.readouterr().out
    assert "apt-get update && apt-get install --yes --no-install-recommends hledger age\n" in said
    assert "apt-get update && apt-get install --yes --no-install-recommends age\n" in said


def test_a_wheel_carries_resources_and_compiled_catalogues(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(
        ".venv", ".git", "out", "dist", "*.mo", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)

    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "made")]
    subprocess.run(line, cwd=copy, check=True, capture_output=True)

    [wheel] = (tmp_path / "made").glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    resources = {
        f"kopdes_desktop/{file.relative_to(ROOT).as_posix()}"
        for file in (ROOT / "resources").rglob("*")
        if file.is_file()
    }
    assert "kopdes_desktop/translations/en/LC_MESSAGES/kopdes.mo" in held
    assert resources <= held
