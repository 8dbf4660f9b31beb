"""The till's last papers, and what is left of a sale that can still come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.wording import clock, short_day
from kopdes_desktop.ledger import balances
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device, log
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import ZONE, setting
from kopdes_desktop.sales import facts, queries
from kopdes_desktop.sales.facts import BroughtBack, Sold

_MOST = 60
#: So many years back a number is looked for by its last digits.
_YEARS = 5
WORDS = {"sale": N_("Penjualan"), "return": N_("Retur"), "void": N_("Dibatalkan")}


class PastSale(Struct, frozen=True):
    """A paper of the till: its fact, number, when, what it was, whose, and how much.

    `voided` is the number of the paper that made it void; empty where none did. `cash` is what went
    over the counter in notes and coins.
    """

    key: int
    number: str
    when: str
    what: str
    who: str
    amount: Rupiah
    shift: int
    voided: str = ""
    cash: Rupiah = NOTHING

    @property
    def words(self) -> str:
        """What it is now."""
        what = "void" if self.voided else self.what
        return _(WORDS[what])

    def fits(self, words: str) -> bool:
        """Whether it bears this number (its last digits are enough), or this name."""
        plain = words.strip().casefold()
        return self.number.casefold().endswith(plain) or plain in self.who.casefold()


class LeftLine(Struct, frozen=True):
    """A line of a sale: how much of it could still come back, in thousandths of what it counts."""

    line: int
    name: str
    unit: str
    left: int
    each: Rupiah

    @property
    def words(self) -> str:
        """As people write it."""
        return f"{shown(self.left)} {self.unit}"


def latest(read: Reading) -> list[PastSale]:
    """The newest papers, newest first; a sale that was made void says so."""
    zone = setting(read, ZONE)
    keys = queries.latest(read, _MOST)
    return [made for key in keys if (made := _past(read, key, zone)) is not None]


def found(read: Reading, text: str) -> list[PastSale]:
    """Papers of any day by number, whole or only its last digits, or by amount; newest first."""
    zone = setting(read, ZONE)
    digits = "".join(each for each in text if each.isdigit())
    named = [balances.posted(read, text.strip().upper())]
    keys: set[int] = set()
    if digits and not any(each.isalpha() for each in text.casefold().replace("rp", "")):
        named += [balances.posted(read, number) for number in _numbers(read, int(digits))]
        keys.update(queries.of_amount(read, int(digits), _MOST))
    keys.update(each.key for each in named if each is not None)
    made = [past for key in keys if (past := _past(read, key, zone)) is not None]
    return sorted(made, key=lambda past: past.key, reverse=True)


def _numbers(read: Reading, last: int) -> Iterator[str]:
    """What papers with these last digits were called in the last years, on every laptop."""
    newest = [log.logged(read, key) for key in queries.latest(read, 1)]
    this_year = max((each.stamp.bd.year for each in newest if each is not None), default=0)
    for kind in ("STR", "RTR"):
        for made in device.devices(read):
            for year in range(this_year - _YEARS, this_year + 1):
                yield f"{kind}-{made.series}-{year}-{last:06d}"


def _past(read: Reading, key: int, zone: str) -> PastSale | None:
    found = log.logged(read, key)
    if found is None or not isinstance(found.fact, Sold | BroughtBack):
        return None
    fact = found.fact
    amount = facts.total_of(fact) if isinstance(fact, Sold) else total(x.net for x in fact.lines)
    whose = fact.member if isinstance(fact, Sold) else None
    row = members.member(read, whose) if whose is not None else None
    return PastSale(
        key,
        fact.number,
        f"{short_day(found.stamp.bd)} {clock(found.moment, zone)}",
        "sale" if isinstance(fact, Sold) else "return",
        (row.name if row else None) or "",
        amount,
        fact.shift,
        _voided(read, key),
        total(each.amount for each in fact.tenders if each.kind == "cash"),
    )


def _voided(read: Reading, key: int) -> str:
    """The number of what made a paper void."""
    found = (balances.posted(read, each) for each in sorted(balances.reversals_of(read, key)))
    return next((each.number or str(each.key) for each in found if each is not None), "")


def left_of(read: Reading, key: int) -> list[LeftLine]:
    """What of a sale did not come back yet."""
    found = log.logged(read, key)
    if found is None or not isinstance(found.fact, Sold):
        return []
    return list(_left(read, key, found.fact))


def _left(read: Reading, key: int, fact: Sold) -> Iterable[LeftLine]:
    gone = queries.returned(read, key)
    for line in facts.lines_of(fact):
        of = goods.item(read, line.item)
        left = line.quantity - gone.get(line.n, 0)
        if of is not None and left > 0:
            yield LeftLine(line.n, of.name, line.pack or of.unit, left, line.price)
