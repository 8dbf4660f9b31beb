"""A third party pays, village, employer or wages, and stays visible in the ledger."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, UnknownMember
from kopdes_desktop.ledger import balances
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import queries as users
from tests import builders
from tests.builders import DAY, approval, fact_count, lines_of, pay, record, seen, working_as

DUES = {"product": "mandatory", "months": 1}
CUT = {"wages": "kasir", "letter": "4/SP, 1 Februari 2026"}


@pytest.fixture
def member(books: Session) -> MemberRow:
    return builders.a_member(books.office, 1, day=date(2026, 1, 10))


def add_payer(books: Session, code: str = "DESA", **how: Any) -> Answer:
    order = {"code": code, "name": "Kantor Desa Sukamaju", "kind": "village", **how}
    return books.office.perform("savings.add_payer", order)


def deposit(books: Session, member: MemberRow, *lines: dict[str, Any], **how: Any) -> Answer:
    order = {"member": member.key, "lines": list(lines or [DUES]), **how}
    return books.office.perform("savings.deposit", order)


def text_of(books: Session, answer: Answer) -> str:
    posted = balances.posted(books.office.reading, answer.id)
    assert posted is not None
    return posted.text


# --- who pays ------------------------------------------------------------------------------------


def test_a_payer_s_name_is_sealed_and_his_code_is_not(books: Session) -> None:
    answer = add_payer(books)

    assert answer.fact["d"] == {"code": "DESA", "kind": "village", "personal": {"name": "•••"}}
    found = savings.payer(books.office.reading, "desa")
    assert found == savings.Payer(answer.id, "DESA", "village", "Kantor Desa Sukamaju")
    assert savings.payers(books.office.reading) == [found]
    row = books.office.database.connection.execute(
        "SELECT body FROM fact WHERE key=?", (answer.id,)
    ).fetchone()
    assert "Sukamaju" not in row[0]
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "12"}, "code"),
        ({"code": "KANTOR DESA"}, "code"),
        ({"code": "desa"}, "code"),
        ({"name": "   "}, "name"),
        ({"kind": "emas"}, "kind"),
    ],
)
def test_a_payer_who_cannot_be_is_refused_at_his_field(
    books: Session, order: dict[str, str], field: str
) -> None:
    add_payer(books)

    with pytest.raises(BadField) as refused:
        add_payer(books, **{"code": "PABRIK", **order})

    assert refused.value.field == field


def test_one_payer_s_document_is_for_many_members(books: Session, member: MemberRow) -> None:
    payer = add_payer(books)
    others = [builders.a_member(books.office, n, day=date(2026, 1, 10)) for n in (2, 3)]

    answer = deposit(
        books, member, DUES, *({**DUES, "member": each.key} for each in others), payer="DESA"
    )

    assert answer.fact["d"]["payer"] == payer.id
    assert answer.fact["d"]["total"] == 30_000
    assert {line.key for line in lines_of(books.office, answer.id)} == {
        None,
        member.key,
        *(each.key for each in others),
    }
    assert text_of(books, answer) == f"Setoran simpanan {answer.number} dari DESA"
    builders.require_green(books.office)


def test_the_ledger_names_a_paying_member_by_his_number_and_nobody_by_name(
    books: Session, member: MemberRow
) -> None:
    other = builders.a_member(books.office, 2, day=date(2026, 1, 10))

    by_other = deposit(books, member, payer=other.number)
    by_himself = deposit(books, member, payer=member.key)

    assert text_of(books, by_other) == f"Setoran simpanan {by_other.number} dari anggota 0002"
    assert text_of(books, by_himself) == f"Setoran simpanan {by_himself.number}"
    assert by_other.fact["d"]["payer"] == other.key


def test_a_payer_whom_nobody_knows_is_refused(books: Session, member: MemberRow) -> None:
    before = fact_count(books.office)

    for payer in ("PABRIK", 4711):
        with pytest.raises(UnknownMember) as refused:
            deposit(books, member, payer=payer)
        assert refused.value.field == "payer"

    assert fact_count(books.office) == before


def test_a_payer_s_money_may_come_by_bank(books: Session, member: MemberRow) -> None:
    add_payer(books)

    answer = deposit(books, member, payer="DESA", cash="BRI")

    assert seen(lines_of(books.office, answer.id)) == [
        ("1-1111", 10_000, "KTR"),
        ("3-1102", -10_000, "KTR"),
    ]


# --- wages ---------------------------------------------------------------------------------------


def clerk(books: Session) -> int:
    found = users.user_called(books.office.reading, "kasir")
    assert found is not None
    return found.key


def owe_wages(books: Session, amount: int) -> None:
    record(
        books.office,
        ("6-1101", amount, "KTR"),
        {"account": "2-1302", "amount": -amount, "unit": "KTR", "key": "kasir"},
    )


def test_wages_that_are_owed_pay_for_dues(books: Session, member: MemberRow) -> None:
    owe_wages(books, 25_000)

    answer = deposit(books, member, {"product": "mandatory", "months": 2}, **CUT)

    assert answer.fact["d"]["wages"] == clerk(books)
    assert answer.fact["d"]["letter"] == "4/SP, 1 Februari 2026"
    assert "box" not in answer.fact["d"]
    assert seen(lines_of(books.office, answer.id)) == [
        ("2-1302", 20_000, "KTR"),
        ("3-1102", -20_000, "KTR"),
    ]
    assert lines_of(books.office, answer.id)[0].key == clerk(books)
    assert text_of(books, answer) == f"Setoran simpanan {answer.number} dari potongan honor"
    builders.require_green(books.office)


def test_wages_pay_no_more_than_is_owed(books: Session, member: MemberRow) -> None:
    owe_wages(books, 9_999)

    with pytest.raises(InsufficientBalance):
        deposit(books, member, **CUT)


@pytest.mark.parametrize(
    ("how", "field"), [({**CUT, "wages": "siapa"}, "wages"), ({**CUT, "cash": "KAS"}, "cash")]
)
def test_wages_of_nobody_or_into_a_box_are_refused(
    books: Session, member: MemberRow, how: dict[str, str], field: str
) -> None:
    owe_wages(books, 50_000)

    with pytest.raises(BadField) as refused:
        deposit(books, member, **how)

    assert refused.value.field == field


@pytest.mark.parametrize("letter", [None, "", "  "])
def test_wages_are_cut_only_with_a_written_consent(
    books: Session, member: MemberRow, letter: str | None
) -> None:
    owe_wages(books, 50_000)
    before = fact_count(books.office)

    with pytest.raises(BadField) as refused:
        deposit(books, member, wages="kasir", **({} if letter is None else {"letter": letter}))

    assert refused.value.field == "letter"
    assert "persetujuan tertulis" in refused.value.message
    assert fact_count(books.office) == before


def test_a_consent_without_a_cut_is_refused(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadField) as refused:
        deposit(books, member, letter="4/SP")

    assert refused.value.field == "letter"


def test_a_cut_taken_back_owes_the_wages_again(books: Session, member: MemberRow) -> None:
    owe_wages(books, 10_000)
    made = deposit(books, member, **CUT)

    books.office.perform("accounting.reverse", {"entry": made.id, "reason": "tidak setuju"})

    assert builders.balance(books.office, "2-1302") == -10_000
    assert savings.dues(books.office.reading, member.key, DAY).paid_until is None
    assert deposit(books, member, **CUT).number
    builders.require_green(books.office)


def test_who_keeps_no_box_still_books_a_cut(books: Session, member: MemberRow) -> None:
    books.office.perform(
        "security.add_user",
        {"name": "kasir2", "person": "Kasir Dua", "role": "cashier"},
        approval=approval(),
    )
    owe_wages(books, 10_000)

    with working_as(books.office, "kasir2"):
        assert deposit(books, member, **CUT).number


# --- from an outlet ------------------------------------------------------------------------------


def test_a_village_s_payment_at_an_outlet_is_taken_in(laptops: builders.Laptops) -> None:
    hers = laptops.hers
    payer = add_payer(hers)
    laptops.down("GA")
    outlet = laptops.outlets["GA"]
    member = next(iter(members_of(outlet)))

    assert savings.payer(outlet.office.reading, "DESA") is not None
    pay(outlet.office, member, "mandatory", months=1, payer="DESA")

    assert laptops.up("GA").refused == []
    laptops.down("GA")
    builders.require_equal(hers, outlet)
    builders.require_green(hers.office)
    assert payer.id


def members_of(session: Session) -> list[MemberRow]:
    from kopdes_desktop.members import queries

    return queries.in_status(session.office.reading, "active")


def test_an_outlet_cuts_no_wages(laptops: builders.Laptops) -> None:
    outlet = laptops.outlets["GA"]

    with pytest.raises(BadField) as refused:
        deposit(outlet, members_of(outlet)[0], **CUT)

    assert refused.value.field == "wages"


def _wages(said: dict[str, Any]) -> None:
    said["d"]["wages"] = said["by"]["user"]


def _no_payer(said: dict[str, Any]) -> None:
    said["d"]["payer"] = said["by"]["user"]


def _wages_instead(said: dict[str, Any]) -> None:
    del said["d"]["box"]
    said["d"]["wages"] = said["by"]["user"]
    first = said["d"]["entry"]["lines"][0]
    first.pop("box")
    first.update(account="2-1302", key=said["by"]["user"])


@pytest.mark.parametrize("change", [_wages, _no_payer, _wages_instead])
def test_wages_and_payers_who_are_none_from_an_outlet_are_no_facts(
    laptops: builders.Laptops, change: Callable[[dict[str, Any]], None]
) -> None:
    outlet = laptops.outlets["GA"]
    pay(outlet.office, members_of(outlet)[0], "mandatory", months=1)
    sent = laptops.parcel_of("GA")
    last = json.loads(sent.envelopes[-1])["seq"]

    answer = laptops.hers.office.accept(builders.forged(sent.envelopes, last, change), sent.secrets)

    assert [each.rule for each in answer.refused] == ["R2"]
    builders.require_green(laptops.hers.office)


def test_a_payer_nobody_has_seen_keeps_a_receipt_waiting(laptops: builders.Laptops) -> None:
    outlet = laptops.outlets["GA"]
    pay(outlet.office, members_of(outlet)[0], "mandatory", months=1)
    sent = laptops.parcel_of("GA")
    last = json.loads(sent.envelopes[-1])["seq"]

    def change(said: dict[str, Any]) -> None:
        said["d"]["payer"] = 3

    answer = laptops.hers.office.accept(builders.forged(sent.envelopes, last, change), sent.secrets)

    assert [why for _key, why in answer.held] == ["unknown_key 3"]
