"""Statements as papers: the rows of figures beside those of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import years
from kopdes_desktop.ledger.years import BookYear, BookYears
from kopdes_desktop.paper.document import Column, Document, Letterhead, Signer
from kopdes_desktop.reports import period
from kopdes_desktop.statements.figures import Figures, Row, rows

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.report import Params


class Words(NamedTuple):
    """What stands above and below a statement: code, title, period, heads of columns, notes."""

    code: str
    title: str
    period: str
    heads: Sequence[str]
    notes: tuple[str, ...] = ()


def paper(read: Reading, words: Words, *figures: Figures) -> Document:
    """A statement with a column for each of these figures; the last ones are the earlier."""
    from kopdes_desktop.office import letterhead as kop  # noqa: PLC0415  a glance loads no SQL

    return page(kop.letterhead(read), kop.officers(read, "chair", "treasurer"), words, *figures)


def page(
    letterhead: Letterhead, signers: tuple[Signer, ...], words: Words, *figures: Figures
) -> Document:
    """The same under a letterhead that somebody has in hand."""
    shown = [_shown(row) for row in rows(*figures)]
    numbered = any(row["ministry"] for row in shown)
    return Document(
        words.code,
        words.title,
        letterhead,
        words.period,
        (
            Column("line", _("Baris"), paper=False),
            *((Column("ministry", _("Kode"), width=0.2),) if numbered else ()),
            Column("label", _("Uraian"), width=5, indented=True),
            *(
                Column(key, head, "money")
                for key, head in zip(keys(len(figures)), words.heads, strict=True)
            ),
        ),
        shown,
        {},
        notes=words.notes,
        signers=signers,
    )


def keys(columns: int) -> list[str]:
    """Column keys of so many amounts: this one, the one before, …"""
    return ["amount", *("before" if n == 1 else f"before{n}" for n in range(1, columns))]


def _shown(row: Row) -> dict[str, object]:
    made: dict[str, object] = {
        "line": row.line.code,
        "ministry": row.line.ministry if row.kind != "total" or not row.line.label else "",
        "label": _(row.label),
        "level": row.level,
        "rank": "" if row.kind == "line" else row.kind,
    }
    return made | dict(zip(keys(len(row.amounts)), map(int, row.amounts), strict=False))


def span_of(of: BookYears, params: Params) -> tuple[date, date]:
    """The days a statement is asked for: a book year, or a span; from its year's beginning."""
    if params.year is not None:
        year = of.named(params.year)
        return year.first, year.last
    return params.first or of.of(params.until).first, params.until


def span_words(read: Reading, params: Params) -> str:
    """The days a statement is asked for and its unit, in words. BadField for an unknown unit."""
    first, last = span_of(years.of_books(read), params)
    return period.span(read, replace(params, first=first, until=last))


def day_of(of: BookYears, params: Params) -> date:
    """The day a statement is asked for: a book year's last, or a day."""
    if params.year is not None:
        return of.named(params.year).last
    return params.day


def year_earlier(day: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def heads(of: BookYears, spans: Iterable[tuple[date, date]]) -> list[str]:
    """What a column of a span is called: a book year by its name, a part of it by its last day."""
    return [_head(of.of(last), first, last) for first, last in spans]


def _head(year: BookYear, first: date, last: date) -> str:
    if first == year.first:
        words = _("s.d. {day}").format(day=wording.short_day(last))
        return year.label if last == year.last else words
    return _("{first} s.d. {last}").format(
        first=wording.short_day(first), last=wording.short_day(last)
    )
