"""Daftar lembar tagihan: which sheets are out, since when, and what the others brought.

A sheet that is out for long is no fault of the books; it is something to ask its collector about.
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.log import logged
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings import sheet_book

CODE = "sheets"
_VOID = N_("batal")


@report(CODE, title=N_("Daftar lembar tagihan"), asks=("from", "to", "group"))
def build(read: Reading, params: Params) -> Document:
    """By the day of issue. Sheets that are still out have no day of coming back."""
    made = list(rows(read, params))
    out = [row for row in made if row["days_out"] is not None]
    return Document(
        CODE,
        _("Daftar lembar tagihan"),
        letterhead(read),
        span(read, params),
        (
            Column("number", _("Nomor lembar")),
            Column("issued", _("Terbit"), "day"),
            Column("group", _("Kelompok")),
            Column("collector", _("Petugas tagih"), width=2),
            Column("month", _("Iuran s.d.")),
            Column("members", _("Anggota"), "number"),
            Column("due", _("Tagihan"), "money"),
            Column("collected", _("Uang diterima"), "day"),
            Column("receipt", _("Nomor bukti")),
            Column("received", _("Jumlah diterima"), "money"),
            Column("days_out", _("Hari di luar"), "number"),
        ),
        made,
        {
            "due": sum(int(row["due"]) for row in made),  # type: ignore[call-overload]
            "received": sum(int(row["received"] or 0) for row in made),  # type: ignore[call-overload]
        },
        notes=(_("{count} lembar belum kembali.").format(count=len(out)), *_voided(read, made)),
        about=people.about(read, params),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """The oldest first."""
    only = people.group_of(read, params)
    collectors = {each.code: each.collector for each in members.groups(read)}
    everybody = people.by_key(read)
    for sheet in sheet_book.sheets(read):
        issued = logged(read, sheet.key)
        if issued is None or (only is not None and sheet.group != only.code):
            continue
        day = issued.stamp.bd
        if day > params.until or (params.first is not None and day < params.first):
            continue
        ended = logged(read, sheet.collected_by) if sheet.collected_by is not None else None
        void = savings.is_void(read, sheet.collected_by)
        brought = None if void else ended
        word = _(_VOID) if void else None
        collector = everybody.get(collectors.get(sheet.group) or 0)
        yield {
            "number": sheet.number,
            "issued": day,
            "group": sheet.group,
            "collector": people.label(collector) if collector else None,
            "month": wording.month(sheet.month),
            "members": sheet.members,
            "due": int(sheet.due),
            "collected": brought.stamp.bd if brought else None,
            "receipt": getattr(brought.fact, "number", None) if brought else word,
            "received": int(getattr(brought.fact, "total", 0)) if brought else None,
            "days_out": None if ended else (params.day - day).days,
        }


def _voided(read: Reading, made: list[Row]) -> Iterator[str]:
    """The sheets that ended without money, each with the reason."""
    for row in made:
        if row["receipt"] == _(_VOID):
            sheet = savings.sheet(read, str(row["number"]))
            ended = logged(read, sheet.collected_by or 0)
            yield _("{number} dibatalkan: {reason}").format(
                number=sheet.number, reason=getattr(ended and ended.fact, "reason", "")
            )
