"""What the reading of an old book has found: before anything is written, and after.

A study holds the file's name and hash, the header row and what each column was taken for, the rows
that can go in, every fault and doubt by the row number that the spreadsheet shows, the lines that
are no data, and totals. It is made without writing (COMMANDLINE, Reading old registers).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from msgspec import Struct

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.paper.grid import Row


class RowsFaulty(Refusal):
    """Some rows are faulty, and nobody asked to leave them out."""

    template = N_(
        "{count} baris salah, jadi tidak ada yang dimasukkan. Perbaiki baris itu, atau masukkan "
        "baris yang baik saja dan perbaiki sisanya kemudian. Yang pertama, baris {row}: {reason}."
    )

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep every problem beside the sentence, which speaks of the first."""
        first = min(problems, key=lambda each: each.row)
        reason = first.message.rstrip(".")
        super().__init__(count=len(problems), row=first.row, reason=reason)
        self.problems = tuple(problems)


class NothingReady(Refusal):
    """Not one row can go in."""

    template = N_("Tidak ada baris yang dapat dimasukkan dari {name}.")


class AlreadyRead(Refusal):
    """This very file is in the books already."""

    template = N_(
        "Berkas {name} sudah dimasukkan pada {day} (impor {key}). Batalkan impor itu dahulu bila "
        "memang hendak diulang."
    )


class NoDay(Refusal):
    """Money without a day."""

    template = N_(
        "Berkas {name} tidak menyebut tanggal keadaannya. Sebutkan tanggal buku itu, misalnya "
        "31/12/2025 (--as-of 2025-12-31)."
    )


class Problem(Struct, frozen=True):
    """A fault or a doubt: row as the spreadsheet shows it, field, code for programs, words."""

    row: int
    field: str | None
    code: str
    message: str


class RowFault(Exception):
    """Why a row cannot go in: its field, which of the `sentences`, and what that one takes."""

    sentences: ClassVar[Mapping[str, str]]
    #: The code that is promised, where it is not the sentence's own name.
    codes: ClassVar[Mapping[str, str]]

    def __init__(self, field: str | None, words: str, **values: object) -> None:
        super().__init__(words)
        self.field, self.words, self.values = field, words, values

    def problem(self, row: int) -> Problem:
        """As it is reported."""
        message = _(self.sentences[self.words]).format(**self.values)
        return Problem(row, self.field, self.codes.get(self.words, self.words), message)


class Footer(Struct, frozen=True):
    """Lines that are no data: `title blank header numbering carried total signature note`.

    `row` to `to` are the lines, `text` what stands there. A total or a carried-forward line has
    its printed `totals` by product, `agrees` says whether they are those of the rows, `message`
    says it in words.
    """

    row: int
    kind: str
    text: str
    to: int
    totals: Mapping[str, Rupiah] | None = None
    agrees: bool | None = None
    message: str | None = None


class Column(Struct, frozen=True):
    """A column of the file: its place from 0, its header, the field it was taken for or None."""

    place: int
    header: str
    field: str | None


class Study(Struct, frozen=True):
    """What was found in a file; nothing of it is written yet.

    `others` are sheets of the file that were left alone. `rows` counts the rows of data, `ready`
    those that can go in. `source` holds the rows of data as they stand, so that faulty ones can be
    written back with the reason.
    """

    name: str
    digest: str
    sheet: str
    others: tuple[str, ...]
    header_row: int
    columns: tuple[Column, ...]
    rows: int
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    footers: tuple[Footer, ...]
    totals: Mapping[str, Rupiah]
    as_of: date | None
    source: Sequence[Row]

    @property
    def ready(self) -> int:
        """How many rows can go in."""
        raise NotImplementedError

    @property
    def unread(self) -> tuple[str, ...]:
        """Headers of columns that nothing is taken from."""
        return tuple(each.header for each in self.columns if each.field is None)


class Imported(Struct, frozen=True):
    """What an import did: its name (None when nothing was written), and what the study said."""

    id: int | None
    rows: int
    ready: int
    imported: int
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    footers: tuple[Footer, ...]
    totals: Mapping[str, Rupiah]
