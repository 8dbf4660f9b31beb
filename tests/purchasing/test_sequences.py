"""Whatever is bought, corrected, paid, sent back and reversed, and in whatever order, it ties."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.purchasing import queries
from tests import builders
from tests.purchasing.conftest import PLACE

STEPS = 40
#: At least so many of them are to be done: a sequence of refusals proves nothing.
DONE = 15


class Trader:
    """Throws dice for what to do next; remembers what could be reversed."""

    def __init__(self, shop: Session, seed: int) -> None:
        self.office = shop.office
        self.dice = Random(seed)  # noqa: S311  to be had again, not a secret
        self.written: list[int] = []
        self.done = 0

    def go(self) -> None:
        deeds = (self.buy, self.buy, self.pay, self.sell, self.back, self.bill, self.freight)
        deed: Callable[[], tuple[str, dict[str, Any]] | None] = self.dice.choice(
            (*deeds, self.reverse)
        )
        asked = deed()
        if asked is None:
            return
        try:
            answer = self.office.perform(*asked)
        except Refusal:
            return
        self.done += 1
        if asked[0].startswith("purchasing."):
            self.written.append(answer.id)

    def some(self) -> queries.Purchase | None:
        found = queries.latest(self.office.reading)
        return self.dice.choice(found) if found else None

    def buy(self) -> tuple[str, dict[str, Any]]:
        codes = self.dice.sample(["BERAS", "MINYAK", "LPG3"], self.dice.randint(1, 3))
        lines = [
            {
                "item": code,
                "quantity": str(self.dice.randint(1, 40)),
                "amount": self.dice.randint(1, 300_000),
            }
            for code in codes
        ]
        order: dict[str, Any] = {"lines": lines, "paid_from": "KAS"}
        if self.dice.random() < 0.7:
            order |= {"supplier": "BULOG", "paid": self.dice.choice((0, 0, 10_000))}
        if self.dice.random() < 0.4:
            order |= {"freight": self.dice.randint(1, 9_999), "off": self.dice.randint(0, 999)}
        return "purchasing.receive", order

    def pay(self) -> tuple[str, dict[str, Any]]:
        order = {"supplier": "BULOG", "amount": self.dice.randint(1, 200_000), "from": "BRI"}
        return "purchasing.pay", {**order, "off": self.dice.choice((0, 77, 1_999))}

    def sell(self) -> tuple[str, dict[str, Any]]:
        """Out of the shop, as damaged goods."""
        code = self.dice.choice(["BERAS", "MINYAK", "LPG3"])
        lines = [{"item": code, "quantity": str(self.dice.randint(1, 30))}]
        return "inventory.write_off", {"place": PLACE, "reason": "damaged", "lines": lines}

    def back(self) -> tuple[str, dict[str, Any]] | None:
        found = self.some()
        if found is None:
            return None
        lines = [{"line": 1, "quantity": str(self.dice.randint(1, 10))}]
        order = {"purchase": found.key, "lines": lines, "reason": "cacat"}
        return "purchasing.send_back", order | self.dice.choice(({}, {"to": "KAS"}))

    def bill(self) -> tuple[str, dict[str, Any]] | None:
        found = self.some()
        if found is None:
            return None
        lines = [{"line": 1, "amount": self.dice.randint(0, 300_000)}]
        order = {"purchase": found.key, "lines": lines}
        return "purchasing.bill", order | self.dice.choice(({}, {"cash": "KAS"}))

    def freight(self) -> tuple[str, dict[str, Any]] | None:
        found = self.some()
        if found is None:
            return None
        order = {"purchase": found.key, "amount": self.dice.randint(1, 9_999), "from": "KAS"}
        return "purchasing.freight", order

    def reverse(self) -> tuple[str, dict[str, Any]] | None:
        if not self.written:
            return None
        entry = self.dice.choice(self.written)
        return "accounting.reverse", {"entry": entry, "reason": "salah"}


@pytest.mark.parametrize("seed", range(4))
def test_shelves_bills_and_ledger_tie_after_any_sequence(shop: Session, seed: int) -> None:
    trader = Trader(shop, seed)

    for _step in range(STEPS):
        trader.go()

    assert trader.done >= DONE
    assert builders.findings(shop.office) == {}
    for bill in queries.open_bills(shop.office.reading):
        assert 0 < int(bill.left) <= int(bill.amount)
    builders.require_rebuilt(shop.office)
