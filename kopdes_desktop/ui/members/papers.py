"""The papers of the members' screens: receipts, statements, minutes. Made off the window."""

from __future__ import annotations

import re

from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.printing.receipts import ReceiptPaper, receipt_paper

SLIPS = "read.slips"


def of_savings(office: Office, fact: int, *, copy: bool = False) -> ReceiptPaper:
    """The receipt of money that came in or went out of savings."""
    return receipt_paper(office, fact, copy=copy)


def of_membership(office: Office, fact: int, *, copy: bool = False) -> ReceiptPaper:
    """The receipt of money paid before admission, or paid back."""
    return receipt_paper(office, fact, copy=copy)


def minutes(office: Office, fact: int, number: str) -> Paper:
    """The minutes (berita acara) of a settlement, kept under its member's number."""
    from kopdes_desktop.membership import slips  # noqa: PLC0415  with the first such paper

    return _printed(office.read(SLIPS, slips.minutes, fact), number)


def report(office: Office, code: str, given: dict[str, str], number: str = "") -> Paper:
    """A report as it is printed; `number` tells one member's from another's."""
    from kopdes_desktop.reports import report as reports  # noqa: PLC0415  with the first report

    found = reports.find(code)
    params = found.params(given, office.today())
    return _printed(office.read(found.right, reports.make, code, params), number)


def member_cards(office: Office, given: dict[str, str], name: str) -> tuple[int, Paper]:
    """Cards of the members asked for, and how many these are; `name` tells sheets apart."""
    from kopdes_desktop.reports import report as reports  # noqa: PLC0415  with the first report

    found = reports.find("member_cards")
    params = found.params(given, office.today())
    made: Document = office.read(found.right, reports.make, found.code, params)
    return len(made.cards), _printed(made, name)


def for_phone(office: Office, number: str) -> tuple[str, Paper]:
    """How a member stands, for WhatsApp: words to be pasted, and his statement as a picture."""
    from kopdes_desktop.reports import member_message  # noqa: PLC0415  with the first message
    from kopdes_desktop.reports import report as reports  # noqa: PLC0415  as above

    found = reports.find("member_statement")
    params = found.params({"member": number}, office.today())
    words: str = office.read(found.right, member_message.message, params)
    made: Document = office.read(found.right, reports.make, found.code, params)
    return words, Paper(_named(made, number), lambda: _picture(made), suffix="png")


def _printed(made: Document, number: str) -> Paper:
    return Paper(_named(made, number), lambda: _document(made))


def _named(made: Document, number: str) -> str:
    """A file's name: what it is, whose, and of which days."""
    whose = "" if number and number in made.title else number
    return re.sub(r"[^\w.]+", "-", f"{made.title} {whose} {made.period}".lower()).strip("-")


def _document(made: Document) -> bytes:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use
    from kopdes_desktop.reports import rendering  # noqa: PLC0415  as above

    return pdf.document(rendering.on_paper(made))


def _picture(made: Document) -> bytes:
    from kopdes_desktop.paper import picture  # noqa: PLC0415  as above

    return picture.png(_document(made))
