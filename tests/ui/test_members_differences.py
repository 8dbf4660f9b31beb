"""A field that two laptops changed differently: the register says so, and a key settles it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.members import queries as members
from kopdes_desktop.ui.door import standing_of
from kopdes_desktop.ui.members.differences import DifferenceDialog, differences
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.builders import Laptops
from tests.ui.fingers import bring_up, enter, press
from tests.ui.registry import register, said
from tests.ui.village import Village, inline


@pytest.fixture
def disputed(laptops: Laptops) -> Laptops:
    """Two laptops have said what member 0001 lives on."""
    key = members.require_member(laptops.hers.office.reading, "0001").key
    for session, job in ((laptops.outlets["GA"], "nelayan"), (laptops.hers, "petani")):
        session.office.perform("members.change", {"member": key, "fields": {"job": job}})
    laptops.up("GA")
    return laptops


def test_both_values_are_told_with_their_origin(disputed: Laptops) -> None:
    found = differences(disputed.hers.office)

    assert [(each.member.number, each.field) for each in found] == [("0001", "job")]
    assert [each.value for each in found[0].values] == ["petani", "nelayan"]


def test_a_key_of_the_register_shows_both_and_settles(disputed: Laptops, desa: Village) -> None:
    window = MainWindow(desa.door(), inline)
    desa.windows.append(window)
    window.let_in(disputed.hers, standing_of(disputed.hers), keep=False)
    bring_up(window)
    screen = register(window)
    assert "F8" in screen.list.alert.text()

    press(Qt.Key.Key_F8)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, DifferenceDialog)
    press(Qt.Key.Key_Down)
    enter()

    read = disputed.hers.office.reading
    assert members.require_member(read, "0001").job == "nelayan"
    assert members.open_conflicts(read) == []
    assert not screen.list.alert.isVisible()
    assert "tercatat" in said(window)
