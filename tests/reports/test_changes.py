"""The history of changes: before, after, who and why, newest first, and nothing secret."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import NotPermitted
from kopdes_desktop.reports.changes import build
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params
from tests import builders

DAY = date(2030, 1, 1)


@pytest.fixture
def session(practice: Path) -> Iterator[Session]:
    with builders.open_books(practice) as made:
        yield made


def changes(session: Session, first: date | None = None) -> list[Row]:
    document = session.office.read("report.changes", build, Params(day=DAY, until=DAY, first=first))
    return list(document.rows)


def said(row: Row) -> tuple[object, ...]:
    return row["what"], row["before"], row["after"]


def test_a_setting_is_told_with_what_it_was_and_what_it_became(session: Session) -> None:
    for limit in (2_000_000, 500_000):
        order = {"fields": {"savings.withdraw_limit": limit}}
        session.office.perform("settings.change", order, approval=builders.approval())

    newest, before = changes(session)[:2]

    assert [each[1:] for each in (said(newest), said(before))] == [
        ("Rp2.000.000", "Rp500.000"),
        ("Rp1.000.000", "Rp2.000.000"),
    ]
    assert newest["by"] == "bendahara"


def test_accounts_units_and_sums_stand_there_by_name_and_in_rupiah(session: Session) -> None:
    fields = {"till.bon_limit": 750_000, "zone": "Asia/Makassar"}
    session.office.perform("settings.change", {"fields": fields}, approval=builders.approval())

    told = {row["what"]: row["after"] for row in changes(session)}

    assert told["Plafon bon anggota yang tidak diatur sendiri (rupiah)"] == "Rp750.000"
    assert str(told["Zona waktu"]).startswith("WITA")
    assert told["Laci Gerai Sembako (LACI-G1)"] == "Kas Gerai (Laci Kasir), Gerai Sembako"
    assert told["Gerai Sembako (G1)"] == "gerai"


def test_what_did_not_change_is_not_told(session: Session) -> None:
    held = len(changes(session))

    session.office.perform("settings.change", {"fields": {"savings.withdraw_limit": 1_000_000}})

    assert len(changes(session)) == held


def test_an_amount_is_told_with_its_day_and_decision(session: Session) -> None:
    session.office.perform(
        "savings.set_rate",
        {"product": "mandatory", "from": "2027-01-01", "amount": 25_000, "decision_no": "9/RAT"},
    )

    row = changes(session)[0]

    assert row["after"] == "Rp25.000 mulai 01/01/2027"
    assert row["reason"] == "9/RAT"


def test_a_span_leaves_earlier_changes_out_but_knows_what_they_left(session: Session) -> None:
    session.office.perform("settings.change", {"fields": {"identity.place": "Sukamaju"}})
    today = session.office.today()

    inside = changes(session, today)

    assert said(inside[0])[2] == "Sukamaju"
    assert said(inside[0])[1] not in {"", "–"}
    assert all(row["date"] == today for row in inside)


def test_a_helper_of_the_ministry_does_not_read_who_works_here(session: Session) -> None:
    with builders.working_as(session.office, "pendamping"), pytest.raises(NotPermitted):
        changes(session)
