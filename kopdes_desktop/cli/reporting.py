"""reports and report: what can be asked of the books, and the answers in every format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kopdes_desktop.cli.call import Call, place_of, standard_output
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.actor import Level

if TYPE_CHECKING:
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.reports.rendering import Format
    from kopdes_desktop.reports.report import Params

_BINARY = frozenset({"xlsx", "pdf"})
#: The report that is never written without saying what is missing in it.
_BOOK = "meeting_pack"
_FOR_PEOPLE = _BINARY | {"text"}


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    verbs.add("reports", N_("Daftar semua laporan."), reports)
    line = verbs.add("report", N_("Buat satu laporan."), report)
    line.add_argument("code", metavar=_("KODE"), help=_("kode laporan, lihat reports"))
    for name, metavar, words in (
        ("--from", _("TANGGAL"), _("sejak tanggal ini")),
        ("--to", _("TANGGAL"), _("sampai tanggal ini")),
        ("--day", _("TANGGAL"), _("keadaan pada tanggal ini")),
        ("--unit", _("KODE"), _("satu unit saja")),
        ("--account", _("KODE"), _("satu akun saja, misalnya 1-1101")),
        ("--member", _("NOMOR"), _("satu anggota saja")),
        ("--group", _("KODE"), _("satu kelompok saja")),
        ("--status", _("STATUS"), _("satu status anggota saja, misalnya active")),
        ("--sheet", _("NOMOR"), _("satu lembar tagihan")),
        ("--place", _("KODE"), _("satu gudang atau gerai saja")),
        ("--item", _("KODE"), _("satu barang, dengan kode atau barcodenya")),
        ("--document", _("NOMOR"), _("satu bukti, misalnya SJ-KR-2026-000001")),
        ("--clerk", _("NAMA"), _("satu petugas saja, dengan nama pengguna")),
        ("--hour", _("JAM"), _("satu jam saja, 0 sampai 23")),
        ("--year", _("TAHUN"), _("tahun buku, dengan tahun awalnya, misalnya 2026")),
        ("--box", _("KODE"), _("satu kas atau bank saja")),
        ("--part", _("BAGIAN"), _("sebagian buku RAT, misalnya members")),
        ("--format", _("BENTUK"), _("json, csv, xlsx, pdf atau text")),
    ):
        line.add_argument(name, metavar=metavar, help=words)
    line.add_argument("--out", metavar=_("BERKAS"), type=Path, help=_("tulis ke berkas ini"))


def reports(call: Call, _given: Given) -> None:
    """The catalogue."""
    from kopdes_desktop.reports.report import catalogue

    found = catalogue()
    call.answer(
        [
            {
                "code": each.code,
                "title": _(each.title),
                "asks": list(each.asks),
                "needs": list(each.needs),
            }
            for each in found
        ],
        [f"{each.code:<20} {_(each.title)}" for each in found],
    )


def report(call: Call, given: Given) -> None:
    """One report, to standard output or a file."""
    from kopdes_desktop.reports import rendering
    from kopdes_desktop.reports.report import QUESTIONS, find

    wanted, out = find(given.code), given.out
    asked: dict[str, str] = {
        name: value for name in QUESTIONS if (value := getattr(given, name)) is not None
    }
    chosen = _format_of(call, given.format, out, rendering.FORMATS, usual="text")
    if chosen in _BINARY and out is None and standard_output().isatty():
        raise WrongUsage(N_("Bentuk {format} perlu --out BERKAS."), format=chosen)
    who = call.who()
    seen, told = None, list[str]()
    if wanted.glance is not None and call.today is None and call.seed is None:
        from kopdes_desktop.reports.glance import Asked

        what = Asked(wanted.code, asked, final=chosen in _FOR_PEOPLE)
        seen = call.program.glance(call.folder, *who, what)
    if seen is not None:
        with place_of(out) as file:
            rendering.put(*seen, chosen, file)
    else:
        with call.books(who) as session:
            office = session.office
            params = wanted.params(asked, office.today())
            if wanted.proven and chosen in _FOR_PEOPLE:
                _prove(office)
            told = _gaps(office, params) if wanted.code == _BOOK and out is not None else []
            with place_of(out) as file:
                office.read(wanted.right, rendering.write, wanted.code, params, chosen, file)
    if out is not None:
        said = {"ok": True, "report": wanted.code, "format": chosen, "out": str(out)}
        call.answer(
            said | ({"gaps": told} if told else {}),
            [*told, _("Ditulis ke {file}.").format(file=out)],
        )


def _gaps(office: Office, params: Params) -> list[str]:
    """What the meeting's book lacks: told with it, the worst first."""
    from kopdes_desktop.reports import meeting_pack

    return office.read(f"report.{_BOOK}", meeting_pack.gaps, params)


def _prove(office: Office) -> None:
    """Run the proofs where something was recorded since, so that what is printed is no draft."""
    from kopdes_desktop.checks import last, proofs

    _known, nothing_since = last.standing(office.reading)
    if not nothing_since and office.may("read.checks") is not Level.NO:
        last.remember(office, office.read("read.checks", proofs.run))


def _format_of(
    call: Call, form: str | None, out: Path | None, among: tuple[Format, ...], *, usual: Format
) -> Format:
    """The format that was named, else the file's own, else JSON for programs. WrongUsage."""
    suffix = out.suffix.removeprefix(".").lower() if out else ""
    names = dict(zip(map(str, among), among, strict=True))
    if form is None:
        return names.get({"txt": "text"}.get(suffix, suffix)) or ("json" if call.json else usual)
    if form not in names:
        raise WrongUsage(
            N_("Tidak ada bentuk {format}; pilih {among}."), format=form, among=", ".join(names)
        )
    if call.json and out is None and form != "json":
        raise WrongUsage(N_("Dengan --json, bentuk {format} perlu --out BERKAS."), format=form)
    return names[form]
