"""Papers of savings: what stands on slip and kuitansi, in 32, 42 and 48 columns."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.paper import pdf, thermal
from kopdes_desktop.paper.document import Held, Receipt
from kopdes_desktop.savings import slips
from tests import builders
from tests.builders import approval, pay, record


@pytest.fixture
def member(books: Session) -> MemberRow:
    made = builders.a_member(books.office, 1, day=date(2026, 1, 10), name="Kenanga Cempaka")
    pay(books.office, made, amount=500_000)
    return made


def printed(books: Session, key: int, columns: int = 32, *, copy: bool = False) -> list[str]:
    found = thermal.lines(slips.slip(books.office.reading, key, copy=copy), columns)
    assert all(len(line) <= columns for line in found)
    assert thermal.encode(slips.slip(books.office.reading, key, copy=copy), columns)
    return found


def pdf_words(made: Receipt) -> str:
    page = pypdfium2.PdfDocument(pdf.receipts([made]))[0]
    return str(page.get_textpage().get_text_range())


def withdrawal(books: Session, member: MemberRow) -> int:
    order = {"member": member.key, "product": "voluntary", "amount": 150_000}
    return books.office.perform("savings.withdraw", order).id


def transfer(books: Session, member: MemberRow) -> int:
    order = {"member": member.key, "from": "voluntary", "to": "mandatory", "months": 3}
    return books.office.perform("savings.transfer", {**order, "letter": "05/KUASA/2026"}).id


def by_a_payer(books: Session, member: MemberRow) -> int:
    books.office.perform(
        "savings.add_payer", {"code": "DESA", "name": "Kantor Desa", "kind": "village"}
    )
    other = builders.a_member(books.office, 2, day=date(2026, 1, 10), name="Melati Kantil")
    lines = [
        {"product": "mandatory", "months": 2},
        {"product": "mandatory", "months": 1, "member": other.key},
    ]
    order = {"member": member.key, "lines": lines, "payer": "DESA"}
    return books.office.perform("savings.deposit", order).id


CUT = {"wages": "kasir", "letter": "4/SP, 1 Februari"}


def from_wages(books: Session, member: MemberRow) -> int:
    owed = {"account": "2-1302", "amount": -30_000, "unit": "KTR", "key": "kasir"}
    record(books.office, ("6-1101", 30_000, "KTR"), owed)
    order = {"member": member.key, "lines": [{"product": "mandatory", "months": 2}]}
    return books.office.perform("savings.deposit", {**order, **CUT}).id


def sheet(books: Session, member: MemberRow) -> int:
    office = books.office
    other = builders.a_member(office, 2, day=date(2026, 1, 10), name="Melati Kantil")
    group = {"code": "RT01", "name": "RT 01 Dusun Krajan", "kind": "rt", "collector": other.number}
    office.perform("members.set_group", group)
    office.perform("members.assign", {"group": "RT01", "members": [member.key, other.key]})
    issued = office.perform("savings.issue_sheet", {"group": "RT01"})
    rows: list[dict[str, Any]] = [
        {"member": member.key, "months": 2},
        {"member": other.key, "amount": 15_000},
    ]
    order = {"sheet": issued.id, "rows": rows, "counted": 35_000}
    return office.perform("savings.collect", order).id


Kind = Callable[[Session, MemberRow], int]

#: What each slip says between its head and its proof, on the narrowest paper.
WORDS: dict[Kind, list[str]] = {
    withdrawal: [
        "TRK-KR-2026-000001    02/02/2026",
        "Pukul                  08.00 WIB",
        "Kenanga Cempaka - 0001",
        "--------------------------------",
        "Simpanan Sukarela        150.000",
        "--------------------------------",
        "JUMLAH                 Rp150.000",
        "Saldo sebelum            500.000",
        "Saldo sesudah            350.000",
        "--------------------------------",
        "Tanda tangan anggota",
        "",
        "",
        " (............................)",
    ],
    transfer: [
        "PDB-KR-2026-000001    02/02/2026",
        "Pukul                  08.00 WIB",
        "Kenanga Cempaka - 0001",
        "--------------------------------",
        "Dari Simpanan Sukarela   -30.000",
        "Simpanan Wajib Januari-Maret",
        "2026                      30.000",
        "--------------------------------",
        "JUMLAH                  Rp30.000",
        "Saldo Simpanan Sukarela  470.000",
        "Saldo Simpanan Wajib      30.000",
        "--------------------------------",
        "Tanda tangan anggota",
        "",
        "",
        " (............................)",
    ],
    by_a_payer: [
        "SMP-KR-2026-000002    02/02/2026",
        "Pukul                  08.00 WIB",
        "Kenanga Cempaka - 0001",
        "Dibayar oleh: Kantor Desa",
        "--------------------------------",
        "Kenanga Cempaka - 0001",
        "Simpanan Wajib Januari-Februari",
        "2026                      20.000",
        "Melati Kantil - 0002",
        "Simpanan Wajib Januari 2026",
        "                          10.000",
        "--------------------------------",
        "JUMLAH                  Rp30.000",
    ],
    from_wages: [
        "SMP-KR-2026-000002    02/02/2026",
        "Pukul                  08.00 WIB",
        "Kenanga Cempaka - 0001",
        "Dipotong dari honor: Kasir",
        "Latihan",
        "Surat persetujuan 4/SP, 1",
        "Februari",
        "--------------------------------",
        "Simpanan Wajib Januari-Februari",
        "2026                      20.000",
        "--------------------------------",
        "JUMLAH                  Rp20.000",
        "Saldo Simpanan Wajib      20.000",
    ],
    sheet: [
        "TGH-KR-2026-000001    02/02/2026",
        "Pukul                  08.00 WIB",
        "Lembar LTG-KR-2026-000001",
        "RT 01 Dusun Krajan",
        "--------------------------------",
        "Kenanga Cempaka - 0001",
        "Simpanan Wajib Januari-Februari",
        "2026                      20.000",
        "Melati Kantil - 0002",
        "Simpanan Wajib Januari-Februari",
        "2026                      15.000",
        "--------------------------------",
        "JUMLAH                  Rp35.000",
        "--------------------------------",
        "Tanda tangan kolektor",
        "",
        "",
        " (............................)",
    ],
}


@pytest.mark.parametrize("kind", WORDS)
def test_a_slip_says_what_has_moved(books: Session, member: MemberRow, kind: Kind) -> None:
    found = printed(books, kind(books, member))

    start = next(n for n, line in enumerate(found) if line.startswith(WORDS[kind][0][:3]))
    assert found[start : start + len(WORDS[kind])] == WORDS[kind]
    assert found[start + len(WORDS[kind])] == "-" * 32
    assert not any("SALINAN" in line for line in found)


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("columns", thermal.COLUMNS)
def test_a_copy_says_so_on_paper_of_any_width(
    books: Session, member: MemberRow, kind: Kind, columns: int
) -> None:
    found = printed(books, kind(books, member), columns, copy=True)

    assert any("SALINAN" in line for line in found)
    assert any(line.lstrip().startswith("Kode ") for line in found)


def test_a_household_s_balances_are_told_apart_by_number(books: Session, member: MemberRow) -> None:
    other = builders.a_member(books.office, 2, day=date(2026, 1, 10))
    lines = [
        {"product": "voluntary", "amount": 1_000},
        {"product": "voluntary", "amount": 2_000, "member": other.key},
    ]
    made = books.office.perform("savings.deposit", {"member": member.key, "lines": lines})

    found = printed(books, made.id, 42)

    assert "Saldo Simpanan Sukarela 0001       501.000" in found
    assert "Saldo Simpanan Sukarela 0002         2.000" in found


KUITANSI: list[tuple[Kind, dict[str, Any]]] = [
    (
        withdrawal,
        {
            "title": "KUITANSI",
            "received_from": "Koperasi Desa Merah Putih Sumber Makmur",
            "amount": 150_000,
            "purpose": "Penarikan simpanan anggota",
            "rows": (("Simpanan Sukarela", 150_000),),
            "notes": (),
            "balances": (Held("Simpanan Sukarela", Rupiah(500_000), Rupiah(350_000)),),
        },
    ),
    (
        transfer,
        {
            "title": "BUKTI PEMINDAHAN",
            "received_from": "Kenanga Cempaka · 0001",
            "purpose": "Pemindahan dari Simpanan Sukarela atas kuasa anggota",
            "rows": (("Simpanan Wajib Januari–Maret 2026", 30_000),),
            "notes": ("Surat kuasa 05/KUASA/2026",),
            "balances": (
                Held("Simpanan Sukarela", Rupiah(500_000), Rupiah(470_000)),
                Held("Simpanan Wajib", Rupiah(0), Rupiah(30_000)),
            ),
        },
    ),
    (
        by_a_payer,
        {
            "received_from": "Kantor Desa",
            "amount": 30_000,
            "rows": (
                ("Kenanga Cempaka · 0001: Simpanan Wajib Januari–Februari 2026", 20_000),
                ("Melati Kantil · 0002: Simpanan Wajib Januari 2026", 10_000),
            ),
            "balances": (),
        },
    ),
    (from_wages, {"purpose": "Setoran simpanan, dipotong dari honor", "amount": 20_000}),
    (
        sheet,
        {
            "received_from": "Melati Kantil · 0002",
            "purpose": "Setoran simpanan kolektif, lembar LTG-KR-2026-000001",
            "amount": 35_000,
            "notes": ("Uang dihitung Rp35.000, sama dengan jumlah baris Rp35.000",),
        },
    ),
]


@pytest.mark.parametrize(("kind", "wanted"), KUITANSI)
def test_a_kuitansi_says_from_whom_and_what_for(
    books: Session, member: MemberRow, kind: Kind, wanted: dict[str, Any]
) -> None:
    made = slips.receipt(books.office.reading, kind(books, member))

    assert {name: getattr(made, name) for name in wanted} == wanted
    assert sum(int(amount) for _text, amount in made.rows) == int(made.amount)
    assert len(made.proof) == len("12345 12345 12345 12345")
    assert pdf.receipts([made]).startswith(b"%PDF")


def test_who_hides_balances_hides_them_on_the_kuitansi_too(
    books: Session, member: MemberRow
) -> None:
    key = withdrawal(books, member)
    shown = pdf_words(slips.receipt(books.office.reading, key))
    books.office.perform("settings.change", {"fields": {"slip.balance": False}})

    hidden = pdf_words(slips.receipt(books.office.reading, key))

    assert shown.count("Saldo sebelum") == shown.count("Saldo sesudah") == 2
    assert shown.count("500.000") == 2
    assert "Saldo" not in hidden
    assert "500.000" not in hidden


def test_the_slip_names_the_person_and_not_his_sign_in(books: Session, member: MemberRow) -> None:
    assert "Petugas: Bendahara Latihan" in [
        line.strip() for line in printed(books, withdrawal(books, member))
    ]


def test_the_member_signs_for_what_he_got(books: Session, member: MemberRow) -> None:
    made = slips.receipt(books.office.reading, withdrawal(books, member))

    assert [(each.role, each.name) for each in made.signers] == [
        ("Penerima", "Kenanga Cempaka"),
        ("Pembayar", "Bendahara Latihan"),
    ]


def test_a_withdrawal_names_who_agreed_to_it(books: Session, member: MemberRow) -> None:
    alone = withdrawal(books, member)
    order = {"member": member.key, "product": "voluntary", "amount": 200_000}
    agreed = books.office.perform("savings.withdraw", order, approval=approval()).id

    assert "Disetujui: Ketua Latihan" in [line.strip() for line in printed(books, agreed)]
    assert "Disetujui oleh Ketua Latihan" in slips.receipt(books.office.reading, agreed).notes
    assert not any("Disetujui" in line for line in printed(books, alone))
    assert not any("Disetujui" in note for note in slips.receipt(books.office.reading, alone).notes)


def test_what_is_no_receipt_of_savings_has_no_papers(books: Session, member: MemberRow) -> None:
    other = books.office.perform(
        "savings.add_payer", {"code": "DESA", "name": "Kantor Desa", "kind": "village"}
    )

    for key in (other.id, 4711, member.key):
        with pytest.raises(BadField):
            slips.slip(books.office.reading, key)
        with pytest.raises(BadField):
            slips.receipt(books.office.reading, key)
