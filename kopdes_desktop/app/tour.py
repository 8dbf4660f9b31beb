"""Without a display: build the practice cooperative, work a day, and put everything on paper."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from kopdes_desktop.app import books, founding, practice
from kopdes_desktop.paper import pdf, thermal
from kopdes_desktop.reports import rendering, report
from kopdes_desktop.savings import slips

_REPORTS = ("trial_balance", "journal", "general_ledger")


def tour(out: Path) -> list[Path]:
    """Receipts, slips, reports and a picture of every screen of a cooperative that lived a month.

    Everything is written under `out`, whose earlier contents of the same names are replaced.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kopdes-latihan-") as made:
        folder = Path(made) / "buku"
        receipts = practice.practise(folder)
        with books.open_books(folder, practice.TREASURER, founding.PRACTICE_PASSWORD) as session:
            written = _papers(session, receipts, out)
            written += _reports(session, out)
            written += _pictures(session, out / "layar")
    return written


def _papers(session: books.Session, receipts: list[int], out: Path) -> list[Path]:
    read = session.office.reading
    kuitansi = out / "kuitansi.pdf"
    kuitansi.write_bytes(pdf.receipts([slips.receipt(read, key) for key in receipts]))
    first = slips.slip(read, receipts[0])
    slip, preview = out / "struk-58mm.bin", out / "struk-58mm.txt"
    slip.write_bytes(thermal.encode(first, 32))
    preview.write_text("\n".join(thermal.lines(first, 32)) + "\n", "utf-8")
    return [kuitansi, slip, preview]


def _reports(session: books.Session, out: Path) -> list[Path]:
    written: list[Path] = []
    office = session.office
    for code in _REPORTS:
        asked = {"account": "1-1101"} if code == "general_ledger" else {}
        wanted = report.find(code)
        params = wanted.params(asked, office.today())
        path = out / f"{code}.pdf"
        with path.open("wb") as file:
            office.read(wanted.right, rendering.write, code, params, "pdf", file)
        written.append(path)
    return written


def _pictures(session: books.Session, folder: Path) -> list[Path]:
    from kopdes_desktop.ui.painting import paint  # noqa: PLC0415  Qt comes last

    shutil.rmtree(folder, ignore_errors=True)
    return paint(session, folder)
