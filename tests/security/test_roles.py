"""Who may do what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.office.actor import Level
from kopdes_desktop.security.roles import Matrix

FILE = """
[operations]
"savings.deposit" = { treasurer = "may", cashier = "may" }
"accounting.reverse" = { treasurer = "may", cashier = "approval", admin = "no" }
"device.join" = {}

[reads]
"report.journal" = { treasurer = "may", supervisor = "may" }
"""


def matrix(tmp_path: Path, text: str = FILE) -> Matrix:
    path = tmp_path / "roles.toml"
    path.write_text(text, encoding="utf-8")
    return Matrix.load(path)


def test_the_file_says_how_far_a_role_may_go(tmp_path: Path) -> None:
    roles = matrix(tmp_path)

    assert roles.level("cashier", "savings.deposit") is Level.MAY
    assert roles.level("cashier", "accounting.reverse") is Level.APPROVAL
    assert roles.level("admin", "accounting.reverse") is Level.NO
    assert roles.level("supervisor", "report.journal") is Level.MAY


def test_what_is_not_granted_is_denied(tmp_path: Path) -> None:
    roles = matrix(tmp_path)

    assert roles.level("supervisor", "savings.deposit") is Level.NO
    assert roles.level("treasurer", "device.join") is Level.NO
    assert roles.level("treasurer", "savings.withdraw") is Level.NO
    assert roles.level("nobody", "savings.deposit") is Level.NO


@given(st.text(max_size=20), st.text(max_size=20))
def test_nothing_is_granted_by_an_empty_matrix(role: str, code: str) -> None:
    assert Matrix({}, {}).level(role, code) is Level.NO


def test_who_only_looks_keeps_no_printer_and_no_queue() -> None:
    roles = Matrix.load()
    keepers = {who for who in roles.roles() if roles.level(who, "printing.change") is Level.MAY}

    assert keepers == {"treasurer", "cashier", "chair", "admin"}
    assert roles.level("supervisor", "read.slips") is Level.MAY


def test_codes_of_operations_and_readings_are_listed(tmp_path: Path) -> None:
    roles = matrix(tmp_path)

    assert roles.codes() == (
        "accounting.reverse",
        "device.join",
        "report.journal",
        "savings.deposit",
    )
    assert set(roles.operations) == {"savings.deposit", "accounting.reverse", "device.join"}
    assert set(roles.reads) == {"report.journal"}


def test_roles_bear_their_indonesian_names(tmp_path: Path) -> None:
    roles = matrix(tmp_path)

    assert {role: roles.name(role) for role in roles.roles()} == {
        "treasurer": "Bendahara",
        "cashier": "Kasir",
        "chair": "Ketua",
        "supervisor": "Pengawas",
        "assistant": "Pendamping",
        "admin": "Admin",
    }


@pytest.mark.parametrize(
    "text",
    [
        '[operations]\n"savings.deposit" = { teller = "may" }',
        '[operations]\n"savings.deposit" = { cashier = "maybe" }',
        '[operations]\n"savings.deposit" = { cashier = true }',
        '[operation]\n"savings.deposit" = { cashier = "may" }',
        '[operations]\n"x.y" = { chair = "may" }\n[reads]\n"x.y" = { chair = "may" }',
        '[operations]\n"x.y" = {}\n"x.y" = {}',
        "operations",
    ],
)
def test_a_slip_of_the_pen_in_the_file_is_found_at_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        matrix(tmp_path, text)
