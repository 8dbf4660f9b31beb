"""Rasio keuangan: formula, figures and meaning of each, as data; the sums come from statements."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah, half_up
from kopdes_desktop.places import RESOURCES
from kopdes_desktop.statements.figures import Figures

_FILE: Final = RESOURCES / "statements" / "ratios.csv"
_TERM: Final = re.compile(r"([+-]?)(\w+)\.(\w+)")
_PERCENT, _TENTHS = 100, 10


class Formula(Struct, frozen=True):
    """A ratio as data: what is divided by what, and what a high or low one means."""

    code: str
    label: str
    top: str
    bottom: str
    percent: bool
    high_is_better: bool
    bound: int
    formula: str
    about: str
    fine: str
    poor: str


class Ratio(Struct, frozen=True):
    """A ratio of these statements; `tenths` of a percent or of one, None where nothing divides."""

    formula: Formula
    top: Rupiah
    bottom: Rupiah

    @property
    def tenths(self) -> int | None:
        """The quotient times ten, in percent where it is shown so; halves away from zero."""
        if self.bottom <= 0:
            return None
        scale = _TENTHS * (_PERCENT if self.formula.percent else 1)
        return half_up(int(self.top) * scale, int(self.bottom))

    @property
    def fine(self) -> bool | None:
        """Whether it keeps to its bound."""
        tenths, formula = self.tenths, self.formula
        if tenths is None:
            return None
        bound = formula.bound * _TENTHS
        return tenths >= bound if formula.high_is_better else tenths <= bound


@cache
def formulas() -> tuple[Formula, ...]:
    """All of them, in the order of print."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Formula(
                row["code"],
                row["label"],
                row["top"],
                row["bottom"],
                row["shown"] == "percent",
                row["better"] == "high",
                int(row["bound"]),
                row["formula"],
                row["about"],
                row["fine"],
                row["poor"],
            )
            for row in csv.DictReader(file)
        )


def ratios(statements: Iterable[Figures]) -> list[Ratio]:
    """Every ratio of a balance sheet and an income statement."""
    by_name: dict[str, Figures] = {each.statement: each for each in statements}
    return [Ratio(each, _sum(each.top, by_name), _sum(each.bottom, by_name)) for each in formulas()]


def _sum(terms: str, by_name: dict[str, Figures]) -> Rupiah:
    return Rupiah(
        sum(
            int(by_name[statement].of(line)) * (-1 if sign == "-" else 1)
            for sign, statement, line in _TERM.findall(terms)
        )
    )
