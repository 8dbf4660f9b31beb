"""What falls due within a year stands apart on the whole sheet and on that of its unit."""

from pathlib import Path

from kopdes_desktop.reports import current_parts
from kopdes_desktop.statements import compute
from tests.builders import DAY, approval, open_books

LOAN = {
    "lender": "BRI Unit Desa",
    "account": "2-2101",
    "principal": 24_000_000,
    "rate": "6",
    "months": 24,
    "first_due": "2026-03-02",
    "decision_no": "03/RA",
    "box": "BRI",
}


def test_the_office_s_sheet_parts_its_loans_as_the_whole_does(practice: Path) -> None:
    with open_books(practice) as session:
        session.office.perform("borrowings.take", LOAN, approval=approval())
        read = session.office.reading
        sheets = {
            unit: compute.balance_sheet(read, DAY, unit, current_parts.splits(read, DAY, unit))
            for unit in (None, "KTR", "G1")
        }

    shown = {unit: sheet.figures.of("borrowings_current") for unit, sheet in sheets.items()}

    assert shown == {None: 12_000_000, "KTR": 12_000_000, "G1": 0}
