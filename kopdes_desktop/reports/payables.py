"""Utang pemasok: every open bill by its due day, and what each supplier is owed; does it tie?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.purchasing import queries
from kopdes_desktop.purchasing.postings import PAYABLE_ACCOUNT
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "payables"
_SUMMED = ("late", "week", "fortnight", "month", "later", "amount")
#: Days from today on to which each column reaches; what is beyond the last stands in "later".
_REACH = (("late", -1), ("week", 7), ("fortnight", 14), ("month", 30))
_NAMES = {
    "late": N_("Lewat tempo"),
    "week": N_("0-7 hari"),
    "fortnight": N_("8-14 hari"),
    "month": N_("15-30 hari"),
    "later": N_("Lebih dari 30 hari"),
}


@report(CODE, title=N_("Utang pemasok"), asks=())
def build(read: Reading, params: Params) -> Document:
    """As of today: what was paid is gone from it; what is due first comes first."""
    made = list(rows(read, params))
    sums = {name: sum(int(str(row[name])) for row in made) for name in _SUMMED}
    return Document(
        CODE,
        _("Utang pemasok"),
        letterhead(read),
        on_day(params.day),
        (
            Column("supplier", _("Pemasok"), width=2),
            Column("number", _("Pembelian")),
            Column("bill_no", _("Faktur")),
            Column("date", _("Tanggal"), "day"),
            Column("due", _("Jatuh tempo"), "day"),
            *(Column(name, _(words), "money") for name, words in _NAMES.items()),
            Column("amount", _("Sisa"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        dict(sums),
        notes=(_tied(read, sums["amount"]),),
        charts=tuple(_charts(read, sums)),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """A row a bill; what is left of it stands in the column of its due day."""
    known = {each.key: each.label for each in queries.suppliers(read)}
    for bill in queries.open_bills(read):
        ages = dict.fromkeys(_NAMES, 0)
        days = (bill.due - params.day).days
        column = next((name for name, reach in _REACH if days <= reach), "later")
        ages[column] = int(bill.left)
        yield {
            "supplier": known.get(bill.supplier, ""),
            "number": bill.number,
            "bill_no": bill.bill_no,
            "date": bill.day,
            "due": bill.due,
            **ages,
            "amount": int(bill.left),
            "entry": bill.key,
        }


def _tied(read: Reading, mine: int) -> str:
    """Whether the bills come to what stands under suppliers' keys in the ledger now."""
    keys = {each.key for each in queries.suppliers(read)}
    ledger = balances.key_balances(read, PAYABLE_ACCOUNT)
    theirs = -sum(int(amount) for key, amount in ledger.items() if key in keys)
    words = (
        _("Sama dengan akun {account} per pemasok: {amount}.")
        if mine == theirs
        else _("Akun {account} per pemasok {theirs}, menurut nota {amount}.")
    )
    return words.format(
        account=PAYABLE_ACCOUNT, amount=wording.rupiah(mine), theirs=wording.rupiah(theirs)
    )


def _charts(read: Reading, sums: dict[str, int]) -> Sequence[Chart]:
    """When it falls due, and whom it is owed to."""
    told = _("Seluruhnya {amount}, sudah lewat tempo {late}.").format(
        amount=wording.rupiah(sums["amount"]), late=wording.rupiah(sums["late"])
    )
    values = tuple(sums[name] for name in _NAMES)
    labels = tuple(_(words) for words in _NAMES.values())
    title = _("Kapan jatuh tempo")
    due = Chart("payables_due", title, told, "columns", labels, (Series(title, values),))
    names = {each.key: each.label for each in queries.suppliers(read)}
    owed: dict[int, int] = {}
    for (key, _unit), amount in queries.owed_by_unit(read).items():
        owed[key] = owed.get(key, 0) + int(amount)
    whom = wares.bars("payables_suppliers", _("Kepada siapa"), told, owed, names)
    return (due, whom)
