"""Etiket rak: which items get a label, and on paper the labels themselves, twenty-four a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.shelf import Shelf, Shelved
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document, Label
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "item_labels"


@report(CODE, title=N_("Etiket rak"), asks=("day", "group", "item"))
def build(read: Reading, params: Params) -> Document:
    """All that is sold, a category's items (`group`), or one item."""
    shelf = Shelf.load(read, params.day)
    if params.item is not None:
        chosen = [shelf.get(goods.require_item(read, params.item).key)]
    else:
        chosen = [
            each
            for each in shelf.find("", max(len(shelf), 1))
            if params.group is None or each.item.category == params.group
        ]
    return document(read, params, shelf, [each for each in chosen if each is not None])


def document(
    read: Reading, params: Params, shelf: Shelf, chosen: Sequence[Shelved], copies: int = 1
) -> Document:
    """Labels of these items, each so many times."""
    return Document(
        CODE,
        _("Etiket rak"),
        letterhead(read),
        on_day(params.day),
        (
            *wares.columns(),
            Column("unit", _("Satuan")),
            Column("price", _("Harga"), "money"),
            Column("barcode", _("Barcode"), width=2),
        ),
        [
            {
                "code": each.item.code,
                "item": each.item.name,
                "unit": each.item.unit,
                "price": shelf.price(each, member=False),
                "barcode": _code(each),
            }
            for each in chosen
        ],
        {},
        labels=tuple(labels(shelf, chosen, copies)),
    )


def labels(shelf: Shelf, chosen: Iterable[Shelved], copies: int) -> Iterable[Label]:
    """What stands on each label: the price of one unit, a member's below it."""
    for each in chosen:
        price, member = shelf.price(each, member=False), shelf.price(each, member=True)
        cheaper = member is not None and price is not None and member < price
        notes = (_("anggota {price}").format(price=rupiah(member or 0)),) if cheaper else ()
        made = Label(
            each.item.name,
            rupiah(price) if price is not None else "Rp …",
            each.item.unit,
            _code(each),
            notes,
        )
        for _n in range(copies):
            yield made


def _code(each: Shelved) -> str:
    """The barcode of the unit, or the item's own code."""
    return next((one.code for one in each.codes if not one.pack), each.item.code)
