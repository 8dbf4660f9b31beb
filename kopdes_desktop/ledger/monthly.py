"""What is posted once a month: which month is meant, and the day on which its document stands."""

from __future__ import annotations

from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.work import Work


def month_of(text: str, *, field: str = "month") -> Month:
    """A month as written. Raises BadField."""
    try:
        return Month(text.strip())
    except ValueError:
        reason = _(N_("tulis bulan sebagai 2026-11"))
        raise BadField(name=field, reason=reason, field=field) from None


def document_day(work: Work, text: str) -> tuple[date, str | None]:
    """The month's last day, with that as the reason; today while the month lasts. BadField."""
    month = month_of(text)
    if month > Month.of(work.today):
        reason = _(N_("bulan itu belum tiba"))
        raise BadField(name="month", reason=reason, field="month")
    if month == Month.of(work.today):
        return work.today, None
    return month.last(), N_("Akhir bulan {month}").format(month=wording.month(month))
