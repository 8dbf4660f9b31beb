"""Every screen is walked, and everything that stands on it is read as a villager reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from kopdes_desktop.kernel import i18n
from kopdes_desktop.places import TRANSLATIONS
from kopdes_desktop.ui import painting
from tests.ui.village import PASSWORD, Village

ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "kopdes.po"
WORD = re.compile(r"[^\W\d_]{3,}")
#: A code of the program, a placeholder nobody filled, or markup where plain words belong.
RAW = re.compile(r"\b[a-z]+(?:\.[a-z]+)*(?:_[a-z]+)+\b|\b[a-z]+\.[a-z]{3,}\b|[{}]|%\(|</?[a-z]+>")
#: What is typed or named that way by people: sign-in names, file names, the language's own words.
SPELLED = re.compile(
    r"\S+\.(?:toml|xlsx?|csv|pdf|png|txt|jsonl|kopdes|kpb|json)\b|\bs\.d\.|\ba\.n\."
)
#: Names that the books and the sample register hold, whatever language the screen speaks.
OF_THE_BOOKS = {
    "Kas Kecil Operasional",
    "Kas Unit Simpan Pinjam",
    "Simpanan Pokok",
    "Simpanan Wajib",
    "Nama",
    "Dusun",
    "L/P",
}


def messages() -> Iterator[tuple[str, str]]:
    """Each sentence and its English; of plurals each form."""
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for each in catalogue:
        if isinstance(each.id, str):
            yield each.id, str(each.string)
        else:
            yield from zip(each.id, each.string or (), strict=False)


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(re.sub(r"\{[^}]*\}", " ", text))}


@pytest.fixture(scope="module")
def only_english() -> set[str]:
    """Words that stand in the English catalogue and in no Indonesian sentence."""
    village: set[str] = set()
    foreign: set[str] = set()
    for source, english in messages():
        village |= words(source)
        foreign |= words(english)
    return foreign - village - words("Kopdes Desktop")


def texts(window: QWidget) -> Iterator[str]:
    """Whatever can be read or heard on what stands open now."""
    for one in [*window.findChildren(QWidget), window]:
        if not one.isVisibleTo(window):
            continue
        yield from (one.accessibleName(), one.toolTip(), one.windowTitle())
        if isinstance(one, (QLabel, QAbstractButton)):
            yield one.text()
        elif isinstance(one, QLineEdit):
            yield one.placeholderText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        elif isinstance(one, QTableView):
            yield from in_table(one)
        elif isinstance(one, QHeaderView):
            yield from heads(one)


def in_table(table: QTableView) -> Iterator[str]:
    model = table.model()
    for row in range(min(model.rowCount(), 40)):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data() or "")


def heads(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is not None and header.orientation() == Qt.Orientation.Horizontal:
        for at in range(model.columnCount()):
            yield str(model.headerData(at, Qt.Orientation.Horizontal) or "")


def walked(desa: Village, out: Path, user: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every text of every screen and state that this person can reach."""
    session = desa.enter(desa.folder, user, PASSWORD)
    found: set[str] = set()

    def reading(window: QWidget, _picture: QImage) -> None:
        dialog = QApplication.activeModalWidget()
        tops = [window] if dialog is None else [window, dialog]
        read = (text.replace(str(out), "") for top in tops for text in texts(top))
        found.update(text.strip() for text in read)

    monkeypatch.setattr(painting, "_lay_over", reading)
    painting.paint(session, out)
    session.close()
    return found - {""}


@pytest.mark.parametrize("user", ["bendahara", "kasir", "pengawas"])
def test_no_english_word_and_no_raw_key_stands_on_any_screen(
    desa: Village,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    only_english: set[str],
    user: str,
) -> None:
    seen = walked(desa, tmp_path / "out", user, monkeypatch)

    assert len(seen) > 200
    assert {text for text in seen if words(text) & only_english} == set()
    assert {text for text in seen if RAW.search(SPELLED.sub(" ", text))} == set()


@pytest.mark.parametrize(
    "planted", ["Save the member", "savings.deposit", "no_day", "{name} disimpan", "<b>x</b>"]
)
def test_a_planted_word_is_found(planted: str, only_english: set[str]) -> None:
    assert words(planted) & only_english or RAW.search(SPELLED.sub(" ", planted))


def test_in_english_no_sentence_of_ours_stays_indonesian(
    desa: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated = {source for source, english in messages() if source != english}
    i18n.use("en", TRANSLATIONS)
    try:
        seen = walked(desa, tmp_path / "out", "bendahara", monkeypatch)
    finally:
        i18n.use(i18n.SOURCE_LANGUAGE)

    assert len(seen) > 200
    assert (seen & translated) - OF_THE_BOOKS == set()
