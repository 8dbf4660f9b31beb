"""An import is one: all of the good rows or none, and out again as a whole."""

from datetime import date

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, Cancelled, ImportInUse, NotPermitted
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import importing
from kopdes_desktop.office import imports
from kopdes_desktop.office.studies import AlreadyRead, NothingReady, RowsFaulty
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.imports.registers import (
    AS_OF,
    FIRST,
    a_row,
    codes,
    name_of,
    register,
    rows_of,
    study,
    taken_in,
)


def test_members_and_their_money_stand_in_the_books_and_prove_themselves(books: Session) -> None:
    office = books.office

    done = taken_in(office, *rows_of(4, mandatory=25_000))

    assert (done.rows, done.ready, done.imported, done.errors) == (4, 4, 4, ())
    assert done.totals == {"principal": 400_000, "mandatory": 100_000}
    member = members.require_active(office.reading, "KDMP-0002")
    assert member.name == name_of(2)
    assert member.joined == date(2025, 6, 1)
    assert savings.balance(office.reading, member.key, "mandatory") == 25_000
    assert [builders.balance(office, account) for account in ("3-1101", "3-1102", "3-1501")] == [
        -400_000,
        -100_000,
        500_000,
    ]
    assert builders.balance(office, "3-1101", AS_OF) == -400_000
    builders.require_green(office)


def test_a_nik_is_found_by_its_digits_once_it_is_in(books: Session) -> None:
    taken_in(books.office, a_row(1, nik=int(builders.nik(1))))

    [found] = members.search(books.office.reading, builders.nik(1))
    assert found.number == "KDMP-0001"


def test_nothing_goes_in_while_a_row_is_faulty(books: Session) -> None:
    office = books.office
    before = builders.fact_count(office)

    with pytest.raises(RowsFaulty, match=f"baris {FIRST + 1}") as caught:
        taken_in(office, a_row(1), a_row(2, nik="1"))

    assert codes(caught.value.problems) == [(FIRST + 1, "nik_format")]
    assert builders.fact_count(office) == before


def test_the_good_rows_go_in_when_that_is_asked_for(books: Session) -> None:
    done = taken_in(books.office, a_row(1), a_row(2, nik="1"), a_row(3), skip_bad=True)

    assert (done.rows, done.ready, done.imported) == (3, 2, 2)
    assert members.member(books.office.reading, "KDMP-0002") is None


def test_a_file_of_nothing_but_faults_is_no_import(books: Session) -> None:
    with pytest.raises(NothingReady):
        taken_in(books.office, a_row(1, name=""), skip_bad=True)
    with pytest.raises(NothingReady):
        taken_in(books.office)


def test_what_the_books_refuse_after_the_study_is_told_by_the_row(books: Session) -> None:
    office = books.office
    found = study(office, register(a_row(1), a_row(2), a_row(3)))
    builders.a_member(office, 2)  # the same NIK, by somebody else, meanwhile
    before = builders.fact_count(office)

    with pytest.raises(RowsFaulty) as caught:
        importing.import_members(office, found)
    assert codes(caught.value.problems) == [(FIRST + 1, "DuplicateNik")]
    assert builders.fact_count(office) == before

    done = importing.import_members(office, found, skip_bad=True)
    assert (done.ready, done.imported) == (3, 2)
    assert done.totals == {"principal": 200_000, "mandatory": 20_000}
    assert codes(done.errors) == [(FIRST + 1, "DuplicateNik")]
    [row] = importing.rejects(found, done=done).rows
    assert row["reason"] == done.errors[0].message
    builders.require_green(office)


def test_an_import_whose_money_does_not_add_up_is_not_kept(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the totals are proved in the books before they are kept."""
    office = books.office
    found = study(office, register(*rows_of(2)))
    before = builders.fact_count(office)
    monkeypatch.setattr(importing, "_totals", lambda *_given: {"principal": Rupiah(1)})

    with pytest.raises(RuntimeError, match="principal"):
        importing.import_members(office, found)

    assert builders.fact_count(office) == before


def test_the_same_file_is_not_taken_in_twice(books: Session) -> None:
    office = books.office
    found = study(office, register(a_row(1)))
    done = importing.import_members(office, found)

    with pytest.raises(AlreadyRead, match=str(done.id)):
        importing.import_members(office, found)

    office.perform("import.undo", {"import": done.id, "reason": "salah berkas"})
    again = study(office, register(a_row(1)))
    assert importing.import_members(office, again).imported == 1


def test_an_undone_import_leaves_nothing_but_burnt_numbers(books: Session) -> None:
    office = books.office
    done = taken_in(office, *rows_of(3))
    keys = [row.key for row in members.in_status(office.reading, "active")]

    office.perform("import.undo", {"import": done.id, "reason": "buku yang salah"})

    for account in ("3-1101", "3-1102", "3-1501"):
        assert builders.balance(office, account, office.today()) == 0
    assert {members.require_member(office.reading, key).status for key in keys} == {"void"}
    assert members.search(office.reading, builders.nik(1)) == []
    assert members.with_nik(office.reading, builders.nik(1)) is None
    with pytest.raises(BadField):
        office.perform(
            "membership.adopt",
            {"number": "KDMP-0001", "name": "Melati Aren", "joined": "2025-06-01"},
        )
    builders.require_green(office)


def test_the_people_of_an_undone_import_can_come_again_under_new_numbers(books: Session) -> None:
    office = books.office
    done = taken_in(office, *rows_of(2))
    office.perform("import.undo", {"import": done.id, "reason": "buku yang salah"})

    again = study(office, register(*rows_of(2, job="Guru")))
    importing.import_members(office, again)

    assert codes(again.warnings) == [(FIRST, "number_burnt"), (FIRST + 1, "number_burnt")]
    living = members.in_status(office.reading, "active")
    assert [row.name for row in living] == [name_of(1), name_of(2)]
    assert {row.number for row in living}.isdisjoint({"KDMP-0001", "KDMP-0002"})
    builders.require_green(office)


def test_an_import_that_somebody_has_built_on_is_not_undone(books: Session) -> None:
    office = books.office
    done = taken_in(office, *rows_of(2))
    member = members.require_member(office.reading, "KDMP-0001")
    receipt = builders.pay(office, member, "mandatory", amount=10_000, cash="KAS")
    before = builders.fact_count(office)

    with pytest.raises(ImportInUse, match=str(receipt.number)):
        office.perform("import.undo", {"import": done.id, "reason": "buku yang salah"})

    assert builders.fact_count(office) == before


def test_an_import_is_undone_once_what_was_built_on_it_is_taken_back(books: Session) -> None:
    office = books.office
    done = taken_in(office, *rows_of(2))
    member = members.require_member(office.reading, "KDMP-0001")
    receipt = builders.pay(office, member, "mandatory", amount=10_000, cash="KAS")
    office.perform("accounting.reverse", {"entry": receipt.id, "reason": "salah buku"})

    office.perform("import.undo", {"import": done.id, "reason": "buku yang salah"})

    assert members.in_status(office.reading, "active") == []
    builders.require_green(office)
    builders.require_rebuilt(office)


def test_imports_are_listed_with_what_became_of_them(books: Session) -> None:
    office = books.office
    done = taken_in(office, *rows_of(2))
    office.perform("import.undo", {"import": done.id, "reason": "buku yang salah"})
    taken_in(office, *rows_of(1, job="Guru"))

    first, second = office.read("read.imports", imports.imports)

    assert (first.key, first.rows, first.as_of, first.undone_by is None) == (
        done.id,
        2,
        AS_OF,
        False,
    )
    assert (second.what, second.rows, second.undone_by) == ("members", 1, None)


@pytest.mark.parametrize("login", ["kasir", "pengawas", "pendamping", "admin"])
def test_only_who_may_reads_registers_in(books: Session, login: str) -> None:
    office = books.office
    found = study(office, register(a_row(1)))

    with builders.working_as(office, login):
        with pytest.raises(NotPermitted):
            importing.import_members(office, found)
        with pytest.raises(NotPermitted):
            office.read("import.begin", importing.study_members, register(a_row(1)), today=AS_OF)


def test_a_long_import_can_be_stopped_and_then_nothing_is_written(books: Session) -> None:
    office = books.office
    found = study(office, register(*rows_of(3)))
    before = builders.fact_count(office)
    watch = Stoppable()
    watch.stop()

    with pytest.raises(Cancelled):
        importing.import_members(office, found, progress=watch)

    assert builders.fact_count(office) == before
