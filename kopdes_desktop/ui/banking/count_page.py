"""Hitung kas: a box counted note by note; what is over or short asks for its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from kopdes_desktop.banking.counting import OCCASIONS
from kopdes_desktop.banking.queries import Counting
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.page import Page, offer
from kopdes_desktop.ui.banking.reading import COUNT, RIGHT, Boxes
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.tills.count_form import CountForm

#: Letters below which the list of earlier counts does without what was counted.
_NARROW = 46

Row = tuple[Counting, str]


def _difference(row: Row) -> int:
    return int(row[0].cash) - int(row[0].expected)


COLUMNS = (
    Column(N_("Tanggal"), lambda row: row[0].day, text=short_day, width=10),
    Column(N_("Kas"), lambda row: row[1], width=0),
    Column(N_("Dihitung"), lambda row: int(row[0].cash), text=number, width=11, right=True),
    Column(
        N_("Selisih"),
        _difference,
        text=lambda found: number(found) if found else "–",
        width=9,
        right=True,
        tone=lambda row: "danger" if _difference(row) else "",
    ),
)


class CountPage(Page):
    """Counted blind: what the books expect is said when the count is done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Hitung kas"))
        self.box = ChoiceField("box", _("&Kas"), ())
        self.why = ChoiceField(
            "why", _("&Sebab"), [(code, _(words)) for code, words in OCCASIONS.items()]
        )
        self.witness = ChoiceField("witness", _("S&aksi"), (("", _("tanpa saksi")),))
        self.form = CountForm(_("Simpan hitungan"), "save", on_z=False)
        self.form.submitted.connect(self.send)
        self.earlier = Table(COLUMNS, _("Hitungan terdahulu"))
        self.earlier.spare(_NARROW, 2)
        self.earlier.opened.connect(self._print)
        self.body.addLayout(self._laid_out(), 1)
        self.keys = (
            Key("Ctrl+Return", _("selesai menghitung")),
            Key("F3", _("hitungan terdahulu"), self.earlier.setFocus),
            Key("Return", _("di daftar: berita acara")),
            Key("F2", _("isian"), self._to_fields),
            Key("Esc", _("ke buku")),
        )
        fields = [self.box.editor, self.why.editor, self.witness.editor]
        self._leads = EnterLeads(fields, self.form.start)

    def _laid_out(self) -> QHBoxLayout:
        left, counting = card()
        asked = QHBoxLayout()
        asked.setSpacing(12)
        for field in (self.box, self.why, self.witness):
            asked.addWidget(field, 1)
        counting.addLayout(asked)
        counting.addWidget(scrolled(self.form), 1)
        right, before = card(_("Hitungan terdahulu"))
        before.addWidget(self.earlier, 1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(left, 3)
        row.addWidget(right, 2)
        return row

    def show_boxes(self, boxes: Boxes) -> None:
        super().show_boxes(boxes)
        fresh = self.box.box.count() == 0
        offer(self.box, [(box.code, box.name) for box in boxes.cash])
        if fresh and boxes.own:
            self.box.choose(boxes.own)
        offer(self.witness, [("", _("tanpa saksi")), *boxes.people])
        self.form.know_people(list(boxes.people))

    def reload(self) -> None:
        self.desk.read(RIGHT, reading.counts, then=self._show)

    def _show(self, rows: list[Row]) -> None:
        self.earlier.set_rows(rows)

    def start(self) -> None:
        self.form.start()

    def _to_fields(self) -> None:
        self.box.editor.setFocus()

    def send(self) -> None:
        """Counted."""
        if not self.may(COUNT) or self.box.box.currentData() is None:
            return
        order: dict[str, Any] = {
            "box": str(self.box.box.currentData()),
            "why": self.why.value(),
            **self.form.order(),
        }
        if not order["counted"]:
            order["cash"] = 0
        witness = self.witness.value()
        if witness:
            order["witness"] = int(witness)
        self.desk.perform(COUNT, order, self._counted, sender=self.form)

    def _counted(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        fact = answer.fact["d"]
        difference = fact["cash"] - fact["expected"]
        told = _("{number}: {cash} dihitung, {words}.").format(
            number=answer.number,
            cash=rupiah(fact["cash"]),
            words=_("cocok dengan catatan")
            if not difference
            else _("selisih {difference} dibukukan").format(difference=rupiah(difference)),
        )
        self.desk.say(told, "warning" if difference else "good")
        self.form.clear()
        self.reload()
        self.form.start()

    def _print(self, row: Row) -> None:
        """The record of this count, to look at and sign."""
        self.show_paper("cash_count", {"document": row[0].number})

    def states(self) -> Sequence[Callable[[], None]]:
        """Some notes counted."""
        return (self._count_some,)

    def _count_some(self) -> None:
        for at, pieces in enumerate((50, 20, 8, 4)):
            self.form.counter.kinds[at].line.setText(str(pieces))
