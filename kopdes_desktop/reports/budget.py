"""RAPB: this year's budget, what came of it in percent, and next year's budget."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.budgets import queries, rules
from kopdes_desktop.budgets.queries import Plan, PlanRow, Sums
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, officers
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.taxes import chosen_year

CODE = "budget"


@report(CODE, title=N_("Anggaran (RAPB)"), asks=("year", "unit"))
def build(read: Reading, params: Params) -> Document:
    """Of a book year (the present one), of one unit or the whole cooperative."""
    year = chosen_year(read, params)
    unit = chart.unit(read, params.unit) if params.unit is not None else None
    plan = queries.plan(read, year, unit.code if unit is not None else None)
    period = _("Tahun buku {year}").format(year=year.label)
    if unit is not None:
        period = _("{period}, unit {unit}").format(period=period, unit=f"{unit.code} {unit.name}")
    return Document(
        CODE,
        _("Rencana anggaran pendapatan dan belanja (RAPB)"),
        letterhead(read),
        period,
        (
            Column("account", _("Akun")),
            Column("name", _("Uraian"), width=3, indented=True),
            Column("planned", _("Anggaran {year}").format(year=year.label), "money"),
            Column("actual", _("Realisasi {year}").format(year=year.label), "money"),
            Column("percent", _("%"), "number"),
            Column("coming", _("Anggaran {year}").format(year=year.after().label), "money"),
        ),
        list(rows(plan)),
        {},
        notes=tuple(_notes(plan)),
        signers=officers(read, "chair", "treasurer"),
    )


def rows(plan: Plan) -> Iterator[Row]:
    """Section by section with its sum; what is left of it all before the investments."""
    for name in rules.ORDER:
        found = plan.of_section(name)
        if name == rules.INVESTMENT:
            yield _sum(_("SISA HASIL USAHA"), plan.surplus(), level=0)
        if found:
            yield {"name": _(rules.NAMES[name]), "rank": "heading", "level": 0}
            yield from map(_row, found)
            words = _("Jumlah {section}").format(section=_(rules.NAMES[name]).lower())
            yield _sum(words, plan.sums((name,)), level=0)


def _row(row: PlanRow) -> Row:
    return {
        "account": row.account,
        "name": row.name,
        "planned": int(row.planned),
        "actual": int(row.actual),
        "percent": row.percent,
        "coming": int(row.coming),
        "level": 1,
    }


def _sum(words: str, sums: Sums, *, level: int) -> Row:
    return {
        "name": words,
        "planned": int(sums.planned),
        "actual": int(sums.actual),
        "percent": sums.percent,
        "coming": int(sums.coming),
        "rank": "total",
        "level": level,
    }


def _notes(plan: Plan) -> Iterator[str]:
    for year, version in ((plan.year, plan.version), (plan.year.after(), plan.coming)):
        if version is None:
            yield _("Anggaran {year} belum disusun.").format(year=year.label)
            continue
        words = _("Anggaran {year}: versi {n}, {day}.").format(
            year=year.label, n=version.number, day=wording.day(version.day)
        )
        if version.decision_no:
            words = _("{words} Keputusan rapat {number}.").format(
                words=words, number=version.decision_no
            )
        yield f"{words} {version.note}".strip()
