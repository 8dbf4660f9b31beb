"""What somebody changes behind the till's back is found by the proofs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.office.office import Office
from tests import builders
from tests.sales import store


@pytest.fixture(scope="module")
def office(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("proofs") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        member = store.member(office)
        store.open_shift(office)
        store.sell(office, ("MI", "2"), ("SEWA", "1"), member=member, off=500)
        assert builders.findings(office) == {}
        for table in ("sale", "sale_line"):
            office.database.ask(f"DROP TRIGGER {table}_no_update")
        yield office


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE sale_line SET net=net{}1 WHERE line=0", {"sales"}),
        ("UPDATE sale SET cost=cost{}1", {"sales", "dealings"}),
        ("UPDATE sale SET net=net{}1", {"sales", "dealings", "shifts", "revenue"}),
        ("UPDATE dealing SET own=own{}1", {"dealings"}),
        ("UPDATE shift_total SET amount=amount{}1 WHERE what='sales'", {"shifts"}),
        ("UPDATE shift_total SET amount=amount{}1 WHERE what='cash'", {"shifts"}),
    ],
)
def test_a_changed_sum_is_found(office: Office, sql: str, code: set[str]) -> None:
    office.database.ask(sql.format("+"))
    found = set(builders.findings(office, "guards"))
    office.database.ask(sql.format("-"))

    assert found == code
    assert builders.findings(office, "guards") == {}


def test_a_changed_return_or_void_is_found_in_the_ledger_too(office: Office) -> None:
    """Sound and broken pieces, ours and others'; a void sale and a void return."""
    store.consign(office)
    documents = []
    for code, sound in (("MI", True), ("MI", False), ("KUE", True), ("KUE", False)):
        sale = store.sell(office, (code, "2"))
        line = {"line": 0, "quantity": "1", "sound": sound}
        back = office.perform("sales.bring_back", {"sale": sale.id, "lines": [line]})
        documents.append(back.id)
    for wrong in (documents[-1], store.sell(office, ("MI", "1")).id):
        void = office.perform("accounting.reverse", {"entry": wrong, "reason": "salah"})
        documents.append(void.id)
    assert builders.findings(office, "guards") == {}

    for key in documents:
        office.database.ask(f"UPDATE sale SET net=net+1 WHERE key={key}")
        found = builders.findings(office, "guards")
        office.database.ask(f"UPDATE sale SET net=net-1 WHERE key={key}")
        assert "revenue" in found
