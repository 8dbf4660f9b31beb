"""Hatchling's hook: compile the catalogues before a wheel is packed (they are not tracked)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Called by hatchling for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(Path(self.root) / "build"))
        from make_catalogs import Catalogues  # noqa: PLC0415  found beside this file

        Catalogues(Path(self.root)).compile()
