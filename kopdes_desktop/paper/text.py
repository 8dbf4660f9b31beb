"""A report as aligned plain text, for the terminal and the clipboard."""

from __future__ import annotations

import textwrap
from itertools import zip_longest

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.cells import RIGHT_ALIGNED, marks, table_rows, total_row
from kopdes_desktop.paper.document import Column, Document, Signer
from kopdes_desktop.paper.printable import printable

_WIDEST_TEXT = 48
_PARAGRAPH = 78
_NARROWEST_TEXT = 8
_BETWEEN = "  "


def plain(document: Document, room: int | None = None) -> str:
    """The report in columns of equal width; long words wrap, amounts never do.

    With `room`, columns of words are narrowed until the lines have no more characters than that,
    as far as they can be.
    """
    body = _chapters(document, room) if document.chapters else _table(document, room)
    lines = [
        *marks(document.letterhead, draft=document.draft),
        *_words(document.letterhead.name, *document.letterhead.lines),
        "",
        *_words(document.title, document.period),
        *_words(*document.about),
        "",
        *body,
        *_signers(document.signers),
    ]
    return "\n".join(lines) + "\n"


def _chapters(document: Document, room: int | None) -> list[str]:
    """Each chapter under its title: paragraphs as wide as a page, tables as wide as they are."""
    lines: list[str] = []
    for chapter in document.chapters:
        title = printable(chapter.title)
        rule = "=" if chapter.level == 1 else "-"
        lines += [title, rule * len(title), *_words(chapter.period)]
        for part in chapter.body:
            lines.append("")
            if isinstance(part, Document):
                lines += _words(part.title, part.period) if chapter.captions(part) else []
                lines += [*_words(*part.about), *_table(part, room), *_signers(part.signers)]
            else:
                lines += _wrapped(part, room or _PARAGRAPH)
        lines += ["", *_words(chapter.signed), *_signers(chapter.signers), ""]
    for note in document.notes:
        lines += ["", *_wrapped(note, room or _PARAGRAPH)]
    return lines


def _table(document: Document, room: int | None) -> list[str]:
    """Heads, rows, totals, and the notes below them."""
    heads = tuple(printable(column.title) for column in document.columns)
    rows = table_rows(document)
    totals = total_row(document)
    widths = [
        _width(column, cells)
        for column, cells in zip(
            document.columns,
            zip(heads, *rows, *([totals] if totals else []), strict=True),
            strict=True,
        )
    ]
    if room is not None:
        widths = _narrowed(widths, document.columns, room)
    rule = _BETWEEN.join("-" * width for width in widths)
    out = [*_row(heads, document.columns, widths), rule]
    for cells in rows:
        out += _row(cells, document.columns, widths)
    out += [] if rows else [_("Nihil")]
    out.append(rule)
    if totals:
        out += _row(totals, document.columns, widths)
    for note in document.notes:
        out += ["", *_wrapped(note, max(len(rule), _WIDEST_TEXT))]
    return out


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(printable(text), room, break_on_hyphens=False)


def _signers(signers: tuple[Signer, ...]) -> list[str]:
    return [
        line
        for signer in signers
        for line in ("", *_words(f"{signer.role}: {signer.name or '.' * 24}"))
    ]


def _words(*texts: str) -> list[str]:
    return [printable(text) for text in texts if text]


def _width(column: Column, cells: tuple[str, ...]) -> int:
    widest = max(map(len, cells))
    return widest if column.kind in RIGHT_ALIGNED else max(1, min(widest, _WIDEST_TEXT))


def _narrowed(widths: list[int], columns: tuple[Column, ...], room: int) -> list[int]:
    """The widest column of words loses a character at a time; none becomes narrower than a word."""
    narrow = [*widths]
    over = sum(narrow) + len(_BETWEEN) * (len(narrow) - 1) - room
    words = [at for at, column in enumerate(columns) if column.kind not in RIGHT_ALIGNED]
    while over > 0 and words:
        widest = max(words, key=narrow.__getitem__)
        if narrow[widest] <= _NARROWEST_TEXT:
            break
        narrow[widest] -= 1
        over -= 1
    return narrow


def _row(cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> list[str]:
    parts = [
        [cell] if len(cell) <= width else textwrap.wrap(cell, width)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return [
        _BETWEEN.join(
            part.rjust(width) if column.kind in RIGHT_ALIGNED else part.ljust(width)
            for part, column, width in zip(line, columns, widths, strict=True)
        ).rstrip()
        for line in zip_longest(*parts, fillvalue="")
    ]
