"""The papers of consigned goods: a note on the roll or as a file, the list of all owners."""

from __future__ import annotations

from kopdes_desktop.consignment import slips
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document, Slip
from kopdes_desktop.ui.inventory.papers import sheet
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.members import papers
from kopdes_desktop.ui.printing.receipts import RIGHT


def note(office: Office, fact: int, number: str) -> Paper:
    """What was taken in, given back or made good, for the owner to carry home."""
    slip, made = office.read(RIGHT, _both, fact)
    return Paper(number, lambda: sheet(made), slip=slip, document=made)


def _both(read: Reading, fact: int) -> tuple[Slip, Document]:
    return slips.slip(read, fact), slips.sheet(read, fact)


def everything(office: Office) -> Paper:
    """All owners with what was sold and is owed."""
    return papers.report(office, "consignment", {})
