"""A purchase in one screen: goods by scan or letters, how many, what they cost; Enter pays.

For each line three answers: the item, "2" or "2 sak", the total. Enter on the empty line goes on to
the payment; F9 takes every price that is suggested.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.goods.queries import Item
from kopdes_desktop.goods.rules import KIND_WORDS, shown
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.kernel.wording import number, parse_day, rupiah
from kopdes_desktop.purchasing.queries import Supplier
from kopdes_desktop.purchasing.rules import unit_cost
from kopdes_desktop.purchasing.suggestions import Suggestion
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.goods.item_form import ADD as ADD_ITEM
from kopdes_desktop.ui.goods.item_form import ItemForm
from kopdes_desktop.ui.inventory.goods_panel import NAME, QUANTITY, UNIT, GoodsPanel, GoodsRow
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.grouping import amount_of
from kopdes_desktop.ui.kit.keeping import Keeper
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.purchasing import kept, reading
from kopdes_desktop.ui.purchasing.draft import Bought, Draft, counted, priced
from kopdes_desktop.ui.purchasing.kept import Typing
from kopdes_desktop.ui.purchasing.picking import ask_payment, ask_supplier
from kopdes_desktop.ui.purchasing.reading import ORDER, RECEIVE, SET_PRICES, Shop, Waiting
from kopdes_desktop.ui.sales.code_line import Question

if TYPE_CHECKING:
    from kopdes_desktop.ui.door import Session


def _each(row: GoodsRow) -> int | None:
    return int(unit_cost(row.extra, row.quantity)) if row.extra is not None else None


def _money(amount: int | None) -> str:
    return "" if amount is None else number(amount)


def _percent(share: object) -> str:
    return "–" if share is None else f"{share} %".replace(".", ",").replace("-", "−")


EACH = Column(N_("Per satuan"), _each, text=_money, width=9, right=True)
AMOUNT = Column(N_("Harga"), lambda row: row.extra, text=_money, width=11, right=True)


def _change(before: str, after: str) -> str:
    return f"{before} → {after}" if before else after


def _new_price(each: Suggestion) -> str:
    return _change(_money(each.price), number(int(each.suggested)))


def _new_margin(each: Suggestion) -> str:
    return _change(_percent(each.old_margin).removesuffix(" %"), _percent(each.margin))


PRICES = (
    Column(N_("Barang"), lambda each: each.item.name, width=0),
    Column(N_("Modal"), lambda each: int(each.now), text=number, width=7, right=True),
    Column(N_("Harga jual"), _new_price, width=15, right=True),
    Column(N_("Laba"), _new_margin, width=13, right=True),
    Column(N_("HET"), lambda each: each.ceiling, text=_money, width=6, right=True),
)


class BuyPage(QWidget):
    """Left the line, what is bought and what to sell it for; right the note and its total."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.news.ground)
        self.desk = desk
        self.title = _("Pembelian")
        self.shop: Shop | None = None
        self.draft = Draft()
        self._key = secrets.token_hex(8)
        self._asking: Bought | None = None
        self._each = self._freighting = False
        self._reviewing = False
        self._suggested: list[Suggestion] = []
        self._missed = ""
        self._wanted: int | None = None
        self._restored = self._posing = False
        self._keeper = Keeper(desk.ask, self._keeping, self._keeps_nothing)
        self.panel = GoodsPanel(
            _("Barang yang dibeli"),
            _("Isi nota"),
            (NAME, QUANTITY, UNIT, EACH, AMOUNT),
            refuses=_not_bought,
        )
        self.panel.added.connect(self._ask_quantity)
        self.panel.finished.connect(self._finish)
        self.panel.changed.connect(self._on_list)
        self.panel.missed.connect(self._on_missed)
        self.panel.carded.connect(desk.lead_to_card)
        self.prices = Table(PRICES, _("Harga jual usulan"))
        self.prices.hide()
        self.about_prices = kind_label("", "muted")
        self.about_prices.setWordWrap(True)
        self.about_prices.hide()
        self.note = Pairs()
        self.whole = kind_label("", "total")
        self._arrange()
        self.keys = (
            Key("Ctrl+N", _("baru"), self.ask_item),
            Key("F3", _("pemasok"), self.ask_supplier),
            Key("F5", _("satuan"), self._toggle_each),
            Key("F6", _("ongkos"), self.ask_freight),
            Key("F7", _("potongan"), self.ask_off),
            Key("F8", _("bayar"), self.ask_payment),
            Key("F9", _("usulan"), self.take_prices),
            Key("F10", _("pesan"), self.ask_order),
            Key("Ctrl+D", _("nomor DO"), self.ask_do),
        )

    def _arrange(self) -> None:
        self._left = left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.panel, 1)
        left.addWidget(self.about_prices)
        left.addWidget(self.prices, 0)
        frame, inside = card(_("Nota"))
        inside.addWidget(self.whole)
        inside.addWidget(self.note)
        inside.addStretch(1)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addLayout(left, 5)
        both.addWidget(frame, 2)

    # -- what is shown

    def show_shop(self, shop: Shop) -> None:
        """Goods, suppliers and boxes as they are now; what was typed stays."""
        self.shop = shop
        if not self.draft.box:
            self.draft = replace(self.draft, box=shop.own_box)
        self.panel.open(shop.here)
        self._show_note()
        self._take_wanted()
        if not self._restored and shop.here is not None:
            self.desk.ask(kept.kept, self._restore)

    def start(self) -> None:
        """At the line."""
        if self._reviewing:
            self._review()
        else:
            self.panel.start()

    def take_code(self, code: str) -> None:
        """A scan, wherever the cursor is: one more of it, and its questions."""
        self._leave_review()
        self.panel.scan(code)

    def _on_list(self) -> None:
        """A line was taken off, or its quantity changed by + and −."""
        draft = self.draft.only(row.item.key for row in self.panel.rows)
        for row in self.panel.rows:
            line = draft.line(row.item.key)
            if line is not None and line.quantity != row.quantity:
                draft = draft.having(replace(line, count=row.quantity, pack="", size=THOUSAND))
        self.draft = draft
        self._show_note()

    def _show_note(self) -> None:
        draft, shop = self.draft, self.shop
        self.whole.setText(rupiah(draft.whole))
        told = [(_("Pemasok"), self._supplier_words())]
        if shop is not None and shop.place is not None:
            told.append((_("Tempat"), shop.place.name))
        if draft.order:
            told.append((_("Pesanan"), draft.order))
        if draft.do_no:
            told.append((_("Nomor DO"), draft.do_no))
        told.append((_("Barang"), f"{len(draft.lines)} · {rupiah(draft.goods)}"))
        if draft.off:
            told.append((_("Potongan"), rupiah(draft.off)))
        if draft.freight:
            by = _("menurut berat") if draft.by_weight else _("menurut nilai")
            told.append((_("Ongkos angkut"), f"{rupiah(draft.freight)}, {by}"))
        told.append((_("Cara bayar"), self._payment_words()))
        self.note.show_pairs(told)
        self._keeper.keep()

    def _supplier_words(self) -> str:
        found = self.shop.supplier(self.draft.supplier) if self.shop is not None else None
        return found.label if found is not None else _("pasar (tanpa nama)")

    def _payment_words(self) -> str:
        draft = self.draft
        used = _("uang muka {amount}").format(amount=rupiah(draft.used)) if draft.advance else ""
        if draft.advance and draft.used >= draft.whole > NOTHING:
            return used
        boxes = self.shop.boxes if self.shop is not None else ()
        name = next((box.name for box in boxes if box.code == draft.box), _("belum dipilih"))
        rest = (
            _("utang {n} hari").format(n=draft.days)
            if draft.days is not None
            else _("tunai dari {box}").format(box=name)
        )
        return f"{used}, {rest}" if used else rest

    # -- what a cut of power leaves

    def _keeping(self) -> Callable[[Session], None]:
        return partial(kept.keep, typing=Typing(self._key, _code(self.shop), self.draft))

    def _keeps_nothing(self) -> bool:
        """Before it is known what was left, in a picture, and while a purchase is written."""
        return not self._restored or self._posing or self.panel.is_busy()

    def _restore(self, body: dict[str, Any] | None) -> None:
        """What was typed before the program ended, unless something new is typed already."""
        if self._restored:
            return
        self._restored = True
        shop = self.shop
        if body is None or shop is None or shop.here is None or self.draft.lines:
            return
        items = {each.item.key: each.item for each in shop.here.everything}
        typing = kept.typing_of(body, items)
        if typing is None or not typing.draft.lines or typing.place != _code(shop):
            return
        self._key, self.draft = typing.key, typing.draft
        self._list()
        self.desk.say(
            _("Pembelian yang belum selesai dilanjutkan: {n} barang.").format(
                n=len(typing.draft.lines)
            )
        )

    # -- goods that nobody knows yet

    def _on_missed(self, code: str) -> None:
        self._missed = code
        self.panel.say(
            _("Tidak ada barang dengan kode atau nama {code}. Ctrl+N mendaftarkannya.").format(
                code=code
            ),
            "danger",
        )

    def ask_item(self) -> None:
        """A new item in the middle of a purchase; what was not found stands in its form."""
        if self.shop is None or ADD_ITEM not in self.shop.may:
            return
        self._leave_review()
        of_digits = self._missed.isdigit()
        form = ItemForm(
            self.desk,
            code=self._missed if of_digits else "",
            name="" if of_digits else self._missed,
        )
        form.made.connect(self._want)
        form.open()

    def _want(self, key: int) -> None:
        """Into the list, as soon as the shelf knows it."""
        self._wanted, self._missed = key, ""
        self._take_wanted()

    def _take_wanted(self) -> None:
        here = self.shop.here if self.shop is not None else None
        of = here.shelf.get(self._wanted) if here is not None and self._wanted else None
        if of is not None:
            self._wanted = None
            self.panel.scan(of.item.code)

    # -- lines

    def _ask_quantity(self, row: GoodsRow) -> None:
        """How many came; the pack that was scanned counts already."""
        self._leave_review()
        line = self.draft.line(row.item.key)
        if line is None:
            line = Bought(row.item, row.quantity)
        else:
            line = replace(line, count=row.quantity, pack="", size=THOUSAND)
        self.draft = self.draft.having(line)
        packs = self._packs(row.item)
        known = ", ".join(f"{pack} = {shown(size)} {row.item.unit}" for pack, size in packs.items())
        note = _("Enter: {n} {unit}.").format(n=shown(row.quantity), unit=row.item.unit)
        if known:
            note += " " + _("Atau ketik misalnya 2 {pack}. {known}").format(
                pack=next(iter(packs)), known=known
            )

        def taken(text: str) -> None:
            made = line
            if text:
                count, pack, size = counted(text, row.item, packs)
                made = replace(line, count=count, pack=pack, size=size)
            self._put(made)
            self._ask_amount(made)

        self.panel.ask(Question(_("{item}: berapa?").format(item=row.item.name), taken, note))

    def _packs(self, item: Item) -> dict[str, int]:
        shelved = (
            self.shop.here.shelf.get(item.key) if self.shop and self.shop.here is not None else None
        )
        return dict(shelved.packs) if shelved is not None else {}

    def _ask_amount(self, line: Bought) -> None:
        """What the line cost; F5 asks for the price of one instead."""
        many = f"{shown(line.count)} {line.unit}"
        words = (
            _("{item}: harga per {unit}?").format(item=line.item.name, unit=line.unit)
            if self._each
            else _("{item}: harga seluruhnya, {many}?").format(item=line.item.name, many=many)
        )
        note = (
            _("F5: ketik harga seluruhnya. 0 untuk bonus.")
            if self._each
            else _("F5: ketik harga satuan. 0 untuk bonus.")
        )
        self._asking = line
        self.panel.ask(Question(words, self._take_amount, note, money=True))

    def _take_amount(self, text: str) -> None:
        line = self._asking
        if line is None:
            return
        if not text:
            reason = _(N_("harga belum diisi; 0 bila bonus"))
            raise BadField(name="amount", reason=reason, field="amount")
        made = priced(line, amount_of(text), each=self._each)
        self._asking = None
        self._put(made)
        if made.item.tracked and made.expires is None:
            self._ask_expiry(made)
        else:
            self.panel.start()

    def _ask_expiry(self, line: Bought) -> None:
        def taken(text: str) -> None:
            if text and self.shop is not None:
                self._put(replace(line, expires=parse_day(text, self.shop.today)))
            self.panel.start()

        words = _("{item}: kedaluwarsa?").format(item=line.item.name)
        self.panel.ask(
            Question(words, taken, _("Tanggal, misalnya 5/3/2027. Enter bila tidak ada."))
        )

    def _put(self, line: Bought) -> None:
        """The line as it is now, in the list too."""
        self.draft = self.draft.having(line)
        held = self.shop.here.held if self.shop and self.shop.here is not None else {}
        amount = None if line.amount is None else int(line.amount)
        self.panel.replace(GoodsRow(line.item, line.quantity, held.get(line.item.key, 0), amount))

    def _toggle_each(self) -> None:
        """Total or price of one; on the list, the price of the marked line again."""
        if self._asking is not None:
            self._each = not self._each
            self._ask_amount(self._asking)
            return
        row = self.panel.table.current()
        line = self.draft.line(row.item.key) if row is not None else None
        if line is not None:
            self._leave_review()
            self._ask_amount(line)

    # -- the whole

    def ask_freight(self) -> None:
        """What bringing it cost; F6 once more shares it by weight."""
        typed = ""
        if self._freighting:
            typed = self.panel.line.line.text()
            self.draft = replace(self.draft, by_weight=not self.draft.by_weight)
        self._ask_money(
            _("Ongkos angkut, dibagi menurut berat (kg)?")
            if self.draft.by_weight
            else _("Ongkos angkut, dibagi menurut nilai?"),
            _("F6 sekali lagi: bagi menurut berat atau nilai. Enter kosong: tidak ada."),
            lambda amount: replace(self.draft, freight=amount),
            text=typed,
        )
        self._freighting = True

    def ask_off(self) -> None:
        """What the supplier lets off the whole."""
        self._ask_money(
            _("Potongan untuk seluruh nota?"),
            _("Enter kosong: tidak ada potongan."),
            lambda amount: replace(self.draft, off=amount),
        )

    def _ask_money(
        self, words: str, note: str, put: Callable[[Rupiah], Draft], *, text: str = ""
    ) -> None:
        self._asking = None
        again = self._reviewing

        def taken(text: str) -> None:
            self.draft = put(amount_of(text) if text else NOTHING)
            self._freighting = False
            self._show_note()
            if again:
                self._finish()
            else:
                self.panel.start()

        self.panel.ask(Question(words, taken, note, money=True, text=text))

    def ask_do(self) -> None:
        """By which DO of the partner it is fetched; without one, by this month's."""
        again = self._reviewing
        self._asking = None

        def taken(text: str) -> None:
            self.draft = replace(self.draft, do_no=" ".join(text.split()))
            self._show_note()
            if again:
                self._finish()
            else:
                self.panel.start()

        if self.draft.supplier is None:
            self.desk.say(_("Pilih pemasoknya dahulu (F3); DO tertulis atas namanya."), "warning")
            return
        self.panel.ask(
            Question(
                _("Nomor DO?"),
                taken,
                _("Hanya bila jatahnya dari bulan lalu atau DO tertentu. Enter kosong: tidak."),
                text=self.draft.do_no,
            )
        )

    def ask_supplier(self) -> None:
        """Who sells; Ctrl+N notes a new one."""
        if self.shop is not None:
            ask_supplier(self.desk, self.shop, self._take_supplier)

    def _take_supplier(self, supplier: Supplier | None) -> None:
        days = self.draft.days if supplier is not None else None
        self.draft = replace(
            self.draft,
            supplier=supplier.key if supplier else None,
            days=days,
            advance=NOTHING,
            order="",
            do_no="",
        )
        self._go_on()

    def ask_payment(self) -> None:
        """Which box pays, or how long it waits."""
        if self.shop is not None:
            found = self.shop.supplier(self.draft.supplier)
            ask_payment(self.desk, self.shop, found, self._take_payment)

    def _take_payment(self, box: str, days: int | None, advance: Rupiah) -> None:
        self.draft = replace(self.draft, box=box or self.draft.box, days=days, advance=advance)
        self._go_on()

    def _go_on(self) -> None:
        """Back to where the line was."""
        self._show_note()
        if self._reviewing:
            self._review()
        elif self._asking is not None:
            self._ask_amount(self._asking)
        else:
            self.panel.start()

    def _finish(self) -> None:
        """The list is whole: what still lacks a price is asked for, then how it is paid."""
        if not self.draft.lines:
            self.panel.say(_("Belum ada barang. Pindai, atau ketik kode atau nama."), "warning")
            return
        for at, line in enumerate(self.draft.lines):
            if line.amount is None:
                self.panel.table.go_to(at)
                self._ask_amount(line)
                return
        shop = self.shop
        if shop is None or shop.place is None:
            return
        place, costs = shop.place.code, self.draft.costs()
        self.desk.ask(
            lambda session: reading.suggested(session.office, place, costs), self._show_suggested
        )

    def _show_suggested(self, found: list[Suggestion]) -> None:
        may = self.shop is not None and self.shop.office and SET_PRICES in self.shop.may
        self._suggested = found if may else []
        self.prices.set_rows(self._suggested)
        self._reviewing = True
        self._review()

    def _review(self) -> None:
        self._asking = None
        self._show_prices(bool(self._suggested))
        taken = bool(self.draft.prices)
        self.about_prices.setText(
            _("Semua harga usulan dipakai mulai hari ini. F9: batalkan.")
            if taken
            else _("Modal naik: laba di bawah yang diatur. F9: pakai semua harga usulan.")
        )
        set_tone(self.about_prices, "good" if taken else "warning")
        words = _("Simpan {amount}, {how}?").format(
            amount=rupiah(self.draft.whole), how=self._payment_words()
        )
        self.panel.ask_sure(words, self._write)

    def _show_prices(self, shown_: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """The prices take the list's place, so that both are whole at any text size."""
        self.panel.table.setVisible(not shown_)
        self.prices.setVisible(shown_)
        self.about_prices.setVisible(shown_)
        self._left.setStretchFactor(self.panel, 0 if shown_ else 1)
        self._left.setStretchFactor(self.prices, 1 if shown_ else 0)

    def take_prices(self) -> None:
        """Every price that is suggested, or none of them."""
        if not self._reviewing or not self._suggested:
            self.desk.say(_("Usulan harga tampil sesudah Enter di baris kosong."))
            return
        chosen = (
            {} if self.draft.prices else {each.item.key: each.suggested for each in self._suggested}
        )
        self.draft = replace(self.draft, prices=chosen)
        self._review()

    def _leave_review(self) -> None:
        """More is bought: prices are suggested again afterwards."""
        self._asking = None
        self._freighting = False
        if self._reviewing:
            self._reviewing = False
            self.draft = replace(self.draft, prices={})
            self._show_prices(False)

    def _write(self) -> None:
        shop = self.shop
        if shop is None or shop.place is None or self.panel.is_busy():
            return
        question = _("Pembelian {amount} dari {supplier}").format(
            amount=rupiah(self.draft.whole), supplier=self._supplier_words()
        )
        order = self.draft.receive(shop.place.code)
        self.desk.perform(
            RECEIVE,
            order,
            self._written,
            sender=self.panel,
            key=self._key,
            question=question,
            beside=kept.cleared(self.desk.session),
        )

    def _written(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.desk.say(
            _("{number} tersimpan: {amount}, {how}.").format(
                number=answer.number, amount=rupiah(self.draft.whole), how=self._payment_words()
            ),
            "good",
        )
        self._clear()

    def _clear(self) -> None:
        self._key = secrets.token_hex(8)
        self._leave_review()
        self.draft = Draft(box=self.shop.own_box if self.shop is not None else "")
        self.panel.fill([])
        self.panel.start()
        self.panel.line.ahead.release(self.panel.line.line, without_enter=True)

    # -- orders

    def load(self, waiting: Waiting) -> None:
        """An order has come: what is open of it stands here, to be counted and priced."""
        if self.shop is None or self.shop.here is None:
            return
        self._leave_review()
        lines = []
        for line in waiting.order.lines:
            shelved = self.shop.here.shelf.get(line.item)
            if line.open and shelved is not None:
                whole = line.amount if line.amount and not line.received else None
                lines.append(Bought(shelved.item, line.open, amount=whole))
        self.draft = Draft(
            tuple(lines),
            waiting.supplier.key,
            waiting.order.number,
            box=self.shop.own_box,
            days=waiting.supplier.days or None,
        )
        self._list()
        self.panel.start()

    def propose(self, lines: Sequence[Bought]) -> None:
        """What should be bought again, to be ordered or bought."""
        self._leave_review()
        self.draft = Draft(tuple(lines), box=self.draft.box)
        self._list()
        self.panel.start()

    def _list(self) -> None:
        held = self.shop.here.held if self.shop and self.shop.here is not None else {}
        self.panel.fill(
            [
                GoodsRow(
                    line.item,
                    line.quantity,
                    held.get(line.item.key, 0),
                    None if line.amount is None else int(line.amount),
                )
                for line in self.draft.lines
            ]
        )

    def ask_order(self) -> None:
        """Do not buy it now: order it."""
        shop = self.shop
        if shop is None or shop.place is None or not self.draft.lines:
            self.panel.say(_("Isi dahulu barang yang dipesan."), "warning")
            return
        if self.draft.supplier is None:
            self.panel.say(_("Pilih dahulu pemasoknya dengan F3."), "warning")
            return
        self._leave_review()
        order = self.draft.wanted(shop.place.code)
        words = _("Pesan {n} barang ke {supplier}?").format(
            n=len(self.draft.lines), supplier=self._supplier_words()
        )
        self.panel.ask_sure(
            words, lambda: self.desk.perform(ORDER, order, self._ordered, sender=self.panel)
        )

    def _ordered(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.desk.say(_("Pesanan {number} tersimpan.").format(number=answer.number), "good")
        self._clear()

    # -- pictures

    def states(self) -> Sequence[Callable[[], None]]:
        """A few lines bought at their old price, and the question before it is saved."""
        here = self.shop.here if self.shop is not None else None
        found = [each for each in here.everything if not _not_bought(each.item)] if here else []
        if here is None or not found:
            return ()
        lines = [
            Bought(
                each.item,
                10 * THOUSAND,
                amount=Rupiah(10 * int(here.shelf.price(each, member=False) or NOTHING)),
            )
            for each in found[:_FEW]
        ]

        def pose() -> None:
            self._posing = True
            self.propose(lines)

        return (pose, self._finish)


_FEW = 5


def _code(shop: Shop | None) -> str:
    """The place that is bought for; empty where there is none."""
    return shop.place.code if shop is not None and shop.place is not None else ""


def _not_bought(item: Item) -> str:
    """Why an item is none that is bought; empty where it is."""
    if item.kind == "goods":
        return ""
    return _("{item} bukan barang milik sendiri ({kind}), jadi tidak dibeli di sini.").format(
        item=item.name, kind=_(KIND_WORDS[item.kind])
    )
