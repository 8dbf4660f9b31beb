"""The tool that says whether every word is translated, a check of its own, would notice one."""

import gettext
import shutil
from pathlib import Path

import pytest

from tests.house.checkout import script

SOURCE = '''\
"""A module."""

print(_("Simpan {name}"), ngettext("{n} anggota", "{n} anggota", 2), N_("Batal"))
'''
GOOD = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Simpan {name}"
msgstr "Save {name}"

msgid "{n} anggota"
msgid_plural "{n} anggota"
msgstr[0] "one member"
msgstr[1] "{n} members"

msgid "Batal"
msgstr "Cancel"
"""
make = script("make_catalogs")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout whose English is complete."""
    (tmp_path / "kopdes_desktop").mkdir()
    (tmp_path / "kopdes_desktop" / "a.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "resources" / "charts").mkdir(parents=True)
    chart = tmp_path / "resources" / "charts" / "village.csv"
    chart.write_text("code,name_id,name_en\n1-1101,Kas,Cash\n", encoding="utf-8")
    english = tmp_path / "translations" / "en" / "LC_MESSAGES"
    english.mkdir(parents=True)
    (english / "kopdes.po").write_text(GOOD, encoding="utf-8")
    make.Catalogues(tmp_path).renew()
    return tmp_path


def findings(checkout: Path) -> list[str]:
    found: list[str] = make.Catalogues(checkout).findings()
    return found


def reworded(checkout: Path, old: str, new: str) -> None:
    file = checkout / "translations" / "en" / "LC_MESSAGES" / "kopdes.po"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_complete_catalogue_has_no_findings_and_stays_as_it_is(checkout: Path) -> None:
    before = {file: file.read_bytes() for file in checkout.rglob("kopdes.po*")}

    make.Catalogues(checkout).renew()

    assert findings(checkout) == []
    assert {file: file.read_bytes() for file in checkout.rglob("kopdes.po*")} == before


def test_what_an_everyday_event_says_is_a_message_too(checkout: Path) -> None:
    events = checkout / "resources" / "templates" / "everyday.toml"
    events.parent.mkdir()
    events.write_text(
        '[purposes]\nrent = [{ code = "now", title = "Bulan ini" }]\n'
        '[[template]]\ncode = "power"\ntitle = "Bayar listrik"\nwords = ["pln"]\n',
        encoding="utf-8",
    )

    missing = [line for line in findings(checkout) if line.startswith("en: missing")]

    assert missing == ["en: missing: 'Bulan ini'", "en: missing: 'Bayar listrik'"]


def test_a_new_message_makes_the_template_stale_and_the_english_missing(checkout: Path) -> None:
    with (checkout / "kopdes_desktop" / "a.py").open("a", encoding="utf-8") as file:
        file.write('print(_("Setoran"))\n')

    found = findings(checkout)

    assert any(line.startswith("translations/kopdes.pot is stale") for line in found)
    assert "en: missing: 'Setoran'" in found


def test_an_untranslated_message_is_found(checkout: Path) -> None:
    reworded(checkout, 'msgstr "Cancel"', 'msgstr ""')

    assert "en: missing: 'Batal'" in findings(checkout)


def test_a_fuzzy_message_is_found(checkout: Path) -> None:
    reworded(checkout, 'msgid "Batal"', '#, fuzzy\nmsgid "Batal"')

    assert "en: fuzzy: 'Batal'" in findings(checkout)


@pytest.mark.parametrize(
    ("old", "new"), [("Save {name}", "Save {who}"), ("{n} members", "members")]
)
def test_a_translation_with_other_placeholders_is_found(checkout: Path, old: str, new: str) -> None:
    reworded(checkout, old, new)

    assert any("placeholders differ" in line for line in findings(checkout))


def test_a_placeholder_without_a_name_is_found(checkout: Path) -> None:
    with (checkout / "kopdes_desktop" / "a.py").open("a", encoding="utf-8") as file:
        file.write('print(_("Sisa {}"))\n')

    assert "source: a placeholder has no plain name: 'Sisa {}'" in findings(checkout)


def test_the_compiled_catalogue_speaks(checkout: Path) -> None:
    make.Catalogues(checkout).compile()

    english = gettext.translation("kopdes", checkout / "translations", ["en"])

    assert english.gettext("Kas") == "Cash"
    assert english.ngettext("{n} anggota", "{n} anggota", 1) == "one member"


def test_nothing_of_this_machine_or_day_is_in_the_template(checkout: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(checkout, tmp_path / "elsewhere" / "again")

    make.Catalogues(elsewhere).renew()

    here = (checkout / "translations" / "kopdes.pot").read_bytes()
    assert (elsewhere / "translations" / "kopdes.pot").read_bytes() == here
