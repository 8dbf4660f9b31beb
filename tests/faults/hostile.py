"""A cooperative whose every field of text holds what somebody would like to see run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Refusal
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


def live(session: Session, texts: Sequence[str]) -> Hostile:
    """A member for each text, who has it in all his fields; groups, heirs and entries too."""
    office = session.office
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
    issued = office.perform("savings.issue_sheet", {"group": "K0"}).number
    assert issued is not None
    return Hostile(session, tuple(numbers), tuple(papers), issued)


def names(session: Session) -> set[str]:
    """What the people are called, as the books keep it."""
    return {each.name or "" for each in members.in_status(session.office.reading, "active")}
