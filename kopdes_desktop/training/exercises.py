"""What there is to practise, and the shape of the fact that says it was done.

The keys that lead to a place are the place's own ({open}); the others stand on its screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from kopdes_desktop.accounting.everyday import Jotted
from kopdes_desktop.accounting.operations import CashMoved, Reversed
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import total
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.boxes import AT_BANKS
from kopdes_desktop.membership.operations import Decided
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import LoggedFact, logged
from kopdes_desktop.sales.facts import Sold
from kopdes_desktop.savings.deposits import Deposited
from kopdes_desktop.savings.queries import MANDATORY
from kopdes_desktop.savings.sheets import Collected

TELLER, TILL, BOOKS, SAFETY = N_("Loket"), N_("Kasir"), N_("Pembukuan"), N_("Pengaman")
DEPOSIT, SELL = "savings.deposit", "sales.sell"
#: The step that opens the place.
OPEN: Final = N_("{open}.")
#: What leaves no fact, but a trace: the last proof, the last copy.
PROOF, COPY = "proof", "copy"
_COST = "6-"
_COLLECTED = 2

Fits = Callable[[LoggedFact, Reading], bool]


def _any(_found: LoggedFact, _read: Reading) -> bool:
    return True


class Exercise(Struct, frozen=True):
    """Something to do once: where (a place of the window), how, and what it leaves behind.

    `kind` is that of the fact, which is also the right to do it; or one of the traces.
    """

    code: str
    group: str
    place: str
    kind: str
    title: str
    why: str
    steps: tuple[str, ...]
    fits: Fits = _any
    listing: str = ""


def _dues(least: int, most: int) -> Fits:
    """Dues of so many months for one member."""

    def fits(found: LoggedFact, _read: Reading) -> bool:
        fact = found.fact
        return isinstance(fact, Deposited) and any(
            line.product == MANDATORY and least <= len(line.months) <= most for line in fact.lines
        )

    return fits


def _voluntary(found: LoggedFact, _read: Reading) -> bool:
    fact = found.fact
    return isinstance(fact, Deposited) and any(line.product == "voluntary" for line in fact.lines)


def _agreed(found: LoggedFact, _read: Reading) -> bool:
    return found.envelope.appr is not None


def _admitted(found: LoggedFact, _read: Reading) -> bool:
    return isinstance(found.fact, Decided) and found.fact.approved


def _collected(found: LoggedFact, _read: Reading) -> bool:
    return isinstance(found.fact, Collected) and len(found.fact.lines) >= _COLLECTED


def _deposit_reversed(found: LoggedFact, read: Reading) -> bool:
    original = logged(read, found.fact.target) if isinstance(found.fact, Reversed) else None
    return original is not None and original.stamp.kind == DEPOSIT


def _paid_in_cash(found: LoggedFact, *, change: bool) -> bool:
    """Whether the buyer got change back, as asked."""
    fact = found.fact
    if not isinstance(fact, Sold) or {each.kind for each in fact.tenders} != {"cash"}:
        return False
    due = total(each.amount for each in fact.tenders)
    return (fact.given is not None and fact.given > due) is change


def _exact(found: LoggedFact, _read: Reading) -> bool:
    return _paid_in_cash(found, change=False)


def _with_change(found: LoggedFact, _read: Reading) -> bool:
    return _paid_in_cash(found, change=True)


def _on_bon(found: LoggedFact, _read: Reading) -> bool:
    return isinstance(found.fact, Sold) and any(x.kind == "bon" for x in found.fact.tenders)


def _cost(found: LoggedFact, _read: Reading) -> bool:
    fact = found.fact
    return isinstance(fact, Jotted) and any(
        line.account.startswith(_COST) and line.amount > 0 for line in fact.entry.lines
    )


def _to_bank(found: LoggedFact, read: Reading) -> bool:
    fact = found.fact
    if not isinstance(fact, CashMoved):
        return False
    accounts = {each.code: each.account for each in chart.boxes(read)}
    origin, target = accounts.get(fact.origin, ""), accounts.get(fact.target, "")
    return target.startswith(AT_BANKS) and not origin.startswith(AT_BANKS)


EXERCISES: Final = (
    Exercise(
        "dues",
        TELLER,
        DEPOSIT,
        DEPOSIT,
        N_("Terima wajib satu bulan"),
        N_("Inilah pekerjaan loket yang paling sering. Kuitansinya langsung jadi."),
        (
            OPEN,
            N_("Ketik beberapa huruf nama anggota, lalu Enter."),
            N_("Ketik 1 (satu bulan), lalu Enter."),
            N_("Enter sekali lagi menyimpannya."),
        ),
        _dues(1, 1),
    ),
    Exercise(
        "arrears",
        TELLER,
        DEPOSIT,
        DEPOSIT,
        N_("Terima rapel beberapa bulan"),
        N_("Yang menunggak sering membayar beberapa bulan sekaligus, dalam satu kuitansi."),
        (
            N_("{open}, lalu cari anggotanya dan Enter."),
            N_("Ketik banyaknya bulan (dua atau lebih), misalnya 3, lalu Enter."),
            N_("Enter sekali lagi menyimpannya."),
        ),
        _dues(2, 99),
    ),
    Exercise(
        "voluntary",
        TELLER,
        DEPOSIT,
        DEPOSIT,
        N_("Terima simpanan sukarela"),
        N_("Tabungan yang boleh diambil lagi kapan saja, berapa pun jumlahnya."),
        (
            N_("{open}, lalu cari anggotanya dan Enter."),
            N_("Tekan S, ketik jumlahnya, lalu Enter."),
            N_("Enter sekali lagi menyimpannya."),
        ),
        _voluntary,
    ),
    Exercise(
        "withdrawal",
        TELLER,
        DEPOSIT,
        "savings.withdraw",
        N_("Bayar penarikan berdua"),
        N_("Penarikan besar tidak diputuskan sendirian: itu melindungi uang anggota dan Anda."),
        (
            N_("{open}, lalu cari anggota yang sukarelanya di atas satu juta rupiah."),
            N_("Bila belum ada, terima dulu sukarelanya dengan S."),
            N_("Tekan T, ketik jumlah di atas satu juta, lalu Enter sampai ditanya."),
            N_("Orang kedua (ketua) mengisi nama, alasan, dan PIN-nya: 123456."),
        ),
        _agreed,
    ),
    Exercise(
        "applicant",
        TELLER,
        "membership.apply",
        "membership.apply",
        N_("Catat calon anggota baru"),
        N_("Setiap anggota bermula dari permohonan yang tercatat."),
        (
            OPEN,
            N_("Ctrl+N membuka isian permohonan baru."),
            N_("Isi namanya dan yang lain; Enter ke isian berikutnya."),
            N_("Ctrl+Enter menyimpannya."),
        ),
    ),
    Exercise(
        "admission",
        TELLER,
        "membership.apply",
        "membership.decide",
        N_("Terima calon menjadi anggota"),
        N_("Keputusan pengurus memberi nomor anggota; sejak itu ia boleh menabung."),
        (
            OPEN,
            N_("F2 ke daftar yang menunggu; pilih dengan panah, Enter membukanya."),
            N_("Pilih diterima, isi nomor keputusannya."),
            N_("Ctrl+Enter menyimpannya."),
        ),
        _admitted,
    ),
    Exercise(
        "sheet",
        TELLER,
        "savings.issue_sheet",
        "savings.collect",
        N_("Isi lembar tagihan yang pulang"),
        N_("Petugas tagih membawa banyak setoran sekaligus: satu lembar, satu kali hitung."),
        (
            N_("{open}; Ctrl+N menerbitkan lembar bila belum ada."),
            N_("Enter pada lembarnya; Enter lagi untuk tiap baris yang membayar."),
            N_("Spasi untuk yang tidak membayar. Paling sedikit dua orang membayar."),
            N_("Ketik uang yang dihitung; Ctrl+Enter menyimpan semuanya."),
        ),
        _collected,
    ),
    Exercise(
        "reversal",
        TELLER,
        "report.journal",
        "accounting.reverse",
        N_("Batalkan setoran yang keliru"),
        N_("Yang keliru tidak dihapus, tetapi dibalik: jejaknya tetap terbaca."),
        (
            OPEN,
            N_("Pilih baris setorannya dengan panah, lalu Enter."),
            N_("F8 membaliknya; tuliskan alasannya."),
        ),
        _deposit_reversed,
    ),
    Exercise(
        "opening",
        TILL,
        SELL,
        "till.open_shift",
        N_("Buka giliran kasir"),
        N_("Laci dihitung dulu, supaya selisih kemarin tidak menjadi selisih Anda."),
        (
            OPEN,
            N_("Hitung uang di laci dan ketik banyaknya tiap lembar; Enter lanjut."),
            N_("Ctrl+Enter membuka giliran."),
        ),
    ),
    Exercise(
        "exact",
        TILL,
        SELL,
        SELL,
        N_("Jual dengan uang pas"),
        N_("Antrean berjalan cepat bila penjualan biasa selesai dengan dua tombol."),
        (
            OPEN,
            N_("Pindai barangnya, atau ketik hurufnya dan Enter."),
            N_("Enter dua kali: uang pas."),
        ),
        _exact,
    ),
    Exercise(
        "change",
        TILL,
        SELL,
        SELL,
        N_("Jual dengan uang kembalian"),
        N_("Program menghitung kembaliannya; Anda cukup mengetik uang yang diterima."),
        (
            N_("{open}, lalu masukkan barangnya."),
            N_("Enter, ketik uang yang diterima, lalu Enter."),
        ),
        _with_change,
    ),
    Exercise(
        "bon",
        TILL,
        SELL,
        SELL,
        N_("Jual kepada anggota dengan bon"),
        N_("Bon hanya untuk anggota dan ada batasnya; utangnya langsung tercatat."),
        (
            N_("{open}, lalu masukkan barangnya."),
            N_("F3, ketik nama anggotanya, lalu Enter."),
            N_("Enter untuk membayar, F10, lalu pilih bon."),
        ),
        _on_bon,
    ),
    Exercise(
        "return",
        TILL,
        SELL,
        "sales.bring_back",
        N_("Terima barang yang dikembalikan"),
        N_("Barang dan uangnya kembali lewat struk lamanya, supaya stok tetap cocok."),
        (
            OPEN,
            N_("F8 membuka struk terakhir; pilih struknya."),
            N_("F5 di sana: isi banyaknya yang kembali, lalu simpan."),
        ),
    ),
    Exercise(
        "shift",
        TILL,
        SELL,
        "till.close_shift",
        N_("Tutup giliran dengan hitungan"),
        N_("Uang dihitung tanpa melihat catatan; baru sesudah itu tampak cocok atau tidak."),
        (
            OPEN,
            N_("Ctrl+F5 membuka daftar laci; pilih Tutup giliran."),
            N_("Hitung uangnya, ketik banyaknya tiap lembar, lalu simpan."),
        ),
    ),
    Exercise(
        "cost",
        BOOKS,
        "accounting.jot",
        "accounting.jot",
        N_("Catat biaya sehari-hari"),
        N_("Cukup tulis apa yang terjadi; debit dan kreditnya diurus program."),
        (
            OPEN,
            N_("Ketik kejadiannya, misalnya listrik, lalu Enter."),
            N_("Isi jumlah dan kasnya."),
            N_("Baca kalimatnya, lalu Enter dua kali."),
        ),
        _cost,
    ),
    Exercise(
        "bank",
        BOOKS,
        "accounting.jot",
        "accounting.move_cash",
        N_("Setor kas ke bank"),
        N_("Uang yang tidak dipakai hari ini lebih aman di bank."),
        (
            OPEN,
            N_("F6 untuk memindah kas."),
            N_("Pilih dari kas yang mana ke bank yang mana, dan isi jumlahnya."),
            N_("Ctrl+Enter menyimpannya."),
        ),
        _to_bank,
    ),
    Exercise(
        "count",
        BOOKS,
        "banking.count_cash",
        "banking.count_cash",
        N_("Hitung kas"),
        N_("Kas yang dihitung setiap hari tidak pernah berselisih lama."),
        (
            OPEN,
            N_("Ketik banyaknya tiap lembar dan keping."),
            N_("Ctrl+Enter selesai menghitung."),
        ),
    ),
    Exercise(
        "proof",
        BOOKS,
        "report.checks",
        PROOF,
        N_("Periksa buku"),
        N_("Program membuktikan sendiri bahwa semua angkanya cocok; tidak ada yang diubah."),
        (
            N_("Kerjakan dulu satu latihan lain, supaya ada yang diperiksa."),
            OPEN,
            N_("F5 menjalankan semua pemeriksaan."),
        ),
    ),
    Exercise(
        "day",
        BOOKS,
        "day.close",
        "day.close",
        N_("Tutup hari kerja"),
        N_("Sesudah ditutup, hari itu tidak berubah lagi; besok dimulai bersih."),
        (
            N_("Tutup dulu giliran kasir dan hitung kasnya."),
            OPEN,
            N_("F8 menutup hari kerja."),
        ),
    ),
    Exercise(
        "copy",
        SAFETY,
        "read.backups",
        COPY,
        N_("Buat cadangan pekerjaan ini"),
        N_("Laptop dapat rusak atau hilang. Cadangan mengembalikan bukunya sampai hari itu."),
        (
            N_("Kerjakan dulu satu latihan lain, supaya ada yang dicadangkan."),
            OPEN,
            N_("Ctrl+N membuat cadangan sekarang."),
        ),
    ),
)
