"""PDF: what it says, what it refuses to become, and how it looks."""

import builtins
import hashlib
import io
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.paper import pdf
from kopdes_desktop.paper.document import Column, Document, Letterhead, Receipt, Signer
from tests.paper.conftest import difference, page_picture
from tests.paper.examples import KOP, PRACTICE, RECEIPT, SIGNERS, TRIAL_BALANCE, ledger

MARKUP = '<b>Siti</b> <img src="/etc/passwd"/> <a href="file:x">&amp; {name} %s \\ ( )) BT ET'


LIGHT = """
import sys
from kopdes_desktop.paper import document, pdf, spreadsheet, text, thermal
print({"reportlab", "xlsxwriter", "segno", "PIL", "lokal"} & set(sys.modules))
"""


def pages(made: bytes) -> list[str]:
    """The words of each page, on one line."""
    reader = PdfReader(io.BytesIO(made), strict=True)
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def receipt_saying(text: str) -> Receipt:
    return replace(
        RECEIPT,
        letterhead=Letterhead(text, (text,), practice=True),
        title=text,
        number=text,
        place=text,
        received_from=text,
        purpose=text,
        rows=((text, Rupiah(5)), (text, Rupiah(6))),
        signers=(Signer(text, text),),
        proof=text,
        notes=(text,),
    )


def document_saying(text: str) -> Document:
    return Document(
        text,
        text,
        Letterhead(text, (text,)),
        text,
        (Column("a", text), Column("b", text, "money"), Column("c", text, "day")),
        [{"a": text, "b": text, "c": text}, {"a": text * 40}],
        {"a": text, "b": 5},
        notes=(text,),
        signers=(Signer(text, text),),
    )


def test_a_receipt_says_who_paid_how_much_in_figures_and_in_words() -> None:
    [text] = pages(pdf.receipts([RECEIPT]))

    assert "KUITANSI" in text
    assert "No. SMP-KR-2026-000123" in text
    assert "Siti Aminah (A-0003)" in text
    assert "Rp1.275.000" in text
    assert "# satu juta dua ratus tujuh puluh lima ribu rupiah #" in text
    assert "Sumber, 21 November 2026" in text
    assert "Kode bukti: 59235 10937 96556 28920" in text
    assert "SALINAN" not in text
    assert "LATIHAN" not in text


@pytest.mark.parametrize("amount", [1, 1_001_000, 999_999_999_999, 123_456_789_012_345])
def test_every_amount_stands_there_in_words(amount: int) -> None:
    [text] = pages(pdf.receipts([replace(RECEIPT, amount=Rupiah(amount))]))

    assert wording.spelled(amount) in text
    assert wording.rupiah(amount) in text


def test_two_receipts_share_a_sheet_and_a_copy_says_so() -> None:
    copy = replace(RECEIPT, copy=True)

    texts = pages(pdf.receipts([RECEIPT, copy, RECEIPT]))

    assert [text.count("KUITANSI") for text in texts] == [2, 1]
    assert [text.count("SALINAN") for text in texts] == [1, 0]


def test_one_alone_stands_there_for_the_member_and_for_the_file() -> None:
    [text] = pages(pdf.receipts([RECEIPT]))
    picture = page_picture(pdf.receipts([RECEIPT]), scale=1.0)

    theirs, ours = text.index("Lembar 1: untuk anggota"), text.index("Lembar 2: arsip koperasi")
    assert theirs < text.index("No. SMP-KR-2026-000123") < ours
    assert text.count("No. SMP-KR-2026-000123") == 2
    below_the_captions, half = 30, 421
    halves = [picture.crop((0, top + below_the_captions, 595, top + 410)) for top in (0, half)]
    assert difference(*halves) < 0.1


def test_one_alone_on_its_own_sheet_is_nobody_s_half() -> None:
    made = pdf.receipts([RECEIPT], single=True)

    [text] = pages(made)
    [sheet] = PdfReader(io.BytesIO(made)).pages
    assert text.count("KUITANSI") == 1
    assert "Lembar" not in text
    assert sheet.mediabox.height < sheet.mediabox.width


def test_a_practice_receipt_says_so() -> None:
    [text] = pages(pdf.receipts([replace(RECEIPT, letterhead=PRACTICE)]))

    assert "LATIHAN" in text


@pytest.mark.parametrize("count", range(16))
def test_rows_stand_on_the_half_sheet_or_on_a_sheet_of_their_own(count: int) -> None:
    rows = tuple((f"Baris {n}.", Rupiah(1_000 + n)) for n in range(count))

    first, *more = pages(pdf.receipts([replace(RECEIPT, rows=rows)]))

    if count <= 11:
        assert not more
        assert all(f"Baris {n}. 1.{n:03d}" in first for n in range(count))
    else:
        assert f"Rincian {count} baris pada lampiran." in first
        for attached, whose in zip(more, ("anggota", "arsip"), strict=True):
            assert "Lampiran Kuitansi SMP-KR-2026-000123" in attached
            assert whose in attached
            assert f"Baris {count - 1}." in attached


def test_no_receipt_makes_no_sheet() -> None:
    with pytest.raises(ValueError, match="no receipt"):
        pdf.receipts([])


def test_markup_in_a_name_prints_as_it_is_typed() -> None:
    [receipt] = pages(pdf.receipts([replace(RECEIPT, received_from=MARKUP)]))
    [report] = pages(
        pdf.document(replace(TRIAL_BALANCE, rows=[{"name": MARKUP, "debit": Rupiah(1)}]))
    )

    assert '<b>Siti</b> <img src="/etc/passwd"/> <a href="file:x">&amp; {name}' in receipt
    assert MARKUP in report


def test_nothing_that_a_field_holds_opens_a_file_or_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pdf.receipts([RECEIPT])  # the typeface is read once
    opened: list[object] = []

    def watch(what: object, *_args: object, **_kw: object) -> None:
        opened.append(what)
        raise AssertionError(what)

    monkeypatch.setattr(builtins, "open", watch)
    monkeypatch.setattr(io, "open", watch)
    monkeypatch.setattr(socket, "socket", watch)
    for text in (MARKUP, "file:///etc/passwd", "@import 'x'", "<para><img src='x'/></para>"):
        pdf.receipts([receipt_saying(text)])
        pdf.document(document_saying(text))

    assert not opened


def test_every_code_point_in_every_field_gives_a_sound_file() -> None:
    singles = [chr(code) for code in range(256)]
    blocks = ["".join(singles[n : n + 16]) for n in range(0, 256, 16)]
    for text in [*blocks, "\u202egnp.exe", "\ud800", "😀 漢字", "\x00" * 40, "(" * 30, "\\" * 31]:
        for made in (pdf.receipts([receipt_saying(text)]), pdf.document(document_saying(text))):
            for page in PdfReader(io.BytesIO(made), strict=True).pages:
                words = page.extract_text()
                assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", words)
                assert "/Annots" not in page


def test_no_file_carries_an_action() -> None:
    for made in (pdf.receipts([receipt_saying(MARKUP)]), pdf.document(document_saying(MARKUP))):
        root = PdfReader(io.BytesIO(made)).trailer["/Root"]

        assert isinstance(root, DictionaryObject)
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(root)


def test_every_typeface_used_is_embedded() -> None:
    for made in (pdf.receipts([RECEIPT]), pdf.document(TRIAL_BALANCE)):
        for page in PdfReader(io.BytesIO(made)).pages:
            drawn = page.get_contents()
            assert drawn is not None
            used = set(re.findall(rb"/(F\d+\+\d+) [\d.]+ Tf", drawn.get_data()))
            assert used
            for name in used:
                font = page["/Resources"]["/Font"]["/" + name.decode()]  # type: ignore[index]
                assert "/FontFile2" in font["/FontDescriptor"]


def fingerprint() -> str:
    return hashlib.sha256(pdf.receipts([RECEIPT]) + pdf.document(ledger(60))).hexdigest()


def test_the_same_paper_is_the_same_file() -> None:
    again = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tests.paper.test_pdf import fingerprint; print(fingerprint())",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert again == fingerprint()


def test_describing_papers_loads_no_heavy_library() -> None:
    heavy = subprocess.run(
        [
            sys.executable,
            "-c",
            LIGHT,
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()

    assert heavy == "set()"


def test_a_report_of_two_thousand_rows_has_its_pages_heads_and_last_row() -> None:
    texts = pages(pdf.document(ledger(2_000)))

    assert len(texts) == 42
    assert all("Tanggal Bukti Uraian Debit Kredit Saldo" in text for text in texts)
    assert [f"Halaman {n} dari 42" in text for n, text in enumerate(texts, 1)] == [True] * 42
    numbers = re.findall(r"KM-KR-2026-(\d{6})", " ".join(texts))
    assert numbers == [f"{n:06d}" for n in range(1, 2_001)]
    assert "(10.830.081)" in texts[-1]
    assert texts[0].startswith(f"{KOP.name} {KOP.lines[0]} {KOP.lines[1]} Buku Besar 1-1101 Kas")
    assert "Jumlah 2.000.000 4.000.000" in texts[-1]


def test_draft_and_practice_stand_on_every_page() -> None:
    texts = pages(pdf.document(ledger(120, letterhead=PRACTICE, draft=True)))

    assert len(texts) == 3
    assert all("LATIHAN · DRAF" in text for text in texts)
    assert not any("DRAF" in text for text in pages(pdf.document(ledger(120))))


@pytest.mark.parametrize("rows", range(30, 52))
def test_totals_and_signers_never_stand_alone(rows: int) -> None:
    *_before, last = pages(pdf.document(ledger(rows)))

    assert f"KM-KR-2026-{rows:06d}" in last
    assert "Jumlah" in last
    assert all(signer.role in last for signer in SIGNERS)


def test_an_empty_report_says_so() -> None:
    [text] = pages(pdf.document(ledger(0)))

    assert "Nihil" in text


def test_a_long_note_goes_on_on_the_next_page() -> None:
    note = " ".join(f"kata{n}" for n in range(2_000))

    texts = pages(pdf.document(replace(TRIAL_BALANCE, notes=(note,))))

    assert len(texts) > 1
    assert all(f"kata{n} " in " ".join(texts) + " " for n in range(2_000))


@pytest.mark.parametrize("columns", [3, 8, 15, 30])
def test_amounts_are_whole_however_many_columns_there_are(columns: int) -> None:
    keys = [f"m{n}" for n in range(columns)]
    wide = replace(
        TRIAL_BALANCE,
        columns=(Column("name", "Nama"), *(Column(key, f"Bulan {key}", "money") for key in keys)),
        rows=[
            {"name": "Siti", **{key: Rupiah(-999_888_777_000 - n) for n, key in enumerate(keys)}}
        ],
        totals={},
    )

    [text] = pages(pdf.document(wide))

    assert all(wording.bracketed(-999_888_777_000 - n) in text for n in range(columns))


def right_edges(made: bytes) -> dict[str, list[float]]:
    """Where each word of the first page ends, by pdfium."""
    import pypdfium2

    page = pypdfium2.PdfDocument(made)[0].get_textpage()
    found: dict[str, list[float]] = {}
    for n in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(n)
        found.setdefault(page.get_text_bounded(left, bottom, right, top).strip(), []).append(right)
    return found


def test_figures_of_a_column_end_on_one_edge() -> None:
    edges = right_edges(pdf.document(TRIAL_BALANCE))

    amounts = ["12.350.000", "85.000.000", "43.250.000", "5.000.000"]
    assert all(abs(edges[one][0] - edges[other][0]) < 0.6 for one, other in pairwise(amounts))


def test_a_receipt_looks_as_it_always_did(same_picture: Callable[[str, bytes], None]) -> None:
    copy = replace(RECEIPT, copy=True, letterhead=PRACTICE)

    same_picture("receipts.png", pdf.receipts([RECEIPT, copy]))


def test_a_report_looks_as_it_always_did(same_picture: Callable[[str, bytes], None]) -> None:
    same_picture("trial_balance.png", pdf.document(replace(TRIAL_BALANCE, draft=True)))


def test_one_digit_less_is_another_picture() -> None:
    less = replace(RECEIPT, amount=Rupiah(1_275_00))

    one, other = page_picture(pdf.receipts([RECEIPT])), page_picture(pdf.receipts([less]))

    assert difference(one, other) > 0.05


def test_a_table_to_write_in_says_whose_it_is_and_has_room_in_every_row() -> None:
    names = [f"Anggota {n:04d}" for n in range(60)]
    sheet = replace(
        TRIAL_BALANCE,
        about=("Kelompok Dusun I", "Petugas ...................."),
        columns=(Column("name", "Nama"), Column("sign", "Tanda tangan", room=90)),
        rows=[{"name": name} for name in names],
        totals={},
        notes=(),
    )

    plain, ruled = pages(pdf.document(sheet)), pages(pdf.document(replace(sheet, ruled=True)))

    assert "Kelompok Dusun I Petugas ...................." in plain[0]
    assert "Kelompok Dusun I" not in " ".join(ruled[1:])
    assert all(name in " ".join(ruled) for name in names)
    assert len(ruled) == len(plain) + 1
