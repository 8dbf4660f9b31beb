"""What a line of a statement is made of: its accounts, and of a cash flow its entries.

No reports of the catalogue: papers between a statement and the general ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.ledger import chart, years
from kopdes_desktop.ledger.sums import Span
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import current_parts, period
from kopdes_desktop.reports.report import Params, find
from kopdes_desktop.reports.statement_paper import day_of, span_of
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.figures import Figures
from kopdes_desktop.statements.lines import Name, StatementLine, lines
from kopdes_desktop.statements.ratios import formulas

#: The accounts of a line; the entries of a flow's account.
ACCOUNTS: Final = "statement_line"
ENTRIES: Final = "statement_flow"
_OF_REPORT: Final[Mapping[str, Name]] = {
    "balance_sheet": "balance_sheet",
    "income_statement": "income",
    "unit_results": "income",
    "cash_flow": "cash_flow",
}
_REPORT_OF: Final = {"balance_sheet": "balance_sheet", "income": "income_statement"}
_CASH_ROWS: Final = frozenset({"opening", "taken_over", "closing"})
Asked = dict[str, str]


class _Line(NamedTuple):
    """A line of a statement, and the leaves that it sums up."""

    statement: Name
    line: StatementLine
    leaves: list[StatementLine]


def asked(code: str, given: Mapping[str, str], row: Mapping[str, object]) -> Asked | None:
    """What is to be asked for the source of a row; None where it is another paper's business."""
    if code == ACCOUNTS:
        if given["statement"] != "cash_flow":
            return None
        return {**given, "account": str(row["account"]), "line": str(row["line"])}
    named = _named(code, row)
    return None if named is None else {**given, "statement": named[0], "line": named[1]}


def _named(code: str, row: Mapping[str, object]) -> tuple[str, str] | None:
    """The statement and the line that a row stands for."""
    line = row.get("line")
    if code == "cash_flow" and line in _CASH_ROWS:
        return ("balance_sheet", "cash") if line == "closing" else None
    if code in _OF_REPORT and isinstance(line, str):
        return code, line
    if code == "equity_changes":
        result = row.get("change") == "result"
        return ("income_statement", "result") if result else ("balance_sheet", "equity")
    if code == "ratios":
        formula = next(each for each in formulas() if each.code == row.get("ratio"))
        statement, _dot, line = formula.top.lstrip("-").partition(".")
        first = line.partition("+")[0].partition("-")[0]
        return _REPORT_OF[statement], first
    return None


def explanation(code: str, row: Mapping[str, object]) -> str:
    """What the line of a row means, in a sentence for F1."""
    if code == "ratios":
        found = next((each for each in formulas() if each.code == row.get("ratio")), None)
        return f"{_(found.about)} {row['meaning']}" if found is not None else ""
    named = _named(code, row)
    if named is None or code == ACCOUNTS:
        return ""
    line = lines(_OF_REPORT[named[0]])[named[1]]
    return _(line.about) if line.about else ""


def build(read: Reading, answers: Asked, today: date) -> tuple[Document, Asked]:
    """The accounts of a line with what each brings to it, or the entries of a flow's account.

    Also gives the answers with the days for which the ledger of an account is to be opened.
    """
    name = answers["statement"]
    known: Asked = {str(n): answers[n] for n in find(name).asks if n in answers}
    params = find(name).params(known, today)
    statement = _OF_REPORT[name]
    line = lines(statement)[answers["line"]]
    if "account" in answers:
        return _entries(read, params, line, answers["account"]), answers
    below = _Line(statement, line, _leaves(statement, line))
    spans = _spans(read, name, params)
    figures = [_figures(read, statement, *each, params.unit) for each in spans]
    made = _accounts(read, below, figures, spans, params)
    return made, answers | {"from": short_day(spans[0][0]), "to": short_day(spans[0][1])}


def _leaves(statement: Name, line: StatementLine) -> list[StatementLine]:
    every = lines(statement)
    found = [each for each in every.values() if each.leaf]
    return [each for each in found if line.code in _above(every, each)]


def _above(every: Mapping[str, StatementLine], line: StatementLine) -> Iterator[str]:
    code = line.code
    while code:
        yield code
        code = every[code].parent


def _spans(read: Reading, name: str, params: Params) -> list[tuple[date, date]]:
    if name == "balance_sheet":
        day = params.day if params.year is None else day_of(years.of_books(read), params)
        year = years.year_of(read, day)
        return [(year.first, day), (year.before().first, year.before().last)]
    first, last = span_of(years.of_books(read), params)
    return [(first, last)]


def _figures(read: Reading, statement: Name, first: date, last: date, unit: str | None) -> Figures:
    if statement == "income":
        return compute.income(read, first, last, unit).figures
    if statement == "cash_flow":
        return compute.cash_flow(read, first, last, unit).figures
    splits = current_parts.splits(read, last, unit)
    return compute.balance_sheet(read, last, unit, splits).figures


def _accounts(
    read: Reading,
    below: _Line,
    figures: list[Figures],
    spans: list[tuple[date, date]],
    params: Params,
) -> Document:
    names = chart.names(read)
    keys = ("amount", "before")[: len(figures)]
    found = [
        (leaf, account, [each.accounts.get(leaf.code, {}).get(account, 0) for each in figures])
        for leaf in below.leaves
        for account in sorted({a for each in figures for a in each.accounts.get(leaf.code, {})})
    ]
    line = below.line
    words = (
        period.on_day(spans[0][1])
        if below.statement == "balance_sheet"
        else period.span(read, replace(params, first=spans[0][0], until=spans[0][1]))
    )
    several = (Column("of", _("Baris"), width=2),) if len(below.leaves) > 1 else ()
    return Document(
        ACCOUNTS,
        _(line.total or line.label),
        letterhead(read),
        words,
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            *several,
            *(
                Column(key, wording.short_day(span[1]), "money")
                for key, span in zip(keys, spans, strict=True)
            ),
        ),
        [
            {
                "account": account,
                "name": _(names[account]),
                "of": _(leaf.label),
                "line": leaf.code,
                **dict(zip(keys, amounts, strict=True)),
            }
            for leaf, account, amounts in found
        ],
        {key: sum(row[2][n] for row in found) for n, key in enumerate(keys)},
        about=(_(line.about),) if line.about else (),
    )


def _entries(read: Reading, params: Params, line: StatementLine, account: str) -> Document:
    """The entries with cash that moved an account, and what each brought in or took out."""
    first, last = span_of(years.of_books(read), params)
    moves = compute.flow_entries(read, line.code, account, Span(first, last, params.unit))
    rows = [
        {
            "date": move.day,
            "number": move.number,
            "text": move.text,
            "entry": move.entry,
            "amount": int(amount),
        }
        for move, amount in moves
    ]
    return Document(
        ENTRIES,
        _("{line}: {account}").format(
            line=_(line.label), account=f"{account} {_(chart.names(read)[account])}"
        ),
        letterhead(read),
        period.span(read, replace(params, first=first, until=last)),
        (
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Nomor bukti")),
            Column("text", _("Uraian"), width=4),
            Column("amount", _("Jumlah"), "money"),
        ),
        rows,
        {"amount": sum(int(amount) for _move, amount in moves)},
        notes=(_("Hanya jurnal yang memuat kas atau bank; yang tidak lewat kas bukan arus kas."),),
    )
