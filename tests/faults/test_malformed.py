"""F19: registers as strangers make them, 25 classes of 8 files.

Each is read to the end with every good row ready, or named row by row, or refused in words; and
whatever it is, nothing is written until somebody confirms, and then all of it or nothing.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.membership import importing
from kopdes_desktop.membership.studies import MemberStudy
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.studies import RowsFaulty
from kopdes_desktop.paper import grid
from kopdes_desktop.paper.grid import read_book
from tests import builders
from tests.imports.registers import FIRST, HEADER, TITLES, a_row, name_of, separated, sheet

pytestmark = pytest.mark.fault

AS_OF = date(2025, 12, 31)
WHOLE = [*TITLES, HEADER, a_row(1), a_row(2), a_row(3)]
#: No file of this test is larger than this when it is unpacked, but for the bombs.
UNPACKED = 4 * 2**20


@dataclass(frozen=True)
class Case:
    """A file, and what has to come of it.

    `rows` can go in, `faults` are row and code of what cannot; a file that is `refused` has
    neither, and the sentence holds these words (or those after `|`).
    """

    data: bytes
    rows: int = 0
    faults: tuple[tuple[int, str], ...] = ()
    refused: str | None = None
    total: int | None = None


Made = Callable[[], Iterator[Case]]
CLASSES: dict[str, Made] = {}


def kind(made: Made) -> Made:
    """One class of files."""
    CLASSES[made.__name__] = made
    return made


def good(data: bytes, rows: int = 3, total: int | None = None) -> Case:
    return Case(data, rows=rows, total=rows * 100_000 if total is None else total)


def bad(changed: dict[str, Any], code: str, *, as_text: bool = False) -> Case:
    """A good row, a faulty one, a good one."""
    rows = [*TITLES, HEADER, a_row(1), a_row(2, **changed), a_row(3)]
    data = separated(rows, ";") if as_text else sheet(rows)
    return Case(data, rows=2, faults=((FIRST + 1, code),), total=200_000)


def each(changes: Sequence[dict[str, Any]], code: str) -> Iterator[Case]:
    """One fault in eight spellings."""
    assert len(changes) == 8
    for n, changed in enumerate(changes):
        text = all(isinstance(value, str) for value in changed.values())
        yield bad(changed, code, as_text=text and n % 2 == 0)


def refused(data: bytes, words: str) -> Case:
    return Case(data, refused=words)


# --- text -----------------------------------------------------------------------------------------


@kind
def byte_order_marks() -> Iterator[Case]:
    for separator in ",;\t|":
        yield good(b"\xef\xbb\xbf" + separated(WHOLE, separator))
        yield good(separated(WHOLE, separator).decode().encode("utf-16"))


@kind
def two_bytes_a_letter() -> Iterator[Case]:
    for separator in ",;\t|":
        for encoding in ("utf-16-le", "utf-16-be"):
            yield good(separated(WHOLE, separator).decode().encode(encoding))


@kind
def old_windows() -> Iterator[Case]:
    rows = [*TITLES, HEADER, a_row(1, dusun="Ngémplak"), a_row(2, place="Café"), a_row(3)]
    for separator in ",;\t|":
        for encoding in ("cp1252", "latin-1"):
            yield good(separated(rows, separator).decode().encode(encoding))


@kind
def separators_inside() -> Iterator[Case]:
    for separator in ",;\t|":
        rows = [*TITLES, HEADER, a_row(1, job=f"Tani{separator}Dagang"), a_row(2), a_row(3)]
        yield good(separated(rows, separator))
        yield good(f"sep={separator}\r\n".encode() + separated(rows, separator))


@kind
def quotation_marks() -> Iterator[Case]:
    text = separated(WHOLE, ";").decode()
    yield good(separated([*TITLES, HEADER, a_row(1, job='Tani "lama"'), a_row(2), a_row(3)]))
    yield good(separated([*TITLES, HEADER, a_row(1, job="Tani\nDagang"), a_row(2), a_row(3)]))
    yield good(text.replace("Petani", '"Petani"').encode())
    yield good(text.replace("Petani", "Pe'tani'").encode())
    yield good(text.replace("Petani", 'Pe"tani"').encode())
    yield refused(text.replace("Petani", '"Petani', 1).encode(), "tanda kutip")
    yield refused((text + '"Melati').encode(), "tanda kutip")
    yield refused(('"' + text).encode(), "tanda kutip")


@kind
def nul_bytes() -> Iterator[Case]:
    text = separated(WHOLE, ";")
    for at in (0, 40, 90, len(text) // 2, len(text) - 3):
        yield refused(text[:at] + b"\0" + text[at:], "bukan teks|rusak")
    yield refused(b"\0" * 512, "kosong")
    yield refused(text[:20] + b"\0" * 2000, "bukan teks|tidak ada baris judul")
    yield good(text + b"\0" * 3)


@kind
def ragged_rows() -> Iterator[Case]:
    short = [a_row(1)[:14], a_row(2)[:14], a_row(3)[:13]]
    for separator in ",;\t|":
        yield good(separated([*TITLES, HEADER, *short], separator))
        longer = [[*row, *["x"] * n] for n, row in enumerate(WHOLE[5:])]
        yield good(separated([*TITLES, HEADER, *longer], separator))


@kind
def very_many_rows() -> Iterator[Case]:
    head = separated([*TITLES, HEADER])
    for count in (100_001, 120_000):
        yield refused(head + b"Melati,Aren\n" * count, "lebih dari")
        yield refused(head + b"\n" * count, "lebih dari")
    wide = b",".join([b"x"] * 6_000) + b"\n"
    yield refused(head + wide * 900, "lebih dari")
    for rows in (
        b"".join(b'<row r="%d"/>' % n for n in range(1, 100_002)),
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="90000"><c r="XFD90000"/></row>',
    ):
        yield refused(with_sheet(rows), "lebih dari")


# --- sheets ---------------------------------------------------------------------------------------


def with_sheet(rows: bytes) -> bytes:
    """A workbook whose sheet holds this."""
    xml = b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    return repacked(sheet(WHOLE), xml)


def repacked(workbook: bytes, xml: bytes | None = None, **more: bytes) -> bytes:
    """The same workbook with another sheet, or with more parts."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as old, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for info in old.infolist():
            here = xml is not None and info.filename.startswith("xl/worksheets/")
            made.writestr(info.filename, xml if here and xml is not None else old.read(info))
        for name, data in more.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def a_workbook(fill: Callable[[Any, Workbook], None], **options: Any) -> bytes:
    """A register that somebody has worked upon."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, **options}) as book:
        made = book.add_worksheet("Buku")
        for at, row in enumerate(WHOLE):
            made.write_row(at, 0, row)
        fill(made, book)
    return out.getvalue()


@kind
def merged_cells() -> Iterator[Case]:
    def merged(text: str, *over: int) -> bytes:
        """With a format, so that the cells beneath are emptied."""
        return a_workbook(lambda sheet, book: sheet.merge_range(*over, text, book.add_format()))

    for last in (1, 6, 14):
        yield good(merged("BUKU ANGGOTA", 0, 0, 0, last))
    yield good(merged("", 8, 0, 9, 14))
    yield good(merged("Krajan", 5, 7, 7, 7))
    yield good(merged("JUMLAH", 8, 0, 8, 5))
    one = merged(name_of(1), 5, 2, 6, 2)
    yield Case(one, rows=2, faults=((7, "no_name"),), total=200_000)
    yield good(merged(builders.nik(2), 6, 4, 7, 4))


@kind
def formulas() -> Iterator[Case]:
    def put(at: tuple[int, int], formula: str, value: object) -> bytes:
        return a_workbook(lambda s, _b: s.write_formula(*at, formula, None, value))

    yield good(put((5, 12), "=50000*2", 100_000))
    yield good(put((6, 2), '="Melati "&"Aren"', "Melati Aren"))
    yield good(put((6, 4), '="3310"', builders.nik(2)))
    for error in ("#REF!", "#DIV/0!", "#N/A", "#VALUE!"):
        found = put((6, 12), "=1/0", error)
        yield Case(found, rows=2, faults=((7, "not_whole_rupiah"),), total=200_000)
    found = put((6, 12), "=A1*0.333", 33.3)
    yield Case(found, rows=2, faults=((7, "not_whole_rupiah"),), total=200_000)


@kind
def two_epochs() -> Iterator[Case]:
    rows = [*TITLES, HEADER, a_row(1, born=date(1961, 2, 2)), a_row(2), a_row(3)]
    late = [*TITLES, HEADER, a_row(1, joined=date(2025, 6, 1)), a_row(2), a_row(3)]
    for since in (False, True):
        yield good(sheet(rows, date_1904=since))
        yield good(sheet(late, date_1904=since))
        none = [*TITLES, HEADER, a_row(1, born=date(1904, 1, 1)), a_row(2), a_row(3)]
        yield good(sheet(none, date_1904=since))
        ahead = [*TITLES, HEADER, a_row(1), a_row(2, joined=date(2030, 6, 1)), a_row(3)]
        fault = ((FIRST + 1, "bad_date"),)
        yield Case(sheet(ahead, date_1904=since), rows=2, faults=fault, total=200_000)


@kind
def macros_and_links() -> Iterator[Case]:
    yield good(repacked(sheet(WHOLE), xl__vbaProject__bin=b"\xd0\xcf\x11\xe0" * 40))
    yield good(repacked(sheet(WHOLE), xl__embeddings__oleObject1__bin=b"MZ" * 400))
    yield good(repacked(sheet(WHOLE), xl__externalLinks__externalLink1__xml=b"<externalLink/>"))
    for payload in ("=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-1+1", '=HYPERLINK("x","y")'):
        rows = [*TITLES, HEADER, a_row(1, job=payload), a_row(2), a_row(3)]
        yield good(sheet(rows))


@kind
def cut_short() -> Iterator[Case]:
    whole = sheet(WHOLE)
    for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995):
        yield refused(whole[: int(len(whole) * share)], "rusak")


@kind
def bombs() -> Iterator[Case]:
    for size in (5 * 2**20, 8 * 2**20, 16 * 2**20, 32 * 2**20):
        yield refused(repacked(sheet(WHOLE), b" " * size), "lebih besar")
        liar = repacked(sheet(WHOLE), b" " * size)
        yield refused(liar.replace(struct.pack("<I", size), struct.pack("<I", 99)), "lebih besar")


@kind
def behind_a_password() -> Iterator[Case]:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for pad in (0, 100, 504, 4096):
        package = "EncryptedPackage".encode("utf-16-le")
        yield refused(head + b"\0" * pad + package + b"\0" * 1000, "kata sandi")
    for flag in (1, 9, 0x41, 0x801):
        locked = bytearray(sheet(WHOLE))
        at = 0
        while (at := locked.find(b"PK\x01\x02", at)) >= 0:
            locked[at + 8 : at + 10] = struct.pack("<H", flag)
            at += 4
        yield refused(bytes(locked), "kata sandi")


@kind
def web_pages() -> Iterator[Case]:
    table = b"<table><tr><td>Nama</td><td>NIK</td></tr></table>"
    yield refused(b"<html><body>" + table, "halaman web")
    yield refused(b"\r\n  <HTML>" + table, "halaman web")
    yield refused(b"\xef\xbb\xbf<!DOCTYPE html>" + table, "halaman web")
    yield refused(b"<table>" + table, "halaman web")
    yield refused(b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "halaman web")
    yield refused('<?xml version="1.0"?><Workbook/>'.encode("utf-16"), "halaman web")
    yield refused(b"<meta charset=utf-8>" + table, "halaman web")
    yield refused(b"<div>" + table + b"</div>", "halaman web")


@kind
def other_files() -> Iterator[Case]:
    noise = random.Random(19)  # noqa: S311  the same files each time
    yield refused(b"%PDF-1.7\n" + separated(WHOLE), "PDF")
    yield refused(b"\x89PNG\r\n\x1a\n", "PNG")
    yield refused(b"\xff\xd8\xff\xe0JFIF", "JPEG")
    yield refused(b"{\\rtf1\\ansi Melati}", "RTF")
    yield refused(b"SQLite format 3\0" + b"x" * 64, "SQLite")
    yield refused(bytes(noise.randrange(256) for _n in range(4096)), "bukan teks|rusak")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield refused(ole + bytes(noise.randrange(256) for _n in range(4096)), "rusak")
    document = BytesIO()
    with ZipFile(document, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    yield refused(document.getvalue(), "bukan lembar kerja")


@kind
def nothing_inside() -> Iterator[Case]:
    yield refused(b"", "kosong")
    yield refused(b"\xef\xbb\xbf", "kosong")
    yield refused(b"\r\n\r\n   \t\r\n", "kosong")
    yield refused(sheet([]), "tidak ada baris judul")
    yield refused(sheet([["BUKU DAFTAR ANGGOTA"], []]), "tidak ada baris judul")
    yield Case(sheet([*TITLES, HEADER]))
    yield Case(separated([*TITLES, HEADER, [], ["", "", ""], ["", "", "JUMLAH"]]))
    yield Case(sheet([HEADER, [1], [2], [3]]))


# --- what stands in the cells ---------------------------------------------------------------------


@kind
def nik_as_a_number() -> Iterator[Case]:
    for value in (3310010202610010, 3310010202610100, 3310010202612000, 9310010202610001):
        yield bad({"nik": value}, "nik_as_number")
    for cut in (3.5e15, "3.31001E+15", "3,31001E+15", 331001020261001):
        yield bad({"nik": cut}, "nik_format")


@kind
def impossible_nik() -> Iterator[Case]:
    yield from each(
        [
            {"nik": "331001020261000"},
            {"nik": "33100102026100011"},
            {"nik": "331001O202610001"},
            {"nik": "3310013102610001"},
            {"nik": "3310010213610001"},
            {"nik": "3310010000000001"},
            {"nik": "KTP hilang 1961"},
            {"nik": "\u0663" * 16},
        ],
        "nik_format",
    )


@kind
def twins() -> Iterator[Case]:
    first = builders.nik(1)
    dotted = f"{first[:6]}.{first[6:12]}.{first[12:]}"
    for nik in (first, f"'{first}", dotted, f" {first} ", f"{first[:4]} {first[4:]}", int(first)):
        yield bad({"nik": nik}, "nik_duplicate")
    yield bad({"number": "KDMP-0001"}, "number_duplicate")
    yield bad({"number": "1"}, "number_duplicate")


@kind
def money_in_dress() -> Iterator[Case]:
    for text in ("Rp 1.000,00", "Rp1.000,-", "1.000", "1,000.00", "1000,00", "IDR 1.000"):
        rows = [*TITLES, HEADER, a_row(1, principal=text), a_row(2), a_row(3)]
        yield good(sheet(rows), total=201_000)
    for text in ("-", ""):
        rows = [*TITLES, HEADER, a_row(1, principal=text), a_row(2), a_row(3)]
        yield good(separated(rows), total=200_000)


@kind
def below_zero() -> Iterator[Case]:
    spellings: tuple[Any, ...] = (-100_000, "-100.000", "(100.000)", "Rp -100.000")
    for amount in (*spellings, "-Rp100.000", "\u2212100.000", -1, "(Rp 5.000,-)"):
        yield bad({"principal": amount}, "negative_amount")


@kind
def not_whole() -> Iterator[Case]:
    amounts: tuple[Any, ...] = ("10.000,50", "10000.5", 10000.5, "seratus ribu", "1.00.000")
    for amount in (*amounts, "36.000.00,00", "287,490.00 DB", 1e30):
        yield bad({"mandatory": amount}, "not_whole_rupiah")


@kind
def days_that_never_were() -> Iterator[Case]:
    days: tuple[Any, ...] = ("31/02/1980", "29 Februari 1999", "13/13/1990", "PEND", "1975")
    for day in (*days, "5/3/12 Masehi", 99_999_999, "01/01/2030"):
        yield bad({"born": day}, "bad_date")


@kind
def nobody() -> Iterator[Case]:
    yield from each(
        [{"name": text} for text in ("", " ", "\u00a0", "\u200b", "\ufeff", "'", "A", "\u202e")],
        "no_name",
    )


# --- the judge ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Empty practice books in which nothing is ever written here."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("malformed") / "buku")
    with builders.open_books(folder) as session:
        yield session


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bombs of this test go off early."""
    monkeypatch.setattr(grid, "LARGEST_UNPACKED", UNPACKED)


def in_words(message: str) -> bool:
    """A sentence for people: no placeholder, no Python."""
    return len(message) > 20 and not any(x in message for x in ("{", "Error", "Traceback", "None"))


def _studied(office: Office, case: Case) -> MemberStudy:
    book = read_book(case.data, "buku")
    return importing.study_members(office.reading, book, today=office.today())


def judge(office: Office, case: Case) -> None:
    """Read the file as a person would, confirm nothing, and look at what came of it."""
    before = builders.fact_count(office)
    if case.refused is not None:
        with pytest.raises(Refusal, match=case.refused) as caught:
            _studied(office, case)
        assert in_words(caught.value.message)
    else:
        study = _studied(office, case)
        assert tuple((x.row, x.code) for x in study.errors) == case.faults
        assert all(in_words(x.message) for x in (*study.errors, *study.warnings))
        assert study.ready == case.rows
        assert study.rows == case.rows + len(case.faults)
        if case.total is not None:
            assert study.totals["principal"] == case.total
        if study.errors:
            with pytest.raises(RowsFaulty):
                importing.import_members(office, study)
    assert builders.fact_count(office) == before


def test_there_are_25_classes_and_more() -> None:
    assert len(CLASSES) >= 25


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", CLASSES)
def test_malformed_files_are_reported_or_refused_and_nothing_is_written(
    reader: Session, name: str
) -> None:
    cases = list(CLASSES[name]())

    assert len(cases) == 8
    for case in cases:
        judge(reader.office, case)


def test_good_rows_of_a_bad_file_go_in_together_or_not_at_all(books: Session) -> None:
    office = books.office
    case = next(CLASSES["twins"]())
    study = _studied(office, case)

    assert importing.import_members(office, study, skip_bad=True).imported == case.rows
    builders.require_green(office)


def test_the_judge_sees_a_reader_that_takes_nonsense_for_nothing(
    reader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the very mistake that this test is for."""
    monkeypatch.setattr(cells, "money", lambda _cell: Rupiah(100_000))

    with pytest.raises(AssertionError):
        judge(reader.office, next(CLASSES["not_whole"]()))


def test_the_judge_sees_a_file_that_is_written_without_asking(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: whoever imports while he studies is found out."""
    honest = importing.study_members

    def eager(read: Any, book: Any, **how: Any) -> Any:
        found = honest(read, book, **how)
        importing.import_members(books.office, found, skip_bad=True)
        return found

    monkeypatch.setattr(importing, "study_members", eager)
    with pytest.raises(AssertionError):
        judge(books.office, next(CLASSES["byte_order_marks"]()))
