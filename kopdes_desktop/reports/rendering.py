"""A report as bytes: JSON and CSV as a stream of any length, the rest through `paper`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

from msgspec.structs import replace

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.paper.document import Chapter, Document
from kopdes_desktop.reports.report import Params, find, in_hand

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

Format = Literal["json", "csv", "xlsx", "pdf", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)
_MONTH = re.compile(r"\d{4}-\d{2}")
_ROWS_AT_ONCE = 5_000
_FOR_PROGRAMS = frozenset({"entry", "line", "key", "kind", "auto", "product", "status", "ok"})


def write(read: Reading, code: str, params: Params, form: Format, out: BinaryIO) -> None:
    """Build a report and write it out, row by row where the format has no end. Raises TooLong."""
    put(find(code).build(read, params), params, form, out)


def put(document: Document, params: Params, form: Format, out: BinaryIO) -> None:
    """Write a report out that is built already."""
    given = params.given(find(document.code))
    out.writelines(json(document, given) if form == "json" else _PARTS[form](document))


def on_paper(document: Document) -> Document:
    """The same for people: without the columns that only programs read (keys, codes, flags).

    A month that programs read as 2026-11 is written in words, a code by what it is called.
    """
    columns = tuple(
        each for each in document.columns if each.paper and each.key not in _FOR_PROGRAMS
    )
    made = in_hand(document)
    called = {each.key: each.called for each in columns if each.called}
    return replace(
        made,
        columns=columns,
        rows=[_in_words(row, called) for row in made.rows],
        chapters=tuple(
            replace(
                chapter,
                body=tuple(
                    on_paper(part) if isinstance(part, Document) else part for part in chapter.body
                ),
            )
            for chapter in document.chapters
        ),
    )


def _in_words(
    row: Mapping[str, object], called: Mapping[str, Mapping[str, str]]
) -> Mapping[str, object]:
    words: dict[str, object] = {
        key: names.get(str(row[key]), row[key]) for key, names in called.items() if row.get(key)
    }
    month = row.get("month")
    if isinstance(month, str) and _MONTH.fullmatch(month):
        words["month"] = wording.month(Month(month))
    return {**row, **words} if words else row


def json(document: Document, given: Mapping[str, date | str]) -> Iterator[bytes]:
    """One JSON object, a row a line; money as whole rupiah, days as ISO."""
    encode = _encoder()
    head = {
        "report": document.code,
        "title": document.title,
        "period": document.period,
        "practice": document.letterhead.practice,
        **({"draft": True} if document.draft else {}),
        "params": given,
        "columns": [
            {"key": column.key, "title": column.title, "kind": column.kind}
            for column in document.columns
        ],
    }
    yield encode(head).removesuffix(b"}") + b',"rows":['
    between = b"\n"
    rows = iter(document.rows)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield between + b",\n".join(map(encode, some))
        between = b",\n"
    yield b'],"totals":' + encode(dict(document.totals))
    if document.chapters:
        yield b',"chapters":' + encode([_chapter(each) for each in document.chapters])
    yield b"}\n"


def _chapter(chapter: Chapter) -> dict[str, object]:
    """A chapter for other programs: its paragraphs and tables in order."""
    return {
        "title": chapter.title,
        "level": chapter.level,
        "body": [
            {"table": part.code, "title": part.title, "rows": list(part.rows)}
            | {"totals": dict(part.totals)}
            if isinstance(part, Document)
            else part
            for part in chapter.body
        ],
    }


def _encoder() -> Callable[[object], bytes]:
    """Msgspec where it is loaded already; a glance does without, and gives the same bytes."""
    if "msgspec" in sys.modules:
        from msgspec.json import Encoder  # noqa: PLC0415  see above

        return Encoder(enc_hook=_plain).encode
    from json import JSONEncoder  # noqa: PLC0415  as above

    plain = JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
    return lambda value: plain.encode(value).encode()


def _plain(value: object) -> object:
    """Money is an int to other programs, a day its ISO text, a quantity its decimal string."""
    return int(value) if isinstance(value, int) else str(value)


def csv(document: Document) -> Iterator[bytes]:
    """Column keys, then the rows."""
    from kopdes_desktop.paper import spreadsheet  # noqa: PLC0415  not for the other formats

    head = spreadsheet.csv(replace(document, rows=()))
    yield head
    rows = iter(document.rows)
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield spreadsheet.csv(replace(document, rows=some)).removeprefix(head)


def _xlsx(document: Document) -> Iterator[bytes]:
    from kopdes_desktop.paper import spreadsheet  # noqa: PLC0415  on first use

    yield spreadsheet.xlsx(document)


def _pdf(document: Document) -> Iterator[bytes]:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on first use

    yield pdf.document(on_paper(document))


def _text(document: Document) -> Iterator[bytes]:
    from kopdes_desktop.paper.text import plain  # noqa: PLC0415  on first use

    yield plain(on_paper(document)).encode()


_PARTS: Mapping[Format, Callable[[Document], Iterator[bytes]]] = {
    "csv": csv,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "text": _text,
}
