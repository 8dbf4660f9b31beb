"""What a stranger's sale breaks (FACTS §6): figures that do not follow from one another.

What the treasurer may have changed meanwhile (packs, owners' shares, programmes) breaks nothing:
it is shown to her.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from kopdes_desktop.consignment import consignors
from kopdes_desktop.consignment import queries as consignments
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel.money import NOTHING, half_up
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.sales import facts, paying
from kopdes_desktop.sales.facts import LineOf, Sold, Tender
from kopdes_desktop.subsidy import queries as subsidies

#: Cash is rounded by no more than half of the largest coin that anybody rounds to.
MOST_ROUNDING = 500
_LONGEST_BON = timedelta(days=3660)
_BANKS = "1-111"


def lines(books: Books, fact: Sold, sold: Sequence[LineOf]) -> Iterator[str]:
    """Every line's figures, and that each list speaks of lines that there are, in order."""
    if not sold or sum(len(line.taken) for line in sold) != len(facts.issued(fact)):
        yield "R3: lines"
    for listed in (fact.packs, fact.spread, fact.owed, fact.rationed, fact.listed):
        numbers = [each.line for each in listed]
        if numbers != sorted(set(numbers)) or not set(numbers) <= set(range(len(sold))):
            yield "R3: lines named"
    if any(each.taken == 1 for each in fact.spread):
        yield "R3: spread"
    for line in sold:
        item = goods.item(books, line.item)
        if item is None:
            yield f"R2: item {line.item}"
        else:
            yield from _line(books, line, item)


def _line(books: Books, line: LineOf, item: goods.Item) -> Iterator[str]:
    """Amounts above zero; goods take themselves from the shelf, services nothing."""
    taken = [(each.item, each.quantity) for each in line.taken]
    itself = [(item.key, quantities.decimal(line.base))]
    rationed = line.rationed
    broken = (
        (line.quantity <= 0 or line.size <= 0 or line.price < NOTHING, "R3: quantity or price"),
        (not NOTHING <= line.off <= line.gross, "R3: off"),
        (item.kind in stock.ON_SHELVES and taken != itself, "R3: goods"),
        (item.kind == "service" and bool(taken), "R3: goods of a service"),
        ((item.kind == "consigned") != (line.owed is not None), "R2: owed"),
        (line.owed is not None and line.owed.amount < NOTHING, "R3: owed"),
        (line.owed is not None and not consignors.is_owner(books, line.owed.owner), "R2: owner"),
        (rationed is not None and not _is_rationed(books, rationed), "R2: rationed"),
    )
    yield from (words for wrong, words in broken if wrong)


def _is_rationed(books: Books, each: facts.Rationed) -> bool:
    return (
        subsidies.program(books, each.program) is not None
        and subsidies.buyer(books, each.buyer) is not None
    )


def payment(books: Books, fact: Sold, stamp: Stamp) -> Iterator[str]:
    """Tenders that pay for the lines but for rounding of cash, each by whom it may."""
    kinds = [each.kind for each in fact.tenders]
    cash = facts.by(fact, "cash")
    rounding = abs(int(facts.paid_of(fact)) - int(facts.total_of(fact)))
    last = stamp.bd + _LONGEST_BON
    of_members = not {"bon", "savings"}.isdisjoint(kinds)
    broken = (
        (rounding > (MOST_ROUNDING if cash or not kinds else 0), "R3: paid"),
        (fact.given is not None and not NOTHING < cash <= fact.given, "R3: given"),
        ((fact.due is None) != ("bon" not in kinds), "R2: due"),
        (fact.due is not None and not stamp.bd <= fact.due <= last, "R3: due"),
        (fact.member is None and of_members, "R2: member"),
        (
            fact.member is not None and not members.is_key(books, fact.member),
            f"R2: {fact.member} is no member",
        ),
        ((fact.drawn is None) != ("savings" not in kinds), "R2: drawn"),
    )
    yield from (words for wrong, words in broken if wrong)
    yield from tenders(books, fact.tenders, stamp)
    if fact.drawn is not None:
        said = paying.opened(fact.drawn)
        wanted = (fact.number, fact.member, facts.by(fact, "savings"))
        if (said.number, said.member, said.amount) != wanted:
            yield "R3: drawn"


def tenders(books: Books, given: Sequence[Tender], stamp: Stamp) -> Iterator[str]:
    """Each payment once, above zero, with what it needs and nothing else."""
    if not paying.unlike(given):
        yield "R3: tenders"
    for each in given:
        broken = (
            (each.amount <= NOTHING, "R3: tender"),
            ((each.box is not None) != (each.kind == "transfer"), "R2: box"),
            ((each.key is not None) != (each.kind == "advance"), "R2: advance"),
            (each.ref is not None and each.kind not in {"qris", "transfer", "claim"}, "R2: ref"),
            (each.box is not None and not _is_bank(books, each.box, stamp), f"R2: {each.box}"),
        )
        yield from (words for wrong, words in broken if wrong)


def _is_bank(books: Books, code: str, stamp: Stamp) -> bool:
    bound = device.bound(books, stamp.device, "box", code)
    return bound and chart.box(books, code).account.startswith(_BANKS)


def doubtful(books: Books, sold: Iterable[LineOf]) -> list[tuple[str, str]]:
    """Lines whose owner's share, programme or parts are not what these books say."""
    seen: list[tuple[str, str]] = []
    for line in sold:
        item = goods.item(books, line.item)
        if line.owed is not None:
            share = consignments.share(books, line.item)
            known = (share.owner, share.of(line.base)) if share else None
            if known != (line.owed.owner, line.owed.amount):
                seen.append(("owner_share", str(line.item)))
        if item is not None and item.program is not None and line.rationed is None:
            seen.append(("subsidised_without_buyer", str(line.item)))
        if item is not None and item.kind == "bundle" and _parts(line) != _wanted(books, line):
            seen.append(("bundle_parts", str(line.item)))
    return seen


def unlisted(
    books: Books, sold: Sequence[LineOf], stamp: Stamp, *, member: bool
) -> list[tuple[str, str]]:
    """Lines sold below this list's price that do not say so."""
    counts: dict[tuple[int, str], int] = {}
    for line in sold:
        counts[line.item, line.pack] = counts.get((line.item, line.pack), 0) + line.quantity
    seen = []
    for line in sold:
        item = goods.item(books, line.item)
        if item is None or line.listed is not None:
            continue
        count = counts[line.item, line.pack]
        price = goods.price_at(books, item, stamp.bd, member=member, pack=line.pack, count=count)
        if price is not None and line.price < price:
            seen.append(("price", str(line.item)))
    return seen


def _parts(line: LineOf) -> dict[int, str]:
    """What a bundle took from the shelf."""
    return {each.item: each.quantity for each in line.taken}


def _wanted(books: Books, line: LineOf) -> dict[int, str]:
    """What it holds by these books."""
    held = goods.parts(books, line.item)
    return {
        key: quantities.decimal(half_up(line.base * much, THOUSAND)) for key, much in held.items()
    }
