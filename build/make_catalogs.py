"""The catalogues: what the program says, collected from the source, and its translations.

    make_catalogs.py            renew kopdes.pot and every kopdes.po, compile them
    make_catalogs.py --check    change nothing; say what is stale, missing, fuzzy or ill-filled
    make_catalogs.py --compile  write the .mo files that the program reads

Messages come from `_`, `ngettext` and `N_` in the package, from the column `name_id` of
resources/charts/*.csv, whose `name_en` is taken where the catalogue has no English yet, from
what resources/templates/everyday.toml says on screen, and from the lines of
resources/statements/*.csv. The files carry no date, version or line number, so that the same source
always gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import tomllib
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
SOURCE, SOURCE_PLURALS = "id", "nplurals=1; plural=0;"  # by hand: Indonesian has one form
PLURALS = {"en": "nplurals=2; plural=(n != 1);"}
#: What everyday events say on screen, wherever in the file it stands.
SAID = ("title", "about", "ask", "amount")
#: What lines of statements say on paper and screen.
PRINTED = ("label", "total", "formula", "about", "fine", "poor")
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: kopdes-desktop\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


class Catalogues:
    """The template and the translations of one checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "translations"
        self.template_file = self.folder / "kopdes.pot"

    def template(self) -> Catalog:
        """Every message of the source, as it stands now."""
        made = Catalog(fuzzy=False)
        named = [(file, row["name_id"]) for file, row in self._accounts()]
        events = self.root / "resources" / "templates" / "everyday.toml"
        said = [(events, words) for words in _said(events)]
        printed = [*self._statements()]
        for where, message in filter(itemgetter(1), [*self._code(), *named, *said, *printed]):
            made.add(message, locations=[(where.relative_to(self.root).as_posix(), 1)])
        return made

    def translations(self) -> list[tuple[str, Path]]:
        """Language and file of each translation."""
        return [
            (file.parts[-3], file) for file in sorted(self.folder.glob("*/LC_MESSAGES/kopdes.po"))
        ]

    def renewed(self, language: str, file: Path, template: Catalog) -> Catalog:
        """The translation with the messages of today: new ones empty, old ones gone."""
        catalog = _read(file, language)
        catalog.update(template, no_fuzzy_matching=True)
        for _file, row in self._accounts():
            message = catalog.get(row["name_id"])
            if message is not None and not message.string:
                message.string = row.get(f"name_{language}") or ""
        return catalog

    def texts(self, template: Catalog) -> dict[Path, str]:
        """What each tracked file should hold."""
        wanted = {self.template_file: _text(template, SOURCE, SOURCE_PLURALS)}
        for language, file in self.translations():
            renewed = self.renewed(language, file, template)
            wanted[file] = _text(renewed, language, PLURALS[language])
        return wanted

    def renew(self) -> None:
        for file, text in self.texts(self.template()).items():
            file.write_text(text, encoding="utf-8", newline="\n")

    def compile(self) -> None:
        """Write the .mo files, each whole or not at all."""
        for language, file in self.translations():
            buffer = io.BytesIO()
            write_mo(buffer, _read(file, language), use_fuzzy=False)
            half = file.with_suffix(f".{os.getpid()}.part")
            half.write_bytes(buffer.getvalue())
            half.replace(file.with_suffix(".mo"))

    def findings(self) -> list[str]:
        """All that is wrong, one line each."""
        template = self.template()
        found = [f"source: {fault}" for message in template for fault in _unnamed(message)]
        for file, text in self.texts(template).items():
            if not file.is_file() or file.read_text(encoding="utf-8") != text:
                name = file.relative_to(self.root).as_posix()
                found.append(f"{name} is stale: python build/make_catalogs.py renews it")
        for language, file in self.translations():
            renewed = self.renewed(language, file, template)
            found += [f"{language}: {fault}" for message in renewed for fault in _faults(message)]
        return found

    def _code(self) -> Iterator[tuple[Path, str | tuple[str, ...]]]:
        for file in sorted((self.root / "kopdes_desktop").rglob("*.py")):
            for _line, message, _comments, _context in extract_from_file("python", file, KEYWORDS):
                yield file, message

    def _accounts(self) -> Iterator[tuple[Path, dict[str, str]]]:
        for file in sorted((self.root / "resources" / "charts").glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    if row.get("name_id"):
                        yield file, row

    def _statements(self) -> Iterator[tuple[Path, str]]:
        """What lines of statements and ratios are called, and what they mean."""
        for file in sorted((self.root / "resources" / "statements").glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield from ((file, row[name]) for name in PRINTED if row.get(name))


def _said(file: Path) -> Iterator[str]:
    """The words of everyday events, in the order of the file; none where there is no file."""
    waiting: list[object] = [tomllib.loads(file.read_text("utf-8"))] if file.is_file() else []
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, dict):
            yield from (here[name] for name in SAID if name in here)
            waiting[:0] = [each for each in here.values() if isinstance(each, (dict, list))]
        elif isinstance(here, list):
            waiting[:0] = here


def _read(file: Path, language: str) -> Catalog:
    with file.open("rb") as lines:
        return read_po(lines, locale=language, charset="utf-8", abort_invalid=True)


def _text(catalog: Catalog, language: str, plurals: str) -> str:
    body = io.BytesIO()
    write_po(
        body,
        catalog,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return HEADER.format(language=language, plurals=plurals) + body.getvalue().decode("utf-8")


def _forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value or ""] if isinstance(value, str) or value is None else [*value]


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name is not None}


def _unnamed(message: Message) -> list[str]:
    """Placeholders without a name, and braces that `format` cannot read."""
    found = []
    for form in filter(None, _forms(message.id)):
        try:
            if any(not name.isidentifier() for name in _placeholders(form)):
                found.append(f"a placeholder has no plain name: {form!r}")
        except ValueError as error:
            found.append(f"{error}: {form!r}")
    return found


def _faults(message: Message) -> list[str]:
    """What is wrong with one translation; an English singular may leave its number out."""
    if not message.id:
        return []
    sources, translated = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        return [f"fuzzy: {sources[0]!r}"]
    if not all(translated):
        return [f"missing: {sources[0]!r}"]
    try:
        wanted, used = _placeholders(sources[-1]), [_placeholders(form) for form in translated]
    except ValueError as error:
        return [f"{error}: {translated[-1]!r}"]
    if used[-1] != wanted or any(not form <= wanted for form in used):
        return [f"placeholders differ: {sources[-1]!r}"]
    return []


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    wish = parser.add_mutually_exclusive_group()
    wish.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    wish.add_argument("--compile", action="store_true", help="only write the .mo files")
    chosen = parser.parse_args()
    catalogues = Catalogues(ROOT)
    if chosen.check:
        found = catalogues.findings()
        print("\n".join(found) or "catalogues: complete")
        return 1 if found else 0
    if not chosen.compile:
        catalogues.renew()
    catalogues.compile()
    return 0


if __name__ == "__main__":
    sys.exit(main())
