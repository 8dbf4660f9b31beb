"""A cooperative whose every field of text holds what somebody would like to see run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report
from tests import builders
from tests.builders import approval

#: What a text of the field can be; the rest of a person is the same for all.
FIELDS = ("birth_place", "dusun", "job", "address", "mother")


@dataclass(frozen=True)
class Hostile:
    """The books, what their people are called, and the facts that have a paper."""

    session: Session
    members: tuple[str, ...]
    papers: tuple[int, ...]
    sheet: str
    #: The numbers of documents, and an item, by the report that asks for one.
    goods: dict[str, dict[str, str]]

    def asked(self, code: str) -> Iterator[dict[str, str]]:
        """The ways to ask this report that show everybody."""
        needs = report.find(code).needs
        if "member" in needs and "account" in needs:
            yield {"account": "3-1102", "member": self.members[0]}
        elif "member" in needs:
            yield from ({"member": each} for each in self.members[-2:])
        elif "account" in needs:
            yield from ({"account": each} for each in ("3-1102", "1-1101"))
        elif code == "collection_sheet":
            yield {"sheet": self.sheet}
        elif code in self.goods:
            yield self.goods[code]
        else:
            yield {}

    def documents(self) -> Iterator[Document]:
        """Every report there is, with rows where this cooperative has any."""
        office = self.session.office
        for each in report.catalogue():
            for asked in self.asked(each.code):
                params = each.params(asked, office.today())
                try:
                    made = office.read(each.right, report.make, each.code, params)
                except Refusal:
                    if each.code != "settlement":
                        raise
                    continue
                yield made


#: The drawer opens, the paper is cut, the printer is begun anew: hidden in a text.
HIDDEN = "\x1bp\x00\x19\xfa\x1dV\x00\x1b@\x10\x14\x01\x00\x05"
#: What the office says of itself on its papers; each setting holds texts of every sort.
SAID = (
    "identity.name",
    "identity.place",
    "identity.address",
    "identity.legal_number",
    "letterhead.extra",
    "signer.chair",
    "signer.treasurer",
    "signer.supervisor",
    "slip.footer",
    "savings.voluntary_basis",
)
UNIT, BOX, PRODUCT, PAYER = "HST", "KAS-HST", "hari_raya", "HST"


def furnish(session: Session, texts: Sequence[str], hidden: str = "") -> None:
    """The cooperative's own texts: settings, and the names of a unit, a box, a product, a payer."""
    office = session.office
    every = itertools.cycle(texts)
    said = {code: f"{next(every)}{hidden}" for code in SAID}
    office.perform("settings.change", {"fields": said})
    office.perform("accounting.add_unit", {"code": UNIT, "name": next(every), "kind": "outlet"})
    box = {"code": BOX, "name": next(every), "account": "1-1101", "unit": UNIT}
    office.perform("accounting.add_box", box)
    product = {"code": PRODUCT, "name": next(every), "kind": "voluntary", "account": "2-1103"}
    office.perform("savings.add_product", product | {"unit": "KTR"})
    office.perform("savings.add_payer", {"code": PAYER, "name": next(every), "kind": "other"})


def borrow(session: Session, text: str) -> str:
    """Capital from a bank, for a purpose that somebody wrote."""
    loan = {"lender": "Bank desa", "account": "2-2101", "principal": 1_200_000, "rate": "6"}
    terms = {"months": 12, "method": "equal_principal", "first_due": "2026-03-02"}
    order = {**loan, **terms, "box": "BRI", "decision_no": "1/RA", "purpose": text[:60]}
    made = session.office.perform("borrowings.take", order, approval=approval()).number
    assert made is not None
    return made


def count(session: Session) -> str:
    """The petty cash, counted and found as the books say."""
    held = int(chart.box_balances(session.office.reading).get("KECIL", 0))
    order = {"box": "KECIL", "cash": held, "why": "daily"}
    made = session.office.perform("banking.count_cash", order).number
    assert made is not None
    return made


def keep_shop(session: Session, texts: Sequence[str]) -> dict[str, dict[str, str]]:
    """Goods, places and a supplier with such names; they come, travel, are counted and sold."""
    office = session.office
    every = itertools.cycle(texts)
    for code, kind in (("TOKO", "outlet"), ("GUDANG", "warehouse")):
        place = {"code": code, "name": f"{next(every)[:40]} {code}", "unit": "G1", "kind": kind}
        office.perform("inventory.add_place", place)
    for n, text in enumerate(texts):
        item = {"code": f"H{n}", "name": f"{text[:60]} {n}", "unit": "pcs", "price": 2_000}
        office.perform("goods.add_item", item)
    supplier = {"code": "HST", "name": next(every)[:60]}
    office.perform("purchasing.add_supplier", supplier)
    lines = [{"item": f"H{n}", "quantity": "5", "amount": 5_000} for n in range(len(texts))]
    bill = {"supplier": "HST", "place": "TOKO", "lines": lines, "days": 14, "bill_no": texts[0]}
    office.perform("purchasing.receive", bill)
    some = [{"item": f"H{n}", "quantity": "1"} for n in range(len(texts))]
    note = office.perform(
        "inventory.send", {"from": "TOKO", "to": "GUDANG", "lines": some, "note": texts[0]}
    ).number
    begun = office.perform("inventory.begin_count", {"place": "TOKO"})
    office.perform("inventory.add_count", {"count": begun.id, "lines": some})
    closed = {"count": begun.id, "uncounted": "keep", "note": texts[-1]}
    office.perform("inventory.close_count", closed, approval=approval())
    still = office.perform("inventory.begin_count", {"place": "GUDANG"}).number
    shift = office.perform("till.open_shift", {"float": 0, "box": "LACI-G1", "place": "TOKO"}).id
    office.perform("sales.sell", {"lines": some, "box": "LACI-G1"}, approval=approval())
    office.perform("till.close_shift", {"shift": shift, "cash": 2_000 * len(texts)})
    return {
        "count_record": {"document": str(begun.number)},
        "count_sheet": {"document": str(still)},
        "stock_card": {"item": "H0"},
        "transfer_note": {"document": str(note)},
    }


def live(session: Session, texts: Sequence[str], hidden: str = "") -> Hostile:
    """A member for each text, who has it in all his fields; groups, heirs and entries too."""
    office = session.office
    furnish(session, texts, hidden)
    numbers, papers = [], []
    for n, text in enumerate(texts):
        person: dict[str, Any] = {"name": text, **dict.fromkeys(FIELDS, text)}
        applied = office.perform("membership.apply", person, key=f"m{n}")
        decision = {"application": applied.id, "approved": True, "decision_no": text[:40]}
        member = office.perform("membership.decide", decision).number
        assert member is not None
        numbers.append(member)
        lines = [{"product": "principal", "amount": 100_000}, {"product": "mandatory", "months": 1}]
        lines += [{"product": "voluntary", "amount": 50_000}]
        papers.append(office.perform("savings.deposit", {"member": member, "lines": lines}).id)
    order = {"member": numbers[0], "product": "voluntary", "amount": 10_000}
    papers.append(office.perform("savings.withdraw", order, approval=approval()).id)
    for n, text in enumerate(texts[:8]):
        group = {"code": f"K{n}", "name": f"{text[:60]} {n}", "kind": "rt"}
        office.perform("members.set_group", group)
        office.perform("members.assign", {"group": f"K{n}", "members": [numbers[n]]})
        heir = {"member": numbers[n], "relation": "child", "name": text, "address": text}
        office.perform("members.add_heir", heir)
        builders.record(
            office,
            ("6-1201", 5_000, "KTR"),
            ("1-1101", -5_000, "KTR"),
            text=text[:100],
        )
    taken_back = builders.record(office, ("6-1201", 5_000, "KTR"), ("1-1101", -5_000, "KTR"))
    reason = {"entry": taken_back.id, "reason": texts[-1]}
    office.perform("accounting.reverse", reason, approval=approval(reason=texts[0]))
    lines = [{"product": PRODUCT, "amount": 7_000}]
    paid = {"member": numbers[0], "payer": PAYER, "lines": lines}
    papers.append(office.perform("savings.deposit", paid).id)
    issued = office.perform("savings.issue_sheet", {"group": "K0"}).number
    assert issued is not None
    goods = keep_shop(session, texts)
    goods["borrowing_schedule"] = {"document": borrow(session, texts[0])}
    goods["cash_count"] = {"document": count(session)}
    return Hostile(session, tuple(numbers), tuple(papers), issued, goods)


def names(session: Session) -> set[str]:
    """What the people are called, as the books keep it."""
    return {each.name or "" for each in members.in_status(session.office.reading, "active")}
