"""One member on one page: who he is, what he has, what he owes, and what happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import total
from kopdes_desktop.kernel.wording import bracketed, day, number, rupiah, short_day
from kopdes_desktop.members.queries import RELATION_WORDS, STATUS_WORDS
from kopdes_desktop.ui.kit.card_scan import CardScan
from kopdes_desktop.ui.kit.fields import Words, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled
from kopdes_desktop.ui.kit.photo import Photo
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.members.cards import Holding, MemberCard
from kopdes_desktop.ui.members.dues_grid import DuesGrid
from kopdes_desktop.ui.members.words import (
    FIELD_WORDS,
    SEX_WORDS,
    field_value,
    local_phone,
    moment,
    whole_address,
)

_PHOTO = (96, 120)
#: Beside the balances, where the person stands below them.
_SMALL_PHOTO = (60, 75)
_LEFT_WIDTH = 372
#: From this width on the person stands beside his savings.
_BESIDE = 1000
_NO_LIMIT = 16_777_215


def _text(value: Any) -> str:  # noqa: ANN401  a cell
    return "" if value is None else str(value)


MOVES = (
    Column(N_("Tanggal"), lambda row: row.day, text=short_day, width=11),
    Column(N_("Simpanan"), lambda row: row.words, width=0),
    Column(N_("Bukti"), lambda row: row.number, text=_text, width=19),
    Column(N_("Jumlah"), lambda row: int(row.amount), text=bracketed, width=11, right=True),
    Column(N_("Saldo"), lambda row: int(row.balance), text=bracketed, width=11, right=True),
)
HEIRS = (
    Column(N_("Nama"), lambda row: row.name, text=_text, width=0),
    Column(
        N_("Hubungan"),
        lambda row: _(RELATION_WORDS.get(row.relation, row.relation)),
        width=14,
    ),
    Column(N_("NIK"), lambda row: row.nik, text=_text, width=16),
    Column(N_("Telepon"), lambda row: local_phone(row.phone), width=14),
)
GROUPS = (
    Column(N_("Kode"), lambda row: row.code, width=10),
    Column(N_("Kelompok"), lambda row: row.name, width=0),
)
HOUSEHOLD = (
    Column(N_("Nomor"), lambda row: row.number, text=_text, width=10),
    Column(N_("Nama"), lambda row: row.name, text=_text, width=0),
    Column(N_("Dusun"), lambda row: row.dusun, text=_text, width=14),
)
PURCHASES = (
    Column(N_("Tanggal"), lambda row: row.day, text=short_day, width=11),
    Column(N_("Apa"), lambda row: row.words, width=0),
    Column(N_("Bukti"), lambda row: row.number, text=_text, width=19),
    Column(N_("Jumlah"), lambda row: int(row.amount), text=bracketed, width=11, right=True),
)
SHARES = (
    Column(N_("Tahun buku"), lambda row: row.year or _("buku lama"), width=0),
    Column(N_("Bagian SHU"), lambda row: int(row.share), text=bracketed, width=12, right=True),
    Column(
        N_("Diterima"), lambda row: int(row.share - row.left), text=bracketed, width=12, right=True
    ),
    Column(N_("Menunggu"), lambda row: int(row.left), text=bracketed, width=12, right=True),
)
MEETINGS = (
    Column(N_("Tanggal"), lambda row: row.day, text=short_day, width=11),
    Column(N_("Rapat"), lambda row: _("Rapat tahun buku {year}").format(year=row.year), width=0),
    Column(N_("Tempat"), lambda row: row.place, width=20),
    Column(
        N_("Hadir"),
        lambda row: "–" if row.present is None else number(row.present),
        width=8,
        right=True,
    ),
)
CHANGES = (
    Column(N_("Waktu"), lambda row: moment(row.at), width=16),
    Column(N_("Oleh"), lambda row: row.by, text=_text, width=13),
    Column(N_("Isian"), lambda row: _(FIELD_WORDS.get(row.field, row.field)), width=13),
    Column(N_("Semula"), lambda row: field_value(row.field, row.before), width=15),
    Column(N_("Menjadi"), lambda row: field_value(row.field, row.after), width=0),
)


class Leaf(NamedTuple):
    """One of the lists below the months: its name, its columns, its rows of a card.

    `about` sums it up in words above the rows; one that is not `offered` is not shown.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[MemberCard], Sequence[Any]]
    empty: str
    about: Callable[[MemberCard], str] = lambda _card: ""
    offered: Callable[[MemberCard], bool] = lambda _card: True


def _bought(card: MemberCard) -> str:
    """The year's purchases, and what is owed for bons."""
    found = card.purchases
    if found is None:
        return ""
    told = _("Belanja tahun {year}: {sum}. Bon terutang {bon} dari plafon {limit}.")
    return told.format(
        year=found.year,
        sum=rupiah(found.sum),
        bon=rupiah(found.bon),
        limit=rupiah(found.limit),
    )


def _waits(card: MemberCard) -> str:
    """What of his shares he has not got yet."""
    left = total(each.left for each in card.shares or ())
    return _("SHU yang menunggu diambil: {amount}.").format(amount=rupiah(left)) if left else ""


def _led(card: MemberCard) -> str:
    """Who came is kept as a number; who led the meeting by name."""
    led = [each.year for each in card.meetings or () if each.chair == card.key]
    told = _("Rapat yang berhak ia hadiri. Yang dicatat jumlah yang hadir, bukan namanya.")
    if led:
        told += " " + _("Memimpin rapat {years}.").format(years=", ".join(led))
    return told if card.meetings else ""


LEAVES = (
    Leaf(N_("Mutasi"), MOVES, lambda card: card.moves, N_("Belum ada mutasi dalam setahun ini.")),
    Leaf(N_("Ahli waris"), HEIRS, lambda card: card.heirs, N_("Belum ada ahli waris.")),
    Leaf(N_("Kelompok"), GROUPS, lambda card: card.profile.groups, N_("Tidak dalam kelompok.")),
    Leaf(
        N_("Serumah"),
        HOUSEHOLD,
        lambda card: card.household,
        N_("Tidak ada anggota lain dengan nomor KK yang sama."),
    ),
    Leaf(
        N_("Belanja"),
        PURCHASES,
        lambda card: card.purchases.last if card.purchases is not None else (),
        N_("Belum ada belanja dalam setahun ini."),
        about=_bought,
        offered=lambda card: card.purchases is not None,
    ),
    Leaf(
        N_("SHU"),
        SHARES,
        lambda card: card.shares or (),
        N_("Belum ada SHU yang dibagikan kepadanya."),
        about=_waits,
        offered=lambda card: card.shares is not None,
    ),
    Leaf(
        N_("Rapat"),
        MEETINGS,
        lambda card: card.meetings or (),
        N_("Belum ada rapat yang tercatat sejak ia menjadi anggota."),
        about=_led,
        offered=lambda card: card.meetings is not None,
    ),
    Leaf(N_("Riwayat"), CHANGES, lambda card: card.changes, N_("Data belum pernah diubah.")),
)
(
    MOVES_AT,
    HEIRS_AT,
    GROUPS_AT,
    HOUSEHOLD_AT,
    PURCHASES_AT,
    SHARES_AT,
    MEETINGS_AT,
    CHANGES_AT,
) = range(len(LEAVES))
#: Lists whose length is no news.
_UNCOUNTED = {MOVES_AT, PURCHASES_AT, SHARES_AT, MEETINGS_AT}


class Deed(NamedTuple):
    """Something that can be done from the page: its key, its words, when it is offered."""

    key: str
    words: str
    icon: str
    offered: Callable[[MemberCard], bool]


def _living(card: MemberCard, code: str) -> bool:
    return code in card.may and not card.member.erased


DEEDS = {
    "change": Deed(
        "F3",
        N_("Ubah data"),
        "pencil",
        lambda card: _living(card, "members.change"),
    ),
    "heir": Deed(
        "F5",
        N_("Ahli waris"),
        "user-plus",
        lambda card: (
            _living(card, "members.add_heir")
            and (card.member.status in {"active", "applicant"} or card.died)
        ),
    ),
    "group": Deed(
        "F6",
        N_("Kelompok"),
        "users",
        lambda card: _living(card, "members.assign") and card.member.status == "active",
    ),
    "photo": Deed("F7", N_("Foto"), "user", lambda card: _living(card, "members.set_photo")),
    "settle": Deed(
        "F9",
        N_("Berhenti"),
        "log-out",
        lambda card: "membership.settle" in card.may and card.member.status == "active",
    ),
    "refund": Deed(
        "F9",
        N_("Bayar kembali"),
        "banknote",
        lambda card: "membership.refund" in card.may and bool(card.back),
    ),
    "minutes": Deed(
        "F8",
        N_("Berita acara"),
        "file-text",
        lambda card: card.profile.settled_by is not None,
    ),
    "erase": Deed(
        "Ctrl+Del",
        N_("Hapus data"),
        "trash-2",
        lambda card: (
            _living(card, "members.erase")
            and card.member.status in {"left", "rejected"}
            and not card.back
        ),
    ),
    "statement": Deed(
        "Ctrl+P",
        N_("Cetak"),
        "printer",
        lambda card: "report.member_statement" in card.may and bool(card.member.number),
    ),
    "phone": Deed(
        "Ctrl+T",
        N_("WhatsApp"),
        "upload",
        lambda card: _living(card, "report.member_statement") and bool(card.member.number),
    ),
    "card": Deed(
        "F10",
        N_("Kartu anggota"),
        "scan-barcode",
        lambda card: "report.member_cards" in card.may and card.member.status == "active",
    ),
    "limit": Deed(
        "Ctrl+F9",
        N_("Plafon bon"),
        "hand-coins",
        lambda card: (
            _living(card, "sales.set_limit")
            and card.member.status == "active"
            and card.bon_limit is not None
        ),
    ),
    "passbook": Deed("Ctrl+B", N_("Buku simpanan"), "book-open", lambda card: card.passbook),
}


#: The right that each deed needs; who is shown decides the rest.
RIGHTS = {
    "change": "members.change",
    "heir": "members.add_heir",
    "group": "members.assign",
    "photo": "members.set_photo",
    "settle": "membership.settle",
    "refund": "membership.refund",
    "erase": "members.erase",
    "statement": "report.member_statement",
    "phone": "report.member_statement",
    "card": "report.member_cards",
    "limit": "sales.set_limit",
    "passbook": "read.slips",
}


def has_room(width: int) -> bool:
    """Whether a page so wide has the person beside his savings."""
    return width >= at_text_size(_BESIDE)


class MemberPage(QWidget):
    """Shows a card. What is to be done with it is told by signals; the screen does it."""

    asked = Signal(str)
    turned = Signal(int)
    row_opened = Signal(int, object)
    row_dropped = Signal(int, object)
    left = Signal()
    scanned = Signal(str)

    def __init__(self, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        self.card: MemberCard | None = None
        self.leaf = MOVES_AT
        self.person = PersonCard()
        self.buttons: dict[str, QPushButton] = {}
        self.face = Photo(*_SMALL_PHOTO)
        self.holdings = QHBoxLayout()
        self.holdings.setSpacing(12)
        self.grid = DuesGrid()
        self.tabs = [button(_(leaf.title), "tab") for leaf in LEAVES]
        self.table = Table(MOVES, _("Mutasi"))
        self.table.installEventFilter(self)
        CardScan(self.table).scanned.connect(self.scanned)
        self.table.opened.connect(lambda row: self.row_opened.emit(self.leaf, row))
        self.empty = kind_label("", "muted")
        self.empty.setWordWrap(True)
        self._arrange()

    def _arrange(self) -> None:
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.person)
        column.addLayout(self._deeds())
        column.addStretch(1)
        tabs = QHBoxLayout()
        tabs.setSpacing(4)
        for at, tab in enumerate(self.tabs):
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            tab.clicked.connect(_Turning(self, at))
            tabs.addWidget(tab)
        tabs.addStretch(1)
        right = QWidget()
        self._main = main = QVBoxLayout(right)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.face)
        top.addLayout(self.holdings, 1)
        main.addLayout(top)
        main.addWidget(self.grid)
        main.addLayout(tabs)
        main.addWidget(self.empty)
        main.addWidget(self.table, 1)
        self.table.setMinimumHeight(150)
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.RightToLeft, inside)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addWidget(right, 1)
        self._columns.addWidget(self._left)
        self._scroll = scrolled(inside)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroll)

    def _show_face(self) -> None:
        """His photo on top, where his data are not."""
        photo = self.card.photo if self.card is not None else None
        self.face.setVisible(self.face.show_photo(photo) and not self.is_beside())

    def _deeds(self) -> QGridLayout:
        """Two columns of buttons, each with its key on it."""
        self._deed_grid = QGridLayout()
        self._deed_grid.setSpacing(8)
        for name, deed in DEEDS.items():
            made = button(f"{_(deed.words)}  {deed.key}", icon=deed.icon)
            made.setAccessibleName(_(deed.words))
            made.clicked.connect(_Asking(self, name))
            self.buttons[name] = made
        return self._deed_grid

    def show_card(self, card: MemberCard) -> None:
        """This member; the list that is open stays open for the same one."""
        same = self.card is not None and self.card.key == card.key
        self.card = card
        self.person.show_card(card)
        self._show_face()
        self._lay_deeds(card)
        self._lay_holdings(card.holdings)
        self._lay_months(card)
        self.show_leaf(self.leaf if same else MOVES_AT)

    def keys(self) -> tuple[Key, ...]:
        """What may be done here, for F1."""
        if self.card is None:
            return ()
        offered = [deed for deed in DEEDS.values() if deed.offered(self.card)]
        return tuple(Key(deed.key, _(deed.words)) for deed in offered)

    def is_beside(self) -> bool:
        """Whether the person, and the buttons of his deeds, stand beside his savings."""
        return has_room(self.width())

    def key_of(self, name: str) -> str:
        """The key of a deed."""
        return DEEDS[name].key

    def may_do(self, name: str) -> bool:
        """Whether this is offered for the member who is shown."""
        return self.card is not None and DEEDS[name].offered(self.card)

    def why_not(self, key: str) -> str:
        """In words, why a key of some deed does nothing for the member who is shown."""
        names = [name for name, deed in DEEDS.items() if deed.key == key]
        if self.card is None or not names:
            return ""
        for_all = replace(self.card, may=frozenset(RIGHTS.values()))
        others = [name for name in names if DEEDS[name].offered(for_all)]
        words = _(DEEDS[(others or names)[0]].words)
        if others:
            return _("{deed} ({key}): bukan tugas peran ini.").format(deed=words, key=key)
        return _("{deed} ({key}): tidak berlaku di sini, status {status}.").format(
            deed=words, key=key, status=status_words(self.card)
        )

    def start(self) -> None:
        """The list below the months, where the arrows work."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, step: int) -> None:
        """To the next of the lists that are offered, or back to the one before."""
        card = self.card
        if card is not None:
            there = [at for at, leaf in enumerate(LEAVES) if leaf.offered(card)]
            self.show_leaf(there[(there.index(self.leaf) + step) % len(there)])

    def show_leaf(self, at: int) -> None:
        """Turn to one of the lists; where it is not offered any more, to the first."""
        if self.card is None:
            return
        if not LEAVES[at].offered(self.card):
            at = MOVES_AT
        leaf = LEAVES[at]
        self.leaf = at
        rows = leaf.rows(self.card)
        columns = tuple(_fitted(column, rows) for column in leaf.columns)
        if self.table.rows.columns != columns:
            self.table.set_columns(columns)
        for n, tab in enumerate(self.tabs):
            count = len(LEAVES[n].rows(self.card))
            counted = count and n not in _UNCOUNTED
            told = f"{_(LEAVES[n].title)} ({count})" if counted else _(LEAVES[n].title)
            tab.setText(told)
            tab.setVisible(LEAVES[n].offered(self.card))
            tab.setChecked(n == at)
        self.table.set_rows(rows)
        self.table.setAccessibleName(_(leaf.title))
        words = " ".join(filter(None, ("" if rows else _(leaf.empty), leaf.about(self.card))))
        self.empty.setText(words)
        self.empty.setVisible(bool(words))

    def _lay_deeds(self, card: MemberCard) -> None:
        while self._deed_grid.count():
            self._deed_grid.takeAt(0)
        at = 0
        for name, made in self.buttons.items():
            offered = DEEDS[name].offered(card)
            if offered:
                self._deed_grid.addWidget(made, at // 2, at % 2)
                at += 1
            made.setVisible(offered)

    def _lay_holdings(self, holdings: Sequence[Holding]) -> None:
        while (item := self.holdings.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for holding in holdings:
            self.holdings.addWidget(HoldingCard(holding), 1)
        self._draw_closer(closer=not self.is_beside())

    def _lay_months(self, card: MemberCard) -> None:
        gone = card.member.status == "left" and not any(each.amount for each in card.holdings)
        shown = bool(card.grid) and not gone
        self.grid.setVisible(shown)
        if not shown:
            return
        self.grid.show_year(card.year, card.grid, card.today)
        months, amount = card.arrears
        told, tone = _("Tidak ada tunggakan."), "good"
        if card.member.status != "active":
            told, tone = _("Bukan anggota lagi: tidak ada iuran yang ditagih."), ""
        if months:
            told = ngettext(
                "Belum dibayar sampai bulan ini: {n} bulan, {amount}.",
                "Belum dibayar sampai bulan ini: {n} bulan, {amount}.",
                months,
            ).format(n=months, amount=rupiah(amount))
            tone = "danger"
        guessed, guess = card.estimated
        if guessed:
            told += " " + ngettext(
                "Perkiraan dari buku lama, belum diputuskan pengurus: {n} bulan, {amount}.",
                "Perkiraan dari buku lama, belum diputuskan pengurus: {n} bulan, {amount}.",
                guessed,
            ).format(n=guessed, amount=rupiah(guess))
        self.grid.tell(told, tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Who he is stands at the left where there is room, else below what he has."""
        super().resizeEvent(event)
        beside = self.is_beside()
        self._show_face()
        self._draw_closer(closer=not beside)
        way = QBoxLayout.Direction
        self._columns.setDirection(way.RightToLeft if beside else way.TopToBottom)
        if beside:
            self._left.setFixedWidth(at_text_size(_LEFT_WIDTH))
        else:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(_NO_LIMIT)

    def _draw_closer(self, *, closer: bool) -> None:
        """Where letters are large or the window is small: the moves have to be in sight."""
        self.grid.set_closer(closer)
        self._main.setSpacing(6 if closer else 10)
        for at in range(self.holdings.count()):
            held = self.holdings.itemAt(at)
            frame = held.widget() if held is not None else None
            if isinstance(frame, HoldingCard):
                frame.set_closer(closer)

    def _roll(self, step: int) -> None:
        """Show the part of the page above or below."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep() * 3 // 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list: Left and Right turn to another list, Ctrl with them to another year."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not held:
            self._scroll.ensureWidgetVisible(self.table)
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = 1 if key == Qt.Key.Key_Right else -1
            if held:
                self.turned.emit(step)
            else:
                self.turn(step)
        elif held and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._roll(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Backspace:
            self.left.emit()
        elif key == Qt.Key.Key_Delete and not held:
            row = self.table.current()
            if row is not None:
                self.row_dropped.emit(self.leaf, row)
        else:
            return super().eventFilter(watched, event)
        return True


def _fitted(column: Column, rows: Sequence[Any]) -> Column:
    """A column of figures as wide as its longest one: no figure is ever cut."""
    if not column.right:
        return column
    longest = max((len(column.text(column.value(row))) for row in rows), default=0)
    return replace(column, width=max(column.width, longest + 1))


class _Asking:
    """A button's way to its deed."""

    def __init__(self, page: MemberPage, name: str) -> None:
        self._page, self._name = page, name

    def __call__(self) -> None:
        self._page.asked.emit(self._name)


class _Turning:
    """A tab's way to its list."""

    def __init__(self, page: MemberPage, at: int) -> None:
        self._page, self._at = page, at

    def __call__(self) -> None:
        self._page.show_leaf(self._at)
        self._page.start()


class HoldingCard(QFrame):
    """A product, its balance, and what is missing of it."""

    def __init__(self, holding: Holding) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        word = kind_label(holding.word, "small", holding.tone)
        word.setWordWrap(True)
        self._box.addWidget(kind_label(holding.name, "label"))
        self._box.addWidget(kind_label(rupiah(holding.amount), "figure"))
        self._box.addWidget(word)
        self._word = word
        self.set_closer(closer=False)

    def set_closer(self, closer: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Whether there is little height."""
        self._box.setContentsMargins(*((12, 2, 8, 3) if closer else (14, 7, 12, 8)))


class Wrapped(Words):
    """Words over as many lines as they need; never squeezed to fewer."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the words are at this width."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))


class PersonCard(QFrame):
    """Photo and data, as the register has them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.photo = Photo(*_PHOTO)
        self.status = kind_label("", "badge")
        self.short = kind_label("", "")
        self.short.setWordWrap(True)
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(12)
        self.rows.setVerticalSpacing(3)
        self.rows.setColumnStretch(1, 1)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self.status, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addWidget(self.short)
        beside.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(beside, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        box.addLayout(top)
        box.addLayout(self.rows)

    def show_card(self, card: MemberCard) -> None:
        """The person of this card."""
        known = card.member
        away = "photo" in card.elsewhere
        none = _("foto ada di laptop lain") if away else _("belum ada foto")
        self.photo.show_photo(card.photo, none)
        tone = {"left": "danger", "rejected": "danger", "applicant": "warning"}
        self.status.setText(status_words(card))
        set_tone(self.status, tone.get(known.status, ""))
        self.short.setText("\n".join(_since(card)))
        while (item := self.rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for at, (label, value) in enumerate(_facts(card)):
            named = kind_label(label, "label")
            self.rows.addWidget(named, at, 0, Qt.AlignmentFlag.AlignTop)
            self.rows.addWidget(Wrapped(value), at, 1)


def status_words(card: MemberCard) -> str:
    """What he is now; of who died not that he "left"."""
    return _("meninggal") if card.died else _(STATUS_WORDS[card.member.status])


def _since(card: MemberCard) -> list[str]:
    known = card.member
    told = []
    if known.joined:
        told.append(_("Masuk {day}").format(day=day(known.joined)))
        if card.profile.decision_no:
            told.append(_("Keputusan {number}").format(number=card.profile.decision_no))
    else:
        told.append(_("Diajukan {day}").format(day=day(known.applied)))
    if card.profile.imported:
        told.append(_("Dipindahkan dari buku lama"))
    if known.left:
        ended = _("Meninggal {day}") if card.died else _("Berhenti {day}")
        told.append(ended.format(day=day(known.left)))
    if known.status == "left" and card.profile.settled_by is not None and not card.back:
        told.append(_("Semua haknya sudah diselesaikan"))
    if card.back:
        waits = known.status in {"left", "rejected"}
        words = _("Menunggu dikembalikan: {amount}") if waits else _("Titipan: {amount}")
        told.append(words.format(amount=rupiah(card.back)))
    return told


def _facts(card: MemberCard) -> list[tuple[str, str]]:
    """Label and value of what is known; what is not known takes no line."""
    known, rest = card.member, card.profile
    scan = _("foto ada di laptop lain") if "ktp" in card.elsewhere else _("foto tersimpan")
    if known.erased:
        return [(_("Data pribadi"), _("sudah dihapus, tidak dapat dibaca lagi"))]
    born = [rest.birth_place or "", day(known.birth_day) if known.birth_day else ""]
    found = (
        (_("NIK"), known.nik),
        (_("Wilayah NIK"), rest.region),
        (_("Lahir"), ", ".join(filter(None, born))),
        (_("Kelamin"), _(SEX_WORDS[known.sex]) if known.sex in SEX_WORDS else ""),
        (_("Alamat"), whole_address(known.address, known.dusun, known.rt_rw)),
        (_("Telepon"), local_phone(known.phone)),
        (_("Surel"), breakable(rest.email or "")),
        (_("Pekerjaan"), known.job),
        (_("KK"), known.kk),
        (_("Ibu"), rest.mother),
        (_("KTP"), scan if rest.has_ktp else ""),
    )
    return [(label, value) for label, value in found if value]


def breakable(text: str) -> str:
    """A long word that may be broken after its dots and its @."""
    return re.sub(r"([.@])", "\\1\u200b", text)
