"""Sheets and separated text of strangers: rows as they stand, or a refusal in words."""

import struct
import zlib
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from kopdes_desktop.paper import grid
from kopdes_desktop.paper.grid import BadFile, read_book

TABLE = [["Nama", "Jumlah"], ["Melati Kenanga", "5"], ["Cempaka", "7"]]


def a_sheet(*sheets: list[list[Any]], **options: Any) -> bytes:
    """A workbook as Excel writes it."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, **options}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, place, cell, day)
                    else:
                        sheet.write(at, place, cell)
    return out.getvalue()


def cells_of(data: bytes) -> list[list[Any]]:
    return [list(row.cells) for row in read_book(data, "buku").sheets[0].rows]


def packed(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A good workbook whose sheet says this instead."""
    out = BytesIO()
    with ZipFile(BytesIO(a_sheet(TABLE))) as good, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for info in good.infolist():
            data = good.read(info)
            made.writestr(info.filename, xml if "worksheets/" in info.filename else data)
    return out.getvalue()


def sheet_xml(rows: bytes) -> bytes:
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separated_text_in_every_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in TABLE)

    assert cells_of(text.encode(encoding)) == TABLE


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_separated_text_of_old_windows(encoding: str) -> None:
    assert cells_of("Nama;Dusun\nÉlok Kenanga;Ngémplak".encode(encoding)) == [
        ["Nama", "Dusun"],
        ["Élok Kenanga", "Ngémplak"],
    ]


def test_a_separator_that_the_file_names_is_believed() -> None:
    assert cells_of(b"sep=|\nNama|a,b\nMelati|c,d") == [[], ["Nama", "a,b"], ["Melati", "c,d"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    rows = read_book(b'Nama,Alamat\n\n"Melati","Jl. Kenanga\nRT 1"\nCempaka,x\n').sheets[0].rows

    assert [(row.number, row.cells[:1]) for row in rows] == [
        (1, ["Nama"]),
        (2, []),
        (3, ["Melati"]),
        (4, ["Cempaka"]),
    ]


def test_a_quotation_mark_that_is_never_closed_is_refused() -> None:
    with pytest.raises(BadFile, match="tanda kutip"):
        cells_of(b'Nama,Jumlah\n"Melati,5\nCempaka,7\n' + b"Aren,1\n" * 20)


def test_a_sheet_gives_text_numbers_and_days() -> None:
    made = a_sheet([["Nama", "Lahir"], ["Melati", date(1975, 8, 12)], [5, 2.5]])

    assert cells_of(made) == [["Nama", "Lahir"], ["Melati", date(1975, 8, 12)], [5.0, 2.5]]


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_right_whatever_day_the_sheet_counts_from(since_1904: bool) -> None:
    made = a_sheet([["Lahir"], [date(1975, 8, 12)]], date_1904=since_1904)

    assert cells_of(made)[1] == [date(1975, 8, 12)]


def test_every_sheet_is_there_and_none_is_read_before_it_is_asked_for() -> None:
    far = with_sheet(sheet_xml(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    book = read_book(a_sheet(TABLE, [["x"]]))

    assert [sheet.rows[0].cells[0] for sheet in book.sheets] == ["Nama", "x"]
    assert read_book(far).sheets[0].name == "Sheet1"


def test_an_error_in_a_cell_is_seen_and_not_taken_for_nothing() -> None:
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Jumlah")
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 0, "=2+3", None, 5)

    assert cells_of(out.getvalue()) == [["Jumlah"], ["#DIV/0!"], [5.0]]


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    import hashlib

    file = tmp_path / "anggota.csv"
    file.write_bytes(b"Nama\nMelati")
    book = read_book(file)

    assert (book.name, book.digest) == ("anggota.csv", hashlib.sha256(b"Nama\nMelati").hexdigest())


def test_two_cells_far_apart_do_not_ask_for_all_memory() -> None:
    far = sheet_xml(
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )

    with pytest.raises(BadFile, match="lebih dari"):
        cells_of(with_sheet(far))


def test_more_rows_than_any_village_has_are_refused() -> None:
    with pytest.raises(BadFile, match="lebih dari 100000 baris"):
        cells_of(b"Nama,Jumlah\n" + b"Melati,5\n" * 100_001)
    rows = b"".join(b'<row r="%d"/>' % n for n in range(1, 100_003))
    with pytest.raises(BadFile, match="lebih dari 100000 baris"):
        cells_of(with_sheet(sheet_xml(rows)))


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "LARGEST_UNPACKED", 2**20)
    bomb = with_sheet(sheet_xml(b" " * 2**21))

    with pytest.raises(BadFile, match="lebih besar"):
        cells_of(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "LARGEST_UNPACKED", 2**20)
    bomb = bytearray(with_sheet(sheet_xml(b" " * 2**21)))
    size = struct.pack("<I", len(sheet_xml(b" " * 2**21)))
    assert size in bomb
    bomb[:] = bomb.replace(size, struct.pack("<I", 100))

    with pytest.raises(BadFile, match="lebih besar"):
        cells_of(bytes(bomb))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b"\xef\xbb\xbf\r\n", "kosong"),
        (b"\x00" * 64, "kosong"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"<html><table><tr><td>Nama</td></tr></table></html>", "halaman web"),
        (b'<?xml version="1.0"?><Workbook/>', "halaman web"),
        (bytes(range(256)) * 8, "bukan teks"),
        (b"PK\x03\x04" + b"rusak" * 50, "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "rusak"),
        (packed(word__document_xml=b"<w/>"), "bukan lembar kerja"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        cells_of(data)


def test_a_file_behind_a_password_is_refused_in_words() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    locked += "EncryptedPackage".encode("utf-16-le") + b"\0" * 600

    with pytest.raises(BadFile, match="kata sandi"):
        cells_of(locked)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_is_refused_in_words(kept: float) -> None:
    whole = a_sheet(TABLE)

    with pytest.raises(BadFile, match="rusak"):
        cells_of(whole[: int(len(whole) * kept)])


@pytest.mark.parametrize("xml", [b"<worksheet><sheetData><row>", b"", b"\xff\xfe<"])
def test_a_broken_part_is_refused_or_gives_no_rows(xml: bytes) -> None:
    with suppress(BadFile):
        assert cells_of(with_sheet(xml)) == []


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="tidak ditemukan"):
        read_book(tmp_path / "tidak-ada.xlsx")


def test_a_stream_that_ends_too_early_is_no_sheet() -> None:
    good = with_sheet(sheet_xml(b'<row r="1"><c r="A1"><v>5</v></c></row>' * 400))
    assert zlib.crc32(good)
    at = good.index(b"xl/worksheets/sheet1.xml") + 24
    broken = good[: at + 20] + bytes(40) + good[at + 60 :]

    with pytest.raises(BadFile, match="rusak"):
        cells_of(broken)
