"""The fields of an agreement, and the order that they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kopdes_desktop.borrowings import rules
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.accounting.book_screen import Order
from kopdes_desktop.ui.borrowings.reading import Debt
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, TextField
from kopdes_desktop.ui.settings.shapes import NumberField

#: In place of a box: it was owed when the books began.
OPENING = "-"
_A_MONTH = 1


def new_fields(boxes: Sequence[tuple[str, str]], today: Callable[[], date]) -> tuple[Field, ...]:
    """A new borrowing: from whom, what, on which terms, into which box."""
    box = ChoiceField(
        "box",
        _("Uangnya masuk ke"),
        [*boxes, (OPENING, _("sudah ada sebelum pembukuan ini (saldo awal)"))],
        needed=True,
    )
    first = DayField("first_due", _("Jatuh tempo pertama"), today)
    first.set_day(rules.due_day(today(), _A_MONTH))
    method, rate, months, grace = _terms_fields()
    _write(grace, "0")
    fee = MoneyField(
        "fee",
        _("Potongan provisi"),
        hint=_("yang dipotong bank; boleh kosong"),
        needed=False,
    )
    interest = MoneyField(
        "interest_owed",
        _("Bunga yang belum dibayar"),
        hint=_("sampai pembukuan ini mulai; boleh kosong"),
        needed=False,
    )

    def follow() -> None:
        """A deduction is of new money, unpaid interest of an old loan."""
        old = box.picked and box.value() == OPENING
        fee.setVisible(not old)
        interest.setVisible(old)
        (fee if old else interest).clear()

    box.edited.connect(follow)
    interest.hide()
    return (
        TextField(
            "lender",
            _("Pemberi pinjaman"),
            longest=80,
            hint=_("nama lembaga; kosongkan bila dari orang"),
        ),
        ChoiceField("account", _("Jenis"), [(k, _(w)) for k, w in rules.ACCOUNTS.items()]),
        MoneyField("principal", _("Pokok")),
        box,
        fee,
        interest,
        TextField(
            "decision_no", _("Keputusan Rapat Anggota"), longest=60, hint=_("nomor dan tahun")
        ),
        method,
        rate,
        months,
        grace,
        first,
        TextField("purpose", _("Untuk apa"), longest=100, hint=_("boleh kosong")),
        TextField(
            "party",
            _("Orang yang meminjamkan"),
            longest=40,
            hint=_("nomor anggota, nama masuk, atau kode"),
        ),
    )


def _terms_fields() -> tuple[Field, ...]:
    return (
        ChoiceField("method", _("Cara bunga"), [(k, _(w)) for k, w in _methods()]),
        TextField("rate", _("Bunga setahun (%)"), longest=8, hint=_("misalnya 6 atau 6,5")),
        NumberField("months", _("Jangka waktu (bulan)"), 0, rules.MOST_MONTHS),
        NumberField(
            "grace",
            _("Masa tenggang (bulan)"),
            0,
            rules.MOST_MONTHS,
            hint=_("hanya bunga dibayar; 0: tanpa"),
        ),
    )


def _methods() -> list[tuple[str, str]]:
    return list(rules.METHOD_WORDS.items())


def change_fields(debt: Debt, today: Callable[[], date]) -> tuple[Field, ...]:
    """Other terms for what is left, beginning with those of now."""
    loan = debt.loan
    method, rate, months, grace = _terms_fields()
    waiting = sum(1 for row in debt.schedule if row.state != "paid")
    assert isinstance(method, ChoiceField)  # noqa: S101  tells the type
    method.choose(loan.method)
    _write(rate, loan.rate.replace(".", ","))
    _write(months, str(waiting))
    _write(grace, "0")
    first = DayField("first_due", _("Jatuh tempo pertama"), today)
    coming = [row.part.due for row in debt.schedule if row.part.due >= today()]
    first.set_day(coming[0] if coming else rules.due_day(today(), _A_MONTH))
    reason = TextField(
        "reason", _("Dasar perubahan"), needed=True, longest=100, hint=_("misalnya adendum 02/2026")
    )
    return (first, months, grace, rate, method, reason)


def _write(field: Field, text: str) -> None:
    assert isinstance(field, TextField | NumberField)  # noqa: S101  tells the type
    field.set_text(text)


def terms_of(typed: Order) -> Order:
    """The order of a new borrowing."""
    order: Order = {
        "lender": typed["lender"],
        **({"party": typed["party"]} if typed["party"] else {}),
        "account": typed["account"],
        "principal": int(typed["principal"]),
        "first_due": typed["first_due"].isoformat(),
        "rate": typed["rate"] or "0",
        "months": typed["months"],
        "grace": typed["grace"],
        "method": typed["method"],
        "decision_no": typed["decision_no"],
        "purpose": typed["purpose"],
    }
    opening = typed["box"] == OPENING
    name = "interest_owed" if opening else "fee"  # the other one is out of sight
    if typed[name]:
        order[name] = int(typed[name])
    return order | ({"opening": True} if opening else {"box": typed["box"]})
