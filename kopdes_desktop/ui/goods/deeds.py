"""What is changed of an item: prices, packs, barcodes, ceiling, name; each in one small form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from kopdes_desktop.goods import queries, typed
from kopdes_desktop.goods.queries import Category
from kopdes_desktop.goods.rules import TIER_WORDS, decimal, shown
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.goods import reading
from kopdes_desktop.ui.goods.item_form import CodeField, QuantityField
from kopdes_desktop.ui.goods.reading import GoodsNow, PriceLine, Row
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog

_OPEN, _CLOSED = "open", "closed"
_NO_CATEGORY = ""


def _unit_choices(row: Row) -> list[tuple[str, str]]:
    """The base unit, and each pack with what it holds."""
    item = row.item
    packs = [
        (name, _("{pack} (isi {n} {unit})").format(pack=name, n=shown(size), unit=item.unit))
        for name, size in row.shelved.packs.items()
    ]
    return [("", item.unit), *packs]


class PriceForm(FormDialog):
    """A price from a day on: of the unit or a pack, for everybody or members, from so many on."""

    def __init__(self, desk: Desk, row: Row) -> None:
        self._desk, self._row = desk, row
        today = desk.standing.today
        self.amount = MoneyField("amount", _("&Harga baru"))
        self.day = DayField("from_day", _("Berlaku &mulai"), lambda: today)
        self.pack = ChoiceField("pack", _("&Untuk satu"), _unit_choices(row))
        self.tier = ChoiceField(
            "tier", _("&Pembeli"), [(code, _(words)) for code, words in TIER_WORDS.items()]
        )
        self.least = QuantityField(
            "least",
            _("Mulai &jumlah"),
            hint=_("kosong = berapa pun; 12 = harga selusin ke atas"),
            none="0",
        )
        now = rupiah(row.price) if row.price is not None else _("belum ada")
        super().__init__(
            desk.window,
            _("Harga {name}").format(name=row.item.name),
            _("Sekarang {now} per {unit}. Harga yang sudah lewat tidak berubah.").format(
                now=now, unit=row.item.unit
            ),
            (self.amount, self.day, self.pack, self.tier, self.least),
            deed=_("Tetapkan harga"),
            columns=2,
        )
        self.day.set_day(today)
        self.given.connect(self._set)

    def _set(self, values: dict[str, Any]) -> None:
        price = {
            "item": self._row.item.key,
            "amount": int(values["amount"]),
            "pack": values["pack"],
            "tier": values["tier"],
            "least": values["least"],
        }
        order = {"prices": [price], "from_day": values["from_day"].isoformat()}
        self.perform(self._desk, reading.PRICES, order, self._done_well)

    def _done_well(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        said = answer.fact["d"]["prices"][0]
        self._desk.say(
            _("{name} {amount} mulai {day}.").format(
                name=self._row.item.name,
                amount=rupiah(said["amount"]),
                day=short_day(date.fromisoformat(said["from_day"])),
            ),
            "good",
        )


class EndPriceForm(FormDialog):
    """A price of members, of a pack or from so many on that holds no longer from a day on."""

    def __init__(self, desk: Desk, row: Row, lines: Sequence[PriceLine]) -> None:
        self._desk, self._row, self._lines = desk, row, lines
        today = desk.standing.today
        self.which = ChoiceField(
            "which", _("&Harga yang berakhir"), [(str(n), _told(x)) for n, x in enumerate(lines)]
        )
        self.day = DayField("from_day", _("Tidak berlaku &mulai"), lambda: today)
        super().__init__(
            desk.window,
            _("Akhiri harga {name}").format(name=row.item.name),
            _(
                "Mulai tanggal itu berlaku harga biasa. Harga yang baru akan datang dibatalkan."
                " Struk yang lalu tidak berubah."
            ),
            (self.which, self.day),
            deed=_("Akhiri harga"),
        )
        self.day.set_day(today)
        self.given.connect(self._set)

    def _set(self, values: dict[str, Any]) -> None:
        row = self._lines[int(values["which"])].row
        day = max(values["from_day"], date.fromisoformat(row.from_day))
        price = {
            "item": self._row.item.key,
            "pack": row.pack,
            "tier": row.tier,
            "least": decimal(row.least),
        }
        order = {"prices": [price], "from_day": day.isoformat()}
        self.perform(self._desk, reading.PRICES, order, self._done_well)

    def _done_well(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        said = answer.fact["d"]["prices"][0]
        self._desk.say(
            _("{name}: harga itu tidak berlaku lagi mulai {day}.").format(
                name=self._row.item.name, day=short_day(date.fromisoformat(said["from_day"]))
            ),
            "good",
        )


def _told(line: PriceLine) -> str:
    """A price in a line of a list; the day of one to come."""
    told = f"{line.what}: {rupiah(line.row.amount or 0)}"
    if line.state == "coming":
        day = short_day(date.fromisoformat(line.row.from_day))
        told += " " + _("(mulai {day})").format(day=day)
    return told


class PackForm(FormDialog):
    """A pack: what it is called, how much it holds, its barcode and its price."""

    def __init__(self, desk: Desk, row: Row) -> None:
        self._desk, self._row = desk, row
        unit = row.item.unit
        self.factor = QuantityField("factor", _("&Isinya ({unit})").format(unit=unit))
        super().__init__(
            desk.window,
            _("Kemasan {name}").format(name=row.item.name),
            _(
                "Misalnya dus isi 40 {unit}. Tanpa harga sendiri, harganya isi kali harga satuan."
                " Kemasan yang sudah ada ditulis lagi untuk mengubah isinya; isi 0 menghapusnya."
            ).format(unit=unit),
            (
                TextField("name", _("&Nama kemasan"), needed=True, longest=40, hint=_("dus, pak")),
                self.factor,
                CodeField("code", _("&Barcode kemasan"), hint=_("pindai, atau kosongkan")),
                MoneyField("price", _("&Harga sekemasan"), needed=False),
            ),
            deed=_("Simpan kemasan"),
        )
        self.given.connect(self._set)

    def _set(self, values: dict[str, Any]) -> None:
        key, name = self._row.item.key, values["name"]
        if not values["factor"] and not (self.factor.text and name in self._row.shelved.packs):
            self.form.complain("factor", _("Tulis berapa isinya."))
            return
        packs = reading.packs_with(self._row.shelved, name, values["factor"])
        orders: list[tuple[str, dict[str, Any]]] = [(reading.PACKS, {"item": key, "packs": packs})]
        if values["code"] and values["factor"]:
            orders.append((reading.BARCODE, {"item": key, "code": values["code"], "pack": name}))
        if values["price"] and values["factor"]:
            price = {"item": key, "amount": int(values["price"]), "pack": name}
            orders.append((reading.PRICES, {"prices": [price]}))
        self._desk.perform_all(orders, self._kept, sender=self.form)

    def _kept(self, _answers: object) -> None:
        self.accept()
        self._desk.say(_("Kemasan {name} tersimpan.").format(name=self._row.item.name), "good")


class BarcodeForm(FormDialog):
    """A code to be added by a scan; one that the item has already is taken off."""

    def __init__(self, desk: Desk, row: Row) -> None:
        self._desk, self._row = desk, row
        self._held = [each.code for each in row.shelved.codes]
        self._agreed = ""
        self.code = CodeField("code", _("&Barcode"), needed=True, hint=_("pindai atau ketik"))
        self.pack = ChoiceField("pack", _("&Tertulis pada"), _unit_choices(row))
        told = ", ".join(self._held) or _("belum ada")
        super().__init__(
            desk.window,
            _("Barcode {name}").format(name=row.item.name),
            _(
                "Sekarang: {codes}. Memindai yang baru menambahkannya; memindai yang sudah ada"
                " menghapusnya."
            ).format(codes=told),
            (self.code, self.pack),
            deed=_("Simpan barcode"),
        )
        self.given.connect(self._set)

    def _set(self, values: dict[str, Any]) -> None:
        if values["code"] in self._held:
            self._drop(values["code"])
            return
        self._desk.read(
            reading.RIGHT,
            queries.by_barcode,
            values["code"],
            then=lambda found: self._checked(values, found),
        )

    def _checked(self, values: dict[str, Any], found: list[queries.Match]) -> None:
        code = values["code"]
        if found and code != self._agreed:
            self._agreed = code
            self.form.complain(
                "code",
                _(
                    "Barcode ini sudah ada pada {item}. Simpan sekali lagi bila memang benar."
                ).format(item=found[0].item.name),
            )
            return
        order = {"item": self._row.item.key, "code": code, "pack": values["pack"]}
        self.perform(self._desk, reading.BARCODE, order, self._added)

    def _drop(self, code: str) -> None:
        """Asked once: saved a second time it goes."""
        if code != self._agreed:
            self._agreed = code
            self.form.complain(
                "code",
                _("Barcode ini sudah ada pada barang ini. Simpan sekali lagi untuk menghapusnya."),
            )
            return
        order = {"item": self._row.item.key, "code": code}
        self.perform(self._desk, reading.DROP, order, self._dropped)

    def _added(self, _answer: object) -> None:
        self._desk.say(_("Barcode {name} tersimpan.").format(name=self._row.item.name), "good")

    def _dropped(self, _answer: object) -> None:
        self._desk.say(_("Barcode {name} dihapus.").format(name=self._row.item.name), "good")


class CeilingForm(FormDialog):
    """The highest lawful price of an item from a day on, and the decision that says so."""

    def __init__(self, desk: Desk, row: Row) -> None:
        today = desk.standing.today
        day = DayField("from_day", _("Berlaku &mulai"), lambda: today)
        super().__init__(
            desk.window,
            _("HET {name}").format(name=row.item.name),
            _("Harga eceran tertinggi per {unit}. Harga di atasnya perlu orang kedua.").format(
                unit=row.item.unit
            ),
            (
                MoneyField("amount", _("&Paling tinggi")),
                day,
                TextField(
                    "decision",
                    _("&Keputusan"),
                    needed=True,
                    hint=_("contoh Kepmendag 1028/2024"),
                ),
                TextField(
                    "region",
                    _("Kode &wilayah"),
                    hint=_("kosong = di mana pun; 33 = Jawa Tengah"),
                    longest=13,
                ),
            ),
            deed=_("Simpan HET"),
        )
        day.set_day(today)

        def given(values: dict[str, Any]) -> None:
            order = {
                **values,
                "item": row.item.key,
                "amount": int(values["amount"]),
                "from_day": values["from_day"].isoformat(),
            }
            self.perform(
                desk, reading.CEILING, order, lambda _answer: desk.say(_("HET tersimpan."), "good")
            )

        self.given.connect(given)


class ChangeForm(FormDialog):
    """Name, code, category, minimum, margin, and whether it is sold."""

    def __init__(self, desk: Desk, row: Row, now: GoodsNow) -> None:
        self._desk, self._row = desk, row
        item = row.item
        name = TextField("name", _("&Nama"), needed=True)
        code = TextField("code", _("&Kode"), needed=True, longest=40)
        none = (_NO_CATEGORY, _("tanpa kategori"))
        category = ChoiceField(
            "category", _("Ka&tegori"), [none, *((x.code, x.name) for x in now.categories)]
        )
        minimum = QuantityField(
            "minimum", _("Stok &minimum ({unit})").format(unit=item.unit), none="0"
        )
        margin = TextField("margin", _("Mar&gin (%)"), hint=_("kosong = menurut kategorinya"))
        sold = ChoiceField(
            "open", _("&Dijual"), [(_OPEN, _("ya")), (_CLOSED, _("tidak dijual lagi"))]
        )
        super().__init__(
            desk.window,
            _("Ubah {name}").format(name=item.name),
            _("Jenis dan lini usahanya tetap, karena stoknya berdiri di akun itu."),
            (name, code, category, minimum, margin, sold),
            deed=_("Simpan perubahan"),
            columns=2,
        )
        name.set_text(item.name)
        code.set_text(item.code)
        category.choose(item.category or _NO_CATEGORY)
        minimum.set_text(shown(item.minimum) if item.minimum else "")
        margin.set_text((item.margin or "").replace(".", ","))
        sold.choose(_OPEN if item.open else _CLOSED)
        self.given.connect(self._set)

    def _set(self, values: dict[str, Any]) -> None:
        item = self._row.item
        before: dict[str, Any] = {
            "name": item.name,
            "code": item.code,
            "category": item.category or _NO_CATEGORY,
            "minimum": decimal(item.minimum),
            "margin": (item.margin or "").replace(".", ","),
            "open": item.open,
        }
        values = {**values, "open": values["open"] == _OPEN}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if not changed:
            self.reject()
            return
        order = {"item": item.key, "fields": changed}
        self.perform(self._desk, reading.CHANGE, order, self._changed)

    def _changed(self, _answer: object) -> None:
        self._desk.say(_("{name} tersimpan.").format(name=self._row.item.name), "good")


class CategoryForm(FormDialog):
    """A category and the margin of its items; one of the same name is changed."""

    def __init__(self, desk: Desk, categories: Sequence[Category]) -> None:
        told = ", ".join(each.name for each in categories) or _("belum ada")
        super().__init__(
            desk.window,
            _("Kategori barang"),
            _("Sekarang: {all}. Nama yang sudah ada mengubah marginnya.").format(all=told),
            (
                TextField("name", _("&Nama kategori"), needed=True, longest=40),
                TextField(
                    "margin",
                    _("&Margin (%)"),
                    hint=_("untuk usulan harga jual; kosong = tidak ada"),
                    longest=8,
                ),
            ),
            deed=_("Simpan kategori"),
        )
        known = {each.name.casefold(): each.code for each in categories}

        def given(values: dict[str, Any]) -> None:
            name = values["name"]
            code = known.get(name.casefold(), name.upper())
            order = {"code": code, "name": name, "margin": values["margin"]}
            words = _("Kategori {name} tersimpan.").format(name=name)
            self.perform(desk, reading.CATEGORY, order, lambda _answer: desk.say(words, "good"))

        self.given.connect(given)


class BundleForm(FormDialog):
    """Several items that are sold as one: written as counts and codes, `2*KOPI + 1*GULA`."""

    made = Signal(object)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            desk.window,
            _("Paket baru"),
            _("Menjual paket mengurangi stok setiap isinya; harganya harga paket itu sendiri."),
            (
                TextField("name", _("&Nama paket"), needed=True),
                TextField(
                    "parts",
                    _("&Isinya"),
                    needed=True,
                    hint=_("jumlah*kode, dipisah tanda +: 2*KOPI + 0,5*GULA"),
                ),
                MoneyField("price", _("&Harga paket"), needed=False),
                CodeField("code", _("&Barcode"), hint=_("pindai, atau kosongkan")),
            ),
            deed=_("Simpan paket"),
        )
        self.given.connect(self._set)

    def _set(self, values: dict[str, Any]) -> None:
        try:
            parts = parts_of(values["parts"])
        except BadField as refused:
            self.form.complain("parts", refused.message)
            return
        order: dict[str, Any] = {
            "name": values["name"],
            "unit": _("paket"),
            "kind": "bundle",
            "parts": parts,
        }
        if values["price"]:
            order["price"] = int(values["price"])
        if values["code"]:
            order["barcodes"] = [{"code": values["code"]}]
        self.perform(self._desk, reading.ADD, order, self._added)

    def _added(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        name = answer.fact["d"]["name"]
        self._desk.say(_("Paket {name} tersimpan.").format(name=name), "good")
        self.made.emit(answer.id)


def parts_of(text: str) -> list[dict[str, str]]:
    """What a bundle holds, from `2*KOPI + 0,5*GULA`. Raises BadField."""
    made = []
    for each in text.split("+"):
        said = typed.parse(each)
        if not said.code:
            raise BadField(
                N_("Tulis jumlah*kode, dipisah tanda +. Contoh: 2*KOPI + 0,5*GULA."), field="parts"
            )
        quantity = 1000 if said.quantity is None else said.quantity
        made.append({"item": said.code, "quantity": decimal(quantity)})
    return made
