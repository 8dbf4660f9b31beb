"""Helpers see no member, supervisors change nothing: over the whole catalogue, not a list of it."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest

from kopdes_desktop.app import catalogue as every_operation
from kopdes_desktop.checks import proofs
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.kernel.errors import NotPermitted
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.operation import CATALOGUE
from kopdes_desktop.reports import rendering
from kopdes_desktop.reports.export import FORMATS, journal
from kopdes_desktop.reports.report import catalogue
from kopdes_desktop.security.roles import Matrix
from tests import builders
from tests.reports.cooperative import Coop

#: One's own password and PIN are nobody's books; words of the treasurer's device give them, too.
OWN = {"device.let_in", "security.change_password", "security.change_pin"}
ACCOUNTS = ("1-1101", "2-1101", "2-1106", "2-1107", "3-1101", "3-1102")


def exported(read: Reading) -> str:
    return "".join(b"".join(journal(read, form)).decode() for form in FORMATS)


def beside(_read: Reading) -> str:
    """Copies lie beside the books: of them days and sizes are told, nothing of what is inside."""
    return ""


#: What stands behind each right to read; a new one has to be entered here to be judged.
READS: dict[str, Callable[[Reading], object]] = {
    "read.backups": beside,
    "read.checks": proofs.run,
    "read.devices": device.devices,
    "read.export": exported,
    "read.goods": goods.items,
}


@pytest.fixture
def helper(coop: Coop) -> Iterator[Coop]:
    with builders.working_as(coop.session.office, "pendamping"):
        yield coop


def secrets(coop: Coop) -> set[str]:
    """Every name, NIK, phone, address and family card in the books."""
    found: set[str] = set()
    for row in members.listing(coop.session.office.reading):
        kept = (row.name, row.nik, row.phone, row.kk, row.address)
        found |= {text for text in kept if text}
        found |= {row.phone.removeprefix("+62")} if row.phone else set()
    return found


def told(coop: Coop) -> Iterator[tuple[str, str]]:
    """Everything that the person at the laptop may ask, with its code."""
    office = coop.session.office
    for report in catalogue():
        if office.may(report.right) is Level.NO:
            continue
        for account in ACCOUNTS if "account" in report.needs else ("",):
            given = {"account": account, "member": "0001"}
            asked: dict[str, str] = {name: given[name] for name in report.needs}
            params, out = report.params(asked, office.today()), BytesIO()
            office.read(report.right, rendering.write, report.code, params, "json", out)
            yield report.code, out.getvalue().decode()
    for code in Matrix.load().reads:
        if code.startswith("read.") and office.may(code) is not Level.NO:
            yield code, str(office.read(code, READS[code]))


def test_an_assistant_is_told_no_member_s_name_nik_phone_or_address(helper: Coop) -> None:
    hidden = secrets(helper)

    said = list(told(helper))

    assert {code for code, _text in said} >= {"checks", "savings_totals", "journal", "read.export"}
    for code, text in said:
        assert not [secret for secret in hidden if secret in text], code


def test_what_an_assistant_is_kept_from_does_hold_names(coop: Coop) -> None:
    """The search above would see one: the treasurer's member reports are full of them."""
    hidden = secrets(coop)

    assert any(secret in str(coop.rows("member_register")) for secret in hidden)
    assert any(secret in str(coop.rows("savings_balances")) for secret in hidden)


@pytest.mark.parametrize(
    "code", ["member_register", "member_statement", "savings_balances", "supervision", "groups"]
)
def test_an_assistant_is_refused_what_names_members(helper: Coop, code: str) -> None:
    with pytest.raises(NotPermitted):
        helper.ask(code, **({"member": "0001"} if code == "member_statement" else {}))


def test_a_cashier_has_the_counter_s_reports_and_no_others() -> None:
    roles = Matrix.load()
    hers = {each.code for each in catalogue() if roles.level("cashier", each.right) is Level.MAY}

    assert hers == {
        "allocations",
        "cash_count",
        "collection_sheet",
        "consignment",
        "count_record",
        "count_sheet",
        "dues_grid",
        "expiring",
        "item_labels",
        "items",
        "mandatory_dues",
        "member_cards",
        "member_statement",
        "payables",
        "receivables",
        "reorder",
        "sales_list",
        "savings_balances",
        "savings_totals",
        "sheets",
        "stock",
        "stock_card",
        "subsidised",
        "takeout_sheet",
        "till_close",
        "transfer_note",
    }


def test_the_supervisor_reads_every_report() -> None:
    roles = Matrix.load()

    assert all(roles.level("supervisor", each.right) is Level.MAY for each in catalogue())


def test_every_report_is_granted_to_somebody_and_every_grant_is_a_report() -> None:
    granted = {code for code in Matrix.load().reads if code.startswith("report.")}

    assert granted == {each.right for each in catalogue()}


def test_the_supervisor_is_refused_every_order_there_is(coop: Coop) -> None:
    office = coop.session.office
    before = builders.fact_count(office)
    codes = sorted(CATALOGUE.keys() - OWN)

    with builders.working_as(office, "pengawas"):
        for code in codes:
            with pytest.raises(NotPermitted):
                office.perform(code, {})

    assert len(codes) > len(every_operation.MODULES)
    assert builders.fact_count(office) == before
