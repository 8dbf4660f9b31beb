"""What the columns of shops' product lists are called, and of the tables that stand beside them.

A list of another kind (members, cash, sales) is refused; a table of packs, prices or categories is
known as what it is and read together with its list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.columns import (
    Candidate,
    Header,
    NoHeader,
    OtherBook,
    bare,
    best_header,
    compiled,
    header_of,
    named_fields,
    require_named,
    widest,
)
from kopdes_desktop.office.sorting import Marks
from kopdes_desktop.paper.grid import Book

#: Units of a list with one column each: the second to the fifth.
MORE_UNITS = range(2, 6)
_THING = r"(?:barang|produk|item|product)"
_MORE: dict[str, tuple[str, str]] = {
    name: (rf"{words} #{n}", "")
    for n in MORE_UNITS
    for name, words in (
        (f"pack{n}", r"satuan"),
        (f"factor{n}", r"rasio satuan"),
        (f"price{n}", r"harga jual satuan"),
        (f"sku{n}", r"sku satuan"),
    )
}
#: Field, and the bare headers that mean it; the first that fits wins, the second list is weaker.
_ITEMS: dict[str, tuple[str, str]] = {
    "secret": (r"password|kata sandi|sandi", ""),
    "barcode": (r"(?:kode )?bar ?code|kode batang|ean(?: 13)?|upc|gtin|mbrbarcode", ""),
    "code": (
        rf"(?:kode|kd)(?: {_THING})?|sku(?: satuan #1)?|prdcd|plu|code|item code|kode sku",
        rf"id {_THING}|{_THING} id",
    ),
    "name": (
        (
            rf"(?:nama|nm)(?: (?:{_THING}|merek|merk|lengkap|jual))*|item name|{_THING} nama|name|"
            rf"product name|nama {_THING} .*"
        ),
        rf"{_THING}|uraian|deskripsi {_THING}",
    ),
    "category": (
        (
            rf"kategori(?: {_THING})?|category|grup {_THING}|kelompok(?: {_THING})?|kd jenis|"
            rf"jenis(?: {_THING})?|kat id|classification|kategori id|{_THING} kategori id|"
            r"category id"
        ),
        r"departemen|golongan",
    ),
    "lini": (r"lini(?: usaha)?", ""),
    "unit": (
        rf"satuan(?: (?:{_THING}|jual|dasar|terkecil|#1))?|{_THING} satuan|unit(?: id)?|uom|sat",
        "",
    ),
    "pack": (r"satuan (?:beli|besar)|purchase unit|kemasan", ""),
    "factor": (
        rf"konversi(?: (?:{_THING}|satuan))?|isi|beli isi|isi kemasan|conversion factor",
        "",
    ),
    "cost": (
        (
            rf"(?:harga|hrg) (?:beli|pokok|modal)(?: (?:satuan|{_THING}|#1))*|hpp|harpok|"
            rf"{_THING} harpok|cost(?: price)?|modal(?: price)?|rcost|harga perolehan"
        ),
        "",
    ),
    "wholesale": (
        rf"(?:{_THING} )?harjul grosir|(?:harga )?(?:jual )?grosir|wholesale(?: price)?",
        "",
    ),
    "member": (r"(?:harga )?(?:jual )?(?:member|anggota)|member price|harga jual anggota", ""),
    "price": (
        (
            rf"(?:harga|hrg) (?:jual|eceran)(?: (?:satuan|{_THING}|eceran|umum|#1))*|"
            rf"{_THING} harjul|harjul|eceran|unit price|retail(?: price)?|price"
        ),
        r"harga(?: satuan)?",
    ),
    "counted": (r"stok opname|hasil opname|stok fisik", ""),
    "minimum": (
        (
            rf"(?:stok|stock) (?:min|minimum|minimal)|(?:{_THING} )?min(?:imum)? sto(?:k|ck)|"
            r"reorder level|minimum sto(?:k|ck)"
        ),
        "",
    ),
    "stock": (
        (
            rf"sto(?:k|ck)(?: (?:{_THING}|akhir|saat ini|sekarang))?|{_THING} stok|"
            r"mbrstock|saldo stok|sisa(?: stok)?"
        ),
        r"stok awal|qty|quantity|kuantitas|jumlah (?:stok|barang)|location .*|saldo",
    ),
    "value": (r"nilai(?: (?:stok|persediaan|barang))?|total nilai|jumlah nilai", ""),
    "consigned": (r"is consignment|konsinyasi|titipan|titip jual|barang titipan", ""),
    "no_stock": (r"non stok|tanpa stok|jasa", ""),
    "kind": (r"tipe(?: item)?|type|jenis item", ""),
    "margin": (r"margin(?: (?:percent|persen))?", ""),
    "discount": (r"diskon|disc|discount|potongan", ""),
    **_MORE,
    "order": (r"no|nomor|no urut|urut|#", ""),
}
_OF_ITEMS = compiled(_ITEMS)

#: What a person can say a column holds (`--map field=header`).
FIELDS: Mapping[str, str] = {
    "code": N_("Kode barang"),
    "barcode": N_("Barcode"),
    "name": N_("Nama barang"),
    "category": N_("Kategori"),
    "lini": N_("Lini usaha"),
    "unit": N_("Satuan"),
    "pack": N_("Kemasan"),
    "factor": N_("Isi kemasan"),
    "cost": N_("Harga beli"),
    "price": N_("Harga jual"),
    "wholesale": N_("Harga grosir"),
    "member": N_("Harga anggota"),
    "stock": N_("Stok"),
    "counted": N_("Hasil opname"),
    "minimum": N_("Stok minimum"),
    "value": N_("Nilai stok"),
    "margin": N_("Margin"),
    "discount": N_("Diskon"),
    "consigned": N_("Barang titipan"),
    "no_stock": N_("Tanpa stok (jasa)"),
    "kind": N_("Jenis barang"),
}
#: By what a line about an item is known.
MARKS = Marks(
    others=("category", "unit", "kind", "pack"),
    money=("cost", "price", "stock", "minimum", "counted"),
    number="code",
    nik="barcode",
)
_ENOUGH = 2

_MEMBER = re.compile(r"(?:no(?:mor)? )?(?:nik|ktp)|no(?:mor)? anggota|simpanan (?:pokok|wajib)")
_SALES = re.compile(r"(?:d )?jual (?:nofak|id|tanggal|qty)|no ?faktur|nota|tanggal jual")
#: Titles of the tables that stand beside a list, by what they hold.
_PACK = re.compile(r"satuan multi|kemasan|nama satuan")
_FACTOR = re.compile(r"konversi multi|konversi|isi")
_PRICE = re.compile(r"harga(?: jual)?")
_LINK = re.compile(rf"(?:id|kode|kd) {_THING}|{_THING} id")
_CATEGORY_NAME = re.compile(r"kategori nama|nama kategori|category name")
_CATEGORY_KEY = re.compile(r"kategori id|id kategori|kode kategori|kd jenis|category id")


def find_header(book: Book, mapping: Mapping[str, str] | None = None) -> Header:
    """The header row of a product list. Raises NoHeader, OtherBook, BadField."""
    named = named_fields(mapping or {}, FIELDS)
    best = best_header(book, _OF_ITEMS, named)
    fields = set(best[0].found.values()) if best is not None else set()
    strange = _strange(book, best[0] if best is not None else None, fields)
    if strange is not None:
        raise strange
    if best is None or "name" not in fields or (len(fields) < _ENOUGH and not named):
        raise NoHeader(
            name=book.name,
            wanted=_(N_("nama barang dan datanya")),
            example=_(N_("Kode, Nama Barang, Satuan, Harga Beli, Harga Jual, Stok")),
        )
    require_named(mapping or {}, best[0])
    return header_of(*best)


def _strange(book: Book, best: Candidate | None, fields: set[str]) -> OtherBook | None:
    """The refusal of a book that is plainly something else."""
    titles = [*best.titles] if best is not None and best.worth >= _ENOUGH else widest(book)
    bared = [bare(title) for title in titles]
    beside = beside_of(titles)
    kind, command = "", "kopdes-desktop items import"
    if sum(bool(_SALES.fullmatch(each)) for each in bared) >= _ENOUGH:
        kind, command = N_("catatan penjualan"), "kopdes-desktop books import"
    elif any(_MEMBER.fullmatch(each) for each in bared) and not fields & {"cost", "stock", "unit"}:
        kind, command = N_("daftar anggota"), "kopdes-desktop members import"
    elif beside is not None:
        kind = beside.words
        command = _(N_("kopdes-desktop items import DAFTAR-BARANG --with {name}")).format(
            name=book.name
        )
    if not kind:
        return None
    return OtherBook(
        name=book.name,
        kind=_(kind),
        columns=", ".join([each for each in titles if each][:6]),
        wanted=_(N_("daftar barang")),
        command=command,
    )


class Beside(Struct, frozen=True):
    """A table beside a product list: what it holds, and where each thing stands in it."""

    what: str
    words: str
    places: Mapping[str, int]


def _place(bared: list[str], *patterns: re.Pattern[str]) -> int | None:
    for pattern in patterns:
        for at, title in enumerate(bared):
            if title and pattern.fullmatch(title):
                return at
    return None


def beside_of(titles: list[str]) -> Beside | None:
    """What a table with these titles holds beside a list: packs, prices, categories or units."""
    bared = [bare(title) for title in titles]
    link = _place(bared, _LINK)
    pack, factor = _place(bared, _PACK), _place(bared, _FACTOR)
    price = _place(bared, _PRICE)
    named = any(re.fullmatch(_ITEMS["name"][0], each) for each in bared if each)
    found: dict[str, int | None] = {}
    what, words = "", ""
    if not named and link is not None and pack is not None and factor is not None:
        what, words = "packs", N_("tabel kemasan barang")
        own = _place(bared, re.compile(r"id barang satuan|id satuan"))
        found = {"link": link, "pack": pack, "factor": factor, "key": own}
    elif not named and link is not None and price is not None:
        what, words = "prices", N_("tabel harga barang")
        kind = _place(bared, re.compile(r"kategori harga|jenis harga"))
        own = _place(bared, re.compile(r"id barang satuan|id satuan"))
        found = {"link": link, "price": price, "kind": kind, "pack": own}
    elif not named and (name := _place(bared, _CATEGORY_NAME)) is not None:
        key = _place(bared, _CATEGORY_KEY)
        what, words = "categories", N_("tabel kategori barang")
        found = {"key": key, "name": name}
    elif bared in (["id", "name"], ["id", "nama"], ["id", "satuan"]):
        what, words = "units", N_("tabel satuan")
        found = {"key": 0, "name": 1}
    if not what:
        return None
    return Beside(what, words, {name: at for name, at in found.items() if at is not None})
