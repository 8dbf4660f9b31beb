"""The whole journal for programs that are not ours: hledger, beancount, and CSV.

Both plain-text formats carry what the books hold: document number, text, kind, unit, sub-ledger
key and tags. Accounts are named `Assets:1-1101`, valid in either, so that their balances map back
to our chart by what stands after the colon. An entry stands on the day it was posted on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Literal, get_args

from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.balances import JournalRow
from kopdes_desktop.ledger.entry import Line
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import NAME, PRACTICE, setting
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.reports import journal as journal_report
from kopdes_desktop.reports.rendering import csv
from kopdes_desktop.reports.report import Params

Format = Literal["hledger", "beancount", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

_LAST_DAY = date.max
_ROOTS = {
    "asset": "Assets",
    "contra_asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "revenue": "Income",
    "contra_revenue": "Income",
    "other_income": "Income",
    "cogs": "Expenses",
    "expense": "Expenses",
    "other_expense": "Expenses",
    "tax": "Expenses",
}
#: What ends or begins something in a comment of hledger or ledger, and the sign of our own escape.
_MARKS = frozenset("%,;()[]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def journal(read: Reading, form: Format) -> Iterator[bytes]:
    """Every entry of the books, in the order of posting."""
    if form == "csv":
        everything = Params(day=_LAST_DAY, until=_LAST_DAY)
        return csv(journal_report.build(read, everything))
    return map(str.encode, (_hledger if form == "hledger" else _beancount)(read))


def account_name(card: chart.Account) -> str:
    """The account in both formats: contra accounts stay with the root they lessen."""
    return f"{_ROOTS[card.type]}:{card.code}"


def _accounts(read: Reading) -> dict[str, chart.Account]:
    return {code: card for code, card in chart.accounts(read).items() if card.type != chart.HEADER}


def _entries(read: Reading) -> Iterator[list[JournalRow]]:
    rows = balances.journal(read, None, _LAST_DAY)
    for _key, lines in groupby(rows, attrgetter("entry.key")):
        yield list(lines)


def _tags(line: Line) -> dict[str, str | int | bool]:
    """What a line carries besides account and amount, absent things left out."""
    held = {
        "unit": line.unit,
        "key": line.key,
        "box": line.box,
        "lini": line.lini,
        "movement": line.movement,
        "with": line.other,
        "auto": line.auto or None,
    }
    return {name: value for name, value in held.items() if value is not None}


def _facts(row: JournalRow) -> dict[str, str | int | date]:
    """What the entry carries besides its day, number and text."""
    entry = row.entry
    held: dict[str, str | int | date | None] = {
        "entry": entry.key,
        "kind": entry.kind,
        "bd": entry.bd if entry.bd != entry.posted_on else None,
        "reverses": entry.reverses,
    }
    return {name: value for name, value in held.items() if value is not None}


def _escaped(text: str) -> str:
    """Text for a tag's value: marks, controls and outer spaces as %XX of their UTF-8 (RFC 3986)."""
    if text.isalnum():
        return text
    bare = text.strip(" ")
    safe = bare and text == bare
    return "".join(
        character
        if character.isprintable() and character not in _MARKS and (safe or character != " ")
        else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in text
    )


def _title(read: Reading) -> str:
    """Whose journal it is; a practice one says so."""
    name = setting(read, NAME)
    return f"LATIHAN – {name}" if setting(read, PRACTICE) else name


# -- hledger


def _hledger(read: Reading) -> Iterator[str]:
    accounts = _accounts(read)
    names = {code: account_name(card) for code, card in accounts.items()}
    yield f"; {printable(_title(read))}\n\ncommodity 1000. IDR\n\n"
    for code, card in accounts.items():
        yield f"account {names[code]}  ; {_readable(card.name)}\n"
    for lines in _entries(read):
        yield _hledger_entry(lines, names)


def _readable(text: str) -> str:
    """Text for one line that no comment sign cuts off: `;` becomes a comma."""
    return " ".join(printable(text).replace(";", ",").split())


def _hledger_entry(lines: list[JournalRow], names: dict[str, str]) -> str:
    first = lines[0].entry
    text = _readable(first.text)
    tags: dict[str, object] = dict(_facts(lines[0]))
    if text != first.text:
        tags["text"] = first.text  # word for word
    code = _escaped(first.number or str(first.key))
    out = [f"\n{first.posted_on} * ({code}) {text}", f"    ; {_hledger_tags(tags)}"]
    out += [
        f"    {names[row.line.account]}  {int(row.line.amount)} IDR"
        f"  ; {_hledger_tags(_tags(row.line))}"
        for row in lines
    ]
    return "\n".join(out) + "\n"


def _hledger_tags(tags: dict[str, object] | dict[str, str | int | bool]) -> str:
    return ", ".join(
        f"{name}:{'' if value is True else _escaped(str(value))}" for name, value in tags.items()
    )


# -- beancount


def _beancount(read: Reading) -> Iterator[str]:
    accounts = _accounts(read)
    names = {code: account_name(card) for code, card in accounts.items()}
    yield f'option "title" {_quoted(_title(read))}\noption "operating_currency" "IDR"\n\n'
    opened = False
    for lines in _entries(read):
        if not opened:
            yield from _opened(lines[0].entry.posted_on, accounts, names)
            opened = True
        yield _beancount_entry(lines, names)


def _opened(day: date, accounts: dict[str, chart.Account], names: dict[str, str]) -> Iterator[str]:
    """The commodity and every account, from the day of the first entry on."""
    yield f"{day} commodity IDR\n"
    for code, card in accounts.items():
        yield f"{day} open {names[code]} IDR\n  name: {_quoted(card.name)}\n"


def _quoted(text: str) -> str:
    """A string of beancount, which takes any character between its quotes."""
    return f'"{text.translate(_ESCAPES)}"'


def _beancount_entry(lines: list[JournalRow], names: dict[str, str]) -> str:
    first = lines[0].entry
    text = _quoted(first.text)
    facts: dict[str, object] = {"number": first.number} if first.number else {}
    facts.update(_facts(lines[0]))
    out = [f"\n{first.posted_on} * {text}", *_metadata(facts, "  ")]
    for row in lines:
        out.append(f"  {names[row.line.account]}  {int(row.line.amount)} IDR")
        out += _metadata(_tags(row.line), "    ")
    return "\n".join(out) + "\n"


def _metadata(held: dict[str, object] | dict[str, str | int | bool], indent: str) -> Iterator[str]:
    for name, value in held.items():
        shown = "TRUE" if value is True else _quoted(value) if isinstance(value, str) else value
        yield f"{indent}{name}: {shown}"
