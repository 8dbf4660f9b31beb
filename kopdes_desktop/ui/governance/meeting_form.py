"""The form of the annual meeting: when, where, who invites, and afterwards who came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kopdes_desktop.governance.queries import Meeting
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.governance.reading import Decided
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, TextField
from kopdes_desktop.ui.settings.shapes import NumberField

_MOST = 100_000


class CountField(NumberField):
    """How many came; nobody knows before the meeting."""

    def __init__(self, name: str, label: str, *, hint: str) -> None:
        super().__init__(name, label, 0, _MOST, hint=hint)

    def value(self) -> int | None:  # type: ignore[override]
        """The number; None for an empty line; BadField."""
        return super().value() if self.text else None


def fields(
    found: Meeting | None, leader: str, today: Callable[[], date], decided: Decided | None
) -> tuple[Field, ...]:
    """The fields, filled with what was planned before; `leader` is a member's number.

    What was `decided` already was so on the day of the meeting.
    """
    day = DayField("day", _("&Tanggal rapat"), today)
    time = TextField("time", _("&Jam"), hint=_("contoh 09.00"), needed=True, longest=5)
    place = TextField("place", _("Te&mpat"), needed=True)
    number = TextField("number", _("&Nomor undangan"), hint=_("boleh kosong"), longest=60)
    invited = DayField("invited", _("Tanggal &undangan"), today)
    second = ChoiceField(
        "second",
        _("&Rapat ke"),
        (("", _("pertama")), ("ya", _("kedua, karena kuorum tidak tercapai"))),
    )
    present = CountField("present", _("Yang &hadir"), hint=_("diisi sesudah rapat"))
    chair = TextField(
        "chair", _("&Pimpinan rapat"), hint=_("nomor anggota, bukan pengurus; boleh kosong")
    )
    invited.set_day(found.invited if found is not None else today())
    if found is None and decided is not None:
        day.set_day(decided.day)
    if found is not None:
        day.set_day(found.day)
        time.set_text(found.time)
        place.set_text(found.place)
        number.set_text(found.number)
        second.choose("ya" if found.second else "")
        present.set_text("" if found.present is None else str(found.present))
    chair.set_text(leader)
    return (day, time, place, number, invited, second, present, chair)


def order(year: str, typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed as the order has it."""
    made: dict[str, Any] = {
        "year": year,
        "day": typed["day"].isoformat(),
        "time": typed["time"],
        "place": typed["place"],
        "number": typed["number"],
        "invited": typed["invited"].isoformat(),
        "second": typed["second"] == "ya",
    }
    if typed["present"] is not None:
        made["present"] = typed["present"]
    if typed["chair"]:
        made["chair"] = typed["chair"]
    return made
