"""Old product lists: what each row becomes, its faults and doubts, and the real lists of shops."""

import os
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.goods import queries
from kopdes_desktop.goods.rows import ItemStudy
from kopdes_desktop.inventory import importing, stock
from kopdes_desktop.kernel.errors import BadField, ImportInUse, OpeningAgreed
from kopdes_desktop.office.columns import NoHeader, OtherBook
from kopdes_desktop.office.imports import imports
from kopdes_desktop.office.studies import AlreadyRead, Imported, NothingReady, RowsFaulty
from kopdes_desktop.paper import spreadsheet
from kopdes_desktop.paper.grid import Book, read_book
from tests import builders
from tests.house.checkout import ROOT
from tests.imports.registers import separated

SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared")) / "data"
PRODUCTS = SHARED / "products"
there = pytest.mark.skipif(
    not PRODUCTS.exists(), reason="the shared pages do not lie beside this checkout"
)
HEADER = [
    *("Kode", "Barcode", "Nama Barang", "Kategori", "Satuan", "Harga Beli", "Harga Jual"),
    *("Stok", "Stok Minimum"),
]
GOOD: dict[str, Any] = {
    "Kode": "B1",
    "Barcode": "8990001",
    "Nama Barang": "Kopi",
    "Kategori": "Minuman",
    "Satuan": "pcs",
    "Harga Beli": "1500",
    "Harga Jual": "2.000",
    "Stok": "10",
    "Stok Minimum": "5",
}


def a_book(*rows: dict[str, Any], header: list[str] | None = None, name: str = "b.csv") -> Book:
    """A list with these rows; what a row does not say is as in a good one."""
    titles = header or [*HEADER, *(key for row in rows for key in row if key not in HEADER)]
    titles = list(dict.fromkeys(titles))
    lines = [[{**GOOD, **row}.get(title, "") for title in titles] for row in rows]
    return read_book(separated([titles, *lines]), name)


@pytest.fixture
def shop(books: Session) -> Session:
    """The practice cooperative with a place for goods."""
    order = {"code": "TOKO", "name": "Toko", "unit": "G1"}
    books.office.perform("inventory.add_place", order)
    return books


def study(session: Session, book: Book, **how: Any) -> ItemStudy:
    office = session.office
    return office.read("import.begin", importing.study_items, book, today=office.today(), **how)


def take(session: Session, book: Book, *, skip_bad: bool = False, **how: Any) -> Imported:
    return importing.import_items(session.office, study(session, book, **how), skip_bad=skip_bad)


def items(session: Session) -> dict[str, queries.Item]:
    return {each.name: each for each in queries.items(session.office.reading)}


def test_a_row_becomes_an_item_with_its_stock_in_ledger_and_on_the_shelf(shop: Session) -> None:
    sweet = {"Kode": "B2", "Barcode": "7", "Nama Barang": "Gula", "Satuan": "kg"}
    done = take(shop, a_book({}, {**sweet, "Stok": "17,5", "Harga Beli": "15.000"}))

    assert (done.rows, done.imported, done.totals) == (2, 2, {"stock": 277_500})
    coffee, sugar = items(shop)["Kopi"], items(shop)["Gula"]
    assert (coffee.code, coffee.category, coffee.minimum) == ("B1", "Minuman", 5_000)
    read = shop.office.reading
    lying = stock.held(read, "TOKO", sugar.key)
    assert (lying.quantity, lying.value) == (17_500, 262_500)
    assert queries.price_at(read, coffee, builders.DAY, member=False) == 2_000
    assert [each.item.key for each in queries.by_barcode(read, "8990001")] == [coffee.key]
    assert builders.balance(shop.office, "1-1401") == 277_500
    builders.require_green(shop.office)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({"Nama Barang": ""}, "name", "no_name"),
        ({"Harga Jual": "2000k"}, "price", "bad_price"),
        ({"Harga Jual": "1999,75"}, "price", "bad_price"),
        ({"Harga Jual": "-2000"}, "price", "negative_price"),
        ({"Harga Beli": "-1"}, "cost", "negative_price"),
        ({"Harga Beli": "murah"}, "cost", "bad_price"),
        ({"Harga Beli": "0"}, "cost", "no_cost"),
        ({"Harga Beli": ""}, "cost", "no_cost"),
        ({"Stok": "banyak"}, "stock", "bad_stock"),
        ({"Stok": "1.250"}, "stock", "bad_stock"),
        ({"Stok": "-3"}, "stock", "negative_stock"),
        ({"Kode": "3*4"}, "code", "bad_code"),
        ({"Kode": "8,99E+12"}, "code", "bad_code"),
        ({"Satuan": "s" * 41}, "unit", "too_long"),
        ({"Titipan": "ya"}, "consigned", "consigned"),
        ({"Lini": "emas"}, "lini", "bad_lini"),
    ],
)
def test_a_faulty_row_is_named_with_its_field_and_nothing_goes_in(
    shop: Session, row: dict[str, Any], field: str, code: str
) -> None:
    book = a_book({}, {"Kode": "B2", "Nama Barang": "Teh", "Barcode": "", **row})
    made = study(shop, book)

    assert [(each.row, each.field, each.code) for each in made.errors] == [(3, field, code)]
    assert made.ready == 1
    with pytest.raises(RowsFaulty):
        importing.import_items(shop.office, made)
    assert items(shop) == {}
    assert importing.import_items(shop.office, made, skip_bad=True).imported == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"Harga Jual": ""}, "no_price"),
        ({"Harga Jual": "0"}, "no_price"),
        ({"Harga Jual": "1400"}, "below_cost"),
        ({"Harga Grosir": "1400"}, "below_cost"),
        ({"Harga Grosir": "2100"}, "wholesale_above"),
        ({"Harga Anggota": "2100"}, "wholesale_above"),
        ({"Barcode": "8990001"}, "barcode_twice"),
        ({"Barcode": "8,99E+12"}, "barcode_cut"),
        ({"Nama Barang": "KOPI"}, "name_twice"),
        ({"Nama Barang": "Kopi (grosir)"}, "twin"),
        ({"Stok Opname": "9"}, "count_differs"),
        ({"Diskon": "500"}, "discount_left"),
        ({"Satuan": ""}, "no_unit"),
        ({"Stok Minimum": "lima"}, "minimum_unreadable"),
        ({"Margin": "tinggi"}, "margin_unreadable"),
        ({"Satuan Beli": "dus", "Isi": "8999001"}, "pack_unclear"),
    ],
)
def test_a_doubtful_row_goes_in_and_says_why(shop: Session, row: dict[str, Any], code: str) -> None:
    made = study(shop, a_book({}, {"Kode": "B2", "Nama Barang": "Teh", "Barcode": "", **row}))

    assert made.errors == ()
    assert [(each.row, each.code) for each in made.warnings if each.row == 3] == [(3, code)]
    assert importing.import_items(shop.office, made).imported == 2
    builders.require_green(shop.office)


def test_one_code_is_one_item(shop: Session) -> None:
    book = a_book({"Barcode": ""}, {"Nama Barang": "Teh", "Barcode": ""})
    [error] = study(shop, book).errors
    assert (error.row, error.code) == (3, "code_duplicate")
    take(shop, a_book({}))

    [error] = study(shop, a_book({"Nama Barang": "Teh"}, name="lain.csv")).errors

    assert (error.code, "Kopi" in error.message) == ("code_taken", True)


def test_a_code_that_can_be_a_barcode_is_one_where_no_column_holds_barcodes(shop: Session) -> None:
    header = ["Kode", "Nama Barang", "Satuan"]
    take(shop, a_book({"Kode": "08991234"}, {"Kode": "B2", "Nama Barang": "Teh"}, header=header))

    [found] = queries.by_barcode(shop.office.reading, "08991234")
    assert (found.item.name, found.item.code) == ("Kopi", "KR00001")
    assert items(shop)["Teh"].code == "B2"


def test_packs_and_their_prices_come_from_columns(shop: Session) -> None:
    units = {"Satuan #1": "pcs", "Satuan #2": "dus", "Rasio Satuan #2": "40"}
    prices = {"Harga Jual Satuan #1": "3500", "Harga Jual Satuan #2": "135000"}
    row = {"Nama Produk": "Mi", "SKU Satuan #2": "18996", **units, **prices}
    take(shop, a_book(row, header=list(row)))

    [found] = queries.by_barcode(shop.office.reading, "18996")
    assert (found.item.name, found.item.unit, found.pack) == ("Mi", "pcs", "dus")
    price = queries.price_at(
        shop.office.reading, found.item, builders.DAY, member=False, pack="dus"
    )
    assert price == 135_000


def test_tables_beside_the_list_bring_packs_prices_and_categories(shop: Session) -> None:
    main = read_book(
        b"id_barang,nama_barang,kategori_id,satuan,harga_beli,stok\n7,Mi,3,pcs,3000,4\n", "m.csv"
    )
    packs = b"id_barang_satuan,id_barang,satuan_multi,konversi_multi\n1,7,Dus,40\n"
    prices = (
        b"id_barang,id_barang_satuan,kategori_harga,harga\n"
        b"7,0,Eceran,3500\n7,1,Eceran,130000\n7,0,Harga Medis,1\n7,0,Anggota,3400\n"
    )
    names = b"kategori_id,kategori_nama\n3,mie instan\n"
    beside = [read_book(raw, f"{n}.csv") for n, raw in enumerate((packs, prices, names))]

    made = study(shop, main, beside=beside)
    importing.import_items(shop.office, made)

    assert [each.code for each in made.warnings] == ["price_kind"]
    noodles, read = items(shop)["Mi"], shop.office.reading
    assert queries.packs(read, noodles.key) == {"Dus": 40_000}
    assert [
        queries.price_at(read, noodles, builders.DAY, member=member, pack=pack)
        for member, pack in ((False, ""), (True, ""), (False, "Dus"))
    ] == [3_500, 3_400, 130_000]
    assert [(each.code, each.name) for each in queries.categories(read)] == [("3", "mie instan")]


def test_a_wholesale_price_counts_from_a_dozen_on_or_from_what_is_said(shop: Session) -> None:
    take(shop, a_book({"Harga Grosir": "1.800"}))
    row = {"Kode": "B2", "Nama Barang": "Teh", "Barcode": "", "Harga Grosir": "1800"}
    take(shop, a_book(row, name="t.csv"), wholesale_from="3")

    read = shop.office.reading
    for name, count in (("Kopi", 12_000), ("Teh", 3_000)):
        of = items(shop)[name]
        at = {
            n: queries.price_at(read, of, builders.DAY, member=False, count=n)
            for n in (count - 1, count)
        }
        assert at == {count - 1: 2_000, count: 1_800}


def test_services_and_other_lines_of_business_stand_on_their_own_accounts(shop: Session) -> None:
    take(
        shop,
        a_book(
            {"Kategori": "LPG", "Nama Barang": "Gas 3 kg"},
            {"Kode": "B2", "Barcode": "", "Nama Barang": "Antar", "Jasa": "Y", "Stok": "99"},
            {"Kode": "B3", "Barcode": "", "Nama Barang": "Urea", "Lini": "PUPUK", "Jasa": ""},
        ),
    )

    found = {name: (each.kind, each.account) for name, each in items(shop).items()}
    assert found == {
        "Gas 3 kg": ("goods", "1-1402"),
        "Antar": ("service", "4-1402"),
        "Urea": ("goods", "1-1403"),
    }
    builders.require_green(shop.office)


def test_an_import_goes_out_again_as_a_whole_and_can_come_back(shop: Session) -> None:
    book = a_book({}, {"Kode": "B2", "Barcode": "", "Nama Barang": "Teh"})
    done = take(shop, book)
    with pytest.raises(AlreadyRead):
        take(shop, book)

    shop.office.perform("import.undo", {"import": done.id, "reason": "salah berkas"})

    assert items(shop) == {}
    assert queries.by_barcode(shop.office.reading, "8990001") == []
    assert builders.balance(shop.office, "1-1401") == 0
    assert take(shop, book).imported == 2
    builders.require_green(shop.office)


def test_an_import_that_was_built_upon_stays(shop: Session) -> None:
    done = take(shop, a_book({}))
    shop.office.perform("goods.set_prices", {"prices": [{"item": "B1", "amount": 2_100}]})

    with pytest.raises(ImportInUse):
        shop.office.perform("import.undo", {"import": done.id, "reason": "salah"})


def test_a_rehearsal_changes_nothing(shop: Session) -> None:
    before = builders.fact_count(shop.office)

    assert importing.rehearse(shop.office, study(shop, a_book({}))) == ()

    assert (builders.fact_count(shop.office), items(shop)) == (before, {})


def test_rejected_rows_come_back_with_their_reason_and_go_in_once_mended(shop: Session) -> None:
    book = a_book({}, {"Kode": "B2", "Barcode": "", "Nama Barang": "Teh", "Harga Beli": "0"})
    done = take(shop, book, skip_bad=True)

    sheet = spreadsheet.xlsx(importing.rejects(study(shop, book), done=done))
    left = read_book(sheet, "ditolak.xlsx")
    text = [[str(cell or "") for cell in row.cells] for row in left.sheets[0].rows]

    [bad] = [row for row in text if "Teh" in row]
    assert any("harga belinya kosong" in cell for cell in bad)
    again = study(shop, left)
    assert [(each.code, again.rows) for each in again.errors] == [("no_cost", 1)]


def test_goods_need_a_place_unless_they_come_without_stock(books: Session) -> None:
    with pytest.raises(BadField, match="belum ada tempat barang"):
        study(books, a_book({}))

    assert take(books, a_book({}), with_stock=False).totals == {"stock": 0}
    assert builders.balance(books.office, "1-1401") == 0
    for code in ("A", "B"):
        order = {"code": code, "name": "Tempat", "unit": "G1"}
        books.office.perform("inventory.add_place", order)
    with pytest.raises(BadField, match="A, B"):
        study(books, a_book({"Kode": "C", "Barcode": ""}, name="c.csv"))


def test_stock_cannot_come_in_once_the_opening_balances_are_agreed(shop: Session) -> None:
    order = {"explanation": "nihil"}
    shop.office.perform("accounting.agree_opening", order, approval=builders.approval())

    with pytest.raises(OpeningAgreed):
        study(shop, a_book({"Kode": "C", "Barcode": ""}, name="c.csv"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("id_barang_satuan,id_barang,satuan_multi,konversi_multi\n1,4,Krat,10\n", "kemasan"),
        ("id_barang,kategori_harga,harga\n4,Eceran,35000\n", "harga"),
        ("kategori_id,kategori_nama\n3,sembako\n", "kategori"),
        ("id,name\n1,Unit\n", "satuan"),
        ("jual_nofak,jual_tanggal,jual_total\n1,2022-12-10,13000\n", "penjualan"),
        ("No. Anggota,Nama,NIK,Alamat\n1,Melati Jati,3310014101800001,Krajan\n", "anggota"),
    ],
)
def test_a_book_of_another_kind_is_refused_by_its_name(shop: Session, text: str, kind: str) -> None:
    with pytest.raises(OtherBook, match=kind):
        study(shop, read_book(text.encode(), "x.csv"))


def test_a_list_without_names_is_refused(shop: Session) -> None:
    with pytest.raises(NoHeader, match="Nama Barang"):
        study(shop, read_book(b"abc,def\n1,2\n", "x.csv"))
    with pytest.raises(NothingReady):
        take(shop, a_book({"Nama Barang": ""}), skip_bad=True)


# --- real lists ---------------------------------------------------------------------------------


@there
def test_the_half_of_a_real_shop_goes_in_with_every_doubt_said_and_out_again(
    shop: Session,
) -> None:
    book = read_book(PRODUCTS / "sangatta_barang_a.csv")
    as_it_stands = study(shop, book)
    codes = [each.code for each in as_it_stands.warnings]
    assert (as_it_stands.ready, as_it_stands.errors) == (2567, ())
    assert as_it_stands.totals == {"stock": 28 * 22_000 + 170 * 25_000}
    assert {code: codes.count(code) for code in set(codes)} == {
        "count_differs": 590,
        "name_twice": 40,
        "pack_unclear": 1,
        "discount_left": 1,
    }

    counted = study(shop, book, mapping={"stock": "stok_opname"})
    done = importing.import_items(shop.office, counted, skip_bad=True)

    assert (done.rows, done.imported) == (2567, 2566)
    assert [(each.row, each.code) for each in done.errors] == [(2535, "no_cost")]
    assert done.totals == {"stock": 66_949_250}
    assert builders.balance(shop.office, "1-1401") == 66_949_250
    assert len(queries.by_barcode(shop.office.reading, "benecol6pcs")) == 1
    assert builders.findings(shop.office) == {}
    shop.office.perform("import.undo", {"import": done.id, "reason": "coba"})
    assert builders.findings(shop.office) == {}
    assert items(shop) == {}
    assert len(imports(shop.office.reading)) == 1


@there
@pytest.mark.parametrize(
    ("names", "rows", "errors", "stock_value"),
    [
        (("sumberjaya_barang", "sumberjaya_kategori"), 227, {"no_cost": 1}, 28_781_085),
        (("koperasi_skf_products",), 48, {"consigned": 2}, 10_329_000),
        (("dhi_barang", "dhi_barang_satuan", "dhi_barang_harga"), 90, {}, 2_871_401_497),
        (("koperasi_v3_barang", "koperasi_v3_barang_satuan"), 97, {}, 2_882_239_547),
        (("dhi_stok_opname",), 90, {}, 2_871_401_497),
    ],
)
def test_the_other_real_lists_go_in_but_for_the_rows_that_are_named(
    shop: Session, names: tuple[str, ...], rows: int, errors: dict[str, int], stock_value: int
) -> None:
    main, *tables = (read_book(PRODUCTS / f"{name}.csv") for name in names)
    made = study(shop, main, beside=tables)

    codes = [each.code for each in made.errors]
    assert {code: codes.count(code) for code in set(codes)} == errors
    done = importing.import_items(shop.office, made, skip_bad=True)

    assert (done.rows, done.imported) == (rows, rows - sum(errors.values()))
    assert done.totals == {"stock": stock_value}
    assert builders.findings(shop.office) == {}


@there
@pytest.mark.parametrize("name", ["sumberjaya_jual", "sumberjaya_detail_jual", "sumberjaya_satuan"])
def test_tables_that_are_no_lists_are_named_as_what_they_are(shop: Session, name: str) -> None:
    with pytest.raises(OtherBook):
        study(shop, read_book(PRODUCTS / f"{name}.csv"))


@there
def test_a_list_of_fifty_three_columns_is_read(shop: Session) -> None:
    made = study(shop, read_book(SHARED / "formats" / "pos_export_53col_cafe.xlsx"))

    assert (made.rows, made.ready, made.header_row) == (46, 46, 4)
    assert [each.kind for each in made.footers] == ["title", "title", "title"]
