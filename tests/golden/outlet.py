"""What happens in the golden cooperative's shop: a fact of every kind, with all it may hold."""

from typing import Any

from kopdes_desktop.office import imports
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Transaction
from tests.builders import approval, nik, working_as


def do(office: Office, op: str, fields: dict[str, Any], *, second: bool = False) -> int:
    return office.perform(op, fields, approval=approval() if second else None).id


def open_shop(office: Office) -> None:
    """Places and goods, and what lay there before the books began."""
    _goods(office)
    _stock(office)


def live(office: Office) -> None:
    """The shop under the treasurer: purchases, a shift, a count, goods of others."""
    _purchases(office)
    _goods_of_others(office)
    _subsidised(office)
    _shift(office)
    _count(office)
    _unmade(office)


def _goods(office: Office) -> None:
    do(office, "inventory.add_place", place("TOKO", "Gerai desa", "outlet"))
    do(office, "inventory.add_place", place("GUDANG", "Gudang gerai", "warehouse"))
    do(office, "goods.add_category", {"code": "MI", "name": "Mi instan", "margin": "10"})
    noodles = {
        "name": "Mi goreng",
        "unit": "pcs",
        "code": "MI1",
        "price": 3500,
        "category": "MI",
        "barcodes": [{"code": "8990000000017", "pack": "dus"}],
        "packs": [{"name": "dus", "factor": "40"}],
        "prices": [{"amount": 3400, "tier": "member", "least": "10"}],
        "minimum": "12",
        "margin": "8.5",
        "tracked": True,
    }
    do(office, "goods.add_item", noodles)
    do(office, "goods.add_item", {"name": "Beras", "unit": "kg", "code": "BERAS", "price": 13000})
    do(office, "goods.add_item", {"name": "Beras sak", "unit": "sak", "code": "SAK"})
    gas = {"name": "LPG 3 kg", "unit": "tabung", "code": "LPG3", "price": 20000, "lini": "LPG"}
    do(office, "goods.add_item", {**gas, "program": "LPG3"})
    service = {"name": "Antar barang", "unit": "kali", "code": "ANTAR", "price": 5000}
    do(office, "goods.add_item", {**service, "kind": "service", "lini": "gudang"})
    parts = [{"item": "MI1", "quantity": "2"}, {"item": "BERAS", "quantity": "1"}]
    bundle = {"name": "Paket hemat", "unit": "paket", "code": "PAKET", "price": 19000}
    do(office, "goods.add_item", {**bundle, "kind": "bundle", "parts": parts})
    changed = {"name": "Mi goreng pedas", "open": True, "minimum": "24"}
    do(office, "goods.change_item", {"item": "MI1", "fields": changed})
    do(office, "goods.add_barcode", {"item": "MI1", "code": "8990000000024"})
    do(office, "goods.drop_barcode", {"item": "MI1", "code": "8990000000024"})
    packs = [{"name": "dus", "factor": "40"}, {"name": "renceng", "factor": "5"}]
    do(office, "goods.set_packs", {"item": "MI1", "packs": packs})
    ceiling = {"item": "LPG3", "amount": 21000, "from_day": "2026-01-01", "region": "33.10"}
    do(office, "goods.set_ceiling", {**ceiling, "decision": "SK 1/2026"})
    do(office, "goods.set_prices", {"prices": [{"item": "MI1", "amount": 3600}]})


def place(code: str, name: str, kind: str) -> dict[str, str]:
    return {"code": code, "name": name, "unit": "G1", "kind": kind}


def _stock(office: Office) -> None:
    lying = [
        {"item": "MI1", "quantity": "40", "cost": "2900", "lot": "A1", "expires": "2026-08-01"},
        {"item": "SAK", "quantity": "3", "cost": "600000"},
    ]
    do(office, "inventory.open_stock", {"place": "TOKO", "lines": lying, "day": "2025-12-31"})
    old = {"code": "LAMA", "name": "Gudang Ketapang"}
    do(office, "purchasing.add_supplier", old)
    bill = {"supplier": "LAMA", "amount": 350_000, "bill_no": "F-88", "unit": "G1"}
    do(office, "purchasing.open_bill", {**bill, "due": "2026-03-01", "day": "2025-12-31"})
    whose = [
        {"account": "3-1501", "amount": 1_566_000, "unit": "KTR"},
        {"account": "3-1201", "amount": -1_566_000, "unit": "KTR"},
    ]
    do(office, "accounting.open_balances", {"day": "2025-12-31", "lines": whose})
    broken = {"place": "TOKO", "reason": "damaged", "lines": [{"item": "MI1", "quantity": "2"}]}
    do(office, "inventory.write_off", {**broken, "note": "digigit tikus"})
    moved = {"from": "TOKO", "to": "GUDANG", "lines": [{"item": "MI1", "quantity": "10"}]}
    do(office, "inventory.send", moved)
    arrived = {"transfer": "SJ-KR-2026-000001", "lines": [{"line": 1, "quantity": "9"}]}
    do(office, "inventory.arrive", {**arrived, "reason": "satu hilang di jalan"}, second=True)
    packed = {"place": "TOKO", "from": [{"item": "SAK", "quantity": "1"}], "shrink": "0.5"}
    do(office, "inventory.repack", {**packed, "into": [{"item": "BERAS", "quantity": "49.5"}]})


def _purchases(office: Office) -> None:
    firm = {"code": "BULOG", "name": "Gudang Kenari", "phone": "081200000099", "days": 14}
    do(office, "purchasing.add_supplier", firm)
    renamed = {"supplier": "BULOG", "days": 7, "name": "Gudang Kenari Indah"}
    do(office, "purchasing.change_supplier", renamed)
    quota = {"supplier": "BULOG", "month": "2026-02", "item": "BERAS", "quantity": "500"}
    do(office, "purchasing.add_allocation", {**quota, "do_no": "DO-1"})
    twice = do(office, "purchasing.add_allocation", {**quota, "do_no": "DO-2"})
    none = {"allocation": twice, "reason": "agen kehabisan stok"}
    do(office, "purchasing.cancel_allocation", none)
    rice = {"item": "BERAS", "quantity": "50", "price": 12000}
    wanted = {"supplier": "BULOG", "place": "TOKO", "lines": [rice]}
    do(office, "purchasing.order", wanted)
    do(office, "purchasing.advance", {"supplier": "BULOG", "amount": 100_000, "from": "KAS"})
    came = {
        "supplier": "BULOG",
        "place": "TOKO",
        "order": "PSN-KR-2026-000001",
        "lines": [{"item": "BERAS", "quantity": "20", "price": 12000, "sell": 14000}],
        "freight": 10_000,
        "off": 4_000,
        "advance": 100_000,
        "days": 14,
        "do_no": "DO-1",
    }
    do(office, "purchasing.receive", came)
    bill = {"purchase": "BLI-KR-2026-000001", "bill_no": "F-1", "days": 30}
    do(office, "purchasing.bill", {**bill, "lines": [{"line": 1, "amount": 242_000}]})
    late = {"purchase": "BLI-KR-2026-000001", "amount": 5_000, "from": "KAS"}
    do(office, "purchasing.freight", late)
    back = {"purchase": "BLI-KR-2026-000001", "lines": [{"line": 1, "quantity": "1"}]}
    do(office, "purchasing.send_back", {**back, "reason": "apek"})
    paid = {"supplier": "BULOG", "amount": 50_000, "off": 1_000, "from": "KAS"}
    do(office, "purchasing.pay", paid)
    market = [
        {"item": "MI1", "quantity": "1", "pack": "dus", "amount": 118_000, "lot": "B2"},
        {"item": "LPG3", "quantity": "10", "price": 18_000},
    ]
    do(office, "purchasing.receive", {"place": "TOKO", "lines": market, "paid_from": "KAS"})
    do(office, "purchasing.cancel_order", {"order": "PSN-KR-2026-000001", "reason": "harga naik"})
    tubes = {"supplier": "BULOG", "amount": 150_000, "cylinders": 1, "from": "KAS"}
    do(office, "purchasing.deposit_cylinders", tubes)


def _goods_of_others(office: Office) -> None:
    whose = {"code": "KENANGA", "name": "Kenanga Ulin", "phone": "081200011122"}
    owner = do(office, "consignment.add_owner", whose)
    cake = {"code": "KUE", "name": "Kue lapis", "unit": "pcs", "price": 10_000}
    do(office, "goods.add_item", {**cake, "kind": "consigned", "owner": owner})
    of_hers = {"owner": "KENANGA", "lines": [{"item": "KUE", "quantity": "10", "share": 8_500}]}
    do(office, "consignment.take_in", {**of_hers, "place": "TOKO"})
    some = {"owner": "KENANGA", "place": "TOKO", "lines": [{"item": "KUE", "quantity": "2"}]}
    do(office, "consignment.give_back", some)
    lost = {**some, "lines": [{"item": "KUE", "quantity": "1"}], "reason": "pecah"}
    do(office, "consignment.compensate", lost)
    do(office, "consignment.settle", {"owner": "KENANGA"})


def _subsidised(office: Office) -> None:
    program = {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "period": "month"}
    do(office, "subsidy.set_program", {**program, "per": "family", "limit": "4"})
    buyer = {"nik": "3310011503800001", "name": "Sirih Gading", "kk": "3310010101200001"}
    do(office, "subsidy.add_buyer", buyer)
    farmers = {"code": "UREA", "name": "Urea", "unit": "kg", "period": "season", "per": "person"}
    do(office, "subsidy.set_program", {**farmers, "allocated": True})
    shares = [{"buyer": nik(1), "quantity": "100"}]
    do(office, "subsidy.allocate", {"program": "UREA", "shares": shares})
    do(office, "subsidy.add_buyer", {"nik": nik(80), "name": "Sirih Hutan"})
    erased = {"nik": nik(80), "reason": "diminta orangnya"}
    do(office, "subsidy.erase_buyer", erased, second=True)


def _shift(office: Office) -> None:
    do(office, "till.open_shift", {"box": "LACI-G1", "place": "TOKO", "float": 300_000})
    at = {"box": "LACI-G1"}
    do(office, "till.cash_in", {"reason": "other", "amount": 40_000, "note": "dari rumah", **at})
    do(office, "till.cash_out", {"reason": "transport", "amount": 15_000, **at})
    do(office, "sales.set_limit", {"member": "0002", "amount": 300_000, "decision": "8/PENG"})
    lines = [
        {"item": "MI1", "quantity": "1", "pack": "renceng", "off": 500},
        {"item": "BERAS", "quantity": "2.5"},
        {"item": "KUE", "quantity": "1"},
        {"item": "ANTAR"},
        {"item": "PAKET"},
        {"item": "LPG3", "buyer": "3310011503800001"},
    ]
    mixed = [
        {"kind": "qris", "amount": 20_000, "ref": "QR1"},
        {"kind": "transfer", "amount": 10_000, "ref": "TF1", "box": "BRI"},
        {"kind": "bon", "amount": 25_000},
        {"kind": "savings", "amount": 5_000},
        {"kind": "cash"},
    ]
    sale = {"lines": lines, "member": "0002", "tenders": mixed, **at}
    sold = do(office, "sales.sell", sale, second=True)
    do(office, "subsidy.mark_entered", {"program": "LPG3", "sales": [sold]})
    plain = do(office, "sales.sell", {"lines": [{"item": "BERAS"}], "given": 20_000, **at})
    do(office, "accounting.reverse", {"entry": plain, "reason": "salah barang"}, second=True)
    rotten = {"sale": sold, "lines": [{"line": 2, "quantity": "0.5", "sound": False}]}
    do(office, "sales.bring_back", {**rotten, "reason": "berkutu", **at}, second=True)
    do(office, "sales.pay_bon", {"member": "0002", "amount": 15_000, **at})
    advance = {"amount": 50_000, "text": "Pesanan beras 25 kg", "member": "0001", **at}
    advanced = office.perform("sales.take_advance", advance).number
    failed = office.perform("sales.take_advance", {**advance, "amount": 20_000}).number
    given_back = {"advance": failed, "reason": "barang tidak datang", **at}
    do(office, "sales.return_advance", given_back, second=True)
    rice = {"lines": [{"item": "BERAS", "quantity": "10"}], "member": "0001", **at}
    half = [{"kind": "advance", "amount": 50_000, "ref": advanced}, {"kind": "cash"}]
    do(office, "sales.sell", {**rice, "tenders": half})
    claimed = {"lines": [{"item": "ANTAR"}], **at}
    part = [{"kind": "claim", "amount": 3_000, "ref": "BPJS 0012"}, {"kind": "cash"}]
    claim = office.perform("sales.sell", {**claimed, "tenders": part}).number
    do(office, "sales.settle_claim", {"claim": claim, "box": "BRI"})
    do(office, "sales.settle_qris", {"amount": 20_000, "fee": 60, "box": "BRI", "unit": "G1"})
    notes = [{"note": 50_000, "count": 5}]
    closed = {"counted": notes, "reason": "belum disetor", "charge": "kasir", **at}
    do(office, "till.close_shift", closed, second=True)


def _count(office: Office) -> None:
    do(office, "inventory.begin_count", {"place": "TOKO", "second": False})
    found = {"count": "OPN-KR-2026-000001", "lines": [{"item": "BERAS", "quantity": "50"}]}
    do(office, "inventory.add_count", found)
    closed = {"count": "OPN-KR-2026-000001", "uncounted": "keep", "note": "dihitung berdua"}
    do(office, "inventory.close_count", closed, second=True)


def _unmade(office: Office) -> None:
    """A product list that is taken back."""

    def work(deal: Transaction) -> None:
        deal.then("goods.add_item", {"name": "Salah catat", "unit": "pcs", "code": "SALAH"})

    key, _nothing = imports.take_in(office, imports.BeginOrder("items", "1" * 64, 1), (), work)
    do(office, "import.undo", {"import": key, "reason": "salah berkas"})


def at_the_outlet(office: Office) -> None:
    """A clerk's hour at the laptop of the shop."""
    do(office, "till.open_shift", {"float": 250_000, "reason": "dihitung ulang"}, second=True)
    member = {"lines": [{"item": "MI1", "quantity": "3"}], "member": "0001", "given": 20_000}
    do(office, "sales.sell", member)
    wrong = do(office, "sales.sell", {"lines": [{"item": "BERAS", "quantity": "1"}]})
    with working_as(office, "ketua"):
        do(office, "accounting.reverse", {"entry": wrong, "reason": "batal"})
    new = {"name": "Kopi", "unit": "sachet", "price": 2_000}
    do(office, "goods.add_item", new)
    again = {"cash": 260_000, "reason": "dihitung ulang", "tries": 2}
    do(office, "till.close_shift", again)
