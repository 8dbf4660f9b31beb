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
