"""check: every proof of the books, and on demand a rebuild and an audit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import Exit
from kopdes_desktop.cli.terminal import Watched
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.checks.check import Result
    from kopdes_desktop.checks.rebuild import Rebuilt
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.office import Office

RIGHT = "read.checks"


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    line = verbs.add("check", N_("Periksa seluruh buku."), check)
    line.add_argument(
        "--rebuild", action="store_true", help=_("susun ulang buku dari catatannya, bandingkan")
    )
    line.add_argument(
        "--slip",
        nargs=2,
        metavar=(_("NOMOR"), _("KODE")),
        help=_("cocokkan kode 20 angka pada struk dengan catatannya"),
    )
    line.add_argument(
        "--audit", action="store_true", help=_("nilai ulang setiap catatan perangkat lain")
    )


def check(call: Call, given: Given) -> int:
    """All proofs; what was found is the answer."""
    from kopdes_desktop.checks import last, proofs, slips

    with call.books() as session:
        office = session.office
        results = office.read(RIGHT, proofs.run)
        last.remember(office, results)
        rebuilt, broken = _replayed(office, rebuild=given.rebuild, audit=given.audit)
        if given.slip:
            results.append(office.read(RIGHT, slips.matches, *given.slip))
    ok = all(each.ok for each in results) and not (rebuilt and rebuilt.differences) and not broken
    found: dict[str, Any] = {
        "ok": ok,
        "checks": [
            {
                "code": each.code,
                "title": _(each.title),
                "ok": each.ok,
                "findings": list(each.findings),
                **_fixed_at(each),
            }
            for each in results
        ],
    }
    if rebuilt is not None:
        found["rebuild"] = {
            "facts": rebuilt.facts,
            "tables": rebuilt.tables,
            "rows": rebuilt.rows,
            "differences": [asdict(each) for each in rebuilt.differences],
        }
    if broken is not None:
        found["audit"] = {"ok": not broken, "findings": broken}
    call.answer(found, _in_words(results, rebuilt, broken))
    return Exit.DONE if ok else Exit.REFUSED


def _fixed_at(each: Result) -> dict[str, str]:
    """Of a red proof, how it is put right, and at which place of the window."""
    from kopdes_desktop.checks.check import fix_of

    fix = None if each.ok else fix_of(each.code)
    return {} if fix is None else {"fix": _(fix.words), "place": fix.place}


def _replayed(
    office: Office, *, rebuild: bool, audit: bool
) -> tuple[Rebuilt | None, list[str] | None]:
    """What replaying the log shows, as far as it was asked for; the two share one replay."""
    from kopdes_desktop.checks import audit as audits
    from kopdes_desktop.checks import rebuild as rebuilds

    given = office.own.number, office.calendar
    if not rebuild:
        return None, office.read(RIGHT, audits.audit, *given) if audit else None
    watched = Watched()
    watch: Progress = watched
    try:
        if audit:
            return office.read(RIGHT, audits.audited_rebuild, *given, progress=watch)
        return office.read(RIGHT, rebuilds.rebuild, *given, progress=watch), None
    finally:
        watched.end()


def _in_words(
    results: list[Result], rebuilt: Rebuilt | None, broken: list[str] | None
) -> Iterator[str]:
    for each in results:
        yield f"{_sign(ok=each.ok)} {_(each.title)}"
        yield from (f"    {finding}" for finding in each.findings)
        if fix := _fixed_at(each):
            yield f"    → {fix['fix']}"
    if rebuilt is not None:
        words = _("Susun ulang: {facts} catatan, {tables} tabel, {rows} baris").format(
            facts=rebuilt.facts, tables=rebuilt.tables, rows=rebuilt.rows
        )
        yield f"{_sign(ok=rebuilt.ok)} {words}"
        yield from (f"    {each}" for each in rebuilt.differences)
    if broken is not None:
        yield f"{_sign(ok=not broken)} " + _("Catatan perangkat lain dinilai ulang")
        yield from (f"    {finding}" for finding in broken)


def _sign(*, ok: bool) -> str:
    return _("[baik] ") if ok else _("[SALAH]")
