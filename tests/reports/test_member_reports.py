"""Buku Daftar Anggota, member statements, groups, the queue of refunds, the minutes of leaving."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from kopdes_desktop.kernel.errors import BadField, UnknownMember
from kopdes_desktop.paper import pdf, spreadsheet
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports import people
from kopdes_desktop.reports.rendering import on_paper
from tests import builders
from tests.builders import DAY
from tests.reports.cooperative import NEXT_DAY, Coop

#: DOMAIN 6, row Anggota: the columns of the paper book in their order.
STATUTORY = [
    "no",
    "number",
    "name",
    "nik",
    "birth_place",
    "birth_day",
    "sex",
    "job",
    "address",
    "phone",
    "joined",
    "signature",
    "decision_no",
    "asked_to_leave",
    "left",
    "reason",
    "left_decision",
    "note",
]
PROMISED = {"number", "name", "status", "joined", "left", "dusun", "sex", "birth_day"}


def pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


# --- the register --------------------------------------------------------------------------------


def test_the_register_has_the_columns_of_the_law_s_book_in_their_order(coop: Coop) -> None:
    document = coop.ask("member_register")

    assert [column.key for column in on_paper(document).columns] == STATUTORY
    assert {column.key for column in document.columns} >= PROMISED


def test_the_register_tells_everything_about_a_member(coop: Coop) -> None:
    row = coop.rows("member_register")[5]

    assert row == {
        "no": 6,
        "number": "0006",
        "name": "Teratai Anggota",
        "nik": builders.nik(6),
        "birth_place": "Klaten",
        "birth_day": date(1966, 7, 7),
        "sex": "P",
        "job": "Petani",
        "address": "Jl. Desa No. 6, RT/RW 001/002, Karang Tengah",
        "dusun": "Karang Tengah",
        "phone": "+6281200000006",
        "status": "left",
        "joined": date(2026, 1, 5),
        "decision_no": "6/PENG",
        "left": NEXT_DAY,
        "reason": "permintaan sendiri",
        "left_decision": "9/PENG",
        "note": None,
    }


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"address": "Jl. Desa 1", "dusun": "Krajan"}, "Jl. Desa 1, RT/RW 001/002, Krajan"),
        ({"address": "Dusun Krajan No. 1", "dusun": "Krajan"}, "Dusun Krajan No. 1, RT/RW 001/002"),
        ({"address": None, "dusun": "Krajan"}, "RT/RW 001/002, Krajan"),
        ({"address": None, "dusun": None, "rt_rw": None}, ""),
    ],
)
def test_an_address_names_its_hamlet_once(
    coop: Coop, fields: dict[str, str | None], shown: str
) -> None:
    assert people.home(replace(coop.members["Melati"], **fields)) == shown


def test_the_register_holds_who_ever_had_a_number_and_no_applicant(coop: Coop) -> None:
    assert [row["number"] for row in coop.rows("member_register")] == [
        *(f"{n:04d}" for n in range(1, 7)),
        "0077",
    ]


def test_the_register_is_narrowed_to_a_status_or_a_group(coop: Coop) -> None:
    applicants = coop.rows("member_register", status="applicant")
    group = coop.ask("member_register", group="KRJ")

    assert [row["name"] for row in applicants] == ["Calon Nomor 11"]
    assert [row["number"] for row in group.rows] == ["0001", "0003", "0004"]
    assert group.about == ("Kelompok KRJ – Dusun Krajan",)


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("member_register", {"status": "aktif"}, "status"),
        ("member_register", {"group": "XX"}, "group"),
        ("groups", {"group": "XX"}, "group"),
        ("savings_balances", {"group": "XX"}, "group"),
        ("collection_sheet", {}, "sheet"),
        ("collection_sheet", {"sheet": "LTG-KR-2026-000099"}, "sheet"),
        ("settlement", {"member": "0001"}, "member"),
        ("member_statement", {}, "member"),
    ],
)
def test_what_is_not_there_is_refused_at_its_field(
    coop: Coop, code: str, given: dict[str, str], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        coop.ask(code, **given)

    assert refused.value.field == field
    assert "{" not in refused.value.message


def test_the_register_is_readable_on_landscape_paper(coop: Coop) -> None:
    made = pdf.document(on_paper(coop.ask("member_register")))

    [page] = PdfReader(io.BytesIO(made)).pages
    assert page.mediabox.width > page.mediabox.height
    sizes: set[float] = set()
    page.extract_text(visitor_text=lambda _t, _c, _m, _f, size: sizes.add(round(size, 1)))
    assert min(size for size in sizes if size) >= 6


# --- a member's own page -------------------------------------------------------------------------


def test_a_statement_goes_from_opening_to_closing_in_every_product(coop: Coop) -> None:
    document = coop.ask("member_statement", member="0001", **{"from": "2026-02-03"})

    rows = [(row["product"], row["kind"], row["in"], row["balance"]) for row in document.rows]
    assert rows == [
        ("principal", "opening", 0, 100_000),
        ("principal", "closing", 0, 100_000),
        ("mandatory", "opening", 0, 30_000),
        ("mandatory", "closing", 0, 30_000),
        ("voluntary", "opening", 0, 1_806_000),
        ("voluntary", "move", 4_000, 1_810_000),
        ("voluntary", "closing", 0, 1_810_000),
    ]
    assert document.totals == {"in": 4_000, "out": 0, "balance": 1_940_000}


def test_a_statement_s_balances_run_on_from_move_to_move(coop: Coop) -> None:
    rows = [row for row in coop.rows("member_statement", member="0003") if row["in"] or row["out"]]

    running = [(row["number"], row["in"], row["out"], row["balance"]) for row in rows[1:]]
    assert running == [
        ("SMP-KR-2026-000006", 2_000_000, 0, 2_000_000),
        ("TRK-KR-2026-000002", 0, 700_000, 1_300_000),
        ("TRK-KR-2026-000003", 0, 600_000, 700_000),
        ("TRK-KR-2026-000004", 0, 250_000, 450_000),
        ("BLK-KR-2026-000001", 250_000, 0, 700_000),
    ]


def test_a_statement_says_in_words_how_a_member_stands(coop: Coop) -> None:
    part = coop.ask("member_statement", member="0003").notes
    ahead = coop.ask("member_statement", member="0001").notes
    old = coop.ask("member_statement", member="0077").notes
    gone = coop.ask("member_statement", member="0006").notes

    assert "Simpanan Pokok: kurang Rp100.000." in part
    assert "2026 baru sebagian: Februari." in part
    assert "Tunggakan 1 bulan, Rp5.000." in part
    assert "Simpanan Pokok: lunas." in ahead
    assert "Simpanan Wajib Rp10.000 sebulan, lunas sampai dengan Maret 2026." in ahead
    assert "2026 dibayar di muka: Maret." in ahead
    assert not any("Tunggakan" in line for line in ahead)
    assert "2026 perkiraan dari buku lama: Januari." in old
    assert any(line.startswith("Perkiraan dari buku lama: kurang 7 bulan") for line in old)
    assert "Simpanan yang menunggu dikembalikan kepada Anda: Rp110.000." in gone


def test_a_statement_is_one_page_and_says_whose_it_is(coop: Coop) -> None:
    [page] = pages(pdf.document(on_paper(coop.ask("member_statement", member="0001"))))

    assert "Kartu simpanan anggota 0001" in page
    assert "Melati Anggota Jl. Desa No. 1, RT/RW 001/002, Krajan" in page
    assert "Anggota sejak 5 Januari 2026, status aktif" in page
    assert "principal" not in page


def test_a_statement_of_nobody_is_refused(coop: Coop) -> None:
    with pytest.raises(UnknownMember):
        coop.ask("member_statement", member="9999")


# --- groups, refunds, leaving --------------------------------------------------------------------


def test_groups_are_listed_with_collector_and_members_empty_ones_too(coop: Coop) -> None:
    document = coop.ask("groups")

    assert [(row["group"], row["number"]) for row in document.rows] == [
        ("KRJ", "0001"),
        ("KRJ", "0003"),
        ("KRJ", "0004"),
        ("TNI", None),
    ]
    assert document.rows[0]["collector"] == "0001 · Melati Anggota"
    assert document.notes == ("3 anggota belum masuk kelompok mana pun.",)


def test_the_queue_of_refunds_has_leavers_and_titipan_that_nobody_waits_for(coop: Coop) -> None:
    document = coop.ask("refund_queue")

    assert [
        (row["name"], row["account"], row["since"], row["amount"]) for row in document.rows
    ] == [
        ("Teratai Anggota", "2-1106", NEXT_DAY, 110_000),
        ("Calon Nomor 12", "2-1107", NEXT_DAY, 20_000),
    ]
    assert document.totals == {"amount": 130_000}


def test_the_minutes_of_leaving_are_made_from_the_settlement(coop: Coop) -> None:
    document = coop.ask("settlement", member="0006")

    assert document.totals == {"right": 110_000, "debt": 0}
    assert "Anggota: Teratai Anggota · 0006" in document.about
    assert "KLR-KR-2026-000001" in document.period


def test_money_and_days_are_numbers_in_a_sheet(coop: Coop) -> None:
    sheet = spreadsheet.xlsx(coop.ask("member_statement", member="0001"))

    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row]
    assert 3_000_000 in cells
    assert DAY in cells
    assert not any(isinstance(cell, str) and "3.000.000" in cell for cell in cells)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("member_statement", {"member": "0003"}),
        ("member_register", {}),
        ("supervision", {}),
    ],
)
def test_papers_look_as_they_always_did(
    coop: Coop, same_text: Callable[[str, str], None], code: str, given: dict[str, str]
) -> None:
    same_text(f"{code}.txt", plain(on_paper(coop.ask(code, **given))))
