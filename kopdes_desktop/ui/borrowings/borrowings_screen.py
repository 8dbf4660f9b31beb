"""Pinjaman koperasi: lenders at the left, the marked one's terms and schedule at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kopdes_desktop.borrowings import rules
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import month, number, rupiah, short_day
from kopdes_desktop.ui.accounting.book_screen import DetailScreen, Order
from kopdes_desktop.ui.borrowings import reading
from kopdes_desktop.ui.borrowings.reading import ACCRUE, CHANGE, PAY, RESTORE, TAKE, Debt, Page
from kopdes_desktop.ui.borrowings.terms import change_fields, new_fields, terms_of
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column

_LISTENS = ("borrowings.", "accounting.")
_STATES = {"paid": N_("lunas"), "late": N_("lewat tempo"), "waits": N_("menunggu")}
_ON_BUTTONS = frozenset({"Ctrl+N", "F3", "F6", "Del"})
_TONES = {"paid": "muted", "late": "danger", "waits": ""}


def _when(debt: Debt) -> str:
    if debt.next_due is None:
        return _("lunas") if not debt.loan.left else _("tanpa jadwal")
    return short_day(debt.next_due.due)


DEBTS = (
    Column(N_("Pemberi pinjaman"), lambda debt: debt.loan.lender, width=0),
    Column(N_("Sisa pokok"), lambda debt: int(debt.loan.left), text=number, width=12, right=True),
    Column(N_("Jatuh tempo"), _when, width=11, tone=lambda debt: debt.tone),
)
PARTS = (
    Column(N_("Jatuh tempo"), lambda row: row.part.due, text=short_day, width=11),
    Column(N_("Pokok"), lambda row: int(row.part.principal), text=number, width=11, right=True),
    Column(N_("Bunga"), lambda row: int(row.part.interest), text=number, width=9, right=True),
    Column(N_("Angsuran"), lambda row: int(row.part.amount), text=number, width=11, right=True),
    Column(N_("Sisa pokok"), lambda row: int(row.left), text=number, width=11, right=True),
    Column(
        N_("Keadaan"),
        lambda row: _(_STATES[row.state]),
        width=0,
        tone=lambda row: _TONES[row.state],
    ),
)


class BorrowingsScreen(DetailScreen):
    """Enter pays the marked one; Ctrl+N takes a new one up."""

    def __init__(self, desk: Desk) -> None:
        schedule = _("Jadwal angsuran"), PARTS
        super().__init__(desk, _("Pinjaman koperasi"), _LISTENS, DEBTS, schedule)
        self._page: Page | None = None
        self.lines.spare(80, 1, 2)
        self.table.opened.connect(lambda _debt: self.ask_payment())
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_row())
        self.lines.opened.connect(lambda _row: self.ask_payment())
        self._make_buttons()
        self.place((self.add, None, self.accrue), (self.pay, self.change, self.restore, None), 8)
        self.advice = _(
            "Pinjaman bank, LPDB, koperasi lain, dan modal penyertaan perlu keputusan Rapat Anggota"
            " (AD Pasal 17). Pada akhir bulan F6 mengakui bunga yang sudah berjalan; saat membayar,"
            " bunga itu dilunasi lebih dahulu. Angka pokok dan bunga pada formulir boleh diganti"
            " menurut tagihan bank."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Return", _("bayar angsuran")),
            Key("Ctrl+N", _("pinjaman baru"), self.ask_new),
            Key("F3", _("ubah jadwal"), self.ask_change),
            Key("Del", _("batalkan perubahan jadwal"), self.ask_restoring),
            Key("F6", _("akui bunga bulan ini"), self.ask_accrual),
            Key("Ctrl+P", _("cetak jadwal"), self.print_schedule),
            Key("F7", _("cetak daftar"), self.print_list),
        )
        self.rights = {
            "Return": (PAY,),
            "Ctrl+N": (TAKE,),
            "F3": (CHANGE,),
            "Del": (RESTORE,),
            "F6": (ACCRUE,),
        }
        #: The others stand on their buttons.
        self.hint_at(*(key.sequence for key in self.keys if key.sequence not in _ON_BUTTONS))
        self.give_way(self.terms)

    def _make_buttons(self) -> None:
        self.add = button(_("Pinjaman baru (Ctrl+N)"), "primary", "plus")
        self.add.clicked.connect(self.ask_new)
        self.pay = button(_("Bayar (Enter)"), icon="banknote")
        self.pay.clicked.connect(self.ask_payment)
        self.change = button(_("Ubah (F3)"), icon="pencil")
        self.change.clicked.connect(self.ask_change)
        self.restore = button(_("Batalkan (Del)"), icon="undo-2")
        for made, words in (
            (self.pay, _("Bayar angsuran (Enter)")),
            (self.change, _("Ubah jadwal (F3)")),
            (self.restore, _("Batalkan perubahan jadwal (Del)")),
        ):
            made.setAccessibleName(words)
            made.setToolTip(words)
        self.restore.clicked.connect(self.ask_restoring)
        self.accrue = button(_("Akui bunga (F6)"), icon="calendar")
        self.accrue.clicked.connect(self.ask_accrual)

    def reload(self) -> None:
        today = self.today()
        self.desk.ask(lambda session: reading.page(session, today), self._show)

    def _show(self, page: Page) -> None:
        self._page = page
        self.allow(page.may)
        self.renew(page.debts, lambda debt: debt.loan.key)
        self.add.setVisible(self.may(TAKE))
        self.accrue.setVisible(self.may(ACCRUE) and bool(page.grown))
        self.told.setText(self._summary(page))
        self._show_row()

    def _summary(self, page: Page) -> str:
        if not page.debts:
            return _("Koperasi belum mempunyai pinjaman. Ctrl+N mencatat yang pertama.")
        late = sum(int(debt.late) for debt in page.debts)
        left = sum(int(debt.loan.left) for debt in page.debts)
        told = _("Sisa pokok seluruhnya {left} · yang jatuh tempo sampai {day} {weeks}").format(
            left=rupiah(left), day=short_day(page.until), weeks=rupiah(page.weeks)
        )
        if late:
            told = _("{told} · lewat tempo {late}").format(told=told, late=rupiah(late))
        if page.grown:
            told = _("{told} · bunga {month} belum diakui {grown}").format(
                told=told, month=month(page.month), grown=rupiah(page.grown)
            )
        return told

    def _marked(self) -> Debt | None:
        marked = self.table.current()
        return marked if isinstance(marked, Debt) else None

    def _show_row(self) -> None:
        debt = self._marked()
        for made in (self.pay, self.change, self.restore):
            made.setVisible(False)
        if debt is None:
            self.show_nothing()
            return
        loan = debt.loan
        self.above.setText(loan.label)
        self.terms.show_pairs(_terms(debt))
        self.standing.show_pairs(_standing(debt), amber=(_("Tunggakan"),) if debt.late else ())
        self.lines.set_rows(debt.schedule)
        waits = [at for at, row in enumerate(debt.schedule) if row.state != "paid"]
        self.lines.go_to(waits[0] if waits else 0)
        owed = bool(loan.left or loan.accrued)
        self.pay.setVisible(owed and self.may(PAY))
        self.change.setVisible(bool(loan.left) and self.may(CHANGE))
        self.restore.setVisible(bool(debt.changed) and self.may(RESTORE))

    # -- deeds

    def ask_new(self) -> None:
        """Money taken up, or what was owed when the books began."""
        if self._page is None or not self.may(TAKE):
            return
        self.fill_in(
            _("Pinjaman baru"),
            _(
                "Jangka waktu dihitung dari jatuh tempo pertama, termasuk masa tenggang; selama"
                " tenggang hanya bunga yang dibayar."
            ),
            new_fields(self._page.boxes, self.today),
            deed=_("Catat pinjaman"),
            op=TAKE,
            order=terms_of,
            then=self._taken,
            columns=3,
        )

    def _taken(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        told = _("{number} tersimpan: {amount} dari {lender}.").format(
            number=answer.number, amount=rupiah(fact["principal"]), lender=fact["lender"]
        )
        self.desk.say(told, "good")
        self.go_to_made(answer.id)

    def ask_payment(self) -> None:
        """The next instalment of the marked one, as it stands in the schedule."""
        debt, page = self._marked(), self._page
        if debt is None or page is None or not self.may(PAY):
            return
        loan, due = debt.loan, debt.next_due
        if not loan.left and not loan.accrued:
            self.desk.say(_("Pinjaman ini sudah lunas."))
            return
        principal = MoneyField("principal", _("Pokok"), needed=False)
        interest = MoneyField("interest", _("Bunga"), needed=False)
        if due is not None:
            principal.set_amount(due.principal)
        interest.set_amount(due.interest if due is not None else max(loan.accrued, NOTHING))
        box = ChoiceField("box", _("Dari"), page.boxes)
        if page.bank:
            box.choose(page.bank)
        day, late = self.day_fields()
        self.fill_in(
            _("Bayar {lender}").format(lender=loan.lender),
            _("Sisa pokok {left}, bunga yang sudah diakui {accrued}.").format(
                left=rupiah(loan.left), accrued=rupiah(max(loan.accrued, NOTHING))
            ),
            (
                principal,
                interest,
                MoneyField("penalty", _("Denda"), hint=_("boleh kosong"), needed=False),
                box,
                TextField("ref", _("Nomor bukti bank"), longest=60, hint=_("boleh kosong")),
                day,
                late,
            ),
            deed=_("Bayar"),
            op=PAY,
            order=lambda typed: _payment(loan.key, typed) | self.dated(typed),
            then=self._paid,
            columns=2,
        )

    def _paid(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        told = _("{number} tersimpan: pokok {principal}, bunga {interest}.").format(
            number=answer.number,
            principal=rupiah(fact["principal"]),
            interest=rupiah(fact["interest"]),
        )
        self.desk.say(told, "good")

    def ask_change(self) -> None:
        """Other terms for what is left of the marked one."""
        debt = self._marked()
        if debt is None or not debt.loan.left or not self.may(CHANGE):
            return
        loan = debt.loan
        self.fill_in(
            _("Ubah jadwal {lender}").format(lender=loan.lender),
            _(
                "Sisa pokok {left} dijadwalkan ulang; yang sudah dibayar, dan bunga yang sudah"
                " jatuh tempo, tetap."
            ).format(left=rupiah(loan.left)),
            change_fields(debt, self.today),
            deed=_("Simpan jadwal"),
            op=CHANGE,
            order=lambda typed: {
                "loan": loan.key,
                "first_due": typed["first_due"].isoformat(),
                "months": typed["months"],
                "grace": typed["grace"],
                "rate": typed["rate"] or "0",
                "method": typed["method"],
                "reason": typed["reason"],
            },
            then=lambda _answer: self.desk.say(_("Jadwal tersimpan."), "good"),
            columns=2,
        )

    def ask_restoring(self) -> None:
        """The marked one's last change of terms was never agreed."""
        debt = self._marked()
        if debt is None or not self.may(RESTORE):
            return
        if not debt.changed:
            self.desk.say(_("Jadwal pinjaman ini masih yang pertama; tidak ada perubahannya."))
            return
        title = _("Batalkan perubahan jadwal {number}").format(number=debt.changed)
        words = _("Jadwal sebelum perubahan itu berlaku lagi; yang sudah dibayar tetap.")
        asking = AskReason(self.desk.window, title, words, deed=_("Batalkan perubahan"))
        asking.given.connect(
            lambda reason: self.desk.perform(
                RESTORE,
                {"change": debt.changed, "reason": reason},
                lambda _answer: self.desk.say(_("Jadwal sebelumnya berlaku lagi."), "good"),
                question=title,
            )
        )
        self.show_dialog(asking)

    def ask_accrual(self) -> None:
        """The interest that has grown by the end of this month becomes an expense."""
        page = self._page
        if page is None or not self.may(ACCRUE):
            return
        if not page.grown:
            self.desk.say(_("Tidak ada bunga yang belum diakui sampai akhir bulan ini."))
            return
        asking = Confirm(
            self.desk.window,
            _("Akui bunga {month}?").format(month=month(page.month)),
            _(
                "{amount} menjadi beban bunga bulan ini dan utang bunga, sampai dibayar. Lakukan"
                " sekali, pada akhir bulan."
            ).format(amount=rupiah(page.grown)),
            deed=_("Akui bunga"),
        )
        order = {"month": str(page.month)}
        asking.confirmed.connect(lambda: self.desk.perform(ACCRUE, order, self._accrued))
        self.show_dialog(asking)

    def _accrued(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        amount = sum(row["amount"] for row in answer.fact["d"]["rows"])
        told = _("{number} tersimpan: bunga {amount} diakui.")
        self.desk.say(told.format(number=answer.number, amount=rupiah(amount)), "good")

    def print_schedule(self) -> None:
        """The marked one's schedule on paper."""
        debt = self._marked()
        if debt is not None:
            name = debt.loan.number
            self.show_report("borrowing_schedule", {"document": name}, name)

    def print_list(self) -> None:
        """All of them on paper."""
        self.show_report("borrowings", {})

    def states(self) -> Sequence[Callable[[], None]]:
        """A payment and a new one being asked for."""
        return (self.ask_payment, self.ask_new) if self._marked() is not None else (self.ask_new,)


def _payment(loan: int, typed: Order) -> Order:
    order: Order = {"loan": loan, "box": typed["box"], "ref": typed["ref"]}
    for name in ("principal", "interest", "penalty"):
        if typed[name]:
            order[name] = int(typed[name])
    return order


def _terms(debt: Debt) -> list[tuple[str, str]]:
    loan = debt.loan
    rate = _("{rate}% setahun, {method}").format(
        rate=loan.rate.replace(".", ","), method=_(rules.METHOD_WORDS[loan.method])
    )
    span = _("{n} bulan").format(n=loan.months) if loan.months else _("tanpa jangka waktu")
    if loan.grace:
        span = _("{span}, tenggang {n} bulan").format(span=span, n=loan.grace)
    return [
        (_("Jenis"), _(rules.ACCOUNTS[loan.account])),
        (_("Bunga"), rate if loan.method != "none" else _(rules.METHOD_WORDS["none"])),
        (_("Jangka waktu"), span),
        (_("Keputusan"), loan.decision_no or "–"),
        (_("Untuk"), loan.purpose or "–"),
    ]


def _standing(debt: Debt) -> list[tuple[str, str]]:
    loan, due = debt.loan, debt.next_due
    next_ = f"{rupiah(due.amount)}, {short_day(due.due)}" if due is not None else "–"
    return [
        (_("Pokok"), rupiah(loan.principal)),
        (_("Sisa pokok"), rupiah(loan.left)),
        (_("Bunga terutang"), rupiah(loan.accrued)),
        (_("Berikutnya"), next_),
        (_("Tunggakan"), rupiah(debt.late)),
    ]
