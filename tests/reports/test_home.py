"""What home tells: the same figures as the reports behind it, from the same books."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances, finding, periods, trends
from kopdes_desktop.reports import home
from tests import builders
from tests.reports.cooperative import Coop


def test_arrears_are_those_of_the_dues_report(coop: Coop) -> None:
    office = coop.session.office
    waiting = home.arrears(office.reading, office.today())
    active = {row["number"] for row in coop.rows("member_register", status="active")}
    late = [
        row
        for row in coop.rows("mandatory_dues", **{"from": "2026-01"})
        if row["late"] and row["number"] in active
    ]

    assert waiting is not None
    assert waiting.many == len({row["number"] for row in late})
    assert waiting.amount == sum(int(str(row["late"])) for row in late)
    chart = home.arrears_by_age(office.reading, office.today())
    assert sum(chart.series[0].values) == waiting.many


def test_refunds_are_those_of_the_queue(coop: Coop) -> None:
    office = coop.session.office
    waiting = home.refunds(office.reading, office.today())
    queue = coop.ask("refund_queue")

    assert waiting is not None
    assert waiting.many == len(queue.rows)
    assert waiting.amount == queue.totals["amount"]
    assert waiting.since == min(row["since"] for row in queue.rows)  # type: ignore[type-var]


def test_savings_by_product_are_the_ledgers(coop: Coop) -> None:
    office = coop.session.office
    chart = home.savings_by_product(office.reading, office.today())
    totals = coop.ask("savings_totals")

    shown = dict(zip(chart.labels, chart.series[0].values, strict=True))
    assert shown == {row["savings"]: row["ledger"] for row in totals.rows}


def test_the_last_day_of_cash_is_what_lies_in_boxes_and_banks(coop: Coop) -> None:
    office = coop.session.office
    chart = home.cash_by_day(office.reading, office.today())
    now = sum(each.value for each in home.boxes(office.reading, office.today()))

    assert chart.series[0].values[-1] == now
    assert len(chart.labels) == home.DAYS
    assert trends.cash_accounts(office.reading) >= {"1-1101", "1-1111"}


def test_members_are_counted_at_the_end_of_each_month(coop: Coop) -> None:
    office = coop.session.office
    chart = home.members_over_time(office.reading, office.today())
    active = coop.rows("member_register", status="active")

    assert chart.series[0].values[-1] == len(active)
    totals = {each.name: each.value for each in home.totals(office.reading, office.today())}
    assert totals["Anggota aktif"] == len(active)


def test_dues_of_a_month_are_what_the_report_says_they_were(coop: Coop) -> None:
    office = coop.session.office
    chart = home.dues_by_month(office.reading, office.today())
    month = Month.of(office.today())
    rows = coop.rows("mandatory_dues", **{"from": str(month), "to": str(month)})

    paid, owed = (series.values[-1] for series in chart.series)
    assert paid == sum(int(str(row["paid"])) for row in rows)
    assert owed == sum(int(str(row["due"])) for row in rows)


def test_deposits_of_a_month_are_the_two_sides_of_the_savings_accounts(coop: Coop) -> None:
    office = coop.session.office
    chart = home.deposits_by_month(office.reading, office.today())
    paid_in, paid_out = (series.values[-1] for series in chart.series)
    first = office.today().replace(day=1)
    lines = [
        row.line
        for row in balances.journal(office.reading, first, office.today())
        if row.line.account in {"2-1101", "3-1101", "3-1102"}
    ]

    assert paid_in == -sum(min(int(line.amount), 0) for line in lines)
    assert paid_out == sum(max(int(line.amount), 0) for line in lines)


def test_an_entry_is_found_by_some_of_its_number_or_by_its_amount(coop: Coop) -> None:
    read = coop.session.office.reading
    by_number = finding.numbered(read, "1", 3)
    assert by_number
    assert all(each.number and each.number.endswith("000001") for each in by_number)
    entry = by_number[0]

    assert entry.key in {each.key for each in finding.numbered(read, str(entry.number).lower(), 5)}
    assert entry.key in {each.key for each in finding.of_amount(read, entry.amount, 50)}
    assert finding.numbered(read, "  ", 5) == []
    assert finding.of_amount(read, Rupiah(123_456_789), 5) == []


def test_an_open_day_waits_and_is_late_once_the_calendar_has_gone_on(
    practice: Path,
) -> None:
    with builders.open_books(practice) as session:
        office = session.office
        builders.an_applicant(office)
        today = office.today()

        assert home.day(office.reading, today) == home.Waiting(1, since=today)
        late = home.day(office.reading, today + timedelta(days=1))
        assert late is not None
        assert late.late
        assert home.applications(office.reading, today) == home.Waiting(1, since=today)
        office.perform("day.close", {})
        assert home.day(office.reading, today) is None


def test_passed_months_wait_to_be_closed_the_first_by_name(practice: Path) -> None:
    with builders.open_books(practice) as session:
        read = session.office.reading
        start = periods.books_from(read)
        assert start is not None

        assert home.month(read, start.last()) is None
        one = home.month(read, start.next().first())
        two = home.month(read, start.plus(2).first())

    assert one == home.Waiting(1, since=start.first(), name=str(start))
    assert two == home.Waiting(2, since=start.first(), late=True, name=str(start))


def test_opening_balances_wait_until_two_officers_agreed(practice: Path) -> None:
    with builders.open_books(practice) as session:
        agreed = periods.opening_agreed(session.office.reading)

        waiting = home.opening(session.office.reading, session.office.today())

    assert (waiting is None) is (agreed is not None)
