"""Step 2: the clock of the village, the book year, and with which month the books begin."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QLineEdit

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import ZONE_WORDS, day, month
from kopdes_desktop.members.regions import zone_of
from kopdes_desktop.ui.first_run import shapes, template
from kopdes_desktop.ui.first_run.step import FormStep, Parts
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import LineField
from kopdes_desktop.ui.kit.form import Form, button

_MONTHS: Final = 12
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})[/\-. ](\d{4})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)


class MonthField(LineField):
    """A month typed as 1/2026; the first day of the books is said below.

    One that is still to come is refused, one that is long ago doubted.
    """

    def __init__(self, name: str, label: str, today: Callable[[], date], *, hint: str) -> None:
        """One line."""
        super().__init__(name, label, QLineEdit(), hint=hint)
        self._today = today

    def set_month(self, value: Month) -> None:
        """Put this month into the line."""
        self.set_text(f"{value[5:]}/{value[:4]}")

    def value(self) -> Month:
        """The month; BadField when it is none, or is still to come."""
        typed, now = self._typed(), Month.of(self._today())
        if typed > now:
            raise BadField(
                N_("{month} belum tiba: buku dimulai paling lambat {now}."),
                field=self.name,
                month=month(typed),
                now=month(now),
            )
        return typed

    def _typed(self) -> Month:
        if found := _MONTH_FIRST.fullmatch(self.text):
            number, year = found.groups()
        elif found := _YEAR_FIRST.fullmatch(self.text):
            year, number = found.groups()
        else:
            raise BadField(N_("Ketik bulan dan tahunnya, misalnya 1/2026."), field=self.name)
        try:
            return Month(f"{year}-{int(number):02d}")
        except ValueError:
            raise BadField(
                N_("Ketik bulan dan tahunnya, misalnya 1/2026."), field=self.name
            ) from None

    def refresh_note(self) -> None:
        """The first day of the books in words, and what is odd about it."""
        try:
            first = self._typed()
        except Refusal:
            self._tell(self.hint, "")
            return
        try:
            words = _("Hari pertama pembukuan: {day}").format(day=day(self.value().first()))
        except Refusal as refusal:
            self._tell(refusal.message, "warning")
            return
        doubt = shapes.first_month(first, self._today())
        self._tell(f"{words}. {doubt}" if doubt else words, "warning" if doubt else "")


class TimeStep(FormStep):
    """Zone by the village's province, the year as the articles say, the first month."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.zone = ChoiceField(
            "zone", _("&Zona waktu"), [(zone, _(words)) for zone, words in ZONE_WORDS.items()]
        )
        self.year_starts = ChoiceField(
            "year_starts",
            _("&Tahun buku mulai bulan"),
            [
                (str(n), month(Month(f"2000-{n:02d}")).rpartition(" ")[0])
                for n in range(1, _MONTHS + 1)
            ],
            hint=_("menurut anggaran dasar; hampir selalu Januari"),
        )
        self.since = MonthField(
            "from", _("&Bulan pertama pembukuan"), today, hint=_("misalnya 1/2026")
        )
        self.since.set_month(Month.of(today()))
        super().__init__(
            "buku",
            _("Waktu dan tahun buku"),
            _(
                "Buku dimulai pada awal suatu bulan. Semua sebelum hari itu masuk sebagai saldo"
                " awal dan lewat “Buku lama”; bulan yang belum dicatat di mana pun jangan dilewati."
            ),
            Form((self.zone, self.year_starts, self.since), button(_("Lanjut"), "primary")),
        )
        self._suggested = ""

    def look_back(self, parts: Parts) -> None:
        """The clock of the village's province, once for each village."""
        code = str(parts.get("koperasi", {}).get("village_code", ""))
        if code and code != self._suggested:
            self._suggested = code
            self.zone.choose(zone_of(code))
            self.zone.hint = _("menurut provinsi desa itu")
            self.zone.refresh_note()

    def texts(self) -> dict[str, Any]:
        return {**super().texts(), "suggested": self._suggested}

    def restore(self, texts: Any) -> None:  # noqa: ANN401  what the draft holds
        super().restore(texts)
        self._suggested = str(texts.get("suggested", ""))

    def part(self) -> dict[str, Any] | None:
        typed = self.form.values()
        if typed is None:
            return None
        return {
            "zone": typed["zone"],
            "from": str(typed["from"]),
            "year_starts": int(typed["year_starts"]),
            "series": template.series(),
        }
