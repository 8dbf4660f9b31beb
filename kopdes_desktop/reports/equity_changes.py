"""Laporan perubahan ekuitas: by movement, the book year before first, balances between them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import years
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import span_of, span_words, year_earlier
from kopdes_desktop.statements.equity import COLUMNS, Change, EquityChanges, equity_changes

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "equity_changes"


@report(
    CODE, title=N_("Laporan perubahan ekuitas"), asks=("from", "to", "year", "unit"), proven=True
)
def build(read: Reading, params: Params) -> Document:
    """Two spans, one below the other; the earlier is left out where nothing was there yet."""
    first, last = span_of(years.of_books(read), params)
    made = equity_changes(read, first, last, params.unit)
    earlier = equity_changes(read, year_earlier(first), first - timedelta(days=1), params.unit)
    rows = _block(earlier) if earlier.changes or any(earlier.begins.amounts.values()) else []
    untied = [_("TIDAK COCOK: perubahan tidak menuju saldo akhir.")] if not made.ties else []
    return Document(
        CODE,
        _("Laporan perubahan ekuitas"),
        letterhead(read),
        span_words(read, params),
        (
            Column("change", _("Baris"), paper=False),
            Column("label", _("Uraian"), width=5),
            *(Column(code, _(label), "money") for code, (label, _lines) in COLUMNS.items()),
            Column("total", _("Jumlah"), "money"),
        ),
        [*rows, *_block(made, opened=not rows)],
        {},
        notes=tuple(untied),
        signers=officers(read, "chair", "treasurer"),
    )


def _block(made: EquityChanges, *, opened: bool = True) -> list[dict[str, object]]:
    """The balance before where it does not stand above already, the changes, the balance after."""
    begins = _balance(made.begins, made.first - timedelta(days=1))
    return [
        *([begins] if opened else []),
        *(_row(each, _(each.label), "") for each in made.changes),
        _balance(made.ends, made.last),
    ]


def _balance(change: Change, day: date) -> dict[str, object]:
    return _row(change, _("Saldo {day}").format(day=wording.day(day)), "total")


def _row(change: Change, label: str, rank: str) -> dict[str, object]:
    made: dict[str, object] = {"change": change.code, "label": label, "rank": rank}
    return made | change.amounts | {"total": int(change.total)}
