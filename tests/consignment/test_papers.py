"""What is printed of goods: others' goods by owner, notes to sign, records of what left."""

from __future__ import annotations

from kopdes_desktop.app.books import Session
from kopdes_desktop.consignment import slips
from kopdes_desktop.paper import pdf
from kopdes_desktop.reports import rendering, report, stock_papers
from tests.consignment import stall


def test_the_report_says_what_each_owner_brought_and_is_owed(shop: Session) -> None:
    office = shop.office
    stall.lose(office, KUE="1")
    params = report.find("consignment").params({}, office.today())

    made = office.read("report.consignment", report.make, "consignment", params)

    (row,) = made.rows
    named = ("owner", "item", "taken", "lost", "left", "missing", "owed")
    assert [row[name] for name in named] == [
        "Kenanga Ulin (KENANGA)",
        "Kue lapis",
        "10",
        "1",
        "9",
        "0",
        8_500,
    ]
    assert made.totals == {"earned": 8_500, "paid": 0, "owed": 8_500}


def test_what_a_count_misses_of_others_goods_is_shown_and_can_be_made_good(shop: Session) -> None:
    office = shop.office
    count = office.perform("inventory.begin_count", {"place": stall.SHOP}).id
    office.perform("inventory.add_count", {"count": count, "lines": stall.lines(KUE="8")})
    office.perform("inventory.close_count", {"count": count})
    params = report.find("consignment").params({}, office.today())

    (row,) = office.read("report.consignment", report.make, "consignment", params).rows

    assert (row["left"], row["missing"]) == ("10", "0")  # a count books nothing of others' goods
    stall.lose(office, KUE="2")
    assert stall.held(office, "KUE") == (8_000, 0)


def test_a_note_on_a_sheet_is_signed_by_both(shop: Session) -> None:
    office = shop.office
    answer = stall.take_in(office, KUE="2.5")

    sheet = slips.sheet(office.reading, answer.id)

    assert sheet.title == f"Surat titip {answer.number}"
    assert [(row["item"], row["quantity"], row["share"]) for row in sheet.rows] == [
        ("Kue lapis", "2.5", 8_500)
    ]
    assert [signer.role for signer in sheet.signers] == ["Penitip", "Petugas"]
    assert pdf.document(rendering.on_paper(sheet)).startswith(b"%PDF")


def test_the_record_of_goods_that_left_says_why_and_who_saw_it(shop: Session) -> None:
    office = shop.office
    office.perform("goods.add_item", {"code": "TELUR", "name": "Telur ayam", "unit": "kg"})
    lines = [{"item": "TELUR", "quantity": "4", "value": 100_000}]
    office.perform("inventory.open_stock", {"place": stall.SHOP, "lines": lines})
    order = {"place": stall.SHOP, "reason": "damaged", "lines": stall.lines(TELUR="1")}
    answer = office.perform("inventory.write_off", {**order, "witness": "ketua", "note": "jatuh"})

    record = stock_papers.write_off_record(office.reading, answer.id)

    assert record.about == ("Toko desa", "Sebab: rusak", "jatuh")
    assert [(row["item"], row["quantity"], row["value"]) for row in record.rows] == [
        ("Telur ayam", "1", 25_000)
    ]
    assert record.totals == {"value": 25_000}
    assert record.signers[1].name
