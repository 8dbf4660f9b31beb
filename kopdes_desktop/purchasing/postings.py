"""Which journal purchases make: recipes E01 to E07, and late differences by what is still there.

A payable stands in the unit that bought, under the supplier's key; advances and deposits belong to
the office. Boxes bring the unit that they are in; inter-unit lines come by themselves (R3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, shape
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Line
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact

PAYABLE_ACCOUNT = "2-1201"
ADVANCE_ACCOUNT = "1-1501"
DEPOSIT_ACCOUNT = "1-2401"


class Paid(Fact, frozen=True, omit_defaults=True):
    """Money out of a cash box or a bank; less than zero where it comes in."""

    box: str
    amount: Rupiah


class Owed(Fact, frozen=True, omit_defaults=True):
    """What a supplier is owed from now on, in a unit; less than zero where it grows less."""

    supplier: int
    unit: str
    amount: Rupiah


class Held(Fact, frozen=True, omit_defaults=True):
    """What of a supplier's own is used up: an advance."""

    supplier: int
    amount: Rupiah


def shelved(parts: Iterable[StockSum]) -> list[Line]:
    """Debit goods, or their cost."""
    return [Line(p.account, p.amount, p.unit, lini=p.lini) for p in parts]


def paid(read: Reading, parts: Iterable[Paid]) -> list[Line]:
    """Credit the boxes that pay."""
    boxes = [(chart.box(read, p.box), p.amount) for p in parts]
    return [Line(box.account, -amount, box.unit, box=box.code) for box, amount in boxes]


def owed(parts: Iterable[Owed]) -> list[Line]:
    """Credit what is owed to suppliers."""
    return [Line(PAYABLE_ACCOUNT, -p.amount, p.unit, key=p.supplier) for p in parts]


def advanced(parts: Iterable[Held]) -> list[Line]:
    """Credit what had been paid in advance (E03b)."""
    return [Line(ADVANCE_ACCOUNT, -p.amount, OFFICE_UNIT, key=p.supplier) for p in parts]


# --- the same as rows, for a stranger's fact (FACTS §6, R2) -------------------------------------

#: Goods and cost, boxes, payables, advances: each from a list of the payload.
ROWS = (
    shape.Row("shelved", "debit", "amount", of="shelved", lini="lini"),
    shape.Row("box", "credit", "amount", of="paid", box="box"),
    shape.Row("owed", "credit", "amount", of="owed", key="supplier"),
    shape.Row("advanced", "credit", "amount", of="advanced", key="supplier"),
)


def _shelved(_books: Books, element: Mapping[str, Any]) -> tuple[str, str]:
    return element["account"], element["unit"]


def _owed(_books: Books, element: Mapping[str, Any]) -> tuple[str, str]:
    return PAYABLE_ACCOUNT, element["unit"]


def _advanced(_books: Books, _element: Mapping[str, Any]) -> tuple[str, str]:
    return ADVANCE_ACCOUNT, OFFICE_UNIT


ROLES: Mapping[str, shape.Resolver] = {
    "shelved": _shelved,
    "owed": _owed,
    "advanced": _advanced,
}
