"""People who sign in: they come with one-time words, choose their own password, change and go."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    BadField,
    NeedsApproval,
    NotPermitted,
    PasswordChangeNeeded,
    SavedNotFinished,
    SignInRefused,
    WeakPassword,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.security import queries
from tests import builders
from tests.builders import PIN, Laptops, Typed, approval, fact_count, open_books, working_as

OWN = "pisang goreng hangat sekali"


def add(session: Session, name: str = "juru", role: str = "cashier", **how: Any) -> int:
    order = {"name": name, "person": "Juru Bayar", "role": role, **how}
    return session.office.perform("security.add_user", order, approval=approval()).id


@pytest.fixture
def words(practice: Path) -> Typed:
    """A new clerk was added; this is what the treasurer was shown."""
    typed = Typed()
    with open_books(practice, secrets=typed) as session:
        add(session)
    return typed


def test_one_time_words_open_the_books_for_a_new_password_and_nothing_else(
    practice: Path, words: Typed
) -> None:
    typed = Typed(OWN)
    with open_books(practice, "juru", password=words.words["juru"], secrets=typed) as session:
        with pytest.raises(PasswordChangeNeeded):
            builders.an_applicant(session.office)
        with pytest.raises(PasswordChangeNeeded):
            session.office.read("read.members", members.search, "a")
        session.office.perform("security.change_password", {})

    with open_books(practice, "juru", password=OWN) as session:
        assert builders.an_applicant(session.office)
        builders.require_green(session.office)


def test_one_time_words_are_worth_nothing_once_a_password_is_set(
    practice: Path, words: Typed
) -> None:
    once = words.words["juru"]
    with open_books(practice, "juru", password=once, secrets=Typed(OWN)) as session:
        session.office.perform("security.change_password", {})

    with pytest.raises(SignInRefused):
        open_books(practice, "juru", password=once)


def _pairs(words: str) -> list[str]:
    each = words.split()
    return [" ".join(pair) for pair in pairwise(each)] if len(each) > 1 else each


def test_words_and_passwords_stand_in_no_fact_and_no_answer(practice: Path, words: Typed) -> None:
    with open_books(practice, "juru", password=words.words["juru"], secrets=Typed(OWN)) as session:
        answer = session.office.perform("security.change_password", {})
        bodies = session.office.database.connection.execute(
            "SELECT group_concat(body) FROM fact"
        ).fetchone()[0]

    # Whole or two words in a row: one drawn word alone may well stand in an account's name.
    for secret in (*_pairs(words.words["juru"]), *_pairs(OWN), PIN):
        assert secret not in bodies
        assert secret not in str(answer)
    assert set(answer.fact["d"]) == {"user", "officer"}


@pytest.mark.allowed_logs("kopdes_desktop.office.office")
def test_a_key_file_that_cannot_follow_the_books_is_said_to_be_so(
    practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kopdes_desktop.security.operations._save", full)
    heard: list[str] = []
    with open_books(practice, secrets=Typed(OWN)) as session:
        session.office.listen(lambda stamp, _fact: heard.append(stamp.kind))
        before = fact_count(session.office)

        with pytest.raises(SavedNotFinished) as trouble:
            session.office.perform("security.change_password", {})

        assert "Sudah tersimpan" in trouble.value.message
        assert fact_count(session.office) == before + len(heard)
        assert "security.change_password" in heard


@pytest.mark.parametrize(
    "password", ["pendek", "1234567890", "juru juru juru", "password12", "aaaaaaaaaaaa"]
)
def test_a_weak_password_is_refused_and_the_words_still_work(
    practice: Path, words: Typed, password: str
) -> None:
    once = words.words["juru"]
    with open_books(practice, "juru", password=once, secrets=Typed(password)) as session:
        before = fact_count(session.office)
        with pytest.raises(WeakPassword):
            session.office.perform("security.change_password", {})
        assert fact_count(session.office) == before

    open_books(practice, "juru", password=once).close()


def test_one_s_own_new_password_takes_the_old_one_s_place(practice: Path) -> None:
    with open_books(practice, secrets=Typed(OWN)) as session:
        session.office.perform("security.change_password", {})

    with pytest.raises(SignInRefused):
        open_books(practice)
    with open_books(practice, password=OWN) as session:
        session.office.perform("accounting.close_month", {"month": "2026-01"})
        session.office.perform(
            "accounting.reopen_month", {"month": "2026-01", "reason": "x"}, approval=approval()
        )
        builders.require_green(session.office)  # his officer's key is still the same


def test_a_lost_password_is_replaced_by_words_and_the_officer_gets_a_new_key(
    practice: Path,
) -> None:
    typed = Typed()
    with open_books(practice, secrets=typed) as session:
        session.office.perform("accounting.close_month", {"month": "2026-01"})
        session.office.perform(
            "accounting.reopen_month", {"month": "2026-01", "reason": "x"}, approval=approval()
        )
        session.office.perform("security.change_password", {"user": "ketua"}, approval=approval())

    with open_books(
        practice, "ketua", password=typed.words["ketua"], secrets=Typed(OWN)
    ) as session:
        session.office.perform("security.change_password", {})
    with open_books(practice) as session:
        session.office.perform("accounting.close_month", {"month": "2026-01"})
        session.office.perform(
            "accounting.reopen_month",
            {"month": "2026-01", "reason": "x"},
            approval=Approval("ketua", "x", PIN, OWN),
        )
        builders.require_green(session.office)  # signatures of both keys hold at their time


def test_a_clerk_resets_nobody_else_s_password(books: Session) -> None:
    with working_as(books.office, "kasir"), pytest.raises((BadField, NotPermitted)):
        books.office.perform("security.change_password", {"user": "bendahara"})


@pytest.mark.parametrize("officer", ["bendahara", "ketua"])
def test_nobody_takes_an_officer_s_place_alone_by_resetting_his_password(
    practice: Path, officer: str
) -> None:
    typed = Typed()
    with open_books(practice, "admin", secrets=typed) as session:
        order = {"user": officer}
        for by in (None, approval("kasir"), approval("pengawas")):
            with pytest.raises(NeedsApproval):
                session.office.perform("security.change_password", order, approval=by)
        assert typed.words == {}
        session.office.perform("security.change_password", order, approval=approval("ketua"))
        session.office.perform("security.change_password", {"user": "kasir"})

    assert typed.words.keys() == {officer, "kasir"}


# --- names and roles -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "  ", "kasir", " kasir ", "KASIR", "Kasir"])
def test_a_sign_in_name_is_one_person_s_own(books: Session, name: str) -> None:
    before = fact_count(books.office)

    with pytest.raises(BadField) as refused:
        add(books, name)

    assert refused.value.field == "name"
    assert fact_count(books.office) == before


@pytest.mark.parametrize(
    "order", [{"role": "raja"}, {"role": ""}, {"person": 12345}, {"person": ""}]
)
def test_a_user_has_a_role_and_is_somebody(books: Session, order: dict[str, Any]) -> None:
    with pytest.raises(BadField):
        add(books, **order)


def test_a_user_who_is_a_member_is_one_person(books: Session) -> None:
    member = builders.a_member(books.office)

    key = add(books, person=member.key)

    found = queries.user(books.office.reading, key)
    assert found is not None
    assert found.person == member.key


def test_a_new_role_holds_from_its_fact_on(books: Session) -> None:
    office = books.office
    with working_as(office, "kasir"), pytest.raises(NotPermitted):
        builders.record(office, ("1-1101", 5, "KTR"), ("3-1201", -5, "KTR"))
    office.perform(
        "security.change_role", {"user": "kasir", "role": "treasurer"}, approval=approval()
    )

    with working_as(office, "kasir"):
        assert builders.record(office, ("1-1101", 5, "KTR"), ("3-1201", -5, "KTR")).number
    builders.require_green(office)


def test_who_is_signed_in_loses_a_role_at_once(books: Session) -> None:
    office = books.office
    clerk = queries.user_called(office.reading, "kasir")
    assert clerk is not None
    with working_as(office, "kasir"):
        sitting = office.actor
    office.perform(
        "security.change_role", {"user": "kasir", "role": "supervisor"}, approval=approval()
    )

    office.actor = sitting
    with pytest.raises(NotPermitted):
        builders.an_applicant(office)


@pytest.mark.parametrize(
    ("user", "role"), [("bendahara", "chair"), ("hantu", "chair"), ("kasir", "raja")]
)
def test_nobody_changes_his_own_role_or_that_of_a_ghost(
    books: Session, user: str, role: str
) -> None:
    with pytest.raises(BadField):
        books.office.perform(
            "security.change_role", {"user": user, "role": role}, approval=approval()
        )


def test_the_treasurer_needs_a_second_person_for_users(books: Session) -> None:
    for op, order in (
        ("security.add_user", {"name": "x1", "person": "X Satu", "role": "cashier"}),
        ("security.change_role", {"user": "kasir", "role": "chair"}),
        ("security.remove_user", {"user": "kasir", "reason": "x"}),
    ):
        with pytest.raises(NeedsApproval):
            books.office.perform(op, order)


# --- going ---------------------------------------------------------------------------------------


def test_who_is_removed_signs_in_no_more_and_his_deeds_stay(practice: Path) -> None:
    with open_books(practice) as session:
        member = builders.a_member(session.office)
        with working_as(session.office, "kasir"):
            receipt = builders.pay(session.office, member, amount=5_000)
            sitting = session.office.actor
        session.office.perform(
            "security.remove_user", {"user": "kasir", "reason": "pindah"}, approval=approval()
        )
        session.office.actor = sitting
        for _again in range(2):
            with pytest.raises(NotPermitted):
                builders.pay(session.office, member, amount=5_000)
        with pytest.raises(SignInRefused):
            session.switch("kasir", PIN)
        assert session.office.body(receipt.id)

    with pytest.raises(SignInRefused):
        open_books(practice, "kasir")
    with open_books(practice) as session:
        builders.require_green(session.office)


def test_nobody_removes_himself_or_somebody_twice(books: Session) -> None:
    office = books.office
    with pytest.raises(BadField):
        office.perform(
            "security.remove_user", {"user": "bendahara", "reason": "x"}, approval=approval()
        )
    office.perform("security.remove_user", {"user": "kasir", "reason": "x"}, approval=approval())
    with pytest.raises(BadField):
        office.perform(
            "security.remove_user", {"user": "kasir", "reason": "x"}, approval=approval()
        )


def test_a_clerk_removed_on_her_laptop_works_no_more_on_the_outlet_s(laptops: Laptops) -> None:
    ga = laptops.outlets["GA"]
    laptops.hers.office.perform(
        "security.remove_user", {"user": "kasir", "reason": "x"}, approval=approval()
    )
    laptops.down("GA")

    for _again in range(2):
        with pytest.raises(NotPermitted):
            builders.an_applicant(ga.office)


# --- PINs and guesses ----------------------------------------------------------------------------


def test_a_new_pin_replaces_the_old_one(books: Session) -> None:
    books.staff.secrets = Typed(pin="314159")

    books.office.perform("security.change_pin", {})

    with pytest.raises(SignInRefused):
        books.switch("bendahara", PIN)
    books.switch("bendahara", "314159")
    builders.require_green(books.office)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "abcdef", "12345\uff16"])
def test_a_pin_is_six_digits(books: Session, pin: str) -> None:
    books.staff.secrets = Typed(pin=pin)

    with pytest.raises(WeakPassword):
        books.office.perform("security.change_pin", {})


def test_a_pin_that_nobody_typed_is_not_changed(books: Session) -> None:
    with pytest.raises(WeakPassword):
        books.office.perform("security.change_pin", {})

    books.switch("bendahara", PIN)


def test_wrong_passwords_are_told_by_the_next_fact_that_is_written(practice: Path) -> None:
    for login in ("kasir", "kasir", "hantu"):
        with pytest.raises(SignInRefused):
            open_books(practice, login, password="salah sekali")

    with open_books(practice) as session:
        before = fact_count(session.office)
        builders.an_applicant(session.office)
        rows = session.office.database.connection.execute(
            "SELECT body FROM fact WHERE kind='security.note_failures'"
        ).fetchall()
        clerk = queries.user_called(session.office.reading, "kasir")
        assert clerk is not None
        assert fact_count(session.office) == before + 3
        builders.an_applicant(session.office, 2)
        assert fact_count(session.office) == before + 4
        builders.require_green(session.office)

    assert [msgspec.json.decode(row[0])["d"] for row in rows] == [
        {"known": {str(clerk.key): 2}, "unknown": 1}
    ]
