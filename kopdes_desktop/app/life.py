"""A practice cooperative while it lives: who sits at the laptop, who is a member, what is done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from kopdes_desktop.app import founding
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.actor import Actor, Approval
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import people, queries
from kopdes_desktop.security.passwords import Cost, seal_pin

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from kopdes_desktop.app.books import Session
    from kopdes_desktop.app.clock import SetClock
    from kopdes_desktop.app.villagers import Villager
    from kopdes_desktop.office.books import Books, Reading
    from kopdes_desktop.office.transaction import Answer

#: Nobody here pays when this many months are paid ahead.
_NEAR = 5
TREASURER, CASHIER, CHAIR = "bendahara", "kasir", "ketua"
#: What a guess at a PIN costs while the cooperative lives; in the end they are as dear as ever.
_QUICK = Cost(memory=8, passes=1, lanes=1)


class Person(Struct, frozen=True):
    """A member: number, key, and who he is."""

    number: str
    key: int
    villager: Villager


class Applicant(Struct, frozen=True):
    """Somebody whom the board has yet to decide on, and how it will."""

    key: int
    villager: Villager
    prepaid: bool
    approved: bool = True
    pay_back: bool = True


class Lived(Struct):
    """What there is to print: the last day's receipts, and everything else in order.

    Receipts, withdrawals and collected sheets by key, issued sheets by number, settlements by the
    number of the member who left.
    """

    receipts: list[int] = field(default_factory=list)
    withdrawals: list[int] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    collected: list[int] = field(default_factory=list)
    settlements: list[str] = field(default_factory=list)


class Life(Struct):
    """A cooperative on one of its days."""

    session: Session
    clock: SetClock
    dice: random.Random
    villagers: Iterator[Villager]
    whole: int
    today: date
    members: list[Person] = field(default_factory=list)
    waiting: list[Applicant] = field(default_factory=list)
    admitted: int = 0
    meetings: int = 0
    groups: set[str] = field(default_factory=set)
    sheets: list[Answer] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    known: dict[str, Any] = field(default_factory=dict)
    #: The day on which the outlet opens, none in a life too short for one; and the last of all.
    opens: date | None = None
    ends: date | None = None
    lived: Lived = field(default_factory=Lived)
    proven: dict[str, Actor] = field(default_factory=dict)
    #: Officers who are members too, by sign-in name.
    officers: dict[str, Person] = field(default_factory=dict)

    @property
    def read(self) -> Reading:
        """The books as they are."""
        return self.session.office.reading

    def do(self, op: str, order: dict[str, Any], *, by: str | None = None, why: str = "") -> Answer:
        """One order, a minute or two after the last; `by` steps up and approves."""
        self.clock.pass_by(self.dice.randrange(40, 150))
        approval = None
        if by is not None:
            approval = Approval(by, why, founding.PRACTICE_PIN, founding.PRACTICE_PASSWORD)
        return self.session.office.perform(op, order, approval=approval)

    def take_over(self, login: str) -> None:
        """Another person sits down at the laptop; he proves himself the first time."""
        office = self.session.office
        self.proven.setdefault(office.signed_in.name, office.signed_in)
        if login in self.proven:
            office.actor = self.proven[login]
        else:
            self.session.switch(login, founding.PRACTICE_PIN)

    # -- who

    @property
    def strangers(self) -> list[Person]:
        """Members under no officer's roof: with these nobody's own money is in question."""
        homes = {each.villager.kk for each in self.officers.values()}
        return [each for each in self.members if each.villager.kk not in homes]

    def somebody(self, *but: str) -> Person | None:
        """A member to whom nothing has happened yet; from now on he has a part under no name."""
        taken = {each.number for each in self.known.values() if isinstance(each, Person)}
        free = [each for each in self.strangers if each.number not in taken.union(but)]
        return self.dice.choice(free) if free else None

    def cast(self, part: str) -> Person | None:
        """Who plays a part of the year's story: drawn when he is first needed."""
        if part not in self.known:
            found = self.somebody()
            if found is None:
                return None
            self.known[part] = found
        person: Person = self.known[part]
        return person if person in self.members else None

    def household(self, person: Person) -> list[Person]:
        """He and the members under his roof."""
        return [each for each in self.members if each.villager.kk == person.villager.kk]

    # -- money

    def in_box(self, code: str) -> int:
        """What lies in a box."""
        return int(chart.box_balances(self.read).get(code, 0))

    def require_cash(self, amount: int, box: str = "KAS") -> None:
        """Fetch from the bank what the safe lacks."""
        lacking = amount - self.in_box(box)
        if lacking > 0:
            self.do("accounting.move_cash", {"from": "BRI", "to": box, "amount": lacking})

    def saved(self, person: Person) -> int:
        """His voluntary savings."""
        return int(savings.balance(self.read, person.key, "voluntary"))

    def dues(self, person: Person) -> savings.DuesState:
        """Where he stands with his dues."""
        return savings.dues(self.read, person.number, self.today)

    def is_near(self, person: Person) -> bool:
        """Whether the next month he owes is not far ahead: others go home with their money."""
        following = self.dues(person).next_month
        return following is not None and following <= Month.of(self.today).plus(_NEAR)


def quicken_pins(session: Session) -> dict[int, bytes]:
    """Let PINs be checked quickly; the sealed ones as they were, to be put back."""
    office = session.office
    kept: dict[int, bytes] = {}
    for user in queries.users(office.reading):
        known = queries.pin_of(office.reading, user.key)
        if known is not None:
            kept[user.key] = known[0]
    sealed = seal_pin(founding.PRACTICE_PIN, office.entropy, _QUICK)
    put_pins(session, dict.fromkeys(kept, sealed))
    return kept


def put_pins(session: Session, sealed: dict[int, bytes]) -> None:
    """These sealed PINs by user."""

    def put(books: Books) -> None:
        for user, pin in sealed.items():
            people.set_pin(books, user, pin)

    session.office.note(put)
