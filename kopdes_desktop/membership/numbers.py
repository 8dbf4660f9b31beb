"""Member numbers: one lifelong series, whatever the device; text, and never used again."""

from __future__ import annotations

import re

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries
from kopdes_desktop.office import numbering
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.numbering import LIFELONG, DocumentNumber
from kopdes_desktop.office.work import Work

KIND = "AGT"
SERIES = "*"
_FORM = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,29}")
#: Longer ones are years, dates or NIK in front of a count: no place to count on from.
_COUNTED = re.compile(r"[0-9]{1,6}")


def next_(work: Work) -> str:
    """The next number of the series: four digits or more, never used."""
    count = numbering.last(work.database, KIND, SERIES, LIFELONG)
    while True:
        count += 1
        number = f"{count:04d}"
        if queries.member(work, number) is None:
            return number


def require_free(work: Work, text: str) -> str:
    """A number of an old register, as text; one that was never used here. Raises BadField."""
    number = text.strip()
    if not _FORM.fullmatch(number) or numbering.parse(number) is not None:
        reason = _(N_("nomor anggota memakai angka, huruf, titik, garis miring atau tanda hubung"))
        raise BadField(name="number", reason=reason, field="number")
    if queries.member(work, number) is not None:
        reason = _(N_("nomor anggota {number} sudah pernah dipakai")).format(number=number)
        raise BadField(name="number", reason=reason, field="number")
    return number


def used(books: Books, number: str) -> None:
    """The series goes on after a number that only counts."""
    if _COUNTED.fullmatch(number):
        place = DocumentNumber(KIND, SERIES, LIFELONG, int(number))
        numbering.advance(books.database, place)
