"""The questions of a report as fields: whatever a report asks has its field, known kinds a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import short_day
from kopdes_desktop.reports.report import Report
from kopdes_desktop.ui.kit.amounts import DayField
from kopdes_desktop.ui.kit.card_scan import reads_cards
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, Field, LineField, TextField
from kopdes_desktop.ui.reports.answers import Answers

_LABELS: Final = {
    "from": N_("&Dari tanggal"),
    "to": N_("&Sampai tanggal"),
    "day": N_("&Per tanggal"),
    "unit": N_("&Unit"),
    "account": N_("&Akun"),
    "member": N_("A&nggota"),
    "group": N_("&Kelompok"),
    "status": N_("S&tatus"),
    "sheet": N_("&Lembar tagihan"),
    "place": N_("&Tempat barang"),
    "item": N_("&Barang"),
    "document": N_("&Nomor bukti"),
    "clerk": N_("&Petugas"),
    "hour": N_("&Jam"),
    "year": N_("&Tahun buku"),
    "box": N_("&Kas atau bank"),
    "part": N_("&Bagian"),
    "product": N_("&Jenis simpanan"),
    "month": N_("&Bulan"),
}
_HINTS: Final = {
    "member": N_("nomor, atau huruf namanya"),
    "account": N_("kode, atau kata dari namanya"),
    "sheet": N_("nomor lembar, LTG-…"),
    "item": N_("kode atau barcode"),
    "document": N_("nomornya, misalnya OPN-…"),
    "clerk": N_("nama pengguna"),
    "hour": N_("0 sampai 23"),
    "month": N_("contoh 2026-11"),
}
_ALL: Final = {
    "unit": N_("semua unit"),
    "group": N_("semua kelompok"),
    "status": N_("semua status"),
    "place": N_("semua tempat"),
    "year": N_("tahun buku ini"),
    "box": N_("semua kas dan bank"),
    "part": N_("buku lengkap"),
}
#: What of the annual meeting's book is asked for.
_PARTS: Final = (
    ("members", N_("ringkasan untuk anggota")),
    ("gaps", N_("daftar isian kosong")),
)
_DAYS: Final = frozenset({"from", "to", "day"})
#: Reports of many lines begin with the month, the others with the year.
_OF_THE_MONTH: Final = frozenset({"journal", "supervision"})
_NAMED = 3


class AccountField(LineField):
    """An account by its code or by words of its name; the name is said below."""

    def __init__(self, name: str, label: str, accounts: Sequence[tuple[str, str]]) -> None:
        """Keep the chart's codes and names."""
        from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415  with the first such report

        self._accounts = accounts
        super().__init__(name, label, QLineEdit(), hint=_(_HINTS["account"]))

    def _matches(self) -> list[tuple[str, str]]:
        text = self.text.casefold()
        exact = [one for one in self._accounts if one[0] == text]
        if exact or not text:
            return exact
        return [
            one
            for one in self._accounts
            if one[0].startswith(text) or all(word in one[1].casefold() for word in text.split())
        ]

    def refresh_note(self) -> None:
        """The account meant, while it is typed."""
        found = self._matches()
        words = f"{found[0][0]} {found[0][1]}" if found else self.hint
        if len(found) > 1:
            words = _("{first} dan {n} lainnya").format(first=words, n=len(found) - 1)
        self._tell(words, "")

    def value(self) -> str:
        """The code; empty when nothing is typed; BadField for none or several."""
        found = self._matches()
        if len(found) == 1:
            return found[0][0]
        if not self.text:
            return ""
        if not found:
            raise BadField(N_("Tidak ada akun seperti ini."), field=self.name)
        named = ", ".join(code for code, _name in found[:_NAMED])
        raise BadField(
            N_("{n} akun cocok: {codes} … Ketik kodenya."),
            n=len(found),
            codes=named,
            field=self.name,
        )


class MemberField(TextField):
    """A member by number or letters; who that is stands below."""

    typed = Signal(str)

    def __init__(self, name: str, label: str) -> None:
        """Tell what is typed, so that the books can be asked who it is."""
        super().__init__(name, label, hint=_(_HINTS["member"]))
        reads_cards(self.edit)
        self.edited.connect(self._on_typed)

    def _on_typed(self) -> None:
        self.typed.emit(self.text)

    def show_name(self, words: str) -> None:
        """Who is meant."""
        if not self.complaint:
            self._tell(words or self.hint, "")


class Questions(QWidget):
    """The fields of one report. What was typed is kept for the next report that asks the same.

    So are the fields themselves: to walk through the list of reports dresses no field twice.
    """

    finished = Signal()
    grown = Signal()
    member_typed = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._kept: dict[str, str] = {}
        self._touched: set[str] = set()
        self.fields: tuple[Field, ...] = ()
        self._made: dict[tuple[object, ...], Field] = {}
        self._needs: frozenset[str] = frozenset()
        self._leads: EnterLeads | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 6, 0)
        self._box.setSpacing(4)

    def show_for(self, wanted: Report, answers: Answers) -> None:
        """The fields of this report, filled with what is sensible or was typed before."""
        before = self.fields
        while self._box.takeAt(0) is not None:
            pass
        self._needs = frozenset(wanted.needs)
        self.fields = tuple(self._field(name, wanted, answers) for name in wanted.asks)
        for field in before:
            if field not in self.fields:
                field.hide()
        for field in self.fields:
            self._fill(field, wanted)
            field.note.setWordWrap(True)
            self._box.addWidget(field)
            field.show()  # at once, so that the room they need is known
        self._box.addStretch(1)
        self._lead_through([field.editor for field in self.fields])

    def _lead_through(self, editors: list[QWidget]) -> None:
        """Tab and Enter go from one to the next, whichever of them was made first."""
        for one, after in pairwise(editors):
            QWidget.setTabOrder(one, after)
        if self._leads is not None:
            self._leads.end()
        self._leads = EnterLeads(editors, self.finished.emit) if editors else None

    def start(self) -> bool:
        """The first field that has no answer yet, else the first; False when there is none."""
        for field in (*self._unanswered(), *self.fields):
            field.editor.setFocus()
            if isinstance(field, LineField):
                field.edit.selectAll()
            return True
        return False

    def needed(self) -> tuple[str, ...]:
        """What the report needs and nobody has answered yet, by the fields' words."""
        return tuple(_words_of(one) for one in self._unanswered())

    def explain(self) -> None:
        """Say at every field without a needed answer that it is needed, and how to answer."""
        for one in self._unanswered():
            how = f" ({one.hint})" if one.hint else ""
            one.complain(
                _("Laporan ini memerlukan {field}{how}.").format(field=_words_of(one), how=how)
            )
        self.grown.emit()

    def _unanswered(self) -> list[Field]:
        return [one for one in self.fields if one.name in self._needs and not _written(one)]

    def peek(self) -> dict[str, str] | None:
        """The answers as they would be given now; None where one of them would be refused."""
        try:
            read = {field.name: _text(field.value()) for field in self.fields}
        except Refusal:
            return None
        return {name: text for name, text in read.items() if text}

    def given(self) -> dict[str, str] | None:
        """The answers by name; None once a field has complained and has the focus."""
        read: dict[str, str] = {}
        for field in self.fields:
            try:
                text = _text(field.value())
                if not text and field.name in self._needs:
                    raise BadField(N_("Isian ini diperlukan laporan ini."), field=field.name)
            except Refusal as refusal:
                self.complain(field.name, refusal.message)
                return None
            if text:
                read[field.name] = text
            if field.name in self._touched:
                self._kept[field.name] = text
        return read

    def complain(self, name: str | None, words: str) -> bool:
        """Say it at this field and go there; False when there is no such field."""
        for field in self.fields:
            if field.name == name:
                field.complain(words)
                self.grown.emit()
                field.editor.setFocus()
                return True
        return False

    def touch(self, name: str) -> None:
        """Somebody typed here: his answer outlives this report."""
        self._touched.add(name)
        self.grown.emit()

    def show_name(self, words: str) -> None:
        """Whom the member field means."""
        for field in self.fields:
            if isinstance(field, MemberField):
                field.show_name(words)
                self.grown.emit()

    def _field(self, name: str, wanted: Report, answers: Answers) -> Field:
        """The field of this question, as it was made for another report if that asked the same."""
        choices = self._choices(name, wanted, answers)
        accounts = answers.accounts if name == "account" else ()
        asked = (name, _(_LABELS.get(name, name)), choices, accounts)
        if asked not in self._made:
            made = self._made[asked] = self._make(name, choices, accounts)
            made.edited.connect(_Touched(self, name))
        return self._made[asked]

    @staticmethod
    def _choices(name: str, wanted: Report, answers: Answers) -> tuple[tuple[str, str], ...]:
        """What there is to choose from; nothing where the answer is written."""
        lists = {
            "unit": answers.units,
            "group": answers.groups,
            "status": answers.statuses,
            "place": answers.places,
            "year": answers.years,
            "box": answers.boxes,
            "part": tuple((part, _(words)) for part, words in _PARTS),
        }
        if name not in lists:
            return ()
        every = () if name in wanted.needs else (("", _(_ALL[name])),)
        return (*every, *lists[name])

    def _make(
        self,
        name: str,
        choices: tuple[tuple[str, str], ...],
        accounts: tuple[tuple[str, str], ...],
    ) -> Field:
        label = _(_LABELS.get(name, name))
        if name in _DAYS:
            return DayField(name, label, self._today)
        if choices:
            choice = ChoiceField(name, label, choices)
            _narrow(choice.box)
            return choice
        if accounts:
            return AccountField(name, label, accounts)
        if name == "member":
            made = MemberField(name, label)
            made.typed.connect(self.member_typed)
            return made
        return TextField(name, label, hint=_(_HINTS[name]) if name in _HINTS else "")

    def _fill(self, field: Field, wanted: Report) -> None:
        """With what was typed before, or what is sensible; nobody types here now."""
        kept = self._kept.get(field.name, "")
        field.blockSignals(True)
        if isinstance(field, ChoiceField):
            field.clear()
            if field.box.findData(kept) >= 0:
                field.choose(kept)
        elif isinstance(field, DayField):
            field.set_text(kept or self._usual(field.name, wanted))
        elif isinstance(field, LineField):
            field.set_text(kept)
        field.blockSignals(False)

    def _usual(self, name: str, wanted: Report) -> str:
        """Until today; from the first of the month, or of the year."""
        today = self._today()
        if name != "from":
            return short_day(today)
        first = today.replace(day=1)
        return short_day(first if wanted.code in _OF_THE_MONTH else first.replace(month=1))


class _Touched:
    """A key's way from one field to what is kept of it."""

    def __init__(self, questions: Questions, name: str) -> None:
        self._questions, self._name = questions, name

    def __call__(self) -> None:
        self._questions.touch(self._name)


def _words_of(field: Field) -> str:
    """A field's label within a sentence."""
    return _(_LABELS.get(field.name, field.name)).replace("&", "").lower()


def _narrow(box: QComboBox) -> None:
    """A long name in the list must not push the paper aside."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)


def _written(field: Field) -> bool:
    return bool(field.text) if isinstance(field, LineField) else True


def _text(value: object) -> str:
    return short_day(value) if isinstance(value, date) else str(value)
