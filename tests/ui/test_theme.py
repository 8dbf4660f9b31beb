"""The look: readable in every theme, at every text size, with an icon for every name used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.places import RESOURCES
from kopdes_desktop.ui.kit import icons, theme

READABLE = 4.5  # WCAG AA for text
VISIBLE = 3.0  # WCAG AA for the edges of what can be used

TEXT_ON = [
    ("text", "background"),
    ("text", "surface"),
    ("text", "selection"),
    ("text", "soft"),
    ("muted", "background"),
    ("muted", "surface"),
    ("on_accent", "accent"),
    ("accent", "soft"),
    ("accent", "surface"),
    ("sidebar_text", "sidebar"),
    ("sidebar_text", "sidebar_here"),
    ("warning", "surface"),
    ("warning", "warning_soft"),
    ("danger", "surface"),
    ("danger", "background"),
    ("danger", "danger_soft"),
]
EDGES = [
    ("edge", "surface"),
    ("accent", "surface"),
    ("accent", "background"),
    ("sidebar_focus", "sidebar"),
]


def contrast(one: str, other: str) -> float:
    lights = sorted((_light(QColor(one)), _light(QColor(other))), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _light(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("name", theme.THEMES)
def test_what_is_paid_stands_on_green_and_what_is_not_on_other_ground(name: str) -> None:
    tokens = theme.THEMES[name]
    paid, waits, late = (
        QColor(ground).hue() for ground in (tokens.soft, tokens.warning_soft, tokens.danger_soft)
    )

    assert 90 <= paid <= 200
    assert 20 <= waits <= 70
    assert late < 20 or late > 340


@pytest.mark.parametrize("name", theme.THEMES)
def test_text_is_readable_on_what_it_stands_on(name: str) -> None:
    tokens = theme.THEMES[name]

    faint = {
        (on, under): round(contrast(getattr(tokens, on), getattr(tokens, under)), 2)
        for on, under in TEXT_ON
        if contrast(getattr(tokens, on), getattr(tokens, under)) < READABLE
    }

    assert faint == {}


@pytest.mark.parametrize("name", theme.THEMES)
def test_edges_and_focus_can_be_seen(name: str) -> None:
    tokens = theme.THEMES[name]

    faint = {
        (on, under): round(contrast(getattr(tokens, on), getattr(tokens, under)), 2)
        for on, under in EDGES
        if contrast(getattr(tokens, on), getattr(tokens, under)) < VISIBLE
    }

    assert faint == {}


def test_the_shipped_font_is_the_one_on_screen(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == theme.FAMILY


def test_fusion_draws_on_every_platform(qapp: QApplication) -> None:
    qapp.setStyleSheet("")
    below = qapp.style().name()
    theme.wear(qapp)

    assert below == "fusion"


def test_larger_text_grows_sizes_but_not_hairlines() -> None:
    large = theme.sheet(theme.THEMES["light"], 150)

    assert "font-size: 22px" in large
    assert "border: 2px solid" in large
    assert "@" not in large


def test_icons_change_their_colour_with_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    label = QLabel(held)
    icons.dress(label, "search")
    light = label.pixmap().toImage()

    theme.wear(qapp, "dark")
    icons.redress(held)

    assert label.pixmap().toImage() != light


def test_a_button_wears_its_icon(qtbot: QtBot) -> None:
    button = QPushButton("Cetak")
    qtbot.addWidget(button)

    icons.dress(button, "printer")

    assert not button.icon().isNull()


def test_each_theme_brings_the_drawings_that_the_sheet_names() -> None:
    names = {"chevron-down.svg", "chevron-up.svg", "check.svg"}
    for name in theme.THEMES:
        folder: Path = RESOURCES / "themes" / name
        assert {each.name for each in folder.iterdir()} == names
