"""Everyday events in plain words and what they post (resources/templates/everyday.toml).

Nobody who uses them meets the two sides of an entry: a template says what happened, a person says
how much, from or to where, and at most one thing more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.paying import DRAWER
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading
from kopdes_desktop.places import RESOURCES

IN, OUT, MEMORIAL, LEAD = "in", "out", "memorial", "lead"
#: Places in a template's lines that an order fills.
BOX, TARGET, PURPOSE = "box", "target", "purpose"
PARTY, DOCUMENT = "party", "document"
AMOUNT = "amount"
#: How the accounts of boxes at a bank begin.
BANKS: Final = "1-111"
#: A word that many templates know says little: this many share it, and it counts half.
_COMMON: Final = 3
#: What people write, and what the templates say for it.
_SAME: Final = {
    "hutang": "utang",
    "tak": "tidak",
    "gak": "tidak",
    "nggak": "tidak",
    "blm": "belum",
    "byr": "bayar",
    "trima": "terima",
}


class Part(Struct, frozen=True):
    """One line of a template: side (+1, −1), account or place, whose it is, and its sum."""

    side: int
    account: str
    keyed: str
    terms: tuple[tuple[int, str], ...]

    def comes_to(self, amounts: Mapping[str, int]) -> int:
        """Its signed amount (debit +)."""
        return self.side * sum(sign * amounts.get(name, 0) for sign, name in self.terms)


class Purpose(Struct, frozen=True):
    """An answer to "for what?": an account, or the place that does it."""

    code: str
    name: str
    account: str | None
    lini: str | None
    activity: str | None
    lead: str | None

    @property
    def title(self) -> str:
        """In the language now in use."""
        return _(self.name)


class Extra(Struct, frozen=True):
    """One more amount that a template asks."""

    code: str
    name: str

    @property
    def title(self) -> str:
        """In the language now in use."""
        return _(self.name)


class Template(Struct, frozen=True):
    """An everyday event. `sentence` is Indonesian, as entries are; `title` is for the screen.

    `bank`: only through a bank; `counter`: it may go through the drawer of its outlet.
    """

    code: str
    way: str
    activity: str
    sentence: str
    explanation: str
    units: tuple[str, ...]
    top: tuple[str, ...]
    parts: tuple[Part, ...]
    asks: tuple[str, ...]
    optional: tuple[str, ...]
    ask: str | None
    amount: str | None
    purposes: tuple[Purpose, ...]
    extras: tuple[Extra, ...]
    lini: str | None
    bank: bool
    counter: bool
    vague: bool
    lead: str | None
    words: tuple[str, ...]

    @property
    def title(self) -> str:
        """What happened, in the language now in use."""
        return _(self.sentence)

    @property
    def about(self) -> str:
        """What it is and is not, in the language now in use."""
        return _(self.explanation)

    @property
    def question(self) -> str:
        """What is asked about the person, the purpose or the document."""
        return _(self.ask) if self.ask else ""

    @property
    def uses_box(self) -> bool:
        """Whether money goes through a box."""
        return any(part.account == BOX for part in self.parts)

    @property
    def fixed(self) -> tuple[str, ...]:
        """The accounts that it posts to whatever is answered."""
        return tuple(p.account for p in self.parts if p.account not in {BOX, TARGET, PURPOSE})


def _part(text: str) -> Part:
    side, place, terms = text.split()
    account, _at, keyed = place.partition("@")
    signed = terms.replace("-", "+-").split("+")
    return Part(
        1 if side == "D" else -1,
        account,
        keyed,
        tuple((-1, each[1:]) if each.startswith("-") else (1, each) for each in signed),
    )


def _parts(raw: Mapping[str, Any]) -> tuple[Part, ...]:
    """The lines, or the box against one account."""
    if "lines" in raw:
        return tuple(_part(each) for each in raw["lines"])
    if "account" not in raw:
        return ()
    side = 1 if raw["way"] == IN else -1
    keyed = next((each for each in raw.get("asks", ()) if each in {PARTY, DOCUMENT}), "")
    whole = ((1, AMOUNT),)
    return Part(side, BOX, "", whole), Part(-side, raw["account"], keyed, whole)


def _purpose(raw: Mapping[str, str]) -> Purpose:
    return Purpose(
        raw["code"],
        raw["title"],
        raw.get("account"),
        raw.get("lini"),
        raw.get("activity"),
        raw.get("lead"),
    )


def _template(raw: Mapping[str, Any], purposes: Mapping[str, Any]) -> Template:
    return Template(
        code=raw["code"],
        way=raw["way"],
        activity=raw.get("activity", ""),
        sentence=raw["title"],
        explanation=raw["about"],
        units=tuple(raw.get("units", ())),
        top=tuple(raw.get("top", ())),
        parts=_parts(raw),
        asks=tuple(raw.get("asks", ())),
        optional=tuple(raw.get("optional", ())),
        ask=raw.get("ask"),
        amount=raw.get("amount"),
        purposes=tuple(_purpose(each) for each in purposes.get(raw.get("purposes", ""), ())),
        extras=tuple(Extra(each["code"], each["title"]) for each in raw.get("extras", ())),
        lini=raw.get("lini"),
        bank=raw.get("box") == "bank",
        counter=raw.get("box") == "counter",
        vague=raw.get("vague", False),
        lead=raw.get("lead"),
        words=tuple(folded(each) for each in raw["words"]),
    )


@cache
def shipped() -> tuple[Template, ...]:
    """Every template of the program, leads to other places at the end."""
    raw = tomllib.loads((RESOURCES / "templates" / "everyday.toml").read_text("utf-8"))
    return tuple(_template(each, raw["purposes"]) for each in raw["template"])


def named(code: str) -> Template | None:
    """The template of this code, leads too."""
    return next((each for each in shipped() if each.code == code), None)


def templates(read: Reading) -> list[Template]:
    """What can be posted in at least one unit of these books."""
    units = chart.units(read)
    cards = chart.accounts(read)
    return [each for each in shipped() if any(_fits(each, u, units, cards) for u in units)]


def offered(read: Reading, unit: str) -> list[Template]:
    """What can be posted in one unit, the most frequent first."""
    units = chart.units(read)
    here = next((each for each in units if each.code == unit), None)
    if here is None:
        return []
    cards = chart.accounts(read)
    found = [each for each in shipped() if _fits(each, here, units, cards)]
    return sorted(found, key=lambda each: here.kind not in each.top)


def _fits(
    template: Template,
    unit: chart.Unit,
    units: Iterable[chart.Unit],
    cards: Mapping[str, chart.Account],
) -> bool:
    """Whether it happens in such a unit, and each of its accounts can stand somewhere."""
    if template.way == LEAD or unit.kind not in template.units:
        return False
    fixed = all(_stands(code, unit, units, cards) for code in template.fixed)
    return fixed and (
        not template.purposes or bool(_answers(template.purposes, unit, units, cards))
    )


def _stands(
    code: str, unit: chart.Unit, units: Iterable[chart.Unit], cards: Mapping[str, chart.Account]
) -> bool:
    return code in cards and home(cards[code], unit, units) is not None


def _answers(
    purposes: Iterable[Purpose],
    unit: chart.Unit,
    units: Iterable[chart.Unit],
    cards: Mapping[str, chart.Account],
) -> list[Purpose]:
    return [
        each
        for each in purposes
        if each.account is None or _stands(each.account, unit, units, cards)
    ]


def answers(read: Reading, template: Template, unit: str) -> list[Purpose]:
    """The answers to "for what?" that can stand in a unit of these books."""
    units = chart.units(read)
    here = next(each for each in units if each.code == unit)
    return _answers(template.purposes, here, units, chart.accounts(read))


def home(card: chart.Account, unit: chart.Unit, units: Iterable[chart.Unit]) -> str | None:
    """The unit in which an account stands when something happens in `unit` (RULES R1).

    The office's and the savings unit's accounts stand there; an outlet's in the outlet itself.
    """
    owner = chart.OWNERS.get(card.owner_unit or "", unit.kind)
    if owner == unit.kind:
        return unit.code
    if owner == "outlet":
        return None
    own = [each.code for each in units if each.kind == owner]
    return own[0] if len(own) == 1 else None


def boxes(read: Reading, template: Template, unit: str) -> list[chart.Box]:
    """The boxes that its money may go through, those of the unit first, no transit.

    A till's drawer takes only what happens over its own counter, at this laptop.
    """
    here = chart.unit(read, unit)
    away = device.at_outlets(read)
    made = [
        box
        for box in chart.boxes(read)
        if not box.in_transit
        and (not template.bank or box.account.startswith(BANKS))
        and (box.account != DRAWER or _counts_here(template, box, here, away))
        and not is_loan(read, box, here)
    ]
    return sorted(made, key=lambda box: box.unit != unit)


def _counts_here(template: Template, box: chart.Box, unit: chart.Unit, away: set[str]) -> bool:
    return template.counter and box.unit == unit.code and box.code not in away


def is_loan(read: Reading, box: chart.Box, unit: chart.Unit) -> bool:
    """Whether the savings unit's money would be spent on an outlet (RULES R5)."""
    return unit.kind == "outlet" and chart.unit(read, box.unit).kind == "usp"


def order(
    template: str,
    amount: int,
    *,
    box: str | None = None,
    unit: str | None = None,
    target: str | None = None,
    party: int | str | None = None,
    purpose: str | None = None,
    document: str | None = None,
    extras: Mapping[str, int] | None = None,
    text: str = "",
    ref: str | None = None,
    day: date | None = None,
    late: str | None = None,
) -> dict[str, Any]:
    """The order of `accounting.jot`, without what is not said."""
    said: dict[str, Any] = {
        "template": template,
        "amount": int(amount),
        "box": box,
        "unit": unit,
        "target": target,
        "party": party,
        "purpose": purpose,
        "document": document,
        "extras": {name: int(each) for name, each in (extras or {}).items() if each} or None,
        "text": text or None,
        "ref": ref or None,
        "day": day.isoformat() if day else None,
        "late": late or None,
    }
    return {name: value for name, value in said.items() if value is not None}


@cache
def _sharing() -> dict[str, int]:
    """How many templates know each phrase."""
    counted: dict[str, int] = {}
    for each in shipped():
        for phrase in set(each.words):
            counted[phrase] = counted.get(phrase, 0) + 1
    return counted


def likeness(template: Template, text: str) -> float:
    """How well a text fits: whole phrases count by their length, the beginning of a word less."""
    said = " ".join(_SAME.get(word, word) for word in folded(text).split())
    if not said:
        return 0.0
    padded = f" {said} "
    score, begun = 0.0, 0.0
    for phrase in template.words:
        if f" {phrase} " in padded:
            weight = len(phrase.split()) * 2 + len(phrase) / 20
            score += weight / (2 if _sharing()[phrase] >= _COMMON else 1)
        elif phrase.startswith(said) or f" {said}" in phrase:
            begun = 1.0  # once: many phrases with the same word do not make it likelier
    score += begun
    names = folded(template.sentence).split()
    for word in said.split():
        if word in names:
            score += 0.6
        elif len(word) > 2 and any(name.startswith(word) for name in names):  # noqa: PLR2004
            score += 0.4
    return score


def ranked(text: str, among: Iterable[Template]) -> list[Template]:
    """Those that a text fits, the best first; of equals the earlier."""
    scored = [(likeness(each, text), each) for each in among]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [each for _score, each in best]


def guess(text: str, amount_in: int = 0, amount_out: int = 0) -> list[Template]:
    """What a line of an old cash book or a bank statement may be, the likeliest first.

    Of two amounts the one above zero says which way the money went; leads (`lead` is set) are
    among the answers, for they say that another place does it.
    """
    way = IN if Rupiah(amount_in) > Rupiah(amount_out) else OUT
    among = [each for each in shipped() if each.way in {way, LEAD}]
    return ranked(text, among)
