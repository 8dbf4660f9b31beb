"""Words: Indonesian is the source language, gettext gives the others.

`_` translates when called, `N_` only marks a constant. A translation whose placeholders differ from
its source is not used, so one bad catalogue line cannot stop a till.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path
from string import Formatter
from typing import Final

DOMAIN: Final = "kopdes"
SOURCE_LANGUAGE: Final = "id"

_current: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: str, catalogues: Path | None = None) -> None:
    """Speak this language from now on; Indonesian where `catalogues` has none for it."""
    global _current  # noqa: PLW0603  the one switch of the process
    if language == SOURCE_LANGUAGE or catalogues is None:
        _current = _gettext.NullTranslations()
    else:
        _current = _gettext.translation(
            DOMAIN, localedir=str(catalogues), languages=[language], fallback=True
        )


def spoken() -> object:
    """What is spoken now, as a mark for words that are kept: another one after each `use`."""
    return _current


Placeholder = tuple[str, str | None, str | None]


def _placeholders(text: str) -> frozenset[Placeholder] | None:
    """Every placeholder with its format and conversion; None for a text that cannot be filled."""
    try:
        found = Formatter().parse(text)
        return frozenset(
            (name, spec, conv) for _text, name, spec, conv in found if name is not None
        )
    except ValueError:
        return None


def _fits(translated: str, message: str) -> bool:
    return translated is message or _placeholders(translated) == _placeholders(message)


def gettext(message: str) -> str:
    """The message in the language now in use."""
    translated = _current.gettext(message) if message else message
    return translated if _fits(translated, message) else message


def ngettext(one: str, many: str, n: int) -> str:
    """The message for a number of things (Indonesian has one form)."""
    translated, message = _current.ngettext(one, many, n), one if n == 1 else many
    return translated if _fits(translated, message) else message


def N_(message: str) -> str:  # noqa: N802  the field's own name for a marker
    """Mark a constant for translation; it is translated where it is shown."""
    return message


_ = gettext
