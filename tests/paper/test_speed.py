"""PERFORMANCE 13 and 14, measured and printed (`-rP`); no test passes or fails by a clock."""

import time
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from kopdes_desktop.paper import pdf, raster, thermal
from kopdes_desktop.paper.cells import table_rows
from tests.paper.examples import RECEIPT, SLIP, TRIAL_BALANCE, ledger

pytestmark = pytest.mark.bench
_EDGES = (410, 485, 560)
Rows = list[tuple[str, ...]]
_ROWS_A_PAGE = 44


def best(work: Callable[[], object], times: int) -> float:
    """The least processor time of several runs, in seconds."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def right(edge: float, figures: str) -> float:
    dots = figures.count(".")
    return edge - 8 * (0.556 * (len(figures) - dots) + 0.278 * dots)


def yardstick(rows: Rows) -> bytes:
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
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = ledger(9_600)

    ours = best(lambda: pdf.document(document), 3)
    rows = table_rows(document)
    monkeypatch.setattr(rl_config, "useA85", 1)  # the canvas as reportlab ships it
    bare = best(lambda: yardstick(rows), 3)

    print(f"ledger of 9,600 rows: {ours:.3f} s, {bare / ours:.2f} of a preformatted canvas's pace")
    assert len(PdfReader(BytesIO(pdf.document(document))).pages) >= 200


@pytest.mark.parametrize(
    ("what", "work", "begins"),
    [
        ("receipt", lambda: pdf.receipts([RECEIPT]), b"%PDF"),
        ("one-page report", lambda: pdf.document(TRIAL_BALANCE), b"%PDF"),
        ("slip", lambda: thermal.encode(SLIP), b"\x1b@"),
        ("slip as a picture", lambda: raster.encode(SLIP, 48), b"\x1b@"),
    ],
)
def test_a_paper_of_one_page(what: str, work: Callable[[], bytes], begins: bytes) -> None:
    print(f"{what}: {best(work, 20) * 1000:.1f} ms (goal 10)")

    assert work().startswith(begins)
