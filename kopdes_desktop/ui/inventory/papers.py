"""The papers of the stock screens, as PDF: made off the window."""

from __future__ import annotations

from collections.abc import Callable

from kopdes_desktop.consignment import slips
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document, Slip
from kopdes_desktop.ui.inventory.reading import RIGHT
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.printing.receipts import RIGHT as SLIPS


def paper(office: Office, make: Callable[[Reading, int], Document], key: int, name: str) -> Paper:
    """A document of the fact with this key, kept under this name."""
    made = office.read(RIGHT, make, key)
    return Paper(name, lambda: sheet(made), document=made)


def transfer_note(office: Office, key: int, number: str) -> Paper:
    """The note that goes with goods."""
    from kopdes_desktop.reports import stock_papers  # noqa: PLC0415  with the first such paper

    return paper(office, stock_papers.transfer_note, key, number)


def write_off_record(office: Office, key: int, number: str) -> Paper:
    """The record of goods that left without a sale."""
    from kopdes_desktop.reports import stock_papers  # noqa: PLC0415  with the first such paper

    return paper(office, stock_papers.write_off_record, key, number)


def consignment_note(office: Office, fact: int, number: str) -> Paper:
    """What of others' goods was taken in, given back or made good; on the roll or as a file."""
    slip, made = office.read(SLIPS, _noted, fact)
    return Paper(number, lambda: sheet(made), slip=slip, document=made)


def _noted(read: Reading, fact: int) -> tuple[Slip, Document]:
    return slips.slip(read, fact), slips.sheet(read, fact)


def blind_sheet(office: Office, key: int, number: str) -> Paper:
    """What is to be counted, to walk with."""
    from kopdes_desktop.reports import count_papers  # noqa: PLC0415  with the first such paper

    return paper(office, count_papers.blind_sheet, key, f"{number}-lembar")


def count_record(office: Office, key: int, number: str) -> Paper:
    """The record of an ended count."""
    from kopdes_desktop.reports import count_papers  # noqa: PLC0415  with the first such paper

    return paper(office, count_papers.count_record, key, f"{number}-berita-acara")


def sheet(made: Document) -> bytes:
    """A document as PDF."""
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use
    from kopdes_desktop.reports import rendering  # noqa: PLC0415  as above

    return pdf.document(rendering.on_paper(made))
