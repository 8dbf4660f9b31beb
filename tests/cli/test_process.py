"""The program as a process of its own, as shells and other programs start it."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builders
from tests.cli.speaker import POWER, TODAY
from tests.house.checkout import ROOT

PROGRAM = (sys.executable, "-m", "kopdes_desktop")


@pytest.fixture(scope="module")
def environment(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A treasurer's shell at an empty practice cooperative."""
    place = tmp_path_factory.mktemp("process")
    builders.copy(founded, place / "buku")
    return {
        **os.environ,
        "KOPDES_DATA": str(place / "buku"),
        "KOPDES_USER": "bendahara",
        "KOPDES_PASSWORD": "latihan",
        "KOPDES_LOG": str(place / "log"),
    }


@pytest.fixture
def shell(environment: dict[str, str]) -> dict[str, str]:
    """Its environment, to be changed at will."""
    return dict(environment)


def run(shell: dict[str, str], *line: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *line],
        cwd=ROOT,
        env=shell,
        capture_output=True,
        check=False,
        start_new_session=True,
    )


def test_standard_output_holds_the_document_and_nothing_else(shell: dict[str, str]) -> None:
    told = run(shell, "report", "trial_balance", "--json")

    assert (told.returncode, told.stderr) == (0, b"")
    assert json.loads(told.stdout)["report"] == "trial_balance"


@pytest.mark.parametrize(
    ("line", "code"), [("report nothing", 1), ("reprot", 2), ("check --data /nowhere", 3)]
)
def test_exit_codes_reach_the_shell(shell: dict[str, str], line: str, code: int) -> None:
    told = run(shell, *line.split())

    assert told.returncode == code
    assert told.stdout == b""
    assert b"Traceback" not in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_trial_balance_loads_neither_screens_nor_papers(shell: dict[str, str]) -> None:
    line = [sys.executable, "-X", "importtime", *PROGRAM[1:], "report", "trial_balance", "--json"]
    told = subprocess.run(line, cwd=ROOT, env=shell, capture_output=True, check=True)

    loaded = set(re.findall(r"\| +([\w.]+)$", told.stderr.decode(), re.MULTILINE))
    heavy = {"PySide6", "reportlab", "xlsxwriter", "typer", "rich", "pydantic", "babel", "alembic"}

    assert "sqlcipher3" in loaded
    assert not {name for name in loaded if name.partition(".")[0] in heavy}
    assert not {name for name in loaded if name.startswith(("kopdes_desktop.ui", "lokal"))}


def test_help_loads_no_database(shell: dict[str, str]) -> None:
    line = [sys.executable, "-X", "importtime", *PROGRAM[1:], "--help"]
    told = subprocess.run(line, cwd=ROOT, env=shell, capture_output=True, check=True)

    loaded = set(re.findall(r"\| +([\w.]+)$", told.stderr.decode(), re.MULTILINE))

    assert not loaded & {"sqlalchemy", "sqlcipher3", "cryptography"}


@pytest.fixture
def performing(shell: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A running `perform -`, which another program talks to."""
    line = [*PROGRAM, "perform", "-", "--today", TODAY]
    with subprocess.Popen(
        line,
        cwd=ROOT,
        env=shell,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        yield process
        process.kill()


def say(process: subprocess.Popen[bytes], order: object) -> dict[str, object]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.flush()
    answer: dict[str, object] = json.loads(process.stdout.readline())
    return answer


def test_a_program_hears_each_answer_before_it_gives_the_next_order(
    performing: subprocess.Popen[bytes],
) -> None:
    first = say(performing, {"op": "settings.change", "order": {"fields": {"transit.days": 2}}})
    second = say(performing, {"op": "settings.change", "order": {"fields": {"no.such": 5}}})

    assert (first["ok"], second["ok"]) == (True, False)
    performing.communicate()
    assert performing.returncode == 1


def test_the_holder_is_named_to_a_second_program(
    performing: subprocess.Popen[bytes], shell: dict[str, str]
) -> None:
    say(performing, {"op": "no.such", "order": {}})

    told = run(shell, "report", "trial_balance", "--json")

    assert told.returncode == 3
    assert json.loads(told.stdout)["fault"]["code"] == "DatabaseBusy"
    assert "bendahara" in json.loads(told.stdout)["fault"]["message"]


def test_a_reader_that_leaves_early_hears_of_no_error(shell: dict[str, str]) -> None:
    line = [*PROGRAM, "operations", "--json"]
    with subprocess.Popen(
        line, cwd=ROOT, env=shell, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""
    assert process.returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of Unix")
def test_a_password_is_asked_at_the_terminal_without_echo(shell: dict[str, str]) -> None:
    del shell["KOPDES_PASSWORD"], shell["KOPDES_USER"]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [*PROGRAM, "report", "trial_balance"], shell)  # noqa: S606
    seen = b""
    try:
        seen += heard(terminal, b"Nama masuk: ")
        os.write(terminal, b"bendahara\n")
        seen += heard(terminal, b"Kata sandi: ")
        os.write(terminal, b"latihan\n")
        seen += heard(terminal, b"Jumlah")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)

    assert b"Neraca saldo" in seen
    assert b"latihan" not in seen


def heard(terminal: int, words: bytes) -> bytes:
    """Everything up to these words, for at most twenty seconds."""
    seen, end = b"", time.monotonic() + 20
    while words not in seen:
        assert time.monotonic() < end, seen
        seen += os.read(terminal, 4_096)
    return seen


def test_an_order_of_the_shop_floor_survives_the_process(shell: dict[str, str]) -> None:
    opening = {
        "op": "accounting.open_balances",
        "order": {
            "day": "2025-12-31",
            "lines": [
                {"account": "1-1102", "amount": 90_000, "unit": "KTR"},
                {"account": "3-1201", "amount": -90_000, "unit": "KTR"},
            ],
        },
    }
    orders = b"".join(json.dumps(each).encode() + b"\n" for each in (opening, POWER))
    told = subprocess.run(
        [*PROGRAM, "perform", "-", "--today", TODAY],
        cwd=ROOT,
        env=shell,
        input=orders,
        capture_output=True,
        check=False,
        start_new_session=True,
    )

    answers = [json.loads(line) for line in told.stdout.splitlines()]
    rows = json.loads(run(shell, "report", "trial_balance", "--json").stdout)["rows"]

    assert (told.returncode, [each["ok"] for each in answers]) == (0, [True, True]), told
    assert {row["account"]: row["debit"] - row["credit"] for row in rows} == {
        "1-1102": 85_000,
        "3-1201": -90_000,
        "6-1201": 5_000,
    }
