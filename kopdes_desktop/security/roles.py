"""Who may do what: the matrix role x operation that stands in resources/roles.toml.

What the file does not grant is denied.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Self

from msgspec import Struct

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.actor import Level
from kopdes_desktop.places import RESOURCES

_NAMES: Final = {
    "treasurer": N_("Bendahara"),
    "cashier": N_("Kasir"),
    "chair": N_("Ketua"),
    "supervisor": N_("Pengawas"),
    "assistant": N_("Pendamping"),
    "admin": N_("Admin"),
}


Grants = Mapping[str, Mapping[str, Level]]


class Matrix(Struct, frozen=True):
    """The grants as code → role → level, of operations and of readings."""

    operations: Grants
    reads: Grants

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read the file. Raises ValueError for an unknown role, level or table, or a code twice."""
        return cls(*(_shipped() if path is None else _read(path)))

    def level(self, role: str, code: str) -> Level:
        """What this role may do with this code; NO for anything unknown."""
        granted = self.operations.get(code) or self.reads.get(code) or {}
        return granted.get(role, Level.NO)

    def codes(self) -> tuple[str, ...]:
        """Every code that is granted to somebody, in the order of the alphabet."""
        return tuple(sorted({*self.operations, *self.reads}))

    @staticmethod
    def roles() -> tuple[str, ...]:
        """The codes of all roles."""
        return tuple(_NAMES)

    @staticmethod
    def name(role: str) -> str:
        """A role as people say it, in the language now in use."""
        return _(_NAMES[role])


@cache
def _shipped() -> tuple[Grants, Grants]:
    """The matrix of this program, which does not change while it runs."""
    return _read(RESOURCES / "roles.toml")


def _read(path: Path) -> tuple[Grants, Grants]:
    """Operations and readings."""
    import tomllib  # noqa: PLC0415  read once, when books are opened

    raw = tomllib.loads(path.read_text("utf-8"))
    operations, reads = _grants(raw.pop("operations", {})), _grants(raw.pop("reads", {}))
    wrong = set(raw) | set(operations) & set(reads)
    if wrong:
        msg = f"{path.name}: {sorted(wrong)} stand there twice, or in no known table"
        raise ValueError(msg)
    return operations, reads


def _grants(table: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Level]]:
    strangers = {role for granted in table.values() for role in granted} - set(_NAMES)
    if strangers:
        msg = f"unknown roles: {sorted(strangers)}"
        raise ValueError(msg)
    return {
        code: {role: Level(level) for role, level in granted.items()}
        for code, granted in table.items()
    }
