"""Whose member cards are printed: one member's, a group's, those of new members, or everybody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.members.queries import Group, MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.members import papers

EVERYBODY, SINCE = "everybody", "since"
_OF_MEMBER, _OF_GROUP = "member:", "group:"


class CardsDialog(FormDialog):
    """Ten cards a sheet, to be cut apart. `made` carries the paper; nobody found keeps it open."""

    made = Signal(object)
    unsaid = ""

    def __init__(self, desk: Desk, marked: MemberRow | None, groups: Sequence[Group]) -> None:
        self._desk = desk
        today = desk.standing.today
        self.whose = ChoiceField(
            "whose",
            _("Kartu untuk"),
            list(_choices(marked, groups)),
            hint=_("satu orang, yang baru, satu kelompok, atau semua"),
        )
        self.since = DayField("from", _("Masuk sejak tanggal"), lambda: today)
        super().__init__(
            desk.window,
            _("Cetak kartu anggota"),
            _(
                "Sepuluh kartu selembar A4, dipotong sepanjang garis. QR-nya hanya berisi nomor"
                " anggota. Yang belum berfoto mendapat bingkai untuk ditempeli."
            ),
            (self.whose, self.since),
            deed=_("Cetak kartu"),
        )
        self.since.set_day(today.replace(day=1))
        self.since.setVisible(False)
        self.whose.edited.connect(self._follow)
        self.given.connect(self._make)

    def _follow(self) -> None:
        self.since.setVisible(self.whose.value() == SINCE)

    def _make(self, typed: dict[str, Any]) -> None:
        whose = typed["whose"]
        asked: dict[str, str] = {}
        if whose == SINCE:
            asked["from"] = typed["from"].isoformat()
        elif whose.startswith(_OF_MEMBER):
            asked["member"] = whose.removeprefix(_OF_MEMBER)
        elif whose.startswith(_OF_GROUP):
            asked["group"] = whose.removeprefix(_OF_GROUP)
        name = "-".join(asked.values())
        self._desk.ask(
            lambda session: papers.member_cards(session.office, asked, name), self._print
        )

    def _print(self, made: tuple[int, Paper]) -> None:
        count, paper = made
        if not count:
            self.form.tell(
                _("Tidak ada anggota aktif yang cocok; tidak ada yang dicetak."), "warning"
            )
            return
        self.accept()
        self._desk.say(_("Menyiapkan {n} kartu anggota …").format(n=count))
        self.made.emit(paper)


def _choices(marked: MemberRow | None, groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    if marked is not None and marked.status == "active":
        named = _("{name} saja ({number})").format(name=marked.name or "–", number=marked.number)
        yield f"{_OF_MEMBER}{marked.number}", named
    yield SINCE, _("anggota yang masuk sejak …")
    for group in groups:
        yield f"{_OF_GROUP}{group.code}", _("kelompok {name}").format(name=group.name)
    yield EVERYBODY, _("semua anggota aktif")
