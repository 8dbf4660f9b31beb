"""Which row of an old book is its header, and what each of its columns holds.

Headers are compared bare: no case, no marks, no brackets ("No. KTP / NIK" is "no ktp nik"). A
header in two rows ("Simpanan" over "Pokok" and "Wajib") is read as one. A book of another kind
(goods, cash, loans) is refused with the command that will take it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.cells import Cell
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.membership.studies import Column
from kopdes_desktop.paper.grid import Book, Row, Sheet

#: Headers stand near the top; a book without one is not searched to its end.
_SEARCHED = 80
_ENOUGH = 2
_SURE = 3
_LONGEST_HEADER = 80
#: Named as a field's header: no column is taken for this field, whatever it looks like.
IGNORED = "-"

_NO = r"(?:no|nomor|nmr|nmor)"
_TGL = r"(?:tanggal|tgl|tggl|tg)"
_SAV = r"(?:simpanan|simp|saldo|simpanan saldo|saldo simpanan|saldo awal|jumlah|jml|s)"

#: Field, and the bare headers that mean it; the first that fits wins, the second list is weaker.
_MEMBERS: dict[str, tuple[str, str]] = {
    "secret": (r"password|kata sandi|sandi|username|user name|pin|passwd", ""),
    "nip": (r"nip|nik karyawan|nik pegawai|nik perusahaan|employee id|no(?:mor)? pegawai", ""),
    "nik": (
        (
            rf"(?:{_NO} )?(?:e )?ktp(?: nik)?|(?:{_NO} )?nik(?: e?ktp| e ktp)?|nik {_NO} ktp"
            rf"|(?:{_NO} )?induk kependudukan|id card number|{_NO} ic.*|{_NO} identitas"
        ),
        "",
    ),
    "kk": (rf"(?:{_NO} )?(?:kk|kartu keluarga)", ""),
    "number": (
        (
            rf"(?:{_NO}|id|kode|kd)(?: buku| induk| urut)? (?:anggota|aggota|agt)(?: koperasi)?|"
            rf"nomor induk anggota.*|niak|nia|anggota ref|member (?:id|no|number)|"
            rf"{_NO} (?:kartu|buku)(?: anggota)?|nba|{_NO} reg(?:istrasi|ister)?"
        ),
        r"kode|npk|id|no ang",
    ),
    "name": (
        (
            r"nama(?: lengkap)?(?: anggota| penabung| penyimpan| nasabah| pemohon)?(?: lengkap)?"
            r"(?: koperasi| sesuai ktp| jelas)?|full name|name"
        ),
        r"anggota|nama .*(?:anggota|lengkap).*",
    ),
    "born": (rf"(?:tempat|tmpt?|tpt)(?: dan| n)? {_TGL} lahir|ttl|tempat lahir {_TGL} lahir", ""),
    "birth_place": (r"(?:tempat|tmpt?|tpt|kota) lahir|birth ?place|tempat kelahiran", ""),
    "birth_day": (rf"{_TGL} ?lahir|birth ?(?:date|day)|dob|tgllahir|tanggal kelahiran", r"lahir"),
    "sex": (r"(?:jenis|jns)? ?kelamin|lp|l p|p l|jk|j k|gender|sex|l atau p", ""),
    "mother": (r"(?:nama )?ibu(?: kandung)?|nama gadis ibu(?: kandung)?", ""),
    "address": (r"alamat(?: lengkap| rumah| tinggal| ktp| domisili| sekarang)?|address", ""),
    "dusun": (
        r"dusun|dsn|dukuh|pedukuhan|padukuhan|kampung|lingkungan|banjar|jorong|kring|blok",
        "",
    ),
    "rt_rw": (r"rt ?(?:dan )?rw|rtrw", ""),
    "rt": (r"rt", ""),
    "rw": (r"rw", ""),
    "phone": (
        (
            rf"(?:{_NO} )?(?:hp|telepon|telpon|telp|tlp|tlpn|wa|whatsapp|handphone|ponsel|seluler)"
            r"(?: (?:hp|wa|email|telepon|anggota|aktif))*|kontak|phone(?: number)?"
        ),
        "",
    ),
    "email": (r"e ?mail|alamat e ?mail|surel", ""),
    "job": (r"pekerjaan|profesi|mata pencaharian|job|pekerjaan utama", r"jabatan|posisi"),
    "joined": (
        (
            rf"{_TGL} ?(?:daftar|pendaftaran|bergabung|gabung|masuk|registrasi|terdaftar|diterima|"
            rf"menjadi anggota|jadi anggota)(?: (?:menjadi )?anggota| keanggotaan)?|join ?date|"
            rf"{_TGL} masuk .*anggota.*|mulai menjadi anggota|tmt"
        ),
        r"bergabung|masuk|terdaftar",
    ),
    "left": (rf"{_TGL} ?(?:keluar|berhenti|mundur|mengundurkan diri)(?: anggota)?", r"keluar"),
    "status": (r"status(?: keanggotaan| anggota| aktif)?", ""),
    "principal": (rf"(?:{_SAV} )*pokok(?: rp)?|sp", ""),
    "mandatory": (rf"(?:{_SAV} )*wajib(?: rp)?|sw", ""),
    "voluntary": (rf"(?:{_SAV} )*(?:suka ?rela|mana ?suka)(?: rp)?|ss", ""),
    "order": (rf"{_NO}|{_NO} urut|urut|nomer|#", ""),
    "signature": (r"tanda tangan(?: anggota)?|ttd|paraf|cap jempol|tanda tangan cap jempol", ""),
    "note": (r"ket|keterangan|catatan|remark.*", ""),
}
_SAVINGS: dict[str, tuple[str, str]] = {
    "kind": (
        (
            r"(?:jenis|jns|kategori|kode|nama) (?:simpanan|simpan|produk|pembayaran|tabungan)|"
            r"kategori|produk"
        ),
        r"jenis|simpanan",
    ),
    "move": (r"(?:jenis |tipe )?transaksi|mutasi", ""),
    "amount": (
        (
            r"(?:jumlah|jml|nominal|nilai|besar|total)(?: (?:setoran|setor|simpanan|uang|rupiah|"
            r"bayar|pembayaran|rp))*|nominal|saldo(?: awal| akhir| simpanan)?|setoran|amount|rupiah"
        ),
        "",
    ),
    "day": (rf"{_TGL}(?: (?:transaksi|setor|setoran|bayar|pembayaran|simpan|input))?|date", ""),
    "period": (r"periode|masa|bulan|untuk bulan", ""),
    "bank": (r"simpan di bank|ambil dari bank", ""),
    "reference": (rf"{_NO} (?:referensi|bukti|ref|kuitansi|invoice)|id simpanan", ""),
}
#: Bare headers that only books of another kind have.
_GOODS = (
    r"(?:nama|kode|kd|id|nm) (?:barang|produk|item)|barang|kategori|satuan.*|harga.*|hpp|harpok|"
    r"stok.*|stock|barcode|kode barcode|sku.*|supplier.*|pemasok|merek|merk|brand|konversi.*|exp|"
    r"expired|kedaluwarsa|qty|deskripsi|item name|grup produk|unit price|cost price|reorder level"
)
_CASH = (
    r"nama akun|akun|kode akun|simpan di bank|ambil dari bank|debe?i?t.*|kredit.*|uraian.*|bukti|"
    r"masuk|keluar|saldo|keterangan|jenis transaksi|penerimaan|pengeluaran"
)
_ONLY_CASH = r"nama akun|kode akun|debe?i?t.*|kredit.*|uraian.*|masuk|keluar|ambil dari bank"
_LOANS = (
    r"(?:no|nomor|jumlah|lama|saldo|pokok|sisa|jenis) pinjaman|pinjaman|tenor|bunga|jasa|"
    r"angsuran.*|cicilan.*|jangka waktu|tanggal (?:pengajuan|persetujuan|cair)|tujuan|"
    r"jumlah pembayaran|jenis pembayaran|no invoice"
)
_SHARES = r"bagi hasil|jasa (?:simpanan|pinjaman|penjualan|modal|usaha)|shu.*|penjualan"

#: What a person can say a column of a register of members holds (`--map field=header`).
FIELDS: Mapping[str, str] = {
    "number": N_("Nomor anggota"),
    "name": N_("Nama"),
    "nik": N_("NIK"),
    "kk": N_("Nomor kartu keluarga"),
    "sex": N_("Jenis kelamin"),
    "birth_place": N_("Tempat lahir"),
    "birth_day": N_("Tanggal lahir"),
    "born": N_("Tempat dan tanggal lahir"),
    "mother": N_("Nama ibu kandung"),
    "address": N_("Alamat"),
    "dusun": N_("Dusun"),
    "rt_rw": N_("RT/RW"),
    "rt": N_("RT"),
    "rw": N_("RW"),
    "phone": N_("Telepon"),
    "email": N_("Email"),
    "job": N_("Pekerjaan"),
    "joined": N_("Tanggal masuk"),
    "left": N_("Tanggal keluar"),
    "status": N_("Status"),
    "principal": N_("Simpanan pokok"),
    "mandatory": N_("Simpanan wajib"),
    "voluntary": N_("Simpanan sukarela"),
}
#: The same for a book of savings.
SAVINGS_FIELDS: Mapping[str, str] = {
    "number": N_("Nomor anggota"),
    "name": N_("Nama"),
    "nik": N_("NIK"),
    "amount": N_("Jumlah"),
    "day": N_("Tanggal"),
    "period": N_("Periode"),
    "kind": N_("Jenis simpanan"),
    "move": N_("Transaksi"),
}


class OtherBook(Refusal):
    """A book of another kind than was asked for."""

    template = N_(
        "Berkas {name} adalah {kind} (kolom {columns}), bukan {wanted}. Bacalah dengan: {command}."
    )


class NoHeader(Refusal):
    """No row names the columns."""

    template = N_(
        "Di berkas {name} tidak ada baris judul kolom yang dikenal ({wanted}). Tulis judul kolom, "
        "misalnya {example}, atau sebutkan kolomnya dengan --map."
    )


@lru_cache(maxsize=4096)
def bare(header: str) -> str:
    """A header for comparing: no case, no brackets, no marks, single spaces."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header.casefold())
    plain = re.sub(r"[^0-9a-z#]+", " ", plain)
    return " ".join(plain.split()) or ("#" if "#" in header else "")


_Compiled = list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]


def _compiled(fields: Mapping[str, tuple[str, str]]) -> _Compiled:
    return [
        (field, re.compile(strong), re.compile(weak) if weak else None)
        for field, (strong, weak) in fields.items()
    ]


_OF_MEMBERS = _compiled(_MEMBERS)
_OF_SAVINGS = _compiled(
    {name: _MEMBERS[name] for name in ("secret", "nip", "nik", "number", "name")}
    | {name: _MEMBERS[name] for name in ("principal", "mandatory", "voluntary")}
    | _SAVINGS
    | {name: _MEMBERS[name] for name in ("order", "signature", "note", "status")}
)
_STRANGE = {
    kind: re.compile(words)
    for kind, words in {
        "goods": _GOODS,
        "cash": _CASH,
        "only_cash": _ONLY_CASH,
        "loans": _LOANS,
        "shares": _SHARES,
    }.items()
}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its last row's number, and what each column holds."""

    sheet: Sheet
    row: int
    columns: tuple[Column, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each field stands, from 0."""
        return {each.field: each.place for each in self.columns if each.field is not None}


def _matched(titles: Sequence[str], fields: _Compiled) -> dict[int, str]:
    """Places of known columns and their fields; a field is taken once, strong before weak."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for weak in (False, True):
        for place, title in enumerate(titles):
            if place in found or not title:
                continue
            for field, strong, weaker in fields:
                pattern = weaker if weak else strong
                if pattern is not None and pattern.fullmatch(title):
                    if field not in taken:
                        found[place] = field
                        taken.add(field)
                    break
    return found


def _titles(row: Sequence[Cell]) -> list[str]:
    """The cells as headers; numbers and days are none."""
    return [
        cells.text(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_HEADER else ""
        for cell in row
    ]


def _in_two(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows as one: what stands above reaches over the empty cells to its right."""
    width = max(len(upper), len(lower))
    made: list[str] = []
    over = ""
    for place in range(width):
        high = upper[place] if place < len(upper) else ""
        low = lower[place] if place < len(lower) else ""
        over = high or (over if low else "")
        made.append(f"{high or over} {low}".strip() if low else high)
    return made


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    titles: tuple[str, ...]
    found: dict[int, str]

    @property
    def worth(self) -> int:
        return len(self.found)


def _candidates(
    rows: Sequence[Row], fields: _Compiled, named: Mapping[str, str]
) -> list[_Candidate]:
    made: list[_Candidate] = []
    for n, row in enumerate(rows[:_SEARCHED]):
        titles = _titles(row.cells)
        if sum(map(bool, titles)) < 1:
            continue
        made.append(_candidate(row.number, titles, fields, named))
        if n + 1 < len(rows) and made[-1].worth:
            below = rows[n + 1]
            lower = _titles(below.cells)
            if not any(map(bool, lower)) or any(c.isdigit() for low in lower for c in low):
                continue
            if any(not isinstance(cell, str) for cell in below.cells if cell is not None):
                continue
            both = _candidate(below.number, _in_two(titles, lower), fields, named)
            alone = _candidate(below.number, lower, fields, named)
            if both.worth > max(made[-1].worth, alone.worth):
                made.append(both)
    return made


def _candidate(
    row: int, titles: Sequence[str], fields: _Compiled, named: Mapping[str, str]
) -> _Candidate:
    bared = [bare(title) for title in titles]
    found = _matched(bared, fields)
    for field, header in named.items():
        if header == IGNORED:
            found = {place: each for place, each in found.items() if each != field}
        elif header in bared:
            found = {place: each for place, each in found.items() if each != field}
            found[bared.index(header)] = field
    return _Candidate(row, tuple(titles), found)


def find_header(book: Book, *, savings: bool, mapping: Mapping[str, str] | None = None) -> Header:
    """The header row of the first sheet that has one. Raises NoHeader, OtherBook, BadField.

    `mapping` names the header of fields that would be guessed otherwise; "-" leaves a field out.
    """
    fields = _OF_SAVINGS if savings else _OF_MEMBERS
    named = _named(mapping or {}, SAVINGS_FIELDS if savings else FIELDS)
    best: tuple[_Candidate, Sheet] | None = None
    for sheet in book.sheets:
        for each in _candidates(sheet.rows, fields, named):
            if best is None or each.worth > best[0].worth:
                best = each, sheet
        if best is not None and best[0].worth >= _SURE and best[0].found.keys():
            break
    strange = _strange_kind(book, savings=savings, best=best[0] if best else None)
    if strange is not None:
        raise strange
    if best is None or not _is_header(best[0], savings=savings, named=named):
        raise _no_header(book.name, savings=savings)
    _require_named(mapping or {}, best[0])
    found, sheet = best
    columns = tuple(
        Column(place, title, found.found.get(place))
        for place, title in enumerate(found.titles)
        if title or place in found.found
    )
    return Header(sheet, found.row, columns)


def _named(mapping: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    for field in mapping:
        if field not in known:
            reason = _(N_("kolom {field} tidak dikenal; pilih {among}"))
            reason = reason.format(field=field, among=", ".join(known))
            raise BadField(name="map", reason=reason, field="map")
    return {
        field: IGNORED if header.strip() == IGNORED else bare(header)
        for field, header in mapping.items()
    }


def _require_named(mapping: Mapping[str, str], found: _Candidate) -> None:
    """Every header that was named stands there. Raises BadField."""
    there = {bare(title) for title in found.titles}
    for header in mapping.values():
        if header.strip() != IGNORED and bare(header) not in there:
            reason = _(N_("tidak ada kolom berjudul {header}; yang ada: {among}"))
            titles = ", ".join(title for title in found.titles if title)
            raise BadField(
                name="map", reason=reason.format(header=header, among=titles), field="map"
            )


def _is_header(found: _Candidate, *, savings: bool, named: Mapping[str, str]) -> bool:
    fields = set(found.found.values())
    if savings:
        money = {"amount", "principal", "mandatory", "voluntary"}
        return bool(fields & {"nik", "number", "name"}) and bool(fields & money)
    return "name" in fields and (len(fields) >= _ENOUGH or bool(named))


def _no_header(name: str, *, savings: bool) -> NoHeader:
    if savings:
        wanted, example = N_("anggota dan jumlah"), N_("Nomor Anggota, Nama, Jumlah, Tanggal")
    else:
        wanted, example = N_("nama anggota dan datanya"), N_("No. Anggota, Nama, NIK, Tgl Masuk")
    return NoHeader(name=name, wanted=_(wanted), example=_(example))


_KINDS = {
    "goods": (N_("daftar barang"), "kopdes-desktop items import"),
    "cash": (N_("catatan kas"), "kopdes-desktop books import"),
    "loans": (N_("daftar pinjaman"), "kopdes-desktop books import"),
    "shares": (N_("daftar pembagian SHU"), "kopdes-desktop books import"),
    "members": (N_("daftar anggota"), "kopdes-desktop members import"),
    "savings": (N_("catatan simpanan"), "kopdes-desktop savings import"),
}


def _strange_kind(book: Book, *, savings: bool, best: _Candidate | None) -> OtherBook | None:
    """The refusal of a book that is plainly something else."""
    titles = best.titles if best is not None and best.worth >= _ENOUGH else _widest(book)
    bared = [bare(title) for title in titles]
    hits = {
        kind: [t for t, b in zip(titles, bared, strict=True) if b and pattern.fullmatch(b)]
        for kind, pattern in _STRANGE.items()
    }
    ours = set(_matched(bared, _OF_MEMBERS).values()) - {"order", "note", "status"}
    theirs = set(_matched(bared, _OF_SAVINGS).values())
    person = bool(ours & {"nik", "name"}) or "number" in ours
    money = bool(theirs & {"amount", "principal", "mandatory", "voluntary"})
    kind = None
    if len(hits["goods"]) > max(_ENOUGH, len(ours)) - 1 and "nik" not in ours:
        kind = "goods"
    elif hits["only_cash"] and len(hits["cash"]) >= _ENOUGH and not person:
        kind = "cash"
    elif len(hits["shares"]) > _ENOUGH:
        kind = "shares"
    elif len(hits["loans"]) > 1 and not ours & {"principal", "mandatory", "birth_day", "joined"}:
        kind = "loans"
    elif savings and person and not money:
        kind = "members"
    elif not savings and person and "amount" in theirs and not ours & _OF_REGISTERS:
        kind = "savings"
    if kind is None:
        return None
    return _other(book.name, kind, hits.get(kind) or list(titles), savings=savings)


#: What a register of members says and a list of payments does not.
_OF_REGISTERS = {"joined", "birth_day", "born", "sex", "principal", "mandatory", "address", "job"}


def _widest(book: Book) -> list[str]:
    """The first row with the most titles: what a book of another kind is known by."""
    best: list[str] = []
    for sheet in book.sheets[:3]:
        for row in sheet.rows[:_SEARCHED]:
            titles = _titles(row.cells)
            if sum(map(bool, titles)) > sum(map(bool, best)):
                best = titles
    return best


def _other(name: str, kind: str, columns: Iterable[str], *, savings: bool) -> OtherBook:
    words, command = _KINDS[kind]
    shown = [each for each in dict.fromkeys(columns) if each][:6]
    wanted = _KINDS["savings" if savings else "members"][0]
    return OtherBook(
        name=name, kind=_(words), columns=", ".join(shown), wanted=_(wanted), command=command
    )
