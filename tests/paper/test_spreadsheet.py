"""Sheets: text stays text, numbers stay numbers."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import overload

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.quantity import Quantity, Unit
from kopdes_desktop.paper import spreadsheet
from kopdes_desktop.paper.document import Column, Document
from tests.paper.examples import KOP, PRACTICE, TRIAL_BALANCE, ledger

_STARTS = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BODIES = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("x","Klik")',
    "SUM(A1:A9)",
    "@DDE",
)
PAYLOADS = [start + body for start in _STARTS for body in _BODIES] + [
    " =1+1",
    '"=1+1"',
    "'=1+1",
    "''=1+1",
    "  \"'@SUM(1)",
    "\xa0=1+1",
    "-5000",
    "+628123456789",
    "_x003D_1+1",
    "='file:///x'#$Sheet1.A1",
]
COLUMNS = (
    Column("name", "Nama"),
    Column("nik", "NIK"),
    Column("amount", "Jumlah", "money"),
    Column("day", "Tanggal", "day"),
    Column("weight", "Berat", "quantity"),
    Column("price", "Harga", "quantity"),
)
NIK = "3501234567890001"


def listing(names: Sequence[str]) -> Document:
    rows: list[Mapping[str, object]] = [
        {
            "name": name,
            "nik": NIK,
            "amount": Rupiah(-1_500_000),
            "day": date(2026, 11, 21),
            "weight": Quantity.of("0.25", Unit("kg")),
            "price": "-1.5",
        }
        for name in names
    ]
    return Document("members", "=Daftar", KOP, "@2026", COLUMNS, rows, {"amount": Rupiah(-5)})


def sheet_rows(made: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


@pytest.fixture(params=["in memory", "constant memory"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "constant memory":
        monkeypatch.setattr(spreadsheet, "_ROWS_IN_MEMORY", 0)


def test_there_are_sixty_payloads() -> None:
    assert len(set(PAYLOADS)) == 60


@pytest.mark.usefixtures("_both_ways")
def test_formulas_in_a_workbook_read_back_as_the_text_they_are() -> None:
    rows = sheet_rows(spreadsheet.xlsx(listing(PAYLOADS)))

    names = [row[0] for row in rows if row[1] == NIK]
    assert names == [payload.replace("\xa0", " ") for payload in PAYLOADS]


def test_no_cell_of_a_workbook_holds_a_formula_or_a_link() -> None:
    made = spreadsheet.xlsx(listing(PAYLOADS))

    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert b"<f>" not in made
    assert book.sheet_names == ["Laporan"]
    formulas = [row for row in formulas_in(made) if row]
    assert formulas == []


def formulas_in(made: bytes) -> list[str]:
    """Every formula and link element of the sheet's own XML."""
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        parts = [packed.read(name).decode() for name in packed.namelist()]
    return re.findall(r"<f[ >][^<]*|<hyperlink[^>]*", "".join(parts))


def test_the_finder_of_formulas_finds_one() -> None:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1")

    assert formulas_in(out.getvalue()) == ["<f>1+1"]


@pytest.mark.usefixtures("_both_ways")
def test_numbers_and_days_in_a_workbook_stay_what_they_are() -> None:
    rows = sheet_rows(spreadsheet.xlsx(listing(["Siti"])))

    [row] = [row for row in rows if row[0] == "Siti"]
    assert row == ["Siti", NIK, -1_500_000, date(2026, 11, 21), 0.25, -1.5]


def test_a_workbook_bears_letterhead_title_period_heads_and_totals() -> None:
    rows = sheet_rows(spreadsheet.xlsx(replace(TRIAL_BALANCE, letterhead=PRACTICE, draft=True)))

    first = [row[0] for row in rows]
    assert first[:7] == [
        "LATIHAN",
        "DRAF",
        KOP.name,
        *KOP.lines,
        "Neraca Saldo",
        "per 30 November 2026",
    ]
    assert ["Akun", "Nama akun", "Debit", "Kredit"] in rows
    assert ["Jumlah", "", 145_600_000, 145_600_000] in rows


def test_more_digits_than_a_sheet_keeps_are_written_as_text() -> None:
    huge = replace(TRIAL_BALANCE, rows=[{"account": "x", "debit": Rupiah(1234567890123456789)}])

    rows = sheet_rows(spreadsheet.xlsx(huge))

    assert ["x", "", "1234567890123456789", ""] in rows


def test_the_same_report_is_the_same_workbook() -> None:
    assert spreadsheet.xlsx(TRIAL_BALANCE) == spreadsheet.xlsx(TRIAL_BALANCE)


class Endless(Sequence[Mapping[str, object]]):
    """Says it has more rows than a sheet."""

    def __len__(self) -> int:
        return 1_000_001

    @overload
    def __getitem__(self, index: int) -> Mapping[str, object]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, object]]: ...
    def __getitem__(self, index: object) -> object:
        raise AssertionError("must not be read")


def test_more_rows_than_a_sheet_holds_are_refused_in_words() -> None:
    with pytest.raises(spreadsheet.TooManyRows, match=r"1000001 baris .* Pilih CSV"):
        spreadsheet.xlsx(replace(TRIAL_BALANCE, rows=Endless()))


def csv_rows(made: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode("utf-8"), newline="")))


def test_no_text_of_a_csv_begins_like_a_formula() -> None:
    cells = [row["name"] for row in csv_rows(spreadsheet.csv(listing(PAYLOADS)))]

    assert all(cell.lstrip("\" \t'")[0] not in "=+-@|%" or cell[0] == "'" for cell in cells)


def test_taking_one_apostrophe_away_gives_the_text_back() -> None:
    cells = [row["name"] for row in csv_rows(spreadsheet.csv(listing([*PAYLOADS, "Siti", "O'a"])))]

    assert [cell.removeprefix("'") for cell in cells] == [
        *(payload.replace("\xa0", " ") for payload in PAYLOADS),
        "Siti",
        "O'a",
    ]


def test_a_csv_has_plain_numbers_and_iso_days() -> None:
    [row] = csv_rows(spreadsheet.csv(listing(["Siti"])))

    assert row == {
        "name": "Siti",
        "nik": NIK,
        "amount": "-1500000",
        "day": "2026-11-21",
        "weight": "0.25",
        "price": "-1.5",
    }


def test_empty_cells_of_a_csv_are_empty() -> None:
    first, *_rest = csv_rows(spreadsheet.csv(ledger(2)))

    assert first["debit"] == ""
    assert first["credit"] == "0"
