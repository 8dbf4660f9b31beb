"""One bad line in a catalogue cannot stop a till."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from kopdes_desktop.kernel import i18n
from kopdes_desktop.kernel.errors import BadDay, Refusal
from kopdes_desktop.kernel.i18n import N_

SOURCE = N_("Saldo {name} tidak cukup: ada {balance}.")
ONE, MANY = "{n} anggota di {place}.", "{n} anggota di {place}."


@pytest.fixture(autouse=True)
def _indonesian_again() -> Iterator[None]:
    yield
    i18n.use(i18n.SOURCE_LANGUAGE)


def speak(folder: Path, translated: str, plural: tuple[str, str] = ("", "")) -> None:
    """Use a catalogue with these translations."""
    catalog = Catalog(locale="en")
    catalog.add(SOURCE, translated)
    catalog.add((ONE, MANY), plural)
    file = folder / "en" / "LC_MESSAGES" / "kopdes.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_mo(out, catalog)
    i18n.use("en", folder)


def test_a_right_translation_is_used(tmp_path: Path) -> None:
    speak(
        tmp_path,
        "{name} holds {balance} only.",
        ("{n} member in {place}.", "{n} members in {place}."),
    )

    assert i18n.gettext(SOURCE).format(name="A", balance="Rp1") == "A holds Rp1 only."
    assert i18n.ngettext(ONE, MANY, 1).format(n=1, place="X") == "1 member in X."
    assert i18n.ngettext(ONE, MANY, 2).format(n=2, place="X") == "2 members in X."


@pytest.mark.parametrize(
    "bad",
    [
        "{name} holds too little.",
        "{name} holds {balance} of {limit}.",
        "{name} holds {saldo}.",
        "{name} holds {}, {balance}.",
        "{0} holds {name} {balance}.",
        "{name} holds {balance",
        "{name} holds balance}",
        "{name!z} holds {balance}.",
        "{name:q} holds {balance}.",
        "{name.x} holds {balance}.",
        "{name} holds {balance:>{width}}.",
    ],
)
def test_a_translation_that_cannot_be_filled_is_not_used(tmp_path: Path, bad: str) -> None:
    speak(tmp_path, bad, (bad, bad))

    said = i18n.gettext(SOURCE).format(name="Kas", balance="Rp1")
    counted = i18n.ngettext(ONE, MANY, 3).format(n=3, place="desa")

    assert said == "Saldo Kas tidak cukup: ada Rp1."
    assert counted == "3 anggota di desa."


def test_doubled_braces_are_letters_and_no_placeholders(tmp_path: Path) -> None:
    speak(tmp_path, "{{x}} {name} {balance}")

    assert i18n.gettext(SOURCE).format(name="A", balance="B") == "{x} A B"


def test_an_unknown_language_speaks_indonesian(tmp_path: Path) -> None:
    i18n.use("jv", tmp_path)

    assert i18n.gettext(SOURCE) == SOURCE
    assert i18n.gettext("") == ""


def test_a_refusal_speaks_the_language_now_in_use(tmp_path: Path) -> None:
    refusal = Refusal(SOURCE, field="amount", name="KAS", balance="Rp1")
    before = refusal.message

    speak(tmp_path, "{name}: only {balance}")

    assert before == "Saldo KAS tidak cukup: ada Rp1."
    assert (refusal.message, str(refusal)) == ("KAS: only Rp1",) * 2
    assert (refusal.code, refusal.field) == ("Refusal", "amount")
    assert BadDay(day="1/1/2026", reason="x").code == "BadDay"
