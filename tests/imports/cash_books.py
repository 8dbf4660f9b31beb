"""Old cash books to read: clean ones, and whatever a test plants in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from kopdes_desktop.paper.grid import Book, read_book

HEADER = ["No", "Tanggal", "Uraian Transaksi", "Bukti", "Debet (Rp)", "Kredit (Rp)", "Saldo (Rp)"]
MONTHS = ("Januari", "Pebruari", "Maret", "April", "Mei", "Juni")
#: The header is the fourth line, the carried line the fifth.
FIRST = 6

Row = list[Any]
Moved = tuple[str, int]


@dataclass
class Month:
    """A month's sheet; its rows may be changed by their number in the spreadsheet."""

    name: str
    rows: list[Row] = field(default_factory=list)

    def change(self, row: int, place: int, cell: Any) -> None:
        """Plant something."""
        self.rows[row - 1][place] = cell


def clean(*months: Sequence[Moved], year: int = 2026) -> list[Month]:
    """Sheets that add up: text and amount (plus came in), day by day."""
    made: list[Month] = []
    came = went = 0
    for at, moved in enumerate(months, 1):
        balance = came - went
        first = date(year, at, 1)
        rows: list[Row] = [
            ["KOPERASI LATIHAN"],
            ["BUKU KAS"],
            [f"Periode 28 {MONTHS[at - 1]} {year}"],
            list(HEADER),
            [1, first, "Saldo Bulan Lalu", "", came, went, balance],
        ]
        plus = minus = 0
        for n, (text, amount) in enumerate(moved, 2):
            plus, minus = plus + max(amount, 0), minus + max(-amount, 0)
            balance += amount
            day = first.replace(day=min(n, 28))
            rows.append([n, day, text, "", max(amount, 0), max(-amount, 0), balance])
        came, went = came + plus, went + minus
        rows.append(["Transaksi Bulan ini", "", "", "", plus, minus, balance])
        rows.append(["Jumlah Transaksi Sampai Bulan ini", "", "", "", came, went, balance])
        rows.append([])
        rows.append(["", "", "", "", "", f"Klaten, 28 {MONTHS[at - 1]} {year}"])
        made.append(Month(MONTHS[at - 1], rows))
    return made


def as_bytes(months: Sequence[Month]) -> bytes:
    """As Excel would save it; `=#REF!` is a broken formula."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for month in months:
            sheet = book.add_worksheet(month.name)
            for at, row in enumerate(month.rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, place, cell, day)
                    elif cell == "=#REF!":
                        sheet.write_formula(at, place, "=#REF!+1", None, "#REF!")
                    elif cell != "":
                        sheet.write(at, place, cell)
    return out.getvalue()


def a_book(*months: Month) -> Book:
    """The file of these sheets."""
    return read_book(as_bytes(months), "kas.xlsx")
