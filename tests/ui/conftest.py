"""Screens are tested offscreen, by keys, in one application dressed as the program dresses it."""

from __future__ import annotations

import functools
import os
import pathlib
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.application import make_application
from kopdes_desktop.ui.kit import theme
from tests.ui import outlet, village

PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_application()


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """A wait ends with what is waited for; how long that takes is the machine's affair."""
    for name in ("waitUntil", "waitSignal", "waitExposed"):
        patient = functools.partial(getattr(qtbot, name), timeout=PATIENCE_MS)
        monkeypatch.setattr(qtbot, name, patient)
    return qtbot


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    if theme.worn(qapp) != ("light", 100):
        theme.wear(qapp)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The cooperative that every village is copied from."""
    folder = tmp_path_factory.mktemp("template") / "buku"
    village.build(folder)
    return folder


@pytest.fixture
def desa(template: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[village.Village]:
    """A village cooperative with its own books, and windows on them."""
    yield from village.copied(template, tmp_path / "buku")


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The cooperative with an outlet that every shop is copied from."""
    folder = tmp_path_factory.mktemp("shop") / "buku"
    outlet.build(folder)
    return folder


@pytest.fixture
def toko(shop: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[village.Village]:
    """A village cooperative with an outlet, its own books, and windows on them."""
    yield from village.copied(shop, tmp_path / "buku")
