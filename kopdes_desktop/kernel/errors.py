"""What can go wrong, in three kinds: the rules say no, the world says no, the user says no.

KopdesError
├─ Refusal      a rule says no; shown at the field, never logged as an error
├─ Fault        the machine: disk, lock, damage; shown with advice, logged; the work is safe
└─ Cancelled    the user changed his mind
Anything else is a bug of ours.
"""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, gettext


class KopdesError(Exception):
    """A sentence for people with its values; the class name is the code for programs."""

    template = N_("Terjadi kesalahan.")
    #: Which of several requests it was, counted from 0.
    request: int | None = None

    def __init__(self, template: str | None = None, /, **values: object) -> None:
        """Keep the Indonesian template and the values that its {placeholders} take."""
        self.template = template or type(self).template
        self.values = values
        super().__init__(self.template)

    @property
    def code(self) -> str:
        """The name that other programs see: the class's own."""
        return type(self).__name__

    @property
    def message(self) -> str:
        """The whole sentence in the language now in use."""
        return gettext(self.template).format(**self.values)

    def __str__(self) -> str:
        """The sentence, so that logs and tracebacks read well too."""
        return self.message


class Refusal(KopdesError):
    """The rules say no. `field` names the order's field that is to be mended, if there is one."""

    def __init__(
        self, template: str | None = None, /, *, field: str | None = None, **values: object
    ) -> None:
        """Keep template, values and the field that is to blame."""
        super().__init__(template, **values)
        self.field = field


class NotPermitted(Refusal):
    """The role of this user, or the grant of this device, does not hold the operation."""

    template = N_("{role} tidak berhak: {operation}.")


class NeedsApproval(Refusal):
    """The operation wants a second person."""

    template = N_("{operation} memerlukan persetujuan orang kedua.")


class SelfApproval(Refusal):
    """The second person is the first."""

    template = N_("Persetujuan harus dari orang lain, bukan dari pembuatnya sendiri.")


class SignatureNeeded(Refusal):
    """An officer's own signature is missing: his password opens the key that makes it."""

    template = N_("{officer} harus menandatangani dengan kata sandinya sendiri.")


class SignInRefused(Refusal):
    """Name, password or PIN is wrong, or the delay after wrong tries still runs."""

    template = N_("Nama atau kata sandi tidak cocok.")


class PasswordChangeNeeded(Refusal):
    """Signed in with one-time words: nothing but a new password is possible."""

    template = N_("Kata sandi sekali pakai harus diganti dahulu sebelum bekerja.")


class WeakPassword(Refusal):
    """A password shorter than ten characters or on the block list; a PIN that is not six digits."""

    template = N_("Kata sandi minimal 10 huruf atau angka dan bukan kata yang mudah ditebak.")


class BadField(Refusal):
    """A field is missing, unknown, of the wrong kind, or has an impossible value."""

    template = N_("Isian belum benar: {reason}.")


class ImportInUse(Refusal):
    """Facts after an import name what it brought: taking it back would leave them without it."""

    template = N_(
        "Impor ini tidak dapat dibatalkan: {count} catatan sesudahnya menyebut yang dimasukkannya "
        "({facts}). Balik dahulu bukti uangnya. Yang bukan bukti uang tidak dapat ditarik lagi: "
        "betulkan isi impor itu satu per satu."
    )


class UnknownOperation(Refusal):
    """There is no operation of this name."""

    template = N_("Tidak ada operasi bernama {name}.")


class KeyReused(Refusal):
    """The caller's own key stands for another order already."""

    template = N_("Permintaan {key} sudah dipakai untuk pekerjaan lain; ulangi dari awal.")


class BadDay(Refusal):
    """A business day that may not be: in the future, before the last one, or without a reason."""

    template = N_("Tanggal {day} tidak dapat dipakai: {reason}.")


class DayNotOpen(Refusal):
    """The business day cannot open by itself; a person has to confirm it."""

    template = N_(
        "Hari kerja {day} perlu dipastikan: {reason}. Periksa jam laptop, lalu buka {day}."
    )


class PeriodClosed(Refusal):
    """The month is closed, or lies before the books began."""

    template = N_("Bulan {month} sudah ditutup. Bulan terbuka: {open}.")


class BooksDiffer(Refusal):
    """A book kept beside the journal is off by a rupiah or more: nothing is locked over it."""

    template = N_(
        "Bulan {month} belum dapat ditutup karena buku tidak cocok: {finding}. "
        "Jalankan pemeriksaan buku dan luruskan selisihnya dahulu."
    )


class YearNotReady(Refusal):
    """The book year cannot be closed yet, or not be opened again."""

    template = N_("Tahun buku {year} belum dapat ditutup: {reason}")


class YearStands(Refusal):
    """A closed book year stays closed, because of what was built on it."""

    template = N_("Tahun buku {year} tidak dapat dibuka kembali: {reason}")


class OpeningAgreed(Refusal):
    """The opening balances were agreed: they are neither added to nor taken back."""

    template = N_(
        "Saldo awal sudah disahkan pada {day}, jadi tidak dapat ditambah atau dibatalkan lagi. "
        "Perbaiki kesalahannya dengan jurnal koreksi."
    )


class Unbalanced(Refusal):
    """Debit and credit differ."""

    template = N_("Jurnal tidak seimbang: debit {debit}, kredit {credit}.")


class InsufficientBalance(Refusal):
    """A cash box or a sub-ledger key would go below zero."""

    template = N_("Saldo {name} tidak cukup: ada {balance}, diminta {amount}.")


class BeyondBonLimit(Refusal):
    """A member's bon, with that of his family, would come above what he may owe."""

    template = N_(
        "Plafon bon {member} adalah {limit} dan sudah terpakai {used}, jadi tidak cukup untuk "
        "{asked}. Terima pembayaran bonnya dahulu, atau bayar dengan cara lain."
    )


class NoShift(Refusal):
    """Nobody has opened a shift at this drawer yet."""

    template = N_(
        "Belum ada giliran kasir yang buka di laci ini. Buka giliran dahulu: hitung uang di laci, "
        "lalu lanjutkan."
    )


class BeyondAllowance(Refusal):
    """A buyer of subsidised goods has had what he, or his family, may have for now."""

    template = N_(
        "Jatah {program} untuk {period} tinggal {left} dari {most} {unit}, diminta {asked}. "
        "Kurangi banyaknya, atau tunggu masa berikutnya."
    )


class StockShort(Refusal):
    """There is less of an item in a place than was asked for."""

    template = N_(
        "Stok {item} di {place} tidak cukup: ada {have}, diminta {want} {unit}. Catat dahulu "
        "barang masuk, atau kurangi jumlahnya."
    )


class UnknownMember(Refusal):
    """No member has this number or key."""

    template = N_("Anggota {member} tidak ditemukan.")


class NotActive(Refusal):
    """The member exists but is not (or no longer) active."""

    template = N_("{member} bukan anggota aktif (status: {status}).")


class DuplicateNik(Refusal):
    """Another living record has this NIK."""

    template = N_("NIK ini sudah terdaftar atas nama {member}.")


class BadNik(Refusal):
    """Not sixteen digits, or the birth date inside is impossible."""

    template = N_("NIK tidak sah: {reason}.")


class AlreadyDecided(Refusal):
    """An application, a reversal or a month is settled already."""

    template = N_("{subject} sudah selesai sebelumnya, jadi tidak diulang.")


class NotReversible(Refusal):
    """The entry cannot be reversed this way."""

    template = N_("Jurnal {number} tidak dapat dibalik: {reason}.")


class PracticeOnly(Refusal):
    """An option that exists for practice books and tests only."""

    template = N_("{option} hanya untuk koperasi latihan, tidak untuk buku sungguhan.")


class PictureTooLarge(Refusal):
    """A paper has more pages than a picture of the size that phones take can show."""

    template = N_(
        "Gambarnya tidak dibuat: {pages} halaman tidak muat dalam gambar {most} kB. "
        "Cetak PDF-nya dengan Ctrl+P, lalu kirim berkas itu."
    )


class BundleRefused(Refusal):
    """A stranger's facts were judged and not taken in."""

    template = N_("Data dari perangkat {device} ditolak pada nomor {seq}: {reason}.")

    def __init__(self, *, rule: str, device: str, seq: int, reason: str) -> None:
        """Keep the rule of FACTS §6 (R1 to R6, or chain) beside the sentence."""
        super().__init__(device=device, seq=seq, reason=reason)
        self.rule = rule


class AlreadyFounded(Refusal):
    """The folder holds a cooperative's books already."""

    template = N_("Di {place} sudah ada buku koperasi. Pilih folder lain, atau buka buku itu.")


class Fault(KopdesError):
    """The world says no; nothing of the work in hand was written."""

    template = N_("Gangguan pada komputer: {detail}.")


class DiskFull(Fault):
    """No room to write."""

    template = N_(
        "Ruang disk penuh, jadi pekerjaan terakhir tidak tersimpan. Kosongkan disk, lalu ulangi."
    )


class SavedNotFinished(Fault):
    """The books hold it; a file that follows them could not be written."""

    template = N_(
        "Sudah tersimpan di buku, tetapi berkas kunci di sampingnya tidak dapat ditulis: {reason} "
        "Periksa disk, lalu ulangi perintah ini."
    )


class DatabaseBusy(Fault):
    """Another program holds the books."""

    nameless = N_("Buku sedang dibuka program lain. Tutup program itu dahulu, lalu ulangi.")
    template = N_(
        "Buku sedang dibuka oleh {holder} sejak {since}. Tutup program itu dahulu, lalu ulangi."
    )


class DatabaseDamaged(Fault):
    """A page fails its seal, the file is no database, or a guard is gone."""

    template = N_(
        "Buku rusak ({detail}). Jangan mencatat lagi; pulihkan dari cadangan dan simpan berkas ini."
    )


class DatabaseReadOnly(Fault):
    """The books can be read but not written."""

    template = N_("Buku hanya dapat dibaca: {reason}.")


class DiskTrouble(Fault):
    """The disk refused a read or a write."""

    template = N_(
        "Disk tidak dapat dibaca atau ditulis ({detail}). Pekerjaan terakhir tidak tersimpan."
    )


class NewerBooks(Fault):
    """The books were written by a later version."""

    template = N_(
        "Buku ini dibuat oleh versi program yang lebih baru. Perbarui program ini dahulu."
    )


class NoBooks(Fault):
    """The folder holds no books."""

    template = N_("Belum ada buku koperasi di folder ini.")


class BadPlace(Fault):
    """The folder cannot hold live books."""

    template = N_("Buku tidak boleh berada di {place}: {reason}. Pilih folder di disk laptop ini.")


class PrinterSilent(Fault):
    """The printer does not answer; the document is saved all the same."""

    template = N_("Printer tidak menjawab. Transaksi sudah tersimpan; cetak ulang kapan saja.")


class NotAPrinter(PrinterSilent):
    """The address leads to a file, a folder or a disk; not a byte was written there."""

    template = N_(
        "{address} bukan perangkat printer, jadi tidak ada yang dikirim ke sana. Transaksi sudah"
        " tersimpan. Betulkan alamatnya di Printer & kertas, lalu cetak lagi."
    )


class PaperNotKept(Fault):
    """A paper could not be written into its folder; what it is the paper of stands in the books."""

    template = N_(
        "{name} tidak dapat disimpan sebagai berkas: {reason} Yang sudah tercatat di buku tetap"
        " tersimpan."
    )


class TrialSilent(PrinterSilent):
    """The printer does not answer to a test page; nothing was transacted."""

    template = N_(
        "Printer tidak menjawab cetakan uji. Periksa alamatnya di isian ini, kabelnya, dan apakah"
        " printer menyala, lalu coba lagi."
    )


class PrinterStopped(PrinterSilent):
    """The printer took a part and then no more: what it has printed may be half a paper."""

    template = N_(
        "Printer berhenti di tengah cetakan. Transaksi sudah tersimpan. Periksa kertas, lalu cetak"
        " lagi dari Printer & kertas; cetakan itu bertanda SALINAN."
    )


class Cancelled(KopdesError):
    """The user says no; nothing happened."""

    template = N_("Dibatalkan. Tidak ada yang berubah.")
