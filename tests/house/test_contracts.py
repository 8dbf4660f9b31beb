"""The import contracts of pyproject.toml hold, and they would notice."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.checkout import PACKAGE, ROOT

LINT = (
    "from importlinter.cli import lint_imports_command as main; main(['--no-logo', '--no-cache'])"
)
#: a new module, what it imports against the rules, and the contract that says so
PLANTED = (
    ("kernel/planted", "kopdes_desktop.office", "The house: a floor may look down, never up"),
    (
        "savings/rules",
        "kopdes_desktop.savings.operations",
        "The rooms: every capability is furnished",
    ),
    ("reports/planted", "PySide6.QtCore", "Qt lives under ui and nowhere else"),
    ("ui/planted", "kopdes_desktop.db", "Faces see neither SQL nor tables"),
    ("cli/planted", "sqlalchemy", "Faces see neither SQL nor tables"),
    ("kernel/planted_too", "reportlab", "Rules, kernel and entries are plain Python"),
    ("accounting/planted", "kopdes_desktop.ledger.tables", "Only the ledger touches journal rows"),
    ("ledger/planted", "kopdes_desktop.accounting.planted", "No cycles"),
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_import_contracts_hold() -> None:
    said = lint(ROOT)

    assert said.returncode == 0, said.stdout
    assert "0 broken" in said.stdout


def test_planted_violations_are_reported(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "kopdes_desktop")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, imported, _contract in PLANTED:
        with (tmp_path / "kopdes_desktop" / f"{module}.py").open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")

    said = lint(tmp_path)

    assert said.returncode == 1
    silent = [
        (module, contract)
        for module, _imported, contract in PLANTED
        if not any(contract in line and "BROKEN" in line for line in said.stdout.splitlines())
        or f"kopdes_desktop.{module.replace('/', '.')}" not in said.stdout
    ]
    assert not silent, said.stdout
