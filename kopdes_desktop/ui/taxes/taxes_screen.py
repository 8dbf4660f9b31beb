"""Pajak: the months of a year, newest first; Enter does what comes next with the marked one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import month, number, rupiah, short_day
from kopdes_desktop.taxes import rules
from kopdes_desktop.taxes.queries import Bill
from kopdes_desktop.taxes.rules import FINAL, RENT, TaxRate
from kopdes_desktop.ui.accounting.book_screen import BookScreen
from kopdes_desktop.ui.accounting.other_side import other_side
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.taxes import reading
from kopdes_desktop.ui.taxes.reading import ACCRUE, PAY, SET, WITHHOLD, Held, Page

_LISTENS = ("taxes.", "accounting.", "sales.", "settings.")
#: The rates are seen in a window that is so high; elsewhere when one is changed.
_ROOMY = 680
#: What somebody has to do something about.
_ON_BUTTONS = frozenset({"F3", "F6", "F7", "F8"})
_WAITING = frozenset({"to_post", "late", "to_pay"})
#: Where what is paid ahead stands; and how long a bill is for.
_PREPAID, AHEAD = "1-1502", "ahead"
_SPANS = (
    ("now", N_("bulan ini saja")),
    (AHEAD, N_("beberapa bulan ke depan (dibayar di muka)")),
)
_TONES = {"to_post": "warning", "late": "danger", "paid": "muted", "none": "muted"}


def _base(held: Held) -> str:
    return "–" if held.row.base is None else number(held.row.base)


def _name(tax: str) -> str:
    return _(rules.NAMES[tax])


COLUMNS = (
    Column(N_("Masa"), lambda held: held.row.month, text=month, width=14),
    Column(N_("Pajak"), lambda held: _name(held.row.tax.code), width=0),
    Column(N_("Omzet, dasar"), _base, width=12, right=True),
    Column(N_("Terutang"), lambda held: int(held.row.owed), text=number, width=10, right=True),
    Column(N_("Diakui"), lambda held: int(held.row.posted), text=number, width=10, right=True),
    Column(N_("Disetor"), lambda held: int(held.row.paid), text=number, width=10, right=True),
    Column(N_("Batas setor"), lambda held: held.row.due, text=short_day, width=10),
    Column(
        N_("Keadaan"),
        lambda held: _(rules.STATES[held.state]),
        width=14,
        tone=lambda held: _TONES.get(held.state, ""),
    ),
)


class TaxesScreen(BookScreen):
    """F6 posts a month's tax, F8 pays it; F3 sets a rate from a day on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Pajak"), _LISTENS, COLUMNS)
        self._page: Page | None = None
        self._wanted: str | None = None
        self._rent = 0
        self.told = kind_label("", "muted")
        self.told.setWordWrap(True)
        self.rates = Pairs()
        self.detail = Pairs()
        self.table.spare(130, 2, 4)
        self.table.opened.connect(lambda _held: self.do_next())
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_row())
        self._make_buttons()
        self._arrange()
        self.advice = _(
            "PPh final dihitung dari omzet sebulan: penjualan dan jasa, komisi saja untuk titip"
            " jual dan keagenan, tanpa bunga bank dan hibah. Akui pajaknya pada akhir bulan, setor"
            " paling lambat tanggal 15 bulan berikutnya, lalu tulis NTPN dari bukti setornya."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Return", _("akui atau setor")),
            Key("F6", _("akui"), self.ask_accrual),
            Key("F8", _("setor"), self.ask_payment),
            Key("F7", _("bayar sewa, potong pajak"), self.ask_bill),
            Key("F3", _("ubah tarif"), self.ask_rate),
            Key("Ctrl+PgUp", _("tahun lalu"), lambda: self.turn(1)),
            Key("Ctrl+PgDown", _("tahun berikutnya"), lambda: self.turn(-1)),
            Key("Ctrl+P", _("cetak"), self.print_list),
        )
        self.rights = {
            "Return": (ACCRUE, PAY),
            "F6": (ACCRUE,),
            "F8": (PAY,),
            "F7": (WITHHOLD,),
            "F3": (SET,),
        }
        #: The others stand on their buttons.
        self.hint_at(*(key.sequence for key in self.keys if key.sequence not in _ON_BUTTONS))
        self.give_way(self.rates, self.rates_title, below=_ROOMY)

    def _make_buttons(self) -> None:
        self.accrue = button(_("Akui (F6)"), "primary", "check")
        self.accrue.clicked.connect(self.ask_accrual)
        self.pay = button(_("Setor (F8)"), icon="banknote")
        self.pay.clicked.connect(self.ask_payment)
        self.bill = button(_("Bayar sewa, potong pajak (F7)"), icon="receipt")
        self.bill.clicked.connect(self.ask_bill)
        self.rate = button(_("Ubah tarif (F3)"), icon="pencil")
        self.rate.clicked.connect(self.ask_rate)

    def _arrange(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(6)
        right.setSpacing(6)
        left.addWidget(kind_label(_("Masa yang ditandai"), "heading"))
        left.addWidget(self.detail)
        left.addStretch(1)
        self.rates_title = kind_label(_("Tarif yang berlaku hari ini"), "heading")
        right.addWidget(self.rates_title)
        right.addWidget(self.rates)
        right.addStretch(1)
        below.addLayout(left, 1)
        below.addLayout(right, 1)
        deeds = QHBoxLayout()
        for made in (self.accrue, self.pay):
            deeds.addWidget(made)
        deeds.addStretch(1)
        deeds.addWidget(self.bill)
        deeds.addWidget(self.rate)
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(below)
        self.body.addLayout(deeds)

    def reload(self) -> None:
        today, wanted = self.today(), self._wanted
        self.desk.ask(lambda session: reading.page(session, today, wanted), self._show)

    def _show(self, page: Page) -> None:
        held = self._marked()
        self._page = page
        self.allow(page.may)
        self.heading.setText(_("Pajak tahun buku {year}").format(year=page.year.label))
        self.table.set_rows(page.rows)
        waits = [at for at, each in enumerate(page.rows) if each.state in _WAITING]
        here = [at for at, each in enumerate(page.rows) if held and held.same == each.same]
        self.table.go_to(here[0] if here else waits[-1] if waits else 0)
        self.rates.show_pairs([(tax.name, _rate_words(tax.code, rate)) for tax, rate in page.rates])
        self.rate.setVisible(self.may(SET))
        self.bill.setVisible(self.may(WITHHOLD))
        self.told.setText(_summary(page))
        self._show_row()
        self._ask_rent()

    def _marked(self) -> Held | None:
        marked = self.table.current()
        return marked if isinstance(marked, Held) else None

    def _show_row(self) -> None:
        held = self._marked()
        self.accrue.setVisible(held is not None and self._can_post(held))
        self.pay.setVisible(held is not None and self._can_pay(held))
        self.detail.show_pairs(self._detail(held) if held is not None else ())

    def _detail(self, held: Held) -> list[tuple[str, str]]:
        row, page = held.row, self._page
        paid = [
            f"{each.number} {short_day(each.day)} {rupiah(each.amount)} {each.ref}".strip()
            for each in (page.payments if page is not None else ())
            if (each.code, each.month) == held.same
        ]
        pairs = [(_("Pajak"), f"{row.tax.name}, {month(row.month)}")]
        if row.base is not None:
            words = _("{base} × {percent}% = {owed}").format(
                base=rupiah(row.base), percent=row.percent.replace(".", ","), owed=rupiah(row.owed)
            )
            pairs.append((_("Hitungan"), words))
        bills = page.bills if page is not None else ()
        pairs += [
            (x.number, _bill_words(x, page.paid_to if page is not None else {}))
            for x in bills
            if (x.code, x.month) == held.same
        ]
        pairs.append((_("Belum disetor"), rupiah(max(row.left, NOTHING))))
        pairs.append((_("Kode setoran"), row.tax.deposit_code))
        pairs.append((_("Bukti setor"), "\n".join(paid) or "–"))
        return pairs

    def _can_post(self, held: Held) -> bool:
        return self.may(ACCRUE) and bool(held.row.to_post)

    def _can_pay(self, held: Held) -> bool:
        return self.may(PAY) and held.payable > NOTHING

    # -- deeds

    def turn(self, by: int) -> None:
        """To an earlier book year, or a later one."""
        page = self._page
        if page is None:
            return
        at = [each.name for each in page.years].index(page.year.name) + by
        if 0 <= at < len(page.years):
            self._wanted = page.years[at].name
            self.reload()
        else:
            self.desk.say(_("Tidak ada tahun buku lain di arah itu."))

    def do_next(self) -> None:
        """Post what is not posted yet; else pay what is not paid."""
        held = self._marked()
        if held is None:
            return
        if self._can_post(held):
            self.ask_accrual()
        elif self._can_pay(held):
            self.ask_payment()
        else:
            self.desk.say(_("Tidak ada yang perlu diakui atau disetor untuk masa ini."))

    def ask_accrual(self) -> None:
        """The marked month's tax becomes an expense and a debt."""
        held = self._marked()
        if held is None or not self._can_post(held):
            return
        row = held.row
        told = _("{amount} dari omzet {base} menjadi beban pajak dan utang pajak.")
        if row.posted:
            told = _("Omzetnya berubah menjadi {base}: selisih {amount} dicatat.")
        elif held.state == "running":
            told = _(
                "Bulan ini belum selesai: {amount} dari omzet {base} dicatat sekarang, sisanya"
                " dapat diakui lagi pada akhir bulan."
            )
        asking = Confirm(
            self.desk.window,
            _("Akui {tax} {month}?").format(tax=row.tax.name, month=month(row.month)),
            told.format(amount=rupiah(row.to_post), base=rupiah(row.base or NOTHING)),
            deed=_("Akui pajak"),
        )
        order = {"code": row.tax.code, "month": str(row.month)}
        asking.confirmed.connect(lambda: self.desk.perform(ACCRUE, order, self._accrued))
        self.show_dialog(asking)

    def _accrued(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan: pajak {amount} diakui.")
        amount = rupiah(answer.fact["d"]["amount"])
        self.desk.say(told.format(number=answer.number, amount=amount), "good")

    def ask_payment(self) -> None:
        """The marked month's tax is paid to the state."""
        held, page = self._marked(), self._page
        if held is None or page is None:
            return
        if not self._can_pay(held):
            self.desk.say(_("Belum ada yang dapat disetor untuk masa ini; akui dahulu dengan F6."))
            return
        row = held.row
        amount = MoneyField("amount", _("Disetor"))
        amount.set_amount(held.payable)
        day, late = self.day_fields()
        self.fill_in(
            _("Setor {tax} {month}").format(tax=row.tax.name, month=month(row.month)),
            _("Kode setoran {code}, batas {due}.").format(
                code=row.tax.deposit_code, due=short_day(row.due)
            ),
            (
                amount,
                ChoiceField("box", _("Dari"), page.boxes),
                TextField("ref", _("NTPN atau nomor BPN"), longest=60, hint=_("boleh kosong")),
                day,
                late,
            ),
            deed=_("Setor"),
            op=PAY,
            order=lambda typed: (
                {
                    "code": row.tax.code,
                    "month": str(row.month),
                    "amount": int(typed["amount"]),
                    "box": typed["box"],
                    "ref": typed["ref"],
                }
                | self.dated(typed)
            ),
            then=self._paid,
        )

    def _paid(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan: {amount} disetor.")
        amount = rupiah(answer.fact["d"]["amount"])
        self.desk.say(told.format(number=answer.number, amount=amount), "good")

    def begin_deed(self, amount: int) -> None:
        """Rent of this much is to be paid; the page may still be on its way."""
        self._rent = amount
        if self._page is not None:
            self._ask_rent()

    def _ask_rent(self) -> None:
        """The rent that another screen led here for."""
        if self._rent:
            self.ask_bill()

    def ask_bill(self) -> None:
        """Rent is paid, and its tax kept back for the state."""
        page = self._page
        if page is None or not self.may(WITHHOLD):
            return
        amount = MoneyField("amount", _("Sewa seluruhnya, sebelum dipotong"))
        day, late = self.day_fields()
        asking = self.fill_in(
            _("Bayar sewa tanah atau bangunan"),
            _(
                "Pajaknya dipotong dari pembayaran dan menjadi utang pajak, disetor paling lambat"
                " tanggal 15 bulan berikutnya. Sewa kepada pemerintah desa, sewa kendaraan dan"
                " alat tidak dipotong di sini: catat lewat Catat, Bayar sewa."
            ),
            (
                amount,
                ChoiceField("box", _("Dibayar dari"), page.boxes),
                ChoiceField("ahead", _("Untuk berapa lama"), [(k, _(w)) for k, w in _SPANS]),
                ChoiceField("unit", _("Untuk unit"), page.units),
                other_side(
                    _("Pemilik tanah atau bangunan"),
                    hint=_("untuk bukti potongnya; nama atau nomor anggota, disimpan terkunci"),
                ),
                TextField("ref", _("Nomor bukti potong"), longest=60, hint=_("boleh kosong")),
                day,
                late,
            ),
            deed=_("Bayar dan potong"),
            op=WITHHOLD,
            order=lambda typed: (
                {
                    "amount": int(typed["amount"]),
                    "box": typed["box"],
                    "unit": typed["unit"],
                    "ref": typed["ref"],
                }
                | ({"ahead": True} if typed["ahead"] == AHEAD else {})
                | self.dated(typed)
            ),
            then=self._withheld,
            columns=2,
            known=page.others,
        )
        rent, self._rent = self._rent, 0
        if rent:
            amount.set_amount(Rupiah(rent))
            asking.form.tell(_split(amount, page), "")
        amount.edited.connect(lambda: asking.form.tell(_split(amount, page), ""))

    def _withheld(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        told = _("{number} tersimpan: dibayar {net}, pajak {tax} menunggu disetor.").format(
            number=answer.number,
            net=rupiah(fact["base"] - fact["amount"]),
            tax=rupiah(fact["amount"]),
        )
        if fact["entry"]["lines"][0]["account"] == _PREPAID:
            told += " " + _("Buat rencananya di Akhir bulan: dibayar di muka, tidak lewat kas.")
        self.desk.say(told, "good")

    def ask_rate(self) -> None:
        """Another rate of a tax from a day on."""
        if self._page is None or not self.may(SET):
            return
        since = DayField("from_day", _("Berlaku sejak"), self.today)
        since.set_day(self.today())
        now = {tax.code: _rate_words(tax.code, rate) for tax, rate in self._page.rates}
        code = ChoiceField("code", _("Pajak"), [(k, _(w)) for k, w in rules.NAMES.items()])

        def tell_now() -> None:
            code.hint = now.get(code.value(), "")
            code.refresh_note()

        code.edited.connect(tell_now)
        tell_now()
        self.fill_in(
            _("Ubah tarif pajak"),
            _(
                "Masa sebelum hari itu tetap memakai tarif lamanya. Tarif 0 mengakhiri pajaknya;"
                " batas yang tidak kena pajak tetap seperti sekarang."
            ),
            (
                code,
                TextField("rate", _("Tarif (%)"), needed=True, longest=8, hint=_("misalnya 0,5")),
                since,
                TextField(
                    "decision",
                    _("Dasar"),
                    needed=True,
                    longest=60,
                    hint=_("peraturan atau keputusan, misalnya PP 55/2022"),
                ),
            ),
            deed=_("Simpan tarif"),
            op=SET,
            order=lambda typed: typed | {"from_day": typed["from_day"].isoformat()},
            then=lambda _answer: self.desk.say(_("Tarif tersimpan."), "good"),
        )

    def print_list(self) -> None:
        """The year on paper."""
        if self._page is not None:
            self.show_report("taxes", {"year": self._page.year.name})

    def states(self) -> Sequence[Callable[[], None]]:
        """What comes next with the marked month; another rate."""
        return (self.do_next, self.ask_bill, self.ask_rate)


def _split(amount: MoneyField, page: Page) -> str:
    """What the owner gets and what the state gets, while it is typed."""
    rate = next((rate for tax, rate in page.rates if tax.code == RENT), None)
    try:
        whole = amount.value()
    except Refusal:
        whole = None
    if rate is None or whole is None:
        return ""
    kept = rate.of(whole)
    return _("Dipotong {percent}%: pajak {tax}, dibayarkan {net}.").format(
        percent=rate.percent.replace(".", ","), tax=rupiah(kept), net=rupiah(whole - kept)
    )


def _bill_words(bill: Bill, whom: Mapping[int, str]) -> str:
    words = _("{day}: dari {base} dipotong {amount}").format(
        day=short_day(bill.day), base=rupiah(bill.base), amount=rupiah(bill.amount)
    )
    more = ", ".join(filter(None, (whom.get(bill.party or 0, ""), bill.ref)))
    return f"{words} ({more})" if more else words


def _summary(page: Page) -> str:
    late = sum(int(held.payable) for held in page.rows if held.state == "late")
    wait = [held for held in page.rows if held.state == "to_post"]
    told = _("Belum disetor {amount}").format(amount=rupiah(page.to_pay()))
    if late:
        told = _("{told} · lewat tempo {late}").format(told=told, late=rupiah(late))
    if wait:
        told = _("{told} · belum diakui: {months}").format(
            told=told, months=", ".join(month(held.row.month) for held in reversed(wait))
        )
    final = sum(int(held.row.base or 0) for held in page.rows if held.row.tax.code == FINAL)
    return _("{told} · omzet setahun {base}").format(told=told, base=rupiah(final))


def _rate_words(code: str, rate: TaxRate) -> str:
    percent = rate.percent.replace(".", ",")
    words = _("{percent}% sejak {since} ({rule})").format(
        percent=percent, since=short_day(rate.since), rule=rate.rule
    )
    if rate.above:
        words = _("{words}, di atas {above} sebulan").format(words=words, above=rupiah(rate.above))
    unused = rules.UNUSED.get(code)
    return f"{words}: {_(unused)}" if unused else words
