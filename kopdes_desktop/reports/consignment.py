"""Titip jual: what each owner brought, what of it was sold, what still lies here, what is owed."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.consignment import consignors, queries
from kopdes_desktop.consignment.losses import lying
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "consignment"


@report(CODE, title=N_("Titip jual per penitip"), asks=())
def build(read: Reading, params: Params) -> Document:
    """A row for each item of each owner, as it stands now."""
    made = list(rows(read))
    return Document(
        CODE,
        _("Titip jual per penitip"),
        letterhead(read),
        on_day(params.day),
        (
            Column("owner", _("Penitip"), width=2),
            Column("code", _("Kode")),
            Column("item", _("Barang"), width=2),
            Column("unit", _("Satuan")),
            Column("taken", _("Dititipkan"), "quantity"),
            Column("sold", _("Terjual"), "quantity"),
            Column("returned", _("Kembali"), "quantity"),
            Column("lost", _("Diganti"), "quantity"),
            Column("left", _("Belum terjual"), "quantity"),
            Column("missing", _("Kurang"), "quantity"),
            Column("earned", _("Bagian penitip"), "money"),
            Column("paid", _("Sudah dibayar"), "money"),
            Column("owed", _("Masih utang"), "money"),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in ("earned", "paid", "owed")},
        notes=(
            _(
                "Kurang: seharusnya masih ada menurut catatan, tetapi tidak ada di rak. Setelah "
                "dicari, ganti lewat Titip jual, Ganti yang hilang."
            ),
        ),
    )


def rows(read: Reading) -> Iterator[Row]:
    """By owner, then item; what came from old books stands alone."""
    there = lying(read)
    named = {each.owner: consignors.called(read, each.owner) for each in queries.kept(read)}
    for each in sorted(queries.kept(read), key=lambda kept: (named[kept.owner], kept.item)):
        item = goods.item(read, each.item)
        left = there.get(each.item, 0)
        yield {
            "owner": named[each.owner],
            "code": item.code if item is not None else None,
            "item": item.name if item is not None else _("Saldo buku lama"),
            "unit": item.unit if item is not None else "",
            "taken": rules.decimal(each.taken),
            "sold": rules.decimal(each.sold),
            "returned": rules.decimal(each.returned),
            "lost": rules.decimal(each.lost),
            "left": rules.decimal(left),
            "missing": rules.decimal(each.should_be - left),
            "earned": each.owed,
            "paid": each.settled,
            "owed": each.unpaid,
        }
