"""What can be put on paper, as plain values: slips, receipts and report tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah

if TYPE_CHECKING:
    from kopdes_desktop.paper.chart import Chart

Kind = Literal["text", "money", "day", "number", "quantity"]
RowKind = Literal["text", "bold", "big", "center", "rule", "small"]
#: What a row of a slip is, where a switch can take it off (`layout.arranged`).
RowPart = Literal["", "member", "balance", "before", "words", "signature"]


class Letterhead(Struct, frozen=True):
    """Kop: who issues the paper. Papers of a practice cooperative say LATIHAN everywhere.

    `logo` is the base64 text of a small grey PNG (`logo.reduced`), or empty.
    """

    name: str
    lines: tuple[str, ...] = ()
    practice: bool = False
    logo: str = ""


class Signer(Struct, frozen=True):
    """A line to sign on; an empty name leaves dots to be filled in by hand."""

    role: str
    name: str = ""


class SlipRow(Struct, frozen=True):
    """One row of a slip: words on the left, mostly an amount on the right."""

    left: str
    right: str = ""
    kind: RowKind = "text"
    part: RowPart = ""


class Slip(Struct, frozen=True):
    """Struk: what a thermal printer of 32, 42 or 48 columns prints."""

    letterhead: Letterhead
    title: str
    rows: tuple[SlipRow, ...]
    footer: tuple[str, ...] = ()
    copy: bool = False
    qr: str | None = None


class Held(Struct, frozen=True):
    """An account that a receipt tells of: what was in it before, and what is in it now."""

    name: str
    before: Rupiah
    after: Rupiah


class Receipt(Struct, frozen=True):
    """Kuitansi: half an A4, with the amount in words and lines to sign on.

    `rows` say what the amount is made of; more than the half sheet holds go on a further sheet.
    `proof` are the digits by which the paper proves the books (`wording.proof_digits`).
    `first_half` says whose the upper half is where no member takes it. A paper that is no payment
    has a `body` instead: rows as on its slip, of which nothing is summed. `balances` stand below
    the rows as far as there is room.
    """

    letterhead: Letterhead
    title: str
    number: str
    day: date
    place: str
    received_from: str
    amount: Rupiah
    purpose: str
    rows: tuple[tuple[str, Rupiah], ...] = ()
    signers: tuple[Signer, ...] = ()
    copy: bool = False
    proof: str = ""
    notes: tuple[str, ...] = ()
    first_half: str = ""
    body: tuple[SlipRow, ...] = ()
    balances: tuple[Held, ...] = ()


class Column(Struct, frozen=True):
    """One column of a report table.

    Columns are as wide as what stands in them; `width` is a text column's share of the room that is
    then left over or missing, against the other text columns. `room` is the least width (in points
    at the normal size) of a column that is written in by hand. One that is not for `paper` is
    exported only; an `indented` one moves in by each row's `level`. `called` has the names of codes
    that programs read: people read those.
    """

    key: str
    title: str
    kind: Kind = "text"
    width: float = 1.0
    room: float = 0.0
    paper: bool = True
    indented: bool = False
    called: Mapping[str, str] | None = None


class Card(Struct, frozen=True):
    """A member's card: who he is, and what its QR says to a scanner; `photo` is a JPEG."""

    name: str
    number: str
    group: str
    code: str
    photo: bytes | None = None


class Label(Struct, frozen=True):
    """A label for the shelf: an item, its price of one unit, and the code that finds it."""

    name: str
    price: str
    unit: str
    code: str
    notes: tuple[str, ...] = ()


class Chapter(Struct, frozen=True):
    """Bab: a part of a bound paper: paragraphs and tables in order, and who signs below them.

    Level 2 is a section of the chapter before it. A `fresh` one begins on a page of its own, a
    `whole` one lies on one page where it can, a `letter` under the letterhead with its title in the
    middle and `period` below that. `signed` is the place and day above the signers.
    """

    title: str
    body: tuple[str | Document, ...] = ()
    level: int = 1
    fresh: bool = True
    letter: bool = False
    period: str = ""
    signed: str = ""
    signers: tuple[Signer, ...] = ()
    whole: bool = False

    def captions(self, part: Document) -> bool:
        """Whether a table needs a title of its own: not where it is the chapter's."""
        return not self.title.endswith(part.title)


class Document(Struct, frozen=True):
    """Laporan: a titled table with its totals.

    `rows` and `totals` go by column key: `Rupiah` or int for money, int for number, date for day,
    `Quantity` or decimal string for quantity; None and a missing key are an empty cell. A row's
    `rank` says that it is a "heading" or a "total" among the others, and stands out. `about` are
    lines above the table: of whom or what it speaks. A `ruled` table has lines around its cells and
    room to write in them by hand; `charts` stand above the table. Where there are `cards` or
    `labels`, these are what is put on paper; so are `chapters`, the table then only lists them. A
    paper with a `cover` has one, and a list of contents; `most_pages` saves paper: no chapter
    begins a page, and it is set as close as that many pages ask for.
    """

    code: str
    title: str
    letterhead: Letterhead
    period: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, object]]
    totals: Mapping[str, object]
    draft: bool = False
    notes: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    about: tuple[str, ...] = ()
    ruled: bool = False
    cards: tuple[Card, ...] = ()
    charts: tuple[Chart, ...] = ()
    labels: tuple[Label, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    cover: bool = False
    most_pages: int = 0
