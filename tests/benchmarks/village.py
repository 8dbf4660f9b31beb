"""Members and orders to measure with; the cooperative itself is the one of tests/builders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.transaction import Request
from tests import builders

TREASURER = "bendahara"
EXPENSES = ("6-1101", "6-1102", "6-1103", "6-1201", "6-1202", "6-1203", "6-1204", "6-1205")

Order = dict[str, Any]


def admit(session: Session, count: int) -> list[int]:
    """New members by application and decision; their keys."""
    office = session.office
    applied = office.perform_all(
        [
            Request(
                "membership.apply",
                {"name": f"Anggota Nomor {n}", "nik": builders.nik(n), "dusun": "Krajan"},
            )
            for n in range(1, count + 1)
        ]
    )
    decision = {"approved": True, "decision_no": "1/PENG"}
    office.perform_all(
        [Request("membership.decide", {"application": each.id, **decision}) for each in applied]
    )
    return [each.id for each in applied]


def fill_boxes(session: Session, amount: int = 10**12) -> None:
    """Money in safe and bank, so that no payment is refused for want of it."""
    lines = [
        {"account": "1-1101", "amount": amount, "unit": "KTR"},
        {"account": "1-1111", "amount": amount, "unit": "KTR"},
        {"account": "3-1201", "amount": -2 * amount, "unit": "KTR"},
    ]
    day = builders.DAY.isoformat()
    session.office.perform("accounting.open_balances", {"day": day, "lines": lines})


def deposits(members: Sequence[int], count: int, cash: str = "KAS") -> Iterator[Order]:
    """Receipts of one month's dues, member after member; twelve months ahead is where they end."""
    for n in range(count):
        line = {"product": "mandatory", "months": 1}
        yield {"member": members[n % len(members)], "lines": [line], "cash": cash}


def journals(count: int) -> Iterator[Order]:
    """Entries of ten lines in one unit: a month's bills, paid from the bank."""
    for n in range(count):
        lines = [
            {"account": code, "amount": 1_000 * place + n, "unit": "KTR"}
            for place, code in enumerate((*EXPENSES, "6-1207"), 1)
        ]
        whole = sum(int(str(line["amount"])) for line in lines)
        lines.append({"account": "1-1111", "amount": -whole, "unit": "KTR"})
        yield {"text": "Bayar tagihan bulan ini", "lines": lines}
