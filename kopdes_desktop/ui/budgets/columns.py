"""What a budget's screen shows of it: its columns, where it stands, what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kopdes_desktop.budgets import rules
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.budgets import reading
from kopdes_desktop.ui.budgets.draft import Draft, surplus
from kopdes_desktop.ui.budgets.reading import Line, Page
from kopdes_desktop.ui.kit.rows_model import Column

_FULL = 100
#: A share that is told as it is.
_MOST_SHOWN = 999
#: Of a year that does not run all days count.
WHOLE = (1, 1)


def columns(draft: Draft, labels: tuple[str, str], days: tuple[int, int]) -> tuple[Column, ...]:
    """The actual is measured by what of the budget belongs to the days that are gone."""
    before, year = labels

    def planned(line: Line) -> str:
        star = "* " if line.where in draft.typed else ""
        return star + number(draft.amount(line))

    def share(line: Line) -> int | None:
        return rules.share(line.actual, rules.so_far(line.section, draft.amount(line), days))

    def percent(line: Line) -> str:
        found = share(line)
        if found is None:
            return ""
        return f"{found}%" if found <= _MOST_SHOWN else f">{_MOST_SHOWN}%"

    def tone(line: Line) -> str:
        found = share(line) or 0
        over = found > _FULL and line.section not in rules.INCOME
        return "warning" if over else ""

    return (
        Column(N_("Akun"), lambda line: line.where[0], width=6),
        Column(N_("Uraian"), lambda line: line.name, width=0),
        Column(N_("Bagian"), lambda line: _(rules.NAMES[line.section]), width=16),
        Column(N_("Unit"), lambda line: line.unit, width=16),
        Column(
            _("Realisasi {year}").format(year=before),
            lambda line: int(line.before),
            text=number,
            width=12,
            right=True,
        ),
        Column(
            _("Anggaran {year}").format(year=year),
            planned,
            width=13,
            right=True,
            tone=lambda line: "accent" if line.where in draft.typed else "",
        ),
        Column(
            _("Realisasi {year}").format(year=year),
            lambda line: int(line.actual),
            text=number,
            width=12,
            right=True,
        ),
        Column(_("% kini") if days[0] < days[1] else "%", percent, width=6, right=True, tone=tone),
    )


def standing(page: Page, changed: int) -> str:
    """Which version counts, and what is not kept yet."""
    version = page.version
    if version is None:
        told = _("Anggaran {year} belum disusun.").format(year=page.year.label)
    else:
        told = _("Versi {n}, {day}").format(n=version.number, day=short_day(version.day))
        if version.decision_no:
            told = _("{told} · keputusan rapat {number}").format(
                told=told, number=version.decision_no
            )
    if changed:
        words = ngettext("{n} angka belum disimpan", "{n} angka belum disimpan", changed)
        told = f"{told} · {words.format(n=changed)}"
    return told


def sums(draft: Draft, lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Income, cost, surplus and investments as planned, and as they are."""
    costs = set(rules.ORDER) - rules.INCOME - {rules.INVESTMENT}
    actual = {
        name: sum(int(line.actual) for line in lines if line.section == name)
        for name in rules.ORDER
    }
    earned = sum(actual[name] for name in rules.INCOME)
    spent = sum(actual[name] for name in costs)

    def both(planned: int, done: int) -> str:
        return _("{planned} · realisasi {done}").format(planned=rupiah(planned), done=rupiah(done))

    return [
        (_("Pendapatan"), both(draft.total(lines, rules.INCOME), earned)),
        (_("Beban"), both(draft.total(lines, costs), spent)),
        (_("SHU"), both(surplus(draft, lines), earned - spent)),
        (
            _("Belanja modal"),
            both(draft.total(lines, (rules.INVESTMENT,)), actual[rules.INVESTMENT]),
        ),
    ]


def new_line(where: reading.Where, page: Page) -> Line:
    """An account in a unit where nothing is known of it."""
    name = dict(page.accounts)[where[0]].removesuffix(f"({where[0]})").strip()
    unit = dict(page.units)[where[1]].removesuffix(f"({where[1]})").strip()
    return Line(rules.section(where[0]) or "", where, name, unit, NOTHING, NOTHING, NOTHING)


def with_line(page: Page, line: Line) -> Page:
    """The same page with one line more, in its place."""
    ranked = sorted(
        (*page.lines, line), key=lambda each: (rules.ORDER.index(each.section), each.where)
    )
    return replace(page, lines=tuple(ranked))
