"""A day at the counter, told to whoever counts: each order before it is given, each answer after.

The orders are the same again for the same seed. What is begun and not answered can be asked again
under the same key, as other programs do (COMMANDLINE, `perform`).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.transaction import Answer
from tests.faults.books import MEMBERS, dice


class Wanted(NamedTuple):
    """An order and the caller's own key for it."""

    key: str
    op: str
    order: dict[str, Any]


Tell = Callable[[dict[str, Any]], None]


class Counter:
    """Somebody who works through orders and says so."""

    def __init__(self, session: Session, tell: Tell, *, name: str, seed: object) -> None:
        self.session, self.tell, self.name = session, tell, name
        self.chance = dice(seed, name)
        self.reversible: list[str] = []
        self.count = 0

    def work(self) -> Iterator[Answer]:
        """One answered order after another, for ever."""
        while True:
            throw = self.chance.random()
            if throw < 0.1:
                applied = self.ask(self.wanted("membership.apply", name="Warga Baru"))
                yield applied
                decision = {"application": applied.id, "decision_no": "2/2026"}
                approved = self.chance.random() < 0.7
                yield self.ask(self.wanted("membership.decide", approved=approved, **decision))
            elif throw < 0.2 and self.reversible:
                entry = self.reversible.pop(self.chance.randrange(len(self.reversible)))
                yield self.ask(self.wanted("accounting.reverse", entry=entry, reason="keliru"))
            else:
                answer = self.ask(self.wanted("savings.deposit", **self._deposit()))
                self.reversible.append(answer.number or "")
                yield answer
            if self.count % 15 == 0:
                self.session.office.database.checkpoint()

    def wanted(self, op: str, **order: object) -> Wanted:
        self.count += 1
        return Wanted(f"{self.name}-{self.count}", op, order)

    def ask(self, wanted: Wanted) -> Answer:
        """Say what is about to be asked, ask it, and say what the answer was."""
        self.tell({"begun": wanted.key, "op": wanted.op, "order": wanted.order})
        answer = self.session.office.perform(wanted.op, wanted.order, key=wanted.key)
        self.tell(told(wanted.key, answer))
        return answer

    def _deposit(self) -> dict[str, Any]:
        lines = [
            {"product": "voluntary", "amount": 500 * self.chance.randint(1, 200), "member": number}
            for number in self.chance.sample(MEMBERS, self.chance.randint(1, 3))
        ]
        return {"member": lines[0]["member"], "lines": lines}


def told(key: str, answer: Answer) -> dict[str, Any]:
    """An answer as it goes over the pipe."""
    return {"done": key, "id": answer.id, "number": answer.number, "again": answer.again}
