"""Nomor bukti: every series of every year, how far it is, and what is missing in it (nothing)."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import log, numbering
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "number_gaps"
#: Numbers named in a row; more are counted.
_NAMED = 5


@report(CODE, title=N_("Urutan nomor bukti"), asks=())
def build(read: Reading, params: Params) -> Document:
    """As of now: a number is taken with its document, so that none is ever missing."""
    made = list(rows(read))
    lacking = sum(int(str(row["gaps"])) for row in made)
    note = (
        _("Tidak ada nomor yang terlewat.")
        if not lacking
        else _("Ada nomor yang terlewat. Jalankan Periksa dan pulihkan dari cadangan.")
    )
    return Document(
        CODE,
        _("Urutan nomor bukti"),
        letterhead(read),
        on_day(params.day),
        (
            Column("series", _("Seri")),
            Column("year", _("Tahun")),
            Column("last", _("Nomor terakhir"), "number"),
            Column("used", _("Terpakai"), "number"),
            Column("gaps", _("Terlewat"), "number"),
            Column("missing", _("Yang terlewat"), width=2),
        ),
        made,
        {"gaps": lacking},
        notes=(note,),
    )


def rows(read: Reading) -> Iterator[Row]:
    """A row for each kind, series and year of documents; lifelong series are no vouchers."""
    used: dict[tuple[str, str, int], set[int]] = {}
    for text in log.numbers(read):
        parts = numbering.parse(text)
        if parts is not None:
            used.setdefault((parts.kind, parts.series, parts.year), set()).add(parts.n)
    for kind, series, year, last in sorted(numbering.counters(read.database)):
        if year == numbering.LIFELONG:
            continue
        taken = used.get((kind, series, year), set())
        gaps = [n for n in range(1, last + 1) if n not in taken]
        named = [str(numbering.DocumentNumber(kind, series, year, n)) for n in gaps[:_NAMED]]
        yield {
            "series": f"{kind}-{series}",
            "year": str(year),
            "last": last,
            "used": len(taken),
            "gaps": len(gaps),
            "missing": ", ".join(named) + (" …" if len(gaps) > _NAMED else ""),
        }
