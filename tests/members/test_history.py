"""What was changed about a member, when, and by whom: read back from the log."""

from kopdes_desktop.app.books import Session
from kopdes_desktop.members import queries as members
from tests import builders
from tests.builders import Laptops, approval, nik, working_as


def change(session: Session, key: int, **fields: str) -> int:
    order = {"member": key, "fields": fields}
    return session.office.perform("members.change", order).id


def told(session: Session, key: int) -> list[tuple[str, str | None, str | None, str]]:
    found = members.changes(session.office.reading, key)
    return [(each.field, each.before, each.after, each.by) for each in found]


def test_every_change_says_before_after_and_who(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1, phone="081200000001", dusun="Krajan")
    first = change(books, member.key, phone="081200000002", job="tani")
    with working_as(office, "kasir"):
        change(books, member.key, phone="081200000003", sex="P")
    change(books, member.key, dusun="")

    assert told(books, member.key) == [
        ("job", None, "tani", "bendahara"),
        ("phone", "+6281200000001", "+6281200000002", "bendahara"),
        ("phone", "+6281200000002", "+6281200000003", "kasir"),
        ("sex", None, "P", "kasir"),
        ("dusun", "Krajan", None, "bendahara"),
    ]
    one = members.changes(office.reading, member.key)[0]
    assert (one.fact, one.at.date()) == (first, builders.DAY)


def test_who_was_never_changed_has_no_history(books: Session) -> None:
    member = builders.a_member(books.office)

    assert told(books, member.key) == []


def test_an_old_member_s_history_begins_with_what_came_in(books: Session) -> None:
    key = books.office.perform(
        "membership.adopt", {"name": "Melati", "nik": nik(1), "joined": "2025-08-01"}
    ).id
    change(books, key, name="Melati Jaya")

    assert told(books, key) == [("name", "Melati", "Melati Jaya", "bendahara")]


def test_a_settled_difference_goes_on_from_what_stood(laptops: Laptops) -> None:
    hers, ga = laptops.hers, laptops.outlets["GA"]
    member = members.require_member(hers.office.reading, "0001")
    for session, job in ((ga, "nelayan"), (hers, "tani")):
        change(session, member.key, job=job)
    laptops.up("GA")
    waiting = [field for _fact, field, _key in members.open_conflicts(hers.office.reading)]
    assert waiting == ["job"]

    hers.office.perform(
        "members.settle_edit", {"member": "0001", "field": "job", "value": "dagang"}
    )

    assert told(hers, member.key) == [
        ("job", None, "tani", "bendahara"),
        ("job", "tani", "dagang", "bendahara"),
    ]


def test_of_an_erased_person_only_the_fields_names_are_left(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office, 1, phone="081200000001")
    change(books, applicant, phone="081200000002")
    office.perform(
        "membership.decide", {"application": applicant, "approved": False, "decision_no": "1"}
    )
    office.perform("members.erase", {"member": applicant, "reason": "x"}, approval=approval())

    assert told(books, applicant) == [("phone", None, None, "bendahara")]
