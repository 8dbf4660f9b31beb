"""Where Enter leads from a line of a report: ledger, entry or member. On the database's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import ModuleType

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import day, short_day
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import slips as membership_slips
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Column, Document, Receipt, Slip
from kopdes_desktop.reports import report
from kopdes_desktop.savings import slips as savings_slips
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.reports.answers import PERSONS, build

LEDGER, JOURNAL, STATEMENT = "general_ledger", "journal", "member_statement"
#: No report of the catalogue: one entry, as it was posted.
ENTRY = "entry"
Row = Mapping[str, object]


SLIPS = "read.slips"
_MAKERS: tuple[ModuleType, ...] = (savings_slips, membership_slips)


@dataclass(frozen=True, slots=True)
class Voucher:
    """The paper that an entry was made with: to look at, and to print again as a copy."""

    title: str
    slip: Slip
    paper: Paper


@dataclass(frozen=True, slots=True)
class Source:
    """What a line comes from: the report and its answers, or one entry, already built."""

    code: str
    given: dict[str, str]
    made: Document


def follow(session: Session, code: str, given: dict[str, str], row: Row) -> Source | None:
    """The source of a line, as far as the document knows it and this user may see it."""
    office = session.office
    account, entry, number = row.get("account"), row.get("entry"), row.get("number")
    if isinstance(account, str) and code not in {JOURNAL, LEDGER, ENTRY} and _may(office, LEDGER):
        return _report(session, LEDGER, {"account": account, **_span(given, office.today())})
    name = entry if isinstance(entry, int) else number if isinstance(number, str) else None
    if name is not None and code != ENTRY and _may(office, JOURNAL):
        made = office.read(f"report.{JOURNAL}", entry_document, name)
        if made is not None:
            return Source(ENTRY, {"entry": str(name)}, made)
    member = row.get("member", number)
    if isinstance(member, int | str) and code != STATEMENT and _may(office, STATEMENT):
        found = office.read(PERSONS, members.member, member)
        if found is not None and found.number:
            return _report(session, STATEMENT, {"member": found.number})
    return None


def _may(office: Office, code: str) -> bool:
    return office.may(f"report.{code}") is not Level.NO


def _report(session: Session, code: str, given: dict[str, str]) -> Source | None:
    try:
        asks = report.find(code).asks
    except report.UnknownReport:
        return None
    answers = {str(name): given[name] for name in asks if name in given}
    return Source(code, answers, build(session, code, answers))


def _span(given: dict[str, str], today: date) -> dict[str, str]:
    """The same span, or the year up to the day, and the same unit."""
    until = given.get("to") or given.get("day") or short_day(today)
    first = given.get("from") or f"01/01/{until[-4:]}"
    span = {"from": first, "to": until}
    return span | {"unit": given["unit"]} if "unit" in given else span


def entry_document(read: Reading, name: int | str) -> Document | None:
    """One entry as it stands in the journal; None when there is none of this name."""
    found = balances.posted(read, name)
    if found is None:
        return None
    entry, names = balances.entry_of(read, found.key), chart.names(read)
    rows = [
        {
            "account": line.account,
            "name": _(names[line.account]),
            "unit": line.unit,
            "debit": max(int(line.amount), 0),
            "credit": max(-int(line.amount), 0),
        }
        for line in entry.lines
    ]
    title = _("Jurnal {number}").format(number=found.number or found.key)
    booked = (
        day(found.posted_on)
        if found.posted_on == found.bd
        else _(N_("{day}, dibukukan {posted}")).format(
            day=day(found.bd), posted=day(found.posted_on)
        )
    )
    return Document(
        ENTRY,
        title,
        letterhead(read),
        booked,
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            Column("unit", _("Unit")),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
        ),
        rows,
        {side: sum(row[side] for row in rows) for side in ("debit", "credit")},  # type: ignore[misc]
        notes=(found.text,),
    )


def voucher(session: Session, name: str) -> Voucher | None:
    """The slip behind an entry, by key or number; None when it has none or may not be seen."""
    office = session.office
    if office.may(SLIPS) is Level.NO:
        return None
    return office.read(SLIPS, _voucher, int(name) if name.isdigit() else name)


def _voucher(read: Reading, name: int | str) -> Voucher | None:
    found = balances.posted(read, name)
    if found is None:
        return None
    for maker in _MAKERS:
        try:
            slip = maker.slip(read, found.key, copy=True)
            receipt = maker.receipt(read, found.key, copy=True)
        except (BadField, KeyError):
            continue
        title = found.number or str(found.key)
        return Voucher(title, slip, Paper(f"{title}-SALINAN", partial(_pdf, receipt)))
    return None


def _pdf(receipt: Receipt) -> bytes:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use

    return pdf.receipts([receipt])
