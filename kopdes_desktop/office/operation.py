"""What an operation is: order, decide, fact, apply; and the catalogue of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, get_args

import msgspec

from kopdes_desktop.kernel.errors import UnknownOperation
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.facts import decoder, schema

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Books, Reading
    from kopdes_desktop.office.facts import Stamp
    from kopdes_desktop.office.work import Work


class Order(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What somebody wants done; unknown fields are refused."""


class PostingOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """An order that posts: its document may be of an earlier day, with the reason for that."""

    day: date | None = None
    late: str | None = None


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened; unknown fields of later versions are kept in the log and passed over here."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A nested operation's fact inside its parent's payload."""

    kind: str
    kv: int
    d: msgspec.Raw


OrderT = TypeVar("OrderT", bound=Order)
FactT = TypeVar("FactT", bound=Fact)


class Operation(Generic[OrderT, FactT]):
    """One thing that can be done. Subclasses give `sentence`, `decide` and `apply`."""

    code: ClassVar[str]
    version: ClassVar[int]
    order_type: ClassVar[type[Any]]
    fact_type: ClassVar[type[Any]]
    #: What it does, in one Indonesian sentence for people (marked by N_).
    sentence: ClassVar[str]
    #: It belongs to a working day, and opens one.
    daily: ClassVar[bool] = True
    #: Its facts and those it asks for with `then` are marked as belonging together.
    whole_batch: ClassVar[bool] = False
    #: It takes the documents that it refers to back, and they count no more.
    reverses: ClassVar[bool] = False
    #: The kind of its document's number (SMP, PKS …); None when it has no document.
    document: ClassVar[str | None] = None
    #: Payloads of older versions, lifted one version at a time when they are read.
    upcasts: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}

    def document_day(self, work: Work, order: OrderT) -> tuple[date, str | None]:
        """The business date of the fact, and why it is late if it is."""
        if isinstance(order, PostingOrder):
            return work.document_day(order)
        return work.today, None

    def signers(self, read: Reading, order: OrderT) -> int:
        """How many officers sign with keys of their own: 1 the maker, 2 a second person too."""
        return 0

    def decide(self, work: Work, order: OrderT) -> FactT:
        """Ask the rules, read what they need; refuse, or say what is to happen. Writes nothing."""
        raise NotImplementedError

    def apply(self, books: Books, fact: FactT) -> None:
        """Write the rows. Computes only from the fact and from earlier facts."""
        raise NotImplementedError

    def index(self, books: Books, fact: FactT) -> None:
        """Write the keepers that help to find what is sealed in the fact; none by default."""

    def undoable(self, work: Work, fact: FactT) -> None:
        """Refuse if this fact's entry may not be reversed any more; nothing against it here."""

    def undo(self, books: Books, fact: FactT) -> None:
        """The rows that a reversal of this fact's entry takes back, besides the entry itself."""

    def unmade(self, work: Work, key: int, fact: FactT) -> Iterable[tuple[str, dict[str, Any]]]:
        """The orders that take this fact back when the import it came with is undone."""
        return ()

    def judge(self, books: Books, fact: FactT, stamp: Stamp) -> Iterable[str]:
        """Say what a stranger's fact breaks of R2, R3 and R6, as "R2: …" lines (FACTS §6)."""
        return ("R2: " + self.code,)

    def found(self, books: Books, fact: FactT, stamp: Stamp) -> Iterable[tuple[str, str]]:
        """After applying a stranger's fact: what needs the treasurer's eye, as (code, detail)."""
        return ()

    def refers_to(self, fact: FactT) -> Iterable[int]:
        """Keys that must be known before this fact can stand (R5)."""
        return ()

    @cached_property
    def read_order(self) -> msgspec.json.Decoder[Any]:
        """Strict decoder of orders."""
        return decoder(self.order_type)

    @cached_property
    def read_fact(self) -> msgspec.json.Decoder[Any]:
        """Decoder of payloads of the present version."""
        return decoder(self.fact_type)

    def fact_from(self, payload: bytes | msgspec.Raw, version: int) -> FactT:
        """The payload of any version so far, as the present one."""
        if version == self.version:
            return self.read_fact.decode(payload)  # type: ignore[no-any-return]
        value = msgspec.json.decode(payload)
        for step in range(version, self.version):
            value = self.upcasts[step](value)
        return self.read_fact.decode(msgspec.json.encode(value))  # type: ignore[no-any-return]

    def describe(self) -> dict[str, Any]:
        """Code, sentence and both schemas, for other programs."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "order": schema(self.order_type),
            "fact": schema(self.fact_type),
        }


AnyOperation = Operation[Any, Any]
CATALOGUE: dict[str, AnyOperation] = {}


def operation(code: str, *, version: int) -> Callable[[type[Any]], type[Any]]:
    """Enter an operation into the catalogue under the only name it has."""

    def enter(made: type[Any]) -> type[Any]:
        made.code, made.version = code, version
        made.order_type, made.fact_type = get_args(made.__orig_bases__[0])
        if code in CATALOGUE:
            msg = f"two operations are called {code}"
            raise ValueError(msg)
        CATALOGUE[code] = made()
        return made

    return enter


def find(code: str) -> AnyOperation:
    """The operation of this name; UnknownOperation otherwise."""
    try:
        return CATALOGUE[code]
    except KeyError:
        raise UnknownOperation(name=code) from None


#: Rights to what a laptop keeps for itself: no fact comes of it, so no operation names it.
KEEPING = {"printing.change": N_("Mengatur printer, antrean cetak, dan buku simpanan")}


def opened(part: Part) -> Any:  # noqa: ANN401  any operation's fact
    """A part's own fact; the last few stay open, for one document asks several times."""
    return _opened(part.kind, part.kv, bytes(part.d))


@lru_cache(maxsize=16)
def _opened(kind: str, version: int, payload: bytes) -> Any:  # noqa: ANN401
    return find(kind).fact_from(payload, version)


def in_words(code: str) -> str:
    """What a right is called, in the language now in use: an operation's sentence, or reading."""
    if code in CATALOGUE:
        return _(CATALOGUE[code].sentence)
    if code in KEEPING:
        return _(KEEPING[code])
    return _(N_("Melihat laporan ini")) if code.startswith("report.") else _(N_("Melihat data ini"))


def known(code: str, version: int) -> bool:
    """Whether this program can read such a fact."""
    return code in CATALOGUE and version <= CATALOGUE[code].version
