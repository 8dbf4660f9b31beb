"""Money for an order at the drawer: taken before the goods are there, or paid back without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.sales.advances import Waiting
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog

#: What is done once the paper is written: told the sentence about it, and the answer.
Written = Callable[[str, Any], None]


class _AtDrawer(FormDialog):
    """A form whose order goes to the shift that is open."""

    operation: str

    def __init__(
        self,
        desk: Desk,
        shift: int,
        written: Written,
        words: tuple[str, str, str],
        fields: Sequence[Field],
    ) -> None:
        title, about, deed = words
        super().__init__(desk.window, title, about, fields, deed=deed)
        self._desk, self._shift, self._written = desk, shift, written
        self.given.connect(self._order)

    def _order(self, values: dict[str, Any]) -> None:
        order = {name: value for name, value in values.items() if value}
        order |= {name: int(order[name]) for name in ("amount", "advance") if name in order}
        question = self.question(order)
        self.perform(
            self._desk,
            self.operation,
            order | {"shift": self._shift},
            self._tell,
            question=question,
        )

    def question(self, _order: dict[str, Any]) -> str:
        """What a second person is asked, where one is needed."""
        return ""

    def told(self) -> str:
        """The sentence once it is written; {number} and {amount} are filled in."""
        raise NotImplementedError

    def _tell(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        amount = rupiah(answer.fact["d"]["amount"])
        self._written(self.told().format(number=answer.number, amount=amount), answer)


class TakeAdvance(_AtDrawer):
    """How much for what; the slip is brought along when the goods are fetched."""

    operation = "sales.take_advance"

    def __init__(self, desk: Desk, shift: int, written: Written) -> None:
        super().__init__(
            desk,
            shift,
            written,
            (
                _("Terima uang muka, jual voucher"),
                _("Belum penjualan. Saat barangnya diambil, bayar dengan uang muka (F10)."),
                _("Terima"),
            ),
            (
                TextField("text", _("&Pesanan"), needed=True, hint=_("barang dan banyaknya")),
                MoneyField("amount", _("&Jumlah")),
                TextField("member", _("No. &anggota"), hint=_("boleh kosong")),
            ),
        )

    def told(self) -> str:
        """Its number is what the buyer shows."""
        return _("{number} tersimpan: uang muka {amount}.")


class ReturnAdvance(_AtDrawer):
    """Which of those that wait, and why; all that is left of it leaves the drawer."""

    operation = "sales.return_advance"

    def __init__(
        self, desk: Desk, shift: int, written: Written, waiting: Sequence[Waiting]
    ) -> None:
        self._waiting = {each.key: each for each in waiting}
        offered = [
            (str(each.key), f"{each.number}  {rupiah(each.left)}  {each.text}") for each in waiting
        ]
        super().__init__(
            desk,
            shift,
            written,
            (
                _("Kembalikan uang muka"),
                _("Pesanannya batal. Sisa uang mukanya keluar dari laci; minta buktinya kembali."),
                _("Kembalikan"),
            ),
            (
                ChoiceField("advance", _("&Uang muka"), offered),
                TextField("reason", _("&Alasan"), needed=True, hint=_("mengapa batal")),
            ),
        )

    def question(self, order: dict[str, Any]) -> str:
        """What goes out, and why."""
        each = self._waiting[order["advance"]]
        return _("Uang muka {number}, {amount}, dikembalikan: {reason}.").format(
            number=each.number, amount=rupiah(each.left), reason=order["reason"]
        )

    def told(self) -> str:
        """What is to be handed over."""
        return _("{number} tersimpan: kembalikan {amount} kepada pembeli.")
