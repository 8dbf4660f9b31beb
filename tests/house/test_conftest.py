"""The net under every test holds: an unexpected log record fails the test that made it."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.checkout import ROOT

LOUD = """\
import logging
import pytest

def test_quiet():
    logging.getLogger("kopdes").info("a receipt was printed")

def test_loud():
    logging.getLogger("kopdes").warning("the printer is silent")

@pytest.mark.allowed_logs("kopdes")
def test_loud_and_expected():
    logging.getLogger("kopdes").warning("the printer is silent")

@pytest.mark.allowed_logs("another")
def test_loud_where_another_was_expected():
    logging.getLogger("kopdes").error("the disk is full")
"""


def test_an_unexpected_warning_fails_its_test_and_an_expected_one_does_not(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_loud.py").write_text(LOUD, encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rE", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "4 passed, 2 errors" in ran.stdout, ran.stdout
    assert "ERROR test_loud.py::test_loud - " in ran.stdout
    assert "ERROR test_loud.py::test_loud_where_another_was_expected - " in ran.stdout
