"""A month's tax follows from its turnover by dated rates; posted, paid, and tied to the ledger."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.reports import report
from kopdes_desktop.taxes import queries, rules
from tests.builders import (
    DAY,
    approval,
    copy,
    lines_of,
    open_books,
    record,
    require_green,
    require_rebuilt,
    seen,
)

FEBRUARY = Month("2026-02")


def earn(office: Office, amount: int, account: str = "4-1402", **how: Any) -> Answer:
    income: dict[str, Any] = {"account": account, "amount": -amount, "unit": "G1"}
    if account.startswith(("4-11", "4-13", "4-14")):
        income["lini"] = "gudang"
    return record(office, ("1-1101", amount, "KTR"), income, **how)


def accrue(office: Office, **fields: Any) -> Answer:
    return office.perform("taxes.accrue", {"month": "2026-02", **fields})


def pay(office: Office, amount: int, **fields: Any) -> Answer:
    order = {"code": "final", "month": "2026-02", "amount": amount, "box": "KAS", **fields}
    return office.perform("taxes.pay", order)


def rows(office: Office) -> dict[str, queries.TaxRow]:
    found = queries.rows(office.reading, FEBRUARY, FEBRUARY)
    return {row.tax.code: row for row in found}


def reverse(office: Office, answer: Answer) -> None:
    office.perform("accounting.reverse", {"entry": answer.number, "reason": "salah catat"})


def test_half_a_percent_of_the_turnover_is_posted_and_paid(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    proposed = queries.proposals(office.reading, FEBRUARY)

    accrued, paid = accrue(office), pay(office, 50_000, ref="NTPN 0001")

    assert [int(each.amount) for each in proposed] == [50_000]
    assert seen(lines_of(office, accrued.number or "")) == [
        ("7-1101", 50_000, "KTR"),
        ("2-1306", -50_000, "KTR"),
    ]
    assert seen(lines_of(office, paid.number or "")) == [
        ("2-1306", 50_000, "KTR"),
        ("1-1101", -50_000, "KTR"),
    ]
    assert queries.proposals(office.reading, FEBRUARY) == []
    assert rows(office)["final"].state(DAY) == "paid"
    assert [each.ref for each in queries.payments(office.reading)] == ["NTPN 0001"]
    require_green(office)


def test_turnover_counts_commission_and_returns_but_no_bank_interest_and_no_grants(
    books: Session,
) -> None:
    office = books.office
    earn(office, 1_000_000)
    earn(office, 200_000, "4-1303")
    earn(office, 500_000, "4-9101")
    earn(office, 700_000, "4-9102")
    office.perform("accounting.reverse", {"entry": earn(office, 90_000).number, "reason": "batal"})

    assert rows(office)["final"].base == Rupiah(1_200_000)


def test_a_turnover_that_changes_is_posted_by_its_difference(books: Session) -> None:
    office = books.office
    sold = earn(office, 10_000_000)
    accrue(office)
    with pytest.raises(AlreadyDecided):
        accrue(office)
    reverse(office, sold)

    less = accrue(office)

    assert seen(lines_of(office, less.number or "")) == [
        ("2-1306", 50_000, "KTR"),
        ("7-1101", -50_000, "KTR"),
    ]
    assert rows(office)["final"].left == NOTHING
    require_green(office)


def test_what_was_written_by_hand_is_not_posted_twice(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    record(office, ("7-1101", 50_000, "KTR"), ("2-1306", -50_000, "KTR"))

    assert queries.proposals(office.reading, FEBRUARY) == []
    with pytest.raises(AlreadyDecided):
        accrue(office)
    pay(office, 50_000)
    require_green(office)


def test_a_posted_tax_is_taken_back_only_before_it_is_paid(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    accrued = accrue(office)
    paid = pay(office, 20_000)

    with pytest.raises(NotReversible):
        reverse(office, accrued)
    reverse(office, paid)
    reverse(office, accrued)
    again = accrue(office)
    assert again.fact["d"]["of"] == accrued.id
    assert queries.month_of_tax(office.reading, "final", FEBRUARY).left == Rupiah(50_000)
    require_green(office)


def test_what_was_withheld_from_others_is_paid_over(books: Session) -> None:
    office = books.office
    earn(office, 2_000_000)
    record(
        office,
        ("6-1204", 1_000_000, "KTR"),
        ("1-1101", -900_000, "KTR"),
        ("2-1304", -100_000, "KTR"),
    )
    assert rows(office)["withheld"].state(DAY) == "to_pay"

    pay(office, 100_000, code="withheld")

    assert rows(office)["withheld"].left == NOTHING
    with pytest.raises(BadField, match="Rp0"):
        pay(office, 1, code="withheld")


def withhold(office: Office, amount: int, **fields: Any) -> Answer:
    return office.perform("taxes.withhold", {"amount": amount, "box": "KAS", **fields})


def test_rent_is_paid_less_its_tax_which_waits_in_the_working_list(books: Session) -> None:
    office = books.office
    earn(office, 9_000_000)

    paid = withhold(office, 1_000_000, unit="G1", ref="BP-01")
    ahead = withhold(office, 6_000_000, ahead=True)

    assert seen(lines_of(office, paid.number or "")) == [
        ("6-1204", 1_000_000, "G1"),
        ("2-1304", -100_000, "KTR"),
        ("1-1101", -900_000, "KTR"),
        ("1-1901", -1_000_000, "G1"),
        ("1-1901", 1_000_000, "KTR"),
    ]
    assert seen(lines_of(office, ahead.number or ""))[0] == ("1-1502", 6_000_000, "KTR")
    row = rows(office)["rent"]
    assert (row.base, row.percent) == (Rupiah(7_000_000), "10")
    assert (row.left, row.due, row.state(DAY)) == (Rupiah(700_000), date(2026, 3, 15), "to_pay")
    assert "withheld" not in rows(office), "each rupiah in one row only"
    assert rows(office)["final"].base == Rupiah(9_000_000)
    require_green(office)
    require_rebuilt(office)


def test_withheld_rent_tax_is_paid_over_and_taken_back_in_order(books: Session) -> None:
    office = books.office
    earn(office, 2_000_000)
    bill = withhold(office, 1_000_000)
    with pytest.raises(BadField, match=r"Rp100\.000"):
        pay(office, 100_001, code="rent")
    paid = pay(office, 100_000, code="rent")

    with pytest.raises(NotReversible):
        reverse(office, bill)
    reverse(office, paid)
    reverse(office, bill)

    assert "rent" not in rows(office)
    assert queries.withheld(office.reading) == []
    require_green(office)


def test_what_takes_a_payment_back_is_nothing_newly_withheld(books: Session) -> None:
    office = books.office
    earn(office, 2_000_000)
    by_hand = ("6-1101", 500_000, "KTR"), ("1-1101", -475_000, "KTR"), ("2-1304", -25_000, "KTR")
    held = record(office, *by_hand)
    record(office, *by_hand)
    reverse(office, pay(office, 50_000, code="withheld"))

    reverse(office, held)

    assert rows(office)["withheld"].owed == Rupiah(25_000)
    assert rows(office)["withheld"].left == Rupiah(25_000)


def test_the_limit_of_a_tax_stays_where_only_its_rate_changes(books: Session) -> None:
    office = books.office
    order = {"code": "savings_interest", "from_day": "2026-02-01", "rate": "5"}
    office.perform("taxes.set_rate", {**order, "decision": "PP contoh"}, approval=approval())

    found = queries.rate(office.reading, "savings_interest", DAY)

    assert found is not None
    assert (found.of(Rupiah(240_000)), found.of(Rupiah(300_000))) == (NOTHING, Rupiah(15_000))


def test_a_rate_of_a_decision_holds_from_its_day_on(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    for day, rate in (("2026-02-01", "0,25"), ("2026-03-01", "1")):
        order = {"code": "final", "from_day": day, "rate": rate, "decision": "PP contoh"}
        office.perform("taxes.set_rate", order, approval=approval())

    assert rows(office)["final"].owed == Rupiah(25_000)
    january = queries.rate(office.reading, "final", date(2026, 1, 31))
    assert january is not None
    assert january.percent == "0.5"
    assert queries.rate(office.reading, "final", date(2018, 6, 30)) is None


def test_a_rate_touches_no_month_that_is_locked_or_posted_and_takes_two(books: Session) -> None:
    office = books.office
    order = {"code": "final", "from_day": "2026-02-01", "rate": "1", "decision": "PP contoh"}
    earn(office, 10_000_000)
    with pytest.raises(NeedsApproval, match="Tarif"):
        office.perform("taxes.set_rate", order)
    office.perform("accounting.close_month", {"month": "2026-01"})
    with pytest.raises(BadField, match="01/02/2026"):
        office.perform("taxes.set_rate", {**order, "from_day": "2026-01-01"}, approval=approval())
    office.perform("taxes.accrue", {"month": "2026-02"})

    with pytest.raises(BadField, match="01/03/2026"):
        office.perform("taxes.set_rate", order, approval=approval())


def test_vat_is_out_of_sight_until_the_cooperative_collects_it(books: Session) -> None:
    office = books.office
    before = [tax.code for tax in queries.taxes_here(office.reading)]
    office.perform("settings.change", {"fields": {"tax.pkp": True}})

    assert "vat" not in before
    assert [tax.code for tax in queries.taxes_here(office.reading)] == [*before, "vat"]


@pytest.mark.parametrize(
    ("interest", "tax"), [(235_000, 0), (240_000, 0), (240_001, 24_000), (275_000, 27_500)]
)
def test_savings_interest_above_the_limit_is_taxed_as_a_whole(interest: int, tax: int) -> None:
    found = rules.rate_on(rules.tax("savings_interest").rates, DAY)

    assert found is not None
    assert found.of(Rupiah(interest)) == Rupiah(tax)


def test_a_month_is_due_on_the_fifteenth_of_the_next_one() -> None:
    assert rules.tax("final").due(Month("2026-12")) == date(2027, 1, 15)
    assert rules.tax("vat").due(Month("2026-01")) == date(2026, 2, 28)


def test_what_cannot_be_is_refused_at_its_field(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)

    for code, order, field in (
        ("taxes.accrue", {"month": "Februari"}, "month"),
        ("taxes.accrue", {"month": "2026-03"}, "month"),
        ("taxes.accrue", {"month": "2026-02", "code": "withheld"}, "code"),
        ("taxes.accrue", {"month": "2026-02", "code": "dosa"}, "code"),
        ("taxes.pay", _payment(amount=50_000), "amount"),
        ("taxes.pay", _payment(amount=0), "amount"),
        ("taxes.pay", _payment(month="9999-12"), "month"),
        ("taxes.pay", _payment(code="rent"), "amount"),
        ("taxes.pay", _payment(code="bank_interest"), "code"),
        ("taxes.withhold", _bill(amount=0), "amount"),
        ("taxes.withhold", _bill(amount=4), "amount"),
        ("taxes.withhold", _bill(code="final"), "code"),
        ("taxes.withhold", _bill(box="JALAN-KTR"), "box"),
        ("taxes.set_rate", _rate(rate="setengah"), "rate"),
        ("taxes.set_rate", _rate(rate="99"), "rate"),
        ("taxes.set_rate", _rate(decision=" "), "decision"),
        ("taxes.set_rate", _rate(above=-1), "above"),
    ):
        with pytest.raises(BadField) as refused:
            office.perform(code, order)
        assert refused.value.field == field


def _payment(**fields: Any) -> dict[str, Any]:
    return {"code": "final", "month": "2026-02", "amount": 1, "box": "KAS", **fields}


def _bill(**fields: Any) -> dict[str, Any]:
    return {"amount": 1_000_000, "box": "KAS", **fields}


def _rate(**fields: Any) -> dict[str, Any]:
    return {
        "code": "final",
        "from_day": "2026-03-01",
        "rate": "1",
        "decision": "PP contoh",
        **fields,
    }


def test_no_journal_by_hand_goes_past_the_working_list(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    accrued = accrue(office)
    line = {"account": "2-1306", "amount": 1_000, "unit": "KTR", "key": accrued.id}

    with pytest.raises(BadField, match="lewat Pajak"):
        record(office, line, ("1-1101", -1_000, "KTR"))


def test_the_report_lists_every_month_and_says_that_it_ties(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    accrue(office)
    found = report.find("taxes")

    made = report.make(office.reading, "taxes", found.params({"year": "2026"}, DAY))

    assert [(row["month"], row["state"]) for row in made.rows] == [
        ("Januari 2026", "nihil"),
        ("Februari 2026", "belum disetor"),
    ]
    assert made.totals["left"] == 50_000
    assert "Sama dengan buku besar" in made.notes[0]
    for wrong in ("duaribu", "0001", "9999"):
        with pytest.raises(BadField):
            found.build(office.reading, found.params({"year": wrong}, DAY))


def test_the_tax_of_a_locked_month_is_caught_up_in_the_first_open_one(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000, ref="Nota 1")
    for month in ("2026-01", "2026-02"):
        office.named_day = date(2026, 3, 2)
        office.perform("accounting.close_month", {"month": month})
    earn(office, 4_000_000, ref="Nota 2")
    march = Month("2026-03")

    proposed = queries.proposals(office.reading, march)
    assert [(each.order["month"], int(each.amount)) for each in proposed] == [
        ("2026-02", 50_000),
        ("2026-03", 20_000),
    ]
    assert [each.whole for each in proposed] == [False, True], "what is late waits no longer"
    late = accrue(office)
    assert (late.fact["bd"], late.fact["d"]["month"]) == ("2026-03-02", "2026-02")
    assert [int(each.amount) for each in queries.proposals(office.reading, march)] == [20_000]
    accrue(office, month="2026-03")
    assert queries.proposals(office.reading, march) == []
    require_green(office)


def test_a_tax_written_by_hand_counts_for_the_oldest_month_that_waits(books: Session) -> None:
    office = books.office
    earn(office, 10_000_000)
    office.named_day = date(2026, 3, 2)
    earn(office, 4_000_000)
    record(office, ("7-1101", 50_000, "KTR"), ("1-1101", -50_000, "KTR"))

    found = {
        str(row.month): int(row.to_post)
        for row in queries.rows(office.reading, FEBRUARY, Month("2026-03"))
        if row.tax.code == "final"
    }

    assert found == {"2026-02": 0, "2026-03": 20_000}


def test_what_was_earned_before_these_books_began_is_no_months_turnover(books: Session) -> None:
    office = books.office
    lines = [
        {"account": "1-1101", "amount": 6_000_000, "unit": "KTR"},
        {"account": "4-9106", "amount": -6_000_000, "unit": "KTR"},
    ]
    before = rows(office)["final"].base
    office.perform("accounting.open_balances", {"day": "2026-02-01", "lines": lines})

    assert rows(office)["final"].base == before


def test_a_closed_year_keeps_its_rates(founded: Path, tmp_path: Path) -> None:
    morning = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
    order = {"code": "final", "rate": "0.25", "decision": "PP contoh"}
    with open_books(copy(founded, tmp_path / "buku"), day=morning.date(), at=morning) as session:
        office = session.office
        office.perform("accounting.close_year", {"year": "2026"})
        with pytest.raises(BadField) as refused:
            office.perform("taxes.set_rate", {**order, "from_day": "2026-12-31"})
        later = {**order, "from_day": "2027-01-01"}
        office.perform("taxes.set_rate", later, approval=approval())

    assert refused.value.field == "from_day"
