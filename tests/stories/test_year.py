"""The practice cooperative's life: a quarter in the fast lane, the whole year in the long one.

Everything that members do with their savings happens in it. Afterwards every proof, the rebuild
and the audit are green, and programs that are not ours find the same money on every savings account
and under every member.
"""

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kopdes_desktop.accounting.opening import opening
from kopdes_desktop.app import practice
from kopdes_desktop.app.books import Session
from kopdes_desktop.app.life import Lived
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import NotPermitted
from kopdes_desktop.ledger import balances, periods
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import leaving
from kopdes_desktop.membership import queries as membership
from kopdes_desktop.office import imports, log
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.operation import CATALOGUE
from kopdes_desktop.reports import export, rendering, report
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries
from kopdes_desktop.security.passwords import COST, seal_pin
from kopdes_desktop.security.roles import Matrix
from tests import builders

TODAY = date(2026, 11, 20)
SAVINGS = ("3-1101", "3-1102", "2-1101", "2-1106", "2-1107")
#: What has to have happened at least once.
KINDS = {
    *("accounting.agree_opening", "accounting.close_month", "accounting.move_cash"),
    *("accounting.open_balances", "accounting.record", "accounting.reverse"),
    *("accounting.jot", "accounting.set_plan", "accounting.post_plan", "banking.reconcile"),
    *("assets.acquire", "assets.lend_in", "assets.depreciate", "banking.count_cash"),
    *("borrowings.take", "borrowings.accrue", "borrowings.pay", "budgets.set"),
    *("taxes.accrue", "taxes.pay", "surplus.set_shares"),
    *("day.open", "day.close"),
    *("members.add_heir", "members.remove_heir", "members.assign", "members.set_group"),
    *("members.change", "membership.adopt", "membership.apply", "membership.prepay"),
    *("membership.decide", "membership.settle", "membership.refund"),
    *("savings.add_payer", "savings.deposit", "savings.withdraw", "savings.transfer"),
    *("savings.issue_sheet", "savings.collect", "savings.take_over", "savings.set_rate"),
    *("savings.settle_estimates", "import.begin"),
    *("goods.add_category", "goods.add_item", "inventory.add_place", "inventory.open_stock"),
    *("inventory.send", "inventory.arrive", "inventory.begin_count", "inventory.close_count"),
    *("purchasing.add_supplier", "purchasing.receive", "till.cash_out"),
    *("till.open_shift", "till.close_shift", "sales.sell", "sales.bring_back"),
    *("sales.pay_bon", "sales.settle_qris", "subsidy.set_program", "subsidy.add_buyer"),
    *("subsidy.allocate", "subsidy.mark_entered"),
    *("consignment.add_owner", "consignment.take_in", "consignment.settle"),
}
#: Of which document a report speaks: the count of the shop is closed, that of the store has begun.
DOCUMENTS = {
    "transfer_note": "SJ-KR-2026-000001",
    "count_record": "OPN-KR-2026-000001",
    "count_sheet": "OPN-KR-2026-000002",
    "cash_count": "BAK-KR-2026-000001",
    "borrowing_schedule": "PJK-KR-2026-000001",
}
SIZES = [
    pytest.param((40, 3), id="quarter"),
    pytest.param((200, 12), id="year", marks=[pytest.mark.deep, pytest.mark.timeout(900)]),
]


class Year:
    """The books after it, and what is in their log."""

    def __init__(self, session: Session, lived: Lived, size: tuple[int, int]) -> None:
        self.session, self.lived, self.size = session, lived, size
        self.facts = [
            CATALOGUE[kind].fact_from(body, version) for kind, version, body in facts(session)
        ]

    def of(self, name: str) -> list[Any]:
        """The facts of a kind, by the name of their struct."""
        return [each for each in self.facts if type(each).__name__ == name]


def facts(session: Session) -> Iterator[tuple[str, int, bytes]]:
    for _key, _hash, raw in log.every(session.office.reading):
        said = msgspec.json.decode(raw)
        yield said["kind"], said["kv"], msgspec.json.encode(said["d"])


@pytest.fixture(scope="module", params=SIZES)
def year(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Year]:
    folder = tmp_path_factory.mktemp("year") / "buku"
    whole, months = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal_pin, "__defaults__", (COST,))  # what PINs cost is tested here
        lived = practice.practise(folder, whole, months, until=TODAY)
    with builders.open_books(folder, day=TODAY) as session:
        yield Year(session, lived, request.param)


# --- what happened ------------------------------------------------------------------------------


def test_everything_that_members_can_do_was_done(year: Year) -> None:
    done = {kind for kind, _version, _body in facts(year.session)}

    assert done >= KINDS


def test_as_many_were_admitted_as_were_asked_for(year: Year) -> None:
    read = year.session.office.reading
    active, left = (members.in_status(read, status) for status in ("active", "left"))

    assert len(active) + len(left) == year.size[0]
    assert len(members.in_status(read, "rejected")) == 2
    assert members.in_status(read, "applicant") == []
    assert len(left) == len(year.lived.settlements) == 6


def test_the_founders_came_with_their_register(year: Year) -> None:
    read = year.session.office.reading
    [register] = imports.imports(read)
    founder = members.profile(read, "0001")

    assert (register.what, register.rows) == ("members", year.size[0] // 10)
    assert register.as_of is not None
    assert founder.imported
    assert founder.member.joined is not None
    assert founder.member.joined < register.as_of
    assert all(getattr(founder.member, name) for name in ("nik", "kk", "address", "phone", "job"))


def test_members_left_in_every_way(year: Year) -> None:
    settled = [each for each in year.of("Settled") if isinstance(each, leaving.Settled)]

    assert {each.reason for each in settled} == {"request", "death", "dismissal"}
    assert any(each.debts for each in settled)
    assert any(int(each.rest) for each in settled)
    assert any(each.heirs for each in settled)
    assert any(each.heir for each in year.of("Refunded"))
    assert membership.refund_queue(year.session.office.reading)


def test_money_came_in_every_way(year: Year) -> None:
    deposits = year.of("Deposited")

    assert any(each.wages is not None for each in deposits)
    assert any(each.payer is not None and each.box == "BRI" for each in deposits)
    assert any(len({line.member for line in each.lines}) > 1 for each in deposits)
    assert any(len(line.months) > 1 for each in deposits for line in each.lines)
    assert len({each.box for each in deposits}) > 2
    assert year.of("Collected")


def test_somebody_took_out_more_than_the_limit_with_a_second_person(year: Year) -> None:
    large = [
        said
        for _key, _hash, raw in log.every(year.session.office.reading)
        if (said := msgspec.json.decode(raw))["kind"] == "savings.withdraw"
        and said["d"]["amount"] > 1_000_000
    ]

    assert [said["appr"]["role"] for said in large] == ["chair"] * len(large) != []


def test_the_months_behind_are_closed_and_the_opening_is_agreed(year: Year) -> None:
    read = year.session.office.reading

    assert periods.closed_months(read)[-1] == Month.of(TODAY).plus(-1)
    assert len(periods.closed_months(read)) == year.size[1]
    assert opening(read).agreed is not None
    assert opening(read).difference == 0


def test_dues_are_paid_in_time_late_and_ahead_at_two_rates(year: Year) -> None:
    read = year.session.office.reading
    table = savings.dues_table(read, "mandatory", TODAY)

    assert any(row.arrears_months for row in table)
    assert any(not row.arrears_months for row in table)
    assert [int(amount) for _day, amount in savings.rates(read, "mandatory")] == [10_000, 15_000]


def test_pins_are_as_dear_to_guess_as_anywhere(year: Year) -> None:
    read = year.session.office.reading
    sealed = [queries.pin_of(read, user.key) for user in queries.users(read)]

    wanted = f"m={COST.memory},t={COST.passes},p={COST.lanes}".encode()
    assert all(each is not None and wanted in each[0] for each in sealed)


# --- the books ----------------------------------------------------------------------------------


@pytest.mark.timeout(300)
def test_every_proof_the_rebuild_and_the_audit_are_green(year: Year) -> None:
    builders.require_green(year.session.office)


def our_accounts(year: Year) -> dict[str, int]:
    found = balances.balances_at(year.session.office.reading, TODAY)
    return {code: int(found.get(code, 0)) for code in SAVINGS}


def our_members(year: Year, account: str) -> dict[str, int]:
    found = balances.key_balances(year.session.office.reading, account)
    return {str(key): int(amount) for key, amount in found.items() if amount}


def exported(year: Year, form: export.Format, path: Path) -> Path:
    path.write_bytes(b"".join(export.journal(year.session.office.reading, form)))
    return path


def table(text: str) -> dict[str, int]:
    """Lines of `name,1000 IDR`, quoted or not, as name and amount; what is no such line is not."""
    found: dict[str, int] = {}
    for line in text.splitlines():
        name, _comma, amount = line.replace('"', "").partition(",")
        bare = amount.replace("IDR", "").strip()
        if bare.lstrip("-").isdigit() and int(bare) and name.strip() not in {"", "total"}:
            found[name.strip()] = int(bare)
    return found


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_finds_the_same_on_every_savings_account_and_under_every_member(
    year: Year, tmp_path: Path
) -> None:
    journal = exported(year, "hledger", tmp_path / "buku.journal")

    def hledger(*words: str) -> dict[str, int]:
        line = ["hledger", "-f", str(journal), "balance", "--flat", "--no-total", "-O", "csv"]
        run = subprocess.run([*line, *words], capture_output=True, text=True, check=True)
        return table(run.stdout)

    told = {name.partition(":")[2]: amount for name, amount in hledger().items()}
    assert {code: told.get(code, 0) for code in SAVINGS} == our_accounts(year)
    for account in SAVINGS:
        assert hledger("--pivot", "key", f"acct:{account}") == our_members(year, account)


def test_bean_query_finds_the_same_on_every_savings_account_and_under_every_member(
    year: Year, tmp_path: Path
) -> None:
    program = shutil.which("bean-query", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("bean-query is not installed")
    journal = exported(year, "beancount", tmp_path / "buku.beancount")

    words = "SELECT account, meta('key'), sum(number) GROUP BY account, meta('key')"
    line = [program, "-f", "csv", str(journal), words]
    run = subprocess.run(line, capture_output=True, text=True, check=True)

    told = [row for row in csv.reader(run.stdout.splitlines()) if ":" in row[0]]
    assert run.stderr == ""
    for account, ours in our_accounts(year).items():
        mine = {key: int(Decimal(sum_)) for name, key, sum_ in told if f":{account}" in name}
        assert sum(mine.values()) == ours
        assert {key: amount for key, amount in mine.items() if amount} == our_members(year, account)


# --- who sees what ------------------------------------------------------------------------------


@pytest.fixture
def seated(year: Year) -> Iterator[Callable[[str], Session]]:
    """Somebody else before the same books, by PIN."""
    hers = year.session.office.signed_in

    def sit(login: str) -> Session:
        year.session.switch(login, builders.PIN)
        return year.session

    yield sit
    year.session.office.actor = hers


def asked(year: Year, wanted: report.Report) -> dict[str, str]:
    """An answer to every question that a report must be asked, or means nothing without."""
    read = year.session.office.reading
    left = members.in_status(read, "left")[0]
    here = members.in_status(read, "active")[0]
    answers = {
        "account": "3-1102",
        "member": str(left.number if wanted.code == "settlement" else here.number),
        "group": "KRAJAN",
        "sheet": year.lived.sheets[-1],
        "item": "B001",
        "document": DOCUMENTS.get(wanted.code, ""),
    }
    wants = {*wanted.needs, *({"sheet"} if wanted.code == "collection_sheet" else ())}
    return {name: answers[name] for name in wants}


def printed(year: Year, wanted: report.Report) -> bytes:
    """A report as whoever sits there gets it."""
    office, out = year.session.office, BytesIO()
    params = wanted.params(asked(year, wanted), TODAY)
    office.read(wanted.right, rendering.write, wanted.code, params, "json", out)
    return out.getvalue()


def test_the_supervisor_sees_every_report(year: Year, seated: Callable[[str], Session]) -> None:
    seated("pengawas")

    papers = {each.code: printed(year, each) for each in report.catalogue()}

    assert all(paper.startswith(b"{") for paper in papers.values())
    assert len(papers) > 10


def test_the_supervisor_changes_nothing(seated: Callable[[str], Session]) -> None:
    office = seated("pengawas").office
    number = str(members.in_status(office.reading, "active")[0].number)
    before = builders.fact_count(office)
    orders: dict[str, dict[str, Any]] = {
        "savings.deposit": {"member": number, "lines": [{"product": "voluntary", "amount": 5}]},
        "savings.withdraw": {"member": number, "product": "voluntary", "amount": 5},
        "members.change": {"member": number, "fields": {"phone": "081211112222"}},
        "membership.settle": {"member": number, "reason": "request", "decision_no": "1"},
        "accounting.reverse": {"entry": "SMP-KR-2026-000001", "reason": "x"},
        "accounting.reopen_month": {"month": "2026-10", "reason": "x"},
        "settings.change": {"fields": {"savings.withdraw_limit": 1}},
        "banking.count_cash": {"box": "KAS", "cash": 0},
    }

    for code, order in orders.items():
        with pytest.raises(NotPermitted):
            office.perform(code, order, approval=builders.approval())

    levels = {code: Matrix.load().level("supervisor", code) for code in CATALOGUE}
    assert {code: level for code, level in levels.items() if level is not Level.NO} == {
        "device.let_in": Level.MAY,
        "security.change_password": Level.MAY,
        "security.change_pin": Level.MAY,
        "banking.count_cash": Level.SECOND,
    }, "of all that he does not do himself, he only witnesses the count of cash"
    assert builders.fact_count(office) == before


def test_the_assistant_sees_no_personal_data(year: Year, seated: Callable[[str], Session]) -> None:
    read = year.session.office.reading
    everybody = [
        *(
            each
            for status in ("active", "left", "rejected")
            for each in members.in_status(read, status)
        )
    ]
    office = seated("pendamping").office
    papers: dict[str, bytes] = {}

    for each in report.catalogue():
        with suppress(NotPermitted):
            papers[each.code] = printed(year, each)

    assert {"trial_balance", "journal", "checks", "savings_totals"} <= papers.keys()
    assert "member_register" not in papers
    for code, paper in papers.items():
        for person in everybody:
            for word in (person.name, person.nik, person.phone, person.address):
                assert not word or word.encode() not in paper, (code, word)
    for right in ("read.members", "read.personal", "read.slips"):
        with pytest.raises(NotPermitted):
            office.read(right, lambda _read: None)


def test_the_treasurer_s_papers_do_hold_names(year: Year) -> None:
    read = year.session.office.reading
    person = members.in_status(read, "active")[0]

    assert str(person.name).encode() in printed(year, report.find("member_register"))
