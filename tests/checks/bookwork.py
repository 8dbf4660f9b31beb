"""What the treasurer alone does: a short year closed and divided, assets, loans, taxes, banks."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image

from kopdes_desktop.kernel.errors import NeedsApproval
from kopdes_desktop.office.office import Office
from tests.builders import approval

BANK = "BRI"
#: The book year of these books that ends with January 2026.
YEAR = "2025"
#: A day on which a loan can begin to bear interest.
BEFORE = {"day": "2026-02-01", "late": "akad diserahkan hari ini"}


def a_short_year(office: Office) -> None:
    """January is a book year of its own; it earned something, and the meeting divides it."""
    lines = [
        {"account": "1-1111", "amount": 9_000_000, "unit": "KTR", "box": BANK},
        {"account": "3-1201", "amount": -8_000_000, "unit": "KTR"},
        {"account": "4-9109", "amount": -1_000_000, "unit": "KTR"},
    ]
    order = {"text": "Bantuan", "lines": lines, "day": "2026-01-30", "late": "surat menyusul"}
    office.perform("accounting.record", order)
    shares = [{"code": "reserve", "percent": "60"}, {"code": "dealings", "percent": "40"}]
    bought = [{"member": "0001", "amount": 500_000}]
    decided = {"year": YEAR, "decision_no": "1/RAT"}
    _do(
        office,
        ("settings.change", {"fields": {"book_year_starts": 2}}),
        ("accounting.close_year", {"year": YEAR}),
        ("surplus.set_shares", {"from_year": YEAR, "decision_no": "1/RAT", "shares": shares}),
        ("surplus.open_dealings", {"year": YEAR, "lines": bought, "reason": "buku belanja lama"}),
        ("surplus.allocate", decided),
        ("surplus.pay", {"how": "cash", "members": ["0001"], "amount": 100_000, "box": BANK}),
    )


def a_month_of_bookwork(office: Office) -> None:
    """Each of her rooms leaves a row in each of its tables."""
    loan = {"lender": "BRI Unit Ngemplak", "account": "2-2101", "principal": 6_000_000}
    terms = {"rate": "6", "months": 12, "first_due": "2026-03-02", "decision_no": "03/RA"}
    rent = {"name": "Sewa kios", "kind": "prepaid", "account": "6-1204", "amount": 1_200_000}
    rate = {"code": "final", "from_day": "2027-01-01", "rate": "0.25", "decision": "PP contoh"}
    budget = [{"account": "6-1101", "unit": "KTR", "amount": 3_600_000}]
    meeting = {"year": YEAR, "day": "2026-03-20", "time": "09.00", "place": "Balai", "number": "1"}
    row = {"day": "2026-02-02", "amount": -6_000, "text": "BIAYA ADM", "balance": 994_000}
    _do(
        office,
        ("members.add_outsider", {"name": "Yayasan Flamboyan"}),
        ("accounting.add_account", {"name": "Listrik gerai", "under": "6-1201"}),
        ("accounting.close_account", {"code": "6-1201-01"}),
        (
            "assets.acquire",
            {"name": "Etalase", "account": "1-2105", "cost": 1_800_000, "box": BANK},
        ),
        ("assets.depreciate", {"month": "2026-02"}),
        ("accounting.set_plan", {**rent, "months": 12, "box": BANK}),
        ("accounting.post_plan", {"plan": "RNC-KR-2026-000001", "month": "2026-02"}),
        ("borrowings.take", {**loan, **terms, "box": BANK, **BEFORE}),
        ("borrowings.accrue", {"month": "2026-02"}),
        ("borrowings.pay", {"loan": "PJK-KR-2026-000001", "amount": 60_000, "box": BANK}),
        ("taxes.set_rate", rate),
        ("taxes.accrue", {"month": "2026-02"}),
        ("taxes.pay", {"code": "final", "month": "2026-02", "amount": 5, "box": BANK}),
        ("taxes.withhold", {"amount": 100_000, "box": BANK}),
        ("budgets.set", {"year": "2026", "lines": budget}),
        ("governance.write_text", {"year": YEAR, "part": "work_plan", "text": "Gerai kedua"}),
        ("governance.set_meeting", {**meeting, "invited": "2026-02-02"}),
        ("accounting.jot", {"template": "bank_fee", "amount": 7_000, "box": BANK, "ref": "RK"}),
        ("accounting.attach", {"entry": "BKK-KR-2026-000001", "files": [_picture()]}),
        ("banking.read_statement", {"box": BANK, "bank": "BRI", "rows": [row]}),
        ("banking.book_row", _bank_fee()),
        ("banking.count_cash", {"box": "KECIL", "cash": 0, "why": "month_end", "witness": "ketua"}),
    )
    compare_with_the_bank(office)


def _bank_fee() -> dict[str, Any]:
    order = {"template": "bank_fee", "amount": 6_000, "box": BANK}
    return {"box": BANK, "row": "2026-02-02:-6000:1", "op": "accounting.jot", "order": order}


def compare_with_the_bank(office: Office) -> None:
    """The first line of the bank account stands on its statement."""
    [first, *_rest] = office.database.connection.execute(
        "SELECT entry, line, amount FROM journal_line WHERE box=? ORDER BY posted_on, entry",
        (BANK,),
    ).fetchall()
    day = office.today().isoformat()
    order = {"box": BANK, "day": day, "balance": first[2], "ticked": [[first[0], first[1]]]}
    office.perform("banking.reconcile", order)


def _picture() -> str:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


def _do(office: Office, *orders: tuple[str, dict[str, Any]]) -> None:
    """One after another, with the chair beside her where it takes two."""
    for code, order in orders:
        try:
            office.perform(code, order)
        except NeedsApproval:
            office.perform(code, order, approval=approval())
