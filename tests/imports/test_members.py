"""An old register of members, row by row: what can go in, what cannot, and why."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadDay, BadField, OpeningAgreed, PeriodClosed
from kopdes_desktop.membership import importing
from kopdes_desktop.membership.member_rows import series_of
from kopdes_desktop.office.studies import NoDay
from kopdes_desktop.paper import spreadsheet
from kopdes_desktop.paper.grid import read_book
from tests import builders
from tests.imports import registers
from tests.imports.registers import AS_OF, FIRST, HEADER, a_row, codes, register, study


def test_good_rows_are_ready_and_their_money_adds_up(books: Session) -> None:
    found = study(books.office, register(*registers.rows_of(3)))

    assert (found.rows, found.ready, found.errors, found.warnings) == (3, 3, (), ())
    assert found.totals == {"principal": 300_000, "mandatory": 30_000}
    assert (found.as_of, found.header_row, found.sheet) == (AS_OF, 5, "Buku")
    line = found.lines[0]
    assert line.row == FIRST
    assert line.fields == {
        "name": registers.name_of(1),
        "number": "KDMP-0001",
        "nik": builders.nik(1),
        "sex": "L",
        "birth_place": "Klaten",
        "birth_day": date(1961, 2, 2),
        "dusun": "Krajan",
        "rt_rw": "002/001",
        "job": "Petani",
        "phone": "+628120000001",
        "joined": date(2025, 6, 1),
    }


BAD: list[tuple[str, dict[str, Any]]] = [
    ("no_name", {"name": "  "}),
    ("no_name", {"name": "\u200b"}),
    ("no_name", {"name": "A"}),
    ("nik_format", {"nik": "331001020261000"}),
    ("nik_format", {"nik": "3310013302610001"}),
    ("nik_format", {"nik": "3.31001E+15"}),
    ("nik_format", {"nik": 3.5e15}),
    ("nik_as_number", {"nik": 3310010202610010}),
    ("nik_as_number", {"nik": 9310010202610001}),
    ("bad_date", {"born": "31/02/1980"}),
    ("bad_date", {"born": "PEND"}),
    ("bad_date", {"joined": "01/06/0025"}),
    ("bad_date", {"joined": "0025-06-01"}),
    ("bad_date", {"born": "01/01/1850"}),
    ("bad_date", {"born": "01/01/2030"}),
    ("bad_date", {"joined": "32/13/2025"}),
    ("bad_date", {"joined": "1 Juni 2027"}),
    ("negative_amount", {"principal": -100_000}),
    ("negative_amount", {"mandatory": "(10.000)"}),
    ("not_whole_rupiah", {"mandatory": "10.000,50"}),
    ("not_whole_rupiah", {"principal": "#REF!"}),
    ("number_format", {"number": "KDMP#1"}),
    ("too_long", {"job": "x" * 300}),
]


@pytest.mark.parametrize(("code", "changed"), BAD)
def test_a_faulty_row_is_named_with_its_reason(
    books: Session, code: str, changed: dict[str, Any]
) -> None:
    found = study(books.office, register(a_row(1, **changed), a_row(2)))

    assert codes(found.errors) == [(FIRST, code)]
    assert found.errors[0].message.endswith(".")
    assert "{" not in found.errors[0].message
    assert (found.rows, found.ready) == (2, 1)


def test_the_first_error_of_the_promised_order_is_told_and_no_warning_beside_it(
    books: Session,
) -> None:
    order: list[tuple[str, dict[str, Any]]] = [
        ("no_name", {"name": ""}),
        ("nik_format", {"nik": "12"}),
        ("bad_date", {"born": "31/02/1980"}),
        ("negative_amount", {"principal": -1}),
        ("not_whole_rupiah", {"mandatory": "0,5"}),
    ]
    for first, (code, _changed) in enumerate(order):
        everything: dict[str, Any] = {}
        for _code, changed in reversed(order[first:]):
            everything |= changed
        found = study(books.office, register(a_row(1, sex="P", phone="x", **everything)))
        assert codes(found.errors) == [(FIRST, code)]
        assert found.warnings == ()


def test_the_second_of_two_equal_nik_is_the_faulty_one(books: Session) -> None:
    twin = a_row(3, nik=builders.nik(1))
    third = a_row(4, nik=f"'{builders.nik(1)[:6]}.{builders.nik(1)[6:]}")

    found = study(books.office, register(a_row(1), a_row(2), twin, third))

    assert codes(found.errors) == [(FIRST + 2, "nik_duplicate"), (FIRST + 3, "nik_duplicate")]
    assert f"baris {FIRST}" in found.errors[0].message


def test_a_nik_that_the_books_have_already_is_a_duplicate(books: Session) -> None:
    member = builders.a_member(books.office, 1)

    found = study(books.office, register(a_row(1), a_row(2)))

    assert codes(found.errors) == [(FIRST, "nik_duplicate")]
    assert str(member.number) in found.errors[0].message


def test_member_numbers_are_used_once(books: Session) -> None:
    builders.a_member(books.office, 50)  # 0001

    rows = (a_row(1, number="0001"), a_row(2, number="0007"), a_row(3, number="0007"))

    assert codes(study(books.office, register(*rows)).errors) == [
        (FIRST, "number_duplicate"),
        (FIRST + 2, "number_duplicate"),
    ]


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        (["KDMP-0001", "2", "KDMP-0003"], ["KDMP-0001", "KDMP-0002", "KDMP-0003"]),
        (["KDMP-0001", 5.0, "KDMP-0003"], ["KDMP-0001", "KDMP-0005", "KDMP-0003"]),
        (["1", "2", "10"], ["1", "2", "10"]),
        (["0001", "0002", "5"], ["0001", "0002", "0005"]),
        (["00879/KKBB/0291", "00737/KKBB/0290", "5"], ["00879/KKBB/0291", "00737/KKBB/0290", "5"]),
        (["A-001", "B-001", "C-001", "7"], ["A-001", "B-001", "C-001", "7"]),
        (["K001", "JIM0001", "MBR0001"], ["K001", "JIM0001", "MBR0001"]),
        (["12345", "KDMP-0001"], ["KDMP-12345", "KDMP-0001"]),
    ],
)
def test_bare_digits_take_the_series_of_the_column(
    books: Session, column: list[Any], numbers: list[str]
) -> None:
    rows = (a_row(n, number=number) for n, number in enumerate(column, 1))

    found = study(books.office, register(*rows))

    assert [line.fields["number"] for line in found.lines] == numbers


def test_a_column_without_numbers_has_no_series() -> None:
    assert series_of([])("5") == "5"
    assert series_of(["", ""])("5") == "5"


def test_doubts_are_told_and_the_row_is_ready_all_the_same(books: Session) -> None:
    rows = (
        a_row(1, nik=""),
        a_row(2, sex="P"),
        a_row(3, born="1/1/1990"),
        a_row(4, phone="rumah"),
        a_row(5, sex="?"),
        a_row(7, name=registers.name_of(6), nik="", born=a_row(6)[6]),
    )

    found = study(books.office, register(*rows[:5], a_row(6), rows[5]))

    assert found.ready == 7
    assert codes(found.warnings) == [
        (FIRST, "nik_missing"),
        (FIRST + 1, "nik_mismatch"),
        (FIRST + 2, "nik_mismatch"),
        (FIRST + 3, "phone_unreadable"),
        (FIRST + 4, "sex_unreadable"),
        (FIRST + 6, "nik_missing"),
        (FIRST + 6, "like_name"),
    ]


def test_days_and_amounts_that_can_hardly_be_are_doubted(books: Session) -> None:
    rows = (
        a_row(1, nik="", born="2/6/2025"),
        a_row(2, nik="", born="2/6/2015"),
        a_row(3, nik="", born="1/6/2015"),
        a_row(4, joined="2/1/2026"),
        a_row(5, principal=100_001),
    )

    found = study(books.office, register(*rows))

    assert found.ready == 5
    assert [each for each in codes(found.warnings) if each[1] != "nik_missing"] == [
        (FIRST, "joined_before_birth"),
        (FIRST + 1, "joined_young"),
        (FIRST + 3, "joined_after_book"),
        (FIRST + 4, "principal_high"),
    ]


def test_a_day_long_ago_is_not_called_impossible(books: Session) -> None:
    found = study(
        books.office, register(a_row(1, joined="01/01/1850"), a_row(2, joined="1/6/0025"))
    )

    for each in found.errors:
        assert "terlalu lama berlalu" in each.message


def test_a_column_that_was_guessed_wrong_is_left_alone(books: Session) -> None:
    found = study(books.office, register(a_row(1)), mapping={"phone": "-", "job": " - "})

    assert not found.lines[0].fields.keys() & {"phone", "job"}
    assert study(books.office, register(a_row(1))).lines[0].fields.keys() >= {"phone", "job"}


def test_somebody_like_a_member_of_the_books_is_doubted(books: Session) -> None:
    inside = date(1961, 2, 2)
    builders.a_member(books.office, 9, name="MÉLATI  Kenanga 0001", birth_day=inside.isoformat())

    found = study(books.office, register(a_row(1, name="Melati kenanga 0001")))

    assert codes(found.warnings) == [(FIRST, "like_name")]


@pytest.mark.parametrize(
    ("born", "nik", "day"),
    [
        ("2/2/61", builders.nik(1), date(1961, 2, 2)),
        ("5/3/08", "", date(2008, 3, 5)),
        ("5/3/50", "", date(1950, 3, 5)),
        ("2/2/12", "3310010202120001", date(2012, 2, 2)),
    ],
)
def test_two_digits_of_a_year_follow_the_nik_else_an_age_of_17_to_100(
    books: Session, born: str, nik: str, day: date
) -> None:
    found = study(books.office, register(a_row(1, born=born, nik=nik)))

    assert found.lines[0].fields["birth_day"] == day


def test_two_digits_that_fit_no_age_are_refused_and_not_guessed(books: Session) -> None:
    found = study(books.office, register(a_row(1, born="5/3/12", nik="")))

    assert codes(found.errors) == [(FIRST, "bad_date")]
    assert "empat angka" in found.errors[0].message


def test_a_nik_that_was_saved_as_a_number_but_whole_is_taken(books: Session) -> None:
    found = study(books.office, register(a_row(1, nik=int(builders.nik(1)))))

    assert found.lines[0].fields["nik"] == builders.nik(1)


def test_a_register_of_an_old_excel_is_read_too(books: Session) -> None:
    found = study(books.office, read_book(Path(__file__).with_name("register.xls")))

    assert (found.rows, found.ready, found.as_of) == (2, 2, AS_OF)
    assert found.totals["principal"] == 200_000
    assert [line.fields["number"] for line in found.lines] == ["KDMP-0001", "KDMP-0002"]
    assert [line.fields["nik"] for line in found.lines] == ["3310010202610001", "3310010303620002"]
    assert found.lines[0].fields["birth_day"] == date(1961, 2, 2)


def test_lines_that_are_no_data_are_told_one_by_one(books: Session) -> None:
    rows: list[list[Any]] = [
        [f"({n})" for n in range(1, 16)],
        a_row(1),
        [],
        ["", "", "Jumlah dipindahkan", *[""] * 9, 100_000, 10_000],
        HEADER,
        a_row(2),
        ["", "DUSUN NGALIYAN"],
        a_row(3),
        ["", "", "JUMLAH", *[""] * 9, 300_000, 29_000],
        [],
        [],
        [*[""] * 10, "Krajan, 31 Desember 2025"],
        ["", "", "Ketua"],
    ]

    found = study(books.office, register(*rows))

    assert [(each.row, each.to, each.kind) for each in found.footers] == [
        (1, 1, "title"),
        (2, 2, "title"),
        (3, 3, "title"),
        (4, 4, "blank"),
        (6, 6, "numbering"),
        (8, 8, "blank"),
        (9, 9, "carried"),
        (10, 10, "header"),
        (12, 12, "note"),
        (14, 14, "total"),
        (15, 16, "blank"),
        (17, 17, "signature"),
        (18, 18, "signature"),
    ]
    assert (found.rows, found.ready) == (3, 3)


def test_a_printed_total_is_compared_with_the_rows(books: Session) -> None:
    rows = [
        a_row(1),
        a_row(2, nik="1"),
        ["", "", "Jumlah dipindahkan", *[""] * 9, 100_000, 10_000],
        a_row(3),
        ["", "", "JUMLAH", *[""] * 9, 300_000, 29_000],
    ]

    carried, total = study(books.office, register(*rows)).footers[-2:]

    assert carried.agrees
    assert total.totals == {"principal": 300_000, "mandatory": 29_000}
    assert total.agrees is False
    assert total.message == (
        "Simpanan Wajib: tercetak Rp29.000, jumlah barisnya Rp30.000, selisih Rp1.000."
    )


def test_a_name_alone_is_a_member_before_the_total_and_a_signature_after_it(
    books: Session,
) -> None:
    header = ["No", "Nama", "Alamat", "Tgl Masuk"]
    rows: list[list[Any]] = [
        [1, "Melati Kenanga", "Krajan", "1/6/2025"],
        ["", "Cempaka Aren"],
        [3, "Mawar Jati", "Krajan", "1/6/2025"],
        ["", "Jumlah 3 orang"],
        ["", "Sawo Salak"],
    ]

    found = study(books.office, register(*rows, header=header))

    assert [line.fields["name"] for line in found.lines] == [
        "Melati Kenanga",
        "Cempaka Aren",
        "Mawar Jati",
    ]
    assert [each.kind for each in found.footers[-2:]] == ["total", "signature"]


def test_a_header_in_two_rows_is_one(books: Session) -> None:
    above = ["No", "Nama", "NIK", "Tgl Masuk", "Simpanan", ""]
    below = ["", "", "", "", "Pokok", "Wajib"]
    row = [1, "Melati Kenanga", builders.nik(1), "1/6/2025", "100.000", "20.000"]

    found = study(books.office, register(below, row, header=above))

    assert found.header_row == 6
    assert found.totals == {"principal": 100_000, "mandatory": 20_000}
    assert found.ready == 1


def test_columns_can_be_named_by_a_person(books: Session) -> None:
    header = ["Orang", "Identitas", "Sejak", "Uang A"]
    row = ["Melati Kenanga", builders.nik(1), "1/6/2025", "100.000"]
    named = {"name": "orang", "nik": "Identitas", "joined": "SEJAK", "principal": "uang a"}

    found = study(books.office, register(row, header=header), mapping=named)

    assert found.lines[0].fields["nik"] == builders.nik(1)
    assert found.totals["principal"] == 100_000


@pytest.mark.parametrize(
    ("mapping", "words"), [({"nik": "Tidak Ada"}, "Tidak Ada"), ({"umur": "Ket."}, "umur")]
)
def test_a_column_that_is_not_there_is_refused(
    books: Session, mapping: dict[str, str], words: str
) -> None:
    with pytest.raises(BadField, match=words):
        study(books.office, register(a_row(1)), mapping=mapping)


def test_passwords_of_old_programs_are_never_read_or_written_back(books: Session) -> None:
    header = ["Nama", "NIK", "Tgl Masuk", "Password"]
    row = ["Melati Kenanga", "1", "1/6/2025", "rahasia-sekali"]

    found = study(books.office, register(row, header=header))

    made = importing.rejects(found)
    assert "rahasia-sekali" not in str(list(made.rows))
    assert [column.title for column in made.columns][:3] == ["Nama", "NIK", "Tgl Masuk"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Tanggal Keluar": "", "Status": "Keluar"}, "left_day_missing"),
        ({"Tanggal Keluar": "1/1/2024", "Status": ""}, "bad_date"),
        ({"Tanggal Keluar": "1/12/2025", "Status": ""}, "left_with_money"),
    ],
)
def test_who_has_left_needs_his_day_and_no_money(
    books: Session, changed: dict[str, str], code: str
) -> None:
    header = [*HEADER, *changed]

    found = study(books.office, register([*a_row(1), *changed.values()], header=header))

    assert codes(found.errors) == [(FIRST, code)]


def test_money_of_a_product_that_is_not_open_is_refused_by_the_row(books: Session) -> None:
    header = [*HEADER, "Simpanan Sukarela"]
    office = books.office
    opened = {each.code for each in _products(office.reading)}

    found = study(office, register([*a_row(1), "5.000"], header=header))

    assert codes(found.errors) == ([] if "voluntary" in opened else [(FIRST, "no_product")])


def _products(read: Any) -> Any:
    from kopdes_desktop.savings.queries import products

    return products(read)


def test_a_day_that_has_not_come_is_refused(books: Session) -> None:
    with pytest.raises(BadDay):
        study(books.office, register(a_row(1)), as_of=date(2027, 1, 1))


def test_money_without_a_day_is_told_and_not_taken_in(books: Session) -> None:
    found = study(books.office, register(a_row(1), titles=[["BUKU ANGGOTA"]]))

    assert found.as_of is None
    assert codes(found.warnings) == [(2, "no_day")]
    with pytest.raises(NoDay):
        importing.import_members(books.office, found)
    named = study(books.office, register(a_row(1), titles=[["BUKU ANGGOTA"]]), as_of=AS_OF)
    assert named.as_of == AS_OF


def test_a_member_without_a_day_of_joining_gets_the_day_of_the_book(books: Session) -> None:
    found = study(books.office, register(a_row(1, joined="")))

    assert found.lines[0].fields["joined"] == AS_OF
    assert codes(found.warnings) == [(FIRST, "joined_missing")]


def test_money_of_a_closed_or_agreed_time_is_refused_before_anything_is_asked(
    books: Session,
) -> None:
    office = books.office
    office.perform("accounting.close_month", {"month": "2026-01"})
    with pytest.raises(PeriodClosed):
        study(office, register(a_row(1)))
    office.perform(
        "accounting.reopen_month",
        {"month": "2026-01", "reason": "uji"},
        approval=builders.approval(),
    )
    agreed = {"explanation": "sudah cocok"}
    office.perform("accounting.agree_opening", agreed, approval=builders.approval())
    with pytest.raises(OpeningAgreed):
        study(office, register(a_row(1)))


def test_rejected_rows_come_back_with_their_reason_and_can_be_read_again(books: Session) -> None:
    rows = [a_row(1), a_row(2, nik="12", number="5"), a_row(3, born="31/02/1980"), a_row(4)]
    found = study(books.office, register(*rows))

    made = spreadsheet.xlsx(importing.rejects(found))
    again = study(books.office, read_book(made, "ditolak.xlsx"))

    assert [each.code for each in again.errors] == [each.code for each in found.errors]
    assert (again.rows, again.as_of) == (2, AS_OF)
    cells = [row.cells for row in read_book(made, "x").sheets[0].rows]
    assert [row[-2:] for row in cells if row[0] in {"2", "3"}] == [
        [float(each.row), each.message] for each in found.errors
    ]


def test_corrected_rejects_go_in_with_their_numbers(books: Session) -> None:
    office = books.office
    rows = [a_row(1), a_row(2), a_row(3, nik="12", number="3")]
    found = study(office, register(*rows))
    importing.import_members(office, found, skip_bad=True)
    [bad] = importing.rejects(found).rows
    titles = [column.title for column in importing.rejects(found).columns]
    corrected = [bad[f"c{n}"] for n in range(15)]
    corrected[4] = builders.nik(3)

    again = study(office, register([*corrected, "", ""], header=titles))
    importing.import_members(office, again)

    assert again.lines[0].fields["number"] == "KDMP-0003"
    assert builders.balance(office, "3-1101") == -300_000
