"""Pajak: the working list of a year, month by month: turnover, rate, owed, posted, paid, due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.members.parties import party_words
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.taxes import findings, queries, rules
from kopdes_desktop.taxes.queries import TaxRow

CODE = "taxes"
#: Above this turnover of a year the final tax ends with it (PP 55/2022).
CEILING = Rupiah(4_800_000_000)
_SUMMED = ("owed", "posted", "paid", "left")


@report(CODE, title=N_("Pajak"), asks=("year",))
def build(read: Reading, params: Params) -> Document:
    """A book year's months up to today; the present year where none is named."""
    year = chosen_year(read, params)
    made = queries.rows(read, year.start, last_month(year, params.day))
    found = list(made)
    rows = [_row(each, params.day) for each in found]
    return Document(
        CODE,
        _("Pajak"),
        letterhead(read),
        _("Tahun buku {year}").format(year=year.label),
        (
            Column("tax", _("Pajak"), width=2),
            Column("month", _("Masa")),
            Column("base", _("Omzet atau dasar"), "money"),
            Column("rate", _("Tarif (%)"), "quantity"),
            Column("owed", _("Terutang"), "money"),
            Column("posted", _("Diakui"), "money"),
            Column("paid", _("Disetor"), "money"),
            Column("left", _("Belum disetor"), "money"),
            Column("due", _("Batas setor"), "day"),
            Column("state", _("Keadaan")),
        ),
        rows,
        {name: sum(int(str(row[name])) for row in rows) for name in _SUMMED},
        notes=tuple(_notes(read, found)),
        signers=officers(read, "chair", "treasurer"),
    )


def chosen_year(read: Reading, params: Params) -> BookYear:
    """The year that was named, else the present one. Raises BadField."""
    if params.year is not None:
        return years.year_named(read, params.year)
    return years.year_of(read, params.day)


def last_month(year: BookYear, today: date) -> Month:
    """The year's last month that has come; its first where none has."""
    return max(min(year.end, Month.of(today)), year.start)


def _row(each: TaxRow, today: date) -> Row:
    return {
        "tax": each.tax.name,
        "month": wording.month(each.month),
        "base": None if each.base is None else int(each.base),
        "rate": each.percent or None,
        "owed": int(each.owed),
        "posted": int(each.posted),
        "paid": int(each.paid),
        "left": int(each.left),
        "due": each.due,
        "state": _(rules.STATES[each.state(today)]),
    }


def _notes(read: Reading, found: Sequence[TaxRow]) -> Iterator[str]:
    wrong = list(findings.taxes(read))
    yield from wrong
    if not wrong:
        yield _("Sama dengan buku besar, masa demi masa.")
    for tax in queries.taxes_here(read):
        rest = queries.without_key(read, tax)
        if rest:
            yield _("{name}: di akun {account} {amount} dari potongan atau buku lama.").format(
                name=tax.name, account=tax.payable, amount=wording.rupiah(rest)
            )
    yield from _bills(read, found)
    turnover = total(each.base or NOTHING for each in found if each.tax.base)
    if turnover > CEILING:
        yield _(
            "Omzet tahun ini {amount}, di atas {ceiling}: PPh final tidak berlaku lagi mulai tahun"
            " berikutnya."
        ).format(amount=wording.rupiah(turnover), ceiling=wording.rupiah(CEILING))
    yield _(
        "Omzet: penjualan dan jasa, komisi saja untuk titip jual dan keagenan; tanpa bunga bank dan"
        " hibah. PPh final berlaku paling lama empat tahun pajak bagi koperasi (PP 55/2022)."
    )
    for tax in rules.shipped().values():
        if tax.payable is not None and any(each.tax is tax for each in found):
            yield _("{name}: kode setoran {code}.").format(name=tax.name, code=tax.deposit_code)
    for code, words in rules.UNUSED.items():
        if rules.tax(code) in queries.taxes_here(read):
            yield _("{name}: {words}.").format(name=rules.tax(code).name, words=_(words))


def _bills(read: Reading, found: Sequence[TaxRow]) -> Iterator[str]:
    """What was kept back, bill by bill: the slips that the other sides get are written from it."""
    shown = {(each.tax.code, each.month) for each in found}
    for bill in queries.withheld(read):
        if (bill.code, bill.month) in shown:
            yield (
                _("{number}, {day}: dari {base} dipotong {amount}. {whom} {ref}")
                .format(
                    number=bill.number,
                    day=wording.short_day(bill.day),
                    base=wording.rupiah(bill.base),
                    amount=wording.rupiah(bill.amount),
                    whom=party_words(read, bill.party),
                    ref=bill.ref,
                )
                .strip()
            )
