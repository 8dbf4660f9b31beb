"""Buku pembantu: whose an account's balance is, key by key, tied to the account to the rupiah."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart, subledgers
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import holders
from kopdes_desktop.reports.general_ledger import SINCE_EVER
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "subledger"
_FIGURES = ("opening", "debit", "credit", "balance")


@report(CODE, title=N_("Buku pembantu"), asks=("account", "from", "to", "unit"), needs=("account",))
def build(read: Reading, params: Params) -> Document:
    """A row a key that ever moved; debit balances are positive, credit ones in brackets."""
    card = chart.account(read, params.account or "")
    made = list(rows(read, params))
    sums = {name: sum(int(str(row[name])) for row in made) for name in _FIGURES}
    return Document(
        CODE,
        _("Buku pembantu {account}").format(account=f"{card.code} {_(card.name)}"),
        letterhead(read),
        span(read, params),
        (
            Column("holder", _("Rincian"), width=3),
            Column("opening", _("Saldo awal"), "money"),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
            Column("balance", _("Saldo akhir"), "money"),
        ),
        made,
        sums,
        notes=(
            tie(read, card.code, params, sums["balance"]),
            _("Saldo debit ditulis biasa, saldo kredit dalam kurung."),
        ),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """Whoever has something on the account, or moved in these days."""
    found = subledgers.by_key(
        read, params.account or "", params.first or SINCE_EVER, params.until, params.unit
    )
    for each in found:
        if each.opening or each.debit or each.credit:
            yield {
                "key": holders.written(each.key),
                "holder": holders.words(read, each.key),
                "opening": int(each.opening),
                "debit": int(each.debit),
                "credit": int(each.credit),
                "balance": int(each.closing),
            }


def tie(read: Reading, account: str, params: Params, amount: int) -> str:
    """Whether the keys come to what the trial balance says of the account, in a sentence."""
    whole = int(account_balance(read, account, params.until, params.unit))
    if whole == amount:
        return _("Cocok dengan neraca saldo: {amount}.").format(amount=wording.bracketed(whole))
    return _("TIDAK cocok dengan neraca saldo: selisih {amount}.").format(
        amount=wording.bracketed(whole - amount)
    )


def account_balance(read: Reading, account: str, until: date, unit: str | None) -> int:
    """What the trial balance of a day says of an account (debit +)."""
    return int(balances.balances_at(read, until, unit).get(account, 0))
