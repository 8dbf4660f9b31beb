"""What the columns of registers of members and of books of savings are called.

A book of another kind (goods, cash, loans) is refused with the command that will take it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

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
    matched,
    named_fields,
    require_named,
    widest,
)
from kopdes_desktop.paper.grid import Book

_ENOUGH = 2

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


_OF_MEMBERS = compiled(_MEMBERS)
_OF_SAVINGS = compiled(
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


def find_header(book: Book, *, savings: bool, mapping: Mapping[str, str] | None = None) -> Header:
    """The header row of the first sheet that has one. Raises NoHeader, OtherBook, BadField.

    `mapping` names the header of fields that would be guessed otherwise; "-" leaves a field out.
    """
    fields = _OF_SAVINGS if savings else _OF_MEMBERS
    named = named_fields(mapping or {}, SAVINGS_FIELDS if savings else FIELDS)
    best = best_header(book, fields, named)
    strange = _strange_kind(book, savings=savings, best=best[0] if best else None)
    if strange is not None:
        raise strange
    if best is None or not _is_header(best[0], savings=savings, named=named):
        raise _no_header(book.name, savings=savings)
    require_named(mapping or {}, best[0])
    return header_of(*best)


def _is_header(found: Candidate, *, savings: bool, named: Mapping[str, str]) -> bool:
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


def _strange_kind(book: Book, *, savings: bool, best: Candidate | None) -> OtherBook | None:
    """The refusal of a book that is plainly something else."""
    titles = best.titles if best is not None and best.worth >= _ENOUGH else widest(book)
    bared = [bare(title) for title in titles]
    hits = {
        kind: [t for t, b in zip(titles, bared, strict=True) if b and pattern.fullmatch(b)]
        for kind, pattern in _STRANGE.items()
    }
    ours = set(matched(bared, _OF_MEMBERS).values()) - {"order", "note", "status"}
    theirs = set(matched(bared, _OF_SAVINGS).values())
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


def _other(name: str, kind: str, columns: Iterable[str], *, savings: bool) -> OtherBook:
    words, command = _KINDS[kind]
    shown = [each for each in dict.fromkeys(columns) if each][:6]
    wanted = _KINDS["savings" if savings else "members"][0]
    return OtherBook(
        name=name, kind=_(words), columns=", ".join(shown), wanted=_(wanted), command=command
    )
