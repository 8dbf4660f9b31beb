"""Months are closed in order, opened again by two who sign, and sealed by outlets."""

from datetime import date, timedelta

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NeedsApproval,
    NotPermitted,
    PeriodClosed,
    SelfApproval,
    SignatureNeeded,
)
from kopdes_desktop.ledger import periods
from kopdes_desktop.office import marks
from kopdes_desktop.office.actor import Approval
from tests import builders
from tests.builders import PASSWORD, PIN, Laptops, approval, record, working_as


def close(session: Session, month: str, by: Approval | None = None) -> dict[str, object]:
    answer = session.office.perform("accounting.close_month", {"month": month}, approval=by)
    found: dict[str, object] = answer.fact["d"]
    return found


def reopen(session: Session, month: str, by: Approval | None = None) -> None:
    order = {"month": month, "reason": "jurnal terlewat"}
    session.office.perform("accounting.reopen_month", order, approval=by)


def closed(session: Session) -> list[str]:
    return [str(month) for month in periods.closed_months(session.office.reading)]


def test_a_closed_month_says_how_far_each_chain_had_come(books: Session) -> None:
    heads = {
        name: {"seq": seq, "hash": digest}
        for name, seq, digest in marks.heads(books.office.reading)
    }

    books.office.perform("day.open", {"day": "2026-02-02"})
    heads = {
        name: {"seq": seq, "hash": digest}
        for name, seq, digest in marks.heads(books.office.reading)
    }
    said = close(books, "2026-01")

    assert said["marks"] == heads
    assert closed(books) == ["2026-01"]
    builders.require_green(books.office)


def test_nothing_is_posted_into_a_closed_month_from_anywhere(books: Session) -> None:
    close(books, "2026-01")

    with pytest.raises(PeriodClosed):
        record(
            books.office, ("1-1101", 5, "KTR"), ("3-1201", -5, "KTR"), day="2026-01-31", late="x"
        )

    assert record(books.office, ("1-1101", 5, "KTR"), ("3-1201", -5, "KTR")).number


LAST = date(2026, 2, 28)


def test_no_month_is_closed_while_it_runs(books: Session) -> None:
    close(books, "2026-01")
    books.office.named_day = LAST - timedelta(days=1)
    with pytest.raises(BadField, match=r"masih berjalan.*28 Februari 2026"):
        close(books, "2026-02")
    books.office.named_day = LAST

    close(books, "2026-02")


def test_months_are_closed_one_after_another(books: Session) -> None:
    books.office.named_day = LAST
    with pytest.raises(PeriodClosed) as refused:
        close(books, "2026-02")
    close(books, "2026-01")
    with pytest.raises(AlreadyDecided):
        close(books, "2026-01")
    close(books, "2026-02")

    assert "Januari 2026" in refused.value.message
    assert closed(books) == ["2026-01", "2026-02"]


@pytest.mark.parametrize(
    "month", ["2026-03", "2025-12", "2099-01", "Januari", "2026-13", "2026-1", ""]
)
def test_a_month_that_cannot_be_closed_is_refused(books: Session, month: str) -> None:
    with pytest.raises(BadField) as refused:
        close(books, month)

    assert refused.value.field == "month"


def test_a_month_is_opened_again_by_two_who_sign(books: Session) -> None:
    close(books, "2026-01")

    with pytest.raises(NeedsApproval):
        reopen(books, "2026-01")
    with pytest.raises(SelfApproval):
        reopen(books, "2026-01", approval("bendahara"))
    with pytest.raises(NotPermitted):
        reopen(books, "2026-01", approval("pengawas"))
    reopen(books, "2026-01", approval())

    assert closed(books) == []
    assert record(
        books.office, ("1-1101", 5, "KTR"), ("3-1201", -5, "KTR"), day="2026-01-31", late="x"
    ).number
    builders.require_green(books.office)


def test_only_the_last_closed_month_is_opened_again(books: Session) -> None:
    books.office.named_day = LAST
    close(books, "2026-01")
    close(books, "2026-02")

    with pytest.raises(BadField):
        reopen(books, "2026-01", approval())
    reopen(books, "2026-02", approval())
    reopen(books, "2026-01", approval())
    with pytest.raises(BadField):
        reopen(books, "2026-01", approval())

    assert closed(books) == []


def test_a_month_opened_again_is_closed_again(books: Session) -> None:
    close(books, "2026-01")
    reopen(books, "2026-01", approval())
    close(books, "2026-01")

    assert closed(books) == ["2026-01"]
    builders.require_green(books.office)


def test_who_was_let_in_by_pin_cannot_sign(books: Session) -> None:
    close(books, "2026-01")

    with working_as(books.office, "ketua"), pytest.raises(SignatureNeeded):
        reopen(books, "2026-01", Approval("bendahara", "x", PIN, PASSWORD))


@pytest.mark.parametrize("login", ["kasir", "pengawas", "pendamping", "admin"])
def test_others_close_no_month(books: Session, login: str) -> None:
    with working_as(books.office, login), pytest.raises(NotPermitted):
        close(books, "2026-01")


# --- outlets -------------------------------------------------------------------------------------


def seal(laptops: Laptops, series: str, month: str) -> None:
    laptops.outlets[series].office.perform("month.seal", {"month": month})


def test_an_outlet_that_did_not_seal_is_answered_for_by_the_chair_by_name(laptops: Laptops) -> None:
    with pytest.raises(NeedsApproval):
        close(laptops.hers, "2026-01")
    with pytest.raises(NotPermitted):
        close(laptops.hers, "2026-01", approval("admin"))

    said = close(laptops.hers, "2026-01", approval())

    assert said["unsealed"] == ["GA", "GB"]


def test_a_month_that_every_outlet_sealed_is_closed_without_a_second_person(
    laptops: Laptops,
) -> None:
    for series in ("GA", "GB"):
        seal(laptops, series, "2026-01")
    laptops.exchange()

    said = close(laptops.hers, "2026-01")

    assert "unsealed" not in said
    laptops.exchange()
    for outlet in laptops.outlets.values():
        builders.require_equal(laptops.hers, outlet)
        builders.require_green(outlet.office)


@pytest.mark.parametrize("month", ["2026-03", "x"])
def test_an_outlet_seals_a_month_that_has_come_and_once(laptops: Laptops, month: str) -> None:
    seal(laptops, "GA", "2026-01")

    with pytest.raises((AlreadyDecided, BadField)):
        seal(laptops, "GA", month)
    with pytest.raises(AlreadyDecided):
        seal(laptops, "GA", "2026-01")


def test_a_sealed_month_takes_no_late_document_of_its_outlet(laptops: Laptops) -> None:
    outlet = laptops.outlets["GA"].office
    member = builders.a_member(laptops.hers.office, 9).number
    laptops.exchange()
    today = outlet.today()
    seal(laptops, "GA", f"{today:%Y-%m}")
    late = {
        "member": member,
        "lines": [{"product": "mandatory", "months": 1}],
        "day": (today - timedelta(days=1)).isoformat(),
        "late": "Nota tertinggal",
    }

    with pytest.raises(PeriodClosed) as refused:
        outlet.perform("savings.deposit", late)

    assert "disegel" in refused.value.message
    del late["day"], late["late"]
    assert outlet.perform("savings.deposit", late).number


def test_a_revoked_device_holds_no_month_open(laptops: Laptops) -> None:
    office = laptops.hers.office
    seal(laptops, "GB", "2026-01")
    laptops.exchange()
    heads = {name: (seq, digest) for name, seq, digest in marks.heads(office.reading)}
    seq, digest = heads[laptops.outlets["GA"].office.own_id]
    office.perform(
        "device.revoke", {"device": "GA", "after": seq, "hash": digest}, approval=approval()
    )

    assert "unsealed" not in close(laptops.hers, "2026-01")


def test_the_chair_may_close_what_the_treasurer_answers_for_with_him(laptops: Laptops) -> None:
    with builders.open_books(
        builders.copy(laptops.hers.folder, laptops.hers.folder.parent / "ketua"), "ketua"
    ) as session:
        said = close(session, "2026-01", Approval("bendahara", "x", PIN, PASSWORD))

    assert said["unsealed"] == ["GA", "GB"]
    assert Month("2026-01") == "2026-01"
