"""Collectors' sheets in a list: what went out and what came back; one statement for all."""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings.tables import SHEET, SHEET_ROW

_ALL = Statement(
    select(
        SHEET.c.key,
        SHEET.c.number,
        SHEET.c.group_code,
        SHEET.c.month,
        SHEET.c.collected_by,
        func.count(SHEET_ROW.c.member.distinct()),
        func.coalesce(func.sum(SHEET_ROW.c.due), 0),
    )
    .outerjoin(SHEET_ROW, SHEET_ROW.c.sheet == SHEET.c.key)
    .group_by(SHEET.c.key)
    .order_by(SHEET.c.key)
)


class SheetLine(Struct, frozen=True):
    """A sheet on one line: how many members stand on it, and what they owed together.

    `collected_by` is the fact that ended it: its money came, or it is void.
    """

    key: int
    number: str
    group: str
    month: Month
    collected_by: int | None
    members: int
    due: Rupiah


def sheets(read: Reading) -> list[SheetLine]:
    """Every sheet, the oldest first."""
    return [
        SheetLine(row[0], row[1], row[2], Month(row[3]), row[4], row[5], Rupiah(row[6]))
        for row in read.rows(_ALL)
    ]
