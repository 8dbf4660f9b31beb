"""What a proof finds in banks: a reconciliation that does not hold any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kopdes_desktop.banking import queries
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey, device_of
from kopdes_desktop.kernel.money import total
from kopdes_desktop.ledger import boxes, chart
from kopdes_desktop.office.books import Reading


def reconciliations(read: Reading) -> Iterator[str]:
    """The last of each account: its ticks make its balance, nothing was put in before it."""
    for box in chart.boxes(read):
        last = next(iter(queries.standing(read, box.code)), None)
        if last is None:
            continue
        until = last.day
        ticked = queries.ticked_before(read, box.code, until + timedelta(days=1))
        lines = list(boxes.lines(read, box, queries.SINCE_EVER, until))
        made = total(row.amount for row in lines if (row.entry.key, row.line_number) in ticked)
        if made != last.balance:
            told = _(N_("{number}: dicentang {made}, rekening koran {balance}"))
            yield told.format(
                number=last.number,
                made=wording.rupiah(made),
                balance=wording.rupiah(last.balance),
            )
        late = [
            row.entry.number or str(row.entry.key)
            for row in lines
            if row.entry.posted_on < until
            and device_of(row.entry.key) == device_of(FactKey(last.key))
            and row.entry.key > last.key
        ]
        for name in late:
            told = _(N_("{number}: {name} dicatat kemudian dengan tanggal sebelum {day}"))
            yield told.format(number=last.number, name=name, day=wording.short_day(until))
