"""What the general journal knows: accounts and boxes by number or any word, and old entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from kopdes_desktop.accounting.rules import OF_PERSONS
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.chart import Account, Unit
from kopdes_desktop.ledger.entry import INTER_UNIT
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.books import Reading
from kopdes_desktop.reports import holders
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.door import Session

RECORD, REVERSE = "accounting.record", "accounting.reverse"
#: What a line has to say besides: whose it is, or its line of business.
MEMBER, HOLDER, LINI = "member", "holder", "lini"
_SHOWN = 8
#: What a year earns and costs, by the first figure of the account.
_FLOWS = frozenset("4567")


class Choice(Struct, frozen=True):
    """An account, or a cash box on its account; the units it may stand in, and what it asks.

    `also` is what it is found by besides. `side` is the one that it grows on, +1 for debit, and 0
    for a box, whose money comes and goes; `flow` is what the year earns or costs. `places` are the
    names of its units.
    """

    code: str
    name: str
    account: str
    box: str | None
    units: tuple[str, ...]
    asks: str
    also: str = ""
    side: int = 0
    flow: bool = False
    places: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Number and name."""
        return f"{self.code}  {self.name}"

    @property
    def needs(self) -> bool:
        """Whether the line cannot do without what it asks."""
        return self.asks in {MEMBER, LINI} or self.account in OF_PERSONS


class OldLine(Struct, frozen=True):
    """A line of an entry that is to be written again."""

    choice: Choice
    unit: str
    detail: str
    amount: int


class OldEntry(Struct, frozen=True):
    """An entry that is taken back and written anew."""

    key: int
    number: str
    text: str
    lines: tuple[OldLine, ...]


class JournalSheet(Struct, frozen=True):
    """Every account that may be written to by hand; boxes in the place of cash accounts."""

    choices: tuple[Choice, ...]
    units: tuple[Unit, ...]

    def find(self, text: str) -> list[Choice]:
        """What a number or words mean, the likeliest first: a number that begins so, then names."""
        typed = text.strip().casefold()
        words = folded(text).split()
        if not words:
            return list(self.choices[:_SHOWN])
        begun = [c for c in self.choices if _begins(c, typed)]
        named = [c for c in self.choices if c not in begun and _fits(c, words)]
        named.sort(key=lambda c: not folded(c.name).startswith(words[0]))
        return (begun + named)[:_SHOWN]


def _begins(choice: Choice, typed: str) -> bool:
    """By number, the dash left out or not; by the code of a box."""
    code = choice.code.casefold()
    return code.startswith(typed) or code.replace("-", "").startswith(typed.replace("-", ""))


def _fits(choice: Choice, words: Sequence[str]) -> bool:
    """Whether each word typed begins one of the account's."""
    own = folded(f"{choice.name} {choice.account} {choice.also}").split()
    return all(any(each.startswith(word) for each in own) for word in words)


def read_journal_sheet(session: Session) -> JournalSheet:
    """On the database's thread."""
    return session.office.read(RECORD, _sheet)


def _sheet(read: Reading) -> JournalSheet:
    units = tuple(sorted(chart.units(read), key=lambda each: each.kind != "office"))
    return JournalSheet(tuple(_choices(read, units)), units)


def _choices(read: Reading, units: Sequence[Unit]) -> Iterator[Choice]:
    closed, cards = chart.closed(read), chart.accounts(read)
    names = {each.code: each.name for each in units}
    for box in chart.boxes(read):
        also = _(cards[box.account].name)
        there = (names[box.unit],)
        yield Choice(box.code, box.name, box.account, box.code, (box.unit,), "", also, places=there)
    for card in cards.values():
        free = card.type != chart.HEADER and not card.cash
        if free and card.code != INTER_UNIT and card.code not in closed:
            fit = _units(card, units)
            if fit:
                name, asks, flow = _(card.name), _asks(card), card.code[0] in _FLOWS
                places = tuple(names[code] for code in fit)
                yield Choice(
                    card.code, name, card.code, None, fit, asks, "", card.sign, flow, places
                )


def _units(card: Account, units: Iterable[Unit]) -> tuple[str, ...]:
    """The units that an account may stand in (RULES R1)."""
    owner = chart.OWNERS.get(card.owner_unit or "")
    return tuple(each.code for each in units if owner is None or each.kind == owner)


def _asks(card: Account) -> str:
    if card.subledger == chart.MEMBER_SUBLEDGER:
        return MEMBER
    if card.needs_lini and card.lini is None:
        return LINI
    personal = card.subledger is not None and card.subledger.startswith("per ")
    return HOLDER if personal and card.subledger != "per masa" else ""


def read_old(session: Session, name: int | str) -> OldEntry | None:
    """An entry to be written anew; None where there is none, or nothing is left to take back."""
    return session.office.read(RECORD, _old, name)


def _old(read: Reading, name: int | str) -> OldEntry | None:
    found = balances.posted(read, name.strip().upper() if isinstance(name, str) else name)
    if found is None or found.kind in {"closing", "reversal", "opening"}:
        return None
    if balances.reversals_of(read, found.key):
        return None
    sheet = _sheet(read)
    lines = [each for each in balances.entry_of(read, found.key).lines if not each.auto]
    made: list[OldLine] = []
    for line in lines:
        code = line.box or line.account
        choice = next((each for each in sheet.choices if each.code == code), None)
        if choice is None:
            return None
        detail = (line.lini or "") if choice.asks == LINI else ""
        if line.key is not None and line.key != found.key:
            detail = _holder(read, line.key)
        made.append(OldLine(choice, line.unit, detail, int(line.amount)))
    return OldEntry(found.key, found.number or str(found.key), found.text, tuple(made))


def _holder(read: Reading, key: int) -> str:
    """Whose a line is, as a person would type it."""
    who, user = members.member(read, key), users.user(read, key)
    other = third_parties.outsider(read, key)
    named = (who and who.number) or (user and user.login) or (other and other.code)
    return named or holders.written(key)


def line_order(choice: Choice, unit: str, detail: str, amount: int) -> dict[str, Any]:
    """A line as `accounting.record` takes it."""
    made: dict[str, Any] = {"account": choice.account, "amount": amount, "unit": unit}
    if choice.box is not None:
        made["box"] = choice.box
    if detail and choice.asks == LINI:
        made["lini"] = detail
    elif detail:
        key = detail.removeprefix(holders.MARK)
        made["key"] = int(key) if key != detail and key.isdecimal() else detail
    return made
