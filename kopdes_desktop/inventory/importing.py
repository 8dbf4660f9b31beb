"""A shop's product list taken in: items, and what lies there, as one import undone as one.

The goods come in as opening stock of the list's day; before anything is kept, the books must hold
as many items more as there were rows, and as much more stock, on the shelves and in the ledger, as
the rows said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.goods.headers import FIELDS
from kopdes_desktop.goods.rows import (
    STOCK as VALUE,
)
from kopdes_desktop.goods.rows import (
    WHOLESALE_FROM,
    ItemLine,
    ItemStudy,
    study_rows,
    worth,
)
from kopdes_desktop.inventory import opening, places
from kopdes_desktop.inventory.tables import STOCK
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.ledger import balances, periods
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.imports import BeginOrder
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.studies import Imported, Problem
from kopdes_desktop.office.taking import Taking, rejects
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.paper.grid import Book

__all__ = ["FIELDS", "ItemStudy", "import_items", "rehearse", "rejects", "study_items"]

ITEMS = "items"
ADD, CATEGORY, OPEN = "goods.add_item", "goods.add_category", "inventory.open_stock"
_ALWAYS = date(9999, 12, 31)
_STOCK_ACCOUNTS = "1-14"
#: So many lines a document: a fact holds 64 kB at most.
_LINES = 250

_SHELVES = Statement(select(func.coalesce(func.sum(STOCK.c.value), 0)))


def study_items(
    read: Reading,
    book: Book,
    *,
    today: date,
    beside: Sequence[Book] = (),
    as_of: date | None = None,
    mapping: Mapping[str, str] | None = None,
    place: str | None = None,
    with_stock: bool = True,
    wholesale_from: str = WHOLESALE_FROM,
) -> ItemStudy:
    """What a product list holds, by row; its stock is that of a place, on a day.

    `beside` are tables of packs, prices, categories or units that belong to the list. Without a day
    in the list its stock is today's. Raises BadFile, NoHeader, OtherBook, NotBeside, BadField,
    BadDay; OpeningAgreed or PeriodClosed when goods can no longer be taken over.
    """
    study = study_rows(
        read,
        book,
        today=today,
        beside=beside,
        as_of=as_of,
        mapping=mapping,
        place=place,
        with_stock=with_stock,
        wholesale_from=wholesale_from,
    )
    if not any(line.quantity for line in study.lines):
        return study
    day = study.as_of or today
    if day > today:
        reason = _(N_("tanggal itu belum tiba"))
        raise BadDay(day=wording.short_day(day), reason=reason, field="as_of")
    _require_place(read, place)
    opening.require_free(read, field="as_of")
    periods.require_open(read, day, opening=True)
    return study


def _require_place(read: Reading, named: str | None) -> None:
    """Refuse goods that would lie nowhere. Raises BadField."""
    if named is not None:
        places.place(read, named)
        return
    known = places.places(read)
    if len(known) == 1:
        return
    reason = (
        _(N_("sebutkan tempat barangnya (gudang atau gerai): {all}")).format(
            all=", ".join(each.code for each in known)
        )
        if known
        else _(
            N_(
                "belum ada tempat barang; tambahkan dahulu gudang atau gerai, atau masukkan daftar "
                "ini tanpa stoknya"
            )
        )
    )
    raise BadField(name="place", reason=reason, field="place")


def import_items(
    office: Office,
    study: ItemStudy,
    *,
    skip_bad: bool = False,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take the items of a study in, and their stock as opening balances of its day.

    Raises RowsFaulty, NothingReady, AlreadyRead, NotPermitted, and what the office refuses.
    """
    return _taking(office, study, progress, confirm_day=confirm_day).run(skip_bad=skip_bad)


def rehearse(
    office: Office,
    study: ItemStudy,
    *,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> tuple[Problem, ...]:
    """What the operations would refuse of a study's rows; done and taken back, nothing stays."""
    return _taking(office, study, progress, confirm_day=confirm_day).rehearse()


def _taking(
    office: Office, study: ItemStudy, progress: Progress | None, *, confirm_day: bool
) -> Taking[ItemLine]:
    stocked = any(line.quantity for line in study.lines)
    codes = [ADD, *([CATEGORY] if study.categories else ()), *([OPEN] if stocked else ())]
    lying: list[dict[str, Any]] = []

    def start(deal: Transaction) -> None:
        lying.clear()
        for code, name in study.categories:
            deal.then(CATEGORY, {"code": code, "name": name})

    def take(deal: Transaction, line: ItemLine) -> None:
        key = deal.then(ADD, dict(line.order))
        if line.quantity:
            quantity = quantities.decimal(line.quantity)
            lying.append({"item": key, "quantity": quantity, "value": int(line.value)})

    def end(deal: Transaction) -> None:
        before = _in_ledger(deal.books)
        for lines in _parted(lying):
            order: dict[str, Any] = {"place": study.place, "lines": lines}
            order |= {"day": study.as_of.isoformat()} if study.as_of else {}
            deal.then(OPEN, order)
        added = sum(each["value"] for each in lying)
        if _in_ledger(deal.books) - before != added:
            msg = "the ledger does not hold the stock that the rows said"
            raise RuntimeError(msg)

    return Taking(
        office,
        study,
        study.lines,
        BeginOrder(ITEMS, study.digest, len(study.lines) or 1, study.as_of),
        codes,
        take,
        _held,
        lambda lines: {VALUE: worth(lines)},
        progress or Silent(),
        confirm_day,
        end,
        start,
        count=_counted,
    )


def _parted(lying: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for first in range(0, len(lying), _LINES):
        yield lying[first : first + _LINES]


def _held(deal: Transaction) -> Mapping[str, int]:
    """What lies on all shelves, in rupiah."""
    return {VALUE: int(deal.books.value(_SHELVES))}


def _counted(deal: Transaction) -> int:
    """How many items there are."""
    return len(goods.items(deal.books, closed=True))


def _in_ledger(read: Reading) -> int:
    """What all accounts of stock hold."""
    found = balances.balances_at(read, _ALWAYS)
    return sum(int(x) for account, x in found.items() if account.startswith(_STOCK_ACCOUNTS))
