"""Which lines a kind of fact may post, as data; and whether an entry keeps to it (R2, R3).

Every line of the entry must match one row, and every row its amount in the payload; the inter-unit
lines are worked out again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.entry import Entry, Line, inter_unit
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp, canonical

#: A role's account and unit for one element of the payload.
Resolver = Callable[[Books, Mapping[str, Any]], tuple[str, str]]
Payload = Mapping[str, Any]


class Row(Struct, frozen=True):
    """Lines that a fact may post: one, or one for each element of the payload's list `of`.

    `account` is a role ("box", or one of the operation's own); `amount`, `key`, `box` and `lini`
    name fields of the element.
    """

    account: str
    side: Literal["debit", "credit"]
    amount: str
    of: str | None = None
    key: str | None = None
    box: str | None = None
    movement: str | None = None
    lini: str | None = None


def expected(
    books: Books, rows: tuple[Row, ...], payload: Payload, roles: Mapping[str, Resolver]
) -> list[Line]:
    """The lines that the payload stands for. Raises a Refusal or KeyError when it names nothing."""
    made: list[Line] = []
    for row in rows:
        for element in [payload] if row.of is None else payload[row.of]:
            box = element[row.box] if row.box else None
            if row.account == "box" and box is not None:
                held = chart.box(books, box)
                account, unit = held.account, held.unit
            else:
                account, unit = roles[row.account](books, element)
            amount = Rupiah(element[row.amount])
            made.append(
                Line(
                    account,
                    amount if row.side == "debit" else -amount,
                    unit,
                    key=element[row.key] if row.key else None,
                    box=box,
                    lini=element[row.lini] if row.lini else None,
                    movement=row.movement,
                )
            )
    return made


def judge(
    books: Books,
    stamp: Stamp,
    entry: Entry,
    fact: msgspec.Struct,
    *,
    rows: tuple[Row, ...],
    roles: Mapping[str, Resolver],
) -> Iterator[str]:
    """What a stranger's entry breaks, as "R2: …" lines; nothing when it keeps to its shape."""
    payload = msgspec.json.decode(canonical(fact))
    given = [line for line in entry.lines if not line.auto]
    try:
        wanted = expected(books, rows, payload, roles)
    except (Refusal, KeyError, TypeError) as error:
        yield f"R2: {error}"
        return
    if entry.kind != "ordinary":
        yield "R2: kind of entry"
    if Counter(given) != Counter(wanted):
        yield "R2: lines differ from the document"
    elif Counter(inter_unit(given)) != Counter(x for x in entry.lines if x.auto):
        yield "R2: inter-unit lines"
    for line in given:
        if line.box is not None and not device.bound(books, stamp.device, "box", line.box):
            yield "R2: " + _(N_("kas {code} bukan milik perangkat itu")).format(code=line.box)
