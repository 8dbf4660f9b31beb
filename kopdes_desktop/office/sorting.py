"""Which lines of an old book are data, and which are titles, totals, blanks and signatures.

Every line that is no data is reported, so that nothing is left out in silence; a printed total is
compared with the rows above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel import cells, wording
from kopdes_desktop.kernel.cells import Cell, Unreadable
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.columns import Header, bare
from kopdes_desktop.office.studies import Footer
from kopdes_desktop.paper.grid import Row

DATA = "data"
_LONGEST_SHOWN = 200
_CARRIED = re.compile(
    r"(?:(?:jumlah|jml|total|saldo) )?(?:di ?)?(?:pindah(?:kan|an)?|bawa(?:an)?)\b.*"
    r"|.*\bdipindahkan\b.*|carried forward.*|brought forward.*"
)
_TOTAL = re.compile(r"(?:(?:grand|sub) ?)?(?:jumlah|jml|total|subtotal)\b.*")
_AS_OF = re.compile(
    r"\b(?:per|keadaan|posisi|s d|sampai|hingga|tutup buku)\b(?P<rest>.*)", re.IGNORECASE
)
_DAY_IN_TEXT = re.compile(
    r"\d{1,2}\s+[a-z]+\s+\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}", re.IGNORECASE
)
_MONTH_IN_TEXT = re.compile(r"[a-z]+\s+\d{4}", re.IGNORECASE)


class Marks(Struct, frozen=True):
    """By which fields a line of data is known: its number, name, NIK, running number, the rest.

    `others` say something of what the line is about; `money` and running numbers do not.
    """

    others: tuple[str, ...]
    money: tuple[str, ...]
    number: str = "number"
    name: str = "name"
    nik: str = "nik"
    order: str = "order"


class Sorter:
    """Tells data from other lines by what stands where."""

    def __init__(self, header: Header, marks: Marks) -> None:
        places = header.places
        self.places = places
        self._number, self._name = places.get(marks.number), places.get(marks.name)
        self._nik, self._order = places.get(marks.nik), places.get(marks.order)
        self._persons = [places[field] for field in marks.others if field in places]
        self._money = [places[field] for field in marks.money if field in places]
        self._title = {each.place: bare(each.header) for each in header.columns}
        #: So many cells are needed; shorter rows are filled up.
        self.width = 1 + max(places.values(), default=0)

    def kind(self, row: Sequence[Cell]) -> str:
        """Of one line. `weak` is a lone name: data or a signature, the lines around it tell."""
        number = self._text(row, self._number)
        name = self._text(row, self._name)
        nik = self._text(row, self._nik)
        if (nik and nik[-1:].isdigit()) or (number and number[-1:].isdigit() and name):
            return self._numbered(row) or DATA
        words = self._summing(row)
        if words:
            return words
        if self._is_header_again(row):
            return "header"
        if number or nik or name:
            if (number or nik).startswith("(") and self._numbered(row):
                return "numbering"
            other = any(map(self.filled, (row[at] for at in (*self._persons, *self._money))))
            if other or any(c.isdigit() for c in number + nik):
                return DATA
            return "weak" if name else "note"
        return self._nameless(row)

    def _nameless(self, row: Sequence[Cell]) -> str:
        """A line with neither name nor number."""
        persons = sum(1 for at in self._persons if self.filled(row[at]))
        if persons > 1:
            return DATA
        filled = [at for at, cell in enumerate(row) if self.filled(cell)]
        if not filled or filled == [self._order]:
            return "blank"
        if set(filled) <= set(self._money):
            return "total" if len(filled) > 0 and not isinstance(row[filled[0]], str) else "note"
        return self._numbered(row) or "note"

    def _summing(self, row: Sequence[Cell]) -> str | None:
        """Whether its first words are those of a total."""
        for cell in row[: self.width]:
            if isinstance(cell, str) and cell and not cell.isspace():
                words = bare(cells.text(cell)[:_LONGEST_SHOWN])
                if _CARRIED.fullmatch(words):
                    return "carried"
                if _TOTAL.fullmatch(words):
                    return "total"
        return None

    def _is_header_again(self, row: Sequence[Cell]) -> bool:
        same = [
            bare(cells.text(row[at])) == title
            for at, title in self._title.items()
            if title and at < len(row) and self.filled(row[at])
        ]
        return len(same) > 1 and all(same)

    def _numbered(self, row: Sequence[Cell]) -> str | None:
        """`1 2 3 4` or `(1) (2) (3)` below the titles: the columns are counted."""
        count = 0
        for cell in row:
            if not self.filled(cell):
                continue
            count += 1
            if cells.text(cell).strip("()") != str(count):
                return None
        return "numbering" if count > 2 else None  # noqa: PLR2004

    @staticmethod
    def filled(cell: Cell) -> bool:
        return cell != "" and not cells.is_empty(cell)

    @staticmethod
    def _text(row: Sequence[Cell], place: int | None) -> str:
        if place is None:
            return ""
        cell = row[place]
        if isinstance(cell, str):
            return cell if cell and not cell.isspace() else ""
        return "" if cell is None else cells.text(cell)


def sorted_lines(header: Header, sorter: Sorter) -> Iterator[tuple[str, Row]]:
    """Every line of the sheet with its kind; rows of data are filled up to the last column."""
    lines = list(_first_sorted(header, sorter))
    kinds = [kind for kind, _row in lines]
    last = max((at for at, kind in enumerate(kinds) if kind == DATA), default=-1)
    ends = [at for at, kind in enumerate(kinds) if at > last and kind in {"blank", "total"}]
    end = ends[0] if ends and last >= 0 else len(lines)
    for at, (kind, row) in enumerate(lines):
        if kind == "weak":
            yield ("signature" if at > end else DATA), row
        elif kind == "note" and at > last >= 0:
            yield "signature", row
        else:
            yield kind, row


def _first_sorted(header: Header, sorter: Sorter) -> Iterator[tuple[str, Row]]:
    """Line by line, as each looks alone."""
    for row in header.sheet.rows:
        if row.number > header.row:
            if len(row.cells) < sorter.width:
                missing = sorter.width - len(row.cells)
                row = Row(row.number, [*row.cells, *([""] * missing)])  # noqa: PLW2901
            yield sorter.kind(row.cells), row
        elif row.number < header.row:
            yield ("title" if any(map(sorter.filled, row.cells)) else "blank"), row


def shown(row: Row) -> str:
    """What stands in a line, for a report."""
    words = [text for text in map(cells.text, row.cells) if text]
    return " | ".join(words)[:_LONGEST_SHOWN]


def stated_day(titles: Iterable[str], today: date) -> date | None:
    """The day that a title names: *Keadaan per 31 Desember 2025*; a month means its last day."""
    for title in titles:
        found = _AS_OF.search(title.replace("s/d", "s d").replace("s.d.", "s d"))
        if found is None:
            continue
        rest = found["rest"]
        try:
            if (day := _DAY_IN_TEXT.search(rest)) is not None:
                return cells.day(day[0], cells.recent(today))
            if (month := _MONTH_IN_TEXT.search(rest)) is not None:
                named = cells.months(month[0])
                return named[1].last() if named else None
        except Unreadable:
            continue
    return None


class Footers:
    """Collects the lines that are no data; blank ones that follow each other are one."""

    def __init__(self, places: Mapping[str, int], titles: Mapping[str, str]) -> None:
        """`places` are those of the money columns; `titles` their words."""
        self._places, self._titles = places, titles
        self._found: list[Footer] = []
        self._all = dict.fromkeys(places, 0)
        self._ready = dict.fromkeys(places, 0)
        self._page = dict.fromkeys(places, 0)

    @property
    def found(self) -> tuple[Footer, ...]:
        """All so far."""
        return tuple(self._found)

    def count(self, amounts: Mapping[str, Rupiah], *, ready: bool) -> None:
        """A row of data: what stands in it, and whether it can go in."""
        for name, amount in amounts.items():
            if amount:
                self._all[name] += int(amount)
                self._page[name] += int(amount)
                if ready:
                    self._ready[name] += int(amount)

    def add(self, kind: str, row: Row) -> None:
        """A line that is no data."""
        last = self._found[-1] if self._found else None
        if kind == "blank" and last and last.kind == "blank" and last.to == row.number - 1:
            self._found[-1] = Footer(last.row, "blank", "", row.number)
            return
        if kind in {"total", "carried"}:
            self._found.append(self._proved(kind, row))
        else:
            self._found.append(Footer(row.number, kind, shown(row), row.number))

    def _proved(self, kind: str, row: Row) -> Footer:
        """A printed total against the rows above: those that can go in, all, or the page's."""
        printed: dict[str, Rupiah] = {}
        for name, place in self._places.items():
            try:
                amount = cells.money(row.cells[place])
            except Unreadable:
                continue
            if amount is not None:
                printed[name] = amount
        sums = (self._ready, self._all, self._page)
        agrees = any(all(int(printed[x]) == each[x] for x in printed) for each in sums)
        self._page = dict.fromkeys(self._places, 0)
        if not printed:
            return Footer(row.number, kind, shown(row), row.number)
        words = [self._difference(name, amount) for name, amount in printed.items()]
        message = _(N_("Jumlah tercetak sama dengan jumlah baris di atasnya."))
        if not agrees:
            message = " ".join(each for each in words if each)
        return Footer(row.number, kind, shown(row), row.number, printed, agrees, message)

    def _difference(self, name: str, printed: Rupiah) -> str:
        rows = Rupiah(self._all[name])
        if printed == rows:
            return ""
        words = N_("{title}: tercetak {printed}, jumlah barisnya {rows}, selisih {difference}.")
        return _(words).format(
            title=self._titles.get(name, name),
            printed=wording.rupiah(printed),
            rows=wording.rupiah(rows),
            difference=wording.rupiah(abs(printed - rows) or NOTHING),
        )
