"""Everything that is sold, held in memory: what the till searches and scans while a queue waits.

It is read once and renewed item by item; nothing here asks the database while somebody types.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice

from msgspec import Struct

from kopdes_desktop.goods import queries, rules, scale
from kopdes_desktop.goods.queries import Ceiling, Item
from kopdes_desktop.goods.rules import PriceRow
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import Rupiah, half_up
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import SCALE_PATTERNS, VILLAGE, setting

#: Units in which grams count as they are; all others are taken as kilograms.
_GRAMS = frozenset({"g", "gr", "gram"})
#: How a name, a word, and anything within one begins in the text that is searched.
_STARTS = ("\n", " ", "")
#: A word that stands no more often than this so many letters around the middle leads the search.
_OFTEN, _LOOK = 80, 8_192


class Shelved(Struct, frozen=True):
    """An item with its packs, barcodes and prices; `stock` in thousandths where it is known."""

    item: Item
    packs: Mapping[str, int]
    codes: tuple[queries.Barcode, ...]
    rows: tuple[PriceRow, ...]
    ceilings: tuple[Ceiling, ...]
    parts: Mapping[int, int]
    stock: int | None = None


class Hit(Struct, frozen=True):
    """What a scan means: an item, the pack it stands on, and what a scale weighed.

    `quantity` is in thousandths of the base unit; `amount` is the price that the scale printed.
    """

    shelved: Shelved
    pack: str = ""
    quantity: int | None = None
    amount: Rupiah | None = None


class Shelf:
    """The open items of the shop on one day."""

    def __init__(
        self,
        shelved: Iterable[Shelved],
        *,
        day: date,
        village: str = "",
        patterns: tuple[scale.Pattern, ...] = (),
    ) -> None:
        self.day = day
        self._village, self._patterns = village, patterns
        self._by_key = {each.item.key: each for each in shelved}
        self._codes: dict[str, list[tuple[int, str]]] = {}
        self._order: list[Shelved] = []
        self._starts: list[int] = []
        self._text = ""
        self._stale = True

    @classmethod
    def load(cls, read: Reading, day: date, stock: Mapping[int, int] | None = None) -> Shelf:
        """Everything that is sold on a day; `stock` is what a place holds, by item."""
        packs, codes = queries.all_packs(read), queries.all_barcodes(read)
        prices, parts = queries.all_prices(read), queries.all_parts(read)
        ceilings: dict[int, list[Ceiling]] = {}
        for each in queries.ceilings(read):
            ceilings.setdefault(each.item, []).append(each)
        made = cls(
            (
                Shelved(
                    item,
                    packs.get(item.key, {}),
                    tuple(codes.get(item.key, ())),
                    tuple(prices.get(item.key, ())),
                    tuple(ceilings.get(item.key, ())),
                    parts.get(item.key, {}),
                    None if stock is None else stock.get(item.key, 0),
                )
                for item in queries.items(read)
            ),
            day=day,
            village=setting(read, VILLAGE),
            patterns=_usable(setting(read, SCALE_PATTERNS)),
        )
        made._index()  # here, beside the window: whoever types the first letter waits for nothing
        return made

    def __len__(self) -> int:
        """How many items are sold."""
        return len(self._by_key)

    def get(self, key: int) -> Shelved | None:
        """An item by key."""
        return self._by_key.get(key)

    def renew(self, read: Reading, key: int, stock: int | None = None) -> None:
        """Read one item again after it was made or changed; one no longer sold goes."""
        item = queries.item(read, key)
        self._stale = True
        if item is None or not item.open:
            self._by_key.pop(key, None)
            return
        before = self._by_key.get(key)
        known = before.stock if before is not None else None
        self._by_key[key] = Shelved(
            item,
            queries.packs(read, key),
            tuple(queries.barcodes(read, key)),
            tuple(queries.prices(read, key)),
            tuple(queries.ceilings(read, key)),
            queries.parts(read, key),
            stock if stock is not None else known,
        )

    # --- finding --------------------------------------------------------------------------------

    def find(self, text: str, limit: int = 20) -> list[Shelved]:
        """Items that have every word somewhere in name or code.

        Those whose name begins with the longest word come first, then those with a word that does,
        then the others; in each group by name.
        """
        self._index()
        words = sorted(folded(text).split(), key=len, reverse=True)
        if not words:
            return self._order[:limit]
        return [self._order[each] for each in islice(self._ranked(words), limit)]

    def scan(self, code: str) -> list[Hit]:
        """What a scanned or typed code means: a barcode, an item's own code, or a scale's.

        Several when it stands on several items; none when nothing has it.
        """
        self._index()
        plain = " ".join(code.split())
        known = self._codes.get(plain) or self._codes.get(plain.upper())
        if known:
            return [Hit(self._by_key[key], pack) for key, pack in known]
        for pattern in self._patterns:
            said = pattern.read(plain)
            if said is not None:
                return [self._weighed(key, said) for key in self._scaled(plain, pattern, said)]
        return []

    def _ranked(self, words: list[str]) -> Iterator[int]:
        """Lines that hold all words, each once: those that begin with the longest word first.

        All is read once where a word is rare; where each is frequent, enough are found soon.
        """
        middle = len(self._text) // 2
        often = {
            word: self._text.count(word, max(middle - _LOOK, 0), middle + _LOOK) for word in words
        }
        rare = min(words, key=often.__getitem__)
        if often[rare] > _OFTEN:
            found = (self._places(start + words[0], words[1:]) for start in _STARTS)
        else:
            near = list(self._places(rare, words))
            found = (self._holding(near, start + words[0]) for start in _STARTS)
        seen: set[int] = set()
        for place in chain.from_iterable(found):
            if place not in seen:
                seen.add(place)
                yield place

    def _holding(self, places: Iterable[int], needle: str) -> Iterator[int]:
        """Those of these lines that have this in them."""
        return (each for each in places if self._holds(each, needle))

    def _holds(self, place: int, needle: str) -> bool:
        """Whether a line has this in it."""
        starts = self._starts
        end = starts[place + 1] if place + 1 < len(starts) else len(self._text)
        return self._text.find(needle, starts[place], end) >= 0

    def _places(self, needle: str, others: list[str]) -> Iterator[int]:
        """Lines that hold the needle and all other words, each once, from the first on."""
        text, starts = self._text, self._starts
        at = text.find(needle)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            end = starts[place + 1] if place + 1 < len(starts) else len(text)
            if all(self._holds(place, word) for word in others):
                yield place
            at = text.find(needle, end)

    def _scaled(self, code: str, pattern: scale.Pattern, said: scale.Scaled) -> list[int]:
        """The items that a scale's code names: as written, without its zeros, or by its head."""
        head = code[: pattern.form.index("I") + len(said.code)]
        for name in (said.code, said.code.lstrip("0"), head):
            if name in self._codes:
                return [key for key, _pack in self._codes[name]]
        return []

    def _weighed(self, key: int, said: scale.Scaled) -> Hit:
        shelved = self._by_key[key]
        if said.grams is not None:
            grams = said.grams
            in_grams = shelved.item.unit.casefold() in _GRAMS
            return Hit(shelved, quantity=grams * THOUSAND if in_grams else grams)
        price = self.price(shelved, member=False)
        if said.price is None or not price:
            return Hit(shelved, amount=said.price)
        return Hit(
            shelved, quantity=half_up(int(said.price) * THOUSAND, int(price)), amount=said.price
        )

    def _index(self) -> None:
        """Lay names and codes out as one text, a line an item, and every code in one table."""
        if not self._stale:
            return
        self._order = sorted(
            self._by_key.values(), key=lambda each: (folded(each.item.name), each.item.key)
        )
        codes: dict[str, list[tuple[int, str]]] = {}
        lines: list[str] = []
        for each in self._order:
            key, own = each.item.key, each.item.code
            stands = {own: "", own.upper(): "", **{one.code: one.pack for one in each.codes}}
            for code, pack in stands.items():
                codes.setdefault(code, []).append((key, pack))
            written = " ".join(folded(code) for code in {own: None, **stands})
            lines.append(f"\n{folded(each.item.name)} {written}")
        self._codes = codes
        self._starts = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line)
        self._text = "".join(lines)
        self._stale = False

    # --- prices ---------------------------------------------------------------------------------

    def price(
        self, of: Shelved, *, member: bool, pack: str = "", count: int = THOUSAND
    ) -> Rupiah | None:
        """As `queries.price_at`, without asking the database."""
        day = self.day.isoformat()
        named = "" if pack == of.item.unit else pack
        return rules.price_of(of.rows, of.packs, day, member=member, pack=named, count=count)

    def ceiling(self, of: Shelved) -> Ceiling | None:
        """The ceiling that counts today."""
        return queries.nearest_ceiling(list(of.ceilings), self._village, self.day)


def _usable(written: str) -> tuple[scale.Pattern, ...]:
    """The forms of the setting; none of them while one is wrong."""
    try:
        return scale.patterns(written)
    except BadField:
        return ()
