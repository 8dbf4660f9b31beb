"""RAPB: this year's budget, what came of it in percent, and next year's budget."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.budgets import queries, rules
from kopdes_desktop.budgets.queries import Plan, PlanRow, Sums
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
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
    gone = rules.elapsed(year.start.first(), year.end.last(), params.day)
    running = 0 < gone[0] < gone[1]
    by_now = Column("by_now", _("Bagian s.d. {day}").format(day=f"{params.day:%d/%m}"), "money")
    percent = _("% bagian") if running else _("%")
    return Document(
        CODE,
        _("Rencana anggaran pendapatan dan belanja (RAPB)"),
        letterhead(read),
        period,
        (
            Column("account", _("Akun")),
            Column("name", _("Uraian"), width=3, indented=True),
            Column("planned", _("Anggaran {year}").format(year=year.label), "money"),
            *((by_now,) if running else ()),
            Column("actual", _("Realisasi {year}").format(year=year.label), "money"),
            Column("percent", percent, "number"),
            Column("coming", _("Anggaran {year}").format(year=year.after().label), "money"),
        ),
        list(rows(plan, gone if running else None)),
        {},
        notes=(*_notes(plan), *((_share_words(gone),) if running else ())),
        signers=officers(read, "chair", "treasurer"),
    )


def rows(plan: Plan, gone: tuple[int, int] | None = None) -> Iterator[Row]:
    """Section by section with its sum; what is left of it all before the investments.

    With `gone`, so many days of so many, the actual is measured by that part of the budget.
    """
    parts = {name: _part(plan, name, gone) for name in rules.ORDER}
    for name in rules.ORDER:
        found = plan.of_section(name)
        if name == rules.INVESTMENT:
            part = sum(
                parts[each] if each in rules.INCOME else -parts[each]
                for each in rules.ORDER
                if each != rules.INVESTMENT
            )
            yield _sum(_("SISA HASIL USAHA"), plan.surplus(), Rupiah(part))
        if found:
            yield {"name": _(rules.NAMES[name]), "rank": "heading", "level": 0}
            for each in found:
                yield _row(each, each.by_now(gone) if gone is not None else each.planned)
            words = _("Jumlah {section}").format(section=_(rules.NAMES[name]).lower())
            yield _sum(words, plan.sums((name,)), Rupiah(parts[name]))


def _part(plan: Plan, name: str, gone: tuple[int, int] | None) -> int:
    """What of a section's budget belongs to the days that are gone: its rows together."""
    found = plan.of_section(name)
    return sum(int(row.by_now(gone) if gone is not None else row.planned) for row in found)


def _row(row: PlanRow, by_now: Rupiah) -> Row:
    return {
        "account": row.account,
        "name": row.name,
        **_figures(row, by_now),
        "level": 1,
    }


def _sum(words: str, sums: Sums, by_now: Rupiah) -> Row:
    return {"name": words, **_figures(sums, by_now), "rank": "total", "level": 0}


def _figures(found: PlanRow | Sums, by_now: Rupiah) -> Row:
    return {
        "planned": int(found.planned),
        "by_now": int(by_now),
        "actual": int(found.actual),
        "percent": rules.share(found.actual, by_now),
        "coming": int(found.coming),
    }


def _share_words(gone: tuple[int, int]) -> str:
    return _(
        "Bagian: anggaran setahun menurut {n} dari {all} hari yang sudah lewat, belanja modal"
        " seluruhnya; persennya membandingkan realisasi dengan bagian itu."
    ).format(n=gone[0], all=gone[1])


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
