"""Tutup hari & bulan: days of the laptops, cash in the boxes, months open and locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.accounting import standing
from kopdes_desktop.accounting.standing import BoxStanding, DeviceDay, MonthStanding, Standing
from kopdes_desktop.banking import queries as banking
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month, in_zone
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office import device
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import month_end
from kopdes_desktop.tills.queries import blind
from kopdes_desktop.ui.accounting.cash_dialog import CashDialog, told
from kopdes_desktop.ui.accounting.receive_dialog import (
    RECEIVE,
    OnTheWay,
    ReceiveDialog,
    on_the_way,
)
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit import below_zero
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, card
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.tills.drawers import drawers

DAY_OPEN, DAY_CLOSE, MOVE = "day.open", "day.close", "accounting.move_cash"
CLOSE, REOPEN, SEAL = "accounting.close_month", "accounting.reopen_month", "month.seal"
SELL, TILL = "sales.sell", "till.open_shift"
_GOODS = ("inventory.", "sales.", "purchasing.", "till.")
_DEEDS = (DAY_OPEN, DAY_CLOSE, MOVE, RECEIVE, CLOSE, REOPEN, SEAL)
#: From which width on the deeds of the months stand beside each other.
_BESIDE = 880
_SHORT = {
    "F5": N_("terima setoran"),
    "F6": N_("pindah kas"),
    "F7": N_("stok minus"),
    "F8": N_("hari"),
    "F9": N_("tutup bulan"),
    "F10": N_("buka lagi"),
}


def day_words(day: date | None) -> str:
    """A day as tables have it; nothing before a laptop's first."""
    return wording.short_day(day) if day is not None else "–"


def _state_of_day(row: DeviceDay) -> str:
    if row.day is None:
        return _("belum mulai")
    return _("terbuka") if row.open else _("ditutup")


def _state_of_month(row: MonthStanding) -> str:
    if row.closed:
        return _("terkunci")
    if row.unsealed:
        return _("terbuka, gerai {series} belum menyegel").format(series=", ".join(row.unsealed))
    return _("terbuka")


class BoxRow(Struct, frozen=True):
    """A box as it is shown: without its amount while its drawer is to be counted blind."""

    code: str
    name: str
    amount: Rupiah | None


def _amount_words(amount: Rupiah | None) -> str:
    return _("dihitung dulu") if amount is None else wording.number(amount)


BOXES = (
    Column(N_("Kas dan bank"), lambda row: row.name, width=0),
    Column(N_("Menurut buku"), lambda row: row.amount, text=_amount_words, width=14, right=True),
)
MONTHS = (
    Column(N_("Bulan"), lambda row: row.month, text=wording.month, width=16),
    Column(N_("Keadaan"), _state_of_month, width=0),
)


class _Cash(Struct, frozen=True):
    """What is on its way, and the drawers whose sum is not told."""

    way: OnTheWay | None
    unseen: frozenset[str]


_Answer = tuple[Standing, date, frozenset[str], str, str, tuple[str, ...], _Cash]


class ClosingScreen(Screen):
    """F5 takes in cash, F8 ends or opens the day, F9 locks the next month, F10 opens the last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Tutup hari dan bulan"),
            desk.news,
            ("day.", "accounting.", "month.", "savings.", "membership.", *_GOODS),
        )
        self._desk = desk
        self._now: Standing | None = None
        self._next_day: date | None = None
        self._meant: Month | None = None
        self._may: frozenset[str] = frozenset()
        self._missing: tuple[str, ...] = ()
        self._cash = _Cash(None, frozenset())
        self.days = kind_label("", "")
        self.days.setWordWrap(True)
        self.below = kind_label("", "notice", "warning")
        self.below.setWordWrap(True)
        self.below_deed = button(_("Stok minus (F7)"), icon="alert-triangle")
        self.below_deed.clicked.connect(self._show_below)
        self.shifts = kind_label("", "notice", "warning")
        self.shifts.setWordWrap(True)
        self.shifts_deed = button(_("Ke kasir (Ctrl+J)"), icon="shopping-cart")
        self.shifts_deed.clicked.connect(self._to_till)
        self.boxes = Table(BOXES, _("Kas dan bank"))
        self.months = Table(MONTHS, _("Bulan buku"))
        self.notice = kind_label("", "notice")
        self.notice.setWordWrap(True)
        self.day_deed = button("", "primary", "calendar")
        self.day_deed.clicked.connect(self._on_day)
        self.way = kind_label("", "small")
        self.way.setWordWrap(True)
        self.receive_deed = button(_("Terima setoran (F5)"), icon="hand-coins")
        self.receive_deed.clicked.connect(self._ask_receive)
        self.move_deed = button(_("Pindah kas (F6)"), icon="arrow-right-left")
        self.move_deed.clicked.connect(self._ask_move)
        self.close_deed = button("", "primary", "lock")
        self.close_deed.clicked.connect(self._ask_close)
        self.reopen_deed = button("", icon="undo-2")
        self.reopen_deed.clicked.connect(self._ask_reopen)
        self._arrange()
        self.set_keys(
            Key("F5", _("terima uang yang diserahkan kasir"), self._ask_receive),
            Key("F6", _("pindah kas antarkotak atau bank"), self._ask_move),
            Key("F7", _("daftar barang yang stoknya minus"), self._show_below),
            Key("F8", _("tutup atau buka hari kerja"), self._on_day),
            Key("F9", _("tutup bulan buku yang berikut"), self._ask_close),
            Key("F10", _("buka kembali bulan terakhir"), self._ask_reopen),
            Key("Tab", _("ke daftar berikut"), None),
        )
        self._print_hints()
        self.advice = _(
            "Hari ditutup sesudah kas dihitung. Bulan ditutup sesudah semua gerai menyegelnya dan"
            " buku pembantu cocok; sesudah itu tidak ada yang dapat dibukukan ke bulan itu."
            " Membukanya kembali perlu alasan dan tanda tangan dua pengurus."
        )

    def _arrange(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        day, inside = card(_("Hari kerja"))
        inside.addLayout(_row(self.days, self.day_deed))
        inside.addLayout(_row(self.shifts, self.shifts_deed))
        inside.addLayout(_row(self.below, self.below_deed))
        left.addWidget(day)
        cash, inside = card(_("Kas menurut buku"))
        inside.addWidget(self.boxes, 1)
        inside.addWidget(self.way)
        inside.addLayout(_row(self.move_deed, self.receive_deed))
        left.addWidget(cash, 1)
        months, inside = card(_("Bulan buku"))
        inside.addWidget(self.notice)
        inside.addWidget(self.months, 1)
        self._of_months = _row(self.close_deed, self.reopen_deed)
        inside.addLayout(self._of_months)
        right.addWidget(months)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        self.body.addLayout(columns, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where letters are large, one deed of the months stands below the other."""
        super().resizeEvent(event)
        beside = self.width() >= at_text_size(_BESIDE)
        way = QBoxLayout.Direction
        self._of_months.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def _print_hints(self) -> None:
        self.print_foot(
            tuple(
                key._replace(words=_(_SHORT[key.sequence]))
                for key in self.keys_now()
                if key.sequence in _SHORT
            )
        )

    def keys_now(self) -> tuple[Key, ...]:
        """Only what this role may do."""
        deeds: tuple[tuple[str, QWidget], ...] = (
            ("F5", self.receive_deed),
            ("F6", self.move_deed),
            ("F7", self.below_deed),
            ("F8", self.day_deed),
            ("F9", self.close_deed),
            ("F10", self.reopen_deed),
        )
        hidden = {sequence for sequence, deed in deeds if deed.isHidden()}
        return tuple(key for key in self.keys if key.sequence not in hidden)

    def start(self) -> None:
        """The months: what is done here once a month, the day goes by its key."""
        self.months.setFocus()

    def reload(self) -> None:
        self._desk.ask(_asked, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """Cash from box to box, and what was handed over."""
        return (self._ask_move, self._ask_receive)

    # -- showing

    def _show(self, answer: _Answer) -> None:
        self._now, self._next_day, self._may, below, shifts, self._missing, self._cash = answer
        self.shifts.setText(shifts)
        self.shifts.setVisible(bool(shifts))
        self.shifts_deed.setVisible(bool(shifts))
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.below_deed.setVisible(bool(below))
        now, at = self._now, self.months.currentIndex().row()
        self.days.setText("\n".join(_in_words(each) for each in now.days))
        self.boxes.set_rows([self._row_of(box) for box in now.boxes])
        self.months.set_rows(now.months)
        self.months.go_to(max(at, 0))
        opens = not now.own.open
        deed = _("Buka hari kerja (F8)") if opens else _("Tutup hari kerja (F8)")
        self._offer(self.day_deed, deed, DAY_OPEN if opens else DAY_CLOSE)
        self._offer(self.move_deed, _("Pindah kas (F6)"), MOVE)
        way = self._cash.way.told if self._cash.way is not None else ""
        self.way.setText(way)
        self.way.setVisible(bool(way))
        self._offer(self.receive_deed, _("Terima setoran (F5)"), RECEIVE)
        self.receive_deed.setVisible(bool(way))
        month = wording.month(now.next) if now.next is not None else ""
        words = _("Segel {month} (F9)") if self._seals() else _("Tutup {month} (F9)")
        self._offer(self.close_deed, words.format(month=month), SEAL if self._seals() else CLOSE)
        self.close_deed.setVisible(self.close_deed.isVisibleTo(self) and now.next is not None)
        last = now.last_closed
        self._offer(self.reopen_deed, _("Buka lagi (F10)"), REOPEN)
        self.reopen_deed.setVisible(self.reopen_deed.isVisibleTo(self) and last is not None)
        self._tell(now)
        self._print_hints()

    def _row_of(self, box: BoxStanding) -> BoxRow:
        seen = box.code not in self._cash.unseen
        return BoxRow(box.code, box.name, box.amount if seen else None)

    def _offer(self, deed: QPushButton, words: str, code: str) -> None:
        deed.setText(f" {words}")
        deed.setAccessibleName(words)
        deed.setVisible(code in self._may)

    def _seals(self) -> bool:
        """Whether this laptop is an outlet's: it seals, the treasurer's locks."""
        return self._now is not None and self._now.own.role == device.OUTLET

    def _tell(self, now: Standing) -> None:
        """What keeps the next month from closing, in words."""
        if now.next is None:
            words, tone = _("Semua bulan sampai hari ini sudah terkunci."), ""
        elif now.blocked:
            words = _("{month} belum dapat ditutup:").format(month=wording.month(now.next))
            words, tone = "\n".join((words, *now.blocked)), "danger"
        elif now.next == Month.of(self._desk.standing.today):
            words, tone = _("Bulan ini masih berjalan; buku pembantu cocok."), ""
        else:
            words = _("{month} siap ditutup: buku pembantu cocok dengan buku besar.")
            words, tone = words.format(month=wording.month(now.next)), ""
            if self._missing:
                words, tone = "\n".join((words, *self._missing)), "warning"
        self.notice.setText(words)
        set_tone(self.notice, tone)

    def _to_till(self) -> None:
        self._desk.lead(SELL)

    def _show_below(self) -> None:
        if not self.below_deed.isHidden():
            below_zero.lead(self._desk)

    # -- the day

    def _on_day(self) -> None:
        now = self._now
        if now is None:
            return
        if not now.own.open:
            self._open_day()
            return
        held = [
            told(box, self._cash.unseen, "{name}: {amount}") for box in now.boxes if box.amount
        ] or ["–"]
        for warned in (self.shifts.text(), self.below.text()):
            held += ["", warned] if warned else []
        asking = Confirm(
            self._desk.window,
            _("Tutup hari kerja"),
            _(
                "Hitung uangnya dulu. Menurut buku sekarang:\n{held}\n\nSesudah hari"
                " {day} ditutup, bukti berikutnya jatuh pada hari berikutnya."
            ).format(held="\n".join(held), day=day_words(now.own.day)),
            deed=_("Tutup hari"),
        )
        asking.confirmed.connect(self._close_day)
        asking.open()

    def _close_day(self) -> None:
        self._desk.perform(DAY_CLOSE, {}, self._day_closed)

    def _day_closed(self, _answer: object) -> None:
        self._desk.say(_("Hari kerja ditutup."), "good")

    def _open_day(self) -> None:
        if self._next_day is not None:
            day = self._next_day.isoformat()
            self._desk.perform(DAY_OPEN, {"day": day}, self._day_opened)

    def _day_opened(self, _answer: object) -> None:
        self._desk.say(_("Hari kerja dibuka."), "good")

    # -- cash

    def _ask_move(self) -> None:
        if self._now is None or MOVE not in self._may:
            return
        CashDialog(self._desk, self._now.boxes, self._moved, self._cash.unseen).open()

    def _ask_receive(self) -> None:
        way = self._cash.way
        if way is not None and way.parcels:
            ReceiveDialog(self._desk, way, self.reload).open()

    def _moved(self, answer: object) -> None:
        number = getattr(answer, "number", "")
        self._desk.say(_("Kas dipindahkan, bukti {number}.").format(number=number), "good")

    # -- months

    def _ask_close(self) -> None:
        now = self._now
        if now is None or now.next is None or not ({CLOSE, SEAL} & self._may):
            return
        month = wording.month(now.next)
        if self._seals():
            words = _("Gerai ini menyatakan {month} lengkap: tidak ada bukti susulan lagi.")
            deed = _("Segel {month}").format(month=month)
        else:
            words = _(
                "Sesudah {month} ditutup, tidak ada lagi yang dapat dibukukan ke bulan itu, dari"
                " layar, impor, atau laptop lain. Membukanya kembali perlu dua pengurus."
            )
            deed = _("Tutup {month}").format(month=month)
        words = words.format(month=month)
        if now.next == Month.of(self._desk.standing.today):
            words = _("Perhatian: {month} belum berakhir.").format(month=month) + f"\n\n{words}"
        if not self._seals():
            words = "\n\n".join((words, *self._missing))
        asking = Confirm(self._desk.window, deed, words, deed=deed)
        asking.confirmed.connect(self._close_month)
        asking.open()

    def _close_month(self) -> None:
        now = self._now
        if now is None or now.next is None:
            return
        self._meant = now.next
        waiting = next((each.unsealed for each in now.months if each.month == now.next), ())
        question = _("Gerai {series} belum menyegel bulan ini.").format(series=", ".join(waiting))
        self._desk.perform(
            SEAL if self._seals() else CLOSE,
            {"month": str(now.next)},
            self._month_closed,
            question=question if waiting else "",
            signed=bool(waiting) and not self._seals(),
        )

    def _month_closed(self, _answer: object) -> None:
        month = wording.month(self._meant) if self._meant is not None else ""
        words = _("{month} disegel.") if self._seals() else _("{month} ditutup.")
        self._desk.say(words.format(month=month), "good")

    def _ask_reopen(self) -> None:
        last = self._now.last_closed if self._now is not None else None
        if last is None or REOPEN not in self._may:
            return
        month = wording.month(last)
        asking = AskReason(
            self._desk.window,
            _("Buka kembali {month}").format(month=month),
            _(
                "{month} dapat dibukukan lagi, dan laporan yang sudah dicetak dapat berubah."
                " Pengurus kedua menandatangani dengan PIN dan kata sandinya."
            ).format(month=month),
            deed=_("Buka kembali"),
        )
        asking.given.connect(self._reopen)
        asking.open()

    def _reopen(self, reason: str) -> None:
        last = self._now.last_closed if self._now is not None else None
        if last is None:
            return
        self._meant, month = last, wording.month(last)
        self._desk.perform(
            REOPEN,
            {"month": str(last), "reason": reason},
            self._month_reopened,
            question=_("{month} dibuka kembali: {reason}").format(month=month, reason=reason),
            signed=True,
        )

    def _month_reopened(self, _answer: object) -> None:
        month = wording.month(self._meant) if self._meant is not None else ""
        self._desk.say(_("{month} dibuka kembali.").format(month=month), "good")


def _row(first: QWidget, *others: QWidget) -> QHBoxLayout:
    """Words take the room that is left; buttons stand at the left edge."""
    made = QHBoxLayout()
    made.setSpacing(10)
    made.addWidget(first, 0 if isinstance(first, QPushButton) else 1)
    for each in others:
        made.addWidget(each)
    if isinstance(first, QPushButton):
        made.addStretch(1)
    return made


def _in_words(each: DeviceDay) -> str:
    return _("Laptop {series}: {day}, {state}").format(
        series=each.series, day=day_words(each.day), state=_state_of_day(each)
    )


def _open_shifts(session: Session) -> str:
    """Which drawers of this laptop have an open shift, and since when; on the database's thread."""
    if session.office.may(TILL) is Level.NO:
        return ""
    names = [
        f"{each.name} ({each.since})"
        for each in drawers(session.office).all
        if each.shift is not None
    ]
    if not names:
        return ""
    return _("Giliran kasir masih buka: {names}. Hitung dan tutup gilirannya dahulu.").format(
        names=", ".join(names)
    )


def _asked(session: Session) -> _Answer:
    """On the database's thread."""
    office = session.office
    now = office.read(DAY_CLOSE, standing.standing, office.today(), office.own.number)
    clock_day = in_zone(office.clock.now(), office.zone).date()
    own = office.own.number
    return (
        now,
        office.read(DAY_CLOSE, standing.next_day, own, clock_day),
        frozenset(code for code in _DEEDS if office.may(code) is not Level.NO),
        below_zero.words(below_zero.found(session)),
        _open_shifts(session),
        () if now.next is None else tuple(office.read(DAY_CLOSE, _missing, now.next)),
        _Cash(
            _way(office),
            office.read(DAY_CLOSE, blind, office.signed_in.role),
        ),
    )


def _way(office: Office) -> OnTheWay | None:
    """What may be taken in here: at an outlet's own laptop, only what is bound for it."""
    if office.may(RECEIVE) is not Level.NO:
        return office.read(RECEIVE, on_the_way, office.today())
    if office.treasures or office.may(MOVE) is Level.NO:
        return None
    return office.read(MOVE, on_the_way, office.today(), office.own.number)


def _missing(read: Reading, month: Month) -> list[str]:
    """What is usually done before a month is locked and was not, in words."""
    told = []
    boxes = [box.name for box in banking.uncounted(read, month)]
    if boxes:
        left = _("Belum dihitung atau dicocokkan pada akhir bulan itu: {names} (Ctrl+U).")
        told.append(left.format(names=", ".join(boxes)))
    lines = month_end.proposals(read, month)
    if lines:
        left = _("Belum dibukukan di Akhir bulan: {names} (Ctrl+R).")
        told.append(left.format(names="; ".join(each.title for each in lines)))
    return told
