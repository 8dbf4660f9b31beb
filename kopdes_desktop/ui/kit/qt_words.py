"""Qt's own words in the village's language: Qt ships no Indonesian, so it asks our catalogue.

Keys are Qt 6's source strings. An unknown one is answered with None, not with "": None makes Qt
fall back to its source, "" would leave a button without a word.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTranslator

from kopdes_desktop.kernel.i18n import N_, gettext

_BUTTONS: Final = {
    "OK": N_("Oke"),
    "&OK": N_("&Oke"),
    "Save": N_("Simpan"),
    "&Save": N_("&Simpan"),
    "Save All": N_("Simpan semua"),
    "Open": N_("Buka"),
    "&Open": N_("&Buka"),
    "Cancel": N_("Batal"),
    "&Cancel": N_("&Batal"),
    "Close": N_("Tutup"),
    "&Close": N_("&Tutup"),
    "Close without Saving": N_("Tutup tanpa menyimpan"),
    "&Yes": N_("&Ya"),
    "Yes to &All": N_("Ya untuk &semua"),
    "&No": N_("&Tidak"),
    "N&o to All": N_("Tidak &untuk semua"),
    "Abort": N_("Hentikan"),
    "Apply": N_("Terapkan"),
    "Discard": N_("Buang"),
    "Help": N_("Bantuan"),
    "Ignore": N_("Abaikan"),
    "Reset": N_("Atur ulang"),
    "Restore Defaults": N_("Kembalikan ke bawaan"),
    "Retry": N_("Coba lagi"),
    "Show Details...": N_("Tampilkan rincian…"),
    "Hide Details...": N_("Sembunyikan rincian…"),
    "What's This?": N_("Apa ini?"),
    "Enter a value:": N_("Ketik nilainya:"),
}

_EDITING: Final = {
    "&Undo": N_("&Urungkan"),
    "&Redo": N_("U&langi"),
    "Cu&t": N_("&Potong"),
    "&Copy": N_("&Salin"),
    "Copy &Link Location": N_("Salin alamat &tautan"),
    "&Paste": N_("&Tempel"),
    "Delete": N_("Hapus"),
    "Select All": N_("Pilih semua"),
    "&Select All": N_("&Pilih semua"),
    "&Step up": N_("&Naikkan"),
    "Step &down": N_("&Turunkan"),
    "Insert Unicode control character": N_("Sisipkan karakter kendali"),
    "Open the combo box selection popup": N_("Buka daftar pilihan"),
    "True": N_("Ya"),
    "False": N_("Tidak"),
}

_SCROLLING: Final = {
    "Scroll here": N_("Gulir ke sini"),
    "Top": N_("Paling atas"),
    "Bottom": N_("Paling bawah"),
    "Left edge": N_("Tepi kiri"),
    "Right edge": N_("Tepi kanan"),
    "Page up": N_("Satu layar ke atas"),
    "Page down": N_("Satu layar ke bawah"),
    "Page left": N_("Satu layar ke kiri"),
    "Page right": N_("Satu layar ke kanan"),
    "Scroll up": N_("Gulir ke atas"),
    "Scroll down": N_("Gulir ke bawah"),
    "Scroll left": N_("Gulir ke kiri"),
    "Scroll right": N_("Gulir ke kanan"),
    "Scroll Left": N_("Gulir ke kiri"),
    "Scroll Right": N_("Gulir ke kanan"),
}

_FILES: Final = {
    "Back": N_("Kembali"),
    "Forward": N_("Maju"),
    "Go back": N_("Kembali"),
    "Go forward": N_("Maju"),
    "Parent Directory": N_("Folder di atasnya"),
    "Go to the parent directory": N_("Ke folder di atasnya"),
    "Create New Folder": N_("Buat folder baru"),
    "Create a New Folder": N_("Buat folder baru"),
    "New Folder": N_("Folder baru"),
    "&New Folder": N_("Folder &baru"),
    "List View": N_("Daftar"),
    "Change to list view mode": N_("Tampilkan sebagai daftar"),
    "Detail View": N_("Rincian"),
    "Change to detail view mode": N_("Tampilkan dengan rincian"),
    "Sidebar": N_("Bilah samping"),
    "List of places and bookmarks": N_("Daftar tempat"),
    "Files": N_("Berkas"),
    "Directories": N_("Folder"),
    "Directory:": N_("Folder:"),
    "Look in:": N_("Cari di:"),
    "&Look in:": N_("&Cari di:"),
    "File &name:": N_("&Nama berkas:"),
    "Files of &type:": N_("&Jenis berkas:"),
    "All Files (*)": N_("Semua berkas (*)"),
    "All files (*)": N_("Semua berkas (*)"),
    "Find Directory": N_("Cari folder"),
    "Save As": N_("Simpan sebagai"),
    "&Choose": N_("&Pilih"),
    "&Rename": N_("&Ganti nama"),
    "&Delete": N_("&Hapus"),
    "Remove": N_("Buang"),
    "Show ": N_("Tampilkan "),
    "Show &hidden files": N_("Tampilkan berkas &tersembunyi"),
    "Recent Places": N_("Tempat terakhir"),
    "Computer": N_("Komputer"),
    "My Computer": N_("Komputer"),
    "Drive": N_("Disk"),
    "File": N_("Berkas"),
    "File Folder": N_("Folder"),
    "Folder": N_("Folder"),
    "Shortcut": N_("Pintasan"),
    "Alias": N_("Pintasan"),
    "Unknown": N_("Tidak dikenal"),
    "Name": N_("Nama"),
    "Size": N_("Ukuran"),
    "Type": N_("Jenis"),
    "Kind": N_("Jenis"),
    "Date Modified": N_("Tanggal diubah"),
    "Could not delete directory.": N_("Folder tidak dapat dihapus."),
    "Are you sure you want to delete '%1'?": N_("Hapus '%1'?"),
    "'%1' is write protected.\nDo you want to delete it anyway?": N_(
        "'%1' dilindungi.\nTetap hapus?"
    ),
    "%1 already exists.\nDo you want to replace it?": N_("%1 sudah ada.\nTimpa?"),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": N_(
        "%1\nFolder tidak ditemukan.\nPeriksa namanya."
    ),
    "%1\nFile not found.\nPlease verify the correct file name was given.": N_(
        "%1\nBerkas tidak ditemukan.\nPeriksa namanya."
    ),
    "%1 bytes": N_("%1 bita"),
    "Invalid filename": N_("Nama berkas tidak sah"),
    '<b>The name "%1" cannot be used.</b><p>Try using another name, with fewer characters or no'
    " punctuation marks.": N_(
        '<b>Nama "%1" tidak dapat dipakai.</b><p>Pakai nama lain yang lebih pendek atau tanpa'
        " tanda baca."
    ),
}

_PRINTING: Final = {
    "Print": N_("Cetak"),
    "&Print": N_("&Cetak"),
    "Print To File ...": N_("Cetak ke berkas …"),
    "Print to File (PDF)": N_("Cetak ke berkas (PDF)"),
    "Local file": N_("Berkas di komputer ini"),
    "Write PDF file": N_("Tulis berkas PDF"),
    "&Options >>": N_("&Pilihan >>"),
    "&Options <<": N_("&Pilihan <<"),
    "Options": N_("Pilihan"),
    "Printer": N_("Printer"),
    "&Name:": N_("&Nama:"),
    "P&roperties": N_("&Sifat"),
    "Location:": N_("Tempat:"),
    "Preview": N_("Pratinjau"),
    "Type:": N_("Jenis:"),
    "Output &file:": N_("&Berkas hasil:"),
    "Form": N_("Isian"),
    "Print range": N_("Bagian yang dicetak"),
    "Print all": N_("Cetak semua"),
    "Pages from": N_("Halaman"),
    "to": N_("sampai"),
    "Current Page": N_("Halaman ini"),
    "Selection": N_("Yang dipilih"),
    "Pages": N_("Halaman"),
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by"
    " a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.": N_(
        "Ketik halaman atau rentang, dipisah koma. Contoh: 3,5-7,9 mencetak halaman 3, 5, 6, 7,"
        " dan 9."
    ),
    "Page &Set:": N_("&Kelompok halaman:"),
    "All Pages": N_("Semua halaman"),
    "Odd Pages": N_("Halaman ganjil"),
    "Even Pages": N_("Halaman genap"),
    "Output Settings": N_("Pengaturan hasil"),
    "Copies": N_("Rangkap"),
    "Copies:": N_("Rangkap:"),
    "Collate": N_("Susun per rangkap"),
    "Reverse": N_("Urutan terbalik"),
    "Color Mode": N_("Warna"),
    "Color": N_("Berwarna"),
    "Grayscale": N_("Hitam putih"),
    "Double Sided Printing": N_("Cetak bolak-balik"),
    "Off": N_("Tidak"),
    "Long side binding": N_("Jilid di sisi panjang"),
    "Short side binding": N_("Jilid di sisi pendek"),
    "Printer Properties": N_("Sifat printer"),
    "Job Options": N_("Pilihan tugas"),
    "Advanced": N_("Lanjutan"),
    "Page": N_("Halaman"),
    "Page Setup": N_("Pengaturan halaman"),
    "Page setup": N_("Pengaturan halaman"),
    "Paper": N_("Kertas"),
    "Page size:": N_("Ukuran kertas:"),
    "Width:": N_("Lebar:"),
    "Height:": N_("Tinggi:"),
    "Paper source:": N_("Sumber kertas:"),
    "Orientation": N_("Arah"),
    "Portrait": N_("Tegak"),
    "Landscape": N_("Mendatar"),
    "Reverse landscape": N_("Mendatar terbalik"),
    "Reverse portrait": N_("Tegak terbalik"),
    "Margins": N_("Tepi"),
    "top margin": N_("tepi atas"),
    "left margin": N_("tepi kiri"),
    "right margin": N_("tepi kanan"),
    "bottom margin": N_("tepi bawah"),
    "Page Layout": N_("Tata halaman"),
    "Page &order:": N_("&Urutan halaman:"),
    "Pages &per sheet:": N_("Halaman &per lembar:"),
    "Custom": N_("Khusus"),
    "Automatic": N_("Otomatis"),
    "Millimeters (mm)": N_("Milimeter (mm)"),
    "Inches (in)": N_("Inci (in)"),
    "Points (pt)": N_("Titik (pt)"),
    "Left to Right, Top to Bottom": N_("Kiri ke kanan, atas ke bawah"),
    "Left to Right, Bottom to Top": N_("Kiri ke kanan, bawah ke atas"),
    "Right to Left, Top to Bottom": N_("Kanan ke kiri, atas ke bawah"),
    "Right to Left, Bottom to Top": N_("Kanan ke kiri, bawah ke atas"),
    "Top to Bottom, Left to Right": N_("Atas ke bawah, kiri ke kanan"),
    "Top to Bottom, Right to Left": N_("Atas ke bawah, kanan ke kiri"),
    "Bottom to Top, Left to Right": N_("Bawah ke atas, kiri ke kanan"),
    "Bottom to Top, Right to Left": N_("Bawah ke atas, kanan ke kiri"),
    "Invalid Pages Definition": N_("Halaman tidak sah"),
    "%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to"
    " define ranges and make sure ranges do not intersect with each other.": N_(
        "%1 tidak sah. Pisahkan dengan ',' dan tulis rentang dengan '-' tanpa tumpang tindih."
    ),
    "%1 already exists.\nDo you want to overwrite it?": N_("%1 sudah ada.\nTimpa?"),
    "%1 is a directory.\nPlease choose a different file name.": N_(
        "%1 adalah folder.\nPilih nama berkas lain."
    ),
    "File %1 is not writable.\nPlease choose a different file name.": N_(
        "Berkas %1 tidak dapat ditulis.\nPilih nama lain."
    ),
    "Duplex Settings Conflicts": N_("Pengaturan bolak-balik bertentangan"),
    "There are conflicts in duplex settings. Do you want to fix them?": N_(
        "Pengaturan bolak-balik bertentangan. Perbaiki?"
    ),
    "The 'From' value cannot be greater than the 'To' value.": N_(
        "Halaman awal tidak boleh melebihi halaman akhir."
    ),
    "Print Preview": N_("Pratinjau cetak"),
    "Next page": N_("Halaman berikutnya"),
    "Previous page": N_("Halaman sebelumnya"),
    "First page": N_("Halaman pertama"),
    "Last page": N_("Halaman terakhir"),
    "Fit width": N_("Selebar layar"),
    "Fit page": N_("Sehalaman penuh"),
    "Zoom in": N_("Perbesar"),
    "Zoom out": N_("Perkecil"),
    "Show single page": N_("Satu halaman"),
    "Show facing pages": N_("Dua halaman"),
    "Show overview of all pages": N_("Semua halaman"),
    "Export to PDF": N_("Simpan sebagai PDF"),
}

_SCREEN_READER: Final = {
    "Press": N_("Tekan"),
    "Increase": N_("Naikkan"),
    "Increase the value": N_("Naikkan nilainya"),
    "Decrease": N_("Turunkan"),
    "Decrease the value": N_("Turunkan nilainya"),
    "ShowMenu": N_("Tampilkan menu"),
    "Shows the menu": N_("Menampilkan menu"),
    "SetFocus": N_("Pilih"),
    "Sets the focus": N_("Memilih isian ini"),
    "Toggle": N_("Ganti"),
    "Toggles the state": N_("Mengganti keadaannya"),
    "Triggers the action": N_("Menjalankan tindakannya"),
    "Previous Page": N_("Halaman sebelumnya"),
    "Goes back a page": N_("Mundur satu halaman"),
    "Next Page": N_("Halaman berikutnya"),
    "Goes to the next page": N_("Maju satu halaman"),
    "Scroll Up": N_("Gulir ke atas"),
    "Scrolls up": N_("Menggulir ke atas"),
    "Scroll Down": N_("Gulir ke bawah"),
    "Scrolls down": N_("Menggulir ke bawah"),
    "Scrolls to the left": N_("Menggulir ke kiri"),
    "Scrolls to the right": N_("Menggulir ke kanan"),
}

WORDS: Final = _BUTTONS | _EDITING | _SCROLLING | _FILES | _PRINTING | _SCREEN_READER

#: Rightly left as they are: names of keys, of paper sizes and scripts; what only programs read.
LEFT_ALONE: Final = frozenset(
    {"QShortcut", "QPageSize", "QFontDatabase", "QGuiApplication", "QImageWriter"}
)
_KEYS: Final = ("Alt+", "Ctrl+", "Shift+")


class QtWords(QTranslator):
    """Answers Qt from our catalogue; keeps what it could not answer, for the test that asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unknown: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        """Qt does not install a translator that says it is empty."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803  Qt's own name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        del disambiguation, n
        known = WORDS.get(sourceText)
        if known is not None:
            return gettext(known)
        if context == "QMimeType":
            return gettext(WORDS["File"])
        if context not in LEFT_ALONE and _has_words(sourceText):
            self.unknown.add((context, sourceText))
        return None  # type: ignore[return-value]  # the stub says str; Qt needs a null string


def _has_words(text: str) -> bool:
    """Not a shortcut, a figure or a sign alone."""
    return not text.startswith(_KEYS) and any(letter.isalpha() for letter in text)
