"""Settings are declared once and changed by a fact."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.settings import (
    BANK_WORDS_MONTHS,
    CASH_LIMIT,
    DECLARED,
    DUES_AHEAD,
    NAME,
    PRACTICE,
    TRANSIT_DAYS,
    ZONE,
    setting,
)
from kopdes_desktop.savings import queries as savings
from tests import builders


def test_a_setting_holds_what_was_last_said(books: Session) -> None:
    office = books.office

    office.perform("settings.change", {"fields": {"identity.name": "Koperasi Kami"}})
    office.perform(
        "settings.change", {"fields": {"identity.name": "Koperasi Lain", "zone": "Asia/Jayapura"}}
    )

    assert setting(office.reading, NAME) == "Koperasi Lain"
    assert office.zone == "Asia/Jayapura"
    builders.require_green(office)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("tidak.ada", "x"),
        (ZONE.code, "Asia/Tokyo"),
        (ZONE.code, 7),
        (NAME.code, 5),
        (NAME.code, True),
        (DUES_AHEAD.code, "12"),
        (DUES_AHEAD.code, True),
        (DUES_AHEAD.code, -1),
        (BANK_WORDS_MONTHS.code, 10**12),
        (TRANSIT_DAYS.code, 99_999),
        (CASH_LIMIT.code, -1),
        (PRACTICE.code, False),
        (PRACTICE.code, 1),
    ],
)
def test_a_setting_that_cannot_be_is_refused(books: Session, code: str, value: Any) -> None:
    before = builders.fact_count(books.office)

    with pytest.raises(BadField) as refused:
        books.office.perform("settings.change", {"fields": {code: value}})

    assert refused.value.field == f"fields.{code}"
    assert builders.fact_count(books.office) == before


def test_one_bad_setting_takes_none_of_its_order(books: Session) -> None:
    with pytest.raises(BadField):
        books.office.perform("settings.change", {"fields": {"identity.name": "X", "zone": "Y"}})

    assert setting(books.office.reading, NAME) != "X"


def test_a_setting_works_from_its_fact_on(books: Session) -> None:
    office = books.office
    office.perform("settings.change", {"fields": {"dues.same_month_until_day": 15}})

    early = builders.a_member(office, 1, day=date(2026, 1, 15))
    late = builders.a_member(office, 2, day=date(2026, 1, 16))

    assert savings.dues(office.reading, early.key, builders.DAY).first_due == "2026-01"
    assert savings.dues(office.reading, late.key, builders.DAY).first_due == "2026-02"


def test_every_declared_setting_has_a_title_and_a_plain_default() -> None:
    for code, each in DECLARED.items():
        assert each.code == code
        assert each.title
        assert type(each.default) in {str, int, bool}
