"""Istilah: what the words of a cooperative mean, each in one or two plain sentences.

Shown where a word stands as a label or a heading (on hover), found by Ctrl+K, listed from F1.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from kopdes_desktop.kernel.i18n import N_, _, spoken

TERMS: Final[tuple[tuple[str, str], ...]] = (
    (N_("Ahli waris"), N_("Orang yang menerima hak anggota bila ia meninggal.")),
    (N_("Akun"), N_("Satu tempat di pembukuan, misalnya 1-1101 kas atau 2-1101 simpanan.")),
    (
        N_("Antrean pengembalian"),
        N_("Urutan orang yang berhenti dan simpanannya belum dikembalikan, yang terlama di depan."),
    ),
    (N_("Badan hukum"), N_("Pengesahan koperasi oleh negara; nomornya tercetak di kop surat.")),
    (
        N_("Bukti"),
        N_("Nomor dokumen satu transaksi, misalnya SMP-KR-2026-000123; sama di struk dan jurnal."),
    ),
    (N_("Buku besar"), N_("Semua gerak satu akun menurut tanggal, dengan saldonya.")),
    (N_("Buku pembantu"), N_("Rincian satu akun per anggota, per kas, atau per pihak.")),
    (
        N_("Cadangan"),
        N_("Salinan terkunci dari seluruh buku, untuk memulihkan bila laptop rusak atau hilang."),
    ),
    (N_("Calon anggota"), N_("Orang yang permohonannya belum diputuskan pengurus.")),
    (N_("Debit"), N_("Sisi kiri jurnal: harta dan beban bertambah, utang berkurang.")),
    (N_("Dusun"), N_("Bagian desa tempat anggota tinggal; dipakai untuk penagihan.")),
    (N_("Gerai"), N_("Tempat usaha koperasi, misalnya gerai sembako, dengan laci kas sendiri.")),
    (
        N_("Harga pokok"),
        N_(
            "Biaya barang sampai di rak: harga pemasok, dikurangi potongan, ditambah ongkos angkut."
        ),
    ),
    (
        N_("Hari kerja"),
        N_("Tanggal yang dipakai semua transaksi sampai hari itu ditutup; bukan jam laptop."),
    ),
    (N_("HET"), N_("Harga eceran tertinggi dari pemerintah; tidak dijual di atasnya.")),
    (N_("Iuran"), N_("Simpanan wajib yang jatuh tempo setiap bulan.")),
    (
        N_("Jatah mitra"),
        N_("Banyaknya barang yang boleh ditebus dari mitra dalam sebulan, menurut nomor DO."),
    ),
    (N_("Jatuh tempo"), N_("Hari terakhir membayar utang atau bon.")),
    (N_("Jurnal"), N_("Catatan tiap transaksi, debit sama dengan kredit; tidak pernah dihapus.")),
    (
        N_("Jurnal balik"),
        N_("Jurnal yang meniadakan jurnal salah; keduanya tetap terlihat di buku."),
    ),
    (N_("Kas kecil"), N_("Uang tunai untuk belanja kantor sehari-hari.")),
    (N_("Kredit"), N_("Sisi kanan jurnal: utang, simpanan, modal, dan pendapatan bertambah.")),
    (N_("Kuitansi"), N_("Tanda terima setengah A4 dengan jumlah dalam huruf dan tanda tangan.")),
    (
        N_("Lembar tagihan"),
        N_("Daftar iuran satu kelompok yang dibawa petugas; diisi kembali setelah uangnya datang."),
    ),
    (N_("LATIHAN"), N_("Buku ini untuk belajar; isinya bukan koperasi sungguhan.")),
    (N_("Neraca saldo"), N_("Saldo semua akun pada satu hari; jumlah debit sama dengan kredit.")),
    (N_("NIB"), N_("Nomor Induk Berusaha, dari OSS.")),
    (N_("NIK"), N_("Nomor Induk Kependudukan pada KTP, 16 angka.")),
    (N_("NIK koperasi"), N_("Nomor Induk Koperasi dari kementerian, tanda koperasi terdaftar.")),
    (N_("NPWP"), N_("Nomor Pokok Wajib Pajak.")),
    (N_("Pendamping"), N_("Pembantu dari luar; melihat jumlah, tidak melihat nama anggota.")),
    (N_("Pengawas"), N_("Anggota yang memeriksa pengurus; melihat semua, tidak mencatat.")),
    (
        N_("Perangkat"),
        N_("Laptop koperasi; dua hurufnya ada di setiap nomor bukti, misalnya KR."),
    ),
    (
        N_("Perkiraan"),
        N_("Tunggakan dari buku lama yang belum dipastikan pengurus; jangan ditagih dulu."),
    ),
    (N_("Persetujuan"), N_("PIN orang kedua untuk satu perbuatan; nama keduanya tercatat.")),
    (N_("PIN"), N_("Enam angka untuk membuka kunci layar dan menyetujui; bukan kata sandi.")),
    (N_("Rapel"), N_("Membayar iuran beberapa bulan sekaligus.")),
    (N_("Saldo awal"), N_("Angka buku lama yang menjadi pembuka pembukuan di program ini.")),
    (N_("SALINAN"), N_("Tulisan pada struk atau kuitansi yang dicetak lebih dari sekali.")),
    (N_("Segel"), N_("Pernyataan gerai bahwa bulan itu sudah lengkap dari pihaknya.")),
    (N_("SHU"), N_("Sisa Hasil Usaha: laba koperasi setahun yang dibagi menurut keputusan rapat.")),
    (N_("Simpanan pokok"), N_("Dibayar sekali saat menjadi anggota, kembali saat berhenti.")),
    (N_("Simpanan sukarela"), N_("Tabungan anggota; boleh disetor dan ditarik kapan saja.")),
    (
        N_("Simpanan wajib"),
        N_("Dibayar setiap bulan menurut keputusan rapat, kembali saat berhenti."),
    ),
    (N_("Struk"), N_("Tanda terima kecil dari printer gulungan.")),
    (N_("Susulan"), N_("Transaksi hari lalu yang baru dicatat hari ini, dengan alasannya.")),
    (
        N_("Titipan"),
        N_("Uang calon anggota sebelum ada keputusan; belum menjadi simpanan."),
    ),
    (N_("Tunggakan"), N_("Iuran bulan lalu sampai bulan ini yang belum dibayar.")),
    (
        N_("Tutup bulan"),
        N_("Mengunci satu bulan: tidak ada lagi yang dapat dibukukan ke dalamnya."),
    ),
    (
        N_("Uang dalam perjalanan"),
        N_("Uang yang sudah keluar dari gerai dan belum sampai di brankas atau bank."),
    ),
    (N_("Unit"), N_("Bagian usaha koperasi: kantor, simpan pinjam, atau gerai.")),
)


@cache
def _finder(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def terms() -> list[tuple[str, str]]:
    """Every word with its meaning, in the language that is spoken, by the alphabet."""
    return sorted(
        ((_(word), _(meaning)) for word, meaning in TERMS), key=lambda one: one[0].lower()
    )


@lru_cache(maxsize=2)
def _known(_spoken: object) -> dict[str, str]:
    return {word.lower(): meaning for word, meaning in terms()}


def explained(text: str) -> str:
    """The meaning of the longest word of these that stands in a text; empty where none does."""
    known = _known(spoken())
    found = _finder(tuple(known)).search(text.replace("&", ""))
    return known[found[0].lower()] if found else ""


def matching(text: str) -> list[tuple[str, str]]:
    """The words that hold these letters; all of them while nothing is typed."""
    letters = text.strip().lower()
    return [one for one in terms() if letters in one[0].lower()]
