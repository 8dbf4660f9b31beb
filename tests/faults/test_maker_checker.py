"""F24: two people, not one twice: who approves, how he proves himself, and what changes in between.

Each table says what every attempt meets; at its end stands the honest one, which passes. A door
that believes everybody is put in once, to see that the tables would notice it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.founding import FoundingSecrets
from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.office import log
from kopdes_desktop.office.actor import Actor, Approval
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import queries
from tests.faults import books
from tests.faults.books import MEMBERS, PASSWORD, PIN

pytestmark = pytest.mark.fault

#: Done by the treasurer with a second person only.
WANTS_TWO = "security.change_role"
DEMOTION = {"user": "kasir", "role": "assistant"}


class Machine:
    """A clock whose hands can be set."""

    def __init__(self) -> None:
        self.wall, self.up = datetime(2026, 11, 2, 1, tzinfo=UTC), 1_000.0

    def now(self) -> datetime:
        return self.wall

    def uptime(self) -> float:
        return self.up

    def boot(self) -> str:
        return "one run"


@dataclass
class Desk:
    """Open books, the treasurer before them, and what has been asked so far."""

    folder: Path
    machine: Machine = field(default_factory=Machine)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.enter("bendahara")

    @property
    def office(self) -> Office:
        return self.session.office

    def enter(self, user: str) -> None:
        """Somebody signs in with his password, at a program that was just started."""
        if hasattr(self, "session"):
            self.session.close()
        self.session = books.unlocked(self.folder, user, clock=self.machine)

    def seated(self, user: str) -> None:
        """Somebody goes on by PIN."""
        if self.office.signed_in.name != user:
            self.session.switch(user, PIN)

    def facts(self) -> int:
        return log.count(self.office.reading)

    def ask(
        self,
        op: str = WANTS_TWO,
        order: dict[str, Any] | None = None,
        *,
        by: str | None = "ketua",
        key: str | None = None,
        pin: str = PIN,
        reason: str = "sudah diputuskan",
    ) -> str:
        """What the office says: "done", "again", or the refusal's code, which leaves no fact."""
        before = self.facts()
        approval = None if by is None else Approval(by, reason, pin, PASSWORD)
        try:
            answer = self.office.perform(
                op, DEMOTION if order is None else order, key=key, approval=approval
            )
        except KopdesError as error:
            assert self.facts() == before
            return error.code
        assert self.facts() > before or answer.again
        return "again" if answer.again else "done"

    def do(self, op: str, order: dict[str, Any], by: str | None = None) -> Any:
        approval = Approval(by, "perlu", PIN, PASSWORD) if by else None
        return self.office.perform(op, order, approval=approval)

    def user(self, name: str, role: str, person: int | str) -> int:
        """One more account, with the PIN that everybody has here; its key."""
        self.session.staff.secrets = FoundingSecrets({name: PASSWORD})
        order = {"name": name, "person": person, "role": role}
        key: int = self.do("security.add_user", order, by="ketua").id
        books.pins(self.session)
        return key

    def key_of(self, name: str) -> int:
        return queries.require_user(self.office.reading, name).key

    def member(self, number: str) -> int:
        from kopdes_desktop.members.queries import require_member

        return require_member(self.office.reading, number).key


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    made = Desk(folder)
    yield made
    made.session.close()


Before = Callable[[Desk], object]


# --- who approves -------------------------------------------------------------------------------


def a_second_account(desk: Desk) -> None:
    desk.user("bendahara2", "chair", desk.key_of("bendahara"))


def two_accounts_of_one_member(desk: Desk) -> None:
    """Her account and one of the chair's rank, both under the same member's key."""
    person = desk.member(MEMBERS[0])
    desk.user("ibu", "treasurer", person)
    desk.user("ibu2", "chair", person)
    desk.seated("ibu")


def an_account_on_an_account(desk: Desk) -> None:
    """The second account names the first account instead of the person behind it."""
    first = desk.user("ibu", "treasurer", desk.member(MEMBERS[0]))
    desk.user("ibu2", "chair", first)
    desk.seated("ibu")


def another_treasurer(desk: Desk) -> None:
    desk.user("bendahara2", "treasurer", "Bendahara Kedua")


def nothing(_desk: Desk) -> None:
    """As the books are."""


WHO = {
    "herself": (nothing, "bendahara", "SelfApproval"),
    "her second account": (a_second_account, "bendahara2", "SelfApproval"),
    "her second account under the same member": (
        two_accounts_of_one_member,
        "ibu2",
        "SelfApproval",
    ),
    "her second account under the first one": (an_account_on_an_account, "ibu2", "SelfApproval"),
    "a clerk": (nothing, "kasir", "NotPermitted"),
    "the supervisor": (nothing, "pengawas", "NotPermitted"),
    "the assistant": (nothing, "pendamping", "NotPermitted"),
    "the technician": (nothing, "admin", "NotPermitted"),
    "one who needs a second person himself": (another_treasurer, "bendahara2", "NotPermitted"),
    "a name nobody has": (nothing, "siapa", "SignInRefused"),
    "no name": (nothing, "", "SignInRefused"),
    "a name in other letters": (nothing, "Ketua", "SignInRefused"),
    "nobody": (nothing, None, "NeedsApproval"),
    "the chair": (nothing, "ketua", "done"),
}


@pytest.mark.parametrize("who", WHO)
def test_only_another_person_with_the_right_approves(desk: Desk, who: str) -> None:
    before, by, met = WHO[who]
    before(desk)

    assert desk.ask(by=by) == met


# --- how he proves himself ----------------------------------------------------------------------


def wrong_pins(count: int) -> Before:
    def guess(desk: Desk) -> None:
        for n in range(count):
            assert desk.ask(pin=f"00000{n}") == "SignInRefused"

    return guess


def hours(count: float) -> Before:
    def wait(desk: Desk) -> None:
        desk.machine.up += count * 3600

    return wait


def a_wall_clock_set_back(desk: Desk) -> None:
    """The laptop's date is put back by a day, thirteen hours after the password."""
    hours(13)(desk)
    desk.machine.wall -= timedelta(days=1)


def a_wall_clock_set_forward(desk: Desk) -> None:
    desk.machine.wall += timedelta(days=2)


def five_wrong_and_a_restart(desk: Desk) -> None:
    wrong_pins(5)(desk)
    desk.enter("bendahara")


def five_wrong_and_his_password(desk: Desk) -> None:
    """He signs in with his password: that proves him, and his PIN counts anew."""
    wrong_pins(5)(desk)
    desk.enter("ketua")
    desk.enter("bendahara")


def a_day_and_her_password(desk: Desk) -> None:
    hours(24)(desk)
    desk.enter("bendahara")


HOW = {
    "a wrong PIN": (nothing, "654321", "SignInRefused"),
    "no PIN": (nothing, "", "SignInRefused"),
    "half a PIN": (nothing, PIN[:3], "SignInRefused"),
    "a PIN and more": (nothing, PIN + "0", "SignInRefused"),
    "a PIN with a space": (nothing, f" {PIN}", "SignInRefused"),
    "his password for a PIN": (nothing, PASSWORD, "SignInRefused"),
    "a PIN thirteen hours after the password": (hours(13), PIN, "SignInRefused"),
    "a PIN after a day by a clock put back": (a_wall_clock_set_back, PIN, "SignInRefused"),
    "a PIN that was wrong five times": (wrong_pins(5), PIN, "SignInRefused"),
    "and the program started anew": (five_wrong_and_a_restart, PIN, "SignInRefused"),
    "a PIN that was wrong four times": (wrong_pins(4), PIN, "done"),
    "a PIN that his password freed": (five_wrong_and_his_password, PIN, "done"),
    "a PIN after eleven hours": (hours(11), PIN, "done"),
    "a PIN by a clock put forward": (a_wall_clock_set_forward, PIN, "done"),
    "a PIN after a new password": (a_day_and_her_password, PIN, "done"),
}


@pytest.mark.parametrize("how", HOW)
def test_the_second_person_proves_himself_each_time(desk: Desk, how: str) -> None:
    before, pin, met = HOW[how]
    before(desk)

    assert desk.ask(pin=pin) == met


def test_four_wrong_pins_are_forgotten_by_a_right_one(desk: Desk) -> None:
    wrong_pins(4)(desk)
    assert desk.ask() == "done"

    wrong_pins(4)(desk)

    assert desk.ask(order={"user": "kasir", "role": "cashier"}) == "done"


# --- what changed in between --------------------------------------------------------------------


def approver_removed(desk: Desk) -> None:
    desk.user("ketua2", "chair", "Ketua Kedua")
    desk.do("security.remove_user", {"user": "ketua", "reason": "selesai"}, by="ketua2")


def approver_demoted(desk: Desk) -> None:
    desk.user("ketua2", "chair", "Ketua Kedua")
    desk.do(WANTS_TWO, {"user": "ketua", "role": "supervisor"}, by="ketua2")


def maker_removed(desk: Desk) -> None:
    hers = desk.office.signed_in
    desk.seated("ketua")
    desk.do("security.remove_user", {"user": "bendahara", "reason": "pindah"})
    desk.office.actor = hers


def maker_demoted(desk: Desk) -> None:
    hers = desk.office.signed_in
    desk.seated("ketua")
    desk.do(WANTS_TWO, {"user": "bendahara", "role": "supervisor"})
    desk.office.actor = hers


def promoted_in_between(desk: Desk) -> None:
    desk.do(WANTS_TWO, {"user": "pengawas", "role": "chair"}, by="ketua")


BETWEEN = {
    "the approver was removed": (approver_removed, "ketua", "SignInRefused"),
    "the approver lost his role": (approver_demoted, "ketua", "NotPermitted"),
    "the maker was removed": (maker_removed, "ketua", "NotPermitted"),
    "the maker lost her role": (maker_demoted, "ketua", "NotPermitted"),
    "somebody became chair": (promoted_in_between, "pengawas", "done"),
}


@pytest.mark.parametrize("what", BETWEEN)
def test_rights_are_those_of_this_moment(desk: Desk, what: str) -> None:
    before, by, met = BETWEEN[what]
    before(desk)

    assert desk.ask(by=by) == met


# --- the same request again ---------------------------------------------------------------------


def again_the_same(desk: Desk) -> str:
    return desk.ask(key="k")


def again_with_another_order(desk: Desk) -> str:
    return desk.ask(order={"user": "kasir", "role": "treasurer"}, key="k")


def again_as_another_operation(desk: Desk) -> str:
    return desk.ask("security.remove_user", {"user": "kasir", "reason": "x"}, key="k")


def again_without_the_second_person(desk: Desk) -> str:
    return desk.ask(by=None, key="k")


def again_with_a_wrong_pin(desk: Desk) -> str:
    return desk.ask(key="k", pin="000000")


def again_with_another_reason(desk: Desk) -> str:
    return desk.ask(key="k", reason="alasan lain")


def again_after_the_role_was_lost(desk: Desk) -> str:
    maker_demoted(desk)
    return desk.ask(key="k")


def again_by_somebody_without_the_right(desk: Desk) -> str:
    desk.seated("kasir")
    return desk.ask(key="k")


def again_at_a_new_start(desk: Desk) -> str:
    desk.enter("bendahara")
    return desk.ask(key="k")


def a_new_key(desk: Desk) -> str:
    return desk.ask(order={"user": "kasir", "role": "cashier"}, key="k2")


AGAIN = [
    (again_the_same, "again"),
    (again_with_another_order, "KeyReused"),
    (again_as_another_operation, "KeyReused"),
    (again_without_the_second_person, "NeedsApproval"),
    (again_with_a_wrong_pin, "SignInRefused"),
    (again_with_another_reason, "again"),
    (again_after_the_role_was_lost, "NotPermitted"),
    (again_by_somebody_without_the_right, "NotPermitted"),
    (again_at_a_new_start, "again"),
    (a_new_key, "done"),
]


@pytest.mark.parametrize(("how", "met"), AGAIN)
def test_a_request_that_comes_again_is_not_another_approval(
    desk: Desk, how: Callable[[Desk], str], met: str
) -> None:
    assert desk.ask(key="k") == "done"

    assert how(desk) == met


# --- where no second person is needed -----------------------------------------------------------

SAVE = {"member": MEMBERS[1], "lines": [{"product": "voluntary", "amount": 10_000}]}
NOT_NEEDED = {
    "herself": ("bendahara", PIN, "SelfApproval"),
    "one without the right": ("pengawas", PIN, "NotPermitted"),
    "a name nobody has": ("siapa", PIN, "SignInRefused"),
    "a wrong PIN": ("ketua", "000000", "NotPermitted"),
    "a clerk's wrong PIN": ("kasir", "000000", "SignInRefused"),
    "a clerk": ("kasir", PIN, "done"),
}


@pytest.mark.parametrize("who", NOT_NEEDED)
def test_a_second_person_where_none_is_needed_is_no_less_looked_at(desk: Desk, who: str) -> None:
    by, pin, met = NOT_NEEDED[who]

    assert desk.ask("savings.deposit", SAVE, by=by, pin=pin) == met


def test_who_approved_and_why_stands_in_the_fact(desk: Desk) -> None:
    answer = desk.do("savings.deposit", SAVE, by="kasir")

    assert answer.fact["appr"] == {
        "user": desk.key_of("kasir"),
        "role": "cashier",
        "reason": "perlu",
    }
    assert PIN not in str(answer.fact)


# --- the tester tested --------------------------------------------------------------------------


def test_a_door_that_believes_everybody_would_be_noticed(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def believe(_office: Office, *_asked: object) -> Actor | None:
        return None

    monkeypatch.setattr(Office, "_approver", believe)
    met: dict[str, str] = {}
    for n, (name, (before, by, _met)) in enumerate(WHO.items()):
        desk = Desk(books.copied(folder, place / str(n)))
        before(desk)
        met[name] = desk.ask(by=by)
        desk.session.close()

    assert set(met.values()) == {"done"}
