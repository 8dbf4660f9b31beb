"""PERFORMANCE 13 and 14: a ledger of two hundred pages beside a bare canvas, one-page papers warm.

Everything is made from values in hand; papers out of the books are timed in `test_screens`.
"""

import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kopdes_desktop.paper import pdf, raster, thermal
from kopdes_desktop.paper.cells import table_rows
from tests.benchmarks import measure
from tests.paper.examples import BOOK, RECEIPT, SLIP, TRIAL_BALANCE, ledger

pytestmark = pytest.mark.bench
ROWS = 9_600
_EDGES = (410, 485, 560)
_ROWS_A_PAGE = 44
#: A child process that has made a ledger of so many rows, and the most memory it ever had.
CHILD = """
import sys
from pathlib import Path
from kopdes_desktop.paper import pdf
from tests.paper.examples import ledger
def most():
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return int(status.read_text().split("VmHWM:")[1].split()[0])
pdf.document(ledger(1))
rows = ledger(int(sys.argv[1]))
before = most()
pdf.document(rows)
print(most() - before)
"""


def right(edge: float, figures: str) -> float:
    dots = figures.count(".")
    return edge - 8 * (0.556 * (len(figures) - dots) + 0.278 * dots)


def yardstick(rows: list[tuple[str, ...]]) -> bytes:
    """The limit: finished strings, preformatted streams, Helvetica's widths by arithmetic."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for start in range(0, len(rows), _ROWS_A_PAGE):
        canvas.setFont("Helvetica", 8)
        y, code = 770, ["BT /F1 8 Tf"]
        for day, number, text, *figures in rows[start : start + _ROWS_A_PAGE]:
            y -= 16
            words = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            code.append(
                f"1 0 0 1 30 {y} Tm ({day}) Tj 1 0 0 1 85 {y} Tm ({number}) Tj "
                f"1 0 0 1 180 {y} Tm ({words}) Tj"
            )
            for edge, figure in zip(_EDGES, figures, strict=True):
                code.append(f"1 0 0 1 {right(edge, figure):.2f} {y} Tm ({figure}) Tj")
        canvas.addLiteral("\n".join([*code, "ET"]))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_ledger_of_two_hundred_pages_beside_a_preformatted_canvas(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = ledger(ROWS)
    rows = table_rows(document)
    made: dict[str, bytes] = {}

    def ours(_turn: int) -> None:
        made["ours"] = pdf.document(document)

    def bare(_turn: int) -> None:
        with monkeypatch.context() as shipped:
            shipped.setattr(rl_config, "useA85", 1)  # the canvas as reportlab ships it
            made["bare"] = yardstick(rows)

    found = measure.in_turn({"ours": ours, "bare": bare}, turns=4, warm=1)
    told = tmp_path / "memory"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    measure.whole_process([sys.executable, "-c", CHILD, str(ROWS)], env, told)

    pace = found["bare"].cpu / found["ours"].cpu
    measure.table(
        f"Goal 13: a ledger of {ROWS:,} rows",
        ("paper", "pages", "cpu ms", "pace of the canvas", "memory MiB", "goal"),
        [
            (
                "ledger",
                len(PdfReader(BytesIO(made["ours"])).pages),
                found["ours"].cpu,
                pace,
                int(told.read_text()) / 1024,
                "≥ 0.6, ≤ 50 MiB",
            ),
            ("canvas", len(PdfReader(BytesIO(made["bare"])).pages), found["bare"].cpu, 1.0, "", ""),
        ],
    )
    assert len(PdfReader(BytesIO(made["ours"])).pages) >= 200


def test_papers_of_one_page() -> None:
    statement = replace(BOOK, cover=False, chapters=BOOK.chapters[-1:])
    papers: dict[str, tuple[Callable[[], bytes], bytes]] = {
        "kuitansi": (lambda: pdf.receipts([RECEIPT]), b"%PDF"),
        "statement": (lambda: pdf.document(TRIAL_BALANCE), b"%PDF"),
        "statement under the kop": (lambda: pdf.document(statement), b"%PDF"),
        "slip": (lambda: thermal.encode(SLIP), b"\x1b@"),
        "slip as a picture": (lambda: raster.encode(SLIP, 48), b"\x1b@"),
    }

    works = {name: lambda _turn, make=make: make() for name, (make, _start) in papers.items()}
    found = measure.in_turn(works, turns=21, warm=1)

    measure.table(
        "Goal 14: papers of one page, warm",
        ("paper", "p50 ms", "cpu ms", "goal"),
        [(name, each.p50, each.cpu, "≤ 10 ms") for name, each in found.items()],
    )
    for make, start in papers.values():
        assert make().startswith(start)
