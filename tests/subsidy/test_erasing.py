"""A buyer who is no member asks that his data go: amounts stay, his name and NIK do not."""

from collections.abc import Iterator
from datetime import date

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.erased import forget_erased
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import persons
from kopdes_desktop.subsidy import queries
from tests import builders
from tests.builders import approval, nik
from tests.sales import store
from tests.sales.store import sell

ERASE = "subsidy.erase_buyer"


@pytest.fixture
def office(books: Session) -> Iterator[Office]:
    """A shop that sells gas by NIK, without a limit, to one buyer known under two records."""
    made = books.office
    store.furnish(made)
    program = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "items": ["GAS"]}
    made.perform("subsidy.set_program", program)
    for name in ("Pembeli Sirih", "Pembeli Sirih Merah"):
        made.perform("subsidy.add_buyer", {"nik": nik(70), "name": name})
    store.open_shift(made)
    yield made
    builders.require_green(made)


def asked(office: Office, who: int = 70) -> None:
    order = {"nik": nik(who), "reason": "diminta orangnya"}
    office.perform(ERASE, order, approval=approval())


def test_of_an_erased_buyer_only_what_he_took_is_left(office: Office) -> None:
    sold = sell(office, {"item": "GAS", "buyer": nik(70)})
    entered = {"program": "LPG3", "sales": [sold.id]}
    office.perform("subsidy.mark_entered", entered)
    keys = persons.find(office.reading, "nik", nik(70))

    asked(office)

    read = office.reading
    assert persons.find(read, "nik", nik(70)) == []
    assert all(persons.secrets_of(read, key) == {} for key in keys)
    assert queries.buyers(read) == []
    taken = queries.sold(read, date(2026, 1, 1), date(2026, 12, 31), waiting=False)
    assert [(each.buyer.name, each.buyer.nik, each.quantity) for each in taken] == [
        (None, None, 1_000)
    ]
    builders.require_rebuilt(office)
    office.perform("subsidy.add_buyer", {"nik": nik(70), "name": "Pembeli Sirih"})
    assert len(queries.buyers(read)) == 1


def test_keys_that_come_again_are_forgotten_again(office: Office) -> None:
    read = office.reading
    before = persons.all_secrets(read)
    asked(office)
    left = persons.all_secrets(read)
    assert len(left) < len(before)
    late = Books(office.database)
    persons.take_secrets(late, before)
    assert len(persons.all_secrets(read)) == len(before)

    forget_erased(late)

    assert persons.all_secrets(read) == left


def test_who_is_still_needed_is_not_erased(office: Office) -> None:
    sold = sell(office, {"item": "GAS", "buyer": nik(70)})
    with pytest.raises(BadField, match="aplikasi resmi"):
        asked(office)
    office.perform("subsidy.mark_entered", {"program": "LPG3", "sales": [sold.id]})
    limited = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "limit": "2"}
    office.perform("subsidy.set_program", limited)
    with pytest.raises(BadField, match="jatah"):
        asked(office)


def test_nobody_is_erased_alone_without_a_reason_or_unknown(office: Office) -> None:
    with pytest.raises(NeedsApproval):
        office.perform(ERASE, {"nik": nik(70), "reason": "diminta"})
    with pytest.raises(BadField) as refused:
        office.perform(ERASE, {"nik": nik(70), "reason": " "}, approval=approval())
    assert refused.value.field == "reason"
    with pytest.raises(BadField) as refused:
        asked(office, 71)
    assert refused.value.field == "nik"
