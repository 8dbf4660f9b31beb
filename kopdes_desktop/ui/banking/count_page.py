"""Hitung kas: a box counted note by note; what is over or short asks for its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMargins
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStyle

from kopdes_desktop.banking.counting import OCCASIONS
from kopdes_desktop.banking.queries import Counting
from kopdes_desktop.banking.rules import WITNESSED
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.page import Page, offer
from kopdes_desktop.ui.banking.reading import COUNT, Boxes
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import at_text_size, card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.tills.count_form import CountForm

#: Letters below which the list of earlier counts does without what was counted.
_NARROW = 46
#: Between the two cards, and what the list of earlier counts takes at least beside the other.
_APART, _LIST = 14, 280
#: All notes stand in sight on a low window.
_CLOSE = 4

#: Letters that a choice shows at least; what there is more of is shared.
_SHORT = 8
#: The occasions, the ordinary one first.
_ORDER = ("daily", "month_end", "handover", "surprise")

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
        self.why = ChoiceField("why", _("&Sebab"), [(each, _(OCCASIONS[each])) for each in _ORDER])
        self.witness = ChoiceField("witness", _("S&aksi"), (("", _("tanpa saksi")),))
        self.box.edited.connect(self._propose)
        self.why.edited.connect(self._offer_witnesses)
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.said.hide()
        self.form = CountForm(_("Simpan hitungan"), "save", on_z=False)
        self.form.submitted.connect(self.send)
        self.earlier = Table(COLUMNS, _("Hitungan terdahulu"))
        self.earlier.spare(_NARROW, 2)
        self.earlier.opened.connect(self._print)
        self._looking = False
        self.body.addLayout(self._laid_out(), 1)
        self.keys = (
            Key("Ctrl+Return", _("selesai menghitung")),
            Key("F3", _("hitungan terdahulu"), self._to_earlier),
            Key("Return", _("di daftar: berita acara")),
            Key("F2", _("isian"), self._to_fields),
            Key("Esc", _("ke buku")),
        )
        self.rights = {"Ctrl+Return": COUNT, "F2": COUNT}
        fields = (self.box, self.why, self.witness)
        self._leads = EnterLeads(
            [field.editor for field in fields], self.form.start, lambda at: fields[at].wrong()
        )

    def _laid_out(self) -> QHBoxLayout:
        self._counting, counting = card()
        counting.setSpacing(_CLOSE)
        asked = QHBoxLayout()
        asked.setSpacing(12)
        for field, part in ((self.box, 5), (self.why, 5), (self.witness, 4)):
            adjusted = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            field.box.setSizeAdjustPolicy(adjusted)
            field.box.setMinimumContentsLength(_SHORT)
            asked.addWidget(field, part)
        counting.addLayout(asked)
        counting.addWidget(self.said)
        below = self.form.apart()
        counting.addWidget(scrolled(self.form), 1)
        counting.addWidget(below)
        self._before, before = card(_("Hitungan terdahulu"))
        before.addWidget(self.earlier, 1)
        row = QHBoxLayout()
        row.setSpacing(_APART)
        row.addWidget(self._counting, 4)
        row.addWidget(self._before, 3)
        return row

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Beside each other where both can be read; else one of them, F3 and F2 change over."""
        inside = self._counting.layout()
        around = inside.contentsMargins() if inside is not None else QMargins()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        least = self.form.minimumSizeHint().width() + around.left() + around.right() + bar
        self._counting.setMinimumWidth(min(least, self.width()))
        both = self.width() >= least + _APART + at_text_size(_LIST)
        may = self.boxes is None or self.allows(COUNT)
        self._counting.setVisible(may and (both or not self._looking))
        self._before.setVisible(not may or both or self._looking)
        self.body.activate()

    def show_boxes(self, boxes: Boxes) -> None:
        super().show_boxes(boxes)
        fresh = self.box.box.count() == 0
        offer(self.box, [(box.code, box.name) for box in boxes.counted])
        if fresh and boxes.own in {box.code for box in boxes.counted}:
            self.box.choose(str(boxes.own))
        if fresh:
            self._propose()
        self._offer_witnesses()
        self.form.know_people(list(boxes.people))
        self._tell()
        self._make_room()

    def _propose(self) -> None:
        """A month's end where its count is due, an ordinary count on any other day."""
        due = self.boxes.due if self.boxes is not None else ()
        self.why.choose("month_end" if self.box.box.currentData() in due else "daily")

    def _offer_witnesses(self) -> None:
        """Who saw it: asked before anything is counted where somebody has to."""
        field, needed = self.witness, self.why.value() in WITNESSED
        people = self.boxes.people if self.boxes is not None else ()
        nobody = () if needed else (("", _("tanpa saksi")),)
        field.needed = needed
        chosen = field.box.currentData()
        offer(field, [*nobody, *people])
        if needed and not chosen:
            field.box.setCurrentIndex(-1)
            field.box.setPlaceholderText(_("siapa saksinya?"))

    def _tell(self) -> None:
        """What is not counted here, and why."""
        if self.boxes is None:
            return
        names = ", ".join(box.name for box in self.boxes.at_shift)
        told = _("{names}: gilirannya masih buka, jadi dihitung saat menutup giliran di Kasir.")
        nothing = "" if names else _("Tidak ada kas yang dihitung di sini.")
        self.said.setText(told.format(names=names) if names else nothing)
        self.said.setVisible(bool(self.boxes.at_shift) or not self.boxes.counted)
        self.form.setVisible(bool(self.boxes.counted))
        self.form.below.setVisible(bool(self.boxes.counted))

    def reload(self) -> None:
        self.desk.ask(lambda session: reading.counts(session.office), self._show)

    def _show(self, rows: list[Row]) -> None:
        self.earlier.set_rows(rows)

    def start(self) -> None:
        """At the first note, at the witness who is missing; at the list for who only looks."""
        if not self._counting.isHidden() and self.form.isVisibleTo(self):
            if self.witness.needed and not self.witness.picked:
                self.witness.editor.setFocus()
            else:
                self.form.start()
        elif not self._before.isHidden():
            self.earlier.setFocus()

    def _to_earlier(self) -> None:
        self._looking = True
        self._make_room()
        self.earlier.setFocus()

    def _to_fields(self) -> None:
        self._looking = False
        self._make_room()
        self.box.editor.setFocus()

    def send(self) -> None:
        """Counted."""
        if not self.may(COUNT) or self.box.box.currentData() is None:
            return
        if self.witness.wrong():
            self.witness.call_back()
            return
        if self.form.counter.is_blank():
            self.form.complain(
                None,
                _("Belum ada yang dihitung. Isi jumlah lembarnya; kas yang kosong: tulis 0."),
            )
            return
        order: dict[str, Any] = {
            "box": str(self.box.box.currentData()),
            "why": self.why.value(),
            "tries": self.form.tries,
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
        self.witness.box.setCurrentIndex(-1 if self.witness.needed else 0)
        self.desk.ask(lambda session: reading.standing(session.office), self._begin_anew)
        self.reload()

    def _begin_anew(self, boxes: Boxes) -> None:
        """What is due may have changed with what was counted."""
        self.show_boxes(boxes)
        self._propose()
        self.start()

    def _print(self, row: Row) -> None:
        """The record of this count, to look at and sign."""
        self.show_paper("cash_count", {"document": row[0].number})

    def states(self) -> Sequence[Callable[[], None]]:
        """Some notes counted."""
        return (self._count_some,)

    def _count_some(self) -> None:
        for at, pieces in enumerate((50, 20, 8, 4)):
            self.form.counter.kinds[at].line.setText(str(pieces))
