"""A day at the outlet as files of orders, with our own sums kept by hand beside them.

Three shifts at one drawer: a hundred sales each, returns, a void, bons and their payment, money in
and out; between them the treasurer buys, sends goods from the store to the shop, and counts.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kopdes_desktop.app.wares import Ware, wares
from tests.builders import nik

Order = dict[str, Any]
SHOP, STORE, DRAWER, FLOAT = "GERAI", "GUDANG", "LACI-G1", 300_000
SALES, SHIFTS, MEMBERS = 300, 3, 12
#: What is sold: goods by the piece and by weight, LPG by NIK; no lots, no lists by name.
GOODS = tuple(
    each
    for each in wares()
    if not each.expires and each.program in {None, "LPG3"} and each.lini != "agen"
)
_SHORT, BAGS, CYLINDERS = 2_000, 15_000, 8
#: Buyers of cylinders who are no members, as the village's NIKs are counted.
OTHERS = range(40, 50)
_AGREED = {"by": "ketua", "reason": "keputusan pengurus"}
NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)


@dataclass
class Script:
    """The orders of a day, and what must have come of them."""

    dice: Random = field(default_factory=lambda: Random(300))  # noqa: S311  play, not secrets
    drawer: int = FLOAT
    held: Counter[str] = field(default_factory=Counter)
    sales: int = 0
    missing: int = 0
    revenue: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)
    bons: Counter[str] = field(default_factory=Counter)
    cylinders: Counter[int] = field(default_factory=Counter)
    qris: int = 0
    last: tuple[Order, list[int], Order] = ({}, [], {})

    def opening(self) -> list[Order]:
        """The treasurer sets the shop up: goods, a purchase in cash and one on bill."""
        made = [
            _said("inventory.add_place", code=SHOP, name="Toko", unit="G1", kind="outlet"),
            _said("inventory.add_place", code=STORE, name="Gudang", unit="G1", kind="warehouse"),
            {**_said("settings.change", fields={"till.bon_limit": 5_000_000}), "approval": _AGREED},
            _said("goods.add_category", code="UMUM", name="Umum"),
            _said(
                "subsidy.set_program",
                code="LPG3",
                name="LPG 3 kg",
                unit="tabung",
                per="person",
                limit=str(CYLINDERS),
            ),
            *(_said("goods.add_item", **{**each.order(), "category": "UMUM"}) for each in GOODS),
            *(_said("subsidy.add_buyer", nik=nik(n), name=f"Pembeli Nomor {n}") for n in OTHERS),
            _said("purchasing.add_supplier", code="GROSIR", name="Grosir Jaya", days=14),
        ]
        half = len(GOODS) // 2
        made.append(self.bought(GOODS[:half], 80, SHOP, paid_from="BRI"))
        made.append(self.bought(GOODS[half:], 80, SHOP, supplier="GROSIR", days=14))
        made.append(self.bought(GOODS[:3], 20, STORE, paid_from="BRI"))
        return made

    def bought(self, goods: tuple[Ware, ...], count: int, place: str, **how: Any) -> Order:
        lines = [{"item": x.code, "quantity": str(count), "price": x.cost} for x in goods]
        if place == SHOP:
            self.held.update({each.code: count * 1_000 for each in goods})
        return _said("purchasing.receive", place=place, lines=lines, **how)

    # -- the clerk

    def shift(self, number: int) -> list[Order]:
        """One shift: opened, a hundred sales with what goes wrong among them, closed."""
        made = [_said("till.open_shift", box=DRAWER, place=SHOP, float=self.drawer)]
        for n in range(1, SALES // SHIFTS):
            made.append(self.sale())
            if n % 30 == 0:
                made.append(self.brought_back())
        made += [*self.voided(), *self.bons_paid(), self.bags_bought()]
        short = _SHORT if number == 1 else 0
        self.drawer -= short
        self.missing += short
        closing: Order = {"box": DRAWER, **_found(self.drawer)}
        if short:
            closing["reason"] = "Uang kembalian kurang teliti"
        return [*made, _said("till.close_shift", **closing)]

    def sale(self) -> Order:
        member = self.dice.randrange(1, MEMBERS + 1) if self.dice.random() < 0.6 else 0
        lines, amounts = [], []
        for ware in self.dice.sample(GOODS, self.dice.randint(1, 5)):
            line, amount = self.line(ware, member)
            if line:
                lines.append(line)
                amounts.append(amount)
        if not lines:
            line, amount = self.line(GOODS[0], member)
            lines, amounts = [line], [amount]
        self.sales += 1
        self.revenue["member" if member else "other"] += sum(amounts)
        order: Order = {"lines": lines, **({"member": f"{member:04d}"} if member else {})}
        tendered = self.tendered(member, sum(amounts))
        self.last = (order, amounts, tendered)
        return _said("sales.sell", **order, **tendered)

    def line(self, ware: Ware, member: int) -> tuple[Order, int]:
        """A line and its amount; nothing where the buyer has had his cylinders."""
        much = self.dice.choice((250, 500, 1_500) if ware.weighed else (1_000, 1_000, 2_000))
        line: Order = {"item": self.dice.choice((ware.code, ware.barcode))}
        if ware.program:
            who, much = member or self.dice.choice(OTHERS), 1_000
            if self.cylinders[who] == CYLINDERS:
                return {}, 0
            self.cylinders[who] += 1
            line["buyer"] = nik(who)
        self.held[ware.code] -= much
        price = ware.member if member and ware.member is not None else ware.price
        return {**line, "quantity": _decimal(much)}, (price * much + 500) // 1_000

    def tendered(self, member: int, whole: int) -> Order:
        throw = self.dice.random()
        reference = f"{self.sales:06d}"
        if throw < 0.15:
            self.qris += whole
            return {"tenders": [{"kind": "qris", "ref": reference}]}
        if throw < 0.25 and member:
            self.bons[f"{member:04d}"] += whole
            return {"tenders": [{"kind": "bon"}]}
        if throw < 0.35 and whole > 10_000:
            self.drawer += 10_000
            self.qris += whole - 10_000
            rest = {"kind": "qris", "ref": reference}
            return {"tenders": [{"kind": "cash", "amount": 10_000}, rest]}
        self.drawer += whole
        return {"given": -(-whole // 50_000) * 50_000} if throw < 0.7 else {}

    def brought_back(self) -> Order:
        """The whole first line of the last sale, sound; off its bon, or in cash."""
        order, amounts, tendered = self.last
        code = order["lines"][0]["item"]
        ware = next(each for each in GOODS if code in {each.code, each.barcode})
        much = _thousandths(order["lines"][0]["quantity"])
        self.held[ware.code] += much
        if ware.program:
            who = next(n for n in range(1, 60) if nik(n) == order["lines"][0]["buyer"])
            self.cylinders[who] -= 1
        self.returned["member" if "member" in order else "other"] += amounts[0]
        if tendered.get("tenders", [{}])[0].get("kind") == "bon":
            self.bons[order["member"]] -= amounts[0]
        else:
            self.drawer -= amounts[0]
        number = f"STR-KR-2026-{self.sales:06d}"
        back = _said("sales.bring_back", sale=number, lines=[{"line": 0}], reason="salah beli")
        return {**back, "approval": {"by": "ketua", "reason": "barangnya masih utuh"}}

    def voided(self) -> list[Order]:
        """A sale to nobody in cash, taken back at once with a second person."""
        self.sales += 1
        reverse = _said(
            "accounting.reverse", entry=f"STR-KR-2026-{self.sales:06d}", reason="salah ketik"
        )
        reverse["approval"] = {"by": "ketua", "reason": "barang dan uangnya sudah kembali"}
        return [_said("sales.sell", lines=[{"item": GOODS[1].code}]), reverse]

    def bons_paid(self) -> list[Order]:
        """Two who owe pay half of it."""
        owing = sorted(member for member, amount in self.bons.items() if amount > 1_000)[:2]
        made = []
        for member in owing:
            amount = self.bons[member] // 2
            self.bons[member] -= amount
            self.drawer += amount
            made.append(_said("sales.pay_bon", member=member, amount=amount))
        return made

    def bags_bought(self) -> Order:
        self.drawer -= BAGS
        return _said("till.cash_out", reason="packaging", amount=BAGS, box=DRAWER)

    # -- the treasurer between shifts

    def carried_over(self) -> list[Order]:
        """What the store has goes into the shop; the bank has what the QR code took."""
        lines = [{"item": each.code, "quantity": "20"} for each in GOODS[:3]]
        self.held.update({each.code: 20_000 for each in GOODS[:3]})
        settled, self.qris = self.qris, 0
        fee = settled // 1_000
        return [
            _said("inventory.send", **{"from": STORE, "to": SHOP}, lines=lines),
            _said("inventory.arrive", transfer="SJ-KR-2026-000001"),
            self.bought_more(),
            _said("sales.settle_qris", amount=settled, fee=fee, box="BRI"),
            _said("purchasing.pay", supplier="GROSIR", amount=500_000, **{"from": "BRI"}),
        ]

    def bought_more(self) -> Order:
        lines = [{"item": x.code, "quantity": "10", "price": x.cost - 50} for x in GOODS[5:15]]
        self.held.update({each.code: 10_000 for each in GOODS[5:15]})
        return _said("purchasing.receive", place=SHOP, lines=lines, paid_from="BRI", freight=12_000)

    def counted(self) -> list[Order]:
        """The whole shop is counted; two pieces are not found, and a little of what is weighed."""
        short = {GOODS[1].code: 1_000, GOODS[7].code: 1_000, GOODS[0].code: 250}
        self.held.subtract(short)
        lines = [{"item": code, "quantity": _decimal(much)} for code, much in self.held.items()]
        number = "OPN-KR-2026-000001"
        return [
            _said("inventory.begin_count", place=SHOP),
            _said("inventory.add_count", count=number, lines=lines),
            _said("inventory.close_count", count=number, uncounted="keep"),
        ]


def _said(op: str, **order: Any) -> Order:
    return {"op": op, "order": order}


def _decimal(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _thousandths(text: str) -> int:
    whole, _dot, rest = text.partition(".")
    return int(whole) * 1_000 + int(f"{rest:0<3}")


def _found(amount: int) -> Order:
    """What lies in the drawer, note by note; as one amount where coins do not make it up."""
    notes, left = [], amount
    for note in NOTES:
        count, left = divmod(left, note)
        if count:
            notes.append({"note": note, "count": count})
    return {"cash": amount} if left else {"counted": notes}


def lines_of(orders: list[Order]) -> bytes:
    """As a file for `perform`."""
    return b"\n".join(json.dumps(each).encode() for each in orders)
