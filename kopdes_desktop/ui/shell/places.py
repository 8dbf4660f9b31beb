"""Where one can go from the sidebar. A screen's module is imported at its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.shell.navigation import BOOKS, HOME, HUB, Place
from kopdes_desktop.ui.training import PLACE as TRAINING

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.kit.screen import Screen


def _home(desk: Desk) -> Screen:
    from kopdes_desktop.ui.home.home_screen import HomeScreen  # noqa: PLC0415

    return HomeScreen(desk)


def _teller(desk: Desk) -> Screen:
    from kopdes_desktop.ui.savings.teller_screen import TellerScreen  # noqa: PLC0415

    return TellerScreen(desk)


def _register(desk: Desk) -> Screen:
    from kopdes_desktop.ui.members.register_screen import RegisterScreen  # noqa: PLC0415

    return RegisterScreen(desk)


def _applications(desk: Desk) -> Screen:
    from kopdes_desktop.ui.membership.applications_screen import (  # noqa: PLC0415
        ApplicationsScreen,
    )

    return ApplicationsScreen(desk)


def _trial_balance(desk: Desk) -> Screen:
    from kopdes_desktop.ui.reports.trial_balance_screen import TrialBalanceScreen  # noqa: PLC0415

    return TrialBalanceScreen(desk)


def _journal(desk: Desk) -> Screen:
    from kopdes_desktop.ui.reports.journal_screen import JournalScreen  # noqa: PLC0415

    return JournalScreen(desk)


def _collection(desk: Desk) -> Screen:
    from kopdes_desktop.ui.savings.collection_screen import CollectionScreen  # noqa: PLC0415

    return CollectionScreen(desk)


def _reports(desk: Desk) -> Screen:
    from kopdes_desktop.ui.reports.reports_screen import ReportsScreen  # noqa: PLC0415

    return ReportsScreen(desk)


def _hub(desk: Desk) -> Screen:
    from kopdes_desktop.ui.shell.hub_screen import HubScreen  # noqa: PLC0415

    return HubScreen(desk, "office", _("Pengaturan"), lambda: PLACES)


def _books_hub(desk: Desk) -> Screen:
    from kopdes_desktop.ui.shell.hub_screen import HubScreen  # noqa: PLC0415

    return HubScreen(desk, "ledger", _("Buku lain"), lambda: PLACES)


def _checks(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.checks_screen import ChecksScreen  # noqa: PLC0415

    return ChecksScreen(desk)


def _closing(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen  # noqa: PLC0415

    return ClosingScreen(desk)


def _year(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.year_screen import YearScreen  # noqa: PLC0415

    return YearScreen(desk)


def _everyday(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.everyday_screen import EverydayScreen  # noqa: PLC0415

    return EverydayScreen(desk)


def _banking(desk: Desk) -> Screen:
    from kopdes_desktop.ui.banking.banking_screen import BankingScreen  # noqa: PLC0415

    return BankingScreen(desk)


def _count(desk: Desk) -> Screen:
    from kopdes_desktop.ui.banking.count_screen import CountScreen  # noqa: PLC0415

    return CountScreen(desk)


def _entry(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.journal_entry_screen import (  # noqa: PLC0415
        JournalEntryScreen,
    )

    return JournalEntryScreen(desk)


def _statements(desk: Desk) -> Screen:
    from kopdes_desktop.ui.statements.statements_screen import StatementsScreen  # noqa: PLC0415

    return StatementsScreen(desk)


def _chart(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.chart_screen import ChartScreen  # noqa: PLC0415

    return ChartScreen(desk)


def _imports(desk: Desk) -> Screen:
    from kopdes_desktop.ui.imports.imports_screen import ImportsScreen  # noqa: PLC0415

    return ImportsScreen(desk)


def _opening(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.opening_screen import OpeningScreen  # noqa: PLC0415

    return OpeningScreen(desk)


def _printing(desk: Desk) -> Screen:
    from kopdes_desktop.ui.printing.printing_screen import PrintingScreen  # noqa: PLC0415

    return PrintingScreen(desk)


def _settings(desk: Desk) -> Screen:
    from kopdes_desktop.ui.settings.settings_screen import SettingsScreen  # noqa: PLC0415

    return SettingsScreen(desk)


def _devices(desk: Desk) -> Screen:
    from kopdes_desktop.ui.settings.devices_screen import DevicesScreen  # noqa: PLC0415

    return DevicesScreen(desk)


def _people(desk: Desk) -> Screen:
    from kopdes_desktop.ui.people.people_screen import PeopleScreen  # noqa: PLC0415

    return PeopleScreen(desk)


def _products(desk: Desk) -> Screen:
    from kopdes_desktop.ui.products.products_screen import ProductsScreen  # noqa: PLC0415

    return ProductsScreen(desk)


def _backups(desk: Desk) -> Screen:
    from kopdes_desktop.ui.backup.backup_screen import BackupScreen  # noqa: PLC0415

    return BackupScreen(desk, desk.keeper)


def _subsidised(desk: Desk) -> Screen:
    from kopdes_desktop.ui.subsidy.subsidy_screen import SubsidyScreen  # noqa: PLC0415

    return SubsidyScreen(desk)


def _till(desk: Desk) -> Screen:
    from kopdes_desktop.ui.sales.till_screen import TillScreen  # noqa: PLC0415

    return TillScreen(desk)


def _consignment(desk: Desk) -> Screen:
    from kopdes_desktop.ui.consignment.consignment_screen import (  # noqa: PLC0415
        ConsignmentScreen,
    )

    return ConsignmentScreen(desk)


def _buying(desk: Desk) -> Screen:
    from kopdes_desktop.ui.purchasing.purchasing_screen import (  # noqa: PLC0415
        PurchasingScreen,
    )

    return PurchasingScreen(desk)


def _stock(desk: Desk) -> Screen:
    from kopdes_desktop.ui.inventory.stock_screen import StockScreen  # noqa: PLC0415

    return StockScreen(desk)


def _goods(desk: Desk) -> Screen:
    from kopdes_desktop.ui.goods.goods_screen import GoodsScreen  # noqa: PLC0415

    return GoodsScreen(desk)


def _budget(desk: Desk) -> Screen:
    from kopdes_desktop.ui.budgets.budget_screen import BudgetScreen  # noqa: PLC0415

    return BudgetScreen(desk)


def _taxes(desk: Desk) -> Screen:
    from kopdes_desktop.ui.taxes.taxes_screen import TaxesScreen  # noqa: PLC0415

    return TaxesScreen(desk)


def _borrowings(desk: Desk) -> Screen:
    from kopdes_desktop.ui.borrowings.borrowings_screen import BorrowingsScreen  # noqa: PLC0415

    return BorrowingsScreen(desk)


def _surplus(desk: Desk) -> Screen:
    from kopdes_desktop.ui.surplus.surplus_screen import SurplusScreen  # noqa: PLC0415

    return SurplusScreen(desk)


def _outsiders(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.outsiders_screen import OutsidersScreen  # noqa: PLC0415

    return OutsidersScreen(desk)


def _assets(desk: Desk) -> Screen:
    from kopdes_desktop.ui.assets.assets_screen import AssetsScreen  # noqa: PLC0415

    return AssetsScreen(desk)


def _meeting(desk: Desk) -> Screen:
    from kopdes_desktop.ui.governance.meeting_screen import MeetingScreen  # noqa: PLC0415

    return MeetingScreen(desk)


def _month_end(desk: Desk) -> Screen:
    from kopdes_desktop.ui.accounting.month_end_screen import MonthEndScreen  # noqa: PLC0415

    return MonthEndScreen(desk)


def _training(desk: Desk) -> Screen:
    from kopdes_desktop.ui.training.training_screen import TrainingScreen  # noqa: PLC0415

    return TrainingScreen(desk, way_to)


def way_to(code: str, there: bool = False) -> str:  # noqa: FBT001, FBT002  as it is asked
    """The keys that open a place, in words; one without a key stands in another one."""
    by_code = {place.code: place for place in PLACES}
    place = by_code[code]
    if there:
        return _("Layar {place}").format(place=_(place.title))
    if place.key:
        return _("Tekan {key}: {place}").format(key=place.key, place=_(place.title))
    around = by_code[place.within or place.group]
    return _("Tekan {key}, lalu pilih {place}").format(key=around.key, place=_(place.title))


#: In the order of the sidebar; those of the office in the order of the hub.
PLACES = (
    Place(HOME, N_("Beranda"), "layout-dashboard", "Ctrl+1", _home),
    Place("savings.deposit", N_("Setoran"), "hand-coins", "F4", _teller),
    Place("read.members", N_("Anggota"), "users", "Ctrl+2", _register),
    Place("membership.apply", N_("Permohonan"), "user-plus", "Ctrl+5", _applications),
    Place("savings.issue_sheet", N_("Penagihan"), "banknote", "Ctrl+6", _collection),
    Place("sales.sell", N_("Kasir"), "shopping-cart", "Ctrl+J", _till, group="outlet"),
    Place("read.goods", N_("Barang"), "list", "Ctrl+B", _goods, group="outlet"),
    Place("read.stock", N_("Stok"), "package", "Ctrl+T", _stock, group="outlet"),
    Place("read.purchases", N_("Pembelian"), "download", "Ctrl+L", _buying, group="outlet"),
    Place("accounting.jot", N_("Catat"), "pencil", "Ctrl+H", _everyday, group="books"),
    Place("report.cash_book", N_("Kas & bank"), "wallet", "Ctrl+U", _banking, group="books"),
    Place(
        "report.balance_sheet",
        N_("Lap. keuangan"),
        "file-text",
        "Ctrl+I",
        _statements,
        group="books",
    ),
    Place("report.", N_("Laporan"), "file-text", "Ctrl+7", _reports, group="books"),
    Place("report.checks", N_("Periksa"), "shield-check", "Ctrl+8", _checks, group="books"),
    Place("day.close", N_("Tutup buku"), "calendar", "Ctrl+9", _closing, group="books"),
    Place(BOOKS, N_("Buku lain"), "landmark", "Ctrl+R", _books_hub, group="ledger"),
    Place(
        "banking.count_cash",
        N_("Hitung kas"),
        "banknote",
        "",
        _count,
        group="ledger",
        about=N_("Uang di kas dihitung lembar demi lembar; selisihnya dibukukan dengan alasan."),
        within="report.cash_book",
    ),
    Place(
        "report.month_end",
        N_("Akhir bulan"),
        "calendar",
        "",
        _month_end,
        group="ledger",
        about=N_("Penyusutan, rencana bulanan, bunga, pajak: dibukukan satu tombol."),
    ),
    Place(
        "accounting.record",
        N_("Jurnal umum"),
        "book-open",
        "",
        _entry,
        group="ledger",
        about=N_("Jurnal dengan tangan untuk yang tidak ada di Catat; membalik dan memperbaiki."),
    ),
    Place(
        "report.assets",
        N_("Aset"),
        "package",
        "",
        _assets,
        group="ledger",
        about=N_("Kartu aset: beli, hibah, susut, lepas; barang pinjam pakai; inventaris."),
    ),
    Place(
        "report.borrowings",
        N_("Pinjaman koperasi"),
        "landmark",
        "",
        _borrowings,
        group="ledger",
        about=N_("Utang ke bank, dana bergulir (LPDB), koperasi lain: jadwal dan angsuran."),
    ),
    Place(
        "report.taxes",
        N_("Pajak"),
        "receipt",
        "",
        _taxes,
        group="ledger",
        about=N_("Pajak penghasilan (PPh) atas omzet dan yang dipotong: diakui, disetor, batas."),
    ),
    Place(
        "report.budget",
        N_("Anggaran"),
        "clipboard-list",
        "",
        _budget,
        group="ledger",
        about=N_("Rencana pendapatan dan belanja (RAPB) per akun di samping kenyataannya."),
    ),
    Place(
        "report.year_closing",
        N_("Tutup tahun"),
        "lock",
        "",
        _year,
        group="ledger",
        about=N_("Daftar periksa akhir tahun, cadangan, jurnal penutup dan pembuka."),
    ),
    Place(
        "report.shu",
        N_("SHU"),
        "hand-coins",
        "",
        _surplus,
        group="ledger",
        about=N_("Simulasi dan pembagian menurut keputusan rapat, pembayaran, dan dana-dananya."),
    ),
    Place(
        "report.meeting_pack",
        N_("Buku RAT"),
        "book-open",
        "",
        _meeting,
        group="ledger",
        about=N_("Undangan, laporan pengurus, laporan keuangan, catatannya (CALK): satu buku."),
    ),
    Place(
        "report.chart_of_accounts",
        N_("Bagan akun"),
        "list",
        "",
        _chart,
        group="ledger",
        about=N_("Semua akun dan saldonya; menambah, mengganti nama, dan menutup akun rincian."),
    ),
    Place(
        "report.trial_balance",
        N_("Neraca saldo"),
        "landmark",
        "Ctrl+3",
        _trial_balance,
        group="ledger",
        about=N_("Saldo semua akun pada satu tanggal, sampai ke buku besar dan buktinya."),
    ),
    Place(
        "report.journal",
        N_("Jurnal"),
        "book-open",
        "Ctrl+4",
        _journal,
        group="ledger",
        about=N_("Semua yang dibukukan menurut urutannya; membalik yang keliru."),
    ),
    Place(
        "members.add_outsider",
        N_("Pihak luar"),
        "users",
        "",
        _outsiders,
        group="ledger",
        about=N_("Penalang, penyewa, penjual aset yang bukan anggota: yang terbuka, namanya."),
    ),
    Place(HUB, N_("Pengaturan"), "settings", "Ctrl+0", _hub, group="office"),
    Place(
        "settings.change",
        N_("Koperasi & pengaturan"),
        "store",
        "",
        _settings,
        group="office",
        about=N_("Identitas, kop surat, batas dan iuran, unit dan kas, tampilan, riwayat."),
    ),
    Place(
        "security.change_password",
        N_("Orang"),
        "user",
        "",
        _people,
        group="office",
        about=N_("Siapa yang masuk dan perannya, kata sandi dan PIN, siapa boleh apa."),
    ),
    Place(
        "report.savings_totals",
        N_("Simpanan"),
        "wallet",
        "",
        _products,
        group="office",
        about=N_("Jenis simpanan, besarannya sejak kapan, dan apa yang belum dibuka."),
    ),
    Place(
        "report.subsidised",
        N_("Barang bersubsidi"),
        "scan-barcode",
        "",
        _subsidised,
        group="office",
        about=N_("Jatah LPG, pupuk dan beras per NIK, dan yang harus dicatat di aplikasi resmi."),
    ),
    Place(
        "consignment.take_in",
        N_("Titip jual"),
        "hand-coins",
        "",
        _consignment,
        group="office",
        about=N_("Barang orang lain di rak kita: terima, kembalikan, dan bayar yang terjual."),
        within="read.stock",
    ),
    Place(
        "read.backups",
        N_("Cadangan"),
        "save",
        "",
        _backups,
        group="office",
        about=N_("Salinan buku di laptop ini dan di flashdisk; memeriksa dan memulihkannya."),
    ),
    Place(
        "read.slips",
        N_("Printer & kertas"),
        "printer",
        "",
        _printing,
        group="office",
        about=N_(
            "Printer struk, kertas dan buku simpanan, isi struk, dan bukti yang belum dicetak."
        ),
    ),
    Place(
        "read.devices",
        N_("Perangkat"),
        "package",
        "",
        _devices,
        group="office",
        about=N_("Laptop kedua: undangan, tukar catatan lewat berkas, mencabut yang hilang."),
    ),
    Place(
        "import.begin",
        N_("Buku lama"),
        "upload",
        "",
        _imports,
        group="office",
        about=N_("Membaca daftar anggota, simpanan, dan barang dari berkas lama; membatalkannya."),
    ),
    Place(
        "accounting.open_balances",
        N_("Saldo awal"),
        "clipboard-list",
        "",
        _opening,
        group="office",
        about=N_("Angka pembuka buku: diisi bagian demi bagian, lalu disahkan dua pengurus."),
    ),
    Place(
        TRAINING,
        N_("Latihan"),
        "circle-check",
        "",
        _training,
        group="office",
        about=N_("Dua puluh latihan untuk pekan pertama; bukunya sendiri yang menilai."),
    ),
)
