"""How each setting is edited and explained. One that is declared without a shape gets a plain one.

A shape turns a setting's value into a field and back, and into words for the question before it is
saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct
from PySide6.QtWidgets import QLineEdit

from kopdes_desktop.goods import scale
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import MONTHS, ZONE_WORDS
from kopdes_desktop.office import settings
from kopdes_desktop.office.settings import DECLARED, PRACTICE, Scalar, Setting
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, LineField, TextField
from kopdes_desktop.ui.kit.village_picker import VillageField

if TYPE_CHECKING:
    from kopdes_desktop.ui.kit.perform import Errands

GROUPS: Final = {
    "identity": N_("Identitas koperasi"),
    "letterhead": N_("Kop surat dan penanda tangan"),
    "books": N_("Tahun buku dan waktu"),
    "savings": N_("Simpanan dan iuran"),
    "till": N_("Kasir dan gerai"),
    "slip": N_("Struk dan kuitansi"),
    "other": N_("Lain-lain"),
}
ABOUT: Final = {
    "identity": N_("Tercetak di kop semua kertas dan laporan."),
    "letterhead": N_("Di bawah nama koperasi, dan di kaki laporan."),
    "books": N_("Diisi sekali saat mulai; mengubahnya di tengah tahun mengacaukan perbandingan."),
    "savings": N_("Batas dan hitungan yang ditetapkan pengurus atau rapat anggota."),
    "till": N_("Batas bon dan potongan di kasir, pembulatan uang tunai, dan barcode timbangan."),
    "slip": N_("Apa yang tercetak di struk. Pratinjaunya di Printer & kertas."),
    "other": N_("Pengaturan lain."),
}
_YES, _NO = "1", "0"
_COINS: Final = {"0": N_("tidak dibulatkan"), "100": "Rp100", "500": "Rp500", "1000": "Rp1.000"}


class NumberField(LineField):
    """A whole number between two others; counts and days, no money."""

    def __init__(self, name: str, label: str, least: int, most: int, *, hint: str = "") -> None:
        super().__init__(name, label, QLineEdit(), hint=hint)
        self.edit.setMaxLength(len(str(most)))
        self.least, self.most = least, most

    def value(self) -> int:
        """The number; BadField for what is none, or too small or large."""
        text = self.text
        if not text.isascii() or not text.isdigit() or not self.least <= int(text) <= self.most:
            raise BadField(
                N_("Ketik angka {least} sampai {most}."),
                field=self.name,
                least=self.least,
                most=self.most,
            )
        return int(text)


class Editor(Struct, frozen=True):
    """One setting on its form: the field, how a value comes into it and out again, and in words."""

    setting: Setting[Any]
    field: Field
    show: Callable[[Any], None]
    take: Callable[[Any], Scalar]
    words: Callable[[Any], str]


Make = Callable[["Setting[Any]", str, "Errands"], Editor]


class Shape(NamedTuple):
    """Where a setting stands, what helps with it, and how its editor is made."""

    group: str
    help: str
    make: Make


def _plain(value: object) -> str:
    return str(value) if value not in {"", None} else "–"


def _text(longest: int = 200, *, needed: bool = False) -> Make:
    def make(which: Setting[Any], hint: str, _errands: Errands) -> Editor:
        field = TextField(which.code, _(which.title), hint=hint, longest=longest, needed=needed)
        return Editor(which, field, field.set_text, str, _plain)

    return make


def _number(least: int, most: int) -> Make:
    def make(which: Setting[Any], hint: str, _errands: Errands) -> Editor:
        field = NumberField(which.code, _(which.title), least, most, hint=hint)
        return Editor(which, field, lambda value: field.set_text(str(value)), int, _plain)

    return make


def _money(which: Setting[Any], hint: str, _errands: Errands) -> Editor:
    from kopdes_desktop.kernel.wording import rupiah  # noqa: PLC0415

    field = MoneyField(which.code, _(which.title), hint=hint)
    return Editor(which, field, lambda value: field.set_amount(Rupiah(value)), int, rupiah)


def _choice(choices: Mapping[str, str], back: Callable[[str], Scalar] = str) -> Make:
    """One of a few: `choices` are the words of each value's text, `back` makes the value again."""

    def make(which: Setting[Any], hint: str, _errands: Errands) -> Editor:
        offered = [(value, _(words)) for value, words in choices.items()]
        field = ChoiceField(which.code, _(which.title), offered, hint=hint)
        texts = dict(offered)

        def text_of(value: Scalar) -> str:
            return str(int(value)) if isinstance(value, bool) else str(value)

        return Editor(
            which,
            field,
            lambda value: field.choose(text_of(value)),
            back,
            lambda value: texts.get(text_of(value), str(value)),
        )

    return make


_SWITCH: Final = _choice({_YES: N_("ya"), _NO: N_("tidak")}, lambda text: text == _YES)
_MONTH: Final = _choice({str(n): name for n, name in enumerate(MONTHS, start=1)}, int)


def _village(which: Setting[Any], hint: str, errands: Errands) -> Editor:
    field = VillageField(which.code, _(N_("Desa atau kelurahan")), errands, hint=hint)

    def words(code: str) -> str:
        return field.village.whole if field.village and field.village.code == code else _plain(code)

    return Editor(which, field, field.show_code, str, words)


class _ScaleField(TextField):
    """Forms of scales' barcodes; what no scale prints is refused while it stands there."""

    def value(self) -> str:
        """The forms as they are written. Raises BadField."""
        try:
            scale.patterns(self.text)
        except BadField as refused:
            raise BadField(refused.template, field=self.name, **refused.values) from None
        return self.text


def _scales(which: Setting[Any], hint: str, _errands: Errands) -> Editor:
    field = _ScaleField(which.code, _(which.title), hint=hint, longest=80)
    return Editor(which, field, field.set_text, str, _plain)


class AccountsField(TextField):
    """Codes of accounts in an order; below it stands which accounts these are."""

    names: Mapping[str, str] = MappingProxyType({})

    def refresh_note(self) -> None:
        """Name them in their order, as far as the chart is known; what it lacks keeps its code."""
        codes = [code.strip() for code in self.text.split(",") if code.strip()]
        if not self.names or not codes:
            super().refresh_note()
            return
        words = (f"{at}. {self.names.get(code, code)}" for at, code in enumerate(codes, start=1))
        self._tell("; ".join(words), "")

    def in_words(self, value: str) -> str:
        """The accounts of a value by name, for the question before it is saved."""
        codes = [code.strip() for code in value.split(",")]
        return ", ".join(self.names.get(code, code) for code in codes if code) or _plain("")


def _accounts(which: Setting[Any], hint: str, _errands: Errands) -> Editor:
    field = AccountsField(which.code, _(which.title), hint=hint)

    def show(value: str) -> None:
        field.set_text(value)
        field.refresh_note()

    return Editor(which, field, show, str, field.in_words)


SHAPES: Final[dict[str, Shape]] = {
    settings.NAME.code: Shape(
        "identity", N_("seperti di akta; tercetak di semua kertas"), _text(needed=True)
    ),
    settings.LEGAL_NUMBER.code: Shape("identity", N_("contoh AHU-0001234.AH.01.29"), _text()),
    settings.COOP_NUMBER.code: Shape("identity", N_("nomor induk dari kementerian"), _text(30)),
    settings.NIB.code: Shape("identity", N_("nomor induk berusaha, 13 angka"), _text(30)),
    settings.NPWP.code: Shape("identity", N_("nomor pajak koperasi, 16 angka"), _text(30)),
    settings.VILLAGE.code: Shape("identity", "", _village),
    settings.ADDRESS.code: Shape("identity", N_("jalan dan nomor, tercetak di kop"), _text()),
    settings.PLACE.code: Shape("identity", N_("sebelum tanggal di kuitansi"), _text(60)),
    settings.LETTERHEAD_EXTRA.code: Shape(
        "letterhead", N_("contoh Telp. 0812-0000-0000; boleh kosong"), _text()
    ),
    settings.CHAIR.code: Shape("letterhead", N_("kosong: titik-titik untuk ditulis"), _text(80)),
    settings.SECRETARY.code: Shape(
        "letterhead", N_("menandatangani buku RAT; kosong: tidak disebut"), _text(80)
    ),
    settings.TREASURER.code: Shape(
        "letterhead", N_("kosong: titik-titik untuk ditulis"), _text(80)
    ),
    settings.SUPERVISOR.code: Shape(
        "letterhead", N_("kosong: titik-titik untuk ditulis"), _text(80)
    ),
    settings.ZONE.code: Shape(
        "books", N_("menentukan tanggal dan jam pada bukti"), _choice(ZONE_WORDS)
    ),
    settings.YEAR_STARTS.code: Shape("books", N_("biasanya Januari, lihat anggaran dasar"), _MONTH),
    settings.PKP.code: Shape(
        "books", N_("hanya yang omzetnya di atas Rp4,8 miliar setahun"), _SWITCH
    ),
    settings.TRANSIT_DAYS.code: Shape(
        "books",
        N_("lebih lama dari ini, pemeriksaan mengingatkan"),
        _number(*settings.TRANSIT_DAYS.within),
    ),
    settings.UNKNOWN_DAYS.code: Shape(
        "books",
        N_("lebih lama dari ini, pemeriksaan mengingatkan"),
        _number(*settings.UNKNOWN_DAYS.within),
    ),
    settings.VOUCHER_DAYS.code: Shape(
        "books",
        N_("lebih lama dari ini, pemeriksaan mengingatkan"),
        _number(*settings.VOUCHER_DAYS.within),
    ),
    settings.BANK_WORDS_MONTHS.code: Shape(
        "books",
        N_("sesudah itu hanya tanggal dan jumlahnya yang tinggal"),
        _number(*settings.BANK_WORDS_MONTHS.within),
    ),
    settings.VOUCHER_LIMIT.code: Shape(
        "books", N_("di bawah ini jurnal tanpa nota tidak ditagih buktinya"), _money
    ),
    settings.WITHDRAW_LIMIT.code: Shape(
        "savings", N_("di atas ini perlu persetujuan orang kedua"), _money
    ),
    settings.MEMBER_START_DAY.code: Shape(
        "savings",
        N_("1–31; masuk sesudahnya mulai bulan berikut"),
        _number(*settings.MEMBER_START_DAY.within),
    ),
    settings.DUES_AHEAD.code: Shape(
        "savings",
        N_("paling banyak bulan di muka dalam satu setoran"),
        _number(*settings.DUES_AHEAD.within),
    ),
    settings.INACTIVE_MONTHS.code: Shape(
        "savings",
        N_("menunggak lebih dari ini masuk daftar tidak aktif"),
        _number(*settings.INACTIVE_MONTHS.within),
    ),
    settings.VOLUNTARY_BASIS.code: Shape(
        "savings", N_("izin USP atau keputusan rapat; kosong: belum boleh"), _text()
    ),
    settings.EXIT_DEBT_ORDER.code: Shape(
        "savings", N_("kode akun dipisah koma, yang pertama dilunasi dahulu"), _accounts
    ),
    settings.PURCHASE_MARGIN.code: Shape(
        "other",
        N_("dipakai untuk harga usulan sesudah membeli"),
        _number(*settings.PURCHASE_MARGIN.within),
    ),
    settings.SHRINKAGE.code: Shape(
        "other",
        N_("yang lebih dari ini menjadi selisih opname"),
        _number(*settings.SHRINKAGE.within),
    ),
    settings.LEAD_DAYS.code: Shape(
        "other", N_("untuk usulan pesanan"), _number(*settings.LEAD_DAYS.within)
    ),
    settings.PRICE_STEP.code: Shape(
        "other", N_("biasanya 100 atau 500"), _number(*settings.PRICE_STEP.within)
    ),
    settings.BON_LIMIT.code: Shape("till", N_("0: tidak boleh bon kecuali diatur"), _money),
    settings.BON_DAYS.code: Shape(
        "till", N_("hari sejak belanja"), _number(*settings.BON_DAYS.within)
    ),
    settings.OFF_CASHIER.code: Shape(
        "till",
        N_("di atas ini perlu persetujuan orang kedua"),
        _number(*settings.OFF_CASHIER.within),
    ),
    settings.OFF_OTHERS.code: Shape(
        "till",
        N_("di atas ini perlu persetujuan orang kedua"),
        _number(*settings.OFF_OTHERS.within),
    ),
    settings.CASH_OUT_LIMIT.code: Shape(
        "till", N_("di atas ini perlu persetujuan ketua atau bendahara"), _money
    ),
    settings.VARIANCE_LIMIT.code: Shape(
        "till", N_("di atas ini perlu persetujuan ketua atau bendahara"), _money
    ),
    settings.COUNT_NEEDED.code: Shape(
        "books", N_("hitungan tiap kas, disaksikan orang lain"), _SWITCH
    ),
    settings.CASH_LIMIT.code: Shape(
        "books", N_("yang lebih disetor ke bank pada hari kerja berikutnya"), _money
    ),
    settings.SAVINGS_AT_TILL.code: Shape("till", N_("0: hanya di laptop bendahara"), _money),
    settings.CASH_ROUNDING.code: Shape("till", "", _choice(_COINS, int)),
    settings.SCALE_PATTERNS.code: Shape(
        "till", N_("2 dan angka tetap, I kode barang, W gram, P rupiah, C pemeriksa"), _scales
    ),
    settings.SLIP_FOOTER.code: Shape("slip", N_("contoh: Terima kasih"), _text(120)),
    settings.RECEIPT_SHEET.code: Shape("slip", "", _choice(settings.RECEIPT_SHEETS)),
}


def shape_of(which: Setting[Any]) -> Shape:
    """The shape of a setting; of one without, what its kind and code let guess."""
    if (known := SHAPES.get(which.code)) is not None:
        return known
    family = which.code.split(".", 1)[0]
    group = {"signer": "letterhead"}.get(family, family)
    group = group if group in GROUPS else "other"
    if which.among:
        return Shape(group, "", _choice({str(value): str(value) for value in which.among}))
    if isinstance(which.default, bool):
        return Shape(group, "", _SWITCH)
    if isinstance(which.default, int):
        return Shape(group, "", _number(*which.within))
    return Shape(group, "", _text())


def declared_in(group: str) -> list[Setting[Any]]:
    """The settings of a group, in the order of their declaration."""
    return [
        which
        for which in DECLARED.values()
        if which.code != PRACTICE.code and shape_of(which).group == group
    ]


def editors(group: str, errands: Errands) -> list[Editor]:
    """An editor for every setting of a group."""
    made = []
    for which in declared_in(group):
        shape = shape_of(which)
        made.append(shape.make(which, _(shape.help) if shape.help else "", errands))
    return made
