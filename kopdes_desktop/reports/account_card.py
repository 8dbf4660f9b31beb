"""Kartu akun: one key of an account line by line, from its opening to its closing balance."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, subledgers
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import holders
from kopdes_desktop.reports.general_ledger import SINCE_EVER, columns, running
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.subledger import account_balance, tie

CODE = "account_card"


@report(
    CODE,
    title=N_("Kartu akun"),
    asks=("account", "member", "from", "to", "unit"),
    needs=("account", "member"),
)
def build(read: Reading, params: Params) -> Document:
    """Whose the card is stands above it; how his balance ties to the trial balance, below."""
    card = chart.account(read, params.account or "")
    key = holders.found(read, params.member or "", field="member")
    made = list(rows(read, params, key))
    closing = int(str(made[-1]["balance"]))
    whole = account_balance(read, card.code, params.until, params.unit)
    every = subledgers.by_key(read, card.code, SINCE_EVER, params.until, params.unit)
    others = sum(int(each.closing) for each in every if each.key != key)
    return Document(
        CODE,
        _("Kartu akun {account}").format(account=f"{card.code} {_(card.name)}"),
        letterhead(read),
        span(read, params),
        columns(),
        made,
        {
            "debit": sum(int(str(row["debit"])) for row in made),
            "credit": sum(int(str(row["credit"])) for row in made),
            "balance": closing,
        },
        notes=(
            _("Saldo ini {closing}, rincian lain {others}, seluruh akun {whole}.").format(
                closing=wording.bracketed(closing),
                others=wording.bracketed(others),
                whole=wording.bracketed(whole),
            ),
            tie(read, card.code, params, closing + others),
            _("Saldo debit ditulis biasa, saldo kredit dalam kurung."),
        ),
        about=(holders.words(read, key),),
    )


def rows(read: Reading, params: Params, key: int | None) -> Iterator[Row]:
    """The opening balance, a row a line with the balance after it, the closing balance."""
    first = params.first or SINCE_EVER
    opening, lines = subledgers.card(
        read, params.account or "", key, (first, params.until), params.unit
    )
    balance: object = int(opening)
    for row in running(params.first, int(opening), lines):
        balance = row["balance"]
        yield row
    nothing = {"number": None, "debit": 0, "credit": 0}
    yield {"date": params.until, **nothing, "text": _("Saldo akhir"), "balance": balance}
