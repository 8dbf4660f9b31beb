"""Neither members nor officers: named once, sealed, and found again by a code."""

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.erased import forget_erased
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, NeedsApproval, UnknownMember
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.books import Books
from kopdes_desktop.security import persons
from tests import builders
from tests.builders import approval, nik

LENT = {"template": "talangan_in", "amount": 90_000, "box": "KAS"}


def test_the_name_is_sealed_and_the_next_code_is_given(books: Session) -> None:
    office = books.office
    first = office.perform("members.add_outsider", {"name": "  Yayasan   Flamboyan "})
    second = office.perform("members.add_outsider", {"name": "Dahlia", "code": "warga-3"})

    assert first.fact["d"] == {"code": "PIHAK-1", "personal": {"name": "•••"}}
    assert third_parties.known(office.reading) == [
        third_parties.Outsider(first.id, "PIHAK-1", "Yayasan Flamboyan"),
        third_parties.Outsider(second.id, "WARGA-3", "Dahlia"),
    ]
    (body,) = office.database.connection.execute(
        "SELECT body FROM fact WHERE key=?", (first.id,)
    ).fetchone()
    assert "Flamboyan" not in body
    for order in (
        {"name": " "},
        {"name": "Dahlia", "code": "pihak-1"},
        {"name": "Dahlia", "code": "bendahara"},
        {"name": f"Dahlia {nik(1)}"},
    ):
        with pytest.raises(BadField):
            office.perform("members.add_outsider", order)
    builders.require_rebuilt(office)


def test_what_was_lent_stands_under_him_and_goes_back_to_nobody_else(books: Session) -> None:
    office = books.office
    one, other = (
        office.perform("members.add_outsider", {"name": name}).id for name in ("Dahlia", "Teratai")
    )

    office.perform("accounting.jot", {**LENT, "party": "PIHAK-1"})
    back = {**LENT, "template": "talangan_repaid", "amount": 40_000}
    office.perform("accounting.jot", {**back, "party": one})

    assert balances.of_key(office.reading, "2-1503", one) == [("KTR", -50_000)]
    with pytest.raises(InsufficientBalance):
        office.perform("accounting.jot", {**back, "party": other})
    for nobody in ("PIHAK-9", "BKM-KR-2026-000001"):
        with pytest.raises(UnknownMember):
            office.perform("accounting.jot", {**LENT, "party": nobody})


@pytest.mark.parametrize("account", ["1-1205", "1-1505", "2-1503"])
def test_what_persons_owe_or_are_owed_is_not_written_under_nobody(
    books: Session, account: str
) -> None:
    office = books.office
    office.perform("members.add_outsider", {"name": "Dahlia"})
    lines = [
        {"account": account, "amount": 5_000, "unit": "KTR"},
        {"account": "4-9109", "amount": -5_000, "unit": "KTR"},
    ]
    if account == "2-1503":
        lines = [{**each, "amount": -int(str(each["amount"]))} for each in lines]

    with pytest.raises(BadField, match="per orang") as refused:
        office.perform("accounting.record", {"text": "Kasbon", "lines": lines})
    assert refused.value.field == "lines[0].key"
    lines[0]["key"] = "PIHAK-1"
    assert office.perform("accounting.record", {"text": "Kasbon", "lines": lines}).id


def test_a_person_from_outside_may_lend_for_years(books: Session) -> None:
    office = books.office
    office.perform("members.add_outsider", {"name": "Dahlia"})
    order = {"party": "PIHAK-1", "account": "2-2104", "principal": 6_000_000, "box": "BRI"}
    terms = {"rate": "6", "months": 12, "first_due": "2026-03-02", "decision_no": "03/RA"}

    taken = office.perform("borrowings.take", {**order, **terms})

    assert taken.fact["d"]["lender"] == "Pihak ketiga PIHAK-1"
    assert "Dahlia" not in str(taken.fact)
    asked = {"party": "PIHAK-1", "reason": "diminta orangnya"}
    with pytest.raises(BadField, match="belum lunas"):
        office.perform("members.erase_outsider", asked, approval=approval())


def test_a_name_that_nothing_needs_any_more_is_erased_for_ever(books: Session) -> None:
    office, read = books.office, books.office.reading
    office.perform("members.add_outsider", {"name": "Dahlia"})
    one = third_parties.known(read)[0].key
    office.perform("accounting.jot", {**LENT, "party": "PIHAK-1"})
    asked = {"party": "PIHAK-1", "reason": "diminta orangnya"}
    with pytest.raises(NeedsApproval):
        office.perform("members.erase_outsider", asked)
    with pytest.raises(BadField, match="2-1503"):
        office.perform("members.erase_outsider", asked, approval=approval())
    back = {**LENT, "template": "talangan_repaid", "party": "PIHAK-1"}
    office.perform("accounting.jot", back)
    before = persons.all_secrets(read)

    office.perform("members.erase_outsider", asked, approval=approval())

    assert third_parties.known(read) == [third_parties.Outsider(one, "PIHAK-1", None)]
    assert persons.secrets_of(read, one) == {}
    with pytest.raises(BadField, match="sudah dihapus"):
        office.perform("members.erase_outsider", asked, approval=approval())
    late = Books(office.database)
    persons.take_secrets(late, before)
    forget_erased(late)
    assert persons.secrets_of(read, one) == {}
    builders.require_rebuilt(office)
    assert not builders.findings(office, "vouchers")
