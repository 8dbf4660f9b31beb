"""Shares are paid in cash, into savings, against bons; funds are spent; all can come back."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NotActive,
)
from kopdes_desktop.reports import report
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.surplus import queries, slips
from tests.builders import approval, balance, lines_of, record, require_green, seen, working_as
from tests.surplus import a_year
from tests.surplus.a_year import keys, pay, reverse

ALL = sum(sum(both) for both in a_year.SHARES.values())


def left(session: Session) -> dict[int, int]:
    """What each one is still owed, by his number here."""
    owed = {int(each.member.key): int(each.left) for each in queries.owed(session.office.reading)}
    return {n: owed[key] for n, key in keys(session).items() if key in owed}


def arrears(session: Session, n: int) -> int:
    read = session.office.reading
    return int(savings.dues(read, keys(session)[n], a_year.DAY).arrears)


def owe(session: Session, n: int, amount: int) -> None:
    """A bon of the outlet from the old notebook."""
    key = keys(session)[n]
    bon = {"account": "1-1201", "amount": amount, "unit": "G1", "key": key}
    session.office.perform(
        "accounting.record",
        {
            "text": "Bon lama",
            "kind": "adjustment",
            "lines": [bon, {"account": "4-9109", "amount": -amount, "unit": "G1"}],
        },
        approval=approval(),
    )


def test_a_member_is_paid_in_cash(divided: Session) -> None:
    who = keys(divided)[1]

    made = pay(divided, members=[who])

    assert seen(lines_of(divided.office, made.id)) == [
        ("2-1401", 7_300_000, "KTR"),
        ("1-1101", -7_300_000, "KTR"),
    ]
    assert left(divided) == {2: 9_900_000, 3: 800_000}
    assert [x.number for x in queries.payments(divided.office.reading)[who]] == [made.number]
    require_green(divided.office)


def test_everybody_is_paid_by_one_list(divided: Session) -> None:
    pay(divided, everybody=True, ref="Daftar terima 1")

    assert left(divided) == {}
    assert balance(divided.office, "2-1401") == 0


def test_a_payment_taken_back_is_owed_again(divided: Session) -> None:
    before = left(divided)

    reverse(divided, pay(divided, members=[keys(divided)[1]]))

    assert left(divided) == before
    assert queries.payments(divided.office.reading) == {}
    require_green(divided.office)


def test_nobody_gets_more_than_he_is_owed(divided: Session) -> None:
    who = keys(divided)[3]

    with pytest.raises(BadField, match=r"Rp800\.000"):
        pay(divided, members=[who], amount=800_001)
    pay(divided, members=[who])
    with pytest.raises(BadField):
        pay(divided, members=[who])


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"everybody": True, "members": [1]},
        {"everybody": True, "amount": 1},
        {"how": "savings", "everybody": True, "box": "KAS"},
        {"everybody": True, "box": "LACI-G1"},
        {"how": "offset", "everybody": True},
    ],
)
def test_an_order_that_leaves_something_open_is_refused(
    divided: Session, order: dict[str, Any]
) -> None:
    with pytest.raises(BadField):
        pay(divided, **order)


def test_a_share_goes_into_dues_in_arrears_first_and_then_into_voluntary_savings(
    divided: Session,
) -> None:
    late = arrears(divided, 3)

    made = pay(divided, "savings", members=[keys(divided)[3]])

    assert late > 0
    assert seen(lines_of(divided.office, made.id))[:3] == [
        ("2-1401", 800_000, "KTR"),
        ("3-1102", -late, "KTR"),
        ("2-1101", -(800_000 - late), "USP"),
    ]
    assert arrears(divided, 3) == 0
    require_green(divided.office)


def test_savings_made_of_a_share_come_back_with_their_months(divided: Session) -> None:
    late = arrears(divided, 3)

    reverse(divided, pay(divided, "savings", members=[keys(divided)[3]]))

    assert arrears(divided, 3) == late
    assert left(divided)[3] == 800_000
    require_green(divided.office)


def test_a_share_too_small_for_the_arrears_pays_the_oldest_months(divided: Session) -> None:
    late = arrears(divided, 3)

    pay(divided, "savings", members=[keys(divided)[3]], amount=15_000)

    assert arrears(divided, 3) == late - 15_000


def test_a_share_pays_a_bon_and_no_more_than_it(divided: Session) -> None:
    owe(divided, 3, 300_000)

    made = pay(divided, "offset", ref="Daftar 1", members=[keys(divided)[3]])

    assert seen(lines_of(divided.office, made.id))[:2] == [
        ("2-1401", 300_000, "KTR"),
        ("1-1201", -300_000, "G1"),
    ]
    assert sales.bon_balance(divided.office.reading, keys(divided)[3]) == 0
    assert left(divided)[3] == 500_000
    require_green(divided.office)


def test_who_owes_nothing_is_passed_over_when_everybody_settles_his_bons(divided: Session) -> None:
    owe(divided, 1, 200_000)

    pay(divided, "offset", ref="Daftar 1", everybody=True)

    assert left(divided) == {1: 7_100_000, 2: 9_900_000, 3: 800_000}
    with pytest.raises(BadField, match="bon"):
        pay(divided, "offset", ref="Daftar 1", everybody=True)


def test_a_bon_settled_by_a_share_is_owed_again_when_that_is_taken_back(divided: Session) -> None:
    owe(divided, 1, 200_000)

    reverse(divided, pay(divided, "offset", ref="Daftar 1", everybody=True))

    assert sales.bon_balance(divided.office.reading, keys(divided)[1]) == 200_000
    assert left(divided)[1] == 7_300_000


def test_who_has_left_is_paid_in_cash_and_not_into_savings(divided: Session) -> None:
    who = keys(divided)[3]
    record(
        divided.office,
        ("6-1201", 50_000, "KTR"),
        {"account": "2-1401", "amount": -50_000, "unit": "KTR", "key": who},
    )
    pay(divided, members=[who])
    leaving = {"member": who, "reason": "request"}
    divided.office.perform("membership.settle", leaving, approval=approval())
    record(
        divided.office,
        ("6-1201", 20_000, "KTR"),
        {"account": "2-1401", "amount": -20_000, "unit": "KTR", "key": who},
    )

    with pytest.raises(NotActive):
        pay(divided, "savings", members=[who])
    pay(divided, members=[who])

    assert queries.owed_to(divided.office.reading, who) == 0


def test_an_officer_does_not_pay_himself_alone(divided: Session) -> None:
    order = {"user": "bendahara", "member": keys(divided)[2]}
    with working_as(divided.office, "ketua"):
        divided.office.perform("security.link_member", order)

    with working_as(divided.office, "bendahara") as office:
        with pytest.raises(NeedsApproval):
            pay(divided, everybody=True)
        order = {"how": "cash", "everybody": True, "box": "KAS"}
        office.perform("surplus.pay", order, approval=approval())

    assert left(divided) == {}


def test_the_share_of_one_who_died_goes_to_his_heir_with_the_letter(year: Session) -> None:
    office, who = year.office, keys(year)[1]
    named = {"member": who, "name": "Melati", "relation": "child"}
    heir = office.perform("members.add_heir", named).id
    gone = {"member": who, "reason": "death", "heirs": [heir]}
    office.perform("membership.settle", gone, approval=approval())
    a_year.decide(year)
    a_year.allocate(year)

    with pytest.raises(BadField, match="ahli waris"):
        pay(year, members=[who])
    with pytest.raises(BadField, match="surat"):
        pay(year, members=[who], heir=heir)
    pay(year, everybody=True)
    owed = queries.owed_to(office.reading, who)
    made = pay(year, members=[who], heir=heir, letter_no="470/12/2027")
    said = made.fact["d"]

    assert owed == said["total"] > 0
    assert (said["heir"], said["letter_no"]) == (heir, "470/12/2027")
    paper = slips.receipt(office.reading, made.id)
    assert paper.signers[0].name == "Melati"
    assert "Surat ahli waris 470/12/2027" in paper.notes
    require_green(office)


def test_nobody_living_is_paid_through_an_heir(divided: Session) -> None:
    who = keys(divided)[1]
    named = {"member": who, "name": "Melati", "relation": "child"}
    heir = divided.office.perform("members.add_heir", named).id

    with pytest.raises(BadField, match="meninggal"):
        pay(divided, members=[who], heir=heir, letter_no="470/12/2027")


# --- funds ---------------------------------------------------------------------------------------


def spend(session: Session, amount: int, **more: object) -> object:
    order = {"fund": "education", "amount": amount, "text": "Pelatihan", "box": "KAS", **more}
    return session.office.perform("surplus.spend_fund", order)


def test_a_fund_is_spent_down_to_nothing_and_no_further(divided: Session) -> None:
    spend(divided, 300_000)

    with pytest.raises(InsufficientBalance):
        spend(divided, 1_700_001)
    spend(divided, 1_700_000, fund="2-1403")

    assert balance(divided.office, "2-1403") == 0
    require_green(divided.office)


@pytest.mark.parametrize(
    "order", [{"fund": "reserve"}, {"fund": "2-1401"}, {"fund": "village"}, {"text": " "}]
)
def test_what_is_no_fund_of_the_surplus_is_not_spent(
    divided: Session, order: dict[str, object]
) -> None:
    with pytest.raises(BadField):
        spend(divided, 1, **order)


def test_the_village_gets_all_that_the_meeting_gave_it(year: Session) -> None:
    percents = ("40", "25", "20", "0", "5", "5", "0", "5")
    year.office.perform("surplus.set_shares", a_year.shares_order(*percents))
    a_year.allocate(year)
    record(year.office, ("1-1111", 3_000_000, "KTR"), ("1-1101", -3_000_000, "KTR"))

    made = year.office.perform("surplus.pay_village", {"box": "BRI", "ref": "Bukti setor RKD"})

    assert seen(lines_of(year.office, made.id)) == [
        ("2-1406", 2_000_000, "KTR"),
        ("1-1111", -2_000_000, "KTR"),
    ]
    with pytest.raises(BadField):
        year.office.perform("surplus.pay_village", {"box": "BRI"})


# --- by hand -------------------------------------------------------------------------------------


def by_hand(session: Session, kind: str) -> dict[str, Any]:
    key = keys(session)[1]
    share = {"account": "2-1401", "amount": 100_000, "unit": "KTR", "key": key}
    cash = {"account": "1-1101", "amount": -100_000, "unit": "KTR", "box": "KAS"}
    return {"text": "SHU", "kind": kind, "lines": [share, cash]}


def test_no_share_is_paid_past_the_list_by_a_journal_entry(divided: Session) -> None:
    with pytest.raises(BadField, match="halaman Bayar"):
        divided.office.perform("accounting.record", by_hand(divided, "ordinary"))


def test_a_correction_of_a_share_by_hand_takes_two_and_counts_as_paid(divided: Session) -> None:
    order = by_hand(divided, "adjustment")
    with pytest.raises(NeedsApproval):
        divided.office.perform("accounting.record", order)

    divided.office.perform("accounting.record", order, approval=approval())

    assert left(divided)[1] == 7_200_000


def test_the_officers_fund_is_never_paid_out_by_one_of_them_alone(divided: Session) -> None:
    order = {"fund": "officers", "amount": 500_000, "text": "Jasa pengurus 2026", "box": "KAS"}
    for more in ({}, {"party": "bendahara"}):
        with pytest.raises(NeedsApproval):
            divided.office.perform("surplus.spend_fund", {**order, **more})

    made = divided.office.perform(
        "surplus.spend_fund", {**order, "party": "bendahara"}, approval=approval()
    )

    actor = divided.office.actor
    assert actor is not None
    assert made.fact["d"]["party"] == actor.person
    require_green(divided.office)


def test_what_two_people_decided_is_taken_back_by_two(divided: Session) -> None:
    done = queries.allocated(divided.office.reading, "2026")
    assert done is not None
    order = {"entry": done.number, "reason": "salah"}

    with pytest.raises(NeedsApproval, match="orang kedua"):
        divided.office.perform("accounting.reverse", order)


def test_no_share_is_paid_out_of_money_on_its_way(divided: Session) -> None:
    for box in ("JALAN-G1", "LACI-G1"):
        with pytest.raises(BadField):
            pay(divided, members=[keys(divided)[1]], box=box)


def test_one_members_shares_are_those_of_the_whole_list(divided: Session) -> None:
    read = divided.office.reading
    for whole in queries.owed(read):
        assert tuple(queries.shares_to(read, whole.member.key)) == whole.years


def test_his_statement_tells_what_he_was_given_and_has_not_fetched(divided: Session) -> None:
    office = divided.office
    params = report.find("member_statement").params({"member": "0001"}, office.today())

    made = office.read("report.member_statement", report.make, "member_statement", params)

    assert "SHU tahun 2026: bagian Anda Rp7.300.000, belum diambil Rp7.300.000." in made.notes
