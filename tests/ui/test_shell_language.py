"""Which language the window speaks: chosen in the settings, from the next start on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kopdes_desktop.app import program
from kopdes_desktop.kernel import i18n
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.preferences import Preferences


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The language of each window that was opened."""
    languages: list[str] = []

    def use(language: str, _catalogues: Path) -> None:
        languages.append(language)

    monkeypatch.setenv("KOPDES_DATA", str(tmp_path))
    monkeypatch.delenv("KOPDES_LANGUAGE", raising=False)
    monkeypatch.setattr(i18n, "use", use)
    monkeypatch.setattr(program, "window", lambda: 0)
    return languages


def test_the_window_speaks_what_was_chosen_and_indonesian_without_a_choice(
    tmp_path: Path, spoken: list[str]
) -> None:
    program.main([])
    preferences.save(tmp_path, Preferences(language="en"))
    program.main([])

    assert spoken == ["id", "en"]


def test_the_environment_is_stronger_than_the_choice(
    tmp_path: Path, spoken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences.save(tmp_path, Preferences(language="en"))
    monkeypatch.setenv("KOPDES_LANGUAGE", "id")

    program.main([])

    assert spoken == ["id"]


def test_a_language_that_nobody_has_translated_is_not_taken_from_the_file(tmp_path: Path) -> None:
    (tmp_path / preferences.FILE).write_text('{"language": "xx", "percent": 125}', "utf-8")

    kept = preferences.load(tmp_path)

    assert (kept.language, kept.percent) == (i18n.SOURCE_LANGUAGE, 125)
