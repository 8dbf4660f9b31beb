"""The receipt of a fact, ready for screen and printer: the one place where it is made."""

from __future__ import annotations

from msgspec import Struct

from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import on_a5
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Receipt, Slip
from kopdes_desktop.printing import papers, queue
from kopdes_desktop.ui.kit.printer import Paper

RIGHT = "read.slips"
#: To keep printers, take receipts out of the queue, write in passbooks.
CHANGE = "printing.change"


class ReceiptPaper(Struct, frozen=True):
    """A written receipt: to look at, and to print."""

    slip: Slip
    paper: Paper
    number: str


def receipt_paper(office: Office, fact: int, *, copy: bool = False) -> ReceiptPaper:
    """The receipt of a fact.

    A `copy` says SALINAN, unless the queue knows that the first one never came out. Who may only
    look gets a copy always, and it takes nothing out of the queue.
    """
    keeps = office.may(CHANGE) is not Level.NO
    slip, receipt, cash, single = office.read(RIGHT, _both, fact, copy=copy, keeps=keeps)
    name = f"{receipt.number}-SALINAN" if receipt.copy else receipt.number
    made = Paper(
        name,
        lambda: _pdf(receipt, single=single),
        slip=slip,
        receipt=receipt,
        fact=fact if keeps else None,
        drawer=cash and not receipt.copy,
    )
    return ReceiptPaper(slip, made, receipt.number)


def _both(read: Reading, fact: int, *, copy: bool, keeps: bool) -> tuple[Slip, Receipt, bool, bool]:
    again = not keeps or (copy and queue.is_copy(read, fact))
    slip, receipt = papers.both(read, fact, copy=again)
    return slip, receipt, papers.in_notes(read, fact), on_a5(read)


def _pdf(receipt: Receipt, *, single: bool) -> bytes:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use

    return pdf.receipts([receipt], single=single)
