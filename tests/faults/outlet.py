"""An outlet's laptop whose own deposits change place each time it takes the treasurer's facts.

Each time, the whole log is replayed into a new file, and that file put in the old one's place: the
one moment in which the live books are exchanged (FACTS §1).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kopdes_desktop.app import joining
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.ids import SHIFT
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.security.devices import b64, raw
from tests.faults import books
from tests.faults.books import DAY, MEMBERS, PASSWORD, PIN, dice

FACTS = 60
PARCEL = "parcel.json"


class Parcel(msgspec.Struct):
    """The treasurer's chain from its beginning, and the keys of the persons in it."""

    device: int
    envelopes: list[str]
    secrets: list[tuple[int, str, str]]


def make(template: Path, place: Path) -> Path:
    """An outlet that has taken the treasurer's first facts, and a parcel of all her later ones."""
    books.copied(template, place / "hers")
    invitation, outlet = place / "undangan.json", place / "outlet"
    with books.unlocked(place / "hers") as hers:
        approval = Approval("ketua", "gerai kedua", PIN, PASSWORD)
        joining.invite(hers, invitation, approval=approval)
        first = parcel(hers)
        for n in range(FACTS):
            books.deposit(hers, MEMBERS[n % len(MEMBERS)], 1_000 + n)
        later = parcel(hers)
    joining.join(outlet, invitation, PASSWORD)
    books.cheapen(outlet)
    with books.unlocked(outlet, "kasir", day=None) as session:
        take(session, first)
    (outlet / PARCEL).write_bytes(msgspec.json.encode(later))
    return outlet


def parcel(hers: Session) -> Parcel:
    office = hers.office
    made = joining.outgoing(office.reading, office.own.number)
    secrets = [(person, name, b64(secret)) for person, name, secret in made.secrets]
    return Parcel(office.own.number, [each.decode() for each in made.envelopes], secrets)


def take(session: Session, given: Parcel, until: int | None = None) -> None:
    secrets = [(person, name, raw(secret)) for person, name, secret in given.secrets]
    session.office.accept(given.envelopes[:until], secrets)


class Step(NamedTuple):
    """An answer: keys that must be there from now on."""

    ids: list[int]


class OutletDay:
    """Takes three of her facts, then two deposits of its own, until there are no more of hers."""

    def __init__(
        self, session: Session, tell: Callable[[dict[str, Any]], None], *, name: str, seed: object
    ) -> None:
        self.session, self.tell, self.name = session, tell, name
        self.chance, self.count = dice(seed, name), 0
        self.parcel = msgspec.json.decode((session.folder / PARCEL).read_bytes(), type=Parcel)
        session.office.named_day = DAY
        self._tell_of_exchanges()

    def _tell_of_exchanges(self) -> None:
        """Say when the file is about to be exchanged, so that it can be killed just then."""
        storage = self.session.office.storage
        exchange = storage.swap

        def told(*files: Any) -> Any:
            self.tell({"exchanging": True})
            return exchange(*files)

        storage.swap = told  # type: ignore[method-assign,assignment]

    def work(self) -> Iterator[Step]:
        while True:
            yield self.told(self._take)
            yield self.told(self._deposit)
            yield self.told(self._deposit)

    def told(self, act: Callable[[], list[int]]) -> Step:
        self.count += 1
        key = f"{self.name}-{self.count}"
        self.tell({"begun": key, "op": act.__name__, "order": {}})
        done = Step(act())
        for id_ in done.ids:
            self.tell({"done": key, "id": id_, "number": None, "again": False})
        return done

    def _take(self) -> list[int]:
        first = self.parcel.device << SHIFT
        sql = "SELECT count(*) FROM fact WHERE key BETWEEN ? AND ?"
        known = self.session.office.database.ask(sql, (first, first + (1 << SHIFT)))[0][0]
        until = min(known + 3, len(self.parcel.envelopes))
        take(self.session, self.parcel, until)
        return [first + seq for seq in range(known + 1, until + 1)]

    def _deposit(self) -> list[int]:
        amount = 500 * self.chance.randint(1, 100)
        lines = [{"product": "voluntary", "amount": amount}]
        order = {"member": self.chance.choice(MEMBERS), "lines": lines, "cash": "LACI-G1"}
        return [self.session.office.perform("savings.deposit", order).id]
