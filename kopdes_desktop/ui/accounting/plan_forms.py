"""The fields of a plan, and the order that they become."""

from __future__ import annotations

from collections.abc import Sequence

from kopdes_desktop.accounting.plans import ACCRUAL, IN, OUT, PREPAID, RECURRING
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import month
from kopdes_desktop.ui.accounting.book_screen import Order
from kopdes_desktop.ui.accounting.month_end_reading import Page
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, TextField
from kopdes_desktop.ui.kit.form import Form
from kopdes_desktop.ui.settings.shapes import NumberField

_WAYS = {
    f"{RECURRING}:{OUT}": N_("dibayar tiap bulan"),
    f"{RECURRING}:{IN}": N_("diterima tiap bulan"),
    PREPAID: N_("sudah dibayar di muka, menjadi beban bulan demi bulan"),
    ACCRUAL: N_("beban tiap bulan yang dibayar belakangan"),
}
#: In place of a box: no money moves now.
_NO_BOX = "-"
_MOST_MONTHS = 120
#: What is paid ahead mostly is a year's.
_A_YEAR = 12
#: A plan may begin so many months from now.
_AHEAD = 12


def fields(page: Page, today: Month) -> tuple[Field, ...]:
    """What recurs, how, on which account, and for how long."""
    months_ahead = [page.earliest.plus(n) for n in range(page.earliest.through(today) + _AHEAD)]
    first = ChoiceField("first", _("Mulai bulan"), [(str(m), month(m)) for m in months_ahead])
    first.choose(str(today))
    months = NumberField("months", _("Berapa bulan"), 0, _MOST_MONTHS, hint=_("0: terus-menerus"))
    months.set_text("0")
    return (
        TextField("name", _("Nama"), needed=True, longest=60, hint=_("misalnya Sewa kios")),
        ChoiceField("way", _("Cara"), [(code, _(words)) for code, words in _WAYS.items()]),
        ChoiceField("account", _("Untuk apa"), page.accounts, needed=True),
        MoneyField("amount", _("Jumlah"), hint=_("sebulan; yang dibayar di muka: seluruhnya")),
        first,
        months,
        ChoiceField(
            "box",
            _("Kas atau bank"),
            [*page.boxes, (_NO_BOX, _("tidak lewat kas sekarang"))],
            needed=True,
        ),
        ChoiceField("unit", _("Untuk unit"), page.units),
    )


def begin_prepaid(form: Form, amount: int) -> None:
    """Paid for months to come: what is known of it stands there already."""
    way, paid, months = (form.field(name) for name in ("way", "amount", "months"))
    if isinstance(way, ChoiceField) and isinstance(paid, MoneyField):
        way.choose(PREPAID)
        paid.set_amount(Rupiah(amount))
    if isinstance(months, NumberField):
        months.set_text(str(_A_YEAR))


def order(typed: Order) -> Order:
    """The order of a plan."""
    kind, _colon, way = typed["way"].partition(":")
    made: Order = {
        "kind": kind,
        "name": typed["name"],
        "account": typed["account"],
        "amount": int(typed["amount"]),
        "first": typed["first"],
        "months": typed["months"],
        "unit": typed["unit"],
    }
    if way:
        made["way"] = way
    return made if typed["box"] == _NO_BOX else made | {"box": typed["box"]}


def way_words(kind: str, way: str) -> str:
    """How a plan posts, in the words that it was chosen by."""
    return _(_WAYS.get(kind, _WAYS.get(f"{kind}:{way}", kind)))


def ending_fields(boxes: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    """What came back of what was paid ahead."""
    return (
        MoneyField("refund", _("Uang yang kembali"), hint=_("kosong: tidak ada"), needed=False),
        ChoiceField("box", _("Masuk ke"), boxes),
    )
