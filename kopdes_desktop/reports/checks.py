"""Hasil pemeriksaan buku: every proof with what it found; no names, for helpers read it too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kopdes_desktop.checks import proofs
from kopdes_desktop.checks.check import Result
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "checks"


@report(CODE, title=N_("Pemeriksaan buku"), asks=())
def build(read: Reading, params: Params) -> Document:
    """A row a proof; of a red one a row for each finding."""
    return paper(read, params, proofs.run(read))


def paper(read: Reading, params: Params, results: Sequence[Result]) -> Document:
    """What these proofs found, as the paper of it."""
    made = list(rows(results))
    red = sum(not each.ok for each in results)
    verdict = (
        _("{count} pemeriksaan menemukan kesalahan. Perbaiki sebelum menutup bulan.").format(
            count=red
        )
        if red
        else _("Semua pemeriksaan hijau: buku cocok sampai ke rupiah.")
    )
    return Document(
        CODE,
        _("Pemeriksaan buku"),
        letterhead(read),
        on_day(params.day),
        (
            Column("check", _("Kode"), paper=False),
            Column("title", _("Pemeriksaan"), width=2),
            Column("ok", _("Cocok")),
            Column("result", _("Hasil")),
            Column("finding", _("Temuan"), width=3),
        ),
        made,
        {},
        about=(verdict,),
    )


def rows(results: Iterable[Result]) -> Iterator[Row]:
    """In the order in which the proofs ran."""
    for each in results:
        for finding in each.findings or (None,):
            yield {
                "check": each.code,
                "title": _(each.title),
                "ok": each.ok,
                "result": _("hijau") if each.ok else _("MERAH"),
                "finding": finding,
            }
