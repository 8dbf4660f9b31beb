"""Each proof is green on sound books, and red on the very thing that it is there for."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.checks import audit, check, proofs, rebuild
from kopdes_desktop.db import guards
from kopdes_desktop.db.base import tables
from kopdes_desktop.db.compare import projections
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports.report import catalogue
from kopdes_desktop.ui.shell.places import PLACES
from tests import builders
from tests.builders import DAY, approval
from tests.checks.bookwork import a_month_of_bookwork, a_short_year, compare_with_the_bank
from tests.consignment import stall
from tests.consignment.outlet_day import a_day_with_goods_of_others, others_of_her_books
from tests.goods.outlet_day import a_day_with_new_goods
from tests.inventory.outlet_day import a_day_with_goods, goods_of_her_books
from tests.purchasing.outlet_day import a_day_at_the_market
from tests.sales.outlet_day import a_day_at_the_till, till_of_her_books
from tests.subsidy.outlet_day import a_day_of_rations, rations_of_her_books

Plant = Callable[[Session], object]


def run(session: Session, sql: str, *values: object) -> object:
    """Behind the program's back."""
    return session.office.database.connection.execute(sql, values)


def unguarded(session: Session, sql: str, *values: object) -> None:
    """Past the guards too, which stand again afterwards."""
    for name in guards.standing(session.office.database):
        run(session, f"DROP TRIGGER {name}")
    run(session, sql, *values)
    guards.install(session.office.database)


@pytest.fixture
def lived(books: Session) -> Session:
    """A few days of everything that leaves rows."""
    office = books.office
    member = builders.a_member(office, 1, phone="081200000001")
    builders.pay(office, member, "principal", amount=100_000)
    builders.pay(office, member, "mandatory", months=2)
    builders.pay(office, member, amount=9_000)
    builders.record(office, ("1-1401", 5_000, "G1"), ("1-1101", -5_000, "KTR"))
    return books


def close_the_year_before(session: Session) -> None:
    """The first book year of these books is January alone."""
    session.office.perform("settings.change", {"fields": {"book_year_starts": 2}})
    session.office.perform("accounting.close_year", {"year": "2025"})


def money_in_a_closed_year(session: Session) -> None:
    close_the_year_before(session)
    run(session, "INSERT INTO balance_day VALUES('2026-01-31', '1-1101', 'KTR', 7, 0)")


def a_deposit_of_nobody_known(session: Session) -> None:
    lines = (("1-1101", 25_000, "KTR"), ("2-1108", -25_000, "KTR"))
    builders.record(session.office, *lines)
    session.office.perform("settings.change", {"fields": {"transit.unknown_days": 2}})
    session.office.named_day = DAY + timedelta(days=4)
    builders.pay(session.office, builders.a_member(session.office, 2), amount=1_000)


def a_loan_that_the_ledger_does_not_know(session: Session) -> None:
    loan = {"lender": "BRI Unit Ngemplak", "account": "2-2101", "principal": 6_000_000}
    terms = {"rate": "6", "months": 12, "first_due": "2026-03-02", "decision_no": "03/RA"}
    session.office.perform("borrowings.take", {**loan, **terms, "box": "BRI"})
    run(session, "UPDATE balance_key SET amount=amount+1 WHERE account='2-2101'")


def a_share_that_grew(session: Session) -> None:
    a_short_year(session.office)
    run(session, "UPDATE surplus_share SET by_dealings=by_dealings+1")


def a_line_that_the_bank_does_not_know(session: Session) -> None:
    lines = [("1-1111", 70_000, "KTR"), ("3-1201", -70_000, "KTR")]
    builders.record(session.office, *lines)
    compare_with_the_bank(session.office)
    unguarded(session, "UPDATE journal_line SET amount=amount+1 WHERE box='BRI'")


def an_entry_of_weeks_ago_without_its_paper(session: Session) -> None:
    builders.record(session.office, ("6-1201", 100_000, "KTR"), ("2-1301", -100_000, "KTR"))
    session.office.named_day = DAY + timedelta(days=15)
    builders.pay(session.office, builders.a_member(session.office, 2), amount=1_000)


def a_month_on_the_way(session: Session) -> None:
    order = {"from": "KAS", "to": "LACI-G1", "amount": 5_000, "transit": True}
    session.office.perform("accounting.move_cash", order)
    session.office.named_day = DAY + timedelta(days=4)
    builders.pay(session.office, builders.a_member(session.office, 2), amount=1_000)


def agreed_with_a_rest(session: Session) -> None:
    lines = [
        {"account": "1-1101", "amount": 50_000, "unit": "KTR"},
        {"account": "3-1501", "amount": -50_000, "unit": "KTR"},
    ]
    order = {"day": "2026-01-31", "lines": lines}
    session.office.perform("accounting.open_balances", order, approval=builders.approval())
    run(session, "INSERT INTO opening_agreed VALUES(1, '2026-01-31', 0)")


def a_place_in_a_unit_with_stock_by_hand(session: Session) -> None:
    order = {"code": "TOKO", "name": "Toko", "unit": "G1"}
    session.office.perform("inventory.add_place", order)


def an_empty_shelf_worth_something(session: Session) -> None:
    goods(session)
    run(session, "UPDATE stock SET quantity=0")


def a_note_of_two_weeks_ago(session: Session) -> None:
    goods(session)
    lines = [{"item": "GULA", "quantity": "1"}]
    late = {"day": (DAY - timedelta(days=14)).isoformat(), "late": "tertinggal"}
    order = {"from": "TOKO", "to": "GUDANG", "lines": lines, **late}
    session.office.perform("inventory.send", order)


def goods(session: Session) -> None:
    """Sugar in a shop beside a warehouse."""
    a_place_in_a_unit_with_stock_by_hand(session)
    order = {"code": "GUDANG", "name": "Gudang", "unit": "G1", "kind": "warehouse"}
    session.office.perform("inventory.add_place", order)
    session.office.perform("goods.add_item", {"code": "GULA", "name": "Gula pasir", "unit": "kg"})
    lines = [{"item": "GULA", "quantity": "10", "cost": "15000"}]
    session.office.perform("inventory.open_stock", {"place": "TOKO", "lines": lines})


def a_shift_that_sold_what_nobody_bought(session: Session) -> None:
    goods(session)
    key = session.office.perform("till.open_shift", {"float": 0, "place": "TOKO"}).id
    run(session, "INSERT INTO shift_total VALUES(?, 'sales', 1, 5000)", key)


def a_sale_that_earned_nothing(session: Session) -> None:
    """Its lines and its document agree; the ledger knows of neither."""
    run(session, "INSERT INTO sale VALUES('2026-02-02', 77, 'sale', 1, 1, 8, NULL, 5000, 0, 0)")
    run(session, "INSERT INTO sale_line VALUES(77, 0, 1, 1000, 5000, 0, 0)")


def a_debt_without_a_bill(session: Session) -> None:
    firm = {"code": "BULOG", "name": "Gudang Kenari"}
    key = session.office.perform("purchasing.add_supplier", firm).id
    run(session, "INSERT INTO balance_key VALUES('2-1201', ?, 'KTR', -5000)", key)


def a_card_that_grew(session: Session) -> None:
    order = {"name": "Meja", "account": "1-2105", "cost": 5_000, "source": "credit"}
    order |= {"party": "ketua"}
    key = session.office.perform("assets.acquire", order).id
    run(session, "UPDATE asset SET cost=cost+1 WHERE key=?", key)


def rent_that_nobody_paid(session: Session) -> None:
    order = {"name": "Sewa", "kind": "prepaid", "account": "6-1204", "amount": 6_000, "months": 3}
    session.office.perform("accounting.set_plan", order)


PLANTED: dict[str, Plant] = {
    "assets": a_card_that_grew,
    "plans": rent_that_nobody_paid,
    "guards": lambda s: run(s, "DROP TRIGGER entry_balances"),
    "chain": lambda s: unguarded(
        s, "UPDATE fact SET body=replace(body, '\"KTR\"', '\"USP\"') WHERE kind='savings.deposit'"
    ),
    "heads": lambda s: run(s, "UPDATE device_identity SET id=substr(id, 2) || 'z'"),
    "numbers": lambda s: run(s, "UPDATE counter SET last=last+1 WHERE kind='SMP'"),
    "entries": lambda s: unguarded(
        s, "UPDATE journal_line SET amount=amount+1 WHERE account='1-1401'"
    ),
    "balances": lambda s: run(s, "UPDATE balance_day SET debit=debit+1 WHERE account='1-1401'"),
    "units": lambda s: unguarded(s, "UPDATE journal_line SET other='USP' WHERE unit='G1'"),
    "cash": lambda s: run(s, "UPDATE balance_box SET amount=-1 WHERE box='KAS'"),
    "subledgers": lambda s: run(s, "UPDATE balance_key SET amount=amount-1 WHERE account='3-1101'"),
    "savings": lambda s: run(s, "UPDATE savings_balance SET amount=amount+1"),
    "savings_days": lambda s: unguarded(
        s, "UPDATE savings_move SET bd='2026-01-15' WHERE product='voluntary'"
    ),
    "dues": lambda s: run(s, "UPDATE dues_paid SET amount=amount+1, owed=owed+1"),
    "owners": lambda s: run(s, "INSERT INTO balance_key VALUES('3-1102', 77, 'KTR', -5000)"),
    "prepaid": lambda s: run(s, "INSERT INTO balance_key VALUES('2-1107', 77, 'KTR', -5000)"),
    "refunds": lambda s: run(
        s, "INSERT INTO balance_key SELECT '2-1106', key, 'KTR', -5000 FROM member"
    ),
    "stock": a_place_in_a_unit_with_stock_by_hand,
    "shelves": an_empty_shelf_worth_something,
    "parcels": a_note_of_two_weeks_ago,
    "consignment": lambda s: run(s, "INSERT INTO consigned VALUES(77, 1, 0, 0, 0, 0, 5000, 0, 0)"),
    "consignors": lambda s: run(s, "INSERT INTO balance_key VALUES('2-1203', 77, 'G1', -5000)"),
    "sales": lambda s: run(
        s, "INSERT INTO sale VALUES('2026-02-02', 77, 'sale', 1, 1, 8, NULL, 5000, 0, 0)"
    ),
    "revenue": a_sale_that_earned_nothing,
    "shifts": a_shift_that_sold_what_nobody_bought,
    "dealings": lambda s: run(s, "INSERT INTO dealing VALUES(77, '2026-02', 5000, 0, 0, 0)"),
    "payables": a_debt_without_a_bill,
    "opening": agreed_with_a_rest,
    "surplus": a_share_that_grew,
    "taxes": lambda s: run(s, "INSERT INTO tax_month VALUES('final', '2026-02', 77, 5000, 0)"),
    "reconciliations": a_line_that_the_bank_does_not_know,
    "borrowings": a_loan_that_the_ledger_does_not_know,
    "imports": lambda s: s.office.perform(
        "import.begin", {"what": "members", "file_hash": "0" * 64, "rows": 3}
    ),
    "transit": a_month_on_the_way,
    "years": money_in_a_closed_year,
    "cash_flow": lambda s: run(s, "UPDATE balance_day SET debit=debit+1 WHERE account='1-1101'"),
    "statements": lambda s: run(s, "UPDATE balance_day SET credit=credit+1 WHERE account='3-1101'"),
    "vouchers": an_entry_of_weeks_ago_without_its_paper,
    "persons": lambda s: run(
        s, "DELETE FROM person_key WHERE class='identity' AND person IN (SELECT key FROM member)"
    ),
    "pages": lambda s: flip(s.folder / DATABASE),
}


def flip(file: Path) -> None:
    """One bit somewhere in the middle of the file."""
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    with file.open("r+b") as out:
        out.write(raw)


def red(session: Session) -> set[str]:
    return {each.code for each in proofs.run(session.office.reading) if not each.ok}


def test_sound_books_are_green_and_every_proof_has_a_title(lived: Session) -> None:
    results = proofs.run(lived.office.reading)

    assert [each.code for each in results if not each.ok] == []
    assert all(each.title for each in results)
    assert len({each.code for each in results}) == len(results)


def test_every_proof_says_how_it_is_put_right_and_leads_there() -> None:
    known = {place.code for place in PLACES}
    listed = {each.code for each in catalogue()}
    for each in check.CHECKS:
        assert each.fix is not None, each.code
        assert each.fix.words.endswith("."), each.code
        assert each.fix.place in known, each.code
        assert each.fix.place != "report." or each.fix.listing in listed, each.code


def test_every_proof_is_tried_here() -> None:
    assert {each.code for each in check.CHECKS} == {*PLANTED, "anchor"}


@pytest.mark.parametrize("code", PLANTED)
def test_a_proof_turns_red_on_what_it_is_there_for(code: str, lived: Session) -> None:
    lived.office.database.checkpoint()

    PLANTED[code](lived)

    assert code in red(lived)


def test_books_behind_their_anchor_are_found(
    lived: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPDES_ANCHOR", str(tmp_path))
    assert "anchor" not in red(lived)
    office = lived.office
    name = f"{office.own.coop}-{office.own_id[:16]}.txt"
    for seq, digest in ((office.chain.seq + 1, "0" * 64), (office.chain.seq, "0" * 64)):
        (tmp_path / name).write_text(f"kopdes-anchor/1 {seq} {digest}\n")
        assert "anchor" in red(lived)


def test_a_phone_that_finds_nobody_is_found(lived: Session) -> None:
    run(lived, "DELETE FROM person_hash WHERE field='phone'")

    assert red(lived) == {"persons"}


def finding(session: Session, code: str) -> str:
    [found] = proofs.run(session.office.reading, [code])
    assert len(found.findings) == 1
    return found.findings[0]


def test_savings_in_another_unit_than_their_product_s_are_found(lived: Session) -> None:
    run(lived, "UPDATE balance_key SET unit='G1' WHERE account='3-1102'")

    assert finding(lived, "savings") == (
        "Simpanan Wajib anggota 0001: Rp20.000 tercatat di unit G1, bukan KTR"
    )


def test_moves_that_do_not_make_up_the_balance_are_found(lived: Session) -> None:
    unguarded(lived, "UPDATE savings_move SET amount=9500 WHERE product='voluntary'")

    assert finding(lived, "savings") == (
        "Simpanan Sukarela anggota 0001: saldo Rp9.000, jumlah mutasi Rp9.500"
    )


def test_a_day_s_difference_names_the_day_and_both_figures(lived: Session) -> None:
    unguarded(lived, "UPDATE savings_move SET amount=9500 WHERE product='voluntary'")

    assert finding(lived, "savings_days") == (
        "Simpanan Sukarela 02/02/2026: buku simpanan Rp9.500, buku besar Rp9.000"
    )


def test_a_month_paid_beyond_its_dues_is_found(lived: Session) -> None:
    run(lived, "UPDATE dues_paid SET owed=amount-1 WHERE month='2026-02'")

    assert "Februari 2026: Rp10.000 melebihi" in finding(lived, "dues")


def test_somebody_who_left_keeps_his_months_and_must_hold_no_savings(lived: Session) -> None:
    run(lived, "UPDATE member SET status='left'")

    assert red(lived) == {"refunds"}
    run(lived, "UPDATE savings_balance SET amount=0")
    run(lived, "UPDATE balance_key SET amount=0")
    unguarded(lived, "DELETE FROM savings_move")
    assert red(lived) & {"refunds", "savings", "dues"} == set()


def test_savings_under_a_key_that_is_nobody_s_are_found(lived: Session) -> None:
    applicant = builders.an_applicant(lived.office, 2)
    run(lived, "INSERT INTO balance_key VALUES('3-1102', ?, 'KTR', -5000)", applicant)
    assert "owners" not in red(lived)

    run(lived, "INSERT INTO balance_key VALUES('3-1102', 77, 'KTR', -5000)")

    assert finding(lived, "owners") == "3-1102 orang 77 (tidak ada di daftar anggota): Rp5.000"


def test_money_held_for_an_applicant_and_a_rejected_one_is_in_order(lived: Session) -> None:
    applicant = builders.an_applicant(lived.office, 2)
    run(lived, "INSERT INTO balance_key VALUES('2-1107', ?, 'KTR', -5000)", applicant)

    for status, found in (("applicant", 0), ("rejected", 0), ("left", 1)):
        run(lived, "UPDATE member SET status=? WHERE key=?", status, applicant)
        [result] = proofs.run(lived.office.reading, ["prepaid"])
        assert len(result.findings) == found, status


def test_an_undone_import_that_left_something_behind_is_found(lived: Session) -> None:
    office = lived.office
    begun = office.perform("import.begin", {"what": "members", "file_hash": "0" * 64, "rows": 1})
    run(lived, "UPDATE import_batch SET rows=0")
    assert "imports" not in red(lived)
    run(lived, "UPDATE import_batch SET undone_by=1")
    assert "imports" not in red(lived)

    run(lived, "UPDATE member SET key=?", begun.id)

    assert "anggota 0001 masih terdaftar" in finding(lived, "imports")


def test_no_finding_tells_a_name_a_nik_or_a_phone(lived: Session) -> None:
    """The assistant reads findings; where one speaks of a member it gives his number."""
    for name in guards.standing(lived.office.database):
        run(lived, f"DROP TRIGGER {name}")
    for sql in (
        "UPDATE savings_balance SET amount=amount+1",
        "UPDATE savings_move SET amount=amount+2",
        "UPDATE dues_paid SET amount=amount+999999",
        "UPDATE balance_key SET amount=amount+3, unit='G1'",
        "INSERT INTO balance_key SELECT '2-1107', key, 'KTR', 5 FROM member",
        "INSERT INTO balance_key SELECT '2-1106', key, 'KTR', -5 FROM member",
        "DELETE FROM person_hash",
    ):
        run(lived, sql)

    results = proofs.run(lived.office.reading)
    said = " ".join(finding for each in results for finding in each.findings)

    assert "anggota 0001" in said
    for secret in ("Anggota Nomor 1", builders.nik(1), "81200000001"):
        assert secret not in said


def test_the_lost_key_of_an_heir_or_a_payer_is_found(lived: Session) -> None:
    office = lived.office
    heir = {"member": "0001", "name": "Ahli Waris", "relation": "child", "phone": "081200000002"}
    payer = {"code": "DESA", "name": "Pemerintah Desa", "kind": "village"}
    for code, order in (("members.add_heir", heir), ("savings.add_payer", payer)):
        key = office.perform(code, order).id
        assert "persons" not in red(lived)

        run(lived, "UPDATE person_key SET person=-person WHERE person=? AND class='contact'", key)

        assert finding(lived, "persons") == f"kunci orang {key} hilang"
        run(lived, "UPDATE person_key SET person=-person WHERE person<0")


def test_only_the_proofs_that_are_asked_for_run(lived: Session) -> None:
    assert [each.code for each in proofs.run(lived.office.reading, ["cash", "chain"])] == [
        "chain",
        "cash",
    ]


def test_a_closed_year_that_is_touched_is_found_by_account_and_unit(lived: Session) -> None:
    close_the_year_before(lived)
    assert "years" not in red(lived)

    run(lived, "INSERT INTO balance_day VALUES('2026-01-31', '1-1101', 'KTR', 7, 0)")

    assert finding(lived, "years") == "1-1101 KTR: ditutup Rp0, sekarang Rp7"


def test_money_of_nobody_known_is_found_when_it_has_lain_too_long(lived: Session) -> None:
    a_deposit_of_nobody_known(lived)

    assert (
        finding(lived, "transit") == "2-1108 JRN-KR-2026-000002: Rp25.000 sejak 02/02/2026, 4 hari"
    )


def test_many_findings_are_counted_and_not_listed(lived: Session) -> None:
    for n in range(2, 70):
        run(lived, "INSERT INTO balance_box VALUES('KAS',?) ON CONFLICT DO NOTHING", -n)
        run(lived, "INSERT INTO savings_balance VALUES(?,'voluntary',5)", n)

    found = next(each for each in proofs.run(lived.office.reading, ["savings"]))

    assert len(found.findings) == check.MOST + 1
    assert "86 lagi" in found.findings[-1]


# --- rebuild -------------------------------------------------------------------------------------


def registers(session: Session, one: int, two: int) -> None:
    """Groups, heirs, payers, sheets, an import, a withdrawal, agreed openings."""
    office = session.office
    for code, order in (
        ("members.set_group", {"code": "KRJ", "name": "Krajan", "kind": "dusun"}),
        ("members.assign", {"group": "KRJ", "members": [one, two]}),
        ("members.add_heir", {"member": one, "name": "Ahli Waris", "relation": "child"}),
        ("savings.add_payer", {"code": "DESA", "name": "Pemerintah Desa", "kind": "village"}),
        ("savings.issue_sheet", {"group": "KRJ"}),
        ("import.begin", {"what": "members", "file_hash": "0" * 64, "rows": 1}),
        ("membership.adopt", {"name": "Dari Buku", "joined": "2025-11-01", "as_of": "2026-01-31"}),
    ):
        office.perform(code, order)
    builders.pay(office, members.require_member(office.reading, one), amount=50_000)
    office.perform("savings.withdraw", {"member": one, "product": "voluntary", "amount": 5_000})
    office.perform("accounting.agree_opening", {"explanation": "nihil"}, approval=approval())


def a_shop(session: Session) -> None:
    """What outlets will sell, and what only she may do: bundles, ceilings, quotas, bills to pay."""
    office = session.office
    for fill in (goods_of_her_books, till_of_her_books, others_of_her_books, rations_of_her_books):
        fill(office)
    bundle = {"code": "PAKET", "name": "Paket", "unit": "pak", "kind": "bundle", "price": 30_000}
    lying = -int(balances.balances_at(office.reading, DAY)["3-1501"]) - 40_000  # a bill's, below
    lines = [
        {"account": "3-1501", "amount": lying, "unit": "KTR"},
        {"account": "3-1201", "amount": -lying, "unit": "KTR"},
    ]
    store = {"code": "PUSAT", "name": "Gudang pusat", "unit": "G3", "kind": "warehouse"}
    rice = {"item": "BERAS", "quantity": "10", "price": 12_000}
    from_firm = {"supplier": "BULOG", "place": "PUSAT", "lines": [rice]}
    for code, order in (
        ("accounting.open_balances", {"day": "2026-01-31", "lines": lines}),
        ("goods.add_category", {"code": "POKOK", "name": "Bahan pokok"}),
        ("goods.add_item", {**bundle, "parts": [{"item": "GULA", "quantity": "2"}]}),
        (
            "goods.set_ceiling",
            {"item": "GAS", "amount": 21_000, "from_day": "2026-01-01", "decision": "SK 1/2026"},
        ),
        ("subsidy.set_program", {"code": "UREA", "name": "Urea", "unit": "kg", "allocated": True}),
        (
            "subsidy.allocate",
            {"program": "UREA", "shares": [{"buyer": builders.nik(1), "quantity": "100"}]},
        ),
        ("accounting.add_unit", {"code": "G3", "name": "Gerai pusat", "kind": "outlet"}),
        ("inventory.add_place", store),
        ("purchasing.add_supplier", {"code": "BULOG", "name": "Gudang Kenari", "days": 14}),
        (
            "purchasing.open_bill",
            {"supplier": "BULOG", "amount": 40_000, "unit": "G3", "day": "2026-01-31"},
        ),
        (
            "purchasing.add_allocation",
            {
                "supplier": "BULOG",
                "month": "2026-02",
                "item": "BERAS",
                "quantity": "500",
                "do_no": "1",
            },
        ),
        ("purchasing.order", from_firm),
        ("purchasing.receive", {**from_firm, "days": 14}),
        (
            "purchasing.deposit_cylinders",
            {"supplier": "BULOG", "amount": 9_000, "cylinders": 1, "from": "KAS"},
        ),
    ):
        office.perform(code, order)
    quota = {"supplier": "BULOG", "month": "2026-02", "item": "BERAS", "quantity": "100"}
    twice = office.perform("purchasing.add_allocation", {**quota, "do_no": "2"}).id
    none = {"allocation": twice, "reason": "agen kehabisan stok"}
    office.perform("purchasing.cancel_allocation", none)


def a_count_of_goods_of_others(office: Office) -> None:
    """One that a count missed is made good."""
    begun = office.perform("inventory.begin_count", {"place": stall.SHOP}).id
    seen = {"count": begun, "lines": stall.lines(KUE="8")}
    office.perform("inventory.add_count", seen)
    lost = {"owner": stall.OWNER, "place": stall.SHOP, "lines": stall.lines(KUE="1")}
    with builders.working_as(office, "ketua"):
        office.perform("inventory.close_count", {"count": begun, "uncounted": "keep"})
        office.perform("consignment.compensate", {**lost, "reason": "hilang", "count": begun})


def a_day_in_the_shop(session: Session) -> None:
    """A clerk's whole day at an outlet."""
    for live in (
        a_day_at_the_till,
        a_day_with_goods,
        a_day_with_goods_of_others,
        a_count_of_goods_of_others,
        a_day_of_rations,
        a_day_with_new_goods,
        a_day_at_the_market,
    ):
        live(session.office)


@pytest.fixture(scope="module")
def lived_on_two(founded_laptops: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Her books after days on two laptops: rows in as many projections as there can be."""
    folder = tmp_path_factory.mktemp("full") / "three"
    laptops = builders.open_laptops(founded_laptops, folder)
    hers = laptops.hers
    one, two = (builders.a_member(hers.office, n, phone=f"08120000{n:04d}") for n in (11, 12))
    ga = laptops.outlets["GA"]
    builders.pay(hers.office, two, amount=60_000)
    a_shop(hers)
    hers.staff.secrets = builders.Typed()
    hers.office.perform("device.admit", {"device": "GA", "user": "ketua"}, approval=approval())
    laptops.exchange()
    ga.office.named_day = DAY
    for session, payer in ((ga, one), (hers, two)):
        session.office.perform(
            "members.change", {"member": one.key, "fields": {"job": session.folder.name}}
        )
        builders.pay(session.office, payer, "mandatory", months=1)
    a_day_in_the_shop(ga)
    ga.office.perform("month.seal", {"month": "2026-01"})
    laptops.exchange()
    registers(hers, one.key, two.key)
    a_short_year(hers.office)
    a_month_of_bookwork(hers.office)
    hers.office.named_day = DAY + timedelta(days=1)
    hers.office.perform("day.close", {})
    laptops.close()
    return folder / "KR"


@pytest.fixture
def full(lived_on_two: Path, tmp_path: Path) -> Iterator[Session]:
    """Those books, two days later."""
    folder = builders.copy(lived_on_two, tmp_path / "full" / "KR")
    with builders.open_books(folder, day=DAY + timedelta(days=2)) as session:
        yield session


def test_a_row_that_is_gone_from_any_projection_is_missed(full: Session) -> None:
    database = full.office.database
    for name in guards.standing(database):
        run(full, f"DROP TRIGGER {name}")
    run(full, "PRAGMA foreign_keys=OFF")
    gone, empty = [], []

    for name, columns in projections():
        listed = ", ".join(columns)
        rows = database.connection.execute(f"SELECT {listed} FROM {name}").fetchall()
        if not rows:
            empty.append(name)
            continue
        row = rows[len(rows) // 2]
        where = " AND ".join(f"{column} IS ?" for column in columns)
        run(full, f"DELETE FROM {name} WHERE {where}", *row)
        gone.append((name, listed, row))
    rebuilt = rebuild.rebuild(full.office.reading, full.office.own.number, full.office.calendar)

    assert [(each.table, each.side) for each in rebuilt.differences] == [
        (name, "rebuilt") for name, _listed, _row in gone
    ]
    assert not rebuilt.ok
    assert set(empty) <= {"finding"}
    for name, listed, row in gone:
        marks = ", ".join("?" * len(row))
        run(full, f"INSERT INTO {name}({listed}) VALUES({marks})", *row)
    builders.require_rebuilt(full.office)


def test_rebuild_leaves_the_books_and_their_folder_as_they_were(full: Session) -> None:
    before = sorted(path.name for path in full.folder.iterdir())
    facts = builders.fact_count(full.office)

    builders.require_rebuilt(full.office)

    assert sorted(path.name for path in full.folder.iterdir()) == before
    assert builders.fact_count(full.office) == facts
    assert not full.office.database.in_transaction


def test_every_table_is_a_log_a_projection_or_a_keeper() -> None:
    from kopdes_desktop.db.base import METADATA

    sorted_out = [each.name for kind in ("log", "projection", "keeper") for each in tables(kind)]

    assert sorted(sorted_out) == sorted(METADATA.tables)


# --- audit ---------------------------------------------------------------------------------------


def test_an_officer_s_signature_that_does_not_hold_is_reported(full: Session) -> None:
    office = full.office
    february = {"month": "2026-02"}
    office.named_day = date(2026, 2, 28)
    office.perform("accounting.close_month", february, approval=approval())
    office.perform("accounting.reopen_month", {**february, "reason": "x"}, approval=approval())
    assert audit.audit(office.reading, office.own.number, office.calendar) == []

    unguarded(
        full,
        'UPDATE fact SET body=replace(body, \'"reason":"x"\', \'"reason":"y"\') '
        "WHERE kind='accounting.reopen_month'",
    )

    found = audit.audit(office.reading, office.own.number, office.calendar)
    assert len(found) == 2
    assert all("sigs" in each for each in found)
    _rebuilt, broken = audit.audited_rebuild(office.reading, office.own.number, office.calendar)
    assert broken == found
