"""Jumlah simpanan per jenis dan unit: sums without any name, for whoever may not see members."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import products
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "savings_totals"


@report(CODE, title=N_("Jumlah simpanan per jenis"), asks=("day",))
def build(read: Reading, params: Params) -> Document:
    """What members have together, how many of them, and the account beside it."""
    made = list(rows(read, params))
    summed = ("balance", "ledger", "difference")
    return Document(
        CODE,
        _("Jumlah simpanan per jenis"),
        letterhead(read),
        on_day(params.day),
        (
            Column("product", _("Kode simpanan")),
            Column("savings", _("Simpanan"), width=2),
            Column("unit", _("Unit"), called=chart.unit_names(read)),
            Column("account", _("Akun")),
            Column("members", _("Anggota"), "number"),
            Column("balance", _("Jumlah per anggota"), "money"),
            Column("ledger", _("Buku besar"), "money"),
            Column("difference", _("Selisih"), "money"),
        ),
        made,
        {name: sum(int(row[name]) for row in made) for name in summed},  # type: ignore[call-overload]
        notes=(_("Selisih nol berarti buku simpanan sama dengan buku besar pada hari itu."),),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """One row a product, in the order of accounts."""
    for product in products.in_order(read):
        held = balances.key_balances_at(read, product.account, params.day)
        mine = -sum(map(int, held.values()))
        whole = -int(balances.balances_at(read, params.day).get(product.account, 0))
        yield {
            "product": product.code,
            "savings": _(product.name),
            "unit": product.unit,
            "account": product.account,
            "members": len(held),
            "balance": mine,
            "ledger": whole,
            "difference": whole - mine,
        }
