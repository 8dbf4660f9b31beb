"""Buku iuran setahun: twelve months side by side, a row a member, arrears at the end."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import people
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.mandatory_dues import notes
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.savings import dues_book
from kopdes_desktop.savings.queries import MANDATORY

CODE = "dues_grid"
_MONTHS = range(1, 13)


@report(CODE, title=N_("Buku iuran setahun"), asks=("day", "group"))
def build(read: Reading, params: Params) -> Document:
    """The year of `day`, as of today. A month shows what is paid; arrears are of all years."""
    made = list(rows(read, params))
    year = params.day.year
    summed = (*map(_key, _MONTHS), "paid", "arrears", "estimate")
    return Document(
        CODE,
        _("Buku iuran simpanan wajib {year}").format(year=year),
        letterhead(read),
        _("Keadaan {day}").format(day=wording.day(params.day)),
        (
            Column("number", _("No. anggota")),
            Column("name", _("Nama"), width=3),
            *(Column(_key(n), _short(year, n), "money") for n in _MONTHS),
            Column("paid", _("Setahun"), "money"),
            Column("months", _("Bulan tunggakan"), "number"),
            Column("arrears", _("Tunggakan"), "money"),
            Column("estimate", _("Perkiraan"), "money"),
        ),
        made,
        {name: sum(int(row[name] or 0) for row in made) for name in summed},  # type: ignore[call-overload]
        notes=notes(),
        about=people.about(read, params),
    )


def _key(n: int) -> str:
    return f"m{n:02d}"


def _short(year: int, n: int) -> str:
    """Jan, Peb, Mar …"""
    return wording.month(Month(f"{year:04d}-{n:02d}"))[:3]


def _shown(account: dues_book.Account, month: Month) -> int | None:
    """What is paid of a month; nothing at all where nothing is due yet."""
    paid = int(account.dues.paid.get(month, 0))
    due = account.month(month).due if month <= account.dues.today else 0
    return paid if paid or due else None


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """Active members by number."""
    year = params.day.year
    whom = people.chosen(read, params, status="active")
    for account in dues_book.accounts(read, MANDATORY, params.day, whom):
        paid = {n: _shown(account, Month(f"{year:04d}-{n:02d}")) for n in _MONTHS}
        months, arrears = account.dues.arrears()
        yield {
            "number": account.member.number,
            "name": people.name(account.member),
            **{_key(n): amount for n, amount in paid.items()},
            "paid": sum(amount or 0 for amount in paid.values()),
            "months": months,
            "arrears": int(arrears),
            "estimate": int(account.dues.estimated()[1]),
        }
