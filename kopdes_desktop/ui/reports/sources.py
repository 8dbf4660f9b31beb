"""Where Enter leads from a line of a report: ledger, entry or member. On the database's thread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import holders, rendering, report, statement_lines
from kopdes_desktop.sales.queries import BON_ACCOUNT
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.reports import entries
from kopdes_desktop.ui.reports.answers import PERSONS, build
from kopdes_desktop.ui.reports.document_view import Ends, Row, ends_of
from kopdes_desktop.ui.reports.entries import ENTRY, Link, Opened, Voucher

LEDGER, JOURNAL, STATEMENT = "general_ledger", "journal", "member_statement"
SUBLEDGER, CARD, CHECKS = "subledger", "account_card", "checks"
#: Papers whose account column is of each line, not what the line is about.
_BOOKS = frozenset({JOURNAL, LEDGER, ENTRY, CARD, SUBLEDGER})
_JOURNAL_COLUMNS = ("date", "number", "account", "name", "unit", "text", "debit", "credit")
#: How a ratio was reckoned: on paper in full, on the screen behind its line.
RATIOS = "ratios"
_ON_PAPER_ONLY = frozenset({"formula", "top", "bottom"})
#: Lists of goods: each line opens the card of its item.
STOCK, STOCK_CARD, CONSIGNMENT = "stock", "stock_card", "consignment"
_GOODS = frozenset({STOCK, "expiring", "reorder", "items", CONSIGNMENT})
#: What was sold by day, item, clerk or hour opens its documents.
SALES_LIST, TILL_CLOSE, RECEIVABLES = "sales_list", "till_close", "receivables"
_SALES = {
    "sales": "date",
    "sales_items": "code",
    "margins": "code",
    "sales_clerks": "user",
    "sales_hours": "hour",
}
_ASKED = {"code": "item", "user": "clerk", "hour": "hour"}
#: What findings name things by.
_NUMBER = re.compile(r"\b[A-Z]{2,4}-[A-Z0-9]+-\d{4}-\d{6}\b")
_ACCOUNT = re.compile(r"\b\d-\d{4}\b")
_MEMBER = re.compile(r"\b\d{4,6}\b")
_KEY = re.compile(r"\b\d{10,19}\b")


class Page(Struct, frozen=True):
    """A document that was opened, what it answers, and the line that the cursor was on.

    `seen` is the document as people read it, `ends` are those of its figures: both are made here,
    not in the window's thread. An entry also has links, and says whether it may be taken back;
    `linked` is the link that the cursor was on.
    """

    code: str
    given: dict[str, str]
    made: Document
    seen: Document
    ends: Ends
    row: int = 0
    entry: Opened | None = None
    linked: int | None = None


class Person(Struct, frozen=True):
    """A member: his page is a screen of its own."""

    key: int


Source = Page | Person | Voucher


def page_of(
    code: str, given: dict[str, str], made: Document, row: int = 0, *, entry: Opened | None = None
) -> Page:
    """A document with what is seen of it; a journal is written as by hand."""
    seen = rendering.on_paper(made)
    if code == JOURNAL:
        by_key = {each.key: each for each in seen.columns}
        columns = tuple(by_key[key] for key in _JOURNAL_COLUMNS)
        seen = replace(seen, columns=columns, rows=by_entry(seen.rows))
    elif code == RATIOS:
        columns = tuple(each for each in seen.columns if each.key not in _ON_PAPER_ONLY)
        seen = replace(seen, columns=columns)
    return Page(code, given, made, seen, ends_of(seen), row, entry)


def by_entry(rows: Iterable[Row]) -> list[Row]:
    """What a whole entry shares stands at its first line only, as in a journal written by hand."""
    shown: list[Row] = []
    last: object = None
    for row in rows:
        same = row["entry"] == last
        shown.append({**row, "date": None, "number": None, "text": None} if same else row)
        last = row["entry"]
    return shown


def follow(session: Session, code: str, given: dict[str, str], row: Row) -> Source | None:
    """The source of a line, as far as the document knows it and this user may see it."""
    office = session.office
    if code == ENTRY:
        return _of_line(session, given, row)
    if code == SUBLEDGER and _may(office, CARD):
        asked = {"account": given["account"], "member": str(row["key"])}
        return _report(session, CARD, asked | _span(given, office.today()))
    if code == CHECKS:
        return _of_finding(session, str(row.get("finding") or ""))
    found = _of_statement(session, code, given, row) or _of_outlet(session, code, given, row)
    if found is not None:
        return found
    account, entry, number = row.get("account"), row.get("entry"), row.get("number")
    if isinstance(account, str) and code not in _BOOKS and _may(office, LEDGER):
        return _report(session, LEDGER, {"account": account, **_span(given, office.today())})
    name = entry if isinstance(entry, int) else number if isinstance(number, str) else None
    made = entry_page(session, name) if name is not None else None
    if made is not None:
        return made
    if isinstance(entry, int):
        return entries.voucher(session, entry) or _of_move(session, code, given, row)
    if code in {STATEMENT, CARD}:
        return _of_member(session, STATEMENT, _whose(given["member"]))
    return _of_member(session, code, row.get("member", number))


def _of_outlet(session: Session, code: str, given: dict[str, str], row: Row) -> Source | None:
    """Of goods their card, of what was sold its slips, of a drawer its Z, of a bon its account."""
    office = session.office
    if code in _GOODS and isinstance(row.get("code"), str):
        return _of_goods(session, given, row)
    if code in _SALES and _may(office, SALES_LIST):
        return _of_sales(session, given, _SALES[code], row)
    if code == STOCK_CARD and row.get("entry") is None:
        return _of_move(session, code, given, row)
    if code == TILL_CLOSE:
        return _of_shift(session, row)
    if code == RECEIVABLES and _may(office, CARD):
        whose = holders.written(int(str(row["key"])))
        asked = {"account": BON_ACCOUNT, "member": whose}
        return _report(session, CARD, asked | _span(given, office.today()))
    return None


def _of_statement(session: Session, code: str, given: dict[str, str], row: Row) -> Page | None:
    """Of a statement's line the accounts below it; of a flow's account the entries beside cash."""
    office = session.office
    asked = statement_lines.asked(code, given, row)
    if asked is None or not _may(office, asked["statement"]):
        return None
    right = report.find(asked["statement"]).right
    made, answers = office.read(right, statement_lines.build, asked, office.today())
    return page_of(made.code, answers, made)


def _of_goods(session: Session, given: dict[str, str], row: Row) -> Source | None:
    """The card of an item; what lies on no shelf has slips only."""
    office = session.office
    item = str(row["code"])
    asked = {"item": item, **_span(given, office.today()), **_where(given, row)}
    known = (
        office.read(f"report.{STOCK_CARD}", goods.item, item) if _may(office, STOCK_CARD) else None
    )
    if known is not None and known.kind in stock.ON_SHELVES:
        return _report(session, STOCK_CARD, asked)
    return _report(session, SALES_LIST, asked) if _may(office, SALES_LIST) else None


def _of_move(session: Session, code: str, given: dict[str, str], row: Row) -> Source | None:
    """What a card says without an entry: the owner's goods, or all that lay there on that day."""
    office = session.office
    if code != STOCK_CARD:
        return None
    item = office.read(f"report.{STOCK_CARD}", goods.item, given["item"])
    if item is not None and item.kind == "consigned" and _may(office, CONSIGNMENT):
        return _report(session, CONSIGNMENT, {})
    day = row.get("date")
    asked = {"day": short_day(day)} if isinstance(day, date) else {}
    return _report(session, STOCK, asked | _where(given, row)) if _may(office, STOCK) else None


def _of_sales(session: Session, given: dict[str, str], by: str, row: Row) -> Source | None:
    """The slips of a day, or of an item, a clerk or an hour in the days that were asked for."""
    asked = dict(given)
    day, named = row.get("date"), row.get(by)
    if isinstance(day, date):
        asked |= {"from": short_day(day), "to": short_day(day)}
    elif named is not None:
        asked |= {_ASKED[by]: str(named)}
    return _report(session, SALES_LIST, asked)


def _of_shift(session: Session, row: Row) -> Source | None:
    """Its Z; of a shift that is still open the slips of its day."""
    closed, day = row.get("entry"), row.get("date")
    if isinstance(closed, int):
        return entries.voucher(session, closed) or entry_page(session, closed)
    if not isinstance(day, date) or not _may(session.office, SALES_LIST):
        return None
    return _report(session, SALES_LIST, {"from": short_day(day), "to": short_day(day)})


def _whose(name: str) -> int | str:
    """The member that a paper was asked for: a key as it was written, or a number."""
    key = name.removeprefix(holders.MARK)
    return int(key) if key != name and key else name


def _of_line(session: Session, given: dict[str, str], row: Row) -> Source | None:
    """Of an entry's line: its member's page, else the paper that the entry was made with."""
    member = row.get("member")
    if isinstance(member, int):
        return Person(member)
    return entries.voucher(session, int(given["entry"]))


def _of_finding(session: Session, words: str) -> Source | None:
    """What a proof's finding names first: a document, an entry by key, an account, a member."""
    office = session.office
    for name in (*_NUMBER.findall(words), *map(int, _KEY.findall(words))):
        made = entry_page(session, name) or _of_member(session, CHECKS, name)
        if made is not None:
            return made
    for account in _ACCOUNT.findall(words):
        if _may(office, LEDGER):
            return _report(session, LEDGER, {"account": account, **_span({}, office.today())})
    found = (_of_member(session, CHECKS, number) for number in _MEMBER.findall(words))
    return next((each for each in found if each is not None), None)


def _of_member(session: Session, code: str, name: object) -> Source | None:
    """A member's statement; from the statement itself his page."""
    office = session.office
    if not isinstance(name, int | str) or office.may(PERSONS) is Level.NO:
        return None
    found = office.read(PERSONS, members.member, name)
    if found is None:
        return None
    if code != STATEMENT and found.number and _may(office, STATEMENT):
        return _report(session, STATEMENT, {"member": found.number})
    return Person(found.key)


def linked(session: Session, link: Link) -> Source | None:
    """What a link of an entry leads to."""
    if link.kind == "member":
        return Person(link.key)
    if link.kind == "voucher":
        return entries.voucher(session, link.key)
    return entry_page(session, link.key)


def entry_page(session: Session, name: int | str) -> Page | None:
    """One entry by key or number."""
    found = entries.opened(session, name)
    if found is None:
        return None
    return page_of(ENTRY, {"entry": str(found.key)}, found.made, entry=found)


def subledger(session: Session, code: str, given: dict[str, str], row: Row | None) -> Page | None:
    """The account of this line, or of this ledger, broken down by whose it is."""
    office = session.office
    account = given.get("account") or (row or {}).get("account")
    if not isinstance(account, str) or code == SUBLEDGER or not _may(office, SUBLEDGER):
        return None
    return _report(session, SUBLEDGER, {"account": account, **_span(given, office.today())})


def explanations(session: Session) -> dict[str, str]:
    """What each account is, in a sentence for F1; nothing for who may not read the ledger."""
    if not _may(session.office, LEDGER):
        return {}
    return session.office.read(f"report.{LEDGER}", _explained)


def _explained(read: Reading) -> dict[str, str]:
    return {code: _sentence(card) for code, card in chart.accounts(read).items()}


def _sentence(card: chart.Account) -> str:
    side = _("bertambah di debit") if card.normal_side == "D" else _("bertambah di kredit")
    words = _("Baris ini: akun {code} {name}, {side}.").format(
        code=card.code, name=_(card.name), side=side
    )
    return words if card.subledger is None else f"{words} " + _("F7 membuka buku pembantunya.")


def _may(office: Office, code: str) -> bool:
    return office.may(f"report.{code}") is not Level.NO


def _report(session: Session, code: str, given: dict[str, str]) -> Page | None:
    try:
        asks = report.find(code).asks
    except report.UnknownReport:
        return None
    answers = {str(name): given[name] for name in asks if name in given}
    made = build(session, code, answers)
    last = len(made.rows) - 1 if code == LEDGER else 0
    return page_of(code, answers, made, last)


def _where(given: dict[str, str], row: Row) -> dict[str, str]:
    """The place of a line, or the one that was asked for."""
    place = row.get("place") or given.get("place")
    return {"place": place} if isinstance(place, str) else {}


def _span(given: dict[str, str], today: date) -> dict[str, str]:
    """The same span, or the year up to the day, and the same unit."""
    until = given.get("to") or given.get("day") or short_day(today)
    first = given.get("from") or f"01/01/{until[-4:]}"
    span = {"from": first, "to": until}
    return span | {"unit": given["unit"]} if "unit" in given else span
