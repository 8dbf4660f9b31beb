"""The look in one place: tokens, palette, a short style sheet, and the fonts.

Fusion draws the widgets, the palette gives the colours, the style sheet only shapes. A size in the
sheet is written in pixels at 100 % and grows with the user's text size.

What a label or button is dressed in stands on itself (`kind`, `tone`): a rule for whatever lies in
something else has Qt ask all that every widget lies in, and took half the time of dressing.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QDir, QEvent
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.places import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

FAMILY: Final = "Source Sans 3"
BODY_SIZE: Final = 15
#: Text sizes that a user steps through, in percent.
SIZES: Final = (100, 110, 125, 150)


class Tokens(NamedTuple):
    """The colours of one theme, by what they are for."""

    title: str
    background: str
    surface: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    soft: str
    selection: str
    sidebar: str
    sidebar_text: str
    sidebar_here: str
    sidebar_focus: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    off: str


THEMES: Final = {
    "light": Tokens(
        title=N_("Terang"),
        background="#F6F7F9",
        surface="#FFFFFF",
        line="#DFE3E8",
        edge="#8793A1",
        text="#1B2430",
        muted="#5B6776",
        accent="#0B6E4F",
        on_accent="#FFFFFF",
        accent_hover="#095C42",
        soft="#E3F2EC",
        selection="#D5EBE2",
        sidebar="#123A2E",
        sidebar_text="#D6E6DF",
        sidebar_here="#1F5A48",
        sidebar_focus="#7FD1B0",
        warning="#8A5000",
        warning_soft="#FCF1DF",
        danger="#A8281E",
        danger_soft="#FBE9E7",
        off="#DFE3E8",
    ),
    "dark": Tokens(
        title=N_("Gelap"),
        background="#15191E",
        surface="#1D2329",
        line="#323A43",
        edge="#6B7785",
        text="#E7ECF1",
        muted="#9AA7B4",
        accent="#3FB68B",
        on_accent="#08241A",
        accent_hover="#58C79E",
        soft="#1F3A31",
        selection="#27463B",
        sidebar="#0E1215",
        sidebar_text="#C9D3DC",
        sidebar_here="#21362E",
        sidebar_focus="#3FB68B",
        warning="#E0A34A",
        warning_soft="#3A2E1A",
        danger="#F0857B",
        danger_soft="#40211F",
        off="#323A43",
    ),
    "contrast": Tokens(
        title=N_("Kontras tinggi"),
        background="#FFFFFF",
        surface="#FFFFFF",
        line="#000000",
        edge="#000000",
        text="#000000",
        muted="#1F1F1F",
        accent="#00402C",
        on_accent="#FFFFFF",
        accent_hover="#000000",
        soft="#DDF2E7",
        selection="#FFE27A",
        sidebar="#000000",
        sidebar_text="#FFFFFF",
        sidebar_here="#00513A",
        sidebar_focus="#FFE27A",
        warning="#6B3C00",
        warning_soft="#FFF6D1",
        danger="#8A0000",
        danger_soft="#FFE9E7",
        off="#DADADA",
    ),
}

SHEET: Final = """
QWidget { font-size: 15px; }
QLabel { background: transparent; }
QLabel[kind="title"] { font-size: 24px; font-weight: 600; }
QLabel[kind="heading"] { font-size: 17px; font-weight: 600; }
QLabel[kind="figure"] { font-size: 22px; font-weight: 600; }
QLabel[kind="total"] { font-size: 32px; font-weight: 600; }
QLabel[kind="grand"] { font-size: 44px; font-weight: 700; }
QLabel[kind="label"] { font-size: 14px; color: @muted; }
QLabel[kind="muted"] { color: @muted; }
QLabel[kind="small"] { font-size: 13px; color: @muted; }
QLabel[kind="status"] { font-size: 14px; color: @muted; }
QLabel[kind="key"] {
  font-size: 13px; font-weight: 600; color: @muted; background: @background;
  border: 1px solid @line; border-radius: 4px; padding: 0px 5px;
}
QLabel[tone="danger"] { color: @danger; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="good"] { color: @accent; }
QLabel[kind="notice"] {
  background: @soft; color: @text; border-radius: 8px; padding: 10px 12px;
}
QLabel[kind="notice"][tone="warning"] { background: @warning_soft; color: @warning; }
QLabel[kind="notice"][tone="danger"] { background: @danger_soft; color: @danger; }
QLabel[kind="badge"] {
  font-size: 13px; font-weight: 600; border-radius: 6px; padding: 2px 8px;
  background: @soft; color: @accent;
}
QLabel[kind="badge"][tone="warning"] { background: @warning_soft; color: @warning; }
QLabel[kind="badge"][tone="danger"] { background: @danger_soft; color: @danger; }
QLabel[kind="badge"][tone="muted"] { background: @background; color: @muted; }
QLabel[kind="cell"] { font-size: 14px; font-weight: 600; }
QLabel[kind="cell"][tone="muted"] { color: @muted; }
QLabel[kind="photo"] {
  background: @background; color: @muted; font-size: 13px; border: 1px solid @line;
  border-radius: 6px;
}
QFrame[kind="month"] { background: @soft; border: none; border-radius: 6px; }
QFrame[kind="month"][tone="warning"] { background: @warning_soft; }
QFrame[kind="month"][tone="danger"] { background: @danger_soft; }
QFrame[kind="month"][tone="muted"] { background: @background; }
QFrame[kind="card"] { background: @surface; border: 1px solid @line; border-radius: 10px; }
QFrame[kind="chart"] { background: @surface; border: 1px solid @line; border-radius: 10px; }
QFrame[kind="chart"]:focus { border: 2px solid @accent; }
QFrame[kind="card"][tone="here"] { border: 2px solid @accent; }
QFrame[kind="paper"] {
  background: #FFFFFF; border: 1px solid @line; border-radius: 3px;
}
QLabel[kind="slip"] { color: #1B2430; font-size: 14px; }
QLabel[kind="slip"][paper="small"] { font-size: 13px; color: #4A5563; }
QLabel[kind="slip"][paper="bold"] { font-weight: 600; }
QLabel[kind="slip"][paper="big"] { font-weight: 600; font-size: 19px; }
QFrame[kind="perforation"] {
  border: none; border-top: 1px dashed #8793A1; max-height: 1px; min-height: 1px;
}
QFrame[kind="rule"] { background: @line; border: none; max-height: 1px; min-height: 1px; }

QLineEdit, QComboBox, QPlainTextEdit {
  background: @surface; color: @text; border: 1px solid @edge; border-radius: 8px;
  padding: 0px 11px; selection-background-color: @accent; selection-color: @on_accent;
}
QLineEdit, QComboBox { min-height: 34px; max-height: 34px; }
QPlainTextEdit { padding: 8px 10px; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {
  border: 2px solid @accent; padding: 0px 10px;
}
QLineEdit[kind="big"] { font-size: 20px; min-height: 44px; max-height: 44px; }
QLineEdit[tone="danger"] {
  border: 2px solid @danger; padding: 0px 10px; min-height: 32px; max-height: 32px;
}
QLineEdit[kind="big"][tone="danger"] { min-height: 44px; max-height: 44px; }
QLineEdit:disabled { color: @muted; background: @background; }
QLineEdit:read-only { background: @background; }
QComboBox::drop-down { border: none; width: 30px; }
QComboBox::down-arrow { image: url(theme:chevron-down.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
  background: @surface; color: @text; border: 1px solid @edge; padding: 4px;
  selection-background-color: @selection; selection-color: @text;
}

QPushButton {
  background: @surface; color: @text; border: 1px solid @edge; border-radius: 8px;
  padding: 0px 15px; min-height: 34px;
}
QPushButton:hover { background: @soft; }
QPushButton:focus { border: 2px solid @accent; padding: 0px 14px; }
QPushButton:disabled { color: @muted; border-color: @line; background: @background; }
QPushButton[kind="primary"] {
  background: @accent; color: @on_accent; border: 2px solid @accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled {
  background: @off; border-color: @off; color: @muted;
}
QPushButton[kind="tab"] {
  border: 1px solid transparent; background: transparent; color: @muted; min-height: 28px;
  padding: 0px 11px;
}
QPushButton[kind="tab"]:hover { background: @soft; }
QPushButton[kind="tab"]:checked { background: @soft; color: @accent; font-weight: 600; }
QAbstractButton[kind="row"] {
  background: @surface; color: @text; border: 1px solid @line; border-radius: 10px;
}
QAbstractButton[kind="row"]:hover { background: @soft; }
QAbstractButton[kind="row"]:focus { border: 2px solid @accent; background: @soft; }
QLabel[kind="rowtitle"] { font-size: 16px; font-weight: 600; }
QLabel[kind="rowfigure"] { font-size: 20px; font-weight: 600; }
QPushButton[kind="tile"] { min-height: 52px; padding: 2px 8px; font-weight: 600; }
QPushButton[kind="note"] { min-height: 38px; padding: 1px 6px; font-weight: 600; }
QPushButton[kind="quiet"] { border: 1px solid transparent; background: transparent; }
QPushButton[kind="quiet"]:hover { background: @soft; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; }

QTableView {
  background: @surface; color: @text; border: 1px solid @line; border-radius: 10px;
  selection-background-color: @selection; selection-color: @text; outline: none;
}
QTableView:focus { border: 2px solid @accent; }
QTableView::item { border-bottom: 1px solid @line; padding: 0px 10px; }
QTableView QHeaderView { background: transparent; border: none; }
QTableView QHeaderView::section {
  background: transparent; color: @muted; border: none; border-bottom: 1px solid @edge;
  padding: 0px 13px; font-size: 14px; font-weight: 600;
}
QTableView QHeaderView::up-arrow {
  image: url(theme:chevron-up.svg); width: 14px; height: 14px;
}
QTableView QHeaderView::down-arrow {
  image: url(theme:chevron-down.svg); width: 14px; height: 14px;
}
QScrollArea { background: transparent; border: none; }
QTableView[kind="totals"] { border: none; background: transparent; font-weight: 600; }
QTableView[kind="totals"]::item { border-bottom: none; border-top: 2px solid @edge; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: @edge; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

#places, #welcome { background: @sidebar; }
QLabel[kind="side"] { color: @sidebar_text; }
QLabel[kind="side"][tone="here"] { color: #FFFFFF; font-weight: 600; }
QLabel[kind="sidetitle"] { font-size: 32px; font-weight: 600; color: #FFFFFF; }
QLabel[kind="sideheading"] { font-size: 17px; font-weight: 600; color: #FFFFFF; }
QLabel[kind="sidesmall"] { font-size: 13px; color: @sidebar_text; }
QLabel[kind="sidesmall"][narrow="true"] { font-size: 12px; }
QPushButton[kind="place"] {
  background: transparent; color: @sidebar_text; border: 2px solid transparent;
  border-radius: 8px; text-align: left; padding: 0px 10px; min-height: 34px;
}
QLabel[kind="group"] {
  font-size: 12px; font-weight: 600; padding: 3px 8px 0px 10px; color: @sidebar_text;
}
QLabel[kind="group"][narrow="true"] { padding: 3px 0px 0px 6px; }
QPushButton[kind="place"][density="tight"] { min-height: 27px; }
QPushButton[kind="place"][density="bare"] { min-height: 22px; }
QPushButton[kind="place"][density="close"] { min-height: 23px; }
QPushButton[kind="place"][narrow="true"] {
  font-size: 13px; padding: 0px 4px; min-height: 30px; border-radius: 5px;
}
QPushButton[kind="place"][narrow="true"][density="tight"] { min-height: 27px; }
QPushButton[kind="place"][narrow="true"][density="close"] { min-height: 23px; }
QPushButton[kind="place"][narrow="true"][density="bare"] { min-height: 18px; }
QPushButton[kind="place"]:hover { background: @sidebar_here; }
QPushButton[kind="place"]:checked {
  background: @sidebar_here; color: #FFFFFF; font-weight: 600;
}
QPushButton[kind="place"][narrow="true"]:checked { font-weight: 400; }
QPushButton[kind="place"]:focus { border: 2px solid @sidebar_focus; }
#step { border-radius: 8px; }
#step[tone="here"] { background: @sidebar_here; }
QLabel[kind="stepnumber"] { font-size: 13px; font-weight: 600; color: @sidebar_text; }
#shade { background: @shade; }
QFrame[kind="dialog"] { background: @background; border: 1px solid @edge; border-radius: 12px; }
#status { background: @surface; border-top: 1px solid @line; }
QProgressBar {
  background: @line; border: none; border-radius: 4px; min-height: 8px; max-height: 8px;
}
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator {
  width: 18px; height: 18px; border: 1px solid @edge; border-radius: 4px; background: @surface;
}
QCheckBox::indicator:checked {
  background: @accent; border-color: @accent; image: url(theme:check.svg);
}
QCheckBox::indicator:focus { border: 2px solid @accent; }
QToolTip { background: @surface; color: @text; border: 1px solid @edge; padding: 4px; }
QMenu { background: @surface; color: @text; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: 6px 22px; border-radius: 6px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @muted; }
QDialog { background: @surface; }
"""


def palette(tokens: Tokens) -> QPalette:
    """The tokens as Qt's roles; PlaceholderText is the muted text, Accent the primary colour."""
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, tokens.background),
        (QPalette.ColorRole.WindowText, tokens.text),
        (QPalette.ColorRole.Base, tokens.surface),
        (QPalette.ColorRole.AlternateBase, tokens.background),
        (QPalette.ColorRole.Text, tokens.text),
        (QPalette.ColorRole.Button, tokens.surface),
        (QPalette.ColorRole.ButtonText, tokens.text),
        (QPalette.ColorRole.BrightText, tokens.on_accent),
        (QPalette.ColorRole.Highlight, tokens.selection),
        (QPalette.ColorRole.HighlightedText, tokens.text),
        (QPalette.ColorRole.ToolTipBase, tokens.surface),
        (QPalette.ColorRole.ToolTipText, tokens.text),
        (QPalette.ColorRole.PlaceholderText, tokens.muted),
        (QPalette.ColorRole.Accent, tokens.accent),
        (QPalette.ColorRole.Link, tokens.accent),
        (QPalette.ColorRole.Mid, tokens.line),
    ):
        made.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return made


def sheet(tokens: Tokens, percent: int = 100) -> str:
    """The style sheet in these colours at this text size."""
    colours = tokens._asdict()
    colours["shade"] = "rgba(0, 0, 0, 90)"
    coloured = re.sub(r"@(\w+)", lambda found: str(colours[found[1]]), SHEET)
    return re.sub(r"(\d+)px", lambda found: f"{scaled(int(found[1]), percent)}px", coloured)


def scaled(pixels: int, percent: int) -> int:
    """A length at this text size; hairlines and focus rings keep theirs."""
    return pixels if pixels <= 2 else round(pixels * percent / 100)  # noqa: PLR2004


def load_fonts() -> None:
    """Register the shipped fonts that screens use: regular and semibold."""
    for name in ("SourceSans3_400Regular.ttf", "SourceSans3_600SemiBold.ttf"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))


@contextmanager
def _nobody_collected(app: QApplication) -> Iterator[None]:
    """Let Python's collector run before, and not while, Qt goes through all widgets it knows.

    A closed window that is garbage would else be taken away under Qt's hands, which ends the
    program.
    """
    if not app.allWidgets():
        yield
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def wear(app: QApplication, name: str = "light", percent: int = 100) -> None:
    """Dress the whole program in this theme and text size; may be called again at any time."""
    tokens = THEMES[name]
    QDir.setSearchPaths("theme", [str(RESOURCES / "themes" / name)])
    font = QFont(FAMILY)
    font.setPixelSize(scaled(BODY_SIZE, percent))
    with _nobody_collected(app):
        app.setFont(font)
        app.setPalette(palette(tokens))
        app.setStyleSheet(sheet(tokens, percent))
    app.setProperty("theme", name)
    app.setProperty("percent", percent)


def toned(tone: str) -> QColor | None:
    """The colour of words in this tone, in the theme that is worn; None for plain ones."""
    app = QCoreApplication.instance()
    if not tone or app is None:
        return None
    tokens = THEMES[str(app.property("theme") or "light")]
    return QColor(tokens.accent if tone == "good" else getattr(tokens, tone))


def worn(app: QApplication) -> tuple[str, int]:
    """Theme and text size now in use."""
    return str(app.property("theme") or "light"), int(app.property("percent") or 100)
