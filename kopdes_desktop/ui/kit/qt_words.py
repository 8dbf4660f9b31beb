"""Qt's own words in the village's language: Qt ships no Indonesian, so it asks our catalogue.

Keys are Qt 6's source strings. An unknown one is answered with None, not with "": None makes Qt
fall back to its source, "" would leave a button without a word.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTranslator

from kopdes_desktop.kernel.i18n import gettext

#: Rightly left as they are: names of keys, of paper sizes and scripts; what only programs read.
LEFT_ALONE: Final = frozenset(
    {"QShortcut", "QPageSize", "QFontDatabase", "QGuiApplication", "QImageWriter"}
)
_KEYS: Final = ("Alt+", "Ctrl+", "Shift+")


class QtWords(QTranslator):
    """Answers Qt from our catalogue; keeps what it could not answer, for the test that asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unknown: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        """Qt does not install a translator that says it is empty."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803  Qt's own name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        del disambiguation, n
        if context in LEFT_ALONE or not _has_words(sourceText):
            return None  # type: ignore[return-value]  # the stub says str; Qt needs a null string
        from kopdes_desktop.ui.kit.qt_table import WORDS  # noqa: PLC0415  after the first paint

        known = WORDS.get("File" if context == "QMimeType" else sourceText)
        if known is not None:
            return gettext(known)
        self.unknown.add((context, sourceText))
        return None  # type: ignore[return-value]  # as above


def _has_words(text: str) -> bool:
    """Not a shortcut, a figure or a sign alone."""
    return not text.startswith(_KEYS) and any(letter.isalpha() for letter in text)
