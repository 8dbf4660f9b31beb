"""A person's data as a form: what an application asks and what a change may mend.

Fields bear the names of the orders of `membership.apply` and `members.change`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QPushButton

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import day, parse_day, short_day
from kopdes_desktop.members import queries
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import LineField, TextField, set_tone
from kopdes_desktop.ui.kit.form import Form
from kopdes_desktop.ui.members.cards import twins

NIK_HINT = N_("16 angka, seperti di KTP")
SEXES = (("", N_("menurut NIK")), ("L", N_("Laki-laki")), ("P", N_("Perempuan")))
_CENTURY = 100


class BirthDayField(LineField):
    """A birth day, or none: short as every day is typed, never in the future."""

    def __init__(self, name: str, label: str, today: Callable[[], date]) -> None:
        """Take the day from a function, so that midnight is nobody's problem."""
        self._today = today
        super().__init__(name, label, QLineEdit(), hint=_("contoh 5/3/1970, menurut KTP"))
        self.edit.editingFinished.connect(self._write_whole)

    def _write_whole(self) -> None:
        try:
            found = self.value()
        except Refusal as refusal:
            self.complain(refusal.message)
            return
        if found is not None and self.text != short_day(found):
            self.set_text(short_day(found))

    def refresh_note(self) -> None:
        """The day in words, with the age that follows from it."""
        try:
            found = self.value()
        except Refusal:
            found = None
        if found is None:
            self._tell(self.hint, "")
            return
        today = self._today()
        age = today.year - found.year - ((today.month, today.day) < (found.month, found.day))
        self._tell(_("{day}, umur {age} tahun").format(day=day(found), age=age), "")

    def value(self) -> date | None:
        """The day; None when nothing stands there; BadField for what is no birth day."""
        if not self.text:
            return None
        try:
            found = parse_day(self.text, self._today())
        except Refusal:
            raise BadField(N_("Ini bukan tanggal: ketik 5/3/1970."), field=self.name) from None
        if found > self._today() and len(self.text.replace("/", " ").split()[-1]) <= 2:  # noqa: PLR2004  a year of two digits
            found = found.replace(year=found.year - _CENTURY)
        if found > self._today():
            raise BadField(N_("Tanggal lahir belum tiba. Periksa tahunnya."), field=self.name)
        return found


class PersonForm(Form):
    """Thirteen fields in three columns; a NIK fills sex and birth day and names its region."""

    def __init__(self, desk: Desk, submit: QPushButton) -> None:
        self._desk = desk
        self._of_nik = ""
        self._own: int | None = None
        self._before: dict[str, str] = {}

        def today() -> date:
            return desk.standing.today

        self._name = TextField("name", _("Nama lengkap"), hint=_("wajib diisi"), needed=True)
        self._nik = TextField("nik", _("NIK"), hint=_(NIK_HINT), longest=20)
        self._sex = ChoiceField(
            "sex",
            _("Jenis kelamin"),
            [(value, _(words)) for value, words in SEXES],
            hint=_("terisi sendiri dari NIK"),
        )
        self._birth_day = BirthDayField("birth_day", _("Tanggal lahir"), today)
        super().__init__(
            (
                self._name,
                self._nik,
                self._sex,
                TextField("birth_place", _("Tempat lahir"), hint=_("seperti di KTP")),
                self._birth_day,
                TextField("kk", _("Nomor KK"), hint=_("16 angka, di kartu keluarga"), longest=20),
                TextField("mother", _("Nama ibu kandung"), hint=_("untuk mengenali anggota")),
                TextField("job", _("Pekerjaan"), hint=_("contoh petani, pedagang")),
                TextField("phone", _("Telepon"), hint=_("contoh 0812 3456 7890")),
                TextField("dusun", _("Dusun"), hint=_("untuk daftar penagihan")),
                TextField("rt_rw", _("RT/RW"), hint=_("contoh 002/005")),
                TextField("address", _("Alamat"), hint=_("jalan dan nomor rumah")),
                TextField("email", _("Surel"), hint=_("boleh kosong")),
            ),
            submit,
            columns=3,
        )
        self._name.edit.editingFinished.connect(self._look_for_twins)
        self._nik.edit.editingFinished.connect(self._judge_nik)
        self._sex.edited.connect(self._judge_nik)

    def show_person(self, person: Mapping[str, str | date | None], own: int) -> None:
        """Put what the register knows of `own` into the lines."""
        self._own = own
        for field in self.fields:
            known = person.get(field.name)
            text = short_day(known) if isinstance(known, date) else (known or "")
            if isinstance(field, ChoiceField):
                field.choose(text)
            elif isinstance(field, LineField):
                field.set_text(text)
        self._of_nik = self._nik.text
        self._before = self.texts() or {}
        self._show_region()

    def texts(self) -> dict[str, str] | None:
        """Every field as text; None once a field has complained and has the focus."""
        typed = self.values()
        if typed is None:
            return None
        return {
            name: value.isoformat() if isinstance(value, date) else str(value or "")
            for name, value in typed.items()
        }

    def given(self) -> dict[str, str] | None:
        """What was filled in, for an application; None after a complaint."""
        typed = self.texts()
        return None if typed is None else {name: text for name, text in typed.items() if text}

    def changed(self) -> dict[str, str] | None:
        """What is other than `show_person` showed, emptied fields as "". None after a complaint."""
        typed = self.texts()
        if typed is None:
            return None
        other = {name: text for name, text in typed.items() if text != self._before.get(name)}
        if not other.get("sex"):
            other.pop("sex", None)
        return other

    def complain(self, field: str | None, words: str) -> bool:
        """An order's `fields.nik` is the form's `nik`."""
        return super().complain((field or "").rpartition(".")[2] or None, words)

    def clear(self) -> None:
        """Empty all; nothing is known of a NIK any more."""
        self._of_nik, self._own = "", None
        super().clear()

    def _judge_nik(self) -> None:
        """As soon as it is left: a wrong NIK is told, a right one fills what it says."""
        from kopdes_desktop.members.rules import read_nik  # noqa: PLC0415  with the first NIK

        bare = self._bare_nik()
        if not bare:
            self._nik.accept()
            return
        try:
            inside = read_nik(bare)
        except Refusal as refusal:
            self._nik.complain(refusal.message)
            return
        self._nik.accept()
        if bare != self._of_nik:
            self._of_nik = bare
            self._sex.choose(inside.sex)
            self._birth_day.set_text(short_day(inside.birth_day(self._desk.standing.today)))
        chosen = self._sex.value()
        if chosen and chosen != inside.sex:
            words = (
                _("NIK ini NIK perempuan, benar?")
                if inside.sex == "P"
                else _("NIK ini NIK laki-laki, benar?")
            )
            self._note(self._nik, words, "warning")
        else:
            self._show_region()
        self._look_for_twins()

    def _look_for_twins(self) -> None:
        """Whether somebody of this name or NIK stands in the register already."""
        name, nik = self._name.text, self._bare_nik()
        if name and not self._name.complaint:
            self._desk.ask(
                lambda session: (name, nik, *twins(session.office, name, nik, self._own)),
                self._tell_twins,
            )

    def _tell_twins(self, found: tuple[str, str, Sequence[MemberRow], bool]) -> None:
        name, nik, named, taken = found
        if (name, nik) != (self._name.text, self._bare_nik()):
            return
        if taken and not self._nik.complaint:
            self._nik.complain(_("NIK ini sudah ada di daftar. Cari orangnya: Ctrl+2."))
        if not named:
            self._name.accept()
            return
        row = named[0]
        born = short_day(row.birth_day) if row.birth_day else "–"
        words = _("Nama sama: {number}, lahir {born}. Benar orang lain?").format(
            number=row.number or _(STATUS_WORDS[row.status]), born=born
        )
        self._note(self._name, words, "warning")

    def _bare_nik(self) -> str:
        return self._nik.text.replace(" ", "").replace(".", "")

    def _show_region(self) -> None:
        """Where the NIK was first given, once the list of regions has been asked."""
        nik = self._bare_nik()
        if nik:
            self._desk.ask(lambda _session: (nik, _region(nik)), self._tell_region)

    def _tell_region(self, found: tuple[str, str | None]) -> None:
        nik, region = found
        if nik == self._bare_nik() and region and not self._nik.complaint:
            self._note(self._nik, region, "")

    def _note(self, field: TextField, words: str, tone: str) -> None:
        field.note.setText(words)
        field.note.setToolTip(words)
        field.editor.setAccessibleDescription(words)
        set_tone(field.note, tone)


def _region(nik: str) -> str | None:
    """On the database's thread: the list of regions is long, and read once."""
    return queries.region(nik)
