"""Terima setoran: cash that a drawer handed over is counted in, and what lacks is settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from msgspec import Struct

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.ids import FactKey, device_of
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import chart, transit
from kopdes_desktop.office import device, log
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.panels import at_text_size

RECEIVE: Final = "accounting.receive_cash"
#: At an outlet's own laptop it is moved out of the way box; what lacks is settled at the office.
_MOVE: Final = "accounting.move_cash"
#: What lacks stays on its way.
_STAYS: Final = ""


class Parcel(Struct, frozen=True):
    """Cash of one document that is still on its way: who sent it, and where it was bound for."""

    box: str
    number: str
    amount: Rupiah
    days: int
    sender: int | None
    name: str
    bound_for: str

    @property
    def title(self) -> str:
        """How it is offered: from whom, how much, and since when."""
        age = _("hari ini") if not self.days else _("{n} hari").format(n=self.days)
        said = [self.number, self.name, rupiah(self.amount), age]
        return " · ".join(each for each in said if each)


class OnTheWay(Struct, frozen=True):
    """All of it, the boxes that may take it in, and who may owe what lacks."""

    parcels: tuple[Parcel, ...]
    boxes: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    at_outlet: bool = False

    @property
    def told(self) -> str:
        """How much there is, and the oldest of it, in words; nothing where nothing is."""
        if not self.parcels:
            return ""
        amount = rupiah(Rupiah(sum(int(each.amount) for each in self.parcels)))
        days = max(each.days for each in self.parcels)
        if not days:
            return _("Dalam perjalanan {amount}, sejak hari ini.").format(amount=amount)
        return _("Dalam perjalanan {amount}, yang tertua sudah {n} hari.").format(
            amount=amount, n=days
        )


def on_the_way(read: Reading, today: date, outlet: int | None = None) -> OnTheWay:
    """Every document's cash that nobody has taken in, the oldest first; on the books' thread.

    At an `outlet`'s own laptop, what others sent into its way boxes, and the boxes bound to it.
    """
    known = {each.key: each.name or each.login or "" for each in users.users(read)}
    held = chart.boxes(read)
    if outlet is not None:
        held = [box for box in held if device.bound(read, outlet, "box", box.code)]
    parcels = [
        _parcel(read, box.code, each, known)
        for box in held
        if box.in_transit
        for each in transit.sent(read, box.code, today)
        if outlet is None or device_of(FactKey(each.key)) != outlet
    ]
    return OnTheWay(
        tuple(sorted(parcels, key=lambda each: -each.days)),
        tuple((box.code, _(box.name)) for box in held if not box.in_transit),
        tuple((str(each.key), known[each.key]) for each in users.users(read) if each.active),
        outlet is not None,
    )


def _parcel(read: Reading, box: str, each: transit.Sent, known: dict[int, str]) -> Parcel:
    found = log.logged(read, each.key)
    sender = found.stamp.user if found is not None else None
    bound_for = getattr(found.fact, "bound_for", None) if found is not None else None
    name = known.get(sender, "") if sender is not None else ""
    return Parcel(box, each.number, each.amount, each.days, sender, name, bound_for or "")


class ReceiveDialog(FormDialog):
    """Which of it, into which box, how much was counted, and what becomes of what lacks."""

    def __init__(self, desk: Desk, now: OnTheWay, then: Callable[[], None]) -> None:
        self._desk, self._now, self._after = desk, now, then
        self.which = ChoiceField(
            "which", _("&Setoran"), [(str(n), each.title) for n, each in enumerate(now.parcels)]
        )
        self.target = ChoiceField("to", _("&Masuk ke"), now.boxes)
        self.amount = MoneyField("amount", _("&Jumlah yang dihitung"))
        owed = [(key, _("ditanggung {name}").format(name=name)) for key, name in now.people]
        self.rest = ChoiceField(
            "rest", _("Bila &kurang"), ((_STAYS, _("sisanya tetap dalam perjalanan")), *owed)
        )
        asked = (self.which, self.target, self.amount, self.rest)
        super().__init__(
            desk.window,
            _("Terima setoran"),
            _("Hitung uangnya di depan yang menyerahkan, lalu ketik jumlahnya."),
            asked[:-1] if now.at_outlet else asked,
            deed=_("Terima"),
            icon="hand-coins",
        )
        self.setMinimumWidth(at_text_size(620))
        self.told = kind_label("", "notice")
        self.told.setWordWrap(True)
        self.box.insertWidget(self.box.indexOf(self.form), self.told)
        self.which.edited.connect(self._choose)
        self.amount.edited.connect(self._tell)
        self.rest.edited.connect(self._tell)
        self.given.connect(self._order)
        self._choose()
        single = len(now.parcels) == 1
        (self.amount if single else self.which).editor.setFocus()

    @property
    def _parcel(self) -> Parcel:
        return self._now.parcels[int(self.which.value())]

    def _choose(self) -> None:
        if self._parcel.bound_for in dict(self._now.boxes):
            self.target.choose(self._parcel.bound_for)
        self._tell()

    def _counted(self) -> Rupiah | None:
        try:
            return self.amount.value()
        except Refusal:
            return None

    def _tell(self) -> None:
        """What will be written, in one sentence."""
        counted = self._counted()
        lacking = self._parcel.amount - counted if counted is not None else NOTHING
        if counted is None:
            words = _("Diserahkan {amount}.").format(amount=rupiah(self._parcel.amount))
        elif lacking > NOTHING and self.rest.value() == _STAYS:
            words = _("Kurang {amount}: tetap dalam perjalanan dan dihitung umurnya.")
            words = words.format(amount=rupiah(lacking))
        elif lacking > NOTHING:
            words = _("Kurang {amount}: menjadi piutang atas nama yang menanggung.")
            words = words.format(amount=rupiah(lacking))
        elif lacking < NOTHING:
            words = _("Lebih {amount} dari yang diserahkan.").format(amount=rupiah(-lacking))
        else:
            words = _("Jumlahnya cocok.")
        self.told.setText(words)

    def _order(self, typed: dict[str, Any]) -> None:
        parcel, amount = self._parcel, int(typed["amount"])
        if amount > parcel.amount:
            words = _(
                "Yang diserahkan {amount}. Terima sejumlah itu; kelebihannya dicatat tersendiri."
            )
            self.form.complain("amount", words.format(amount=rupiah(parcel.amount)))
            return
        order: dict[str, Any] = {"from": parcel.box, "to": typed["to"], "amount": amount}
        lacking = int(parcel.amount) - amount
        if lacking and typed.get("rest", _STAYS) != _STAYS:
            order |= {"missing": lacking, "charge": int(typed["rest"])}
        op = _MOVE if self._now.at_outlet else RECEIVE
        self.perform(self._desk, op, order, self._received)

    def _received(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        told = _("{number} tersimpan: {amount} diterima.").format(
            number=answer.number, amount=rupiah(Rupiah(fact["amount"]))
        )
        self._desk.say(told, "good")
        self._after()
