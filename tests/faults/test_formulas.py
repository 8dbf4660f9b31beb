"""F27: sixty payloads in every field, and every way out: all is text again, numbers are numbers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kopdes_desktop.kernel.i18n import gettext
from kopdes_desktop.membership import importing
from kopdes_desktop.membership.member_rows import study_members
from kopdes_desktop.membership.studies import MemberStudy
from kopdes_desktop.paper import grid, spreadsheet
from kopdes_desktop.paper.document import Document
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.reports import export, rendering
from tests import builders
from tests.faults import hostile
from tests.paper.test_spreadsheet import PAYLOADS

pytestmark = pytest.mark.fault

#: What a spreadsheet runs when it stands first, full-width signs too.
RUNS = re.compile(r"[=+\-@|%\t\r\n\uff1d\uff0b\uff0d\uff20\uff5c\uff05]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
#: As the books keep them: blanks around a name are no part of it.
NAMES = {" ".join(payload.split()) for payload in PAYLOADS}
FORMULA = re.compile(rb"<f[ >]|<hyperlink|ddeLink|externalReference")


@pytest.fixture(scope="module")
def village(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[hostile.Hostile]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("formulas") / "buku")
    with builders.open_books(folder) as session:
        yield hostile.live(session, PAYLOADS)


def dangerous(text: str) -> bool:
    """Whether a spreadsheet would run a cell of a CSV that holds this."""
    bare = text.lstrip(" \xa0\"'") if not text.startswith("'") else ""
    return bool(RUNS.match(bare)) and not NUMBER.fullmatch(text)


def csv_rows(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode(), newline="")))


def formulas(made: bytes) -> list[str]:
    """The parts of a workbook that hold something to run."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return [name for name in parts.namelist() if FORMULA.search(parts.read(name))]


def cells(made: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


def written(document: Document) -> bytes:
    """The sheet that people get of a report."""
    return spreadsheet.xlsx(rendering.on_paper(document))


def test_the_payloads_are_names_of_members(village: hostile.Hostile) -> None:
    assert len(PAYLOADS) == 60
    assert hostile.names(village.session) == NAMES
    assert sum(dangerous(name) for name in hostile.names(village.session)) > 50


def test_no_report_is_a_sheet_with_something_to_run(village: hostile.Hostile) -> None:
    seen: set[str] = set()
    for document in village.documents():
        made = written(document)
        seen |= {str(cell) for row in cells(made) for cell in row}

        assert formulas(made) == [], document.code
    assert seen >= NAMES


def test_what_is_money_is_a_number_in_every_sheet(village: hostile.Hostile) -> None:
    checked = 0
    for document in village.documents():
        shown = rendering.on_paper(document)
        rows = cells(spreadsheet.xlsx(shown))
        heads = [gettext(column.title) for column in shown.columns]
        top = rows.index(next(row for row in rows if [str(cell) for cell in row] == heads))
        for at, column in enumerate(shown.columns):
            for row, told in zip(rows[top + 1 :], shown.rows, strict=False):
                value = told.get(column.key)
                if column.kind == "money" and isinstance(value, int):
                    checked += 1
                    assert row[at] == value, (document.code, column.key)
    assert checked > 500


def test_no_report_is_a_csv_with_something_to_run(village: hostile.Hostile) -> None:
    for document in village.documents():
        rows = csv_rows(b"".join(rendering.csv(document)))
        texts = [each for each in document.columns if each.kind == "text"]

        assert not [cell for row in rows for cell in row if dangerous(cell)], document.code
        for row, told in zip(rows[1:], document.rows, strict=False):
            for column in texts:
                value = told.get(column.key)
                cell = row[document.columns.index(column)]
                if isinstance(value, str):
                    assert cell.removeprefix("'") == printable(value) or cell == value


def test_the_journal_for_other_programs_runs_nothing_either(village: hostile.Hostile) -> None:
    read = village.session.office.reading

    rows = csv_rows(b"".join(export.journal(read, "csv")))

    assert len(rows) > 180
    assert not [cell for row in rows for cell in row if dangerous(cell)]


def test_rejected_rows_come_back_as_what_they_were(founded: Path, tmp_path: Path) -> None:
    head = ["No. Anggota", "Nama", "NIK", "Alamat", "Tanggal Masuk"]
    rows = [[f"{n:04d}", name, "123", name, "2020-01-05"] for n, name in enumerate(PAYLOADS, 1)]
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    folder = builders.copy(founded, tmp_path / "buku")
    with builders.open_books(folder) as session:
        read = session.office.reading
        today, end = session.office.today(), date(2025, 12, 31)

        book = grid.read_book(out.getvalue().encode(), "lama.csv")
        study = study_members(read, book, today=today, as_of=end)
        sheet = spreadsheet.xlsx(importing.rejects(study))
        again = study_members(read, grid.read_book(sheet, "ulang.xlsx"), today=today)

    assert len(study.errors) == 60
    assert formulas(sheet) == []
    assert (
        sum(name in {str(cell) for row in cells(sheet) for cell in row} for name in PAYLOADS) > 50
    )
    assert plain(again) == plain(study)


def plain(study: MemberStudy) -> list[str]:
    """The names of the faulty rows; an apostrophe in front is a spreadsheet's own sign for text."""
    at = next(each.place for each in study.columns if each.field == "name")
    faulty = {each.row for each in study.errors}
    rows = [row.cells[at] for row in study.source if row.number in faulty]
    return [str(cell).strip().lstrip("'") for cell in rows]


def test_the_finder_of_dangers_finds_them() -> None:
    assert dangerous("=1+1")
    assert dangerous('  "=1+1')
    assert not dangerous("'=1+1")
    assert not dangerous("-5000")
    made = io.BytesIO()
    from xlsxwriter import Workbook

    with Workbook(made) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1")
    assert formulas(made.getvalue()) == ["xl/worksheets/sheet1.xml"]
