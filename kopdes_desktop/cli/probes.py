"""What `selftest` tries, part by part; each says in a few words what it found, or raises."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.terminal import TerminalSecrets
from kopdes_desktop.kernel.errors import Fault
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.cli.program import Session
    from kopdes_desktop.paper.document import Document

_DAY, _AMOUNT = date(2026, 1, 1), 1_000_000
_NAME, _NIK = "Melati Jati", "3310016502900001"
#: A district that the list of regions has, and what it lies in.
_DISTRICT, _PROVINCE = "331001", "Jawa Tengah"
_ICON, _WORDS, _FONTS = "printer.svg", 2_048, 4


class Probe(NamedTuple):
    """One part of the program: code for programs, title for people, and the trial."""

    code: str
    title: str
    run: Callable[[Call], str]


def _must(truth: object, what: str) -> None:
    if not truth:
        raise Fault(detail=what)


def _bytes(made: bytes) -> str:
    return _("{size} bita").format(size=len(made))


# --- what is shipped ----------------------------------------------------------------------------


def _catalogues(_call: Call) -> str:
    """Every translation is compiled and says something else than the source."""
    from gettext import translation

    from kopdes_desktop.kernel.i18n import DOMAIN
    from kopdes_desktop.places import TRANSLATIONS

    languages = sorted(file.parent.name for file in TRANSLATIONS.glob("*/LC_MESSAGES"))
    _must(languages, "translations")
    for language in languages:
        words = translation(DOMAIN, str(TRANSLATIONS), [language])
        _must(words.gettext("Neraca saldo") != "Neraca saldo", language)
    return ", ".join(("id", *languages))


def _resources(_call: Call) -> str:
    from kopdes_desktop.ledger.chart import shipped_chart
    from kopdes_desktop.places import RESOURCES
    from kopdes_desktop.security.passwords import word_list
    from kopdes_desktop.security.roles import Matrix

    chart, codes = shipped_chart(), Matrix.load().codes()
    _must(chart and codes, "resources")
    _must(len(word_list()) == _WORDS, "words")
    _must(len(list(RESOURCES.glob("fonts/*.ttf"))) == _FONTS, "fonts")
    _must((RESOURCES / "icons" / _ICON).is_file(), "icons")
    _must(list(RESOURCES.glob("themes/*/*.svg")), "themes")
    return _("{accounts} akun, {rights} hak").format(accounts=len(chart), rights=len(codes))


def _regions(_call: Call) -> str:
    from kopdes_desktop.members import regions

    found = regions.path_of(_DISTRICT) or ""
    _must(_PROVINCE in found, "wilayah")
    return found


# --- papers and sheets --------------------------------------------------------------------------


def _paper() -> Document:
    from kopdes_desktop.paper.document import Column, Document, Letterhead

    columns = (Column("day", _("Tanggal"), "day"), Column("amount", _("Jumlah"), "money"))
    row = {"day": _DAY, "amount": _AMOUNT}
    letterhead = Letterhead("Koperasi “Ēkā”", practice=True)
    return Document("selftest", _("Uji coba"), letterhead, "", columns, [row], {})


def _pdf(_call: Call) -> str:
    from kopdes_desktop.paper import pdf

    made = pdf.document(_paper())
    _must(made.startswith(b"%PDF") and b"SourceSans" in made, "pdf")
    return _bytes(made)


def _sheet(_call: Call) -> str:
    """Written, and read back as an old register would be."""
    from kopdes_desktop.paper import grid, spreadsheet

    made = spreadsheet.xlsx(_paper())
    cells = [
        cell for row in grid.read_book(made, "selftest.xlsx").sheets[0].rows for cell in row.cells
    ]
    _must(_AMOUNT in cells, "xlsx")
    _must(str(_AMOUNT).encode() in spreadsheet.csv(_paper()), "csv")
    return _bytes(made)


def _slip(_call: Call) -> str:
    from kopdes_desktop.paper import thermal
    from kopdes_desktop.paper.document import Letterhead, Slip, SlipRow

    made = thermal.encode(Slip(Letterhead("Koperasi"), _("Uji coba"), (SlipRow("Kas", "1.000"),)))
    _must(b"1.000" in made, "slip")
    return _bytes(made)


def _photo(_call: Call) -> str:
    from io import BytesIO

    from PIL import Image

    from kopdes_desktop.members.photos import smaller

    taken = BytesIO()
    Image.new("RGB", (900, 1200), (90, 120, 60)).save(taken, "PNG")
    made = smaller(taken.getvalue(), "photo")
    _must(made.startswith(b"\xff\xd8"), "jpeg")
    return _bytes(made)


# --- keys and books -----------------------------------------------------------------------------


def _keys(_call: Call) -> str:
    """Argon2id, the seal of a field, and an age file: each there and back."""
    import pyrage

    from kopdes_desktop.kernel.ids import system_entropy
    from kopdes_desktop.security import keys, passwords

    sealed = passwords.seal_pin("271828", system_entropy)
    _must(passwords.pin_matches("271828", sealed), "argon2")
    secret = system_entropy(32)
    field = keys.seal(secret, 1, 1, "nik", _NIK, system_entropy)
    _must(keys.unseal(secret, 1, 1, "nik", field) == _NIK, "seal")
    mine = pyrage.x25519.Identity.generate()
    shut = pyrage.encrypt(b"buku", [mine.to_public()])
    _must(pyrage.decrypt(shut, [mine]) == b"buku", "age")
    return "Argon2id, ChaCha20-Poly1305, age"


def _books(call: Call) -> str:
    """A cooperative in a folder that goes again, a member, his deposit and all its papers."""
    with _opened(call) as (session, folder):
        _work(session)
        _prove(session)
        seen = call.program.glimpse(session, folder / "layar")
        _must(seen and all(each.stat().st_size for each in seen), "window")
        hidden = _NIK.encode()
        for file in filter(Path.is_file, (folder / "buku").rglob("*")):
            held = file.read_bytes()
            _must(not held.startswith(b"SQLite format 3") and hidden not in held, "encryption")
    return _("didirikan, disetor, dicetak, dilukis, disusun ulang, tersandi")


@contextmanager
def _opened(call: Call) -> Iterator[tuple[Session, Path]]:
    from tempfile import TemporaryDirectory

    from kopdes_desktop.kernel.progress import Silent

    with (
        TemporaryDirectory(prefix="kopdes-", ignore_cleanup_errors=True) as made,
        _without_anchor(),
    ):
        folder = Path(made)
        call.program.practise(folder / "buku", 0, 0, 1, _DAY, Silent())
        session = call.program.open_books(
            folder / "buku",
            "bendahara",
            "latihan",
            named_day=None,
            seed=None,
            secrets=TerminalSecrets(),
        )
        try:
            yield session, folder
        finally:
            session.close()


def _work(session: Session) -> None:
    """From an application to slip, kuitansi and statement."""
    from kopdes_desktop.paper import pdf, thermal
    from kopdes_desktop.reports.report import find, make
    from kopdes_desktop.savings import slips

    office = session.office
    applied = office.perform("membership.apply", {"name": _NAME, "nik": _NIK, "dusun": "Krajan"})
    decision = {"application": applied.id, "approved": True, "decision_no": "1/PENG"}
    member = office.perform("membership.decide", decision).number
    lines = [{"product": "principal", "amount": 100_000}]
    paid = office.perform("savings.deposit", {"member": member, "lines": lines})
    read = office.reading
    _must(b"100.000" in thermal.encode(slips.slip(read, paid.id)), "slip")
    _must(pdf.receipts([slips.receipt(read, paid.id)]).startswith(b"%PDF"), "kuitansi")
    for code, asked in (("trial_balance", {}), ("member_statement", {"member": member or ""})):
        params = find(code).params(asked, office.today())
        made = office.read(f"report.{code}", make, code, params)
        _must(made.letterhead.practice and pdf.document(made).startswith(b"%PDF"), code)


def _prove(session: Session) -> None:
    from kopdes_desktop.checks import proofs
    from kopdes_desktop.checks.rebuild import rebuild

    office = session.office
    wrong = [each.code for each in office.read("read.checks", proofs.run) if not each.ok]
    _must(not wrong, ", ".join(wrong))
    rebuilt = office.read("read.checks", rebuild, office.own.number, office.calendar)
    _must(rebuilt.ok, "rebuild")


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


def _upgrade(call: Call) -> str:
    """The scripts that bring books of an earlier version here can be loaded and run."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="kopdes-", ignore_cleanup_errors=True) as made:
        return call.program.rehearse_upgrade(Path(made))


def _place(_call: Call) -> str:
    """A frozen program takes nothing from anywhere else; asked last, when all is loaded."""
    from kopdes_desktop.places import RESOURCES

    if not getattr(sys, "frozen", False):
        return str(RESOURCES.parent)
    home = Path(sys.executable).resolve().parent
    named = [
        (name, Path(file))
        for name, module in sys.modules.items()
        if (file := getattr(module, "__file__", None))
    ]
    outside = [  # a part that lies inside another file has a name and no place
        *(
            name
            for name, file in named
            if file.is_absolute() and not file.resolve().is_relative_to(home)
        ),
        *(each for each in sys.path if not Path(each).resolve().is_relative_to(home)),
    ]
    _must(not outside, ", ".join(outside))
    return _("{modules} bagian, semua dari {folder}").format(modules=len(named), folder=home)


PROBES = (
    Probe("catalogues", N_("Bahasa"), _catalogues),
    Probe("resources", N_("Bagan akun dan peran"), _resources),
    Probe("regions", N_("Daftar wilayah"), _regions),
    Probe("pdf", N_("Huruf dan PDF"), _pdf),
    Probe("sheet", N_("Lembar kerja"), _sheet),
    Probe("slip", N_("Struk"), _slip),
    Probe("photo", N_("Foto"), _photo),
    Probe("keys", N_("Kunci dan sandi"), _keys),
    Probe("database", N_("Buku yang terkunci"), _books),
    Probe("upgrade", N_("Naik versi"), _upgrade),
    Probe("place", N_("Tempat program"), _place),
)
