"""Programmes and their limits; buyers sealed under keys of their own; allocations by name."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, BadNik, DuplicateNik
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.paper import pdf
from kopdes_desktop.reports import rendering
from kopdes_desktop.reports import report as reports
from kopdes_desktop.subsidy import queries
from tests import builders
from tests.builders import a_member, nik

KK = "3310010101200001"
LPG = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "per": "family", "limit": "4"}


def program(books: Session, **fields: Any) -> Answer:
    return books.office.perform("subsidy.set_program", {**LPG, **fields})


def buyer(books: Session, n: int = 70, name: str = "Pembeli Sirih", **fields: Any) -> Answer:
    return books.office.perform("subsidy.add_buyer", {"nik": nik(n), "name": name, **fields})


# --- programmes ---------------------------------------------------------------------------------


def test_a_programme_is_set_and_set_again(books: Session) -> None:
    program(books)
    program(books, name="Elpiji 3 kg", limit="2.50", period="week")

    assert queries.programs(books.office.reading) == [
        queries.Program(
            "LPG3", "Elpiji 3 kg", "tabung", "week", "family", allocated=False, most=2500
        )
    ]
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "3 kg"}, "code"),
        ({"name": " "}, "name"),
        ({"unit": " "}, "unit"),
        ({"limit": "-1"}, "limit"),
    ],
)
def test_a_programme_without_sense_is_refused(
    books: Session, fields: dict[str, str], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        program(books, **fields)

    assert refused.value.field == field


# --- buyers -------------------------------------------------------------------------------------


def test_a_buyer_is_sealed_in_the_log_and_found_by_his_nik_alone(books: Session) -> None:
    answer = buyer(books, kk=KK)
    read = books.office.reading

    assert answer.fact["d"] == {"personal": {"kk": "•••", "name": "•••", "nik": "•••"}}
    assert queries.buyer(read, f" {nik(70)[:8]}.{nik(70)[8:]} ") == queries.Buyer(
        answer.id, "Pembeli Sirih", nik(70), KK
    )
    assert queries.buyer(read, nik(71)) is None
    body = books.office.database.connection.execute(
        "SELECT body FROM fact WHERE key=?", (answer.id,)
    ).fetchone()[0]
    assert not any(word in body for word in ("Sirih", nik(70), KK))
    builders.require_green(books.office)


def test_a_member_is_a_buyer_already(books: Session) -> None:
    one = a_member(books.office, 1, day=date(2026, 1, 5))

    found = queries.buyer(books.office.reading, nik(1))
    assert found is not None
    assert (found.key, found.number) == (one.key, one.number)
    with pytest.raises(DuplicateNik, match="anggota 0001"):
        buyer(books, 1)


def test_a_later_record_of_the_same_nik_takes_the_place_of_the_earlier(books: Session) -> None:
    first = buyer(books)
    second = buyer(books, kk=KK)

    found = queries.buyer(books.office.reading, nik(70))
    assert found is not None
    assert (found.key, found.kk) == (second.id, KK)
    assert queries.keys_of(books.office.reading, found, "person") == {first.id, second.id}
    assert queries.buyers(books.office.reading) == [found]
    with pytest.raises(DuplicateNik, match="Pembeli Sirih"):
        buyer(books, kk=KK)


def test_a_buyer_needs_a_possible_nik_and_a_name(books: Session) -> None:
    for wrong in ("", "123", "3310019913800001"):
        with pytest.raises(BadNik):
            books.office.perform("subsidy.add_buyer", {"nik": wrong, "name": "Pembeli Sirih"})
    with pytest.raises(BadField, match="nama paling sedikit dua huruf"):
        buyer(books, name=" ")


def test_an_outlet_s_buyer_is_read_by_the_treasurer(laptops: builders.Laptops) -> None:
    outlet = laptops.outlets["GA"]
    answer = buyer(outlet, kk=KK)

    assert laptops.up("GA").refused == []

    found = queries.buyer(laptops.hers.office.reading, nik(70))
    assert found == queries.Buyer(answer.id, "Pembeli Sirih", nik(70), KK)
    builders.require_green(laptops.hers.office)
    laptops.down("GA")
    builders.require_equal(laptops.hers, outlet)


def test_a_buyer_who_comes_without_keys_is_noted_and_nobody_is_stopped(
    laptops: builders.Laptops,
) -> None:
    answer = buyer(laptops.outlets["GA"])

    accepted = laptops.up("GA", secrets=False)

    assert accepted.refused == []
    assert [each[-2:] for each in accepted.findings] == [("key_missing", str(answer.id))]
    found = builders.findings(laptops.hers.office)
    assert found == {"persons": (f"kunci orang {answer.id} hilang",)}


# --- allocations --------------------------------------------------------------------------------


def allocate(books: Session, *shares: tuple[int | str, str], **how: Any) -> Answer:
    made = [{"buyer": who, "quantity": much} for who, much in shares]
    return books.office.perform("subsidy.allocate", {"program": "UREA", "shares": made, **how})


def urea(books: Session) -> None:
    fields = {"code": "UREA", "name": "Pupuk urea", "unit": "kg", "per": "person", "limit": None}
    program(books, **fields, period="season", allocated=True)


def test_an_allocation_is_taken_over_by_name_and_mended_by_row(books: Session) -> None:
    urea(books)
    one = a_member(books.office, 1, day=date(2026, 1, 5))
    other = buyer(books)

    allocate(books, (one.number or "", "100"), (nik(70), "62.5"))
    allocate(books, (other.id, "50"), period="2026-MT1")
    allocate(books, (one.key, "80"), period="2026-mt2")

    read = books.office.reading
    listed = [(who.name, much) for who, much in queries.allotments(read, "UREA", "2026-MT1")]
    assert listed == [("Anggota Nomor 1", 100_000), ("Pembeli Sirih", 50_000)]
    of = queries.require_program(read, "urea")
    who = queries.require_buyer(read, nik(70))
    assert queries.allowance(read, of, who, date(2026, 3, 1)).left == 50_000
    assert queries.allowance(read, of, who, date(2026, 5, 1)).left == 0  # named in another season
    builders.require_green(books.office)


def test_the_take_out_sheet_says_what_is_left_for_each_and_leaves_room_to_sign(
    books: Session,
) -> None:
    urea(books)
    one = a_member(books.office, 1, day=date(2026, 1, 5))
    buyer(books)
    allocate(books, (one.number or "", "100"), (nik(70), "62.5"), period="2026-MT1")
    program(books, code="LPG3")
    asked = reports.find("takeout_sheet").params({"item": "urea"}, date(2026, 2, 3))

    made = reports.make(books.office.reading, "takeout_sheet", asked)

    assert [(r["name"], r["allotted"], r["taken"], r["left"]) for r in made.rows] == [
        ("Anggota Nomor 1", "100", "0", "100"),
        ("Pembeli Sirih", "62.5", "0", "62.5"),
    ]
    assert made.title == "Lembar pengambilan Pupuk urea"
    assert made.about == ("Pupuk urea: 2026-MT1, 01/01/2026 sampai 30/04/2026",)
    assert [each.title for each in made.columns if each.room] == [
        "Diambil sekarang",
        "Tanda tangan",
    ]
    assert pdf.document(rendering.on_paper(made)).startswith(b"%PDF")
    every = reports.find("takeout_sheet").params({}, date(2026, 2, 3))
    assert len(reports.make(books.office.reading, "takeout_sheet", every).rows) == 2
    other = reports.find("takeout_sheet").params({"item": "PUPUK"}, date(2026, 2, 3))
    with pytest.raises(BadField, match="bukan kode program"):
        reports.make(books.office.reading, "takeout_sheet", other)


@pytest.mark.parametrize(
    ("shares", "how", "field"),
    [
        ([], {}, "shares"),
        ([("0001", "1"), (nik(1), "2")], {}, "shares[1].buyer"),
        ([("0001", "banyak")], {}, "shares[0].quantity"),
        ([(nik(70), "1")], {}, "shares[0].buyer"),
        ([("0001", "1")], {"period": "2026-11"}, "period"),
        ([("0001", "1")], {"program": "LPG3"}, "program"),
    ],
)
def test_an_allocation_that_cannot_be_is_refused_at_its_field(
    books: Session, shares: list[tuple[str, str]], how: dict[str, str], field: str
) -> None:
    urea(books)
    a_member(books.office, 1, day=date(2026, 1, 5))

    with pytest.raises(BadField) as refused:
        allocate(books, *shares, **how)

    assert refused.value.field == field
