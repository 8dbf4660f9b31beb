"""An old book of savings: whose, how much, of which day; as balances or as late deposits."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.membership import importing
from kopdes_desktop.office.columns import NoHeader, OtherBook
from kopdes_desktop.office.studies import AlreadyRead, NoDay, RowsFaulty
from kopdes_desktop.paper.grid import Book, read_book
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.imports import registers
from tests.imports.registers import codes, rows_of, separated, study_savings, taken_in

HEADER = ["Tanggal", "No Anggota", "NIK", "Nama", "Jenis Simpanan", "Transaksi", "Jumlah"]


def a_book(*rows: list[Any], header: list[str] | None = None, name: str = "simpanan.csv") -> Book:
    return read_book(separated([header or HEADER, *rows]), name)


def a_line(n: int, amount: object = "10.000", **changed: str) -> list[Any]:
    said = {
        "day": "2026-01-15",
        "number": f"KDMP-{n:04d}",
        "nik": builders.nik(n),
        "name": registers.name_of(n),
        "kind": "Simpanan Wajib",
        "move": "Setor",
    }
    assert changed.keys() <= said.keys()
    return [*(said | changed).values(), amount]


@pytest.fixture
def members(books: Session) -> Session:
    """Five members of an old register, without money."""
    taken_in(books.office, *rows_of(5, principal="", mandatory=""))
    return books


def balance(session: Session, number: str, product: str = "mandatory") -> int:
    from kopdes_desktop.members.queries import require_member

    read = session.office.reading
    return int(savings.balance(read, require_member(read, number).key, product))


def test_balances_are_of_the_day_that_is_named_else_of_the_latest_row(members: Session) -> None:
    office = members.office
    book = a_book(a_line(1, day="2025-11-30"), a_line(2, day="2025-12-31"))

    found = study_savings(office, book, "mandatory")

    assert {line.day for line in found.lines} == {date(2025, 12, 31)}
    assert found.totals == {"mandatory": 20_000}
    named = study_savings(office, book, "mandatory", as_of=date(2026, 1, 31))
    assert {line.day for line in named.lines} == {date(2026, 1, 31)}
    done = importing.import_savings(office, found)
    assert (done.imported, balance(members, "KDMP-0002")) == (2, 10_000)
    assert builders.balance(office, "3-1501", date(2025, 12, 31)) == 20_000
    builders.require_green(office)


def test_deposits_are_of_their_days_and_late(members: Session) -> None:
    office = members.office
    book = a_book(a_line(1), a_line(1, day="2026-02-02"), a_line(2, "5.000"))

    found = study_savings(office, book, "mandatory", as_="deposit", cash="KAS")
    done = importing.import_savings(office, found)

    assert [line.day.isoformat() for line in found.lines] == [
        "2026-01-15",
        "2026-02-02",
        "2026-01-15",
    ]
    assert (done.imported, balance(members, "KDMP-0001")) == (3, 20_000)
    assert builders.balance(office, "1-1101", date(2026, 1, 31)) == 15_000
    builders.require_green(office)


def test_an_import_of_deposits_is_undone_as_a_whole(members: Session) -> None:
    office = members.office
    found = study_savings(
        office, a_book(a_line(1), a_line(2)), "mandatory", as_="deposit", cash="KAS"
    )
    done = importing.import_savings(office, found)

    office.perform("import.undo", {"import": done.id, "reason": "dua kali"})

    assert builders.balance(office, "1-1101") == 0
    assert balance(members, "KDMP-0001") == 0
    builders.require_green(office)


FAULTS: list[tuple[str, list[Any]]] = [
    ("no_name", a_line(1, number="", nik="", name="", day="x")),
    ("nik_format", a_line(1, nik="12")),
    ("unknown_member", a_line(1, number="KDMP-0099", nik="")),
    ("unknown_member", a_line(1, number="", nik=builders.nik(77))),
    ("unknown_member", a_line(1, number="", nik="", name="Salak Durian")),
    ("member_mismatch", a_line(1, nik=builders.nik(2))),
    ("bad_date", a_line(1, day="31/02/2026")),
    ("bad_date", a_line(1, day="")),
    ("bad_date", a_line(1, day="2026-12-31")),
    ("period_closed", a_line(1, day="2024-05-05")),
    ("negative_amount", a_line(1, "-5.000")),
    ("not_whole_rupiah", a_line(1, "5.000,25")),
    ("no_amount", a_line(1, "")),
    ("other_product", a_line(1, kind="Simpanan Pokok")),
    ("not_a_deposit", a_line(1, move="Penarikan")),
]


@pytest.mark.parametrize(("code", "row"), FAULTS)
def test_a_faulty_row_is_named_with_its_reason(members: Session, code: str, row: list[Any]) -> None:
    book = a_book(row, a_line(2))

    found = study_savings(members.office, book, "mandatory", as_="deposit", cash="KAS")

    assert codes(found.errors) == [(2, code)]
    assert found.errors[0].message.endswith(".")
    assert (found.rows, found.ready) == (2, 1)


def test_a_day_before_the_books_begin_is_told_where_they_begin(members: Session) -> None:
    book = a_book(a_line(1, day="2024-05-05"))

    found = study_savings(members.office, book, "mandatory", as_="deposit", cash="KAS")

    assert "pembukuan mulai Januari 2026" in found.errors[0].message
    assert "ditutup" not in found.errors[0].message


def test_a_member_is_found_by_number_or_nik_or_a_name_that_nobody_shares(
    members: Session,
) -> None:
    book = a_book(
        a_line(1, nik="", name=""),
        a_line(2, number="", name=""),
        a_line(3, number="", nik="", name=registers.name_of(3).upper()),
        a_line(4, number="4", nik=""),
    )

    found = study_savings(members.office, book, "mandatory")

    assert len({line.member for line in found.lines}) == 4


def test_a_nik_that_was_saved_as_a_number_still_finds_its_member(members: Session) -> None:
    rows: list[list[Any]] = [
        ["NIK", "Nama", "Jumlah"],
        [int(builders.nik(1)), "Melati Kenanga 0001", 10_000],
    ]

    found = study_savings(
        members.office,
        read_book(registers.sheet(rows), "x.xlsx"),
        "mandatory",
        as_of=date(2026, 1, 5),
    )

    assert (found.ready, found.errors) == (1, ())


def test_a_member_twice_in_a_book_of_balances_is_faulty(members: Session) -> None:
    found = study_savings(members.office, a_book(a_line(1), a_line(1)), "mandatory")

    assert codes(found.errors) == [(3, "member_twice")]


def test_nothing_is_written_of_a_zero(members: Session) -> None:
    found = study_savings(members.office, a_book(a_line(1, "0"), a_line(2)), "mandatory")

    assert (found.ready, codes(found.warnings)) == (1, [(2, "zero_amount")])


def test_another_name_under_the_number_is_doubted(members: Session) -> None:
    found = study_savings(members.office, a_book(a_line(1, name="Salak Durian")), "mandatory")

    assert codes(found.warnings) == [(2, "other_name")]


def test_a_register_is_read_for_the_product_that_is_asked_for(members: Session) -> None:
    header = ["No. Anggota", "Nama", "Simpanan Pokok", "Simpanan Wajib"]
    book = a_book(["KDMP-0001", registers.name_of(1), "100.000", "30.000"], header=header)
    office = members.office
    day = date(2025, 12, 31)

    pokok, wajib = (
        study_savings(office, book, product, as_of=day) for product in ("principal", "mandatory")
    )
    assert (pokok.totals, wajib.totals) == ({"principal": 100_000}, {"mandatory": 30_000})
    for found in (pokok, wajib):
        importing.import_savings(office, found)

    assert balance(members, "KDMP-0001", "principal") == 100_000
    assert balance(members, "KDMP-0001", "mandatory") == 30_000
    with pytest.raises(AlreadyRead):
        importing.import_savings(office, wajib)


def test_what_a_deposit_refuses_is_told_by_its_row_and_nothing_is_written(
    members: Session,
) -> None:
    office = members.office
    book = a_book(a_line(1), a_line(2, "90.000.000"))
    found = study_savings(office, book, "mandatory", as_="deposit", cash="KAS")
    before = builders.fact_count(office)

    assert codes(importing.rehearse(office, found)) == [(3, "BadField")]
    assert builders.fact_count(office) == before
    with pytest.raises(RowsFaulty):
        importing.import_savings(office, found)
    assert builders.fact_count(office) == before
    assert importing.import_savings(office, found, skip_bad=True).imported == 1
    builders.require_green(office)


def test_a_product_that_is_not_there_and_a_day_that_is_not_named_are_refused(
    members: Session,
) -> None:
    with pytest.raises(BadField, match="haji"):
        study_savings(members.office, a_book(a_line(1)), "haji")
    with pytest.raises(NoDay):
        study_savings(
            members.office,
            a_book(["KDMP-0001", "5.000"], header=["No Anggota", "Jumlah"]),
            "mandatory",
        )


@pytest.mark.parametrize(
    ("header", "row", "refusal"),
    [
        (["Nama", "NIK", "Alamat"], ["Melati", "1", "Krajan"], OtherBook),
        (["Kode Barang", "Nama Barang", "Satuan", "Harga Beli"], ["1", "x", "kg", "5"], OtherBook),
        (["Apa", "Ini"], ["1", "2"], NoHeader),
    ],
)
def test_a_book_of_another_kind_is_refused_in_words(
    members: Session, header: list[str], row: list[str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        study_savings(members.office, a_book(row, header=header), "mandatory")
