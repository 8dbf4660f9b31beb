"""Dana-dana SHU: what each fund had, got, and was spent on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger.years import year_of
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.surplus import queries

CODE = "funds"


@report(CODE, title=N_("Dana-dana SHU"), asks=("from", "to"))
def build(read: Reading, params: Params) -> Document:
    """The book year so far, unless days are named."""
    first = params.first or year_of(read, params.until).first
    made = list(rows(read, first, params.until))
    return Document(
        CODE,
        _("Dana-dana SHU"),
        letterhead(read),
        span(read, params)
        if params.first
        else _("{first} s.d. {until}").format(
            first=wording.day(first), until=wording.day(params.until)
        ),
        (
            Column("fund", _("Dana"), width=2),
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Nomor")),
            Column("text", _("Uraian"), width=3),
            Column("got", _("Masuk"), "money"),
            Column("spent", _("Dipakai"), "money"),
            Column("balance", _("Sisa"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        {name: sum(int(str(row.get(name) or 0)) for row in made) for name in ("got", "spent")},
        signers=officers(read, "chair", "treasurer"),
    )


def rows(read: Reading, first: date, until: date) -> Iterator[Row]:
    """Each fund that had or moved anything: what it began with, then every use."""
    for fund in queries.funds(read, until):
        opening, moves = balances.ledger(read, fund.account, first, until)
        held = -opening
        lines = list(moves)
        if not held and not lines:
            continue
        name = f"{fund.account} {_(fund.name)}"
        yield {"fund": name, "date": first, "text": _("Saldo awal"), "balance": int(held)}
        for line in lines:
            held -= line.amount
            amount = int(line.amount)
            yield {
                "fund": name,
                "date": line.entry.bd,
                "number": line.entry.number or "",
                "text": line.entry.text,
                "got": -amount if amount < 0 else None,
                "spent": amount if amount > 0 else None,
                "balance": int(held),
                "entry": line.entry.key,
            }
