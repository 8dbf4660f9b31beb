"""Akhir bulan: what is left to be posted for a month, a key each; beside it the plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from kopdes_desktop.accounting.plans import ACCRUAL, PREPAID, Plan
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import month, number, rupiah, short_day
from kopdes_desktop.ledger.proposals import Proposal
from kopdes_desktop.ui.accounting import month_end_reading as reading
from kopdes_desktop.ui.accounting import plan_forms
from kopdes_desktop.ui.accounting.book_screen import BookScreen
from kopdes_desktop.ui.accounting.month_end_reading import CLOSE_MONTH, END, POST, SET, SETTLE, Page
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

_LISTENS = ("accounting.", "assets.", "borrowings.", "taxes.", "sales.", "month.")
CLOSE = "day.close"


def _columns(today: Callable[[], date]) -> tuple[Column, ...]:
    """What waits for the month's last day stands back, and says since when it may be posted."""

    def tone(row: Proposal) -> str:
        return "muted" if row.waits(today()) else ""

    def titled(row: Proposal) -> str:
        if not row.waits(today()):
            return row.title
        return _("{day}: {title}").format(title=row.title, day=f"{row.month.last():%d/%m}")

    return (
        Column(N_("Yang akan dibukukan"), titled, width=0, tone=tone),
        Column(
            N_("Jumlah"),
            lambda row: int(row.amount),
            text=number,
            width=11,
            right=True,
            tone=tone,
        ),
    )


def _runs(plan: Plan) -> str:
    if plan.ended:
        return _("berakhir")
    if plan.kind == ACCRUAL and plan.accrued:
        return _("terutang {amount}").format(amount=number(plan.accrued))
    if plan.kind == PREPAID:
        return _("sisa {amount}").format(amount=number(plan.rest))
    return _("s.d. {month}").format(month=plan.last) if plan.last else _("terus")


def _tone(plan: Plan) -> str:
    return "muted" if plan.ended else ""


PLANS = (
    Column(N_("Rencana"), lambda plan: plan.name, width=0, tone=_tone),
    Column(N_("Jumlah"), lambda plan: int(plan.amount), text=number, width=11, right=True),
    Column(N_("Keadaan"), _runs, width=17, tone=_tone),
)


class MonthEndScreen(BookScreen):
    """Enter posts one line, Ctrl+Enter all; PageUp and PageDown go from month to month."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Akhir bulan"), _LISTENS, _columns(lambda: desk.standing.today))
        self._page: Page | None = None
        self._month: Month | None = None
        self._ahead = 0
        self.above = kind_label("", "heading")
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        self.plans = Table(PLANS, _("Rencana bulanan"))
        self.plans.spare(56, 1)
        self.about = kind_label("", "muted")
        self.about.setWordWrap(True)
        self.table.opened.connect(lambda _row: self.post_one())
        self.plans.opened.connect(lambda _plan: self.ask_settlement())
        self.plans.selectionModel().currentRowChanged.connect(lambda *_at: self._show_plan())
        self._make_buttons()
        self._arrange()
        self.advice = _(
            "Setiap ruang mengusulkan apa yang harus dibukukan di akhir bulan: penyusutan aset,"
            " rencana bulanan, bunga pinjaman, pajak. Enter membukukan satu baris, Ctrl+Enter"
            " semuanya. Penyusutan, bunga, pajak, dan beban sebulan menunggu hari terakhir"
            " bulannya. Yang jumlahnya berbeda bulan ini dibukukan dengan F2. Sesudah daftar ini"
            " kosong dan kas dihitung, bulan dapat ditutup."
        )
        self.set_keys(
            Key("Return", _("bukukan"), None),
            Key("Ctrl+Return", _("bukukan semua"), self.ask_all),
            Key("F2", _("jumlah lain"), self.ask_amount),
            Key("PgUp", _("bulan lalu"), self.go_back),
            Key("PgDown", _("bulan berikut"), self.go_on),
            Key("Ctrl+N", _("rencana baru"), self.ask_new),
            Key("F6", _("bayar yang terutang"), self.ask_settlement),
            Key("F8", _("akhiri rencana"), self.ask_end),
            Key("F9", _("tutup bulan"), self._to_closing),
            Key("Tab", _("ke rencana"), None),
        )
        self.rights = {
            "Return": (POST,),
            "Ctrl+Return": (POST,),
            "F2": (POST,),
            "Ctrl+N": (SET,),
            "F6": (SETTLE,),
            "F8": (END,),
            "F9": (CLOSE_MONTH,),
        }
        self.hint_at("F2", "PgUp", "PgDown", "F9", "Tab")  # the others stand on buttons

    def _make_buttons(self) -> None:
        self.one = button(_("Bukukan (Enter)"), icon="check")
        self.one.clicked.connect(self.post_one)
        self.all = button(_("Semua (Ctrl+Enter)"), "primary", "circle-check")
        self.all.clicked.connect(self.ask_all)
        self.back = button("", icon="chevron-left")
        self.back.setAccessibleName(_("Bulan lalu (PgUp)"))
        self.back.setToolTip(_("Bulan lalu (PgUp)"))
        self.back.clicked.connect(self.go_back)
        self.on = button("", icon="chevron-right")
        self.on.setAccessibleName(_("Bulan berikut (PgDn)"))
        self.on.setToolTip(_("Bulan berikut (PgDn)"))
        self.on.clicked.connect(self.go_on)
        self.add = button(_("Rencana baru (Ctrl+N)"), icon="plus")
        self.add.clicked.connect(self.ask_new)
        self.settle = button(_("Bayar (F6)"), icon="banknote")
        self.settle.clicked.connect(self.ask_settlement)
        self.end = button(_("Akhiri (F8)"), icon="x")
        self.end.clicked.connect(self.ask_end)

    def _arrange(self) -> None:
        left, inside = card()
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.above, 1)
        top.addWidget(self.on)
        inside.addLayout(top)
        inside.addWidget(self.told)
        inside.addWidget(self.table, 1)
        deeds = QHBoxLayout()
        deeds.addWidget(self.one)
        deeds.addStretch(1)
        deeds.addWidget(self.all)
        inside.addLayout(deeds)
        right, inside = card(_("Rencana bulanan"))
        inside.addWidget(self.plans, 1)
        inside.addWidget(self.about)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        below.addWidget(self.settle)
        below.addWidget(self.end)
        inside.addLayout(below)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(left, 4)
        both.addWidget(right, 3)
        self.body.addLayout(both, 1)

    def reload(self) -> None:
        today, wanted = self.today(), self._month
        self.desk.ask(lambda session: reading.page(session, today, wanted), self._show)

    def _show(self, page: Page) -> None:
        at, plan = self.table.currentIndex().row(), self.plans.currentIndex().row()
        self._page, self._month = page, page.month
        self.allow(page.may)
        self.above.setText(month(page.month))
        self.table.set_rows(page.waiting)
        self.table.go_to(min(max(at, 0), len(page.waiting) - 1))
        self.plans.set_rows(page.plans)
        self.plans.go_to(min(max(plan, 0), len(page.plans) - 1))
        words, tone = _summary(page, self._ours(), self._later())
        self.told.setText(words)
        set_tone(self.told, tone)
        self.one.setVisible(bool(self._ours()))
        self.all.setVisible(bool(self._ours()))
        self.back.setEnabled(page.month > page.earliest)
        self.on.setEnabled(page.month < Month.of(self.today()))
        self.add.setVisible(self.may(SET))
        self._show_plan()
        self._ask_ahead()

    def _ours(self) -> list[Proposal]:
        """What may be posted now by the one who sits here."""
        page = self._page
        if page is None or page.closed:
            return []
        today = self.today()
        return [x for x in page.waiting if self.may(x.operation) and not x.waits(today)]

    def _later(self) -> list[Proposal]:
        """What waits for the month's last day."""
        page, today = self._page, self.today()
        return [each for each in page.waiting if each.waits(today)] if page is not None else []

    def _plan(self) -> Plan | None:
        marked = self.plans.current()
        return marked if isinstance(marked, Plan) else None

    def _show_plan(self) -> None:
        plan = self._plan()
        running = plan is not None and not plan.ended
        page = self._page
        words = _no_plans() if plan is None or page is None else _about(plan, page)
        self.about.setText(words)
        self.settle.setVisible(plan is not None and plan.kind == ACCRUAL and self.may(SETTLE))
        self.end.setVisible(running and self.may(END))

    # -- from month to month

    def go_back(self) -> None:
        """The month before, as far as the books go."""
        self._go(-1)

    def go_on(self) -> None:
        """The month after, not beyond today's."""
        self._go(1)

    def _go(self, months: int) -> None:
        page = self._page
        if page is None:
            return
        wanted = page.month.plus(months)
        if page.earliest <= wanted <= Month.of(self.today()):
            self._month = wanted
            self.reload()

    # -- posting

    def post_one(self) -> None:
        """The marked line."""
        row, page = self.table.current(), self._page
        if not isinstance(row, Proposal) or page is None:
            return
        if row not in self._ours():
            self._say_why(page, row)
            return
        self.desk.perform(row.operation, dict(row.order), self._posted, question=row.title)

    def _say_why(self, page: Page, row: Proposal) -> None:
        words = _("Baris ini dibukukan oleh bendahara.")
        if page.closed:
            words = _("{month} sudah ditutup.").format(month=month(page.month))
        elif self.may(row.operation) and row.waits(self.today()):
            words = _(
                "{month} masih berjalan: baris ini untuk sebulan penuh, dibukukan mulai {day}."
            ).format(month=month(page.month), day=short_day(page.month.last()))
        self.desk.say(words, "warning")

    def _posted(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} dibukukan.").format(number=answer.number)
        self.desk.say(told if answer.number else _("Tersimpan."), "good")

    def ask_all(self) -> None:
        """Every line, in one piece of work: all or none."""
        rows, page = self._ours(), self._page
        if page is None:
            return
        if not rows:
            if page.waiting:
                self._say_why(page, page.waiting[0])
            return
        listed = "\n".join(f"{each.title}: {rupiah(each.amount)}" for each in rows)
        if self._later():
            later = _("{n} baris lain menunggu hari terakhir bulan ini.")
            listed = f"{listed}\n\n{later.format(n=len(self._later()))}"
        asking = Confirm(
            self.desk.window,
            _("Bukukan semua untuk {month}?").format(month=month(page.month)),
            listed,
            deed=_("Bukukan {n} baris").format(n=len(rows)),
        )
        orders = [(each.operation, dict(each.order)) for each in rows]
        asking.confirmed.connect(lambda: self.desk.perform_all(orders, self._all_posted))
        self.show_dialog(asking)

    def _all_posted(self, answers: list[Any]) -> None:
        told = _("{n} baris dibukukan.").format(n=len(answers))
        self.desk.say(told, "good")

    def ask_amount(self) -> None:
        """The marked plan's line with another amount than usual; nothing passes it over."""
        row = self.table.current()
        if not isinstance(row, Proposal) or row not in self._ours():
            return
        plan = next((x for x in self._all_plans() if x.key == row.order.get("plan")), None)
        if row.operation != POST or plan is None or plan.kind == PREPAID:
            self.desk.say(_("Jumlah baris ini dihitung, tidak diketik."))
            return
        amount = MoneyField("amount", _("Jumlah bulan ini"), hint=_("0: dilewati bulan ini"))
        amount.set_amount(row.amount)
        self.fill_in(
            plan.name,
            _("Biasanya {amount}.").format(amount=rupiah(plan.amount)),
            (amount,),
            deed=_("Bukukan"),
            op=POST,
            order=lambda typed: {**row.order, "amount": int(typed["amount"])},
            then=self._posted,
        )

    def _all_plans(self) -> Sequence[Plan]:
        return self._page.plans if self._page is not None else ()

    # -- plans

    def begin_deed(self, amount: int) -> None:
        """So much is paid for months to come; the page may still be on its way."""
        self._ahead = amount
        if self._page is not None:
            self._ask_ahead()

    def _ask_ahead(self) -> None:
        """What another screen led here for: the plan pays it and spreads it."""
        amount, self._ahead = self._ahead, 0
        asking = self._ask_plan() if amount else None
        if asking is not None:
            plan_forms.begin_prepaid(asking.form, amount)

    def ask_new(self) -> None:
        """One more thing that happens every month."""
        self._ask_plan()

    def _ask_plan(self) -> FormDialog | None:
        page = self._page
        if page is None or not self.may(SET):
            return None
        return self.fill_in(
            _("Rencana baru"),
            _(
                "Sewa, internet, honor: dicatat sekali, lalu diusulkan tiap akhir bulan. Yang"
                " dibayar di muka dari kas ini langsung dibukukan; bila sudah ada di saldo awal,"
                " pilih “tidak lewat kas sekarang”."
            ),
            plan_forms.fields(page, Month.of(self.today())),
            deed=_("Simpan rencana"),
            op=SET,
            order=plan_forms.order,
            then=self._posted,
            columns=2,
        )

    def ask_settlement(self) -> None:
        """What is owed by the marked plan is paid."""
        plan, page = self._plan(), self._page
        if plan is None or page is None or not self.may(SETTLE):
            return
        if plan.kind != ACCRUAL:
            self.desk.say(_("Rencana ini dibukukan dari daftar bulan; tidak ada yang terutang."))
            return
        amount = MoneyField("amount", _("Dibayar"))
        amount.set_amount(plan.accrued)
        day, late = self.day_fields()
        self.fill_in(
            _("Bayar {name}").format(name=plan.name),
            _("Terutang {amount}. Yang melebihinya menjadi beban hari ini.").format(
                amount=rupiah(plan.accrued)
            ),
            (amount, ChoiceField("box", _("Dari"), page.boxes), day, late),
            deed=_("Bayar"),
            op=SETTLE,
            order=lambda typed: (
                {
                    "plan": plan.key,
                    "amount": int(typed["amount"]),
                    "box": typed["box"],
                }
                | self.dated(typed)
            ),
            then=self._posted,
            columns=2,
        )

    def ask_end(self) -> None:
        """The marked plan posts nothing more."""
        plan, page = self._plan(), self._page
        if plan is None or page is None or plan.ended or not self.may(END):
            return
        title = _("Akhiri {name}").format(name=plan.name)
        if plan.rest:
            words = _("Masih dibayar di muka {rest}: yang tidak kembali menjadi beban hari ini.")
            self.fill_in(
                title,
                words.format(rest=rupiah(plan.rest)),
                plan_forms.ending_fields(page.boxes),
                deed=_("Akhiri"),
                op=END,
                order=lambda typed: {"plan": plan.key} | _refunded(typed),
                then=self._posted,
                columns=2,
            )
            return
        words = _("Tidak lagi diusulkan tiap bulan. Yang sudah dibukukan tetap.")
        asking = Confirm(self.desk.window, title, words, deed=_("Akhiri"))
        order = {"plan": plan.key}
        asking.confirmed.connect(lambda: self.desk.perform(END, order, self._posted))
        self.show_dialog(asking)

    def _to_closing(self) -> None:
        self.desk.lead(CLOSE)

    def states(self) -> Sequence[Callable[[], None]]:
        """A new plan, and everything being posted."""
        return (self.ask_new, self.ask_all)


def _refunded(typed: dict[str, Any]) -> dict[str, Any]:
    if not typed["refund"]:
        return {}
    return {"refund": int(typed["refund"]), "box": typed["box"]}


def _summary(page: Page, ours: Sequence[Proposal], later: Sequence[Proposal]) -> tuple[str, str]:
    """What is left, here and in other months; and its tone."""
    others = ", ".join(month(each) for each in page.others)
    more = " " + _("Masih ada sisa di {months}.").format(months=others) if others else ""
    if page.closed:
        return _("Bulan ini sudah ditutup.") + more, ""
    if not page.waiting:
        words = _("Tidak ada yang tersisa. Hitung kas, lalu tutup bulan dengan F9.")
        return (words if not others else _("Tidak ada yang tersisa di bulan ini.") + more), "good"
    now = [each for each in page.waiting if each not in later]
    if not now:
        words = _("{n} baris menunggu {day}, hari terakhir bulan ini.")
        return words.format(n=len(later), day=short_day(page.month.last())) + more, ""
    words = _("{n} baris menunggu, seluruhnya {amount}.").format(
        n=len(now), amount=rupiah(sum(int(each.amount) for each in now))
    )
    if later:
        held = _("{n} lagi menunggu {day}.")
        words = f"{words} {held.format(n=len(later), day=short_day(page.month.last()))}"
    if not ours:
        words += " " + _("Dibukukan oleh bendahara.")
    return words + more, "warning"


def _no_plans() -> str:
    return _(
        "Belum ada rencana. Sewa, internet, atau honor yang sama tiap bulan cukup dicatat sekali"
        " dengan Ctrl+N."
    )


def _about(plan: Plan, page: Page) -> str:
    """The marked plan in a sentence."""
    span = (
        _("mulai {first}").format(first=month(plan.first))
        if plan.last is None
        else _("{first} sampai {last}").format(first=month(plan.first), last=month(plan.last))
    )
    return _("{account}, {unit}, {span}: {way}.").format(
        account=dict(page.accounts).get(plan.account, plan.account),
        unit=dict(page.units).get(plan.unit, plan.unit),
        span=span,
        way=plan_forms.way_words(plan.kind, plan.way),
    )
