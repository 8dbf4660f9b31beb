"""The locks: every package of pyproject.toml, with hashes, the same in both."""

import re
import tomllib

import pytest

from tests.house.checkout import ROOT

PIN = re.compile(
    r"^([\w.-]+)==(\S+)(.*?)\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)*)", re.MULTILINE
)
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "build" / name).read_text(encoding="utf-8")
    return {found[1]: found[2] for found in PIN.finditer(text)}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=;\[ ]", wish)[0].lower().replace("_", "-") for wish in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    text = (ROOT / "build" / name).read_text(encoding="utf-8")

    assert PIN.sub("", text) == ""
    assert all(found[4] for found in PIN.finditer(text))


def test_every_declared_package_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = names(project["project"]["dependencies"])
    for_tests = names(project["dependency-groups"]["dev"])

    assert needed <= pins(LOCKS[0]).keys()
    assert needed | for_tests <= pins(LOCKS[1]).keys()


def test_tests_run_on_the_packages_that_are_shipped() -> None:
    assert pins(LOCKS[0]).items() <= pins(LOCKS[1]).items()
