"""What the meeting decides: percentages, the division of a year, a loss."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    NeedsApproval,
    NotReversible,
    YearStands,
)
from kopdes_desktop.ledger import periods
from kopdes_desktop.ledger.years import year_named
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.surplus import dealt, queries
from tests import builders
from tests.builders import (
    approval,
    balance,
    lines_of,
    open_books,
    record,
    require_green,
    seen,
    working_as,
)
from tests.surplus import a_year
from tests.surplus.a_year import allocate, decide, keys, reverse, shares_order


def test_a_surplus_is_divided_as_the_recipe_says(divided: Session) -> None:
    found = queries.allocated(divided.office.reading, "2026")
    who = keys(divided)

    assert found is not None
    assert seen(lines_of(divided.office, found.number)) == [
        ("3-1401", 40_000_000, "KTR"),
        ("2-1402", -2_000_000, "KTR"),
        ("2-1403", -2_000_000, "KTR"),
        ("2-1404", -2_000_000, "KTR"),
        ("3-1301", -16_000_000, "KTR"),
        ("2-1401", -7_300_000, "KTR"),
        ("2-1401", -9_900_000, "KTR"),
        ("2-1401", -800_000, "KTR"),
    ]
    assert {x.member: (x.by_savings, x.by_dealings) for x in found.members} == {
        who[n]: shares for n, shares in a_year.SHARES.items()
    }
    assert balance(divided.office, "3-1401") == 0
    require_green(divided.office)


def test_dividing_takes_a_second_person(year: Session) -> None:
    decide(year)

    with pytest.raises(NeedsApproval):
        year.office.perform("surplus.allocate", {"year": "2026", "decision_no": "3"})


def test_nothing_is_divided_twice(divided: Session) -> None:
    with pytest.raises(AlreadyDecided):
        allocate(divided)


def test_nothing_is_divided_without_percentages(year: Session) -> None:
    with pytest.raises(BadField, match="persentase"):
        allocate(year)


def test_a_year_that_is_not_closed_is_not_divided(year: Session) -> None:
    decide(year)

    with pytest.raises(BadDay):
        allocate(year, "2027")


def test_an_open_year_that_is_over_is_not_divided(year: Session) -> None:
    decide(year)
    order = {"year": "2026", "reason": "beban terlewat"}
    year.office.perform("accounting.reopen_year", order, approval=approval())

    with pytest.raises(BadField, match="belum ditutup"):
        allocate(year)


def test_percentages_of_a_divided_year_stay(divided: Session) -> None:
    with pytest.raises(BadField):
        decide(divided)


def test_a_later_decision_counts_from_its_year_on(divided: Session) -> None:
    order = {**shares_order("50", "25", "25"), "from_year": "2027"}
    divided.office.perform("surplus.set_shares", order)
    read = divided.office.reading

    rules = [queries.rule_of(read, year) for year in ("2025", "2026", "2027", "2030")]

    assert [rule and rule.shares[0].percent for rule in rules] == [None, "40", "50", "50"]


def test_a_division_is_taken_back_while_nothing_was_paid(divided: Session) -> None:
    found = queries.divided_years(divided.office.reading)["2026"]

    divided.office.perform(
        "accounting.reverse", {"entry": found[0], "reason": "salah"}, approval=approval()
    )

    assert queries.divided_years(divided.office.reading) == {}
    assert queries.owed(divided.office.reading) == []
    again = allocate(divided)
    assert again.number != ""
    require_green(divided.office)


@pytest.mark.parametrize("spent", ["a share", "a fund"])
def test_a_division_stands_once_money_of_it_went(divided: Session, spent: str) -> None:
    key = queries.divided_years(divided.office.reading)["2026"][0]
    if spent == "a share":
        gone = a_year.pay(divided, members=[keys(divided)[1]], amount=1)
    else:
        order = {"fund": "social", "amount": 1, "text": "Santunan", "box": "KAS"}
        gone = divided.office.perform("surplus.spend_fund", order)

    with pytest.raises(NotReversible):
        divided.office.perform(
            "accounting.reverse", {"entry": key, "reason": "salah"}, approval=approval()
        )
    reverse(divided, gone)
    divided.office.perform(
        "accounting.reverse", {"entry": key, "reason": "salah"}, approval=approval()
    )

    assert queries.divided_years(divided.office.reading) == {}


# --- bases ---------------------------------------------------------------------------------------


def bases_of(session: Session, **how: object) -> dict[int, tuple[int, int]]:
    decide(session, **how)
    read = session.office.reading
    rule = queries.rule_of(read, "2026")
    assert rule is not None
    named = {key: n for n, key in keys(session).items()}
    found = queries.bases(read, year_named(read, "2026"), rule)
    return {named[each.member]: (each.savings, each.dealings) for each in found.members}


def test_savings_count_at_the_end_of_the_year(year: Session) -> None:
    assert bases_of(year) == {1: (60_000, 500_000), 2: (30_000, 1_500_000), 3: (10_000, 0)}


def test_savings_may_count_by_the_days_they_lay_there(year: Session) -> None:
    """Paid in on 30 December, they lay two days of 365."""
    assert bases_of(year, measure="time_weighted") == {
        1: (329, 500_000),
        2: (164, 1_500_000),
        3: (55, 0),
    }


def test_principal_counts_where_the_articles_say_so(year: Session) -> None:
    """Rupiah paid after the year do not."""
    who = keys(year)
    order = {"member": who[3], "lines": [{"product": "principal", "amount": 50_000}]}
    year.office.perform("savings.deposit", {**order, "cash": "KAS"})

    assert bases_of(year, savings_basis="principal_and_mandatory")[3] == (10_000, 0)


def test_dealings_of_a_kind_that_does_not_count_are_left_out(year: Session) -> None:
    only_loans = {"till": False, "services": False, "loans": True}

    assert bases_of(year, dealings=only_loans)[2] == (30_000, 0)


def test_loans_kept_elsewhere_add_to_what_was_bought(year: Session) -> None:
    lines = [{"member": keys(year)[1], "amount": 90_000}]
    order = {"year": "2026", "what": "loans", "lines": lines, "reason": "kartu pinjaman"}
    year.office.perform("surplus.open_dealings", order, approval=approval())

    with_loans = {"till": True, "services": True, "loans": True}
    assert bases_of(year)[1] == (60_000, 500_000)
    assert bases_of(year, dealings=with_loans)[1] == (60_000, 590_000)


def test_nobody_writes_what_he_himself_dealt_in_alone(year: Session) -> None:
    order = {"user": "bendahara", "member": keys(year)[2]}
    with working_as(year.office, "ketua"):
        year.office.perform("security.link_member", order)
    lines = [{"member": keys(year)[2], "amount": 9_000_000}]
    order = {"year": "2026", "lines": lines, "reason": "buku belanja lama"}

    with working_as(year.office, "bendahara") as office:
        with pytest.raises(NeedsApproval):
            office.perform("surplus.open_dealings", order)
        office.perform("surplus.open_dealings", order, approval=approval())

    assert bases_of(year)[2] == (30_000, 9_000_000)


def test_dealings_from_other_books_are_written_by_two_and_never_above_the_income(
    year: Session,
) -> None:
    lines = [{"member": keys(year)[3], "amount": 9_000_000}]
    order = {"year": "2026", "lines": lines, "reason": "buku belanja lama"}

    with pytest.raises(NeedsApproval, match="seorang diri"):
        year.office.perform("surplus.open_dealings", order)
    lines[0]["amount"] = a_year.SURPLUS
    with pytest.raises(BadField, match=r"Rp42\.000\.000.*hanya Rp40\.000\.000"):
        year.office.perform("surplus.open_dealings", order, approval=approval())

    assert bases_of(year)[3] == (10_000, 0)


def test_percentages_that_stand_are_not_changed_by_one_person(year: Session) -> None:
    decide(year)
    order = shares_order("0", "60", "0", "20", "10", "10")

    with pytest.raises(NeedsApproval, match="3/RAT/2027"):
        year.office.perform("surplus.set_shares", order)
    year.office.perform("surplus.set_shares", order, approval=approval())


def test_a_start_in_mid_year_weighs_savings_from_its_first_day_on(
    year: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From 1 July there are 184 days; before them nobody's balance is known."""
    monkeypatch.setattr(periods, "books_from", lambda _read: Month("2026-07"))

    assert bases_of(year, measure="time_weighted")[1] == (652, 500_000)


def test_a_start_in_mid_year_asks_for_what_members_bought_before(
    year: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = year.office.reading
    of_2026, of_2027 = (year_named(read, name) for name in ("2026", "2027"))
    assert dealt.lacking(read, of_2026) is None

    monkeypatch.setattr(periods, "books_from", lambda _read: Month("2027-07"))

    assert dealt.lacking(read, of_2026) is None
    assert dealt.lacking(read, of_2027) == "2027-07"
    lines = [{"member": keys(year)[1], "amount": 0}]
    order = {"year": "2027", "lines": lines, "reason": "tidak ada gerai"}
    year.office.perform("surplus.open_dealings", order, approval=approval())
    assert dealt.lacking(read, of_2027) is None


def test_figures_written_again_replace_the_first_ones(year: Session) -> None:
    lines = [{"member": keys(year)[2], "amount": 1_000_000}]
    order = {"year": "2026", "lines": lines, "reason": "salah jumlah"}
    year.office.perform("surplus.open_dealings", order, approval=approval())

    assert bases_of(year)[2] == (30_000, 1_000_000)


# --- losses --------------------------------------------------------------------------------------


def lose(session: Session, amount: int) -> None:
    """The year after the divided one ends with a loss; it is closed in the next January."""
    office = session.office
    late: dict[str, Any] = {"day": "2026-12-30", "late": "dicatat dari buku kas"}
    order = {"year": "2026", "reason": "beban terlewat"}
    office.perform("accounting.reopen_year", order, approval=approval())
    cost = a_year.SURPLUS + amount
    record(office, ("6-1201", cost, "KTR"), ("2-1302", -cost, "KTR"), ref="Nota 2", **late)
    office.perform("accounting.close_year", {"year": "2026"})


def cover(session: Session, **more: object) -> Answer:
    order = {"year": "2026", "decision_no": "4/RAT", **more}
    return session.office.perform("surplus.cover_loss", order, approval=approval())


def corrected(session: Session, *lines: tuple[str, int, str]) -> Answer:
    """What the old books had left out, by two people."""
    made = [dict(zip(("account", "amount", "unit"), line, strict=True)) for line in lines]
    order = {"text": "Koreksi", "kind": "adjustment", "lines": made}
    return session.office.perform("accounting.record", order, approval=approval())


def test_a_loss_is_covered_by_the_reserve_and_the_rest_carried(year: Session) -> None:
    lose(year, 5_397_981)
    corrected(year, ("1-1101", 4_000_000, "KTR"), ("3-1301", -4_000_000, "KTR"))

    made = cover(year)

    assert seen(lines_of(year.office, made.id)) == [
        ("3-1301", 4_000_000, "KTR"),
        ("3-1403", 1_397_981, "KTR"),
        ("3-1401", -5_397_981, "KTR"),
    ]
    require_green(year.office)


def test_a_loss_that_old_books_brought_is_decided_in_the_new_ones(books: Session) -> None:
    lines = [
        {"account": "3-1401", "amount": 250_000, "unit": "KTR"},
        {"account": "1-1101", "amount": -250_000, "unit": "KTR"},
    ]
    held = [
        {"account": "1-1101", "amount": 900_000, "unit": "KTR"},
        {"account": "3-1201", "amount": -900_000, "unit": "KTR"},
    ]
    books.office.perform("accounting.open_balances", {"day": "2026-01-31", "lines": held})
    books.office.perform(
        "accounting.open_balances", {"day": "2026-01-31", "lines": lines}, approval=approval()
    )

    with pytest.raises(BadField, match="tidak rugi"):
        cover(books, year="2024")
    made = cover(books, year="2025")

    assert seen(lines_of(books.office, made.id)) == [
        ("3-1403", 250_000, "KTR"),
        ("3-1401", -250_000, "KTR"),
    ]
    require_green(books.office)


def test_the_meeting_may_spare_the_reserve_but_not_overdraw_it(year: Session) -> None:
    lose(year, 1_000)
    corrected(year, ("1-1101", 600, "KTR"), ("3-1301", -600, "KTR"))

    with pytest.raises(BadField):
        cover(year, reserve=601)
    made = cover(year, reserve=100)

    assert seen(lines_of(year.office, made.id))[1] == ("3-1403", 900, "KTR")


def test_a_loss_is_not_divided_and_a_surplus_not_covered(year: Session) -> None:
    decide(year)
    with pytest.raises(BadField, match="tidak rugi"):
        cover(year)
    lose(year, 5)

    with pytest.raises(BadField, match="rugi Rp5"):
        allocate(year)


def test_a_covered_loss_can_wait_again(year: Session) -> None:
    lose(year, 5)
    reverse(year, cover(year))

    found = queries.outcome(
        year.office.reading, year_named(year.office.reading, "2026"), date(2027, 2, 1)
    )

    assert (found.state, found.amount) == ("loss", -5)


def test_years_that_wait_together_are_decided_each_by_what_it_brought(
    lived_year: Path, tmp_path: Path
) -> None:
    """40 million of 2026, then a loss of 30 in 2027: neither is the ten that 3-1401 shows."""
    folder = builders.copy(lived_year, tmp_path / "buku")
    late: dict[str, Any] = {"late": "dicatat dari buku kas"}
    today, morning = date(2028, 2, 1), datetime(2028, 2, 1, 1, 0, tzinfo=UTC)
    with open_books(folder, day=today, at=morning) as session:
        office, read = session.office, session.office.reading
        cost = (("6-1201", 30_000_000, "KTR"), ("2-1302", -30_000_000, "KTR"))
        record(office, *cost, ref="Nota 2", day="2027-12-30", **late)
        years = [year_named(read, name) for name in ("2026", "2027")]
        before = [queries.outcome(read, each, today) for each in years]
        office.perform("accounting.close_year", {"year": "2027"})
        found = [queries.outcome(read, each, today) for each in years]
        decide(session)
        with pytest.raises(BadField, match=r"40\.000\.000"):
            allocate(session, "2027")
        allocate(session)
        cover(session, year="2027")

        assert [(x.state, int(x.amount)) for x in before] == [
            ("closed", 40_000_000),
            ("running", -30_000_000),
        ]
        assert [(x.state, int(x.amount)) for x in found] == [
            ("closed", 40_000_000),
            ("loss", -30_000_000),
        ]
        require_green(office)


def test_a_carried_loss_is_covered_first_by_the_next_surplus(year: Session) -> None:
    decide(year)
    corrected(year, ("3-1403", 10_000_000, "KTR"), ("2-1302", -10_000_000, "KTR"))

    made = allocate(year)

    assert ("3-1403", -10_000_000, "KTR") in seen(lines_of(year.office, made.id))
    assert ("3-1301", -12_000_000, "KTR") in seen(lines_of(year.office, made.id))


def test_a_year_whose_surplus_was_divided_stays_closed(divided: Session) -> None:
    order = {"year": "2026", "reason": "beban terlewat"}

    with pytest.raises(YearStands):
        divided.office.perform("accounting.reopen_year", order, approval=approval())


def test_the_savings_unit_s_own_reserve_is_no_heading(year: Session) -> None:
    shares = [{"code": "usp", "percent": "100", "account": "3-1302", "name": "Cadangan USP"}]

    order = {"from_year": "2026", "decision_no": "3", "shares": shares}

    with pytest.raises(BadField) as refused:
        year.office.perform("surplus.set_shares", order)

    assert refused.value.field == "shares[0].account"


def test_a_heading_of_one_s_own_has_its_name_and_its_account(year: Session) -> None:
    own = {"code": "staff", "percent": "5", "account": "2-1402", "name": "Dana karyawan"}
    order = shares_order("40", "25", "20", "5", "5")
    order["shares"].append(own)
    year.office.perform("surplus.set_shares", order)

    made = allocate(year)

    found = queries.allocated(year.office.reading, "2026")
    assert found is not None
    assert (found.pools[-1].name, found.pools[-1].amount) == ("Dana karyawan", 2_000_000)
    assert ("2-1402", -4_000_000, "KTR") in seen(lines_of(year.office, made.id))


def test_a_year_whose_last_month_is_locked_still_runs_until_it_is_closed(
    founded: Path, tmp_path: Path
) -> None:
    with a_year.open_year(builders.copy(founded, tmp_path / "buku")) as session:
        office = session.office
        late: dict[str, Any] = {
            "day": "2026-12-30",
            "late": "dicatat dari buku kas",
            "ref": "Nota 1",
        }
        record(office, ("1-1101", 5_000_000, "KTR"), ("4-9109", -5_000_000, "KTR"), **late)
        for n in range(1, 13):
            office.perform("accounting.close_month", {"month": f"2026-{n:02}"})
        year = year_named(office.reading, "2026")

        found = queries.outcome(office.reading, year, a_year.DAY)

    assert (found.state, int(found.amount)) == ("running", 5_000_000)
