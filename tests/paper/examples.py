"""Papers of a cooperative that does not exist."""

from datetime import date

from msgspec.structs import replace

from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.paper.document import (
    Chapter,
    Column,
    Document,
    Letterhead,
    Receipt,
    Signer,
    Slip,
    SlipRow,
)

KOP = Letterhead(
    "KOPERASI DESA SUMBER MAKMUR",
    ("Badan Hukum AHU-0000001.AH.01.29.Tahun 2025", "Jl. Raya Sumber No. 1, Kec. Contoh"),
)
PRACTICE = Letterhead(KOP.name, KOP.lines, practice=True)
SIGNERS = (Signer("Ketua", "Budi Santoso"), Signer("Bendahara", "Dewi Lestari"), Signer("Pengawas"))

RECEIPT = Receipt(
    KOP,
    "Kuitansi",
    "SMP-KR-2026-000123",
    date(2026, 11, 21),
    "Sumber",
    "Siti Aminah (A-0003)",
    Rupiah(1_275_000),
    "Setoran simpanan pokok, wajib Agustus–November 2026 dan sukarela",
    rows=(
        ("Simpanan pokok", Rupiah(100_000)),
        ("Simpanan wajib Agustus–November 2026", Rupiah(100_000)),
        ("Simpanan sukarela", Rupiah(1_075_000)),
    ),
    signers=(Signer("Penyetor", "Siti Aminah"), Signer("Kasir", "Dewi Lestari")),
    proof="59235 10937 96556 28920",
    notes=("Simpan kuitansi ini sebagai bukti pembayaran yang sah.",),
)

SLIP = Slip(
    Letterhead("KOPDES SUMBER", KOP.lines),
    "BUKTI SETORAN",
    (
        SlipRow("No.", "SMP-KR-2026-000123"),
        SlipRow("Tanggal", "21/11/2026 09.15 WIB"),
        SlipRow("A-0003 Siti Aminah binti Muhammad Sholeh"),
        SlipRow("", kind="rule"),
        SlipRow("Simpanan pokok", "100.000"),
        SlipRow("Simpanan wajib Agustus–November 2026", "100.000"),
        SlipRow("Simpanan sukarela", "1.075.000"),
        SlipRow("", kind="rule"),
        SlipRow("JUMLAH", "Rp1.275.000", kind="big"),
        SlipRow("satu juta dua ratus tujuh puluh lima ribu rupiah", kind="small"),
        SlipRow("Saldo sukarela", "2.150.000", kind="bold"),
    ),
    ("Kasir: Dewi", "Terima kasih"),
)

_BALANCES = (
    ("1-1101", "Kas", 12_350_000),
    ("1-1201", "Bank BRI Unit Contoh", 85_000_000),
    ("1-1301", "Piutang pinjaman anggota", 43_250_000),
    ("1-2199", "Akumulasi penyusutan inventaris kantor", -2_250_000),
    ("2-1101", "Simpanan sukarela", -37_400_000),
    ("3-1101", "Simpanan pokok", -25_000_000),
    ("3-1201", "Simpanan wajib", -61_450_000),
    ("4-1101", "Jasa pinjaman", -19_500_000),
    ("5-1101", "Beban gaji", 5_000_000),
)
_ROWS = [
    {"account": code, "name": name, "debit": Rupiah(max(n, 0)), "credit": Rupiah(max(-n, 0))}
    for code, name, n in _BALANCES
]
TRIAL_BALANCE = Document(
    "trial_balance",
    "Neraca Saldo",
    KOP,
    "per 30 November 2026",
    (
        Column("account", "Akun"),
        Column("name", "Nama akun"),
        Column("debit", "Debit", "money"),
        Column("credit", "Kredit", "money"),
    ),
    _ROWS,
    {
        "debit": total(Rupiah(max(n, 0)) for _c, _n, n in _BALANCES),
        "credit": total(Rupiah(max(-n, 0)) for _c, _n, n in _BALANCES),
    },
    notes=("Disusun dari buku besar.",),
    signers=SIGNERS,
)


def ledger(rows: int, *, letterhead: Letterhead = KOP, draft: bool = False) -> Document:
    """A general ledger of so many rows; its balance ends below zero."""
    return Document(
        "general_ledger",
        "Buku Besar 1-1101 Kas",
        letterhead,
        "Januari–Desember 2026",
        (
            Column("day", "Tanggal", "day"),
            Column("number", "Bukti"),
            Column("text", "Uraian"),
            Column("debit", "Debit", "money"),
            Column("credit", "Kredit", "money"),
            Column("balance", "Saldo", "money"),
        ),
        [
            {
                "day": date(2026, n * 12 // max(rows, 1) + 1, n % 28 + 1),
                "number": f"KM-KR-2026-{n + 1:06d}",
                "text": f"Penjualan gerai kepada anggota A-{n % 500:04d}",
                "debit": Rupiah(1_000 * n) if n % 3 else None,
                "credit": None if n % 3 else Rupiah(2_000 * n),
                "balance": Rupiah(5_000_000 - 7_919 * n),
            }
            for n in range(rows)
        ],
        {"debit": Rupiah(1_000 * rows), "credit": Rupiah(2_000 * rows)} if rows else {},
        draft=draft,
        signers=SIGNERS,
    )


_PARAGRAPHS = (
    "Laporan ini disusun oleh pengurus dari buku koperasi; setiap angkanya ada buktinya.",
    "1. Koperasi melayani anggota di satu desa, dengan gerai sembako dan simpanan anggota.",
    "2. Pengurus mengadakan rapat setiap bulan.",
)

BOOK = Document(
    "meeting_pack",
    "Buku laporan rapat anggota tahunan",
    KOP,
    "Tahun buku 2026",
    (Column("part", "Bagian"), Column("state", "Keadaan")),
    [{"part": "Kata pengantar", "state": "terisi"}, {"part": "Neraca Saldo", "state": "buku"}],
    {},
    about=("Rapat Anggota Tahunan, 20 Maret 2027", "Balai desa"),
    chapters=(
        Chapter("Kata pengantar", _PARAGRAPHS, signed="Sumber, 1 Maret 2027", signers=SIGNERS),
        Chapter("Laporan pengurus"),
        Chapter("Keanggotaan", (*_PARAGRAPHS[:1], replace(TRIAL_BALANCE, signers=())), level=2),
        Chapter(
            "Neraca Saldo",
            (replace(TRIAL_BALANCE, signers=()),),
            letter=True,
            period="per 30 November 2026",
            signed="Sumber, 1 Maret 2027",
            signers=SIGNERS,
        ),
    ),
    cover=True,
)
