"""Aset: cards at the left, the marked one's figures and history at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kopdes_desktop.assets import queries
from kopdes_desktop.assets.queries import Asset
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import month, number, rupiah, short_day
from kopdes_desktop.reports.asset_register import owner_words
from kopdes_desktop.ui.accounting.book_screen import DetailScreen
from kopdes_desktop.ui.assets import forms, reading
from kopdes_desktop.ui.assets.reading import (
    ACQUIRE,
    CHANGE,
    DEPRECIATE,
    DISPOSE,
    LEND,
    PAY,
    WITHDRAW,
    Card,
    Page,
    Step,
)
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column

#: Where entries are looked at; and a move without one.
JOURNAL, OPENED = "report.journal", "saldo awal"
_LISTENS = ("assets.", "accounting.")
_KINDS = {
    "saldo awal": N_("Saldo awal"),
    "beli": N_("Perolehan"),
    "susut": N_("Penyusutan"),
    "jual": N_("Dijual"),
    "hapus": N_("Dilepas"),
}


def _value(card: Card) -> str:
    if card.asset.account is None:
        return _("pinjaman")
    return number(card.asset.book_value) if card.asset.live else "–"


def _change(step: Step) -> int:
    return int(step.move.cost - step.move.taken)


CARDS = (
    Column(N_("Nama"), lambda card: card.asset.name, width=0, tone=lambda card: card.tone),
    Column(N_("Unit"), lambda card: card.unit, width=15, tone=lambda card: card.tone),
    Column(N_("Nilai buku"), _value, width=12, right=True, tone=lambda card: card.tone),
)
STEPS = (
    Column(N_("Tanggal"), lambda step: step.move.day, text=short_day, width=10),
    Column(N_("Peristiwa"), lambda step: _(_KINDS.get(step.move.kind, step.move.kind)), width=0),
    Column(N_("Perubahan"), _change, text=number, width=14, right=True),
    Column(N_("Nilai buku"), lambda step: int(step.value), text=number, width=14, right=True),
)


class AssetsScreen(DetailScreen):
    """Enter changes the marked card, Ctrl+N makes a new one, F9 depreciates the month."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Aset"), _LISTENS, CARDS, (_("Riwayat kartu"), STEPS))
        self._page: Page | None = None
        self._bought = 0
        self._leading = False
        self.table.spare(50, 1)
        self.lines.spare(70, 2)
        self.table.opened.connect(lambda _card: self.ask_change())
        self.table.selectionModel().currentRowChanged.connect(lambda *_at: self._show_row())
        self.lines.opened.connect(self._lead)
        self._make_buttons()
        self.place(
            (self.add, self.old, None),
            (self.change, self.gone, self.pay, None, self.depreciate),
        )
        self.advice = _(
            "Setiap barang yang dipakai bertahun-tahun punya kartu. Penyusutan garis lurus dihitung"
            " dari masa manfaatnya (PMK 72/2023) dan dibukukan sekali sebulan dengan F9, atau dari"
            " Akhir bulan. Barang milik desa atau program dicatat sebagai pinjam pakai: ada di"
            " daftar inventaris, tidak di neraca."
        )
        self.set_keys(
            Key("Return", _("ubah kartu"), None),
            Key("Ctrl+N", _("aset baru"), self.ask_new),
            Key("F6", _("dari saldo awal"), self.ask_old),
            Key("F7", _("pinjam pakai"), self.ask_lent),
            Key("F8", _("lepas"), self.ask_gone),
            Key("F9", _("susutkan"), self.ask_month),
            Key("F10", _("bayar utang"), self.ask_payment),
            Key("Ctrl+P", _("cetak daftar"), self.print_list),
            Key("F3", _("inventaris"), self.print_register),
            Key("Del", _("tarik kartu yang salah"), self.ask_withdrawal),
        )
        self.rights = {
            "Return": (CHANGE,),
            "Ctrl+N": (ACQUIRE,),
            "F6": (ACQUIRE,),
            "F7": (LEND,),
            "F8": (DISPOSE, WITHDRAW),
            "F9": (DEPRECIATE,),
            "F10": (PAY,),
            "Del": (WITHDRAW,),
        }
        self.hint_at("F7", "Ctrl+P", "F3", "Del")  # the others stand on buttons

    def _make_buttons(self) -> None:
        self.add = button(_("Aset baru (Ctrl+N)"), "primary", "plus")
        self.add.clicked.connect(self.ask_new)
        self.old = button(_("Dari saldo awal (F6)"), icon="clipboard-list")
        self.old.clicked.connect(self.ask_old)
        self.depreciate = button(_("Susutkan (F9)"), icon="calendar")
        self.depreciate.clicked.connect(self.ask_month)
        self.change = button(_("Ubah (Enter)"), icon="pencil")
        self.change.clicked.connect(self.ask_change)
        self.gone = button(_("Lepas (F8)"), icon="log-out")
        self.gone.clicked.connect(self.ask_gone)
        self.pay = button(_("Bayar utang (F10)"), icon="banknote")
        self.pay.clicked.connect(self.ask_payment)

    def reload(self) -> None:
        today = self.today()
        self.desk.ask(lambda session: reading.page(session, today), self._show)

    def _show(self, page: Page) -> None:
        self._page = page
        self.allow(page.may)
        self.renew(page.cards, lambda card: card.asset.key)
        self.add.setVisible(self.may(ACQUIRE))
        self.old.setVisible(self.may(ACQUIRE) and bool(page.uncarded))
        self.depreciate.setVisible(self.may(DEPRECIATE) and page.month is not None)
        if page.month is not None:
            words = _("Susutkan {month} (F9)").format(month=month(page.month))
            self.depreciate.setAccessibleName(words)
            self.depreciate.setToolTip(words)
        self.told.setText(_summary(page))
        self.notice.setText(_lacking(page))
        self.notice.setVisible(bool(page.uncarded))
        self._show_row()
        self._ask_bought()
        self._ask_debt()

    def _marked(self) -> Card | None:
        marked = self.table.current()
        return marked if isinstance(marked, Card) else None

    def _show_row(self) -> None:
        card = self._marked()
        if card is None:
            self.show_nothing()
            for made in (self.change, self.gone, self.pay):
                made.hide()
            return
        asset = card.asset
        self.above.setText(f"{asset.name} · {asset.number}")
        self.terms.show_pairs(_terms(card, self._page))
        self.standing.show_pairs(_standing(asset), amber=(_("Utang kepada penjual"),))
        self.lines.set_rows(card.steps)
        self.lines.go_to(len(card.steps) - 1)
        self.change.setVisible(asset.live and self.may(CHANGE))
        self.gone.setVisible(asset.live and self.may(WITHDRAW if _is_lent(card) else DISPOSE))
        words = _("Kembalikan (F8)") if _is_lent(card) else _("Lepas (F8)")
        self.gone.setText(f" {words}")
        self.gone.setAccessibleName(words)
        self.pay.setVisible(bool(asset.owed) and self.may(PAY))

    def _lead(self, step: Step) -> None:
        """To the entry behind a line of the history; the old books' has none of its own."""
        if step.move.kind != OPENED:
            self.desk.lead(JOURNAL, entry=step.move.fact)

    def show_list(self, code: str) -> None:
        """What another screen speaks of: "debts", the first that is to be paid."""
        self._leading = code == "debts"
        if self._page is not None:
            self._ask_debt()

    def _ask_debt(self) -> None:
        """The payment that another screen led here for."""
        if not self._leading or self._page is None:
            return
        self._leading = False
        owed = [card for card in self._page.cards if card.asset.owed]
        if not owed:
            self.desk.say(_("Tidak ada aset yang masih berutang kepada penjualnya."))
            return
        first = min(owed, key=lambda card: card.asset.due or card.asset.acquired)
        self.table.go_to(self._page.cards.index(first))
        if len(owed) == 1:
            self.ask_payment()

    # -- deeds

    def begin_deed(self, amount: int) -> None:
        """Something was bought for this much; the page may still be on its way."""
        self._bought = amount
        if self._page is not None:
            self._ask_bought()

    def _ask_bought(self) -> None:
        """What was bought, where another screen led here for it."""
        if self._bought:
            self.ask_new()

    def ask_new(self) -> None:
        """Something bought or granted."""
        page = self._page
        if page is None or not self.may(ACQUIRE):
            return
        asking = self.fill_in(
            _("Aset baru"),
            _("Barang yang dipakai lebih dari setahun. Barang habis pakai dicatat sebagai biaya."),
            forms.new_fields(page, self.today, self.day_fields()),
            deed=_("Catat aset"),
            op=ACQUIRE,
            order=lambda typed: forms.new_order(typed) | self.dated(typed),
            then=self._acquired,
            columns=3,
            known=page.others,
        )
        cost, self._bought = self._bought, 0
        field = asking.form.field("cost")
        if cost and isinstance(field, MoneyField):
            field.set_amount(Rupiah(cost))

    def ask_old(self) -> None:
        """A card beside what the opening balances hold."""
        page = self._page
        if page is None or not self.may(ACQUIRE):
            return
        self.fill_in(
            _("Kartu dari saldo awal"),
            _(
                "Nilainya sudah ada di saldo awal; kartu ini tidak membukukan apa pun. {rest}"
            ).format(rest=_lacking(page)),
            forms.old_fields(page, self.today),
            deed=_("Buat kartu"),
            op=ACQUIRE,
            order=forms.old_order,
            then=self._acquired,
            columns=3,
        )

    def _acquired(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        told = _("{number} tersimpan: {name}, {amount}.").format(
            number=answer.number, name=fact["name"], amount=rupiah(fact["cost"])
        )
        self.desk.say(told, "good")
        self.go_to_made(answer.id)

    def ask_lent(self) -> None:
        """A thing of the village or the programme."""
        page = self._page
        if page is None or not self.may(LEND):
            return
        self.fill_in(
            _("Barang pinjam pakai"),
            _("Bukan milik koperasi: tidak masuk neraca dan tidak disusutkan, tetapi dijaga."),
            forms.lent_fields(page, self.today),
            deed=_("Catat"),
            op=LEND,
            order=forms.lent_order,
            then=self._kept,
            columns=2,
        )

    def _kept(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan.").format(number=answer.number)
        self.desk.say(told if answer.number else _("Tersimpan."), "good")

    def ask_change(self) -> None:
        """Another name, place, unit or life of the marked one."""
        card, page = self._marked(), self._page
        if card is None or page is None or not card.asset.live or not self.may(CHANGE):
            return
        asset = card.asset
        self.fill_in(
            _("Ubah {name}").format(name=asset.name),
            _("Yang sudah disusutkan tetap; sisa umur dan residu berlaku mulai bulan berikutnya."),
            forms.change_fields(asset, page),
            deed=_("Simpan"),
            op=CHANGE,
            order=lambda typed: forms.change_order(asset, typed),
            then=self._kept,
            columns=2,
        )

    def ask_gone(self) -> None:
        """The marked one is sold, scrapped, lost or given away; what was lent goes back."""
        card, page = self._marked(), self._page
        if card is None or page is None or not card.asset.live:
            return
        if _is_lent(card):
            self._ask_withdrawal(card, _("Kembalikan"), _("Barang ini kembali kepada pemiliknya."))
            return
        if not self.may(DISPOSE):
            return
        asset = card.asset
        self.fill_in(
            _("Lepas {name}").format(name=asset.name),
            _(
                "Nilai buku sekarang {value}. Penyusutan sampai bulan sebelumnya ikut dibukukan;"
                " selisih dengan harga jual menjadi laba atau rugi. Perlu orang kedua."
            ).format(value=rupiah(asset.book_value)),
            forms.gone_fields(page, self.day_fields()),
            deed=_("Lepas aset"),
            op=DISPOSE,
            order=lambda typed: forms.gone_order(asset, typed) | self.dated(typed),
            then=self._kept,
            columns=2,
        )

    def ask_withdrawal(self) -> None:
        """The marked card was made in error."""
        card = self._marked()
        if card is None:
            return
        if not card.untouched:
            self.desk.say(
                _(
                    "Hanya kartu saldo awal yang belum dibukukan dapat ditarik. Pembelian dibalik"
                    " di Jurnal; barang yang tidak ada lagi dilepas dengan F8."
                )
            )
            return
        words = _("Kartu ini dianggap tidak pernah dibuat; saldo awalnya tetap di buku besar.")
        self._ask_withdrawal(card, _("Tarik kartu"), words)

    def _ask_withdrawal(self, card: Card, deed: str, words: str) -> None:
        if not self.may(WITHDRAW):
            return
        title = f"{deed}: {card.asset.name}"
        asking = AskReason(self.desk.window, title, words, deed=deed)
        asking.given.connect(
            lambda reason: self.desk.perform(
                WITHDRAW, {"asset": card.asset.key, "reason": reason}, self._kept, question=title
            )
        )
        self.show_dialog(asking)

    def ask_payment(self) -> None:
        """What is owed for the marked one."""
        card, page = self._marked(), self._page
        if card is None or page is None or not card.asset.owed or not self.may(PAY):
            return
        asset, amount = card.asset, MoneyField("amount", _("Dibayar"))
        amount.set_amount(asset.owed)
        day, late = self.day_fields()
        self.fill_in(
            _("Bayar utang {name}").format(name=asset.name),
            _("Sisa utang kepada penjualnya {owed}.").format(owed=rupiah(asset.owed)),
            (amount, ChoiceField("box", _("Dari"), page.boxes), day, late),
            deed=_("Bayar"),
            op=PAY,
            order=lambda typed: (
                {
                    "asset": asset.key,
                    "amount": int(typed["amount"]),
                    "box": typed["box"],
                }
                | self.dated(typed)
            ),
            then=self._kept,
            columns=2,
        )

    def ask_month(self) -> None:
        """The first month that lacks its depreciation."""
        page = self._page
        if page is None or not self.may(DEPRECIATE):
            return
        if page.month is None:
            self.desk.say(_("Semua bulan sampai bulan ini sudah disusutkan."))
            return
        order, shown = {"month": str(page.month)}, month(page.month)
        words = _("{amount} menjadi beban penyusutan {month}; nilai buku aset turun sebanyak itu.")
        if self.today() < page.month.last():
            words = _("{month} masih berjalan: ini bagian sebulan penuh.") + " " + words
        asking = Confirm(
            self.desk.window,
            _("Susutkan {month}?").format(month=shown),
            words.format(amount=rupiah(page.due), month=shown),
            deed=_("Susutkan"),
        )
        asking.confirmed.connect(lambda: self.desk.perform(DEPRECIATE, order, self._kept))
        self.show_dialog(asking)

    def print_list(self) -> None:
        """All cards on paper."""
        self.show_report("assets", {})

    def print_register(self) -> None:
        """What is to be looked for, on paper."""
        self.show_report("asset_register", {})

    def states(self) -> Sequence[Callable[[], None]]:
        """A new card, a disposal, and the month being asked for."""
        return (self.ask_new, self.ask_gone, self.ask_month)


def _is_lent(card: Card) -> bool:
    return card.asset.account is None


def _summary(page: Page) -> str:
    live = [card.asset for card in page.cards if card.asset.live]
    if not live:
        return _("Belum ada aset. Ctrl+N mencatat yang pertama, F7 barang pinjam pakai.")
    own = [asset for asset in live if asset.account is not None]
    told = _("{n} aset, nilai buku {value}").format(
        n=len(own), value=rupiah(sum(int(asset.book_value) for asset in own))
    )
    if len(live) > len(own):
        told = _("{told} · {n} barang pinjam pakai").format(told=told, n=len(live) - len(own))
    owed = sum(int(asset.owed) for asset in own)
    if owed:
        told = _("{told} · utang kepada penjual {owed} (F10)").format(told=told, owed=rupiah(owed))
    if page.month is not None:
        told = _("{told} · {month} belum disusutkan").format(told=told, month=month(page.month))
    return told


def _lacking(page: Page) -> str:
    """What the ledger holds and no card says."""
    names = dict(page.accounts)
    parts = ", ".join(
        f"{names.get(code, code).partition(',')[0]} {rupiah(abs(amount))}"
        for code, amount in page.uncarded
    )
    return (
        _("Belum punya kartu: {parts}. F6 membuat kartunya.").format(parts=parts) if parts else ""
    )


def _terms(card: Card, page: Page | None) -> list[tuple[str, str]]:
    asset, unit = card.asset, card.unit
    names = dict(page.accounts) if page is not None else {}
    pairs = [
        (_("Diperoleh"), short_day(asset.acquired)),
        (_("Dipakai"), " · ".join(filter(None, (unit, asset.place)))),
    ]
    if asset.account is not None:
        pairs.insert(0, (_("Jenis"), names.get(asset.account, "").partition(",")[0]))
    else:
        pairs.insert(0, (_("Milik"), owner_words(asset)))
    if asset.party is not None and page is not None:
        words = _("Pemberi") if asset.source == queries.GRANT else _("Penjual")
        pairs.append((words, page.sellers.get(asset.party, "")))
    if asset.due is not None and asset.owed:
        pairs.append((_("Dibayar paling lambat"), short_day(asset.due)))
    if asset.doc_no and asset.owner is None:
        pairs.append((_("Bukti"), asset.doc_no))
    if asset.ended is not None:
        words = _(forms.ENDED.get(asset.how or "", asset.how or ""))
        pairs.append((_("Sudah tidak ada"), f"{short_day(asset.ended)}, {words}"))
    return pairs


def _standing(asset: Asset) -> list[tuple[str, str]]:
    if asset.account is None:
        return []
    pairs = [
        (_("Harga perolehan"), rupiah(asset.cost)),
        (_("Sudah disusutkan"), rupiah(asset.taken)),
        (_("Nilai buku"), rupiah(asset.book_value)),
    ]
    if asset.months_left:
        monthly = queries.next_amount(asset)
        pairs.append((_("Sisa umur"), _("{n} bulan").format(n=asset.months_left)))
        pairs.append((_("Susut sebulan"), rupiah(monthly)))
    for words, amount in (
        (_("Nilai residu"), asset.salvage),
        (_("Hibah ditangguhkan"), asset.granted),
        (_("Utang kepada penjual"), asset.owed),
    ):
        if amount:
            pairs.append((words, rupiah(amount)))
    return pairs if asset.live else pairs[:2]
