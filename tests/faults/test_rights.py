"""F22: who may not, cannot: every operation and reading, by every role and on an outlet's laptop.

The catalogue and the matrix are enumerated, so that an operation of tomorrow is tried as well.
"""

import typing
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any

import msgspec
import pytest

from kopdes_desktop.app import joining
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import KopdesError, NotPermitted, SignInRefused
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office import log
from kopdes_desktop.office.actor import Approval, Level
from kopdes_desktop.office.operation import CATALOGUE, AnyOperation
from kopdes_desktop.reports import report
from kopdes_desktop.security.devices import OUTLET_KINDS
from kopdes_desktop.security.roles import Matrix
from tests.faults import books

pytestmark = pytest.mark.fault
MATRIX = Matrix.load()
#: What a role cannot do himself.
CLOSED = {Level.NO, Level.SECOND}
#: Somebody of each role, in practice books.
PEOPLE = {
    "treasurer": "bendahara",
    "cashier": "kasir",
    "chair": "ketua",
    "supervisor": "pengawas",
    "assistant": "pendamping",
    "admin": "admin",
}
#: What a device writes of itself before anybody has signed in on it, parts of other documents,
#: halves of a year's end, and what undoing an import does.
NOBODYS = {
    "accounting.post_closing",
    "accounting.undo_closing",
    "device.join",
    "goods.void_item",
    "inventory.issue",
    "inventory.revalue",
    "inventory.take_in",
    "savings.draw",
}


# --- the matrix and the catalogue --------------------------------------------------------------


def without_grant(catalogue: Iterable[str], matrix: Matrix) -> set[str]:
    """Operations that stand in no row, or that nobody may do."""
    return {
        code
        for code in catalogue
        if code not in matrix.operations
        or not any(matrix.level(role, code) is Level.MAY for role in matrix.roles())
    }


def test_every_operation_is_granted_to_somebody() -> None:
    assert without_grant(CATALOGUE, MATRIX) == NOBODYS


def test_an_operation_without_its_grant_is_noticed() -> None:
    assert without_grant([*CATALOGUE, "loans.forgive"], MATRIX) == NOBODYS | {"loans.forgive"}
    assert without_grant(CATALOGUE, Matrix({"day.open": {}}, {})) == set(CATALOGUE)


def test_every_grant_is_of_something_there_is() -> None:
    named = {each.right for each in report.catalogue()}

    assert set(MATRIX.operations) == set(CATALOGUE)
    assert named == {code for code in MATRIX.reads if code.startswith("report.")}
    assert set(PEOPLE) == set(MATRIX.roles())


# --- roles ------------------------------------------------------------------------------------


def plausible(operation: AnyOperation) -> dict[str, Any]:
    """An order that can be read, about nothing that is there."""
    return {
        field.encode_name: value_of(field.type)
        for field in msgspec.structs.fields(operation.order_type)
        if field.required
    }


def value_of(wanted: Any) -> Any:
    """Any value of a type."""
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin is typing.Literal:
        return inner[0]
    if origin in {typing.Union, UnionType}:
        return value_of(inner[0])
    if origin in {tuple, list, dict}:
        return {} if origin is dict else []
    plain: dict[Any, Any] = {
        bool: True,
        int: 1,
        str: "x",
        Rupiah: 1,
        date: books.DAY.isoformat(),
    }
    return plain[wanted]


def facts(session: Session) -> int:
    return log.count(session.office.reading)


def outcome(session: Session, code: str, approval: Approval | None = None) -> str:
    """What an order meets: the refusal's code, or "done"."""
    before = facts(session)
    try:
        session.office.perform(code, plausible(CATALOGUE[code]), approval=approval)
    except KopdesError as error:
        assert facts(session) == before
        return error.code
    return "done"


@pytest.fixture
def opened(template: Path, place: Path) -> Iterator[Callable[[str], Session]]:
    """Fresh books with somebody of a role signed in."""
    sessions: list[Session] = []

    def enter(role: str) -> Session:
        for each in sessions:
            each.close()
        folder = books.copied(template, place / role)
        sessions[:] = [books.unlocked(folder, PEOPLE[role])]
        return sessions[0]

    yield enter
    for each in sessions:
        each.close()


@pytest.mark.parametrize("role", PEOPLE)
def test_who_may_not_do_an_operation_cannot(role: str, opened: Callable[[str], Session]) -> None:
    session = opened(role)
    met = {code: outcome(session, code) for code in CATALOGUE}

    denied = {code for code, word in met.items() if word == "NotPermitted"}

    assert denied == {code for code in CATALOGUE if MATRIX.level(role, code) in CLOSED}
    for code in CATALOGUE:
        if MATRIX.level(role, code) is Level.APPROVAL:
            assert met[code] == "NeedsApproval"


def test_a_door_that_lets_everybody_do_everything_would_be_noticed(
    opened: Callable[[str], Session],
) -> None:
    session = opened("assistant")
    codes = set(CATALOGUE) - NOBODYS
    session.staff.matrix = Matrix({code: {"assistant": Level.MAY} for code in codes}, {})

    assert "NotPermitted" not in {outcome(session, code) for code in codes}


@pytest.mark.parametrize("role", PEOPLE)
def test_a_second_person_needs_the_right_himself(
    role: str, opened: Callable[[str], Session]
) -> None:
    for code in CATALOGUE:
        if MATRIX.level(role, code) is not Level.APPROVAL:
            continue
        for second, name in PEOPLE.items():
            session = opened(role)
            met = outcome(session, code, Approval(name, "perlu", books.PIN, books.PASSWORD))
            if second == role:
                assert met == "SelfApproval"
            elif MATRIX.level(second, code) in {Level.MAY, Level.SECOND}:
                assert met not in {"NotPermitted", "NeedsApproval", "SelfApproval"}
            else:
                assert met == "NotPermitted", (role, code, second)


@pytest.mark.parametrize("role", PEOPLE)
def test_who_may_not_read_is_told_nothing(role: str, opened: Callable[[str], Session]) -> None:
    office, asked = opened(role).office, []

    for code in MATRIX.reads:
        with suppress(NotPermitted):
            office.read(code, lambda _read, name: asked.append(name), code)

    assert asked == [code for code in MATRIX.reads if MATRIX.level(role, code) is Level.MAY]


def test_an_unknown_right_is_nobodys(opened: Callable[[str], Session]) -> None:
    for role in PEOPLE:
        with pytest.raises(NotPermitted):
            opened(role).office.read("report.secrets", log.count)


# --- somebody loses his role while he works ---------------------------------------------------


def approved(by: str) -> Approval:
    return Approval(by, "sudah diputuskan", books.PIN, books.PASSWORD)


def test_a_role_that_was_taken_is_gone_at_the_next_call(folder: Path) -> None:
    with books.unlocked(folder, "kasir") as session:
        cashier = session.office.signed_in
        books.deposit(session, books.MEMBERS[0])
        session.switch("bendahara", books.PIN)
        order = {"user": "kasir", "role": "assistant"}
        session.office.perform("security.change_role", order, approval=approved("ketua"))
        session.office.actor = cashier
        before = facts(session)

        with pytest.raises(NotPermitted):
            books.deposit(session, books.MEMBERS[0])

        assert facts(session) == before
        assert session.office.read("read.checks", lambda _read: "asked") == "asked"


def test_a_user_who_was_removed_can_nothing_any_more(folder: Path) -> None:
    with books.unlocked(folder, "ketua") as session:
        chair = session.office.signed_in
        session.switch("bendahara", books.PIN)
        session.office.perform(
            "security.remove_user",
            {"user": "kasir", "reason": "pindah"},
            approval=approved("ketua"),
        )
        session.office.actor = chair
        session.office.perform("security.remove_user", {"user": "bendahara", "reason": "pindah"})
        session.office.actor = chair

        for name in ("kasir", "bendahara"):
            with pytest.raises(SignInRefused):
                session.switch(name, books.PIN)

    for name in ("kasir", "bendahara"):
        with pytest.raises(SignInRefused):
            books.unlocked(folder, name)


def test_a_removed_user_approves_nothing(folder: Path) -> None:
    with books.unlocked(folder, "ketua") as session:
        session.office.perform("security.remove_user", {"user": "kasir", "reason": "pindah"})
        session.switch("bendahara", books.PIN)

        assert outcome(session, "security.change_role", approved("kasir")) == "SignInRefused"
        assert outcome(session, "security.change_role", approved("bendahara")) == "SelfApproval"


# --- an outlet's laptop -----------------------------------------------------------------------


class Outlet(typing.NamedTuple):
    """A second laptop on which the treasurer signs in, before and after it has taken her books."""

    session: Session
    take: Callable[[], None]


@pytest.fixture
def outlet(folder: Path, place: Path) -> Iterator[Outlet]:
    invitation = place / "undangan.json"
    with books.unlocked(folder) as session:
        joining.invite(session, invitation, login="bendahara", approval=approved("ketua"))
        parcel = joining.outgoing(session.office.reading, session.office.own.number)
    joining.join(place / "outlet", invitation, books.PASSWORD)
    with books.unlocked(place / "outlet", day=None) as second:

        def take() -> None:
            second.office.accept(parcel.envelopes, parcel.secrets)
            second.office.named_day = books.DAY

        yield Outlet(second, take)


def test_an_outlets_laptop_does_what_it_was_granted_and_no_more(outlet: Outlet) -> None:
    outlet.take()

    met = {code: outcome(outlet.session, code) for code in CATALOGUE}

    denied = {code for code, word in met.items() if word == "NotPermitted"}
    granted = {c for c in OUTLET_KINDS if MATRIX.level("treasurer", c) is not Level.NO}
    assert denied == set(CATALOGUE) - granted


def test_before_it_has_the_books_an_outlets_laptop_writes_nothing(outlet: Outlet) -> None:
    met = {code: outcome(outlet.session, code) for code in CATALOGUE}

    assert set(met.values()) == {"NotPermitted"}
    outlet.take()
    assert outcome(outlet.session, "day.open") == "done"
