"""Without a display: build the practice cooperative, work a day, and put everything on paper."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kopdes_desktop.app import books, founding, practice
from kopdes_desktop.app.life import TREASURER, Lived
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.log import logged
from kopdes_desktop.paper import pdf, thermal
from kopdes_desktop.reports import rendering, report
from kopdes_desktop.savings import slips
from kopdes_desktop.savings.withdrawals import Withdrawn

#: So many kuitansi of withdrawals are printed.
_WITHDRAWALS = 4
_COLUMNS = 32


def tour(out: Path) -> list[Path]:
    """Receipts, slips, reports and a picture of every screen of a cooperative that lived a quarter.

    Everything is written under `out`, whose earlier contents of the same names are replaced.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kopdes-latihan-") as made:
        folder = Path(made) / "buku"
        lived = practice.practise(folder)
        with books.open_books(folder, TREASURER, founding.PRACTICE_PASSWORD) as session:
            written = [*_papers(session, lived, out), *_reports(session, lived, out)]
            written += _pictures(session, out / "layar")
    return written


def _papers(session: books.Session, lived: Lived, out: Path) -> Iterator[Path]:
    """Kuitansi for the file, and slips as the roll gets them with what they look like."""
    yield _kuitansi(session, lived.receipts, out / "kuitansi.pdf")
    yield _kuitansi(session, lived.withdrawals[-_WITHDRAWALS:], out / "kuitansi-penarikan.pdf")
    for name, key in (
        ("struk", lived.receipts[0]),
        ("struk-penarikan", lived.withdrawals[-1]),
        ("struk-kolektif", lived.collected[-1]),
    ):
        made = slips.slip(session.office.reading, key)
        slip, preview = out / f"{name}-58mm.bin", out / f"{name}-58mm.txt"
        slip.write_bytes(thermal.encode(made, _COLUMNS))
        preview.write_text("\n".join(thermal.lines(made, _COLUMNS)) + "\n", "utf-8")
        yield from (slip, preview)


def _kuitansi(session: books.Session, keys: list[int], path: Path) -> Path:
    read = session.office.reading
    path.write_bytes(pdf.receipts([slips.receipt(read, key) for key in keys]))
    return path


def _asked(session: books.Session, lived: Lived) -> dict[str, dict[str, str]]:
    """The reports of the tour, and what each is asked for."""
    return {
        "trial_balance": {},
        "journal": {},
        "general_ledger": {"account": "1-1101"},
        "member_register": {},
        "member_statement": {"member": _somebody(session, lived)},
        "savings_balances": {},
        "mandatory_dues": {},
        "collection_sheet": {"sheet": lived.sheets[-1]},
        "settlement": {"member": lived.settlements[0]},
    }


def _somebody(session: books.Session, lived: Lived) -> str:
    """Who came last to take money out: his statement has lines."""
    read = session.office.reading
    found = logged(read, lived.withdrawals[-1])
    if found is None or not isinstance(found.fact, Withdrawn):
        return ""
    return members.require_member(read, found.fact.member).number or ""


def _reports(session: books.Session, lived: Lived, out: Path) -> Iterator[Path]:
    office = session.office
    for code, asked in _asked(session, lived).items():
        wanted = report.find(code)
        params = wanted.params(asked, office.today())
        path = out / f"{code}.pdf"
        with path.open("wb") as file:
            office.read(wanted.right, rendering.write, code, params, "pdf", file)
        yield path


def _pictures(session: books.Session, folder: Path) -> list[Path]:
    from kopdes_desktop.ui.painting import paint  # noqa: PLC0415  Qt comes last

    shutil.rmtree(folder, ignore_errors=True)
    return paint(session, folder)
