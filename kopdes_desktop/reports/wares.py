"""Goods in reports: which place is asked for, and how an item's line begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.inventory import places
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column
from kopdes_desktop.reports.report import Params

K = TypeVar("K", int, str)
#: So many bars stay readable in half a sheet's width.
_BARS = 6


def place_of(read: Reading, params: Params) -> places.Place | None:
    """The place that is asked for, if one is. Raises BadField."""
    return None if params.place is None else places.place(read, params.place.strip().upper())


def about(read: Reading, params: Params) -> tuple[str, ...]:
    """Which place a list was narrowed to, in words above it."""
    place = place_of(read, params)
    return (f"{place.code} {place.name}",) if place is not None else ()


def by_key(read: Reading) -> Mapping[int, Item]:
    """Every item, also those no longer sold."""
    return {item.key: item for item in goods.items(read, closed=True)}


def named(items: Mapping[int, Item], read: Reading, key: int) -> dict[str, object]:
    """Code, name and unit of an item, also of one whose import was undone."""
    item = items.get(key) or goods.require_item(read, key)
    return {"code": item.code, "item": item.name, "unit": item.unit}


def columns() -> tuple[Column, Column]:
    """Code and name, as every list of goods begins."""
    return Column("code", _("Kode")), Column("item", _("Barang"), width=3)


def ties(read: Reading, day: date, mine: Mapping[tuple[str, str], int]) -> Sequence[str]:
    """Whether the goods of each account and unit come to what the ledger has on that day.

    Those that do share a line; each that does not has one of its own.
    """
    agree, differ = [], []
    units = sorted({unit for _account, unit in mine})
    ledgers = {unit: balances.balances_at(read, day, unit) for unit in units}
    for (account, unit), amount in sorted(mine.items()):
        whole = int(ledgers[unit].get(account, 0))
        words = f"{account} {unit} {wording.rupiah(amount)}"
        if whole == amount:
            agree.append(words)
            continue
        differ.append(
            _("{goods}, buku besar {whole}: selisih {rest}.").format(
                goods=words, whole=wording.rupiah(whole), rest=wording.rupiah(whole - amount)
            )
        )
    if agree:
        differ.append(
            _("Sama dengan buku besar pada hari itu: {accounts}.").format(accounts=", ".join(agree))
        )
    return differ


def bars(
    code: str,
    title: str,
    told: str,
    amounts: Mapping[K, int],
    names: Mapping[K, str],
    *,
    money: bool = True,
) -> Chart:
    """The largest amounts as lying bars."""
    shown = sorted(amounts, key=lambda key: (-amounts[key], names[key]))[:_BARS]
    labels = tuple(names[key] for key in shown)
    values = tuple(amounts[key] for key in shown)
    return Chart(code, title, told, "bars", labels, (Series(title, values),), money)
