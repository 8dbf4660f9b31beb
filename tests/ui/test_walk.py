"""Every screen is walked, and everything that stands on it is read as a villager reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.backup import making
from kopdes_desktop.kernel import i18n
from kopdes_desktop.places import TRANSLATIONS
from kopdes_desktop.ui import painting
from kopdes_desktop.ui.kit.qt_words import QtWords
from kopdes_desktop.ui.shell.places import PLACES
from tests.ui.reading import clipped_of, nameless_of, standing, texts_of
from tests.ui.village import PASSWORD, Village

#: The picture after which no screen belongs to a person any more.
LAST_INSIDE = "kunci"
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
    "Simpanan Sukarela",
    "Bank Pembangunan Daerah",
    "Kantor",
    "Nama",
    "faktur",
    "kas",
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


@dataclass
class Walk:
    """What a person meets in every screen and state that he can reach."""

    shown: list[str] = field(default_factory=list)
    sizes: set[tuple[int, int]] = field(default_factory=set)
    #: States that look like the one before.
    same: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    mute: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    #: What Qt wanted to say in English.
    unknown: set[tuple[str, str]] = field(default_factory=set)


def walked(
    desa: Village, user: str, until: str = "", *, scale: float = 1.0, look: str = "light"
) -> Walk:
    """Paint the screens one by one, to the last or to one of this name; books with a copy."""
    session = desa.enter(desa.folder, user, PASSWORD)
    staff = session.staff
    making.finish(making.take(session.office, staff.database_key, staff.key_file.path))
    qt = QApplication.instance()
    qt_words = qt.findChild(QtWords) if qt is not None else None
    assert qt_words is not None
    qt_words.unknown.clear()
    found, before = Walk(), QImage()
    with closing(painting.pictures(session, desa.folder, scale=scale, look=look)) as pictures:
        for name, window, picture in pictures:
            found.shown.append(name)
            found.sizes.add((picture.width(), picture.height()))
            if picture == before:
                found.same.append(name)
            before = picture
            stood = list(standing(window))
            found.cut.extend(clipped_of(stood))
            found.mute.extend(nameless_of(stood))
            found.texts |= read([*stood, window], desa.folder)
            if name == until:
                break
    found.unknown = set(qt_words.unknown)
    session.close()
    return found


def read(stood: list[QWidget], folder: Path) -> set[str]:
    """Everything there and on the dialog before it; the folder's own name is nobody's."""
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        stood = [*stood, *standing(dialog), dialog]
    found = {text.replace(str(folder), "").strip() for text in texts_of(stood)}
    return found - {""}


def require_plain_indonesian(seen: set[str], only_english: set[str]) -> None:
    assert len(seen) > 200
    assert {text for text in seen if words(text) & only_english} == set()
    assert {text for text in seen if RAW.search(SPELLED.sub(" ", text))} == set()


@pytest.mark.parametrize(("scale", "look"), [(1.0, "light"), (1.5, "contrast")])
def test_every_screen_is_painted_whole_and_in_plain_indonesian_at_any_scale(
    desa: Village, only_english: set[str], scale: float, look: str
) -> None:
    seen = walked(desa, "bendahara", scale=scale, look=look)

    places = {place.code.strip(".").replace(".", "-") for place in PLACES}
    assert seen.shown[:2] == ["tanpa-buku", "masuk"]
    assert {name.rstrip("0123456789").rstrip("-") for name in seen.shown} >= places
    assert {"tombol", LAST_INSIDE} <= set(seen.shown)
    assert seen.sizes == {(1366, 768)}
    assert seen.same == []
    assert seen.cut == []
    assert seen.mute == []
    assert seen.unknown == set()
    require_plain_indonesian(seen.texts, only_english)


@pytest.mark.parametrize("user", ["kasir", "pengawas"])
def test_no_english_word_and_no_raw_key_stands_on_any_screen(
    desa: Village, only_english: set[str], user: str
) -> None:
    seen = walked(desa, user, LAST_INSIDE, scale=1.25, look="dark")

    assert seen.shown[-1] == LAST_INSIDE
    assert (seen.cut, seen.mute) == ([], [])
    require_plain_indonesian(seen.texts, only_english)


@pytest.mark.parametrize(
    "planted", ["Save the member", "savings.deposit", "no_day", "{name} disimpan", "<b>x</b>"]
)
def test_a_planted_word_is_found(planted: str, only_english: set[str]) -> None:
    assert words(planted) & only_english or RAW.search(SPELLED.sub(" ", planted))


def test_in_english_no_sentence_of_ours_stays_indonesian_and_all_is_whole_at_125_percent(
    desa: Village,
) -> None:
    translated = {source for source, english in messages() if source != english}
    i18n.use("en", TRANSLATIONS)
    try:
        seen = walked(desa, "bendahara", scale=1.25, look="dark")
    finally:
        i18n.use(i18n.SOURCE_LANGUAGE)

    assert len(seen.texts) > 200
    assert (seen.texts & translated) - OF_THE_BOOKS == set()
    assert (seen.same, seen.cut, seen.mute) == ([], [], [])
