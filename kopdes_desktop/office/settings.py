"""Settings of the cooperative: each declared once, changed only by a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import ZONES
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.tables import SETTING
from kopdes_desktop.office.work import Work

#: A trillion: more than any amount of a village.
MOST: Final = 10**12

ValueT = TypeVar("ValueT", str, int, bool)
Scalar = str | int | bool


class Setting(Struct, Generic[ValueT], frozen=True):
    """One setting: its code, what it is when nobody set it, its title, and what it may be.

    `within`: the least and the most that a number may be.
    """

    code: str
    default: ValueT
    title: str
    among: tuple[Scalar, ...] = ()
    within: tuple[int, int] = (0, MOST)


NAME = Setting("identity.name", "", N_("Nama koperasi"))
LEGAL_NUMBER = Setting("identity.legal_number", "", N_("Nomor badan hukum"))
COOP_NUMBER = Setting("identity.nik_koperasi", "", N_("NIK koperasi"))
NIB = Setting("identity.nib", "", N_("NIB"))
NPWP = Setting("identity.npwp", "", N_("NPWP"))
VILLAGE = Setting("identity.village_code", "", N_("Kode wilayah desa"))
ADDRESS = Setting("identity.address", "", N_("Alamat"))
PLACE = Setting("identity.place", "", N_("Tempat pada kuitansi"))
ZONE = Setting("zone", "Asia/Jakarta", N_("Zona waktu"), tuple(ZONES))
PRACTICE = Setting("practice", False, N_("Buku latihan"))  # noqa: FBT003  a default, not a switch
YEAR_STARTS = Setting("book_year_starts", 1, N_("Bulan awal tahun buku"), tuple(range(1, 13)))
PKP = Setting("tax.pkp", False, N_("Koperasi adalah PKP (memungut PPN)"))  # noqa: FBT003
MEMBER_START_DAY = Setting(
    "dues.same_month_until_day",
    31,
    N_("Anggota masuk s.d. tanggal ini membayar iuran bulan itu"),
    within=(1, 31),
)
DUES_AHEAD = Setting(
    "dues.months_ahead", 12, N_("Iuran boleh dibayar di muka (bulan)"), within=(0, 120)
)
TRANSIT_DAYS = Setting(
    "transit.days", 3, N_("Setoran dalam perjalanan paling lama (hari)"), within=(0, 14)
)
UNKNOWN_DAYS = Setting(
    "transit.unknown_days",
    30,
    N_("Setoran belum dikenal dicari pemiliknya paling lama (hari)"),
    within=(0, 90),
)
VOUCHER_LIMIT = Setting(
    "vouchers.limit", 100_000, N_("Bukti luar wajib mulai dari jumlah (rupiah)")
)
BANK_WORDS_MONTHS = Setting(
    "bank.words_months",
    24,
    N_("Kata-kata bank dan buku kas lama disimpan (bulan)"),
    within=(1, 120),
)
VOUCHER_DAYS = Setting(
    "vouchers.days", 14, N_("Bukti luar ditambahkan paling lambat (hari)"), within=(0, 90)
)
WITHDRAW_LIMIT = Setting(
    "savings.withdraw_limit",
    1_000_000,
    N_("Penarikan seorang anggota sehari tanpa persetujuan, paling banyak (rupiah)"),
)
SHRINKAGE = Setting(
    "stock.shrink_permille",
    5,
    N_("Susut wajar barang timbangan (per seribu dari yang keluar)"),
    within=(0, 100),
)
PURCHASE_MARGIN = Setting(
    "purchasing.margin",
    10,
    N_("Laba dari harga beli, bila barang dan kelompoknya tidak menyebut (%)"),
    within=(0, 1_000),
)
LEAD_DAYS = Setting(
    "purchasing.lead_days", 3, N_("Pesanan ke pemasok datang dalam (hari)"), within=(0, 90)
)
PRICE_STEP = Setting(
    "purchasing.price_step",
    100,
    N_("Harga jual usulan dibulatkan ke atas ke kelipatan (rupiah)"),
    within=(1, 100_000),
)
INACTIVE_MONTHS = Setting(
    "members.inactive_after_months",
    6,
    N_("Daftar tidak aktif: iuran menunggak (bulan)"),
    within=(1, 120),
)
EXIT_DEBT_ORDER = Setting(
    "exit.debt_order",
    "1-1303,1-1301,1-1201,1-1205",
    N_("Urutan utang yang dilunasi saat anggota keluar (kode akun)"),
)
VOLUNTARY_BASIS = Setting("savings.voluntary_basis", "", N_("Dasar simpanan sukarela"))
LETTERHEAD_EXTRA = Setting("letterhead.extra", "", N_("Baris tambahan pada kop (telepon, surel)"))
CHAIR = Setting("signer.chair", "", N_("Nama ketua (penanda tangan)"))
SECRETARY = Setting("signer.secretary", "", N_("Nama sekretaris (penanda tangan)"))
TREASURER = Setting("signer.treasurer", "", N_("Nama bendahara (penanda tangan)"))
SUPERVISOR = Setting("signer.supervisor", "", N_("Nama pengawas (penanda tangan)"))
SLIP_LOGO = Setting("slip.logo", True, N_("Struk: logo"))  # noqa: FBT003  a default, not a switch
SLIP_ADDRESS = Setting("slip.address", True, N_("Struk: alamat"))  # noqa: FBT003
SLIP_NUMBER = Setting("slip.member_number", True, N_("Struk: nomor anggota"))  # noqa: FBT003
SLIP_BALANCE = Setting("slip.balance", True, N_("Struk: saldo"))  # noqa: FBT003
SLIP_BEFORE = Setting("slip.before", False, N_("Struk: saldo sebelum setoran"))  # noqa: FBT003
SLIP_WORDS = Setting("slip.words", False, N_("Struk: terbilang"))  # noqa: FBT003
SLIP_QR = Setting("slip.qr", False, N_("Struk: kode QR"))  # noqa: FBT003
SLIP_SIGNATURE = Setting("slip.signature", True, N_("Struk: tempat tanda tangan"))  # noqa: FBT003
SLIP_FOOTER = Setting("slip.footer", "", N_("Struk: kalimat penutup"))
#: Barcodes that scales print: 2 and digits as they are, I the item's code, W grams, P rupiah,
#: C the check digit; several forms stand apart by commas.
SCALE_PATTERNS = Setting("till.scale_patterns", "21IIIIIWWWWWC", N_("Barcode timbangan"))
BON_LIMIT = Setting(
    "till.bon_limit", 0, N_("Plafon bon anggota yang tidak diatur sendiri (rupiah)")
)
BON_DAYS = Setting("till.bon_days", 30, N_("Bon jatuh tempo setelah (hari)"), within=(1, 365))
OFF_CASHIER = Setting(
    "till.off_percent_cashier",
    5,
    N_("Potongan harga oleh kasir tanpa persetujuan, paling banyak (%)"),
    within=(0, 100),
)
OFF_OTHERS = Setting(
    "till.off_percent_others",
    100,
    N_("Potongan harga oleh pengurus tanpa persetujuan, paling banyak (%)"),
    within=(0, 100),
)
SAVINGS_AT_TILL = Setting(
    "till.savings_limit",
    0,
    N_("Belanja dari simpanan di laptop gerai, seorang anggota sehari paling banyak (rupiah)"),
)
CASH_OUT_LIMIT = Setting(
    "till.cash_out_limit",
    200_000,
    N_("Kas keluar dari laci oleh kasir tanpa persetujuan, paling banyak (rupiah)"),
)
VARIANCE_LIMIT = Setting(
    "till.variance_limit",
    50_000,
    N_("Selisih uang di laci yang dicatat kasir tanpa persetujuan, paling banyak (rupiah)"),
)
#: Written at the founding of real books; practice books and older ones are without it.
COUNT_NEEDED = Setting(
    "control.count_needed",
    False,  # noqa: FBT003  the value, not a switch
    N_("Bulan hanya ditutup bila setiap kas sudah dihitung pada akhir bulan"),
)
CASH_LIMIT = Setting(
    "control.cash_limit", 0, N_("Uang tunai dalam satu kas paling banyak (rupiah; 0 = tanpa batas)")
)
CASH_ROUNDING = Setting(
    "till.cash_rounding",
    0,
    N_("Uang tunai dibulatkan ke kelipatan (rupiah; 0 = tidak)"),
    within=(0, 10_000),
)
#: What a kuitansi is printed on, in words.
RECEIPT_SHEETS = {
    "a4": N_("A4 dibagi dua: untuk anggota dan arsip"),
    "a5": N_("A5, satu lembar"),
}
RECEIPT_SHEET = Setting("receipt.sheet", "a4", N_("Kertas kuitansi"), tuple(RECEIPT_SHEETS))

DECLARED: dict[str, Setting[Any]] = {
    each.code: each
    for each in (
        NAME,
        LEGAL_NUMBER,
        COOP_NUMBER,
        NIB,
        NPWP,
        VILLAGE,
        ADDRESS,
        PLACE,
        ZONE,
        PRACTICE,
        YEAR_STARTS,
        PKP,
        MEMBER_START_DAY,
        DUES_AHEAD,
        TRANSIT_DAYS,
        UNKNOWN_DAYS,
        VOUCHER_LIMIT,
        VOUCHER_DAYS,
        BANK_WORDS_MONTHS,
        WITHDRAW_LIMIT,
        SHRINKAGE,
        PURCHASE_MARGIN,
        PRICE_STEP,
        LEAD_DAYS,
        INACTIVE_MONTHS,
        EXIT_DEBT_ORDER,
        VOLUNTARY_BASIS,
        LETTERHEAD_EXTRA,
        CHAIR,
        SECRETARY,
        TREASURER,
        SUPERVISOR,
        SLIP_LOGO,
        SLIP_ADDRESS,
        SLIP_NUMBER,
        SLIP_BALANCE,
        SLIP_BEFORE,
        SLIP_WORDS,
        SLIP_QR,
        SLIP_SIGNATURE,
        SLIP_FOOTER,
        RECEIPT_SHEET,
        SCALE_PATTERNS,
        BON_LIMIT,
        BON_DAYS,
        OFF_CASHIER,
        OFF_OTHERS,
        SAVINGS_AT_TILL,
        CASH_OUT_LIMIT,
        VARIANCE_LIMIT,
        COUNT_NEEDED,
        CASH_LIMIT,
        CASH_ROUNDING,
    )
}

#: What limits a person who is alone: nobody who is alone loosens it (domain/RULES, Control).
_CONTROLS = (
    COUNT_NEEDED,
    VARIANCE_LIMIT,
    CASH_OUT_LIMIT,
    OFF_CASHIER,
    OFF_OTHERS,
    WITHDRAW_LIMIT,
    SAVINGS_AT_TILL,
    VOUCHER_LIMIT,
    VOUCHER_DAYS,
    TRANSIT_DAYS,
    UNKNOWN_DAYS,
    BON_LIMIT,
    CASH_LIMIT,
    BANK_WORDS_MONTHS,
)
#: Where nothing is no limit at all.
_ENDLESS = frozenset({CASH_LIMIT.code})
#: What refuses a new value of a setting that something in the books stands on, by its code.
GUARDS: dict[str, Callable[[Reading], None]] = {}

_ONE = Statement(select(SETTING.c.value).where(SETTING.c.code == bindparam("of_code")), steady=True)
_insert = insert(SETTING).values(code=None, value=None)


_REPLACE = Statement(
    _insert.on_conflict_do_update(
        index_elements=[SETTING.c.code], set_={"value": _insert.excluded.value}
    )
)


def setting(read: Reading, which: Setting[ValueT]) -> ValueT:
    """The value now, or the default."""
    found = read.made(_decoded, _ONE, of_code=which.code)
    return which.default if found is None else found


def _decoded(rows: list[tuple[Any, ...]]) -> Any:  # noqa: ANN401  what the setting's kind says
    return msgspec.json.decode(rows[0][0]) if rows else None


class SettingsOrder(Order, frozen=True, omit_defaults=True):
    """New values by code."""

    fields: dict[str, Scalar]


class SettingsChanged(Fact, frozen=True, omit_defaults=True):
    """New values by code."""

    fields: dict[str, Scalar]


def require_value(code: str, value: Scalar) -> None:
    """Refuse an undeclared code or a value of the wrong kind. Raises BadField."""
    declared = DECLARED.get(code)
    if declared is None:
        raise BadField(name=code, reason=_(N_("pengaturan ini tidak ada")), field=f"fields.{code}")
    if type(value) is not type(declared.default) or (
        declared.among and value not in declared.among
    ):
        raise BadField(name=code, reason=_(N_("nilainya tidak sesuai")), field=f"fields.{code}")
    least, most = declared.within
    if type(value) is int and not declared.among and not least <= value <= most:
        reason = _(N_("{title}: isi angka {least} sampai {most}")).format(
            title=_(declared.title), least=wording.number(least), most=wording.number(most)
        )
        raise BadField(name=code, reason=reason, field=f"fields.{code}")


@operation("settings.change", version=1)
class ChangeSettings(Operation[SettingsOrder, SettingsChanged]):
    """Change settings of the cooperative."""

    sentence = N_("Mengubah pengaturan koperasi")
    daily = False

    def decide(self, work: Work, order: SettingsOrder) -> SettingsChanged:
        """Known codes, right kinds; practice books never turn real, nor the other way."""
        for code, value in order.fields.items():
            require_value(code, value)
        if PRACTICE.code in order.fields and not work.founding:
            raise BadField(
                name=PRACTICE.code,
                reason=_(N_("buku latihan dan sungguhan tidak dapat ditukar")),
                field=f"fields.{PRACTICE.code}",
            )
        for code, value in order.fields.items():
            if code in GUARDS and value != setting(work, DECLARED[code]):
                GUARDS[code](work)
        _require_second(work, order.fields)
        return SettingsChanged(order.fields)

    def apply(self, books: Books, fact: SettingsChanged) -> None:
        """The new values."""
        for code in sorted(fact.fields):
            keep_value(books, code, fact.fields[code])


def _require_second(work: Work, fields: dict[str, Scalar]) -> None:
    """Loosening a control takes two, tightening one; founders choose freely. NeedsApproval."""
    loosened = [_(each.title) for each in _CONTROLS if _loosens(work, each, fields)]
    if loosened and work.approver is None and not work.founding:
        raise NeedsApproval(
            N_(
                "Ini melonggarkan kendali atas uang: {titles}. Seorang diri boleh mengetatkan, "
                "tidak melonggarkan. Mintalah persetujuan orang kedua."
            ),
            titles="; ".join(loosened),
            operation=_(ChangeSettings.sentence),
        )


def _loosens(read: Reading, which: Setting[Any], fields: dict[str, Scalar]) -> bool:
    """Whether a limit is raised, or a switch turned off."""
    if which.code not in fields:
        return False
    now, new = setting(read, which), fields[which.code]
    if isinstance(new, bool):
        return bool(now and not new)
    if which.code in _ENDLESS and not (now and new):
        return bool(now) and not new
    return bool(new > now)


def keep_value(books: Books, code: str, value: Scalar) -> None:
    """The value of a code from now on."""
    books.change(_REPLACE, code=code, value=msgspec.json.encode(value).decode())
