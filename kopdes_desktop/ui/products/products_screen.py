"""Simpanan: what members can save in, every amount with its day and decision, and what is off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.ledger.chart import Account, Unit, units
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.settings import VOLUNTARY_BASIS, setting
from kopdes_desktop.savings.offers import Offer, free_accounts, offers
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table

ADD, SET_RATE, CHANGE = "savings.add_product", "savings.set_rate", "settings.change"
KINDS = {
    "principal": N_("Pokok: sekali, saat masuk"),
    "mandatory": N_("Wajib: setiap bulan"),
    "voluntary": N_("Sukarela: kapan saja"),
}
_NO_BASIS = N_(
    "Koperasi baru boleh menerima simpanan sukarela bila memegang izin usaha simpan pinjam atau"
    " keputusan rapat anggota. Catat nomornya dengan F7, lalu Ctrl+N menambahkannya."
)
_BASIS_KNOWN = N_("Dasarnya sudah dicatat ({basis}). Ctrl+N menambahkannya.")
_TERM = N_(
    "Simpanan berjangka termasuk usaha simpan pinjam: perlu izin, jangka, dan jasa yang disahkan"
    " rapat anggota. Bagian ini belum dibuka di program; jangan dicatat sebagai simpanan sukarela."
)
_LOANS = N_(
    "Pinjaman memerlukan izin usaha simpan pinjam dan aturan yang disahkan rapat anggota. Bagian"
    " ini belum dibuka di program; pinjaman lama dapat dicatat di Saldo awal."
)


class Shelf(Struct, frozen=True):
    """One line of the list: what is offered, or what is not and why."""

    name: str
    amount: str
    state: str
    offer: Offer | None = None
    reason: str = ""


class Stock(Struct, frozen=True):
    """All that the screen shows, and what may be done by the one who sits here."""

    offers: Sequence[Offer]
    accounts: Sequence[Account]
    units: Sequence[Unit]
    basis: str
    may: frozenset[str]


COLUMNS = (
    Column(N_("Simpanan"), lambda shelf: shelf.name, width=0),
    Column(N_("Besaran"), lambda shelf: shelf.amount, width=11, right=True),
    Column(N_("Keadaan"), lambda shelf: shelf.state, width=13),
)
RATES = (
    Column(N_("Berlaku mulai"), lambda rate: rate.since, text=short_day, width=13),
    Column(N_("Besaran"), lambda rate: int(rate.amount), text=rupiah, width=12, right=True),
    Column(N_("Keputusan"), lambda rate: rate.decision_no, width=0),
)


def stock(session: Session) -> Stock:
    """Read it; on the database's thread."""
    office = session.office
    read = office.reading
    deeds = (ADD, SET_RATE, CHANGE)
    return Stock(
        offers(read),
        free_accounts(read),
        units(read),
        setting(read, VOLUNTARY_BASIS).strip(),
        frozenset(code for code in deeds if office.may(code) is not Level.NO),
    )


class ProductsScreen(Screen):
    """Left what is offered and what is off; right the marked one with its amounts over time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Simpanan"), desk.news, ("savings.add_product", SET_RATE, "settings."))
        self._desk = desk
        self._stock: Stock | None = None
        self.table = Table(COLUMNS, _("Jenis simpanan"))
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.name = kind_label("", "heading")
        self.reason = kind_label("", "notice")
        self.reason.setWordWrap(True)
        self.pairs = Pairs()
        self.rates = Table(RATES, _("Besaran dari waktu ke waktu"))
        self.new_rate = button(_("Besaran baru (F6)"), icon="calendar")
        self.new_rate.clicked.connect(self.ask_rate)
        self.basis = button(_("Dasar sukarela (F7)"), icon="shield-check")
        self.basis.clicked.connect(self.ask_basis)
        self.add = button(_("Jenis simpanan baru (Ctrl+N)"), "primary", "plus")
        self.add.clicked.connect(self.ask_product)
        self._arrange()
        self.advice = _(
            "Besaran tidak pernah diubah mundur: bulan yang sudah lewat tetap dihitung dengan"
            " besaran waktu itu. Besaran baru berlaku mulai tanggalnya, dengan nomor keputusan."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("F6", _("besaran baru"), self.ask_rate),
            Key("F7", _("dasar sukarela"), self.ask_basis),
            Key("Ctrl+N", _("jenis simpanan baru"), self.ask_product),
        )

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        left.addLayout(row)
        self.card, inside = card()
        self._rates_side = QWidget()
        below = QVBoxLayout(self._rates_side)
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(8)
        below.addWidget(kind_label(_("Besaran dari waktu ke waktu"), "label"))
        below.addWidget(self.rates, 1)
        deeds = QHBoxLayout()
        deeds.addWidget(self.new_rate)
        deeds.addWidget(self.basis)
        deeds.addStretch(1)
        for part in (self.name, self.pairs, self.reason):
            inside.addWidget(part)
        inside.addWidget(self._rates_side, 1)
        inside.addStretch(0)
        inside.addLayout(deeds)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addWidget(self.card, 1)
        self.body.addLayout(both, 1)

    def start(self) -> None:
        """At the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self._desk.ask(stock, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """What is off, and a new amount being typed."""
        return (lambda: self.table.go_to(len(self.table.rows.rows) - 1), self._first_rate)

    def _first_rate(self) -> None:
        self.table.go_to(0)
        self.ask_rate()

    # -- what is shown

    def _show(self, found: Stock) -> None:
        self._stock = found
        self.table.renew(self._shelves(found), lambda shelf: shelf.name)
        self.add.setVisible(ADD in found.may)
        self._show_row()

    def _shelves(self, found: Stock) -> list[Shelf]:
        today = self._desk.standing.today
        shelves = []
        for offer in sorted(found.offers, key=lambda each: list(KINDS).index(each.product.kind)):
            amount = _amount_on(offer, today)
            state = _("dibuka") if offer.product.open else _("ditutup")
            shelves.append(Shelf(offer.product.name, amount, state, offer))
        off = _("belum dibuka")
        if not any(offer.product.kind == "voluntary" for offer in found.offers):
            why = _(_BASIS_KNOWN).format(basis=found.basis) if found.basis else _(_NO_BASIS)
            shelves.append(Shelf(_("Simpanan sukarela"), "–", off, reason=why))
        shelves.append(Shelf(_("Simpanan berjangka"), "–", off, reason=_(_TERM)))
        shelves.append(Shelf(_("Pinjaman anggota"), "–", off, reason=_(_LOANS)))
        return shelves

    def _on_row(self, *_indexes: object) -> None:
        self._show_row()

    def _show_row(self) -> None:
        shelf, found = self.table.current(), self._stock
        if shelf is None or found is None:
            return
        offer = shelf.offer
        self.name.setText(shelf.name)
        self.reason.setText(shelf.reason or self._warning(offer))
        set_tone(self.reason, "warning")
        self.reason.setVisible(bool(self.reason.text()))
        self.pairs.setVisible(offer is not None)
        rated = _is_rated(offer)
        self._rates_side.setVisible(rated)
        if offer is not None:
            self.pairs.show_pairs(self._about(offer, found))
            self.rates.set_rows(offer.rates)
        self.new_rate.setVisible(rated and SET_RATE in found.may)
        voluntary = shelf.name == _("Simpanan sukarela") or (
            offer is not None and offer.product.kind == "voluntary"
        )
        self.basis.setVisible(voluntary and CHANGE in found.may)

    def _warning(self, offer: Offer | None) -> str:
        """What keeps a product from working as it should."""
        if offer is None or offer.rates or not _is_rated(offer):
            return ""
        return _("Besarannya belum ditetapkan. F6 mencatatnya dengan nomor keputusan.")

    @staticmethod
    def _about(offer: Offer, found: Stock) -> list[tuple[str, str]]:
        product = offer.product
        told = [
            (_("Jenis"), _(KINDS.get(product.kind, product.kind))),
            (_("Akun"), f"{product.account} {offer.account_name}"),
            (_("Unit"), f"{product.unit} {offer.unit_name}"),
        ]
        if product.kind == "voluntary":
            told.append((_("Dasar"), found.basis or "–"))
        return told

    def _open(self, shelf: Shelf) -> None:
        """Enter does what the marked one lacks: an amount, or the right to be offered."""
        if _is_rated(shelf.offer):
            self.ask_rate()
        elif shelf.offer is not None:
            self.ask_basis()
        elif shelf.name == _("Simpanan sukarela"):
            if self._stock is not None and self._stock.basis:
                self.ask_product()
            else:
                self.ask_basis()

    # -- what is done

    def ask_rate(self) -> None:
        """A new amount of the marked product, from a day on."""
        shelf, found = self.table.current(), self._stock
        offer = shelf.offer if shelf is not None else None
        if offer is None or found is None or SET_RATE not in found.may or not _is_rated(offer):
            return
        day = DayField("from", _("Berlaku mulai"), lambda: self._desk.standing.today)
        day.set_day(Month.of(self._desk.standing.today).next().first())
        asking = FormDialog(
            self._desk.window,
            _("Besaran baru {name}").format(name=offer.product.name),
            _("Sekarang {amount}. Yang sudah lewat tidak berubah.").format(
                amount=_amount_on(offer, self._desk.standing.today)
            ),
            (
                MoneyField("amount", _("Besaran baru")),
                day,
                TextField(
                    "decision_no",
                    _("Nomor keputusan"),
                    needed=True,
                    hint=_("rapat anggota atau AD/ART yang menetapkannya"),
                ),
            ),
            deed=_("Tetapkan besaran"),
        )

        def given(typed: dict[str, Any]) -> None:
            order = {
                "product": offer.product.code,
                "from": typed["from"].isoformat(),
                "amount": int(typed["amount"]),
                "decision_no": typed["decision_no"],
            }
            asking.perform(self._desk, SET_RATE, order, self._rate_set)

        asking.given.connect(given)
        asking.open()

    def _rate_set(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        said = answer.fact["d"]
        self._desk.say(
            _("Besaran {amount} berlaku mulai {day}.").format(
                amount=rupiah(said["amount"]), day=short_day(date.fromisoformat(said["from"]))
            ),
            "good",
        )

    def ask_basis(self) -> None:
        """By what right the cooperative takes voluntary savings."""
        found = self._stock
        if found is None or CHANGE not in found.may:
            return
        basis = TextField(
            VOLUNTARY_BASIS.code,
            _("Izin atau keputusan"),
            needed=True,
            hint=_("contoh: Izin USP No. 12/2026, atau Keputusan RAT No. 03/2026"),
        )
        basis.set_text(found.basis)
        asking = FormDialog(
            self._desk.window,
            _("Dasar simpanan sukarela"),
            _(
                "Tanpa izin usaha simpan pinjam atau keputusan rapat, koperasi tidak boleh menerima"
                " simpanan sukarela. Tulis nomor dan tanggalnya."
            ),
            (basis,),
            deed=_("Simpan dasar"),
        )
        asking.given.connect(
            lambda typed: asking.perform(
                self._desk, CHANGE, {"fields": dict(typed)}, self._basis_kept
            )
        )
        asking.open()

    def _basis_kept(self, _answer: object) -> None:
        self._desk.say(_("Dasar simpanan sukarela tersimpan."), "good")

    def ask_product(self) -> None:
        """One more product on an account of its own."""
        found = self._stock
        if found is None or ADD not in found.may:
            return
        if not found.accounts:
            self._desk.say(_("Semua akun simpanan anggota sudah dipakai."), "warning")
            return
        asking = FormDialog(
            self._desk.window,
            _("Jenis simpanan baru"),
            _("Setiap jenis simpanan berdiri di akunnya sendiri. Besarannya dicatat sesudah ini."),
            self._product_fields(found),
            deed=_("Tambahkan"),
        )
        asking.given.connect(
            lambda typed: asking.perform(
                self._desk, ADD, {"code": _free_code(typed["kind"], found), **typed}, self._added
            )
        )
        asking.open()

    @staticmethod
    def _product_fields(found: Stock) -> tuple[TextField | ChoiceField, ...]:
        taken = {offer.product.kind for offer in found.offers}
        kinds = [code for code in KINDS if code != "principal" or code not in taken]
        by_use = sorted(kinds, key=lambda code: code in taken)
        usual = sorted(found.units, key=lambda unit: (unit.kind != "usp", unit.code))
        return (
            TextField("name", _("Nama simpanan"), needed=True, longest=60),
            ChoiceField("kind", _("Jenis"), [(code, _(KINDS[code])) for code in by_use]),
            ChoiceField(
                "account",
                _("Akun"),
                [(each.code, f"{each.code} {each.name}") for each in found.accounts],
            ),
            ChoiceField(
                "unit", _("Unit"), [(each.code, f"{each.code} {each.name}") for each in usual]
            ),
        )

    def _added(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        name = answer.fact["d"]["name"]
        self._desk.say(_("{name} dibuka.").format(name=name), "good")
        self.table.go_where(lambda shelf: shelf.name == name)


def _is_rated(offer: Offer | None) -> bool:
    """Whether its amount is set for everybody: what is voluntary is up to the member."""
    return offer is not None and (offer.product.kind != "voluntary" or bool(offer.rates))


def _amount_on(offer: Offer, day: date) -> str:
    """What is in force on a day, in words."""
    if not _is_rated(offer):
        return _("bebas")
    rate = offer.rate_on(day)
    return rupiah(rate.amount) if rate else "–"


def _free_code(kind: str, found: Stock) -> str:
    """A code that no product has: people never see it."""
    taken = {offer.product.code for offer in found.offers}
    codes = [kind, *(f"{kind}_{n}" for n in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)
