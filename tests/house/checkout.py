"""The checkout as the house tests read it: its files, its modules as syntax trees."""

import ast
import gc
import importlib.util
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kopdes_desktop"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or will be tracked: all but what .gitignore names."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [line.removesuffix("/") for line in lines] + [".git"]

    def below(folder: Path) -> Iterator[Path]:
        for entry in sorted(folder.iterdir()):
            if any(fnmatch(entry.name, pattern) for pattern in ignored):
                continue
            if entry.is_dir():
                yield from below(entry)
            else:
                yield entry

    return tuple(below(ROOT))


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Path inside the package ("savings/rules.py") and tree of every module."""
    gc.disable()  # millions of nodes and nothing to collect: two thirds of the time
    try:
        made = tuple(
            (file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
            for file in files()
            if file.suffix == ".py" and file.is_relative_to(PACKAGE)
        )
        gc.freeze()  # they stay: no later collection has to walk through them
        return made
    finally:
        gc.enable()


def script(name: str) -> ModuleType:
    """Load a script of build/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "build" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
