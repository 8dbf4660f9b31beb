"""The few fields of one everyday event, and in a sentence what will happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.accounting import templates
from kopdes_desktop.accounting.templates import DOCUMENT, IN, OUT, PARTY, PURPOSE, TARGET
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number, rupiah, spelled
from kopdes_desktop.ui.accounting import everyday_sheet
from kopdes_desktop.ui.accounting.everyday_sheet import Event, Sheet
from kopdes_desktop.ui.accounting.party_field import PartyField
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, LineField, TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button

#: Asked only when somebody wants to say more.
REF, TEXT, DAY, LATE = "ref", "text", "day", "late"
#: How much and where stand side by side; memorials have only the amount.
_PAIR = frozenset({"amount", "box"})
_AS_FITS = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_LETTERS = 12
#: An amount from here on is rare enough to be asked about once.
_HUGE = 1_000_000_000


class EventForm(QWidget):
    """Three fields at most; Enter at the last leads to the deed, Enter there records it.

    `led` carries the place to which the answer of a question leads.
    """

    ordered = Signal(dict)
    led = Signal(str)

    def __init__(self, sheet: Sheet, event: Event, today: Callable[[], date]) -> None:
        super().__init__()
        self.sheet, self.what = sheet, event
        self._today = today
        self._came_back = False
        self._sure = 0
        self.asked = tuple(self._fields())
        self.more = tuple(self._more())
        self.deed: QPushButton = button(_("Catat"), "primary", "check")
        wide = [field.name for field in self.asked if field.name not in _PAIR]
        self.form = Form((*self.asked, *self.more), self.deed, columns=2, wide=wide)
        for field in self.form.fields:
            field.edited.connect(self._on_edited)
            if isinstance(field, ChoiceField):  # a long name is no reason to be wider than the card
                field.box.setSizeAdjustPolicy(_AS_FITS)
                field.box.setMinimumContentsLength(_LETTERS)
        self.form.submitted.connect(self._on_submitted)
        self.said = kind_label("", "notice")
        self.said.setWordWrap(True)
        self.said.setAccessibleName(_("Yang akan dicatat"))
        way = event.template.way
        self.number = kind_label(_("Bukti {number}").format(number=sheet.numbers[way]), "small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.number)
        box.addWidget(self.said)
        box.addWidget(self.form)
        self.show_more(on=False)
        self._first = self._texts()
        self._tell()

    # -- fields

    def _fields(self) -> list[Field]:
        """The amount, the box, and what the event asks besides."""
        template, way = self.what.template, self.what.template.way
        label = template.amount and _(template.amount)
        made: list[Field] = [MoneyField("amount", label or _("Berapa &rupiah?"), zero=False)]
        if template.uses_box:
            words = {IN: _("Masuk &ke mana?"), OUT: _("Diambil &dari mana?")}[way]
            made.append(ChoiceField("box", words, self._boxes(self.what.boxes)))
        made.extend(self._asked(name) for name in template.asks)
        if template.vague:
            made.append(TextField(TEXT, _("Uang &apa (tanpa nama orang)?"), needed=True))
        return made

    def _boxes(self, codes: tuple[str, ...]) -> list[tuple[str, str]]:
        held = [self.sheet.box(code) for code in codes]
        return [(box.code, f"{box.name} (Rp{number(box.amount)})") for box in held]

    def _asked(self, name: str) -> Field:
        """One question of the template."""
        template = self.what.template
        words = template.question
        if name == PARTY:
            needed = PARTY not in template.optional
            return PartyField(PARTY, words, self.sheet.people, needed=needed)
        if name == PURPOSE:
            answers = [(each.code, each.title) for each in self.what.answers]
            label = words if PARTY not in template.asks and DOCUMENT not in template.asks else ""
            return ChoiceField(PURPOSE, label or _("&Untuk apa?"), answers, needed=True)
        if name == DOCUMENT:
            hint = _("tertulis di bukti kas masuk, misalnya BKM-KR-2026-000007")
            return TextField(DOCUMENT, words, hint=hint, needed=True)
        if name == TARGET:
            usp = {each.code for each in self.sheet.units if each.kind == "usp"}
            codes = tuple(box.code for box in self.sheet.boxes if box.unit in usp)
            return ChoiceField(TARGET, words, self._boxes(codes))
        title = next(each.title for each in template.extras if each.code == name)
        return MoneyField(f"extras.{name}", title, needed=False, hint=_("boleh kosong"))

    def _more(self) -> list[Field]:
        """What most events go without."""
        made: list[Field] = [
            TextField(REF, _("&Nomor nota atau kuitansi"), hint=_("boleh kosong"), longest=60)
        ]
        if not self.what.template.vague:
            made.append(TextField(TEXT, _("&Keterangan"), hint=_("boleh kosong; tanpa nama orang")))
        day = DayField(DAY, _("&Tanggal kejadian"), self._today, happened=True)
        day.set_day(self._today())
        made.append(day)
        made.append(TextField(LATE, _("&Mengapa baru dicatat?")))
        return made

    def show_more(self, *, on: bool) -> None:
        """Unfold or fold away what is asked only sometimes."""
        for field in self.more:
            field.setVisible(on)
        if on:
            self.more[0].editor.setFocus()

    @property
    def party(self) -> PartyField | None:
        """The field that asks for a person, where one is asked for."""
        return next((each for each in self.asked if isinstance(each, PartyField)), None)

    @property
    def unfolded(self) -> bool:
        """Whether the further fields are shown."""
        return not self.more[0].isHidden()

    def start(self) -> None:
        """Where one begins to type; what came back there gives way to what is typed."""
        first = self.asked[0]
        first.editor.setFocus()
        if isinstance(first, LineField):
            first.edit.selectAll()

    # -- what will happen

    def _value(self, name: str) -> object:
        """What a field says now; None where it says nothing that counts."""
        try:
            return next((f.value() for f in self.form.fields if f.name == name), None)
        except Refusal:
            return None

    def _on_edited(self) -> None:
        self._came_back = False
        self._tell()

    def _tell(self) -> None:
        """The sentence, as far as the fields are filled."""
        lead = self._lead()
        if lead is not None:
            self._say(_("Itu dicatat di layarnya sendiri. Enter membukanya."), "")
            return
        amount = self._value("amount")
        if not isinstance(amount, int) or amount <= 0:
            self._say(self.what.template.about, "")
            return
        code = self._value("box")
        box = self.sheet.box(str(code)) if code else None
        short = everyday_sheet.lacks(self.what, int(amount), box)
        words = everyday_sheet.sentence(self.what, int(amount), box, self._extras())
        if short:
            words = f"{words} {_('Uangnya tidak cukup: pilih kas lain, atau pindahkan kas dulu.')}"
        if self._came_back:
            words = f"{_('Isian tadi kembali; periksa dulu jumlahnya.')} {words}"
        self._say(words, "warning" if short or self._came_back else "")

    def _extras(self) -> dict[str, int]:
        """The further amounts that are written so far."""
        codes = [each.code for each in self.what.template.extras]
        found = {code: self._value(f"extras.{code}") for code in codes}
        return {code: int(each) for code, each in found.items() if isinstance(each, int)}

    @property
    def amount(self) -> int:
        """The amount as far as it is one."""
        found = self._value("amount")
        return int(found) if isinstance(found, int) else 0

    def written(self) -> dict[str, str]:
        """What somebody put into the fields: nothing where each is as it was at first."""
        now = self._texts()
        return now if now != self._first else {}

    def write(self, texts: Mapping[str, str]) -> None:
        """What was written before, once more; the further fields unfolded where they say much."""
        for field in self.form.fields:
            text = texts.get(field.name)
            if text is None:
                continue
            if isinstance(field, ChoiceField):
                field.choose(text)
            elif isinstance(field, LineField):
                field.set_text(text)
        first = self._first
        if any(texts.get(each.name, first[each.name]) != first[each.name] for each in self.more):
            self.show_more(on=True)
        self._came_back = bool(texts)
        self._tell()

    def _texts(self) -> dict[str, str]:
        made: dict[str, str] = {}
        for field in self.form.fields:
            if isinstance(field, ChoiceField):
                made[field.name] = str(field.box.currentData() or "")
            elif isinstance(field, LineField):
                made[field.name] = field.text
        return made

    def _say(self, words: str, tone: str) -> None:
        self.said.setText(words)
        set_tone(self.said, tone)

    def _lead(self) -> str | None:
        """Where the chosen answer leads, if it leads away."""
        code = self._value(PURPOSE)
        answer = next((each for each in self.what.answers if each.code == code), None)
        return answer.lead if answer is not None else None

    # -- recording

    def _on_submitted(self) -> None:
        """The first Enter reads the sentence, the second one records; a huge amount is asked."""
        lead = self._lead()
        if lead is not None:
            self.led.emit(lead)
            return
        said = self.form.values()
        if said is None:
            return
        if not self.deed.hasFocus():
            self._tell()
            self.deed.setFocus()
            return
        if self.amount >= _HUGE and self._sure != self.amount:
            self._sure = self.amount
            words = _("Benar {amount}, {spelled}? Bila benar, Enter sekali lagi.")
            amount = Rupiah(self.amount)
            self._say(words.format(amount=rupiah(amount), spelled=spelled(amount)), "warning")
            return
        self.ordered.emit(self._order(said))

    def _order(self, said: dict[str, Any]) -> dict[str, Any]:
        template = self.what.template
        day = said[DAY] if said[DAY] != self._today() else None
        return templates.order(
            template.code,
            said["amount"],
            box=said.get("box"),
            unit=self.what.unit,
            target=said.get(TARGET),
            party=said.get(PARTY),
            purpose=said.get(PURPOSE),
            document=said.get(DOCUMENT),
            extras={each.code: said[f"extras.{each.code}"] or 0 for each in template.extras},
            text=said[TEXT],
            ref=said[REF],
            day=day,
            late=said[LATE],
        )
