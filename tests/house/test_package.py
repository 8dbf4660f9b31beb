"""The program as a folder that needs no Python: its recipe, and the proof of what it makes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checkout import PACKAGE, ROOT, script

LARGEST = 180 * 10**6
#: Libraries that a desktop brings itself; PyInstaller leaves them to it.
DESKTOP = re.compile(r"libcups\.so")

long = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks ldd and unshare")


def test_a_folder_without_a_program_is_named(tmp_path: Path) -> None:
    line = [sys.executable, str(ROOT / "build" / "prove_package.py"), str(tmp_path)]

    told = subprocess.run(line, capture_output=True, text=True, check=False)

    assert told.returncode == 2
    assert "build/dev.py package" in told.stdout


def test_whatever_is_opened_as_a_file_beside_the_code_goes_along() -> None:
    """Code is frozen; a file that code opens beside itself has to be named in the recipe."""
    told = (ROOT / "build" / "kopdes.spec").read_text(encoding="utf-8")
    beside = {
        file.relative_to(PACKAGE).parts[0]
        for file in PACKAGE.rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"}
    }

    assert all(f'"{name}"' in told or f"{name}/" in told for name in beside), beside


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, made as `dev.py package` makes it."""
    place = tmp_path_factory.mktemp("dist")
    line = ["-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", f"--distpath={place}"]
    line += [f"--workpath={place / '.work'}", "build/kopdes.spec"]
    subprocess.run([sys.executable, *line], cwd=ROOT, check=True, capture_output=True)
    return place / "kopdes-desktop"


@pytest.mark.deep
@long
@pytest.mark.timeout(900)
def test_the_program_tests_itself_where_there_is_no_python(made: Path) -> None:
    done = script("prove_package").run_alone(made)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "frozen True" in done.stdout
    assert "[SALAH]" not in done.stdout


@pytest.mark.deep
@long
@pytest.mark.timeout(900)
def test_nothing_is_missing_and_nothing_strange_went_along(made: Path) -> None:
    linked = [each for each in made.rglob("*.so*") if each.is_file()]
    told = subprocess.run(["ldd", *map(str, linked)], capture_output=True, text=True, check=False)
    missing = {line.split()[0] for line in told.stdout.splitlines() if "not found" in line}
    sources = {each.parent.name for each in made.rglob("*.py")}

    assert {name for name in missing if not DESKTOP.match(name)} == set()
    assert sources <= {"migrations", "versions"}
    assert not list(made.rglob("*Network*"))
    assert script("prove_package").size(made) < LARGEST
