"""Analisis rasio: formula, figures and a sentence each, beside the year before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import years
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import current_parts
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import heads, span_of, span_words, year_earlier
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.ratios import Ratio, ratios

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "ratios"


@report(CODE, title=N_("Analisis rasio"), asks=("from", "to", "year", "unit"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """Of a span and the balance sheet at its end; a ratio that divides by nothing says so."""
    first, last = span_of(years.of_books(read), params)
    before = (year_earlier(first), years.year_of(read, last).before().last)
    head, head_before = heads(years.of_books(read), [(first, last), before])
    now, then = (_of(read, *span, params.unit) for span in ((first, last), before))
    return Document(
        CODE,
        _("Analisis rasio"),
        letterhead(read),
        span_words(read, params),
        (
            Column("ratio", _("Baris"), paper=False),
            Column("label", _("Rasio"), width=2),
            Column("formula", _("Rumus"), width=2.5),
            Column("top", _("Yang dibagi"), "money"),
            Column("bottom", _("Pembagi"), "money"),
            Column("value", head, width=0.5),
            Column("before", head_before, width=0.5),
            Column("meaning", _("Artinya"), width=4),
        ),
        [_row(this, that) for this, that in zip(now, then, strict=True)],
        {},
        notes=(_("Batas yang dipakai adalah ukuran umum, bukan ketentuan."),),
    )


def _of(read: Reading, first: date, last: date, unit: str | None) -> list[Ratio]:
    sheet = compute.balance_sheet(read, last, unit, current_parts.splits(read, last, unit))
    return ratios([sheet.figures, compute.income(read, first, last, unit).figures])


def _row(this: Ratio, before: Ratio) -> dict[str, object]:
    formula = this.formula
    meaning = _(formula.fine if this.fine else formula.poor)
    return {
        "ratio": formula.code,
        "label": _(formula.label),
        "formula": _(formula.formula),
        "top": int(this.top),
        "bottom": int(this.bottom),
        "value": _value(this),
        "before": _value(before),
        "meaning": _("Belum dapat dihitung.") if this.fine is None else meaning,
    }


def _value(ratio: Ratio) -> str:
    """12,5 % or 3,2 kali; a dash where nothing divides."""
    if ratio.tenths is None:
        return "–"
    whole, tenth = divmod(abs(ratio.tenths), 10)
    number = f"{'-' if ratio.tenths < 0 else ''}{wording.number(whole)},{tenth}"
    return f"{number} %" if ratio.formula.percent else _("{n} kali").format(n=number)
