"""A small cooperative in which every report about members has something to say."""

from dataclasses import dataclass
from datetime import date, timedelta

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.report import find, make
from tests import builders
from tests.builders import DAY, MORNING, approval

NAMES = ("Melati", "Kenanga", "Cempaka", "Dahlia", "Anggrek", "Teratai")
NEXT_DAY = DAY + timedelta(days=1)


@dataclass(frozen=True)
class Coop:
    """Open books, and who is who in them."""

    session: Session
    members: dict[str, MemberRow]
    issued: str
    brought: str

    def ask(self, code: str, **given: str) -> Document:
        """A report as the treasurer gets it on her screen."""
        office = self.session.office
        report = find(code)
        return office.read(report.right, make, code, report.params(given, office.today()))

    def rows(self, code: str, **given: str) -> list[dict[str, object]]:
        """Its rows as plain dicts."""
        return [dict(row) for row in self.ask(code, **given).rows]


def go_to(office: Office, day: date) -> None:
    """Another business day, and the morning of it on the clock."""
    office.named_day, office.clock = day, SetClock(MORNING + (day - DAY))


def live(session: Session) -> Coop:
    """Two days in February: members come, pay, take out, leave; one comes from an old book.

    Melati and Kenanga share a family card, and Kenanga works at the counter as `loket`.
    """
    office = session.office
    made = {
        name: builders.a_member(
            office,
            n,
            day=date(2026, 1, 5),
            name=f"{name} Anggota",
            birth_place="Klaten",
            dusun="Krajan" if n % 2 else "Karang Tengah",
            rt_rw="01/02",
            address=f"Jl. Desa No. {n}",
            job="Petani",
            phone=f"08120000000{n}",
            kk="3310011201900001" if n < 3 else f"331001120190000{n}",
        )
        for n, name in enumerate(NAMES, 1)
    }
    _pay(session, made)
    _withdraw(session, made)
    issued, brought = _collect(session, made)
    _leave(session, made)
    _adopt(session)
    return Coop(session, made, issued, brought)


def _pay(session: Session, made: dict[str, MemberRow]) -> None:
    office = session.office
    builders.pay(office, made["Melati"], "principal", amount=100_000)
    builders.pay(office, made["Melati"], "mandatory", months=3)
    builders.pay(office, made["Melati"], amount=3_000_000)
    builders.pay(office, made["Kenanga"], "principal", amount=40_000)
    builders.pay(office, made["Cempaka"], "mandatory", amount=15_000)
    builders.pay(office, made["Cempaka"], amount=2_000_000)
    builders.pay(office, made["Teratai"], "principal", amount=100_000)
    builders.pay(office, made["Teratai"], "mandatory", months=1)


def _withdraw(session: Session, made: dict[str, MemberRow]) -> None:
    """One above the limit with a second person, two below it a day apart, one taken back."""
    office = session.office
    office.perform(
        "security.add_user",
        {"name": "loket", "person": made["Kenanga"].key, "role": "cashier"},
        approval=approval(),
    )
    _take_out(session, made["Melati"], 1_200_000, approved=True)
    _take_out(session, made["Cempaka"], 700_000)
    with builders.working_as(office, "loket"):
        builders.pay(office, made["Kenanga"], amount=5_000, cash="KAS")
        builders.pay(office, made["Melati"], amount=6_000, cash="KAS")
        builders.pay(office, made["Dahlia"], amount=7_000, cash="KAS")
    go_to(office, NEXT_DAY)
    _take_out(session, made["Cempaka"], 600_000)
    wrong = _take_out(session, made["Cempaka"], 250_000)
    office.perform("accounting.reverse", {"entry": wrong, "reason": "salah ketik"})


def _take_out(
    session: Session, member: MemberRow, amount: int, *, approved: bool = False
) -> str | None:
    order = {"member": member.key, "product": "voluntary", "amount": amount}
    return session.office.perform(
        "savings.withdraw", order, approval=approval() if approved else None
    ).number


def _collect(session: Session, made: dict[str, MemberRow]) -> tuple[str, str]:
    office = session.office
    group = {"code": "KRJ", "name": "Dusun Krajan", "kind": "dusun"}
    office.perform("members.set_group", {**group, "collector": made["Melati"].number})
    keys = [made[name].key for name in ("Melati", "Cempaka", "Dahlia")]
    office.perform("members.assign", {"group": "KRJ", "members": keys})
    office.perform("members.set_group", {"code": "TNI", "name": "Tani Makmur", "kind": "lain"})
    issued, brought = (
        office.perform("savings.issue_sheet", {"group": "KRJ"}).number for _ in range(2)
    )
    assert issued
    assert brought
    rows = [
        {"member": made["Dahlia"].key, "months": 1},
        {"member": made["Melati"].key, "product": "voluntary", "amount": 4_000},
    ]
    office.perform(
        "savings.collect", {"sheet": brought, "rows": rows, "counted": 14_000, "cash": "KAS"}
    )
    return issued, brought


def _leave(session: Session, made: dict[str, MemberRow]) -> None:
    """Teratai leaves and waits for his money; an applicant is rejected without being paid back."""
    office = session.office
    order = {"member": made["Teratai"].key, "reason": "request", "decision_no": "9/PENG"}
    office.perform("membership.settle", order, approval=approval())
    for n, approved in ((11, None), (12, False)):
        applicant = builders.an_applicant(office, n, name=f"Calon Nomor {n}")
        money = {"application": applicant, "amount": 20_000, "cash": "KAS"}
        office.perform("membership.prepay", money)
        if approved is False:
            no = {"application": applicant, "approved": False, "decision_no": "10/PENG"}
            office.perform("membership.decide", {**no, "pay_back": False})


def _adopt(session: Session) -> None:
    """A member of an old register: ten months up to January, paid as a lump of thirty thousand."""
    office = session.office
    adopted = office.perform(
        "membership.adopt",
        {"name": "Wijaya Kusuma", "number": "0077", "joined": "2025-04-10", "as_of": "2026-01-31"},
    )
    lines = [{"product": "mandatory", "amount": 30_000}]
    office.perform("savings.take_over", {"member": adopted.id, "lines": lines, "day": "2026-01-31"})
