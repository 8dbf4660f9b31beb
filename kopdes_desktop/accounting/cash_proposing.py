"""What a line of an old cash book was, in these books: a template, a unit, and how sure that is.

A line is sure when one template fits far better than any other and leaves nothing to ask; all other
lines are answered by people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.accounting import templates
from kopdes_desktop.accounting.cash_replay import Played
from kopdes_desktop.accounting.templates import Template
from kopdes_desktop.kernel import cells
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office.books import Reading

JOT, MOVE_CASH = "accounting.jot", "accounting.move_cash"
#: In place of a template: cash that went between two boxes, and a line that is left out.
MOVE, SKIP = "move", "skip"
#: From which confidence on a proposal is sure, of 100.
SURE: Final = 70
_ENOUGH: Final = 2.0
_SEVERAL: Final = 6
_LEAD_MOVE: Final = "lead_move"


class Answer(Struct, frozen=True):
    """What a person said of a line; what is empty stays as proposed. `what` may be `SKIP`."""

    what: str = ""
    purpose: str | None = None
    unit: str | None = None
    other: str | None = None
    party: str | None = None
    document: str | None = None
    day: date | None = None


class Proposal(Struct, frozen=True):
    """A line of the book as it would be posted: its day and amount (in +, out −), what it was.

    `row` numbers the lines of all sheets. `choices` are the likeliest templates; `question` says
    what has to be answered. `other` is the box on the other side of a move.
    """

    row: int
    played: Played
    day: date
    amount: Rupiah
    what: str = ""
    purpose: str | None = None
    unit: str | None = None
    other: str | None = None
    party: str | None = None
    document: str | None = None
    confidence: int = 0
    question: str = ""
    choices: tuple[str, ...] = ()
    answered: bool = False

    @property
    def sure(self) -> bool:
        """Whether nobody has to be asked."""
        return bool(self.what) and not self.question and self.confidence >= SURE

    @property
    def settled(self) -> bool:
        """Whether it can be posted: sure, or answered wholly."""
        return bool(self.what) and not self.question and (self.answered or self.sure)

    @property
    def text(self) -> str:
        """What the book says."""
        return self.played.line.text


class Ways(Struct, frozen=True):
    """What money of a box may have been: the units of each template, and the other boxes."""

    read: Reading
    box: Box
    fits: Mapping[str, Sequence[str]]
    others: Sequence[str]


def title_of(what: str) -> str:
    """What happened, in the language now in use."""
    if what == MOVE:
        return _(N_("Pindah kas (setor ke bank, ambil dari bank, isi kas kecil)"))
    found = templates.named(what)
    return found.title if found else ""


def proposal(ways: Ways, row: int, played: Played) -> Proposal:
    """What a line was most likely."""
    amount = cells.nearest_rupiah(played.net)
    made = Proposal(row, played, played.day, amount)
    ranked = _ranked(ways, made)
    if not ranked:
        return replace(made, question=_(N_("belum dikenal: pilih kejadiannya")))
    best, second = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
    confidence = round(100 * min(1.0, best / _ENOUGH) * (1 - second / (2 * best)))
    made = replace(
        made,
        what=ranked[0][0],
        confidence=confidence,
        choices=tuple(code for code, _score in ranked[:_SEVERAL]),
    )
    return asked(ways, made)


def _ranked(ways: Ways, made: Proposal) -> list[tuple[str, float]]:
    """Templates that fit, with their likeness; the best first."""
    came, went = max(int(made.amount), 0), max(-int(made.amount), 0)
    found: list[tuple[str, float]] = []
    for each in templates.guess(made.text, came, went):
        score = templates.likeness(each, made.text)
        if each.code == _LEAD_MOVE:
            found.append((MOVE, score))
        elif each.lead is None and each.code in ways.fits:
            found.append((each.code, score))
    return found


def ways(read: Reading, box: Box) -> Ways:
    """What money of this box may have been; asked once for a whole book."""
    units = chart.units(read)
    here = {each.code: templates.offered(read, each.code) for each in units}
    lent = {each.code for each in units if templates.is_loan(read, box, each)}
    fits = {
        template.code: [u for u in here if template in here[u] and u not in lent]
        for template in templates.shipped()
        if template.uses_box and box in templates.boxes(read, template, box.unit)
    }
    others = [x.code for x in chart.boxes(read) if x.code != box.code and not x.in_transit]
    return Ways(read, box, {code: units for code, units in fits.items() if units}, others)


def choices(ways: Ways, amount: Rupiah) -> list[str]:
    """Every answer that a line of this side may have, in the house's order."""
    way = templates.IN if amount > NOTHING else templates.OUT
    fit = [t.code for t in templates.shipped() if t.way == way and t.code in ways.fits]
    return [*fit, *([MOVE] if ways.others else [])]


def asked(ways: Ways, made: Proposal) -> Proposal:
    """The proposal with what is certain filled in, and the question that is left."""
    if made.what == MOVE:
        others = ways.others
        other = made.other or (others[0] if len(others) == 1 else None)
        question = "" if other else _(N_("kas atau bank mana di sisi lainnya?"))
        return replace(made, other=other, question=question, purpose=None, unit=None)
    template = templates.named(made.what)
    if template is None:
        return made
    units = ways.fits.get(template.code, [])
    unit = made.unit or (units[0] if len(units) == 1 else None)
    if unit is None and ways.box.unit in units:
        unit = ways.box.unit
    purpose = made.purpose or _purpose(ways.read, template, unit or ways.box.unit, made.text)
    made = replace(made, unit=unit, purpose=purpose)
    return replace(made, question="; ".join(_questions(template, made)))


def _purpose(read: Reading, template: Template, unit: str, text: str) -> str | None:
    """The answer to "for what?" that the text itself gives."""
    if not template.purposes:
        return None
    known = {each.code for each in templates.answers(read, template, unit)}
    costs = templates.ranked(text, (t for t in templates.shipped() if t.way == templates.OUT))
    return next((each.code for each in costs if each.code in known), None)


def _questions(template: Template, made: Proposal) -> Iterator[str]:
    """What the template asks and nobody has said."""
    if made.unit is None:
        yield _(N_("di unit atau gerai mana?"))
    if template.purposes and made.purpose is None:
        yield template.question or _(N_("untuk apa?"))
    needed = [each for each in template.asks if each not in template.optional]
    if templates.PARTY in needed and not made.party:
        yield template.question or _(N_("siapa orangnya?"))
    if templates.DOCUMENT in needed and not made.document:
        yield template.question or _(N_("bukti yang mana?"))
    if templates.TARGET in needed and not made.other:
        yield template.question or _(N_("kas unit simpan pinjam yang mana?"))


def answered(ways: Ways, made: Proposal, answer: Answer) -> Proposal:
    """What a person said, over what was proposed. Raises BadField."""
    what = answer.what or made.what
    if what not in {MOVE, SKIP}:
        template = templates.named(what)
        if template is None or template.code not in ways.fits:
            reason = _(N_("tidak ada kejadian bernama {code} untuk kas ini")).format(code=what)
            raise BadField(name="template", reason=reason, field="template")
        wanted = templates.IN if made.amount > NOTHING else templates.OUT
        if template.way != wanted:
            reason = _(N_("“{title}” tidak sesuai dengan arah uangnya"))
            reason = reason.format(title=template.title)
            raise BadField(name="template", reason=reason, field="template")
    kept = made if what == made.what else replace(made, purpose=None, unit=None, other=None)
    said = replace(
        kept,
        what=what,
        purpose=answer.purpose or kept.purpose,
        unit=answer.unit or kept.unit,
        other=answer.other or kept.other,
        party=answer.party or kept.party,
        document=answer.document or kept.document,
        day=answer.day or kept.day,
        answered=True,
    )
    return asked(ways, replace(said, question=""))


def order_of(made: Proposal, box: Box, today: date, late: str) -> tuple[str, dict[str, Any]]:
    """The operation that posts a proposal, and its order.

    The entry says what the template says: the old book's words may name people.
    """
    past: dict[str, Any] = {}
    if made.day != today:
        past = {"day": made.day.isoformat(), "late": late}
    size = abs(int(made.amount))
    if made.what == MOVE:
        ends = (made.other, box.code) if made.amount > NOTHING else (box.code, made.other)
        moved = {"from": ends[0], "to": ends[1], "amount": size}
        return MOVE_CASH, {**moved, **past}
    template = templates.named(made.what)
    has_target = template is not None and templates.TARGET in template.asks
    order = templates.order(
        made.what,
        size,
        box=box.code,
        unit=made.unit,
        target=made.other if has_target else None,
        party=made.party,
        purpose=made.purpose,
        document=made.document,
        text=template.sentence if template is not None and template.vague else "",
        ref=made.played.line.ref,
    )
    return JOT, {**order, **past}
