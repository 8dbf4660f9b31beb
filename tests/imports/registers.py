"""Old registers to read: good rows, and whatever a test changes in them."""

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from kopdes_desktop.membership import importing
from kopdes_desktop.membership.studies import MemberStudy, SavingsStudy
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.studies import Imported, Problem
from kopdes_desktop.paper.grid import Book, read_book
from tests import builders

HEADER = [
    *("No", "No. Anggota", "Nama Lengkap", "L/P", "No. KTP / NIK", "Tempat Lahir", "Tgl. Lahir"),
    *("Dusun", "RT/RW", "Pekerjaan", "No. HP", "Tgl Masuk", "Simpanan Pokok", "Simpanan Wajib"),
    "Ket.",
]
TITLES = [["BUKU DAFTAR ANGGOTA"], ["KOPERASI LATIHAN"], ["Keadaan per 31 Desember 2025"], []]
AS_OF = date(2025, 12, 31)
#: The header is the fifth line, so the first member stands on the sixth.
FIRST = 6
PLANTS = (
    *("Melati", "Kenanga", "Cempaka", "Aren", "Kelapa", "Mawar", "Dahlia", "Sawo", "Jati"),
    *("Mahoni", "Sengon", "Bambu", "Jambu", "Salak", "Durian"),
)

Row = list[Any]


def name_of(n: int) -> str:
    """Two plants and a number: nobody is called so."""
    return f"{PLANTS[n % 15]} {PLANTS[n // 15 % 15]} {n:04d}"


def a_row(n: int, **changed: Any) -> Row:
    """A good row of the n-th member; `changed` by the words of the header, bare."""
    inside = builders.nik(n)
    day = int(inside[6:8])
    said: dict[str, Any] = {
        "no": n,
        "number": f"KDMP-{n:04d}",
        "name": name_of(n),
        "sex": "P" if day > 40 else "L",
        "nik": inside,
        "place": "Klaten",
        "born": f"{day - 40 if day > 40 else day}/{inside[8:10]}/19{inside[10:12]}",
        "dusun": "Krajan",
        "rt_rw": "RT 02 RW 01",
        "job": "Petani",
        "phone": f"0812{n:07d}",
        "joined": "1 Juni 2025",
        "principal": 100_000,
        "mandatory": 10_000,
        "note": "",
    }
    assert changed.keys() <= said.keys()
    return list((said | changed).values())


def rows_of(count: int, **changed: Any) -> list[Row]:
    """Good rows, all of them changed alike."""
    return [a_row(n, **changed) for n in range(1, count + 1)]


def sheet(rows: Sequence[Sequence[Any]], **options: Any) -> bytes:
    """As Excel would save it."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, **options}) as book:
        made = book.add_worksheet("Buku")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    made.write_datetime(at, place, cell, day)
                elif isinstance(cell, str):
                    made.write_string(at, place, cell)
                else:
                    made.write(at, place, cell)
    return out.getvalue()


def separated(rows: Sequence[Sequence[Any]], separator: str = ",") -> bytes:
    """As text."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def register(
    *rows: Row, titles: Sequence[Row] = TITLES, header: Row | None = None, name: str = "buku.xlsx"
) -> Book:
    """A register: titles, header, rows."""
    return read_book(sheet([*titles, header or HEADER, *rows]), name)


def study(office: Office, book: Book, **how: Any) -> MemberStudy:
    """What is found in it, today."""
    return importing.study_members(office.reading, book, today=office.today(), **how)


def study_savings(office: Office, book: Book, product: str, **how: Any) -> SavingsStudy:
    """What is found in a book of savings, today."""
    today = office.today()
    return importing.study_savings(office.reading, book, today=today, product=product, **how)


def taken_in(office: Office, *rows: Row, **how: Any) -> Imported:
    """A register that is in the books."""
    return importing.import_members(office, study(office, register(*rows)), **how)


def codes(problems: Sequence[Problem]) -> list[tuple[int, str]]:
    """Rows and codes."""
    return [(each.row, each.code) for each in problems]
