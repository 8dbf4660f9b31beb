"""Which row of an old book is its header, and what each of its columns holds.

Headers are compared bare: no case, no marks, no brackets ("No. KTP / NIK" is "no ktp nik"). A
header in two rows ("Simpanan" over "Pokok" and "Wajib") is read as one. What the words mean each
kind of book says itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.cells import Cell
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.studies import Column
from kopdes_desktop.paper.grid import Book, Row, Sheet

#: Headers stand near the top; a book without one is not searched to its end.
_SEARCHED = 80
_SURE = 3
_LONGEST_HEADER = 80
#: Named as a field's header: no column is taken for this field, whatever it looks like.
IGNORED = "-"


class OtherBook(Refusal):
    """A book of another kind than was asked for."""

    template = N_(
        "Berkas {name} adalah {kind} (kolom {columns}), bukan {wanted}. Bacalah dengan: {command}."
    )


class NoHeader(Refusal):
    """No row names the columns."""

    template = N_(
        "Di berkas {name} tidak ada baris judul kolom yang dikenal ({wanted}). Tulis judul kolom, "
        "misalnya {example}, atau sebutkan kolomnya dengan --map."
    )


@lru_cache(maxsize=4096)
def bare(header: str) -> str:
    """A header for comparing: no case, no brackets, no marks, single spaces."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header.casefold())
    plain = re.sub(r"[^0-9a-z#]+", " ", plain)
    return " ".join(plain.split()) or ("#" if "#" in header else "")


#: Field, and the headers that mean it: first choice and second.
Compiled = list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]


def compiled(fields: Mapping[str, tuple[str, str]]) -> Compiled:
    """Fields and the bare headers that mean them, the second weaker, ready to be matched."""
    return [
        (field, re.compile(strong), re.compile(weak) if weak else None)
        for field, (strong, weak) in fields.items()
    ]


class Header(Struct, frozen=True):
    """The header of a sheet: its last row's number, and what each column holds."""

    sheet: Sheet
    row: int
    columns: tuple[Column, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each field stands, from 0."""
        return {each.field: each.place for each in self.columns if each.field is not None}


def matched(titles: Sequence[str], fields: Compiled) -> dict[int, str]:
    """Places of known columns and their fields; a field is taken once, strong before weak."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for weak in (False, True):
        for place, title in enumerate(titles):
            if place in found or not title:
                continue
            for field, strong, weaker in fields:
                pattern = weaker if weak else strong
                if pattern is not None and pattern.fullmatch(title):
                    if field not in taken:
                        found[place] = field
                        taken.add(field)
                    break
    return found


def _titles(row: Sequence[Cell]) -> list[str]:
    """The cells as headers; numbers and days are none."""
    return [
        cells.text(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_HEADER else ""
        for cell in row
    ]


def _in_two(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows as one: what stands above reaches over the empty cells to its right."""
    width = max(len(upper), len(lower))
    made: list[str] = []
    over = ""
    for place in range(width):
        high = upper[place] if place < len(upper) else ""
        low = lower[place] if place < len(lower) else ""
        over = high or (over if low else "")
        made.append(f"{high or over} {low}".strip() if low else high)
    return made


class Candidate(Struct, frozen=True):
    """A row that may be the header: its number, titles, and the field of each known place."""

    row: int
    titles: tuple[str, ...]
    found: dict[int, str]

    @property
    def worth(self) -> int:
        """How many columns it names."""
        return len(self.found)


def _candidates(rows: Sequence[Row], fields: Compiled, named: Mapping[str, str]) -> list[Candidate]:
    made: list[Candidate] = []
    for n, row in enumerate(rows[:_SEARCHED]):
        titles = _titles(row.cells)
        if sum(map(bool, titles)) < 1:
            continue
        made.append(_candidate(row.number, titles, fields, named))
        if n + 1 < len(rows) and made[-1].worth:
            below = rows[n + 1]
            lower = _titles(below.cells)
            if not any(map(bool, lower)) or any(c.isdigit() for low in lower for c in low):
                continue
            if any(not isinstance(cell, str) for cell in below.cells if cell is not None):
                continue
            both = _candidate(below.number, _in_two(titles, lower), fields, named)
            alone = _candidate(below.number, lower, fields, named)
            if both.worth > max(made[-1].worth, alone.worth):
                made.append(both)
    return made


def _candidate(
    row: int, titles: Sequence[str], fields: Compiled, named: Mapping[str, str]
) -> Candidate:
    bared = [bare(title) for title in titles]
    found = matched(bared, fields)
    for field, header in named.items():
        if header == IGNORED:
            found = {place: each for place, each in found.items() if each != field}
        elif header in bared:
            found = {place: each for place, each in found.items() if each != field}
            found[bared.index(header)] = field
    return Candidate(row, tuple(titles), found)


def best_header(
    book: Book, fields: Compiled, named: Mapping[str, str]
) -> tuple[Candidate, Sheet] | None:
    """The row that names most fields, of the first sheet that has a sure one."""
    best: tuple[Candidate, Sheet] | None = None
    for sheet in book.sheets:
        for each in _candidates(sheet.rows, fields, named):
            if best is None or each.worth > best[0].worth:
                best = each, sheet
        if best is not None and best[0].worth >= _SURE and best[0].found.keys():
            break
    return best


def header_of(found: Candidate, sheet: Sheet) -> Header:
    """The header that a candidate is."""
    columns = tuple(
        Column(place, title, found.found.get(place))
        for place, title in enumerate(found.titles)
        if title or place in found.found
    )
    return Header(sheet, found.row, columns)


def named_fields(mapping: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Fields with the bare headers that somebody named for them. Raises BadField."""
    for field in mapping:
        if field not in known:
            reason = _(N_("kolom {field} tidak dikenal; pilih {among}"))
            reason = reason.format(field=field, among=", ".join(known))
            raise BadField(name="map", reason=reason, field="map")
    return {
        field: IGNORED if header.strip() == IGNORED else bare(header)
        for field, header in mapping.items()
    }


def require_named(mapping: Mapping[str, str], found: Candidate) -> None:
    """Every header that was named stands there. Raises BadField."""
    there = {bare(title) for title in found.titles}
    for header in mapping.values():
        if header.strip() != IGNORED and bare(header) not in there:
            reason = _(N_("tidak ada kolom berjudul {header}; yang ada: {among}"))
            titles = ", ".join(title for title in found.titles if title)
            raise BadField(
                name="map", reason=reason.format(header=header, among=titles), field="map"
            )


def widest(book: Book) -> list[str]:
    """The first row with the most titles: what a book of another kind is known by."""
    best: list[str] = []
    for sheet in book.sheets[:3]:
        for row in sheet.rows[:_SEARCHED]:
            titles = _titles(row.cells)
            if sum(map(bool, titles)) > sum(map(bool, best)):
                best = titles
    return best
