"""All proofs, for whoever runs them: importing this module fills the list."""

from __future__ import annotations

from kopdes_desktop.checks import chain, ledger, persons
from kopdes_desktop.checks.check import Result, run

MODULES = (chain, ledger, persons)

__all__ = ["MODULES", "Result", "run"]
