"""Lembar pengambilan: who may fetch how much of a programme in this period, to be signed at once.

For fertiliser by name (e-RDKK): allocation, what was taken, what is left, room for what is fetched
now and for a signature. A day names the season, month or year; goods of a programme, or its code,
name one programme.
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.subsidy import queries, rules
from kopdes_desktop.subsidy.queries import Program

CODE = "takeout_sheet"
_FETCHED, _SIGNED = 64.0, 90.0


@report(CODE, title=N_("Lembar pengambilan barang bersubsidi"), asks=("day", "item"))
def build(read: Reading, params: Params) -> Document:
    """Every programme that gives by name, or the one that is asked for. Raises BadField."""
    asked = list(_programs(read, params.item))
    made = [row for each in asked for row in rows(read, each, params)]
    several = len({row["program"] for row in made}) > 1
    return Document(
        CODE,
        _("Lembar pengambilan {program}").format(program=asked[0].name)
        if len(asked) == 1
        else _("Lembar pengambilan barang bersubsidi"),
        letterhead(read),
        _("Sampai {day}").format(day=wording.day(params.day)),
        (
            Column("no", _("No."), "number"),
            *([Column("program", _("Program"))] if several else []),
            Column("nik", _("NIK")),
            Column("name", _("Nama"), width=3),
            Column("number", _("No. anggota")),
            Column("allotted", _("Alokasi"), "quantity"),
            Column("taken", _("Diambil"), "quantity"),
            Column("left", _("Sisa"), "quantity"),
            Column("unit", _("Satuan")),
            Column("now", _("Diambil sekarang"), room=_FETCHED),
            Column("signature", _("Tanda tangan"), room=_SIGNED),
        ),
        [{"no": n, **row} for n, row in enumerate(made, 1)],
        {},
        notes=(
            _("Sisa menurut penjualan yang sudah dicatat. Setiap pengambilan dijual di kasir."),
        ),
        signers=(Signer(_("Petugas gerai")), Signer(_("Ketua kelompok tani"))),
        about=tuple(_periods(asked, params)),
        ruled=True,
    )


def rows(read: Reading, program: Program, params: Params) -> Iterator[Row]:
    """By name: who stands on the list of the period, and what is left for him."""
    within = rules.span(program.period, params.day)
    for buyer, _quantity in queries.allotments(read, program.code, within.name):
        may = queries.allowance(read, program, buyer, params.day)
        yield {
            "program": program.code,
            "nik": buyer.nik,
            "name": buyer.name or _("(nama dihapus)"),
            "number": buyer.number,
            "allotted": decimal(may.most or 0),
            "taken": decimal(may.taken),
            "left": decimal(may.left or 0),
            "unit": program.unit,
        }


def _programs(read: Reading, name: str | None) -> Iterator[Program]:
    """Those that give by name; or the one of this code, or of this item."""
    if name is None:
        yield from (each for each in queries.programs(read) if each.allocated)
        return
    item = goods.item(read, name)
    code = item.program if item is not None and item.program else name.strip().upper()
    found = queries.program(read, code)
    if found is None:
        reason = _(N_("bukan kode program, dan bukan barang yang termasuk suatu program"))
        raise BadField(name="item", reason=reason, field="item")
    yield found


def _periods(asked: list[Program], params: Params) -> Iterator[str]:
    """For which time each programme's allocation counts."""
    for each in asked:
        within = rules.span(each.period, params.day)
        yield _("{program}: {period}, {first} sampai {last}").format(
            program=each.name,
            period=within.name,
            first=wording.short_day(within.first),
            last=wording.short_day(within.last),
        )
