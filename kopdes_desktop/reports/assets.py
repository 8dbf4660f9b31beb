"""Aset tetap: every card with its cost, what was depreciated, and its book value; does it tie?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kopdes_desktop.assets import classes, queries
from kopdes_desktop.assets.queries import Standing
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "assets"
_SUMMED = ("cost", "taken", "value")


@report(CODE, title=N_("Daftar aset tetap"), asks=("day", "unit"))
def build(read: Reading, params: Params) -> Document:
    """As the cards stood on a day, by account; what is only lent to us is not among them."""
    found = [
        each
        for each in queries.standing(read, params.day)
        if params.unit in {None, each.asset.unit}
    ]
    shown = None
    if params.unit is not None:
        unit = chart.unit(read, params.unit)
        shown = f"{unit.code} {unit.name}"
    made = [_row(each) for each in found]
    return Document(
        CODE,
        _("Daftar aset tetap"),
        letterhead(read),
        on_day(params.day, shown),
        (
            Column("account", _("Akun")),
            Column("number", _("Nomor")),
            Column("name", _("Nama"), width=3),
            Column("unit", _("Unit"), called=chart.unit_names(read)),
            Column("acquired", _("Diperoleh"), "day"),
            Column("months", _("Sisa umur")),
            Column("cost", _("Harga perolehan"), "money"),
            Column("taken", _("Akumulasi penyusutan"), "money"),
            Column("value", _("Nilai buku"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in _SUMMED},
        notes=(_tied(read, params.day, found),) if params.unit is None else (),
        charts=_charts(read, found),
    )


def _row(each: Standing) -> Row:
    return {
        "account": each.asset.account,
        "number": each.asset.number,
        "name": each.asset.name,
        "unit": each.asset.unit,
        "acquired": each.asset.acquired,
        "months": _("{n} bln").format(n=left) if (left := each.asset.months_left) else "–",
        "cost": int(each.cost),
        "taken": int(each.taken),
        "value": int(each.cost - each.taken),
        "entry": each.asset.key if each.asset.source != queries.OPENING else None,
    }


def _tied(read: Reading, day: date, found: Sequence[Standing]) -> str:
    """Whether the cards come to the book value in the ledger on that day."""
    mine = sum(int(each.cost - each.taken) for each in found)
    held = balances.balances_at(read, day)
    theirs = sum(
        int(amount)
        for code, amount in held.items()
        if classes.kind_of(code) or code in queries.contras()
    )
    words = (
        _("Sama dengan nilai buku aset di buku besar: {theirs}.")
        if mine == theirs
        else _(
            "Nilai buku di buku besar {theirs}, menurut kartu {mine}: {rest} belum punya kartu."
            " Buatkan kartunya di layar Aset."
        )
    )
    return words.format(
        mine=wording.rupiah(mine),
        theirs=wording.rupiah(theirs),
        rest=wording.rupiah(theirs - mine),
    )


def _charts(read: Reading, found: Sequence[Standing]) -> tuple[Chart, ...]:
    """The book value of each kind."""
    names = {code: _(name) for code, name in chart.names(read).items()}
    sums: dict[str, int] = {}
    for each in found:
        account = each.asset.account or ""
        sums[account] = sums.get(account, 0) + int(each.cost - each.taken)
    told = _("Nilai buku seluruhnya {amount}.").format(amount=wording.rupiah(sum(sums.values())))
    return (wares.bars("assets_kinds", _("Nilai buku per jenis"), told, sums, names),)
