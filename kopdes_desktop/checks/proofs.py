"""All proofs, for whoever runs them: importing this module fills the list."""

from __future__ import annotations

from kopdes_desktop.checks import chain, ledger
from kopdes_desktop.checks.check import Result, run

MODULES = (chain, ledger)

__all__ = ["MODULES", "Result", "run"]
