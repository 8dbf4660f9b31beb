"""Where things stand, and what every folder says of itself."""

import ast
import re

from tests.house.checkout import PACKAGE, ROOT, files, modules

TOP = {
    *("kopdes_desktop", "resources", "translations", "build", "tests"),
    *("pyproject.toml", "README.md", "LICENSE"),
}
SAYING_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "models", "misc"}


def test_the_top_level_is_the_prescribed_one() -> None:
    tops = {file.relative_to(ROOT).parts[0] for file in files()}

    assert {top for top in tops if not top.startswith(".")} == TOP


def test_every_folder_of_the_package_says_what_it_is_for() -> None:
    folders = {file.parent for file in files() if file.suffix == ".py"}
    inits = {
        path: ast.get_docstring(tree) for path, tree in modules() if path.endswith("__init__.py")
    }
    inside = sorted(f.relative_to(PACKAGE) for f in folders if f.is_relative_to(PACKAGE))

    silent = [
        folder.as_posix()
        for folder in inside
        if len((inits.get((folder / "__init__.py").as_posix()) or "").split()) < 4
    ]

    assert not silent


def test_every_module_has_a_docstring() -> None:
    assert not [path for path, tree in modules() if not ast.get_docstring(tree)]


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [
        path
        for path, _tree in modules()
        if SAYING_NOTHING & set(path.removesuffix(".py").split("/"))
    ]

    assert not found


def test_every_picture_and_page_that_readme_shows_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\(([^)#:]+)\)", readme))

    assert len(shown) >= 4
    assert {each for each in shown if not (ROOT / each).is_file()} == set()
