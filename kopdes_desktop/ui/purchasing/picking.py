"""Who sells and how he is paid, chosen by letters; a new supplier in between."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.purchasing.queries import Supplier
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.purchasing.reading import ADD, Shop
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.pick_dialog import PickDialog
from kopdes_desktop.ui.settings.shapes import NumberField

#: How long bills wait as a rule, in days.
TERMS = (7, 14, 30)
_LONGEST = 365
_CODE_LONG = 12


def ask_supplier(desk: Desk, shop: Shop, then: Callable[[Supplier | None], None]) -> None:
    """One of the suppliers, nobody, or a new one."""
    asking = PickDialog(
        desk.window,
        _("Pemasok"),
        _("Dari siapa barang ini dibeli."),
        [Choice(each.code, f"{each.code} · {each.label}") for each in shop.suppliers],
        usual=_("Pasar (tanpa nama)"),
        more=_("pemasok baru") if ADD in shop.may else "",
    )

    def taken(choice: Choice | None) -> None:
        then(next((x for x in shop.suppliers if choice and x.code == choice.code), None))

    asking.chosen.connect(taken)
    asking.asked_for_more.connect(lambda name: add_supplier(desk, name, then))
    asking.open()


def add_supplier(desk: Desk, name: str, then: Callable[[Supplier | None], None]) -> None:
    """Note a new supplier and go on with him."""
    called = TextField("name", _("Nama"), hint=_("contoh Grosir Kenanga"), needed=True)
    called.set_text(name)
    code = TextField("code", _("Kode"), hint=_("terlihat di jurnal"), needed=True, longest=20)
    code.set_text(re.sub(r"^\d+|[^A-Z0-9]", "", name.upper())[:_CODE_LONG])
    days = NumberField("days", _("Tempo bayar (hari)"), 0, _LONGEST, hint=_("0: selalu tunai"))
    days.set_text("0")
    asking = FormDialog(
        desk.window,
        _("Pemasok baru"),
        _("Kodenya terlihat di jurnal, namanya hanya di sini."),
        (called, code, TextField("phone", _("Telepon"), hint=_("boleh kosong")), days),
        deed=_("Simpan pemasok"),
    )

    def given(typed: dict[str, Any]) -> None:
        def written(answer: Any) -> None:  # noqa: ANN401  office.Answer
            code = str(typed["code"]).strip().upper()
            then(Supplier(answer.id, code, typed["days"], typed["name"], typed["phone"] or None))

        asking.perform(desk, ADD, typed, written)

    asking.given.connect(given)
    asking.open()


def ask_payment(
    desk: Desk,
    shop: Shop,
    supplier: Supplier | None,
    then: Callable[[str, int | None, Rupiah], None],
) -> None:
    """A box, a debt of so many days, or what was paid in advance."""
    held = shop.advances.get(supplier.key, NOTHING) if supplier is not None else NOTHING
    terms = sorted({*TERMS, *([supplier.days] if supplier and supplier.days else [])})
    rows = [
        Choice(f"box:{box.code}", _("Tunai dari {box}").format(box=box.name)) for box in shop.boxes
    ]
    if supplier is not None and shop.office:
        rows += [Choice(f"days:{n}", _("Utang {n} hari").format(n=n)) for n in terms]
        if held > NOTHING:
            words = _("Uang muka yang ada padanya, {amount}").format(amount=rupiah(held))
            rows.append(Choice("advance:", words))
    asking = PickDialog(
        desk.window,
        _("Cara bayar"),
        _("Pembelian dengan utang perlu pemasok: pilih dahulu dengan F3.")
        if supplier is None
        else _("Kepada {supplier}.").format(supplier=supplier.label),
        rows,
        usual=_("Tunai dari kas saya"),
    )

    def taken(choice: Choice | None) -> None:
        what, _colon, value = str(choice.code).partition(":") if choice else ("box", "", "")
        if what == "days":
            then("", int(value), NOTHING)
        elif what == "advance":
            then("", None, held)
        else:
            then(value or shop.own_box, None, NOTHING)

    asking.chosen.connect(taken)
    asking.open()
