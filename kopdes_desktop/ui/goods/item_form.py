"""A new item in five lines: in the middle of a sale, or from the list of goods."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from kopdes_desktop.goods import queries, typed
from kopdes_desktop.goods.queries import Match
from kopdes_desktop.goods.rules import LINI_WORDS, decimal
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.card_scan import reads_cards
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog

ADD = "goods.add_item"
_USUAL_UNIT = "pcs"
_LONGEST_CODE = 40


class CodeField(TextField):
    """A code that may be scanned into the line, Enter and all."""

    def __init__(self, name: str, label: str, *, hint: str = "", needed: bool = False) -> None:
        super().__init__(name, label, hint=hint, needed=needed, longest=_LONGEST_CODE)
        reads_cards(self.edit)


class QuantityField(TextField):
    """How many of a unit, as people write it (`12`, `0,25`); its value is a decimal string."""

    def __init__(
        self, name: str, label: str, *, hint: str = "", needed: bool = False, none: str = ""
    ) -> None:
        super().__init__(name, label, hint=hint, needed=needed, longest=12)
        self._none = none

    def value(self) -> str:
        """The decimal string; BadField. What stands for nothing when the line is empty or 0."""
        text = super().value()
        if text.strip("0,.") == "":
            if self.needed:
                raise BadField(N_("Isian ini belum diisi."), field=self.name)
            return self._none
        try:
            return decimal(typed.quantity(text))
        except BadField as refused:
            raise BadField(refused.template, field=self.name, **refused.values) from None


class ItemForm(FormDialog):
    """`made` carries the new item's key. A scanned code and typed letters can be handed in.

    Anywhere a new item is needed: `ItemForm(desk, code="899…").open()`; the clerk types its name
    and price, Enter by Enter.
    """

    made = Signal(object)

    def __init__(self, desk: Desk, *, code: str = "", name: str = "") -> None:
        self._desk = desk
        self._agreed = ""
        self.name = TextField("name", _("&Nama barang"), needed=True)
        self.unit = TextField(
            "unit", _("&Satuan terkecil"), needed=True, longest=20, hint=_("pcs, kg, liter …")
        )
        self.price = MoneyField(
            "price", _("&Harga jual"), needed=False, hint=_("per satuan; boleh menyusul")
        )
        self.code = CodeField("code", _("&Barcode"), hint=_("pindai, atau kosongkan"))
        lini = [(each, _(words).capitalize()) for each, words in LINI_WORDS.items()]
        self.lini = ChoiceField("lini", _("&Lini usaha"), lini, hint=_("tidak dapat diubah lagi"))
        super().__init__(
            desk.window,
            _("Barang baru"),
            _("Nama dan satuan saja cukup; kemasan, harga anggota dan lainnya dapat menyusul."),
            (self.name, self.unit, self.price, self.code, self.lini),
            deed=_("Simpan barang"),
            columns=1,
        )
        self.name.set_text(name)
        self.unit.set_text(_USUAL_UNIT)
        self.code.set_text(code)
        self.given.connect(self._check)

    def take_code(self, code: str) -> None:
        """A code was scanned while another line had the cursor."""
        self.code.set_text(code)

    def _check(self, values: dict[str, Any]) -> None:
        """A code that another item has is asked about once: one code may stand on two items."""
        code = values["code"]
        if not code or code == self._agreed:
            self._add(values)
            return
        self._desk.read(
            "read.goods",
            queries.by_barcode,
            code,
            then=lambda found: self._checked(values, found),
        )

    def _checked(self, values: dict[str, Any], found: list[Match]) -> None:
        if not found:
            self._add(values)
            return
        self._agreed = values["code"]
        self.form.complain(
            "code",
            _(
                "Barcode ini sudah ada pada {item}. Simpan sekali lagi bila memang dua barang"
                " memakai barcode yang sama; kasir akan bertanya yang mana."
            ).format(item=found[0].item.name),
        )

    def _add(self, values: dict[str, Any]) -> None:
        order: dict[str, Any] = {name: values[name] for name in ("name", "unit", "lini")}
        if values["price"]:
            order["price"] = int(values["price"])
        if values["code"]:
            order["barcodes"] = [{"code": values["code"]}]
        self.perform(self._desk, ADD, order, self._added)

    def _added(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        said = answer.fact["d"]
        self._desk.say(
            _("{name} tersimpan dengan kode {code}.").format(name=said["name"], code=said["code"]),
            "good",
        )
        self.made.emit(answer.id)
