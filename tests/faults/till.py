"""A day at the outlet's till, told to whoever counts: carts as they are kept, sales, shifts.

Like the counter's day it is the same again for the same seed, and what was begun and not answered
is asked again under its own key. A cart is kept line by line, and goes with its sale.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kopdes_desktop.app.books import Session
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.transaction import Answer, Request
from kopdes_desktop.sales import drafts
from kopdes_desktop.tills import queries as shifts
from tests.builders import approval
from tests.faults import books
from tests.faults.books import MEMBERS
from tests.faults.counter import Counter, Wanted, told

SHOP, DRAWER, ITEMS, FLOAT = "GERAI", "LACI-G1", 20, 200_000
_PRICE, _COST, _PIECES = 5_000, 4_000, 100_000


def make(template: Path, folder: Path) -> Path:
    """The faults' books with a shop: goods on a shelf, change in the drawer, bons allowed."""
    books.copied(template, folder)
    with books.unlocked(folder) as session:
        perform = session.office.perform
        perform("inventory.add_place", {"code": SHOP, "name": "Toko", "unit": "G1"})
        for n in range(ITEMS):
            perform(
                "goods.add_item",
                {"code": code(n), "name": f"Barang {n}", "unit": "pcs", "price": _PRICE + 250 * n},
            )
        lines = [
            {"item": code(n), "quantity": str(_PIECES), "cost": str(_COST)} for n in range(ITEMS)
        ]
        perform("inventory.open_stock", {"place": SHOP, "lines": lines})
        money = [
            {"account": "1-1101", "amount": FLOAT, "unit": "KTR"},
            {"account": "3-1201", "amount": -FLOAT, "unit": "KTR"},
        ]
        opening = {"day": books.DAY.isoformat(), "lines": money}
        perform("accounting.open_balances", opening, approval=approval())
        perform("accounting.move_cash", {"from": "KAS", "to": DRAWER, "amount": FLOAT})
        perform("settings.change", {"fields": {"till.bon_limit": 100_000_000}}, approval=approval())
    return folder


def code(n: int) -> str:
    return f"B{n:03d}"


class Till(Counter):
    """A clerk who rings up, sells, takes back, voids, and changes shifts."""

    sold: list[str]

    def __init__(self, session: Session, *words: Any, **how: Any) -> None:
        super().__init__(session, *words, **how)
        self.sold = []

    def work(self) -> Iterator[Answer]:
        """One answered order after another, for ever."""
        while True:
            if not shifts.open_shifts(self.session.office.reading):
                yield self.ask(
                    self.wanted("till.open_shift", box=DRAWER, place=SHOP, float=self._drawer())
                )
                self.sold.clear()
            throw = self.chance.random()
            if throw < 0.05:
                yield self.ask(self.wanted("till.close_shift", box=DRAWER, cash=self._drawer()))
            elif throw < 0.15 and self.sold:
                number = self.sold.pop(self.chance.randrange(len(self.sold)))
                back = {"sale": number, "lines": [{"line": 0}], "box": DRAWER}
                yield self.ask(self.wanted("sales.bring_back", **back))
            elif throw < 0.22 and self.sold:
                number = self.sold.pop(self.chance.randrange(len(self.sold)))
                yield self.ask(self.wanted("accounting.reverse", entry=number, reason="keliru"))
            else:
                answer = self.ask(self.wanted("sales.sell", **self.rung_up()))
                self.sold.append(answer.number or "")
                yield answer
            if self.count % 15 == 0:
                self.session.office.database.checkpoint()

    def ask(self, wanted: Wanted) -> Answer:
        """As at the counter; the cart in hand goes in the transaction of its sale."""
        if wanted.op != "sales.sell":
            return super().ask(wanted)
        office = self.session.office
        user = office.signed_in.user
        self.tell({"begun": wanted.key, "op": wanted.op, "order": wanted.order})
        [answer] = office.perform_all(
            [Request(wanted.op, wanted.order, wanted.key)],
            beside=lambda kept, _answers: drafts.keep_open(kept, user, None),
        )
        self.tell(told(wanted.key, answer) | {"cart": ""})
        return answer

    def rung_up(self) -> dict[str, Any]:
        """Up to five things, kept while they are scanned; how they are paid."""
        lines: list[dict[str, str]] = []
        for n in self.chance.sample(range(ITEMS), self.chance.randint(1, 5)):
            lines.append({"item": code(n), "quantity": str(self.chance.randint(1, 3))})
            if len(lines) % 2:
                self._keep(json.dumps(lines))
        order: dict[str, Any] = {"lines": lines, "box": DRAWER}
        throw = self.chance.random()
        if throw < 0.3:
            order["member"] = self.chance.choice(MEMBERS)
        if throw < 0.1:
            order["tenders"] = [{"kind": "bon"}]
        elif throw > 0.9:
            order["tenders"] = [{"kind": "qris", "ref": f"{self.name}-{self.count}"}]
        return order

    def _keep(self, body: str) -> None:
        """The cart as it is now, in a transaction of its own."""
        office = self.session.office
        user = office.signed_in.user

        def keep(kept: Books) -> None:
            drafts.keep_open(kept, user, drafts.Draft(drafts.OPEN, "", "", body))

        self.tell({"keeping": body})
        office.note(keep)
        self.tell({"kept": body})

    def _drawer(self) -> int:
        return int(chart.box_balances(self.session.office.reading).get(DRAWER, 0))
