"""Texts of a book year and its meeting: what counts, what is refused, what the law asks."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.governance import queries, rules
from kopdes_desktop.kernel.errors import BadField, Refusal, UnknownMember
from kopdes_desktop.office.office import Office
from tests.builders import a_member, require_rebuilt, working_as

MEETING = {
    "year": "2025",
    "day": "2026-03-14",
    "time": "9.00",
    "place": "Balai desa",
    "invited": "2026-02-28",
}


def write(office: Office, part: str, text: str, year: str = "2025") -> None:
    office.perform("governance.write_text", {"year": year, "part": part, "text": text})


def plan(office: Office, **fields: Any) -> queries.Meeting:
    office.perform("governance.set_meeting", {**MEETING, **fields})
    found = queries.meeting(office.reading, "2025")
    assert found is not None
    return found


def words(office: Office, part: str, year: str) -> str | None:
    found = queries.texts(office.reading, year).get(part)
    return None if found is None else found.words


def test_what_was_written_last_counts_and_no_words_bring_the_proposal_back(books: Session) -> None:
    office = books.office
    proposed = words(office, "foreword", "2025")
    write(office, "foreword", "Pertama.")
    write(office, "foreword", "  Kedua.\r\n\tBaris lain.  ")

    assert words(office, "foreword", "2025") == "Kedua.\n Baris lain."
    write(office, "foreword", "")
    assert words(office, "foreword", "2025") == proposed
    require_rebuilt(office)


def test_a_text_that_stays_goes_on_next_year_and_the_others_are_blank(books: Session) -> None:
    office = books.office
    write(office, "notes_general", "Koperasi berdiri tahun 2025.")
    write(office, "work_plan", "Membuka gerai kedua.")

    assert words(office, "notes_general", "2026") == "Koperasi berdiri tahun 2025."
    assert words(office, "work_plan", "2026") is None
    assert words(office, "notes_general", "2024") is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"part": "nothing"}, "part"),
        ({"year": "duaribu"}, "year"),
        ({"text": "x" * (rules.LONGEST + 1)}, "text"),
        ({"text": "NIK 3310010203040506."}, "text"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(
    books: Session, fields: dict[str, str], field: str
) -> None:
    order = {"year": "2025", "part": "foreword", "text": "Kata.", **fields}

    with pytest.raises(BadField) as refused:
        books.office.perform("governance.write_text", order)

    assert refused.value.field == field


def test_a_meeting_is_planned_and_planned_anew(books: Session) -> None:
    office = books.office
    member = a_member(office, 1)

    first = plan(office, chair=member.number)
    second = plan(office, day="2026-03-21", time="13:30", number="001/RAT")

    assert (first.chair, first.time, first.invited) == (member.key, "09.00", date(2026, 2, 28))
    assert (second.day, second.time, second.number) == (date(2026, 3, 21), "13.30", "001/RAT")
    assert second.chair is None
    require_rebuilt(office)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"day": "2025-12-31"}, "day"),
        ({"invited": "2026-03-14"}, "invited"),
        ({"time": "25.00"}, "time"),
        ({"place": "  "}, "place"),
        ({"present": 12}, "present"),
        ({"chair": "A-9999"}, "chair"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    books: Session, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises((BadField, UnknownMember)) as refused:
        plan(books.office, **fields)

    assert refused.value.field == field


def test_nobody_of_the_board_leads_the_meeting(books: Session) -> None:
    office = books.office
    member = a_member(office, 1)
    with working_as(office, "ketua"):
        office.perform("security.link_member", {"user": "bendahara", "member": member.number})

    with pytest.raises(Refusal, match="bukan pengurus"):
        plan(office, chair=member.number)


def test_the_law_s_numbers() -> None:
    assert [rules.quorum(n, second=False) for n in (1, 20, 21, 151)] == [1, 11, 11, 76]
    assert [rules.quorum(n, second=True) for n in (1, 20, 21, 151)] == [1, 7, 7, 51]
    assert rules.invited_by(date(2026, 3, 14)) == date(2026, 2, 28)
    assert rules.meeting_by(date(2025, 12, 31), rules.LAW_MONTHS) == date(2026, 6, 30)
    assert rules.meeting_by(date(2025, 12, 31), rules.MINISTRY_MONTHS) == date(2026, 3, 31)


def test_who_left_or_came_later_has_no_vote_on_that_day(books: Session) -> None:
    office = books.office
    member = a_member(office, 1)
    assert member.joined is not None

    assert queries.registered(office.reading, member.joined) == [member]
    assert queries.registered(office.reading, date(2025, 12, 31)) == []


def test_every_proposal_belongs_to_a_part() -> None:
    assert set(queries.proposals()) <= set(rules.PARTS)
    assert all(queries.proposals().values())
